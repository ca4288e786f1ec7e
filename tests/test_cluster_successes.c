/* Clusters one after the other, from the probabilities of stats/beta_binomial.h. */
#include "stats/cluster_successes.h"

#include "stats/beta_binomial.h"
#include "tests/failing_memory.h"
#include "tests/testlib.h"

#include <stdlib.h>

#define SIZE_MAX_TESTED 40
#define SUCCESSES_MAX 60

/* pmf of fewer than SUCCESSES_MAX, rest at the end, after one more cluster. */
static void
add_cluster(double *total, const double *pmf, size_t size)
{
    double next[SUCCESSES_MAX + 1] = { 0.0 };

    for (size_t i = 0; i <= SUCCESSES_MAX; i++) {
        for (size_t w = 0; w <= size; w++) {
            const size_t at = i + w < SUCCESSES_MAX ? i + w : SUCCESSES_MAX;
            next[at] += total[i] * pmf[w];
        }
    }
    for (size_t i = 0; i <= SUCCESSES_MAX; i++) {
        total[i] = next[i];
    }
}

static double
sum(const double *values, size_t from, size_t to)
{
    double total = 0.0;
    for (size_t i = from; i < to; i++) {
        total += values[i];
    }
    return total;
}

static void
test_totals_one_cluster_after_the_other(void)
{
    static const size_t sizes[] = { 2, 3, 10, SIZE_MAX_TESTED };
    static const double correlations[] = { 1e-6, 0.05, 0.4, 0.97 };
    static const double shares[] = { 1e-5, 0.01, 0.2, 0.7, 0.99 };
    static const uint64_t wanted[] = { 1, 2, 5, 11, SUCCESSES_MAX };

    for (size_t i = 0; i < 4 * 4 * 5 * 5; i++) {
        const size_t size = sizes[i % 4];
        const double rho = correlations[i / 4 % 4], p = shares[i / 16 % 5];
        const uint64_t r = wanted[i / 80];
        double pmf[SIZE_MAX_TESTED + 1], total[SUCCESSES_MAX + 1] = { 1.0 };
        nz_cluster_successes_t clusters;

        NZ_ASSERT_OK(nz_beta_binomial_pmf(size, rho, 1.0 - p, p, pmf));
        NZ_ASSERT_OK(nz_cluster_successes_init(&clusters, size, rho, p, r));
        for (uint64_t c = 1; c <= 130; c++) {
            add_cluster(total, pmf, size);
            if (c < 20 || c > 125) {
                NZ_ASSERT_ABS(nz_cluster_successes_missed(&clusters, c), sum(total, 0, r),
                    sum(total, 0, r) * 1e-11 + 1e-300);
                NZ_ASSERT_REL(nz_cluster_successes_seen(&clusters, c),
                    sum(total, r, SUCCESSES_MAX + 1), 1e-11);
            }
        }
        nz_cluster_successes_free(&clusters);
    }
}

/* P(no success) of a cluster is below exp(-300) and no common factor any more. */
static void
test_clusters_that_hardly_ever_miss(void)
{
    nz_cluster_successes_t clusters;
    const uint64_t size = 1000;
    double *pmf = malloc((size + 1) * sizeof(*pmf));
    CU_ASSERT_PTR_NOT_NULL_FATAL(pmf);

    NZ_ASSERT_OK(nz_beta_binomial_pmf(size, 1e-4, 0.5, 0.5, pmf));
    NZ_ASSERT_OK(nz_cluster_successes_init(&clusters, size, 1e-4, 0.5, 400));
    CU_ASSERT(clusters.log_zero < -300.0 && clusters.log_scale == 0.0);
    NZ_ASSERT_REL(nz_cluster_successes_missed(&clusters, 1), sum(pmf, 0, 400), 1e-11);
    NZ_ASSERT_REL(
        nz_cluster_successes_seen(&clusters, 1), sum(pmf, 400, size + 1), 1e-11);
    double two = 0.0;
    for (size_t j = 0; j < 400; j++) {
        two += pmf[j] * sum(pmf, 0, 400 - j);
    }
    NZ_ASSERT_REL(nz_cluster_successes_missed(&clusters, 2), two, 1e-11);
    nz_cluster_successes_free(&clusters);
    NZ_ASSERT_OK(nz_cluster_successes_init(&clusters, size, 1e-4, 0.5, 2));
    NZ_ASSERT_REL(nz_cluster_successes_missed(&clusters, 1), pmf[0] + pmf[1], 1e-11);
    nz_cluster_successes_free(&clusters);
    free(pmf);
}

