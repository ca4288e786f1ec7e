#include "mpi/figure.h"
#include "tests/figure_example.h"
#include "tests/figure_render.h"
#include "tests/testlib.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/nz-test-figure-XXXXXX";

static size_t
n_entries(void)
{
    size_t n = 0;
    DIR *dir = opendir(folder);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        n += entry->d_name[0] != '.';
    }
    closedir(dir);
    return n;
}

static void
test_hostile_titles_do_nothing(void)
{
    char huge[10001];
    memset(huge, '\'', sizeof(huge) - 1);
    huge[sizeof(huge) - 1] = '\0';
    const char *const titles[] = { "`touch X`", "'`touch X`'",
        "''''.system('touch X').''''", "'.system(\"touch X\").'",
        "\".system('touch X').\"", "\\\".system('touch X').\\\"",
        "'\nsystem 'touch X'\n'", "\"\nsystem 'touch X'\n!touch X\n", "@X {/:Bold {} ^_&",
        "<script>alert(1)</script> &amp;", "EOD\n$x << EOD", "\\140touch X\\140",
        "%s%n%d", "Größe der Prüfmenge: 模型 Модель نموذج", "\xFF\xFE\xC3", huge, "" };
    nz_example_t example = nz_example_mirage();
    nz_summary_t summary = nz_example_fill(&example);
    char *before = getcwd(NULL, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(before);
    CU_ASSERT_EQUAL_FATAL(chdir(folder), 0);
    for (size_t i = 0; i < NZ_COUNT_OF(titles) * 2; i++) {
        nz_figure_options_t options = { .title = titles[i / 2] };
        free(nz_render_svg(i % 2 ? "apparent-curve" : "resolution", &summary, &options));
        CU_ASSERT_EQUAL(n_entries(), 0);
    }
    CU_ASSERT_EQUAL_FATAL(chdir(before), 0);
    free(before);
    nz_summary_free(&summary);
}

/* The file's first bytes; "" if there is none. */
static void
read_start(const char *path, char start[8])
{
    memset(start, 0, 8);
    FILE *file = fopen(path, "rb");
    if (file != NULL) {
        CU_ASSERT_TRUE(fread(start, 1, 7, file) <= 7);
        fclose(file);
    }
}

static nz_status_t
write_to(const char *name, const nz_summary_t *summary, nz_diagnostics_t *diagnostics)
{
    const nz_run_t run = nz_run_of(summary);
    const nz_figure_input_t input = { .run = &run };
    char path[200];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    memset(diagnostics, 0, sizeof(*diagnostics));
    return nz_figure_write(
        nz_figure_kind_find("apparent-curve"), &input, NULL, path, diagnostics);
}

static void
test_write_makes_the_file(void)
{
    nz_example_t example = nz_example_opt();
    nz_summary_t summary = nz_example_fill(&example);
    nz_diagnostics_t diagnostics;
    char path[200], start[8];
    snprintf(path, sizeof(path), "%s/a 'b` c.PDF", folder);
    CU_ASSERT_EQUAL(write_to("a 'b` c.PDF", &summary, &diagnostics), NZ_OK);
    CU_ASSERT_EQUAL(n_entries(), 1);
    read_start(path, start);
    CU_ASSERT_EQUAL(memcmp(start, "%PDF-", 5), 0);
    CU_ASSERT_EQUAL(unlink(path), 0);
    nz_summary_free(&summary);
}

static void
test_write_errors_leave_nothing(void)
{
    nz_example_t example = nz_example_opt();
    nz_summary_t summary = nz_example_fill(&example);
    nz_diagnostics_t diagnostics;
    static const char *const names[] = { "a.jpg", "pdf", "a.pdf.", ".svg", "a.svgz" };
    for (size_t i = 0; i < NZ_COUNT_OF(names); i++) {
        CU_ASSERT_EQUAL(write_to(names[i], &summary, &diagnostics), NZ_ERR_INPUT);
        CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], ".pdf, .svg or .png"));
    }
    CU_ASSERT_EQUAL(write_to("no/such/a.pdf", &summary, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL(diagnostics.n, 1);
    CU_ASSERT_EQUAL(n_entries(), 0);
    nz_summary_free(&summary);
}

static void
test_write_keeps_the_old_file_when_gnuplot_is_missing(void)
{
    nz_example_t example = nz_example_opt();
    nz_summary_t summary = nz_example_fill(&example);
    nz_diagnostics_t diagnostics;
    char path[200], start[8];
    snprintf(path, sizeof(path), "%s/a.png", folder);
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("old", file);
    fclose(file);
    char *search = strdup(getenv("PATH") != NULL ? getenv("PATH") : "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(search);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", "/nowhere", 1), 0);
    CU_ASSERT_EQUAL(write_to("a.png", &summary, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", search, 1), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], "gnuplot-nox"));
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", "/nowhere", 1), 0);
    /* The path is tried first, before the work. */
    CU_ASSERT_EQUAL(write_to("no/such.png", &summary, &diagnostics), NZ_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(setenv("PATH", search, 1), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(diagnostics.text[0], "no/such.png"));
    read_start(path, start);
    CU_ASSERT_STRING_EQUAL(start, "old");
    CU_ASSERT_EQUAL(n_entries(), 1);
    CU_ASSERT_EQUAL(unlink(path), 0);
    free(search);
    nz_summary_free(&summary);
}

static void
test_script_reproduces_the_figure(void)
{
    static const char *const names[] = { "apparent-curve", "resolution" };
    nz_example_t example = nz_example_opt();
    nz_summary_t summary = nz_example_fill(&example);
    for (size_t i = 0; i < NZ_COUNT_OF(names); i++) {
        char *script = nz_script_of(names[i], &summary);
        char path[200], command[500];
        snprintf(path, sizeof(path), "%s/script.gp", folder);
        FILE *file = fopen(path, "w");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        fputs(script, file);
        fclose(file);
        snprintf(command, sizeof(command), "LC_ALL=C.UTF-8 gnuplot -d < %s 2>&1", path);
        FILE *piped = popen(command, "r");
        CU_ASSERT_PTR_NOT_NULL_FATAL(piped);
        size_t size = 0;
        char *expected = nz_render(names[i], &summary, NULL, NZ_FIGURE_SVG, &size);
        char *got = calloc(1, size + 1);
        CU_ASSERT_PTR_NOT_NULL_FATAL(got);
        CU_ASSERT_EQUAL(fread(got, 1, size + 1, piped), size);
        CU_ASSERT_EQUAL(pclose(piped), 0);
        CU_ASSERT_EQUAL(memcmp(got, expected, size), 0);
        free(got);
        free(expected);
        free(script);
        CU_ASSERT_EQUAL(unlink(path), 0);
    }
    nz_summary_free(&summary);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_hostile_titles_do_nothing),
        NZ_TEST(test_write_makes_the_file),
        NZ_TEST(test_write_errors_leave_nothing),
        NZ_TEST(test_write_keeps_the_old_file_when_gnuplot_is_missing),
        NZ_TEST(test_script_reproduces_the_figure),
        CU_TEST_INFO_NULL,
    };
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return EXIT_FAILURE;
    }
    int status = nz_test_main("figure_write", tests, argc, argv);
    if (rmdir(folder) != 0) {
        perror(folder);
        return EXIT_FAILURE;
    }
    return status;
}
