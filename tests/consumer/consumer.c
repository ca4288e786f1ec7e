#include "sim/diagnostic.h"
#include "sim/study.h"
#include "stats/proportion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints the Wilson interval of 0 of 100 and the number of models of a study. */
int
main(void)
{
    static const char text[] = "models: {parameters: [1e7, 1e8, 1e9]}\n"
                               "law: {c: 1e8, alpha: -0.35}\n"
                               "task: {tokens: [5]}\n"
                               "test_sizes: [100]\n";
    nz_study_t study = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    nz_interval_t interval;

    if (nz_proportion_wilson(0, 100, nz_tails_two_sided(0.95), &interval) != NZ_OK
        || nz_study_parse(text, strlen(text), "text", NULL, 0, &study, &diagnostics)
               != NZ_OK) {
        return EXIT_FAILURE;
    }
    printf("%.6f %.6f %zu\n", interval.lower, interval.upper, study.models.parameters.n);
    nz_study_free(&study);
    return EXIT_SUCCESS;
}
