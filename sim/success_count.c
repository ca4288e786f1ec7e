#include "sim/success_count.h"

#include "sim/number.h"
#include "stats/interval.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far from a whole number score * trials may be, whatever the digits. */
#define OFF_MAX 0.01

double
nz_success_count_last_digit(const char *text)
{
    const char *point = strchr(text, '.');
    size_t decimals = point != NULL ? strspn(point + 1, "0123456789") : 0;
    const char *exponent = strpbrk(text, "eE");
    double power = exponent != NULL ? strtod(exponent + 1, NULL) : 0.0;

    return pow(10.0, power - (double) decimals);
}

/* What rounding to the printed digits can have changed in score * trials. */
static double
rounding_of(const char *text, double score, double trials)
{
    char shortest[NZ_NUMBER_SHORTEST_MAX];

    if (text == NULL) {
        nz_number_format(score, shortest);
        text = shortest;
    }
    return 0.5 * nz_success_count_last_digit(text) * trials;
}

double
nz_success_count_off(double score, uint64_t trials)
{
    const double count = score * (double) trials;

    return fabs(count - round(count));
}

nz_success_count_status_t
nz_success_count_of_score(
    const char *text, double score, uint64_t trials, uint64_t *successes)
{
    double off = nz_success_count_off(score, trials);
    double rounding = 0.0;

    *successes = (uint64_t) round(score * (double) trials);
    if (off <= OFF_MAX) {
        return NZ_SUCCESS_COUNT_ONE;
    }
    rounding = rounding_of(text, score, (double) trials);
    if (rounding < 0.5) {
        return off <= rounding ? NZ_SUCCESS_COUNT_ONE : NZ_SUCCESS_COUNT_NONE;
    }
    return NZ_SUCCESS_COUNT_SEVERAL;
}

bool
nz_success_count_read_trials(const nz_csv_row_t *row, size_t i_column, uint64_t *trials)
{
    uint64_t read = 0;

    if (nz_number_parse_count(row->fields[i_column].text, &read) != NZ_NUMBER_OK
        || read < 1 || read > NZ_COUNT_MAX) {
        nz_csv_refuse(row, i_column, "a whole number, 1 to 2^53", NULL);
        return false;
    }
    *trials = read;
    return true;
}

bool
nz_success_count_read_successes(
    const nz_csv_row_t *row, size_t i_column, uint64_t trials, uint64_t *successes)
{
    uint64_t read = 0;
    char expected[64];

    if (nz_number_parse_count(row->fields[i_column].text, &read) != NZ_NUMBER_OK) {
        nz_csv_refuse(row, i_column, "a whole number", NULL);
        return false;
    }
    if (trials > 0 && read > trials) {
        (void) snprintf(
            expected, sizeof(expected), "at most the %" PRIu64 " trials", trials);
        nz_csv_refuse(row, i_column, expected, NULL);
        return false;
    }
    *successes = read;
    return true;
}

void
nz_success_count_refuse_score(const nz_csv_row_t *row, size_t i_column, uint64_t trials)
{
    char expected[96];

    (void) snprintf(expected, sizeof(expected),
        "the mean of %" PRIu64 " outcomes 0 or 1, a whole number of successes", trials);
    nz_csv_refuse(row, i_column, expected, NULL);
}
