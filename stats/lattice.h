/** @file lattice.h
 *  @brief Whether real scores are equally spaced: 0, .5, 1; 1 to 5; thousandths. */
#ifndef NZ_STATS_LATTICE_H
#define NZ_STATS_LATTICE_H

#include <stdbool.h>
#include <stddef.h>

/** The values base + step j for j = 0 .. n_scores - 1. */
typedef struct nz_lattice {
    double base, step;
    size_t n_scores; /**< >= 2 */
} nz_lattice_t;

/**
 * @brief Find the coarsest lattice that holds all values, each to 1e-9 of their range.
 * @param[in]  values  @p n of them, ascending, finite.
 * @param[in]  max_scores  most scores that it may have, 2 to 10^4.
 * @param[out] out  untouched if there is none.
 * @return false if there is none, or if all values are equal. No pointer may be NULL.
 */
bool nz_lattice_find(
    const double *values, size_t n, size_t max_scores, nz_lattice_t *out);

/** @brief Number j of the score nearest to @p value, which must lie in the range. */
size_t nz_lattice_score(const nz_lattice_t *self, double value);

#endif
