#include "sim/study_keys.h"

#include "sim/cluster_totals.h"
#include "sim/diagnostic.h"
#include "sim/number.h"
#include "sim/pass_at_k.h"
#include "sim/sequence_law.h"
#include "sim/study.h"
#include "sim/task_choice.h"
#include "sim/task_reconstruction.h"
#include "sim/task_subset.h"
#include "sim/utf8.h"
#include "stats/inverse_sampling.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define KEYS_MAX 64
#define SHOWN_MAX 40
#define KIND(value) (UINT32_C(1) << (value))
#define PARAMETERS_MIN 1
#define PARAMETERS_MAX 1e18
#define COUNT_MAX_AS_REAL 9007199254740992.0

static const char *
law_word(size_t i)
{
    static const char *const words[] = {
        [NZ_LAW_POWER] = "power", [NZ_LAW_TABLE] = "table"
    };
    return words[i];
}

static const char *
task_word(size_t i)
{
    return nz_task_type((int) i)->name;
}

static const char *
engine_word(size_t i)
{
    static const char *const words[] = {
        [NZ_ENGINE_EXACT] = "exact", [NZ_ENGINE_RESAMPLE] = "resample"
    };
    return words[i];
}

static const char *
metric_word(size_t i)
{
    return nz_metric_name((nz_metric_t) i);
}

static const char *
interval_word(size_t i)
{
    return nz_interval_method_name((nz_interval_method_t) i);
}

static const nz_vocabulary_t laws = { NZ_N_LAW_KINDS, law_word };
static const nz_vocabulary_t tasks = { NZ_N_TASK_KINDS, task_word };
static const nz_vocabulary_t engines = { 2, engine_word };
static const nz_vocabulary_t metrics = { NZ_N_METRICS, metric_word };
static const nz_vocabulary_t intervals = { NZ_N_INTERVAL_METHODS, interval_word };

static const char *const sections[] = { "models", "law", "task", "clusters",
    "bootstrap" };
#define N_SECTIONS (sizeof(sections) / sizeof(sections[0]))

const nz_study_key_t nz_study_grid_keys[3] = {
    { .key = "models.parameters.from",
        .type = NZ_KEY_REAL,
        .min = PARAMETERS_MIN,
        .max = PARAMETERS_MAX,
        .unit = "parameters",
        .doc = "Smallest model." },
    { .key = "models.parameters.to",
        .type = NZ_KEY_REAL,
        .min = PARAMETERS_MIN,
        .max = PARAMETERS_MAX,
        .unit = "parameters",
        .doc = "Largest model." },
    { .key = "models.parameters.count",
        .type = NZ_KEY_COUNT,
        .min = 2,
        .max = NZ_STUDY_LIST_MAX,
        .unit = "models",
        .doc = "Number of models, the two ends included." },
};

const nz_study_key_t nz_study_tasks_key = { .key = "tasks",
    .doc = "Several tasks instead of the one of `task`, each with the keys of `task`; "
           "they share everything else, and each has those of the metrics that are of "
           "its kind." };

