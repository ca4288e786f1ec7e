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
        NZ_ASSERT_REL((double) ((long double) items * log1pl(-p)), log(share), 1e-4);
        if (loss >= 1e-3) {
            NZ_ASSERT_REL((double) ((long double) items * log1pl(-p)), log(share), 1e-12);
            NZ_ASSERT_REL(nz_figure_zero_loss(share, items), loss, 1e-12);
        }
    }
    for (size_t i = 0; i < 3; i++) { /* a small loss keeps its digits */
        const double loss = losses[i];
        NZ_ASSERT_REL(nz_figure_zero_items(0.5, loss),
            (double) (logl(0.5L) / logl(-expm1l(-(long double) loss))), 1e-14);
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

/* Steps are short on the page along the line too, where it is steep. */
static void
test_steep_lines_are_smooth(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 12 }, 100, 75 };
    static const nz_figure_zero_node_t nodes[] = { { 1, 1e-12 }, { 10, 0.5 } };
    nz_figure_zero_curve_t curve = { 0 };
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, 2, false, shares, 7, &frame, &curve));
    CU_ASSERT_TRUE(curve.n > 200 && curve.n < 800);
    for (size_t i = 1; i < curve.n; i++) {
        const double dx = (curve.x[i] - curve.x[i - 1]) * 100,
                     dy = log10(nz_figure_zero_items(0.5, curve.loss[i])
                                / nz_figure_zero_items(0.5, curve.loss[i - 1]))
                          * 75 / 12;
        CU_ASSERT_TRUE(dx >= 0.0 && hypot(dx, dy) < 0.9);
    }
    nz_figure_zero_curve_free(&curve);
}

/* Several lines may reach one item between the same two places, in any order. */
static void
test_crossings_are_in_order(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 4 }, 100, 75 };
    static const nz_figure_zero_node_t nodes[] = { { 1, 0.4 }, { 10, 0.6 } };
    static const double rising[] = { 0.4998, 0.4999, 0.5 };
    nz_figure_zero_curve_t curve = { 0 };
    size_t n_ends = 0;
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, 2, false, rising, 3, &frame, &curve));
    for (size_t i = 1; i < curve.n; i++) {
        CU_ASSERT_TRUE(curve.x[i] > curve.x[i - 1]);
        for (size_t k = 0; k < 3; k++) {
            n_ends += fabs(nz_figure_zero_items(rising[k], curve.loss[i]) - 1) < 1e-9;
        }
    }
    CU_ASSERT_EQUAL(n_ends, 3);
    nz_figure_zero_curve_free(&curve);
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

/* Marks need room beside the text, not only no overlap. */
static void
test_labels_place_keeps_off_marks(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 4 }, 100, 80 }; /* 20 mm a decade */
    static const nz_figure_zero_node_t nodes[] = { { 1, 1e-3 }, { 10, 1e-3 } };
    static const double half = 0.5;
    const double y = log10(nz_figure_zero_items(half, -log(1e-3)));
    nz_figure_zero_curve_t curve = { 0 };
    nz_figure_spot_t wall[101];
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, 2, false, &half, 1, &frame, &curve));
    for (int is_far = 0; is_far <= 1; is_far++) {
        for (size_t i = 0; i < NZ_COUNT_OF(wall); i++) {
            wall[i].x = (double) i / 100;
            wall[i].y = y + (1.15 + (is_far ? 1.0 : 0.8)) / 20;
        }
        const nz_figure_obstacles_t obstacles = { .points = wall,
            .n_points = NZ_COUNT_OF(wall) };
        nz_figure_zero_label_t label = { 0 };
        NZ_ASSERT_OK(
            nz_figure_zero_labels_place(&curve, &half, 1, &frame, &obstacles, &label));
        CU_ASSERT_EQUAL(label.is_placed, is_far == 1);
    }
    nz_figure_zero_curve_free(&curve);
}

