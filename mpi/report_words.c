#include "mpi/report_words.h"

#include "mpi/figure_text.h"
#include "sim/number.h"
#include "sim/task.h"
#include "sim/utf8.h"

#include <math.h>
#include <string.h>

#define PLAIN_FROM 0.001 /* smaller ones are written as powers of ten */
#define PLAIN_TO 99999.5
#define MINUS "−"
#define ERROR_DIGITS_MAX 12

/* What figures write in gnuplot's enhanced text, "10^{-9}", with raised digits. */
static nz_report_words_t
raise_powers(const char *label)
{
    static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸",
        "⁹" };
    nz_report_words_t out = { "" };
    size_t used = 0;
    bool is_raised = false;

    for (const char *c = label; *c != '\0' && used + 8 < sizeof(out.text); c++) {
        const char one[] = { *c, '\0' };
        const char *written = one;
        if (strchr("^{}", *c) != NULL) {
            is_raised = *c == '{';
            continue;
        }
        if (is_raised) {
            written = *c == '-' ? "⁻" : raised[*c - '0'];
        }
        used +=
            (size_t) snprintf(out.text + used, sizeof(out.text) - used, "%s", written);
    }
    return out;
}

nz_report_words_t
nz_report_words_count(uint64_t count)
{
    char label[NZ_FIGURE_COUNT_LABEL_SIZE];

    nz_figure_count_label(count, label);
    return raise_powers(label);
}

/* A number above 0, of three digits. */
static nz_report_words_t
magnitude(double value)
{
    nz_report_words_t out = { "" };
    char label[NZ_FIGURE_COUNT_LABEL_SIZE];
    const int power = (int) floor(log10(value));

    if (value >= PLAIN_FROM && value < PLAIN_TO) {
        snprintf(out.text, sizeof(out.text), "%.*f", power < 2 ? 2 - power : 0, value);
        nz_number_trim(out.text);
        return out;
    }
    nz_figure_size_label(value, label);
    return raise_powers(label);
}

nz_report_words_t
nz_report_words_value(double value)
{
    nz_report_words_t out = { "0" };

    if (isnan(value)) {
        return (nz_report_words_t){ "undefined" };
    }
    if (isinf(value)) {
        return (nz_report_words_t){ "infinite" };
    }
    if (value > 0.0) {
        return magnitude(value);
    }
    if (value < 0.0) {
        const nz_report_words_t positive = magnitude(-value);
        snprintf(out.text, sizeof(out.text), MINUS "%.*s",
            (int) (sizeof(out.text) - sizeof(MINUS)), positive.text);
    }
    return out;
}

/* Digits behind the point that leave an error one digit, or two if it begins with 1. */
static int
decimals_of(double mcse)
{
    const int power = (int) floor(log10(mcse));
    const double leading = mcse / pow(10.0, power);
    const int decimals = (leading < 1.95 ? 1 : 0) - power;

    return decimals < 0 ? 0 : decimals;
}

static bool
is_error(double mcse)
{
    return mcse > 0.0 && isfinite(mcse);
}

nz_report_words_t
nz_report_words_error(double value, double mcse)
{
    nz_report_words_t out = nz_report_words_value(value);

    if (!is_error(mcse) || !isfinite(value)) {
        return out;
    }
    const int decimals = decimals_of(mcse);
    const double larger = fmax(fabs(value), mcse);
    if (decimals > ERROR_DIGITS_MAX || larger >= PLAIN_TO || larger < PLAIN_FROM) {
        const nz_report_words_t error = nz_report_words_value(mcse);
        const size_t used = strlen(out.text);
        snprintf(out.text + used, sizeof(out.text) - used, " (± %.30s)", error.text);
        return out;
    }
    snprintf(out.text, sizeof(out.text), "%s%.*f (± %.*f)", value < 0.0 ? MINUS : "",
        decimals, fabs(value), decimals, mcse);
    return out;
}

nz_report_words_t
nz_report_words_percent(double share, double mcse)
{
    nz_report_words_t out = { "" };

    if (!is_error(mcse) || !isfinite(share)) {
        const nz_report_words_t value = nz_report_words_value(100.0 * share);
        snprintf(out.text, sizeof(out.text), "%.60s %%", value.text);
        return out;
    }
    const int decimals = decimals_of(100.0 * mcse);
    snprintf(out.text, sizeof(out.text), "%.*f %% (± %.*f)", decimals, 100.0 * share,
        decimals, 100.0 * mcse);
    return out;
}

nz_report_words_t
nz_report_words_level(double level)
{
    nz_report_words_t out;

    snprintf(out.text, sizeof(out.text), "%.10g %%", 100.0 * level);
    return out;
}

nz_report_words_t
nz_report_words_metric(nz_metric_t metric)
{
    nz_report_words_t out;

    snprintf(out.text, sizeof(out.text), "%s", nz_metric_name(metric));
    for (char *c = out.text; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    if (metric == NZ_METRIC_BRIER_SCORE) {
        out.text[0] = 'B'; /* a name */
    }
    return out;
}

const char *
nz_report_words_method(nz_interval_method_t method)
{
    static const char *const names[NZ_N_INTERVAL_METHODS] = {
        [NZ_METHOD_WALD] = "Wald",
        [NZ_METHOD_WILSON] = "Wilson",
        [NZ_METHOD_CLOPPER_PEARSON] = "Clopper-Pearson",
        [NZ_METHOD_MID_P] = "mid-p",
        [NZ_METHOD_JEFFREYS] = "Jeffreys",
        [NZ_METHOD_MODIFIED_JEFFREYS] = "modified Jeffreys",
        [NZ_METHOD_AGRESTI_COULL] = "Agresti-Coull",
        [NZ_METHOD_BAYES_UNIFORM] = "uniform-prior Bayes",
        [NZ_METHOD_ANYTIME] = "anytime",
        [NZ_METHOD_STUDENT_T] = "Student t",
        [NZ_METHOD_BOOTSTRAP_PERCENTILE] = "percentile bootstrap",
        [NZ_METHOD_BOOTSTRAP_BASIC] = "basic bootstrap",
        [NZ_METHOD_BOOTSTRAP_NORMAL] = "normal bootstrap",
        [NZ_METHOD_BOOTSTRAP_STUDENTIZED] = "studentized bootstrap",
        [NZ_METHOD_BOOTSTRAP_BCA] = "BCa bootstrap",
    };

    return names[method];
}

void
nz_report_words_put_name(FILE *out, const char *name)
{
    const size_t length = nz_utf8_cut(name, NZ_REPORT_WORDS_NAME_MAX);

    fprintf(out, "%.*s%s", (int) length, name, name[length] != '\0' ? "…" : "");
}

void
nz_report_words_put_model(FILE *out, const nz_study_t *study, size_t i_model)
{
    const char *name = study->models.names.values[i_model];
    const double size = study->models.parameters.values[i_model];
    char plain[NZ_NUMBER_SHORTEST_MAX];

    nz_number_format(size, plain);
    if (strcmp(name, plain) == 0) {
        fprintf(out, "the model of %s parameters", nz_report_words_value(size).text);
    } else {
        fputs("“", out);
        nz_report_words_put_name(out, name);
        fputs("”", out);
    }
}

void
nz_report_words_put_difficulty(FILE *out, const nz_study_t *study, size_t i_difficulty)
{
    fprintf(out, "%s = %.10g", nz_task_type(study->task.kind)->difficulty.symbol,
        study->task.difficulty.values[i_difficulty]);
}

const char *
nz_report_words_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}
