/** @file student_t.h
 *  @brief Quantiles of Student's t for any number of degrees of freedom.
 */
#ifndef NZ_STATS_STUDENT_T_H
#define NZ_STATS_STUDENT_T_H

#include "stats/status.h"

/**
 * @brief The t with P(T > t) = @p tail for T with @p df degrees of freedom.
 *
 * By df/(df + T^2) ~ Beta(df/2, 1/2), or by its complement, whichever is small and so
 * carries the digits. GSL's own inverse is not used: it loses digits at extreme tails.
 *
 * @param[in]  tail  0 < tail < 1; negative t above one half.
 * @param[in]  df    > 0, at most 2^54.
 * @param[out] t     untouched on error.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC.
 * @par Accuracy  Relative error below 1e-12 for tails from 5e-13 to .4999.
 */
NZ_NODISCARD nz_status_t nz_student_t_quantile(double tail, double df, double *t);

#endif
