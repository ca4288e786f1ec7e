/** @file plan_number.h
 *  @brief Reads the numbers of `nonzero plan`'s options.
 *
 *  What is wrong becomes a message "OPTION: expected ..., not '...'"; outputs are then
 *  untouched, as they are if the option was not given. All return NZ_OK, NZ_ERR_INPUT
 * (refused) or NZ_ERR_NO_MEMORY.
 */
#ifndef NZ_MPI_PLAN_NUMBER_H
#define NZ_MPI_PLAN_NUMBER_H

#include "mpi/method_options.h"
#include "mpi/option_number.h"
#include "mpi/plan_arguments.h"
#include "sim/diagnostic.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stdint.h>

/** @brief Read one real number. */
NZ_NODISCARD nz_status_t nz_plan_number_real(const nz_plan_arguments_t *arguments,
    nz_plan_key_t key, const nz_option_number_rule_t *rule, double *out,
    nz_diagnostics_t *diagnostics);

/** @brief Read a whole number from @p least to @p most. */
NZ_NODISCARD nz_status_t nz_plan_number_count(const nz_plan_arguments_t *arguments,
    nz_plan_key_t key, uint64_t least, uint64_t most, uint64_t *out,
    nz_diagnostics_t *diagnostics);

/** @brief Read one level, as nz_method_options_levels does. */
NZ_NODISCARD nz_status_t nz_plan_number_level(const nz_plan_arguments_t *arguments,
    nz_plan_key_t key, double *out, nz_diagnostics_t *diagnostics);

/** @brief Read a list that follows @p rule.
 *  @param is_fraction  of numbers up to 1: one in percent is answered with the fraction.
 *  @param[out] out  owned by the caller; what it held is not freed. */
NZ_NODISCARD nz_status_t nz_plan_number_list(const nz_plan_arguments_t *arguments,
    nz_plan_key_t key, const nz_number_rule_t *rule, bool is_fraction,
    nz_number_list_t *out, nz_diagnostics_t *diagnostics);

#endif
