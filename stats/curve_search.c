#include "stats/curve_search.h"

#include "stats/line_matrix.h"

#include <math.h>
#include <stdlib.h>

/* Beyond, exp(eta) and its square would leave the range of a double. */
static const double eta_max = 300.0;

static int
compare_sizes(const void *a, const void *b)
{
    const double x = ((const nz_curve_size_t *) a)->x;
    const double y = ((const nz_curve_size_t *) b)->x;
    return (x > y) - (x < y);
}

static double
score_at(const nz_curve_search_t *self, double eta)
{
    const nz_curve_t *curve = self->curve;
    double derivative;
    return curve->mean(curve->context, exp(eta) + curve->irreducible, &derivative);
}

static double
clip(const nz_curve_search_t *self, double y, double margin)
{
    const double low = fmin(self->end[0], self->end[1]) + margin;
    const double high = fmax(self->end[0], self->end[1]) - margin;
    return fmin(fmax(y, low), high);
}

/* Add `next` to `size`; what they differ by goes to `within`. */
static void
join(nz_curve_size_t *size, const nz_curve_size_t *next, double *within)
{
    const double sum = size->weight + next->weight, share = next->weight / sum;
    const double apart = next->y - size->y;

    *within += size->weight * share * apart * apart;
    size->x += share * (next->x - size->x);
    size->y += share * apart;
    size->weight = sum;
}

/* One for each size, of the points that are sorted by it. */
static void
merge_sizes(nz_curve_search_t *self)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n_sizes; i++) {
        if (n > 0 && self->sizes[n - 1].x == self->sizes[i].x) {
            join(&self->sizes[n - 1], &self->sizes[i], &self->within);
        } else {
            self->sizes[n++] = self->sizes[i];
        }
    }
    self->n_sizes = n;
}

static void
set_coarse(nz_curve_search_t *self)
{
    const size_t n = self->n_sizes;
    double unused = 0.0;

    self->n_coarse = n < NZ_CURVE_SEARCH_COARSE ? n : NZ_CURVE_SEARCH_COARSE;
    for (size_t i = 0, j = 0; i < self->n_coarse; i++) {
        const size_t end = (i + 1) * n / self->n_coarse;
        self->coarse[i] = self->sizes[j++];
        for (; j < end; j++) {
            join(&self->coarse[i], &self->sizes[j], &unused);
        }
    }
}

/* Where the mean is y, to some digits. */
static double
eta_at(const nz_curve_search_t *self, double y)
{
    enum { HALVINGS = 14 };
    const double far = 64.0;
    double from = -far, to = far;

    for (int i = 0; i < HALVINGS; i++) {
        const double middle = 0.5 * (from + to);
        const bool is_below = score_at(self, middle) < y;
        *(is_below == (self->end[1] > self->end[0]) ? &from : &to) = middle;
    }
    return 0.5 * (from + to);
}

/* Where searches start. */
static void
set_etas(nz_curve_search_t *self)
{
    const double part = 1e-3;
    double low = (double) INFINITY, high = -(double) INFINITY, sum = 0.0, sum_y = 0.0;

    for (size_t i = 0; i < self->n_coarse; i++) {
        const double y = clip(self, self->coarse[i].y, 0.0);
        low = fmin(low, y);
        high = fmax(high, y);
        sum += self->coarse[i].weight;
        sum_y += self->coarse[i].weight * y;
    }
    const double margin = part * (high - low);
    for (size_t i = 0; i < self->n_coarse; i++) {
        self->coarse[i].eta = eta_at(self, clip(self, self->coarse[i].y, margin));
    }
    self->flat_eta = eta_at(self, clip(self, sum_y / sum, margin));
}

static void
set_steps(nz_curve_search_t *self)
{
    for (int i_end = 0; i_end < NZ_CURVE_N_ENDS; i_end++) {
        double before = 0.0, after = 0.0;
        for (size_t i = 0; i < self->n_sizes; i++) {
            nz_curve_size_t *up = &self->sizes[i];
            nz_curve_size_t *down = &self->sizes[self->n_sizes - 1 - i];
            const double up_apart = up->y - self->end[i_end];
            const double down_apart = down->y - self->end[i_end];
            up->before[i_end] = before;
            down->after[i_end] = after;
            before += up->weight * up_apart * up_apart;
            after += down->weight * down_apart * down_apart;
        }
    }
}

