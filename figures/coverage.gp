# How often the intervals of each method cover the truth: panels over the true accuracy (one
# per number of items) and over the number of items (one per accuracy).

# ---- page layout [mm]
margin_left = 14.0
margin_right = 4.0
gap_x = 8.0
below_row = 11.5
above_row = 7.0
caption_height = 5.0
title_height = 8.0
legend_step = 4.2
n_rows = (n_truth_panels > 0) + (n_items_panels > 0)
n_widest = n_truth_panels > n_items_panels ? n_truth_panels : n_items_panels
panel_height = n_rows == 1 ? 64.0 : 48.0
legend_columns = 4
legend_rows = 1 + (n_series + legend_columns - 1) / legend_columns
row_height = below_row + panel_height + above_row
figure_height = caption_height + n_rows * row_height + legend_rows * legend_step + 2.0 + title_height
eval terminal(figure_width, figure_height)

colour(i) = series_colour[(i - 1) % 6 + 1]
dash(i) = series_dash[(i - 1) % 6 + 1]
full(i) = marker_full[(i - 1) % 6 + 1]
most_marks = 12 # beyond it the points of a line are not marked
colour_ceiling = '#EBEBEB'
y_top = y_low < 0.5 ? 1.02 : 1.003

set multiplot
set yrange [y_low:y_top]
do for [row = 0:n_rows - 1] {
    is_truth = n_truth_panels > 0 && row == 0
    n_panels = is_truth ? n_truth_panels : n_items_panels
    panel_width = (figure_width - margin_left - margin_right - (n_panels - 1) * gap_x) / n_panels
    bottom = caption_height + (n_rows - 1 - row) * row_height + below_row
    set bmargin at screen page_y(bottom)
    set tmargin at screen page_y(bottom + panel_height)
    if (is_truth) { eval ticks_truth; set xrange [truth_low:truth_high] } else { eval ticks_items; set xrange [items_low:items_high] }
    do for [i = 1:n_panels] {
        left = margin_left + (i - 1) * (panel_width + gap_x)
        set lmargin at screen page_x(left)
        set rmargin at screen page_x(left + panel_width)
        if (y_low < 0.5) { set ytics 0, 0.2, 1 } else { set ytics 0.8, 0.05, 1 }
        if (i > 1) { set ytics format '' } else { set ytics format '%g' }
        is_sparse = (is_truth ? truth_points[i] : items_points[i]) <= most_marks
        unset label
        set label 1 (is_truth ? truth_label[i] : items_label[i]) at graph 0, 1 offset 0, 0.8 left font ',7.5'
        set label 2 (is_truth ? 'True accuracy p [share of items solved]' : 'Test items n') at graph 0.5, graph 0 offset 0, -2.1 center
        if (is_truth) {
            plot $truth_ceiling index i - 1 using (X($1)):2:(y_top) with filledcurves fillcolor rgb colour_ceiling fillstyle solid noborder, \
                 $truth_ceiling index i - 1 using (X($1)):2 with lines linecolor rgb '#999999' linewidth 1, \
                 level with lines dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
                 for [k = 1:n_series] $truth_line index (i - 1) * n_series + k - 1 using (X($1)):2 with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1, \
                 for [k = 1:n_series] $truth_line index (i - 1) * n_series + k - 1 using (X($1)):(is_sparse ? $2 : outside) with points pointtype full(k) pointsize 0.6 * mark linecolor rgb colour(k)
        } else {
            plot $items_ceiling index i - 1 using (X($1)):2:(y_top) with filledcurves fillcolor rgb colour_ceiling fillstyle solid noborder, \
                 $items_ceiling index i - 1 using (X($1)):2 with lines linecolor rgb '#999999' linewidth 1, \
                 level with lines dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
                 for [k = 1:n_series] $items_line index (i - 1) * n_series + k - 1 using (X($1)):2 with lines linecolor rgb colour(k) dashtype dash(k) linewidth 1, \
                 for [k = 1:n_series] $items_line index (i - 1) * n_series + k - 1 using (X($1)):(is_sparse ? $2 : outside) with points pointtype full(k) pointsize 0.6 * mark linecolor rgb colour(k)
        }
    }
}

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
legend_top = figure_height - title_height - 2.5
slot_x(k) = margin_left + (k % legend_columns) * 41.0
slot_y(k) = legend_top - (k / legend_columns) * legend_step
series_slot(i) = legend_columns + i - 1 # below the row of the level and the ceiling
set label 1 figure_title at margin_left, figure_height - 5.5 left noenhanced font ',8.5'
set label 2 figure_caption at margin_left, 3 left noenhanced font ',6.5' textcolor rgb colour_muted
set label 3 'Coverage [probability that the interval holds p]' at 3.5, caption_height + n_rows * row_height / 2 + (below_row - above_row) / 2 center rotate by 90
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(series_slot(i)) + 10, slot_y(series_slot(i)) left noenhanced }
set label 4 level_label at slot_x(0) + 10, slot_y(0) left
set label 5 ceiling_label at slot_x(1) + 10, slot_y(1) left
plot $one using (slot_x(1)):(slot_y(1)):(slot_x(1)):(slot_x(1) + 8):(slot_y(1) - 1.3):(slot_y(1) + 1.3) with boxxyerror fillcolor rgb colour_ceiling fillstyle solid noborder, \
     $one using (slot_x(1)):(slot_y(1) - 1.3):(8):(0) with vectors nohead linecolor rgb '#999999' linewidth 1, \
     $one using (slot_x(0)):(slot_y(0)):(8):(0) with vectors nohead dashtype 3 linecolor rgb colour_ink linewidth 1.2, \
     for [i = 1:n_series] $one using (slot_x(series_slot(i))):(slot_y(series_slot(i))):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype dash(i) linewidth 1.5
unset multiplot
