#include "stats/score_sum.h"

#include "stats/binomial.h"
#include "stats/characteristic.h"
#include "stats/convolution.h"
#include "stats/interval.h"
#include "stats/saddlepoint.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_real.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* Convolutions up to the first length are always made; beyond the second, never. Between
 * them the cost, up to .3 s, is paid only where the saddlepoint would be wrong. */
static const size_t cheap_length = 512, longest_length = 1048576;

/* The resamples of fewer items come in lumps; of more, the series loses digits. */
static const uint64_t series_items_min = 20, series_items_max = 100000000;

struct nz_score_sum {
    size_t max_scores;
    uint64_t *counts; /* of the reduced scores 0..top, (score - offset)/span */
    double *weights;  /* counts / n_items */
    double *pmf;      /* convolution; before it, the characteristic function */
    size_t pmf_capacity;
    uint64_t n_items, offset, span;
    size_t n_scores; /* top + 1 */
    double mean, variance;
    nz_score_sum_engine_t engine;
    size_t length;
    int64_t first;
    nz_characteristic_t *series; /* NULL until needed */
};

/* Points of the circle at which the characteristic function phi is looked at. */
static size_t
n_frequencies(size_t n_scores)
{
    size_t n = 16;
    while (n < 8 * n_scores) {
        n *= 2;
    }
    return n;
}

nz_status_t
nz_score_sum_create(size_t max_scores, nz_score_sum_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores == 0 || max_scores > SIZE_MAX / 16 / sizeof(double)) {
        return NZ_ERR_DOMAIN;
    }
    nz_score_sum_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->max_scores = max_scores;
    self->counts = calloc(max_scores, sizeof(*self->counts));
    self->weights = calloc(max_scores, sizeof(*self->weights));
    self->pmf_capacity = GSL_MAX(cheap_length, n_frequencies(max_scores));
    self->pmf = calloc(self->pmf_capacity, sizeof(*self->pmf));
    if (self->counts == NULL || self->weights == NULL || self->pmf == NULL) {
        nz_score_sum_destroy(&self);
        return NZ_ERR_NO_MEMORY;
    }
    *out = self;
    return NZ_OK;
}

void
nz_score_sum_destroy(nz_score_sum_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->counts);
        free((*self)->weights);
        free((*self)->pmf);
        nz_characteristic_destroy(&(*self)->series);
        free(*self);
        *self = NULL;
    }
}

nz_score_sum_engine_t
nz_score_sum_engine(const nz_score_sum_t *self)
{
    return self->engine;
}

/* Move the scores that occur to 0..top by an offset and a common divisor. */
static void
reduce(nz_score_sum_t *self, const nz_scores_t *scores)
{
    size_t least = 0, most = scores->n_scores - 1;
    uint64_t span = 0;

    while (scores->counts[least] == 0) {
        least++;
    }
    while (scores->counts[most] == 0) {
        most--;
    }
    for (size_t j = least; j <= most; j++) {
        for (uint64_t a = scores->counts[j] > 0 ? j - least : 0; a != 0;) { /* Euclid */
            const uint64_t rest = span % a;
            span = a;
            a = rest;
        }
    }
    self->n_items = scores->n_items;
    self->offset = least;
    self->span = span > 0 ? span : 1;
    self->n_scores = (most - least) / self->span + 1;
    for (size_t j = 0; j < self->n_scores; j++) {
        self->counts[j] = scores->counts[least + j * self->span];
    }
}

/* Weights, mean and variance of one draw. */
static void
describe(nz_score_sum_t *self)
{
    self->mean = self->variance = 0.0;
    for (size_t j = 0; j < self->n_scores; j++) {
        self->weights[j] = (double) self->counts[j] / (double) self->n_items;
        self->mean += self->weights[j] * (double) j;
    }
    for (size_t j = 0; j < self->n_scores; j++) {
        self->variance += self->weights[j] * gsl_pow_2((double) j - self->mean);
    }
}

/* True if the lattice is so coarse or lumpy that the saddlepoint approximation, which is
 * smooth, would not do: if |phi|^n is not below exp(-8) everywhere beyond the main lobe,
 * as it is not at 2 pi/g where most scores are multiples of g. The second derivative of
 * 1 - |phi|^2 is at most 2 variance, so that no peak hides between two frequencies. Asked
 * only where the convolution is long, so that the deviation of the total is some steps.
 */
