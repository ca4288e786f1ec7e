#include "stats/detection.h"

#include "stats/cluster_successes.h"
#include "stats/interval.h"
#include "tests/testlib.h"

#include <stdio.h>

/* clang-format off */
/* By scripts/reference_detection.py, in 60-digit arithmetic. */
static const struct {
    nz_detection_t goal;
    uint64_t n;
    double p, seen, missed;
} probabilities[] = {
    { { 1, 1, 0 }, UINT64_C(10), 0.3, 0.9717524751, 0.028247524900000004 },
    { { 1, 1, 0 }, UINT64_C(2), 0.5, 0.75, 0.25 },
    { { 5, 1, 0 }, UINT64_C(9151), 0.001, 0.9500018034355222, 0.049998196564477804 },
    { { 5, 1, 0 }, UINT64_C(9150), 0.001, 0.94997081899705564, 0.050029181002944362 },
    { { 5, 1, 0 }, UINT64_C(20), 1e-09, 1.5503999806200006e-41, 1.0 },
    { { 5, 1, 0 }, UINT64_C(20000), 0.01, 1.0, 3.579087906050123e-80 },
    { { 3, 1, 0 }, UINT64_C(3), 0.5, 0.125, 0.875 },
    { { 40, 1, 0 }, UINT64_C(100), 0.9, 1.0, 1.5912509968544271e-35 },
    { { 60, 1, 0 }, UINT64_C(1000000), 0.0001, 0.99999366399363346, 6.3360063665387546e-6 },
    { { 200, 1, 0 }, UINT64_C(1000000000), 1e-06, 1.0, 1.6060287231413915e-210 },
    { { 1, 1, 0 }, UINT64_C(9007199254740992), 1e-16, 0.59372293477868253, 0.40627706522131747 },
    { { 5, 1, 0 }, UINT64_C(9007199254740992), 1e-15, 0.94527875570854046, 0.054721244291459543 },
    { { 2, 1, 0 }, UINT64_C(1000), 1e-200, 0.0, 1.0 },
    { { 1, 1, 0 }, UINT64_C(1000000), 1e-300, 1.0e-294, 1.0 },
    { { 7, 1, 0 }, UINT64_C(3000000000000000), 4e-15, 0.95417769311134921, 0.045822306888650793 },
    { { 100, 1, 0 }, UINT64_C(10000), 0.02, 0.99999999999999891, 1.092430334749299e-15 },
    { { 100, 1, 0 }, UINT64_C(20000), 0.001, 2.9764372350492941e-37, 1.0 },
    { { 1, 10, 0.3 }, UINT64_C(100), 0.01, 0.35186248989364383, 0.64813751010635617 },
    { { 1, 10, 0.3 }, UINT64_C(1000000000000000), 1e-15, 0.35106668723263181, 0.64893331276736819 },
    { { 5, 10, 0.3 }, UINT64_C(15130), 0.001, 0.95008433776968644, 0.049915662230313558 },
    { { 5, 10, 0.3 }, UINT64_C(15120), 0.001, 0.94994539472047517, 0.05005460527952483 },
    { { 5, 7, 0.9 }, UINT64_C(7), 0.2, 0.18986782688219321, 0.81013217311780679 },
    { { 5, 100, 0.999 }, UINT64_C(900), 0.01, 0.086733852555748883, 0.91326614744425112 },
    { { 5, 2, 1e-12 }, UINT64_C(4000), 0.001, 0.37116304852326291, 0.62883695147673709 },
    { { 2, 10, 0.2 }, UINT64_C(10), 1e-09, 2.3102786130751605e-9, 0.99999999768972139 },
    { { 20, 50, 0.05 }, UINT64_C(50), 0.001, 1.3848746395137966e-6, 0.99999861512536049 },
    { { 20, 50, 0.05 }, UINT64_C(1500), 0.02, 0.85674486670364877, 0.14325513329635123 },
    { { 20, 50, 0.05 }, UINT64_C(50000000000000), 6e-13, 0.85422981407249627, 0.14577018592750373 },
    { { 3, 1000, 0.5 }, UINT64_C(1000), 0.999, 0.99999697696259208, 3.0230374079240415e-6 },
    { { 30, 40, 0.01 }, UINT64_C(80), 0.99, 1.0, 3.2186306489506433e-34 },
    { { 12, 4, 0.5 }, UINT64_C(12), 0.9, 0.52328998229602156, 0.47671001770397844 },
    { { 60, 3, 0.25 }, UINT64_C(180), 0.5, 0.99991172301536775, 8.8276984632248157e-5 },
    { { 6, 1000, 0.001 }, UINT64_C(1000), 0.6, 1.0, 5.6114763942931152e-228 },
    { { 4, 20, 0.4 }, UINT64_C(20000000), 1e-09, 0.0018729891758063692, 0.99812701082419363 },
    { { 40, 10, 0.1 }, UINT64_C(1000000), 1e-05, 1.2648531085784372e-6, 0.99999873514689142 },
    { { 9, 1000, 0.0001 }, UINT64_C(3000), 0.35, 1.0, 0.0 },
    { { 300, 10, 0.2 }, UINT64_C(50000), 0.01, 0.99999999908263161, 9.1736838543864938e-10 },
    { { 300, 10, 0.2 }, UINT64_C(300), 0.7, 4.2953105403872066e-24, 1.0 },
    { { 80, 5, 0.1 }, UINT64_C(50000), 0.02, 1.0, 1.2795052898311322e-256 },
};

