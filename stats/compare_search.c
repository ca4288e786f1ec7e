#include "stats/compare_search.h"

#include "stats/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

/* Most terms of an exact power: a millisecond or two. */
static const double unpaired_terms_max = 131072.0, pairs_terms_max = 32768.0;
/* Parts of the ups and downs of a power, over 1/sqrt(n): of rejections in favour of the
 * worse model that a bound may leave out, and by which it may exceed what is wanted. */
static const double back_negligible = 0.01, bound_excess = 0.05;
/* Work of a search [ns], about: of a term of an unpaired power, of a value of a table and
 * of a term of a sum over it, besides for every power; and the most. */
static const double work_of_term = 6.5, work_of_value = 47.0, work_of_product = 2.3;
static const double work_of_call = 1e3, work_max = 2e6;

static nz_status_t
smooth_power(const nz_compare_search_t *self, uint64_t n, double raise, double *power)
{
    return self->is_unpaired ? nz_unpaired_power_smooth(&self->unpaired, n, raise, power)
                             : nz_discordant_power_smooth(&self->pairs, n, raise, power);
}

/* The same of rejections in favour of the worse model. */
static nz_status_t
smooth_reverse(const nz_compare_search_t *self, uint64_t n, double raise, double *power)
{
    nz_compare_search_t reverse = *self;

    reverse.unpaired.p1 = self->unpaired.p2;
    reverse.unpaired.p2 = self->unpaired.p1;
    reverse.pairs.share = 1.0 - self->pairs.share;
    return smooth_power(&reverse, n, raise, power);
}

nz_status_t
nz_compare_search_power(const nz_compare_search_t *self, uint64_t n, double *power)
{
    double forth = 0.0, back = 0.0;

    if (self->is_unpaired
        && nz_unpaired_power_terms(&self->unpaired, n) <= unpaired_terms_max) {
        return nz_unpaired_power_at(&self->unpaired, n, n, power);
    }
    if (!self->is_unpaired
        && nz_discordant_power_terms(&self->pairs, n) <= pairs_terms_max) {
        return nz_discordant_power_at(&self->pairs, n, power);
    }
    nz_status_t status = smooth_power(self, n, 0.5, &forth);
    if (status == NZ_OK) {
        status = smooth_reverse(self, n, 0.5, &back);
    }
    if (status == NZ_OK) {
        *power = fmin(forth + back, 1.0);
    }
    return status;
}

double
nz_compare_search_deviate(double power)
{
    return gsl_cdf_ugaussian_Pinv(fmin(fmax(power, 1e-300), 1.0 - 1e-16));
}

/* The normal approximation of n. */
static double
first_guess(const nz_compare_search_t *self, double z, double wanted)
{
    const double p1 = self->unpaired.p1, p2 = self->unpaired.p2;
    const double discordance = self->pairs.discordance;
    const double difference =
        self->is_unpaired ? p2 - p1 : (2.0 * self->pairs.share - 1.0) * discordance;
    const double equal =
        self->is_unpaired ? (p1 + p2) * (2.0 - p1 - p2) / 2.0 : discordance;
    const double apart = self->is_unpaired ? p1 * (1.0 - p1) + p2 * (1.0 - p2)
                                           : discordance - difference * difference;
    const double root = (z * sqrt(equal) + wanted * sqrt(fmax(apart, 0.0))) / difference;

    return ceil(fmax(root, 1.0) * fmax(root, 1.0));
}

/* An n and the deviate of its power. */
typedef struct trial {
    double n, deviate;
} trial_t;

/* Between what is not enough and what is (n = 0: not known), from the line over sqrt(n)
 * through both or through the origin's and the only one. */
static double
next_guess(trial_t origin, trial_t low, trial_t high, double wanted)
{
    const trial_t a = high.n > 0.0 ? low : origin, b = high.n > 0.0 ? high : low;
    const double slope = (b.deviate - a.deviate) / (sqrt(b.n) - sqrt(a.n));
    const double root = sqrt(a.n) + (wanted - a.deviate) / slope;
    const double guess = ceil(root * root);

    if (high.n > 0.0) {
        return guess > low.n && guess < high.n ? guess : floor((low.n + high.n) / 2.0);
    }
    return guess > low.n && guess < 4.0 * low.n ? guess : 4.0 * low.n;
}

