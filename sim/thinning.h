/** @file thinning.h
 *  @brief Which models of a grid a thinned curve keeps. */
#ifndef NZ_SIM_THINNING_H
#define NZ_SIM_THINNING_H

#include <stddef.h>
#include <stdint.h>

/** Models first, first + stride, ..., in order of size; the last is the largest. */
typedef struct nz_thinning {
    size_t first, stride, n;
} nz_thinning_t;

/**
 * @brief Every @p stride-th of @p n_models models, counted from the largest down: those
 * whose position i has n_models - 1 - i a multiple of the stride, 1 + floor((n_models -
 * 1) / stride) of them.
 * @param n_models,stride  at least 1.
 */
nz_thinning_t nz_thinning(size_t n_models, uint64_t stride);

/** @brief Copy the values of the models kept from @p all, one per model, to @p kept. */
void nz_thinning_take(const nz_thinning_t *self, const double *all, double *kept);

#endif
