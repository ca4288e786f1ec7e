#include "stats/proportion.h"
#include "stats/proportion_bootstrap.h"

#include "stats/beta.h"
#include "stats/binomial.h"
#include "tests/testlib.h"

#include <gsl/gsl_cdf.h>

/* From R by scripts/reference_proportion.R; the bootstrap's limits are counts. */
static const struct {
    uint64_t k, n;
    double tail, wilson[2], clopper_pearson[2], bootstrap[2];
} cases[] = {
    { 0, 1, 0.025000000000000001, { 0, 0.793450685622763 }, { 0, 0.975 }, { 0, 0 } },
    { 1, 1, 0.025000000000000001, { 0.206549314377238, 1 }, { 0.025, 1 }, { 1, 1 } },
    { 0, 2, 0.025000000000000001, { 0, 0.657619772493347 }, { 0, 0.841886116991581 },
        { 0, 0 } },
    { 1, 2, 0.025000000000000001, { 0.0945312057342307, 0.905468794265769 },
        { 0.012579117093425, 0.987420882906575 }, { 0, 2 } },
    { 2, 2, 0.025000000000000001, { 0.342380227506653, 1 }, { 0.158113883008419, 1 },
        { 2, 2 } },
    { 0, 3, 0.025000000000000001, { 0, 0.561497031755045 }, { 0, 0.707598226178713 },
        { 0, 0 } },
    { 1, 3, 0.025000000000000001, { 0.0614919447203963, 0.792340399197952 },
        { 0.00840375865961264, 0.905700675949754 }, { 0, 3 } },
    { 2, 3, 0.025000000000000001, { 0.207659600802048, 0.938508055279604 },
        { 0.0942993240502461, 0.991596241340387 }, { 0, 3 } },
    { 3, 3, 0.025000000000000001, { 0.438502968244955, 1 }, { 0.292401773821287, 1 },
        { 3, 3 } },
    { 0, 10, 0.025000000000000001, { 0, 0.277532799862889 }, { 0, 0.308497107818761 },
        { 0, 0 } },
    { 1, 10, 0.025000000000000001, { 0.0178762130950729, 0.404150026795238 },
        { 0.00252857854446178, 0.445016117028195 }, { 0, 3 } },
    { 9, 10, 0.025000000000000001, { 0.595849973204762, 0.982123786904927 },
        { 0.554983882971805, 0.997471421455538 }, { 7, 10 } },
    { 10, 10, 0.025000000000000001, { 0.722467200137111, 1 }, { 0.691502892181239, 1 },
        { 10, 10 } },
    { 0, 100, 0.025000000000000001, { 0, 0.0369934982069857 }, { 0, 0.0362166926451765 },
        { 0, 0 } },
    { 1, 100, 0.025000000000000001, { 0.00176743206414065, 0.0544861961787053 },
        { 0.000253146032977421, 0.0544593853920806 }, { 0, 3 } },
    { 99, 100, 0.025000000000000001, { 0.945513803821295, 0.998232567935859 },
        { 0.945540614607919, 0.999746853967023 }, { 97, 100 } },
    { 100, 100, 0.025000000000000001, { 0.963006501793014, 1 }, { 0.963783307354824, 1 },
        { 100, 100 } },
    { 0, 1000, 0.025000000000000001, { 0, 0.00382675848555512 },
        { 0, 0.00368208389686567 }, { 0, 0 } },
    { 1, 1000, 0.025000000000000001, { 0.000176546370626078, 0.00564255859795793 },
        { 2.5317487491294e-05, 0.00555892427982663 }, { 0, 3 } },
    { 999, 1000, 0.025000000000000001, { 0.994357441402042, 0.999823453629374 },
        { 0.994441075720173, 0.999974682512509 }, { 997, 1000 } },
    { 1000, 1000, 0.025000000000000001, { 0.996173241514445, 1 },
        { 0.996317916103134, 1 }, { 1000, 1000 } },
    { 0, 10000000, 0.025000000000000001, { 0, 3.8414573450141e-07 },
        { 0, 3.68887877372244e-07 }, { 0, 0 } },
    { 1, 10000000, 0.025000000000000001, { 1.76524557116174e-08, 5.66493201960646e-07 },
        { 2.53178079522403e-09, 5.57164211736073e-07 }, { 0, 3 } },
    { 9999999, 10000000, 0.025000000000000001, { 0.999999433506798, 0.999999982347544 },
        { 0.999999442835788, 0.999999997468219 }, { 9999997, 10000000 } },
    { 10000000, 10000000, 0.025000000000000001, { 0.999999615854266, 1 },
        { 0.999999631112123, 1 }, { 10000000, 10000000 } },
    { 88, 120, 0.00050000000000000001, { 0.585346175113251, 0.842698170884508 },
        { 0.584520651707254, 0.852463529891615 }, { 71, 103 } },
    { 439423, 2085503, 4.9999999999999999e-13, { 0.208697079897215, 0.212724235405928 },
        { 0.208694533835788, 0.212722173901531 }, { 435228, 443627 } },
    { 36, 747, 4.9999999999999999e-13, { 0.0157301484830292, 0.138239936166632 },
        { 0.0110213810605725, 0.126042582245179 }, { 3, 84 } },
    { 7, 53, 4.9999999999999999e-13, { 0.0145990203950919, 0.609838097194091 },
        { 0.00119119165413214, 0.614661809606236 }, { 0, 29 } },
    { 2, 2, 0.00050000000000000001, { 0.155914222027095, 1 }, { 0.0223606797749979, 1 },
        { 2, 2 } },
    { 10752, 20753, 0.025000000000000001, { 0.511292862294566, 0.524887979645664 },
        { 0.511269354168061, 0.524913114763883 }, { 10611, 10893 } },
    { 2, 11, 0.25, { 0.11655911254633, 0.272350634183311 },
        { 0.0876099536675336, 0.326086698472659 }, { 1, 3 } },
    { 129547, 351277, 0.025000000000000001, { 0.367194667007598, 0.370385670089134 },
        { 0.367192888345966, 0.37038674375883 }, { 128987, 130108 } },
    { 18709, 160880, 0.25, { 0.115753650857416, 0.1168318111318 },
        { 0.115750982797052, 0.116835358381516 }, { 18622, 18796 } },
    { 39150, 54379, 0.25, { 0.718646438847775, 0.721243957772913 },
        { 0.718636499320397, 0.72125240149163 }, { 39079, 39221 } },
    { 173, 3208, 0.25, { 0.0513005392870367, 0.0566813221659896 },
        { 0.0511736267099575, 0.0568661309700261 }, { 164, 182 } },
    { 370, 420, 0.025000000000000001, { 0.846476241442887, 0.908523047419451 },
        { 0.846075708001288, 0.910336309532652 }, { 357, 383 } },
    { 147, 1630, 0.025000000000000001, { 0.077224777699036, 0.105070424330955 },
        { 0.0767191089620248, 0.105145091309718 }, { 125, 170 } },
    { 115193, 116014, 0.25, { 0.992755329256238, 0.993087340630689 },
        { 0.99275019511978, 0.993090830177029 }, { 115174, 115212 } },
    { 904079, 1482531, 4.9999999999999999e-13, { 0.606960978456986, 0.612674113723399 },
        { 0.606961849323263, 0.612675703296484 }, { 899842, 908312 } },
    { 33757, 35027, 4.9999999999999999e-13, { 0.955921604002417, 0.970218551063434 },
        { 0.956147178560877, 0.970429054592482 }, { 33500, 33999 } },
    { 521352, 6923786, 0.00050000000000000001, { 0.074969371161771, 0.0756293326324739 },
        { 0.0749690985291773, 0.0756292036787319 }, { 519069, 523638 } },
    { 123698, 124249, 0.025000000000000001, { 0.995180265017152, 0.995919806048931 },
        { 0.995180060562124, 0.995927233548964 }, { 123652, 123743 } },
    { 1021, 2193, 0.0050000000000000001, { 0.438280387694103, 0.493071856156305 },
        { 0.438007081937819, 0.493288374456582 }, { 961, 1081 } },
    { 5, 7, 0.050000000000000003, { 0.408667545511198, 0.900434156437713 },
        { 0.341261436155336, 0.946624499529763 }, { 3, 7 } },
    { 19617, 74934, 0.025000000000000001, { 0.258655074147711, 0.264950099086194 },
        { 0.258645403091986, 0.264953800899088 }, { 19381, 19853 } },
    { 3, 30, 0.00050000000000000001, { 0.0186739573813153, 0.393487916297909 },
        { 0.00515101386443265, 0.387583225453074 }, { 0, 9 } },
    { 9200, 10789, 0.25, { 0.850404264546102, 0.855006717273446 },
        { 0.850351703551172, 0.855046798751571 }, { 9175, 9225 } },
    { 6, 6, 0.050000000000000003, { 0.689216018694086, 1 }, { 0.606962231002917, 1 },
        { 6, 6 } },
    { 1387, 1949, 0.25, { 0.704677316131073, 0.718517898380384 },
        { 0.704399745245442, 0.718752343549408 }, { 1374, 1401 } },
    { 25020, 33402, 4.9999999999999999e-13, { 0.731771749275294, 0.765585065481089 },
        { 0.731876854870736, 0.765726160244559 }, { 24451, 25581 } },
    { 86, 185, 4.9999999999999999e-13, { 0.240734562919753, 0.704144285177492 },
        { 0.224442072854538, 0.717407124829484 }, { 39, 134 } },
    { 1607345, 4197167, 0.025000000000000001, { 0.382494559271675, 0.383424666532696 },
        { 0.382494413688827, 0.383424759346713 }, { 1605393, 1609297 } },
    { 54, 158, 4.9999999999999999e-13, { 0.143117463539865, 0.617469532609187 },
        { 0.12122529566975, 0.625329207764274 }, { 16, 98 } },
    { 121, 124, 0.00050000000000000001, { 0.879665492289827, 0.995526453626019 },
        { 0.89246759759723, 0.998783608113151 }, { 114, 124 } },
    { 2037, 5949, 0.0050000000000000001, { 0.326746945227644, 0.358425159417304 },
        { 0.326611227020361, 0.358463512823476 }, { 1943, 2132 } },
    { 228761, 259174, 0.025000000000000001, { 0.881409419593971, 0.883887485741644 },
        { 0.881408885135849, 0.8838907992556 }, { 228440, 229082 } },
    { 146, 287, 0.050000000000000003, { 0.460317614059792, 0.556941289378458 },
        { 0.458531530882719, 0.558755055812341 }, { 132, 160 } },
    { 11, 1258, 0.050000000000000003, { 0.00535841619114673, 0.0142381847616871 },
        { 0.00491131330273451, 0.0144319170236947 }, { 6, 17 } },
    { 82, 819, 0.25, { 0.093268171685355, 0.10742002862125 },
        { 0.0927666477067499, 0.108137520781989 }, { 76, 88 } },
    { 68, 226, 0.0050000000000000001, { 0.22890009464374, 0.384227594645482 },
        { 0.225036460651069, 0.385344343205053 }, { 51, 86 } },
    { 8, 15, 0.025000000000000001, { 0.301169800254984, 0.751904646342626 },
        { 0.265861347277397, 0.787333270480692 }, { 4, 12 } },
    { 731, 2841, 0.050000000000000003, { 0.244048853005148, 0.271020489116328 },
        { 0.243826767307882, 0.271151743897887 }, { 693, 769 } },
    { 1606648, 3651171, 0.050000000000000003, { 0.439609103093461, 0.44046370764814 },
        { 0.439608956780167, 0.440463835316387 }, { 1605088, 1608208 } },
    { 3, 25, 0.00050000000000000001, { 0.0224682887210325, 0.447213801614259 },
        { 0.00622197255383186, 0.448707722930756 }, { 0, 9 } },
};

