/* The parallel efficiency of schedules that are fixed beforehand, computed from the costs
 * of the units alone: no network, no rank that serves the others. Blocks of units in the
 * order of their numbers; or the costs, sorted, dealt like cards, the longest first. */
#include "scripts/simgrid/unit_costs.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Share of the time of all ranks that is work: sum / (ranks largest). */
static double
efficiency(const nz_unit_costs_t *costs, uint64_t ranks, bool is_dealt)
{
    const uint64_t block = (costs->n_units + ranks - 1) / ranks;
    double sum = 0.0, largest = 0.0;

    for (uint64_t rank = 0; rank < ranks; rank++) {
        double load = 0.0;
        for (uint64_t i = 0; i < block; i++) {
            const uint64_t i_unit = is_dealt ? i * ranks + rank : rank * block + i;
            load += i_unit < costs->n_units ? costs->cost_s[i_unit] : 0.0;
        }
        sum += load;
        largest = fmax(largest, load);
    }
    return sum / ((double) ranks * largest);
}

static int
compare(const void *a, const void *b)
{
    const double p = *(const double *) a, q = *(const double *) b;
    return (p < q) - (p > q);
}

int
main(int argc, char **argv)
{
    nz_unit_law_t law;
    nz_unit_costs_t costs;

    if (argc != 3 || nz_unit_law_get(&law) != NZ_OK) {
        fputs("usage: NZ_SIMULATED_UNIT_MS=... static-schedules RANKS UNITS\n", stderr);
        return EXIT_FAILURE;
    }
    const uint64_t ranks = strtoull(argv[1], NULL, 10);
    const uint64_t n_units = strtoull(argv[2], NULL, 10);
    if (ranks == 0 || nz_unit_costs_draw(&law, n_units, &costs) != NZ_OK) {
        fputs("static-schedules: no ranks, no units or no memory\n", stderr);
        return EXIT_FAILURE;
    }
    printf("blocks=%.6f\n", efficiency(&costs, ranks, false));
    qsort(costs.cost_s, costs.n_units, sizeof(costs.cost_s[0]), compare);
    printf("dealt=%.6f\n", efficiency(&costs, ranks, true));
    nz_unit_costs_free(&costs);
    return EXIT_SUCCESS;
}
