#include "mpi/figure.h"
#include "tests/figure_render.h"
#include "tests/figure_script.h"
#include "tests/figure_table.h"
#include "tests/testlib.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char header[] = "parameters,tokens,accuracy,goal,test_size,achieved,cost\n";

static const double shares[] = { 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99 };
static const size_t lines[] = { 1, 3, 5 };

/* The law of the tables: independent tokens, power law. */
static double
accuracy_of(double size, double length)
{
    return exp(-length * pow(size / 1e8, -0.35));
}

/* What shows a success with 95 %, or `trials`. */
static void
write_law(const double *lengths, size_t n_lengths, size_t n_models, double trials)
{
    FILE *file = nz_table_open(NULL);
    for (size_t i = 0; i < n_lengths * n_models; i++) {
        const double length = lengths[i / n_models];
        const double size =
            pow(10.0, 7.0 + 4.0 * (double) (i % n_models) / ((double) n_models - 1.0));
        const double p = accuracy_of(size, length);
        const double n = trials > 0 ? trials : ceil(log(0.05) / log1p(-p));
        if (n <= 0x1p53) {
            fprintf(file, "%.17g,%g,%.17g,see,%.0f,0.95,1\n", size, length, p, n);
        } else {
            fprintf(file, "%.17g,%g,%.17g,see,inf,,\n", size, length, p);
        }
    }
    nz_table_close(file);
}

static char *
script(void)
{
    return nz_script_of_table("zero-floor", nz_table_path, NULL);
}

static void
test_renders_in_every_format(void)
{
    static const double lengths[] = { 1, 5, 20, 40 };
    static const size_t shapes[][3] = { { 1, 2, 0 }, { 1, 20, 1000 }, { 3, 9, 0 },
        { 4, 9, 100 } };
    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        write_law(lengths, shapes[i][0], shapes[i][1], (double) shapes[i][2]);
        nz_check_table_formats("zero-floor", nz_table_path, NULL);
    }
}

/* What a panel's accuracy is at x. */
typedef double (*truth_t)(double x, double length);

static double
truth_of_length(double x, double size)
{
    return accuracy_of(size, x);
}

static double
truth_of_accuracy(double x, double unused)
{
    (void) unused;
    return x;
}

/* Every number of the map and of the lines is where (1 - p)^n is the share, between the
 * models too, and the map ends at 1 and at the top. */
static void
check_map(const char *text, truth_t truth, const double *second)
{
    const double top = pow(10.0, nz_script_number(text, "y_high"));
    size_t n = 0, n_inside = 0, n_low = 0, n_high = 0;
    nz_script_row_t *rows = nz_script_rows(text, "map", &n);
    for (size_t i = 0; i < n * NZ_COUNT_OF(shares); i++) {
        const nz_script_row_t *row = rows + i / NZ_COUNT_OF(shares);
        const size_t k = i % NZ_COUNT_OF(shares);
        const double p = truth(row->values[0], second[row->i_section]);
        const double items = log(shares[k]) / log1p(-p), drawn = row->values[1 + k];
        CU_ASSERT_EQUAL(row->n, 8);
        if (items < 1.0) {
            NZ_ASSERT_REL(drawn, 1.0, 1e-9);
            n_low++;
        } else if (items > top) {
            NZ_ASSERT_REL(drawn, top, 1e-8);
            n_high++;
        } else {
            NZ_ASSERT_REL(drawn, items, 1e-6);
            n_inside++;
        }
    }
    CU_ASSERT_TRUE(n_inside > 500);
    CU_ASSERT_TRUE(n_low > 0);
    free(rows);
    rows = nz_script_rows(text, "line", &n);
    CU_ASSERT_TRUE(n > 200);
    for (size_t i = 0; i < n; i++) {
        const nz_script_row_t *row = rows + i;
        const double p = truth(row->values[0], second[row->i_section / 3]);
        NZ_ASSERT_REL(
            row->values[1] * log1p(-p), log(shares[lines[row->i_section % 3]]), 1e-6);
        CU_ASSERT_TRUE(row->values[1] > 1.0 - 1e-6 && row->values[1] < top * (1 + 1e-6));
    }
    free(rows);
}

