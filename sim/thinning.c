#include "sim/thinning.h"

nz_thinning_t
nz_thinning(size_t n_models, uint64_t stride)
{
    const size_t last = n_models - 1;

    if (stride > last) {
        return (nz_thinning_t){ last, 1, 1 };
    }
    return (nz_thinning_t){ last % (size_t) stride, (size_t) stride,
        1 + last / (size_t) stride };
}

void
nz_thinning_take(const nz_thinning_t *self, const double *all, double *kept)
{
    for (size_t i = 0; i < self->n; i++) {
        kept[i] = all[self->first + i * self->stride];
    }
}