/* The least n by bisection on sums in 60 digits. */
static const struct {
    nz_detection_t goal;
    double miss, p;
    uint64_t n;
} trials[] = {
    { { 5, 1, 0 }, 0.5, 2.61e-05, UINT64_C(178962) },
    { { 5, 1, 0 }, 0.5, 0.000159, UINT64_C(29377) },
    { { 3, 2, 0.8 }, 0.5, 0.000662, UINT64_C(4470) },
    { { 5, 5, 0.8 }, 0.05, 3.49e-05, UINT64_C(473405) },
    { { 16, 30, 0.1 }, 0.5, 0.00165, UINT64_C(10050) },
    { { 5, 1, 0 }, 0.05, 2.4e-05, UINT64_C(381395) },
    { { 13, 1, 0 }, 0.5, 0.146, UINT64_C(87) },
    { { 5, 2, 0.1 }, 1e-06, 0.0257, UINT64_C(942) },
    { { 2, 10, 0.01 }, 0.5, 0.0325, UINT64_C(60) },
    { { 5, 30, 0.8 }, 0.01, 0.0795, UINT64_C(1170) },
    { { 13, 1, 0 }, 0.1, 0.0177, UINT64_C(1002) },
    { { 5, 1, 0 }, 0.5, 0.0215, UINT64_C(217) },
    { { 29, 10, 0.01 }, 0.05, 0.000442, UINT64_C(87890) },
    { { 5, 5, 0.3 }, 0.1, 1.64e-06, UINT64_C(6226690) },
    { { 25, 10, 0.8 }, 0.1, 0.555, UINT64_C(80) },
    { { 5, 1, 0 }, 0.1, 0.00104, UINT64_C(7685) },
    { { 19, 1, 0 }, 0.5, 0.0026, UINT64_C(7180) },
    { { 5, 10, 0.01 }, 0.05, 0.000266, UINT64_C(35270) },
    { { 22, 5, 0.3 }, 0.5, 0.125, UINT64_C(175) },
    { { 5, 2, 0.1 }, 0.5, 0.549, UINT64_C(10) },
    { { 9, 1, 0 }, 0.5, 0.00584, UINT64_C(1485) },
    { { 5, 1, 0 }, 0.05, 4.96e-05, UINT64_C(184545) },
    { { 16, 2, 0.3 }, 1e-06, 0.000738, UINT64_C(63730) },
    { { 5, 5, 0.01 }, 0.1, 0.058, UINT64_C(140) },
    { { 14, 2, 0.01 }, 0.3, 5.61e-05, UINT64_C(280016) },
    { { 5, 1, 0 }, 0.3, 0.00398, UINT64_C(1480) },
    { { 19, 1, 0 }, 1e-06, 1.85e-06, UINT64_C(25565260) },
    { { 5, 5, 0.01 }, 0.01, 9.31e-05, UINT64_C(126275) },
    { { 4, 2, 0.1 }, 0.05, 6.96e-05, UINT64_C(114872) },
    { { 5, 10, 0.1 }, 0.01, 0.603, UINT64_C(20) },
    { { 11, 1, 0 }, 0.3, 0.0127, UINT64_C(981) },
    { { 5, 1, 0 }, 0.05, 7.37e-05, UINT64_C(124198) },
    { { 13, 30, 0.8 }, 0.1, 0.216, UINT64_C(270) },
    { { 5, 2, 0.3 }, 0.5, 0.00678, UINT64_C(702) },
    { { 23, 5, 0.3 }, 1e-06, 0.000368, UINT64_C(193500) },
    { { 5, 1, 0 }, 0.01, 0.000401, UINT64_C(28936) },
    { { 11, 1, 0 }, 0.5, 0.00126, UINT64_C(8467) },
    { { 5, 10, 0.01 }, 0.1, 1.17e-06, UINT64_C(6983640) },
    { { 21, 5, 0.01 }, 0.5, 0.000174, UINT64_C(118860) },
    { { 5, 30, 0.3 }, 0.01, 0.00588, UINT64_C(6030) },
    { { 20, 1, 0 }, 0.01, 0.011, UINT64_C(2889) },
    { { 5, 1, 0 }, 1e-06, 0.0161, UINT64_C(1446) },
    { { 2, 2, 0.3 }, 0.5, 0.000818, UINT64_C(2152) },
    { { 5, 10, 0.3 }, 0.1, 3.12e-05, UINT64_C(402460) },
    { { 11, 10, 0.3 }, 0.05, 1.14e-05, UINT64_C(2154550) },
    { { 5, 1, 0 }, 0.1, 6.13e-05, UINT64_C(130400) },
    { { 1, 1, 0 }, 0.3, 4.21e-06, UINT64_C(285979) },
    { { 5, 5, 0.3 }, 1e-06, 0.602, UINT64_C(45) },
    { { 26, 10, 0.1 }, 1e-06, 0.000944, UINT64_C(75340) },
    { { 5, 30, 0.01 }, 1e-06, 8.92e-05, UINT64_C(293010) },
};
/* clang-format on */

