/** @file success_count.h
 *  @brief k of n: trials and successes of a row of a table, or the score that they give.
 */
#ifndef NZ_SIM_SUCCESS_COUNT_H
#define NZ_SIM_SUCCESS_COUNT_H

#include "sim/csv_reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a printed score says of the number of successes. */
typedef enum nz_success_count_status {
    NZ_SUCCESS_COUNT_ONE,     /**< one count only is meant */
    NZ_SUCCESS_COUNT_SEVERAL, /**< rounded so far that several counts print alike */
    NZ_SUCCESS_COUNT_NONE     /**< no count gives this score */
} nz_success_count_status_t;

/**
 * @brief The successes in @p trials whose mean is a printed score.
 *
 * One count is meant if score * trials lies within .01 of a whole number, or within what
 * rounding of the printed score can explain (half a unit of its last digit, times trials)
 * if that is below .5. Above, a score that is not whole has several.
 *
 * @param text    the score as printed, a number that nz_number_parse_real reads; NULL:
 *                in its shortest form (nz_number_format).
 * @param score   its value, 0 to 1.
 * @param trials  1..2^53.
 * @param[out] successes  the nearest count, 0..trials; of NONE too.
 */
nz_success_count_status_t nz_success_count_of_score(
    const char *text, double score, uint64_t trials, uint64_t *successes);

/** @brief How far score * trials is from a whole number, 0 to .5. */
double nz_success_count_off(double score, uint64_t trials);

/** @brief The value of the last digit of a printed number: .001 of "0.120", 1 of "0". */
double nz_success_count_last_digit(const char *text);

/** @brief Read the trials of a row, 1..2^53; otherwise refuse them. @p trials is
 *         untouched then.
 *  @return whether they could be read. */
bool nz_success_count_read_trials(
    const nz_csv_row_t *row, size_t i_column, uint64_t *trials);

/** @brief Read the successes of a row, at most @p trials unless that is 0 (unknown);
 *         otherwise refuse them. @p successes is untouched then.
 *  @return whether they could be read. */
bool nz_success_count_read_successes(
    const nz_csv_row_t *row, size_t i_column, uint64_t trials, uint64_t *successes);

/** @brief Add the message that a score is not the mean of @p trials outcomes 0 or 1. */
void nz_success_count_refuse_score(
    const nz_csv_row_t *row, size_t i_column, uint64_t trials);

#endif
