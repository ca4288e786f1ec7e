#include "stats/convolution.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_halfcomplex.h>
#include <gsl/gsl_fft_real.h>
#include <math.h>

size_t
nz_convolution_length(double n, double max_score, double variance, size_t limit)
{
    /* P(|S - mean| >= t) <= 2 exp(-t^2 / (2 (n variance + max_score t / 3))) = 1e-15 */
    const double nats = log(2e15);
    const double a = max_score * nats / 3.0;
    const double t = a + sqrt(a * a + 2.0 * nats * n * variance);
    const double need = fmin(2.0 * ceil(t) + 2.0, n * max_score + 1.0);
    size_t length = 2;

    while ((double) length < need && length <= limit) {
        length *= 2;
    }
    return length <= limit ? length : 0;
}

/* Frequencies damped below exp(-45) carry nothing. */
static const double negligible_nats = -45.0;

/* n log(1 + (re + i im)/n), exponentiated: the n-th power of one frequency. */
static void
power_of_frequency(double n, double *re, double *im)
{
    const double x = *re / n, y = *im / n;
    const double t = 2.0 * x + x * x + y * y; /* |1 + (re + i im)/n|^2 - 1 >= its log */

    if (!(0.5 * n * t > negligible_nats)) {
        *re = *im = 0.0;
        return;
    }
    const double log_modulus = 0.5 * n * log1p(t);
    const double modulus = exp(log_modulus), angle = n * atan2(y, 1.0 + x);
    *re = modulus * cos(angle);
    *im = modulus * sin(angle);
}

nz_status_t
nz_convolution_pmf(const uint64_t *counts, size_t n_scores, uint64_t n_items,
    size_t length, double *pmf, int64_t *first)
{
    const double n = (double) n_items;
    size_t mode = 0;
    double total = 0.0;

    for (size_t j = 0; j < n_scores; j++) {
        mode = counts[j] > counts[mode] ? j : mode;
    }
    /* Scores relative to the mode; the mode itself holds minus the rest, so that the
     * transform is n (phi - 1), small where phi is near 1. */
    for (size_t i = 0; i < length; i++) {
        pmf[i] = 0.0;
    }
    for (size_t j = 0; j < n_scores; j++) {
        const double count = (double) counts[j];
        const size_t at = j >= mode ? j - mode : length - (mode - j);
        if (j != mode) {
            pmf[at] += count;
            pmf[0] -= count;
            total += count * ((double) j - (double) mode);
        }
    }
    if (gsl_fft_real_radix2_transform(pmf, 1, length) != GSL_SUCCESS) {
        return NZ_ERR_NUMERIC;
    }
    double none = 0.0;
    power_of_frequency(n, &pmf[0], &none);
    none = 0.0;
    power_of_frequency(n, &pmf[length / 2], &none);
    for (size_t i = 1; i < length / 2; i++) {
        power_of_frequency(n, &pmf[i], &pmf[length - i]);
    }
    if (gsl_fft_halfcomplex_radix2_inverse(pmf, 1, length) != GSL_SUCCESS) {
        return NZ_ERR_NUMERIC;
    }
    /* The window is centred on the mean, but stays within the possible totals. */
    const int64_t size = (int64_t) length;
    const int64_t least = -(int64_t) (n_items * mode);
    const int64_t most = (int64_t) (n_items * (n_scores - 1 - mode));
    int64_t start = (int64_t) llround(total) - size / 2;
    start = start + size - 1 > most ? most - size + 1 : start;
    start = start < least ? least : start;
    const size_t shift = (size_t) ((start % size + size) % size);

    /* Rotate so that pmf[0] belongs to `start`; three reversals, in place. */
    const size_t bounds[3][2] = { { 0, shift }, { shift, length }, { 0, length } };
    for (int k = 0; k < 3; k++) {
        for (size_t i = bounds[k][0], j = bounds[k][1]; i + 1 < j; i++, j--) {
            const double swap = pmf[i];
            pmf[i] = pmf[j - 1];
            pmf[j - 1] = swap;
        }
    }
    *first = start + (int64_t) (n_items * mode);
    return NZ_OK;
}
