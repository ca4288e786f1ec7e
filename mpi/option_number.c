#include "mpi/option_number.h"

#include "mpi/method_options.h"
#include "sim/number.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The number in front of a percent sign, or one above 1 that can only be meant so. */
static bool
is_percent(const char *text, size_t length, double *percent)
{
    char number[NZ_NUMBER_TEXT_MAX + 1];
    const bool has_sign = length > 1 && text[length - 1] == '%';

    length -= has_sign ? 1 : 0;
    if (length == 0 || length > NZ_NUMBER_TEXT_MAX) {
        return false;
    }
    memcpy(number, text, length);
    number[length] = '\0';
    return nz_number_parse_real(number, percent) == NZ_NUMBER_OK && *percent <= 100.0
           && (has_sign ? *percent > 0.0 : *percent > 1.0);
}

nz_status_t
nz_option_number_refuse_percent(
    const char *option, const char *text, size_t length, nz_diagnostics_t *diagnostics)
{
    double percent;

    if (!is_percent(text, length, &percent)) {
        return NZ_OK;
    }
    nz_diagnostics_add(diagnostics, option, 0, 0,
        "is a fraction, not percent: did you mean %.12g instead of '%.*s'?",
        percent / 100.0, (int) length, text);
    return NZ_ERR_INPUT;
}

nz_status_t
nz_option_number_real(const char *option, const nz_option_number_rule_t *rule,
    const char *text, double *out, nz_diagnostics_t *diagnostics)
{
    double value = 0.0;

    if (text == NULL) {
        return NZ_OK;
    }
    const bool is_number = nz_number_parse_real(text, &value) == NZ_NUMBER_OK;
    if (is_number && (rule->low_open ? value > rule->low : value >= rule->low)
        && (rule->high_open ? value < rule->high : value <= rule->high)) {
        *out = value;
        return NZ_OK;
    }
    if (rule->is_fraction
        && nz_option_number_refuse_percent(option, text, strlen(text), diagnostics)
               != NZ_OK) {
        return NZ_ERR_INPUT;
    }
    nz_diagnostics_add(
        diagnostics, option, 0, 0, "expected %s, not '%s'", rule->expected, text);
    return NZ_ERR_INPUT;
}

nz_status_t
nz_option_number_count(const char *option, const char *text, uint64_t least,
    uint64_t most, uint64_t *out, nz_diagnostics_t *diagnostics)
{
    uint64_t count = 0;

    if (text == NULL) {
        return NZ_OK;
    }
    if (nz_number_parse_count(text, &count) != NZ_NUMBER_OK || count < least
        || count > most) {
        nz_diagnostics_add(diagnostics, option, 0, 0,
            "expected a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'", least,
            most, text);
        return NZ_ERR_INPUT;
    }
    *out = count;
    return NZ_OK;
}

nz_status_t
nz_option_number_level(
    const char *option, const char *text, double *out, nz_diagnostics_t *diagnostics)
{
    nz_number_list_t levels = { 0 };

    if (text == NULL) {
        return NZ_OK;
    }
    nz_status_t status = nz_method_options_levels(option, text, &levels, diagnostics);
    if (status == NZ_OK && levels.n != 1) {
        nz_diagnostics_add(
            diagnostics, option, 0, 0, "expected one level, not the list '%s'", text);
        status = NZ_ERR_INPUT;
    }
    if (status == NZ_OK) {
        *out = levels.values[0];
    }
    free(levels.values);
    return status;
}