static double
missed_of(const nz_detection_t *goal, uint64_t n, double p)
{
    double missed = (double) NAN;
    NZ_ASSERT_OK(nz_detection_probability(goal, n, p, NULL, &missed));
    return missed;
}

static uint64_t
trials_of(nz_detection_t goal, double miss, double p)
{
    uint64_t n = 0;
    NZ_ASSERT_OK(nz_detection_trials(&goal, miss, p, &n));
    return n;
}

static void
test_probability_reference_values(void)
{
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(probabilities); i++) {
        double seen = -1.0, missed = -1.0;
        NZ_ASSERT_OK(nz_detection_probability(&probabilities[i].goal, probabilities[i].n,
            probabilities[i].p, &seen, &missed));
        NZ_ASSERT_REL(seen, probabilities[i].seen, 1e-12);
        NZ_ASSERT_REL(missed, probabilities[i].missed, 1e-12);
        if (probabilities[i].seen > 0.0 && probabilities[i].missed > 0.0) {
            worst = fmax(worst, fabs(seen / probabilities[i].seen - 1.0));
            worst = fmax(worst, fabs(missed / probabilities[i].missed - 1.0));
        }
    }
    printf("\n    worst relative error of a probability %.1e ", worst);
}

static void
test_probability_is_binomial_without_correlation(void)
{
    for (uint64_t r = 1; r < 30; r += 13) {
        const nz_detection_t items = { r, 0, 0.4 }, apart = { r, 10, 0.0 },
                             nearly = { r, 10, 1e-13 };
        const double missed = missed_of(&items, 500, 0.03);
        CU_ASSERT_EQUAL(missed_of(&apart, 500, 0.03), missed);
        NZ_ASSERT_REL(missed_of(&nearly, 500, 0.03), missed, 1e-10);
        const nz_detection_t far = { r, 10, 0.05 };
        CU_ASSERT(fabs(missed_of(&far, 500, 0.03) / missed - 1.0) > 1e-4);
    }
}

