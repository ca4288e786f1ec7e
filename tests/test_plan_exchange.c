#include "sim/plan_exchange.h"

#include "sim/cluster_totals.h"
#include "sim/sequence_law.h"
#include "tests/testlib.h"

/* Items that are right with probability pi tell (d pi)^2/(pi (1 - pi)) of the logarithm
 * of p, tokens L (d p)^2/(p (1 - p) (1 + (L - 1) rho)); here d pi by differences. */
static double
ratio_by_differences(double log_p, double tokens, double rho)
{
    const double h = 1e-4;
    double pi[3], sd = 0.0;

    for (int i = 0; i < 3; i++) {
        const nz_sequence_law_t law = { -log_p - (i - 1) * h, (uint64_t) tokens, rho };
        NZ_ASSERT_OK(nz_sequence_law_truth(&law, NZ_METRIC_ACCURACY, &pi[i], &sd));
    }
    const double slope = (pi[2] - pi[0]) / (2.0 * h), p = exp(log_p);
    const double whole = slope * slope / (pi[1] * (1.0 - pi[1]));
    return tokens * p * p / (p * (1.0 - p) * (1.0 + (tokens - 1.0) * rho)) / whole;
}

static void
test_rate_reference_values(void)
{
    const struct {
        double p, tokens, rate;
    } rows[] = { { 0.5, 5.0, 6.2 }, { 0.1, 5.0, 2222.2 }, { 0.3, 1.0, 1.0 },
        { 0.25, 2.0, 2.5 } };

    for (size_t i = 0; i < NZ_COUNT_OF(rows); i++) {
        const nz_plan_exchange_t items = { log(rows[i].p), rows[i].tokens, 0.0, 0, 0.0 };
        double rate = 0.0;
        NZ_ASSERT_OK(nz_plan_exchange_rate(&items, &rate));
        NZ_ASSERT_REL(rate, rows[i].rate, 1e-12);
    }
}

static void
test_rate_of_correlated_tokens(void)
{
    const double rhos[] = { 1e-9, 0.01, 0.3, 0.9 },
                 lengths[] = { 1.0, 2.0, 17.0, 999.0, 1200.0 },
                 ps[] = { 0.03, 0.5, 0.93 };

    for (size_t i = 0; i < NZ_COUNT_OF(rhos) * NZ_COUNT_OF(lengths) * NZ_COUNT_OF(ps);
         i++) {
        const double rho = rhos[i % 4], tokens = lengths[i / 4 % 5], p = ps[i / 20];
        const nz_plan_exchange_t items = { log(p), tokens, rho, 1, 0.0 };
        const double expected = ratio_by_differences(log(p), tokens, rho);
        double rate = 0.0;
        if (isfinite(expected) && expected < 1e200) {
            NZ_ASSERT_OK(nz_plan_exchange_rate(&items, &rate));
            /* differences over 2e-4 lose some (L 1e-4)^2/6 */
            NZ_ASSERT_REL(rate, expected, 1e-6 + tokens * tokens * 1e-8);
        }
    }
}

/* An item of a cluster tells less; its tokens, which also differ within wrong items,
 * lose less than the item as a whole. */
static void
test_rate_in_clusters(void)
{
    const nz_plan_exchange_t single = { log(0.6), 4.0, 0.1, 1, 0.3 };
    nz_plan_exchange_t clustered = single;
    const nz_sequence_law_t law = { -log(0.6), 4, 0.1 };
    double alone = 0.0, together = 0.0;

    clustered.cluster_size = 6;
    NZ_ASSERT_OK(nz_plan_exchange_rate(&single, &alone));
    NZ_ASSERT_OK(nz_plan_exchange_rate(&clustered, &together));
    NZ_ASSERT_REL(together / alone,
        2.5 / nz_cluster_totals_design_effect(&law, NZ_METRIC_TOKEN_ACCURACY, 6, 0.3),
        1e-12);
    CU_ASSERT(together > 1.01 * alone);
}

static void
test_rate_errors_leave_output_untouched(void)
{
    const nz_plan_exchange_t bad[] = { { 0.0, 5.0, 0.0, 0, 0.0 },
        { (double) NAN, 5.0, 0.0, 0, 0.0 }, { -1.0, 0.5, 0.0, 0, 0.0 },
        { -1.0, 2e6, 0.0, 0, 0.0 }, { -1.0, 5.0, 1.0, 0, 0.0 },
        { -1.0, 5.0, (double) NAN, 0, 0.0 } };
    double rate = 7.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_plan_exchange_rate(&bad[i], &rate), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_plan_exchange_rate(NULL, &rate), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_plan_exchange_rate(&bad[0], NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(rate, 7.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_rate_reference_values),
        NZ_TEST(test_rate_of_correlated_tokens),
        NZ_TEST(test_rate_in_clusters),
        NZ_TEST(test_rate_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("plan_exchange", tests, argc, argv);
}
