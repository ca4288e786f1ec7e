#include "stats/falling.h"

#include "stats/interval.h"

#include <math.h>
#include <stdbool.h>

/* Slopes beyond are not a power's that one looks for. */
static const double steepest = -2.0, flattest = -0.2;

/* Secants that are not yet close make way for bisection. */
enum { secants_most = 20 };

nz_falling_t
nz_falling_init(double target, double slope)
{
    return (nz_falling_t){ target, slope, false, (double) NAN, (double) NAN };
}

double
nz_falling_next(nz_falling_t *self, uint64_t n, double value)
{
    const double log_n = log((double) n), log_value = log(value);
    const double run = log_n - self->log_n;

    if (!isfinite(log_value)) {
        return (double) NAN;
    }
    if (fabs(run) > 1e-4) { /* a short run has no digits */
        const double slope = (log_value - self->log_value) / run;
        self->slope = fmin(fmax(slope, steepest), flattest);
    }
    self->log_n = log_n;
    self->log_value = log_value;
    return exp(log_n + (log(self->target) - log_value) / self->slope);
}

uint64_t
nz_falling_within(double x, uint64_t least, uint64_t most)
{
    const double up = ceil(x);
    return !(up > (double) least) ? least : up < (double) most ? (uint64_t) up : most;
}

/* Below that relative difference values are the same. */
static const double resolution = 1e-12;

/* Whether n, which reaches the target, is the least to do so as far as can be told. */
static bool
is_least(const nz_falling_t *self, uint64_t n, double value)
{
    const double step = self->is_trusted ? -0.8 * self->slope / (double) n : 0.0;

    return value * (1.0 + fmax(step, resolution)) > self->target;
}

nz_status_t
nz_falling_seek(nz_falling_t *self, nz_falling_value_t *value, const void *context,
    uint64_t fails, double guess, uint64_t *n, double *reached)
{
    uint64_t passes = NZ_COUNT_MAX + 1;
    double value_passing = (double) NAN;
    uint64_t at = nz_falling_within(guess, fails + 1, NZ_COUNT_MAX);

    for (int i = 0;; i++) {
        double v = (double) NAN;
        nz_status_t status = value(context, at, &v);
        if (status != NZ_OK) {
            return status;
        }
        const bool is_enough = v <= self->target;
        if (is_enough) {
            passes = at;
            value_passing = v;
        } else {
            fails = at;
        }
        if (passes == fails + 1 || (is_enough && is_least(self, at, v))) {
            break;
        }
        double next = nz_falling_next(self, at, v);
        if (isnan(next) || i >= secants_most) {
            next = passes > NZ_COUNT_MAX ? 2.0 * (double) at
                                         : sqrt((double) fails * (double) passes);
        }
        at = nz_falling_within(next, fails + 1, passes - 1);
    }
    if (passes > NZ_COUNT_MAX) {
        return NZ_ERR_UNREACHABLE;
    }
    *n = passes;
    *reached = value_passing;
    return NZ_OK;
}
