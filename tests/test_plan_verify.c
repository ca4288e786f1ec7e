/* Units of work, verdicts, and what a plan must not be asked. */
#include "sim/plan_verify.h"

#include "sim/plan_model.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"
#include "tests/verified.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>

/* Two models to be seen, and the widths of two. */
static void
start(nz_test_plan_t *test, nz_plan_goal_t goal)
{
    nz_test_plan_start(test, goal);
    nz_test_plan_point(test, 0.1);
    nz_test_plan_point(test, 0.4);
    nz_test_plan_row(test, NZ_PLAN_ROW_MODEL, 0, 30.0, 1.0 - pow(0.9, 30.0));
    nz_test_plan_row(test, NZ_PLAN_ROW_MODEL, 1, 40.0, 1.0);
    nz_test_plan_row(test, NZ_PLAN_ROW_ALL, SIZE_MAX, 70.0, 0.5);
}

static bool
is_same(const nz_plan_finding_t *a, const nz_plan_finding_t *b)
{
    return a->simulated == b->simulated && a->mcse == b->mcse
           && a->n_undefined == b->n_undefined && a->verdict == b->verdict;
}

/* Whatever the order of the units, and whatever other rows there are. */
static void
test_findings_have_the_same_bits(void)
{
    nz_test_plan_t test, one;

    start(&test, NZ_PLAN_HALF_WIDTH);
    nz_test_plan_start(&one, NZ_PLAN_HALF_WIDTH);
    nz_test_plan_point(&one, 0.1);
    nz_test_plan_point(&one, 0.4);
    nz_test_plan_row(&one, NZ_PLAN_ROW_MODEL, 1, 40.0, 1.0);
    nz_plan_verify_t *in_order = nz_test_verify(&test, 1000, 4, 1);
    nz_plan_verify_t *mixed = nz_test_verify(&test, 1000, 4, 101);
    nz_plan_verify_t *alone = nz_test_verify(&one, 1000, 4, 1);
    nz_plan_verify_t *other = nz_test_verify(&test, 1000, 5, 1);
    CU_ASSERT_EQUAL(nz_plan_verify_n_units(in_order), 3 * 63); /* 16 replicates each */
    for (size_t i = 0; i < 3; i++) {
        const nz_plan_finding_t a = nz_plan_verify_finding(in_order, 0, i);
        const nz_plan_finding_t b = nz_plan_verify_finding(mixed, 0, i);
        const nz_plan_finding_t c = nz_plan_verify_finding(other, 0, i);
        CU_ASSERT(is_same(&a, &b));
        CU_ASSERT(a.simulated != c.simulated);
    }
    const nz_plan_finding_t a = nz_plan_verify_finding(in_order, 0, 1);
    const nz_plan_finding_t b = nz_plan_verify_finding(alone, 0, 0);
    CU_ASSERT(is_same(&a, &b));
    nz_plan_verify_destroy(&in_order);
    nz_plan_verify_destroy(&mixed);
    nz_plan_verify_destroy(&alone);
    nz_plan_verify_destroy(&other);
    CU_ASSERT_PTR_NULL(other);
    nz_plan_verify_destroy(&other);
    nz_plan_verify_destroy(NULL);
}

/* Every replicate is in one unit. */
static void
test_all_replicates_are_run(void)
{
    const uint64_t replicates[] = { 1, 2, 63, 64, 65, 127, 1000 };
    const uint64_t n_units[] = { 1, 2, 63, 64, 33, 64, 63 };
    nz_test_plan_t test;
    nz_plan_trial_t *trial = NULL;

    nz_test_plan_start(&test, NZ_PLAN_SEE);
    nz_test_plan_point(&test, 0.5);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 1.0, 0.5);
    const nz_plan_subject_t subject = { &test.request, &test.points, &test.plan, 0 };
    NZ_ASSERT_OK(nz_plan_trial_create(&subject, &trial));
    for (size_t i = 0; i < NZ_COUNT_OF(replicates); i++) {
        nz_plan_verify_t *verify = nz_test_verify(&test, replicates[i], 4, 1);
        double n_seen = 0.0;
        for (uint64_t r = 0; r < replicates[i]; r++) {
            nz_plan_result_t result;
            NZ_ASSERT_OK(nz_plan_trial_run(trial, 4, r, &result));
            n_seen += result.values[0];
        }
        CU_ASSERT_EQUAL(nz_plan_verify_finding(verify, 0, 0).simulated,
            n_seen / (double) replicates[i]);
        CU_ASSERT_EQUAL(nz_plan_verify_n_units(verify), n_units[i]);
        nz_plan_verify_destroy(&verify);
    }
    nz_plan_trial_destroy(&trial);
}

