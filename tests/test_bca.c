#include "stats/bca.h"

#include "tests/testlib.h"

/* The formula in 30 digits by mpmath: z0 = .146 and a = .061 send .05 and .95 to these.
 */
static void
test_bca_level_reference_values(void)
{
    const double z = 1.6448536269514722;
    double low, high;

    CU_ASSERT_TRUE(nz_bca_level(0.146, 0.061, -z, &low));
    CU_ASSERT_TRUE(nz_bca_level(0.146, 0.061, z, &high));
    NZ_ASSERT_ABS(0.5 * erfc(-low / sqrt(2.0)), 0.10985618255582345, 1e-14);
    NZ_ASSERT_ABS(0.5 * erfc(-high / sqrt(2.0)), 0.98447701308406268, 1e-14);
    CU_ASSERT_TRUE(nz_bca_level(0.0, 0.0, -z, &low)); /* nothing to correct */
    NZ_ASSERT_ABS(low, -z, 1e-15);
}

static void
test_bca_level_undefined(void)
{
    double corrected = 7.0;

    CU_ASSERT_FALSE(nz_bca_level((double) INFINITY, 0.1, 1.0, &corrected));
    CU_ASSERT_FALSE(nz_bca_level(-(double) INFINITY, 0.1, 1.0, &corrected));
    CU_ASSERT_FALSE(nz_bca_level((double) NAN, 0.1, 1.0, &corrected));
    CU_ASSERT_FALSE(nz_bca_level(0.0, 0.5, 2.0, &corrected));
    CU_ASSERT_FALSE(nz_bca_level(0.0, -0.5, -2.5, &corrected));
    CU_ASSERT_EQUAL(corrected, 7.0);
    CU_ASSERT_TRUE(nz_bca_level(0.0, 0.5, 1.99, &corrected));
}

/* Without a bias to estimate the share moves twice as much as z0's, less what both have
 * in common; by hand at the median, where u = u0 and the slope is 2: variance (4 - 4 +
 * 1)/4 = 1/4. */
static void
test_bca_share_error_by_hand(void)
{
    NZ_ASSERT_REL(nz_bca_share_error(0.0, 0.0, 0.0, 100.0), 0.05, 1e-14);
    /* at z = 1.96: slope 2 exp(-1.96^2/2), u = .975 */
    const double u = 0.5 * erfc(-1.96 / sqrt(2.0)), slope = 2.0 * exp(-0.5 * 1.96 * 1.96);
    const double variance =
        slope * slope / 4.0 + u * (1.0 - u) - 2.0 * slope * (0.5 - 0.5 * u);
    NZ_ASSERT_REL(
        nz_bca_share_error(0.0, 0.0, 1.96, 2500.0), sqrt(variance) / 50.0, 1e-12);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_bca_level_reference_values),
        NZ_TEST(test_bca_level_undefined),
        NZ_TEST(test_bca_share_error_by_hand),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("bca", tests, argc, argv);
}
