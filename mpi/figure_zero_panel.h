/** @file figure_zero_panel.h
 *  @brief What a panel of the figure zero-floor shows: models and test sizes. */
#ifndef NZ_MPI_FIGURE_ZERO_PANEL_H
#define NZ_MPI_FIGURE_ZERO_PANEL_H

#include "mpi/figure_plan_table.h"
#include "mpi/figure_zero_curve.h"
#include "mpi/figure_zero_labels.h"

#include <stdbool.h>
#include <stddef.h>

/** A panel. */
typedef struct nz_figure_zero_panel {
    nz_figure_plan_group_t group; /**< its rows */
    size_t n_nodes;
    nz_figure_zero_node_t *nodes; /**< owned; the models, each once, by x */
    size_t n_points;
    nz_figure_spot_t *points;     /**< owned; the finite test sizes, log10 */
    nz_figure_zero_curve_t curve; /**< owned; zero until it is made */
    nz_figure_zero_label_t labels[NZ_FIGURE_ZERO_LINES_MAX];
} nz_figure_zero_panel_t;

/** @brief Release what @p self owns and zero it. */
void nz_figure_zero_panel_free(nz_figure_zero_panel_t *self);

/**
 * @brief The models and test sizes of a group, without the conservative ones, whose
 *        accuracies are others.
 * @param name  of the table, in messages.
 * @param[out] out  free with nz_figure_zero_panel_free; untouched on error.
 * @retval NZ_ERR_INPUT  a model has two accuracies.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_zero_panel_read(const nz_figure_plan_group_t *group,
    const char *name, nz_figure_zero_panel_t *out, nz_diagnostics_t *diagnostics);

/** @brief Whether two neighbours are on the scale, so that there is a map between them.
 */
bool nz_figure_zero_panel_has_map(const nz_figure_zero_panel_t *self);

/** @brief Whether a point has this test size (log10). */
bool nz_figure_zero_panel_has_level(const nz_figure_zero_panel_t *self, double level);

#endif
