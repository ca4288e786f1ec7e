/* What a study file is refused for: the position and the whole text of every message. */
#include "sim/study.h"
#include "tests/refused.h"
#include "tests/testlib.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ALL_METRICS                                                                      \
    "accuracy, token_edit_distance, token_accuracy, subset_accuracy, "                   \
    "item_accuracy, multiple_choice_grade, brier_score, cross_entropy, "                 \
    "reconstruction_rate, mean_squared_error, pass_at_k, inverse_sampling"

#define ALL_METHODS                                                                      \
    "wald, wilson, clopper_pearson, mid_p, jeffreys, modified_jeffreys, agresti_coull, " \
    "bayes_uniform, anytime, student_t, bootstrap_percentile, bootstrap_basic, "         \
    "bootstrap_normal, bootstrap_studentized, bootstrap_bca"

static void
test_parse_accepts_base(void)
{
    char text[1024];
    nz_diagnostics_t d = { 0 };
    nz_study_t study;

    nz_refused_text(6, "", text, sizeof(text));
    NZ_ASSERT_OK(nz_study_parse(text, strlen(text), "study.yaml", NULL, 0, &study, &d));
    CU_ASSERT_EQUAL(d.n, 0);
    nz_study_free(&study);
}

/* One wrong line each. */
static const struct {
    size_t line;
    const char *replacement;
    const char *messages[NZ_REFUSED_MESSAGES_MAX];
} line_cases[] = {
    { 1, "seed: 1e8z",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`1e8z`" } },
    { 1, "seed: 0x10",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`0x10`: write it in decimal" } },
    { 1, "seed: 010",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found `010`: "
          "write it without leading zeros" } },
    { 1, "seed: 0o17",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`0o17`: write it in decimal" } },
    { 1, "seed: 1_000",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`1_000`: write it without underscores" } },
    { 1, "seed: -1",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`-1`" } },
    { 1, "seed: 1.5",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`1.5`" } },
    { 1, "seed: 18446744073709551616",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`18446744073709551616`" } },
    { 1, "seed: \"5\"",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found the "
          "text \"5\": write it without quotes" } },
    { 1, "seed: [1]",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found a "
          "list" } },
    { 1, "seed: {a: 1}",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found a "
          "mapping" } },
    { 1, "seed:",
        { "1:6: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "nothing" } },
    { 1, "seed: ~",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "nothing" } },
    { 1, "seed: .inf",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`.inf`" } },
    { 1, "seed: 1111111111111111111111111111111111111111111111111111111111111111111111",
        { "1:7: `seed`: expected a whole number, 0 to 18446744073709551615, found "
          "`1111111111111111111111111111111111111111...`" } },
    { 1, "replicates: 0",
        { "1:13: `replicates`: expected a whole number, 1 to 1000000000, found `0`" } },
    { 1, "replicates: 2e9",
        { "1:13: `replicates`: expected a whole number, 1 to 1000000000, found `2e9`" } },
    { 1, "replicates: yes",
        { "1:13: `replicates`: expected a whole number, 1 to 1000000000, found `yes`" } },
    { 1, "level: \"0.95\"",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found the text "
          "\"0.95\": write it without quotes" } },
    { 1, "level: 95",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `95`: level is "
          "a fraction: write 0.95" } },
    { 1, "level: 0.4",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `0.4`" } },
    { 1, "level: 1",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `1`" } },
    { 1, "level: 99.9",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `99.9`: level "
          "is a fraction: write 0.999" } },
    { 1, "level: nan",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `nan`" } },
    { 1, "level: inf",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `inf`" } },
    { 1, "level: 1e999",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `1e999`" } },
    { 1, "level: 95%",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `95%`" } },
    { 1, "level: 0,95",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `0,95`" } },
    { 1, "level: +",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `+`" } },
    { 1, "level: 0.95 0.99",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `0.95 0.99`" } },
    { 1, "level: 200",
        { "1:8: `level`: expected a number, 0.5 to 0.999999999999, found `200`" } },
    { 3, "law: {c: 1e8, alpha: 0.35}",
        { "3:22: `law.alpha`: expected a number, at least -10 and below 0, found `0.35`: "
          "the exponent is negative, for the loss falls as models grow" } },
    { 3, "law: {c: 1e8, alpha: 0}",
        { "3:22: `law.alpha`: expected a number, at least -10 and below 0, found `0`: "
          "the exponent is negative, for the loss falls as models grow" } },
    { 3, "law: {c: 1e8, alpha: -11}",
        { "3:22: `law.alpha`: expected a number, at least -10 and below 0, found "
          "`-11`" } },
    { 3, "law: {c: 0, alpha: -1}",
        { "3:10: `law.c`: expected a number, above 0 and at most 1e+100, found `0`" } },
    { 3, "law: {c: -1, alpha: -1}",
        { "3:10: `law.c`: expected a number, above 0 and at most 1e+100, found `-1`" } },
    { 3, "law: {c: 1e101, alpha: -1}",
        { "3:10: `law.c`: expected a number, above 0 and at most 1e+100, found "
          "`1e101`" } },
    { 3, "law: {c: 1e-999, alpha: -1}",
        { "3:10: `law.c`: expected a number, above 0 and at most 1e+100, found "
          "`1e-999`" } },
    { 3, "law: {c: 1e8, alpha: -1, irreducible: -0.1}",
        { "3:39: `law.irreducible`: expected a number, 0 to 1000, found `-0.1`" } },
    { 3, "law: {c: 1e8}", { "3:6: missing key `law.alpha`: Exponent of the law." } },
    { 3, "law: {alpha: -1}",
        { "3:6: missing key `law.c`: Size at which the reducible loss is 1 nat per "
          "token." } },
    { 3, "law: {}",
        { "3:6: missing key `law.c`: Size at which the reducible loss is 1 nat per "
          "token.",
            "3:6: missing key `law.alpha`: Exponent of the law." } },
    { 3, "",
        { "1:1: missing key `law.c`: Size at which the reducible loss is 1 nat per "
          "token.",
            "1:1: missing key `law.alpha`: Exponent of the law." } },
    { 3, "law: 5", { "3:6: `law`: expected a mapping (keys with values), found `5`" } },
    { 3, "law:", { "3:5: `law`: expected a mapping (keys with values), found nothing" } },
    { 3, "law: [1, 2]",
        { "3:6: `law`: expected a mapping (keys with values), found a list" } },
    { 3, "law: {kind: powr, c: 1e8, alpha: -1}",
        { "3:13: `law.kind`: expected one of power, table, found `powr`: did you mean "
          "`power`?" } },
    { 3, "law: {c: 1e8, alpha: -1, aplha: -1}",
        { "3:26: unknown key `law.aplha`; did you mean `law.alpha`?" } },
    { 3, "law: {c: 1e8, alpha: -1, test_sizes: 3}",
        { "3:26: unknown key `law.test_sizes`; did you mean `test_sizes`?" } },
    { 3, "law.alpha: -0.5",
        { "3:1: unknown key `law.alpha`: write `alpha` inside `law:`",
            "1:1: missing key `law.c`: Size at which the reducible loss is 1 nat per "
            "token.",
            "1:1: missing key `law.alpha`: Exponent of the law." } },
    { 3, "law: {c: 1e8, alpha: -1, alpha: -2}",
        { "3:26: duplicate key `alpha`, first given at line 3" } },
    { 3, "law: {c: 1e8, alpha: -1, zzzzzzz: -2}", { "3:26: unknown key `law.zzzzzzz`" } },
    { 4, "task: {tokens: []}",
        { "4:16: `task.tokens`: expected at least one value, found an empty list" } },
    { 4, "task: {tokens: [0]}",
        { "4:17: `task.tokens`: expected a whole number, 1 to 1000000, found `0`" } },
    { 4, "task: {tokens: [1, 1]}",
        { "4:20: `task.tokens`: expected distinct values, found `1` twice" } },
    { 4, "task: {tokens: [5, 1]}",
        { "4:20: `task.tokens`: expected increasing values, found `1` after `5`" } },
    { 4, "task: {tokens: [1, 2000000]}",
        { "4:20: `task.tokens`: expected a whole number, 1 to 1000000, found "
          "`2000000`" } },
    { 4, "task: {tokens: {from: 1, to: 5, count: 5}}",
        { "4:16: `task.tokens`: expected a list, found a mapping" } },
    { 4, "task: {tokens: [1, [2]]}",
        { "4:20: `task.tokens`: expected a whole number, 1 to 1000000, found a list" } },
    { 4, "task: {tokens: [1, {a: 2}]}",
        { "4:20: `task.tokens`: expected a whole number, 1 to 1000000, found a "
          "mapping" } },
    { 4, "task: {tokens: [1, x, 2.5, -3]}",
        { "4:20: `task.tokens`: expected a whole number, 1 to 1000000, found `x`",
            "4:23: `task.tokens`: expected a whole number, 1 to 1000000, found `2.5`",
            "4:28: `task.tokens`: expected a whole number, 1 to 1000000, found `-3`" } },
    { 4, "task: {}",
        { "4:7: missing key `task.tokens`: Target lengths, the difficulty axis of the "
          "study." } },
    { 4, "task: {tokens: 1, item_correlation: 1}",
        { "4:37: `task.item_correlation`: expected a number, at least 0 and below 1, "
          "found `1`" } },
    { 4, "task: {tokens: 1, item_correlation: -0.1}",
        { "4:37: `task.item_correlation`: expected a number, at least 0 and below 1, "
          "found `-0.1`" } },
    { 4, "task: {tokens: null}",
        { "4:16: `task.tokens`: expected a whole number, 1 to 1000000, found nothing" } },
    { 5, "test_sizes: [20, 100, 50, 50]",
        { "5:23: `test_sizes`: expected increasing values, found `50` after `100`" } },
    { 5, "test_sizes: [-5, 20]",
        { "5:14: `test_sizes`: expected a whole number, 1 to 9007199254740992, found "
          "`-5`" } },
    { 5, "test_sizes: 9007199254740993",
        { "5:13: `test_sizes`: expected a whole number, 1 to 9007199254740992, found "
          "`9007199254740993`" } },
    { 5, "test_sizes: abc",
        { "5:13: `test_sizes`: expected a whole number, 1 to 9007199254740992, found "
          "`abc`" } },
    { 5, "", { "1:1: missing key `test_sizes`: Numbers of items in a test set." } },
    { 5, "tst_sizes: [20]",
        { "5:1: unknown key `tst_sizes`; did you mean `test_sizes`?",
            "1:1: missing key `test_sizes`: Numbers of items in a test set." } },
    { 5, "test_sizes: [20, 9007199254740992]",
        { "5:13: `test_sizes`: expected at most 1801439850948198 items where `tokens` is "
          "5, found 9007199254740992" } },
    { 5, "test_sizes: [20]\ntest_sizes: [30]",
        { "6:1: duplicate key `test_sizes`, first given at line 5" } },
    { 2, "models: {}",
        { "2:9: missing key `models.parameters`: Sizes of the models: a list, or {from: "
          "1e7, to: 1e11, count: 9} for equal steps in the logarithm." } },
    { 2, "models: {parameters: []}",
        { "2:22: `models.parameters`: expected at least one value, found an empty "
          "list" } },
    { 2, "models: {parameters: [1e7, 1e7]}",
        { "2:28: `models.parameters`: expected distinct values, found `1e7` twice" } },
    { 2, "models: {parameters: [1e8, 1e7]}",
        { "2:28: `models.parameters`: expected increasing values, found `1e7` after "
          "`1e8`" } },
    { 2, "models: {parameters: [0.5]}",
        { "2:23: `models.parameters`: expected a number, 1 to 1e+18, found `0.5`" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e11}}",
        { "2:22: missing key `models.parameters.count`" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e11, count: 1}}",
        { "2:51: `models.parameters.count`: expected a whole number, 2 to 1000, found "
          "`1`" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e11, count: 1001}}",
        { "2:51: `models.parameters.count`: expected a whole number, 2 to 1000, found "
          "`1001`" } },
    { 2, "models: {parameters: {from: 1e11, to: 1e7, count: 3}}",
        { "2:22: `models.parameters`: expected `from` below `to`, with room for `count` "
          "values, found a mapping" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e7, count: 3}}",
        { "2:22: `models.parameters`: expected `from` below `to`, with room for `count` "
          "values, found a mapping" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e8, count: 3, step: 2}}",
        { "2:53: unknown key `models.parameters.step`: expected from, to and count" } },
    { 2, "models: {parameters: {from: 1e7, to: 1e19, count: 2.5}}",
        { "2:38: `models.parameters.to`: expected a number, 1 to 1e+18, found `1e19`",
            "2:51: `models.parameters.count`: expected a whole number, 2 to 1000, found "
            "`2.5`" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a]}",
        { "2:41: `models.names`: expected 2 names, one per model size, found 1" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a, a]}",
        { "2:45: `models.names`: expected distinct values, found `a` twice" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a, \"\"]}",
        { "2:45: `models.names`: expected text of 1 to 100 bytes, found the text "
          "\"\"" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a, [b]]}",
        { "2:45: `models.names`: expected text, found a list" } },
    { 2, "models: {parameters: [1e7, 1e8], names: {a: b}}",
        { "2:41: `models.names`: expected a list, found a mapping" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a, \"b\\n\"]}",
        { "2:45: `models.names`: expected text without control characters, found the "
          "text \"b?\"" } },
    { 2, "models: {parameters: [1e7, 1e8], names: []}",
        { "2:41: `models.names`: expected at least one value, found an empty list" } },
    { 2,
        "models: {parameters: [1e7, 1e8], names: [a, "
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxx]}",
        { "2:45: `models.names`: expected text of 1 to 100 bytes, found "
          "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...`" } },
    { 2, "models: {parameters: [1e7, 1e8], names: [a, ~]}",
        { "2:45: `models.names`: expected text, found nothing" } },
    { 2, "models: {parameters: {from: 1, to: 4, count: 4}, keep_every: [1, 3, 4]}",
        { "2:62: `models.keep_every`: expected strides that leave at least 2 models, "
          "found 4, which leaves 1 of 4" } },
    { 2, "models: {parameters: [1e7], keep_every: 2}",
        { "2:41: `models.keep_every`: expected strides that leave at least 2 models, "
          "found 2, which leaves 1 of 1" } },
    { 2, "models: {parameters: [1e7, 1e8], keep_every: [2, 1]}",
        { "2:50: `models.keep_every`: expected increasing values, found `1` after "
          "`2`" } },
    { 2, "models: {parameters: [1e7, 1e8], keep_every: [1, 1]}",
        { "2:50: `models.keep_every`: expected distinct values, found `1` twice" } },
    { 2, "models: {parameters: [1e7, 1e8], keep_every: 0}",
        { "2:46: `models.keep_every`: expected a whole number, 1 to 1000, found `0`" } },
    { 2, "models: {parameters: [1e7, 1e8], keep_every: 1.5}",
        { "2:46: `models.keep_every`: expected a whole number, 1 to 1000, found "
          "`1.5`" } },
    { 6, "metrics: []",
        { "6:10: `metrics`: expected at least one value, found an empty list" } },
    { 6, "metrics: [acuracy]",
        { "6:11: `metrics`: expected one of " ALL_METRICS ", found "
          "`acuracy`: did you mean `accuracy`?" } },
    { 6, "metrics: [accuracy, accuracy]",
        { "6:21: `metrics`: expected distinct values, found `accuracy` twice" } },
    { 6, "metrics: [[accuracy]]",
        { "6:11: `metrics`: expected one of " ALL_METRICS ", found a "
          "list" } },
    { 6, "metrics: bleu",
        { "6:10: `metrics`: expected one of " ALL_METRICS ", found "
          "`bleu`" } },
    { 6, "intervals: [wilson, wilson]",
        { "6:21: `intervals`: expected distinct values, found `wilson` twice" } },
    { 6, "intervals: [walt]",
        { "6:13: `intervals`: expected one of " ALL_METHODS
          ", found `walt`: did you mean "
          "`wald`?" } },
    { 6, "intervals: [wilson, all]",
        { "6:21: `intervals`: expected one of " ALL_METHODS ", found `all`" } },
    { 6, "bootstrap: {engine: exakt}",
        { "6:21: `bootstrap.engine`: expected one of exact, resample, found `exakt`: did "
          "you mean `exact`?" } },
    { 6, "bootstrap: {resamples: 5}",
        { "6:24: `bootstrap.resamples`: expected a whole number, 10 to 10000000, found "
          "`5`" } },
    { 6, "bootstrap: exact",
        { "6:12: `bootstrap`: expected a mapping (keys with values), found `exact`" } },
    { 6, "observed: \"\"",
        { "6:11: `observed`: expected text of 1 to 4096 bytes, found the text \"\"" } },
    { 6, "observed: [a]", { "6:11: `observed`: expected text, found a list" } },
    { 6, "observed: \"a\\u0007b\"",
        { "6:11: `observed`: expected text without control characters, found the text "
          "\"a?b\"" } },
    { 6, "title: a: b",
        { "6:9: not valid YAML: mapping values are not allowed in this context" } },
    { 6, "title: {a: b}",
        { "6:8: `title`: expected text, found a mapping: put text that holds \": \" in "
          "quotes" } },
    { 6, "title: [a]", { "6:8: `title`: expected text, found a list" } },
    { 6, "title:", { "6:7: `title`: expected text, found nothing" } },
    { 6, "title: \"a\\0b\"", { "6:8: text cannot hold the character \\0" } },
    { 6, "title: \"a\\eb\"",
        { "6:8: `title`: expected text without control characters, found the text "
          "\"a?b\"" } },
    { 6, "alpha: -0.5", { "6:1: unknown key `alpha`; did you mean `law.alpha`?" } },
    { 6, "sed: 3", { "6:1: unknown key `sed`; did you mean `seed`?" } },
    { 6, "? [a]\n: 5", { "6:3: expected the name of a key, found a list" } },
    { 6, "? {a: b}\n: 5", { "6:3: expected the name of a key, found a mapping" } },
    { 6, "title: &x hello",
        { "6:8: anchors and aliases (&name, *name) are not used in studies: write the "
          "value" } },
    { 6, "title: *x",
        { "6:8: anchors and aliases (&name, *name) are not used in studies: write the "
          "value" } },
    { 6, "title: !!str 5",
        { "6:8: tags (!name) are not used in studies: write the value alone" } },
    { 6, "seed2: !foo [1]",
        { "6:8: tags (!name) are not used in studies: write the value alone" } },
    { 6, "--- \nseed: 1",
        { "6:1: a second document starts here: a study is one document" } },
    { 6, "...\n---\nseed: 1",
        { "7:1: a second document starts here: a study is one document" } },
    { 6, "title: [[[[[[[[1]]]]]]]]", { "6:15: too many levels inside each other" } },
    { 6, "\tseed: 1", { "6:1: found a tab: YAML is indented with spaces" } },
    { 6, "title: [a, b",
        { "7:1: not valid YAML: did not find expected ',' or ']' while parsing a flow "
          "sequence that starts at line 6" } },
    { 6, "title: {a: b",
        { "7:1: not valid YAML: did not find expected ',' or '}' while parsing a flow "
          "mapping that starts at line 6" } },
    { 6, "title: \"abc",
        { "7:1: not valid YAML: found unexpected end of stream while scanning a quoted "
          "scalar that starts at line 6" } },
    { 6, "title: abc\n bad: 3\n",
        { "7:5: not valid YAML: mapping values are not allowed in this context" } },
    { 6, "title: @x",
        { "6:8: not valid YAML: found character that cannot start any token while "
          "scanning for the next token" } },
    { 6, "title: \303\251\377",
        { "6:9: expected UTF-8 text, found byte 0xFF; save the file as UTF-8" } },
    { 6, "intervals: all\nlevel: 2\nmetrics: x\nwhat: 3",
        { "9:1: unknown key `what`",
            "7:8: `level`: expected a number, 0.5 to 0.999999999999, found `2`",
            "8:10: `metrics`: expected one of " ALL_METRICS ", found "
            "`x`" } },
    { 6, "- a",
        { "6:1: not valid YAML: did not find expected key while parsing a block mapping "
          "that starts at line 1" } },
    { 6, "<<: {a: 1}", { "6:1: unknown key `<<`" } },
    { 6, "k\303\251: 1", { "6:1: unknown key `k\303\251`" } },
    { 6, "title: \"\\ud800\"",
        { "6:11: not valid YAML: found invalid Unicode character escape code while "
          "parsing a quoted scalar" } },
    { 6, "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 1",
        { "6:1: unknown key `kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk`" } },
    { 6, "models.parameters.from: 3", { "6:1: unknown key `models.parameters.from`" } },
    { 6, "law:\n  c: 1\n", { "6:1: duplicate key `law`, first given at line 3" } },
    { 6, "replicates: 1000000000\n%YAML 3",
        { "7:8: not valid YAML: did not find expected digit or '.' character while "
          "scanning a %YAML directive" } },
    { 6, "\"se\\0ed\": 1", { "6:1: text cannot hold the character \\0" } },
};

static void
test_parse_refuses_wrong_lines(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(line_cases); i++) {
        char text[2048];
        nz_refused_text(
            line_cases[i].line, line_cases[i].replacement, text, sizeof(text));
        nz_refused_check(text, strlen(text), line_cases[i].messages);
    }
}

/* Whole files, some with NUL bytes inside. */
static const struct {
    const char *text;
    size_t size;
    const char *message;
} file_cases[] = {
    { "", sizeof("") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found an empty file" },
    { "\n\n# only a comment\n", sizeof("\n\n# only a comment\n") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found an empty file" },
    { "---\n", sizeof("---\n") - 1,
        "2:1: expected a study (lines such as `seed: 1`), found nothing" },
    { "5", sizeof("5") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found `5`" },
    { "hello world", sizeof("hello world") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found `hello world`" },
    { "[1, 2]", sizeof("[1, 2]") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found a list" },
    { "- a\n- b\n", sizeof("- a\n- b\n") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found a list" },
    { "null", sizeof("null") - 1,
        "1:1: expected a study (lines such as `seed: 1`), found nothing" },
    { "\000\001ELF", sizeof("\000\001ELF") - 1,
        "1:1: expected text, found control character 0x00: is this a binary file?" },
    { "seed: 1\007", sizeof("seed: 1\007") - 1,
        "1:8: expected text, found control character 0x07: is this a binary file?" },
    { "seed: \377", sizeof("seed: \377") - 1,
        "1:7: expected UTF-8 text, found byte 0xFF; save the file as UTF-8" },
    { "\377\376s\000e\000", sizeof("\377\376s\000e\000") - 1,
        "1:1: expected UTF-8 text, found UTF-16; save it as UTF-8" },
    { "\376\377\000s", sizeof("\376\377\000s") - 1,
        "1:1: expected UTF-8 text, found UTF-16; save it as UTF-8" },
    { "seed: 1\n\303(", sizeof("seed: 1\n\303(") - 1,
        "2:1: expected UTF-8 text, found byte 0xC3; save the file as UTF-8" },
    { "[", sizeof("[") - 1,
        "2:1: not valid YAML: did not find expected node content while parsing a flow "
        "node" },
    { "{", sizeof("{") - 1,
        "2:1: not valid YAML: did not find expected node content while parsing a flow "
        "node" },
    { "\"", sizeof("\"") - 1,
        "1:2: not valid YAML: found unexpected end of stream while scanning a quoted "
        "scalar" },
    { "seed: 1\n\200", sizeof("seed: 1\n\200") - 1,
        "2:1: expected UTF-8 text, found byte 0x80; save the file as UTF-8" },
    { "\303\251\303\251: \355\240\200", sizeof("\303\251\303\251: \355\240\200") - 1,
        "1:5: expected UTF-8 text, found byte 0xED; save the file as UTF-8" },
    { "%FOO\n", sizeof("%FOO\n") - 1,
        "1:5: not valid YAML: found unknown directive name while scanning a directive" },
    { "&a [*a]", sizeof("&a [*a]") - 1,
        "1:1: anchors and aliases (&name, *name) are not used in studies: write the "
        "value" },
    { "*a", sizeof("*a") - 1,
        "1:1: anchors and aliases (&name, *name) are not used in studies: write the "
        "value" },
    { "a: \302\205", sizeof("a: \302\205") - 1,
        "1:4: expected text, found control character 0x85: is this a binary file?" },
};

static void
test_parse_refuses_wrong_files(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(file_cases); i++) {
        const char *messages[NZ_REFUSED_MESSAGES_MAX] = { file_cases[i].message, NULL };
        nz_refused_check(file_cases[i].text, file_cases[i].size, messages);
    }
}

/* Positions do not move with a byte-order mark or with CRLF. */
static void
test_parse_positions_with_mark_and_crlf(void)
{
    const char *messages[NZ_REFUSED_MESSAGES_MAX] = {
        "6:8: `level`: expected a number, 0.5 to 0.999999999999, found `3`", NULL
    };
    char text[2048];
    char converted[4096] = "\357\273\277";
    size_t used = 3;

    nz_refused_text(6, "level: 3", text, sizeof(text));
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\n') {
            converted[used++] = '\r';
        }
        converted[used++] = *p;
    }
    nz_refused_check(converted, used, messages);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_parse_accepts_base),
        NZ_TEST(test_parse_refuses_wrong_lines),
        NZ_TEST(test_parse_refuses_wrong_files),
        NZ_TEST(test_parse_positions_with_mark_and_crlf),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("study_refusals", tests, argc, argv);
}
