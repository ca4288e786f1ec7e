#include "stats/least_count.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct point {
    double count, excess;
} point_t;

/* Where the line through two points crosses 0; from one alone, a step as large,
 * relative to the count, as its excess. */
static double
crossing(const point_t *last, const point_t *before)
{
    const double slope = (last->excess - before->excess) / (last->count - before->count);
    if (slope < 0.0 && isfinite(slope)) {
        return ceil(last->count - last->excess / slope);
    }
    return last->count * (1.0 + fmin(fmax(last->excess, -0.5), 1.0));
}

nz_status_t
nz_least_count(nz_least_count_excess_t excess, void *context, uint64_t below,
    uint64_t most, double guess, uint64_t *count)
{
    static const int quick = 12;
    uint64_t low = below, high = most + 1; /* beyond all, as if it reached the goal */
    point_t last = { (double) NAN, (double) NAN }, before = last;
    double next = guess;

    for (int i = 0; high - low > 1; i++) {
        if (i >= quick) {
            next = high > most ? 2.0 * (double) low + 1.0
                               : (double) (low + (high - low) / 2);
        }
        const uint64_t at = next <= (double) (low + 1) ? low + 1
                            : !(next < (double) high)  ? high - 1
                                                       : (uint64_t) next;
        before = last;
        last.count = (double) at;
        nz_status_t status = excess(context, at, &last.excess);
        if (status != NZ_OK) {
            return status;
        }
        *(last.excess <= 0.0 ? &high : &low) = at;
        next = crossing(&last, &before);
    }
    if (high > most) {
        return NZ_ERR_UNREACHABLE;
    }
    *count = high;
    return NZ_OK;
}