static void
test_verdicts(void)
{
    nz_test_plan_t test;

    start(&test, NZ_PLAN_SEE);
    const nz_plan_finding_t kept = nz_test_find(&test, 0);
    CU_ASSERT_EQUAL(kept.verdict, NZ_PLAN_KEPT);
    CU_ASSERT_EQUAL(kept.claim.promised, test.rows[0].achieved);
    for (int side = -1; side <= 1; side += 2) {
        test.rows[0].achieved = kept.simulated + side * 2.999 * kept.mcse;
        CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_KEPT);
        test.rows[0].achieved = kept.simulated + side * 3.001 * kept.mcse;
        CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
    }
    test.rows[0].achieved = 1.0 - pow(0.9, 30.0);
    test.rows[0].test_size = 27.0; /* a wrong size */
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
}

/* What is promised by the design effect may be better: shares more, widths less. */
static void
test_verdicts_of_approximations(void)
{
    nz_test_plan_t test;

    start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.cluster_size = 5;
    test.request.cluster_correlation = 0.1;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_KEPT); /* 1.0 */
    test.rows[0].achieved = 0.01;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
    test.request.assurance = 0.5;
    test.request.width = 0.2;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_KEPT);
    test.rows[0].achieved = 1.5;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
    test.request.cluster_correlation = 0.0; /* exact again */
    test.rows[0].achieved = 0.01;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
    test.request.goal = NZ_PLAN_SEE; /* as are clusters here */
    test.request.cluster_correlation = 0.1;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_NOT_KEPT);
    CU_ASSERT_FALSE(nz_test_find(&test, 0).claim.is_approximate);
    start(&test, NZ_PLAN_SLOPE);
    test.rows[2].achieved = 10.0;
    CU_ASSERT_EQUAL(nz_test_find(&test, 2).verdict, NZ_PLAN_KEPT);
    test.rows[2].achieved = 0.01;
    CU_ASSERT_EQUAL(nz_test_find(&test, 2).verdict, NZ_PLAN_NOT_KEPT);
}

/* Where every trial is alike the next may be different. */
static void
test_verdict_of_equal_trials(void)
{
    nz_test_plan_t test;

    nz_test_plan_start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.method = NZ_METHOD_WALD;
    nz_test_plan_point(&test, 1e-8);
    nz_test_plan_row(&test, NZ_PLAN_ROW_MODEL, 0, 100.0, 1e-6 * 0.0195);
    nz_plan_finding_t finding = nz_test_find(&test, 0);
    CU_ASSERT_EQUAL(finding.simulated, 0.0);
    CU_ASSERT(finding.mcse > 0.0);
    CU_ASSERT_EQUAL(finding.verdict, NZ_PLAN_KEPT);
    test.request.goal = NZ_PLAN_RELATIVE_HALF_WIDTH;
    test.rows[0].achieved *= 1e8;
    finding = nz_test_find(&test, 0);
    CU_ASSERT_EQUAL(finding.verdict, NZ_PLAN_KEPT);
}

static void
test_rows_that_promise_nothing(void)
{
    nz_test_plan_t test;
    nz_plan_verify_t *verify = NULL;

    start(&test, NZ_PLAN_SEE);
    test.rows[0].test_size = (double) INFINITY;
    test.rows[1].achieved = (double) NAN;
    test.plan.n_rows = 2;
    NZ_ASSERT_OK(nz_plan_verify_create(&test.made, 1, 100, 0, &verify));
    CU_ASSERT_EQUAL(nz_plan_verify_n_units(verify), 0);
    for (size_t i = 0; i < 2; i++) {
        const nz_plan_finding_t finding = nz_plan_verify_finding(verify, 0, i);
        CU_ASSERT_EQUAL(finding.verdict, NZ_PLAN_UNTESTED);
        CU_ASSERT(isnan(finding.simulated) && isnan(finding.mcse));
        CU_ASSERT(isnan(finding.claim.promised));
    }
    nz_plan_verify_destroy(&verify);
    start(&test, NZ_PLAN_HALF_WIDTH);
    test.request.cluster_size = 1001;
    test.request.cluster_correlation = 0.1;
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_UNTESTED);
}

