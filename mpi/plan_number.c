#include "mpi/plan_number.h"

#include <string.h>

nz_status_t
nz_plan_number_real(const nz_plan_arguments_t *arguments, nz_plan_key_t key,
    const nz_option_number_rule_t *rule, double *out, nz_diagnostics_t *diagnostics)
{
    return nz_option_number_real(
        nz_plan_arguments_option(key).text, rule, arguments->text[key], out, diagnostics);
}

nz_status_t
nz_plan_number_count(const nz_plan_arguments_t *arguments, nz_plan_key_t key,
    uint64_t least, uint64_t most, uint64_t *out, nz_diagnostics_t *diagnostics)
{
    return nz_option_number_count(nz_plan_arguments_option(key).text,
        arguments->text[key], least, most, out, diagnostics);
}

nz_status_t
nz_plan_number_level(const nz_plan_arguments_t *arguments, nz_plan_key_t key, double *out,
    nz_diagnostics_t *diagnostics)
{
    return nz_option_number_level(
        nz_plan_arguments_option(key).text, arguments->text[key], out, diagnostics);
}

nz_status_t
nz_plan_number_list(const nz_plan_arguments_t *arguments, nz_plan_key_t key,
    const nz_number_rule_t *rule, bool is_fraction, nz_number_list_t *out,
    nz_diagnostics_t *diagnostics)
{
    const char *text = arguments->text[key];

    if (text == NULL) {
        return NZ_OK;
    }
    for (const char *item = text; is_fraction && *item != '\0';) {
        const size_t length = strcspn(item, ",");
        if (nz_option_number_refuse_percent(
                nz_plan_arguments_option(key).text, item, length, diagnostics)
            != NZ_OK) {
            return NZ_ERR_INPUT;
        }
        item += length + (item[length] == ',' ? 1 : 0);
    }
    return nz_method_options_numbers(rule, text, out, diagnostics);
}
