/** @file interval.h
 *  @brief What a confidence interval is: limits, tails, status, and the methods' names.
 */
#ifndef NZ_STATS_INTERVAL_H
#define NZ_STATS_INTERVAL_H

#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Largest count that a double holds exactly, with every smaller one: 2^53. */
#define NZ_COUNT_MAX (UINT64_C(1) << 53)

/** What can be said of an interval besides its limits. */
typedef enum nz_interval_status {
    NZ_INTERVAL_OK,         /**< the method gave an interval of positive width */
    NZ_INTERVAL_DEGENERATE, /**< zero width: the method says nothing (all resamples equal)
                             */
    NZ_INTERVAL_UNDEFINED   /**< the method is not defined for these data; both limits are
                                 the estimate, and stand for none */
} nz_interval_status_t;

/** An interval; the limits have the unit of the quantity estimated. They may be infinite,
 * never NaN. */
typedef struct nz_interval {
    double lower;
    double upper;
    nz_interval_status_t status;
} nz_interval_t;

/** Probability that a method aims to leave out below and above its interval; both in
 *  [0, 1), sum below 1. A zero asks for no limit on that side. */
typedef struct nz_tails {
    double lower;
    double upper;
} nz_tails_t;

/* One list feeds the enum, the names, the study's vocabulary and the help.
 * X(enum, name, takes scores, what it is): `takes scores` says whether the method applies
 * to the mean of any scores (true) or to 0/1 outcomes only (false). */
#define NZ_INTERVAL_METHOD_LIST(X)                                                       \
    X(WALD, wald, false, "normal approximation; says nothing at 0 and n")                \
    X(WILSON, wilson, false,                                                             \
        "score test inverted; short, close to its level on average")                     \
    X(CLOPPER_PEARSON, clopper_pearson, false, "exact: never below its level")           \
    X(MID_P, mid_p, false, "exact with half the observed count; close to its level")     \
    X(JEFFREYS, jeffreys, false, "Bayesian, prior Beta(1/2, 1/2)")                       \
    X(MODIFIED_JEFFREYS, modified_jeffreys, false,                                       \
        "jeffreys with the gaps near 0 and 1 closed")                                    \
    X(AGRESTI_COULL, agresti_coull, false, "normal approximation with z^2 items added")  \
    X(BAYES_UNIFORM, bayes_uniform, false,                                               \
        "Bayesian, uniform prior; covers no value just above 0")                         \
    X(ANYTIME, anytime, false, "holds however often one looks while items come in")      \
    X(STUDENT_T, student_t, true, "mean and its t quantiles; says nothing at 0 and n")   \
    X(BOOTSTRAP_PERCENTILE, bootstrap_percentile, true,                                  \
        "quantiles of the resampled mean; says nothing at 0 and n")                      \
    X(BOOTSTRAP_BASIC, bootstrap_basic, true, "the percentile limits mirrored")          \
    X(BOOTSTRAP_NORMAL, bootstrap_normal, true, "mean and its bootstrap standard error") \
    X(BOOTSTRAP_STUDENTIZED, bootstrap_studentized, true,                                \
        "quantiles of the resampled t; limits may be infinite")                          \
    X(BOOTSTRAP_BCA, bootstrap_bca, true,                                                \
        "percentile limits corrected for bias and skewness")

typedef enum nz_interval_method {
#define NZ_METHOD_ENUM_(upper, lower, scores, text) NZ_METHOD_##upper,
    NZ_INTERVAL_METHOD_LIST(NZ_METHOD_ENUM_)
#undef NZ_METHOD_ENUM_
        NZ_N_INTERVAL_METHODS
} nz_interval_method_t;

/** How a bootstrap is evaluated. */
typedef enum nz_bootstrap_engine {
    NZ_ENGINE_EXACT,   /**< infinitely many resamples, from their distribution */
    NZ_ENGINE_RESAMPLE /**< a finite number of random resamples */
} nz_bootstrap_engine_t;

/** @brief Name of a method as in study files and tables; static, NULL outside the enum.
 */
const char *nz_interval_method_name(nz_interval_method_t method);

/** @brief What a method is, in a few words; static, NULL outside the enum. */
const char *nz_interval_method_text(nz_interval_method_t method);

/** @brief Find a method by its name. @return false, @p method untouched, if there is
 * none. Neither pointer may be NULL. */
bool nz_interval_method_find(const char *name, nz_interval_method_t *method);

/** @brief Whether @p method applies to scores other than 0/1. */
bool nz_interval_method_takes_scores(nz_interval_method_t method);

/** @brief Name of a status: "ok", "degenerate" or "undefined"; static, never NULL. */
const char *nz_interval_status_name(nz_interval_status_t status);

/** @brief One minus @p level, .5 <= level < 1, as people mean it who write the level in
 * decimals: 0.95 leaves out .05, where the difference of doubles is .05 + 4e-17. */
double nz_level_complement(double level);

/** @brief The equal tails nz_level_complement(level)/2 of a two-sided interval. */
nz_tails_t nz_tails_two_sided(double level);

/** @brief Whether @p tails is in its documented range (false for NaN). */
bool nz_tails_are_valid(nz_tails_t tails);

/**
 * @brief An interval with these limits, and its status: ok if lower < upper, otherwise
 * degenerate.
 *
 * On the side of a zero tail the limit given is not looked at: there it is the end of the
 * scale, @p least or @p most, or the other limit where that lies beyond the end.
 */
nz_interval_t nz_interval_on_scale(
    double lower, double upper, nz_tails_t tails, double least, double most);

#endif
