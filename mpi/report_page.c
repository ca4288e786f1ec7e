#include "mpi/report_page.h"

#include "mpi/html.h"
#include "mpi/report_assets.h"
#include "mpi/report_command.h"
#include "mpi/report_explorer.h"
#include "mpi/report_figures.h"
#include "mpi/report_findings.h"
#include "mpi/report_labels.h"
#include "mpi/report_tables.h"
#include "mpi/report_view.h"
#include "sim/task.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Longest title, heading, and value of an attribute on the page [characters]. */
enum { TITLE_MAX = 300, NAME_MAX = 100, VALUE_MAX = 1000 };

/* How attributes are called, in the order in which they are shown; others follow. */
static const struct {
    const char *name, *label;
} labels[] = {
    { "created", "Made" },
    { "seed", "Seed" },
    { "nonzero_version", "nonzero" },
    { "nonzero_commit", "Commit" },
    { "command", "Command" },
    { "ranks", "Ranks" },
    { "nodes", "Nodes" },
    { "host", "Host of rank 0" },
    { "processor", "Processor" },
    { "slurm_job_id", "Slurm job" },
    { "sessions", "Sessions" },
    { "wall_time_s", "Wall time [s]" },
    { "core_time_s", "Core time [s]" },
    { "last_wall_time_s", "Wall time of the last session [s]" },
    { "compiler", "Compiler" },
    { "gsl_version", "GSL" },
    { "netcdf_version", "netCDF" },
    { "mpi_library", "MPI" },
    { "study_hash", "Hash of the study (XXH3)" },
    { "nonzero_format", "Version of the file's layout" },
    { "Conventions", "Conventions" },
};
enum { N_LABELS = sizeof(labels) / sizeof(labels[0]) };

static const char *
title_of(const nz_report_page_t *page)
{
    return page->title != NULL ? page->title : page->run->parts[0].study.title;
}

static void
put_head(const nz_report_page_t *page, FILE *out)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
          "form-action 'none'; script-src 'sha256-",
        out);
    nz_html_put_base64(out, nz_report_js_sha256, sizeof(nz_report_js_sha256));
    fputs("'\">\n<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"generator\" content=\"nonzero\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>",
        out);
    nz_html_put_text(out, title_of(page), TITLE_MAX);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n", nz_report_css);
}

/* "9 models of 10^7 to 10^11 parameters, 4 test sizes of 20 to 10 000 items, ..." */
static void
put_extent(const nz_study_t *study, FILE *out)
{
    const nz_list_double_t *sizes = &study->models.parameters;
    const nz_list_count_t *items = &study->test_sizes;

    nz_report_labels_put_count(out, sizes->n, "model");
    fputs(" of ", out);
    nz_html_put_number(out, sizes->values[0], 4);
    if (sizes->n > 1) {
        fputs(" to ", out);
        nz_html_put_number(out, sizes->values[sizes->n - 1], 4);
    }
    fputs(" parameters · ", out);
    nz_report_labels_put_count(out, items->n, "test size");
    fputs(items->n > 1 ? ", " : " of ", out);
    nz_html_put_count(out, items->values[0]);
    if (items->n > 1) {
        fputs(" to ", out);
        nz_html_put_count(out, items->values[items->n - 1]);
    }
    fputs(" items · ", out);
    nz_html_put_count(out, study->replicates);
    fputs(" simulated test sets of each · level ", out);
    nz_html_put_number(out, study->level, 12);
    fprintf(out, " · seed %" PRIu64, study->seed);
}