static void
test_map_over_sizes_is_exact_for_a_power_law(void)
{
    static const double lengths[] = { 1, 5, 20 };
    write_law(lengths, 3, 5, 0);
    char *text = script();
    nz_check_script(text, "n_panels = 3\n", true);
    nz_check_script(text, "panel_label[3] = 'Target length L = 20'\n", true);
    nz_check_script(text, "label_x = 'Model size N [parameters]'\n", true);
    check_map(text, accuracy_of, lengths);
    free(text);
}

static void
test_map_over_lengths(void)
{
    static const double size = 1e9;
    nz_table_write("1e9,1,%.17g,see,9,1,1\n1e9,20,%.17g,see,1000,1,1\n",
        accuracy_of(1e9, 1), accuracy_of(1e9, 20));
    char *text = script();
    nz_check_script(text, "label_x = 'Target length L [tokens]'\n", true);
    nz_check_script(text, "Between the lengths", true);
    nz_check_script(text, "n_panels = 1\n", true);
    check_map(text, truth_of_length, &size);
    free(text);
}

static void
test_map_over_accuracies(void)
{
    static const double unused = 0.0;
    nz_table_write(",,1e-12,see,9,1,1\n,,0.9,see,1000,1,1\n");
    char *text = script();
    nz_check_script(text, "label_x = 'True accuracy p [share of items solved]'\n", true);
    nz_check_script(text, "Between", false);
    check_map(text, truth_of_accuracy, &unused);
    free(text);
    /* Lengths make no difference to what an accuracy means. */
    nz_table_write(",1,0.1,see,9,1,1\n,5,0.2,see,20,1,1\n,5,0.4,see,7,1,1\n");
    text = script();
    nz_check_script(text, "n_panels = 1\n", true);
    nz_check_script(text, "$point << EOD\n0.1 9\n0.2 20\n0.4 7\n\n\nEOD\n", true);
    check_map(text, truth_of_accuracy, &unused);
    free(text);
}

/* The edges of the bands reach n = 1 and the top where they do, not a step later. */
static void
check_ends(const char *text, truth_t truth, double second)
{
    const double top = pow(10.0, nz_script_number(text, "y_high"));
    size_t n = 0, n_ends = 0;
    nz_script_row_t *rows = nz_script_rows(text, "map", &n);
    for (size_t i = 1; i < n; i++) {
        for (size_t k = 1; k < 8; k++) {
            const double here = rows[i].values[k], before = rows[i - 1].values[k];
            if (here == 1.0 && before > 1.0) {
                NZ_ASSERT_REL(
                    log(shares[k - 1]) / log1p(-truth(rows[i].values[0], second)), 1.0,
                    1e-6);
                n_ends++;
            }
            if (here < top * (1 - 1e-8) && before > top * (1 - 1e-8)) {
                NZ_ASSERT_REL(
                    log(shares[k - 1]) / log1p(-truth(rows[i - 1].values[0], second)),
                    top, 1e-6);
                n_ends++;
            }
        }
    }
    CU_ASSERT_TRUE(n_ends >= 8);
    free(rows);
}

static void
test_bands_end_exactly(void)
{
    static const double lengths[] = { 5 };
    write_law(lengths, 1, 9, 1000);
    char *text = script();
    NZ_ASSERT_REL(pow(10.0, nz_script_number(text, "y_high")), 10000.0, 1e-9);
    check_ends(text, accuracy_of, 5);
    free(text);
    nz_table_write(",,1e-9,see,inf,,\n,,0.95,see,1000,1,1\n");
    text = script();
    check_ends(text, truth_of_accuracy, 0);
    free(text);
}

/* Steps of at most a millimetre on the page. */
static void
test_map_is_smooth(void)
{
    static const double lengths[] = { 20 };
    write_law(lengths, 1, 3, 0);
    char *text = script();
    const double mm_x = nz_script_number(text, "panel_width")
                        / (nz_script_number(text, "x_high")
                            - nz_script_number(text, "x_low")),
                 mm_y = nz_script_number(text, "panel_height")
                        / (nz_script_number(text, "y_high")
                            - nz_script_number(text, "y_low"));
    size_t n = 0;
    nz_script_row_t *rows = nz_script_rows(text, "map", &n);
    for (size_t i = 1; i < n; i++) {
        const double dx = log10(rows[i].values[0] / rows[i - 1].values[0]) * mm_x,
                     dy = log10(rows[i].values[4] / rows[i - 1].values[4]) * mm_y;
        CU_ASSERT_TRUE(dx >= 0.0 && dx < 0.61);
        CU_ASSERT_TRUE(fabs(dy) < 0.9);
    }
    CU_ASSERT_TRUE(n < 1500);
    free(rows);
    free(text);
}

