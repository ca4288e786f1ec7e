# One panel per test size, all with the same axes: what a single test set shows (markers),
# what test sets of that size show (band), and the truth (line).

# ---- page layout [mm]
n_columns = n_panels <= 3 ? n_panels : n_panels == 4 ? 2 : n_panels <= 6 ? 3 : n_panels == 9 ? 3 : 4
n_rows = (n_panels + n_columns - 1) / n_columns
panel_height = n_rows == 1 ? 62.0 : n_rows == 2 ? 46.0 : 38.0
margin_left = 17.0
margin_right = 8.0
gap_x = 8.0
gap_y = 10.0
below_panels = 16.0
title_height = 8.0
legend_step = 4.0
legend_columns = 3
panel_width = (figure_width - margin_left - margin_right - (n_columns - 1) * gap_x) / n_columns

# ---- legend slots: one per mark that the figure really has; -1 = none
n_slots = 0
slot_truth = n_slots; n_slots = n_slots + 1
slot_band = n_slots; n_slots = n_slots + 1
slot_floor = has_floor ? n_slots : -1; n_slots = n_slots + has_floor
slot_first = n_slots; n_slots = n_slots + 1
slot_zero = is_log ? n_slots : -1; n_slots = n_slots + is_log
slot_limit = n_limit > 0 ? n_slots : -1; n_slots = n_slots + (n_limit > 0)
slot_real = n_observed > 0 ? n_slots : -1; n_slots = n_slots + (n_observed > 0)
legend_rows = (n_slots + legend_columns - 1) / legend_columns

above_panels = title_height + legend_rows * legend_step + 8.0
figure_height = below_panels + n_rows * panel_height + (n_rows - 1) * gap_y + above_panels
eval terminal(figure_width, figure_height)

# ---- the broken axis: decades, a break, the rung of exact zeros
y_span = y_high - y_low
y_zero = y_low - (n_observed > 0 ? 0.09 : 0.1) * y_span
real_shift = -0.055 * y_span
y_bottom = is_log ? y_low - (n_observed > 0 ? 0.19 : 0.16) * y_span : 0.0
y_top = y_high + (is_log ? 0.03 * y_span : 0.0)
half_rung = 0.012 * y_span

set multiplot
set xrange [x_low:x_high]
set yrange [y_bottom:y_top]

do for [i = 1:n_panels] {
    column = (i - 1) % n_columns
    row = (i - 1) / n_columns
    left = margin_left + column * (panel_width + gap_x)
    bottom = below_panels + (n_rows - 1 - row) * (panel_height + gap_y)
    is_lowest = i + n_columns > n_panels
    set lmargin at screen page_x(left)
    set rmargin at screen page_x(left + panel_width)
    set bmargin at screen page_y(bottom)
    set tmargin at screen page_y(bottom + panel_height)
    if (is_lowest) { eval ticks_x } else { eval ticks_x_bare }
    if (column == 0) { eval ticks_y } else { eval ticks_y_bare }
    unset label
    unset object
    unset arrow
    set label 1 panel_label[i] at graph 0, 1 offset 0, 0.8 left font ',7.5'
    if (is_log) {
        set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
        set arrow 1 from graph 0, first y_zero to graph 1, first y_zero nohead back linecolor rgb '#BBBBBB' linewidth 0.7
        if (column == 0) { set ytics add ('0' y_zero) } else { set ytics add ('' y_zero) }
        eval draw_break(left, break_at(bottom, panel_height))
    }
    if (has_floor) {
        floor_at = -log10(panel_items[i])
        set arrow 2 from graph 0, first floor_at to graph 1, first floor_at nohead back dashtype 3 linecolor rgb colour_muted linewidth 1.4
        set label 2 '1/n' at graph 1, first floor_at offset 0.4, 0 left font ',6.5' textcolor rgb colour_muted
    }
    plot $band index i - 1 using (X($1)):(Y($3) - ($3 <= 0 ? half_rung : 0)):(Y($4) + ($4 <= 0 ? half_rung : 0)) with filledcurves fillcolor rgb colour_band fillstyle transparent solid 0.4 noborder, \
         $truth using (X($1)):(Y_truth($2)) with lines linecolor rgb colour_ink linewidth 2, \
         $band index i - 1 using (X($1)):(Y($2)) with lines linecolor rgb colour_median linewidth 1.8 dashtype 2, \
         $limit index i - 1 using (X($1)):(y_zero):(y_zero):(Y($2)) with yerrorbars linecolor rgb '#A0A0A0' linewidth 1 pointtype -1, \
         $interval index i - 1 using (X($1)):(Y($2)):(Y($3)):(Y($4)) with yerrorbars linecolor rgb colour_first linewidth 1.3 pointtype -1, \
         $first index i - 1 using (X($1)):($2 > 0 ? outside : Y($2)) with points pointtype 7 pointsize 1 * mark linecolor rgb 'white', \
         $first index i - 1 using (X($1)):($2 > 0 || !is_log ? outside : Y($2)) with points pointtype 6 pointsize 1 * mark linecolor rgb colour_first linewidth 1.3, \
         $first index i - 1 using (X($1)):($2 > 0 || !is_log ? Y($2) : outside) with points pointtype 7 pointsize 1.15 * mark linecolor rgb colour_first, \
         $observed using (X($1)):(Y_at($2, real_shift)) with points pointtype 13 pointsize 1.1 * mark linecolor rgb 'white', \
         $observed using (X($1)):($2 > 0 ? outside : Y_at($2, real_shift)) with points pointtype 12 pointsize 1 * mark linecolor rgb colour_real linewidth 1.3, \
         $observed using (X($1)):($2 > 0 ? Y($2) : outside) with points pointtype 13 pointsize 0.9 * mark linecolor rgb colour_real
}

