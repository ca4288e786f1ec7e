# From the loss of a token to what metrics make of it: the law (a, b), metrics that are all or
# nothing (c, d), metrics to which every part counts (e, f); sequences above, choices below.

# ---- page layout [mm]: the law, all or nothing, every part counts, as columns, or narrow
# as rows
panel_height = is_narrow ? 38.0 : 56.0
panel_width = is_narrow ? 26.0 : 42.0
margin_left = is_narrow ? 17.0 : 15.0
page_left = is_narrow ? 3.0 : margin_left
gap_x = is_narrow ? 18.0 : 18.5
gap_y = is_narrow ? 11.0 : 10.0
figure_caption_tasks = broken(figure_caption_tasks, caption_columns)
tasks_extra = extra_of(figure_caption_tasks)
below_panels = 20.0 + caption_extra + tasks_extra
legend_step = 4.0
legend_columns = is_narrow ? 3 : 6
legend_rows = rows_of(n_sequence, legend_columns) + rows_of(n_choice, legend_columns)
above_panels = title_height + legend_rows * legend_step + 9.0
model_size = is_narrow ? 0.65 : 0.9
n_rows = is_narrow ? 3 : 2
figure_height = below_panels + n_rows * panel_height + (n_rows - 1) * gap_y + above_panels
eval terminal(figure_width, figure_height)

# Letters a to f of the groups of two; where each is.
group(i) = (i - 1) / 2
part(i) = (i - 1) % 2
left(i) = margin_left + (is_narrow ? part(i) : group(i)) * (panel_width + gap_x)
bottom(i) = below_panels + (n_rows - 1 - (is_narrow ? group(i) : part(i))) * (panel_height + gap_y)
place(i) = sprintf("set lmargin at screen %.6f; set rmargin at screen %.6f; set bmargin at screen %.6f; set tmargin at screen %.6f", \
    page_x(left(i)), page_x(left(i) + panel_width), page_y(bottom(i)), page_y(bottom(i) + panel_height))
is_lowest(i) = is_narrow ? group(i) == 2 : part(i) == 1
x_of(i) = is_lowest(i) ? ticks_x : ticks_x_bare
# In narrow columns headings begin above the tick labels.
heading(i, text) = sprintf("set label 1 '{/:Bold %s}  %s' at screen %.6f, graph 1 offset 0, 0.9 left font ',7.5'", 'abcdef'[i:i], text, page_x(left(i) - (is_narrow ? 8.0 : 0.0)))

set multiplot
set xrange [x_low:x_high]

# ---- the law
eval x_of(1)
eval ticks_y
eval place(1)
set yrange [loss_low:loss_high]
eval heading(1, 'Loss')
plot $law using (X($1)):(log10($2)) with lines linecolor rgb colour_ink linewidth 1.5, \
     $law_models using (X($1)):(log10($2)) with points pointtype 7 pointsize model_size * mark linecolor rgb colour_ink

eval x_of(2)
eval place(2)
unset ytics
set ytics nomirror out scale 0.6, 0.35 font ',6.5' offset 0.4, 0
set ytics autofreq format '%g'
set yrange [0:1.03]
eval heading(2, is_narrow ? 'Right token' : 'Probability of a right token')
plot $law using (X($1)):3 with lines linecolor rgb colour_ink linewidth 1.5, \
     $law_models using (X($1)):3 with points pointtype 7 pointsize model_size * mark linecolor rgb colour_ink

# ---- the metrics
series_of(task, name) = sprintf("plot for [i = 1:n_%s] $truth_%s index i - 1 using (X($1)):2 with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? outside : $2) with points pointtype full(i) pointsize model_size * mark linecolor rgb 'white', ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? outside : $2) with points pointtype hollow(i) pointsize model_size * mark linecolor rgb colour(i) linewidth 1, ", task, name) \
    . sprintf("for [i = 1:n_%s] $%s index i - 1 using (X($1)):($2 > 0 ? $2 : outside) with points pointtype full(i) pointsize model_size * mark linecolor rgb colour(i)", task, name)
eval x_of(3)
eval place(3)
eval heading(3, sequence_nonlinear_title)
eval series_of('sequence', 'sequence_nonlinear')
eval x_of(4)
eval place(4)
eval heading(4, choice_nonlinear_title)
eval series_of('choice', 'choice_nonlinear')
eval x_of(5)
eval place(5)
set yrange [0:sequence_linear_top]
eval heading(5, sequence_linear_title)
eval series_of('sequence', 'sequence_linear')
eval x_of(6)
eval place(6)
set yrange [0:choice_linear_top]
eval heading(6, choice_linear_title)
eval series_of('choice', 'choice_linear')

# ---- the page around the panels: title, legend, axis labels, caption
eval page(page_left, 6.5 + tasks_extra)
legend_top = figure_height - title_height - 3.0
slot_x(k) = page_left + 10.0 + (k % legend_columns) * 25.5
slot_y(k, first) = legend_top - (first + k / legend_columns) * legend_step
sequence_y(i) = slot_y(i - 1, 0)
choice_y(i) = slot_y(i - 1, rows_of(n_sequence, legend_columns))
set label 3 figure_caption_tasks at page_left, 3 + tasks_extra left noenhanced font ',6.5' textcolor rgb colour_muted
axis_of(s) = is_narrow ? unit_below(s) : s
array axis_label[6] = ['Loss [nats per token]', is_narrow ? "Probability\nof a right token" : 'Probability p of a right token', \
    sequence_nonlinear_axis, choice_nonlinear_axis, sequence_linear_axis, choice_linear_axis]
if (is_narrow) { set label 10 'Model size N [parameters]' at (left(5) + left(6) + panel_width) / 2, below_panels - 7.8 center }
do for [i = 1:6] {
    if (is_lowest(i) && !is_narrow) { set label 10 + i 'Model size N [parameters]' at left(i) + panel_width / 2, below_panels - 7.8 center }
    set label 20 + i axis_of(axis_label[i]) at left(i) - (is_narrow ? 14.0 : group(i) == 0 ? 12.0 : 13.0), bottom(i) + panel_height / 2 center rotate by 90
}
set label 30 '{/:Bold c, e}' at page_left, sequence_y(1) left
set label 31 '{/:Bold d, f}' at page_left, choice_y(1) left
do for [i = 1:n_sequence] { set label 100 + i sequence_label[i] at slot_x(i - 1) + 10, sequence_y(i) left }
do for [i = 1:n_choice] { set label 200 + i choice_label[i] at slot_x(i - 1) + 10, choice_y(i) left }
plot for [i = 1:n_sequence] $one using (slot_x(i - 1)):(sequence_y(i)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_sequence] $one using (slot_x(i - 1) + 4):(sequence_y(i)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i), \
     for [i = 1:n_choice] $one using (slot_x(i - 1)):(choice_y(i)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_choice] $one using (slot_x(i - 1) + 4):(choice_y(i)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)
unset multiplot
