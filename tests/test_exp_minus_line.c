#include "stats/exp_minus_line.h"

#include "tests/testlib.h"

/* scripts/reference_exp_minus_line.py */
static const double references[][2] = {
    { 1e-150, 5.00000000000000006e-301 },
    { -1e-09, 4.99999999833333396e-19 },
    { 0.0001, 5.00016667083341715e-9 },
    { 0.003, 4.50450337702601312e-6 },
    { -0.03, 0.0004455335485081769 },
    { 0.07, 0.00250818125421647954 },
    { -0.07, 0.00239381990594822931 },
    { 0.0999, 0.00516040650951046016 },
    { -0.0999, 0.00482790630210106956 },
    { 0.1, 0.0051709180756476254 },
    { -0.1, 0.00483741803595957369 },
    { 0.100001, 0.00517102324711828679 },
    { -0.100001, 0.00483751319899395639 },
    { 0.29, 0.0464274880254720967 },
    { 0.5, 0.148721270700128147 },
    { -2.0, 1.13533528323661269 },
    { 30.0, 10686474581493.4621 },
    { -700.0, 699.0 },
};

static void
test_exp_minus_line_reference(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        const double x = references[i][0];
        NZ_ASSERT_REL(
            nz_exp_minus_line(x), references[i][1], fabs(x) <= 0.1 ? 5e-16 : 5e-14);
    }
    CU_ASSERT_EQUAL(nz_exp_minus_line(0.0), 0.0);
    CU_ASSERT_EQUAL(nz_exp_minus_line(800.0), HUGE_VAL);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_exp_minus_line_reference),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("exp_minus_line", tests, argc, argv);
}
