# Which metrics give high emergence scores: a bar per metric, the median over the curves of a run,
# the curves as dots, all-or-nothing metrics above the others.

# ---- page layout [mm]
row_height = n_lines > 14 ? 5.0 : n_lines > 6 ? 6.5 : 9.0
margin_left = is_narrow ? 33.0 : 46.0
margin_right = is_narrow ? 16.0 : 20.0
figure_note = broken(figure_note, caption_columns)
note_extra = extra_of(figure_note)
below_panels = 19.5 + caption_extra + note_extra
legend_step = 4.2
legend_columns = is_narrow ? 1 : 3
legend_rows = rows_of(5 + has_zero, legend_columns)
panel_width = figure_width - margin_left - margin_right
panel_height = n_lines * row_height
above_panels = title_height + legend_rows * legend_step + 8.0
figure_height = below_panels + panel_height + above_panels
eval terminal(figure_width, figure_height)

# ---- the score's axis: a rung for what is not above 0, a break, decades from 1, a break, infinity
rung = is_narrow ? 2.2 : 1.0
score_break = -0.02 * rung * score_high
score_zero = -0.05 * rung * score_high
score_break_top = (1 + 0.02 * rung) * score_high
score_infinite = (1 + 0.05 * rung) * score_high
score_bottom = has_zero ? -0.08 * rung * score_high : 0.0
score_top = has_infinite ? (1 + 0.08 * rung) * score_high : 1.02 * score_high
S(v) = v >= infinite ? score_infinite : v <= 0 ? score_zero : v < 1 ? 0.0 : log10(v)
T(v) = v >= infinite ? score_top : S(v)
mm_at(x) = margin_left + panel_width * (x - score_bottom) / (score_top - score_bottom)

array group_colour[2] = ['#D55E00', '#56B4E9']
colour_noise = '#DCDCDC'
colour_edge = '#8C8C8C'
half_noise = 0.44
half_bar = 0.27
half_true = 0.38
half_curves = 0.24

set multiplot
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + panel_width)
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + panel_height)
set xrange [score_bottom:score_top]
set yrange [n_lines + 0.5:0.5]
eval ticks_x
unset ytics
if (has_zero) {
    set object 1 rectangle from first score_bottom, graph 0 to first score_break, graph 1 behind fillcolor rgb colour_rung fillstyle solid noborder
    set xtics add ('≤ 0' score_zero)
    eval draw_break_below(3, mm_at(score_break), below_panels)
}
if (has_infinite) {
    set object 2 rectangle from first score_break_top, graph 0 to first score_top, graph 1 behind fillcolor rgb colour_rung fillstyle solid noborder
    set xtics add ('{/*1.3 ∞}' score_infinite)
    eval draw_break_below(5, mm_at(score_break_top), below_panels)
}
do for [i = 1:n_headings] { set label 10 + i heading_text[i] at graph 0, first heading_line[i] offset -1.2, 0 right font ',7' }
do for [i = 1:n_rows] {
    set label 100 + i row_label[i] at graph 0, first row_line[i] offset -1.2, 0 right font ',7'
    set label 300 + i row_share[i] at graph 1, first row_line[i] offset 1.2, 0 left font ',6.5'
}
set label 1 'above noise' at graph 1, 1 offset (is_narrow ? 0 : 1.2), 0.7 left font ',6.5' textcolor rgb colour_muted
plot $noise using (0):1:(score_bottom):(T($2)):($1 - half_noise):($1 + half_noise) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
     $noise using (T($2)):($1 - half_noise):(0):(2 * half_noise) with vectors nohead linecolor rgb colour_edge linewidth 1, \
     for [g = 1:2] $bar index g - 1 using (0):1:(score_bottom):(S($2)):($1 - half_bar):($1 + half_bar) with boxxyerror fillcolor rgb group_colour[g] fillstyle solid noborder, \
     $true_score using (S($2)):($1 - half_true):(0):(2 * half_true) with vectors nohead linecolor rgb colour_ink linewidth 1.8, \
     $curve using (S($2)):($1 + $3 * half_curves) with points pointtype 7 pointsize 0.62 * mark linecolor rgb 'white', \
     $curve using (S($2)):($1 + $3 * half_curves) with points pointtype 6 pointsize 0.55 * mark linecolor rgb colour_ink linewidth 0.7

# ---- the page around the panel: title, legend, axis label, caption
legend_left = is_narrow ? 4.0 : 15.0
eval page(legend_left, 6.5 + note_extra)
legend_top = figure_height - title_height - 3.0
slot_x(j) = legend_left + (j % legend_columns) * 58.0
slot_y(j) = legend_top - (j / legend_columns) * legend_step
set label 4 figure_note at legend_left, 3 + note_extra left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Emergence score |E|, median over test sets' at margin_left + panel_width / 2, below_panels - 7.8 center
set label 11 'all or nothing, median of curves' at slot_x(0) + 10, slot_y(0) left
set label 12 'every part counts, median of curves' at slot_x(1) + 10, slot_y(1) left
set label 13 'noise: 95 % of scores below' at slot_x(2) + 10, slot_y(2) left
set label 14 'one curve: a task at one difficulty' at slot_x(3) + 10, slot_y(3) left
set label 15 'true score, median of curves' at slot_x(4) + 10, slot_y(4) left
if (has_zero) { set label 16 '≤ 0: flat, or against the truth' at slot_x(5) + 10, slot_y(5) left }
zero_y = has_zero ? slot_y(5) : outside
plot for [g = 1:2] $one using (slot_x(g - 1)):(slot_y(g - 1)):(slot_x(g - 1)):(slot_x(g - 1) + 8):(slot_y(g - 1) - 1):(slot_y(g - 1) + 1) with boxxyerror fillcolor rgb group_colour[g] fillstyle solid noborder, \
     $one using (slot_x(2)):(slot_y(2)):(slot_x(2)):(slot_x(2) + 8):(slot_y(2) - 1.4):(slot_y(2) + 1.4) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
     $one using (slot_x(2) + 8):(slot_y(2) - 1.4):(0):(2.8) with vectors nohead linecolor rgb colour_edge linewidth 1, \
     $one using (slot_x(3) + 4):(slot_y(3)) with points pointtype 6 pointsize 0.55 * mark linecolor rgb colour_ink linewidth 0.7, \
     $one using (slot_x(4) + 4):(slot_y(4) - 1.4):(0):(2.8) with vectors nohead linecolor rgb colour_ink linewidth 1.8, \
     $one using (slot_x(5)):(zero_y):(slot_x(5)):(slot_x(5) + 8):(zero_y - 1.4):(zero_y + 1.4) with boxxyerror fillcolor rgb colour_rung fillstyle solid noborder
unset multiplot
