# The probability that no item of a test set is solved, over model size (or target length, or
# accuracy) and test items: bands, lines at 5, 50 and 95 %, and the test sizes of the table.
# The program sets the size of the panels, because it places the labels of the lines.

# ---- page layout [mm]; in a narrow figure the panels stand below each other
has_note = figure_note ne ''
figure_note = broken(figure_note, caption_columns)
note_extra = extra_of(figure_note)
text_left = is_narrow ? 4.0 : margin_left
note_height = has_note ? 3.5 + note_extra : 0.0
below_panels = 16.0 + note_height + caption_extra
key_height = is_narrow ? 12.0 : 7.6 # the scale of the bands and the numbers below it
legend_step = 4.2
legend_columns = is_narrow ? 1 : 3
legend_rows = has_points ? rows_of(n_goals, legend_columns) : 0
label_height = panel_label[1] eq '' ? 3.5 : 8.0
gap_y = label_height + 2.5
n_down = is_narrow ? n_panels : 1
above_panels = title_height + key_height + legend_rows * legend_step + label_height
figure_height = below_panels + n_down * panel_height + (n_down - 1) * gap_y + above_panels
left_of(i) = is_narrow ? margin_left : margin_left + (i - 1) * (panel_width + gap_x)
bottom_of(i) = is_narrow ? below_panels + (n_panels - i) * (panel_height + gap_y) : below_panels
is_lowest(i) = !is_narrow || i == n_panels
is_first(i) = is_narrow || i == 1
eval terminal(figure_width, figure_height)

# From above 99 % to below 1 %: one hue, so light that black can be read on all of it.
n_bands = 8
array band[8] = ['#4B8BBE', '#669DCA', '#80AFD5', '#9AC0DF', '#B3D1E8', '#CBDFF0', '#E2EDF7', '#FFFFFF']
array edge[7] = ['99 %', '95 %', '75 %', '50 %', '25 %', '5 %', '1 %']
colour_size = '#C84400'

set multiplot
set xrange [x_low:x_high]
set yrange [y_low:y_high]
set border 3 front linestyle 1
do for [i = 1:n_panels] {
    set lmargin at screen page_x(left_of(i))
    set rmargin at screen page_x(left_of(i) + panel_width)
    set bmargin at screen page_y(bottom_of(i))
    set tmargin at screen page_y(bottom_of(i) + panel_height)
    if (is_lowest(i)) { eval ticks_x } else { eval ticks_x_bare }
    if (is_first(i)) { eval ticks_y } else { eval ticks_y_bare }
    unset label
    set label 1 panel_label[i] at graph 0, 1 offset 0, 0.8 left font ',7.5'
    first = (i - 1) * 3
    do for [k = 1:3] { set label 10 + k line_text[first + k] at line_x[first + k], line_y[first + k] center rotate by line_angle[first + k] front font ',6.5' }
    # Band over band, from the top: so no seams show between them.
    plot for [k = 1:7] $map index i - 1 using (X($1)):(X(column(k + 1))):(0) with filledcurves fillcolor rgb band[8 - k] fillstyle solid noborder, \
         for [k = 1:3] $line index first + k - 1 using (X($1)):(X($2)) with lines linecolor rgb colour_ink linewidth (k == 2 ? 1.5 : 0.9), \
         for [k = 1:n_levels] level[k] with lines linecolor rgb 'white' linewidth 3.2, \
         for [k = 1:n_levels] level[k] with lines linecolor rgb colour_size dashtype 2 linewidth 1.4, \
         for [k = 1:n_goals] $point index (i - 1) * n_goals + k - 1 using (X($1)):(X($2)) with points pointtype full(k) pointsize 1.35 * mark linecolor rgb 'white', \
         for [k = 1:n_goals] $point index (i - 1) * n_goals + k - 1 using (X($1)):(X($2)) with points pointtype full(k) pointsize 0.95 * mark linecolor rgb colour_size
}

# ---- the page around the panels: title, key, axis labels, caption
eval page(text_left, 3 + note_height)
key_left = is_narrow ? text_left : margin_left + 51.0
key_step = is_narrow ? 9.5 : 13.0
key_bottom = figure_height - title_height - (is_narrow ? 8.4 : 4.0)
legend_top = figure_height - title_height - key_height - 3.6
slot_x(k) = text_left + (k % legend_columns) * 51.0
slot_y(k) = has_points ? legend_top - (k / legend_columns) * legend_step : outside
key_x(k) = key_left + (k - 1) * key_step
set label 3 figure_note at text_left, 3 + note_extra left noenhanced font ',6.5' textcolor rgb colour_muted
set label 5 'Probability that no item is solved' at text_left, (is_narrow ? figure_height - title_height - 2.2 : key_bottom + 1.6) left
do for [i = 1:n_panels] {
    if (is_lowest(i)) { set label 10 + i label_x at left_of(i) + panel_width / 2, below_panels - 7.8 center }
    if (is_first(i)) { set label 50 + i 'Test items n' at 3.5, bottom_of(i) + panel_height / 2 center rotate by 90 }
}
do for [k = 1:7] { set label 20 + k edge[k] at key_x(k + 1), key_bottom - 2.2 center font ',6.5' }
if (has_points) { do for [k = 1:n_goals] { set label 30 + k goal_label[k] at slot_x(k - 1) + 4, slot_y(k - 1) left } }
level_height(i, y) = bottom_of(i) + panel_height * (y - y_low) / (y_high - y_low)
do for [i = (is_narrow ? 1 : n_panels):n_panels] {
    level_left = left_of(i) + panel_width
    do for [k = 1:n_levels] {
        tag = 60 + 10 * i + k
        set label tag level_label[k] at screen page_x(level_left + 3.2), screen page_y(level_height(i, level_at[k])) left font ',6.5' textcolor rgb colour_size
        set arrow tag from screen page_x(level_left), screen page_y(level_height(i, level[k])) to screen page_x(level_left + 2.8), screen page_y(level_height(i, level_at[k])) nohead linecolor rgb colour_size linewidth 0.7
    }
}
plot for [k = 1:n_bands] $one using (key_x(k)):(key_bottom):(key_x(k)):(key_x(k + 1)):(key_bottom):(key_bottom + 3.2) with boxxyerror fillcolor rgb band[k] fillstyle solid border linecolor rgb colour_muted, \
     for [k = 1:n_goals] $one using (slot_x(k - 1) + 1.5):(slot_y(k - 1)) with points pointtype full(k) pointsize 0.95 * mark linecolor rgb colour_size
unset multiplot
