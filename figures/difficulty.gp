# One test size at every difficulty (also, without the panels below, of one sort of task): the all-or-nothing metric and the linear one, against the
# model size (true values, the first test set) and, below, against the difficulty (means and
# the lines fitted to them).

# ---- page layout [mm]: a beside b and c beside d, or all below each other
panel_height = !is_narrow ? 62.0 : has_lines ? 35.0 : 48.0
panel_width = is_narrow ? 64.0 : 69.0
lines_height = has_lines ? (is_narrow ? 34.0 : 54.0) : 0.0
lines_width = 40.0
margin_left = is_narrow ? 17.0 : 15.0
page_left = is_narrow ? 3.0 : margin_left
gap_x = 26.0
heading_height = 9.0
below_panels = 12.0
if (has_lines) { figure_caption_lines = broken(figure_caption_lines, caption_columns) }
lines_extra = has_lines ? extra_of(figure_caption_lines) : 0.0
caption_bottom = has_lines ? 6.5 + lines_extra : 3.0
captions = caption_bottom + caption_extra + 1.0
legend_step = 4.0
longest = 0
do for [i = 1:n_series] { longest = strlen(series_label[i]) > longest ? strlen(series_label[i]) : longest }
legend_columns = longest > 10 ? (is_narrow ? 2 : 4) : is_narrow ? 3 : 6
# The widest entry does not go into the last column.
slot_zero = n_series + ((n_series + 2) % legend_columns == 0 ? 2 : 1)
n_slots = has_chance ? n_series + 1 : slot_zero + 1
legend_rows = rows_of(n_slots, legend_columns)
above_panels = title_height + legend_rows * legend_step + 9.0
left_linear = margin_left + (is_narrow ? 0.0 : panel_width + gap_x)
lines_bottom_linear = captions + below_panels
lines_bottom_nonlinear = lines_bottom_linear + (is_narrow && has_lines ? lines_height + heading_height : 0.0)
bottom_linear = has_lines ? lines_bottom_nonlinear + lines_height + heading_height + below_panels : captions + below_panels
bottom_nonlinear = bottom_linear + (is_narrow ? panel_height + heading_height : 0.0)
figure_height = bottom_nonlinear + panel_height + above_panels
eval terminal(figure_width, figure_height)

# ---- the broken axis; every series has its own height on the rung of exact zeros
y_span = y_high - y_low
lane_step = (n_series > 8 ? 0.028 : 0.034) * y_span
rung = lane_step * (n_series < 3 ? 4 : n_series + 1)
y_zero = y_break - rung / 2
y_bottom = has_chance ? 0.0 : y_break - rung
y_top = y_high + (has_chance ? 0.0 : 0.03 * y_span)
lane(i) = ((n_series + 1) / 2.0 - i) * lane_step

# Of the means of one model, joined, and from its end to its label.
colour_leader = '#AAAAAA'

set multiplot

# ---- the all-or-nothing metric against the model size; what guessing scores, or the floor
is_log = !has_chance
set xrange [x_low:x_high]
set yrange [y_bottom:y_top]
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + panel_width)
set bmargin at screen page_y(bottom_nonlinear)
set tmargin at screen page_y(bottom_nonlinear + panel_height)
if (is_narrow) { eval ticks_x_bare } else { eval ticks_x }
if (is_log) {
    eval ticks_y
    set ytics add ('0' y_zero)
    eval draw_break(margin_left, break_at(bottom_nonlinear, panel_height))
    set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
    set arrow 100 from graph 0, first floor_at to graph 1, first floor_at nohead back dashtype 3 linecolor rgb colour_muted linewidth 1.4
    set label 100 '1/n' at graph 1, first floor_at offset 0.4, 0 left font ',6.5' textcolor rgb colour_muted
} else {
    set ytics autofreq format '%g'
    do for [i = 1:n_series] {
        set arrow 100 + i from graph 0, first series_chance[i] to graph 1, first series_chance[i] nohead back dashtype 3 linecolor rgb colour(i) linewidth 1.4
        set label 100 + i chance_label[i] at graph 1, first series_chance[i] offset 0.4, 0 left font ',6.5' textcolor rgb colour(i)
    }
}
set label 1 '{/:Bold a}  ' . title_nonlinear . ': ' . sort_nonlinear at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot for [i = 1:n_series] $truth_nonlinear index i - 1 using (X($1)):(Y_truth($2)) with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 || !is_log ? outside : Y_at($2, lane(i))) with points pointtype full(i) pointsize 1 * mark linecolor rgb 'white', \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 || !is_log ? outside : Y_at($2, lane(i))) with points pointtype hollow(i) pointsize 1 * mark linecolor rgb colour(i) linewidth 1, \
     for [i = 1:n_series] $nonlinear index i - 1 using (X($1)):($2 > 0 || !is_log ? Y($2) : outside) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)

