#include "sim/item_scores.h"

#include "stats/score_interval.h"
#include "tests/testlib.h"

#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

enum { n_columns = 3, n_max = 3 * NZ_ITEM_SCORES_BLOCK + 5, fine_steps = 1 << 13 };

/* A column of each sort: exponential, 0/1, lognormal (far apart). */
static void
draw_items(const void *law, gsl_rng *rng, uint64_t first, size_t n_items, double *values)
{
    CU_ASSERT_EQUAL(first % NZ_ITEM_SCORES_BLOCK, 0);
    const double scale = *(const double *) law;
    for (size_t i = 0; i < n_items; i++) {
        const double x = gsl_ran_exponential(rng, scale);
        values[i] = x;
        values[NZ_ITEM_SCORES_BLOCK + i] = x > scale ? 1.0 : 0.0;
        values[2 * NZ_ITEM_SCORES_BLOCK + i] = exp(gsl_ran_gaussian(rng, 1.5));
    }
}

static nz_task_stream_t
stream_of(uint64_t seed)
{
    return (nz_task_stream_t){ gsl_rng_alloc(nz_gsl_rng_pcg64()),
        { .seed = seed, .purpose = NZ_PURPOSE_TEST_SET } };
}

/* The same items as an array [column][n]; the caller frees it. */
static double *
items_of(const double *scale, size_t n, uint64_t seed, uint32_t part)
{
    static double block[n_columns * NZ_ITEM_SCORES_BLOCK];
    double *items = calloc(n_columns * n, sizeof(*items));
    nz_task_stream_t stream = stream_of(seed);

    CU_ASSERT_PTR_NOT_NULL_FATAL(items);
    NZ_ASSERT_OK(nz_task_stream_start(&stream, part));
    for (size_t i = 0; i < n; i += NZ_ITEM_SCORES_BLOCK) {
        const size_t m = n - i < NZ_ITEM_SCORES_BLOCK ? n - i : NZ_ITEM_SCORES_BLOCK;
        draw_items(scale, stream.rng, i, m, block);
        for (size_t c = 0; c < n_columns; c++) {
            memcpy(
                &items[c * n + i], &block[c * NZ_ITEM_SCORES_BLOCK], m * sizeof(*items));
        }
    }
    gsl_rng_free(stream.rng);
    return items;
}

static void
moments(const double *x, size_t n, double *mean, double *sd)
{
    double sum = 0.0, m2 = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    *mean = sum / (double) n;
    for (size_t i = 0; i < n; i++) {
        m2 += (x[i] - *mean) * (x[i] - *mean);
    }
    *sd = sqrt(m2 / (double) n);
}

static void
lattice_moments(const nz_task_score_t *score, double *mean, double *sd)
{
    double sum = 0.0, m2 = 0.0, n = (double) score->scores.n_items;
    for (size_t j = 0; j < score->scores.n_scores; j++) {
        sum += (double) score->scores.counts[j] * (double) j;
    }
    for (size_t j = 0; j < score->scores.n_scores; j++) {
        const double d = (double) j - sum / n;
        m2 += (double) score->scores.counts[j] * d * d;
    }
    *mean = score->base + score->step * sum / n;
    *sd = score->step * sqrt(m2 / n);
}

/* One block, several, and the edges between: mean and sd are those of the items, every
 * item is counted, and each is within a step of its place. */
