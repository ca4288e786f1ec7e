# From the loss of a token to what metrics make of it: the law (a, b), metrics that are all or
# nothing (c, d), metrics to which every part counts (e, f); sequences above, choices below.

# ---- page layout [mm]
panel_height = 56.0
panel_width = 42.0
margin_left = 15.0
gap_x = 18.5
gap_y = 10.0
below_panels = 20.0
title_height = 8.0
legend_step = 4.0
legend_columns = 6
rows_of(n) = (n + legend_columns - 1) / legend_columns
legend_rows = rows_of(n_sequence) + rows_of(n_choice)
above_panels = title_height + legend_rows * legend_step + 9.0
figure_height = below_panels + 2 * panel_height + gap_y + above_panels
eval terminal(figure_width, figure_height)

left(column) = margin_left + column * (panel_width + gap_x)
bottom(row) = below_panels + (1 - row) * (panel_height + gap_y)
place(column, row) = sprintf("set lmargin at screen %.6f; set rmargin at screen %.6f; set bmargin at screen %.6f; set tmargin at screen %.6f", \
    page_x(left(column)), page_x(left(column) + panel_width), page_y(bottom(row)), page_y(bottom(row) + panel_height))
heading(letter, text) = '{/:Bold ' . letter . '}  ' . text

set multiplot
set xrange [x_low:x_high]

# ---- the law
eval ticks_x_bare
eval ticks_y
eval place(0, 0)
set yrange [loss_low:loss_high]
set label 1 heading('a', 'Loss') at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot $law using (X($1)):(log10($2)) with lines linecolor rgb colour_ink linewidth 1.5, \
     $law_models using (X($1)):(log10($2)) with points pointtype 7 pointsize 0.9 * mark linecolor rgb colour_ink

eval ticks_x
eval place(0, 1)
unset ytics
set ytics nomirror out scale 0.6, 0.35 font ',6.5' offset 0.4, 0
set ytics autofreq format '%g'
set yrange [0:1.03]
set label 1 heading('b', 'Probability of a right token') at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot $law using (X($1)):3 with lines linecolor rgb colour_ink linewidth 1.5, \
     $law_models using (X($1)):3 with points pointtype 7 pointsize 0.9 * mark linecolor rgb colour_ink

# ---- the metrics
series_of(task, name) = sprintf("plot for [i = 1:n_%s] $truth_%s index i - 1 using (X($1)):2 with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? outside : $2) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb 'white', ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? outside : $2) with points pointtype hollow(i) pointsize 0.9 * mark linecolor rgb colour(i) linewidth 1, ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? $2 : outside) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)", task, name)
eval ticks_x_bare
eval place(1, 0)
set label 1 heading('c', sequence_nonlinear_title) at graph 0, 1 offset 0, 0.9 left font ',7.5'
eval series_of('sequence', 'sequence_nonlinear')
eval place(2, 0)
set yrange [0:sequence_linear_top]
set label 1 heading('e', sequence_linear_title) at graph 0, 1 offset 0, 0.9 left font ',7.5'
eval series_of('sequence', 'sequence_linear')
eval ticks_x
eval place(1, 1)
set yrange [0:1.03]
set label 1 heading('d', choice_nonlinear_title) at graph 0, 1 offset 0, 0.9 left font ',7.5'
eval series_of('choice', 'choice_nonlinear')
eval place(2, 1)
set yrange [0:choice_linear_top]
set label 1 heading('f', choice_linear_title) at graph 0, 1 offset 0, 0.9 left font ',7.5'
eval series_of('choice', 'choice_linear')

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
slot_x(k) = margin_left + 10.0 + (k % legend_columns) * 25.5
slot_y(k, first) = legend_top - (first + k / legend_columns) * legend_step
sequence_y(i) = slot_y(i - 1, 0)
choice_y(i) = slot_y(i - 1, rows_of(n_sequence))
middle(row) = bottom(row) + panel_height / 2
set label 1 figure_title at margin_left, figure_height - 5.5 left noenhanced font ',8.5'
set label 2 figure_caption at margin_left, 6.5 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 figure_caption_tasks at margin_left, 3 left noenhanced font ',6.5' textcolor rgb colour_muted
do for [column = 0:2] { set label 10 + column 'Model size N [parameters]' at left(column) + panel_width / 2, below_panels - 7.8 center }
set label 20 'Loss [nats per token]' at left(0) - 12, middle(0) center rotate by 90
set label 21 'Probability p of a right token' at left(0) - 12, middle(1) center rotate by 90
set label 22 sequence_nonlinear_axis at left(1) - 13, middle(0) center rotate by 90
set label 23 choice_nonlinear_axis at left(1) - 13, middle(1) center rotate by 90
set label 24 sequence_linear_axis at left(2) - 13, middle(0) center rotate by 90
set label 25 choice_linear_axis at left(2) - 13, middle(1) center rotate by 90
set label 30 '{/:Bold c, e}' at margin_left, sequence_y(1) left
set label 31 '{/:Bold d, f}' at margin_left, choice_y(1) left
do for [i = 1:n_sequence] { set label 100 + i sequence_label[i] at slot_x(i - 1) + 10, sequence_y(i) left }
do for [i = 1:n_choice] { set label 200 + i choice_label[i] at slot_x(i - 1) + 10, choice_y(i) left }
plot for [i = 1:n_sequence] $one using (slot_x(i - 1)):(sequence_y(i)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_sequence] $one using (slot_x(i - 1) + 4):(sequence_y(i)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i), \
     for [i = 1:n_choice] $one using (slot_x(i - 1)):(choice_y(i)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_choice] $one using (slot_x(i - 1) + 4):(choice_y(i)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)
unset multiplot
