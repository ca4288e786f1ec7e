#include "stats/lattice.h"

#include "tests/testlib.h"

static void
assert_lattice(const double *values, size_t n, double step, size_t n_scores)
{
    nz_lattice_t lattice = { -1.0, -1.0, 0 };

    CU_ASSERT_TRUE(nz_lattice_find(values, n, 1001, &lattice));
    CU_ASSERT_EQUAL(lattice.base, values[0]);
    NZ_ASSERT_REL(lattice.step, step, 2e-9);
    CU_ASSERT_EQUAL(lattice.n_scores, n_scores);
    for (size_t i = 0; i < n; i++) {
        const double j = (double) nz_lattice_score(&lattice, values[i]);
        NZ_ASSERT_ABS(
            values[0] + step * j, values[i], 1e-8 * (values[n - 1] - values[0]));
    }
}

static void
test_lattice_find(void)
{
    static const double binary[] = { 0, 0, 1, 1, 1 }, two[] = { 0.1, 0.7 };
    static const double gaps[] = { 1, 3, 6 }, even[] = { 2, 4, 4, 10 };
    static const double decimals[] = { 0.1, 0.2, 0.3, 0.7, 0.9, 1.1 };
    static const double thirds[] = { 0.0, 0.333333333, 0.666666667, 1.0 };
    static const double fine[] = { 0.0, 0.001, 1.0 };
    static const double coprime[] = { -10.0, -4.0, 0.0, 5.0 }; /* 6, 10, 15 */
    static const double far[] = { 1e290, 1.5e290, 2e290 };
    static const double off[] = { 1e9 + 0.25, 1e9 + 0.5, 1e9 + 1.25 };

    assert_lattice(binary, 5, 1.0, 2);
    assert_lattice(two, 2, 0.6, 2);
    assert_lattice(gaps, 3, 1.0, 6);
    assert_lattice(even, 4, 2.0, 5);
    assert_lattice(decimals, 6, 0.1, 11);
    assert_lattice(thirds, 4, 1.0 / 3.0, 4);
    assert_lattice(fine, 3, 0.001, 1001);
    assert_lattice(coprime, 4, 1.0, 16);
    assert_lattice(far, 3, 0.5e290, 3);
    assert_lattice(off, 3, 0.25, 5);
}

static void
test_lattice_find_none(void)
{
    static const double constant[] = { 2, 2, 2 }, one[] = { 2 };
    static const double too_fine[] = { 0.0, 0.000999, 1.0 };
    static const double off[] = { 0.0, 0.5 + 1e-8, 1.0 }, root[] = { 0, 1, 1.4142135 };
    static const double nearly[] = { 0.0, 0.333333, 0.666666, 1.0 };
    nz_lattice_t lattice = { -1.0, -1.0, 7 };

    CU_ASSERT_FALSE(nz_lattice_find(constant, 3, 1001, &lattice));
    CU_ASSERT_FALSE(nz_lattice_find(one, 1, 1001, &lattice));
    CU_ASSERT_FALSE(nz_lattice_find(too_fine, 3, 1001, &lattice));
    CU_ASSERT_FALSE(nz_lattice_find(off, 3, 1001, &lattice));
    CU_ASSERT_FALSE(nz_lattice_find(root, 3, 1001, &lattice));
    CU_ASSERT_FALSE(nz_lattice_find(nearly, 4, 1001, &lattice));
    CU_ASSERT_EQUAL(lattice.n_scores, 7);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_lattice_find),
        NZ_TEST(test_lattice_find_none),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("lattice", tests, argc, argv);
}