static void
test_lattice_keeps_mean_and_sd(void)
{
    static const size_t sizes[] = { 1, 2, 7, NZ_ITEM_SCORES_BLOCK - 1,
        NZ_ITEM_SCORES_BLOCK, NZ_ITEM_SCORES_BLOCK + 1, n_max };
    const double scale = 3.0;
    nz_item_scores_t *self = NULL;

    NZ_ASSERT_OK(nz_item_scores_create(n_columns, NZ_ITEM_SCORES_BIT(1), &self));
    for (size_t i = 0; i < NZ_COUNT_OF(sizes); i++) {
        const size_t n = sizes[i];
        nz_task_stream_t stream = stream_of(8 + i);
        double *items = items_of(&scale, n, 8 + i, 5);
        NZ_ASSERT_OK(nz_item_scores_draw(self, draw_items, &scale, n, &stream, 5, 7));
        for (size_t c = 0; c < n_columns; c++) {
            double mean, sd, lattice_mean, lattice_sd;
            nz_task_score_t score;
            nz_item_scores_get(self, c, &score);
            moments(&items[c * n], n, &mean, &sd);
            lattice_moments(&score, &lattice_mean, &lattice_sd);
            CU_ASSERT_TRUE(nz_scores_are_valid(&score.scores));
            CU_ASSERT_EQUAL(score.scores.n_items, n);
            NZ_ASSERT_ABS(score.mean, mean, 1e-13 * mean);
            NZ_ASSERT_ABS(lattice_mean, mean, 1e-12 * mean);
            NZ_ASSERT_ABS(lattice_sd, sd, 1e-11 * sd);
            CU_ASSERT_EQUAL(
                score.scores.n_scores, c == 1 ? 2 : (size_t) NZ_ITEM_SCORES_STEPS + 1);
            CU_ASSERT_TRUE(c != 1 || (score.base == 0.0 && score.step == 1.0));
            if (c != 1 && n > 2) { /* least and largest are the ends of the lattice */
                CU_ASSERT_TRUE(score.scores.counts[0] > 0);
                CU_ASSERT_TRUE(score.scores.counts[NZ_ITEM_SCORES_STEPS] > 0);
            }
        }
        free(items);
        gsl_rng_free(stream.rng);
    }
    nz_item_scores_destroy(&self);
    CU_ASSERT_PTR_NULL(self);
    nz_item_scores_destroy(&self);
}

/* What is wanted changes no number. */
static void
test_wanted_columns_are_independent(void)
{
    const double scale = 0.2;
    nz_item_scores_t *self = NULL;
    nz_task_stream_t stream = stream_of(4);

    NZ_ASSERT_OK(nz_item_scores_create(n_columns, NZ_ITEM_SCORES_BIT(1), &self));
    for (size_t c = 0; c < n_columns; c++) {
        static uint64_t counts[NZ_ITEM_SCORES_STEPS + 1];
        nz_task_score_t all, alone;
        NZ_ASSERT_OK(nz_item_scores_draw(
            self, draw_items, &scale, 2 * NZ_ITEM_SCORES_BLOCK + 9, &stream, 0, 7));
        nz_item_scores_get(self, c, &all);
        memcpy(counts, all.scores.counts, all.scores.n_scores * sizeof(*counts));
        NZ_ASSERT_OK(nz_item_scores_draw(self, draw_items, &scale,
            2 * NZ_ITEM_SCORES_BLOCK + 9, &stream, 0, NZ_ITEM_SCORES_BIT(c)));
        nz_item_scores_get(self, c, &alone);
        CU_ASSERT_TRUE(all.mean == alone.mean && all.base == alone.base);
        CU_ASSERT_TRUE(all.step == alone.step);
        CU_ASSERT_EQUAL(
            memcmp(counts, alone.scores.counts, alone.scores.n_scores * sizeof(*counts)),
            0);
    }
    gsl_rng_free(stream.rng);
    nz_item_scores_destroy(&self);
}

