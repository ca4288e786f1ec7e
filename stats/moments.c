#include "stats/moments.h"

#include <math.h>

void
nz_moments_push(nz_moments_t *self, double value)
{
    const nz_moments_t one = { .n = 1, .mean = value };
    nz_moments_merge(self, &one);
}

void
nz_moments_merge(nz_moments_t *self, const nz_moments_t *other)
{
    if (other->n == 0) {
        return;
    }
    if (self->n == 0) {
        *self = *other;
        return;
    }
    const double na = (double) self->n, nb = (double) other->n, n = na + nb;
    const double d = other->mean - self->mean;
    const double dn = d / n;
    const nz_moments_t a = *self, b = *other;

    self->n += b.n;
    self->mean += nb * dn;
    self->m2 = a.m2 + b.m2 + na * nb * d * dn;
    self->m3 = a.m3 + b.m3 + na * nb * (na - nb) * d * dn * dn
               + 3.0 * dn * (na * b.m2 - nb * a.m2);
    self->m4 = a.m4 + b.m4 + na * nb * (na * na - na * nb + nb * nb) * d * dn * dn * dn
               + 6.0 * dn * dn * (na * na * b.m2 + nb * nb * a.m2)
               + 4.0 * dn * (na * b.m3 - nb * a.m3);
}

double
nz_moments_sd(const nz_moments_t *self)
{
    return self->n < 2 ? (double) NAN : sqrt(self->m2 / (double) (self->n - 1));
}
