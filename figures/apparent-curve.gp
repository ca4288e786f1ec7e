# What a single test set shows (markers), what test sets of its size show (band), and the
# truth (line): a panel per test size, all with the same axes (apparent-curve), or a panel
# per metric with its own axis of scores (metric-comparison).

# ---- page layout [mm]
columns_own(n) = is_narrow ? (n <= 4 ? 1 : 2) : n <= 2 ? n : n == 4 ? 2 : 3
columns_same(n) = is_narrow ? (n == 1 ? 1 : n <= 8 ? 2 : 3) : n <= 3 ? n : n == 4 ? 2 : n <= 6 || n == 9 ? 3 : 4
n_columns = has_own_axes ? columns_own(n_panels) : columns_same(n_panels)
n_rows = rows_of(n_panels, n_columns)
height_wide(n) = n == 1 ? 62.0 : n == 2 ? 46.0 : n <= 4 ? 38.0 : 30.0
height_narrow(n) = n == 1 ? 54.0 : n == 2 ? 44.0 : n == 3 ? 38.0 : 34.0
panel_height = is_narrow ? height_narrow(n_rows) : height_wide(n_rows)
margin_left = is_narrow ? (has_own_axes ? 17.0 : 14.0) : 17.0
margin_right = is_narrow ? 7.0 : 8.0
gap_x = !has_own_axes ? (is_narrow ? 7.5 : 8.0) : is_narrow ? 20.0 : n_columns == 2 ? 25.0 : 22.0
gap_y = has_own_axes && n_columns > 1 && is_narrow ? 11.0 : 10.0
below_panels = 16.0 + caption_extra
page_left = is_narrow ? 3.0 : margin_left
legend_step = 4.0
legend_columns = is_narrow ? 1 : 3
panel_width = (figure_width - margin_left - margin_right - (n_columns - 1) * gap_x) / n_columns
left_of(i) = margin_left + (i - 1) % n_columns * (panel_width + gap_x)
bottom_of(i) = below_panels + (n_rows - 1 - (i - 1) / n_columns) * (panel_height + gap_y)
is_lowest(i) = i + n_columns > n_panels

# ---- legend slots: one per mark that the figure really has; -1 = none
n_slots = 0
slot_truth = n_slots; n_slots = n_slots + 1
slot_band = n_slots; n_slots = n_slots + 1
slot_line = has_line ? n_slots : -1; n_slots = n_slots + has_line
slot_first = n_slots; n_slots = n_slots + 1
slot_zero = has_log ? n_slots : -1; n_slots = n_slots + has_log
slot_limit = n_limit > 0 ? n_slots : -1; n_slots = n_slots + (n_limit > 0)
slot_real = n_observed > 0 ? n_slots : -1; n_slots = n_slots + (n_observed > 0)
legend_rows = rows_of(n_slots, legend_columns)

above_panels = title_height + legend_rows * legend_step + 8.0
figure_height = below_panels + n_rows * panel_height + (n_rows - 1) * gap_y + above_panels
eval terminal(figure_width, figure_height)

letter(i) = 'abcdefghijklmnopqrstuvwxyz'[i:i]
sort_of(i) = is_narrow && n_columns > 1 || !is_narrow && n_columns > 2 ? '' : ': ' . panel_sort[i]
heading(i) = has_own_axes ? '{/:Bold ' . letter(i) . '}  ' . panel_label[i] . sort_of(i) : panel_label[i]
# Beside narrow or low panels the unit is below the name of the metric.
has_two_lines = is_narrow || n_rows > 1
axis_of(s) = has_two_lines ? unit_below(s) : s

# Marks and bars are smaller where models stand so close that they would hide each other.
crowd = panel_width < 1.2 * n_first / n_panels ? panel_width / (1.2 * n_first / n_panels) : 1.0
crowd = crowd < 0.5 ? 0.5 : crowd
set errorbars crowd

set multiplot
set xrange [x_low:x_high]