# ---- the page around the panels: title, legend, axis labels, caption
unset label
unset object
unset arrow
unset border
unset tics
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
set xrange [0:figure_width]
set yrange [0:figure_height]
legend_top = figure_height - title_height - 3.0
array slot_left[3] = [0, 48, 106]
slot_x(k) = margin_left + slot_left[k < 0 ? 1 : k % legend_columns + 1]
slot_y(k) = k < 0 ? outside : legend_top - (k / legend_columns) * legend_step
text_x(k) = slot_x(k) + 10.0
set label 1 figure_title at margin_left, figure_height - 5.5 left noenhanced font ',8.5'
set label 2 figure_caption at margin_left, 3 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Model size N [parameters]' at margin_left + (figure_width - margin_left - margin_right) / 2, below_panels - 7.8 center
set label 4 label_y at 4.0, below_panels + (figure_height - below_panels - above_panels) / 2 center rotate by 90
if (slot_truth >= 0) { set label 11 label_truth at text_x(slot_truth), slot_y(slot_truth) left }
if (slot_band >= 0) { set label 12 'median, central 95 % of test sets' at text_x(slot_band), slot_y(slot_band) left }
if (slot_floor >= 0) { set label 13 '1/n: one item solved' at text_x(slot_floor), slot_y(slot_floor) left }
if (slot_first >= 0) { set label 14 sprintf('first test set, %s interval', label_level) at text_x(slot_first), slot_y(slot_first) left }
if (slot_zero >= 0) { set label 15 'first test set scores exactly 0' at text_x(slot_zero), slot_y(slot_zero) left }
if (slot_limit >= 0) { set label 16 'Clopper–Pearson limit at 0 of n' at text_x(slot_limit), slot_y(slot_limit) left }
if (slot_real >= 0) { set label 17 label_observed at text_x(slot_real), slot_y(slot_real) left }
plot $one using (slot_x(slot_band)):(slot_y(slot_band)):(slot_x(slot_band)):(slot_x(slot_band) + 8):(slot_y(slot_band) - 1.3):(slot_y(slot_band) + 1.3) with boxxyerror fillcolor rgb colour_band fillstyle transparent solid 0.4 noborder, \
     $one using (slot_x(slot_band)):(slot_y(slot_band)):(8):(0) with vectors nohead linecolor rgb colour_median linewidth 1.8 dashtype 2, \
     $one using (slot_x(slot_truth)):(slot_y(slot_truth)):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 2, \
     $one using (slot_x(slot_floor)):(slot_y(slot_floor)):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_muted linewidth 1.4, \
     $one using (slot_x(slot_first) + 4):(slot_y(slot_first)):(slot_y(slot_first) - 1.5):(slot_y(slot_first) + 1.5) with yerrorbars linecolor rgb colour_first linewidth 1.3 pointtype 7 pointsize 0.9 * mark, \
     $one using (slot_x(slot_zero) + 4):(slot_y(slot_zero)) with points pointtype 6 pointsize 1 * mark linecolor rgb colour_first linewidth 1.3, \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.5):(slot_y(slot_limit) - 1.5):(slot_y(slot_limit) + 1.5) with yerrorbars linecolor rgb '#A0A0A0' linewidth 1 pointtype -1, \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.3) with points pointtype 7 pointsize 1 * mark linecolor rgb 'white', \
     $one using (slot_x(slot_limit) + 4):(slot_y(slot_limit) - 1.3) with points pointtype 6 pointsize 1 * mark linecolor rgb colour_first linewidth 1.3, \
     $one using (slot_x(slot_real) + 2.5):(slot_y(slot_real)) with points pointtype 13 pointsize 0.9 * mark linecolor rgb colour_real, \
     $one using (slot_x(slot_real) + 5.5):(slot_y(slot_real)) with points pointtype 12 pointsize 1 * mark linecolor rgb colour_real linewidth 1.3
unset multiplot
