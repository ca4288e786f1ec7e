#include "sim/tally.h"
#include "tests/testlib.h"

#include <stdlib.h>
#include <string.h>

/* A tally of 2 models, 2 strides, 1 metric, 2 methods with different numbers in every
 * member. */
static void
fill(nz_tally_t *tally, double base, bool first)
{
    NZ_ASSERT_OK(nz_tally_init(tally, 2, 2, 1, 2));
    for (size_t i = 0; i < 2; i++) {
        int64_t keys[] = { 3, -1, 3, (int64_t) i };
        nz_moments_push(&tally->cells[i].estimate, base + (double) i);
        nz_moments_push(&tally->cells[i].estimate, base + 2.0);
        tally->cells[i].n_zero = 5 + i;
        nz_moments_push(&tally->cells[i].cost, base + 7.0 + (double) i);
        NZ_ASSERT_OK(nz_frequency_add(&tally->cells[i].totals, keys, 4));
        tally->first_estimates[i] = base * 10.0 + (double) i;
    }
    for (size_t i = 0; i < 4; i++) {
        tally->intervals[i].n_covered = 10 + i;
        tally->intervals[i].n_degenerate = 20 + i;
        tally->intervals[i].n_undefined = 30 + i;
        tally->intervals[i].n_infinite = 40 + i;
        nz_moments_push(&tally->intervals[i].width, base / 2.0 + (double) i);
        tally->first_intervals[i] =
            (nz_interval_t){ base, base + (double) i, NZ_INTERVAL_DEGENERATE };
    }
    for (size_t i = 0; i < 2; i++) {
        nz_curve_tally_t *curve = &tally->curves[i];
        int64_t keys[] = { nz_frequency_key(base + (double) i),
            nz_frequency_key(base + 3.0), nz_frequency_key(base + 4.0) };
        nz_moments_push(&curve->finite, base + (double) i);
        curve->n_plus_infinite = 2 + i;
        curve->n_minus_infinite = 3 + i;
        NZ_ASSERT_OK(nz_frequency_add(&curve->scores, &keys[0], 1));
        NZ_ASSERT_OK(nz_frequency_add(&curve->jumps, &keys[1], 1));
        NZ_ASSERT_OK(nz_frequency_add(&curve->jump_shares, &keys[2], 1));
    }
    tally->n_replicates = 2;
    tally->has_first = first;
}

static void
test_packing_carries_everything(void)
{
    nz_tally_t a = { 0 }, sum = { 0 };
    nz_packed_t packed = { 0 };

    fill(&a, 1.5, true);
    NZ_ASSERT_OK(nz_tally_init(&sum, 2, 2, 1, 2));
    NZ_ASSERT_OK(nz_tally_pack(&a, &packed));
    NZ_ASSERT_OK(nz_tally_merge_packed(&sum, packed.words, packed.n_words));
    CU_ASSERT_TRUE(sum.n_replicates == 2 && sum.has_first);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(
            memcmp(&sum.cells[i].estimate, &a.cells[i].estimate, sizeof(nz_moments_t)),
            0);
        CU_ASSERT_EQUAL(sum.cells[i].n_zero, 5 + i);
        CU_ASSERT_EQUAL(
            memcmp(&sum.cells[i].cost, &a.cells[i].cost, sizeof(nz_moments_t)), 0);
        CU_ASSERT_EQUAL(sum.cells[i].totals.total, 4);
        CU_ASSERT_EQUAL(nz_frequency_order(&sum.cells[i].totals, 4), 3);
        CU_ASSERT_EQUAL(nz_frequency_order(&sum.cells[i].totals, 2), (int64_t) i);
    }
    CU_ASSERT_EQUAL(memcmp(sum.intervals, a.intervals, 4 * sizeof(*a.intervals)), 0);
    CU_ASSERT_EQUAL(
        memcmp(sum.first_estimates, a.first_estimates, 2 * sizeof(*a.first_estimates)),
        0);
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(sum.first_intervals[i].lower, 1.5);
        CU_ASSERT_EQUAL(sum.first_intervals[i].upper, 1.5 + (double) i);
        CU_ASSERT_EQUAL(sum.first_intervals[i].status, NZ_INTERVAL_DEGENERATE);
    }
    for (size_t i = 0; i < 2; i++) {
        const nz_curve_tally_t *curve = &sum.curves[i];
        CU_ASSERT_EQUAL(
            memcmp(&curve->finite, &a.curves[i].finite, sizeof(nz_moments_t)), 0);
        CU_ASSERT_TRUE(
            curve->n_plus_infinite == 2 + i && curve->n_minus_infinite == 3 + i);
        CU_ASSERT_EQUAL(
            nz_frequency_order(&curve->scores, 1), nz_frequency_key(1.5 + (double) i));
        CU_ASSERT_EQUAL(nz_frequency_order(&curve->jumps, 1), nz_frequency_key(4.5));
        CU_ASSERT_EQUAL(
            nz_frequency_order(&curve->jump_shares, 1), nz_frequency_key(5.5));
    }
    free(packed.words);
    nz_tally_free(&a);
    nz_tally_free(&sum);
}

