#include "stats/falling.h"

#include "stats/interval.h"
#include "tests/testlib.h"

#include <stdint.h>

/* factor n^-power, with a status instead at `refused` and NaN below `defined`. */
typedef struct power {
    double factor, power;
    uint64_t refused, defined;
    int n_calls;
} power_t;

static nz_status_t
power_at(const void *context, uint64_t n, double *value)
{
    power_t *self = (power_t *) (uintptr_t) context;
    self->n_calls++;
    if (n == self->refused) {
        return NZ_ERR_NUMERIC;
    }
    *value =
        n < self->defined ? (double) NAN : self->factor * pow((double) n, -self->power);
    return NZ_OK;
}

/* The least n with n >= x, and few calls of the function. */
static void
check_seek(double factor, double power, double guess, uint64_t expected, int most_calls)
{
    power_t function = { factor, power, 0, 0, 0 };
    nz_falling_t search = nz_falling_init(1.0, -0.5);
    uint64_t n = 0;
    double reached = 0.0;

    NZ_ASSERT_OK(nz_falling_seek(&search, power_at, &function, 0, guess, &n, &reached));
    CU_ASSERT_EQUAL(n, expected);
    CU_ASSERT_EQUAL(reached, factor * pow((double) n, -power));
    CU_ASSERT(function.n_calls <= most_calls);
}

static void
test_nz_falling_seek_power(void)
{
    check_seek(sqrt(1234.5), 0.5, 1.0, 1235, 4);
    check_seek(sqrt(1234.5), 0.5, 1e9, 1235, 4);
    check_seek(123456.5, 1.0, 1.0, 123457, 6);
    check_seek(123456.5, 1.0, 2e5, 123457, 6);
    check_seek(pow(77.3, 0.8), 0.8, 1e15, 78, 6);
    check_seek(0.5, 0.5, 100.0, 1, 4);
    check_seek(pow(1e6 + 0.5, 0.01), 0.01, 3.0, 1000001, 60); /* slower than any secant */
    check_seek(pow(1e3 + 0.5, 7.0), 7.0, 3.0, 1001, 60);      /* faster */
}

static void
test_nz_falling_seek_beyond(void)
{
    power_t function = { 100.0, 1.0, 0, 0, 0 };
    nz_falling_t search = nz_falling_init(1.0, -1.0);
    uint64_t n = 0;
    double reached = 0.0;

    NZ_ASSERT_OK(nz_falling_seek(&search, power_at, &function, 149, 1.0, &n, &reached));
    CU_ASSERT_EQUAL(n, 150);
    NZ_ASSERT_REL(reached, 100.0 / 150.0, 1e-15);
}

static void
test_nz_falling_seek_undefined(void)
{
    power_t function = { 100.0, 1.0, 0, 1000, 0 };
    nz_falling_t search = nz_falling_init(1.0, -1.0);
    uint64_t n = 0;
    double reached = 0.0;

    NZ_ASSERT_OK(nz_falling_seek(&search, power_at, &function, 0, 3.0, &n, &reached));
    CU_ASSERT_EQUAL(n, 1000);
}

/* A slope that is trusted saves the look at the neighbour, unless it is a near thing. */
static void
test_nz_falling_seek_trusted(void)
{
    const double at[] = { 999.5, 999.05 };

    for (int i = 0; i < 2; i++) {
        power_t function = { sqrt(at[i]), 0.5, 0, 0, 0 };
        nz_falling_t search = nz_falling_init(1.0, -0.5);
        uint64_t n = 0;
        double reached = 0.0;
        search.is_trusted = true;
        NZ_ASSERT_OK(
            nz_falling_seek(&search, power_at, &function, 0, 1000.0, &n, &reached));
        CU_ASSERT_EQUAL(n, 1000);
        CU_ASSERT_EQUAL(function.n_calls, i + 1);
    }
}

static void
test_nz_falling_seek_errors(void)
{
    power_t refusing = { 100.0, 1.0, 50, 0, 0 }, high = { 1e20, 1.0, 0, 0, 0 };
    nz_falling_t search = nz_falling_init(1.0, -1.0);
    uint64_t n = 7;
    double reached = 7.0;

    CU_ASSERT_EQUAL(nz_falling_seek(&search, power_at, &refusing, 0, 50.0, &n, &reached),
        NZ_ERR_NUMERIC);
    CU_ASSERT_EQUAL(nz_falling_seek(&search, power_at, &high, 0, 50.0, &n, &reached),
        NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_EQUAL(reached, 7.0);
}

/* A value with an error of 1e-13, by which neighbours near 2^53 do not differ. */
static nz_status_t
noisy(const void *context, uint64_t n, double *value)
{
    const double noise = (double) (n * UINT64_C(0x9E3779B97F4A7C15) >> 40) / 16777216.0;
    nz_status_t status = power_at(context, n, value);
    *value *= 1.0 + 1e-13 * noise;
    return status;
}

static void
test_nz_falling_seek_huge(void)
{
    const double guesses[] = { 5.0, 1e15, 1e14 * (1.0 + 1e-10), 1e14 * (1.0 - 1e-10) };

    for (size_t i = 0; i < NZ_COUNT_OF(guesses); i++) {
        power_t function = { 1e7, 0.5, 0, 0, 0 };
        nz_falling_t search = nz_falling_init(1.0, -0.5);
        uint64_t n = 0;
        double reached = 0.0;
        NZ_ASSERT_OK(
            nz_falling_seek(&search, noisy, &function, 0, guesses[i], &n, &reached));
        NZ_ASSERT_REL((double) n, 1e14, 2.4e-12);
        CU_ASSERT(reached <= 1.0);
        CU_ASSERT(function.n_calls <= 5);
    }
}

/* The target itself is enough. */
static void
test_nz_falling_seek_tie(void)
{
    check_seek(128.0, 1.0, 7.0, 128, 6);
}

static void
test_nz_falling_within_range(void)
{
    CU_ASSERT_EQUAL(nz_falling_within(4.2, 3, 9), 5);
    CU_ASSERT_EQUAL(nz_falling_within(-1e300, 3, 9), 3);
    CU_ASSERT_EQUAL(nz_falling_within((double) NAN, 3, 9), 3);
    CU_ASSERT_EQUAL(nz_falling_within((double) INFINITY, 3, NZ_COUNT_MAX), NZ_COUNT_MAX);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_nz_falling_seek_power),
        NZ_TEST(test_nz_falling_seek_beyond),
        NZ_TEST(test_nz_falling_seek_undefined),
        NZ_TEST(test_nz_falling_seek_trusted),
        NZ_TEST(test_nz_falling_seek_errors),
        NZ_TEST(test_nz_falling_seek_huge),
        NZ_TEST(test_nz_falling_seek_tie),
        NZ_TEST(test_nz_falling_within_range),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("falling", tests, argc, argv);
}
