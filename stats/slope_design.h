/** @file slope_design.h
 *  @brief How well a test of several models measures the slope of their scaling law.
 *
 *  -log accuracy = exp(eta) + offset, where eta is a straight line in x = log(model
 * size): its slope is the law's exponent. The offset is what no model avoids, an item's
 * tokens times the irreducible loss. The slope is the one that nz_cloglog_fit finds from
 * counts of independent trials that are right or wrong: items, or tokens of items.
 *
 *  The Fisher information of a trial about eta is w = pi (exp eta)^2/(1 - pi); of an item
 * scored by its L tokens, each right with probability p, -log p = (exp eta + offset)/L,
 * it is L p (exp(eta)/L)^2/(1 - p). Without an offset the most informative accuracy is
 * .2032, where pi (log pi)^2/(1 - pi) is .6476. For a given law the best place is
 * elsewhere: it depends on how far apart the models are.
 *
 *  The standard error is the standard deviation of the fitted slope over test sets of
 * these sizes:
 *     error^2 = (1/S)/(1 - share),   S = sum n w (x - mean)^2, the mean weighted by n w.
 * 1/S is the asymptotic variance, which promises too much of small test sets. The share
 * is the ratio of the term of order 1/n^2 of the variance to 1/S, in closed form, so that
 * n items alike for all models act like n - n share of an infinite test. (The sum 1/S (1
 * + share), which is the same to that order, still promises too much.)
 *
 *  @par Accuracy  Against the standard deviation of 40 000 simulated fits, in 120 designs
 * of 4 to 12 models: within 1 % for a share of .05, 2 % for .1, 3 % for .15, 6 % for .2
 * and .25 (14 % with an offset and models near its limit; 20 % in one design of few
 * models, where 6 % of fits had no maximum). The asymptotic error is 3, 6, 10 and 15 %
 * too small there. Fits that have no maximum, left out, are rare: fewer than 1 in 1000,
 * unless there are few models.
 *  @par Source  The delta method to the second order, of the maximum-likelihood estimate
 * as a function of the shares of right trials. Bias terms of the kind: D. R. Cox, E. J.
 * Snell (1968), J. R. Stat. Soc. B 30(2), 248-275.
 */
#ifndef NZ_STATS_SLOPE_DESIGN_H
#define NZ_STATS_SLOPE_DESIGN_H

#include "stats/status.h"

#include <stddef.h>
#include <stdint.h>

/** Above this share no standard error is given: it would not be one to rely on. */
#define NZ_SLOPE_DESIGN_SHARE_MAX 0.25

/**
 * @brief Information about eta of an item that is right or wrong: pi (exp eta)^2/(1 -
 * pi), exp eta = -log pi - offset, which is >= 0.
 * @param accuracy  pi. At 0, 1 and exp(-offset) the information is 0. For an accuracy so
 * near 1 that its distance has lost digits: nz_slope_design_token_information with one
 * token.
 * @param offset    >= 0.   NaN outside the ranges.
 */
double nz_slope_design_information(double accuracy, double offset);

/**
 * @brief Information about eta of an item of L tokens that are scored one by one:
 * L p (log p + offset/L)^2/(1 - p).
 *
 * If the tokens of an item are correlated by rho, their number of right ones varies
 * 1 + (L - 1) rho times as much, and the information is smaller by this design effect.
 * @param log_p   log of the probability that a token is right, <= -offset/L; -inf: 0.
 * @param tokens  L >= 1.   @param offset  of the item, >= 0.   NaN outside the ranges.
 */
double nz_slope_design_token_information(double log_p, double tokens, double offset);

/**
 * @brief Resolution exchange rate R(p, L) = (1/L) sum_{m<L} p^-m: exact-match items that
 * one token-scored item is worth.
 *
 * The ratio of the two informations with pi = p^L, whatever the offset.
 * @param log_p   log p <= 0.   @param tokens  L >= 1.   NaN outside the ranges.
 * @return >= 1; inf where it exceeds a double.
 * @par Accuracy  1e-15 (1 + L |log p|) relative.
 */
double nz_slope_design_exchange_rate(double log_p, double tokens);

/** One model, and what an item of it tells. */
typedef struct nz_slope_point {
    double x;         /**< log of its size */
    double log_right; /**< log of the probability that a trial is right, <= 0 */
    double offset;    /**< known part of -log_right, >= 0 */
    double trials;    /**< independent trials that an item is worth, > 0: 1 if it is right
                         or wrong, L scored by tokens (log_right and offset those of a
                         token), either one over its design effect */
    double cost;      /**< of one item, > 0; only nz_slope_design_divide asks */
} nz_slope_point_t;

/**
 * @brief Standard error of the slope.
 * @param[in]  items  of each model, >= 0; whole or not.
 * @param[out] error  per unit of x; untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN       a number out of range.
 * @retval NZ_ERR_UNREACHABLE  fewer than two sizes with information, or a share above
 *         NZ_SLOPE_DESIGN_SHARE_MAX: too few items.
 */
NZ_NODISCARD nz_status_t nz_slope_design_error(
    const nz_slope_point_t *points, size_t n_points, const double *items, double *error);

/**
 * @brief The fewest items n, alike for all models, for which the standard error exists
 * and is at most @p error; so it is for every larger n.
 *
 * n = max(1/(s^2) + r, r/NZ_SLOPE_DESIGN_SHARE_MAX), s = error sqrt(S) and r the share,
 * both of one item each, rounded up.
 * @param error   > 0.   @param[out] n  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 * @retval NZ_ERR_UNREACHABLE  fewer than two sizes with information, or n would exceed
 * 2^53.
 */
NZ_NODISCARD nz_status_t nz_slope_design_trials(
    const nz_slope_point_t *points, size_t n_points, double error, uint64_t *n);

/**
 * @brief Divide @p budget over the models so that the standard error is least: two of
 * them get everything.
 *
 * Of two models i and j, costs c and informations w of an item, the asymptotic variance
 * is least with n_i proportional to 1/sqrt(w_i c_i): (sqrt(c_i/w_i) +
 * sqrt(c_j/w_j))^2/(budget (x_j - x_i)^2). No division over more models has a smaller one
 * (see the source; Elfving). It is rounded to whole items, at least one each, and of all
 * pairs the one with the least standard error is taken. With a budget so small that the
 * share matters, some division over more models may be better still. A slope from two
 * models cannot show whether the law is a straight line.
 * @param[out] items  n_points whole numbers up to 2^53, sum items x cost <= budget.
 * @param[out] error  both untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN       a number out of range; budget or a cost not positive.
 * @retval NZ_ERR_UNREACHABLE  the budget does not pay for a pair that has a standard
 *         error.
 * @par Source  G. Elfving (1952), Ann. Math. Stat. 23(2), 255-262.
 */
NZ_NODISCARD nz_status_t nz_slope_design_divide(const nz_slope_point_t *points,
    size_t n_points, double budget, double *items, double *error);

#endif
