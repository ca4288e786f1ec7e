#include "stats/line_matrix.h"

/* What the slope has for itself, with the level free. */
static double
rest_of(const double matrix[3])
{
    return matrix[2] - matrix[1] / matrix[0] * matrix[1];
}

bool
nz_line_matrix_is_definite(const double matrix[3])
{
    return matrix[0] > 0.0 && rest_of(matrix) > 1e-14 * matrix[2];
}

bool
nz_line_matrix_solve(const double matrix[3], const double vector[2], double solution[2])
{
    const double ratio = matrix[1] / matrix[0];

    if (!nz_line_matrix_is_definite(matrix)) {
        return false;
    }
    solution[1] = (vector[1] - ratio * vector[0]) / rest_of(matrix);
    solution[0] = vector[0] / matrix[0] - ratio * solution[1];
    return true;
}

void
nz_line_matrix_variance(const double information[3], double centre, double variance[3])
{
    const double ratio = information[1] / information[0];
    const double slope = 1.0 / rest_of(information);
    const double level = 1.0 / information[0] + ratio * ratio * slope;
    const double both = -ratio * slope;

    variance[0] = level - 2.0 * centre * both + centre * centre * slope;
    variance[1] = slope;
    variance[2] = both - centre * slope;
}