/* Of a slope's models the row of all is simulated, once. */
static void
test_rows_of_a_slope(void)
{
    nz_test_plan_t test;

    start(&test, NZ_PLAN_SLOPE);
    nz_test_plan_row(&test, NZ_PLAN_ROW_COMMON, SIZE_MAX, 35.0, 0.5);
    nz_plan_verify_t *verify = nz_test_verify(&test, 1000, 4, 1);
    CU_ASSERT_EQUAL(nz_plan_verify_n_units(verify), 2 * 63);
    const nz_plan_finding_t all = nz_plan_verify_finding(verify, 0, 2);
    CU_ASSERT(all.simulated > 0.0);
    for (size_t i = 0; i < 2; i++) {
        const nz_plan_finding_t finding = nz_plan_verify_finding(verify, 0, i);
        CU_ASSERT(is_same(&finding, &all) || i == 1); /* row 1 promises another */
        CU_ASSERT_EQUAL(finding.simulated, all.simulated);
    }
    CU_ASSERT(nz_plan_verify_finding(verify, 0, 3).simulated != all.simulated);
    nz_plan_verify_destroy(&verify);
    test.plan.n_rows = 2; /* without it there is nothing */
    CU_ASSERT_EQUAL(nz_test_find(&test, 0).verdict, NZ_PLAN_UNTESTED);
}

static void
test_collect_refuses(void)
{
    nz_test_plan_t test;
    nz_plan_verify_t *verify = NULL;
    nz_packed_t packed = { 0 };

    start(&test, NZ_PLAN_SEE);
    NZ_ASSERT_OK(nz_plan_verify_create(&test.made, 1, 100, 0, &verify));
    NZ_ASSERT_OK(nz_plan_verify_run(verify, 1, NULL, NULL, &packed));
    CU_ASSERT_EQUAL(nz_plan_verify_collect(verify, 1, packed.words, packed.n_words - 1),
        NZ_ERR_FORMAT);
    NZ_ASSERT_OK(nz_plan_verify_collect(verify, 1, packed.words, packed.n_words));
    CU_ASSERT_EQUAL(
        nz_plan_verify_collect(verify, 1, packed.words, packed.n_words), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_verify_n_merged(verify), 0);
    CU_ASSERT_EQUAL(nz_plan_verify_finding(verify, 0, 0).verdict, NZ_PLAN_UNTESTED);
    NZ_ASSERT_OK(nz_plan_verify_collect(verify, 0, packed.words, packed.n_words));
    CU_ASSERT_EQUAL(nz_plan_verify_n_merged(verify), 2);
    CU_ASSERT_EQUAL(
        nz_plan_verify_collect(verify, 0, packed.words, packed.n_words), NZ_ERR_DOMAIN);
    const uint64_t n_units = nz_plan_verify_n_units(verify);
    CU_ASSERT_EQUAL(nz_plan_verify_collect(verify, n_units, packed.words, packed.n_words),
        NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_plan_verify_run(verify, n_units, NULL, NULL, &packed), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_verify_run(NULL, 0, NULL, NULL, &packed), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_run(verify, 0, NULL, NULL, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_collect(NULL, 0, packed.words, 1), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_collect(verify, 0, NULL, 1), NZ_ERR_NULL_ARG);
    free(packed.words);
    NZ_ASSERT_OK(nz_plan_verify_collect(verify, 3, (uint64_t[12]){ 0 }, 12)); /* waits */
    nz_plan_verify_destroy(&verify);
}

/* Create, run a unit of every row and collect it out of turn; the first failure. */
static nz_status_t
work(const nz_test_plan_t *test)
{
    nz_plan_verify_t *verify = NULL;
    nz_packed_t packed = { 0 };
    nz_status_t status = nz_plan_verify_create(&test->made, 1, 64, 0, &verify);
    const uint64_t n_units = status == NZ_OK ? nz_plan_verify_n_units(verify) : 0;

    for (uint64_t i = 1; i < n_units && status == NZ_OK; i += 64) {
        status = nz_plan_verify_run(verify, i, NULL, NULL, &packed);
        if (status == NZ_OK) {
            status = nz_plan_verify_collect(verify, i, packed.words, packed.n_words);
        }
    }
    nz_test_memory_lacks(0);
    free(packed.words);
    nz_plan_verify_destroy(&verify);
    return status;
}

static void
test_no_memory(void)
{
    const nz_plan_goal_t goals[] = { NZ_PLAN_SEE, NZ_PLAN_HALF_WIDTH, NZ_PLAN_COMPARE,
        NZ_PLAN_SLOPE };
    gsl_error_handler_t *handler = gsl_set_error_handler_off();

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        nz_test_plan_t test;
        size_t at = 0;
        start(&test, goals[i]);
        test.plan.n_rows = goals[i] == NZ_PLAN_COMPARE ? 2 : 3;
        test.request.design = NZ_COMPARE_MCNEMAR;
        test.request.difference = 0.1;
        test.request.discordance = 0.2;
        test.request.cluster_size = 5;
        test.request.cluster_correlation = 0.1;
        nz_status_t status = NZ_ERR_NO_MEMORY;
        for (; at < 1000 && status != NZ_OK; at++) {
            nz_test_memory_lacks(at + 1);
            status = work(&test);
            CU_ASSERT(status == NZ_OK || status == NZ_ERR_NO_MEMORY);
        }
        CU_ASSERT(at > 10 && at < 1000);
    }
    gsl_set_error_handler(handler);
}

