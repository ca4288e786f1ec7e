/** @file studentized_part.h
 *  @brief Saddlepoint approximation of Student's t of a resample of which some items are
 *         known. */
#ifndef NZ_STATS_STUDENTIZED_PART_H
#define NZ_STATS_STUDENTIZED_PART_H

#include "stats/item_values.h"
#include "stats/status.h"

/** A resample: @p n_draws items drawn from @p items and, if others are known, their sums
 *  about the mean @p centre of all the data. */
typedef struct nz_studentized_part {
    const nz_item_values_t *items; /**< borrowed: what is drawn from */
    double n_draws;                /**< >= 1 */
    double n_items;                /**< drawn and known */
    double centre;                 /**< mean of the data; m* - centre is studentized */
    double sum1, sum2; /**< of the known items: of x - centre, and its square */
    double correction; /**< of r* at the centre of the part; set by init */
} nz_studentized_part_t;

/** @brief All n items are drawn, none is known. */
void nz_studentized_part_init_all(
    nz_studentized_part_t *self, const nz_item_values_t *items);

/** @brief Some items are known: all members but the last are the caller's. */
void nz_studentized_part_init(nz_studentized_part_t *self);

/**
 * @brief The t at which P(t* <= t) = Phi(z).
 *
 * With x - centre = d, (A, B) the sums of d and d^2 over the resample, t* = A/sqrt(B -
 * A^2/n): a curve A = g sqrt(B). Let K(l1, l2) = log mean exp(l1 d + l2 d^2) over the
 * items drawn, and I its convex conjugate at the means of what is drawn. At the point of
 * the curve where I is least,
 * - r* = r + log(v/r)/r,
 * - r = sqrt(2 n_draws I) with the sign of l1,
 * - v = sqrt(n_draws) l1 sqrt(det K'' h), with h the second derivative of I along the
 *   curve A = g sqrt(B) by B/n_draws:
 *
 * Laplace's approximation of the density of t*, integrated as Barndorff-Nielsen's r*.
 *
 * @param[in]  z  finite.
 * @param[out] t  finite; untouched on error. Where no t reaches z, the nearest that does.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (z).
 * @retval NZ_ERR_NUMERIC  no point of the curve was found.
 * @par Source  H. E. Daniels, G. A. Young (1991), Biometrika 78(1), 169-179; T. J.
 *      DiCiccio, M. A. Martin (1991), Biometrika 78(4), 891-902; O. E. Barndorff-Nielsen
 *      (1986), Biometrika 73(2), 307-322. The formulas were derived anew and compared
 *      with exact enumeration.
 */
NZ_NODISCARD nz_status_t nz_studentized_part_quantile(
    const nz_studentized_part_t *self, double z, double *t);

/**
 * @brief The r* of @p t: P(t* <= t) = Phi(r*). Beyond the reach of the items, 9 or
 * -9.
 * @param[in]  t  finite.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN, NZ_ERR_NUMERIC  as above.
 */
NZ_NODISCARD nz_status_t nz_studentized_part_z(
    const nz_studentized_part_t *self, double t, double *z);

#endif