static void
test_probability_at_the_ends(void)
{
    const nz_detection_t goals[] = { { 1, 0, 0.0 }, { 3, 0, 0.0 }, { 3, 4, 0.2 } };

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        double seen = -1.0, missed = -1.0;
        NZ_ASSERT_OK(nz_detection_probability(&goals[i], 4, 0.0, &seen, &missed));
        CU_ASSERT(seen == 0.0 && missed == 1.0);
        NZ_ASSERT_OK(nz_detection_probability(&goals[i], 4, 1.0, &seen, &missed));
        CU_ASSERT(seen == 1.0 && missed == 0.0);
    }
    const nz_detection_t many = { 9, 4, 0.2 };
    NZ_ASSERT_OK(nz_detection_probability(&many, 8, 0.5, NULL, NULL));
    CU_ASSERT_EQUAL(missed_of(&many, 8, 1.0), 1.0);
    CU_ASSERT_EQUAL(missed_of(&many, 8, 0.5), 1.0);
    CU_ASSERT(missed_of(&many, 12, 0.5) < 1.0);
}

static void
test_trials_see_one_success(void)
{
    const nz_detection_t one = { 1, 0, 0.0 };
    const double miss = nz_level_complement(0.95);
    CU_ASSERT_EQUAL(trials_of(one, miss, 1e-2), 299);
    CU_ASSERT_EQUAL(trials_of(one, miss, 1e-3), 2995);
    CU_ASSERT_EQUAL(trials_of(one, miss, 1e-4), 29956);
    CU_ASSERT_EQUAL(trials_of(one, miss, 1e-14), UINT64_C(299573227355398));
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 1, 10, 0.0 }, miss, 1e-4), 29960);
}

static void
test_trials_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(trials); i++) {
        CU_ASSERT_EQUAL(
            trials_of(trials[i].goal, trials[i].miss, trials[i].p), trials[i].n);
    }
}

static void
test_trials_hold_for_every_larger_number(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(trials); i++) {
        const uint64_t m = trials[i].goal.cluster_size;
        uint64_t n = trials_of(trials[i].goal, trials[i].miss, trials[i].p);
        if (n > m) {
            CU_ASSERT(missed_of(&trials[i].goal, n - m, trials[i].p) > trials[i].miss);
        }
        for (int j = 0; j < 300; j++, n += m) {
            CU_ASSERT(missed_of(&trials[i].goal, n, trials[i].p) <= trials[i].miss);
        }
    }
}

/* Where P(fewer than r) is miss but for the rounding of the two or of p. */
static void
test_trials_ties(void)
{
    const nz_detection_t one = { 1, 0, 0.0 }, two = { 2, 0, 0.0 };
    CU_ASSERT_EQUAL(trials_of(one, 0.25, 0.5), 2);
    CU_ASSERT_EQUAL(trials_of(one, 0.5, 0.5), 1);
    CU_ASSERT_EQUAL(trials_of(one, 0x1p-60, 0.5), 60);
    CU_ASSERT_EQUAL(trials_of(one, 0.81, 0.1), 2);
    CU_ASSERT_EQUAL(trials_of(one, nz_level_complement(0.95), 0.95), 1);
    CU_ASSERT_EQUAL(trials_of(one, nz_level_complement(0.999), 0.9), 3);
    CU_ASSERT_EQUAL(trials_of(one, nz_level_complement(0.999999), 0.999999), 1);
    CU_ASSERT_EQUAL(trials_of(one, nz_level_complement(0.999999), 0.999), 2);
    CU_ASSERT_EQUAL(trials_of(two, 0.5, 0.5), 3);
    CU_ASSERT_EQUAL(trials_of(two, 0.3125, 0.5), 4);
    CU_ASSERT_EQUAL(trials_of(two, 0.99, 0.1), 2);
    CU_ASSERT_EQUAL(trials_of(two, 0.972, 0.1), 3);
    /* no success in a pair: (1 - p)(1 - p + rho p) = 3/8 */
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 1, 2, 0.5 }, 0.375, 0.5), 2);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 1, 2, 0.5 }, 0.140625, 0.5), 4);
    /* and no ties */
    CU_ASSERT_EQUAL(trials_of(one, 0.25 * (1.0 - 1e-12), 0.5), 3);
    CU_ASSERT_EQUAL(trials_of(two, 0.3125 * (1.0 - 1e-12), 0.5), 5);
    CU_ASSERT_EQUAL(trials_of(two, 0.99 * (1.0 - 1e-12), 0.1), 3);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 1, 2, 0.5 }, 0.3749999, 0.5), 4);
}