typedef nz_status_t interval_fn(
    uint64_t successes, uint64_t trials, nz_tails_t tails, nz_interval_t *out);

static interval_fn *const methods[] = { nz_proportion_bootstrap_percentile,
    nz_proportion_wilson, nz_proportion_clopper_pearson };

static const nz_tails_t two_sided = { 0.025, 0.025 };

static void
test_proportion_reference_values(void)
{
    for (size_t i = 0; i < NZ_COUNT_OF(cases); i++) {
        const nz_tails_t tails = { cases[i].tail, cases[i].tail };
        const double n = (double) cases[i].n;
        nz_interval_t ci;
        /* R's closed form cancels where k is small and n large. */
        NZ_ASSERT_OK(nz_proportion_wilson(cases[i].k, cases[i].n, tails, &ci));
        NZ_ASSERT_ABS(ci.lower, cases[i].wilson[0], 1e-13);
        NZ_ASSERT_ABS(ci.upper, cases[i].wilson[1], 1e-13);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
        NZ_ASSERT_OK(nz_proportion_clopper_pearson(cases[i].k, cases[i].n, tails, &ci));
        NZ_ASSERT_REL(ci.lower, cases[i].clopper_pearson[0], 1e-12);
        NZ_ASSERT_REL(ci.upper, cases[i].clopper_pearson[1], 1e-12);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_OK);
        NZ_ASSERT_OK(
            nz_proportion_bootstrap_percentile(cases[i].k, cases[i].n, tails, &ci));
        NZ_ASSERT_ABS(ci.lower, cases[i].bootstrap[0] / n, 0.0);
        NZ_ASSERT_ABS(ci.upper, cases[i].bootstrap[1] / n, 0.0);
        CU_ASSERT_EQUAL(
            ci.status, ci.lower < ci.upper ? NZ_INTERVAL_OK : NZ_INTERVAL_DEGENERATE);
    }
}

