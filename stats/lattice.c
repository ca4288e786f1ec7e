#include "stats/lattice.h"

#include <math.h>

/* Euclid's algorithm on lengths that are known to `tolerance`. */
static double
common_length(double a, double b, double tolerance)
{
    while (b > tolerance) {
        const double rest = fabs(remainder(a, b));
        a = b;
        b = rest;
    }
    return a;
}

size_t
nz_lattice_score(const nz_lattice_t *self, double value)
{
    return (size_t) llround((value - self->base) / self->step);
}

bool
nz_lattice_find(const double *values, size_t n, size_t max_scores, nz_lattice_t *out)
{
    if (n < 2 || !(values[n - 1] > values[0])) {
        return false;
    }
    const double range = values[n - 1] - values[0];
    const double most = (double) (max_scores - 1);
    double step = range;

    for (size_t i = 1; i < n; i++) { /* far above the rounding, far below a step */
        step = common_length(step, values[i] - values[0], 1e-7 * range);
        if (step * (most + 0.5) < range) {
            return false;
        }
    }
    const double steps = round(range / step);
    const nz_lattice_t lattice = { values[0], range / steps, (size_t) steps + 1 };
    for (size_t i = 0; i < n; i++) {
        const double j = (double) nz_lattice_score(&lattice, values[i]);
        if (fabs(values[i] - values[0] - j * lattice.step) > 1e-9 * range) {
            return false;
        }
    }
    *out = lattice;
    return true;
}
