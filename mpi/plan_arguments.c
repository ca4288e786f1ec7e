#include "mpi/plan_arguments.h"

#include <errno.h>
#include <stdio.h>

enum { option_set = NZ_N_PLAN_KEYS };

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    nz_plan_arguments_t *arguments = state->input;

    if (key > NZ_PLAN_KEY_NONE && key < NZ_N_PLAN_KEYS) {
        arguments->text[key] = value != NULL ? value : "";
        return 0;
    }
    switch (key) {
    case option_set:
        arguments->settings[arguments->n_settings++] = value;
        return 0;
    case 'o':
        arguments->output = value;
        return 0;
    case ARGP_KEY_ARG:
        if (arguments->path != NULL) {
            argp_error(state, "one study at a time: '%s' is too many", value);
            return EINVAL;
        }
        arguments->path = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    { NULL, 0, NULL, 0, "Which models? Their accuracies:", 1 },
    { "accuracy", NZ_PLAN_KEY_ACCURACY, "P[,P...]", 0,
        "True shares of items solved, e.g. 0.001 or 1e-4:0.5:20", 1 },
    { "tokens", NZ_PLAN_KEY_TOKENS, "L[,L...]", 0,
        "Tokens of an answer (1); what it costs, and could be scored by", 1 },
    { "models", NZ_PLAN_KEY_MODELS, "N[,N...]", 0,
        "Sizes in parameters, here one for each accuracy", 1 },
    { NULL, 0, NULL, 0, "or a scaling law, with --models and --tokens:", 2 },
    { "c", NZ_PLAN_KEY_C, "C", 0, "Size at which the loss per token is 1 nat", 2 },
    { "alpha", NZ_PLAN_KEY_ALPHA, "A", 0,
        "Exponent, below 0: loss = (N/c)^alpha, accuracy = exp(-loss tokens)", 2 },
    { "irreducible", NZ_PLAN_KEY_IRREDUCIBLE, "E", 0,
        "Loss that no size removes [nats per token] (0)", 2 },
    { "item-correlation", NZ_PLAN_KEY_ITEM_CORRELATION, "R", 0,
        "Correlation of the tokens of an item (0)", 2 },
    { NULL, 0, NULL, 0, "or those of a study file:", 3 },
    { "set", option_set, "KEY=VALUE", 0, "Override a key of the study; may be repeated",
        3 },
    { "task", NZ_PLAN_KEY_TASK, "NAME", 0, "The task of a study of several", 3 },
    { NULL, 0, NULL, 0, "or a law fitted to results, with --models and --tokens:", 4 },
    { "fit", NZ_PLAN_KEY_FIT, "FIT.csv", 0,
        "Table of fits (- = standard input), its uncertainty included", 4 },
    { "group", NZ_PLAN_KEY_GROUP, "NAME", 0, "The fit of a table of several", 4 },
    { "fit-level", NZ_PLAN_KEY_FIT_LEVEL, "L", 0,
        "Level of the intervals in that table (0.95)", 4 },
    { NULL, 0, NULL, 0, "What for?", 5 },
    { "goal", NZ_PLAN_KEY_GOAL, "GOAL[,GOAL...]", 0,
        "see (default): a first success; half-width, relative-half-width: of an "
        "interval; "
        "compare: tell two models apart; slope: a standard error of the law's exponent; "
        "curve: all models at once",
        5 },
    { "confidence", NZ_PLAN_KEY_CONFIDENCE, "C", 0,
        "Probability to see it, level of intervals, 1 minus that of tests (0.95)", 5 },
    { "successes", NZ_PLAN_KEY_SUCCESSES, "R", 0, "see: at least so many (1)", 5 },
    { "width", NZ_PLAN_KEY_WIDTH, "W", 0,
        "The half-width, relative half-width or standard error", 5 },
    { "assurance", NZ_PLAN_KEY_ASSURANCE, "G", 0,
        "The interval is that short with probability G, not in expectation", 5 },
    { "method", NZ_PLAN_KEY_METHOD, "NAME", 0,
        "Of intervals (wilson), see `nonzero help methods`", 5 },
    { "difference", NZ_PLAN_KEY_DIFFERENCE, "D", 0,
        "compare: the second model's accuracy minus the first's", 5 },
    { "design", NZ_PLAN_KEY_DESIGN, "unpaired|paired|mcnemar", 0,
        "compare: test sets of their own (default); the same items, by a z test (default "
        "with --correlation) or by McNemar's exact test (default with --discordance)",
        5 },
    { "discordance", NZ_PLAN_KEY_DISCORDANCE, "Q", 0,
        "compare: share of items that one of them solves and the other does not", 5 },
    { "correlation", NZ_PLAN_KEY_CORRELATION, "RHO", 0,
        "compare: of the two models' outcomes on an item", 5 },
    { "power", NZ_PLAN_KEY_POWER, "B", 0, "compare: probability to find it (0.8)", 5 },
    { "each", NZ_PLAN_KEY_EACH, "GOAL", 0,
        "curve: what every model reaches: see (default), half-width, "
        "relative-half-width",
        5 },
    { "from", NZ_PLAN_KEY_FROM, "N", 0, "curve: not the models smaller than this", 5 },
    { NULL, 0, NULL, 0, "With what?", 6 },
    { "trials", NZ_PLAN_KEY_TRIALS, "N", 0,
        "The other way round: what do so many items give?", 6 },
    { "budget", NZ_PLAN_KEY_BUDGET, "B", 0,
        "What does this much give? In parameters x tokens, or by --price", 6 },
    { "price", NZ_PLAN_KEY_PRICE, "P[,P...]", 0,
        "Price of a token, of all models or of each, in place of its parameters", 6 },
    { "cluster-size", NZ_PLAN_KEY_CLUSTER_SIZE, "M", 0,
        "Items that belong together: same passage, same template", 6 },
    { "cluster-correlation", NZ_PLAN_KEY_CLUSTER_CORRELATION, "RHO", 0,
        "Correlation of two items of a cluster", 6 },
    { NULL, 0, NULL, 0, "Does a simulation agree?", 7 },
    { "verify", NZ_PLAN_KEY_VERIFY, NULL, 0,
        "Simulate what is planned: columns simulated and mcse; runs on MPI ranks", 7 },
    { "replicates", NZ_PLAN_KEY_REPLICATES, "R", 0, "Test sets for each row (10000)", 7 },
    { "seed", NZ_PLAN_KEY_SEED, "S", 0, "Seed of them (1)", 7 },
    { "progress", NZ_PLAN_KEY_PROGRESS, "auto|always|never", 0,
        "Show how far long work is", 7 },
    { NULL, 0, NULL, 0, "Output:", 8 },
    { "alternatives", NZ_PLAN_KEY_ALTERNATIVES, NULL, 0,
        "csv, json: what scoring tokens instead of whole answers is worth", 8 },
    { "output", 'o', "FILE", 0, "Write to this file instead of standard output", 8 },
    { "format", NZ_PLAN_KEY_FORMAT, "csv|table|json", 0,
        "csv and json carry every digit; table, the default on a terminal, is aligned "
        "and "
        "explained",
        8 },
    { 0 },
};