/* Counted values are the same test set as their items, whatever was there before. */
static void
test_counted_values_are_items(void)
{
    static const double values[] = { 0.0, 0.3, 0.51, 1.0, 7.0 };
    static const uint64_t counts[] = { 700, 0, 3, 41, 0 }, alone[] = { 0, 0, 9, 0, 0 },
                          none[5] = { 0 };
    double items[744], mean, sd, lattice_mean, lattice_sd;
    nz_item_scores_t *self = NULL;
    nz_task_score_t score;

    for (size_t i = 0; i < 744; i++) {
        items[i] = i < 700 ? 0.0 : i < 703 ? 0.51 : 1.0;
    }
    NZ_ASSERT_OK(nz_item_scores_create(2, 0, &self));
    NZ_ASSERT_OK(nz_item_scores_put(self, 1, values, alone, 5));
    nz_item_scores_get(self, 1, &score);
    CU_ASSERT_TRUE(score.mean == 0.51 && score.scores.n_items == 9);
    CU_ASSERT_EQUAL(score.scores.counts[0], 9);
    NZ_ASSERT_REL(score.base, 0.51, 1e-15);
    NZ_ASSERT_OK(nz_item_scores_put(self, 1, values, counts, 5));
    nz_item_scores_get(self, 1, &score);
    moments(items, 744, &mean, &sd);
    lattice_moments(&score, &lattice_mean, &lattice_sd);
    CU_ASSERT_TRUE(nz_scores_are_valid(&score.scores));
    CU_ASSERT_TRUE(score.scores.n_items == 744 && score.cost == 744.0);
    CU_ASSERT_TRUE(score.scores.counts[0] == 700 && score.scores.counts[522] == 3);
    CU_ASSERT_EQUAL(score.scores.counts[NZ_ITEM_SCORES_STEPS], 41);
    NZ_ASSERT_REL(score.mean, mean, 1e-14);
    NZ_ASSERT_REL(lattice_mean, mean, 1e-12);
    NZ_ASSERT_REL(lattice_sd, sd, 1e-12);
    CU_ASSERT_EQUAL(score.total, score.mean);
    CU_ASSERT_EQUAL(nz_item_scores_put(self, 1, values, none, 5), NZ_ERR_DOMAIN);
    nz_item_scores_destroy(&self);
}

static nz_interval_t
interval_of(nz_score_interval_t *workspace, const nz_task_score_t *score, bool rounded,
    nz_interval_method_t method)
{
    nz_interval_t out;
    if (rounded) {
        NZ_ASSERT_OK(nz_score_interval_set_rounded(workspace, &score->scores, NULL));
    } else {
        NZ_ASSERT_OK(nz_score_interval_set(workspace, &score->scores, NULL));
    }
    NZ_ASSERT_OK(nz_score_interval(workspace, method, nz_tails_two_sided(0.95), &out));
    out.lower = score->base + score->step * out.lower;
    out.upper = score->base + score->step * out.upper;
    return out;
}

/* The items on a lattice that is 8 times as fine, moved and stretched to their mean and
 * sd.
 */
static nz_task_score_t
on_fine_lattice(const double *x, size_t n, uint64_t *counts)
{
    double least = x[0], largest = x[0];
    for (size_t i = 0; i < n; i++) {
        least = fmin(least, x[i]);
        largest = fmax(largest, x[i]);
    }
    memset(counts, 0, (fine_steps + 1) * sizeof(*counts));
    for (size_t i = 0; i < n; i++) {
        counts[llround((x[i] - least) / (largest - least) * fine_steps)]++;
    }
    nz_task_score_t score = { .scores = { counts, fine_steps + 1, n }, .step = 1.0 };
    double mean, sd, lattice_mean, lattice_sd;
    moments(x, n, &mean, &sd);
    lattice_moments(&score, &lattice_mean, &lattice_sd);
    score.step = sd / lattice_sd;
    score.base = mean - score.step * lattice_mean;
    return score;
}

