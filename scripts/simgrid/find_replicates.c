/* How many replicates cut a study into a number of units, or the next larger number that
 * its curves allow. */
#include "sim/design.h"
#include "sim/file_io.h"
#include "sim/studies.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { STUDY_BYTES_MAX = 1 << 20 };

typedef struct study_file {
    const char *path;
    char *text;
    size_t size;
    const char **settings; /* KEY=VALUE; the first is the replicates */
    size_t n_settings;
} study_file_t;

/* Units of the study with so many replicates; 0: not a study. */
static uint64_t
count_units(const study_file_t *file, uint64_t replicates)
{
    char setting[48];
    nz_studies_t studies = { 0 };
    nz_design_t design = { 0 };
    nz_diagnostics_t diagnostics = { 0 };
    uint64_t n_units = 0;

    snprintf(setting, sizeof(setting), "replicates=%" PRIu64, replicates);
    file->settings[0] = setting;
    if (nz_studies_parse(file->text, file->size, file->path, file->settings,
            file->n_settings, &studies, &diagnostics)
            == NZ_OK
        && nz_design_init(&design, &studies) == NZ_OK) {
        n_units = design.n_units;
    }
    nz_design_free(&design);
    nz_studies_free(&studies);
    return n_units;
}

/* The fewest replicates, at most 10^9, that give at least so many units. */
static uint64_t
find(const study_file_t *file, uint64_t wanted)
{
    uint64_t low = 0, high = 1000000000;

    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        *(count_units(file, middle) >= wanted ? &high : &low) = middle;
    }
    return high;
}

int
main(int argc, char **argv)
{
    study_file_t file = { 0 };
    nz_diagnostics_t diagnostics = { 0 };

    if (argc < 3) {
        fputs("usage: find-replicates STUDY.yaml UNITS [KEY=VALUE...]\n", stderr);
        return EXIT_FAILURE;
    }
    file.path = argv[1];
    file.n_settings = (size_t) argc - 2;
    file.settings = calloc(file.n_settings, sizeof(*file.settings));
    if (file.settings == NULL) {
        return EXIT_FAILURE;
    }
    for (size_t i = 1; i < file.n_settings; i++) {
        file.settings[i] = argv[i + 2];
    }
    if (nz_file_read(file.path, STUDY_BYTES_MAX, &file.text, &file.size, &diagnostics)
        != NZ_OK) {
        fprintf(stderr, "%s\n", diagnostics.text[0]);
        return EXIT_FAILURE;
    }
    const uint64_t replicates = find(&file, strtoull(argv[2], NULL, 10));
    const uint64_t n_units = count_units(&file, replicates);
    free(file.text);
    free(file.settings);
    printf("%" PRIu64 " %" PRIu64 "\n", replicates, n_units);
    return n_units > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