/* A lower bound of the power that grows with n: critical values raised by one count. */
static nz_status_t
power_bound(const nz_compare_search_t *self, uint64_t n, bool is_two_sided, double *bound)
{
    double forth = 0.0, back = 0.0;
    nz_status_t status = smooth_power(self, n, 1.0, &forth);

    if (status == NZ_OK && is_two_sided) {
        status = smooth_reverse(self, n, 1.0, &back);
    }
    *bound = forth + back;
    return status;
}

/* An n from which on all are enough, because its bound is: about the least. */
static nz_status_t
find_enough(const nz_compare_search_t *self, double wanted, uint64_t *found)
{
    const double limit = (double) NZ_COUNT_MAX;
    const double z = self->is_unpaired ? self->unpaired.z : self->pairs.z;
    const trial_t origin = { 0.0, -z };
    trial_t low = origin, high = origin;
    const double aim = nz_compare_search_deviate(wanted);
    double n = fmin(first_guess(self, z, aim), limit);
    const bool is_two_sided =
        gsl_cdf_ugaussian_P(-2.0 * z - aim) * sqrt(n) > back_negligible;

    for (int i = 1; i < 200; i++) {
        const double close = fmin(bound_excess / sqrt(n), 0.5 * (1.0 - wanted));
        double power = 0.0;
        nz_status_t status = power_bound(self, (uint64_t) n, is_two_sided, &power);
        if (status != NZ_OK) {
            return status;
        }
        if (power < wanted && n == limit) {
            return NZ_ERR_UNREACHABLE;
        }
        *(power < wanted ? &low : &high) =
            (trial_t){ n, nz_compare_search_deviate(power) };
        if (high.n > 0.0
            && (high.n - low.n <= 1.0 || (n == high.n && power - wanted <= close))) {
            *found = (uint64_t) high.n;
            return NZ_OK;
        }
        n = i % 4 == 0 && high.n > 0.0
                ? floor((low.n + high.n) / 2.0)
                : fmin(next_guess(origin, low, high,
                           nz_compare_search_deviate(wanted + close / 2.0)),
                    limit);
    }
    return NZ_ERR_NUMERIC;
}

/* The way down from an n that is enough. */
typedef struct descent {
    const nz_compare_search_t *models;
    nz_discordant_table_t table; /* of paired outcomes */
    double wanted;               /* less what counts as equal */
    uint64_t n;                  /* it and all larger ones are enough */
    double slope;                /* of the power, as the last block had it */
    double work;
} descent_t;

/* Whether some steps down can be paid for. */
static bool
can_descend(const nz_compare_search_t *self, uint64_t n)
{
    return (self->is_unpaired
                   ? work_of_term * nz_unpaired_power_terms(&self->unpaired, n) * 16.0
                   : work_of_value * nz_discordant_power_terms(&self->pairs, n) * 2.0)
           <= work_max;
}

static bool
is_exhausted(const descent_t *self)
{
    return self->work > work_max;
}

static nz_status_t
unpaired_power(descent_t *self, uint64_t n, uint64_t b, double *power)
{
    const nz_unpaired_t *models = &self->models->unpaired;

    self->work += work_of_call + work_of_term * nz_unpaired_power_terms(models, n);
    return is_exhausted(self) ? NZ_OK : nz_unpaired_power_at(models, n, b, power);
}

/* The least n of a table that goes up to b: as far as the ups and downs may take the
 * search. */
static uint64_t
table_start(const nz_discordant_t *models, uint64_t b)
{
    const double reach = 16.0 + 1.5 * sqrt((double) b / models->discordance);
    return reach < (double) b ? b - (uint64_t) reach : 1;
}

