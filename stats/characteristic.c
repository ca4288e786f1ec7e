#include "stats/characteristic.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Terms at first as many as there are above the negligible; if too much is left out,
 * more, while that costs no more than some hundred microseconds. */
enum { max_terms = 16384, more_terms = 512, more_times = 4, work_max = 400000 };

static const double negligible_nats = -21.0; /* terms: |phi|^n = 1e-9 */
static const double nothing_nats = -32.0;    /* 1e-14 */
static const double quiet_nats = -14.0;      /* what a longer step may hide */
static const double left_out_max = 1e-5, late_max = 1e-4;
static const double alias_nats = 21.0; /* 1e-9 */
static const double quantiles_sd = 6.0;

struct nz_characteristic {
    size_t max_scores, n_values;
    double *weights;              /* of the values that occur */
    double *half_re, *half_im;    /* exp(i x spacing/2), x its deviation from the mean */
    double *re, *im;              /* exp(i t x) */
    double *turn_re, *turn_im;    /* exp(i step x) */
    double *term_re, *term_im;    /* phi^n / (pi (k + 1/2)) */
    size_t n_terms;               /* 0 = nothing is set */
    double n, mean, sd, skewness; /* of one draw */
    double reach;                 /* farthest value from the mean */
    double spacing;
};

nz_status_t
nz_characteristic_create(size_t max_scores, nz_characteristic_t **out)
{
    if (out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (max_scores == 0 || max_scores > SIZE_MAX / sizeof(double)) {
        return NZ_ERR_DOMAIN;
    }
    nz_characteristic_t *self = calloc(1, sizeof(*self));
    if (self == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    double **const arrays[] = { &self->weights, &self->half_re, &self->half_im, &self->re,
        &self->im, &self->turn_re, &self->turn_im, &self->term_re, &self->term_im };
    for (size_t i = 0; i < sizeof(arrays) / sizeof(*arrays); i++) {
        *arrays[i] = calloc(i < 7 ? max_scores : max_terms, sizeof(double));
        if (*arrays[i] == NULL) {
            nz_characteristic_destroy(&self);
            return NZ_ERR_NO_MEMORY;
        }
    }
    self->max_scores = max_scores;
    *out = self;
    return NZ_OK;
}

void
nz_characteristic_destroy(nz_characteristic_t **self)
{
    if (self != NULL && *self != NULL) {
        free((*self)->weights);
        free((*self)->half_re);
        free((*self)->half_im);
        free((*self)->re);
        free((*self)->im);
        free((*self)->turn_re);
        free((*self)->turn_im);
        free((*self)->term_re);
        free((*self)->term_im);
        free(*self);
        *self = NULL;
    }
}

static void
describe(nz_characteristic_t *self, const double *weights, size_t n_scores)
{
    double mean = 0.0, m2 = 0.0, m3 = 0.0;

    for (size_t j = 0; j < n_scores; j++) {
        mean += weights[j] * (double) j;
    }
    self->n_values = 0;
    self->reach = 0.0;
    for (size_t j = 0; j < n_scores; j++) {
        const double d = (double) j - mean;
        if (weights[j] > 0.0) {
            self->weights[self->n_values] = weights[j];
            self->half_re[self->n_values++] = d;
            self->reach = fmax(self->reach, fabs(d));
            m2 += weights[j] * d * d;
            m3 += weights[j] * d * d * d;
        }
    }
    self->mean = mean;
    self->sd = sqrt(m2);
    self->skewness = m3 / (m2 * self->sd);
}

static void
start(nz_characteristic_t *self)
{
    const double a = self->reach * alias_nats / 3.0;
    const double sd = self->sd * sqrt(self->n); /* of Y */
    const double tail = a + sqrt(a * a + 2.0 * alias_nats * sd * sd);

    self->spacing = 2.0 * M_PI / (fmin(tail, self->n * self->reach) + quantiles_sd * sd);
    for (size_t j = 0; j < self->n_values; j++) {
        const double angle = 0.5 * self->spacing * self->half_re[j];
        self->half_re[j] = cos(angle);
        self->half_im[j] = sin(angle);
    }
}

/* Begin at half a spacing. */
static void
restart(nz_characteristic_t *self)
{
    for (size_t j = 0; j < self->n_values; j++) {
        const double re = self->half_re[j], im = self->half_im[j];
        self->re[j] = re;
        self->im[j] = im;
        self->turn_re[j] = re * re - im * im;
        self->turn_im[j] = 2.0 * re * im;
    }
}

/* phi where the values stand, which are turned to the next frequency. */
static void
look(nz_characteristic_t *self, double *re, double *im)
{
    double sum_re = 0.0, sum_im = 0.0;

    for (size_t j = 0; j < self->n_values; j++) {
        const double x = self->re[j], y = self->im[j];
        sum_re += self->weights[j] * x;
        sum_im += self->weights[j] * y;
        self->re[j] = x * self->turn_re[j] - y * self->turn_im[j];
        self->im[j] = x * self->turn_im[j] + y * self->turn_re[j];
    }
    *re = sum_re;
    *im = sum_im;
}

static void
double_step(nz_characteristic_t *self)
{
    for (size_t j = 0; j < self->n_values; j++) {
        const double re = self->turn_re[j], im = self->turn_im[j];
        self->turn_re[j] = re * re - im * im;
        self->turn_im[j] = 2.0 * re * im;
    }
}

/* The n-th power of a complex number. */
static void
take_power(double *re, double *im, unsigned n)
{
    double x = *re, y = *im;

    *re = 1.0;
    *im = 0.0;
    for (unsigned rest = n; rest > 0; rest /= 2) {
        if (rest % 2 == 1) {
            const double old = *re;
            *re = old * x - *im * y;
            *im = old * y + *im * x;
        }
        const double old = x;
        x = old * old - y * y;
        y = 2.0 * old * y;
    }
}

/* The terms, at least so many, up to the first that is negligible. If so many are asked
 * for and the later half still counts, the sum has atoms, and there is no end to it. */
static bool
collect_terms(nz_characteristic_t *self, size_t least)
{
    const double negligible = exp(2.0 * negligible_nats / self->n);
    const double nothing = exp(2.0 * nothing_nats / self->n);
    double late = 0.0;

    for (size_t k = 0; k < max_terms; k++) {
        double re, im;
        look(self, &re, &im);
        const double square = re * re + im * im;
        if (square < negligible && k >= least) {
            self->n_terms = k;
            return late <= late_max || least == 1;
        }
        if (square < nothing) {
            re = im = 0.0;
        } else {
            take_power(&re, &im, (unsigned) self->n);
        }
        const double share = 1.0 / (M_PI * ((double) k + 0.5));
        self->term_re[k] = re * share;
        self->term_im[k] = im * share;
        late += 2 * k > least ? hypot(re, im) * share : 0.0;
    }
    return false;
}

/* A bound of the sum of the terms left out. Each look answers for the frequencies around
 * it, the farthest of which is `radius` away. */
static double
left_out(nz_characteristic_t *self)
{
    const double end = NZ_CHARACTERISTIC_REACH / (self->sd * sqrt(self->n));
    const double quiet = sqrt(-expm1(2.0 * quiet_nats / self->n));
    double step = self->spacing, bound = 0.0;
    double at = ((double) self->n_terms + 1.5) * step, covered = at - step;

    while (covered < end && bound <= left_out_max) {
        double re, im;
        const double radius = at - covered;
        look(self, &re, &im);
        const double root = sqrt(fmax(1.0 - re * re - im * im, 0.0));
        const double low = fmax(root - self->sd * radius, 0.0);
        bound +=
            sqrt(gsl_pow_uint(1.0 - low * low, (unsigned) self->n)) * step / (M_PI * at);
        covered = at + 0.5 * step;
        at += step;
        if (root - self->sd * step >= quiet) {
            double_step(self);
            step *= 2.0;
        }
    }
    return bound;
}

bool
nz_characteristic_set(
    nz_characteristic_t *self, const double *weights, size_t n_scores, uint32_t n)
{
    self->n = n;
    describe(self, weights, n_scores);
    start(self);
    for (size_t least = 1; least <= max_terms && least * self->n_values <= work_max;
         least = least > 1 ? least * more_times : more_terms) {
        restart(self);
        if (collect_terms(self, least) && left_out(self) <= left_out_max) {
            return true;
        }
    }
    self->n_terms = 0;
    return false;
}

/* P(Y <= y) and the density there. */
static double
distribution(const nz_characteristic_t *self, double y, double *density)
{
    const double angle = 0.5 * self->spacing * y;
    double re = cos(angle), im = -sin(angle);
    const double turn_re = re * re - im * im, turn_im = 2.0 * re * im;
    double below = 0.0, slope = 0.0;

    for (size_t k = 0; k < self->n_terms; k++) {
        const double x = re;
        below += self->term_re[k] * im + self->term_im[k] * re;
        slope += ((double) k + 0.5) * (self->term_re[k] * re - self->term_im[k] * im);
        re = re * turn_re - im * turn_im;
        im = x * turn_im + im * turn_re;
    }
    *density = slope * self->spacing;
    return 0.5 - below;
}

double
nz_characteristic_below(const nz_characteristic_t *self, double y)
{
    double density;
    return distribution(self, y, &density);
}

nz_status_t
nz_characteristic_quantile(
    const nz_characteristic_t *self, double tail, bool upper, double *y)
{
    if (self == NULL || y == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(tail >= NZ_CHARACTERISTIC_TAIL_MIN && tail < 1.0) || self->n_terms == 0) {
        return NZ_ERR_DOMAIN;
    }
    const double below = upper ? 1.0 - tail : tail;
    const double z = upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail);
    const double sd = self->sd * sqrt(self->n);
    double low = -M_PI / self->spacing, high = -low;
    double at = sd * (z + self->skewness / sqrt(self->n) * (z * z - 1.0) / 6.0);

    for (int i = 0; i < 200; i++) { /* Newton's, kept between the ends by halving */
        double density;
        const double miss = distribution(self, at, &density) - below;
        *(miss > 0.0 ? &high : &low) = at;
        double next = at - miss / density;
        if (!(next > low && next < high)) {
            next = 0.5 * (low + high);
        }
        if (fabs(next - at) <= 1e-7 * sd) {
            *y = next;
            return NZ_OK;
        }
        at = next;
    }
    return NZ_ERR_NUMERIC;
}
