#include "sim/law.h"
#include "tests/testlib.h"

static void
test_loss_reference_values(void)
{
    const nz_law_t law = { 1e8, -0.35, 0.25 };
    double loss;

    NZ_ASSERT_OK(nz_law_loss(&law, 1e8, &loss)); /* one nat at N = c */
    NZ_ASSERT_REL(loss, 1.25, 1e-15);
    NZ_ASSERT_OK(nz_law_loss(&law, 1e10, &loss)); /* 100^-.35 = 10^-.7 */
    NZ_ASSERT_REL(loss, 0.25 + 0.19952623149688796014, 1e-15);
    NZ_ASSERT_OK(nz_law_loss(&law, 1e-300, &loss)); /* 10^(308 * .35) */
    NZ_ASSERT_REL(loss, 6.3095734448019324943e107, 1e-12);
}

static void
test_loss_errors_leave_output_untouched(void)
{
    static const nz_law_t good = { 1e8, -0.35, 0.0 };
    const nz_law_t bad[] = { { 0.0, -0.35, 0.0 }, { (double) NAN, -0.35, 0.0 },
        { 1e8, 0.0, 0.0 }, { 1e8, 0.35, 0.0 }, { 1e8, -HUGE_VAL, 0.0 },
        { 1e8, -0.35, -0.1 }, { 1e8, -0.35, (double) NAN }, { HUGE_VAL, -0.35, 0.0 } };
    const double sizes[] = { 0.0, -1.0, HUGE_VAL, (double) NAN };
    double loss = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_law_loss(&bad[i], 1e9, &loss), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        CU_ASSERT_EQUAL(nz_law_loss(&good, sizes[i], &loss), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_law_loss(NULL, 1e9, &loss), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_law_loss(&good, 1e9, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(loss, 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_loss_reference_values),
        NZ_TEST(test_loss_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("law", tests, argc, argv);
}