static nz_status_t
pairs_power(descent_t *self, uint64_t n, uint64_t b, double *power)
{
    const nz_discordant_t *models = &self->models->pairs;
    const nz_discordant_table_t *table = &self->table;
    nz_status_t status = NZ_OK;

    if (table->values == NULL || n < table->n_min) { /* b only falls */
        const uint64_t start = table_start(models, b), n_min = start < n ? start : n;
        self->work += work_of_value * nz_discordant_table_size(models, n_min, b);
        if (!is_exhausted(self)) {
            status = nz_discordant_table_fill(&self->table, models, n_min, b);
        }
    }
    self->work += work_of_call + work_of_product * nz_discordant_power_terms(models, n);
    if (status == NZ_OK && !is_exhausted(self)) {
        *power = nz_discordant_table_power(table, models, n);
    }
    return status;
}

/* The power at n with a critical region that is that of b >= n or inside of it: a lower
 * bound of that at n. */
static nz_status_t
power_within(descent_t *self, uint64_t n, uint64_t b, double *power)
{
    return self->models->is_unpaired ? unpaired_power(self, n, b, power)
                                     : pairs_power(self, n, b, power);
}

/* The power at b itself, if that within the region of a table is not enough. */
static nz_status_t
power_itself(descent_t *self, uint64_t b, double *power)
{
    nz_status_t status = power_within(self, b, b, power);

    if (status == NZ_OK && *power < self->wanted && !self->models->is_unpaired
        && !self->models->pairs.is_exact && b < self->table.n_max) {
        self->work +=
            work_of_call
            + work_of_value * nz_discordant_power_terms(&self->models->pairs, b);
        nz_discordant_table_free(&self->table);
        status = is_exhausted(self)
                     ? NZ_OK
                     : nz_discordant_power_at(&self->models->pairs, b, power);
    }
    return status;
}

/* How far the power may fall short within a block of so many steps of the line through
 * its ends. */
static double
shortfall(const descent_t *self, uint64_t first, uint64_t width)
{
    const double steps = (double) width;
    const double curvature =
        self->models->is_unpaired
            ? nz_unpaired_power_curvature(&self->models->unpaired, first)
            : nz_discordant_power_curvature(&self->models->pairs, first);

    return curvature * floor(steps * steps / 4.0) / 2.0;
}

/* Steps of a block that is expected to pass, if its last n has this margin. */
static uint64_t
block_width(const descent_t *self, uint64_t last, double margin)
{
    const double bend = shortfall(self, last, 2); /* half a second difference */
    const double slope = fmax(self->slope, 0.0);
    const double width = 2.0 * margin / (slope + sqrt(slope * slope + bend * margin));

    return width < (double) (last - 1) ? (uint64_t) width : last - 1;
}

/* Extend what is enough by the block that ends at self->n, if there is one. */
static nz_status_t
take_block(descent_t *self, double power)
{
    const uint64_t last = self->n;
    uint64_t width = block_width(self, last, power - self->wanted);

    for (; width > 0; width /= 2) {
        double first = 0.0;
        nz_status_t status = power_within(self, last - width, last, &first);
        if (status != NZ_OK || is_exhausted(self)) {
            return status;
        }
        self->slope = (power - first) / (double) width;
        if (fmin(first, power) - self->wanted >= shortfall(self, last - width, width)) {
            self->n = last - width;
            return NZ_OK;
        }
    }
    return NZ_OK;
}

nz_status_t
nz_compare_search_trials(const nz_compare_search_t *self, double power, uint64_t *n)
{
    descent_t descent = { .models = self, .wanted = power - NZ_COMPARE_SEARCH_TIE };
    nz_status_t status = find_enough(self, power, &descent.n);

    descent.slope = 0.7 / (double) descent.n; /* about, near a power of .8 */
    while (status == NZ_OK && descent.n > 1 && can_descend(self, descent.n)) {
        double at = 0.0;
        status = power_itself(&descent, descent.n - 1, &at);
        if (status != NZ_OK || is_exhausted(&descent) || at < descent.wanted) {
            break;
        }
        descent.n--;
        status = take_block(&descent, at);
    }
    nz_discordant_table_free(&descent.table);
    if (status == NZ_OK) {
        *n = descent.n;
    }
    return status;
}