/* How far limits move by the lattice and the series, as sim/item_scores.h says. */
static void
test_effect_on_intervals(void)
{
    static const nz_interval_method_t methods[] = { NZ_METHOD_STUDENT_T,
        NZ_METHOD_BOOTSTRAP_PERCENTILE, NZ_METHOD_BOOTSTRAP_BASIC,
        NZ_METHOD_BOOTSTRAP_BCA };
    static const size_t sizes[] = { 5, 20, 40, 1000 };
    const double scale = 1.0;
    uint64_t *counts = calloc(fine_steps + 1, sizeof(*counts));
    nz_item_scores_t *self = NULL;
    nz_score_interval_t *coarse = NULL, *fine = NULL;
    double worst = 0.0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(counts);
    NZ_ASSERT_OK(nz_item_scores_create(n_columns, NZ_ITEM_SCORES_BIT(1), &self));
    NZ_ASSERT_OK(nz_score_interval_create(NZ_ITEM_SCORES_STEPS + 1, 0, &coarse));
    NZ_ASSERT_OK(nz_score_interval_create(fine_steps + 1, 0, &fine));
    for (uint64_t i = 0; i < 4 * NZ_COUNT_OF(sizes); i++) {
        const size_t n = sizes[i % NZ_COUNT_OF(sizes)];
        nz_task_stream_t stream = stream_of(i);
        double *items = items_of(&scale, n, i, 0);
        NZ_ASSERT_OK(nz_item_scores_draw(self, draw_items, &scale, n, &stream, 0, 7));
        for (size_t c = 0; c < n_columns; c += 2) {
            double mean, sd;
            nz_task_score_t score;
            nz_item_scores_get(self, c, &score);
            moments(&items[c * n], n, &mean, &sd);
            const nz_task_score_t exact = on_fine_lattice(&items[c * n], n, counts);
            for (size_t k = 0; k < NZ_COUNT_OF(methods); k++) {
                const nz_interval_t a = interval_of(coarse, &score, true, methods[k]);
                const nz_interval_t b = interval_of(fine, &exact, false, methods[k]);
                const double se = n < 20 ? sd : sd / sqrt((double) n);
                const double moved =
                    fmax(fabs(a.lower - b.lower), fabs(a.upper - b.upper)) / se;
                worst = fmax(worst, moved);
                const double most = n < 20 ? 1e-3 : 2e-3;
                CU_ASSERT_TRUE(
                    moved < (methods[k] == NZ_METHOD_BOOTSTRAP_BCA ? 2.5 : 1.0) * most);
            }
        }
        free(items);
        gsl_rng_free(stream.rng);
    }
    printf(" (largest effect %.2g standard errors) ", worst);
    nz_score_interval_destroy(&coarse);
    nz_score_interval_destroy(&fine);
    nz_item_scores_destroy(&self);
    free(counts);
}

static void
test_errors(void)
{
    const double scale = 1.0;
    nz_item_scores_t *self = NULL;
    nz_task_stream_t stream = stream_of(1), bad = stream_of(1);

    bad.key.purpose = (nz_purpose_t) 0;
    CU_ASSERT_EQUAL(nz_item_scores_create(0, 0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_item_scores_create(NZ_ITEM_SCORES_COLUMNS_MAX + 1, 0, &self), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_item_scores_create(1, 0, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_PTR_NULL(self);
    NZ_ASSERT_OK(nz_item_scores_create(n_columns, 2, &self));
    CU_ASSERT_EQUAL(
        nz_item_scores_draw(self, draw_items, &scale, 0, &stream, 0, 7), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(
        nz_item_scores_draw(self, draw_items, &scale, 5, &bad, 0, 7), NZ_ERR_DOMAIN);
    nz_item_scores_destroy(&self);
    gsl_rng_free(stream.rng);
    gsl_rng_free(bad.rng);
}

/* Steps over such a range overflow, squares of it underflow. */
static void
test_values_that_hardly_differ(void)
{
    static const double largest[] = { 1e-310, 1e-200, 1e-161, 1e-100, 5e-324 };

    for (size_t i = 0; i < sizeof(largest) / sizeof(largest[0]); i++) {
        const double values[] = { 0.0, largest[i] / 2.0, largest[i] };
        static const uint64_t counts[] = { 3, 0, 1 };
        nz_item_scores_t *self = NULL;
        nz_task_score_t score = { 0 };

        NZ_ASSERT_OK(nz_item_scores_create(1, 0, &self));
        NZ_ASSERT_OK(nz_item_scores_put(self, 0, values, counts, 3));
        nz_item_scores_get(self, 0, &score);
        CU_ASSERT_EQUAL(score.scores.counts[0], 3);
        CU_ASSERT_EQUAL(score.scores.counts[NZ_ITEM_SCORES_STEPS], 1);
        CU_ASSERT_TRUE(score.step > 0.0);
        if (largest[i] > 1e-320) { /* else a step is 2^-10 of the least double */
            NZ_ASSERT_REL(score.step * NZ_ITEM_SCORES_STEPS, largest[i], 1e-9);
            CU_ASSERT_TRUE(fabs(score.base) <= 1e-9 * largest[i]);
        }
        nz_item_scores_destroy(&self);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_lattice_keeps_mean_and_sd),
        NZ_TEST(test_wanted_columns_are_independent),
        NZ_TEST(test_counted_values_are_items),
        NZ_TEST(test_values_that_hardly_differ),
        NZ_TEST(test_effect_on_intervals),
        NZ_TEST(test_errors),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("item_scores", tests, argc, argv);
}