static void
test_trials_of_a_certain_success(void)
{
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 5, 0, 0.0 }, 1e-9, 1.0), 5);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 5, 4, 0.0 }, 0.9, 1.0), 8);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 9, 4, 0.5 }, 0.5, 1.0), 12);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 8, 4, 0.5 }, 0.5, 1.0), 8);
    /* hardly less so: all are needed, none is to spare */
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 5, 0, 0.0 }, 0.05, 0.999), 5);
    CU_ASSERT_EQUAL(trials_of((nz_detection_t){ 4, 2, 0.5 }, 0.05, 0.999), 4);
}

static void
test_trials_unreachable(void)
{
    const nz_detection_t goals[] = { { 1, 0, 0.0 }, { 5, 0, 0.0 }, { 1, 10, 0.3 },
        { 5, 10, 0.3 }, { 5, 10, 0.0 } };

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        uint64_t n = 77;
        CU_ASSERT_EQUAL(
            nz_detection_trials(&goals[i], 0.05, 0.0, &n), NZ_ERR_UNREACHABLE);
        CU_ASSERT_EQUAL(
            nz_detection_trials(&goals[i], 0.05, 1e-16, &n), NZ_ERR_UNREACHABLE);
        CU_ASSERT_EQUAL(
            nz_detection_trials(&goals[i], 0.05, 5e-324, &n), NZ_ERR_UNREACHABLE);
        CU_ASSERT_EQUAL(n, 77);
        NZ_ASSERT_OK(nz_detection_trials(&goals[i], 0.05, 2e-15, &n));
    }
    /* one cluster of as many items as there may be, and one more item than that */
    const nz_detection_t all = { 1, NZ_COUNT_MAX, 0.0 };
    CU_ASSERT_EQUAL(trials_of(all, 0.05, 0.5), NZ_COUNT_MAX);
    const nz_detection_t half = { 1, NZ_COUNT_MAX / 2 + 1, 0.0 };
    uint64_t n = 77;
    CU_ASSERT_EQUAL(nz_detection_trials(&half, 0.05, 4e-16, &n), NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(n, 77);
}

/* Where missing is all but certain, the probability of seeing tells numbers apart. */
static void
test_trials_of_hardly_any_confidence(void)
{
    static const nz_detection_t goals[] = { { 2, 0, 0.0 }, { 7, 0, 0.0 }, { 2, 5, 0.3 },
        { 7, 5, 0.1 } };
    const double seen = 0x1p-40;

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        const uint64_t m = goals[i].cluster_size > 1 ? goals[i].cluster_size : 1;
        const double p = i % 2 == 0 ? 1e-14 : 1e-5;
        const uint64_t n = trials_of(goals[i], 1.0 - seen, p);
        double at = -1.0, before = -1.0;
        NZ_ASSERT_OK(nz_detection_probability(&goals[i], n, p, &at, NULL));
        NZ_ASSERT_OK(nz_detection_probability(&goals[i], n - m, p, &before, NULL));
        CU_ASSERT(at >= seen && before < seen);
    }
}

