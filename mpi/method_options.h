/** @file method_options.h
 *  @brief Options that the commands about interval methods share: methods, levels, sides
 *         and lists of numbers.
 *
 *  Each function reads the text of one option. What is wrong becomes a message "OPTION:
 * expected ..., not '...'", with what to write instead where that can be told; the
 * outputs are then untouched. All return NZ_OK, NZ_ERR_INPUT (refused, @p diagnostics
 * says why) or NZ_ERR_NO_MEMORY.
 */
#ifndef NZ_MPI_METHOD_OPTIONS_H
#define NZ_MPI_METHOD_OPTIONS_H

#include "sim/diagnostic.h"
#include "stats/interval.h"
#include "stats/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Most numbers in a list, those of its ranges included. */
#define NZ_NUMBER_LIST_MAX 10000

/** Distinct interval methods in the user's order. */
typedef struct nz_method_list {
    bool has_all;   /**< `all` was among the names */
    bool has_extra; /**< the extra word was */
    size_t n;
    nz_interval_method_t values[NZ_N_INTERVAL_METHODS];
} nz_method_list_t;

/** Numbers in the user's order, distinct unless the rule keeps repeats; release the array
 * with free(). Whole numbers up to 2^53 are exact. */
typedef struct nz_number_list {
    size_t n;
    double *values; /**< owned */
} nz_number_list_t;

/** Which limits an interval has. */
typedef enum nz_sided {
    NZ_SIDED_TWO,   /**< both, with equal tails */
    NZ_SIDED_LOWER, /**< a lower limit only; the upper one is the end of the scale */
    NZ_SIDED_UPPER  /**< an upper limit only; the lower one is the end of the scale */
} nz_sided_t;

/** What numbers a list may hold. */
typedef struct nz_number_rule {
    const char *option;   /**< for messages, e.g. "--trials" */
    const char *expected; /**< for messages, e.g. "whole numbers from 1 to 2^53" */
    double low, high;     /**< both allowed */
    bool is_whole;        /**< whole numbers only; high is then at most 2^53 */
    const char *word;     /**< a word that is allowed too and reads as NaN, or NULL */
    bool keeps_repeats;   /**< a number that is there twice counts twice */
} nz_number_rule_t;

/** @brief Cut the next item off a list, at @p separator, which becomes its end.
 *  @param[in,out] rest  what is left; NULL after the last item.
 *  @return the item, maybe empty; NULL if there is none. */
char *nz_method_options_next(char **rest, char separator);

/** @brief Read method names, separated by commas; `all` stands for every method. A name
 * that is repeated counts once. An unknown one is answered with the nearest there is.
 *  @param extra  a word that is allowed too and is no method of proportions, or NULL. */
NZ_NODISCARD nz_status_t nz_method_options_methods(const char *option, const char *text,
    const char *extra, nz_method_list_t *out, nz_diagnostics_t *diagnostics);

/**
 * @brief Read numbers, separated by commas.
 *
 * FROM:TO:COUNT, 0 < FROM < TO, stands for COUNT >= 2 numbers in equal ratios, both ends
 * exact; where whole numbers are asked for they are rounded. A number that is there twice
 * counts once, unless the rule says otherwise.
 */
NZ_NODISCARD nz_status_t nz_method_options_numbers(const nz_number_rule_t *rule,
    const char *text, nz_number_list_t *out, nz_diagnostics_t *diagnostics);

/** @brief Read levels, .5 <= level <= 1 - 1e-12, as nz_method_options_numbers does; one
 *         in percent is answered with the fraction. */
NZ_NODISCARD nz_status_t nz_method_options_levels(const char *option, const char *text,
    nz_number_list_t *out, nz_diagnostics_t *diagnostics);

/** @brief Read one of @p n_words words; @p out is its index. */
NZ_NODISCARD nz_status_t nz_method_options_word(const char *option, const char *text,
    const char *const *words, size_t n_words, int *out, nz_diagnostics_t *diagnostics);

/** @brief Read a side: two, lower or upper. */
NZ_NODISCARD nz_status_t nz_method_options_sided(
    const char *option, const char *text, nz_sided_t *out, nz_diagnostics_t *diagnostics);

/** @brief The tails that a level leaves out (nz_level_complement).
 *  @param level  .5 <= level <= 1 - 1e-12; not checked. */
nz_tails_t nz_method_options_tails(double level, nz_sided_t sided);

/** @brief Print every method with what it is, and advice which to use. */
void nz_method_options_print_help(FILE *out);

#endif
