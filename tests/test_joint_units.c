#include "stats/joint_units.h"

#include "tests/testlib.h"

#include <stdint.h>

/* Two models on five items. */
static const double values[] = { 1.0, 0.0, 2.0, 4.0, 3.0, -1.0, 5.0, 0.0, 0.0, 1.0 };

static void
test_joint_units_of_items(void)
{
    const nz_joint_items_t items = { .values = values, .n_items = 5, .n_models = 2 };
    nz_joint_units_t units;

    NZ_ASSERT_OK(nz_joint_units_init(&items, &units));
    CU_ASSERT_TRUE(units.n_units == 5 && units.n_models == 2 && units.n_strata == 1);
    CU_ASSERT_EQUAL(units.stratum_end[0], 5);
    for (size_t i = 0; i < 5; i++) { /* both means by hand: 2 and 1 */
        NZ_ASSERT_ABS(units.influence[2 * i], (values[i] - 2.0) / 5.0, 1e-16);
        NZ_ASSERT_ABS(units.influence[2 * i + 1], (values[5 + i] - 1.0) / 5.0, 1e-16);
    }
    nz_joint_units_free(&units);
    CU_ASSERT_PTR_NULL(units.influence);
    nz_joint_units_free(&units);
}

/* Clusters {0, 3}, {1}, {2, 4} of which the second is the first stratum. */
static void
test_joint_units_of_clusters_in_strata(void)
{
    static const uint64_t cluster[] = { 0, 1, 2, 0, 2 }, stratum[] = { 1, 0, 1, 1, 1 };
    const nz_joint_items_t items = { values, cluster, stratum, 5, 2, 3, 2 };
    nz_joint_units_t units;

    NZ_ASSERT_OK(nz_joint_units_init(&items, &units));
    CU_ASSERT_TRUE(units.n_units == 3 && units.n_strata == 2);
    CU_ASSERT_TRUE(units.stratum_end[0] == 1 && units.stratum_end[1] == 3);
    /* sums of (x - 2)/5: {-1 + 2, -2, 0 + 1}; the last two units less their mean 1 */
    NZ_ASSERT_ABS(units.influence[0], 0.0, 1e-16);
    NZ_ASSERT_ABS(units.influence[2], 0.0, 1e-16);
    NZ_ASSERT_ABS(units.influence[4], 0.0, 1e-16);
    /* sums of (x - 1)/5: {-2 - 1, 4, -1 + 0}/5; less their mean -2/5 */
    NZ_ASSERT_ABS(units.influence[1], 0.0, 1e-16);
    NZ_ASSERT_ABS(units.influence[3], -1.0 / 5.0, 1e-15);
    NZ_ASSERT_ABS(units.influence[5], 1.0 / 5.0, 1e-15);
    nz_joint_units_free(&units);
}

/* The same clusters in one stratum: of unequal sizes, so that the overall mean matters.
 */
static void
test_joint_units_of_unequal_clusters(void)
{
    static const uint64_t cluster[] = { 0, 1, 2, 0, 2 };
    static const double expected[] = { 0.2, -0.6, -0.4, 0.8, 0.2, -0.2 };
    const nz_joint_items_t items = { values, cluster, NULL, 5, 2, 3, 0 };
    nz_joint_units_t units;

    NZ_ASSERT_OK(nz_joint_units_init(&items, &units));
    for (size_t i = 0; i < NZ_COUNT_OF(expected); i++) {
        NZ_ASSERT_ABS(units.influence[i], expected[i], 1e-15);
    }
    nz_joint_units_free(&units);
}

static void
test_joint_units_errors_leave_output_untouched(void)
{
    static const uint64_t cluster[] = { 0, 1, 2, 0, 2 }, split[] = { 0, 0, 1, 1, 1 };
    static const uint64_t out_of_range[] = { 0, 1, 3, 0, 2 }, gap[] = { 0, 0, 2, 0, 2 };
    static const nz_joint_items_t bad[] = {
        { values, NULL, NULL, 0, 2, 0, 0 },
        { values, NULL, NULL, 5, 0, 0, 0 },
        { values, cluster, split, 5, 2, 3, 2 },
        { values, out_of_range, NULL, 5, 2, 3, 0 },
        { values, gap, NULL, 5, 2, 3, 0 },
        { values, NULL, gap, 5, 2, 0, 3 },
        { values, cluster, NULL, 5, 2, 6, 0 },
    };
    nz_joint_units_t units = { .n_units = 77 };

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_joint_units_init(&bad[i], &units), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_joint_units_init(NULL, &units), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_joint_units_init(&bad[2], NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_TRUE(units.n_units == 77 && units.influence == NULL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_joint_units_of_items),
        NZ_TEST(test_joint_units_of_clusters_in_strata),
        NZ_TEST(test_joint_units_of_unequal_clusters),
        NZ_TEST(test_joint_units_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("joint_units", tests, argc, argv);
}