/* By recurrence and by squaring, where P(none in all) is below the least double. */
static void
test_missed_and_seen_add_up(void)
{
    static const struct {
        uint64_t size, r, c;
        double rho, p;
    } cases[] = { { 10, 1000, 2000, 0.1, 0.05 }, { 10, 3000, 2999, 0.1, 0.1 },
        { 3, 2000, 1999, 0.01, 0.33 },
        { 5, 1500, UINT64_C(1000000000000000), 0.2, 3e-13 },
        { 50, 800, 100, 0.3, 0.16 } };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_cluster_successes_t clusters;
        NZ_ASSERT_OK(nz_cluster_successes_init(
            &clusters, cases[i].size, cases[i].rho, cases[i].p, cases[i].r));
        const double missed = nz_cluster_successes_missed(&clusters, cases[i].c);
        const double seen = nz_cluster_successes_seen(&clusters, cases[i].c);
        CU_ASSERT(missed > 1e-3 && seen > 1e-3);
        NZ_ASSERT_ABS(missed + seen, 1.0, 1e-11);
        nz_cluster_successes_free(&clusters);
    }
}

static void
check_empty(const nz_cluster_successes_t *clusters)
{
    CU_ASSERT(clusters->terms == NULL && clusters->at_least == NULL
              && clusters->work == NULL && clusters->successes == 0);
}

static void
test_init_out_of_range(void)
{
    static const struct {
        uint64_t size;
        double rho, p;
        uint64_t r;
    } bad[] = { { 1, 0.1, 0.5, 1 }, { NZ_CLUSTER_SUCCESSES_SIZE_MAX + 1, 0.1, 0.5, 1 },
        { 2, -0.1, 0.5, 1 }, { 2, 1.0, 0.5, 1 }, { 2, 0.1, 0.0, 1 }, { 2, 0.1, 1.0, 1 },
        { 2, 0.1, 0.5, 0 }, { 2, (double) NAN, 0.5, 1 }, { 2, 0.1, (double) NAN, 1 },
        { 2, 0.1, 0.5, UINT64_MAX } };

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        nz_cluster_successes_t clusters;
        CU_ASSERT_EQUAL(nz_cluster_successes_init(
                            &clusters, bad[i].size, bad[i].rho, bad[i].p, bad[i].r),
            NZ_ERR_DOMAIN);
        check_empty(&clusters);
        nz_cluster_successes_free(&clusters);
    }
    CU_ASSERT_EQUAL(nz_cluster_successes_init(NULL, 2, 0.1, 0.5, 1), NZ_ERR_NULL_ARG);
    nz_cluster_successes_free(NULL);
}

static void
test_init_out_of_memory(void)
{
    nz_status_t status = NZ_ERR_NO_MEMORY;
    size_t n_failures = 0;

    while (status == NZ_ERR_NO_MEMORY && n_failures < 10) {
        nz_cluster_successes_t clusters;
        nz_test_memory_lacks(n_failures + 1);
        status = nz_cluster_successes_init(&clusters, 1000, 1e-4, 0.9, 5);
        nz_test_memory_lacks(0);
        if (status != NZ_OK) {
            n_failures++;
            check_empty(&clusters);
        }
        nz_cluster_successes_free(&clusters);
    }
    CU_ASSERT_EQUAL(status, NZ_OK);
    CU_ASSERT_EQUAL(n_failures, 4);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_totals_one_cluster_after_the_other),
        NZ_TEST(test_clusters_that_hardly_ever_miss),
        NZ_TEST(test_missed_and_seen_add_up),
        NZ_TEST(test_init_out_of_range),
        NZ_TEST(test_init_out_of_memory),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("cluster_successes", tests, argc, argv);
}