/* Up to 2^53, where exactness ends: to the accuracy of a probability. */
static void
test_trials_of_very_rare_successes(void)
{
    static const nz_detection_t goals[] = { { 5, 0, 0.0 }, { 200, 0, 0.0 },
        { 100000, 0, 0.0 }, { 5, 10, 0.3 }, { 200, 100, 0.05 }, { 3, 1000, 0.9 } };

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        const double p = 2e-13 * (double) goals[i].successes;
        const uint64_t n = trials_of(goals[i], 0.05, p);
        NZ_ASSERT_REL(missed_of(&goals[i], n, p), 0.05,
            1e-11 + 20.0 * p * fmax((double) goals[i].cluster_size, 1.0));
    }
}

static void
test_accuracy_is_where_miss_is_reached(void)
{
    static const double misses[] = { 0.05, 1e-6, 0.5, 0.9 };
    static const nz_detection_t goals[] = { { 1, 0, 0.0 }, { 5, 0, 0.0 }, { 60, 0, 0.0 },
        { 1, 10, 0.3 }, { 5, 10, 0.3 }, { 60, 10, 0.3 }, { 5, 20, 0.95 },
        { 30, 1000, 0.01 } };

    for (size_t i = 0; i < NZ_COUNT_OF(goals); i++) {
        for (size_t j = 0; j < NZ_COUNT_OF(misses); j++) {
            for (uint64_t n = 1000; n < UINT64_C(1000000000000000); n *= 1000) {
                double p = -1.0;
                NZ_ASSERT_OK(nz_detection_accuracy(&goals[i], misses[j], n, &p));
                CU_ASSERT(p > 0.0 && p < 1.0);
                NZ_ASSERT_REL(missed_of(&goals[i], n, p), misses[j], 3e-12);
            }
        }
    }
}