const struct argp nz_plan_arguments_argp = { options, parse_option,
    "--accuracy P [--goal GOAL]\n--c C --alpha A --models N,N... [--goal GOAL]\n"
    "STUDY.yaml [--goal GOAL]\n--fit FIT.csv --models N,N... [--goal GOAL]",
    "How many items does a test set need? Sizes that hold for every larger test set too, "
    "from exact probabilities, before the evaluation.\v"
    "Columns: parameters, tokens, accuracy (the true one), goal, test_size, achieved "
    "(what that size really gives: probability, half-width, power or standard error), "
    "cost (of all answers: tokens x parameters, or by the price). A test size of inf: no "
    "number of items up to 2^53 is enough. In lists FROM:TO:COUNT is a range with equal "
    "steps in the logarithm.",
    NULL, NULL, NULL };

nz_plan_option_t
nz_plan_arguments_option(nz_plan_key_t key)
{
    nz_plan_option_t option = { "nonzero plan" };

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (options[i].name != NULL && options[i].key == (int) key) {
            snprintf(option.text, sizeof(option.text), "--%s", options[i].name);
        }
    }
    return option;
}

nz_status_t
nz_plan_arguments_refuse(
    nz_diagnostics_t *diagnostics, nz_plan_key_t key, const char *message)
{
    nz_diagnostics_add(
        diagnostics, nz_plan_arguments_option(key).text, 0, 0, "%s", message);
    return NZ_ERR_INPUT;
}