static bool
needs_exact(nz_score_sum_t *self)
{
    const size_t size = n_frequencies(self->n_scores);
    const double n = (double) self->n_items;
    const double spacing = 2.0 * M_PI / (double) size;
    const double lobe = sqrt(32.0 / (n * self->variance)); /* exp(-16) if normal */
    const double enough = 16.0 / n + self->variance * gsl_pow_2(spacing / 2.0);

    for (size_t j = 0; j < size; j++) {
        self->pmf[j] = j < self->n_scores ? self->weights[j] : 0.0;
    }
    if (gsl_fft_real_radix2_transform(self->pmf, 1, size) != GSL_SUCCESS) {
        return true;
    }
    for (size_t k = (size_t) ceil(lobe / spacing); k <= size / 2; k++) {
        const double im = k < size / 2 ? self->pmf[size - k] : 0.0;
        if (1.0 - gsl_pow_2(self->pmf[k]) - im * im < enough) {
            return true;
        }
    }
    return false;
}

static nz_status_t
prepare_convolution(nz_score_sum_t *self, size_t length)
{
    if (length > self->pmf_capacity) {
        double *pmf = realloc(self->pmf, length * sizeof(*pmf));
        if (pmf == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->pmf = pmf;
        self->pmf_capacity = length;
    }
    self->length = length;
    return nz_convolution_pmf(
        self->counts, self->n_scores, self->n_items, length, self->pmf, &self->first);
}

/* Try the series; leaves the engine as it is if it will not do. */
static nz_status_t
prepare_series(nz_score_sum_t *self)
{
    if (self->n_items < series_items_min || self->n_items > series_items_max) {
        return NZ_OK;
    }
    if (self->series == NULL) {
        nz_status_t status = nz_characteristic_create(self->max_scores, &self->series);
        if (status != NZ_OK) {
            return status;
        }
    }
    if (nz_characteristic_set(
            self->series, self->weights, self->n_scores, (uint32_t) self->n_items)) {
        self->engine = NZ_SCORE_SUM_SERIES;
    }
    return NZ_OK;
}

bool
nz_scores_are_valid(const nz_scores_t *scores)
{
    uint64_t sum = 0;

    if (scores->n_scores == 0 || scores->n_items == 0
        || scores->n_items > NZ_COUNT_MAX / GSL_MAX(scores->n_scores - 1, 1)) {
        return false;
    }
    for (size_t j = 0; j < scores->n_scores; j++) {
        if (scores->counts[j] > scores->n_items - sum) {
            return false;
        }
        sum += scores->counts[j];
    }
    return sum == scores->n_items;
}

nz_status_t
nz_score_sum_set(
    nz_score_sum_t *self, const nz_scores_t *scores, nz_score_sum_choice_t choice)
{
    if (self == NULL || scores == NULL || scores->counts == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (scores->n_scores > self->max_scores || !nz_scores_are_valid(scores)) {
        return NZ_ERR_DOMAIN;
    }
    reduce(self, scores);
    describe(self);
    if (self->n_scores == 1) {
        self->engine = NZ_SCORE_SUM_CONSTANT;
        return NZ_OK;
    }
    if (self->n_scores == 2
        && (choice == NZ_SCORE_SUM_AUTO || choice == NZ_SCORE_SUM_ROUNDED)) {
        self->engine = NZ_SCORE_SUM_BINOMIAL;
        return NZ_OK;
    }
    self->engine = NZ_SCORE_SUM_SADDLEPOINT;
    if (choice == NZ_SCORE_SUM_ROUNDED) {
        nz_status_t status = prepare_series(self);
        if (status != NZ_OK || self->engine == NZ_SCORE_SUM_SERIES) {
            return status;
        }
    }
    const bool forced = choice == NZ_SCORE_SUM_FORCE_CONVOLUTION;
    const size_t length =
        choice == NZ_SCORE_SUM_FORCE_SADDLEPOINT
            ? 0
            : nz_convolution_length((double) self->n_items, (double) (self->n_scores - 1),
                self->variance, forced ? 4 * longest_length : longest_length);
    if (length == 0 || (!forced && length > cheap_length && !needs_exact(self))) {
        return NZ_OK;
    }
    self->engine = NZ_SCORE_SUM_CONVOLUTION;
    return prepare_convolution(self, length);
}

/* Rounding of the transform, and of a tie. */
static const double convolution_error = 1e-13;

static nz_status_t
quantile_by_convolution(
    const nz_score_sum_t *self, double tail, bool upper, double *reduced)
{
    double sum = 0.0;

    if (upper) { /* smallest t with P(S > t) <= tail: walk down while the rest still fits
                  */
        size_t i = self->length;
        while (i > 1 && sum + self->pmf[i - 1] <= tail + convolution_error) {
            sum += self->pmf[--i];
        }
        *reduced = (double) self->first + (double) i - 1.0;
    } else {
        size_t i = 0;
        sum = self->pmf[0];
        while (i + 1 < self->length && sum < tail - convolution_error) {
            sum += self->pmf[++i];
        }
        *reduced = (double) self->first + (double) i;
    }
    return NZ_OK;
}

static nz_status_t
quantile_by_saddlepoint(
    const nz_score_sum_t *self, double tail, bool upper, double *reduced)
{
    const double n = (double) self->n_items;
    const double z = upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail);
    const size_t end = upper ? self->n_scores - 1 : 0;
    double deviation;

    if (n * log(self->weights[end]) >= log(tail)) { /* the end alone carries the tail */
        *reduced = n * (double) end;
        return NZ_OK;
    }
    nz_status_t status =
        nz_saddlepoint_quantile(self->weights, self->n_scores, n, z, &deviation);
    if (status == NZ_OK) {
        *reduced = ceil(n * self->mean + deviation - 0.5);
    }
    return status;
}

static nz_status_t
quantile_by_series(const nz_score_sum_t *self, double tail, bool upper, double *reduced)
{
    double deviation;

    if (tail < NZ_CHARACTERISTIC_TAIL_MIN) {
        return quantile_by_saddlepoint(self, tail, upper, reduced);
    }
    nz_status_t status =
        nz_characteristic_quantile(self->series, tail, upper, &deviation);
    if (status == NZ_OK) {
        *reduced = ceil((double) self->n_items * self->mean + deviation - 0.5);
    }
    return status;
}

nz_status_t
nz_score_sum_quantile(nz_score_sum_t *self, double tail, bool upper, uint64_t *total)
{
    if (self == NULL || total == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail > 0.0 && tail < 1.0) || self->n_scores == 0) {
        return NZ_ERR_DOMAIN;
    }
    const double most = (double) self->n_items * (double) (self->n_scores - 1);
    double reduced = 0.0;
    uint64_t count = 0;
    nz_status_t status = NZ_OK;

    switch (self->engine) {
    case NZ_SCORE_SUM_CONSTANT:
        break;
    case NZ_SCORE_SUM_BINOMIAL:
        status =
            nz_binomial_quantile(tail, upper, self->n_items, self->weights[1], &count);
        reduced = (double) count;
        break;
    case NZ_SCORE_SUM_CONVOLUTION:
        status = quantile_by_convolution(self, tail, upper, &reduced);
        break;
    case NZ_SCORE_SUM_SADDLEPOINT:
        status = quantile_by_saddlepoint(self, tail, upper, &reduced);
        break;
    case NZ_SCORE_SUM_SERIES:
        status = quantile_by_series(self, tail, upper, &reduced);
        break;
    }
    if (status == NZ_OK) {
        reduced = fmin(fmax(reduced, 0.0), most);
        *total = self->n_items * self->offset + self->span * (uint64_t) reduced;
    }
    return status;
}

