# The look that all figures share. The program sets, before this text:
#   figure_format ('pdf', 'svg' or 'png'), figure_width (89 or 183), figure_title,
#   figure_caption, and the data blocks and variables of the kind of figure.
# Everything is laid out in millimetres on a page of figure_width by figure_height.
# What --style names follows this text and may set anything of it again.

set encoding utf8
unset key
set pointintervalbox 0.05 # or error bars get a hole around their middle
is_narrow = figure_width < 120

# Colours of Okabe and Ito, told apart with any kind of colour blindness; their lightness
# differs too, and every series has its own dash and marker, so that grey prints work.
colour_ink = '#000000'
colour_muted = '#666666'
colour_rung = '#F0F0F0'
colour_band = '#56B4E9'
colour_median = '#0072B2'
colour_first = '#D55E00'
colour_real = '#009E73'
array series_colour[6] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']
array series_dash[6] = [1, 2, 4, 5, 6, 7]
array marker_full[6] = [7, 5, 9, 13, 11, 15]
array marker_hollow[6] = [6, 4, 8, 12, 10, 14]
# Of the i-th series; the first twelve differ in colour and in dash and marker together.
colour(i) = series_colour[(i - 1) % 6 + 1]
dash(i) = series_dash[((i - 1) + (i - 1) / 6 * 3) % 6 + 1]
full(i) = marker_full[((i - 1) + (i - 1) / 6 * 2) % 6 + 1]
hollow(i) = marker_hollow[((i - 1) + (i - 1) / 6 * 2) % 6 + 1]
set dashtype 2 (10, 4)
set dashtype 3 (2, 5)
set dashtype 4 (10, 3, 2, 3)
set dashtype 5 (20, 4)
set dashtype 6 (20, 4, 2, 4)
set dashtype 7 (10, 3, 2, 3, 2, 3)

# The same size in every format: fonts in points, a line width of 1 is 0.6 points.
terminal_pdf(w, h) = sprintf("set terminal pdfcairo enhanced color size %.3fcm,%.3fcm font 'Sans,7' fontscale 0.75 linewidth 1.2 dashlength 1.5", w / 10, h / 10)
terminal_svg(w, h) = sprintf("set terminal svg enhanced size %d,%d fixed font 'sans-serif,7' fontscale 1.3333 linewidth 0.8 dashlength 0.8 background 'white'", w / 25.4 * 96 + 0.5, h / 25.4 * 96 + 0.5)
terminal_png(w, h) = sprintf("set terminal pngcairo enhanced color size %d,%d font 'Sans,7' fontscale 3.125 linewidth 2.4 dashlength 1.6 background 'white'", w / 25.4 * 300 + 0.5, h / 25.4 * 300 + 0.5)
# Marks come out at one size in every format, 3.3 points across, when their point size is
# multiplied by this (measured).
mark = figure_format eq 'svg' ? 0.69 : figure_format eq 'png' ? 1.85 : 0.45
terminal(w, h) = figure_format eq 'svg' ? terminal_svg(w, h) : figure_format eq 'png' ? terminal_png(w, h) : terminal_pdf(w, h)

set style line 1 linecolor rgb colour_ink linewidth 1
set border 3 front linestyle 1
set tics nomirror out scale 0.6, 0.35 font ',6.5'
set xtics offset 0, 0.3
set ytics offset 0.4, 0

# Page coordinates of a point in millimetres from the lower left corner.
page_x(mm) = mm / figure_width
page_y(mm) = mm / figure_height

# Axes show log10 of sizes and, where is_log, of scores; a score of zero has its own rung
# below a break, and scores between zero and the lowest decade sit at the break (a truth
# that small is not in the data). The last argument of Y_at is a shift on the rung.
X(n) = log10(n)
y_zero = 0.0
Y_at(v, shift) = is_log ? (v <= 0 ? y_zero + shift : v < 10 ** y_low ? y_break : log10(v)) : v
Y(v) = Y_at(v, 0)
Y_truth(v) = is_log ? log10(v) : v
outside = -1e6

# The height on the page of y on the axis of a panel; where the break is.
y_mm(y, bottom, height) = bottom + height * (y - y_bottom) / (y_top - y_bottom)
break_at(bottom, height) = y_mm(y_break, bottom, height)

