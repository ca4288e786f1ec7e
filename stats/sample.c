#include "stats/sample.h"

#include "stats/binomial.h"
#include "stats/compensated_sum.h"
#include "stats/student_t.h"

#include <float.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* One item while the sample is created. */
typedef struct item {
    uint64_t stratum, cluster;
    double value;
    size_t unit;
} item_t;

static int
by_unit(const void *a, const void *b)
{
    const item_t *x = a, *y = b;

    if (x->stratum != y->stratum) {
        return x->stratum < y->stratum ? -1 : 1;
    }
    if (x->cluster != y->cluster) {
        return x->cluster < y->cluster ? -1 : 1;
    }
    return (x->value > y->value) - (x->value < y->value);
}

/* Cluster ids come first and strata second, so that one cluster's strata are neighbours.
 */
static int
by_cluster(const void *a, const void *b)
{
    const item_t *x = a, *y = b;

    if (x->cluster != y->cluster) {
        return x->cluster < y->cluster ? -1 : 1;
    }
    return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

static int
by_value(const void *a, const void *b)
{
    const item_t *x = a, *y = b;

    if (x->value != y->value) {
        return x->value < y->value ? -1 : 1;
    }
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static item_t *
copy_items(
    const double *values, const uint64_t *clusters, const uint64_t *strata, size_t n)
{
    item_t *items = calloc(n, sizeof(*items));

    for (size_t i = 0; items != NULL && i < n; i++) {
        items[i].stratum = strata != NULL ? strata[i] : 0;
        items[i].cluster = clusters != NULL ? clusters[i] : 0;
        items[i].value = values[i] + 0.0; /* one zero only */
    }
    return items;
}

static bool
clusters_are_nested(item_t *items, size_t n)
{
    qsort(items, n, sizeof(*items), by_cluster);
    for (size_t i = 1; i < n; i++) {
        if (items[i].cluster == items[i - 1].cluster
            && items[i].stratum != items[i - 1].stratum) {
            return false;
        }
    }
    return true;
}

/* Sort into units, and number these. */
static void
number_units(nz_sample_t *self, item_t *items, bool clusters)
{
    qsort(items, self->n_items, sizeof(*items), by_unit);
    self->n_units = self->n_strata = 1;
    items[0].unit = 0;
    for (size_t i = 1; i < self->n_items; i++) {
        self->n_strata += items[i].stratum != items[i - 1].stratum;
        self->n_units += !clusters || items[i].cluster != items[i - 1].cluster;
        items[i].unit = self->n_units - 1;
    }
    self->clustered = self->n_units < self->n_items;
    if (clusters && !self->clustered) { /* items after all: their order is by value */
        for (size_t i = 0; i < self->n_items; i++) {
            items[i].cluster = 0;
        }
        number_units(self, items, false);
    }
}

static void
set_mean(nz_sample_t *self, const item_t *items)
{
    const double n = (double) self->n_items;
    /* the values are ordered, so that plain sums would drift */
    nz_compensated_sum_t sum = { 0.0, 0.0 }, rest = { 0.0, 0.0 };
    double largest = 0.0;

    for (size_t i = 0; i < self->n_items; i++) {
        nz_compensated_sum_add(&sum, items[i].value);
    }
    self->mean = nz_compensated_sum_value(&sum) / n;
    for (size_t i = 0; i < self->n_items; i++) { /* the rounding of the division */
        nz_compensated_sum_add(&rest, items[i].value - self->mean);
    }
    self->mean += nz_compensated_sum_value(&rest) / n;
    for (size_t i = 0; i < self->n_items; i++) {
        largest = fmax(largest, fabs(items[i].value - self->mean));
    }
    int exponent = 0;
    (void) frexp(largest, &exponent);
    self->scale = ldexp(1.0, GSL_MAX(exponent, DBL_MIN_EXP));
}

static void
set_units(nz_sample_t *self, const item_t *items)
{
    size_t h = 0;

    for (size_t i = 0; i < self->n_items; i++) {
        const size_t unit = items[i].unit;
        if (i > 0 && items[i].stratum != items[i - 1].stratum) {
            self->strata[++h].first_unit = unit;
        }
        self->residuals[unit] += (items[i].value - self->mean) / self->scale;
        self->sizes[unit]++;
    }
    for (h = 0; h < self->n_strata; h++) {
        const size_t end =
            h + 1 < self->n_strata ? self->strata[h + 1].first_unit : self->n_units;
        self->strata[h].n_units = end - self->strata[h].first_unit;
    }
    self->equal_sizes = true;
    for (size_t c = 1; c < self->n_units; c++) {
        self->equal_sizes = self->equal_sizes && self->sizes[c] == self->sizes[0];
    }
}

/* Measured from the first unit, so that equal units leave exactly nothing. */
static double
mean_of(const double *values, size_t n)
{
    nz_compensated_sum_t sum = { 0.0, 0.0 };

    for (size_t i = 0; i < n; i++) {
        nz_compensated_sum_add(&sum, values[i] - values[0]);
    }
    return values[0] + nz_compensated_sum_value(&sum) / (double) n;
}

/* Take out the mean of the residuals: each stratum has as many units in every resample.
 * Clusters that are equal but for the rounding of their sums, which is `rounding` per
 * item, are made equal. */
static void
centre_stratum(nz_sample_t *self, nz_sample_stratum_t *stratum, double rounding)
{
    double *residuals = self->residuals + stratum->first_unit;
    const double *sizes = self->sizes + stratum->first_unit;
    const double mean = mean_of(residuals, stratum->n_units);

    stratum->mean_size = mean_of(sizes, stratum->n_units);
    for (size_t c = 0; c < stratum->n_units; c++) {
        residuals[c] -= mean;
        stratum->residual_reach = fmax(stratum->residual_reach, fabs(residuals[c]));
        stratum->size_reach =
            fmax(stratum->size_reach, fabs(sizes[c] - stratum->mean_size));
    }
    if (self->clustered
        && stratum->residual_reach
               <= rounding * (stratum->mean_size + stratum->size_reach)) {
        stratum->residual_reach = 0.0;
        for (size_t c = 0; c < stratum->n_units; c++) {
            residuals[c] = 0.0;
        }
    }
}

static void
describe_strata(nz_sample_t *self)
{
    const double largest = fmax(fabs(self->values[0]), self->values[self->n_items - 1]);
    const double rounding = 16.0 * DBL_EPSILON * (largest / self->scale);
    double sum_cubes = 0.0;

    for (size_t h = 0; h < self->n_strata; h++) {
        nz_sample_stratum_t *stratum = &self->strata[h];
        const double g = (double) stratum->n_units;
        double sum_squares = 0.0;

        centre_stratum(self, stratum, rounding);
        for (size_t c = 0; c < stratum->n_units; c++) {
            const double e = self->residuals[stratum->first_unit + c];
            sum_squares += e * e;
            sum_cubes += e * e * e;
        }
        self->sum_squares += sum_squares;
        self->lone_unit = self->lone_unit || stratum->n_units == 1;
        self->robust_variance += stratum->n_units > 1 ? g / (g - 1.0) * sum_squares : 0.0;
    }
    self->robust_variance /= gsl_pow_2((double) self->n_items);
    self->skewness =
        self->sum_squares > 0.0 ? sum_cubes / pow(self->sum_squares, 1.5) : 0.0;
}

static nz_status_t
allocate(nz_sample_t *self)
{
    self->values = calloc(self->n_items, sizeof(*self->values));
    self->residuals = calloc(self->n_units, sizeof(*self->residuals));
    self->sizes = calloc(self->n_units, sizeof(*self->sizes));
    self->strata = calloc(self->n_strata, sizeof(*self->strata));
    if (self->clustered || self->n_strata > 1) {
        self->unit_of = calloc(self->n_items, sizeof(*self->unit_of));
        if (self->unit_of == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
    }
    return self->values == NULL || self->residuals == NULL || self->sizes == NULL
                   || self->strata == NULL
               ? NZ_ERR_NO_MEMORY
               : NZ_OK;
}

static nz_status_t
fill(nz_sample_t *self, item_t *items, bool clusters)
{
    if (clusters && !clusters_are_nested(items, self->n_items)) {
        return NZ_ERR_DOMAIN;
    }
    number_units(self, items, clusters);
    nz_status_t status = allocate(self);
    if (status != NZ_OK) {
        return status;
    }
    set_mean(self, items);
    set_units(self, items);
    qsort(items, self->n_items, sizeof(*items), by_value);
    for (size_t i = 0; i < self->n_items; i++) {
        self->values[i] = items[i].value;
        if (self->unit_of != NULL) {
            self->unit_of[i] = (uint32_t) items[i].unit;
        }
    }
    describe_strata(self);
    return NZ_OK;
}

nz_status_t
nz_sample_create(const double *values, const uint64_t *clusters, const uint64_t *strata,
    size_t n_items, nz_sample_t **out)
{
    if (values == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n_items == 0 || n_items > NZ_SAMPLE_ITEMS_MAX) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_items; i++) {
        if (!(fabs(values[i]) <= NZ_SAMPLE_VALUE_MAX)) {
            return NZ_ERR_DOMAIN;
        }
    }
    item_t *items = copy_items(values, clusters, strata, n_items);
    nz_sample_t *self = calloc(1, sizeof(*self));
    nz_status_t status = NZ_ERR_NO_MEMORY;

    if (items != NULL && self != NULL) {
        self->n_items = n_items;
        status = fill(self, items, clusters != NULL);
    }
    free(items);
    if (status != NZ_OK) {
        nz_sample_destroy(&self);
        return status;
    }
    *out = self;
    return NZ_OK;
}

void
nz_sample_destroy(nz_sample_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->values);
        free((*self)->unit_of);
        free((*self)->residuals);
        free((*self)->sizes);
        free((*self)->strata);
        free(*self);
        *self = NULL;
    }
}

