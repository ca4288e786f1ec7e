# Published results of a group of models per panel, all with the same axes: scores with their
# limits, zeros and ones on rungs of their own, and the fitted law with its band.

# ---- page layout [mm]
n_columns = is_narrow ? (n_panels <= 3 ? 1 : 2) : n_panels <= 3 ? n_panels : n_panels == 4 ? 2 : n_panels <= 6 ? 3 : n_panels == 9 ? 3 : 4
n_rows = rows_of(n_panels, n_columns)
panel_height = n_rows == 1 ? (is_narrow ? 58.0 : 66.0) : n_rows == 2 ? 46.0 : is_narrow ? 36.0 : 38.0
margin_left = is_narrow ? 15.5 : 17.0
margin_right = is_narrow ? 4.0 : 5.0
text_left = is_narrow ? 4.0 : margin_left
gap_x = is_narrow ? 4.5 : 8.0
text_step = 3.2
text_rows = n_columns > 1 ? 3 : is_narrow ? 2 : 1 # above a panel, below its name
text_font = is_narrow ? ',6' : ',6.5' # of panels beside each other
note_step = 3.2
below_panels = 16.5 + n_notes * note_step + caption_extra
legend_step = 4.0
legend_columns = is_narrow ? 1 : 3
above_panel = text_rows * text_step + (n_panels > 1 ? 6.5 : 3.0)
gap_y = above_panel + 6.0
panel_width = (figure_width - margin_left - margin_right - (n_columns - 1) * gap_x) / n_columns

# ---- legend slots: one per mark that the figure really has; -1 = none
n_slots = 0
slot_law = has_law ? n_slots : -1; n_slots = n_slots + has_law
slot_other = has_other ? n_slots : -1; n_slots = n_slots + has_other
slot_counted = n_scores > 0 ? n_slots : -1; n_slots = n_slots + (n_scores > 0)
slot_zero = n_zeros > 0 ? n_slots : -1; n_slots = n_slots + (n_zeros > 0)
slot_one = has_one ? n_slots : -1; n_slots = n_slots + has_one
slot_error = n_error > 0 ? n_slots : -1; n_slots = n_slots + (n_error > 0)
slot_bare = n_bare > 0 ? n_slots : -1; n_slots = n_slots + (n_bare > 0)
legend_rows = rows_of(n_slots, legend_columns)

above_panels = title_height + legend_rows * legend_step + above_panel + 2.5
figure_height = below_panels + n_rows * panel_height + (n_rows - 1) * gap_y + above_panels
eval terminal(figure_width, figure_height)

