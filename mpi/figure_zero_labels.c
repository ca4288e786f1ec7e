#include "mpi/figure_zero_labels.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* All in millimetres. */
#define HALF_WIDTH 3.1   /* of a label and the gap around it */
#define HALF_HEIGHT 1.15 /* of its text */
#define BEND 0.5         /* of the line under it */
#define LEAST_ROOM 0.25  /* to what is beside it */
#define ENOUGH_ROOM 4.0  /* more is no better */
#define MARK_RADIUS 0.7
#define EDGE_ROOM 0.8

/* Boxes and lines on the panel, in millimetres from its lower left corner. */
typedef struct box {
    double x, y, cos, sin;
} box_t;

typedef struct panel {
    const nz_figure_frame_t *frame;
    const nz_figure_obstacles_t *obstacles;
    size_t n, n_lines; /* spots of a line, lines */
    nz_figure_spot_t *lines;
    size_t n_boxes;
    box_t boxes[NZ_FIGURE_ZERO_LINES_MAX];
} panel_t;

static nz_figure_spot_t
to_mm(const nz_figure_frame_t *frame, nz_figure_spot_t spot)
{
    const nz_figure_range_t x = frame->x, y = frame->y;
    return (nz_figure_spot_t){ (spot.x - x.low) / (x.high - x.low) * frame->width,
        (spot.y - y.low) / (y.high - y.low) * frame->height };
}

/* From the edge of the box; 0 inside. */
static double
distance(const box_t *box, nz_figure_spot_t spot)
{
    const double dx = spot.x - box->x, dy = spot.y - box->y;
    const double along = fabs(dx * box->cos + dy * box->sin),
                 across = fabs(dy * box->cos - dx * box->sin);
    return hypot(fmax(along - HALF_WIDTH, 0.0), fmax(across - HALF_HEIGHT, 0.0));
}

/* The corner of a box, i = 0..3. */
static nz_figure_spot_t
corner(const box_t *box, int i)
{
    const double along = i % 2 == 0 ? HALF_WIDTH : -HALF_WIDTH,
                 across = i < 2 ? HALF_HEIGHT : -HALF_HEIGHT;
    return (nz_figure_spot_t){ box->x + along * box->cos - across * box->sin,
        box->y + along * box->sin + across * box->cos };
}

/* The box on line i_line around its i-th spot; false if the line ends or bends there. */
static bool
find_box(const panel_t *self, size_t i_line, size_t i, box_t *box)
{
    const nz_figure_spot_t *line = self->lines + i_line * self->n, here = line[i];
    size_t first = i, last = i;

    while (
        first > 0 && hypot(line[first].x - here.x, line[first].y - here.y) < HALF_WIDTH) {
        first--;
    }
    while (last + 1 < self->n
           && hypot(line[last].x - here.x, line[last].y - here.y) < HALF_WIDTH) {
        last++;
    }
    const double dx = line[last].x - line[first].x, dy = line[last].y - line[first].y;
    const double length = hypot(dx, dy);
    if (!(length >= 2.0 * HALF_WIDTH - 2.0 * BEND)) { /* also if a gap is between */
        return false;
    }
    *box = (box_t){ here.x, here.y, dx / length, dy / length };
    for (size_t j = first + 1; j < last; j++) {
        const double across =
            (line[j].y - here.y) * box->cos - (line[j].x - here.x) * box->sin;
        if (!(fabs(across) <= BEND)) {
            return false;
        }
    }
    return true;
}