static void
test_range_of_items(void)
{
    static const double lengths[] = { 5 };
    static const struct {
        const char *rows;
        double top;
    } cases[] = { { "1e7,1,1e-4,see,1e9,1,\n1e8,1,0.5,see,10,1,\n", 1e10 },
        { "1e7,1,1e-4,see,10,1,\n1e8,1,1e-2,see,10,1,\n", 2980.7284 }, /* 5 % line */
        { "1e7,1,1e-3,see,,1,\n1e8,1,1e-2,see,inf,1,\n", 29942.34 },   /* of the worst */
        { "1e7,1,1e-300,see,,1,\n1e8,1,1e-2,see,,1,\n", 0x1p53 * 10 },
        { "1e7,1,1e-4,see,inf,,\n1e8,1,0.5,see,1000,1,\n", 1e4 } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_table_write("%s", cases[i].rows);
        char *text = script();
        NZ_ASSERT_REL(pow(10.0, nz_script_number(text, "y_high")), cases[i].top, 1e-6);
        free(text);
    }
    write_law(lengths, 1, 9, 1000); /* the axes begin a strip of 1.2 mm before the map */
    char *text = script();
    const double low = nz_script_number(text, "y_low"),
                 high = nz_script_number(text, "y_high");
    NZ_ASSERT_REL(
        -low / (high - low) * nz_script_number(text, "panel_height"), 1.2, 1e-6);
    const double left = nz_script_number(text, "x_low"),
                 right = nz_script_number(text, "x_high");
    NZ_ASSERT_REL(
        (7 - left) / (right - left) * nz_script_number(text, "panel_width"), 1.2, 1e-6);
    NZ_ASSERT_REL(right - 11, 7 - left, 1e-6);
    free(text);
}

static void
test_points_by_goal(void)
{
    nz_table_write(
        "1e8,1,0.1,see,29,1,\n1e7,1,0.01,see,299,1,\n1e7,1,0.01,slope,7,1,\n"
        "1e8,1,0.1,slope,inf,1,\n1e7,1,0.005,see-conservative,999,1,\n"
        "1e7,5,0.001,see,9,1,\n1e8,5,0.01,see,8,1,\n1e9,5,0.01,common-test-set,"
        "77,1,\n");
    char *text = script();
    nz_check_script(text,
        "$point << EOD\n10000000 299\n100000000 29\n\n\n10000000 7\n\n\n"
        "10000000 9\n100000000 8\n\n\n1e-300 1 1 1\n\n\nEOD\n",
        true);
    nz_check_script(text,
        "goal_label[1] = 'test sizes (see)'\ngoal_label[2] = 'test sizes (slope)'\n",
        true);
    nz_check_script(text, "n_levels = 0\n", true);
    nz_check_script(text, "has_points = 1\n", true);
    nz_check_script(text, "those at the median of a fit", true);
    free(text);
    nz_table_write("1e7,1,0.01,see,inf,,\n1e8,1,0.1,see,,,\n");
    text = script();
    nz_check_script(text, "has_points = 0\n", true);
    nz_check_script(text, "median of a fit", false);
    free(text);
    char *svg = nz_render_table_svg("zero-floor", nz_table_path, NULL);
    nz_check_script(svg, "test sizes (see)", false);
    free(svg);
}

