#include "mpi/method_options.h"

#include "sim/number.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const double level_min = 0.5, level_max = 1.0 - 1e-12;

char *
nz_method_options_next(char **rest, char separator)
{
    char *item = *rest;
    if (item != NULL) {
        char *end = strchr(item, separator);
        *rest = end != NULL ? end + 1 : NULL;
        if (end != NULL) {
            *end = '\0';
        }
    }
    return item;
}

static void
add_method(nz_method_list_t *list, nz_interval_method_t method)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->values[i] == method) {
            return;
        }
    }
    list->values[list->n++] = method;
}

static nz_status_t
unknown_method(const char *option, const char *name, const char *extra,
    nz_diagnostics_t *diagnostics)
{
    const char *names[NZ_N_INTERVAL_METHODS + 2] = { "all" };
    const size_t n = NZ_N_INTERVAL_METHODS + 1;

    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        names[i + 1] = nz_interval_method_name((nz_interval_method_t) i);
    }
    names[n] = extra;
    const char *nearest = nz_nearest_word(name, names, extra != NULL ? n + 1 : n);
    nz_diagnostics_add(diagnostics, option, 0, 0,
        "there is no interval method '%s'%s%s%s `nonzero help methods` lists them", name,
        nearest != NULL ? ", did you mean '" : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "'?" : ";");
    return NZ_ERR_INPUT;
}

nz_status_t
nz_method_options_methods(const char *option, const char *text, const char *extra,
    nz_method_list_t *out, nz_diagnostics_t *diagnostics)
{
    nz_method_list_t list = { 0 };
    nz_status_t status = NZ_OK;
    char *copy = strdup(text), *rest = copy;

    if (copy == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (char *name = nz_method_options_next(&rest, ','); name != NULL;
         name = nz_method_options_next(&rest, ',')) {
        nz_interval_method_t method;
        if (nz_interval_method_find(name, &method)) {
            add_method(&list, method);
        } else if (extra != NULL && strcmp(name, extra) == 0) {
            list.has_extra = true;
        } else if (strcmp(name, "all") == 0) {
            list.has_all = true;
            for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
                add_method(&list, (nz_interval_method_t) i);
            }
        } else {
            status = unknown_method(option, name, extra, diagnostics);
        }
    }
    free(copy);
    if (status == NZ_OK) {
        *out = list;
    }
    return status;
}

/* A list that grows. */
static bool
add_number(const nz_number_rule_t *rule, nz_number_list_t *list, double value)
{
    for (size_t i = 0; i < list->n && !rule->keeps_repeats; i++) {
        if (list->values[i] == value || (isnan(list->values[i]) && isnan(value))) {
            return true;
        }
    }
    if (list->n == NZ_NUMBER_LIST_MAX) {
        return false;
    }
    list->values[list->n++] = value;
    return true;
}

static bool
read_number(const nz_number_rule_t *rule, const char *text, double *value)
{
    uint64_t count = 0;

    if (rule->is_whole && nz_number_parse_count(text, &count) == NZ_NUMBER_OK
        && count <= NZ_COUNT_MAX) {
        *value = (double) count;
    } else if (rule->is_whole || nz_number_parse_real(text, value) != NZ_NUMBER_OK) {
        return false;
    }
    return *value >= rule->low && *value <= rule->high;
}

static nz_status_t
refuse(const nz_number_rule_t *rule, const char *item, const char *why,
    nz_diagnostics_t *diagnostics)
{
    nz_diagnostics_add(diagnostics, rule->option, 0, 0, "expected %s%s%s%s, not '%s'%s",
        rule->expected, rule->word != NULL ? ", or the word `" : "",
        rule->word != NULL ? rule->word : "", rule->word != NULL ? "`" : "", item, why);
    return NZ_ERR_INPUT;
}

/* FROM:TO:COUNT; `item` is cut to pieces. */
static nz_status_t
add_range(const nz_number_rule_t *rule, char *item, nz_number_list_t *list,
    nz_diagnostics_t *diagnostics)
{
    char *rest = item;
    const char *from_text = nz_method_options_next(&rest, ':'),
               *to_text = nz_method_options_next(&rest, ':');
    const char *count_text = rest;
    uint64_t count = 0;
    double from, to;

    if (!read_number(rule, from_text, &from)) {
        return refuse(rule, from_text, " at the start of a range", diagnostics);
    }
    if (!read_number(rule, to_text, &to)) {
        return refuse(rule, to_text, " at the end of a range", diagnostics);
    }
    if (count_text == NULL || nz_number_parse_count(count_text, &count) != NZ_NUMBER_OK
        || count < 2 || count > NZ_NUMBER_LIST_MAX || !(from > 0.0 && from < to)) {
        nz_diagnostics_add(diagnostics, rule->option, 0, 0,
            "a range is FROM:TO:COUNT with 0 < FROM < TO and a COUNT from 2 to %d, "
            "equal steps in the logarithm; found '%s:%s%s%s'",
            NZ_NUMBER_LIST_MAX, from_text, to_text, count_text != NULL ? ":" : "",
            count_text != NULL ? count_text : "");
        return NZ_ERR_INPUT;
    }
    for (uint64_t i = 0; i < count; i++) { /* as in studies: 1e8 is exactly 1e8 */
        const double share = (double) i / (double) (count - 1);
        const double inside = pow(10.0, log10(from) + share * (log10(to) - log10(from)));
        double value = i == 0 ? from : i + 1 == count ? to : inside;
        value = rule->is_whole ? round(value) : value;
        if (!add_number(rule, list, value)) {
            return refuse(rule, to_text, ": the list is too long", diagnostics);
        }
    }
    return NZ_OK;
}

