/* Every study in configs/ is accepted, and the real example is what it says. */
#include "sim/observed.h"
#include "sim/studies.h"
#include "tests/testlib.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static nz_studies_t
read_config(const char *name)
{
    static char text[65536];
    char path[1024];
    nz_diagnostics_t d = { 0 };
    nz_studies_t studies = { 0 };
    FILE *from = NULL;
    size_t size = 0;

    (void) snprintf(path, sizeof(path), "%s/%s", NZ_CONFIGS_DIR, name);
    from = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(from);
    size = fread(text, 1, sizeof(text), from);
    CU_ASSERT_TRUE_FATAL(size < sizeof(text));
    (void) fclose(from);
    if (nz_studies_parse(text, size, path, NULL, 0, &studies, &d) != NZ_OK) {
        printf("\n    %s\n", d.text[0]);
        CU_FAIL_FATAL("a study in configs is refused");
    }
    return studies;
}

static void
test_configs_are_accepted(void)
{
    DIR *folder = opendir(NZ_CONFIGS_DIR);
    size_t n = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot != NULL && strcmp(dot, ".yaml") == 0) {
            nz_studies_t studies = read_config(e->d_name);
            const nz_study_t *study = &studies.parts[0];
            CU_ASSERT_TRUE(strlen(study->title) > 0);
            if (study->observed != NULL) {
                char path[1024];
                nz_observed_t table = { 0 };
                nz_diagnostics_t d = { 0 };
                (void) snprintf(
                    path, sizeof(path), "%s/%s", NZ_CONFIGS_DIR, study->observed);
                CU_ASSERT_EQUAL(nz_observed_read(path, &table, &d), NZ_OK);
                nz_observed_free(&table);
            }
            nz_studies_free(&studies);
            n++;
        }
    }
    (void) closedir(folder);
    CU_ASSERT_TRUE(n >= 11);
}

static void
test_mirage_is_the_model_of_the_article(void)
{
    nz_studies_t studies = read_config("mirage.yaml");
    const nz_study_t s = studies.parts[0];

    CU_ASSERT_EQUAL(s.models.parameters.n, 9);
    CU_ASSERT_TRUE(s.law.c == 1e8 && s.law.alpha == -0.35 && s.law.irreducible == 0.0);
    CU_ASSERT_TRUE(s.task.difficulty.n == 3 && s.task.difficulty.values[2] == 20);
    CU_ASSERT_TRUE(s.test_sizes.n == 4 && s.test_sizes.values[3] == 10000);
    CU_ASSERT_TRUE(s.replicates == 2000 && s.seed == 20230428);
    CU_ASSERT_TRUE(s.metrics.n == 2 && s.intervals.n == 3);
    CU_ASSERT_PTR_NULL(s.observed);
    nz_studies_free(&studies);
}

/* The law written for four tokens gives the accuracy that was fitted. */
static void
test_opt_law_is_the_fit(void)
{
    nz_studies_t studies = read_config("opt-addition.yaml");
    const nz_study_t s = studies.parts[0];

    CU_ASSERT_EQUAL_FATAL(s.models.parameters.n, 8);
    CU_ASSERT_EQUAL_FATAL(s.task.difficulty.n, 1);
    for (size_t i = 0; i < 8; i++) {
        double parameters = s.models.parameters.values[i];
        double loss = 0.0;
        NZ_ASSERT_OK(nz_law_loss(&s.law, parameters, &loss));
        NZ_ASSERT_REL(exp(-(double) s.task.difficulty.values[0] * loss),
            exp(-exp(2.1108) * pow(parameters / 1e9, -0.2316)), 1e-9);
    }
    nz_studies_free(&studies);
}

static void
test_opt_table_is_the_published_one(void)
{
    static const uint64_t successes[] = { 0, 1, 1, 3, 13, 15, 29, 108 };
    nz_studies_t studies = read_config("opt-addition.yaml");
    const nz_study_t s = studies.parts[0];
    nz_diagnostics_t d = { 0 };
    nz_observed_t t = { 0 };

    NZ_ASSERT_OK(nz_observed_read(NZ_CONFIGS_DIR "/opt-addition.csv", &t, &d));
    CU_ASSERT_EQUAL_FATAL(t.n_rows, 8);
    for (size_t i = 0; i < 8; i++) {
        CU_ASSERT_EQUAL(t.rows[i].parameters, s.models.parameters.values[i]);
        CU_ASSERT_STRING_EQUAL(t.rows[i].model, s.models.names.values[i]);
        CU_ASSERT_STRING_EQUAL(t.rows[i].family, "OPT");
        CU_ASSERT_EQUAL(t.rows[i].trials, 2000);
        CU_ASSERT_EQUAL(t.rows[i].successes, successes[i]);
    }
    nz_observed_free(&t);
    nz_studies_free(&studies);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_configs_are_accepted),
        NZ_TEST(test_mirage_is_the_model_of_the_article),
        NZ_TEST(test_opt_law_is_the_fit),
        NZ_TEST(test_opt_table_is_the_published_one),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("configs", tests, argc, argv);
}