static nz_status_t
set_ends(nz_curve_search_t *self)
{
    const nz_curve_t *curve = self->curve;

    if (!(curve->irreducible >= 0.0)) {
        return NZ_ERR_DOMAIN;
    }
    self->end[NZ_CURVE_END_NONE] = score_at(self, -(double) INFINITY);
    self->end[NZ_CURVE_END_ALL] = score_at(self, (double) INFINITY);
    return isfinite(self->end[NZ_CURVE_END_NONE])
                   && fabs(self->end[NZ_CURVE_END_ALL] - self->end[NZ_CURVE_END_NONE])
                          > 0.0
               ? NZ_OK
               : NZ_ERR_DOMAIN;
}

nz_status_t
nz_curve_search_init(nz_curve_search_t *self, const nz_curve_point_t *points,
    size_t n_points, const nz_curve_t *curve)
{
    double sum = 0.0, sum_x = 0.0;

    self->curve = curve;
    nz_status_t status = set_ends(self);
    for (size_t i = 0; i < n_points && status == NZ_OK; i++) {
        if (!isfinite(points[i].x) || !isfinite(points[i].y) || !(points[i].weight > 0.0)
            || !isfinite(points[i].weight)) {
            status = NZ_ERR_DOMAIN;
        }
    }
    if (status != NZ_OK || n_points == 0) {
        return status;
    }
    self->sizes = calloc(n_points, sizeof(*self->sizes));
    if (self->sizes == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->n_sizes = n_points;
    for (size_t i = 0; i < n_points; i++) {
        const nz_curve_point_t *point = &points[i];
        self->sizes[i].x = point->x;
        self->sizes[i].y = point->y;
        self->sizes[i].weight = point->weight;
        sum += point->weight;
        sum_x += point->weight * (point->x - points[0].x);
        self->scale += point->weight * point->y * point->y;
    }
    self->centre = points[0].x + sum_x / sum;
    qsort(self->sizes, self->n_sizes, sizeof(*self->sizes), compare_sizes);
    merge_sizes(self);
    set_coarse(self);
    set_etas(self);
    set_steps(self);
    return NZ_OK;
}

void
nz_curve_search_free(nz_curve_search_t *self)
{
    free(self->sizes);
    *self = (nz_curve_search_t){ 0 };
}

static double
eta_of(const nz_curve_search_t *self, nz_curve_line_t line, double x)
{
    return fmin(fmax(line.level + line.slope * (x - self->centre), -eta_max), eta_max);
}

nz_curve_sums_t
nz_curve_search_sums(const nz_curve_search_t *self, nz_curve_line_t line)
{
    const nz_curve_t *curve = self->curve;
    nz_curve_sums_t sums = { .squares = self->within };

    for (size_t i = 0; i < self->n_sizes; i++) {
        const nz_curve_size_t *size = &self->sizes[i];
        const double x = size->x - self->centre, w = size->weight;
        const double u = exp(eta_of(self, line, size->x)), loss = u + curve->irreducible;
        double slopes[2];
        const double rest = size->y - curve->slopes(curve->context, loss, slopes);
        const double first = slopes[0] * u, second = slopes[1] * u * u + first;
        const double information = w * first * first;
        const double gradient = -w * rest * first;
        const double hessian = information - w * rest * second;

        sums.squares += w * rest * rest;
        sums.gradient[0] += gradient;
        sums.gradient[1] += gradient * x;
        sums.hessian[0] += hessian;
        sums.hessian[1] += hessian * x;
        sums.hessian[2] += hessian * x * x;
        sums.information[0] += information;
        sums.information[1] += information * x;
        sums.information[2] += information * x * x;
    }
    return sums;
}

double
nz_curve_search_squares(const nz_curve_search_t *self, nz_curve_line_t line)
{
    double squares = 0.0;

    for (size_t i = 0; i < self->n_coarse; i++) {
        const nz_curve_size_t *size = &self->coarse[i];
        const double rest = size->y - score_at(self, eta_of(self, line, size->x));
        squares += size->weight * rest * rest;
    }
    return squares;
}

/* Where the matrix times the step is minus the gradient; false if there is no such step.
 */
static bool
solve(const double matrix[3], const double gradient[2], double step[2])
{
    const double down[2] = { -gradient[0], -gradient[1] };

    return nz_line_matrix_solve(matrix, down, step) && isfinite(step[0])
           && isfinite(step[1]);
}

/* Newton's step; elsewhere that of Marquardt. */
static bool
find_step(const nz_curve_sums_t *sums, double step[2], bool *is_newton)
{
    const double damping = 1e-2;
    const double *i = sums->information;
    const double damped[3] = { i[0] * (1.0 + damping), i[1], i[2] * (1.0 + damping) };

    *is_newton = solve(sums->hessian, sums->gradient, step);
    return *is_newton || solve(damped, sums->gradient, step);
}

double
nz_curve_search_reach(const nz_curve_search_t *self, const double step[2])
{
    const double least = self->sizes[0].x, greatest = self->sizes[self->n_sizes - 1].x;
    return fmax(fabs(step[0] + step[1] * (least - self->centre)),
        fabs(step[0] + step[1] * (greatest - self->centre)));
}

/* S cannot tell less. */
static double
noise_of(const nz_curve_search_t *self, double squares)
{
    return 1e-12 * squares + 1e-29 * self->scale;
}

/* Go by the step, or by as much of it as does not raise S. */
static bool
go(const nz_curve_search_t *self, const double step[2], double part,
    nz_curve_minimum_t *at)
{
    enum { HALVINGS_MAX = 50 };
    const double allowed = at->sums.squares + noise_of(self, at->sums.squares);

    for (int i = 0; i < HALVINGS_MAX; i++, part /= 2.0) {
        const nz_curve_line_t next = { at->line.level + part * step[0],
            at->line.slope + part * step[1] };
        const nz_curve_sums_t there = nz_curve_search_sums(self, next);
        if (there.squares <= allowed) {
            at->line = next;
            at->sums = there;
            return true;
        }
    }
    return false;
}

/* Whether the line is so near to a known minimum that it would end there. */
static bool
is_known(
    const nz_curve_search_t *self, nz_curve_line_t line, const nz_curve_minima_t *known)
{
    const double same = 0.1;

    for (size_t i = 0; i < known->n; i++) {
        const nz_curve_line_t there = known->list[i].line;
        const double apart[2] = { line.level - there.level, line.slope - there.slope };
        if (nz_curve_search_reach(self, apart) < same) {
            return true;
        }
    }
    return false;
}

/* Down to a minimum; false if there is none, or a known one. */
static bool
descend(
    const nz_curve_search_t *self, const nz_curve_minima_t *known, nz_curve_minimum_t *at)
{
    enum { STEPS_MAX = 200 };
    const double last = 1e-8;

    at->sums = nz_curve_search_sums(self, at->line);
    for (int i = 0; i < STEPS_MAX; i++) {
        double step[2];
        bool is_newton;
        if (is_known(self, at->line, known) || !find_step(&at->sums, step, &is_newton)) {
            return false;
        }
        const double size = nz_curve_search_reach(self, step);
        const double gain =
            -(step[0] * at->sums.gradient[0] + step[1] * at->sums.gradient[1]);
        if (is_newton && (size <= last || gain <= noise_of(self, at->sums.squares))) {
            at->line.level += step[0]; /* leaves an error of its square */
            at->line.slope += step[1];
            at->sums = nz_curve_search_sums(self, at->line);
            return true;
        }
        const double far =
            4.0
            + nz_curve_search_reach(self, (double[]){ at->line.level, at->line.slope });
        if (!go(self, step, size > far ? far / size : 1.0, at)) {
            return false;
        }
    }
    return false;
}

bool
nz_curve_search_descend(const nz_curve_search_t *self, nz_curve_minimum_t *at)
{
    const nz_curve_minima_t none = { .n = 0 };
    return descend(self, &none, at);
}

/* Lines to start from: in every class of slopes, the one with the least S. */
enum { CLASSES = 12 };
typedef struct starts {
    nz_curve_line_t lines[CLASSES];
    double squares[CLASSES]; /* infinite where there is none */
} starts_t;

/* How much eta rises or falls over all sizes, at most, in a class. */
static const double bounds[CLASSES / 2 - 1] = { 0.3, 1.0, 3.0, 10.0, 30.0 };

static double
range_of(const nz_curve_search_t *self)
{
    return self->sizes[self->n_sizes - 1].x - self->sizes[0].x;
}

static void
offer(const nz_curve_search_t *self, nz_curve_line_t line, starts_t *starts)
{
    const double rise = fabs(line.slope) * range_of(self);
    size_t i_class = 0;

    while (i_class < CLASSES / 2 - 1 && rise > bounds[i_class]) {
        i_class++;
    }
    i_class = 2 * i_class + (line.slope > 0.0 ? 1 : 0);
    const double squares = nz_curve_search_squares(self, line);
    if (squares < starts->squares[i_class]) {
        starts->squares[i_class] = squares;
        starts->lines[i_class] = line;
    }
}

/* Lines through any two of the coarse sizes, and some about their mean score. */
static void
find_starts(const nz_curve_search_t *self, starts_t *starts)
{
    for (int i = 0; i < CLASSES; i++) {
        starts->squares[i] = (double) INFINITY;
    }
    for (size_t i = 0; i < self->n_coarse; i++) {
        for (size_t j = i + 1; j < self->n_coarse; j++) {
            const nz_curve_size_t *a = &self->coarse[i], *b = &self->coarse[j];
            const double slope = (b->eta - a->eta) / (b->x - a->x);
            const double level = a->eta + slope * (self->centre - a->x);
            offer(self, (nz_curve_line_t){ level, slope }, starts);
        }
    }
    for (int i = 0; i < CLASSES - 2; i++) {
        const double rise = (i % 2 == 0 ? -0.7 : 0.7) * bounds[i / 2];
        offer(self, (nz_curve_line_t){ self->flat_eta, rise / range_of(self) }, starts);
    }
}

/* Local minima of S, from the lowest starts. */
static void
add_minima(const nz_curve_search_t *self, nz_curve_minima_t *minima)
{
    enum { STARTS_MAX = 8 };
    starts_t starts;

    find_starts(self, &starts);
    for (int n = 0; n < STARTS_MAX; n++) {
        int lowest = 0;
        for (int i = 1; i < CLASSES; i++) {
            lowest = starts.squares[i] < starts.squares[lowest] ? i : lowest;
        }
        if (!(starts.squares[lowest] < (double) INFINITY)) {
            return;
        }
        nz_curve_minimum_t found = { .line = starts.lines[lowest] };
        starts.squares[lowest] = (double) INFINITY;
        if (descend(self, minima, &found)) {
            minima->list[minima->n++] = found;
        }
    }
}

void
nz_curve_search_minima(const nz_curve_search_t *self, nz_curve_minima_t *minima)
{
    nz_curve_search_t coarse = *self;
    nz_curve_minima_t starts = { .n = 0 };

    if (self->n_coarse == self->n_sizes) {
        add_minima(self, minima);
        return;
    }
    coarse.sizes = coarse.coarse;
    coarse.n_sizes = coarse.n_coarse;
    add_minima(&coarse, &starts);
    for (size_t i = 0; i < starts.n && minima->n < NZ_CURVE_SEARCH_MINIMA; i++) {
        if (descend(self, minima, &starts.list[i])) {
            minima->list[minima->n++] = starts.list[i];
        }
    }
}

double
nz_curve_search_step(const nz_curve_search_t *self, int left, double low, double high)
{
    const int right = NZ_CURVE_N_ENDS - 1 - left;
    double best = (double) INFINITY;

    for (size_t i = 0; i < self->n_sizes; i++) {
        const nz_curve_size_t *size = &self->sizes[i];
        if (size->x > low && size->x < high) {
            const double rest = size->y - clip(self, size->y, 0.0);
            best = fmin(best,
                size->before[left] + size->weight * rest * rest + size->after[right]);
        }
    }
    return best + self->within;
}

double
nz_curve_search_flat(const nz_curve_search_t *self)
{
    double sum = 0.0, sum_y = 0.0, squares = self->within;

    for (size_t i = 0; i < self->n_sizes; i++) {
        sum += self->sizes[i].weight;
        sum_y += self->sizes[i].weight * (self->sizes[i].y - self->sizes[0].y);
    }
    const double flat = clip(self, self->sizes[0].y + sum_y / sum, 0.0);
    for (size_t i = 0; i < self->n_sizes; i++) {
        const double rest = self->sizes[i].y - flat;
        squares += self->sizes[i].weight * rest * rest;
    }
    return squares;
}
