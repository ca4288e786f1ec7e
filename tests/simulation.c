#include "tests/simulation.h"

#include "mpi/collect.h"
#include "sim/workspace.h"
#include "stats/binomial.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
parse(const char *yaml, nz_studies_t *out)
{
    nz_diagnostics_t diagnostics = { 0 };
    nz_status_t status =
        nz_studies_parse(yaml, strlen(yaml), "test.yaml", NULL, 0, out, &diagnostics);

    for (size_t i = 0; i < diagnostics.n; i++) {
        printf("%s\n", diagnostics.text[i]);
    }
    NZ_ASSERT_OK(status);
}

void
nz_test_simulate_run(const char *yaml, uint64_t stride, nz_run_t *out)
{
    nz_studies_t studies = { 0 }, taken = { 0 };
    nz_design_t design = { 0 };
    nz_workspace_t workspace = { 0 };
    nz_collector_t *collector = NULL;
    nz_packed_t packed = { 0 };

    parse(yaml, &studies);
    parse(yaml, &taken);
    NZ_ASSERT_OK(nz_run_init(out, &taken));
    NZ_ASSERT_OK(nz_design_init(&design, &studies));
    NZ_ASSERT_OK(nz_workspace_init(&workspace, &studies, &design));
    NZ_ASSERT_OK(nz_collector_create(&design, out, &collector));
    for (uint64_t i = 0; i < design.n_units; i++) {
        const uint64_t i_unit = i * stride % design.n_units;
        NZ_ASSERT_OK(nz_workspace_run(&workspace, i_unit, NULL, NULL, &packed));
        NZ_ASSERT_OK(nz_collector_add(collector, i_unit, packed.words, packed.n_words));
    }
    CU_ASSERT_EQUAL(nz_collector_n_merged(collector), design.n_units);
    NZ_ASSERT_OK(nz_collector_complete(collector));
    NZ_ASSERT_REL(nz_collector_done(collector), 1.0, 1e-9);
    free(packed.words);
    nz_collector_destroy(&collector);
    nz_workspace_free(&workspace);
    nz_design_free(&design);
    nz_studies_free(&studies);
}

void
nz_test_simulate(const char *yaml, uint64_t stride, nz_summary_t *out)
{
    nz_run_t run = { 0 };

    nz_test_simulate_run(yaml, stride, &run);
    CU_ASSERT_EQUAL_FATAL(run.n_parts, 1);
    *out = run.parts[0];
    free(run.parts);
}

double
nz_test_cell(const nz_summary_t *summary, nz_quantity_t quantity, size_t i_difficulty,
    size_t i_test_size, size_t i_model, size_t i_metric)
{
    return summary->value[quantity][nz_summary_cell(
        &summary->study, i_difficulty, i_test_size, i_model, i_metric)];
}

double
nz_test_loss(size_t i_model, double shift)
{
    static const double sizes[] = { 3.0e6, 7.0e7, 2.0e9 };
    return pow(sizes[i_model] / 4.0e7, -0.37 + shift) + 0.03;
}

bool
nz_test_count_agrees(double share, double total, double p)
{
    const uint64_t count = (uint64_t) llround(share * total), n = (uint64_t) total;
    double at_most, above, below = 0.0;
    if (nz_binomial_tails(count, n, p, &at_most, &above) != NZ_OK
        || (count > 0 && nz_binomial_tails(count - 1, n, p, &below, NULL) != NZ_OK)) {
        return false;
    }
    return at_most > NZ_TEST_FALSE_ALARM / 2.0 && 1.0 - below > NZ_TEST_FALSE_ALARM / 2.0;
}
