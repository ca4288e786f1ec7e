#include "mpi/cli.h"
#include "mpi/commands.h"
#include "mpi/group_command.h"
#include "mpi/method_options.h"
#include "mpi/plan_options.h"
#include "mpi/stop.h"
#include "mpi/worker.h"
#include "sim/study.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int command_help(int argc, char **argv);
static int command_plan(int argc, char **argv);
static int command_simulate(int argc, char **argv);
static int command_fit(int argc, char **argv);
static int command_score(int argc, char **argv);

/* Those that need MPI or netCDF are the worker's (worker_main.c). */
static const nz_command_t commands[] = {
    { "plan", command_plan, "how many items a test set needs, before the evaluation",
        false },
    { "fit", command_fit, "fit scaling laws to published results, zeros included",
        false },
    { "score", command_score, "emergence scores of published results, and their surprise",
        false },
    { "simulate", command_simulate, "run a study: simulated test sets, on any ranks",
        false },
    { "export", nz_worker_run, "print all that a run holds as a table", false },
    { "figure", nz_worker_run, "draw a figure of a run or of a table", false },
    { "report", nz_worker_run, "a run as one page for a browser", false },
    { "interval", nz_command_interval, "confidence intervals of real results", true },
    { "import", nz_command_import, "evaluation logs as one tidy table", true },
    { "coverage", nz_command_coverage, "how often intervals cover the truth, exactly",
        true },
    { "help", command_help,
        "explain a command, `help study` study files, `help methods` intervals", false },
};
enum { n_commands = sizeof(commands) / sizeof(commands[0]) };

/* Simulations of a plan may be many. */
static int
command_plan(int argc, char **argv)
{
    if (nz_plan_options_wants_verify(argc, argv)) {
        return nz_worker_run(argc, argv);
    }
    return nz_cli_speaks() ? nz_command_plan(argc, argv) : NZ_EXIT_OK;
}

/* No signal that asks for a stop is lost, or kills, between the two programs. */
static int
command_simulate(int argc, char **argv)
{
    nz_stop_hold();
    return nz_worker_run(argc, argv);
}

/* A table may have many groups, and bootstraps take long. */
static int
command_fit(int argc, char **argv)
{
    return nz_cli_is_parallel() ? nz_worker_run(argc, argv)
                                : nz_command_fit(nz_group_command_run, argc, argv);
}

static int
command_score(int argc, char **argv)
{
    return nz_cli_is_parallel() ? nz_worker_run(argc, argv)
                                : nz_command_score(nz_group_command_run, argc, argv);
}

static void
print_usage(FILE *out)
{
    fprintf(out,
        "Usage: nonzero COMMAND [OPTIONS] [FILES]\n\n"
        "How large must a test set be before a small model stops scoring zero, and how "
        "much of\nan \"emergent\" curve is only resolution?\n\nCommands:\n");
    for (size_t i = 0; i < n_commands; i++) {
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
    }
    fprintf(out,
        "\n`nonzero COMMAND --help` lists a command's options; `nonzero --version` "
        "what the program is\nmade of. Start with\n"
        "  nonzero plan --accuracy 0.001\n"
        "  nonzero simulate configs/mirage.yaml -o run.nc\n"
        "  nonzero figure apparent-curve run.nc -o curve.pdf\n");
}

static const nz_command_t *
find_command(const char *name)
{
    for (size_t i = 0; i < n_commands; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int
unknown_command(const char *name)
{
    const char *names[n_commands];

    if (nz_cli_speaks()) {
        for (size_t i = 0; i < n_commands; i++) {
            names[i] = commands[i].name;
        }
        const char *nearest = nz_nearest_word(name, names, n_commands);
        fprintf(stderr, "nonzero: there is no command '%s'%s%s%s; see `nonzero help`\n",
            name, nearest != NULL ? ", did you mean '" : "",
            nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
    }
    return NZ_EXIT_USAGE;
}

static int
help_study(void)
{
    char *text = NULL;
    nz_diagnostics_t diagnostics = { 0 };
    nz_status_t status = nz_study_keys_help(&text);

    if (status == NZ_OK) {
        status = nz_cli_write(NULL, text, strlen(text), &diagnostics);
        free(text);
    }
    return nz_cli_finish(status, &diagnostics);
}

static int
command_help(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "help") == 0 || argv[1][0] == '-') {
        print_usage(stdout);
        return NZ_EXIT_OK;
    }
    if (strcmp(argv[1], "study") == 0) {
        return help_study();
    }
    if (strcmp(argv[1], "methods") == 0) {
        nz_method_options_print_help(stdout);
        return NZ_EXIT_OK;
    }
    const nz_command_t *command = find_command(argv[1]);
    if (command == NULL) {
        return unknown_command(argv[1]);
    }
    char option[] = "--help";
    char *arguments[] = { argv[1], option, NULL };
    return command->run(2, arguments);
}

static int
run(int argc, char **argv)
{
    if (argc < 2) {
        if (nz_cli_speaks()) {
            print_usage(stderr);
        }
        return NZ_EXIT_USAGE;
    }
    const bool help = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0
                      || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0;
    const bool version = strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0;
    if ((help || version) && !nz_cli_speaks()) {
        return NZ_EXIT_OK;
    }
    if (version) {
        char name[] = "--version";
        char *arguments[] = { name, NULL };
        return nz_worker_run(1, arguments);
    }
    if (help) {
        return command_help(argc - 1, argv + 1);
    }
    const nz_command_t *command = find_command(argv[1]);
    if (command == NULL) {
        return unknown_command(argv[1]);
    }
    return command->is_single && !nz_cli_speaks() ? NZ_EXIT_OK
                                                  : command->run(argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
    return nz_cli_main(run, argc, argv);
}
