#include "tests/refused.h"

#include "sim/study.h"
#include "tests/testlib.h"

#include <stdio.h>
#include <string.h>

const char *const nz_refused_base[NZ_REFUSED_LINES] = { "seed: 1",
    "models: {parameters: [1e7, 1e8]}", "law: {c: 1e8, alpha: -0.35}",
    "task: {tokens: [1, 5]}", "test_sizes: [20, 100]", "" };

void
nz_refused_text(size_t line, const char *replacement, char *out, size_t size)
{
    size_t used = 0;

    for (size_t i = 0; i < NZ_REFUSED_LINES; i++) {
        used += (size_t) snprintf(out + used, size - used, "%s\n",
            i + 1 == line ? replacement : nz_refused_base[i]);
    }
}

void
nz_refused_check(const char *text, size_t size, const char *const *messages)
{
    nz_diagnostics_t d = { 0 };
    nz_study_t study;
    nz_study_t untouched;
    size_t n = 0;

    memset(&study, 0x5A, sizeof(study));
    memcpy(&untouched, &study, sizeof(study));
    CU_ASSERT_EQUAL(
        nz_study_parse(text, size, "study.yaml", NULL, 0, &study, &d), NZ_ERR_INPUT);
    CU_ASSERT_EQUAL(memcmp(&study, &untouched, sizeof(study)), 0);
    for (; n < NZ_REFUSED_MESSAGES_MAX && messages[n] != NULL; n++) {
        char expected[NZ_DIAGNOSTIC_TEXT_MAX];
        const char *actual = n < d.n ? d.text[n] : "nothing";
        (void) snprintf(expected, sizeof(expected), "study.yaml:%s", messages[n]);
        if (strcmp(actual, expected) != 0) {
            printf(
                "\n    %s\n    expected %s\n    found    %s\n", text, expected, actual);
        }
        CU_ASSERT_STRING_EQUAL(actual, expected);
    }
    CU_ASSERT_EQUAL(d.n, n);
    CU_ASSERT_EQUAL(d.n_omitted, 0);
}