/* n (k/n - p)^2 - z^2 p (1 - p) in extended precision. */
static long double
score_equation(uint64_t k, uint64_t n, long double z, long double p)
{
    const long double d = (long double) k - (long double) n * p;
    return d * d - (long double) n * z * z * p * (1.0L - p);
}

/* The limits are roots of the score equation: its sign changes within 1e-14 of each. */
static void
test_wilson_solves_the_score_equation(void)
{
    static const uint64_t sizes[] = { 1, 2, 3, 10, 101, 10000, 10000000, 1ULL << 40 };
    static const double tails[] = { 5e-13, 1e-5, 0.025, 0.25, 0.4 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(tails); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(tails)];
        const double tail = tails[i % NZ_COUNT_OF(tails)];
        const uint64_t counts[] = { 1, 2, n / 3, n / 2, n - 2, n - 1 };
        const long double z = (long double) gsl_cdf_ugaussian_Qinv(tail);
        for (size_t j = 0; j < NZ_COUNT_OF(counts); j++) {
            const uint64_t k = counts[j];
            nz_interval_t ci;
            if (k < 1 || k >= n) {
                continue;
            }
            NZ_ASSERT_OK(nz_proportion_wilson(k, n, (nz_tails_t){ tail, tail }, &ci));
            const long double e = 1e-14L;
            const long double lower = (long double) ci.lower;
            const long double upper = (long double) ci.upper;
            CU_ASSERT_TRUE(score_equation(k, n, z, lower * (1.0L - e)) > 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, lower * (1.0L + e)) < 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, upper * (1.0L - e)) < 0.0L);
            CU_ASSERT_TRUE(score_equation(k, n, z, upper * (1.0L + e)) > 0.0L);
        }
    }
}

