#include "stats/compare_normal.h"

#include "tests/testlib.h"

/* Reference values: scripts/reference_compare_normal.py. */
static void
test_trials_of_each_design(void)
{
    static const struct {
        nz_compare_t models;
        double power, n;
    } cases[] = {
        { { NZ_COMPARE_UNPAIRED, 0.05, 0.3, 0.33, 0.0, 0.0 }, 0.8, 3762.3586806958276 },
        { { NZ_COMPARE_UNPAIRED, 0.01, 0.9, 0.5, 0.0, 0.0 }, 0.95, 43.179171786075912 },
        { { NZ_COMPARE_PAIRED, 0.05, 0.0, 0.0, 0.035, 0.065 }, 0.8, 864.24886852666079 },
        { { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.035, 0.065 }, 0.8, 869.7361463761333 },
        { { NZ_COMPARE_MCNEMAR, 0.1, 0.0, 0.0, 0.25, 0.0625 }, 0.3, 11.772540605628171 },
    };

    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        double n = 0.0;
        NZ_ASSERT_OK(nz_compare_normal_trials(&cases[i].models, cases[i].power, &n));
        NZ_ASSERT_REL(n, cases[i].n, 1e-12);
    }
}

/* A power below alpha/2 takes no items. */
static void
test_trials_of_little_power(void)
{
    const nz_compare_t models = { NZ_COMPARE_UNPAIRED, 0.05, 0.3, 0.4, 0.0, 0.0 };
    double n = 77.0;

    NZ_ASSERT_OK(nz_compare_normal_trials(&models, 0.001, &n));
    CU_ASSERT_EQUAL(n, 0.0);
}

static void
test_trials_refused(void)
{
    static const nz_compare_t good = { NZ_COMPARE_MCNEMAR, 0.05, 0.0, 0.0, 0.1, 0.2 };
    const struct {
        nz_compare_design_t design;
        double alpha, first, second, only_first, only_second, power;
    } bad[] = {
        { NZ_COMPARE_MCNEMAR, 0.0, 0, 0, 0.1, 0.2, 0.8 },
        { NZ_COMPARE_MCNEMAR, 1.0, 0, 0, 0.1, 0.2, 0.8 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0, 0, 0.1, 0.2, 0.0 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0, 0, 0.1, 0.2, 1.0 },
        { NZ_COMPARE_MCNEMAR, 0.05, 0, 0, 0.1, 0.2, (double) NAN },
        { NZ_COMPARE_MCNEMAR, 0.05, 0, 0, 0.6, 0.5, 0.8 },
        { NZ_COMPARE_PAIRED, 0.05, 0, 0, -0.1, 0.5, 0.8 },
        { NZ_COMPARE_PAIRED, 0.05, 0, 0, 0.5, (double) NAN, 0.8 },
        { NZ_COMPARE_UNPAIRED, 0.05, 1.1, 0.5, 0, 0, 0.8 },
        { NZ_COMPARE_UNPAIRED, 0.05, 0.5, (double) NAN, 0, 0, 0.8 },
        { NZ_N_COMPARE_DESIGNS, 0.05, 0.5, 0.6, 0.1, 0.2, 0.8 },
    };
    nz_compare_t equal = good;
    double n = 77.0;

    CU_ASSERT_EQUAL(nz_compare_normal_trials(NULL, 0.8, &n), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_compare_normal_trials(&good, 0.8, NULL), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        const nz_compare_t models = { bad[i].design, bad[i].alpha, bad[i].first,
            bad[i].second, bad[i].only_first, bad[i].only_second };
        CU_ASSERT_EQUAL(
            nz_compare_normal_trials(&models, bad[i].power, &n), NZ_ERR_DOMAIN);
    }
    equal.only_second = equal.only_first;
    CU_ASSERT_EQUAL(nz_compare_normal_trials(&equal, 0.8, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(n, 77.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_trials_of_each_design),
        NZ_TEST(test_trials_of_little_power),
        NZ_TEST(test_trials_refused),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("compare_normal", tests, argc, argv);
}
