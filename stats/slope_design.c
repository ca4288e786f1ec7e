#include "stats/slope_design.h"

#include "stats/interval.h"

#include <math.h>
#include <stdbool.h>

/* Of one trial, exp(eta) = u >= 0 apart from what nothing avoids. */
static double
information_at(double log_right, double u)
{
    return u > 0.0 && isfinite(u) ? exp(log_right) * u * u / -expm1(log_right) : 0.0;
}

/* exp(eta), or NaN. Rounding may take it below 0. */
static double
above_offset(double log_right, double offset)
{
    return log_right <= 0.0 && offset >= 0.0 ? -log_right - offset : (double) NAN;
}

double
nz_slope_design_information(double accuracy, double offset)
{
    if (!(accuracy >= 0.0 && accuracy <= 1.0 && offset >= 0.0)) {
        return (double) NAN;
    }
    const double u = -log(accuracy) - offset;
    return u > 0.0 && isfinite(u) ? accuracy * u * u / (1.0 - accuracy) : 0.0;
}

double
nz_slope_design_token_information(double log_p, double tokens, double offset)
{
    const double u = above_offset(log_p, offset / tokens);

    return tokens >= 1.0 && !isnan(u) ? tokens * information_at(log_p, u) : (double) NAN;
}

double
nz_slope_design_exchange_rate(double log_p, double tokens)
{
    const double loss = -log_p, all = tokens * loss;

    if (!(loss >= 0.0) || !(tokens >= 1.0)) {
        return (double) NAN;
    }
    if (tokens == 1.0 || loss == 0.0) {
        return 1.0;
    }
    return all < 700.0 ? expm1(all) / (tokens * expm1(loss))
                       : exp((tokens - 1.0) * loss - log(tokens)) / -expm1(-loss);
}

/* A model's trials: how many, and derivatives by eta of pi and of its logit. */
typedef struct trial {
    double n, right, information;
    double pi_1, pi_2, pi_3, logit_1, logit_2;
} trial_t;

static trial_t
trial_of(const nz_slope_point_t *point, double items)
{
    const double u = above_offset(point->log_right, point->offset);
    const double pi = exp(point->log_right);
    const double rho = u * pi / -expm1(point->log_right);
    const double logit_1 = u / expm1(point->log_right);

    return (trial_t){
        .n = items * point->trials,
        .right = pi,
        .information = information_at(point->log_right, u),
        .pi_1 = -u * pi,
        .pi_2 = (u - 1.0) * u * pi,
        .pi_3 = -(1.0 - (3.0 - u) * u) * u * pi,
        .logit_1 = logit_1,
        .logit_2 = logit_1 * (1.0 - rho),
    };
}

/* A design: points and the items of each, all the same if items is NULL. */
typedef struct design {
    const nz_slope_point_t *points;
    size_t n_points;
    const double *items;
    double alike;
} design_t;

static double
items_of(const design_t *design, size_t i)
{
    return design->items != NULL ? design->items[i] : design->alike;
}

/* Information of all items of a model. */
static double
weight_of(const design_t *design, size_t i)
{
    const nz_slope_point_t *point = &design->points[i];

    return items_of(design, i) * point->trials
           * information_at(
               point->log_right, above_offset(point->log_right, point->offset));
}

/* Weighted mean of x, as its distance from the x of most weight: so the deviation of a
 * point that outweighs all others keeps its digits. Sums of weights and of weighted
 * squares about it. */
typedef struct spread {
    double heaviest, mean, weight, squares;
} spread_t;

static double
deviation(const spread_t *spread, const nz_slope_point_t *point)
{
    return (point->x - spread->heaviest) - spread->mean;
}

static spread_t
spread_of(const design_t *design)
{
    spread_t self = { 0 };
    double most = 0.0, sum = 0.0;

    for (size_t i = 0; i < design->n_points; i++) {
        const double weight = weight_of(design, i);
        self.heaviest = weight > most ? design->points[i].x : self.heaviest;
        most = fmax(most, weight);
        self.weight += weight;
    }
    for (size_t i = 0; i < design->n_points; i++) {
        sum += weight_of(design, i) * (design->points[i].x - self.heaviest);
    }
    self.mean = self.weight > 0.0 ? sum / self.weight : 0.0;
    for (size_t i = 0; i < design->n_points; i++) {
        const double away = deviation(&self, &design->points[i]);
        self.squares += weight_of(design, i) * away * away;
    }
    return self;
}

/* A symmetric matrix of two parameters, level and slope, scaled so that the information
 * is the unit matrix. */
typedef struct matrix {
    double level, both, slope;
} matrix_t;