static void
test_proportion_at_the_ends(void)
{
    static const uint64_t sizes[] = { 1, 2, 10, 1000, 10000000, 1ULL << 53 };
    static const double tails[] = { 5e-13, 0.025, 0.25 };

    for (size_t i = 0; i < NZ_COUNT_OF(sizes) * NZ_COUNT_OF(tails); i++) {
        const uint64_t n = sizes[i / NZ_COUNT_OF(tails)];
        const double tail = tails[i % NZ_COUNT_OF(tails)], x = (double) n;
        const double z = gsl_cdf_ugaussian_Qinv(tail);
        const nz_tails_t both = { tail, tail };
        nz_interval_t ci;

        NZ_ASSERT_OK(nz_proportion_clopper_pearson(0, n, both, &ci));
        CU_ASSERT_EQUAL(ci.lower, 0.0);
        NZ_ASSERT_REL(ci.upper, -expm1(log(tail) / x), 1e-15);
        NZ_ASSERT_OK(nz_proportion_clopper_pearson(n, n, both, &ci));
        NZ_ASSERT_REL(ci.lower, pow(tail, 1.0 / x), 1e-14);
        CU_ASSERT_EQUAL(ci.upper, 1.0);

        NZ_ASSERT_OK(nz_proportion_wilson(0, n, both, &ci));
        CU_ASSERT_EQUAL(ci.lower, 0.0);
        NZ_ASSERT_REL(ci.upper, z * z / (x + z * z), 1e-14);
        NZ_ASSERT_OK(nz_proportion_wilson(n, n, both, &ci));
        NZ_ASSERT_REL(ci.lower, x / (x + z * z), 1e-14);
        CU_ASSERT_EQUAL(ci.upper, 1.0);

        NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(0, n, both, &ci));
        CU_ASSERT_TRUE(ci.lower == 0.0 && ci.upper == 0.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
        NZ_ASSERT_OK(nz_proportion_bootstrap_percentile(n, n, both, &ci));
        CU_ASSERT_TRUE(ci.lower == 1.0 && ci.upper == 1.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_DEGENERATE);
    }
}

