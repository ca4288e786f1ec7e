#include "stats/studentized_part.h"

#include "stats/exp_minus_line.h"

#include <math.h>
#include <stdbool.h>

/* Items tilted by exp(p e + q e^2), e = (x - mean)/sd: the cumulant generating function
 * of (e, e^2) and its derivatives. */
typedef struct tilt {
    double p, q;
    double k;             /* log of the mean of exp(p e + q e^2) */
    double a, b;          /* means of e and e^2 */
    double k11, k12, k22; /* their variances and covariance */
} tilt_t;

/* A point of the walk along the likeliest resamples. */
typedef struct point {
    tilt_t
        tilt; /* a, b and p, q are about the centre of all items, known ones included */
    double rate; /* I of the header */
    double t, r_star;
} point_t;

/* m[0] is log M, m[1..4] the means of e^1..e^4. */
static void
set_cumulants(tilt_t *self, const double *m)
{
    self->k = m[0];
    self->a = m[1];
    self->b = m[2];
    self->k11 = m[2] - m[1] * m[1];
    self->k12 = m[3] - m[1] * m[2];
    self->k22 = m[4] - m[2] * m[2];
}

/* Where the tilt is small, as it is for many items, what cancels in p a + q b - k is
 * taken out of the sums: the mean of e is 0 and that of e^2 is 1. */
static void
tilt_near_mean(const nz_item_values_t *items, tilt_t *self)
{
    const double per_item = 1.0 / (double) items->n_items, per_sd = 1.0 / items->sd;
    double m[5] = { 0.0, 0.0, 0.0, 0.0, 0.0 };

    for (size_t i = 0; i < items->n_values; i++) {
        const double w = per_item * (double) nz_item_values_count(items, i);
        const double e = (items->values[i] - items->mean) * per_sd;
        const double x = e * (self->p + self->q * e);
        const double h = nz_exp_minus_line(x);
        const double second = w * e * e * (1.0 + x + h);
        m[0] += w * h;
        m[1] += w * e * (x + h);
        m[2] += second;
        m[3] += second * e;
        m[4] += second * e * e;
    }
    const double excess = self->q + m[0];
    for (int k = 1; k < 5; k++) {
        m[k] /= 1.0 + excess;
    }
    m[0] = log1p(excess);
    set_cumulants(self, m);
}

static void
tilt_far(const nz_item_values_t *items, tilt_t *self)
{
    const double per_item = 1.0 / (double) items->n_items, per_sd = 1.0 / items->sd;
    double m[5] = { 0.0, 0.0, 0.0, 0.0, 0.0 }, largest = -HUGE_VAL;

    for (size_t i = 0; i < items->n_values; i++) {
        const double e = (items->values[i] - items->mean) * per_sd;
        largest = fmax(largest, e * (self->p + self->q * e));
    }
    for (size_t i = 0; i < items->n_values; i++) {
        const double e = (items->values[i] - items->mean) * per_sd;
        const double w = per_item * (double) nz_item_values_count(items, i)
                         * exp(e * (self->p + self->q * e) - largest);
        m[0] += w;
        m[1] += w * e;
        m[2] += w * e * e;
        m[3] += w * e * e * e;
        m[4] += w * e * e * e * e;
    }
    for (int k = 1; k < 5; k++) {
        m[k] /= m[0];
    }
    m[0] = log(m[0]) + largest;
    set_cumulants(self, m);
}

static void
set_tilt(const nz_item_values_t *items, double p, double q, tilt_t *self)
{
    const double farthest = fmax(items->mean - items->values[0],
                                items->values[items->n_values - 1] - items->mean)
                            / items->sd;
    const double peak = q < 0.0 ? p * p / (-4.0 * q) : HUGE_VAL;

    self->p = p;
    self->q = q;
    if (fabs(q) < 0.3 && fmin(fabs(p) * farthest, peak) < 30.0) {
        tilt_near_mean(items, self);
    } else {
        tilt_far(items, self);
    }
}