# ---- the linear metric
unset label
unset object
unset arrow
is_log = 0
eval ticks_x
set lmargin at screen page_x(left_linear)
set rmargin at screen page_x(left_linear + panel_width)
set bmargin at screen page_y(bottom_linear)
set tmargin at screen page_y(bottom_linear + panel_height)
set yrange [0:y_linear]
set ytics autofreq format '%g'
set label 1 '{/:Bold b}  ' . title_linear . ': ' . sort_linear at graph 0, 1 offset 0, 0.9 left font ',7.5'
plot for [i = 1:n_series] $truth_linear index i - 1 using (X($1)):(Y_truth($2)) with lines linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $linear index i - 1 using (X($1)):(Y($2)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)

# ---- both against the difficulty
unset label
if (has_lines) {
    set bmargin at screen page_y(lines_bottom_nonlinear)
    set tmargin at screen page_y(lines_bottom_nonlinear + lines_height)
    set xrange [difficulty_low:difficulty_high]
    unset xtics
    eval difficulty_ticks
    set xtics nomirror out scale 0.6, 0.35 font ',6.5' offset 0, 0.3

    is_log = 1
    y_low = lines_y_low
    y_break = lines_y_break
    y_bottom = nonlinear_bottom
    y_top = nonlinear_top
    y_zero = nonlinear_zero_at
    eval lines_ticks_y
    if (nonlinear_has_zero) {
        set ytics add ('0' y_zero)
        eval draw_break(margin_left, break_at(lines_bottom_nonlinear, lines_height))
        set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
    }
    set lmargin at screen page_x(margin_left)
    set rmargin at screen page_x(margin_left + lines_width)
    set yrange [y_bottom:y_top]
    set label 1 '{/:Bold c}  ' . title_nonlinear at graph 0, 1 offset 0, 0.9 left font ',7.5'
    plot for [k = 1:n_lines] $path_nonlinear index k - 1 using 1:(Y($2)) with lines linecolor rgb colour_leader linewidth 0.7, \
         for [k = 1:n_lines] $line_nonlinear index k - 1 using 1:(log10($2)) with lines linecolor rgb colour_ink linewidth 1, \
         for [i = 1:n_series] $mean_nonlinear index i - 1 using 1:($2 > 0 ? outside : Y($2)) with points pointtype full(i) pointsize 1 * mark linecolor rgb 'white', \
         for [i = 1:n_series] $mean_nonlinear index i - 1 using 1:($2 > 0 ? outside : Y($2)) with points pointtype hollow(i) pointsize 1 * mark linecolor rgb colour(i) linewidth 1, \
         for [i = 1:n_series] $mean_nonlinear index i - 1 using 1:($2 > 0 ? Y($2) : outside) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)

    unset label
    unset object
    unset arrow
    is_log = 0
    set bmargin at screen page_y(lines_bottom_linear)
    set tmargin at screen page_y(lines_bottom_linear + lines_height)
    set lmargin at screen page_x(left_linear)
    set rmargin at screen page_x(left_linear + lines_width)
    set yrange [0:linear_top]
    set ytics autofreq format '%g'
    set label 1 '{/:Bold d}  ' . title_linear at graph 0, 1 offset 0, 0.9 left font ',7.5'
    plot for [k = 1:n_lines] $path_linear index k - 1 using 1:2 with lines linecolor rgb colour_leader linewidth 0.7, \
         for [k = 1:n_lines] $line_linear index k - 1 using 1:2 with lines linecolor rgb colour_ink linewidth 1, \
         for [i = 1:n_series] $mean_linear index i - 1 using 1:2 with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)
}

