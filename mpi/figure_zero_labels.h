/** @file figure_zero_labels.h
 *  @brief Where the labels of the lines of equal probability stand: on the lines, along
 *         them, clear of everything else. */
#ifndef NZ_MPI_FIGURE_ZERO_LABELS_H
#define NZ_MPI_FIGURE_ZERO_LABELS_H

#include "mpi/figure_zero_curve.h"

/** Most lines with labels. */
#define NZ_FIGURE_ZERO_LINES_MAX 3

/** A place on a panel, in log10 of the units of its axes. */
typedef struct nz_figure_spot {
    double x, y;
} nz_figure_spot_t;

/** What else is on the panel. */
typedef struct nz_figure_obstacles {
    const nz_figure_spot_t *points;
    size_t n_points;
    const double *levels; /**< horizontal lines, log10 */
    size_t n_levels;
} nz_figure_obstacles_t;

/** A label. */
typedef struct nz_figure_zero_label {
    bool is_placed;
    nz_figure_spot_t at; /**< its centre */
    double angle;        /**< -90..90 [degrees] */
} nz_figure_zero_label_t;

/**
 * @brief Place a label on the line of each share, where the panel leaves most room.
 * @param shares  @p n_shares <= NZ_FIGURE_ZERO_LINES_MAX probabilities.
 * @param[out] labels  one per share; not placed where there is no room. Untouched on
 * error.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_zero_labels_place(const nz_figure_zero_curve_t *curve,
    const double *shares, size_t n_shares, const nz_figure_frame_t *frame,
    const nz_figure_obstacles_t *obstacles, nz_figure_zero_label_t *labels);

/** @brief Whether the line is to be interrupted at a spot, because its label is there. */
bool nz_figure_zero_label_hides(const nz_figure_zero_label_t *label,
    const nz_figure_frame_t *frame, nz_figure_spot_t spot);

#endif