bool
nz_sample_statistic_is_valid(nz_sample_statistic_t statistic)
{
    return statistic.kind == NZ_SAMPLE_MEAN
           || (statistic.kind == NZ_SAMPLE_QUANTILE && statistic.p > 0.0
               && statistic.p < 1.0);
}

uint64_t
nz_sample_quantile_rank(double p, uint64_t n, bool *averaged)
{
    const double count = (double) n;
    const double position = p * count;
    const double whole = round(position);

    /* p was rounded, and so is the product: .07 of 100 is 7. */
    *averaged = fabs(position - whole) <= 4.0 * DBL_EPSILON * position && whole < count;
    const double rank = *averaged ? whole : ceil(position);
    return (uint64_t) fmin(fmax(rank, 1.0), count);
}

nz_status_t
nz_sample_estimate(
    const nz_sample_t *self, nz_sample_statistic_t statistic, double *estimate)
{
    if (self == NULL || estimate == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_sample_statistic_is_valid(statistic)) {
        return NZ_ERR_DOMAIN;
    }
    if (statistic.kind == NZ_SAMPLE_MEAN) {
        *estimate = self->mean;
        return NZ_OK;
    }
    bool averaged;
    const uint64_t rank = nz_sample_quantile_rank(statistic.p, self->n_items, &averaged);
    const double value = self->values[rank - 1];
    *estimate = averaged ? 0.5 * (value + self->values[rank]) : value;
    return NZ_OK;
}

