/** @file line_matrix.h
 *  @brief Symmetric matrices of second derivatives by (level, slope) of a line
 *  eta = level + slope (x - centre), as three numbers: of level, of both, of slope.
 *
 *  What stats/cloglog_fit.c and stats/curve_fit.c share. Not installed.
 */
#ifndef NZ_STATS_LINE_MATRIX_H
#define NZ_STATS_LINE_MATRIX_H

#include <stdbool.h>

/** @brief Whether a matrix is positive definite, by more than rounding. */
bool nz_line_matrix_is_definite(const double matrix[3]);

/** @brief Solve matrix * solution = vector; false, without a solution, if the matrix is
 *  not definite. */
bool nz_line_matrix_solve(
    const double matrix[3], const double vector[2], double solution[2]);

/** @brief The inverse of an information about @p centre, carried over to x = 0: variance
 *  of the value there, of the slope, and their covariance. */
void nz_line_matrix_variance(
    const double information[3], double centre, double variance[3]);

#endif