/* Labels of lines that are near each other stand one beside the other. */
static void
test_labels_place_keeps_labels_apart(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 4 }, 100, 80 };
    static const nz_figure_zero_node_t nodes[] = { { 1, 1e-3 }, { 10, 1e-3 } };
    static const double near[] = { 0.5, 0.42 }; /* 2 mm apart */
    nz_figure_zero_curve_t curve = { 0 };
    nz_figure_zero_label_t labels[2] = { 0 };
    const nz_figure_obstacles_t none = { 0 };
    NZ_ASSERT_OK(nz_figure_zero_curve_make(nodes, 2, false, near, 2, &frame, &curve));
    NZ_ASSERT_OK(nz_figure_zero_labels_place(&curve, near, 2, &frame, &none, labels));
    CU_ASSERT_TRUE(labels[0].is_placed && labels[1].is_placed);
    CU_ASSERT_TRUE(fabs(labels[0].at.x - labels[1].at.x) * 100 > 2 * 3.1);
    nz_figure_zero_curve_free(&curve);
}

/* A line shorter than its label, or that bends under it, has none. */
static void
test_labels_place_needs_a_straight_line(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 4 }, 100, 80 };
    static const nz_figure_zero_node_t piece[] = { { 3.162, 1e-3 }, { 3.5, 1e-3 } },
                                       wedge[] = { { 2.8, 1e-3 }, { 3.162, 1e-2 },
                                           { 3.57, 1e-3 } };
    static const double half = 0.5;
    const nz_figure_obstacles_t none = { 0 };
    for (int is_wedge = 0; is_wedge <= 1; is_wedge++) {
        nz_figure_zero_curve_t curve = { 0 };
        nz_figure_zero_label_t label = { 0 };
        NZ_ASSERT_OK(nz_figure_zero_curve_make(
            is_wedge ? wedge : piece, is_wedge ? 3 : 2, false, &half, 1, &frame, &curve));
        NZ_ASSERT_OK(
            nz_figure_zero_labels_place(&curve, &half, 1, &frame, &none, &label));
        CU_ASSERT_TRUE(!label.is_placed || (is_wedge && fabs(label.at.x - 0.5) > 0.006));
        nz_figure_zero_curve_free(&curve);
    }
}

/* A line that bends a little is labelled beside the bend, and no label leaves the panel.
 */
static void
test_labels_place_avoids_bends_and_edges(void)
{
    const nz_figure_frame_t frame = { { 0, 1 }, { 0, 4 }, 100, 80 };
    static const nz_figure_zero_node_t wedge[] = { { 1.9953, 1e-3 }, { 3.1623, 3.16e-3 },
        { 5.0119, 1e-3 } };
    static const double half = 0.5, edges[] = { 0.02, 3.98 }; /* 0.4 mm from an edge */
    const nz_figure_obstacles_t none = { 0 };
    nz_figure_zero_curve_t curve = { 0 };
    nz_figure_zero_label_t label = { 0 };
    NZ_ASSERT_OK(nz_figure_zero_curve_make(wedge, 3, false, &half, 1, &frame, &curve));
    NZ_ASSERT_OK(nz_figure_zero_labels_place(&curve, &half, 1, &frame, &none, &label));
    CU_ASSERT_TRUE(label.is_placed && fabs(label.at.x - 0.5) * 100 > 1.0);
    nz_figure_zero_curve_free(&curve);
    for (size_t i = 0; i < NZ_COUNT_OF(edges); i++) {
        const double p = exp(-nz_figure_zero_loss(half, pow(10, edges[i])));
        const nz_figure_zero_node_t flat[] = { { 1, p }, { 10, p } };
        NZ_ASSERT_OK(nz_figure_zero_curve_make(flat, 2, false, &half, 1, &frame, &curve));
        NZ_ASSERT_OK(
            nz_figure_zero_labels_place(&curve, &half, 1, &frame, &none, &label));
        CU_ASSERT_FALSE(label.is_placed);
        nz_figure_zero_curve_free(&curve);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_items_and_losses_are_inverse),
        NZ_TEST(test_dense_nodes_are_thinned),
        NZ_TEST(test_steep_lines_are_smooth),
        NZ_TEST(test_crossings_are_in_order),
        NZ_TEST(test_labels_place_avoids_obstacles),
        NZ_TEST(test_labels_place_keeps_off_marks),
        NZ_TEST(test_labels_place_keeps_labels_apart),
        NZ_TEST(test_labels_place_needs_a_straight_line),
        NZ_TEST(test_labels_place_avoids_bends_and_edges),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_zero_curve", tests, argc, argv);
}
