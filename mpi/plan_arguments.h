/** @file plan_arguments.h
 *  @brief The command line of `nonzero plan` as texts, before any is read. */
#ifndef NZ_MPI_PLAN_ARGUMENTS_H
#define NZ_MPI_PLAN_ARGUMENTS_H

#include "sim/diagnostic.h"
#include "stats/status.h"

#include <argp.h>
#include <stddef.h>

/** The options that are given at most once (of several the last one counts). */
typedef enum nz_plan_key {
    NZ_PLAN_KEY_NONE,
    NZ_PLAN_KEY_ACCURACY,
    NZ_PLAN_KEY_TOKENS,
    NZ_PLAN_KEY_MODELS,
    NZ_PLAN_KEY_C,
    NZ_PLAN_KEY_ALPHA,
    NZ_PLAN_KEY_IRREDUCIBLE,
    NZ_PLAN_KEY_ITEM_CORRELATION,
    NZ_PLAN_KEY_TASK,
    NZ_PLAN_KEY_FIT,
    NZ_PLAN_KEY_GROUP,
    NZ_PLAN_KEY_FIT_LEVEL,
    NZ_PLAN_KEY_GOAL,
    NZ_PLAN_KEY_CONFIDENCE,
    NZ_PLAN_KEY_SUCCESSES,
    NZ_PLAN_KEY_WIDTH,
    NZ_PLAN_KEY_ASSURANCE,
    NZ_PLAN_KEY_METHOD,
    NZ_PLAN_KEY_DIFFERENCE,
    NZ_PLAN_KEY_DISCORDANCE,
    NZ_PLAN_KEY_CORRELATION,
    NZ_PLAN_KEY_POWER,
    NZ_PLAN_KEY_DESIGN,
    NZ_PLAN_KEY_EACH,
    NZ_PLAN_KEY_FROM,
    NZ_PLAN_KEY_TRIALS,
    NZ_PLAN_KEY_BUDGET,
    NZ_PLAN_KEY_PRICE,
    NZ_PLAN_KEY_CLUSTER_SIZE,
    NZ_PLAN_KEY_CLUSTER_CORRELATION,
    NZ_PLAN_KEY_ALTERNATIVES,
    NZ_PLAN_KEY_VERIFY,
    NZ_PLAN_KEY_REPLICATES,
    NZ_PLAN_KEY_SEED,
    NZ_PLAN_KEY_PROGRESS,
    NZ_PLAN_KEY_FORMAT,
    NZ_N_PLAN_KEYS
} nz_plan_key_t;

/** What was written. All texts are borrowed from the command line. */
typedef struct nz_plan_arguments {
    const char *text[NZ_N_PLAN_KEYS]; /**< NULL: not given; "" of one without a value */
    const char *path;                 /**< a study, or NULL */
    const char *output;
    const char **settings; /**< room for one per argument, the caller's */
    size_t n_settings;
} nz_plan_arguments_t;

/** @brief The parser; its input is an nz_plan_arguments_t. */
extern const struct argp nz_plan_arguments_argp;

/** An option as it is written, e.g. "--width". */
typedef struct nz_plan_option {
    char text[32];
} nz_plan_option_t;

/** @brief How the option of a key is written; "nonzero plan" of NZ_PLAN_KEY_NONE. */
nz_plan_option_t nz_plan_arguments_option(nz_plan_key_t key);

/** @brief Tell what is wrong with an option.
 *  @return NZ_ERR_INPUT */
NZ_NODISCARD nz_status_t nz_plan_arguments_refuse(
    nz_diagnostics_t *diagnostics, nz_plan_key_t key, const char *message);

#endif
