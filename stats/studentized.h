/** @file studentized.h
 *  @brief placeholder
 */
#ifndef NZ_STATS_STUDENTIZED_H
#define NZ_STATS_STUDENTIZED_H

#include "stats/score_sum.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How a distribution was evaluated. */
typedef enum nz_studentized_engine {
    NZ_STUDENTIZED_BINOMIAL,
    NZ_STUDENTIZED_LIST,
    NZ_STUDENTIZED_SADDLEPOINT
} nz_studentized_engine_t;

/** What to use: chosen by the data, or forced (to measure one against the other). A list
 *  cannot be forced beyond 2^22 resamples; nz_studentized_engine tells. */
typedef enum nz_studentized_choice {
    NZ_STUDENTIZED_AUTO,
    NZ_STUDENTIZED_FORCE_LIST,
    NZ_STUDENTIZED_FORCE_SADDLEPOINT
} nz_studentized_choice_t;

/** Opaque; holds the workspace, reused from one set of items to the next. */
typedef struct nz_studentized nz_studentized_t;

NZ_NODISCARD nz_status_t nz_studentized_create(size_t max_scores, nz_studentized_t **out);

void nz_studentized_destroy(nz_studentized_t **self);

NZ_NODISCARD nz_status_t nz_studentized_set_scores(
    nz_studentized_t *self, const nz_scores_t *scores, nz_studentized_choice_t choice);

NZ_NODISCARD nz_status_t nz_studentized_set_values(nz_studentized_t *self,
    const double *values, const uint64_t *counts, size_t n_values,
    nz_studentized_choice_t choice);

nz_studentized_engine_t nz_studentized_engine(const nz_studentized_t *self);

NZ_NODISCARD nz_status_t nz_studentized_quantile(
    nz_studentized_t *self, double tail, bool upper, double *t);

#endif
