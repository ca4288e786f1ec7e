/* Pure noise: exact laws of two to four models by quadrature over the directions of a
 * normal vector, NumPy beyond (scripts/reference_emergence_noise.py). */
#include "stats/emergence.h"
#include "stats/emergence_noise.h"
#include "stats/rng.h"
#include "tests/testlib.h"

#include <stdbool.h>

static const double sigmas = 5.73;

static nz_emergence_noise_t
noise_of(size_t n_models, size_t n_draws, uint64_t seed)
{
    nz_emergence_noise_t noise = { 0 };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    gsl_rng_set(rng, seed);
    NZ_ASSERT_OK(nz_emergence_noise_init(&noise, n_models, n_draws, rng));
    gsl_rng_free(rng);
    return noise;
}

/* Whether a probability estimated from n draws is p. */
static bool
agrees(double estimate, double p, size_t n)
{
    return fabs(estimate - p) <= sigmas * sqrt(p * (1.0 - p) / (double) n);
}

static void
test_noise_of_one_and_two_models_is_certain(void)
{
    nz_emergence_noise_t one = noise_of(1, 1000, 1), two = noise_of(2, 1000, 1);
    nz_emergence_noise_exceedance_t exceedance = nz_emergence_noise_exceedance(&one, 0.0);

    CU_ASSERT_EQUAL(nz_emergence_noise_quantile(&one, 0.95).value, 0.0);
    CU_ASSERT_TRUE(exceedance.probability == 1.0 && exceedance.mcse == 0.0);
    CU_ASSERT_EQUAL(nz_emergence_noise_quantile(&two, 0.95).value, 1.0);
    CU_ASSERT_EQUAL(nz_emergence_noise_quantile(&two, 0.55).value, 1.0);
    CU_ASSERT_EQUAL(nz_emergence_noise_quantile(&two, 0.95).mcse, 0.0);
    exceedance = nz_emergence_noise_exceedance(&two, -1.0);
    CU_ASSERT_TRUE(exceedance.probability == 0.5 && exceedance.mcse == 0.0);
    exceedance = nz_emergence_noise_exceedance(&two, 1.5);
    CU_ASSERT_TRUE(exceedance.probability == 0.0 && exceedance.mcse == 0.0);
    nz_emergence_noise_free(&one);
    nz_emergence_noise_free(&two);
}

/* The share of directions in the plane, or on the sphere, of differences that reach a
 * score; the sum of the values does not matter. */
static double
exact_share(size_t n_models, double score)
{
    enum { N_ANGLES = 4000 };
    const double pi = 3.141592653589793;
    const size_t n_heights = n_models == 3 ? 1 : 1000;
    size_t n_reached = 0;

    for (size_t h = 0; h < n_heights; h++) {
        const double z =
            n_models == 3 ? 0.0 : 2.0 * ((double) h + 0.5) / (double) n_heights - 1.0;
        for (size_t a = 0; a < N_ANGLES; a++) {
            const double angle = 2.0 * pi * ((double) a + 0.5) / N_ANGLES;
            const double r = sqrt(1.0 - z * z), c = r * cos(angle), s = r * sin(angle);
            /* columns of an orthonormal basis of the vectors with sum 0 */
            const double u = c / sqrt(2.0), v = s / sqrt(6.0), w = z / sqrt(12.0);
            const double y[] = { u + v + w, -u + v + w, -2.0 * v + w, -3.0 * w };
            double scratch[4], e = 0.0;
            if (nz_emergence_score(y, n_models, scratch, &e) != NZ_OK) {
                return (double) NAN;
            }
            n_reached += e >= score;
        }
    }
    return (double) n_reached / (double) (n_heights * N_ANGLES);
}

static void
test_noise_of_three_and_four_models_is_exact(void)
{
    static const double scores[] = { 1.1, 1.5, 1.9, 3.0, 5.0, 10.0 };

    for (size_t n_models = 3; n_models <= 4; n_models++) {
        const size_t n = 200000;
        nz_emergence_noise_t noise = noise_of(n_models, n, 5);
        for (size_t i = 0; i < NZ_COUNT_OF(scores); i++) {
            const double p = exact_share(n_models, scores[i]);
            const nz_emergence_noise_exceedance_t plus =
                nz_emergence_noise_exceedance(&noise, scores[i]);
            /* a half of a share 2p */
            CU_ASSERT_TRUE(fabs(plus.probability - p)
                           <= sigmas * sqrt(p * (0.5 - p) / (double) n) + 5e-4);
            CU_ASSERT_EQUAL(plus.probability,
                nz_emergence_noise_exceedance(&noise, -scores[i]).probability);
        }
        CU_ASSERT_TRUE(noise.magnitudes[0] >= 1.0 - 1e-15);
        CU_ASSERT_EQUAL(noise.magnitudes[n - 1] <= 2.0 + 1e-15, n_models == 3);
        nz_emergence_noise_free(&noise);
    }
}

