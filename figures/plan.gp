# The test items that models need: a line per target length, with a panel of the costs, or a
# line per goal, with a panel per target length.

# ---- page layout [mm]; in a narrow figure all panels below each other
margin_left = 15.0
margin_right = 4.0
text_left = is_narrow ? 4.0 : margin_left
gap_x = has_cost ? 20.0 : 6.0
below_panels = 16.0 + caption_extra
legend_step = 4.2
legend_columns = is_narrow ? 2 : 4
note_columns = is_narrow ? 1 : 2
n_notes = has_band + has_never
note_rows = rows_of(n_notes, note_columns)
legend_rows = note_rows + rows_of(n_series, legend_columns)
n_all = n_panels + has_cost
n_across = is_narrow ? 1 : n_all
n_down = is_narrow ? n_all : 1
panel_height = n_down == 1 ? (is_narrow ? 56.0 : 66.0) : n_down == 2 ? 48.0 : 40.0
label_height = panel_label[1] ne '' || has_cost ? 9.0 : 4.0
gap_y = 9.5
above_panels = title_height + legend_rows * legend_step + label_height
panel_width = (figure_width - margin_left - margin_right - (n_across - 1) * gap_x) / n_across
figure_height = below_panels + n_down * panel_height + (n_down - 1) * gap_y + above_panels
left_of(i) = margin_left + (i - 1) % n_across * (panel_width + gap_x)
bottom_of(i) = below_panels + (n_down - 1 - (i - 1) / n_across) * (panel_height + gap_y)
is_lowest(i) = !is_narrow || i == n_all
is_first(i) = is_narrow || i == 1
eval terminal(figure_width, figure_height)

set multiplot
set style fill transparent solid 0.18 noborder
set xrange [size_low:size_high]

# ---- the items; arrows stand above the highest decade, side by side
items_span = items_high - items_low
items_top = items_high + (has_never ? 0.1 : 0.03) * items_span
arrow_from = items_high + 0.025 * items_span
arrow_length = 0.06 * items_span
lane = 1.6 / panel_width * (size_high - size_low)
U(v) = log10(v) > y_top ? y_top : log10(v)
y_top = items_top
do for [i = 1:n_panels] {
    set lmargin at screen page_x(left_of(i))
    set rmargin at screen page_x(left_of(i) + panel_width)
    set bmargin at screen page_y(bottom_of(i))
    set tmargin at screen page_y(bottom_of(i) + panel_height)
    set yrange [items_low - 0.02 * items_span:items_top]
    if (is_lowest(i)) { eval ticks_size } else { eval ticks_size_bare }
    if (is_first(i)) { eval ticks_items } else { eval ticks_items_bare }
    unset label
    set label 1 (has_cost ? '{/:Bold a}  Test items' : panel_label[i]) at graph 0, 1 offset 0, 0.8 left font ',7.5'
    first = (i - 1) * n_series
    plot for [k = 1:n_series] $band index first + k - 1 using (X($1)):(U($2)):(U($3)) with filledcurves fillcolor rgb colour(k), \
         for [k = 1:n_series] $line index first + k - 1 using (X($1)):(X($2)) with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1.3, \
         for [k = 1:n_series] $line index first + k - 1 using (X($1)):(X($2)) with points pointtype full(k) pointsize 0.85 * mark linecolor rgb colour(k), \
         for [k = 1:n_series] $never index first + k - 1 using (X($1) + $2 * lane):(arrow_from):(0):(arrow_length) with vectors head filled size screen 1.1 / figure_width,20 linecolor rgb colour(k) linewidth 1.3
}

# ---- their cost
if (has_cost) {
    cost_span = cost_high - cost_low
    y_top = cost_high + 0.03 * cost_span
    set lmargin at screen page_x(left_of(2))
    set rmargin at screen page_x(left_of(2) + panel_width)
    set bmargin at screen page_y(bottom_of(2))
    set tmargin at screen page_y(bottom_of(2) + panel_height)
    set yrange [cost_low - 0.02 * cost_span:y_top]
    eval ticks_size
    eval ticks_cost
    unset label
    set label 1 '{/:Bold b}  Their cost' at graph 0, 1 offset 0, 0.8 left font ',7.5'
    plot for [k = 1:n_series] $cost_band index k - 1 using (X($1)):(U($2)):(U($3)) with filledcurves fillcolor rgb colour(k), \
         for [k = 1:n_series] $cost index k - 1 using (X($1)):(X($2)) with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1.3, \
         for [k = 1:n_series] $cost index k - 1 using (X($1)):(X($2)) with points pointtype full(k) pointsize 0.85 * mark linecolor rgb colour(k)
}

# ---- the page around the panels: title, legend, axis labels, caption
eval page(text_left, 3)
legend_top = figure_height - title_height - 2.5
slot_x(k) = text_left + (k % legend_columns) * 41.0
slot_y(k) = legend_top - (note_rows + k / legend_columns) * legend_step
note_x(k) = text_left + (k % note_columns) * 82.0
note_y(k) = legend_top - (k / note_columns) * legend_step
band_x = has_band ? note_x(0) : outside
band_y = note_y(0)
never_x = has_never ? note_x(has_band) : outside
never_y = note_y(has_band)
do for [i = 1:n_all] {
    if (is_lowest(i)) { set label 20 + i label_x at left_of(i) + panel_width / 2, below_panels - 7.8 center }
    if (is_first(i) && i <= n_panels) { set label 30 + i 'Test items n' at 3.5, bottom_of(i) + panel_height / 2 center rotate by 90 }
}
if (has_cost) { set label 4 'Cost [tokens × parameters, or a price]' at left_of(2) - (is_narrow ? 12.0 : 11.5), bottom_of(2) + panel_height / 2 center rotate by 90 }
if (has_band) { set label 5 'to the conservative end of the fit' at band_x + 10, band_y left }
if (has_never) { set label 6 'no number of items up to 2^{53} is enough' at never_x + 10, never_y left }
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(i - 1) + 10, slot_y(i - 1) left noenhanced }
plot $one using (band_x):(band_y):(band_x):(band_x + 8):(band_y - 1.3):(band_y + 1.3) with boxxyerror fillcolor rgb colour_ink, \
     $one using (never_x + 4):(never_y - 1.6):(0):(3.2) with vectors head filled size screen 1.1 / figure_width,20 linecolor rgb colour_ink linewidth 1.3, \
     for [i = 1:n_series] $one using (slot_x(i - 1)):(slot_y(i - 1)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $one using (slot_x(i - 1) + 4):(slot_y(i - 1)) with points pointtype full(i) pointsize 0.85 * mark linecolor rgb colour(i)
unset multiplot
