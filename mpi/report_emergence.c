#include "mpi/report_draft.h"
#include "mpi/report_topics.h"
#include "mpi/report_view.h"
#include "mpi/report_words.h"

#include <math.h>

#define MODELS_MIN 4     /* of fewer a score is next to certain */
#define LARGER 1.5       /* a score or share that is worth a headline, over the other */
#define METRIC_RATIO 3.0 /* of the scores of two metrics */
#define RATIO_MAX 1e3    /* larger ones come of steps between true values near 0 */
#define JUMP_DIFFERENCE 0.1 /* of shares of the range */

/* The all-or-nothing metric at one difficulty, and the other, if there is one. */
typedef struct pair {
    nz_report_view_t nonlinear, linear;
    bool has_linear;
} pair_t;

static bool
open_pair(const nz_summary_t *part, size_t i_difficulty, pair_t *out)
{
    if (!nz_report_view_open_nonlinear(&out->nonlinear, part)) {
        return false;
    }
    out->has_linear = nz_report_view_open_linear(&out->linear, part);
    out->nonlinear.i_difficulty = out->linear.i_difficulty = i_difficulty;
    return nz_report_view_curve(&out->nonlinear, NZ_QUANTITY_N_MODELS, 0, 0).value
           >= MODELS_MIN;
}

static double
curve_value(const nz_report_view_t *view, nz_quantity_t quantity, size_t i_test_size,
    size_t i_keep)
{
    return nz_report_view_curve(view, quantity, i_test_size, i_keep).value;
}

static double
true_score(const nz_report_view_t *view)
{
    return curve_value(view, NZ_QUANTITY_EMERGENCE_TRUE, 0, 0);
}

/* What is told, and how strongly it shows. */
typedef struct choice {
    pair_t pair;
    size_t i_test_size;
    double strength; /* 0 = not at all */
} choice_t;

/* A topic: how strongly a pair of metrics shows it; sets the test size. */
typedef double (*strength_t)(const pair_t *pair, size_t *i_test_size);

/* The strongest of a run; counts the tasks that show it. */
static choice_t
choose(const nz_run_t *run, strength_t strength, size_t *n_tasks)
{
    choice_t best = { .strength = 0.0 };

    *n_tasks = 0;
    for (size_t i = 0; i < run->n_parts; i++) {
        bool does = false;
        for (size_t d = 0; d < run->parts[i].study.task.difficulty.n; d++) {
            choice_t here = { .strength = 0.0 };
            if (open_pair(&run->parts[i], d, &here.pair)) {
                here.strength = strength(&here.pair, &here.i_test_size);
            }
            does = does || here.strength > 0.0;
            best = here.strength > best.strength ? here : best;
        }
        *n_tasks += does;
    }
    return best;
}

/* What a topic says of the strongest, but for how many tasks show it. */
typedef void (*put_t)(
    const nz_run_t *run, const choice_t *choice, nz_report_draft_t *draft);

static nz_status_t
tell(const nz_run_t *run, strength_t strength, put_t put, nz_report_findings_t *out)
{
    nz_report_draft_t draft;
    size_t n_tasks;
    const choice_t choice = choose(run, strength, &n_tasks);

    if (!(choice.strength > 0.0)) {
        return NZ_OK;
    }
    nz_status_t status = nz_report_draft_begin(&draft);
    if (status != NZ_OK) {
        return status;
    }
    put(run, &choice, &draft);
    nz_report_view_put_tasks(run, n_tasks, draft.detail);
    return nz_report_draft_end(&draft, NZ_OK, out);
}

/* "(L = 20, 9 models)." */
static void
put_scope(const nz_report_view_t *view, const nz_run_t *run, FILE *out)
{
    fputs(" (", out);
    nz_report_view_put_place(view, run, out);
    fprintf(out, ", %.0f models).", curve_value(view, NZ_QUANTITY_N_MODELS, 0, 0));
}

/* Whether the median is infinite, certainly. */
static bool
is_infinite(const nz_report_view_t *view, size_t i_test_size)
{
    const nz_report_number_t share =
        nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, i_test_size, 0);

    return isinf(curve_value(view, NZ_QUANTITY_EMERGENCE_MEDIAN, i_test_size, 0))
           && share.value - NZ_REPORT_ERRORS * share.mcse > 0.5;
}

/* Test sizes whose median is infinite or much above a true score that is neither 0 nor
 * infinite; the first of them. */
static double
test_set_strength(const pair_t *pair, size_t *i_test_size)
{
    const nz_report_view_t *view = &pair->nonlinear;
    const double truth = fabs(true_score(view));
    double strength = 0.0;

    if (!(truth > 0.0 && isfinite(truth))) {
        return 0.0;
    }
    for (size_t t = nz_report_view_n_test_sizes(view); t-- > 0;) {
        const nz_report_number_t median =
            nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_MEDIAN, t, 0);
        if (is_infinite(view, t)
            || fabs(median.value) - NZ_REPORT_ERRORS * median.mcse > LARGER * truth) {
            strength += 1.0;
            *i_test_size = t;
        }
    }
    return strength;
}

