#include "sim/law.h"

#include <math.h>
#include <stddef.h>

nz_status_t
nz_law_loss(const nz_law_t *law, double parameters, double *loss)
{
    if (law == NULL || loss == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(law->c > 0.0 && isfinite(law->c)) || !(law->alpha < 0.0 && isfinite(law->alpha))
        || !(law->irreducible >= 0.0 && isfinite(law->irreducible))
        || !(parameters > 0.0 && isfinite(parameters))) {
        return NZ_ERR_DOMAIN;
    }
    *loss = pow(parameters / law->c, law->alpha) + law->irreducible;
    return NZ_OK;
}