/* The part's sums in units of its own sd and draws: e is moved by `shift` to the centre,
 * and the known items add `a` and `b`. */
typedef struct frame {
    double shift, a, b;
} frame_t;

static frame_t
frame_of(const nz_studentized_part_t *self)
{
    const double sd = self->items->sd;
    const double shift = (self->items->mean - self->centre) / sd;

    return (frame_t){ shift, shift + self->sum1 / (self->n_draws * sd),
        shift * shift + self->sum2 / (self->n_draws * sd * sd) };
}

/* The tilt (p, q) is meant about the centre; about the mean it is (p + 2 q shift, q), and
 * it is there that I does not cancel. */
static void
set_point(const nz_studentized_part_t *self, double p, double q, point_t *at)
{
    const frame_t frame = frame_of(self);
    const double c = frame.shift;
    tilt_t *tilt = &at->tilt;

    set_tilt(self->items, p + 2.0 * q * c, q, tilt);
    at->rate = tilt->p * tilt->a + tilt->q * tilt->b - tilt->k;
    tilt->p = p;
    tilt->b += frame.b + 2.0 * c * tilt->a;
    tilt->a += frame.a;
    tilt->k22 += 4.0 * c * (tilt->k12 + c * tilt->k11);
    tilt->k12 += 2.0 * c * tilt->k11;
}

/* Of the points (a, b) with one value of t* the likeliest has its tilt normal to their
 * curve: q = -p slope/2 with slope = a/b. These points are found by p + slope, each
 * counted from the centre of the part, which grows with t* where either of the two may
 * turn back. The slope's share of that sum starts from a guess. */
static void
find_likeliest(const nz_studentized_part_t *self, double sum, double *share, point_t *at)
{
    const frame_t frame = frame_of(self);
    const double slope_at_centre = frame.a / (1.0 + frame.b);
    const tilt_t *tilt = &at->tilt;
    double low = 0.0, high = 1.0;

    for (int i = 0; i < 60; i++) {
        const double slope = slope_at_centre + *share * sum, p = (1.0 - *share) * sum;
        set_point(self, p, -0.5 * p * slope, at);
        const double miss = tilt->a - slope * tilt->b;
        if (fabs(miss) <= 1e-8 * fabs(sum) * tilt->b) {
            return;
        }
        *((sum > 0.0 ? miss > 0.0 : miss < 0.0) ? &low : &high) = *share;
        const double dq = 0.5 * (slope - p);
        const double derivative =
            tilt->k12 * dq - tilt->k11 - tilt->b - slope * (tilt->k22 * dq - tilt->k12);
        *share -= miss / (derivative * sum);
        if (!(*share > low && *share < high)) {
            *share = 0.5 * (low + high);
        }
    }
}

/* Nearer to the centre the difference of r* and r is rounding. */
static const double smallest_r = 1e-3;

static void
move_to(const nz_studentized_part_t *self, double sum, double *share, point_t *at)
{
    find_likeliest(self, sum, share, at);

    const tilt_t *tilt = &at->tilt;
    const double root_n = sqrt(self->n_draws), slope = tilt->a / tilt->b;
    const double r = copysign(sqrt(2.0 * self->n_draws * fmax(at->rate, 0.0)), tilt->p);
    const double det = tilt->k11 * tilt->k22 - tilt->k12 * tilt->k12;
    const double spread = tilt->k11 - slope * tilt->k12 + 0.25 * slope * slope * tilt->k22
                          - 0.25 * det * tilt->p * slope / tilt->b;

    at->t = root_n * tilt->a
            / sqrt(tilt->b - self->n_draws / self->n_items * tilt->a * tilt->a);
    at->r_star = r
                 + (fabs(r) < smallest_r ? self->correction
                                         : log(root_n * sqrt(spread) * tilt->p / r) / r);
}