static void
put_medians(const nz_report_view_t *view, FILE *out)
{
    const size_t n = nz_report_view_n_test_sizes(view);

    for (size_t t = 0; t<n; t += n> 1 ? n - 1 : 1) {
        const nz_report_number_t median =
            nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_MEDIAN, t, 0);
        fprintf(out, "%s%s at n = %s", t > 0 ? " and " : "",
            nz_report_words_error(median.value, median.mcse).text,
            nz_report_words_count(nz_report_view_test_size(view, t)).text);
    }
}

static void
put_test_set_detail(const choice_t *choice, FILE *out)
{
    const nz_report_view_t *view = &choice->pair.nonlinear;
    const nz_report_number_t share = nz_report_view_curve(
        view, NZ_QUANTITY_EMERGENCE_INFINITE_SHARE, choice->i_test_size, 0);

    if (share.value > 0.0) {
        fprintf(out,
            "The score is infinite in %s of the test sets of n = %s items: more than "
            "half "
            "of the neighbouring models score the same there.",
            nz_report_words_percent(share.value, share.mcse).text,
            nz_report_words_count(nz_report_view_test_size(view, choice->i_test_size))
                .text);
    }
    if (choice->pair.has_linear) {
        fprintf(out, "%sBy %s, of the same models, the median is ",
            share.value > 0.0 ? " " : "",
            nz_report_words_metric(choice->pair.linear.metric).text);
        put_medians(&choice->pair.linear, out);
        fprintf(out, ", that of the true curve %s.",
            nz_report_words_value(true_score(&choice->pair.linear)).text);
    }
    fprintf(out, " Curves of %.0f models without any trend reach %s once in 20 times.",
        curve_value(view, NZ_QUANTITY_N_MODELS, 0, 0),
        nz_report_words_value(curve_value(view, NZ_QUANTITY_EMERGENCE_NOISE_Q95, 0, 0))
            .text);
}

static void
put_test_set(const nz_run_t *run, const choice_t *choice, nz_report_draft_t *draft)
{
    const nz_report_view_t *view = &choice->pair.nonlinear;
    const size_t last = nz_report_view_n_test_sizes(view) - 1;
    nz_report_number_t median =
        nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_MEDIAN, choice->i_test_size, 0);
    fprintf(draft->headline, "The median emergence score of %s is %s at ",
        nz_report_words_metric(view->metric).text,
        nz_report_words_value(median.value).text);
    nz_report_view_put_test_size(view, choice->i_test_size, draft->headline);
    if (last > choice->i_test_size) {
        median = nz_report_view_curve(view, NZ_QUANTITY_EMERGENCE_MEDIAN, last, 0);
        fprintf(draft->headline, " and %s%s at ", isinf(median.value) ? "still " : "",
            nz_report_words_value(median.value).text);
        nz_report_view_put_test_size(view, last, draft->headline);
    }
    fprintf(draft->headline, "; the true curve scores %s",
        nz_report_words_value(true_score(view)).text);
    put_scope(view, run, draft->headline);
    put_test_set_detail(choice, draft->detail);
}

nz_status_t
nz_report_emergence_find_test_set(const nz_run_t *run, nz_report_findings_t *out)
{
    return tell(run, test_set_strength, put_test_set, out);
}

/* Both are exact. */
static double
metric_strength(const pair_t *pair, size_t *i_test_size)
{
    *i_test_size = 0;
    if (!pair->has_linear) {
        return 0.0;
    }
    const double high = fabs(true_score(&pair->nonlinear)),
                 low = fabs(true_score(&pair->linear));
    const double ratio = high / low;
    if (!(low > 0.0 && isfinite(ratio) && ratio >= METRIC_RATIO)) {
        return 0.0;
    }
    return ratio <= RATIO_MAX ? ratio : 1.0 / ratio; /* told if there is no other */
}

static void
put_metric(const nz_run_t *run, const choice_t *choice, nz_report_draft_t *draft)
{
    const nz_report_view_t *view = &choice->pair.nonlinear;
    fprintf(draft->headline,
        "The same models, without any chance, have an emergence score of %s by %s and of "
        "%s by %s: the metric makes the difference",
        nz_report_words_value(true_score(view)).text,
        nz_report_words_metric(view->metric).text,
        nz_report_words_value(true_score(&choice->pair.linear)).text,
        nz_report_words_metric(choice->pair.linear.metric).text);
    put_scope(view, run, draft->headline);
    const double n_models = curve_value(view, NZ_QUANTITY_N_MODELS, 0, 0);
    fprintf(draft->detail,
        "Both scores are of true values, what endlessly many items would show, and "
        "differ "
        "by a factor of %s in magnitude. A straight line over %.0f models has %.0f; a "
        "minus sign means that the metric falls as models grow.",
        nz_report_words_value(fabs(true_score(view) / true_score(&choice->pair.linear)))
            .text,
        n_models, n_models - 1.0);
}

nz_status_t
nz_report_emergence_find_metric(const nz_run_t *run, nz_report_findings_t *out)
{
    return tell(run, metric_strength, put_metric, out);
}

