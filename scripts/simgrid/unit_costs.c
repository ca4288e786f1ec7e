#include "scripts/simgrid/unit_costs.h"

#include "stats/rng.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct pair {
    double cost_s, predicted_s;
    int octave; /* of the prediction */
    uint64_t i; /* as drawn */
} pair_t;

static double
read_variable(const char *name, double otherwise)
{
    const char *text = getenv(name);
    char *end = NULL;

    if (text == NULL || text[0] == '\0') {
        return otherwise;
    }
    const double value = strtod(text, &end);
    return *end == '\0' ? value : (double) NAN;
}

nz_status_t
nz_unit_law_get(nz_unit_law_t *law)
{
    const nz_unit_law_t read = {
        .mean_s = 1e-3 * read_variable("NZ_SIMULATED_UNIT_MS", (double) NAN),
        .spread = read_variable("NZ_SIMULATED_SPREAD", 0.0),
        .error = read_variable("NZ_SIMULATED_ERROR", 0.0),
    };

    if (!(read.mean_s > 0.0 && isfinite(read.mean_s) && read.spread >= 0.0
            && isfinite(read.spread) && read.error >= 0.0)) {
        return NZ_ERR_DOMAIN;
    }
    *law = read;
    return NZ_OK;
}

static nz_status_t
draw(const nz_unit_law_t *law, gsl_rng *rng, uint64_t i_unit, pair_t *out)
{
    const nz_stream_key_t key = { .purpose = NZ_PURPOSE_TEST_SET,
        .replicate = i_unit,
        .task = nz_rng_hash_text("cost of a simulated unit") };
    const nz_status_t status = nz_rng_set_stream(rng, &key);

    if (status == NZ_OK) {
        const double z = gsl_ran_gaussian_ziggurat(rng, 1.0);
        const double off = gsl_ran_gaussian_ziggurat(rng, 1.0);
        out->cost_s =
            law->mean_s * exp(law->spread * z - law->spread * law->spread / 2.0);
        out->predicted_s =
            isfinite(law->error) ? out->cost_s * exp(law->error * off) : law->mean_s;
        (void) frexp(out->predicted_s, &out->octave);
        out->i = i_unit;
    }
    return status;
}

static int
compare(const void *a, const void *b)
{
    const pair_t *p = a, *q = b;
    return p->octave != q->octave ? (p->octave < q->octave ? 1 : -1)
                                  : (p->i > q->i) - (p->i < q->i);
}

static nz_status_t
draw_all(const nz_unit_law_t *law, uint64_t n_units, pair_t *pairs)
{
    gsl_rng *rng = gsl_rng_alloc(nz_gsl_rng_pcg64());
    nz_status_t status = rng != NULL ? NZ_OK : NZ_ERR_NO_MEMORY;

    for (uint64_t i = 0; i < n_units && status == NZ_OK; i++) {
        status = draw(law, rng, i, &pairs[i]);
    }
    gsl_rng_free(rng);
    if (status == NZ_OK) {
        qsort(pairs, n_units, sizeof(*pairs), compare);
    }
    return status;
}

nz_status_t
nz_unit_costs_draw(const nz_unit_law_t *law, uint64_t n_units, nz_unit_costs_t *out)
{
    if (n_units == 0) {
        return NZ_ERR_DOMAIN;
    }
    nz_unit_costs_t fresh = { .n_units = n_units,
        .cost_s = calloc(n_units, sizeof(double)),
        .predicted_s = calloc(n_units, sizeof(double)) };
    pair_t *pairs = calloc(n_units, sizeof(*pairs));
    const bool has_room =
        fresh.cost_s != NULL && fresh.predicted_s != NULL && pairs != NULL;
    const nz_status_t status =
        has_room ? draw_all(law, n_units, pairs) : NZ_ERR_NO_MEMORY;

    for (uint64_t i = 0; i < n_units && status == NZ_OK; i++) {
        fresh.cost_s[i] = pairs[i].cost_s;
        fresh.predicted_s[i] = pairs[i].predicted_s;
    }
    free(pairs);
    if (status != NZ_OK) {
        nz_unit_costs_free(&fresh);
        return status;
    }
    *out = fresh;
    return NZ_OK;
}

void
nz_unit_costs_free(nz_unit_costs_t *self)
{
    free(self->cost_s);
    free(self->predicted_s);
    *self = (nz_unit_costs_t){ 0 };
}
