/** @file figure_render.h
 *  @brief Draw a figure inside a test; an error or a complaint by gnuplot fails it. */
#ifndef NZ_TESTS_FIGURE_RENDER_H
#define NZ_TESTS_FIGURE_RENDER_H

#include "mpi/figure.h"

#include <stddef.h>

/** @brief The figure of a run in memory, @p size bytes; the caller frees it. */
char *nz_render(const char *kind, const nz_summary_t *summary,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size);

/** @brief The same of a table in the file @p path. */
char *nz_render_table(const char *kind, const char *path,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size);

/** @brief The figure of a run as SVG text; the caller frees it. */
char *nz_render_svg(
    const char *kind, const nz_summary_t *summary, const nz_figure_options_t *options);

/** @brief The same of a table in the file @p path. */
char *nz_render_table_svg(
    const char *kind, const char *path, const nz_figure_options_t *options);

/** @brief The script for SVG; the caller frees it. */
char *nz_script_of(const char *kind, const nz_summary_t *summary);

#endif