static void
test_merging_adds_and_keeps_the_first(void)
{
    nz_tally_t a = { 0 }, b = { 0 }, sum = { 0 };
    nz_packed_t packed = { 0 };

    fill(&a, 1.0, true);
    fill(&b, 4.0, false);
    NZ_ASSERT_OK(nz_tally_init(&sum, 2, 2, 1, 2));
    NZ_ASSERT_OK(nz_tally_pack(&a, &packed));
    NZ_ASSERT_OK(nz_tally_merge_packed(&sum, packed.words, packed.n_words));
    NZ_ASSERT_OK(nz_tally_pack(&b, &packed));
    NZ_ASSERT_OK(nz_tally_merge_packed(&sum, packed.words, packed.n_words));
    CU_ASSERT_EQUAL(sum.n_replicates, 4);
    NZ_ASSERT_REL(sum.cells[1].estimate.mean, (2.0 + 3.0 + 5.0 + 6.0) / 4.0, 1e-15);
    CU_ASSERT_EQUAL(sum.cells[1].n_zero, 12);
    NZ_ASSERT_REL(sum.cells[1].cost.mean, (9.0 + 12.0) / 2.0, 1e-15);
    CU_ASSERT_EQUAL(sum.intervals[3].n_covered, 26);
    CU_ASSERT_EQUAL(sum.intervals[3].n_infinite, 86);
    CU_ASSERT_EQUAL(sum.intervals[3].width.n, 2);
    CU_ASSERT_EQUAL(sum.first_estimates[1], 11.0); /* of a, not of b */
    CU_ASSERT_NOT_EQUAL(sum.first_intervals[3].upper, 0.0);
    nz_tally_clear(&sum);
    CU_ASSERT_TRUE(sum.n_replicates == 0 && !sum.has_first);
    CU_ASSERT_TRUE(sum.first_estimates[1] == 0.0 && sum.first_intervals[3].upper == 0.0);
    CU_ASSERT_TRUE(sum.cells[1].estimate.n == 0 && sum.cells[1].cost.n == 0
                   && sum.cells[1].totals.total == 0);
    CU_ASSERT_EQUAL(sum.intervals[3].n_covered, 0);
    for (size_t i = 0; i < 2; i++) {
        const nz_curve_tally_t *curve = &sum.curves[i];
        CU_ASSERT_TRUE(curve->scores.n_keys == 0 && curve->jumps.n_keys == 0
                       && curve->jump_shares.n_keys == 0);
        CU_ASSERT_TRUE(curve->finite.n == 0 && curve->n_plus_infinite == 0
                       && curve->n_minus_infinite == 0);
    }
    free(packed.words);
    nz_tally_free(&a);
    nz_tally_free(&b);
    nz_tally_free(&sum);
}

/* Every truncation, a longer message, another shape: refused, and the tally stays empty.
 */
static void
test_damaged_messages_are_refused(void)
{
    nz_tally_t a = { 0 }, sum = { 0 }, other = { 0 }, thinner = { 0 };
    nz_packed_t packed = { 0 };

    fill(&a, 1.0, true);
    NZ_ASSERT_OK(nz_tally_init(&sum, 2, 2, 1, 2));
    NZ_ASSERT_OK(nz_tally_init(&other, 2, 2, 1, 1));
    NZ_ASSERT_OK(nz_tally_init(&thinner, 2, 1, 1, 2));
    NZ_ASSERT_OK(nz_tally_pack(&a, &packed));
    for (size_t n = 0; n < packed.n_words; n++) {
        CU_ASSERT_EQUAL(nz_tally_merge_packed(&sum, packed.words, n), NZ_ERR_FORMAT);
    }
    uint64_t *longer = calloc(packed.n_words + 1, sizeof(*longer));
    CU_ASSERT_PTR_NOT_NULL_FATAL(longer);
    memcpy(longer, packed.words, packed.n_words * sizeof(*longer));
    CU_ASSERT_EQUAL(
        nz_tally_merge_packed(&sum, longer, packed.n_words + 1), NZ_ERR_FORMAT);
    longer[0] ^= 1;
    CU_ASSERT_EQUAL(nz_tally_merge_packed(&sum, longer, packed.n_words), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(
        nz_tally_merge_packed(&other, packed.words, packed.n_words), NZ_ERR_FORMAT);
    CU_ASSERT_EQUAL(
        nz_tally_merge_packed(&thinner, packed.words, packed.n_words), NZ_ERR_FORMAT);
    CU_ASSERT_TRUE(sum.n_replicates == 0 && sum.cells[0].estimate.n == 0);
    CU_ASSERT_EQUAL(nz_tally_merge_packed(&sum, NULL, 3), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_tally_init(&sum, 0, 1, 1, 1), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(nz_tally_init(&sum, 1, 0, 1, 1), NZ_ERR_DOMAIN);
    free(longer);
    free(packed.words);
    nz_tally_free(&a);
    nz_tally_free(&sum);
    nz_tally_free(&other);
    nz_tally_free(&thinner);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_packing_carries_everything),
        NZ_TEST(test_merging_adds_and_keeps_the_first),
        NZ_TEST(test_damaged_messages_are_refused),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("tally", tests, argc, argv);
}
