#include "stats/cloglog_fit.h"

#include "stats/interval.h"
#include "stats/log1p_minus.h"

#include <math.h>
#include <stdbool.h>

/* Beyond, exp(eta) and its square would leave the range of a double. */
static const double eta_max = 300.0;

/* A line in x - centre, where its two parameters hardly depend on each other. */
typedef struct line {
    double level, slope;
} line_t;

/* Deviance, its first derivatives and minus the second ones of the log-likelihood, as
 * observed and in expectation; of (level, slope). */
typedef struct slopes {
    double deviance, score[2], observed[3], expected[3];
} slopes_t;

/* Where to look. */
typedef struct problem {
    const nz_cloglog_point_t *points;
    size_t n_points;
    double centre, least, greatest; /* of x */
} problem_t;

/* x log(x/m) - (x - m), given the difference, which may be small. */
static double
deviance_part(double x, double m, double difference)
{
    if (x == 0.0) {
        return m;
    }
    return m < 0.5 * x ? x * log(x / m) - difference
                       : -x * nz_log1p_minus(-difference / x);
}

/* A point at exp(eta) = u: P(right), P(wrong), and the observed count over the expected.
 */
typedef struct chance {
    double right, wrong, excess;
} chance_t;

static chance_t
chance_at(const nz_cloglog_point_t *point, double u)
{
    const double n = (double) point->trials;
    const double right = exp(-u - point->offset), wrong = -expm1(-u - point->offset);

    return (chance_t){ right, wrong,
        right > 0.5 ? n * wrong - (double) (point->trials - point->successes)
                    : (double) point->successes - n * right };
}

static double
deviance_of(const nz_cloglog_point_t *point, const chance_t *at)
{
    const double n = (double) point->trials, k = (double) point->successes;

    return 2.0
           * (deviance_part(k, n * at->right, at->excess)
               + deviance_part(n - k, n * at->wrong, -at->excess));
}

static void
add_point(const nz_cloglog_point_t *point, double from_centre, double eta, slopes_t *sums)
{
    const double u = exp(fmin(fmax(eta, -eta_max), eta_max));
    const chance_t at = chance_at(point, u);
    const double rate = u / at.wrong; /* minus the derivative of the logit */
    const double score = -at.excess * rate;
    const double expected = (double) point->trials * at.right * u * rate;
    const double observed = expected - score * (1.0 - at.right * rate);

    sums->deviance += deviance_of(point, &at);
    sums->score[0] += score;
    sums->score[1] += score * from_centre;
    sums->observed[0] += observed;
    sums->observed[1] += observed * from_centre;
    sums->observed[2] += observed * from_centre * from_centre;
    sums->expected[0] += expected;
    sums->expected[1] += expected * from_centre;
    sums->expected[2] += expected * from_centre * from_centre;
}

static slopes_t
slopes_at(const problem_t *problem, line_t line)
{
    slopes_t sums = { 0 };

    for (size_t i = 0; i < problem->n_points; i++) {
        const nz_cloglog_point_t *point = &problem->points[i];
        const double from_centre = point->x - problem->centre;
        add_point(point, from_centre, line.level + line.slope * from_centre, &sums);
    }
    return sums;
}

/* Solve matrix * solution = vector; false if the matrix is not positive definite. */
static bool
solve(const double matrix[3], const double vector[2], double solution[2])
{
    if (!(matrix[0] > 0.0)) {
        return false;
    }
    const double ratio = matrix[1] / matrix[0];
    const double rest = matrix[2] - ratio * matrix[1];
    if (!(rest > 1e-14 * matrix[2])) {
        return false;
    }
    solution[1] = (vector[1] - ratio * vector[0]) / rest;
    solution[0] = vector[0] / matrix[0] - ratio * solution[1];
    return true;
}

/* The most that a step moves eta of any point; of a line, its farthest eta. */
static double
step_size(const problem_t *problem, const double step[2])
{
    return fmax(fabs(step[0] + step[1] * (problem->least - problem->centre)),
        fabs(step[0] + step[1] * (problem->greatest - problem->centre)));
}

/* Go by the step, or by as much of it as does not raise the deviance. */
static bool
go(const problem_t *problem, const double step[2], double part, line_t *line,
    slopes_t *slopes)
{
    enum { HALVINGS_MAX = 50 };
    const double allowed = slopes->deviance * (1.0 + 1e-12) + 1e-12;

    for (int i = 0; i < HALVINGS_MAX; i++, part /= 2.0) {
        const line_t next = { line->level + part * step[0],
            line->slope + part * step[1] };
        const slopes_t there = slopes_at(problem, next);
        if (there.deviance <= allowed) {
            *line = next;
            *slopes = there;
            return true;
        }
    }
    return false;
}

/* Down the deviance to a minimum, by Newton's steps, or Fisher's where it is not convex.
 */
