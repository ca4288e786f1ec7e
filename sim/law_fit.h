/** @file law_fit.h
 *  @brief The scaling law of one group of published results, zeros kept.
 *
 *  Counts are fitted by maximum likelihood (stats/cloglog_fit.h), other scores by
 * weighted least squares on the law of their metric (sim/score_law.h), in eta(N) =
 * log((N/c)^alpha) = alpha log(N/c), the log of the reducible loss per token. Without a
 * known number of tokens L is 1: c then belongs to items, not to tokens.
 *
 *  Limits are those of a profile likelihood (of least squares: of the sum of squares),
 *  without the dispersion; multiply their distances by its root if it is above 1.
 */
#ifndef NZ_SIM_LAW_FIT_H
#define NZ_SIM_LAW_FIT_H

#include "sim/results.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names and sentences: why a group has no fit that may be used. */
#define NZ_LAW_FIT_STATUS_LIST(X)                                                        \
    X(OK, ok, "")                                                                        \
    X(ONE_SIZE, one_size, "all results are of one model size; a law needs two or more")  \
    X(ALL_ZERO, all_zero,                                                                \
        "no model solved an item: any law that is low enough fits; use larger test "     \
        "sets or larger models")                                                         \
    X(ALL_RIGHT, all_right, "no model failed an item: any law that is high enough fits") \
    X(SEPARATED, separated,                                                              \
        "successes begin where failures end, or at one size only: the curve may be "     \
        "arbitrarily steep, alpha has one limit only and c none")                        \
    X(NOT_MONOTONE, not_monotone,                                                        \
        "scores do not improve with size: the fitted alpha is not negative, so that "    \
        "this is no scaling law")                                                        \
    X(MIXED_TOKENS, mixed_tokens,                                                        \
        "items of several lengths are in one group: add tokens to --group")              \
    X(NO_LAW, no_law,                                                                    \
        "there is no law for this metric here; name one by --law if one applies "        \
        "(shares "                                                                       \
        "of successes are from 0 to 1, not percent)")                                    \
    X(NO_COUNTS, no_counts,                                                              \
        "some scores have no number of trials, or are no whole number of successes: "    \
        "a fit of successes needs their counts")                                         \
    X(OUT_OF_RANGE, out_of_range,                                                        \
        "the scores are beyond what the law can give at any size, or a step between "    \
        "two "                                                                           \
        "sizes fits them as well")                                                       \
    X(FAILED, failed, "the fit did not converge")

typedef enum nz_law_fit_status {
#define NZ_LAW_FIT_STATUS_(upper, lower, text) NZ_LAW_FIT_##upper,
    NZ_LAW_FIT_STATUS_LIST(NZ_LAW_FIT_STATUS_)
#undef NZ_LAW_FIT_STATUS_
        NZ_N_LAW_FIT_STATUSES
} nz_law_fit_status_t;

/** What is fitted, and how. */
typedef struct nz_law_fit_options {
    double level;               /**< of the limits, 0 < level < 1 */
    nz_score_setting_t setting; /**< tokens: of groups whose table does not say; 0 =
                                     unknown */
    uint64_t replicates;        /**< of the parametric bootstrap; 0 = none */
    uint64_t seed;
} nz_law_fit_options_t;

/** What the parametric bootstrap finds: results drawn from the fit and fitted again. */
typedef struct nz_law_fit_bootstrap {
    uint64_t n_fitted;     /**< replicates that have a fit, of all */
    double alpha[2], c[2]; /**< percentile limits, of the replicates that have a fit; of
                                alpha also of separated ones, as infinitely steep */
    double p_value;        /**< (1 + replicates whose deviance is as large as that of the
                                fit) / (1 + those that have one) */
    double plateau_p;      /**< (1 + replicates whose plateau probability is as small as
                                that seen) / (1 + all); 1 for replicates without zeros or
                                without a fit of the others */
    double p_value_mcse, plateau_p_mcse; /**< their Monte Carlo errors */
} nz_law_fit_bootstrap_t;

/** The fit. Plain data; NaN where a member is undefined. */
typedef struct nz_law_fit {
    nz_law_fit_status_t status;
    nz_score_law_t law;
    size_t n_models;    /**< rows that were fitted */
    size_t n_zeros;     /**< of counts: models without a success */
    double tokens;      /**< L that was used; 1 if unknown */
    double irreducible; /**< that was used */
    double alpha[3];    /**< estimate, lower, upper; limits may be infinite. Of ok, not
                             monotone and, limits only, separated */
    double c[3];        /**< likewise [parameters]; limits from 0 to infinity */
    double centre;      /**< size where the estimates of eta and alpha are uncorrelated
                             [parameters] */
    double eta[3];      /**< alpha log(centre/c), of one token */
    double intercept, slope, variance[3]; /**< intercept + slope log N: of counts eta(N) +
                                log L, of scores eta(N); with the covariance of both as
                                nz_cloglog_fit_t and nz_curve_fit_t have it */
    double deviance;         /**< of counts; of scores the weighted sum of squares */
    double df;               /**< n_models - 2 */
    double p_value;          /**< of the deviance, by chi-square; NaN without df, and of
                                  scores without standard errors */
    double dispersion;       /**< Pearson's chi-square over df, likewise */
    double plateau_p;        /**< P(all zeros | fit of the others); NaN without zeros */
    double plateau_expected; /**< successes that it expects at them */
    nz_law_fit_bootstrap_t bootstrap; /**< all NaN and 0 without replicates */
} nz_law_fit_t;

/** @brief Fit one group.
 *  @param[out] out  untouched on error; that a group has no fit is no error but a status.
 *  @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NO_MEMORY */
NZ_NODISCARD nz_status_t nz_law_fit_make(const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options, nz_law_fit_t *out);

/** What the fit says of one model size. */
typedef struct nz_law_fit_point {
    double score[3]; /**< fitted score and its limits at the options' level, by the
                          profile of eta at this size */
    double zero_probability; /**< P(no success in `trials`); NaN for scores */
    double test_size;        /**< items that show `successes` or more with probability
                                  `confidence`; inf = none is enough; NaN for scores */
} nz_law_fit_point_t;

/** What is asked of a size. */
typedef struct nz_law_fit_question {
    double parameters;  /**< > 0 */
    uint64_t trials;    /**< 0 = unknown */
    uint64_t successes; /**< r >= 1 */
    double confidence;  /**< 0 < confidence < 1 */
} nz_law_fit_question_t;

/**
 * @brief What the fit of a group says of a size, measured or not.
 * @param fit  of this group with these options; with a line.
 * @param[out] out  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY, NZ_ERR_NUMERIC
 * @retval NZ_ERR_DOMAIN  a fit without a line, or a question out of range.
 */
NZ_NODISCARD nz_status_t nz_law_fit_predict(const nz_results_t *results, size_t i_group,
    const nz_law_fit_options_t *options, const nz_law_fit_t *fit,
    const nz_law_fit_question_t *question, nz_law_fit_point_t *out);

/** @brief Whether there is a line, so that something can be predicted by it. */
bool nz_law_fit_has_line(const nz_law_fit_t *fit);

/** @brief Name as in the column `status`, and why there is no fit, a sentence without a
 * full stop, "" of ok; static. */
const char *nz_law_fit_status_name(nz_law_fit_status_t status);
const char *nz_law_fit_status_sentence(nz_law_fit_status_t status);

#endif
