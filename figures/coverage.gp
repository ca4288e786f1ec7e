# How often the intervals of each method cover the truth: panels over the true accuracy (one
# per number of items) and over the number of items (one per accuracy).

# ---- page layout [mm]; in a narrow figure all panels below each other
margin_left = 14.0
margin_right = 4.0
text_left = is_narrow ? 4.0 : margin_left
gap_x = 8.0
below_row = 11.5
above_row = 7.0
caption_height = 5.0 + caption_extra
legend_step = 4.2
n_truth_rows = is_narrow ? n_truth_panels : n_truth_panels > 0
n_rows = n_truth_rows + (is_narrow ? n_items_panels : n_items_panels > 0)
panel_height = n_rows == 1 ? (is_narrow ? 50.0 : 64.0) : is_narrow ? (n_rows == 2 ? 40.0 : 30.0) : 48.0
ceiling_label = broken(ceiling_label, is_narrow ? 50 : 140)
legend_columns = is_narrow ? 2 : 4
note_rows = is_narrow ? 1.3 + n_lines(ceiling_label) * 0.8 : 1 # of the level and the ceiling
legend_rows = note_rows + rows_of(n_series, legend_columns)
# Only the lowest of the panels of one sort has numbers and a name below its axis.
has_axis(row) = !is_narrow || row == n_truth_rows - 1 || row == n_rows - 1
height_below(row) = has_axis(row) ? below_row : 2.5
bottom_of(row) = row == n_rows - 1 ? caption_height + below_row : bottom_of(row + 1) + panel_height + above_row + height_below(row)
figure_height = bottom_of(0) + panel_height + above_row + legend_rows * legend_step + 2.0 + title_height
eval terminal(figure_width, figure_height)

most_marks = 12 # beyond it the points of a line are not marked
colour_ceiling = '#EBEBEB'
y_top = y_low < 0.5 ? 1.02 : 1.003

set multiplot
set yrange [y_low:y_top]
do for [row = 0:n_rows - 1] {
    is_truth = row < n_truth_rows
    from = is_narrow ? (is_truth ? row : row - n_truth_rows) + 1 : 1
    to = is_narrow ? from : is_truth ? n_truth_panels : n_items_panels
    panel_width = (figure_width - margin_left - margin_right - (to - from) * gap_x) / (to - from + 1)
    set bmargin at screen page_y(bottom_of(row))
    set tmargin at screen page_y(bottom_of(row) + panel_height)
    if (is_truth) { eval ticks_truth; set xrange [truth_low:truth_high] } else { eval ticks_items; set xrange [items_low:items_high] }
    if (!has_axis(row)) { if (is_truth) { eval ticks_truth_bare } else { eval ticks_items_bare } }
    do for [i = from:to] {
        left = margin_left + (i - from) * (panel_width + gap_x)
        set lmargin at screen page_x(left)
        set rmargin at screen page_x(left + panel_width)
        if (y_low < 0.5) { set ytics 0, 0.2, 1 } else { set ytics 0.8, 0.05, 1 }
        if (i > from) { set ytics format '' } else { set ytics format '%g' }
        is_sparse = (is_truth ? truth_points[i] : items_points[i]) <= most_marks
        unset label
        set label 1 (is_truth ? truth_label[i] : items_label[i]) at graph 0, 1 offset 0, 0.8 left font ',7.5'
        if (has_axis(row)) { set label 2 (is_truth ? 'True accuracy p [share of items solved]' : 'Test items n') at graph 0.5, graph 0 offset 0, -2.1 center }
        if (is_truth) {
            plot $truth_ceiling index i - 1 using (X($1)):2:(y_top) with filledcurves fillcolor rgb colour_ceiling fillstyle solid noborder, \
                 $truth_ceiling index i - 1 using (X($1)):2 with lines linecolor rgb '#999999' linewidth 1, \
                 level with lines dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
                 for [k = 1:n_series] $truth_line index (i - 1) * n_series + k - 1 using (X($1)):2 with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1, \
                 for [k = 1:n_series] $truth_line index (i - 1) * n_series + k - 1 using (X($1)):(is_sparse ? $2 : outside) with points pointtype full(k) pointsize 0.6 * mark linecolor rgb colour(k)
        } else {
            plot $items_ceiling index i - 1 using (X($1)):2:(y_top) with filledcurves fillcolor rgb colour_ceiling fillstyle solid noborder, \
                 $items_ceiling index i - 1 using (X($1)):2 with lines linecolor rgb '#999999' linewidth 1, \
                 level with lines dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
                 for [k = 1:n_series] $items_line index (i - 1) * n_series + k - 1 using (X($1)):2 with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1, \
                 for [k = 1:n_series] $items_line index (i - 1) * n_series + k - 1 using (X($1)):(is_sparse ? $2 : outside) with points pointtype full(k) pointsize 0.6 * mark linecolor rgb colour(k)
        }
    }
}

# ---- the page around the panels: title, legend, axis labels, caption
eval page(text_left, 3)
legend_top = figure_height - title_height - 2.5
slot_x(k) = text_left + (k % legend_columns) * 41.0
slot_y(k) = legend_top - (note_rows + k / legend_columns) * legend_step
level_x = text_left
level_y = legend_top
ceiling_x = is_narrow ? text_left : text_left + 41.0
ceiling_y = is_narrow ? legend_top - legend_step : legend_top
set label 3 'Coverage [probability that the interval holds p]' at 3.5, (caption_height + below_row + bottom_of(0) + panel_height) / 2 center rotate by 90
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(i - 1) + 10, slot_y(i - 1) left noenhanced }
set label 4 level_label at level_x + 10, level_y left
set label 5 ceiling_label at ceiling_x + 10, ceiling_y left
plot $one using (ceiling_x):(ceiling_y):(ceiling_x):(ceiling_x + 8):(ceiling_y - 1.3):(ceiling_y + 1.3) with boxxyerror fillcolor rgb colour_ceiling fillstyle solid noborder, \
     $one using (ceiling_x):(ceiling_y - 1.3):(8):(0) with vectors nohead linecolor rgb '#999999' linewidth 1, \
     $one using (level_x):(level_y):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
     for [i = 1:n_series] $one using (slot_x(i - 1)):(slot_y(i - 1)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5
unset multiplot
