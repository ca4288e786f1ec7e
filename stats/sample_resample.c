#include "stats/sample_resample.h"

#include "stats/draw.h"
#include "stats/rng.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

enum { BLOCK = 2048, INDICES = 512 };

/* What a binomial, and what a beta draw costs, in index draws. */
static const size_t binomial_cost = 64, beta_cost = 256;

/* Draws between two reports. */
static const size_t report_every = 5000000;

/* What one run of resamples needs. */
typedef struct run {
    const nz_sample_t *sample;
    gsl_rng *rng;
    nz_pcg64_t bits;
    nz_report_t report;
    size_t work; /* since the last report */
    uint64_t n_resamples;
} run_t;

/* Sums over the units drawn. */
typedef struct sums {
    double r, rr, m, rm, mm; /* residuals and sizes */
} sums_t;

static run_t
start(const nz_sample_t *sample, uint64_t n_resamples, gsl_rng *rng, nz_report_t report)
{
    run_t run = {
        .sample = sample, .rng = rng, .report = report, .n_resamples = n_resamples
    };
    uint64_t words[4];

    for (size_t i = 0; i < 4; i++) {
        const double high = floor(gsl_rng_uniform(rng) * 0x1p32);
        const double low = floor(gsl_rng_uniform(rng) * 0x1p32);
        words[i] = (uint64_t) high << 32 | (uint64_t) low;
    }
    nz_pcg64_seed(
        &run.bits, nz_uint128(words[0], words[1]), nz_uint128(words[2], words[3]));
    return run;
}

static void
finish_resample(run_t *run, uint64_t i, size_t cost)
{
    run->work += cost;
    if (run->report.tell != NULL
        && (run->work >= report_every || i + 1 == run->n_resamples)) {
        run->report.tell(
            run->report.context, (double) (i + 1) / (double) run->n_resamples);
        run->work = 0;
    }
}

/* At most INDICES uniform indices below n. `indices` has room for as many as one output
 * yields beyond that. */
static void
draw_indices(nz_pcg64_t *bits, uint32_t n, size_t count, uint32_t *indices)
{
    if (n == BLOCK) {
        for (size_t k = 0; k < count; k += 5) {
            const uint64_t word = nz_pcg64_next(bits);
            for (size_t j = 0; j < 5; j++) {
                indices[k + j] = (uint32_t) (word >> 11 * j) % BLOCK;
            }
        }
        return;
    }
    const uint32_t refused = (uint32_t) (-n) % n; /* 2^32 mod n */
    for (size_t k = 0; k < count;) {
        const uint64_t word = nz_pcg64_next(bits);
        const uint64_t low = (word & UINT32_MAX) * n, high = (word >> 32) * n;
        indices[k] = (uint32_t) (low >> 32);
        k += (uint32_t) low >= refused;
        indices[k] = (uint32_t) (high >> 32);
        k += (uint32_t) high >= refused;
    }
}

/* The next three add the units that the indices name, into several sums, so that
 * additions need not wait for each other. */

static void
add_residuals(
    const double *residuals, const uint32_t *indices, size_t count, sums_t *sums)
{
    double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
    size_t k = 0;

    for (; k + 4 <= count; k += 4) {
        a += residuals[indices[k]];
        b += residuals[indices[k + 1]];
        c += residuals[indices[k + 2]];
        d += residuals[indices[k + 3]];
    }
    for (; k < count; k++) {
        a += residuals[indices[k]];
    }
    sums->r += (a + b) + (c + d);
}

static void
add_squares(const double *residuals, const uint32_t *indices, size_t count, sums_t *sums)
{
    const double last = count % 2 != 0 ? residuals[indices[count - 1]] : 0.0;
    double even = last, odd = 0.0, even_squares = last * last, odd_squares = 0.0;

    for (size_t k = 0; k + 2 <= count; k += 2) {
        const double x = residuals[indices[k]], y = residuals[indices[k + 1]];
        even += x;
        odd += y;
        even_squares += x * x;
        odd_squares += y * y;
    }
    sums->r += even + odd;
    sums->rr += even_squares + odd_squares;
}

static void
add_ratios(const double *residuals, const double *sizes, const uint32_t *indices,
    size_t count, sums_t *sums)
{
    sums_t own = { 0.0, 0.0, 0.0, 0.0, 0.0 };

    for (size_t k = 0; k < count; k++) {
        const double r = residuals[indices[k]], m = sizes[indices[k]];
        own.r += r;
        own.rr += r * r;
        own.m += m;
        own.rm += r * m;
        own.mm += m * m;
    }
    sums->r += own.r;
    sums->rr += own.rr;
    sums->m += own.m;
    sums->rm += own.rm;
    sums->mm += own.mm;
}

