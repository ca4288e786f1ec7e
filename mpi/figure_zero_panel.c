#include "mpi/figure_zero_panel.h"

#include <math.h>
#include <stdlib.h>

static int
compare_nodes(const void *a, const void *b)
{
    const nz_figure_zero_node_t *p = a, *q = b;
    const int by_x = (p->x > q->x) - (p->x < q->x);
    return by_x != 0 ? by_x : (p->accuracy > q->accuracy) - (p->accuracy < q->accuracy);
}

void
nz_figure_zero_panel_free(nz_figure_zero_panel_t *self)
{
    free(self->nodes);
    free(self->points);
    nz_figure_zero_curve_free(&self->curve);
    *self = (nz_figure_zero_panel_t){ 0 };
}

/* One accuracy for each place on the axis, whatever goals its rows are of. */
static nz_status_t
merge_nodes(nz_figure_zero_panel_t *self, const char *name, nz_diagnostics_t *diagnostics)
{
    const double tolerance = 1e-9;
    size_t n = 0;

    for (size_t i = 0; i < self->n_nodes; i++) {
        const nz_figure_zero_node_t *node = self->nodes + i;
        if (n == 0 || node->x != self->nodes[n - 1].x) {
            self->nodes[n++] = *node;
        } else if (node->accuracy - self->nodes[n - 1].accuracy
                   > tolerance * node->accuracy) {
            nz_diagnostics_add(diagnostics, name, 0, 0,
                "one model has the accuracies %.6g and %.6g, at %.6g: a figure shows one "
                "table of `nonzero plan`",
                self->nodes[n - 1].accuracy, node->accuracy, node->x);
            return NZ_ERR_INPUT;
        }
    }
    self->n_nodes = n;
    return NZ_OK;
}

nz_status_t
nz_figure_zero_panel_read(const nz_figure_plan_group_t *group, const char *name,
    nz_figure_zero_panel_t *out, nz_diagnostics_t *diagnostics)
{
    nz_figure_zero_panel_t panel = { .group = *group };

    panel.nodes = malloc(group->n * sizeof(*panel.nodes));
    panel.points = malloc(group->n * sizeof(*panel.points));
    if (panel.nodes == NULL || panel.points == NULL) {
        nz_figure_zero_panel_free(&panel);
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < group->n; i++) {
        const nz_figure_plan_row_t *row = group->rows + i;
        if (row->is_conservative) {
            continue;
        }
        if (!isnan(row->accuracy)) {
            panel.nodes[panel.n_nodes++] =
                (nz_figure_zero_node_t){ row->x, row->accuracy };
        }
        if (isfinite(row->test_size)) {
            panel.points[panel.n_points++] =
                (nz_figure_spot_t){ log10(row->x), log10(row->test_size) };
        }
    }
    qsort(panel.nodes, panel.n_nodes, sizeof(panel.nodes[0]), compare_nodes);
    nz_status_t status = merge_nodes(&panel, name, diagnostics);
    if (status != NZ_OK) {
        nz_figure_zero_panel_free(&panel);
        return status;
    }
    *out = panel;
    return NZ_OK;
}

bool
nz_figure_zero_panel_has_map(const nz_figure_zero_panel_t *self)
{
    bool has = false;
    for (size_t i = 1; i < self->n_nodes; i++) {
        has = has
              || (nz_figure_zero_is_inside(self->nodes[i - 1].accuracy)
                  && nz_figure_zero_is_inside(self->nodes[i].accuracy));
    }
    return has;
}

bool
nz_figure_zero_panel_has_level(const nz_figure_zero_panel_t *self, double level)
{
    size_t i = 0;
    while (i < self->n_points && self->points[i].y != level) {
        i++;
    }
    return i < self->n_points;
}