static nz_status_t
descend(const problem_t *problem, line_t *line, slopes_t *slopes)
{
    enum { STEPS_MAX = 200 };
    const double last = 1e-8;

    *slopes = slopes_at(problem, *line);
    for (int i = 0; i < STEPS_MAX; i++) {
        double step[2];
        const bool newton = solve(slopes->observed, slopes->score, step);
        if (!newton && !solve(slopes->expected, slopes->score, step)) {
            break;
        }
        const double size = step_size(problem, step);
        const double far =
            4.0 + step_size(problem, (double[]){ line->level, line->slope });
        if (newton && size <= last) { /* leaves an error of its square */
            line->level += step[0];
            line->slope += step[1];
            *slopes = slopes_at(problem, *line);
            return NZ_OK;
        }
        if (!go(problem, step, size > far ? far / size : 1.0, line, slopes)) {
            break;
        }
    }
    return NZ_ERR_NUMERIC;
}

/* The straight line through the logarithms of -log of the shares, half a success and half
 * a failure added, with the weights that these would have. Sets the centre too. */
static line_t
first_line(problem_t *problem)
{
    double sum = 0.0, sum_x = 0.0, sum_y = 0.0, sum_xx = 0.0, sum_xy = 0.0;

    for (int pass = 0; pass < 2; pass++) { /* the second one from the centre */
        sum = sum_x = sum_y = sum_xx = sum_xy = 0.0;
        for (size_t i = 0; i < problem->n_points; i++) {
            const nz_cloglog_point_t *point = &problem->points[i];
            const double n = (double) point->trials;
            const double right = ((double) point->successes + 0.5) / (n + 1.0);
            const double wrong =
                ((double) (point->trials - point->successes) + 0.5) / (n + 1.0);
            const double u = fmax(-log(right) - point->offset, 0.5 / (n + 1.0));
            const double weight = n * right * u * u / wrong;
            const double x = point->x - problem->centre;
            sum += weight;
            sum_x += weight * x;
            sum_y += weight * log(u);
            sum_xx += weight * x * x;
            sum_xy += weight * x * log(u);
        }
        problem->centre += pass == 0 ? sum_x / sum : 0.0;
    }
    const double slope = (sum_xy - sum_x * sum_y / sum) / (sum_xx - sum_x * sum_x / sum);
    return (line_t){ (sum_y - slope * sum_x) / sum, slope };
}

/* The best line of this slope. The likelihood is concave in exp(level), so there is one
 * and its score falls through 0. As near as a start needs to be. */
static line_t
line_of_slope(const problem_t *problem, double slope)
{
    enum { HALVINGS = 8 };
    const double far = fabs(slope) * (problem->greatest - problem->least);
    double low = -40.0 - far, high = 7.0 + far;

    for (int i = 0; i < HALVINGS; i++) {
        const line_t line = { 0.5 * (low + high), slope };
        *(slopes_at(problem, line).score[0] > 0.0 ? &low : &high) = line.level;
    }
    return (line_t){ 0.5 * (low + high), slope };
}

/* Offsets may make several maxima: descend from steeper and steeper lines, too. */
static void
descend_elsewhere(
    const problem_t *problem, nz_status_t *status, line_t *line, slopes_t *slopes)
{
    static const double rises[] = { -64.0, -16.0, -4.0, -1.0, 1.0, 4.0, 16.0, 64.0 };

    for (size_t i = 0; i < sizeof(rises) / sizeof(rises[0]); i++) {
        line_t there =
            line_of_slope(problem, rises[i] / (problem->greatest - problem->least));
        slopes_t slopes_there;
        if (descend(problem, &there, &slopes_there) == NZ_OK
            && (*status != NZ_OK || slopes_there.deviance < slopes->deviance)) {
            *status = NZ_OK;
            *line = there;
            *slopes = slopes_there;
        }
    }
}

/* The value of exp(eta) at which points of one size, alone, are most likely: the root of
 * a falling function, or 0. */
static double
best_alone(const problem_t *problem, double x)
{
    enum { HALVINGS = 60 };
    double right = 0.0, all = 0.0, least = (double) INFINITY;

    for (size_t i = 0; i < problem->n_points; i++) {
        const nz_cloglog_point_t *point = &problem->points[i];
        if (point->x == x) {
            right += (double) point->successes;
            all += (double) point->trials;
            least = fmin(least, point->offset);
        }
    }
    double low = 0.0, high = fmax(log(all / right) - least, 0.0);
    for (int i_half = 0; i_half < HALVINGS; i_half++) {
        const double middle = 0.5 * (low + high);
        double expected = 0.0;
        for (size_t i = 0; i < problem->n_points; i++) {
            const nz_cloglog_point_t *point = &problem->points[i];
            expected += point->x == x ? (double) (point->trials - point->successes)
                                            / expm1(middle + point->offset)
                                      : 0.0;
        }
        *(expected > right ? &low : &high) = middle;
    }
    return high;
}