static void
draw_from_block(
    run_t *run, size_t first, uint32_t n, uint64_t count, bool squares, sums_t *sums)
{
    const double *residuals = run->sample->residuals + first;
    uint32_t indices[INDICES + 5];

    while (count > 0) {
        const size_t some = count < INDICES ? (size_t) count : INDICES;
        draw_indices(&run->bits, n, some, indices);
        if (!run->sample->equal_sizes) {
            add_ratios(residuals, run->sample->sizes + first, indices, some, sums);
        } else if (squares) {
            add_squares(residuals, indices, some, sums);
        } else {
            add_residuals(residuals, indices, some, sums);
        }
        count -= some;
    }
}

/* As many units of one stratum as it has. */
static sums_t
draw_stratum(run_t *run, const nz_sample_stratum_t *stratum, bool squares)
{
    sums_t sums = { 0.0, 0.0, 0.0, 0.0, 0.0 };
    uint64_t left = stratum->n_units;

    for (size_t done = 0; done < stratum->n_units;) {
        const size_t after = stratum->n_units - done;
        const size_t size = after < BLOCK ? after : BLOCK;
        uint64_t count = left;
        if (size < after) {
            const double share = (double) size / (double) after;
            count = nz_draw_binomial(
                run->rng, left, share, (double) (after - size) / (double) after);
        }
        draw_from_block(
            run, stratum->first_unit + done, (uint32_t) size, count, squares, &sums);
        left -= count;
        done += size;
    }
    if (run->sample->equal_sizes) {
        const double size = run->sample->sizes[0];
        sums.m = size * (double) stratum->n_units;
        sums.rm = size * sums.r;
        sums.mm = size * sums.m;
    }
    return sums;
}

/* Deviation of the mean and its t, from sums over all strata and what they leave about
 * each stratum's means. */
static void
evaluate(sums_t sums, sums_t about_means, double *deviation, double *t)
{
    const double delta = sums.r / sums.m;

    *deviation = delta;
    if (t == NULL) {
        return;
    }
    const double squares =
        about_means.rr - 2.0 * delta * about_means.rm + delta * delta * about_means.mm;
    const double scale = sums.rr + delta * delta * sums.mm;
    if (squares > 1e-12 * scale) { /* what is left of equal units is rounding */
        *t = sums.r / sqrt(squares);
    } else {
        *t = fabs(delta) > 1e-12 * sqrt(scale) / sums.m
                 ? copysign((double) INFINITY, delta)
                 : 0.0;
    }
}

static void
resample_units(run_t *run, double *deviations, double *t_values)
{
    const nz_sample_t *sample = run->sample;

    for (uint64_t i = 0; i < run->n_resamples; i++) {
        sums_t all = { 0.0, 0.0, 0.0, 0.0, 0.0 }, about = all;
        for (size_t h = 0; h < sample->n_strata; h++) {
            const double g = (double) sample->strata[h].n_units;
            const sums_t part = draw_stratum(run, &sample->strata[h], t_values != NULL);
            all.r += part.r;
            all.rr += part.rr;
            all.m += part.m;
            all.mm += part.mm;
            about.rr += part.rr - part.r * part.r / g;
            about.rm += part.rm - part.r * part.m / g;
            about.mm += part.mm - part.m * part.m / g;
        }
        evaluate(all, about, &deviations[i], t_values != NULL ? &t_values[i] : NULL);
        finish_resample(run, i, sample->n_units + binomial_cost * sample->n_strata);
    }
}

static size_t
count_distinct(const double *values, size_t n)
{
    size_t n_distinct = 1;

    for (size_t i = 1; i < n; i++) {
        n_distinct += values[i] != values[i - 1];
    }
    return n_distinct;
}

/* Residuals of the distinct values and how many items have each. */
static void
list_distinct(const nz_sample_t *sample, double *residuals, double *weights)
{
    size_t k = 0;

    for (size_t i = 0; i < sample->n_items; i++) {
        k += i > 0 && sample->values[i] != sample->values[i - 1];
        residuals[k] = sample->residuals[i];
        weights[k]++;
    }
}

static nz_status_t
resample_counts(run_t *run, size_t n_distinct, double *deviations, double *t_values)
{
    const double n = (double) run->sample->n_items;
    double *residuals = calloc(n_distinct, sizeof(*residuals));
    double *weights = calloc(n_distinct, sizeof(*weights));
    uint64_t *counts = calloc(n_distinct, sizeof(*counts));
    nz_category_t *categories = calloc(n_distinct, sizeof(*categories));
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (residuals == NULL || weights == NULL || counts == NULL || categories == NULL) {
        goto out;
    }
    list_distinct(run->sample, residuals, weights);
    nz_draw_prepare(weights, n_distinct, categories);
    for (uint64_t i = 0; i < run->n_resamples; i++) {
        sums_t sums = { 0.0, 0.0, n, 0.0, n };
        nz_draw_multinomial(
            run->rng, run->sample->n_items, categories, n_distinct, counts);
        for (size_t k = 0; k < n_distinct; k++) {
            sums.r += (double) counts[k] * residuals[k];
            sums.rr += (double) counts[k] * residuals[k] * residuals[k];
        }
        const sums_t about = { 0.0, sums.rr - sums.r * sums.r / n, 0.0, 0.0, 0.0 };
        evaluate(sums, about, &deviations[i], t_values != NULL ? &t_values[i] : NULL);
        finish_resample(run, i, binomial_cost * n_distinct);
    }
    status = NZ_OK;
out:
    free(residuals);
    free(weights);
    free(counts);
    free(categories);
    return status;
}

