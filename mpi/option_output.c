#include "mpi/option_output.h"

#include "mpi/cli.h"

nz_status_t
nz_option_output_format(const char *text, const char *output, nz_table_format_t *out,
    nz_diagnostics_t *diagnostics)
{
    if (text == NULL) {
        *out = output == NULL && nz_cli_is_terminal() ? NZ_TABLE_TABLE : NZ_TABLE_CSV;
        return NZ_OK;
    }
    if (nz_table_format_find(text, out) != 0) {
        nz_diagnostics_add(
            diagnostics, "--format", 0, 0, "expected csv, table or json, not '%s'", text);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_option_output_progress(
    const char *text, nz_progress_mode_t *out, nz_diagnostics_t *diagnostics)
{
    if (text != NULL && nz_progress_mode_find(text, out) != 0) {
        nz_diagnostics_add(diagnostics, "--progress", 0, 0,
            "expected auto, always or never, not '%s'", text);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}