# The marks of a break, a gap between two short strokes, on the left axis of a panel at
# (left, mm) [mm], or on its lower axis at (mm, bottom): the object n, the arrows n and n + 1.
draw_gap = "set object %d rectangle center screen %.6f,%.6f size screen %.6f,%.6f front fillcolor rgb 'white' fillstyle solid noborder; set arrow %d from screen %.6f,%.6f to screen %.6f,%.6f nohead front linewidth 1; set arrow %d from screen %.6f,%.6f to screen %.6f,%.6f nohead front linewidth 1"
draw_break_left(n, left, mm) = sprintf(draw_gap, n, page_x(left), page_y(mm), page_x(1.0), page_y(0.8), \
    n, page_x(left - 0.9), page_y(mm + 0.1), page_x(left + 0.9), page_y(mm + 0.7), \
    n + 1, page_x(left - 0.9), page_y(mm - 0.7), page_x(left + 0.9), page_y(mm - 0.1))
draw_break_below(n, mm, bottom) = sprintf(draw_gap, n, page_x(mm), page_y(bottom), page_x(0.8), page_y(1.0), \
    n, page_x(mm - 0.7), page_y(bottom - 0.9), page_x(mm - 0.1), page_y(bottom + 0.9), \
    n + 1, page_x(mm + 0.1), page_y(bottom - 0.9), page_x(mm + 0.7), page_y(bottom + 0.9))
draw_break(left, mm) = draw_break_left(3, left, mm)

# A text broken at spaces into lines of at most n columns, of which a character that is not
# in this list takes two; how many lines it has.
one_column = " !\"#$%&'()*+,-./0123456789:;<=>?\100ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_\140abcdefghijklmnopqrstuvwxyz{|}~ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ–—‘’“”…×±·°µ−"
columns_of(c) = strstrt(one_column, c) > 0 ? 1 : 2
n_fitting(s, n, i) = i > strlen(s) ? i - 1 : columns_of(s[i:i]) > n ? i - 1 : n_fitting(s, n - columns_of(s[i:i]), i + 1)
last_space(s, i) = i < 1 ? 0 : s[i:i] eq ' ' ? i : last_space(s, i - 1)
broken_at(s, k, n, i) = i < 2 ? s[1:k] . "\n" . broken(s[k + 1:*], n) : s[1:i - 1] . "\n" . broken(s[i + 1:*], n)
broken_after(s, k, n) = k >= strlen(s) ? s : broken_at(s, k, n, last_space(s, k + 1))
broken(s, n) = 2 * strlen(s) <= n ? s : broken_after(s, n_fitting(s, n, 1), n)
n_lines(s) = strstrt(s, "\n") > 0 ? 1 + n_lines(s[strstrt(s, "\n") + 1:*]) : 1
# What the lines of a caption or note after the first add to its height [mm].
extra_of(s) = 2.9 * (n_lines(s) - 1)
# Title and caption fit the width; the page grows by the lines that this adds [mm].
title_columns = is_narrow ? 46 : 105
caption_columns = is_narrow ? 62 : 140
figure_title = broken(figure_title, title_columns)
figure_caption = broken(figure_caption, caption_columns)
title_extra = 3.6 * (n_lines(figure_title) - 1)
caption_extra = extra_of(figure_caption)
title_height = 8.0 + title_extra

# An axis label with its unit on a line of its own, for narrow or low panels.
unit_below(s) = strstrt(s, ' [') > 0 ? s[1:strstrt(s, ' [') - 1] . "\n" . s[strstrt(s, ' [') + 1:*] : s

# Rows of n entries of a legend, or of n panels.
rows_of(n, columns) = (n + columns - 1) / columns

# The page around the panels, in millimetres: with the title and, that far above the lower
# edge, the caption, both from `left` on.
page(left, bottom) = "unset label; unset object; unset arrow; unset border; unset tics; " \
    . "set lmargin at screen 0; set rmargin at screen 1; set bmargin at screen 0; set tmargin at screen 1; " \
    . "set xrange [0:figure_width]; set yrange [0:figure_height]; " \
    . sprintf("set label 1 figure_title at %.6f, figure_height - 5.5 left noenhanced font ',8.5'; ", left) \
    . sprintf("set label 2 figure_caption at %.6f, %.6f left noenhanced font ',6.5' textcolor rgb colour_muted", left, bottom + caption_extra)

# A one-row block, to draw the marks of a legend with.
$one << EOD
0
EOD