static void
test_levels(void)
{
    static const double lengths[] = { 1, 5 };
    write_law(lengths, 2, 4, 1000);
    char *text = script();
    nz_check_script(text,
        "n_levels = 1\narray level[1]\narray level_at[1]\narray level_label[1]\n"
        "level[1] = 3; level_at[1] = 3; level_label[1] = 'n = 1000'\n",
        true);
    free(text);
    char *svg = nz_render_table_svg("zero-floor", nz_table_path, NULL);
    nz_check_script(svg, ">n = 1000<", true);
    free(svg);
    /* Two for each of two models: lines, whose labels stand apart. */
    nz_table_write(
        "1e7,1,0.1,see,1010,1,\n1e8,1,0.2,see,1010,1,\n1e7,1,0.1,slope,1000,1,\n"
        "1e8,1,0.2,slope,1000,1,\n");
    text = script();
    nz_check_script(text, "n_levels = 2\n", true);
    const char *at = strstr(text, "level_at[2] = ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    const double step =
        nz_script_number(text, "panel_height")
        / (nz_script_number(text, "y_high") - nz_script_number(text, "y_low"));
    NZ_ASSERT_ABS((strtod(at + strlen("level_at[2] = "), NULL) - 3.0) * step, 2.9, 1e-6);
    free(text);
    /* Own test sizes, sizes of one panel only, and too many are no lines. */
    nz_table_write("1e7,1,0.1,see,1000,1,\n1e8,1,0.2,see,500,1,\n1e9,1,0.3,see,500,1,\n");
    text = script();
    nz_check_script(text, "n_levels = 0\n", true);
    free(text);
    nz_table_write("1e7,1,0.1,see,50,1,\n1e8,1,0.2,see,50,1,\n1e7,5,0.1,see,60,1,\n"
                   "1e8,5,0.2,see,60,1,\n");
    text = script();
    nz_check_script(text, "n_levels = 0\n", true);
    free(text);
    static const char *const goals[] = { "see", "half-width", "slope", "curve" };
    for (int n_goals = 3; n_goals <= 4; n_goals++) {
        FILE *file = nz_table_open("parameters,tokens,accuracy,goal,test_size\n");
        for (int i = 0; i < 4 * n_goals; i++) { /* two sizes each, of two models each */
            fprintf(file, "1e%d,1,0.0%d,%s,%d\n", 6 + i % 4, 1 + i % 4, goals[i / 4],
                10 + i / 2);
        }
        nz_table_close(file);
        text = script();
        nz_check_script(text, n_goals == 3 ? "n_levels = 6\n" : "n_levels = 0\n", true);
        free(text);
    }
}

/* The number of `NAME[i] = number`. */
static double
element(const char *text, const char *name, size_t i)
{
    char head[64];
    snprintf(head, sizeof(head), "%s[%zu] = ", name, i);
    const char *at = strstr(text, head);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    return strtod(at + strlen(head), NULL);
}

static bool
has_label(const char *text, size_t i)
{
    static const char *const words[] = { "5 %", "50 %", "95 %" };
    char head[64];
    snprintf(head, sizeof(head), "\nline_text[%zu] = '%s'\n", i, words[(i - 1) % 3]);
    return strstr(text, head) != NULL;
}

/* Labels are on their lines, along them, in a gap of them, clear of all marks, lines and
 * each other. */
static void
test_labels_of_lines(void)
{
    static const double lengths[] = { 1, 5, 20 };
    size_t n_labels = 0;
    for (size_t shape = 0; shape < 4; shape++) {
        write_law(
            lengths, shape < 2 ? 1 : 3, shape % 2 == 0 ? 9 : 4, shape == 3 ? 50 : 0);
        char *text = script();
        const double x_low = nz_script_number(text, "x_low"),
                     mm_x = nz_script_number(text, "panel_width")
                            / (nz_script_number(text, "x_high") - x_low),
                     y_low = nz_script_number(text, "y_low"),
                     mm_y = nz_script_number(text, "panel_height")
                            / (nz_script_number(text, "y_high") - y_low);
        size_t n_points = 0, n_rows = 0;
        nz_script_row_t *points = nz_script_rows(text, "point", &n_points);
        nz_script_row_t *rows = nz_script_rows(text, "line", &n_rows);
        for (size_t i = 1; i <= 3 * (shape < 2 ? 1 : 3); i++) {
            if (!has_label(text, i)) {
                continue;
            }
            n_labels++;
            const double x = element(text, "line_x", i), y = element(text, "line_y", i),
                         angle = element(text, "line_angle", i) * M_PI / 180;
            const double length = lengths[(i - 1) / 3],
                         share = shares[lines[(i - 1) % 3]], h = 1e-3;
            NZ_ASSERT_ABS(
                y, log10(log(share) / log1p(-accuracy_of(pow(10, x), length))), 1e-6);
            const double slope =
                (log10(log(share) / log1p(-accuracy_of(pow(10, x + h), length))) - y) / h;
            NZ_ASSERT_ABS(tan(angle), slope * mm_y / mm_x, 0.1 + 0.1 * fabs(tan(angle)));
            CU_ASSERT_TRUE((x - x_low) * mm_x > 1.0 && (y - y_low) * mm_y > 1.0);
            for (size_t j = 0; j < n_points + n_rows; j++) {
                const bool is_point = j < n_points;
                const nz_script_row_t *row = is_point ? points + j : rows + j - n_points;
                const size_t i_panel = row->i_section / (is_point ? 1 : 3);
                if (i_panel != (i - 1) / 3) {
                    continue;
                }
                const double dx = (log10(row->values[0]) - x) * mm_x,
                             dy = (log10(row->values[1]) - y) * mm_y;
                const double along = fabs(dx * cos(angle) + dy * sin(angle)),
                             across = fabs(dy * cos(angle) - dx * sin(angle));
                const double room = hypot(fmax(along - 3.1, 0), fmax(across - 1.15, 0));
                if (is_point) {
                    CU_ASSERT_TRUE(room > 0.7);
                } else if (row->i_section == i - 1) {
                    CU_ASSERT_TRUE(hypot(dx, dy) > 3.1 - 1e-6); /* the gap */
                } else {
                    CU_ASSERT_TRUE(room > 0.2);
                }
            }
        }
        free(points);
        free(rows);
        free(text);
    }
    CU_ASSERT_TRUE(n_labels >= 16);
}

/* Beside accuracies of exactly 0 or 1 there is no map, and a map needs neighbours. */
static void
test_gaps(void)
{
    nz_table_write("1e6,1,0.01,see,9,1,\n1e7,1,0.02,see,9,1,\n1e8,1,1,see,9,1,\n"
                   "1e9,1,0.03,see,9,1,\n1e10,1,0.04,see,9,1,\n1e11,1,0,see,inf,1,\n");
    char *text = script();
    size_t n = 0;
    nz_script_row_t *rows = nz_script_rows(text, "map", &n);
    for (size_t i = 0; i < n; i++) {
        const double x = rows[i].values[0];
        CU_ASSERT_TRUE(x < 1.0001e7 || (x > 0.9999e9 && x < 1.0001e10));
        CU_ASSERT_EQUAL(rows[i].i_part, x > 1e8 ? 1 : 0);
    }
    NZ_ASSERT_REL(rows[0].values[0], 1e6, 1e-9);
    NZ_ASSERT_REL(rows[n - 1].values[0], 1e10, 1e-9);
    nz_check_script(text, "Blank beside accuracies of exactly 0 or 1.", true);
    NZ_ASSERT_ABS(nz_script_number(text, "x_high"), 11.04, 0.02);
    free(rows);
    free(text);
    nz_table_write("1e7,1,0.1,see,9,1,\n1e8,1,1,see,9,1,\n1e9,1,0.1,see,9,1,\n");
    nz_check_table_refused("zero-floor", nz_table_path, NULL, "a map needs two models");
}

/* Lengths without a map are no panels; of more than three the first, middle and last. */
static void
test_panels(void)
{
    static const double lengths[] = { 1, 2, 3, 4, 5 };
    write_law(lengths, 5, 3, 0);
    char *text = script();
    nz_check_script(text, "n_panels = 3\n", true);
    nz_check_script(text,
        "panel_label[1] = 'Target length L = 1'\npanel_label[2] = 'Target length L = 3'\n"
        "panel_label[3] = 'Target length L = 5'\n",
        true);
    nz_check_script(text, "3 of 5 target lengths shown.", true);
    free(text);
    nz_table_write("1e7,1,1,see,1,1,\n1e8,1,1,see,1,1,\n1e7,5,0.1,see,9,1,\n"
                   "1e8,5,0.2,see,9,1,\n");
    text = script();
    nz_check_script(text, "n_panels = 1\n", true);
    nz_check_script(text, "panel_label[1] = 'Target length L = 5'\n", true);
    nz_check_script(text, "target lengths shown", false);
    free(text);
}

/* One model, several goals: one accuracy, however it was rounded. */
static void
test_models_are_merged(void)
{
    nz_table_write(
        "1e7,1,0.1,see,9,1,\n1e8,1,0.2,see,5,1,\n"
        "1e7,1,0.10000000000000001,slope,8,1,\n1e8,1,0.20000000001,slope,4,1,\n");
    free(script());
    nz_table_write("1e7,1,0.1,see,9,1,\n1e8,1,0.2,see,5,1,\n1e7,1,0.11,slope,8,1,\n");
    nz_check_table_refused("zero-floor", nz_table_path, NULL,
        "one model has the accuracies 0.1 and 0.11, at 1e+07");
}

static void
test_labels_and_hostile_text(void)
{
    static const double lengths[] = { 5 };
    static const char *const labels[] = { ">Probability that no item is solved<",
        ">Test items n<", ">Model size N [parameters]<", ">5 %<", ">50 %<", ">95 %<",
        ">Target length L = 5<", "(1 − p)^n, for n independent items",
        ">When a test set of n items shows no success at all<" };
    write_law(lengths, 1, 4, 0);
    char *svg = nz_render_table_svg("zero-floor", nz_table_path, NULL);
    nz_check_holds(svg, labels, NZ_COUNT_OF(labels));
    free(svg);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    nz_table_write("1e7,1,0.1,see,9,1,\n1e8,1,0.2,see,5,1,\n"
                   "1e7,1,0.1,\"`touch X`''.system('touch X').''\",9,1,\n");
    const nz_figure_options_t options = { .title = "`touch X` {x}^2" };
    svg = nz_render_table_svg("zero-floor", nz_table_path, &options);
    CU_ASSERT_NOT_EQUAL(access("X", F_OK), 0);
    nz_check_script(svg, ">`touch X` {x}^2<", true);
    free(svg);
}

static void
test_refusals_say_what_to_do(void)
{
    static const struct {
        const char *row, *says;
    } cases[] = { { "1e7,1,0.1,see,9,1,1", "a map needs two models or accuracies" },
        { ",,0.1,see,9,1,1", "make the table with e.g. `nonzero plan --goal see" },
        { "1e7,1,,compare,9,1,1\n1e8,1,,compare,9,1,1", "a map needs two models" },
        { "1e7,1,0.1,other,9,1,1", "no row has one of the goals see" },
        { "1e7,1,2,see,9,1,1", "`accuracy`: expected a number from 0 to 1" } };
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        nz_table_write("%s\n", cases[i].row);
        nz_check_table_refused("zero-floor", nz_table_path, NULL, cases[i].says);
    }
    nz_table_write("1e7,1,0.1,see,9,1,1\n");
    nz_check_table_refused("zero-floor", nz_table_path, NULL, nz_table_path);
    const nz_figure_options_t size = { .test_size = 7 };
    nz_check_table_refused(
        "zero-floor", nz_table_path, &size, "--test-size: is of figures of a run");
    nz_check_table_refused("zero-floor", "/nowhere/x.csv", NULL, "cannot be opened");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_renders_in_every_format),
        NZ_TEST(test_map_over_sizes_is_exact_for_a_power_law),
        NZ_TEST(test_map_over_lengths),
        NZ_TEST(test_map_over_accuracies),
        NZ_TEST(test_bands_end_exactly),
        NZ_TEST(test_map_is_smooth),
        NZ_TEST(test_range_of_items),
        NZ_TEST(test_points_by_goal),
        NZ_TEST(test_levels),
        NZ_TEST(test_labels_of_lines),
        NZ_TEST(test_gaps),
        NZ_TEST(test_panels),
        NZ_TEST(test_models_are_merged),
        NZ_TEST(test_labels_and_hostile_text),
        NZ_TEST(test_refusals_say_what_to_do),
        CU_TEST_INFO_NULL,
    };
    return nz_table_main("figure_zero_floor", header, tests, argc, argv);
}
