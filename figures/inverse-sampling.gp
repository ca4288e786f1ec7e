# The accuracy measured in two ways, by a fixed test set and by trying items until enough are
# right, beside the number of answers that each way costs; below it in a narrow figure.

# ---- page layout [mm]
panel_height = is_narrow ? 60.0 : 68.0
height_cost = is_narrow ? 30.0 : panel_height
margin_left = 15.0
margin_right = 4.0
text_left = is_narrow ? 4.0 : margin_left
gap_x = 20.0
gap_y = 8.0
width_cost = is_narrow ? figure_width - margin_left - margin_right : 50.0
width_score = is_narrow ? width_cost : figure_width - margin_left - margin_right - gap_x - width_cost
left_cost = is_narrow ? margin_left : margin_left + width_score + gap_x
figure_note = broken(figure_note, caption_columns)
note_extra = extra_of(figure_note)
below_panels = 19.5 + caption_extra + note_extra
bottom_score = is_narrow ? below_panels + height_cost + gap_y : below_panels
legend_step = 4.4
legend_rows = is_narrow ? 6.2 : 3
above_panels = title_height + legend_rows * legend_step + 9.0
figure_height = bottom_score + panel_height + above_panels
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
set bmargin at screen page_y(bottom_score)
set tmargin at screen page_y(bottom_score + panel_height)

# ---- the accuracy
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + width_score)
set yrange [y_bottom:y_top]
if (is_narrow) { eval ticks_x_bare } else { eval ticks_x }
eval ticks_score
set ytics add ('0' y_zero)
eval draw_break(margin_left, break_at(bottom_score, panel_height))
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
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + height_cost)
set lmargin at screen page_x(left_cost)
set rmargin at screen page_x(left_cost + width_cost)
set yrange [cost_low:cost_high + 0.03 * (cost_high - cost_low)]
if (is_narrow) { eval ticks_x } else { eval ticks_x_cost }
eval ticks_cost
set label 1 '{/:Bold b}  Cost' at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot for [i = 1:2] $cost index i - 1 using (X($1)):(X($2)) with lines linecolor rgb way_colour[i] dashtype i linewidth 1.3, \
     for [i = 1:2] $cost index i - 1 using (X($1)):(X($2)) with points pointtype way_full[i] pointsize (i == 1 ? 1.15 : 0.65) * mark linecolor rgb way_colour[i]

# ---- the page around the panels: title, legend, axis labels, caption
eval page(text_left, 6.5 + note_extra)
legend_top = figure_height - title_height - 3.0
array mark_x[4] = [text_left, text_left + 34, text_left + 94, text_left + 128]
array mark_y[4] = [legend_top, legend_top, legend_top, legend_top]
array way_y[2] = [legend_top - legend_step, legend_top - 2 * legend_step]
if (is_narrow) {
    array mark_x[4] = [text_left, text_left, text_left, text_left + 34]
    array mark_y[4] = [legend_top, legend_top - legend_step, legend_top - 2 * legend_step, legend_top - 2 * legend_step]
    array way_y[2] = [legend_top - 3 * legend_step, legend_top - 4.7 * legend_step]
}
way_join = is_narrow ? ":\n" : ': '
set label 3 figure_note at text_left, 3 + note_extra left noenhanced font ',6.5' textcolor rgb colour_muted
if (!is_narrow) { set label 4 'Model size N [parameters]' at margin_left + width_score / 2, below_panels - 7.8 center }
set label 5 'Model size N [parameters]' at left_cost + width_cost / 2, below_panels - 7.8 center
set label 6 label_y at 3.0, bottom_score + panel_height / 2 center rotate by 90
set label 7 (is_narrow ? 'Mean cost [answers]' : 'Mean cost [answers sampled per model]') at left_cost - (is_narrow ? 12.0 : 11.5), below_panels + height_cost / 2 center rotate by 90
set label 11 'truth (law)' at mark_x[1] + 10, mark_y[1] left
set label 12 'median, central 95 % of test sets' at mark_x[2] + 10, mark_y[2] left
set label 13 'first test set' at mark_x[3] + 10, mark_y[3] left
set label 14 'it scores exactly 0' at mark_x[4] + 10, mark_y[4] left
do for [i = 1:2] { set label 20 + i way_label[i] . way_join . way_cost[i] at mark_x[1] + 10, way_y[i] left }
plot $one using (mark_x[1]):(mark_y[1]):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.5, \
     $one using (mark_x[2]):(mark_y[2]):(mark_x[2] + 3):(mark_x[2] + 5):(mark_y[2] - 1.5):(mark_y[2] + 1.5) with boxxyerror fillcolor rgb '#CCCCCC' fillstyle solid noborder, \
     $one using (mark_x[2] + 3):(mark_y[2]):(2):(0) with vectors nohead linecolor rgb colour_muted linewidth 1.5, \
     $one using (mark_x[3] + 4):(mark_y[3]) with points pointtype 7 pointsize 0.9 * mark linecolor rgb colour_muted, \
     $one using (mark_x[4] + 4):(mark_y[4]) with points pointtype 6 pointsize 0.9 * mark linecolor rgb colour_muted linewidth 1.3, \
     for [i = 1:2] $one using (mark_x[1]):(way_y[i]):(8):(0) with vectors nohead linecolor rgb way_colour[i] dashtype i linewidth 1.3, \
     for [i = 1:2] $one using (mark_x[1] + 4):(way_y[i]) with points pointtype way_full[i] pointsize 0.9 * mark linecolor rgb way_colour[i]
unset multiplot