static void
put_header(const nz_report_page_t *page, FILE *out)
{
    const nz_run_t *run = page->run;

    fputs("<header>\n<h1 dir=\"auto\">", out);
    nz_html_put_text(out, title_of(page), TITLE_MAX);
    fputs("</h1>\n<p class=\"extent\">", out);
    put_extent(&run->parts[0].study, out);
    fputs("</p>\n<nav aria-label=\"Sections\"><ul>\n<li><a href=\"#findings\">Findings"
          "</a></li>\n",
        out);
    fputs(run->n_parts > 1 ? "<li><a href=\"#all\">All tasks together</a></li>\n" : "",
        out);
    for (size_t i = 0; run->n_parts > 1 && i < run->n_parts; i++) {
        fprintf(out, "<li><a href=\"#task-%zu\"><bdi>", i + 1);
        nz_html_put_text(out, run->parts[i].study.task.name, NAME_MAX);
        fputs("</bdi></a></li>\n", out);
    }
    nz_report_view_t view;
    if (run->n_parts == 1) {
        fputs(nz_report_view_open_nonlinear(&view, &run->parts[0])
                  ? "<li><a href=\"#task-1-sizes\">Test size</a></li>\n"
                  : "",
            out);
        fputs("<li><a href=\"#task-1-figures\">Figures</a></li>\n"
              "<li><a href=\"#task-1-tables\">Tables</a></li>\n",
            out);
    }
    fputs("<li><a href=\"#again\">Run it again</a></li>\n"
          "<li><a href=\"#provenance\">Provenance</a></li>\n</ul></nav>\n</header>\n",
        out);
}

static nz_status_t
put_findings(const nz_run_t *run, FILE *out)
{
    nz_report_findings_t findings = { 0 };
    const nz_status_t status = nz_report_findings_make(run, &findings);
    if (status != NZ_OK) {
        return status;
    }
    fputs("<section id=\"findings\">\n<h2>What the run shows</h2>\n<ol>\n", out);
    for (size_t i = 0; i < findings.n; i++) {
        fputs("<li><p class=\"headline\">", out);
        nz_html_put_text(out, findings.items[i].headline, SIZE_MAX);
        fputs("</p><p>", out);
        nz_html_put_text(out, findings.items[i].detail, SIZE_MAX);
        fputs("</p></li>\n", out);
    }
    fputs("</ol>\n</section>\n", out);
    nz_report_findings_free(&findings);
    return NZ_OK;
}

/* The part of a task's section that is called @p id and headed @p heading. */
static void
put_heading(size_t i_part, const char *id, int level, const char *heading, FILE *out)
{
    fprintf(
        out, "<h%d id=\"task-%zu-%s\">%s</h%d>\n", level, i_part + 1, id, heading, level);
}

static nz_status_t
put_task(
    nz_report_figures_t *figures, size_t i_part, FILE *out, nz_diagnostics_t *diagnostics)
{
    const nz_run_t *run = figures->run;
    const nz_summary_t *part = &run->parts[i_part];
    const int level = run->n_parts > 1 ? 3 : 2;

    fprintf(out, "<section id=\"task-%zu\">\n", i_part + 1);
    if (run->n_parts > 1) {
        fputs("<h2 class=\"task\"><bdi>", out);
        nz_html_put_text(out, part->study.task.name, NAME_MAX);
        fprintf(out, "</bdi> <span class=\"e\">a task of kind %s</span></h2>\n",
            nz_task_type(part->study.task.kind)->name);
    }
    nz_report_view_t view;
    if (nz_report_view_open_nonlinear(&view, part)) {
        put_heading(i_part, "sizes", level, "What a test size shows", out);
        nz_report_explorer_put(part, figures->room, level + 1, out);
    }
    if (i_part == 0 || !figures->is_without_gnuplot) {
        put_heading(i_part, "figures", level, "Figures", out);
    }
    const nz_status_t status =
        nz_report_figures_put(figures, part, level + 1, out, diagnostics);
    if (status == NZ_OK) {
        put_heading(i_part, "tables", level, "Tables", out);
        nz_report_tables_put(part, figures->room, out);
        fputs("</section>\n", out);
    }
    return status;
}

static nz_status_t
put_tasks(const nz_report_page_t *page, FILE *out, nz_diagnostics_t *diagnostics)
{
    nz_report_room_t room = { NZ_REPORT_ROWS_MAX, NZ_REPORT_FIGURES_MAX };
    nz_report_figures_t figures = {
        .run = page->run, .run_path = page->run_path, .room = &room
    };
    nz_status_t status = NZ_OK;

    if (page->run->n_parts > 1) {
        fputs("<section id=\"all\">\n<h2>All tasks together</h2>\n", out);
        status = nz_report_figures_put(&figures, NULL, 3, out, diagnostics);
        fputs("</section>\n", out);
    }
    for (size_t i = 0; i < page->run->n_parts && status == NZ_OK; i++) {
        status = put_task(&figures, i, out, diagnostics);
    }
    return status;
}

