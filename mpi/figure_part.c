#include "mpi/figure_part.h"

#include <stdio.h>
#include <string.h>

nz_status_t
nz_figure_part_find(const nz_figure_input_t *input, const nz_figure_options_t *options,
    const nz_summary_t **out, nz_diagnostics_t *diagnostics)
{
    const nz_run_t *run = input->run;
    char names[NZ_DIAGNOSTIC_TEXT_MAX] = "";
    const nz_summary_t *found =
        options->task == NULL ? &run->parts[0] : nz_run_find(run, options->task);

    if (found != NULL) {
        *out = found;
        return NZ_OK;
    }
    for (size_t i = 0; i < run->n_parts; i++) {
        const size_t used = strlen(names);
        snprintf(names + used, sizeof(names) - used, "%s`%s`", i > 0 ? ", " : "",
            run->parts[i].study.task.name);
    }
    nz_diagnostics_add(diagnostics, "--task", 0, 0, "the run has no task `%s`; it has %s",
        options->task, names);
    return NZ_ERR_INPUT;
}