# ---- the broken axis: the scale, breaks, and the rungs of exact zeros and ones
y_span = y_high - y_low
is_linear = !is_log && !is_cloglog
y_zero = is_linear ? 0.0 : y_low - 0.1 * y_span
y_one = y_high + 0.1 * y_span
y_bottom = y_low - (has_zero ? 0.16 : is_linear ? 0.02 : 0.0) * y_span
y_top = y_high + (has_one ? 0.16 : 0.03) * y_span
place(v) = is_log ? log10(v) : is_cloglog ? -log(-log(v)) : v
low_end = y_break < y_low ? y_break : y_bottom
high_end = y_break_high > y_high ? y_break_high : y_top
is_below(v) = is_linear ? v < low_end : v <= 0 ? 1 : is_cloglog && v >= 1 ? 0 : place(v) < low_end
is_above(v) = is_cloglog && v >= 1 ? 1 : v <= 0 && !is_linear ? 0 : place(v) > high_end
Y_limit(v) = is_below(v) ? low_end : is_above(v) ? high_end : place(v)
Y_score(v) = !is_linear && v <= 0 ? y_zero : is_cloglog && v >= 1 ? y_one : place(v)
is_rung(v) = v <= 0 && (is_share || !is_linear) || is_cloglog && v >= 1
# A bar from the mark on its rung to the limit.
Y_from(v, limit) = is_rung(v) && v <= 0 ? y_zero : Y_limit(limit)
Y_to(v, limit) = is_rung(v) && v > 0 ? y_one : Y_limit(limit)
colour_bar = '#A0A0A0'
colour_other = '#BBBBBB'

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
    text_top = bottom + panel_height + text_rows * text_step + 2.2
    set label 1 panel_label[i] at screen page_x(left), screen page_y(text_top + 0.6) left noenhanced font (is_narrow && n_columns > 1 ? ',6.5' : ',7.5')
    if (n_columns == 1 && is_narrow) {
        set label 2 panel_alpha[i] . '   ' . panel_counts[i] at screen page_x(left), screen page_y(text_top - text_step) left font ',6.5'
        set label 3 panel_tests[i] at screen page_x(left), screen page_y(text_top - 2 * text_step) left font ',6.5' textcolor rgb colour_muted
    } else { if (n_columns == 1) {
        set label 2 panel_alpha[i] . '   ' . panel_counts[i] . '   ' . panel_tests[i] at screen page_x(left), screen page_y(text_top - text_step) left font ',7'
    } else {
        set label 2 panel_alpha[i] at screen page_x(left), screen page_y(text_top - text_step) left font text_font
        set label 3 panel_counts[i] at screen page_x(left), screen page_y(text_top - 2 * text_step) left font text_font textcolor rgb colour_muted
        set label 4 panel_tests[i] at screen page_x(left), screen page_y(text_top - 3 * text_step) left font text_font textcolor rgb colour_muted
    } }
    if (has_zero) {
        set object 1 rectangle from graph 0, first y_bottom to graph 1, first y_break behind fillcolor rgb colour_rung fillstyle solid noborder
        set arrow 1 from graph 0, first y_zero to graph 1, first y_zero nohead back linecolor rgb '#BBBBBB' linewidth 0.7
        if (column == 0) { set ytics add ('0' y_zero) } else { set ytics add ('' y_zero) }
        eval draw_break(left, break_at(bottom, panel_height))
    }
    if (has_one) {
        set object 2 rectangle from graph 0, first y_break_high to graph 1, first y_top behind fillcolor rgb colour_rung fillstyle solid noborder
        set arrow 2 from graph 0, first y_one to graph 1, first y_one nohead back linecolor rgb '#BBBBBB' linewidth 0.7
        if (column == 0) { set ytics add ('1' y_one) } else { set ytics add ('' y_one) }
        eval draw_break_left(5, left, y_mm(y_break_high, bottom, panel_height))
    }
    law_colour = panel_is_law[i] ? colour_ink : colour_muted
    law_dash = panel_is_law[i] ? 1 : 2
    band_colour = panel_is_law[i] ? colour_band : colour_other
    plot $band index i - 1 using (X($1)):(Y_limit($2)):(Y_limit($3)) with filledcurves fillcolor rgb band_colour fillstyle transparent solid 0.4 noborder, \
         $curve index i - 1 using (X($1)):(place($2)) with lines linecolor rgb law_colour linewidth 1.6 dashtype law_dash, \
         $counted index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside):(Y_from($2, $3)):(Y_to($2, $4)) with yerrorbars linecolor rgb colour_bar linewidth 1 pointtype -1, \
         $counted index i - 1 using (X($1)):(is_rung($2) ? outside : Y_score($2)):(is_rung($2) ? outside : Y_limit($3)):(is_rung($2) ? outside : Y_limit($4)) with yerrorbars linecolor rgb colour_real linewidth 1.2 pointtype -1, \
         $error index i - 1 using (X($1)):(Y_score($2)):(Y_from($2, $3)):(Y_to($2, $4)) with yerrorbars linecolor rgb colour_real linewidth 1.2 pointtype -1, \
         $counted index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 13 pointsize 1.3 * mark linecolor rgb 'white', \
         $counted index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 12 pointsize 1.15 * mark linecolor rgb colour_real linewidth 1.3, \
         $counted index i - 1 using (X($1)):(is_rung($2) ? outside : Y_score($2)) with points pointtype 13 pointsize 1.1 * mark linecolor rgb colour_real, \
         $error index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 13 pointsize 1.3 * mark linecolor rgb 'white', \
         $error index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 12 pointsize 1.15 * mark linecolor rgb colour_real linewidth 1.3, \
         $error index i - 1 using (X($1)):(is_rung($2) ? outside : Y_score($2)) with points pointtype 13 pointsize 1.1 * mark linecolor rgb colour_real, \
         $bare index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 13 pointsize 1.3 * mark linecolor rgb 'white', \
         $bare index i - 1 using (X($1)):(is_rung($2) ? Y_score($2) : outside) with points pointtype 12 pointsize 1.15 * mark linecolor rgb colour_real linewidth 1.3, \
         $bare index i - 1 using (X($1)):(is_rung($2) ? outside : Y_score($2)) with points pointtype 13 pointsize 1.1 * mark linecolor rgb colour_real
}