static nz_status_t
put_again(const nz_report_page_t *page, FILE *out)
{
    const char *observed = page->run->parts[0].study.observed;
    char *yaml = NULL;
    const nz_status_t status = nz_run_to_yaml(page->run, &yaml);
    if (status != NZ_OK) {
        return status;
    }
    fputs("<section id=\"again\">\n<h2>Run it again</h2>\n<p>Save this study as "
          "<code>study.yaml</code>",
        out);
    if (observed != NULL) {
        fputs(" beside the table of real results that it names, <code>", out);
        nz_html_put_text(out, observed, NAME_MAX);
        fputs("</code>", out);
    }
    fputs(". Then the commands make this run and this page; on any number of ranks, as "
          "under <code>mpirun</code> or <code>srun</code>, the numbers are the "
          "same.</p>\n<pre>",
        out);
    fputs("nonzero simulate study.yaml -o ", out);
    nz_report_command_put_path(out, page->run_path, "run.nc");
    fputs("\nnonzero report ", out);
    nz_report_command_put_path(out, page->run_path, "run.nc");
    if (page->title != NULL) {
        fputs(" --title=", out);
        nz_report_command_put_word(out, page->title, "TITLE");
    }
    fputs(" -o report.html\n</pre>\n<details open><summary>The study, every default "
          "written out</summary>\n<pre>",
        out);
    nz_html_put_lines(out, yaml);
    fputs("</pre></details>\n</section>\n", out);
    free(yaml);
    return NZ_OK;
}

static void
put_attribute(const char *label, const char *value, FILE *out)
{
    fputs("<tr><th scope=\"row\">", out);
    nz_html_put_text(out, label, NAME_MAX);
    fputs("</th><td class=\"text\">", out);
    nz_html_put_text(out, value, VALUE_MAX);
    fputs("</td></tr>\n", out);
}

/* Whether the page has the attribute in another place. */
static bool
is_elsewhere(const char *name)
{
    bool is_listed = strcmp(name, "study") == 0 || strcmp(name, "title") == 0;

    for (size_t i = 0; i < N_LABELS; i++) {
        is_listed = is_listed || strcmp(name, labels[i].name) == 0;
    }
    return is_listed;
}

static void
put_provenance(const nz_report_page_t *page, FILE *out)
{
    const nz_run_attributes_t *attributes = page->attributes;

    fputs("<section id=\"provenance\">\n<h2>Provenance</h2>\n"
          "<div class=\"scroll\"><table class=\"pairs\">\n<tbody>\n",
        out);
    put_attribute("Run file", page->run_path, out);
    for (size_t i = 0; i < N_LABELS; i++) {
        const char *value = nz_run_attributes_find(attributes, labels[i].name);
        if (value != NULL) {
            put_attribute(labels[i].label, value, out);
        }
    }
    for (size_t i = 0; i < attributes->n; i++) {
        if (!is_elsewhere(attributes->texts[2 * i])) {
            put_attribute(attributes->texts[2 * i], attributes->texts[2 * i + 1], out);
        }
    }
    fputs("</tbody></table></div>\n<p>Every digit of every number: <code>nonzero export ",
        out);
    nz_report_command_put_path(out, page->run_path, "RUN.nc");
    fputs("</code>.</p>\n</section>\n", out);
}

nz_status_t
nz_report_page_write(
    const nz_report_page_t *page, FILE *out, nz_diagnostics_t *diagnostics)
{
    if (page == NULL || page->run == NULL || page->run->n_parts == 0
        || page->run_path == NULL || page->attributes == NULL || out == NULL
        || diagnostics == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    put_head(page, out);
    fputs("<body>\n", out);
    put_header(page, out);
    fputs("<main>\n", out);
    nz_status_t status = put_findings(page->run, out);
    if (status == NZ_OK) {
        status = put_tasks(page, out, diagnostics);
    }
    if (status == NZ_OK) {
        status = put_again(page, out);
    }
    if (status == NZ_OK) {
        put_provenance(page, out);
        fprintf(out, "</main>\n<script>%s</script>\n</body>\n</html>\n", nz_report_js);
        status = ferror(out) ? NZ_ERR_IO : NZ_OK;
    }
    return status;
}