static void
add_square(matrix_t *sum, double factor, double level, double slope)
{
    sum->level += factor * level * level;
    sum->both += factor * level * slope;
    sum->slope += factor * slope * slope;
}

/* Trace of the product. */
static double
product(const matrix_t *a, const matrix_t *b)
{
    return a->level * b->level + 2.0 * a->both * b->both + a->slope * b->slope;
}

/* Sums over the models that make up the term of order 1/n^2. With the shares of right
 * trials as p = pi + e, the slope is g(p), and its variance to that order, k2 and k3 the
 * cumulants of the independent e,
 *   sum g_i^2 k2_i + sum g_i g_ii k3_i + sum sum (g_ij^2/2 + g_i g_ijj) k2_i k2_j.
 * The derivatives of g follow from that of the likelihood being 0; sorted by what they
 * share, the double sums are products of sums. The observed derivatives of the
 * log-likelihood by eta are n (e logit_m - bend_m), m = 1, 2, 3, bend_1 = 0, bend_2 the
 * information. */
typedef struct sums {
    matrix_t noise; /* of observed information with the score */
    matrix_t bend;  /* third derivatives */
    matrix_t skew;  /* third cumulants with bend */
    double curvature[2], drift[2];
    double squares, rest;
} sums_t;

static void
add_trial(sums_t *sums, const trial_t *t, double level, double slope)
{
    const double leverage = level * level + slope * slope, n = t->n * slope;
    const double bend = -(2.0 * t->pi_1 * t->logit_2 + t->pi_2 * t->logit_1);
    const double skewed = t->information * (1.0 - 2.0 * t->right);
    const double spread = t->pi_1 / t->logit_1; /* pi (1 - pi) */
    const double curvature = n * slope * (t->pi_1 * t->logit_2 + bend);
    const double drift = -t->n * t->pi_2 * t->logit_1 * leverage;

    add_square(&sums->noise, n * t->pi_1 * t->logit_2, level, slope);
    add_square(&sums->bend, n * bend, level, slope);
    add_square(&sums->skew, n * skewed * t->logit_1, level, slope);
    sums->curvature[0] += curvature * level;
    sums->curvature[1] += curvature * slope;
    sums->drift[0] += drift * level;
    sums->drift[1] += drift * slope;
    sums->squares += n * slope * spread * t->logit_2 * t->logit_2 * leverage;
    sums->rest +=
        n * slope * leverage
        * (2.0 * skewed * t->logit_2 - 3.0 * t->pi_2 * t->logit_2 - t->pi_3 * t->logit_1);
}

/* The share of the variance that is of order 1/n^2. */
static double
share_of(const design_t *design, const spread_t *spread)
{
    sums_t s = { 0 };

    for (size_t i = 0; i < design->n_points; i++) {
        const nz_slope_point_t *point = &design->points[i];
        if (weight_of(design, i) > 0.0) {
            const trial_t trial = trial_of(point, items_of(design, i));
            add_trial(&s, &trial, 1.0 / sqrt(spread->weight),
                deviation(spread, point) / sqrt(spread->squares));
        }
    }
    return s.rest + 3.0 * s.squares + s.curvature[0] * s.drift[0]
           + s.curvature[1] * s.drift[1] + product(&s.skew, &s.bend)
           + 3.0 * product(&s.noise, &s.noise) + 8.0 * product(&s.noise, &s.bend)
           + 2.5 * product(&s.bend, &s.bend);
}

static bool
points_are_valid(const nz_slope_point_t *points, size_t n_points)
{
    for (size_t i = 0; i < n_points; i++) {
        const nz_slope_point_t *point = &points[i];
        if (!isfinite(point->x) || !(point->log_right <= 0.0) || !(point->offset >= 0.0)
            || !isfinite(point->offset) || !(point->trials > 0.0)
            || !isfinite(point->trials)) {
            return false;
        }
    }
    return true;
}

/* Asymptotic variance and share. If fewer than two sizes tell anything, the share is not
 * a number. */
static void
variance_of(const design_t *design, double *variance, double *share)
{
    const spread_t spread = spread_of(design);

    *variance = 1.0 / spread.squares;
    *share = share_of(design, &spread);
}

static nz_status_t
error_of(const design_t *design, double *error)
{
    double variance = 0.0, share = 0.0;

    variance_of(design, &variance, &share);
    if (!(share <= NZ_SLOPE_DESIGN_SHARE_MAX)) {
        return NZ_ERR_UNREACHABLE;
    }
    *error = sqrt(variance / (1.0 - share));
    return NZ_OK;
}

nz_status_t
nz_slope_design_error(
    const nz_slope_point_t *points, size_t n_points, const double *items, double *error)
{
    if (points == NULL || items == NULL || error == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!points_are_valid(points, n_points)) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_points; i++) {
        if (!(items[i] >= 0.0) || !isfinite(items[i])) {
            return NZ_ERR_DOMAIN;
        }
    }
    return error_of(&(design_t){ points, n_points, items, 0.0 }, error);
}

