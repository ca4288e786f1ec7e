#include "mpi/provenance.h"

#include "mpi/command_line.h"
#include "mpi/version.h"

#include <inttypes.h>
#include <mpi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

/* More than there are attributes. */
enum { attributes_max = 32 };

/* Names, and values one after the other with a NUL each. */
typedef struct sheet {
    FILE *out;
    const char *names[attributes_max];
    size_t n;
} sheet_t;

int
nz_provenance_count_nodes(void)
{
    MPI_Comm node;
    int rank, n_nodes = 0;

    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &node);
    MPI_Comm_rank(node, &rank);
    MPI_Comm_free(&node);
    const int leads = rank == 0 ? 1 : 0;
    MPI_Reduce(&leads, &n_nodes, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
    return n_nodes;
}

static void
print_hash(XXH128_hash_t value, char hash[NZ_STUDY_HASH_SIZE])
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, value);
    for (size_t i = 0; i < sizeof(canonical.digest); i++) {
        snprintf(hash + 2 * i, 3, "%02x", (unsigned) canonical.digest[i]);
    }
}

void
nz_study_hash(const char *study, char hash[NZ_STUDY_HASH_SIZE])
{
    print_hash(XXH3_128bits(study, strlen(study)), hash);
}

/* Each row is hashed together with the hash of those before it. */
void
nz_observed_hash(const nz_observed_t *observed, char hash[NZ_STUDY_HASH_SIZE])
{
    XXH128_hash_t value = { 0 };

    hash[0] = '\0';
    if (observed == NULL || observed->n_rows == 0) {
        return;
    }
    for (size_t i = 0; i < observed->n_rows; i++) {
        const nz_observation_t *row = &observed->rows[i];
        uint64_t numbers[5] = { value.low64, value.high64, 0, row->trials,
            row->successes };
        memcpy(&numbers[2], &row->parameters, sizeof(row->parameters));
        value = XXH3_128bits_withSeed(
            row->family, strlen(row->family), XXH3_64bits(numbers, sizeof(numbers)));
        value = XXH3_128bits_withSeed(
            row->model, strlen(row->model), value.low64 ^ value.high64);
    }
    print_hash(value, hash);
}

/* Add an attribute. */
__attribute__((format(printf, 3, 4))) static void
put(sheet_t *sheet, const char *name, const char *format, ...)
{
    va_list arguments;

    sheet->names[sheet->n++] = name;
    va_start(arguments, format);
    vfprintf(sheet->out, format, arguments);
    va_end(arguments);
    fputc('\0', sheet->out);
}

static void
put_host(sheet_t *sheet)
{
    char host[256];

    if (gethostname(host, sizeof(host)) == 0) {
        host[sizeof(host) - 1] = '\0';
        put(sheet, "host", "%s", host);
    }
}

/* The first "model name	: NAME" that the kernel tells. */
static void
put_processor(sheet_t *sheet)
{
    static const char key[] = "model name";
    FILE *in = fopen("/proc/cpuinfo", "r");
    char line[256];

    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, key, sizeof(key) - 1) == 0 && colon != NULL) {
            const char *value = colon + 1 + strspn(colon + 1, " \t");
            put(sheet, "processor", "%.*s", (int) strcspn(value, "\n"), value);
            break;
        }
    }
    if (in != NULL) {
        fclose(in);
    }
}

static void
put_program(sheet_t *sheet)
{
    char mpi[160];

    nz_version_mpi(mpi, sizeof(mpi));
    put(sheet, "nonzero_version", "%s", nz_version_number());
    put(sheet, "nonzero_commit", "%s", nz_version_commit());
    put(sheet, "compiler", "%s", nz_version_compiler());
    put(sheet, "gsl_version", "%s", nz_version_gsl());
    put(sheet, "netcdf_version", "%s", nz_version_netcdf());
    put(sheet, "mpi_library", "%s", mpi);
}

static void
put_run(sheet_t *sheet, const nz_provenance_run_t *run, const char *command)
{
    const char *job = getenv("SLURM_JOB_ID");
    const time_t now = time(NULL);
    char hash[NZ_STUDY_HASH_SIZE], created[32];
    struct tm utc;

    put_host(sheet);
    put_processor(sheet);
    put(sheet, "nodes", "%d", run->n_nodes);
    put(sheet, "ranks", "%d", run->n_ranks);
    if (job != NULL) {
        put(sheet, "slurm_job_id", "%s", job);
    }
    nz_study_hash(run->study, hash);
    strftime(created, sizeof(created), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    put(sheet, "command", "%s", command);
    put(sheet, "study_hash", "%s", hash);
    nz_observed_hash(run->observed, hash);
    if (hash[0] != '\0') {
        put(sheet, "observed_hash", "%s", hash);
    }
    put(sheet, "sessions", "%" PRIu64, run->n_sessions);
    put(sheet, "wall_time_s", "%.3f", run->total_wall_s);
    put(sheet, "core_time_s", "%.3f", run->total_core_s);
    put(sheet, "last_wall_time_s", "%.3f", run->wall_s);
    put(sheet, "created", "%s", created);
}

/* The attributes of a sheet whose values are written, one after the other. */
static nz_status_t
take_sheet(const sheet_t *sheet, char *values, nz_provenance_t *self)
{
    nz_attribute_t *attributes = calloc(sheet->n, sizeof(*attributes));
    char *value = values;

    if (attributes == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < sheet->n; i++) {
        attributes[i] = (nz_attribute_t){ sheet->names[i], value };
        value += strlen(value) + 1;
    }
    *self = (nz_provenance_t){ attributes, sheet->n, values };
    return NZ_OK;
}

nz_status_t
nz_provenance_fill(nz_provenance_t *self, const nz_provenance_run_t *run)
{
    char *values = NULL;
    size_t size = 0;

    if (self == NULL || run == NULL || run->argv == NULL || run->study == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    nz_status_t status = NZ_ERR_NO_MEMORY;
    char *command = nz_command_line(run->argc, run->argv, NULL);
    sheet_t sheet = { .out = command != NULL ? open_memstream(&values, &size) : NULL };
    if (sheet.out != NULL) {
        put_program(&sheet);
        put_run(&sheet, run, command);
        if (fclose(sheet.out) == 0) {
            status = take_sheet(&sheet, values, self);
        }
    }
    if (status != NZ_OK) {
        free(values);
    }
    free(command);
    return status;
}

void
nz_provenance_free(nz_provenance_t *self)
{
    free(self->attributes);
    free(self->values);
    *self = (nz_provenance_t){ 0 };
}
