# The test items that models need: a line per target length, with a panel of the costs, or a
# line per goal, with a panel per target length.

# ---- page layout [mm]
margin_left = 15.0
margin_right = 4.0
gap_x = has_cost ? 20.0 : 6.0
below_panels = 16.0
title_height = 8.0
legend_step = 4.2
legend_columns = 4
has_notes = has_band || has_never
legend_rows = has_notes + (n_series + legend_columns - 1) / legend_columns
panel_height = 66.0
above_panels = title_height + legend_rows * legend_step + (panel_label[1] ne '' || has_cost ? 9.0 : 4.0)
n_across = n_panels + has_cost
panel_width = (figure_width - margin_left - margin_right - (n_across - 1) * gap_x) / n_across
figure_height = below_panels + panel_height + above_panels
left_of(i) = margin_left + (i - 1) * (panel_width + gap_x)
eval terminal(figure_width, figure_height)

set multiplot
set style fill transparent solid 0.18 noborder
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + panel_height)
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
    set yrange [items_low - 0.02 * items_span:items_top]
    eval ticks_size
    if (i == 1) { eval ticks_items } else { eval ticks_items_bare }
    unset label
    set label 1 (has_cost ? '{/:Bold a}  Test items' : panel_label[i]) at graph 0, 1 offset 0, 0.8 left font ',7.5'
    first = (i - 1) * n_series
    plot for [k = 1:n_series] $band index first + k - 1 using (X($1)):(U($2)):(U($3)) with filledcurves fillcolor rgb colour(k), \
         for [k = 1:n_series] $line index first + k - 1 using (X($1)):(X($2)) with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1.3, \
         for [k = 1:n_series] $line index first + k - 1 using (X($1)):(X($2)) with points pointtype full(k) pointsize 0.85 * mark linecolor rgb colour(k), \
         for [k = 1:n_series] $never index first + k - 1 using (X($1) + $2 * lane):(arrow_from):(0):(arrow_length) with vectors head filled size screen 0.006,20 linecolor rgb colour(k) linewidth 1.3
}

# ---- their cost
if (has_cost) {
    cost_span = cost_high - cost_low
    y_top = cost_high + 0.03 * cost_span
    set lmargin at screen page_x(left_of(2))
    set rmargin at screen page_x(left_of(2) + panel_width)
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
unset label
unset border
unset tics
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
set xrange [0:figure_width]
set yrange [0:figure_height]
legend_top = figure_height - title_height - 2.5
slot_x(k) = margin_left + (k % legend_columns) * 41.0
slot_y(k) = legend_top - (k / legend_columns) * legend_step
series_slot(i) = has_notes * legend_columns + i - 1 # below the row of the band and the arrow
note_band = has_band ? slot_x(0) : outside
note_never = has_never ? (has_band ? slot_x(2) : slot_x(0)) : outside
middle = below_panels + panel_height / 2
set label 1 figure_title at margin_left, figure_height - 5.5 left noenhanced font ',8.5'
set label 2 figure_caption at margin_left, 3 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Test items n' at 3.5, middle center rotate by 90
do for [i = 1:n_across] { set label 10 + i label_x at left_of(i) + panel_width / 2, below_panels - 7.8 center }
if (has_cost) { set label 4 'Cost [tokens × parameters, or a price]' at left_of(2) - 11.5, middle center rotate by 90 }
if (has_band) { set label 5 'to the conservative end of the fit' at note_band + 10, slot_y(0) left }
if (has_never) { set label 6 'no number of items up to 2^{53} is enough' at note_never + 10, slot_y(0) left }
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(series_slot(i)) + 10, slot_y(series_slot(i)) left noenhanced }
plot $one using (note_band):(slot_y(0)):(note_band):(note_band + 8):(slot_y(0) - 1.3):(slot_y(0) + 1.3) with boxxyerror fillcolor rgb colour_ink, \
     $one using (note_never + 4):(slot_y(0) - 1.6):(0):(3.2) with vectors head filled size screen 0.006,20 linecolor rgb colour_ink linewidth 1.3, \
     for [i = 1:n_series] $one using (slot_x(series_slot(i))):(slot_y(series_slot(i))):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $one using (slot_x(series_slot(i)) + 4):(slot_y(series_slot(i))) with points pointtype full(i) pointsize 0.85 * mark linecolor rgb colour(i)
unset multiplot
