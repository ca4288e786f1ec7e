#include "mpi/report_labels.h"

#include "mpi/html.h"
#include "mpi/report_words.h"
#include "sim/number.h"
#include "sim/task.h"

#include <ctype.h>
#include <stddef.h>

void
nz_report_labels_put_name(FILE *out, const char *name)
{
    for (const char *s = name; *s != '\0'; s++) {
        fputc(*s == '_' ? ' ' : *s, out);
    }
}

void
nz_report_labels_put_capital(FILE *out, const char *name)
{
    fputc(toupper((unsigned char) name[0]), out);
    nz_report_labels_put_name(out, name + 1);
}

bool
nz_report_labels_has_names(const nz_study_t *study)
{
    for (size_t i = 0; i < study->models.names.n; i++) {
        double size = 0.0;
        if (nz_number_parse_real(study->models.names.values[i], &size) != NZ_NUMBER_OK
            || size != study->models.parameters.values[i]) {
            return true;
        }
    }
    return false;
}

void
nz_report_labels_put_count(FILE *out, size_t n, const char *noun)
{
    nz_html_put_count(out, n);
    fprintf(out, " %s%s", noun, nz_report_words_plural(n));
}

const char *
nz_report_labels_quantity(nz_quantity_t quantity)
{
    static const char *const words[NZ_N_QUANTITIES] = {
        [NZ_QUANTITY_TRUE_VALUE] = "True value",
        [NZ_QUANTITY_MEAN] = "Mean",
        [NZ_QUANTITY_BIAS] = "Bias",
        [NZ_QUANTITY_SD] = "Standard deviation",
        [NZ_QUANTITY_Q025] = "2.5 % quantile",
        [NZ_QUANTITY_Q250] = "25 % quantile",
        [NZ_QUANTITY_Q500] = "Median",
        [NZ_QUANTITY_Q750] = "75 % quantile",
        [NZ_QUANTITY_Q975] = "97.5 % quantile",
        [NZ_QUANTITY_ZERO_SHARE] = "Exactly zero",
        [NZ_QUANTITY_COST] = "Answers sampled",
        [NZ_QUANTITY_FIRST_ESTIMATE] = "First test set",
        [NZ_QUANTITY_COVERAGE] = "Coverage",
        [NZ_QUANTITY_WIDTH] = "Mean width",
        [NZ_QUANTITY_DEGENERATE_SHARE] = "No width or undefined",
        [NZ_QUANTITY_FIRST_LOWER] = "First test set, from",
        [NZ_QUANTITY_FIRST_UPPER] = "to",
        [NZ_QUANTITY_EMERGENCE_MEAN] = "Emergence score, mean",
        [NZ_QUANTITY_EMERGENCE_MEDIAN] = "Median",
        [NZ_QUANTITY_EMERGENCE_Q05] = "5 % quantile",
        [NZ_QUANTITY_EMERGENCE_Q95] = "95 % quantile",
        [NZ_QUANTITY_EMERGENCE_INFINITE_SHARE] = "Share infinite",
        [NZ_QUANTITY_N_MODELS] = "Models",
        [NZ_QUANTITY_EMERGENCE_TRUE] = "Of the true values",
        [NZ_QUANTITY_EMERGENCE_NOISE_Q95] = "Pure noise, 95 % quantile",
        [NZ_QUANTITY_EMERGENCE_NOISE_EXCEEDANCE] = "Chance that noise reaches the median",
        [NZ_QUANTITY_JUMP_TRUE] = "Largest jump, true values",
        [NZ_QUANTITY_JUMP_MEDIAN] = "Median",
        [NZ_QUANTITY_JUMP_Q05] = "5 % quantile",
        [NZ_QUANTITY_JUMP_Q95] = "95 % quantile",
        [NZ_QUANTITY_JUMP_SHARE_TRUE] = "Its share of the range, true values",
        [NZ_QUANTITY_JUMP_SHARE_MEDIAN] = "Median",
        [NZ_QUANTITY_JUMP_SHARE_Q05] = "5 % quantile",
        [NZ_QUANTITY_JUMP_SHARE_Q95] = "95 % quantile",
        [NZ_QUANTITY_RATE_PER_DIFFICULTY] = "Change per unit of difficulty",
    };
    return words[quantity] != NULL ? words[quantity] : nz_quantity_long_name(quantity);
}

void
nz_report_labels_put_difficulty(FILE *out, const nz_study_t *study, size_t i_difficulty)
{
    const nz_task_difficulty_t *difficulty = &nz_task_type(study->task.kind)->difficulty;

    if (study->task.difficulty.n > 1) {
        fprintf(out, "%s ", difficulty->singular);
        nz_html_put_number(out, study->task.difficulty.values[i_difficulty], 6);
    }
}