void
nz_studentized_part_init(nz_studentized_part_t *self)
{
    /* r* - r is smooth at the centre, where its formula is 0/0: the mean of both sides.
     */
    double sum = 0.0;
    for (int side = -1; side < 2; side += 2) {
        const double step = 0.02 * side / sqrt(self->n_draws);
        double share = 0.5;
        point_t at;
        self->correction = 0.0;
        move_to(self, step, &share, &at);
        const double r = copysign(sqrt(2.0 * self->n_draws * fmax(at.rate, 0.0)), step);
        sum += at.r_star - r;
    }
    self->correction = isfinite(sum) ? 0.5 * sum : 0.0;
}

void
nz_studentized_part_init_all(nz_studentized_part_t *self, const nz_item_values_t *items)
{
    const double n = (double) items->n_items;

    /* This mean of both sides is known. */
    *self = (nz_studentized_part_t){ items, n, n, items->mean, 0.0, 0.0,
        items->skewness / (6.0 * sqrt(n)) };
}

/* Walk to where r* or t reaches its target, from the centre outwards, by secants. */
static bool
walk(const nz_studentized_part_t *self, bool by_t, double target, point_t *found)
{
    const double root_n = sqrt(self->n_draws);
    const frame_t frame = frame_of(self);
    const double b = 1.0 + frame.b;
    const double t_at_centre =
        root_n * frame.a / sqrt(b - self->n_draws / self->n_items * frame.a * frame.a);
    double x_before = 0.0;
    double miss_before = (by_t ? t_at_centre : self->correction) - target;
    double low = miss_before < 0.0 ? 0.0 : -HUGE_VAL;
    double high = miss_before < 0.0 ? HUGE_VAL : 0.0;
    double x = copysign(2.0 * fmin(fabs(miss_before), 2.0) / root_n, -miss_before);
    double share = 0.5, best = HUGE_VAL;

    for (int i = 0; i < 100 && best > 1e-9 && high - low > 1e-8 * fabs(x); i++) {
        point_t at;
        move_to(self, x, &share, &at);
        const double miss = (by_t ? at.t : at.r_star) - target;
        const bool usable = isfinite(at.r_star) && isfinite(at.t);
        if (usable && fabs(miss) < best) {
            best = fabs(miss);
            *found = at;
        }
        /* Where the items run out there is no r*. */
        *((usable ? miss > 0.0 : x > 0.0) ? &high : &low) = x;
        if (by_t && usable && fabs(at.r_star) > 9.0 && at.r_star * miss < 0.0) {
            break; /* surely not, or surely, below the target */
        }
        const double slope = (miss - miss_before) / (x - x_before);
        const double reach = 2.0 * fabs(x) + 1.0 / root_n;
        double next = x - miss / slope;
        if (!(usable && next > low && next < high)) {
            next = isfinite(low) && isfinite(high) ? 0.5 * (low + high)
                                                   : x + copysign(reach, x);
        }
        x_before = x;
        miss_before = miss;
        x = fmin(fmax(next, x - reach), x + reach);
    }
    return isfinite(best);
}

nz_status_t
nz_studentized_part_quantile(const nz_studentized_part_t *self, double z, double *t)
{
    point_t found;

    if (self == NULL || t == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!isfinite(z)) {
        return NZ_ERR_DOMAIN;
    }
    if (!walk(self, false, z, &found)) {
        return NZ_ERR_NUMERIC;
    }
    *t = found.t;
    return NZ_OK;
}

nz_status_t
nz_studentized_part_z(const nz_studentized_part_t *self, double t, double *z)
{
    point_t found;

    if (self == NULL || z == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!isfinite(t)) {
        return NZ_ERR_DOMAIN;
    }
    if (!walk(self, true, t, &found)) {
        return NZ_ERR_NUMERIC;
    }
    const bool reached = fabs(found.t - t) <= 1e-6 * (1.0 + fabs(t));
    *z = reached || fabs(found.r_star) > 9.0 ? found.r_star : copysign(9.0, t - found.t);
    return NZ_OK;
}