/* 20 000 000 draws by NumPy. */
static void
test_noise_of_more_models_is_numpys(void)
{
    static const struct {
        size_t n_models;
        double q95, q95_error, far; /* 95 % quantile of |E|, P(|E| >= 10) */
    } expected[] = { { 5, 4.499842, 0.001153, 0.003507 },
        { 9, 5.667316, 0.001451, 0.003845 }, { 12, 6.278537, 0.001198, 0.005147 } };
    const size_t n = 200000;

    for (size_t i = 0; i < NZ_COUNT_OF(expected); i++) {
        nz_emergence_noise_t noise = noise_of(expected[i].n_models, n, 7);
        nz_emergence_noise_t other = noise_of(expected[i].n_models + 1, n, 7);
        const nz_quantile_estimate_t q95 = nz_emergence_noise_quantile(&noise, 0.975);
        const double allowed = sigmas * hypot(q95.mcse, expected[i].q95_error);
        CU_ASSERT_TRUE(q95.mcse > 0.005 && q95.mcse < 0.03);
        CU_ASSERT_TRUE(fabs(q95.value - expected[i].q95) <= allowed);
        CU_ASSERT_FALSE(
            fabs(nz_emergence_noise_quantile(&other, 0.975).value - expected[i].q95)
            <= allowed);
        const nz_emergence_noise_exceedance_t far =
            nz_emergence_noise_exceedance(&noise, 10.0);
        CU_ASSERT_TRUE(agrees(2.0 * far.probability, expected[i].far, n));
        NZ_ASSERT_REL(far.mcse, sqrt(far.probability / (double) (2 * n)), 0.1);
        CU_ASSERT_FALSE(
            agrees(2.0 * nz_emergence_noise_exceedance(&other, 10.0).probability,
                expected[i].far, n));
        nz_emergence_noise_free(&noise);
        nz_emergence_noise_free(&other);
    }
}

/* Over 4 to 12 models E >= 10 is said to have .2 to .7 %. */
static void
test_noise_exceeds_ten_as_published(void)
{
    for (size_t n_models = 4; n_models <= 12; n_models++) {
        nz_emergence_noise_t noise = noise_of(n_models, 100000, 3);
        const double p = nz_emergence_noise_exceedance(&noise, 10.0).probability;
        CU_ASSERT_TRUE(p > 0.0015 && p < 0.0080);
        nz_emergence_noise_free(&noise);
    }
}

static void
test_exceedance_of_what_is_certain(void)
{
    nz_emergence_noise_t noise = noise_of(6, 5000, 9);
    const double some = noise.magnitudes[4000];
    nz_emergence_noise_exceedance_t at =
        nz_emergence_noise_exceedance(&noise, (double) INFINITY);

    CU_ASSERT_TRUE(at.probability == 0.0 && at.mcse == 0.0);
    at = nz_emergence_noise_exceedance(&noise, -(double) INFINITY);
    CU_ASSERT_TRUE(at.probability == 0.0 && at.mcse == 0.0);
    at = nz_emergence_noise_exceedance(&noise, 1e300);
    CU_ASSERT_TRUE(at.probability == 0.0 && at.mcse > 0.0);
    at = nz_emergence_noise_exceedance(&noise, 0.0);
    CU_ASSERT_TRUE(at.probability == 0.5 && at.mcse == 0.0);
    at = nz_emergence_noise_exceedance(&noise, -1.0);
    CU_ASSERT_TRUE(at.probability == 0.5 && at.mcse == 0.0);
    at = nz_emergence_noise_exceedance(&noise, (double) NAN);
    CU_ASSERT_TRUE(isnan(at.probability) && isnan(at.mcse));
    /* At least: a score of the noise itself counts. */
    CU_ASSERT_EQUAL(nz_emergence_noise_exceedance(&noise, some).probability, 0.1);
    CU_ASSERT_EQUAL(
        nz_emergence_noise_exceedance(&noise, nextafter(some, 100.0)).probability,
        999.0 / 10000.0);
    nz_emergence_noise_free(&noise);
}

static void
test_noise_draws_fewer_curves_of_many_models(void)
{
    CU_ASSERT_EQUAL(nz_emergence_noise_draws(1), 100000);
    CU_ASSERT_EQUAL(nz_emergence_noise_draws(64), 100000);
    CU_ASSERT_EQUAL(nz_emergence_noise_draws(128), 50000);
    CU_ASSERT_EQUAL(nz_emergence_noise_draws(1000), 6400);
}

static void
test_noise_errors_leave_output_untouched(void)
{
    nz_emergence_noise_t noise = { .n_models = 77 };
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());

    CU_ASSERT_EQUAL(nz_emergence_noise_init(NULL, 3, 10, rng), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_emergence_noise_init(&noise, 3, 10, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_emergence_noise_init(&noise, 0, 10, rng), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_emergence_noise_init(&noise, 3, 0, rng), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(noise.n_models, 77);
    CU_ASSERT_PTR_NULL(noise.magnitudes);
    nz_emergence_noise_free(&noise);
    CU_ASSERT_EQUAL(noise.n_models, 0);
    nz_emergence_noise_free(NULL);
    gsl_rng_free(rng);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_noise_of_one_and_two_models_is_certain),
        NZ_TEST(test_noise_of_three_and_four_models_is_exact),
        NZ_TEST(test_noise_of_more_models_is_numpys),
        NZ_TEST(test_noise_exceeds_ten_as_published),
        NZ_TEST(test_exceedance_of_what_is_certain),
        NZ_TEST(test_noise_draws_fewer_curves_of_many_models),
        NZ_TEST(test_noise_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("emergence_noise", tests, argc, argv);
}
