# Emergence scores of groups of results, a row per metric: a line per group where there are few,
# heaps of marks where there are many. In a narrow figure names stand above what they name.

# ---- page layout [mm]
panel_width = figure_width - margin_left - margin_right
figure_note = broken(figure_note, caption_columns)
figure_lines_note = broken(figure_lines_note, caption_columns)
note_extra = extra_of(figure_note)
lines_extra = extra_of(figure_lines_note)
has_note = figure_note ne ''
lines_bottom = 3 + (has_note || !is_narrow ? 3.5 : 0.0) + note_extra
caption_bottom = lines_bottom + (has_lines ? 3.5 : 0.0) + lines_extra
below_panels = caption_bottom + 13.0 + caption_extra
legend_step = is_narrow ? 3.9 : 4.2
legend_columns = is_narrow ? 1 : 3
array look_label[7] = ['score rises with model size', 'score falls with model size', 'rises, more than half of the steps are 0', 'falls, more than half of the steps are 0', 'flat: no model differs from another', 'fewer than three models', 'a model is there twice']
array look_point[7] = [9, 11, 8, 10, 6, 2, 1]
array look_colour[7] = ['#0072B2', '#D55E00', '#0072B2', '#D55E00', '#666666', '#666666', '#666666']
array look_slot[7]
n_slots = 0
do for [k = 1:7] { look_slot[k] = n_slots; n_slots = n_slots + (n_look[k] > 0) }
noise_slot = n_slots
n_slots = n_slots + 1
high_slot = n_slots
n_slots = n_slots + 1
bar_slot = n_slots
n_slots = n_slots + (n_bars > 0)
legend_rows = rows_of(n_slots, legend_columns)
above_panels = title_height + legend_rows * legend_step + 8.5
figure_height = below_panels + panel_height + above_panels
eval terminal(figure_width, figure_height)

colour_noise = '#E2E2E2'
colour_noise_some = '#F0F0F0'
colour_edge = '#9A9A9A'
colour_rule = '#D0D0D0'
mm_at(x) = margin_left + panel_width * (x - score_bottom) / (score_top - score_bottom)
is_row(y) = y > 1e-299 # and no stand-in for an empty section
size_of(s) = s / 1.16 * 0.9 * mark

set multiplot
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + panel_width)
set bmargin at screen page_y(below_panels)
set tmargin at screen page_y(below_panels + panel_height)
set xrange [score_bottom:score_top]
set yrange [panel_height:0]
eval ticks_x
unset ytics
if (has_zero) {
    if (!is_narrow) { set object 1 rectangle from first score_bottom, graph 0 to first rung_zero, graph 1 behind fillcolor rgb colour_rung fillstyle solid noborder }
    set xtics add ('0' score_zero)
    eval draw_break_below(3, mm_at(break_zero), below_panels)
}
if (has_infinite) {
    if (!is_narrow) { set object 2 rectangle from first rung_infinite, graph 0 to first score_top, graph 1 behind fillcolor rgb colour_rung fillstyle solid noborder }
    set xtics add ('{/*1.3 ∞}' score_infinite)
    eval draw_break_below(5, mm_at(break_infinite), below_panels)
}
# Names and numbers right of the panel or, in a narrow figure, between the strips.
page_right = figure_width - 4.0
array column_x[3] = [margin_left + panel_width + 1.5, margin_left + panel_width + 21.0, margin_left + panel_width + 39.0]
if (is_narrow) { array column_x[3] = [page_right - 31.0, page_right - 12.0, page_right] }
half_strip = strip_height / 2
name_y(y) = is_narrow ? y - half_strip - 1.5 : y # of a group, by the middle of its strip
at_right(mm) = sprintf("at screen %.6f,%.6f %s", page_x(mm), page_y(y), is_narrow ? 'right' : 'left')
do for [i = 1:n_rows] {
    y = below_panels + panel_height - row_y[i]
    if (has_lines || is_narrow) {
        set label 1000 + i row_label[i] at screen page_x(is_narrow ? 5 : 4), page_y(y) left noenhanced font (is_narrow ? ',7' : ',7.5')
    } else {
        set label 1000 + i row_label[i] at screen page_x(margin_left - 1.5), page_y(y) right noenhanced font ',7'
    }
    eval "set label 2000 + i row_groups[i] " . at_right(column_x[1]) . " font ',6.5'"
    eval "set label 3000 + i row_high[i] " . at_right(column_x[2]) . " font ',6.5'"
    eval "set label 4000 + i row_infinite[i] " . at_right(column_x[3]) . " font ',6.5'"
    if (i > 1) { set arrow 1000 + i from graph 0, first row_top[i] to graph 1, first row_top[i] nohead front linecolor rgb colour_rule linewidth 0.7 }
}
do for [i = 1:n_lines] {
    y = below_panels + panel_height - name_y(line_y[i])
    if (is_narrow) {
        set label 5000 + i line_label[i] at screen page_x(5), page_y(y) left noenhanced font ',6'
        set label 7000 + i line_noise[i] . (line_noise[i] ne '' && line_smooth[i] ne '' ? ', ' : '') . line_smooth[i] at screen page_x(page_right), page_y(y) right font ',6' textcolor rgb colour_muted
    } else {
        set label 5000 + i line_label[i] at screen page_x(margin_left - 1.5), page_y(y) right noenhanced font ',6'
        set label 7000 + i line_noise[i] at screen page_x(column_x[1]), page_y(y) left font ',6' textcolor rgb colour_muted
        set label 8000 + i line_smooth[i] at screen page_x(column_x[2]), page_y(y) left font ',6' textcolor rgb colour_muted
    }
    y = below_panels + panel_height - line_y[i]
    if (line_note[i] ne '') { set label 6000 + i line_note[i] at screen page_x(margin_left + 1.5), page_y(y) left front font ',6' textcolor rgb colour_muted }
}
do for [i = 1:(is_narrow ? n_strips : 0)] {
    if (has_zero) { set object 10000 + i rectangle from first score_bottom, first strip_y[i] - half_strip to first rung_zero, first strip_y[i] + half_strip behind fillcolor rgb colour_rung fillstyle solid noborder }
    if (has_infinite) { set object 20000 + i rectangle from first rung_infinite, first strip_y[i] - half_strip to first score_top, first strip_y[i] + half_strip behind fillcolor rgb colour_rung fillstyle solid noborder }
    set arrow 10000 + i from first log10(score_high), first strip_y[i] - half_strip to first log10(score_high), first strip_y[i] + half_strip nohead front linecolor rgb colour_ink dashtype 2 linewidth 0.7
}
plot $noise index 0 using (is_row($1) ? score_bottom : outside):1:3:4:($1 - $2):($1 + $2) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
     $noise index 1 using (is_row($1) ? score_bottom : outside):1:3:4:($1 - $2):($1 + $2) with boxxyerror fillcolor rgb colour_noise_some fillstyle solid noborder, \
     for [k = 0:1] $noise index k using (is_row($1) ? $4 : outside):($1 - $2):(0):(2 * $2) with vectors nohead linecolor rgb colour_edge linewidth 0.8, \
     $one using (is_narrow ? outside : log10(score_high)):(0):(0):(panel_height) with vectors nohead linecolor rgb colour_ink dashtype 2 linewidth 0.7, \
     $bar using (is_row($1) ? $2 : outside):1:($3 - $2):(0) with vectors nohead linecolor rgb colour_ink linewidth 0.8, \
     for [k = 1:7] $mark index k - 1 using (is_row($1) ? $2 : outside):1:(size_of($3)) with points pointtype look_point[k] pointsize variable linecolor rgb look_colour[k] linewidth 0.9

