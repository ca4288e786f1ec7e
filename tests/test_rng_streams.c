#include "stats/rng.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>
#include <stdio.h>

/* Streams of different units must be independent at the same draw index. For each of
 * N_DRAWS indices the mean over N_UNITS streams, one per unit, is compared with 1/2 in
 * units of its exact standard deviation under independence, s = sqrt(1 / (12 N_UNITS)) =
 * 0.0045; the statistic is the largest |z|, about 3.9 under independence.
 *
 * Threshold: a chance of 1e-8 (normal tails, two-sided, Bonferroni) that any of the
 * N_HASHED * N_DRAWS means of independent streams exceeds it, 7.35. A mean is found off
 * at one index with probability 1/2 if it is biased by 7.35 s = 0.033. */
enum { N_UNITS = 4096, N_DRAWS = 5000, N_HASHED = 10 };

typedef void seed32_fn(uint64_t unit, nz_pcg32_t *rng);
typedef void seed64_fn(uint64_t unit, nz_pcg64_t *rng);

static double
threshold(void)
{
    return gsl_cdf_ugaussian_Qinv(1e-8 / 2.0 / (N_HASHED * N_DRAWS));
}

/* Sums of 32-bit outputs: exact. */
static double
largest_z(const uint64_t sums[N_DRAWS])
{
    const double mean = (0x1p32 - 1.0) / 2.0;
    const double sd = sqrt((0x1p64 - 1.0) / 12.0 / N_UNITS);
    double largest = 0.0;

    for (size_t i = 0; i < N_DRAWS; i++) {
        largest = fmax(largest, fabs((double) sums[i] / N_UNITS - mean) / sd);
    }
    return largest;
}

static double
largest_z_pcg32(const char *name, seed32_fn *seed)
{
    uint64_t sums[N_DRAWS] = { 0 };

    for (uint64_t unit = 0; unit < N_UNITS; unit++) {
        nz_pcg32_t rng;
        seed(unit, &rng);
        for (size_t i = 0; i < N_DRAWS; i++) {
            sums[i] += nz_pcg32_next(&rng);
        }
    }
    const double z = largest_z(sums);
    printf("\n    PCG32 %s: largest |z| %.2f", name, z);
    return z;
}

static double
largest_z_pcg64(const char *name, seed64_fn *seed)
{
    uint64_t sums[N_DRAWS] = { 0 };

    for (uint64_t unit = 0; unit < N_UNITS; unit++) {
        nz_pcg64_t rng;
        seed(unit, &rng);
        for (size_t i = 0; i < N_DRAWS; i++) {
            sums[i] += nz_pcg64_next(&rng) >> 32;
        }
    }
    const double z = largest_z(sums);
    printf("\n    PCG64 %s: largest |z| %.2f", name, z);
    return z;
}

/* The stream keys of neighbouring units differ in one member only. */
static const nz_stream_key_t base_key = { 20250101, NZ_PURPOSE_TEST_SET, 5, 100, 1e7, 0,
    0, 0 };

#define HASHED(member, type)                                                             \
    static void member##32(uint64_t unit, nz_pcg32_t * rng)                              \
    {                                                                                    \
        nz_stream_key_t key = base_key;                                                  \
        key.member = (type) unit;                                                        \
        NZ_ASSERT_OK(nz_pcg32_seed_stream(rng, &key));                                   \
    }                                                                                    \
    static void member##64(uint64_t unit, nz_pcg64_t * rng)                              \
    {                                                                                    \
        nz_stream_key_t key = base_key;                                                  \
        key.member = (type) unit;                                                        \
        NZ_ASSERT_OK(nz_pcg64_seed_stream(rng, &key));                                   \
    }
HASHED(seed, uint64_t)
HASHED(difficulty, uint64_t)
HASHED(test_size, uint64_t)
HASHED(parameters, double)
HASHED(replicate, uint64_t)
HASHED(task, uint64_t)
#undef HASHED

static void
test_pcg32_seed_stream_units_are_independent(void)
{
    CU_ASSERT_TRUE(largest_z_pcg32("hashed seed", seed32) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("hashed difficulty", difficulty32) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("hashed test size", test_size32) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("hashed parameters", parameters32) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("hashed replicate", replicate32) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("hashed task", task32) < threshold());
}

static void
test_pcg64_seed_stream_units_are_independent(void)
{
    CU_ASSERT_TRUE(largest_z_pcg64("hashed seed", seed64) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("hashed difficulty", difficulty64) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("hashed test size", test_size64) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("hashed parameters", parameters64) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("hashed replicate", replicate64) < threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("hashed task", task64) < threshold());
}

static void
unit_as_state32(uint64_t unit, nz_pcg32_t *rng)
{
    nz_pcg32_seed(rng, unit, 54);
}

static void
unit_as_sequence32(uint64_t unit, nz_pcg32_t *rng)
{
    nz_pcg32_seed(rng, 42, unit);
}

static void
unit_as_both32(uint64_t unit, nz_pcg32_t *rng)
{
    nz_pcg32_seed(rng, unit, unit);
}

/* Positive controls: what the threshold must see. */
static void
test_pcg32_naive_seeds_are_correlated(void)
{
    CU_ASSERT_TRUE(largest_z_pcg32("unit as state", unit_as_state32) > threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("unit as sequence", unit_as_sequence32) > threshold());
    CU_ASSERT_TRUE(largest_z_pcg32("unit as both", unit_as_both32) > threshold());
}

static void
unit_as_state64(uint64_t unit, nz_pcg64_t *rng)
{
    NZ_ASSERT_OK(nz_pcg64_seed_stream(rng, &base_key));
    rng->state = unit;
}

static void
unit_left_out64(uint64_t unit, nz_pcg64_t *rng)
{
    (void) unit;
    NZ_ASSERT_OK(nz_pcg64_seed_stream(rng, &base_key));
}

/* Both are found whatever the hash gives: a small state outputs 0 first, and equal
 * streams have no mean to take. nz_pcg64_seed with close numbers is no control: its step
 * and the output function already hide their relation from this statistic (3.6 to 4.5).
 */
static void
test_pcg64_naive_streams_are_correlated(void)
{
    CU_ASSERT_TRUE(largest_z_pcg64("unit as state", unit_as_state64) > threshold());
    CU_ASSERT_TRUE(largest_z_pcg64("unit left out", unit_left_out64) > threshold());
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_pcg32_seed_stream_units_are_independent),
        NZ_TEST(test_pcg64_seed_stream_units_are_independent),
        NZ_TEST(test_pcg32_naive_seeds_are_correlated),
        NZ_TEST(test_pcg64_naive_streams_are_correlated),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("rng_streams", tests, argc, argv);
}