static bool
is_enough(design_t *design, double n, double error)
{
    double achieved = 0.0;

    design->alike = n;
    return error_of(design, &achieved) == NZ_OK && achieved <= error;
}

nz_status_t
nz_slope_design_trials(
    const nz_slope_point_t *points, size_t n_points, double error, uint64_t *n)
{
    enum { ROUNDING = 64 }; /* steps that rounding may be away */
    const double most = (double) NZ_COUNT_MAX;
    design_t design = { points, n_points, NULL, 1.0 };
    double variance = 0.0, share = 0.0;

    if (points == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!points_are_valid(points, n_points) || !(error > 0.0)) {
        return NZ_ERR_DOMAIN;
    }
    variance_of(&design, &variance, &share);
    double least = fmax(
        ceil(fmax(variance / (error * error) + share, share / NZ_SLOPE_DESIGN_SHARE_MAX)),
        1.0);
    for (int i = 0; i < ROUNDING && !is_enough(&design, least, error); i++) {
        least++;
    }
    for (int i = 0; i < ROUNDING && least > 1.0 && is_enough(&design, least - 1.0, error);
         i++) {
        least--;
    }
    if (!(least <= most) || !is_enough(&design, least, error)) {
        return NZ_ERR_UNREACHABLE;
    }
    *n = (uint64_t) least;
    return NZ_OK;
}

/* Whole items that an amount pays for, but for rounding. */
static double
whole_items(double amount, double cost)
{
    return fmin(fmax(floor(amount / cost), 0.0), (double) NZ_COUNT_MAX);
}

/* The best division so far: two models and their items. */
typedef struct division {
    size_t models[2];
    double items[2], error;
} division_t;

/* The first of two models gets n items, the other what that leaves. Without items of both
 * there is no standard error. */
static void
try_items(const nz_slope_point_t pair[2], const size_t models[2], double budget, double n,
    division_t *best)
{
    const double spent = n * pair[0].cost;
    double items[2] = { n, whole_items(budget - spent, pair[1].cost) };
    double error = 0.0;

    if (spent + items[1] * pair[1].cost > budget) {
        items[1]--;
    }
    if (error_of(&(design_t){ pair, 2, items, 0.0 }, &error) == NZ_OK
        && error < best->error) {
        *best = (division_t){ { models[0], models[1] }, { items[0], items[1] }, error };
    }
}

/* The best items of model i with model j. Two models are enough: the variance is least
 * where the ray of the parameter wanted, (0, 1), leaves the convex hull of the points
 * +-sqrt(w_i/c_i) (1, x_i) of the plane (Elfving), and a point of the edge of a polygon
 * is a mean of two corners. */
static void
try_pair(
    const nz_slope_point_t *points, size_t i, size_t j, double budget, division_t *best)
{
    const nz_slope_point_t pair[2] = { points[i], points[j] };
    const size_t models[2] = { i, j };
    const design_t single = { pair, 2, NULL, 1.0 };
    double hardness[2];

    for (size_t k = 0; k < 2; k++) {
        hardness[k] = sqrt(pair[k].cost / weight_of(&single, k));
    }
    const double amount = budget / (1.0 + hardness[1] / hardness[0]);
    const double n = whole_items(amount, pair[0].cost);
    try_items(pair, models, budget, n, best);
    try_items(pair, models, budget, n + 1.0, best);
}

nz_status_t
nz_slope_design_divide(const nz_slope_point_t *points, size_t n_points, double budget,
    double *items, double *error)
{
    division_t best = { .error = (double) INFINITY };

    if (points == NULL || items == NULL || error == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!points_are_valid(points, n_points) || !(budget > 0.0) || !isfinite(budget)) {
        return NZ_ERR_DOMAIN;
    }
    for (size_t i = 0; i < n_points; i++) {
        if (!(points[i].cost > 0.0) || !isfinite(points[i].cost)) {
            return NZ_ERR_DOMAIN;
        }
    }
    for (size_t i = 0; i < n_points; i++) {
        for (size_t j = 0; j < n_points; j++) {
            if (i != j) {
                try_pair(points, i, j, budget, &best);
            }
        }
    }
    if (!isfinite(best.error)) {
        return NZ_ERR_UNREACHABLE;
    }
    for (size_t i = 0; i < n_points; i++) {
        items[i] = i == best.models[0]   ? best.items[0]
                   : i == best.models[1] ? best.items[1]
                                         : 0.0;
    }
    *error = best.error;
    return NZ_OK;
}
