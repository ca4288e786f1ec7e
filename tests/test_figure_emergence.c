#include "mpi/figure.h"
#include "tests/figure_example.h"
#include "tests/figure_render.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The mirage study with thinned grids. */
static nz_example_t
thinned(void)
{
    static const uint64_t strides[] = { 1, 2, 4 };
    nz_example_t example = nz_example_mirage();
    example.keep_every = strides;
    example.n_keep_every = NZ_COUNT_OF(strides);
    return example;
}

static void
test_emergence_labels(void)
{
    nz_example_t example = thinned();
    nz_summary_t summary = nz_example_fill(&example);
    free(nz_render_svg("emergence", &summary, NULL));
    nz_summary_free(&summary);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_emergence_labels),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("figure_emergence", tests, argc, argv);
}