/* A one-sided interval has the limit that the two-sided one has at the same tail, and
 * its end of the scale on the other side. */
static void
test_proportion_one_sided(void)
{
    const uint64_t n = 20;

    for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
        for (uint64_t k = 0; k <= n; k++) {
            nz_interval_t both, lower, upper, neither;
            NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.05, 0.01 }, &both));
            NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.05, 0.0 }, &lower));
            NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.0, 0.01 }, &upper));
            NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.0, 0.0 }, &neither));
            CU_ASSERT_TRUE(lower.lower == both.lower && lower.upper == 1.0);
            CU_ASSERT_TRUE(upper.upper == both.upper && upper.lower == 0.0);
            CU_ASSERT_TRUE(neither.lower == 0.0 && neither.upper == 1.0);
            if (k > 2 && k < n - 2) { /* unequal tails go to their own sides */
                nz_interval_t other;
                NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.01, 0.05 }, &other));
                CU_ASSERT_TRUE(other.lower < both.lower && other.upper < both.upper);
            }
        }
    }
}

/* Tails above one half, where z changes sign, give the limits crossing sides. */
static void
test_wilson_with_a_tail_above_one_half(void)
{
    nz_interval_t low, high;

    NZ_ASSERT_OK(nz_proportion_wilson(7, 20, (nz_tails_t){ 0.9, 0.05 }, &low));
    NZ_ASSERT_OK(nz_proportion_wilson(7, 20, (nz_tails_t){ 0.05, 0.1 }, &high));
    NZ_ASSERT_REL(low.lower, high.upper, 1e-14);
    NZ_ASSERT_OK(nz_proportion_wilson(7, 20, (nz_tails_t){ 0.05, 0.9 }, &low));
    NZ_ASSERT_OK(nz_proportion_wilson(7, 20, (nz_tails_t){ 0.1, 0.05 }, &high));
    NZ_ASSERT_REL(low.upper, high.lower, 1e-14);
}

