#include "stats/unpaired_power.h"

#include "stats/binomial.h"
#include "stats/binomial_mean.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Terms below it are left out. */
static const double negligible = 1e-22;

nz_unpaired_t
nz_unpaired_power_init(double first, double second, double z)
{
    const double low = fmin(first, second), high = fmax(first, second);

    if (low + high > 1.0) { /* successes and failures change places */
        return (nz_unpaired_t){ 1.0 - high, 1.0 - low, z };
    }
    return (nz_unpaired_t){ low, high, z };
}

double
nz_unpaired_power_terms(const nz_unpaired_t *self, uint64_t n)
{
    const nz_binomial_range_t first = nz_binomial_mean_range(n, self->p1);
    const nz_binomial_range_t second = nz_binomial_mean_range(n, self->p2);

    return (double) (first.last - first.first + second.last - second.first) + 2.0;
}

/* Where the test ends, for the side on which the inner count is the larger one. */
typedef struct region {
    double size; /* b */
    double z2;   /* z^2 */
} region_t;

static bool
rejects(const region_t *self, double outer, double inner)
{
    const double difference = inner - outer, sum = inner + outer;
    return 2.0 * self->size * difference * difference
           >= self->z2 * sum * (2.0 * self->size - sum);
}

/* The difference > 0 at which equality holds: of (2b + z^2) d^2 - 2 z^2 (b - 2x) d = 4
 * z^2 x (b - x). */
static double
critical_difference(const region_t *self, double outer)
{
    const double a = 2.0 * self->size + self->z2;
    const double h = self->z2 * (self->size - 2.0 * outer);
    const double c = 4.0 * self->z2 * outer * (self->size - outer);
    const double root = sqrt(h * h + a * c);

    return h >= 0.0 ? (h + root) / a : c / (root - h);
}

/* The least inner count that is rejected. */
static double
critical_count(const region_t *self, double outer)
{
    double count = outer + fmax(floor(critical_difference(self, outer)), 1.0);

    while (!rejects(self, outer, count)) {
        count += 1.0;
    }
    while (count - 1.0 > outer && rejects(self, outer, count - 1.0)) {
        count -= 1.0;
    }
    return count;
}

/* Whether the inner count can reach its critical one. */
static bool
can_reject(const region_t *self, uint64_t n, double inner, uint64_t x)
{
    const double critical = critical_count(self, (double) x);

    return critical <= (double) n
           && (critical <= (double) n * inner
               || nz_binomial_pmf((uint64_t) critical, n, inner) >= negligible);
}

/* The last count of the range that can; false if none can. */
static bool
last_count(const region_t *self, uint64_t n, double inner, nz_binomial_range_t *range)
{
    uint64_t beyond = range->last + 1;

    if (can_reject(self, n, inner, range->last)) {
        return true;
    }
    range->last = range->first;
    if (!can_reject(self, n, inner, range->first)) {
        return false;
    }
    while (beyond - range->last > 1) {
        const uint64_t middle = range->last + (beyond - range->last) / 2;
        if (can_reject(self, n, inner, middle)) {
            range->last = middle;
        } else {
            beyond = middle;
        }
    }
    return true;
}

/* P(the inner count is at least the critical one of the outer count). From the largest
 * outer count, where the tail is smallest, down: the tail only grows, so that nothing
 * cancels. */
static nz_status_t
one_side(const region_t *self, uint64_t n, double outer, double inner, double *power)
{
    const double trials = (double) n, outer_odds = (1.0 - outer) / outer;
    const double inner_odds = (1.0 - inner) / inner;
    nz_binomial_range_t range = nz_binomial_mean_range(n, outer);

    *power = 0.0;
    if (inner == 0.0 || !last_count(self, n, inner, &range)) {
        return NZ_OK;
    }
    double x = (double) range.last, critical = critical_count(self, x);
    const uint64_t first_critical = (uint64_t) critical;
    double weight = nz_binomial_pmf(range.last, n, outer), tail = 0.0, sum = 0.0;
    double next = nz_binomial_pmf(first_critical, n, inner);
    nz_status_t status =
        nz_binomial_tails(first_critical - 1, n, inner, NULL, &tail); /* critical >= 1 */
    if (status != NZ_OK) {
        return status;
    }
    for (;;) {
        sum += weight * tail;
        if (x <= (double) range.first) {
            break;
        }
        weight *= x / (trials - x + 1.0) * outer_odds;
        x -= 1.0;
        while (critical - 1.0 > x && rejects(self, x, critical - 1.0)) {
            next *= critical / (trials - critical + 1.0) * inner_odds;
            critical -= 1.0;
            tail += next;
        }
    }
    *power = sum;
    return NZ_OK;
}

nz_status_t
nz_unpaired_power_at(const nz_unpaired_t *self, uint64_t n, uint64_t b, double *power)
{
    const region_t region = { (double) b, self->z * self->z };
    double second = 0.0, first = 0.0;
    nz_status_t status = one_side(&region, n, self->p1, self->p2, &second);

    if (status == NZ_OK) {
        status = one_side(&region, n, self->p2, self->p1, &first);
    }
    if (status == NZ_OK) {
        *power = fmin(second + first, 1.0);
    }
    return status;
}

typedef struct smooth {
    region_t region;
    double inner, raise;
} smooth_t;

static nz_status_t
smooth_tail(const void *context, double x, double *value)
{
    const smooth_t *self = context;
    const double critical = x + critical_difference(&self->region, x) + self->raise;

    return nz_binomial_mean_tail(critical, self->region.size, self->inner, value);
}

nz_status_t
nz_unpaired_power_smooth(
    const nz_unpaired_t *self, uint64_t n, double raise, double *power)
{
    const smooth_t smooth = { { (double) n, self->z * self->z }, self->p2, raise };
    const double inner_sd = sqrt((double) n * self->p2 * (1.0 - self->p2));

    return nz_binomial_mean(
        n, self->p1, fmax(inner_sd, 1.0), smooth_tail, &smooth, power);
}

double
nz_unpaired_power_curvature(const nz_unpaired_t *self, uint64_t n)
{
    const double a1 = 2.0 * self->p1 * nz_binomial_mean_largest(n, self->p1);
    const double a2 = 2.0 * self->p2 * nz_binomial_mean_largest(n, self->p2);
    const double b1 = 2.0 * self->p1 * nz_binomial_mean_largest(n / 2, self->p1);
    const double b2 = 2.0 * self->p2 * nz_binomial_mean_largest(n / 2, self->p2);

    return 0.5 * (b1 * b1 + 2.0 * a1 * a2 + b2 * b2);
}
