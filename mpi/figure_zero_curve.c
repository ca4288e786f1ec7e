#include "mpi/figure_zero_curve.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#define STEP 0.6     /* between places [mm] */
#define NEAREST 0.05 /* nodes that are told apart [mm] */

/* From one node to the next. */
typedef struct segment {
    double x[2];        /* log10 */
    double log_loss[2]; /* natural; of no use if is_accuracy */
    bool is_accuracy;
} segment_t;

/* What shapes the curve. */
typedef struct sampler {
    const double *shares;
    size_t n_shares;
    const nz_figure_frame_t *frame;
    nz_figure_zero_curve_t curve;
} sampler_t;

double
nz_figure_zero_items(double share, double loss)
{
    const double log_failure = loss < M_LN2 ? log(-expm1(-loss)) : log1p(-exp(-loss));
    return log(share) / log_failure;
}

double
nz_figure_zero_loss(double share, double items)
{
    return -log(-expm1(log(share) / items));
}

bool
nz_figure_zero_is_inside(double accuracy)
{
    return accuracy > 0.0 && accuracy < 1.0;
}

void
nz_figure_zero_curve_free(nz_figure_zero_curve_t *self)
{
    free(self->x);
    free(self->loss);
    *self = (nz_figure_zero_curve_t){ 0 };
}

static double
loss_at(const segment_t *self, double x)
{
    if (self->is_accuracy) {
        return -M_LN10 * x;
    }
    const double t = (x - self->x[0]) / (self->x[1] - self->x[0]);
    return exp((1.0 - t) * self->log_loss[0] + t * self->log_loss[1]);
}

/* Where the loss is this. */
static double
place_of(const segment_t *self, double loss)
{
    if (self->is_accuracy) {
        return -loss / M_LN10;
    }
    const double t =
        (log(loss) - self->log_loss[0]) / (self->log_loss[1] - self->log_loss[0]);
    return self->x[0] + t * (self->x[1] - self->x[0]);
}

static nz_status_t
push(nz_figure_zero_curve_t *self, double x, double loss)
{
    if (self->n == self->n_room) {
        const size_t n_room = 2 * self->n_room + 512;
        double *xs = realloc(self->x, n_room * sizeof(*xs));
        self->x = xs != NULL ? xs : self->x;
        double *losses = realloc(self->loss, n_room * sizeof(*losses));
        self->loss = losses != NULL ? losses : self->loss;
        if (xs == NULL || losses == NULL) {
            return NZ_ERR_NO_MEMORY;
        }
        self->n_room = n_room;
    }
    self->x[self->n] = x;
    self->loss[self->n++] = loss;
    return NZ_OK;
}

/* Where lines reach one item or leave the frame between two places, which are one step
 * apart; in order. */
static nz_status_t
push_crossings(sampler_t *self, const segment_t *segment, double x0, double x1)
{
    enum { N_AT_MOST = 64 };
    const double edges[] = { 1.0, pow(10.0, self->frame->y.high) };
    double at[N_AT_MOST];
    size_t n = 0;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < 2 * self->n_shares && n < N_AT_MOST; i++) {
        const double x =
            place_of(segment, nz_figure_zero_loss(self->shares[i / 2], edges[i % 2]));
        if (x > x0 && x < x1) {
            at[n++] = x;
        }
    }
    gsl_sort(at, 1, n);
    for (size_t i = 0; i < n && status == NZ_OK; i++) {
        status = push(&self->curve, at[i], loss_at(segment, at[i]));
    }
    return status;
}

/* How far the line of one half moves on the frame between two places [mm]. */
static double
travel(const sampler_t *self, const segment_t *segment, double x0, double x1)
{
    const nz_figure_frame_t *frame = self->frame;
    double y[2] = { 0.0, 0.0 };

    for (int i = 0; i < 2; i++) {
        y[i] = log10(nz_figure_zero_items(0.5, loss_at(segment, i == 0 ? x0 : x1)));
        y[i] = fmin(fmax(y[i], 0.0), frame->y.high);
    }
    return hypot((x1 - x0) / (frame->x.high - frame->x.low) * frame->width,
        (y[1] - y[0]) / (frame->y.high - frame->y.low) * frame->height);
}

/* From after the first node to the second. */
static nz_status_t
push_segment(sampler_t *self, const segment_t *segment)
{
    const double length = segment->x[1] - segment->x[0];
    const double mm =
        length / (self->frame->x.high - self->frame->x.low) * self->frame->width;
    const size_t n_coarse = (size_t) ceil(mm / STEP) + 1;
    nz_status_t status = NZ_OK;
    double before = segment->x[0];

    for (size_t i = 1; i <= n_coarse && status == NZ_OK; i++) {
        const double start = before,
                     end = i < n_coarse
                               ? segment->x[0] + length * (double) i / (double) n_coarse
                               : segment->x[1];
        const size_t n = (size_t) ceil(travel(self, segment, start, end) / STEP) + 1;
        for (size_t j = 1; j <= n && status == NZ_OK; j++) {
            const double x =
                j < n ? start + (end - start) * (double) j / (double) n : end;
            status = push_crossings(self, segment, before, x);
            if (status == NZ_OK) {
                status = push(&self->curve, x, loss_at(segment, x));
            }
            before = x;
        }
    }
    return status;
}

nz_status_t
nz_figure_zero_curve_make(const nz_figure_zero_node_t *nodes, size_t n_nodes,
    bool is_accuracy, const double *shares, size_t n_shares,
    const nz_figure_frame_t *frame, nz_figure_zero_curve_t *out)
{
    const double nearest = NEAREST / frame->width * (frame->x.high - frame->x.low);
    sampler_t sampler = { shares, n_shares, frame, { 0 } };
    segment_t segment = { .is_accuracy = is_accuracy };
    bool has_start = false;
    nz_status_t status = NZ_OK;

    for (size_t i = 0; i < n_nodes && status == NZ_OK; i++) {
        const bool is_inside = nz_figure_zero_is_inside(nodes[i].accuracy);
        segment.x[1] = log10(nodes[i].x);
        segment.log_loss[1] = log(-log(nodes[i].accuracy));
        if (is_inside && has_start && segment.x[1] - segment.x[0] < nearest
            && i + 1 < n_nodes) {
            continue;
        }
        if (is_inside && has_start) {
            if (sampler.curve.n == 0 || isnan(sampler.curve.loss[sampler.curve.n - 1])) {
                status =
                    push(&sampler.curve, segment.x[0], loss_at(&segment, segment.x[0]));
            }
            status = status == NZ_OK ? push_segment(&sampler, &segment) : status;
        } else if (!is_inside && sampler.curve.n > 0) {
            status = push(&sampler.curve, segment.x[1], (double) NAN);
        }
        has_start = is_inside;
        segment.x[0] = segment.x[1];
        segment.log_loss[0] = segment.log_loss[1];
    }
    if (status != NZ_OK) {
        nz_figure_zero_curve_free(&sampler.curve);
        return status;
    }
    *out = sampler.curve;
    return NZ_OK;
}