do for [i = 1:n_panels] {
    # ---- the broken axis: decades, a break, the rung of exact zeros
    is_log = panel_is_log[i]
    y_low = panel_low[i]
    y_high = panel_high[i]
    y_break = panel_break[i]
    y_span = y_high - y_low
    y_zero = is_log ? y_low - (n_observed > 0 ? 0.09 : 0.1) * y_span : 0.0
    real_shift = -0.055 * y_span
    y_bottom = is_log ? y_low - (n_observed > 0 ? 0.19 : 0.16) * y_span : 0.0
    y_top = y_high + (is_log ? 0.03 * y_span : 0.0)
    half_rung = (is_log ? 0.012 : 0.0) * y_span
    set yrange [y_bottom:y_top]

    left = left_of(i)
    bottom = bottom_of(i)
    is_first = (i - 1) % n_columns == 0
    set lmargin at screen page_x(left)
    set rmargin at screen page_x(left + panel_width)
    set bmargin at screen page_y(bottom)
    set tmargin at screen page_y(bottom + panel_height)
    if (is_lowest(i)) { eval ticks_x } else { eval ticks_x_bare }
    unset ytics
    set ytics nomirror out scale 0.6, 0.35 font ',6.5' offset 0.4, 0
    if (is_first || has_own_axes) { eval panel_ticks[i] } else { eval panel_ticks_bare[i] }
    unset label
    unset object
    unset arrow
    # In narrow columns headings begin above the tick labels.
    set label 1 heading(i) at screen page_x(left - (has_own_axes && is_narrow && n_columns > 1 ? 8.0 : 0.0)), graph 1 offset 0, 0.8 left font ',7.5'
    if (is_log) {
        set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
        set arrow 1 from graph 0, first y_zero to graph 1, first y_zero nohead back linecolor rgb '#BBBBBB' linewidth 0.7
        if (is_first || has_own_axes) { set ytics add ('0' y_zero) } else { set ytics add ('' y_zero) }
        eval draw_break(left, break_at(bottom, panel_height))
    }
    if (panel_line[i] > 0) {
        line_at = Y_truth(panel_line[i])
        set arrow 2 from graph 0, first line_at to graph 1, first line_at nohead back dashtype 3 linecolor rgb colour_muted linewidth 1.4
        set label 2 panel_line_label[i] at graph 1, first line_at offset 0.4, 0 left font ',6.5' textcolor rgb colour_muted
    }
    i_truth = has_own_axes ? i - 1 : 0
    plot $band index i - 1 using (X($1)):(Y($3) - ($3 <= 0 ? half_rung : 0)):(Y($4) + ($4 <= 0 ? half_rung : 0)) with filledcurves fillcolor rgb colour_band fillstyle transparent solid 0.4 noborder, \
         $limit index i - 1 using (X($1)):(y_zero):(y_zero):(Y($2)) with yerrorbars linecolor rgb '#A0A0A0' linewidth 1 pointtype -1, \
         $truth index i_truth using (X($1)):(Y_truth($2)) with lines linecolor rgb colour_ink linewidth 2, \
         $band index i - 1 using (X($1)):(Y($2)) with lines linecolor rgb colour_median linewidth 1.8 dashtype 2, \
         $interval index i - 1 using (X($1)):(Y($2)):(Y($3)):(Y($4)) with yerrorbars linecolor rgb colour_first linewidth 1.3 pointtype -1, \
         $first index i - 1 using (X($1)):($2 > 0 ? outside : Y($2)) with points pointtype 7 pointsize 1 * mark * crowd linecolor rgb 'white', \
         $first index i - 1 using (X($1)):($2 > 0 || !is_log ? outside : Y($2)) with points pointtype 6 pointsize 1 * mark * crowd linecolor rgb colour_first linewidth 1.3, \
         $first index i - 1 using (X($1)):($2 > 0 || !is_log ? Y($2) : outside) with points pointtype 7 pointsize 1.15 * mark * crowd linecolor rgb colour_first, \
         $observed using (X($1)):(Y_at($2, real_shift)) with points pointtype 13 pointsize 1.1 * mark * crowd linecolor rgb 'white', \
         $observed using (X($1)):($2 > 0 ? outside : Y_at($2, real_shift)) with points pointtype 12 pointsize 1 * mark * crowd linecolor rgb colour_real linewidth 1.3, \
         $observed using (X($1)):($2 > 0 ? Y($2) : outside) with points pointtype 13 pointsize 0.9 * mark * crowd linecolor rgb colour_real
}