# ---- the page around the panels: title, legend, axis labels, caption
eval page(text_left, 3 + n_notes * note_step)
legend_top = figure_height - title_height - 3.0
slot_x(k) = text_left + (k < 0 ? 0 : k % legend_columns) * 54.0
slot_y(k) = k < 0 ? outside : legend_top - (k / legend_columns) * legend_step
text_x(k) = slot_x(k) + 10.0
do for [k = 1:n_notes] { set label 100 + k note[k] at text_left, 3 + (n_notes - k) * note_step left noenhanced font ',6.5' textcolor rgb colour_muted }
set label 3 'Model size N [parameters]' at margin_left + (figure_width - margin_left - margin_right) / 2, below_panels - 7.8 center
set label 4 label_y at (is_narrow ? 3.0 : 4.0), below_panels + (figure_height - below_panels - above_panels) / 2 center rotate by 90 noenhanced
if (slot_law >= 0) { set label 11 sprintf('fitted law, %s band', label_level) at text_x(slot_law), slot_y(slot_law) left }
if (slot_other >= 0) { set label 12 'fit that is no scaling law (α ≥ 0)' at text_x(slot_other), slot_y(slot_other) left }
if (slot_counted >= 0) { set label 13 sprintf('score, exact %s limits', label_level) at text_x(slot_counted), slot_y(slot_counted) left }
if (slot_zero >= 0) { set label 14 'no item solved, up to the limit' at text_x(slot_zero), slot_y(slot_zero) left }
if (slot_one >= 0) { set label 15 'all items solved, down to the limit' at text_x(slot_one), slot_y(slot_one) left }
if (slot_error >= 0) { set label 16 'score ± standard error' at text_x(slot_error), slot_y(slot_error) left }
if (slot_bare >= 0) { set label 17 'score, its error unknown' at text_x(slot_bare), slot_y(slot_bare) left }
plot $one using (slot_x(slot_law)):(slot_y(slot_law)):(slot_x(slot_law)):(slot_x(slot_law) + 8):(slot_y(slot_law) - 1.3):(slot_y(slot_law) + 1.3) with boxxyerror fillcolor rgb colour_band fillstyle transparent solid 0.4 noborder, \
     $one using (slot_x(slot_law)):(slot_y(slot_law)):(8):(0) with vectors nohead linecolor rgb colour_ink linewidth 1.6, \
     $one using (slot_x(slot_other)):(slot_y(slot_other)):(slot_x(slot_other)):(slot_x(slot_other) + 8):(slot_y(slot_other) - 1.3):(slot_y(slot_other) + 1.3) with boxxyerror fillcolor rgb colour_other fillstyle transparent solid 0.4 noborder, \
     $one using (slot_x(slot_other)):(slot_y(slot_other)):(8):(0) with vectors nohead linecolor rgb colour_muted linewidth 1.6 dashtype 2, \
     $one using (slot_x(slot_counted) + 4):(slot_y(slot_counted)):(slot_y(slot_counted) - 1.5):(slot_y(slot_counted) + 1.5) with yerrorbars linecolor rgb colour_real linewidth 1.2 pointtype 13 pointsize 1.1 * mark, \
     $one using (slot_x(slot_zero) + 4):(slot_y(slot_zero) - 1.3):(slot_y(slot_zero) - 1.3):(slot_y(slot_zero) + 1.5) with yerrorbars linecolor rgb colour_bar linewidth 1 pointtype -1, \
     $one using (slot_x(slot_one) + 4):(slot_y(slot_one) + 1.3):(slot_y(slot_one) - 1.5):(slot_y(slot_one) + 1.3) with yerrorbars linecolor rgb colour_bar linewidth 1 pointtype -1, \
     $one using (slot_x(slot_zero) + 4):(slot_y(slot_zero) - 1.3) with points pointtype 13 pointsize 1.3 * mark linecolor rgb 'white', \
     $one using (slot_x(slot_zero) + 4):(slot_y(slot_zero) - 1.3) with points pointtype 12 pointsize 1.15 * mark linecolor rgb colour_real linewidth 1.3, \
     $one using (slot_x(slot_one) + 4):(slot_y(slot_one) + 1.3) with points pointtype 13 pointsize 1.3 * mark linecolor rgb 'white', \
     $one using (slot_x(slot_one) + 4):(slot_y(slot_one) + 1.3) with points pointtype 12 pointsize 1.15 * mark linecolor rgb colour_real linewidth 1.3, \
     $one using (slot_x(slot_error) + 4):(slot_y(slot_error)):(slot_y(slot_error) - 1.5):(slot_y(slot_error) + 1.5) with yerrorbars linecolor rgb colour_real linewidth 1.2 pointtype 13 pointsize 1.1 * mark, \
     $one using (slot_x(slot_bare) + 4):(slot_y(slot_bare)) with points pointtype 13 pointsize 1.1 * mark linecolor rgb colour_real
unset multiplot
