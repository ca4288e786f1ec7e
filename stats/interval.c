#include "stats/interval.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

const char *
nz_interval_method_name(nz_interval_method_t method)
{
    static const char *const names[] = {
#define NZ_METHOD_NAME_(upper, lower, scores, text) #lower,
        NZ_INTERVAL_METHOD_LIST(NZ_METHOD_NAME_)
#undef NZ_METHOD_NAME_
    };
    return (unsigned) method < NZ_N_INTERVAL_METHODS ? names[method] : NULL;
}

const char *
nz_interval_method_text(nz_interval_method_t method)
{
    static const char *const texts[] = {
#define NZ_METHOD_TEXT_(upper, lower, scores, text) text,
        NZ_INTERVAL_METHOD_LIST(NZ_METHOD_TEXT_)
#undef NZ_METHOD_TEXT_
    };
    return (unsigned) method < NZ_N_INTERVAL_METHODS ? texts[method] : NULL;
}

bool
nz_interval_method_find(const char *name, nz_interval_method_t *method)
{
    for (int i = 0; i < NZ_N_INTERVAL_METHODS; i++) {
        if (strcmp(name, nz_interval_method_name((nz_interval_method_t) i)) == 0) {
            *method = (nz_interval_method_t) i;
            return true;
        }
    }
    return false;
}

bool
nz_interval_method_takes_scores(nz_interval_method_t method)
{
    static const bool takes_scores[] = {
#define NZ_METHOD_SCORES_(upper, lower, scores, text) scores,
        NZ_INTERVAL_METHOD_LIST(NZ_METHOD_SCORES_)
#undef NZ_METHOD_SCORES_
    };
    return (unsigned) method < NZ_N_INTERVAL_METHODS && takes_scores[method];
}

const char *
nz_interval_status_name(nz_interval_status_t status)
{
    switch (status) {
    case NZ_INTERVAL_OK:
        return "ok";
    case NZ_INTERVAL_DEGENERATE:
        return "degenerate";
    case NZ_INTERVAL_UNDEFINED:
        return "undefined";
    }
    return "unknown";
}

double
nz_level_complement(double level)
{
    const double difference = 1.0 - level; /* exact from .5 on */
    double power = 10.0;

    for (int digits = 1; digits <= 15; digits++, power *= 10.0) {
        const double decimal = round(difference * power) / power;
        if (fabs(decimal - difference) <= 0x1p-53) { /* all that a level can tell */
            return decimal;
        }
    }
    return difference;
}

nz_tails_t
nz_tails_two_sided(double level)
{
    const double tail = 0.5 * nz_level_complement(level);
    return (nz_tails_t){ tail, tail };
}

bool
nz_tails_are_valid(nz_tails_t tails)
{
    return tails.lower >= 0.0 && tails.upper >= 0.0 && tails.lower + tails.upper < 1.0;
}

nz_interval_t
nz_interval_on_scale(
    double lower, double upper, nz_tails_t tails, double least, double most)
{
    if (tails.upper == 0.0) {
        upper = tails.lower == 0.0 ? most : fmax(lower, most);
    }
    if (tails.lower == 0.0) {
        lower = fmin(upper, least);
    }
    return (nz_interval_t){ lower, upper,
        lower < upper ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE };
}