static void
test_accuracy_at_the_ends(void)
{
    double p = -1.0;
    /* all must succeed: p^5 = .95 */
    NZ_ASSERT_OK(nz_detection_accuracy(&(nz_detection_t){ 5, 0, 0.0 }, 0.05, 5, &p));
    NZ_ASSERT_REL(p, pow(0.95, 0.2), 1e-12);
    /* all of two clusters of two: (p (p + rho (1 - p)))^2 = .95 */
    NZ_ASSERT_OK(nz_detection_accuracy(&(nz_detection_t){ 4, 2, 0.5 }, 0.05, 4, &p));
    NZ_ASSERT_REL(p * (p + 0.5 * (1.0 - p)), sqrt(0.95), 1e-12);
    /* a cluster all but entirely right or wrong: 1 - p below rounding */
    for (uint64_t n = 1000; n <= 20000; n += 1000) {
        NZ_ASSERT_OK(
            nz_detection_accuracy(&(nz_detection_t){ 1, n, 0.9999 }, 1e-25, n, &p));
        CU_ASSERT_EQUAL(p, 1.0);
    }
    p = 7.0;
    CU_ASSERT_EQUAL(nz_detection_accuracy(&(nz_detection_t){ 5, 0, 0.0 }, 0.05, 4, &p),
        NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(nz_detection_accuracy(&(nz_detection_t){ 5, 2, 0.5 }, 0.05, 4, &p),
        NZ_ERR_UNREACHABLE);
    CU_ASSERT_EQUAL(p, 7.0);
}

static void
check_refused(nz_detection_t goal, uint64_t n, double miss, double p)
{
    double seen = 7.0, missed = 7.0, least = 7.0;
    uint64_t count = 7;

    if (!(miss > 0.0 && miss < 1.0)) {
        CU_ASSERT_EQUAL(nz_detection_accuracy(&goal, miss, n, &least), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_detection_trials(&goal, miss, p, &count), NZ_ERR_DOMAIN);
    } else if (!(p >= 0.0 && p <= 1.0)) {
        CU_ASSERT_EQUAL(
            nz_detection_probability(&goal, n, p, &seen, &missed), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_detection_trials(&goal, miss, p, &count), NZ_ERR_DOMAIN);
    } else {
        CU_ASSERT_EQUAL(
            nz_detection_probability(&goal, n, p, &seen, &missed), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_detection_accuracy(&goal, miss, n, &least), NZ_ERR_DOMAIN);
    }
    CU_ASSERT(seen == 7.0 && missed == 7.0 && least == 7.0 && count == 7);
}

static void
check_goal_refused(nz_detection_t goal, uint64_t n)
{
    uint64_t count = 7;
    check_refused(goal, n, 0.05, 0.5);
    CU_ASSERT_EQUAL(nz_detection_trials(&goal, 0.05, 0.5, &count), NZ_ERR_DOMAIN);
    CU_ASSERT_EQUAL(count, 7);
}

static void
test_out_of_range(void)
{
    const nz_detection_t goal = { 1, 0, 0.0 };
    double out = 7.0;
    uint64_t n = 7;

    CU_ASSERT_EQUAL(nz_detection_probability(NULL, 1, 0.5, &out, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_detection_trials(NULL, 0.05, 0.5, &n), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_detection_trials(&goal, 0.05, 0.5, NULL), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_detection_accuracy(NULL, 0.05, 5, &out), NZ_ERR_NULL_ARG);
    CU_ASSERT_EQUAL(nz_detection_accuracy(&goal, 0.05, 5, NULL), NZ_ERR_NULL_ARG);
    check_refused(goal, 10, 0.0, 0.5);
    check_refused(goal, 10, 1.0, 0.5);
    check_refused(goal, 10, (double) NAN, 0.5);
    check_refused(goal, 10, 0.05, -1e-9);
    check_refused(goal, 10, 0.05, 1.0 + 1e-9);
    check_refused(goal, 10, 0.05, (double) NAN);
    check_refused(goal, 0, 0.05, 0.5);
    check_refused(goal, NZ_COUNT_MAX + 1, 0.05, 0.5);
    check_refused((nz_detection_t){ 1, 4, 0.0 }, 10, 0.05, 0.5);
    check_refused((nz_detection_t){ 1, 4, 0.5 }, 10, 0.05, 0.5);
    check_goal_refused((nz_detection_t){ 0, 0, 0.0 }, 10);
    CU_ASSERT_EQUAL(
        nz_detection_probability(&(nz_detection_t){ 0, 0, 0.0 }, 10, 0.0, &out, NULL),
        NZ_ERR_DOMAIN);
    check_goal_refused((nz_detection_t){ 1, 0, -0.1 }, 10);
    check_goal_refused((nz_detection_t){ 1, 2, 1.0 }, 10);
    check_goal_refused((nz_detection_t){ 1, 0, 1.0 }, 10);
    check_goal_refused((nz_detection_t){ 1, 2, (double) NAN }, 10);
    check_goal_refused((nz_detection_t){ NZ_DETECTION_SUCCESSES_MAX + 1, 0, 0.0 }, 10);
    check_goal_refused(
        (nz_detection_t){ NZ_DETECTION_CLUSTERED_SUCCESSES_MAX + 1, 2, 0.5 }, 10);
    check_goal_refused((nz_detection_t){ 1, NZ_CLUSTER_SUCCESSES_SIZE_MAX + 1, 0.5 },
        NZ_CLUSTER_SUCCESSES_SIZE_MAX + 1);
    check_goal_refused((nz_detection_t){ 1, NZ_COUNT_MAX + 1, 0.0 }, NZ_COUNT_MAX + 1);
    NZ_ASSERT_OK(nz_detection_probability(
        &(nz_detection_t){ NZ_DETECTION_CLUSTERED_SUCCESSES_MAX + 1, 2, 0.0 }, 10, 0.5,
        &out, NULL));
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_probability_reference_values),
        NZ_TEST(test_probability_is_binomial_without_correlation),
        NZ_TEST(test_probability_at_the_ends),
        NZ_TEST(test_trials_see_one_success),
        NZ_TEST(test_trials_reference_values),
        NZ_TEST(test_trials_hold_for_every_larger_number),
        NZ_TEST(test_trials_ties),
        NZ_TEST(test_trials_of_a_certain_success),
        NZ_TEST(test_trials_unreachable),
        NZ_TEST(test_trials_of_hardly_any_confidence),
        NZ_TEST(test_trials_of_very_rare_successes),
        NZ_TEST(test_accuracy_is_where_miss_is_reached),
        NZ_TEST(test_accuracy_at_the_ends),
        NZ_TEST(test_out_of_range),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("detection", tests, argc, argv);
}