static nz_status_t
add_item(const nz_number_rule_t *rule, char *item, nz_number_list_t *list,
    nz_diagnostics_t *diagnostics)
{
    double value = (double) NAN;

    if (strchr(item, ':') != NULL) {
        return add_range(rule, item, list, diagnostics);
    }
    if ((rule->word == NULL || strcmp(item, rule->word) != 0)
        && !read_number(rule, item, &value)) {
        return refuse(rule, item, "", diagnostics);
    }
    return add_number(rule, list, value)
               ? NZ_OK
               : refuse(rule, item, ": the list is too long", diagnostics);
}

nz_status_t
nz_method_options_numbers(const nz_number_rule_t *rule, const char *text,
    nz_number_list_t *out, nz_diagnostics_t *diagnostics)
{
    nz_number_list_t list = { 0, malloc(NZ_NUMBER_LIST_MAX * sizeof(double)) };
    char *copy = strdup(text), *rest = copy;
    nz_status_t status = NZ_OK;

    if (copy == NULL || list.values == NULL) {
        free(copy);
        free(list.values);
        return NZ_ERR_NO_MEMORY;
    }
    for (char *item = nz_method_options_next(&rest, ','); item != NULL && status == NZ_OK;
         item = nz_method_options_next(&rest, ',')) {
        status = add_item(rule, item, &list, diagnostics);
    }
    free(copy);
    if (status != NZ_OK) {
        free(list.values);
        return status;
    }
    *out = list;
    return NZ_OK;
}

/* The number in front of a percent sign, or above 1 as only percents are; else false. */
static bool
is_percent(const char *text, double *percent)
{
    char number[NZ_NUMBER_TEXT_MAX + 1];
    size_t length = strcspn(text, " %");
    const char *end = text + length + strspn(text + length, " ");

    if (length == 0 || length > NZ_NUMBER_TEXT_MAX
        || !(*end == '\0' || strcmp(end, "%") == 0)) {
        return false;
    }
    memcpy(number, text, length);
    number[length] = '\0';
    return nz_number_parse_real(number, percent) == NZ_NUMBER_OK && *percent >= 50.0
           && *percent < 100.0;
}

nz_status_t
nz_method_options_levels(const char *option, const char *text, nz_number_list_t *out,
    nz_diagnostics_t *diagnostics)
{
    const nz_number_rule_t rule = { option, "levels from 0.5 to 0.999999999999",
        level_min, level_max, false, NULL, false };
    char *copy = strdup(text), *rest = copy;
    nz_status_t status = copy != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (char *item = nz_method_options_next(&rest, ','); item != NULL;
         item = nz_method_options_next(&rest, ',')) {
        double percent;
        if (is_percent(item, &percent)) {
            nz_diagnostics_add(diagnostics, option, 0, 0,
                "a level is a fraction: write %.12g, not '%s'", percent / 100.0, item);
            status = NZ_ERR_INPUT;
        }
    }
    free(copy);
    return status == NZ_OK ? nz_method_options_numbers(&rule, text, out, diagnostics)
                           : status;
}

nz_status_t
nz_method_options_word(const char *option, const char *text, const char *const *words,
    size_t n_words, int *out, nz_diagnostics_t *diagnostics)
{
    char expected[128] = "";

    for (size_t i = 0; i < n_words; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = (int) i;
            return NZ_OK;
        }
        const size_t used = strlen(expected);
        snprintf(expected + used, sizeof(expected) - used, "%s%s",
            i == 0            ? ""
            : i + 1 < n_words ? ", "
                              : " or ",
            words[i]);
    }
    nz_diagnostics_add(
        diagnostics, option, 0, 0, "expected %s, not '%s'", expected, text);
    return NZ_ERR_INPUT;
}

nz_status_t
nz_method_options_sided(
    const char *option, const char *text, nz_sided_t *out, nz_diagnostics_t *diagnostics)
{
    static const char *const names[] = { "two", "lower", "upper" };
    int i = 0;
    nz_status_t status =
        nz_method_options_word(option, text, names, COUNT_OF(names), &i, diagnostics);

    if (status == NZ_OK) {
        *out = (nz_sided_t) i;
    }
    return status;
}

nz_tails_t
nz_method_options_tails(double level, nz_sided_t sided)
{
    const double tail = nz_level_complement(level);
    switch (sided) {
    case NZ_SIDED_LOWER:
        return (nz_tails_t){ tail, 0.0 };
    case NZ_SIDED_UPPER:
        return (nz_tails_t){ 0.0, tail };
    case NZ_SIDED_TWO:
        break;
    }
    return (nz_tails_t){ tail / 2.0, tail / 2.0 };
}

void
nz_method_options_print_help(FILE *out)
{
    fputs("Methods of confidence intervals for a score, the share k/n of items solved:\n",
        out);
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        const nz_interval_method_t method = (nz_interval_method_t) i;
        fprintf(out, "  %-22s %s\n", nz_interval_method_name(method),
            nz_interval_method_text(method));
    }
    fputs(
        "\nWhich to use: `wilson` or `mid_p` if the interval should cover the truth as "
        "often as its\nlevel says on average; `clopper_pearson` if it must never do so "
        "less often; `anytime` if\nthe items come in one by one and one looks in "
        "between. Not the bootstraps, `wald` or\n`student_t` where successes are rare: "
        "with no item solved they say nothing, and so cannot\ncover a truth p more often "
        "than 1 - (1 - p)^n, whatever their level; `nonzero coverage`\nshows how often "
        "each does.\n",
        out);
}