nz_status_t
nz_sample_resample_means(const nz_sample_t *sample, uint64_t n_resamples, gsl_rng *rng,
    nz_report_t report, double *deviations, double *t_values)
{
    if (sample == NULL || rng == NULL || deviations == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_resamples == 0) {
        return NZ_ERR_DOMAIN;
    }
    run_t run = start(sample, n_resamples, rng, report);
    if (sample->unit_of == NULL) {
        const size_t n_distinct = count_distinct(sample->values, sample->n_items);
        if (n_distinct <= sample->n_items / binomial_cost) {
            return resample_counts(&run, n_distinct, deviations, t_values);
        }
    }
    resample_units(&run, deviations, t_values);
    return NZ_OK;
}

/* Of single items in one stratum. */
static void
resample_order_statistics(run_t *run, double p, double *values)
{
    const size_t n = run->sample->n_items;
    const double *items = run->sample->values;
    bool averaged;
    const double size = (double) n;
    const double rank = (double) nz_sample_quantile_rank(p, n, &averaged);

    for (uint64_t i = 0; i < run->n_resamples; i++) {
        const double u = gsl_ran_beta(run->rng, rank, size - rank + 1.0);
        values[i] = items[(size_t) fmin(floor(size * u), size - 1.0)];
        if (averaged) { /* the least of the n - rank uniforms beyond u */
            const double v = gsl_rng_uniform_pos(run->rng);
            const double next = u - (1.0 - u) * expm1(log(v) / (size - rank));
            values[i] =
                0.5 * (values[i] + items[(size_t) fmin(floor(size * next), size - 1.0)]);
        }
        finish_resample(run, i, beta_cost);
    }
}

/* How often each unit is drawn; returns the number of items in the resample. */
static uint64_t
draw_counts(run_t *run, uint32_t *counts)
{
    const nz_sample_t *sample = run->sample;
    uint32_t indices[INDICES + 5];
    uint64_t n_items = 0;

    for (size_t c = 0; c < sample->n_units; c++) {
        counts[c] = 0;
    }
    for (size_t h = 0; h < sample->n_strata; h++) {
        const size_t first = sample->strata[h].first_unit, g = sample->strata[h].n_units;
        for (size_t left = g; left > 0;) {
            const size_t some = left < INDICES ? left : INDICES;
            draw_indices(&run->bits, (uint32_t) g, some, indices);
            for (size_t k = 0; k < some; k++) {
                counts[first + indices[k]]++;
                n_items += (uint64_t) sample->sizes[first + indices[k]];
            }
            left -= some;
        }
    }
    return n_items;
}

static double
weighted_quantile(
    const nz_sample_t *sample, const uint32_t *counts, double p, uint64_t n_items)
{
    bool averaged;
    const uint64_t rank = nz_sample_quantile_rank(p, n_items, &averaged);
    uint64_t passed = 0;
    size_t i = 0;

    while ((passed += counts[sample->unit_of[i]]) < rank) {
        i++;
    }
    const double value = sample->values[i];
    while (averaged && passed == rank) {
        passed += counts[sample->unit_of[++i]];
    }
    return averaged ? 0.5 * (value + sample->values[i]) : value;
}

nz_status_t
nz_sample_resample_quantiles(const nz_sample_t *sample, double p, uint64_t n_resamples,
    gsl_rng *rng, nz_report_t report, double *values)
{
    if (sample == NULL || rng == NULL || values == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_resamples == 0 || !(p > 0.0 && p < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    run_t run = start(sample, n_resamples, rng, report);
    if (sample->unit_of == NULL) {
        resample_order_statistics(&run, p, values);
        return NZ_OK;
    }
    uint32_t *counts = calloc(sample->n_units, sizeof(*counts));
    if (counts == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (uint64_t i = 0; i < n_resamples; i++) {
        const uint64_t n_items = draw_counts(&run, counts);
        values[i] = weighted_quantile(sample, counts, p, n_items);
        finish_resample(&run, i, sample->n_units + sample->n_items);
    }
    free(counts);
    return NZ_OK;
}
