# The parallel efficiency of a benchmark against the number of ranks: a colour for every
# schedule and size of units, full marks and lines for measured times, hollow marks and
# dotted lines for simulated ones, and the ideal.

# ---- page layout [mm]
margin_left = 15.0
margin_right = 4.0
text_left = is_narrow ? 4.0 : margin_left
panel_width = figure_width - margin_left - margin_right
panel_height = is_narrow ? 55.0 : 66.0
below_panel = 16.0 + caption_extra
legend_step = 4.2
longest_label = 0
do for [i = 1:n_series] { if (strlen(series_label[i]) > longest_label) { longest_label = strlen(series_label[i]) } }
legend_columns = is_narrow ? 1 : longest_label > 34 ? 2 : 3 # a letter is some 1.25 mm wide
legend_width = 165.0 / legend_columns
has_both = has_measured && has_simulated
n_slots = 1 + (has_both ? 2 : 0) # the ideal and the sources; the series below them
note_columns = 3
note_rows = rows_of(n_slots, note_columns)
legend_rows = note_rows + rows_of(n_series, legend_columns)
above_panel = title_height + legend_rows * legend_step + 4.0
figure_height = below_panel + panel_height + above_panel
eval terminal(figure_width, figure_height)

set multiplot
set lmargin at screen page_x(margin_left)
set rmargin at screen page_x(margin_left + panel_width)
set bmargin at screen page_y(below_panel)
set tmargin at screen page_y(below_panel + panel_height)
set xrange [x_low:x_high]
set yrange [0:y_top]
eval ticks_x
if (y_top < 2) { set ytics 0, 0.2 } else { set ytics autofreq }
line_dash(i) = line_is_simulated[i] ? 3 : 1
line_point(i) = line_is_simulated[i] ? hollow(line_series[i]) : full(line_series[i])
plot 1 with lines linecolor rgb colour_ink dashtype 2 linewidth 1, \
     for [i = 1:n_lines] $line index i - 1 using (X($1)):2 with lines linecolor rgb colour(line_series[i]) dashtype line_dash(i) linewidth 1.3, \
     for [i = 1:n_lines] $mark index i - 1 using (X($1)):2 with points pointtype full(line_series[i]) pointsize 1.1 * mark linecolor rgb 'white', \
     for [i = 1:n_lines] $mark index i - 1 using (X($1)):2 with points pointtype line_point(i) pointsize 0.85 * mark linecolor rgb colour(line_series[i]) linewidth 1.2

# ---- the page around the panel: title, legend, axis labels, caption
eval page(text_left, 3)
legend_top = figure_height - title_height - 2.5
note_width = is_narrow ? 27.0 : 55.0
note_x(k) = text_left + (k % note_columns) * note_width
note_y(k) = legend_top - (k / note_columns) * legend_step
source_y(k) = has_both ? note_y(k) : outside
slot_x(i) = text_left + ((i - 1) % legend_columns) * legend_width
slot_y(i) = legend_top - (note_rows + (i - 1) / legend_columns) * legend_step
set label 3 'Ranks [processes]' at margin_left + panel_width / 2, below_panel - 7.8 center
set label 4 'Parallel efficiency [share of the ideal]' at 3.5, below_panel + panel_height / 2 center rotate by 90
set label 5 'ideal' at note_x(0) + 10, note_y(0) left
if (has_both) {
    set label 6 'measured' at note_x(1) + 10, note_y(1) left
    set label 7 'simulated' at note_x(2) + 10, note_y(2) left
}
do for [i = 1:n_series] { set label 100 + i series_label[i] at slot_x(i) + 10, slot_y(i) left noenhanced }
only_simulated = has_simulated && !has_measured
series_dash = only_simulated ? 3 : 1
series_point(i) = only_simulated ? hollow(i) : full(i)
plot $one using (note_x(0)):(note_y(0)):(8):(0) with vectors nohead linecolor rgb colour_ink dashtype 2 linewidth 1, \
     $one using (note_x(1)):(source_y(1)):(8):(0) with vectors nohead linecolor rgb colour_muted linewidth 1.3, \
     $one using (note_x(1) + 4):(source_y(1)) with points pointtype 7 pointsize 0.85 * mark linecolor rgb colour_muted, \
     $one using (note_x(2)):(source_y(2)):(8):(0) with vectors nohead linecolor rgb colour_muted dashtype 3 linewidth 1.3, \
     $one using (note_x(2) + 4):(source_y(2)) with points pointtype 7 pointsize 1.1 * mark linecolor rgb 'white', \
     $one using (note_x(2) + 4):(source_y(2)) with points pointtype 6 pointsize 0.85 * mark linecolor rgb colour_muted linewidth 1.2, \
     for [i = 1:n_series] $one using (slot_x(i)):(slot_y(i)):(8):(0) with vectors nohead linecolor rgb colour(i) dashtype series_dash linewidth 1.3, \
     for [i = 1:n_series] $one using (slot_x(i) + 4):(slot_y(i)) with points pointtype full(i) pointsize 1.1 * mark linecolor rgb 'white', \
     for [i = 1:n_series] $one using (slot_x(i) + 4):(slot_y(i)) with points pointtype series_point(i) pointsize 0.85 * mark linecolor rgb colour(i) linewidth 1.2
unset multiplot
