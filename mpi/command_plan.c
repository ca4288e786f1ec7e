#include "mpi/commands.h"

#include "mpi/cli.h"
#include "mpi/plan_answer.h"
#include "mpi/plan_options.h"

static nz_status_t
run(const nz_plan_options_t *options, nz_diagnostics_t *diagnostics)
{
    nz_plan_answer_t answer = { 0 };
    nz_status_t status = nz_plan_answer_make(&answer, options, diagnostics);

    if (status == NZ_OK) {
        status = nz_plan_answer_print(&answer, options, NULL, diagnostics);
    }
    nz_plan_answer_free(&answer);
    return status;
}

int
nz_command_plan(int argc, char **argv)
{
    nz_plan_options_t options = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    int code = nz_plan_options_parse(argc, argv, &options, &diagnostics);

    if (code == NZ_EXIT_OK) {
        code = nz_cli_finish(run(&options, &diagnostics), &diagnostics);
    }
    nz_plan_options_free(&options);
    return code;
}