# ---- the page around the panels: title, legend, axis labels, caption
set errorbars 1
eval page(page_left, 3)
legend_top = figure_height - title_height - 3.0
array slot_left[3] = [0, 48, 106]
slot_x(k) = page_left + slot_left[k < 0 ? 1 : k % legend_columns + 1]
slot_y(k) = k < 0 ? outside : legend_top - (k / legend_columns) * legend_step
text_x(k) = slot_x(k) + 10.0
if (has_own_axes) {
    do for [i = 1:n_panels] {
        set label 200 + i axis_of(panel_axis[i]) at left_of(i) - (has_two_lines ? 14.5 : 13.0), bottom_of(i) + panel_height / 2 center rotate by 90
        if (is_lowest(i)) { set label 300 + i 'Model size N [parameters]' at left_of(i) + panel_width / 2, bottom_of(i) - 7.8 center }
    }
} else {
    set label 3 'Model size N [parameters]' at margin_left + (figure_width - margin_left - margin_right) / 2, below_panels - 7.8 center
    set label 4 label_y at is_narrow ? 3.0 : 4.0, below_panels + (figure_height - below_panels - above_panels) / 2 center rotate by 90
}
if (slot_truth >= 0) { set label 11 label_truth at text_x(slot_truth), slot_y(slot_truth) left }
if (slot_band >= 0) { set label 12 'median, central 95 % of test sets' at text_x(slot_band), slot_y(slot_band) left }
if (slot_line >= 0) { set label 13 label_line at text_x(slot_line), slot_y(slot_line) left }
if (slot_first >= 0) { set label 14 sprintf('first test set, %s interval', label_level) at text_x(slot_first), slot_y(slot_first) left }
if (slot_zero >= 0) { set label 15 'first test set scores exactly 0' at text_x(slot_zero), slot_y(slot_zero) left }
if (slot_limit >= 0) { set label 16 'Clopper–Pearson limit at 0 of n' at text_x(slot_limit), slot_y(slot_limit) left }
if (slot_real >= 0) { set label 17 label_observed at text_x(slot_real), slot_y(slot_real) left }
plot $one using (slot_x(slot_band)):(slot_y(slot_band)):(slot_x(slot_band)):(slot_x(slot_band) + 8):(slot_y(slot_band) - 1.3):(slot_y(slot_band) + 1.3) with boxxyerror fillcolor rgb colour_band fillstyle transparent solid 0.4 noborder, \
     $one using (slot_x(slot_band)):(slot_y(slot_band)):(8):(0) with vectors nohead linecolor rgb colour_median linewidth 1.8 dashtype 2, \
     $one using (slot_x(slot_truth)):(slot_y(slot_truth)):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 2, \
     $one using (slot_x(slot_line)):(slot_y(slot_line)):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_muted linewidth 1.4, \
     $one using (slot_x(slot_first) + 4):(slot_y(slot_first)):(slot_y(slot_first) - 1.5):(slot_y(slot_first) + 1.5) with yerrorbars linecolor rgb colour_first linewidth 1.3 pointtype 7 pointsize 0.9 * mark, \
     $one using (slot_x(slot_zero) + 4):(slot_y(slot_zero)) with points pointtype 6 pointsize 1 * mark linecolor rgb colour_first linewidth 1.3, \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.5):(slot_y(slot_limit) - 1.5):(slot_y(slot_limit) + 1.5) with yerrorbars linecolor rgb '#A0A0A0' linewidth 1 pointtype -1, \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.3) with points pointtype 7 pointsize 1 * mark linecolor rgb 'white', \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.3) with points pointtype 6 pointsize 1 * mark linecolor rgb colour_first linewidth 1.3, \
     $one using (slot_x(slot_real) + 2.5):(slot_y(slot_real)) with points pointtype 13 pointsize 0.9 * mark linecolor rgb colour_real, \
     $one using (slot_x(slot_real) + 5.5):(slot_y(slot_real)) with points pointtype 12 pointsize 1 * mark linecolor rgb colour_real linewidth 1.3
unset multiplot