nz_status_t
nz_sample_student_t(const nz_sample_t *self, nz_tails_t tails, nz_interval_t *out)
{
    if (self == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    if (self->lone_unit) {
        *out = (nz_interval_t){ self->mean, self->mean, NZ_INTERVAL_UNDEFINED };
        return NZ_OK;
    }
    if (self->sum_squares == 0.0) {
        *out = (nz_interval_t){ self->mean, self->mean, NZ_INTERVAL_DEGENERATE };
        return NZ_OK;
    }
    const double df = (double) (self->n_units - self->n_strata);
    const double se = self->scale * sqrt(self->robust_variance);
    double below = (double) INFINITY, above = (double) INFINITY;
    nz_status_t status = NZ_OK;

    if (tails.lower > 0.0) {
        status = nz_student_t_quantile(tails.lower, df, &below);
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_student_t_quantile(tails.upper, df, &above);
    }
    if (status == NZ_OK) {
        *out = (nz_interval_t){ self->mean - below * se, self->mean + above * se,
            NZ_INTERVAL_OK };
    }
    return status;
}

/* Ranks of the limits; 0 and n + 1 where no item is far enough. */
static nz_status_t
find_ranks(double p, nz_tails_t tails, uint64_t n, uint64_t *low, uint64_t *high)
{
    uint64_t count;
    double below;
    nz_status_t status = NZ_OK;

    *low = 0;
    *high = n + 1;
    if (tails.lower > 0.0) {
        status = nz_binomial_quantile(tails.lower, false, n, p, &count);
        if (status == NZ_OK) {
            status = nz_binomial_tails(count, n, p, &below, NULL);
        }
        if (status == NZ_OK) {
            *low = below <= tails.lower * (1.0 + 1e-13) ? count + 1 : count;
        }
    }
    if (status == NZ_OK && tails.upper > 0.0) {
        status = nz_binomial_quantile(tails.upper, true, n, p, &count);
        if (status == NZ_OK) {
            *high = count + 1;
        }
    }
    return status;
}

nz_status_t
nz_sample_order_statistic(
    const nz_sample_t *self, double p, nz_tails_t tails, nz_interval_t *out)
{
    const nz_sample_statistic_t statistic = { NZ_SAMPLE_QUANTILE, p };
    double estimate;
    uint64_t low, high;

    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_tails_are_valid(tails)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = nz_sample_estimate(self, statistic, &estimate);
    if (status == NZ_OK && self->unit_of != NULL) {
        *out = (nz_interval_t){ estimate, estimate, NZ_INTERVAL_UNDEFINED };
        return NZ_OK;
    }
    if (status == NZ_OK) {
        status = find_ranks(p, tails, self->n_items, &low, &high);
    }
    if (status == NZ_OK) {
        const double lower = low > 0 ? self->values[low - 1] : (double) -INFINITY;
        const double upper =
            high <= self->n_items ? self->values[high - 1] : (double) INFINITY;
        *out = (nz_interval_t){ lower, upper,
            lower < upper ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
    }
    return status;
}

/* Of single items in one stratum p - 1 is the influence of those up to the quantile and p
 * that of the others; centred, with F the share of the first, F - 1 and F. */
static double
acceleration_of_items(const nz_sample_t *sample, double quantile)
{
    const double n = (double) sample->n_items;
    size_t low = 0, high = sample->n_items;

    while (low < high) { /* items <= quantile */
        const size_t middle = low + (high - low) / 2;
        if (sample->values[middle] <= quantile) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const double share = (double) low / n;
    return low < sample->n_items
               ? (2.0 * share - 1.0) / (6.0 * sqrt(n * share * (1.0 - share)))
               : 0.0;
}

/* Skewness of the units' influences on a quantile, over 6. */
static nz_status_t
quantile_acceleration(const nz_sample_t *sample, double p, double *acceleration)
{
    double estimate;
    nz_status_t status = nz_sample_estimate(
        sample, (nz_sample_statistic_t){ NZ_SAMPLE_QUANTILE, p }, &estimate);

    if (status != NZ_OK) {
        return status;
    }
    if (sample->unit_of == NULL) {
        *acceleration = acceleration_of_items(sample, estimate);
        return NZ_OK;
    }
    double *influences = calloc(sample->n_units, sizeof(*influences));
    double sum2 = 0.0, sum3 = 0.0;
    if (influences == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < sample->n_items; i++) {
        influences[sample->unit_of[i]] -= sample->values[i] <= estimate;
    }
    for (size_t c = 0; c < sample->n_units; c++) {
        influences[c] += p * sample->sizes[c];
    }
    for (size_t h = 0; h < sample->n_strata; h++) {
        const double *own = influences + sample->strata[h].first_unit;
        const size_t g = sample->strata[h].n_units;
        const double mean = mean_of(own, g);
        for (size_t c = 0; c < g; c++) {
            sum2 += gsl_pow_2(own[c] - mean);
            sum3 += gsl_pow_3(own[c] - mean);
        }
    }
    free(influences);
    *acceleration = sum2 > 0.0 ? sum3 / (6.0 * pow(sum2, 1.5)) : 0.0;
    return NZ_OK;
}

nz_status_t
nz_sample_acceleration(
    const nz_sample_t *self, nz_sample_statistic_t statistic, double *acceleration)
{
    if (self == NULL || acceleration == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!nz_sample_statistic_is_valid(statistic)) {
        return NZ_ERR_DOMAIN;
    }
    if (statistic.kind == NZ_SAMPLE_QUANTILE) {
        return quantile_acceleration(self, statistic.p, acceleration);
    }
    *acceleration = self->skewness / 6.0;
    return NZ_OK;
}

size_t
nz_sample_distinct(const nz_sample_t *self, double *values, uint64_t *counts)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n_items; i++) {
        if (i == 0 || self->values[i] != self->values[i - 1]) {
            values[n] = self->values[i];
            counts[n++] = 0;
        }
        counts[n - 1]++;
    }
    return n;
}
