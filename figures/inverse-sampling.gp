# The accuracy measured in two ways, by a fixed test set and by trying items until enough are
# right, beside the number of answers that each way costs.

# ---- page layout [mm]
panel_height = 68.0
margin_left = 15.0
margin_right = 4.0
gap_x = 20.0
width_cost = 50.0
width_score = figure_width - margin_left - margin_right - gap_x - width_cost
left_cost = margin_left + width_score + gap_x
below_panels = 19.5
title_height = 8.0
legend_step = 4.4
legend_rows = 3
above_panels = title_height + legend_rows * legend_step + 9.0
figure_height = below_panels + panel_height + above_panels
eval terminal(figure_width, figure_height)

# ---- the broken axis; each way has its own height on the rung of exact zeros
is_log = 1
y_span = y_high - y_low
lane_step = 0.04 * y_span
rung = 4 * lane_step
y_zero = y_break - rung / 2
y_bottom = y_break - rung
y_top = y_high + 0.03 * y_span
lane(i) = (1.5 - i) * lane_step
half_rung = 0.3 * lane_step

array way_full[2] = [7, 5]
array way_hollow[2] = [6, 4]
array way_colour[2] = ['#D55E00', '#0072B2']
array way_band[2] = ['#F2BF99', '#A6CBE3']
shift(i) = (i - 1.5) * 2 * dodge
half_band = 0.75 * dodge

set multiplot
set xrange [x_low:x_high]
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + panel_height)

# ---- the accuracy
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + width_score)
set yrange [y_bottom:y_top]
eval ticks_x
eval ticks_score
set ytics add ('0' y_zero)
eval draw_break(margin_left, break_at(below_panels, panel_height))
set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
set label 1 '{/:Bold a}  Estimates' at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot for [i = 1:2] $band index i - 1 using (X($1) + shift(i)):(Y($2)):(X($1) + shift(i) - half_band):(X($1) + shift(i) + half_band):(Y_at($3, lane(i)) - ($3 <= 0 ? half_rung : 0)):(Y_at($4, lane(i)) + ($4 <= 0 ? half_rung : 0)) with boxxyerror fillcolor rgb way_band[i] fillstyle solid noborder, \
     for [i = 1:2] $band index i - 1 using (X($1) + shift(i) - half_band):(Y_at($2, lane(i))):(2 * half_band):(0) with vectors nohead linecolor rgb way_colour[i] linewidth 1.5, \
     $truth using (X($1)):(Y_truth($2)) with lines linecolor rgb colour_ink linewidth 1.5, \
     for [i = 1:2] $first index i - 1 using (X($1) + shift(i)):(Y_at($2, lane(i))) with points pointtype way_full[i] pointsize 1.15 * mark linecolor rgb 'white', \
     for [i = 1:2] $first index i - 1 using (X($1) + shift(i)):($2 > 0 ? outside : Y_at($2, lane(i))) with points pointtype way_hollow[i] pointsize 0.9 * mark linecolor rgb way_colour[i] linewidth 1.3, \
     for [i = 1:2] $first index i - 1 using (X($1) + shift(i)):($2 > 0 ? Y($2) : outside) with points pointtype way_full[i] pointsize 0.9 * mark linecolor rgb way_colour[i]

# ---- the cost
unset label
unset object
unset arrow
set lmargin at screen page_x(left_cost)
set rmargin at screen page_x(left_cost + width_cost)
set yrange [cost_low:cost_high + 0.03 * (cost_high - cost_low)]
eval ticks_x_cost
eval ticks_cost
set label 1 '{/:Bold b}  Cost' at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot for [i = 1:2] $cost index i - 1 using (X($1)):(X($2)) with lines linecolor rgb way_colour[i] dashtype i linewidth 1.3, \
     for [i = 1:2] $cost index i - 1 using (X($1)):(X($2)) with points pointtype way_full[i] pointsize (i == 1 ? 1.15 : 0.65) * mark linecolor rgb way_colour[i]

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
legend_top = figure_height - title_height - 3.0
array mark_x[4] = [margin_left, margin_left + 34, margin_left + 94, margin_left + 128]
slot_y(j) = legend_top - j * legend_step
middle = below_panels + panel_height / 2
set label 1 figure_title at margin_left, figure_height - 5.5 left noenhanced font ',8.5'
set label 2 figure_caption at margin_left, 6.5 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 figure_note at margin_left, 3 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 4 'Model size N [parameters]' at margin_left + width_score / 2, below_panels - 7.8 center
set label 5 'Model size N [parameters]' at left_cost + width_cost / 2, below_panels - 7.8 center
set label 6 label_y at 3.0, middle center rotate by 90
set label 7 'Mean cost [answers sampled per model]' at left_cost - 11.5, middle center rotate by 90
set label 11 'truth (law)' at mark_x[1] + 10, slot_y(0) left
set label 12 'median, central 95 % of test sets' at mark_x[2] + 10, slot_y(0) left
set label 13 'first test set' at mark_x[3] + 10, slot_y(0) left
set label 14 'it scores exactly 0' at mark_x[4] + 10, slot_y(0) left
do for [i = 1:2] { set label 20 + i way_label[i] at mark_x[1] + 10, slot_y(i) left }
plot $one using (mark_x[1]):(slot_y(0)):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.5, \
     $one using (mark_x[2]):(slot_y(0)):(mark_x[2] + 3):(mark_x[2] + 5):(slot_y(0) - 1.5):(slot_y(0) + 1.5) with boxxyerror fillcolor rgb '#CCCCCC' fillstyle solid noborder, \
     $one using (mark_x[2] + 3):(slot_y(0)):(2):(0) with vectors nohead linecolor rgb colour_muted linewidth 1.5, \
     $one using (mark_x[3] + 4):(slot_y(0)) with points pointtype 7 pointsize 0.9 * mark linecolor rgb colour_muted, \
     $one using (mark_x[4] + 4):(slot_y(0)) with points pointtype 6 pointsize 0.9 * mark linecolor rgb colour_muted linewidth 1.3, \
     for [i = 1:2] $one using (mark_x[1]):(slot_y(i)):(8):(0) with vectors nohead linecolor rgb way_colour[i] dashtype i linewidth 1.3, \
     for [i = 1:2] $one using (mark_x[1] + 4):(slot_y(i)) with points pointtype way_full[i] pointsize 0.9 * mark linecolor rgb way_colour[i]
unset multiplot
