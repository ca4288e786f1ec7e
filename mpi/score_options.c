#include "mpi/score_options.h"

#include "mpi/option_number.h"
#include "sim/group_score.h"

#include <float.h>

enum { option_resamples = 0x2001, option_high, option_summary };

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    nz_score_options_t *self = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &self->arguments;
        return 0;
    case option_resamples:
        self->resamples_text = value;
        return 0;
    case option_high:
        self->high_text = value;
        return 0;
    case option_summary:
        self->summary = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { NULL, 0, NULL, 0, "Scores:", 4 },
    { "resamples", option_resamples, "B", 0,
        "Test sets drawn again for the limits of a score, and as many from the smooth "
        "law "
        "(1000); 0 for none",
        4 },
    { "high", option_high, "E", 0,
        "A score is high from this magnitude on, and if it is infinite (10)", 4 },
    { "summary", option_summary, NULL, 0,
        "Print a row for each metric instead of each group: which have more than their "
        "share of the high scores",
        4 },
    { 0 },
};

static const struct argp_child children[] = { { &nz_group_options_argp, 0, NULL, 0 },
    { NULL, 0, NULL, 0 } };

const struct argp nz_score_options_argp = { options, parse_option, "TABLE.csv",
    "Emergence scores of published results: how sudden each group's curve over model "
    "sizes looks (its range over the typical step between neighbours), and how "
    "surprising that is: beside noise, beside test sets drawn again, beside the smooth "
    "law that fits the group best.\vThe table has the columns parameters and either "
    "successes with trials, or score; optional family, model, task, metric, trials. "
    "A score is infinite (degenerate) when more than half of the steps are 0, as small "
    "test sets make them. Under an MPI launcher all ranks work, with the same output on "
    "any number of them.",
    children, NULL, NULL };

nz_status_t
nz_score_options_check(nz_score_options_t *self, nz_diagnostics_t *diagnostics)
{
    static const nz_option_number_rule_t high_rule = { "a score above 0", 0.0, DBL_MAX,
        true, false, false };

    self->resamples = 1000;
    self->high = 10.0;
    const nz_status_t resamples =
        nz_option_number_count("--resamples", self->resamples_text, 0,
            NZ_GROUP_SCORE_RESAMPLES_MAX, &self->resamples, diagnostics);
    const nz_status_t high = nz_option_number_real(
        "--high", &high_rule, self->high_text, &self->high, diagnostics);
    return resamples == NZ_OK ? high : resamples;
}
