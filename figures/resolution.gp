# The same test sets scored in two ways: all or nothing, which no test set of n items can show
# below 1/n, and by the parts of an item, which has no such floor.

# ---- page layout [mm]: panels beside or below each other
panel_height = is_narrow ? 50.0 : 70.0
panel_width = is_narrow ? 58.0 : 69.0
margin_left = is_narrow ? 17.0 : 15.0
page_left = is_narrow ? 3.0 : margin_left
gap_x = 26.0
gap_y = 10.0
below_panels = 16.0 + caption_extra
legend_step = 4.0
legend_columns = is_narrow ? 3 : 6
legend_rows = rows_of(n_series + 2, legend_columns)
above_panels = title_height + legend_rows * legend_step + 9.0
left_linear = margin_left + (is_narrow ? 0.0 : panel_width + gap_x)
bottom_nonlinear = below_panels + (is_narrow ? panel_height + gap_y : 0.0)
figure_height = bottom_nonlinear + panel_height + above_panels
eval terminal(figure_width, figure_height)

# ---- the broken axis; every series has its own height on the rung of exact zeros
y_span = y_high - y_low
lane_step = (n_series > 8 ? 0.028 : 0.034) * y_span
rung = lane_step * (n_series < 3 ? 4 : n_series + 1)
y_zero = y_break - rung / 2
y_bottom = y_break - rung
y_top = y_high + 0.03 * y_span
lane(i) = ((n_series + 1) / 2.0 - i) * lane_step

set multiplot
set xrange [x_low:x_high]
set bmargin at screen page_y(bottom_nonlinear)
set tmargin at screen page_y(bottom_nonlinear + panel_height)
if (is_narrow) { eval ticks_x_bare } else { eval ticks_x }

# ---- the all-or-nothing metric
is_log = 1
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + panel_width)
set yrange [y_bottom:y_top]
eval ticks_y
set ytics add ('0' y_zero)
eval draw_break(margin_left, break_at(bottom_nonlinear, panel_height))
set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
do for [i = 1:n_series] {
    floor_at = -log10(series_items[i])
    set arrow 100 + i from graph 0, first floor_at to graph 1, first floor_at nohead back dashtype 3 linecolor rgb colour(i) linewidth 1.4
    set label 100 + i floor_label[i] at graph 1, first floor_at offset 0.4, 0 left font ',6.5' textcolor rgb colour(i)
}
set label 1 '{/:Bold a}  ' . title_nonlinear . ': ' . sort_nonlinear at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot $truth_nonlinear using (X($1)):(Y_truth($2)) with lines linecolor rgb colour_ink linewidth 2, \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):(Y_at($2, lane(i))) with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 ? outside : Y_at($2, lane(i))) with points pointtype full(i) pointsize 1 * mark linecolor rgb 'white', \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 ? outside : Y_at($2, lane(i))) with points pointtype hollow(i) pointsize 1 * mark linecolor rgb colour(i) linewidth 1, \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 ? Y($2) : outside) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)

# ---- the linear metric
unset label
unset object
unset arrow
is_log = 0
eval ticks_x
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + panel_height)
set lmargin at screen page_x(left_linear)
set rmargin at screen page_x(left_linear + panel_width)
set yrange [0:linear_high]
set ytics autofreq format '%g'
set label 1 '{/:Bold b}  ' . title_linear . ': ' . sort_linear at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot $truth_linear using (X($1)):(Y_truth($2)) with lines linecolor rgb colour_ink linewidth 2, \
     for [i = 1:n_series] $linear index i - 1 using (X($1)):(Y($2)) with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $linear index i - 1 using (X($1)):(Y($2)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)

# ---- the page around the panels: title, legend, axis labels, caption
eval page(page_left, 3)
legend_top = figure_height - title_height - 3.0
slot_x(k) = page_left + (k % legend_columns) * 27.0
slot_y(k) = legend_top - (k / legend_columns) * legend_step
if (!is_narrow) { set label 3 'Model size N [parameters]' at margin_left + panel_width / 2, below_panels - 7.8 center }
set label 4 'Model size N [parameters]' at left_linear + panel_width / 2, below_panels - 7.8 center
axis_of(s) = is_narrow ? unit_below(s) : s
set label 5 axis_of(label_nonlinear) at 3.0, bottom_nonlinear + panel_height / 2 center rotate by 90
set label 6 axis_of(label_linear) at is_narrow ? 3.0 : left_linear - 11.5, below_panels + panel_height / 2 center rotate by 90
set label 7 'true value' at slot_x(0) + 10, slot_y(0) left
set label 8 'floor 1/n' at slot_x(1) + 10, slot_y(1) left
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(i + 1) + 10, slot_y(i + 1) left }
plot $one using (slot_x(0)):(slot_y(0)):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 2, \
     $one using (slot_x(1)):(slot_y(1)):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_muted linewidth 1.4, \
     for [i = 1:n_series] $one using (slot_x(i + 1)):(slot_y(i + 1)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $one using (slot_x(i + 1) + 4):(slot_y(i + 1)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)
unset multiplot
