/** @file plan_options.h
 *  @brief What `nonzero plan` was asked for, checked: goals, models, output. */
#ifndef NZ_MPI_PLAN_OPTIONS_H
#define NZ_MPI_PLAN_OPTIONS_H

#include "mpi/progress.h"
#include "mpi/table.h"
#include "sim/diagnostic.h"
#include "sim/plan.h"
#include "sim/plan_point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where the models of a plan come from. */
typedef enum nz_plan_source {
    NZ_PLAN_OF_NOTHING,    /**< no accuracy is needed: one point of which all is NaN */
    NZ_PLAN_OF_ACCURACIES, /**< --accuracy */
    NZ_PLAN_OF_LAW,        /**< --c, --alpha */
    NZ_PLAN_OF_STUDY,      /**< a study file */
    NZ_PLAN_OF_FIT,        /**< --fit, a table of results */
    NZ_N_PLAN_SOURCES
} nz_plan_source_t;

/** The options. Texts are borrowed from the command line. */
typedef struct nz_plan_options {
    nz_plan_request_t requests[NZ_N_PLAN_GOALS]; /**< one for each goal, in its order */
    size_t n_requests;                           /**< 1 or more */
    nz_plan_source_t source;
    nz_plan_points_t points; /**< owned; one or more */
    bool has_price;          /**< costs are by --price; else in parameters x tokens */

    uint64_t replicates; /**< of --verify; 100 .. 10^9 */
    uint64_t seed;
    nz_progress_mode_t progress;

    bool alternatives; /**< print the columns of token scoring */
    nz_table_format_t format;
    bool with_words;    /**< around the table; only with NZ_TABLE_TABLE */
    const char *output; /**< NULL = standard output */
} nz_plan_options_t;

/** @brief Whether the command line, as of nz_plan_options_parse, has --verify. Reads no
 * file and says nothing; false if it cannot be parsed. */
bool nz_plan_options_wants_verify(int argc, char **argv);

/**
 * @brief Parse the command line, read the study or table that it names, and check
 * everything.
 *
 * What is wrong is told on stderr, all of it at once, by the process that speaks
 * (nz_cli_speaks).
 * @param argv  argv[0] is the command's name.
 * @param[out] out  untouched on error. Free with nz_plan_options_free.
 * @param[in,out] diagnostics  gets what was told; warnings to tell at the end if the
 * result is 0.
 * @return 0, or an exit code to return from the command. --help exits.
 */
int nz_plan_options_parse(
    int argc, char **argv, nz_plan_options_t *out, nz_diagnostics_t *diagnostics);

/** @brief Release what @p self owns and zero it. */
void nz_plan_options_free(nz_plan_options_t *self);

#endif