const nz_study_key_t nz_study_keys[] = {
    { .key = "title",
        .type = NZ_KEY_TEXT,
        .offset = offsetof(nz_study_t, title),
        .max = 500,
        .unit = "bytes",
        .default_yaml = "\"\"",
        .doc = "What the study is about; shown above figures and in reports." },
    { .key = "seed",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, seed),
        .max = NZ_STUDY_UINT64_MAX,
        .unit = "",
        .default_yaml = "0",
        .doc = "Seed of the random streams. The same study with the same seed gives the "
               "same bytes on any number of ranks." },
    { .key = "replicates",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, replicates),
        .min = 1,
        .max = 1e9,
        .unit = "test sets",
        .default_yaml = "1000",
        .doc = "Test sets drawn per cell (a model, a difficulty and a test-set size)." },
    { .key = "level",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, level),
        .min = 0.5,
        .max = 1 - 1e-12,
        .unit = "fraction",
        .default_yaml = "0.95",
        .doc = "Nominal coverage of the intervals." },
    { .key = "models.parameters",
        .type = NZ_KEY_GRID,
        .offset = offsetof(nz_study_t, models.parameters),
        .min = PARAMETERS_MIN,
        .max = PARAMETERS_MAX,
        .unit = "parameters",
        .doc =
            "Sizes of the models: a list, or {from: 1e7, to: 1e11, count: 9} for equal "
            "steps in the logarithm." },
    { .key = "models.names",
        .type = NZ_KEY_TEXT_LIST,
        .offset = offsetof(nz_study_t, models.names),
        .min = 1,
        .max = 100,
        .unit = "bytes",
        .default_yaml = "null",
        .doc =
            "Names of the models, one per size; null stands for the sizes themselves." },
    { .key = "models.keep_every",
        .type = NZ_KEY_COUNT_LIST,
        .offset = offsetof(nz_study_t, models.keep_every),
        .min = 1,
        .max = NZ_STUDY_LIST_MAX,
        .unit = "models",
        .default_yaml = "[1]",
        .doc = "Curves to report: of every model (1), of every second (2) and so on, "
               "counted from the largest down; each needs at least two models." },
    { .key = "law.kind",
        .type = NZ_KEY_CHOICE,
        .offset = offsetof(nz_study_t, law_kind),
        .unit = "",
        .default_yaml = "power",
        .words = &laws,
        .doc = "Loss per token of a model with N parameters. power: (N/c)^alpha + "
               "irreducible; a token is right with probability exp(-loss). table: the "
               "losses themselves." },
    { .key = "law.c",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, law.c),
        .kinds = KIND(NZ_LAW_POWER),
        .max = 1e100,
        .is_min_open = true,
        .unit = "parameters",
        .doc = "Size at which the reducible loss is 1 nat per token." },
    { .key = "law.alpha",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, law.alpha),
        .kinds = KIND(NZ_LAW_POWER),
        .min = -10,
        .max = 0,
        .is_max_open = true,
        .unit = "",
        .advice = "the exponent is negative, for the loss falls as models grow",
        .doc = "Exponent of the law." },
    { .key = "law.irreducible",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, law.irreducible),
        .kinds = KIND(NZ_LAW_POWER),
        .max = 1000,
        .unit = "nats per token",
        .default_yaml = "0",
        .doc = "Loss that no size removes." },
    { .key = "law.losses",
        .type = NZ_KEY_REAL_LIST,
        .offset = offsetof(nz_study_t, law_losses),
        .kinds = KIND(NZ_LAW_TABLE),
        .max = 1e100,
        .is_any_order = true,
        .is_min_open = true,
        .unit = "nats",
        .doc = "Losses of the models, one for each size, in their order." },
    { .key = "task.kind",
        .type = NZ_KEY_CHOICE,
        .offset = offsetof(nz_study_t, task.kind),
        .unit = "",
        .default_yaml = "sequence",
        .words = &tasks,
        .doc =
            "What an item asks for. sequence: a target of some tokens, all of which must "
            "be right. subset: some independent cases, all of which must be right. "
            "choice: some options, whose probabilities are drawn for every item. "
            "reconstruction: an input to "
            "give back, with a gamma-distributed squared error whose mean is the loss." },
    { .key = "task.name",
        .type = NZ_KEY_PATH,
        .offset = offsetof(nz_study_t, task.name),
        .min = 1,
        .max = NZ_STUDY_TASK_NAME_MAX,
        .unit = "bytes",
        .default_yaml = "null",
        .doc =
            "Name of the task in tables and figures, another for each of `tasks`; part "
            "of the names of its random streams; null = the kind." },
    { .key = "task.tokens",
        .type = NZ_KEY_WHOLE_LIST,
        .offset = offsetof(nz_study_t, task.difficulty),
        .kinds = KIND(NZ_TASK_SEQUENCE),
        .min = 1,
        .max = NZ_SEQUENCE_LAW_TOKENS_MAX,
        .unit = "tokens",
        .doc = "Target lengths, the difficulty axis of the study." },
    { .key = "task.subset_size",
        .type = NZ_KEY_WHOLE_LIST,
        .offset = offsetof(nz_study_t, task.difficulty),
        .kinds = KIND(NZ_TASK_SUBSET),
        .min = 1,
        .max = NZ_TASK_SUBSET_SIZE_MAX,
        .unit = "cases",
        .doc = "Numbers of cases of an item, the difficulty axis; a case is right with "
               "probability exp(-loss)." },
    { .key = "task.options",
        .type = NZ_KEY_WHOLE_LIST,
        .offset = offsetof(nz_study_t, task.difficulty),
        .kinds = KIND(NZ_TASK_CHOICE),
        .min = 2,
        .max = NZ_TASK_CHOICE_OPTIONS_MAX,
        .unit = "options",
        .doc = "Numbers of options, the difficulty axis. The right one has the mean "
               "probability 1/K + (1 - 1/K) exp(-loss), the others share the rest." },
    { .key = "task.threshold",
        .type = NZ_KEY_REAL_LIST,
        .offset = offsetof(nz_study_t, task.difficulty),
        .kinds = KIND(NZ_TASK_RECONSTRUCTION),
        .min = NZ_TASK_RECONSTRUCTION_THRESHOLD_MIN,
        .max = NZ_TASK_RECONSTRUCTION_THRESHOLD_MAX,
        .unit = "",
        .doc = "Squared errors below which an item is reconstructed, the difficulty "
               "axis." },
    { .key = "task.item_correlation",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, task.item_correlation),
        .kinds = KIND(NZ_TASK_SEQUENCE),
        .max = 1,
        .is_max_open = true,
        .unit = "",
        .default_yaml = "0",
        .doc = "Correlation of the tokens of one item: 0 = independent tokens." },
    { .key = "task.samples",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, task.samples),
        .kinds = KIND(NZ_TASK_SEQUENCE),
        .min = 1,
        .max = NZ_PASS_AT_K_SAMPLES_MAX,
        .unit = "answers",
        .default_yaml = "1",
        .doc = "Answers sampled for every item, of which pass_at_k is estimated." },
    { .key = "task.k",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, task.k),
        .kinds = KIND(NZ_TASK_SEQUENCE),
        .min = 1,
        .max = NZ_PASS_AT_K_SAMPLES_MAX,
        .unit = "answers",
        .default_yaml = "1",
        .doc = "pass_at_k is the probability that one of this many answers to an item is "
               "right; at most `samples`." },
    { .key = "task.successes",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, task.successes),
        .kinds = KIND(NZ_TASK_SEQUENCE),
        .max = NZ_INVERSE_SAMPLING_SUCCESSES_MAX,
        .unit = "items",
        .default_yaml = "0",
        .doc = "inverse_sampling tries fresh items until this many are right, or as many "
               "as the test size were tried; 2 or more, 0 = not used." },
    { .key = "task.concentration",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, task.concentration),
        .kinds = KIND(NZ_TASK_CHOICE),
        .min = NZ_TASK_CHOICE_CONCENTRATION_MIN,
        .max = NZ_TASK_CHOICE_CONCENTRATION_MAX,
        .unit = "",
        .default_yaml = "10",
        .doc = "Concentration of the Dirichlet distribution of the options' "
               "probabilities: the larger, the more alike the items." },
    { .key = "task.shape",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, task.shape),
        .kinds = KIND(NZ_TASK_RECONSTRUCTION),
        .min = NZ_TASK_RECONSTRUCTION_SHAPE_MIN,
        .max = NZ_TASK_RECONSTRUCTION_SHAPE_MAX,
        .unit = "",
        .default_yaml = "8",
        .doc = "Shape of the gamma distribution of squared errors: the larger, the more "
               "alike the items." },
    { .key = "clusters.size",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, clusters.size),
        .min = 1,
        .max = NZ_CLUSTER_SIZE_MAX,
        .unit = "items",
        .default_yaml = "1",
        .doc =
            "Items that share a passage: more than 1 for tasks of kind sequence and "
            "subset only. Student's t and the bootstraps then take whole clusters, the "
            "other intervals take the items as independent; there is no pass_at_k and no "
            "inverse_sampling. Tables of all models may "
            "take 1.6 GB: of 1000 models and 10 tokens that is 148 items." },
    { .key = "clusters.correlation",
        .type = NZ_KEY_REAL,
        .offset = offsetof(nz_study_t, clusters.correlation),
        .max = 1,
        .is_max_open = true,
        .unit = "",
        .default_yaml = "0",
        .doc = "Correlation of two items of a cluster being right: the variance of an "
               "accuracy is 1 + (size - 1) correlation times that of independent "
               "items." },
    { .key = "test_sizes",
        .type = NZ_KEY_COUNT_LIST,
        .offset = offsetof(nz_study_t, test_sizes),
        .min = 1,
        .max = COUNT_MAX_AS_REAL,
        .unit = "items",
        .doc = "Numbers of items in a test set." },
    { .key = "metrics",
        .type = NZ_KEY_CHOICE_LIST,
        .offset = offsetof(nz_study_t, metrics),
        .unit = "",
        .default_yaml = "all",
        .words = &metrics,
        .doc =
            "What a test set is scored with; all: every metric of the kind of task. Each "
            "of several `tasks` has those of its kind." },
    { .key = "intervals",
        .type = NZ_KEY_CHOICE_LIST,
        .offset = offsetof(nz_study_t, intervals),
        .unit = "",
        .default_yaml = "[bootstrap_percentile, clopper_pearson]",
        .words = &intervals,
        .doc = "Confidence intervals computed of every estimate they apply to." },
    { .key = "bootstrap.engine",
        .type = NZ_KEY_CHOICE,
        .offset = offsetof(nz_study_t, bootstrap.engine),
        .unit = "",
        .default_yaml = "exact",
        .words = &engines,
        .doc = "exact: the limit of infinitely many resamples, from their distribution. "
               "resample: a finite number of random resamples." },
    { .key = "bootstrap.resamples",
        .type = NZ_KEY_COUNT,
        .offset = offsetof(nz_study_t, bootstrap.resamples),
        .min = 10,
        .max = 1e7,
        .unit = "resamples",
        .default_yaml = "2000",
        .doc = "Random resamples of a test set, shared by all bootstraps; used by the "
               "engine `resample` only." },
    { .key = "observed",
        .type = NZ_KEY_PATH,
        .offset = offsetof(nz_study_t, observed),
        .min = 1,
        .max = 4096,
        .unit = "bytes",
        .default_yaml = "null",
        .doc = "CSV table of real results to draw over the bands, relative to the study "
               "file; null = none. With several tasks, results of the first." },
};
const size_t nz_study_n_keys = sizeof(nz_study_keys) / sizeof(nz_study_keys[0]);