static void
test_proportion_is_symmetric(void)
{
    for (size_t m = 1; m < NZ_COUNT_OF(methods); m++) {
        for (uint64_t n = 1; n < 2000; n = 3 * n + 1) {
            for (uint64_t k = 0; k <= n; k++) {
                nz_interval_t ci, mirror;
                NZ_ASSERT_OK(methods[m](k, n, (nz_tails_t){ 0.02, 0.07 }, &ci));
                NZ_ASSERT_OK(methods[m](n - k, n, (nz_tails_t){ 0.07, 0.02 }, &mirror));
                NZ_ASSERT_ABS(ci.lower, 1.0 - mirror.upper, 1e-14);
                NZ_ASSERT_ABS(ci.upper, 1.0 - mirror.lower, 1e-14);
            }
        }
    }
}

/* The level 1 - 1e-12: where 1 - level has lost four digits, but the tails have not. */
static void
test_clopper_pearson_at_an_extreme_level(void)
{
    for (uint64_t k = 1; k < 30; k++) {
        nz_interval_t ci;
        double below, above;
        NZ_ASSERT_OK(
            nz_proportion_clopper_pearson(k, 30, (nz_tails_t){ 5e-13, 5e-13 }, &ci));
        /* Its definition: P(X >= k; lower) = tail = P(X <= k; upper). Near 1 the rounding
         * of the limit moves its tail. */
        NZ_ASSERT_OK(nz_binomial_tails(k - 1, 30, ci.lower, NULL, &above));
        NZ_ASSERT_OK(nz_binomial_tails(k, 30, ci.upper, &below, NULL));
        NZ_ASSERT_REL(above, 5e-13, 1e-12);
        NZ_ASSERT_REL(below, 5e-13, 1e-12 + 3e-15 / (1.0 - ci.upper));
    }
}

/* Average over a uniform theta of P(lower <= theta <= upper): given theta, k has a
 * binomial law, and given k, theta has a Beta(k + 1, n - k + 1). */
static double
average_coverage(interval_fn *method, uint64_t n)
{
    double sum = 0.0;

    for (uint64_t k = 0; k <= n; k++) {
        nz_interval_t ci;
        double at_lower, at_upper;
        const double a = (double) k + 1.0, b = (double) (n - k) + 1.0;
        NZ_ASSERT_OK(method(k, n, two_sided, &ci));
        NZ_ASSERT_OK(nz_beta_tails(ci.lower, a, b, &at_lower, NULL));
        NZ_ASSERT_OK(nz_beta_tails(ci.upper, a, b, &at_upper, NULL));
        sum += at_upper - at_lower;
    }
    return sum / ((double) n + 1.0);
}

static double
coverage(interval_fn *method, uint64_t n, double theta, nz_tails_t tails)
{
    double sum = 0.0;

    for (uint64_t k = 0; k <= n; k++) {
        nz_interval_t ci;
        NZ_ASSERT_OK(method(k, n, tails, &ci));
        if (ci.lower <= theta && theta <= ci.upper) {
            sum += nz_binomial_pmf(k, n, theta);
        }
    }
    return sum;
}

/* Bowyer, Aitchison, Ivanova (2025), as recomputed to four digits. */
static void
test_proportion_average_coverage(void)
{
    static const struct {
        uint64_t n;
        double by_method[3];
    } table[] = { { 3, { 0.5000, 0.9560, 0.9946 } }, { 10, { 0.7798, 0.9541, 0.9838 } },
        { 100, { 0.9259, 0.9511, 0.9646 } } };

    for (size_t i = 0; i < NZ_COUNT_OF(table); i++) {
        for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
            NZ_ASSERT_ABS(
                average_coverage(methods[m], table[i].n), table[i].by_method[m], 0.5e-4);
        }
    }
}

static void
test_proportion_coverage_at_one_theta(void)
{
    NZ_ASSERT_ABS(coverage(nz_proportion_wilson, 10, 0.95, two_sided), 0.914, 5e-4);
    NZ_ASSERT_ABS(
        coverage(nz_proportion_clopper_pearson, 10, 0.95, two_sided), 0.9885, 0.5e-4);
    NZ_ASSERT_ABS(coverage(nz_proportion_bootstrap_percentile, 1000, 1e-4, two_sided),
        0.0952, 0.5e-4);
}

