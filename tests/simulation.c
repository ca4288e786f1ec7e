#include "tests/simulation.h"

#include "mpi/collect.h"
#include "sim/unit.h"
#include "stats/binomial.h"
#include "tests/testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
nz_test_simulate(const char *yaml, uint64_t stride, nz_summary_t *out)
{
    nz_study_t study = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    nz_design_t design = { 0 };
    nz_simulator_t *simulator = NULL;
    nz_collector_t *collector = NULL;
    nz_tally_t tally = { 0 };
    nz_packed_t packed = { 0 };

    nz_status_t status =
        nz_study_parse(yaml, strlen(yaml), "test.yaml", NULL, 0, &study, &diagnostics);
    for (size_t i = 0; i < diagnostics.n; i++) {
        printf("%s\n", diagnostics.text[i]);
    }
    NZ_ASSERT_OK(status);
    NZ_ASSERT_OK(nz_summary_init(out, &study));
    NZ_ASSERT_OK(nz_design_init(&design, &out->study));
    NZ_ASSERT_OK(nz_simulator_create(&out->study, &design, &simulator));
    NZ_ASSERT_OK(nz_collector_create(&design, out, &collector));
    NZ_ASSERT_OK(nz_tally_init(&tally, out->study.models.parameters.n,
        out->study.models.keep_every.n, out->study.metrics.n, out->study.intervals.n));
    for (uint64_t i = 0; i < design.n_units; i++) {
        const uint64_t i_unit = i * stride % design.n_units;
        NZ_ASSERT_OK(nz_simulator_run(
            simulator, nz_design_unit(&design, i_unit), NULL, NULL, &tally));
        NZ_ASSERT_OK(nz_tally_pack(&tally, &packed));
        NZ_ASSERT_OK(nz_collector_add(collector, i_unit, packed.words, packed.n_words));
    }
    CU_ASSERT_EQUAL(nz_collector_n_merged(collector), design.n_units);
    free(packed.words);
    nz_tally_free(&tally);
    nz_collector_destroy(&collector);
    nz_simulator_destroy(&simulator);
    nz_design_free(&design);
}

double
nz_test_cell(const nz_summary_t *summary, nz_quantity_t quantity, size_t i_difficulty,
    size_t i_test_size, size_t i_model, size_t i_metric)
{
    return summary->value[quantity][nz_summary_cell(
        &summary->study, i_difficulty, i_test_size, i_model, i_metric)];
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
