#include "stats/cluster_successes.h"

#include "stats/beta_binomial.h"
#include "stats/compensated_sum.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Below this a probability is kept as it is; above, the logarithm of P(0) apart, so that
 * powers of numbers close to 1 keep their digits. exp(300) squared is still a double. */
static const double log_scale_min = -300.0;

/* P(w + 1)/P(w). */
static double
next_ratio(double w, double size, double theta, double p)
{
    return (size - w) / (w + 1.0)
           * ((p + w * theta) / (1.0 - p + (size - w - 1.0) * theta));
}

static void
keep(nz_cluster_successes_t *self, uint64_t w, double term, double *beyond)
{
    if (w < self->n_terms) {
        self->terms[w] = term;
    } else {
        *beyond += term;
    }
}

/* The terms, and of those from r on the sum. */
static nz_status_t
fill_terms(nz_cluster_successes_t *self, uint64_t size, double correlation, double p,
    double *beyond)
{
    *beyond = 0.0;
    if (self->log_scale < 0.0) {
        const double theta = correlation / (1.0 - correlation);
        double term = 1.0;
        for (uint64_t w = 0; w <= size; w++) {
            keep(self, w, term, beyond);
            term *= next_ratio((double) w, (double) size, theta, p);
        }
        return NZ_OK;
    }
    double *pmf = malloc((size_t) (size + 1) * sizeof(*pmf));
    if (pmf == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = nz_beta_binomial_pmf(size, correlation, 1.0 - p, p, pmf);
    for (uint64_t w = 0; status == NZ_OK && w <= size; w++) {
        keep(self, w, pmf[w], beyond);
    }
    free(pmf);
    return status;
}

static void
fill_at_least(nz_cluster_successes_t *self, double beyond)
{
    const double scale = exp(self->log_scale);
    double sum = beyond * scale;

    for (size_t i = self->successes + 1; i-- > 0;) {
        if (i < self->n_terms) {
            sum += self->terms[i] * scale;
        }
        self->at_least[i] = fmin(sum, 1.0);
    }
}

static double
log_of_none(uint64_t size, double correlation, double p)
{
    const double theta = correlation / (1.0 - correlation);
    nz_compensated_sum_t sum = { 0 };

    for (uint64_t i = 0; i < size; i++) {
        nz_compensated_sum_add(&sum, log1p(-p / (1.0 + (double) i * theta)));
    }
    return nz_compensated_sum_value(&sum);
}

nz_status_t
nz_cluster_successes_init(nz_cluster_successes_t *self, uint64_t size, double correlation,
    double p, uint64_t successes)
{
    if (self == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    *self = (nz_cluster_successes_t){ 0 };
    if (size < 2 || size > NZ_CLUSTER_SUCCESSES_SIZE_MAX
        || !(correlation >= 0.0 && correlation < 1.0) || !(p > 0.0 && p < 1.0)
        || successes < 1 || successes > SIZE_MAX / 2 / sizeof(double)) {
        return NZ_ERR_DOMAIN;
    }
    double beyond;
    nz_status_t status = NZ_ERR_NO_MEMORY;

    self->log_zero = log_of_none(size, correlation, p);
    self->log_scale = self->log_zero < log_scale_min ? 0.0 : self->log_zero;
    self->successes = (size_t) successes;
    self->n_terms = (size_t) (successes <= size ? successes : size + 1);
    self->terms = malloc(self->n_terms * sizeof(double));
    self->at_least = malloc((self->successes + 1) * sizeof(double));
    self->work = malloc(2 * self->successes * sizeof(double));
    if (self->terms != NULL && self->at_least != NULL && self->work != NULL) {
        status = fill_terms(self, size, correlation, p, &beyond);
    }
    if (status == NZ_OK) {
        fill_at_least(self, beyond);
    } else {
        nz_cluster_successes_free(self);
    }
    return status;
}

void
nz_cluster_successes_free(nz_cluster_successes_t *self)
{
    if (self != NULL) {
        free(self->terms);
        free(self->at_least);
        free(self->work);
        *self = (nz_cluster_successes_t){ 0 };
    }
}

/* Coefficients of (1 + terms[1] z + ...)^c over a common factor that is taken out
 * whenever they grow; the early ones may then vanish, beside those that count. */
static double
missed_by_recurrence(const nz_cluster_successes_t *self, double n_clusters)
{
    static const int step_bits = 400;
    const double large = ldexp(1.0, step_bits);
    double *v = self->work, sum = 1.0, log_factor = 0.0;

    v[0] = 1.0;
    for (size_t j = 1; j < self->successes; j++) {
        const size_t top = j < self->n_terms ? j : self->n_terms - 1;
        double value = 0.0;
        for (size_t i = 1; i <= top; i++) {
            value += ((double) i * (n_clusters + 1.0) - (double) j) * self->terms[i]
                     * v[j - i];
        }
        v[j] = value / (double) j;
        sum += v[j];
        while (v[j] > large) {
            for (size_t i = 0; i <= j; i++) {
                v[i] /= large;
            }
            sum /= large;
            log_factor += step_bits * M_LN2;
        }
    }
    return exp(n_clusters * self->log_zero + log_factor + log(sum));
}

/* The successes of some clusters: P(j) = terms[j] exp(log_scale), j < n_terms <= r, those
 * up to r - 1 that are possible; at_least[i] = P(at least i + 1), i < r, or NULL. */
typedef struct total {
    double log_scale;
    double *terms, *at_least;
    size_t n_terms;
} total_t;

/* The coefficient of z^i of the square, whose terms come in pairs. */
static double
square_term(const total_t *self, size_t i)
{
    const double middle = i % 2 == 0 ? self->terms[i / 2] : 0.0;
    double sum = 0.0;

    for (size_t j = i < self->n_terms ? 0 : i - self->n_terms + 1; 2 * j < i; j++) {
        sum += self->terms[j] * self->terms[i - j];
    }
    return 2.0 * sum + middle * middle;
}

static double
product_term(const total_t *self, const total_t *other, size_t i)
{
    const size_t end = i < self->n_terms ? i + 1 : self->n_terms;
    double sum = 0.0;

    for (size_t j = i < other->n_terms ? 0 : i - other->n_terms + 1; j < end; j++) {
        sum += self->terms[j] * other->terms[i - j];
    }
    return sum;
}

/* self becomes the total of self and the other, which may be itself, from the last entry
 * down: none depends on later ones. */
static void
add_total(total_t *self, const total_t *other, size_t r)
{
    const size_t possible = self->n_terms + other->n_terms - 1;
    const size_t n_terms = possible < r ? possible : r;
    const double scale = exp(self->log_scale);
    const double log_scale = self->log_scale + other->log_scale;

    for (size_t i = r; self->at_least != NULL && i-- > 0;) {
        const size_t end = i < self->n_terms ? i + 1 : self->n_terms;
        double sum = 0.0;
        for (size_t j = 0; j < end; j++) {
            sum += self->terms[j] * other->at_least[i - j];
        }
        self->at_least[i] += scale * sum;
    }
    const bool is_scaled = log_scale < log_scale_min;
    const double factor = is_scaled ? exp(log_scale) : 1.0;
    for (size_t i = n_terms; i-- > 0;) {
        self->terms[i] =
            self == other ? square_term(self, i) : product_term(self, other, i);
    }
    for (size_t i = 0; is_scaled && i < n_terms; i++) {
        self->terms[i] *= factor;
    }
    self->log_scale = is_scaled ? 0.0 : log_scale;
    self->n_terms = n_terms;
}

/* The total of n clusters, from the binary digits of n; into self->work. */
static total_t
raise(const nz_cluster_successes_t *self, uint64_t n_clusters, bool with_at_least)
{
    const size_t r = self->successes;
    const total_t one = { self->log_scale, self->terms, self->at_least + 1,
        self->n_terms };
    total_t all = { self->log_scale, self->work, with_at_least ? self->work + r : NULL,
        self->n_terms };
    int digits = 0;

    memcpy(all.terms, self->terms, self->n_terms * sizeof(double));
    if (with_at_least) {
        memcpy(all.at_least, self->at_least + 1, r * sizeof(double));
    }
    while (n_clusters >> digits > 1) {
        digits++;
    }
    while (digits-- > 0) {
        add_total(&all, &all, r);
        if (n_clusters >> digits & 1) {
            add_total(&all, &one, r);
        }
    }
    return all;
}

double
nz_cluster_successes_missed(const nz_cluster_successes_t *self, uint64_t n_clusters)
{
    double sum = 0.0;

    if (n_clusters + 1 >= self->successes && self->log_scale < 0.0) {
        return fmin(missed_by_recurrence(self, (double) n_clusters), 1.0);
    }
    const total_t total = raise(self, n_clusters, false);
    for (size_t j = 0; j < total.n_terms; j++) {
        sum += total.terms[j];
    }
    return fmin(sum * exp(total.log_scale), 1.0);
}

double
nz_cluster_successes_seen(const nz_cluster_successes_t *self, uint64_t n_clusters)
{
    return fmin(raise(self, n_clusters, true).at_least[self->successes - 1], 1.0);
}