/* What is free around a box, at most ENOUGH_ROOM; below 0 if it leaves the panel. */
static double
room_around(const panel_t *self, size_t i_line, const box_t *box)
{
    const nz_figure_obstacles_t *obstacles = self->obstacles;
    double room = ENOUGH_ROOM, low = box->y, high = box->y;

    for (int i = 0; i < 4; i++) {
        const nz_figure_spot_t at = corner(box, i);
        const double edge = fmin(fmin(at.x, self->frame->width - at.x),
            fmin(at.y, self->frame->height - at.y));
        room = fmin(room, edge < EDGE_ROOM ? -1.0 : ENOUGH_ROOM);
        low = fmin(low, at.y);
        high = fmax(high, at.y);
    }
    for (size_t i = 0; i < obstacles->n_levels; i++) {
        const double y =
            to_mm(self->frame, (nz_figure_spot_t){ 0.0, obstacles->levels[i] }).y;
        room = fmin(room, fmax(low - y, y - high));
    }
    for (size_t i = 0; i < obstacles->n_points; i++) {
        room = fmin(
            room, distance(box, to_mm(self->frame, obstacles->points[i])) - MARK_RADIUS);
    }
    for (size_t i = 0; i < self->n * self->n_lines; i++) {
        if (i / self->n != i_line && isfinite(self->lines[i].x)) {
            room = fmin(room, distance(box, self->lines[i]));
        }
    }
    for (size_t i = 0; i < self->n_boxes; i++) {
        for (int j = 0; j < 4; j++) {
            room = fmin(room, distance(box, corner(self->boxes + i, j)));
            room = fmin(room, distance(self->boxes + i, corner(box, j)));
        }
    }
    return room;
}

/* The place with the most room, of equal ones that nearest to the middle. */
static nz_figure_zero_label_t
place(panel_t *self, size_t i_line)
{
    const nz_figure_frame_t *frame = self->frame;
    nz_figure_zero_label_t best = { 0 };
    double best_score = LEAST_ROOM;

    for (size_t i = 0; i < self->n; i++) {
        box_t box;
        if (!isfinite(self->lines[i_line * self->n + i].x)
            || !find_box(self, i_line, i, &box)) {
            continue;
        }
        const double room = room_around(self, i_line, &box);
        const double off = hypot(box.x / frame->width - 0.5, box.y / frame->height - 0.5);
        if (room >= LEAST_ROOM && (!best.is_placed || room - off > best_score)) {
            best_score = room - off;
            best = (nz_figure_zero_label_t){ true,
                { frame->x.low + box.x / frame->width * (frame->x.high - frame->x.low),
                    frame->y.low
                        + box.y / frame->height * (frame->y.high - frame->y.low) },
                atan2(box.sin, box.cos) * 180.0 / M_PI };
            self->boxes[self->n_boxes] = box;
        }
    }
    self->n_boxes += best.is_placed;
    return best;
}

static void
trace(panel_t *self, const nz_figure_zero_curve_t *curve, const double *shares)
{
    const nz_figure_range_t y = self->frame->y;

    for (size_t i = 0; i < self->n * self->n_lines; i++) {
        const nz_figure_spot_t spot = { curve->x[i % self->n],
            log10(nz_figure_zero_items(shares[i / self->n], curve->loss[i % self->n])) };
        self->lines[i] = spot.y >= 0.0 && spot.y <= y.high
                             ? to_mm(self->frame, spot)
                             : (nz_figure_spot_t){ (double) NAN, (double) NAN };
    }
}

nz_status_t
nz_figure_zero_labels_place(const nz_figure_zero_curve_t *curve, const double *shares,
    size_t n_shares, const nz_figure_frame_t *frame,
    const nz_figure_obstacles_t *obstacles, nz_figure_zero_label_t *labels)
{
    panel_t panel = { .frame = frame,
        .obstacles = obstacles,
        .n = curve->n,
        .n_lines = n_shares,
        .lines = malloc(GSL_MAX(curve->n * n_shares, 1) * sizeof(*panel.lines)) };
    if (panel.lines == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    trace(&panel, curve, shares);
    for (size_t i = 0; i < n_shares; i++) {
        labels[i] = place(&panel, i);
    }
    free(panel.lines);
    return NZ_OK;
}

bool
nz_figure_zero_label_hides(const nz_figure_zero_label_t *label,
    const nz_figure_frame_t *frame, nz_figure_spot_t spot)
{
    const nz_figure_spot_t at = to_mm(frame, label->at), mm = to_mm(frame, spot);
    return label->is_placed && hypot(mm.x - at.x, mm.y - at.y) < HALF_WIDTH;
}