size_t
nz_study_section_length(const char *key)
{
    const char *dot = strrchr(key, '.');

    return dot != NULL ? (size_t) (dot - key) : 0;
}

const nz_study_key_t *
nz_study_find_key(const char *name, size_t length)
{
    for (size_t i = 0; i < nz_study_n_keys; i++) {
        const char *key = nz_study_keys[i].key;
        if (strlen(key) == length && memcmp(key, name, length) == 0) {
            return &nz_study_keys[i];
        }
    }
    return NULL;
}

bool
nz_study_is_section(const char *name, size_t length)
{
    for (size_t i = 0; i < N_SECTIONS; i++) {
        if (strlen(sections[i]) == length && memcmp(sections[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The part of a dotted name behind its last dot. */
static const char *
leaf(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL ? dot + 1 : name;
}

const char *
nz_study_suggest_key(const char *name)
{
    const char *words[KEYS_MAX];
    const char *keys[KEYS_MAX]; /* what to suggest for each word */
    const char *nearest = NULL;
    size_t section = nz_study_section_length(name);
    size_t n = 0;

    for (size_t i = 0; i < nz_study_n_keys && n < KEYS_MAX; i++) {
        const char *key = nz_study_keys[i].key;
        if (strcmp(leaf(key), leaf(name)) == 0) {
            return key; /* the right name in the wrong place */
        }
        if (nz_study_section_length(key) == section && strncmp(key, name, section) == 0) {
            keys[n] = key;
            words[n++] = leaf(key);
        }
    }
    for (size_t i = 0; i < N_SECTIONS && section == 0 && n < KEYS_MAX; i++) {
        keys[n] = sections[i];
        words[n++] = sections[i];
    }
    if (section == 0 && n < KEYS_MAX) {
        keys[n] = nz_study_tasks_key.key;
        words[n++] = nz_study_tasks_key.key;
    }
    nearest = nz_nearest_word(leaf(name), words, n);
    for (size_t i = 0; i < n; i++) {
        if (words[i] == nearest) {
            return keys[i];
        }
    }
    return NULL;
}

void
nz_study_report_unknown_key(nz_diagnostics_t *diagnostics, const char *source,
    size_t line, size_t column, const char *name)
{
    const char *suggestion = nz_study_suggest_key(name);

    if (suggestion != NULL) {
        nz_diagnostics_add(diagnostics, source, line, column,
            "unknown key `%.*s`; did you mean `%s`?", (int) nz_utf8_cut(name, SHOWN_MAX),
            name, suggestion);
    } else {
        nz_diagnostics_add(diagnostics, source, line, column, "unknown key `%.*s`",
            (int) nz_utf8_cut(name, SHOWN_MAX), name);
    }
}

bool
nz_study_is_of_task(const nz_study_key_t *key)
{
    return strncmp(key->key, "task.", 5) == 0;
}

size_t
nz_vocabulary_find(const nz_vocabulary_t *words, const char *word)
{
    size_t i = 0;

    while (i < words->n && strcmp(words->word(i), word) != 0) {
        i++;
    }
    return i;
}

bool
nz_study_is_whole(const nz_study_key_t *key)
{
    return key->type == NZ_KEY_COUNT || key->type == NZ_KEY_COUNT_LIST
           || key->type == NZ_KEY_WHOLE_LIST;
}

static void
format_limit(const nz_study_key_t *key, double limit, char out[NZ_NUMBER_SHORTEST_MAX])
{
    if (nz_study_is_whole(key)) {
        uint64_t count = limit >= NZ_STUDY_UINT64_MAX ? UINT64_MAX : (uint64_t) limit;
        (void) snprintf(out, NZ_NUMBER_SHORTEST_MAX, "%" PRIu64, count);
    } else {
        nz_number_format(limit, out);
    }
}

void
nz_study_describe_range(const nz_study_key_t *key, char *out, size_t size)
{
    char min[NZ_NUMBER_SHORTEST_MAX];
    char max[NZ_NUMBER_SHORTEST_MAX];
    const char *what = nz_study_is_whole(key) ? "a whole number" : "a number";

    format_limit(key, key->min, min);
    format_limit(key, key->max, max);
    if (key->is_min_open || key->is_max_open) {
        (void) snprintf(out, size, "%s, %s %s and %s %s", what,
            key->is_min_open ? "above" : "at least", min,
            key->is_max_open ? "below" : "at most", max);
    } else {
        (void) snprintf(out, size, "%s, %s to %s", what, min, max);
    }
}