# ---- the page around the panel: title, legend, axis label, caption
legend_left = 4.0
eval page(legend_left, caption_bottom)
legend_top = figure_height - title_height - 3.0
slot_x(j) = legend_left + (j % legend_columns) * 58.0
slot_y(j) = legend_top - (j / legend_columns) * legend_step
set label 8 figure_lines_note at legend_left, lines_bottom + lines_extra left noenhanced font ',6.5' textcolor rgb colour_muted
set label 4 figure_note at legend_left, 3 + note_extra left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Emergence score |E|' at margin_left + panel_width / 2, below_panels - 7.8 center
heads_y = below_panels + panel_height + 2.5
array column_head[3] = ['groups', 'high', 'infinite']
do for [k = 1:3] {
    if (is_narrow) {
        set label 4 + k column_head[k] at column_x[k], heads_y right font ',6.5' textcolor rgb colour_muted
    } else {
        set label 4 + k column_head[k] at column_x[k], heads_y left font ',6.5' textcolor rgb colour_muted
    }
}
do for [k = 1:7] { if (n_look[k] > 0) { set label 10 + k look_label[k] at slot_x(look_slot[k]) + 6, slot_y(look_slot[k]) left } }
set label 20 sprintf('pure noise: %g %% of |E| below', noise_percent) at slot_x(noise_slot) + 6, slot_y(noise_slot) left
set label 22 sprintf('high: |E| from %g on', score_high) at slot_x(high_slot) + 6, slot_y(high_slot) left
if (n_bars > 0) { set label 21 'interval over test sets' at slot_x(bar_slot) + 6, slot_y(bar_slot) left }
plot $one using (slot_x(noise_slot)):(slot_y(noise_slot)):(slot_x(noise_slot)):(slot_x(noise_slot) + 4):(slot_y(noise_slot) - 1.4):(slot_y(noise_slot) + 1.4) with boxxyerror fillcolor rgb colour_noise fillstyle solid noborder, \
     $one using (slot_x(noise_slot) + 4):(slot_y(noise_slot) - 1.4):(0):(2.8) with vectors nohead linecolor rgb colour_edge linewidth 0.8, \
     $one using (slot_x(high_slot) + 2):(slot_y(high_slot) - 1.4):(0):(2.8) with vectors nohead linecolor rgb colour_ink dashtype 2 linewidth 0.7, \
     $one using (n_bars > 0 ? slot_x(bar_slot) : outside):(slot_y(bar_slot)):(4):(0) with vectors nohead linecolor rgb colour_ink linewidth 0.8, \
     for [k = 1:7] $one using (n_look[k] > 0 ? slot_x(look_slot[k]) + 2 : outside):(slot_y(look_slot[k])) with points pointtype look_point[k] pointsize size_of(1.5) linecolor rgb look_colour[k] linewidth 0.9
unset multiplot
