# The emergence score of a curve as test sets show it: per metric a panel with the score, a strip
# with the share of infinite ones, and the largest jump; a series per number of models.

# ---- page layout [mm]
n_columns = is_narrow ? (n_panels == 1 ? 1 : 2) : n_panels <= 4 ? n_panels : n_panels <= 6 ? 3 : 4
n_groups = rows_of(n_panels, n_columns)
score_height = n_groups == 1 ? 54.0 : n_groups == 2 ? 36.0 : is_narrow ? 25.0 : 27.0
share_height = has_infinite ? (n_groups == 1 ? 13.0 : n_groups == 2 ? 10.0 : is_narrow ? 7.0 : 8.0) : 0.0
jump_height = n_groups == 1 ? 32.0 : n_groups == 2 ? 20.0 : is_narrow ? 13.0 : 15.0
margin_left = 15.0
margin_right = 4.0
text_left = is_narrow ? 4.0 : margin_left
gap_x = n_columns > 3 || is_narrow ? 4.0 : 6.0
gap_score = 3.0
gap_share = has_infinite ? 3.0 : 0.0
gap_group = n_groups > 2 && is_narrow ? 12.0 : 14.0
figure_note = broken(figure_note, caption_columns)
note_extra = extra_of(figure_note)
below_panels = 19.5 + caption_extra + note_extra
legend_step = 4.2
mark_columns = is_narrow ? 1 : 3 # of the legend: what the marks are
legend_columns = is_narrow ? 2 : 3 # and the series
group_height = score_height + gap_score + share_height + gap_share + jump_height
panel_width = (figure_width - margin_left - margin_right - (n_columns - 1) * gap_x) / n_columns
legend_first = 3 + has_zero # marks that stand before the series
first_rows = rows_of(legend_first, mark_columns)
legend_rows = first_rows + rows_of(n_series, legend_columns)
above_panels = title_height + legend_rows * legend_step + 8.0
figure_height = below_panels + n_groups * group_height + (n_groups - 1) * gap_group + above_panels
eval terminal(figure_width, figure_height)

# ---- the score's axis: a rung for what is not above 0, a break, decades from 1, a break, infinity
y_span = score_high
y_break = -0.035 * y_span
y_zero = -0.1 * y_span
y_bottom = has_zero ? -0.16 * y_span : -0.02 * y_span
y_break_top = 1.035 * y_span
y_infinite = 1.1 * y_span
y_top = has_infinite ? 1.16 * y_span : 1.03 * y_span
S(v) = v >= infinite ? y_infinite : v <= 0 ? y_zero : v < 1 ? 0.0 : log10(v)
T(v) = v >= infinite ? y_top : S(v)

colour_noise = '#DCDCDC'
colour_edge = '#8C8C8C'
D(n, k) = X(n) + (k - (n_series + 1) / 2.0) * dodge_step
slot_mm = dodge_step / (x_high - x_low) * panel_width
point = (slot_mm > 1.8 ? 0.85 : slot_mm > 1.0 ? 0.47 * slot_mm : 0.47) * mark
slot = slot_mm < 9.0 ? dodge_step : dodge_step * 9.0 / slot_mm # no wider marks than 9 mm
half_slot = 0.42 * slot
half_true = 0.5 * slot

set multiplot
set errorbars (slot_mm > 2.5 ? 0.8 : 0.45)
set xrange [x_low:x_high]
do for [i = 1:n_panels] {
    column = (i - 1) % n_columns
    group = (i - 1) / n_columns
    left = margin_left + column * (panel_width + gap_x)
    bottom = below_panels + (n_groups - 1 - group) * (group_height + gap_group)
    bottom_share = bottom + jump_height + gap_share
    bottom_score = bottom_share + share_height + gap_score
    first = (i - 1) * n_series
    set lmargin at screen page_x(left)
    set rmargin at screen page_x(left + panel_width)

    # The score.
    unset label
    unset object
    unset arrow
    set bmargin at screen page_y(bottom_score)
    set tmargin at screen page_y(bottom_score + score_height)
    set yrange [y_bottom:y_top]
    eval ticks_x_bare
    if (column == 0) { eval ticks_y } else { eval ticks_y_bare }
    set label 1 panel_title[i] at graph 0, 1 offset 0, 0.8 left font (is_narrow ? ',7' : ',7.5')
    if (has_zero) {
        set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
        if (column == 0) { set ytics add ('≤ 0' y_zero) } else { set ytics add ('' y_zero) }
        eval draw_break(left, break_at(bottom_score, score_height))
    }
    if (has_infinite) {
        set object 4 rectangle from graph 0, first y_break_top to graph 1, first y_top behind fillcolor rgb colour_rung fillstyle solid noborder
        if (column == 0) { set ytics add ('{/*1.3 ∞}' y_infinite) } else { set ytics add ('' y_infinite) }
        eval draw_break_left(5, left, y_mm(y_break_top, bottom_score, score_height))
    }
    plot for [k = 1:n_series] $noise index first + k - 1 using (D($1, k)):(y_bottom):(D($1, k) - half_slot):(D($1, k) + half_slot):(y_bottom):(T($2)) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
         for [k = 1:n_series] $noise index first + k - 1 using (D($1, k) - half_slot):(T($2)):(2 * half_slot):(0) with vectors nohead linecolor rgb colour_edge linewidth 1, \
         for [k = 1:n_series] $score index first + k - 1 using (D($1, k)):(S($2)):(S($3)):(S($4)) with yerrorbars linecolor rgb colour(k) linewidth 1.5 pointtype -1, \
         for [k = 1:n_series] $true_score index first + k - 1 using (D($1, k) - half_true):(S($2)):(2 * half_true):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.8, \
         for [k = 1:n_series] $score index first + k - 1 using (D($1, k)):(S($2)) with points pointtype full(k) pointsize 1.25 * point linecolor rgb 'white', \
         for [k = 1:n_series] $score index first + k - 1 using (D($1, k)):(S($2)) with points pointtype full(k) pointsize point linecolor rgb colour(k)

    # The share of infinite scores.
    unset label
    unset object
    unset arrow
    if (has_infinite) {
        set bmargin at screen page_y(bottom_share)
        set tmargin at screen page_y(bottom_share + share_height)
        set yrange [0:1.06]
        if (column == 0) { set ytics ('0' 0, '1' 1, '' 0.5 1) } else { set ytics ('' 0, '' 1, '' 0.5 1) }
        plot for [k = 1:n_series] $share index first + k - 1 using (D($1, k)):2:(2 * half_slot) with boxes fillcolor rgb colour(k) fillstyle solid noborder
    }

    # The largest jump.
    set bmargin at screen page_y(bottom)
    set tmargin at screen page_y(bottom + jump_height)
    set yrange [0:1.03]
    eval ticks_x
    if (column == 0) { set ytics ('0' 0, '0.5' 0.5, '1' 1, '' 0.25 1, '' 0.75 1) } else { set ytics ('' 0, '' 0.5, '' 1, '' 0.25 1, '' 0.75 1) }
    plot for [k = 1:n_series] $jump index first + k - 1 using (D($1, k)):2:3:4 with yerrorbars linecolor rgb colour(k) linewidth 1.5 pointtype -1, \
         for [k = 1:n_series] $true_jump index first + k - 1 using (D($1, k) - half_true):2:(2 * half_true):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.8, \
         for [k = 1:n_series] $jump index first + k - 1 using (D($1, k)):2 with points pointtype full(k) pointsize 1.25 * point linecolor rgb 'white', \
         for [k = 1:n_series] $jump index first + k - 1 using (D($1, k)):2 with points pointtype full(k) pointsize point linecolor rgb colour(k)
}

