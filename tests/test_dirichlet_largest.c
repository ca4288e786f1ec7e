#include "stats/dirichlet_largest.h"

#include "tests/testlib.h"

/* scripts/reference_task_choice.py: 25-digit quadrature. */
static const struct {
    double a, b;
    uint64_t n_others;
    double probability;
} references[] = {
    { 5.5, 1.5, 3, 0.88065222609080862 },
    { 2.5, 2.5, 3, 0.25 },
    { 0.4, 0.2, 2, 0.51637276344619711 },
    { 30, 12, 4, 0.99191998380873089 },
    { 0.02, 0.005, 3, 0.57153024537178213 },
    { 700, 640, 2, 0.91110493130092854 },
    { 9, 1e-5, 3, 0.99999998808991346 },
    { 1, 1, 9, 0.1 },
};

static void
test_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(references); i++) {
        double p = -1.0;
        NZ_ASSERT_OK(nz_dirichlet_largest(
            references[i].a, references[i].b, references[i].n_others, &p));
        NZ_ASSERT_ABS(p, references[i].probability, 1e-10);
    }
}

/* Equal parameters: every component is as likely the largest. */
static void
test_symmetry(void)
{
    static const double shapes[] = { 1e-3, 0.03, 0.7, 12.0, 4e3, 1e5 };
    static const uint64_t n_others[] = { 1, 2, 7, 99 };
    for (size_t i = 0; i < NZ_COUNT_OF(shapes) * NZ_COUNT_OF(n_others); i++) {
        const double a = shapes[i / NZ_COUNT_OF(n_others)];
        const uint64_t n = n_others[i % NZ_COUNT_OF(n_others)];
        double p = -1.0;
        NZ_ASSERT_OK(nz_dirichlet_largest(a, a, n, &p));
        NZ_ASSERT_ABS(p, 1.0 / ((double) n + 1.0), 1e-10);
    }
}

/* Integer shapes by hand: Gamma(2) against exponentials, whose distribution function is
 * 1 - exp(-x). */
static void
test_closed_forms(void)
{
    double p = -1.0;

    NZ_ASSERT_OK(nz_dirichlet_largest(4.0, 1e-12, 5, &p));
    NZ_ASSERT_ABS(p, 1.0, 1e-10);
    NZ_ASSERT_OK(nz_dirichlet_largest(0.5, 0.5, 1, &p));
    NZ_ASSERT_ABS(p, 0.5, 1e-12);
    NZ_ASSERT_OK(nz_dirichlet_largest(2.0, 1.0, 1, &p)); /* Beta(2, 1): 1 - 1/4 */
    NZ_ASSERT_ABS(p, 0.75, 1e-12);
    NZ_ASSERT_OK(nz_dirichlet_largest(2.0, 1.0, 2, &p)); /* 1 - 2/4 + 1/9 */
    NZ_ASSERT_ABS(p, 11.0 / 18.0, 1e-11);
}

static void
test_errors_leave_output_untouched(void)
{
    static const double bad[][2] = { { 0.0, 1.0 }, { 1.0, 0.0 }, { 2e5, 1.0 },
        { 1.0, 2e5 }, { (double) NAN, 1.0 }, { 1.0, (double) NAN } };
    double p = 9.0;

    for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
        CU_ASSERT_EQUAL(nz_dirichlet_largest(bad[i][0], bad[i][1], 3, &p), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_EQUAL(nz_dirichlet_largest(1.0, 1.0, 0, &p), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_dirichlet_largest(1.0, 1.0, 1000001, &p), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_dirichlet_largest(1.0, 1.0, 3, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(p, 9.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_reference_values),
        NZ_TEST(test_symmetry),
        NZ_TEST(test_closed_forms),
        NZ_TEST(test_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("dirichlet_largest", tests, argc, argv);
}