# ---- the page around the panels: title, legend, axis labels, caption
eval page(page_left, caption_bottom)
legend_top = figure_height - title_height - 3.0
slot_x(k) = page_left + (k % legend_columns) * (is_narrow ? 83.0 : 162.0) / legend_columns
slot_y(k) = legend_top - (k / legend_columns) * legend_step
zero_y = has_chance ? outside : slot_y(slot_zero)
axis_of(s) = is_narrow ? unit_below(s) : s
label_left(left) = is_narrow || left == margin_left ? 3.0 : left - 13.5
if (!is_narrow) { set label 3 'Model size N [parameters]' at margin_left + panel_width / 2, bottom_nonlinear - 7.8 center }
set label 4 'Model size N [parameters]' at left_linear + panel_width / 2, bottom_linear - 7.8 center
set label 5 axis_of(label_nonlinear) at 3.0, bottom_nonlinear + panel_height / 2 center rotate by 90
set label 6 axis_of(label_linear) at label_left(left_linear), bottom_linear + panel_height / 2 center rotate by 90
set label 7 has_chance ? '1/K: guessing' : 'floor 1/n' at slot_x(n_series) + 10, slot_y(n_series) left
set label 8 'first test set scores exactly 0' at slot_x(slot_zero) + 10, zero_y left
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(i - 1) + 10, slot_y(i - 1) left }
if (has_lines) {
    array lines_bottom[2] = [lines_bottom_nonlinear, lines_bottom_linear]
    set label 9 figure_caption_lines at page_left, 3 + lines_extra left noenhanced font ',6.5' textcolor rgb colour_muted
    if (!is_narrow) { set label 10 difficulty_label at margin_left + lines_width / 2, lines_bottom[1] - 7.8 center }
    set label 11 difficulty_label at left_linear + lines_width / 2, lines_bottom[2] - 7.8 center
    set label 12 axis_of(label_nonlinear) at 3.0, lines_bottom[1] + lines_height / 2 center rotate by 90
    set label 13 axis_of(label_linear) at label_left(left_linear), lines_bottom[2] + lines_height / 2 center rotate by 90
    edge(j) = (j ? left_linear : margin_left) + lines_width
    end_at(j) = edge(j) - lines_width * (difficulty_high - difficulty_last) / (difficulty_high - difficulty_low)
    height_at(j, share) = lines_bottom[j + 1] + lines_height * share
    nonlinear_height(v) = height_at(0, ((v > 0 ? log10(v) : nonlinear_zero_at) - nonlinear_bottom) / (nonlinear_top - nonlinear_bottom))
    linear_height(v) = height_at(1, v / linear_top)
    do for [j = 0:1] {
        set label 20 + j 'N' at edge(j) + 4.5, height_at(j, 1) + 3.6 left font ',6.5' textcolor rgb colour_muted
        if (has_rates) { set label 22 + j per_difficulty at edge(j) + 18, height_at(j, 1) + 3.6 left font ',6.5' textcolor rgb colour_muted }
    }
    do for [k = 1:n_lines] {
        set label 200 + k nonlinear_size[k] at edge(0) + 4.5, height_at(0, nonlinear_at[k]) left font ',6.5'
        set label 300 + k nonlinear_rate[k] at edge(0) + 18, height_at(0, nonlinear_at[k]) left font ',6.5'
        set label 400 + k linear_size[k] at edge(1) + 4.5, height_at(1, linear_at[k]) left font ',6.5'
        set label 500 + k linear_rate[k] at edge(1) + 18, height_at(1, linear_at[k]) left font ',6.5'
        if (nonlinear_y[k] == nonlinear_y[k]) { set arrow 200 + k from end_at(0), nonlinear_height(nonlinear_y[k]) to edge(0) + 4, height_at(0, nonlinear_at[k]) nohead linecolor rgb colour_leader linewidth 0.7 }
        if (linear_y[k] == linear_y[k]) { set arrow 300 + k from end_at(1), linear_height(linear_y[k]) to edge(1) + 4, height_at(1, linear_at[k]) nohead linecolor rgb colour_leader linewidth 0.7 }
    }
}
plot $one using (slot_x(n_series)):(slot_y(n_series)):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_muted linewidth 1.4, \
     $one using (slot_x(slot_zero) + 4):(zero_y) with points pointtype hollow(1) pointsize 1 * mark linecolor rgb colour_muted linewidth 1, \
     for [i = 1:n_series] $one using (slot_x(i - 1)):(slot_y(i - 1)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5, \
     for [i = 1:n_series] $one using (slot_x(i - 1) + 4):(slot_y(i - 1)) with points pointtype full(i) pointsize 0.9 * mark linecolor rgb colour(i)
unset multiplot