# ---- the page around the panels: title, legend, axis labels, caption
eval page(text_left, 6.5 + note_extra)
legend_top = figure_height - title_height - 3.0
legend_width = is_narrow ? 41.0 : 54.0
slot_x(j) = text_left + (j % mark_columns) * legend_width
slot_y(j) = legend_top - (j / mark_columns) * legend_step
series_x(k) = text_left + ((k - 1) % legend_columns) * legend_width
series_y(k) = legend_top - (first_rows + (k - 1) / legend_columns) * legend_step
zero_y = has_zero ? slot_y(3) : outside
set label 4 figure_note at text_left, 3 + note_extra left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Test set size n [items]' at margin_left + (figure_width - margin_left - margin_right) / 2, below_panels - 7.8 center
label_jump = n_groups > 2 && is_narrow ? '{/*0.86 Jump [share]}' : n_groups > 1 ? '{/*0.93 Jump [share]}' : 'Largest jump {/*0.85 [share of range]}'
do for [g = 0:n_groups - 1] {
    bottom = below_panels + (n_groups - 1 - g) * (group_height + gap_group)
    set label 20 + 3 * g 'Emergence score |E|' at 3.0, bottom + group_height - score_height / 2 center rotate by 90
    set label 21 + 3 * g label_jump at 3.0, bottom + jump_height / 2 center rotate by 90
    if (has_infinite) { set label 22 + 3 * g 'Share {/*1.2 ∞}' at 3.0, bottom + jump_height + gap_share + share_height / 2 center rotate by 90 font ',6.5' }
}
set label 11 'median, 5 % to 95 % of test sets' at slot_x(0) + 10, slot_y(0) left
set label 12 'true value' at slot_x(1) + 10, slot_y(1) left
set label 13 'pure noise: 95 % of scores below' at slot_x(2) + 10, slot_y(2) left
if (has_zero) { set label 14 '≤ 0: flat, or against the truth' at slot_x(3) + 10, slot_y(3) left }
do for [k = 1:n_series] { set label 100 + k series_label[k] at series_x(k) + 10, series_y(k) left }
plot $one using (slot_x(0) + 4):(slot_y(0)):(slot_y(0) - 1.5):(slot_y(0) + 1.5) with yerrorbars linecolor rgb colour_muted linewidth 1.5 pointtype 7 pointsize 0.7 * mark, \
     $one using (slot_x(1) + 2):(slot_y(1)):(4):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.8, \
     $one using (slot_x(2)):(slot_y(2)):(slot_x(2) + 2):(slot_x(2) + 6):(slot_y(2) - 1.5):(slot_y(2) + 1.2) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
     $one using (slot_x(2) + 2):(slot_y(2) + 1.2):(4):(0) with vectors nohead linecolor rgb colour_edge linewidth 1, \
     $one using (slot_x(3)):(zero_y):(slot_x(3)):(slot_x(3) + 8):(zero_y - 1.4):(zero_y + 1.4) with boxxyerror fillcolor rgb colour_rung fillstyle solid noborder, \
     for [k = 1:n_series] $one using (series_x(k) + 4):(series_y(k)):(series_y(k) - 1.5):(series_y(k) + 1.5) with yerrorbars linecolor rgb colour(k) linewidth 1.5 pointtype full(k) pointsize 0.9 * mark
unset multiplot
