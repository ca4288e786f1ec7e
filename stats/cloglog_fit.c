#include "stats/cloglog_fit.h"

#include "stats/cloglog_line.h"
#include "stats/line_matrix.h"

#include <math.h>
#include <stdbool.h>

/* Go by the step, or by as much of it as does not raise the deviance. */
static bool
go(const nz_cloglog_problem_t *problem, const double step[2], double part,
    nz_cloglog_line_t *line, nz_cloglog_slopes_t *slopes)
{
    enum { HALVINGS_MAX = 50 };
    const double allowed = slopes->deviance * (1.0 + 1e-12) + 1e-12;

    for (int i = 0; i < HALVINGS_MAX; i++, part /= 2.0) {
        const nz_cloglog_line_t next = { line->level + part * step[0],
            line->slope + part * step[1] };
        const nz_cloglog_slopes_t there = nz_cloglog_line_slopes(problem, next);
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
descend(const nz_cloglog_problem_t *problem, nz_cloglog_line_t *line,
    nz_cloglog_slopes_t *slopes)
{
    enum { STEPS_MAX = 200 };
    const double last = 1e-8;

    *slopes = nz_cloglog_line_slopes(problem, *line);
    for (int i = 0; i < STEPS_MAX; i++) {
        double step[2];
        const bool newton = nz_line_matrix_solve(slopes->observed, slopes->score, step);
        if (!newton && !nz_line_matrix_solve(slopes->expected, slopes->score, step)) {
            break;
        }
        const double size =
            nz_cloglog_line_size(problem, (nz_cloglog_line_t){ step[0], step[1] });
        const double far = 4.0 + nz_cloglog_line_size(problem, *line);
        if (newton && size <= last) { /* leaves an error of its square */
            line->level += step[0];
            line->slope += step[1];
            *slopes = nz_cloglog_line_slopes(problem, *line);
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
static nz_cloglog_line_t
first_line(nz_cloglog_problem_t *problem)
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
    return (nz_cloglog_line_t){ (sum_y - slope * sum_x) / sum, slope };
}

/* The best line of this slope. The likelihood is concave in exp(level), so there is one
 * and its score falls through 0. As near as a start needs to be. */
static nz_cloglog_line_t
line_of_slope(const nz_cloglog_problem_t *problem, double slope)
{
    enum { HALVINGS = 8 };
    const double far = fabs(slope) * (problem->greatest - problem->least);
    double low = -40.0 - far, high = 7.0 + far;

    for (int i = 0; i < HALVINGS; i++) {
        const nz_cloglog_line_t line = { 0.5 * (low + high), slope };
        *(nz_cloglog_line_slopes(problem, line).score[0] > 0.0 ? &low : &high) =
            line.level;
    }
    return (nz_cloglog_line_t){ 0.5 * (low + high), slope };
}

/* Offsets may make several maxima: descend from steeper and steeper lines, too. */
static void
descend_elsewhere(const nz_cloglog_problem_t *problem, nz_status_t *status,
    nz_cloglog_line_t *line, nz_cloglog_slopes_t *slopes)
{
    static const double rises[] = { -64.0, -16.0, -4.0, -1.0, 1.0, 4.0, 16.0, 64.0 };

    for (size_t i = 0; i < sizeof(rises) / sizeof(rises[0]); i++) {
        nz_cloglog_line_t there =
            line_of_slope(problem, rises[i] / (problem->greatest - problem->least));
        nz_cloglog_slopes_t slopes_there;
        if (descend(problem, &there, &slopes_there) == NZ_OK
            && (*status != NZ_OK || slopes_there.deviance < slopes->deviance)) {
            *status = NZ_OK;
            *line = there;
            *slopes = slopes_there;
        }
    }
}

/* The fit at a maximum. The last digits are those of a second descent, about the weighted
 * mean of x; there the information is inverted, and carried over to x = 0. */
static nz_status_t
finish(nz_cloglog_problem_t *problem, nz_cloglog_line_t line, nz_cloglog_slopes_t *slopes,
    nz_cloglog_fit_t *out)
{
    const double shift = slopes->expected[1] / slopes->expected[0];

    problem->centre += shift;
    line.level += shift * line.slope;
    nz_status_t status = descend(problem, &line, slopes);
    if (status == NZ_OK) {
        out->intercept = line.level - line.slope * problem->centre;
        out->slope = line.slope;
        nz_line_matrix_variance(slopes->expected, problem->centre, out->variance);
        out->deviance = slopes->deviance;
    }
    return status;
}

nz_status_t
nz_cloglog_fit(const nz_cloglog_point_t *points, size_t n_points, nz_cloglog_fit_t *out)
{
    nz_cloglog_problem_t problem = { points, n_points, 0.0, 0.0, 0.0 };
    nz_cloglog_holds_t holds;
    nz_cloglog_slopes_t slopes;

    if (points == NULL || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = nz_cloglog_line_survey(&problem, &holds);
    if (status != NZ_OK) {
        return status;
    }
    const bool held = holds.least_right < holds.greatest_wrong
                      && holds.least_wrong < holds.greatest_right;
    if (!(problem.least < problem.greatest) || (!held && !holds.offsets)) {
        return NZ_ERR_UNREACHABLE;
    }
    nz_cloglog_line_t line = first_line(&problem);
    status = descend(&problem, &line, &slopes);
    if (holds.offsets) {
        descend_elsewhere(&problem, &status, &line, &slopes);
    }
    if (!held) {
        const double all = (double) INFINITY;
        const double down = nz_cloglog_line_steep(&problem, false, -all, all, all);
        const double steep = nz_cloglog_line_steep(&problem, true, -all, all, down);
        if (status != NZ_OK || !(slopes.deviance < steep * (1.0 - 1e-10))) {
            return NZ_ERR_UNREACHABLE;
        }
    }
    return status == NZ_OK ? finish(&problem, line, &slopes, out) : status;
}
