/** @file figure_fonts.h
 *  @brief Characters that no installed font has, kept out of what gnuplot draws itself.
 *
 *  For such a character Pango draws its number in a box, and gnuplot, which draws 20
 * times too large and shrinks the whole, does not shrink that: in PDF and PNG it is as
 * large as the page. A viewer chooses the fonts of SVG. */
#ifndef NZ_MPI_FIGURE_FONTS_H
#define NZ_MPI_FIGURE_FONTS_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** What nz_figure_fonts_replace did. */
typedef struct nz_figure_missing {
    size_t n;       /**< characters replaced, every occurrence counted */
    uint32_t first; /**< code point of the first of them, if n > 0 */
} nz_figure_missing_t;

/**
 * @brief Replace the characters from U+0100 on that are in none of @p charsets by "?".
 *
 * Left alone are bytes that are not UTF-8 and characters that have no glyph (joiners,
 * variation selectors, marks of direction).
 * @param[in,out] text  @p size bytes, which become fewer; need not end in NUL.
 * @param charsets  ranges of code points in hexadecimal, "20-7e a0 3041-3096", parted by
 * blanks or lines, as of `fc-list --format '%{charset}\n'`; if there are none at all
 * nothing is replaced.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_fonts_replace(
    char *text, size_t *size, FILE *charsets, nz_figure_missing_t *missing);

/**
 * @brief nz_figure_fonts_replace with the fonts that the program `fc-list` of fontconfig
 * lists, and a warning of what was replaced; without that program nothing is.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_fonts_mend(
    char *text, size_t *size, nz_diagnostics_t *diagnostics);

#endif
