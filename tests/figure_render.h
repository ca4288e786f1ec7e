/** @file figure_render.h
 *  @brief Draw a figure inside a test; an error or a complaint by gnuplot fails it. */
#ifndef NZ_TESTS_FIGURE_RENDER_H
#define NZ_TESTS_FIGURE_RENDER_H

#include "mpi/figure.h"

#include <stdbool.h>
#include <stddef.h>

/** @brief The figure of a run in memory, @p size bytes; the caller frees it. */
char *nz_render(const char *kind, const nz_summary_t *summary,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size);

/** @brief The same of a run of several tasks. */
char *nz_render_run(const char *kind, const nz_run_t *run,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size);

/** @brief The same of a table in the file @p path. */
char *nz_render_table(const char *kind, const char *path,
    const nz_figure_options_t *options, nz_figure_format_t format, size_t *size);

/** @brief The figure of a run as SVG text; the caller frees it. */
char *nz_render_svg(
    const char *kind, const nz_summary_t *summary, const nz_figure_options_t *options);

/** @brief The same of a run of several tasks. */
char *nz_render_run_svg(
    const char *kind, const nz_run_t *run, const nz_figure_options_t *options);

/** @brief The same of a table in the file @p path. */
char *nz_render_table_svg(
    const char *kind, const char *path, const nz_figure_options_t *options);

/** @brief The script for SVG; the caller frees it. */
char *nz_script_of_input(
    const char *kind, const nz_figure_input_t *input, const nz_figure_options_t *options);

/** @brief The same of a run. */
char *nz_script_of(const char *kind, const nz_summary_t *summary);

/** @brief Draw a figure that must be refused with one message that has @p expected in it,
 *         and leave nothing behind. @return the status. */
nz_status_t nz_check_input_refused(const char *kind, const nz_figure_input_t *input,
    const nz_figure_options_t *options, const char *expected);

/** @brief The same of a run. */
nz_status_t nz_check_refused(const char *kind, const nz_summary_t *summary,
    const nz_figure_options_t *options, const char *expected);

/** @brief The same of a run of several tasks. */
nz_status_t nz_check_run_refused(const char *kind, const nz_run_t *run,
    const nz_figure_options_t *options, const char *expected);

/** @brief Marks of one shape ("'#gpPt6'") and colour ("rgb(  0, 158, 115)") in an SVG. */
size_t nz_n_marks(const char *svg, const char *shape, const char *colour);

/** @brief A figure in memory must begin as files of this format do. */
void nz_check_format(const char *bytes, nz_figure_format_t format);

/** @brief Draw the figure of a table in every format: of some size, and begun as such
 *         files are. */
void nz_check_table_formats(
    const char *kind, const char *path, const nz_figure_options_t *options);

/** @brief Whether @p text is in a script, figure or message must be @p is_there. */
void nz_check_script(const char *script, const char *text, bool is_there);

/** @brief Every one of @p n texts must be in @p svg. */
void nz_check_holds(const char *svg, const char *const *labels, size_t n);

#endif
