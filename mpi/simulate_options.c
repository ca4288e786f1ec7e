#include "mpi/simulate_options.h"

#include "mpi/cli.h"
#include "mpi/option_number.h"
#include "sim/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    option_set = 1,
    option_seed,
    option_resume,
    option_checkpoint,
    option_max_time,
    option_log,
    option_progress,
    option_dry_run
};

/* Days, hours, minutes and seconds of "D-H:M:S" or "H:M:S"; -1 if it is neither. */
static int
parse_duration(const char *text, double *seconds)
{
    static const unsigned most[] = { 99999, 99999, 59, 59 };
    static const char ends[] = "-::";
    unsigned parts[4] = { 0 };
    const char *at = text;

    for (size_t i = strchr(text, '-') != NULL ? 0 : 1; i < 4; i++) {
        const size_t size = strspn(at, "0123456789");
        if (size == 0 || size > 5) {
            return -1;
        }
        parts[i] = (unsigned) strtoul(at, NULL, 10);
        at += size;
        if (parts[i] > most[i] || *at != (i < 3 ? ends[i] : '\0')) {
            return -1;
        }
        at += i < 3;
    }
    *seconds = 86400.0 * parts[0] + 3600.0 * parts[1] + 60.0 * parts[2] + parts[3];
    return *seconds > 0.0 ? 0 : -1;
}

static error_t
check_complete(const nz_simulate_options_t *options, struct argp_state *state)
{
    if (options->study_path == NULL) {
        argp_error(state, "which study? Name a YAML file, e.g. configs/mirage.yaml");
        return EINVAL;
    }
    if (options->output == NULL && !options->is_dry_run) {
        argp_error(state, "where should the run go? Add -o RUN.nc");
        return EINVAL;
    }
    return 0;
}

static error_t
refuse(
    struct argp_state *state, const char *option, const char *expected, const char *value)
{
    argp_error(state, "%s: expected %s, not '%s'", option, expected, value);
    return EINVAL;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    nz_simulate_options_t *options = state->input;

    switch (key) {
    case 'o':
        options->output = value;
        return 0;
    case option_set:
        options->settings[options->n_settings++] = value;
        return 0;
    case option_seed:
        snprintf(options->seed, sizeof(options->seed), "seed=%.30s", value);
        options->settings[options->n_settings++] = options->seed;
        return 0;
    case option_resume:
        options->is_resumed = true;
        return 0;
    case option_checkpoint:
        return nz_number_parse_real(value, &options->checkpoint_s) == NZ_NUMBER_OK
                       && options->checkpoint_s >= 0.0
                   ? 0
                   : refuse(state, "--checkpoint-every", "seconds, 0 or more", value);
    case option_max_time:
        return parse_duration(value, &options->max_s) == 0
                   ? 0
                   : refuse(state, "--max-time",
                       "hours:minutes:seconds above 0, e.g. 11:50:00, or days-hours:"
                       "minutes:seconds",
                       value);
    case option_log:
        return nz_log_format_find(value, &options->log) == 0
                   ? 0
                   : refuse(state, "--log", "text or json", value);
    case option_dry_run:
        options->is_dry_run = true;
        return 0;
    case option_progress:
        return nz_progress_mode_find(value, &options->progress) == 0
                   ? 0
                   : refuse(state, "--progress", "auto, always or never", value);
    case ARGP_KEY_ARG:
        if (options->study_path != NULL) {
            argp_error(state, "one study at a time: '%s' is too many", value);
            return EINVAL;
        }
        options->study_path = value;
        return 0;
    case ARGP_KEY_END:
        return check_complete(options, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option table[] = {
    { "output", 'o', "RUN.nc", 0, "Write the run to this file (netCDF-4)", 0 },
    { "set", option_set, "KEY=VALUE", 0,
        "Override a key of the study, e.g. --set law.alpha=-0.5; may be repeated", 0 },
    { "seed", option_seed, "S", 0, "Override the study's seed", 0 },
    { "resume", option_resume, NULL, 0,
        "Go on where RUN.nc.journal ends, on any number of ranks; start if there is "
        "none, "
        "do nothing if RUN.nc is this study's",
        0 },
    { "checkpoint-every", option_checkpoint, "SECONDS", 0,
        "Bring the journal of finished work to disk so often (60)", 0 },
    { "max-time", option_max_time, "H:M:S", 0,
        "Stop in time to end after so long: exit code 75, to be resumed", 0 },
    { "progress", option_progress, "auto|always|never", 0,
        "A bar on a terminal, else a line a minute (auto); the bar always; or nothing",
        0 },
    { "log", option_log, "text|json", 0,
        "Messages on stderr as lines for a person (text), or as a JSON object each", 0 },
    { "dry-run", option_dry_run, NULL, 0,
        "Print cells, units, core-hours by a short calibration, and memory", 0 },
    { 0 },
};

static const struct argp argp = { table, parse_option, "STUDY.yaml",
    "Simulate a study on any number of MPI ranks.\v"
    "The result does not depend on the number of ranks. Runs as a single process without "
    "a launcher, under mpirun and under srun --mpi=pmix. `nonzero help study` describes "
    "the study file.\n\n"
    "Finished work is kept in RUN.nc.journal, from which --resume goes on after a crash "
    "or a stop. SIGUSR1, --max-time and the end of a Slurm job's time stop the run in "
    "order: what is at hand is finished and saved, and the exit code is 75.",
    NULL, NULL, NULL };

int
nz_simulate_options_parse(int argc, char **argv, nz_simulate_options_t *out)
{
    *out = (nz_simulate_options_t){ .settings = calloc((size_t) argc + 1, sizeof(char *)),
        .checkpoint_s = 60.0,
        .max_s = (double) INFINITY };
    if (out->settings == NULL) {
        fprintf(stderr, "nonzero: %s\n", nz_status_message(NZ_ERR_NO_MEMORY));
        return NZ_EXIT_FAILED;
    }
    return nz_cli_parse(&argp, argc, argv, out);
}

void
nz_simulate_options_free(nz_simulate_options_t *self)
{
    free(self->settings);
    *self = (nz_simulate_options_t){ 0 };
}