/* The test size with the largest excess over the true curve. */
static double
jump_strength(const pair_t *pair, size_t *i_test_size)
{
    const nz_report_view_t *view = &pair->nonlinear;
    const double truth = curve_value(view, NZ_QUANTITY_JUMP_SHARE_TRUE, 0, 0);
    double strength = 0.0;

    for (size_t t = 0; t < nz_report_view_n_test_sizes(view); t++) {
        const nz_report_number_t share =
            nz_report_view_curve(view, NZ_QUANTITY_JUMP_SHARE_MEDIAN, t, 0);
        const double excess =
            share.value - NZ_REPORT_ERRORS * share.mcse - truth - JUMP_DIFFERENCE;
        if (excess > strength) {
            strength = excess;
            *i_test_size = t;
        }
    }
    return strength;
}

/* "80.0 % (± 1.3)". */
static nz_report_words_t
jump_words(const nz_report_view_t *view, size_t i_test_size)
{
    const nz_report_number_t share =
        nz_report_view_curve(view, NZ_QUANTITY_JUMP_SHARE_MEDIAN, i_test_size, 0);

    return nz_report_words_percent(share.value, share.mcse);
}

static nz_report_words_t
true_jump_words(const nz_report_view_t *view, size_t i_keep)
{
    return nz_report_words_percent(
        curve_value(view, NZ_QUANTITY_JUMP_SHARE_TRUE, 0, i_keep), (double) NAN);
}

static void
put_jump(const nz_run_t *run, const choice_t *choice, nz_report_draft_t *draft)
{
    const nz_report_view_t *view = &choice->pair.nonlinear;
    const size_t last = nz_report_view_n_test_sizes(view) - 1;
    const double share =
        curve_value(view, NZ_QUANTITY_JUMP_SHARE_MEDIAN, choice->i_test_size, 0);
    fputs("At ", draft->headline);
    nz_report_view_put_test_size(view, choice->i_test_size, draft->headline);
    fprintf(draft->headline,
        ", the largest step between neighbouring models takes %s of the range of %s in "
        "the "
        "median test set; of the true curve it takes %s",
        nz_report_words_percent(share, (double) NAN).text,
        nz_report_words_metric(view->metric).text, true_jump_words(view, 0).text);
    put_scope(view, run, draft->headline);
    fprintf(draft->detail, "The median is %s at n = %s",
        jump_words(view, choice->i_test_size).text,
        nz_report_words_count(nz_report_view_test_size(view, choice->i_test_size)).text);
    if (last > choice->i_test_size) {
        fprintf(draft->detail, " and %s at n = %s", jump_words(view, last).text,
            nz_report_words_count(nz_report_view_test_size(view, last)).text);
    }
    fputs(": what looks like one jump is partly the test set.", draft->detail);
    if (choice->pair.has_linear) {
        fprintf(draft->detail, " By %s it is %s at n = %s, of the true curve %s.",
            nz_report_words_metric(choice->pair.linear.metric).text,
            jump_words(&choice->pair.linear, choice->i_test_size).text,
            nz_report_words_count(nz_report_view_test_size(view, choice->i_test_size))
                .text,
            true_jump_words(&choice->pair.linear, 0).text);
    }
}

nz_status_t
nz_report_emergence_find_jump(const nz_run_t *run, nz_report_findings_t *out)
{
    return tell(run, jump_strength, put_jump, out);
}

/* The last stride against the first; both are exact. */
static double
thinning_strength(const pair_t *pair, size_t *i_test_size)
{
    const nz_report_view_t *view = &pair->nonlinear;
    const size_t last = view->part->study.models.keep_every.n - 1;
    const double all = curve_value(view, NZ_QUANTITY_JUMP_SHARE_TRUE, 0, 0),
                 few = curve_value(view, NZ_QUANTITY_JUMP_SHARE_TRUE, 0, last);

    *i_test_size = 0;
    return all > 0.0 && few >= LARGER * all ? few / all : 0.0;
}

static void
put_thinning(const nz_run_t *run, const choice_t *choice, nz_report_draft_t *draft)
{
    const nz_report_view_t *view = &choice->pair.nonlinear;
    const nz_list_count_t *strides = &view->part->study.models.keep_every;
    const size_t last = strides->n - 1;
    fprintf(draft->headline,
        "With %.0f of the models the largest step takes %s of the range of the true "
        "curve, with %.0f it takes %s",
        curve_value(view, NZ_QUANTITY_N_MODELS, 0, last),
        true_jump_words(view, last).text, curve_value(view, NZ_QUANTITY_N_MODELS, 0, 0),
        true_jump_words(view, 0).text);
    fputs(" (", draft->headline);
    nz_report_view_put(view, run, draft->headline);
    fputs(").", draft->headline);
    fprintf(draft->detail,
        "One model in %s was kept, counted from the largest down. No test set "
        "enters here: fewer models make the same smooth curve look more abrupt.",
        nz_report_words_count(strides->values[last]).text);
}

nz_status_t
nz_report_emergence_find_thinning(const nz_run_t *run, nz_report_findings_t *out)
{
    return tell(run, thinning_strength, put_thinning, out);
}
