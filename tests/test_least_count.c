#include "stats/least_count.h"

#include "stats/interval.h"
#include "tests/testlib.h"

/* What is searched: excess of its shape above and below `least`. */
typedef struct target {
    double least;
    int shape;
    int n_calls;
} target_t;

static nz_status_t
excess(void *context, uint64_t count, double *by)
{
    target_t *self = context;
    const double x = (double) count, t = self->least;

    CU_ASSERT(count > 5 && count <= NZ_COUNT_MAX);
    self->n_calls++;
    switch (self->shape) {
    case 0:
        *by = t - x;
        break; /* a line */
    case 1:
        *by = log(t / x);
        break; /* a power */
    case 2:
        *by = x < t ? 1.0 : (double) -INFINITY;
        break; /* a step */
    case 3:
        *by = (t - x) * (1.0 + 1e6 * (x < t ? 1.0 : 0.0));
        break; /* a bend */
    case 4:
        *by = x < t ? 1e-12 : 0.0;
        break; /* hardly anything */
    default:
        return NZ_ERR_NUMERIC;
    }
    return NZ_OK;
}

static void
test_least_count_is_found_from_anywhere(void)
{
    static const double targets[] = { 6.0, 7.0, 100.0, 12345.0, 1e9, 0x1p52, 0x1p53 };
    static const double guesses[] = { -1e300, 0.0, 5.0, 6.0, 90.0, 1e5, 0x1p53, 1e300 };

    for (size_t i = 0; i < NZ_COUNT_OF(targets) * NZ_COUNT_OF(guesses); i++) {
        for (int shape = 0; shape <= 4; shape++) {
            target_t target = { targets[i / NZ_COUNT_OF(guesses)], shape, 0 };
            uint64_t count = 0;
            NZ_ASSERT_OK(nz_least_count(excess, &target, 5, NZ_COUNT_MAX,
                guesses[i % NZ_COUNT_OF(guesses)], &count));
            CU_ASSERT_EQUAL((double) count, target.least);
            CU_ASSERT(target.n_calls <= 120);
        }
    }
}

static void
test_least_count_takes_few_calls_from_a_good_guess(void)
{
    for (int shape = 0; shape <= 1; shape++) {
        target_t target = { 123456789.0, shape, 0 };
        uint64_t count = 0;
        NZ_ASSERT_OK(nz_least_count(excess, &target, 5, NZ_COUNT_MAX, 1.2e8, &count));
        CU_ASSERT_EQUAL(count, 123456789);
        CU_ASSERT(target.n_calls <= 4 + 2 * shape);
    }
}

static void
test_least_count_of_none(void)
{
    target_t target = { 101.0, 0, 0 };
    uint64_t count = 77;
    CU_ASSERT_EQUAL(
        nz_least_count(excess, &target, 5, 100, 50.0, &count), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(
        nz_least_count(excess, &target, 5, 5, 50.0, &count), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(count, 77);
    NZ_ASSERT_OK(nz_least_count(excess, &target, 5, 101, (double) NAN, &count));
    CU_ASSERT_EQUAL(count, 101);
}

static void
test_least_count_hands_errors_on(void)
{
    target_t target = { 10.0, 5, 0 };
    uint64_t count = 77;
    CU_ASSERT_EQUAL(
        nz_least_count(excess, &target, 5, 100, 50.0, &count), NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(count, 77);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_least_count_is_found_from_anywhere),
        NZ_TEST(test_least_count_takes_few_calls_from_a_good_guess),
        NZ_TEST(test_least_count_of_none),
        NZ_TEST(test_least_count_hands_errors_on),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("least_count", tests, argc, argv);
}