/* Whatever its level, the bootstrap misses pi whenever there is no success. */
static void
test_bootstrap_percentile_obeys_the_ceiling(void)
{
    const nz_tails_t wide = { 5e-13, 5e-13 };

    for (uint64_t n = 1; n <= 200; n = 2 * n + 1) {
        for (double pi = 1e-6; pi < 0.9; pi *= 1.7) {
            const double ceiling = -expm1((double) n * log1p(-pi));
            const double got = coverage(nz_proportion_bootstrap_percentile, n, pi, wide);
            CU_ASSERT_TRUE(got <= ceiling * (1.0 + 1e-12));
            /* Clopper-Pearson has no ceiling: it keeps its level. */
            CU_ASSERT_TRUE(
                coverage(nz_proportion_clopper_pearson, n, pi, two_sided) >= 0.95);
        }
    }
}

static void
test_proportion_interval_dispatches(void)
{
    static const nz_interval_method_t names[] = { NZ_METHOD_BOOTSTRAP_PERCENTILE,
        NZ_METHOD_WILSON, NZ_METHOD_CLOPPER_PEARSON };
    nz_interval_t ci, expected;

    CU_ASSERT_EQUAL_FATAL(NZ_COUNT_OF(names), NZ_N_INTERVAL_METHODS);
    for (size_t m = 0; m < NZ_COUNT_OF(names); m++) {
        NZ_ASSERT_OK(nz_proportion_interval(names[m], 3, 17, two_sided, &ci));
        NZ_ASSERT_OK(methods[m](3, 17, two_sided, &expected));
        CU_ASSERT_TRUE(ci.lower == expected.lower && ci.upper == expected.upper);
    }
    CU_ASSERT_EQUAL(nz_proportion_interval(NZ_N_INTERVAL_METHODS, 3, 17, two_sided, &ci),
        NZ_ERR_DOMAIN);
}

static void
test_proportion_errors_leave_output_untouched(void)
{
    static const nz_tails_t bad[] = { { -0.1, 0.1 }, { 0.1, -0.1 }, { 0.5, 0.5 },
        { 1.0, 0.0 }, { (double) NAN, 0.1 }, { 0.1, (double) NAN } };

    for (size_t m = 0; m < NZ_COUNT_OF(methods); m++) {
        nz_interval_t ci = { -1.0, -2.0, NZ_INTERVAL_UNDEFINED };
        CU_ASSERT_EQUAL(methods[m](1, 2, two_sided, NULL), NZ_ERR_NULL_ARG);
        CU_ASSERT_EQUAL(methods[m](0, 0, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(methods[m](3, 2, two_sided, &ci), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(methods[m](1, NZ_COUNT_MAX + 1, two_sided, &ci), NZ_ERR_DOMAIN);
        for (size_t i = 0; i < NZ_COUNT_OF(bad); i++) {
            CU_ASSERT_EQUAL(methods[m](1, 2, bad[i], &ci), NZ_ERR_DOMAIN);
        }
        CU_ASSERT_TRUE(ci.lower == -1.0 && ci.upper == -2.0);
        CU_ASSERT_EQUAL(ci.status, NZ_INTERVAL_UNDEFINED);
    }
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_proportion_reference_values),
        NZ_TEST(test_wilson_solves_the_score_equation),
        NZ_TEST(test_proportion_at_the_ends),
        NZ_TEST(test_proportion_one_sided),
        NZ_TEST(test_wilson_with_a_tail_above_one_half),
        NZ_TEST(test_proportion_is_symmetric),
        NZ_TEST(test_clopper_pearson_at_an_extreme_level),
        NZ_TEST(test_proportion_average_coverage),
        NZ_TEST(test_proportion_coverage_at_one_theta),
        NZ_TEST(test_bootstrap_percentile_obeys_the_ceiling),
        NZ_TEST(test_proportion_interval_dispatches),
        NZ_TEST(test_proportion_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("proportion", tests, argc, argv);
}
