/** @file student_t.h
 *  @brief Quantiles of Student's t for any number of degrees of freedom.
 */
#ifndef NZ_STATS_STUDENT_T_H
#define NZ_STATS_STUDENT_T_H

#include "stats/status.h"

/**
 * @brief The t with P(T > t) = @p tail for T with @p df degrees of freedom.
 *
 * By T^2/(df + T^2) ~ Beta(1/2, df/2), or by its complement, whichever is small and so
 * carries the digits. GSL's own inverse is not used: it loses digits at extreme tails.
 * At tails next to 1/2, t keeps the digits that the tail's double has.
 *
 * @param[in]  tail  0 < tail < 1; negative t above one half.
 * @param[in]  df    > 0, at most 2^54.
 * @param[out] t     untouched on error.
 * @retval NZ_ERR_NULL_ARG  @p t is NULL.
 * @retval NZ_ERR_DOMAIN    an argument is out of range or NaN.
 * @retval NZ_ERR_NUMERIC   t is above some 1e153 (df far below 1), or no convergence.
 * @par Accuracy  Relative error below 2e-14 for df from 1/2 to 1e15 and tails from 5e-13
 * to 1 - 5e-13, but up to 1e-12 where |t| is just above 1 and df above 1e4 (against 50
 * digits; see nz_beta_quantile).
 */
NZ_NODISCARD nz_status_t nz_student_t_quantile(double tail, double df, double *t);

#endif