/* Sixth of the skewness of the total. */
static double
skewness_sixth(const nz_score_sum_t *self)
{
    double third = 0.0;

    for (size_t j = 0; j < self->n_scores; j++) {
        third += self->weights[j] * gsl_pow_3((double) j - self->mean);
    }
    const double deviation = sqrt(self->variance);
    return third / gsl_pow_3(deviation) / (6.0 * sqrt((double) self->n_items));
}

static double
median_bias_by_convolution(const nz_score_sum_t *self)
{
    uint64_t observed = 0;
    double below = 0.0;

    for (size_t j = 1; j < self->n_scores; j++) {
        observed += j * self->counts[j];
    }
    const size_t at = (size_t) ((int64_t) observed - self->first);
    for (size_t i = 0; i < at; i++) {
        below += self->pmf[i];
    }
    return gsl_cdf_ugaussian_Pinv(below + 0.5 * self->pmf[at]);
}

nz_status_t
nz_score_sum_median_bias(nz_score_sum_t *self, double *z0)
{
    if (self == NULL || z0 == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (self->n_scores == 0) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = NZ_OK;
    double above = 0.0, found = 0.0;

    switch (self->engine) {
    case NZ_SCORE_SUM_CONSTANT:
        break;
    case NZ_SCORE_SUM_BINOMIAL:
        status = nz_binomial_tails(
            self->counts[1], self->n_items, self->weights[1], NULL, &above);
        found = gsl_cdf_ugaussian_Qinv(
            above
            + 0.5 * nz_binomial_pmf(self->counts[1], self->n_items, self->weights[1]));
        break;
    case NZ_SCORE_SUM_CONVOLUTION:
        found = median_bias_by_convolution(self);
        break;
    case NZ_SCORE_SUM_SADDLEPOINT:
        found = skewness_sixth(self);
        break;
    case NZ_SCORE_SUM_SERIES:
        found = gsl_cdf_ugaussian_Pinv(0.5
                                       * (nz_characteristic_below(self->series, -0.5)
                                           + nz_characteristic_below(self->series, 0.5)));
        break;
    }
    if (status == NZ_OK) {
        *z0 = found;
    }
    return status;
}
