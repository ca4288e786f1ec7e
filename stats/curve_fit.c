#include "stats/curve_fit.h"

#include "stats/curve_search.h"
#include "stats/line_matrix.h"

#include <math.h>
#include <stdbool.h>

static bool
is_missing(const nz_curve_point_t *points, const nz_curve_t *curve)
{
    return points == NULL || curve == NULL || curve->mean == NULL
           || curve->slopes == NULL;
}

/* The last digits are those of a second descent, about the mean of x weighted by what
 * the points tell. */
static nz_status_t
finish(nz_curve_search_t *search, nz_curve_minimum_t *at, nz_curve_fit_t *out)
{
    const double shift = at->sums.information[1] / at->sums.information[0];
    nz_curve_fit_t fit;

    search->centre += shift;
    at->line.level += shift * at->line.slope;
    if (!nz_curve_search_descend(search, at)
        || !nz_line_matrix_is_definite(at->sums.information)) {
        return NZ_ERR_NUMERIC;
    }
    nz_line_matrix_variance(at->sums.information, search->centre, fit.variance);
    if (!(fit.variance[0] > 0.0 && isfinite(fit.variance[0]))) {
        return NZ_ERR_NUMERIC;
    }
    fit.slope = at->line.slope;
    fit.intercept = at->line.level - at->line.slope * search->centre;
    fit.sum_of_squares = at->sums.squares;
    *out = fit;
    return NZ_OK;
}

/* The least S of lines that become ever steeper. */
static double
steepest(const nz_curve_search_t *search)
{
    const double far = (double) INFINITY;
    return fmin(nz_curve_search_step(search, NZ_CURVE_END_NONE, -far, far),
        nz_curve_search_step(search, NZ_CURVE_END_ALL, -far, far));
}

nz_status_t
nz_curve_fit(const nz_curve_point_t *points, size_t n_points, const nz_curve_t *curve,
    nz_curve_fit_t *out)
{
    nz_curve_search_t search = { 0 };
    nz_curve_minima_t minima = { .n = 0 };

    if (is_missing(points, curve) || out == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = nz_curve_search_init(&search, points, n_points, curve);
    if (status == NZ_OK && search.n_sizes < 2) {
        status = NZ_ERR_UNREACHABLE;
    }
    if (status == NZ_OK) {
        nz_curve_search_minima(&search, &minima);
        nz_curve_minimum_t *least = &minima.list[0];
        for (size_t i = 1; i < minima.n; i++) {
            least = minima.list[i].sums.squares < least->sums.squares ? &minima.list[i]
                                                                      : least;
        }
        status = minima.n > 0 && least->sums.squares < steepest(&search) * (1.0 - 1e-10)
                     ? finish(&search, least, out)
                     : NZ_ERR_UNREACHABLE;
    }
    nz_curve_search_free(&search);
    return status;
}
