/** @file figure_text.h
 *  @brief Text for gnuplot scripts: quoting what users wrote, numbers as labels. */
#ifndef NZ_MPI_FIGURE_TEXT_H
#define NZ_MPI_FIGURE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Room for a label made by nz_figure_count_label, with the NUL. */
#define NZ_FIGURE_COUNT_LABEL_SIZE 40

/**
 * @brief Write @p text as a quoted gnuplot string on one line.
 *
 * Every ASCII character that gnuplot could interpret is an octal escape in double quotes.
 * (Doubled quotes in single quotes are no way: gnuplot 5.4 ends the string at a run of
 * them, and what follows is a command.) Control characters and those that reorder or hide
 * text become spaces, bytes that are not UTF-8 become U+FFFD, other text is kept. Draw it
 * `noenhanced`, and never `eval` it.
 * @param n_columns  text wider than this is cut and ends in an ellipsis [columns; East
 * Asian characters take two].
 */
void nz_figure_put_quoted(FILE *out, const char *text, size_t n_columns);

/**
 * @brief A count as a label in gnuplot's enhanced text: "2000", "10^{9}", "2.5×10^{6}",
 *        or all digits where that is exact and the power is not.
 */
void nz_figure_count_label(uint64_t count, char label[NZ_FIGURE_COUNT_LABEL_SIZE]);

/**
 * @brief A size above 0, rounded to three digits, in gnuplot's enhanced text: "10^{9}",
 *        "3.16×10^{7}"; from 0.01 to 9999.5 plain digits, "350".
 */
void nz_figure_size_label(double size, char label[NZ_FIGURE_COUNT_LABEL_SIZE]);

#endif