/* The least deviance of lines that become ever steeper, up or down: on one side of some
 * size nothing is right, on the other the offset alone makes errors. */
static double
steep_deviance(const problem_t *problem)
{
    double best = (double) INFINITY;

    for (size_t i_turn = 0; i_turn < 2 * problem->n_points; i_turn++) {
        const double turn = problem->points[i_turn / 2].x;
        const bool up = i_turn % 2 == 1;
        double sum = 0.0;
        for (size_t i = 0; i < problem->n_points && sum < best; i++) {
            const nz_cloglog_point_t *point = &problem->points[i];
            const double u = point->x == turn          ? best_alone(problem, turn)
                             : (point->x < turn) == up ? 0.0
                                                       : (double) INFINITY;
            const chance_t at = chance_at(point, u);
            sum += deviance_of(point, &at);
        }
        best = fmin(best, sum);
    }
    return best;
}

/* Sizes that hold a line back: eta cannot rise without end where something is right, nor
 * fall where something is wrong although nothing but eta makes errors. */
typedef struct holds {
    double least_right, greatest_right, least_wrong, greatest_wrong;
    bool offsets;
} holds_t;

static nz_status_t
survey(problem_t *problem, holds_t *holds)
{
    *holds = (holds_t){ (double) INFINITY, -(double) INFINITY, (double) INFINITY,
        -(double) INFINITY, false };
    problem->least = (double) INFINITY;
    problem->greatest = -(double) INFINITY;
    for (size_t i = 0; i < problem->n_points; i++) {
        const nz_cloglog_point_t *point = &problem->points[i];
        if (!isfinite(point->x) || !(point->offset >= 0.0) || !isfinite(point->offset)
            || point->trials > NZ_COUNT_MAX || point->successes > point->trials) {
            return NZ_ERR_DOMAIN;
        }
        if (point->trials > 0) {
            problem->least = fmin(problem->least, point->x);
            problem->greatest = fmax(problem->greatest, point->x);
        }
        if (point->successes > 0) {
            holds->least_right = fmin(holds->least_right, point->x);
            holds->greatest_right = fmax(holds->greatest_right, point->x);
        }
        if (point->successes < point->trials && point->offset == 0.0) {
            holds->least_wrong = fmin(holds->least_wrong, point->x);
            holds->greatest_wrong = fmax(holds->greatest_wrong, point->x);
        }
        holds->offsets = holds->offsets || point->offset > 0.0;
    }
    return NZ_OK;
}

/* The fit at a maximum. The last digits are those of a second descent, about the weighted
 * mean of x; there the information is inverted, and carried over to x = 0. */
static nz_status_t
finish(problem_t *problem, line_t line, slopes_t *slopes, nz_cloglog_fit_t *out)
{
    const double shift = slopes->expected[1] / slopes->expected[0];

    problem->centre += shift;
    line.level += shift * line.slope;
    nz_status_t status = descend(problem, &line, slopes);
    if (status == NZ_OK) {
        const double *i = slopes->expected, c = problem->centre;
        const double ratio = i[1] / i[0], slope = 1.0 / (i[2] - ratio * i[1]);
        const double level = 1.0 / i[0] + ratio * ratio * slope, both = -ratio * slope;
        *out = (nz_cloglog_fit_t){ line.level - line.slope * c, line.slope,
            { level - 2.0 * c * both + c * c * slope, slope, both - c * slope },
            slopes->deviance };
    }
    return status;
}

nz_status_t
nz_cloglog_fit(const nz_cloglog_point_t *points, size_t n_points, nz_cloglog_fit_t *out)
{
    problem_t problem = { points, n_points, 0.0, 0.0, 0.0 };
    holds_t holds;
    slopes_t slopes;

    if (points == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = survey(&problem, &holds);
    if (status != NZ_OK) {
        return status;
    }
    const bool held = holds.least_right < holds.greatest_wrong
                      && holds.least_wrong < holds.greatest_right;
    if (!(problem.least < problem.greatest) || (!held && !holds.offsets)) {
        return NZ_ERR_UNREACHABLE;
    }
    line_t line = first_line(&problem);
    status = descend(&problem, &line, &slopes);
    if (holds.offsets) {
        descend_elsewhere(&problem, &status, &line, &slopes);
    }
    if (!held) {
        const double steep = steep_deviance(&problem);
        if (status != NZ_OK || !(slopes.deviance < steep * (1.0 - 1e-10))) {
            return NZ_ERR_UNREACHABLE;
        }
    }
    return status == NZ_OK ? finish(&problem, line, &slopes, out) : status;
}
