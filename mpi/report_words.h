/** @file report_words.h
 *  @brief Numbers, models and metrics as the sentences of a report name them, in UTF-8.
 */
#ifndef NZ_MPI_REPORT_WORDS_H
#define NZ_MPI_REPORT_WORDS_H

#include "sim/study.h"

#include <stdint.h>
#include <stdio.h>

/** Room for a number in words, with the NUL [bytes]. */
#define NZ_REPORT_WORDS_SIZE 96

/** Longest name of a user in a sentence [bytes]; longer ones end in an ellipsis. */
#define NZ_REPORT_WORDS_NAME_MAX 80

/** A number in words. */
typedef struct nz_report_words {
    char text[NZ_REPORT_WORDS_SIZE];
} nz_report_words_t;

/** @brief A count, exact: "2000", "10⁹", "2.5×10⁶". */
nz_report_words_t nz_report_words_count(uint64_t count);

/** @brief A number of three digits: "0.168", "350", "2.55×10⁻⁷", "−7.35"; plain from
 * 0.001 to 99999; "infinite", "undefined" of NaN. */
nz_report_words_t nz_report_words_value(double value);

/** @brief As nz_report_words_value, and its Monte Carlo error with the digits that this
 * leaves: "98.7 (± 0.6)". Alone if the error is not above 0 and finite. */
nz_report_words_t nz_report_words_error(double value, double mcse);

/** @brief A share in percent, "77.4 % (± 1.0)"; alone, with three digits, if @p mcse is
 * not above 0 and finite. */
nz_report_words_t nz_report_words_percent(double share, double mcse);

/** @brief A level in percent as its user wrote it, "95 %". */
nz_report_words_t nz_report_words_level(double level);

/** @brief A metric, "token edit distance". */
nz_report_words_t nz_report_words_metric(nz_metric_t metric);

/** @brief An interval method, "percentile bootstrap"; static. */
const char *nz_report_words_method(nz_interval_method_t method);

/** @brief Write a model: its name in quotes, or "the model of 10⁷ parameters" where that
 * is its name. */
void nz_report_words_put_model(FILE *out, const nz_study_t *study, size_t i_model);

/** @brief Write a difficulty, "L = 20". */
void nz_report_words_put_difficulty(
    FILE *out, const nz_study_t *study, size_t i_difficulty);

/** @brief Write a name that a user gave, cut where it is long. */
void nz_report_words_put_name(FILE *out, const char *name);

/** @brief The ending of a noun that counts @p n: "" of 1, else "s". */
const char *nz_report_words_plural(uint64_t n);

#endif
