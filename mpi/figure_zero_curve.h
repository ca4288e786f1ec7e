/** @file figure_zero_curve.h
 *  @brief The probability that a test set has no success, along a line of models.
 *
 * n independent items of true accuracy p have none with probability (1 - p)^n. With the
 * loss t = -log p of an item, the n at which that is q is log(q)/log(1 - exp(-t)). */
#ifndef NZ_MPI_FIGURE_ZERO_CURVE_H
#define NZ_MPI_FIGURE_ZERO_CURVE_H

#include "mpi/figure_axis.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>

/** A panel: log10 of the units of its axes, and what they are drawn on [mm]. */
typedef struct nz_figure_frame {
    nz_figure_range_t x, y;
    double width, height;
} nz_figure_frame_t;

/** A model of the table. */
typedef struct nz_figure_zero_node {
    double x, accuracy; /**< x above 0, accuracy 0..1 */
} nz_figure_zero_node_t;

/** Places on the axis and the loss there. */
typedef struct nz_figure_zero_curve {
    size_t n, n_room;
    double *x;    /**< owned; log10 */
    double *loss; /**< owned; NaN: nothing is known between the neighbours */
} nz_figure_zero_curve_t;

/** @brief Items n at which none is solved with probability @p share, in (0, 1); a real
 *         number, inf at infinite loss, 0 at loss 0. */
double nz_figure_zero_items(double share, double loss);

/** @brief The loss at which none of @p items is solved with probability @p share. */
double nz_figure_zero_loss(double share, double items);

/** @brief Whether an accuracy has a place on the scale log(-log p): 0 < p < 1. */
bool nz_figure_zero_is_inside(double accuracy);

/**
 * @brief Places so dense that what is drawn on the frame is smooth, and wherever one of
 *        the shares reaches one item or the upper edge.
 *
 * Between two nodes log(loss) is linear in log(x), which is exact for the power law;
 * there is a gap beside those with accuracy 0 or 1.
 * @param nodes  by rising x, distinct; thinned where they are denser than can be seen.
 * @param is_accuracy  x is the accuracy, and the loss -log x.
 * @param shares  @p n_shares probabilities.
 * @param[out] out  free with nz_figure_zero_curve_free; untouched on error. n is 0 if no
 *                  two neighbours have a place on the scale.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_zero_curve_make(const nz_figure_zero_node_t *nodes,
    size_t n_nodes, bool is_accuracy, const double *shares, size_t n_shares,
    const nz_figure_frame_t *frame, nz_figure_zero_curve_t *out);

/** @brief Release what @p self owns and zero it. */
void nz_figure_zero_curve_free(nz_figure_zero_curve_t *self);

#endif