static void
test_create_refuses(void)
{
    nz_test_plan_t test;
    nz_plan_verify_t *verify = NULL;
    nz_plan_trial_t *trial = NULL;

    start(&test, NZ_PLAN_SLOPE);
    CU_ASSERT_EQUAL(nz_plan_verify_create(NULL, 1, 9, 0, &verify), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_create(&test.made, 0, 9, 0, &verify), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_create(&test.made, 1, 9, 0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_verify_create(&test.made, 1, 0, 0, &verify), NZ_ERR_DOMAIN);
    CU_ASSERT_PTR_NULL(verify);
    const nz_plan_subject_t subject = { &test.request, &test.points, &test.plan, 0 };
    CU_ASSERT_EQUAL(nz_plan_trial_create(&subject, &trial), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_plan_trial_create(NULL, &trial), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_trial_create(&subject, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_PTR_NULL(trial);
    nz_plan_trial_destroy(&trial);
    nz_plan_trial_destroy(NULL);
}

/* Whether the items of a task are drawn as such. */
static bool
draws_task(nz_plan_items_t items)
{
    nz_plan_model_t model = { 0 };

    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    const bool has_task = model.has_task;
    nz_plan_model_free(&model);
    return has_task;
}

static void
test_model_uses_its_task_where_it_can(void)
{
    const nz_plan_point_t choice = { .tokens = (double) NAN,
        .parameters = 1e9,
        .accuracy = 0.5,
        .task_kind = NZ_TASK_CHOICE,
        .task = { .loss = 0.5, .difficulty = 4.0, .concentration = 2.0 } };
    nz_plan_point_t sequence = choice;
    nz_plan_items_t items = { .point = &choice, .accuracy = 0.5, .n = 1000 };

    CU_ASSERT(draws_task(items));
    items.n = 1000000; /* one by one */
    CU_ASSERT_FALSE(draws_task(items));
    items.n = 1000;
    items.cluster_size = 10; /* it has none */
    CU_ASSERT_FALSE(draws_task(items));
    sequence.task_kind = NZ_TASK_SEQUENCE;
    sequence.task = (nz_task_t){ .loss = 0.1, .difficulty = 20.0 };
    items.point = &sequence;
    CU_ASSERT(draws_task(items));
    items.n = UINT64_C(1000000000000);
    CU_ASSERT(draws_task(items));
    items.n = UINT64_C(1) << 53; /* more tokens than can be counted */
    CU_ASSERT_FALSE(draws_task(items));
    items.n = 1000;
    items.accuracy = 0.4; /* not the task's */
    CU_ASSERT_FALSE(draws_task(items));
    items.accuracy = 0.5;
    items.cluster_size = 600; /* too many tokens of a cluster */
    CU_ASSERT_FALSE(draws_task(items));
    items.n = 1000;
    items.cluster_size = 10;
    CU_ASSERT(draws_task(items));
    items.n = items.cluster_size = 400; /* too much memory */
    CU_ASSERT_FALSE(draws_task(items));
    sequence.task_kind = -1;
    CU_ASSERT_FALSE(draws_task(items));
}

static void
test_model_of_large_tests(void)
{
    nz_plan_items_t items = { .accuracy = 1e-9, .n = UINT64_C(1000000000000) };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);
    nz_plan_model_t model = { 0 };
    uint64_t solved = 0;

    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    NZ_ASSERT_OK(nz_plan_model_draw(&model, rng, 0, 0, &solved));
    CU_ASSERT(fabs((double) solved - 1000.0) < NZ_TEST_SIGMAS * sqrt(1000.0));
    nz_plan_model_free(&model);
    items.accuracy = 1.0;
    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    NZ_ASSERT_OK(nz_plan_model_draw(&model, rng, 0, 0, &solved));
    CU_ASSERT_EQUAL(solved, items.n);
    nz_plan_model_free(&model);
    items.accuracy = 0.0;
    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    NZ_ASSERT_OK(nz_plan_model_draw(&model, rng, 0, 0, &solved));
    CU_ASSERT_EQUAL(solved, 0);
    nz_plan_model_free(&model);
    gsl_rng_free(rng);
}

/* Also where the only cluster is cut off. */
static void
test_model_draws_depend_on_nothing_before(void)
{
    const nz_plan_items_t items = {
        .accuracy = 0.4, .n = 7, .cluster_size = 10, .cluster_correlation = 0.2
    };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);
    nz_plan_model_t model = { 0 };
    uint64_t first[20], solved = 0;

    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    for (uint64_t r = 0; r < 20; r++) {
        NZ_ASSERT_OK(nz_plan_model_draw(&model, rng, 0, r, &first[r]));
    }
    for (uint64_t r = 20; r-- > 0;) {
        NZ_ASSERT_OK(nz_plan_model_draw(&model, rng, 0, r, &solved));
        CU_ASSERT_EQUAL(solved, first[r]);
    }
    nz_plan_model_free(&model);
    gsl_rng_free(rng);
}

/* The stream is the one that its documentation names. */
static void
test_model_stream_is_named_by_values(void)
{
    const nz_plan_point_t point = { .tokens = 7.0, .parameters = 1e9, .task_kind = -1 };
    nz_plan_items_t items = { .point = &point, .accuracy = 0.5, .n = 30, .repeat = 2 };
    gsl_rng *rng = nz_test_rng(nz_gsl_rng_pcg64(), 1);
    gsl_rng *named = nz_test_rng(nz_gsl_rng_pcg64(), 1);
    nz_plan_model_t model = { 0 };

    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    NZ_ASSERT_OK(nz_plan_model_stream(&model, rng, 5, 6, 0));
    nz_stream_key_t key = { 5, NZ_PURPOSE_PLAN, 7, 30, 1e9, 6, 0,
        nz_rng_hash_text("items 2") };
    NZ_ASSERT_OK(nz_rng_set_stream(named, &key));
    CU_ASSERT_EQUAL(gsl_rng_get(rng), gsl_rng_get(named));
    nz_plan_model_free(&model);
    items = (nz_plan_items_t){ .accuracy = 0.5, .n = 30 };
    NZ_ASSERT_OK(nz_plan_model_init(&model, &items));
    NZ_ASSERT_OK(nz_plan_model_stream(&model, rng, 5, 6, 3));
    key = (nz_stream_key_t){ 5, NZ_PURPOSE_PLAN, 0, 30, 0.5, 6, 3,
        nz_rng_hash_text("items") };
    NZ_ASSERT_OK(nz_rng_set_stream(named, &key));
    CU_ASSERT_EQUAL(gsl_rng_get(rng), gsl_rng_get(named));
    nz_plan_model_free(&model);
    gsl_rng_free(rng);
    gsl_rng_free(named);
}

static void
test_model_refuses(void)
{
    const nz_plan_items_t bad[] = { { .accuracy = (double) NAN, .n = 1 },
        { .accuracy = 1.1, .n = 1 }, { .accuracy = -0.1, .n = 1 },
        { .accuracy = 0.5, .n = (UINT64_C(1) << 53) + 1 },
        { .accuracy = 0.5, .n = 1, .cluster_size = 2, .cluster_correlation = 1.0 },
        { .accuracy = 0.5, .n = 1, .cluster_size = 2, .cluster_correlation = -0.1 },
        { .accuracy = 0.5, .n = 1, .cluster_size = 1001, .cluster_correlation = 0.1 } };
    nz_plan_model_t model = { .has_task = true };

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_plan_model_init(&model, &bad[i]), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_plan_model_init(&model, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_model_init(NULL, &bad[0]), NZ_ERR_NULL_ARG);
    CU_ASSERT(model.has_task);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = { NZ_TEST(test_findings_have_the_same_bits),
        NZ_TEST(test_all_replicates_are_run), NZ_TEST(test_verdicts),
        NZ_TEST(test_verdicts_of_approximations), NZ_TEST(test_verdict_of_equal_trials),
        NZ_TEST(test_rows_that_promise_nothing), NZ_TEST(test_rows_of_a_slope),
        NZ_TEST(test_collect_refuses), NZ_TEST(test_create_refuses),
        NZ_TEST(test_no_memory), NZ_TEST(test_model_uses_its_task_where_it_can),
        NZ_TEST(test_model_of_large_tests),
        NZ_TEST(test_model_draws_depend_on_nothing_before),
        NZ_TEST(test_model_stream_is_named_by_values), NZ_TEST(test_model_refuses),
        CU_TEST_INFO_NULL };
    return nz_test_main("plan_verify", tests, argc, argv);
}
