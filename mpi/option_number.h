/** @file option_number.h
 *  @brief Reads an option that is one number.
 *
 *  What is wrong becomes a message "OPTION: expected ..., not '...'"; outputs are then
 *  untouched, as they are if the option was not given, its text NULL. All return NZ_OK,
 *  NZ_ERR_INPUT (refused) or NZ_ERR_NO_MEMORY. An option is named as it is written, e.g.
 *  "--power".
 */
#ifndef NZ_MPI_OPTION_NUMBER_H
#define NZ_MPI_OPTION_NUMBER_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What number an option takes. */
typedef struct nz_option_number_rule {
    const char *expected; /**< for messages, "a correlation from 0 to below 1" */
    double low, high;
    bool low_open, high_open; /**< the end itself is not allowed */
    bool is_fraction;         /**< one in percent is answered with the fraction */
} nz_option_number_rule_t;

/** @brief Read one real number. */
NZ_NODISCARD nz_status_t nz_option_number_real(const char *option,
    const nz_option_number_rule_t *rule, const char *text, double *out,
    nz_diagnostics_t *diagnostics);

/** @brief Read a whole number from @p least to @p most. */
NZ_NODISCARD nz_status_t nz_option_number_count(const char *option, const char *text,
    uint64_t least, uint64_t most, uint64_t *out, nz_diagnostics_t *diagnostics);

/** @brief Read one level, as nz_method_options_levels does. */
NZ_NODISCARD nz_status_t nz_option_number_level(
    const char *option, const char *text, double *out, nz_diagnostics_t *diagnostics);

/** @brief Refuse the first of @p length bytes of @p text, if it is a number in percent,
 * with the fraction; else NZ_OK. */
NZ_NODISCARD nz_status_t nz_option_number_refuse_percent(
    const char *option, const char *text, size_t length, nz_diagnostics_t *diagnostics);

#endif
