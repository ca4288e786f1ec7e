#include "mpi/figure_zero_curve.h"
#include "mpi/figure_zero_labels.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdlib.h>

static const double shares[] = { 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99 };

static void
test_items_and_losses_are_inverse(void)
{
    static const double losses[] = { 1e-12, 1e-3, 0.5, 0.69, 0.7, 3, 30, 600, 690 };
    for (size_t i = 0; i < NZ_COUNT_OF(losses) * NZ_COUNT_OF(shares); i++) {
        const double loss = losses[i / NZ_COUNT_OF(shares)],
                     share = shares[i % NZ_COUNT_OF(shares)];
        const double items = nz_figure_zero_items(share, loss);
        /* P(none) = (1 - exp(-loss))^items, in the longer type. */
        const long double p = expl(-(long double) loss);
        NZ_ASSERT_REL((double) (items * log1pl(-p)), log(share), 1e-4);
        if (loss >= 1e-3) {
            NZ_ASSERT_REL((double) (items * log1pl(-p)), log(share), 1e-12);
            NZ_ASSERT_REL(nz_figure_zero_loss(share, items), loss, 1e-12);
        }
    }
    CU_ASSERT_EQUAL(nz_figure_zero_items(0.5, (double) INFINITY), (double) INFINITY);
    CU_ASSERT_EQUAL(nz_figure_zero_items(0.5, 0.0), 0.0);
    NZ_ASSERT_REL(nz_figure_zero_items(0.05, -log(1e-3)), 2994.2342, 1e-7);
}

/* Thousands of accuracies are a map of as many places as can be seen. */
static void
test_dense_nodes_are_thinned(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { -0.1, 4 }, 100, 75 };
    const size_t n = 100000;
    nz_figure_zero_node_t *nodes = malloc(n * sizeof(*nodes));
    CU_ASSERT_PTR_NOT_NULL_FATAL(nodes);
    for (size_t i = 0; i < n; i++) {
        nodes[i].x = pow(10.0, (double) i / ((double) n - 1));
        nodes[i].accuracy = 1e-3 * nodes[i].x;
    }
    nz_figure_zero_curve_t curve = { 0 };
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, n, false, shares, 7, &frame, &curve));
    CU_ASSERT_TRUE(curve.n > 1000 && curve.n < 10000);
    CU_ASSERT_EQUAL(curve.x[0], 0.0);
    NZ_ASSERT_ABS(curve.x[curve.n - 1], 1.0, 1e-12);
    NZ_ASSERT_REL(curve.loss[curve.n - 1], -log(1e-2), 1e-12);
    nz_figure_zero_curve_free(&curve);
    CU_ASSERT_TRUE(curve.x == NULL && curve.n == 0);
    free(nodes);
}

/* Without obstacles, a label for each line; with a level or a wall of points, none there.
 */
static void
test_labels_place_avoids_obstacles(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { -0.1, 4 }, 100, 75 };
    static const nz_figure_zero_node_t nodes[] = { { 1, 1e-3 }, { 10, 2e-3 } };
    static const double half = 0.5;
    const double level = log10(nz_figure_zero_items(half, -log(1.42e-3)));
    nz_figure_zero_curve_t curve = { 0 };
    nz_figure_zero_label_t label = { 0 };
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, 2, false, &half, 1, &frame, &curve));
    nz_figure_obstacles_t obstacles = { 0 };
    NZ_ASSERT_OK(
        nz_figure_zero_labels_place(&curve, &half, 1, &frame, &obstacles, &label));
    CU_ASSERT_TRUE(label.is_placed);
    NZ_ASSERT_ABS(label.at.x, 0.5, 0.02); /* the middle: nothing is in the way */
    CU_ASSERT_TRUE(nz_figure_zero_label_hides(&label, &frame, label.at));
    const nz_figure_spot_t beside = { label.at.x + 0.04, label.at.y };
    CU_ASSERT_FALSE(nz_figure_zero_label_hides(&label, &frame, beside));
    obstacles = (nz_figure_obstacles_t){ .levels = &level, .n_levels = 1 };
    NZ_ASSERT_OK(
        nz_figure_zero_labels_place(&curve, &half, 1, &frame, &obstacles, &label));
    CU_ASSERT_TRUE(label.is_placed);
    CU_ASSERT_TRUE(fabs(label.at.y - level) * 75 / 4.1 > 1.15);
    nz_figure_spot_t wall[101];
    for (size_t i = 0; i < NZ_COUNT_OF(wall); i++) {
        wall[i] = (nz_figure_spot_t){ (double) i / 100, label.at.y };
        const double loss =
            exp(log(-log(1e-3)) * (1 - wall[i].x) + log(-log(2e-3)) * wall[i].x);
        wall[i].y = log10(nz_figure_zero_items(half, loss));
    }
    obstacles = (nz_figure_obstacles_t){ .points = wall, .n_points = NZ_COUNT_OF(wall) };
    NZ_ASSERT_OK(
        nz_figure_zero_labels_place(&curve, &half, 1, &frame, &obstacles, &label));
    CU_ASSERT_FALSE(label.is_placed);
    CU_ASSERT_FALSE(nz_figure_zero_label_hides(&label, &frame, (nz_figure_spot_t){ 0 }));
    nz_figure_zero_curve_free(&curve);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_items_and_losses_are_inverse),
        NZ_TEST(test_dense_nodes_are_thinned),
        NZ_TEST(test_labels_place_avoids_obstacles),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_zero_curve", tests, argc, argv);
}
