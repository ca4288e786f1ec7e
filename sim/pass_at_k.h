/** @file pass_at_k.h
 *  @brief The metric pass@k: the probability that one of k answers to an item is right,
 *         estimated from s answers to each.
 *
 *  An item has s answers, each right with the item's own probability pi = p^L: of a
 * target of L tokens all must be right. p = exp(-loss) for every item, or Beta(A, B) with
 * mean exp(-loss) and A + B + 1 = 1/rho (sim/sequence_law.h); all answers to an item
 * share its p. The number c of right answers is binomial given p, and its histogram over
 * the items is multinomial and sufficient.
 *
 *  @par Source  M. Chen et al. (2021), arXiv 2107.03374, equation 1.
 */
#ifndef NZ_SIM_PASS_AT_K_H
#define NZ_SIM_PASS_AT_K_H

#include "sim/task.h"
#include "stats/status.h"

#include <stdint.h>

/** Most answers to an item. */
#define NZ_PASS_AT_K_SAMPLES_MAX 1000

/**
 * @brief The unbiased estimate of 1 - (1 - pi)^k from c right answers of s, for every c:
 * 1 - C(s-c, k)/C(s, k), as the sum of k/(s-j) prod_{i<j} (1 - k/(s-i)) over j < c.
 * @param samples  s.   @param k  1 .. s.   No checks.
 * @param[out] values  s + 1 of them, rising from 0 to 1; relative error some s 1e-16.
 */
void nz_pass_at_k_values(uint64_t samples, uint64_t k, double *values);

/**
 * @brief Probabilities of 0 .. s right answers to an item.
 *
 * Items alike: binomial. Otherwise the mean over p: of s right answers prod_{i<Ls}
 * (A+i)/(A+B+i); of 1 .. s-1 by the trapezoid rule over the logit of p, on which the
 * integrand is log-concave and falls at least like exp(-|x|), so that the error falls
 * exponentially; of 0 the rest.
 * @param task  members loss, difficulty (L), item_correlation (rho) and samples (s).
 * @param[out] pmf  s + 1 probabilities; untouched on error.
 * @retval NZ_ERR_NULL_ARG
 * @retval NZ_ERR_DOMAIN  the task is out of range, samples 0 or above the most.
 * @par Accuracy  Relative error below 1e-10 but for 0 right answers, whose error is
 * below 1e-11 absolute, for A and B from 1e-6 to 1e6 and L up to 1000. Correlations below
 * 1e-14 count as 0.
 */
NZ_NODISCARD nz_status_t nz_pass_at_k_pmf(const nz_task_t *task, double *pmf);

/**
 * @brief True value E[1 - (1 - pi)^k] and the standard deviation of an item's score.
 *
 * Items alike: -expm1(k log1p(-pi)). Otherwise the mean of the scores by the pmf. A mean
 * that would round to 0 or 1 is the double next to it, unless the loss is 0 or infinite.
 * @param task  as for nz_pass_at_k_pmf, and k, 1 .. s.
 * @param[out] mean,sd  untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN.
 */
NZ_NODISCARD nz_status_t nz_pass_at_k_truth(
    const nz_task_t *task, double *mean, double *sd);

#endif
