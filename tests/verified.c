#include "tests/verified.h"

#include "tests/testlib.h"

#include <stdlib.h>

nz_plan_request_t
nz_test_plan_request(nz_plan_goal_t goal)
{
    return (nz_plan_request_t){ .goal = goal,
        .confidence = 0.95,
        .successes = 1,
        .method = NZ_METHOD_WILSON,
        .difference = (double) NAN,
        .discordance = (double) NAN,
        .correlation = (double) NAN,
        .power = 0.8 };
}

void
nz_test_plan_start(nz_test_plan_t *self, nz_plan_goal_t goal)
{
    *self = (nz_test_plan_t){ .request = nz_test_plan_request(goal) };
    self->request.cluster_size = 1;
    self->points.values = self->values;
    self->plan.rows = self->rows;
    self->made = (nz_plan_made_t){ &self->request, &self->points, &self->plan };
}

nz_plan_point_t *
nz_test_plan_point(nz_test_plan_t *self, double accuracy)
{
    nz_plan_point_t *point = &self->values[self->points.n++];

    self->points.n_models = self->points.n;
    *point = (nz_plan_point_t){ .parameters = 1e6 * pow(10.0, (double) self->points.n),
        .tokens = 5.0,
        .accuracy = accuracy,
        .item_cost = 1.0,
        .task_kind = -1 };
    return point;
}

nz_plan_row_t *
nz_test_plan_row(nz_test_plan_t *self, nz_plan_row_kind_t kind, size_t i_point,
    double test_size, double achieved)
{
    nz_plan_row_t *row = &self->rows[self->plan.n_rows++];
    const bool is_single = i_point != SIZE_MAX;

    *row = (nz_plan_row_t){ .kind = kind,
        .i_point = i_point,
        .i_first = is_single ? i_point : 0,
        .n_models = is_single ? 1 : self->points.n,
        .accuracy = is_single ? self->values[i_point].accuracy : (double) NAN,
        .test_size = test_size,
        .achieved = achieved };
    return row;
}

nz_plan_verify_t *
nz_test_verify(
    const nz_test_plan_t *self, uint64_t replicates, uint64_t seed, uint64_t stride)
{
    nz_plan_verify_t *verify = NULL;
    nz_packed_t packed = { 0 };

    NZ_ASSERT_OK(nz_plan_verify_create(&self->made, 1, replicates, seed, &verify));
    const uint64_t n_units = nz_plan_verify_n_units(verify);
    for (uint64_t i = 0; i < n_units; i++) {
        const uint64_t i_unit = i * stride % n_units;
        NZ_ASSERT_OK(nz_plan_verify_run(verify, i_unit, NULL, NULL, &packed));
        NZ_ASSERT_OK(
            nz_plan_verify_collect(verify, i_unit, packed.words, packed.n_words));
    }
    CU_ASSERT_EQUAL(nz_plan_verify_n_merged(verify), n_units);
    free(packed.words);
    return verify;
}

nz_plan_finding_t
nz_test_find(const nz_test_plan_t *self, size_t i_row)
{
    nz_plan_verify_t *verify = nz_test_verify(self, 20000, 4, 1);
    const nz_plan_finding_t finding = nz_plan_verify_finding(verify, 0, i_row);

    nz_plan_verify_destroy(&verify);
    return finding;
}
