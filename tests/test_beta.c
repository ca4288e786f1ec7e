#include "stats/beta.h"
#include "tests/testlib.h"

#include <gsl/gsl_math.h>
#include <stdbool.h>
#include <stdio.h>

/* Integrated at 50 digits by scripts/reference_beta.py: x, a, b, lower, upper. The
 * rounding of a and b to a power of two ulp moves the mode by sqrt(max(a, b)) 1e-16
 * deviations. */
static const double tails[][5] = {
    { 0x1.848343c905445p-5, 0.5, 0.5, 0.1397596792323407, 0.8602403207676593 },
    { 0x1.f6ca82f0de1eap-1, 0.5, 0.5, 0.9143631844053802, 0.08563681559461982 },
    { 0x1.c5dd8f4624111p-7, 0.5, 297.5, 0.9960178020873144, 0.003982197912685657 },
    { 0x1.077566ddbbcf3p-52, 0.5, 9000000000000000.0, 0.957451485783954,
        0.04254851421604604 },
    { 0x1.982e91f85b845p-58, 1, 9000000000000000.0, 0.04856800709954658,
        0.9514319929004534 },
    { 0x1.ba3a16be1c746p-9, 1.5, 2, 0.0004889481543929776, 0.9995110518456071 },
    { 0x1.1f9c00419c3ecp-5, 3.5, 297.5, 0.9967200486498624, 0.003279951350137632 },
    { 0x1.a957097ca8d95p-5, 17, 484, 0.9775172616784726, 0.022482738321527362 },
    { 0x1.a7644c32d1644p-7, 17, 484, 0.00036120079892680205, 0.9996387992010732 },
    { 0x1.11386bac687bdp-7, 49.5, 12000.0, 0.999999994263272, 5.736728007481202e-09 },
    { 0x1.8e65fbd607464p-10, 49.5, 12000.0, 1.2445772773558997e-09, 0.9999999987554227 },
    { 0x1.14bff576b5505p-7, 50.5, 12000.0, 0.9999999939897345, 6.010265544888998e-09 },
    { 0x1.0000000000000p-1, 51, 51, 0.5, 0.5 },
    { 0x1.76e9e2688421ep-3, 51, 60, 1.6059121261497128e-11, 0.9999999999839408 },
    { 0x1.b9033f464a65ap-47, 51, 9000000000000000.0, 0.9999999998923264,
        1.0767364539800398e-10 },
    { 0x1.fffb71b811a68p-1, 120000.0, 0.5, 0.00387385195031474, 0.9961261480496852 },
    { 0x1.fffef7a327b75p-1, 120000.0, 3, 0.9294545941979511, 0.07054540580204897 },
    { 0x1.ff9481b0776aap-1, 9999, 17, 0.9952282830631723, 0.004771716936827685 },
    { 0x1.fe5dc472a70dep-1, 11000.0, 17, 0.0002448571583469822, 0.999755142841653 },
    { 0x1.002972d776cdap-1, 5000000.0, 5000000.0, 0.9772498617528569,
        0.022750138247143153 },
    { 0x1.fedddc3845facp-2, 5000000.0, 5000000.0, 1.2798402528031847e-12,
        0.9999999999987201 },
    { 0x1.fd75a4c1e94ebp-1, 1000000000.0, 5000000.0, 0.9999999989961942,
        1.0038058542474544e-09 },
    { 0x1.45e7825ae9afbp-8, 5000000.0, 1000000000.0, 0.1587089616515813,
        0.8412910383484187 },
    { 0x1.000a420cb6848p-1, 1000000000.0, 1000000000.0, 0.9999999999987201,
        1.2798126824412959e-12 },
    { 0x1.ffffffffa08c8p-1, 1000000000000.0, 50, 0.8236262955053998, 0.1763737044946002 },
    { 0x1.6db72eb366025p-1, 1000000000000.0, 400000000000.0, 0.9999999999598385,
        4.016158438795781e-11 },
    { 0x1.fffffffffffdep-1, 9000000000000000.0, 51, 0.9961997351761746,
        0.003800264823825405 },
    { 0x1.fffffffffffb2p-1, 9000000000000000.0, 51, 0.00047731288211590113,
        0.9995226871178841 },
    { 0x1.fffffffffffdbp-1, 9000000000000000.0, 49.5, 0.971913092934757,
        0.028086907065242958 },
    { 0x1.ffffffffe2a33p-1, 9000000000000000.0, 120000.0, 0.30862197507958317,
        0.6913780249204168 },
    { 0x1.ffffffffe3043p-1, 9000000000000000.0, 120000.0, 0.99996723853007,
        3.2761469930014966e-05 },
    { 0x1.0000010fa338ap-1, 4500000000000000.0, 4500000000000000.0, 0.9999999990134124,
        9.865876244989863e-10 },
};

/* The quantiles at the lower tails of levels[], then at the upper but the last. */
static const double levels[] = { 5e-13, 1e-3, 0.025, 0.3, 0.5 };
static const struct {
    double a, b, x[9];
} quantiles[] = {
    { 3.5, 297.5,
        { 2.0636840460568636e-06, 0.0010011672918086641, 0.0028242548486955023,
            0.007787706102573065, 0.010564499130437666, 0.11401290675416872,
            0.03988948129159139, 0.02644406351189831, 0.013933013351025387 } },
    { 17, 484,
        { 0.0029866848796213864, 0.01418468361456733, 0.019928600046206304,
            0.029282902134766225, 0.033313453498351686, 0.12312387069024375,
            0.06416621154710575, 0.05144676829164562, 0.03768538701445143 } },
    { 0.5, 0.5,
        { 6.168502750680849e-25, 2.467399070916944e-06, 0.001541333133436012,
            0.20610737385376343, 0.5, 1.0, 0.999997532600929, 0.998458666866564,
            0.7938926261462366 } },
    { 0.5, 1,
        { 2.5e-25, 1e-06, 0.0006250000000000001, 0.09, 0.25, 0.999999999999, 0.998001,
            0.9506249999999999, 0.49 } },
    { 1, 1.5,
        { 3.333333333333611e-13, 0.0006667778271893197, 0.01673689415961626,
            0.2116264836894757, 0.3700394750525634, 0.9999999937003947, 0.99,
            0.9145012026661652, 0.5518595253442835 } },
    { 2, 2,
        { 4.0824834601943745e-07, 0.01837025385881161, 0.09429932405024608,
            0.3632574910905676, 0.5, 0.999999591751654, 0.9816297461411884,
            0.9057006759497539, 0.6367425089094324 } },
    { 5, 0.5,
        { 0.0045857205924147585, 0.3221691492009121, 0.5904328097973117,
            0.8932737950863401, 0.9533127546630336, 1.0, 0.9999998348802498,
            0.9998967717899883, 0.9845150730912595 } },
    { 49.5, 51,
        { 0.17907766009775228, 0.34207826313346756, 0.39562574151291613,
            0.4663025235916343, 0.49248761327606416, 0.8102827064156765,
            0.6438276963216565, 0.5897303513865881, 0.5187002616261069 } },
    { 50, 300,
        { 0.04449629458392496, 0.09113363942754275, 0.1082411459763514,
            0.1325724657202557, 0.1421765808530275, 0.30586571935681206,
            0.20613342140144653, 0.18133633605281801, 0.15215601192183165 } },
    { 0.5, 10000.0,
        { 1.96354449649241e-29, 7.854182098101975e-11, 4.9104682254863743e-08,
            7.423751127482775e-06, 2.2747131112627348e-05, 0.0026069087194206773,
            0.0005412453164296609, 0.00025116904094420943, 5.370960888367533e-05 } },
    { 7, 200000.0,
        { 2.977305161029057e-07, 7.601538387097823e-06, 1.4071505179929869e-05,
            2.705292257019759e-05, 3.3347129132656876e-05, 0.00022338603262295393,
            9.030275207426731e-05, 6.529425891240904e-05, 4.0553815889750214e-05 } },
    { 0.5, 9000000000000000.0,
        { 2.1816615649929119e-41, 8.726650829236055e-23, 5.455939539862534e-20,
            8.248436768474747e-18, 2.5274245728865154e-17, 2.90027486690675e-15,
            6.015314539257072e-16, 2.7910478818416044e-16, 5.967745393653253e-17 } },
    { 49, 9000000000000000.0,
        { 1.582343301077531e-15, 3.353120766970861e-15, 4.027829972092108e-15,
            5.011320923726861e-15, 5.407452533302988e-15, 1.2953867862056375e-14,
            8.167242125800924e-15, 7.071226242458541e-15, 5.823942037018158e-15 } },
    { 51, 9000000000000000.0,
        { 1.696221685214487e-15, 3.5268912182168464e-15, 4.219205537587842e-15,
            5.22527014844182e-15, 5.629672973265329e-15, 1.3286170890076472e-14,
            8.437987999122204e-15, 7.324307407148488e-15, 6.054434174296337e-15 } },
    { 5000000.0, 5000000.0,
        { 0.4988725692793129, 0.49951139147510815, 0.49969010250586177,
            0.4999170849971813, 0.5, 0.5011274307206871, 0.5004886085248919,
            0.5003098974941382, 0.5000829150028188 } },
    { 1000000000.0, 3,
        { 0.9999999652130314, 0.9999999887711278, 0.9999999927753124, 0.9999999963844324,
            0.9999999973259397, 0.9999999999998558, 0.9999999998094666,
            0.9999999993813279, 0.9999999980862242 } },
    { 1000000000.0, 2000000000.0,
        { 0.33327196554793687, 0.3333067371649843, 0.33331646475441834,
            0.33332881998547575, 0.3333333332962963, 0.33339470481088745,
            0.3333599301349813, 0.33335020212272676, 0.33333784662748694 } },
    { 9000000000000000.0, 1000000000000.0,
        { 0.999888900441048, 0.999888900889894, 0.9998889010154587, 0.9998889011749393,
            0.9998889012331964, 0.999888902025341, 0.9998889015764979, 0.9998889014509337,
            0.9998889012914534 } },
    { 4500000000000000.0, 4500000000000000.0,
        { 0.49999996241892913, 0.4999999837130457, 0.4999999896700828, 0.4999999972361666,
            0.5, 0.5000000375810708, 0.5000000162869543, 0.5000000103299173,
            0.5000000027638334 } },
};

static double
tolerance(double a, double b, double small)
{
    return fmin(a, b) < 1e5 ? small : small + 2e-15 * sqrt(fmax(a, b));
}

static void
test_beta_tails_reference_values(void)
{
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(tails); i++) {
        const double a = tails[i][1], b = tails[i][2];
        const double rtol = tolerance(a, b, 2e-12);
        double p = -1.0, q = -1.0;
        NZ_ASSERT_OK(nz_beta_tails(tails[i][0], a, b, &p, &q));
        NZ_ASSERT_REL(p, tails[i][3], rtol);
        NZ_ASSERT_REL(q, tails[i][4], rtol);
        worst = fmax(worst, fabs(p / tails[i][3] - 1.0));
        worst = fmax(worst, fabs(q / tails[i][4] - 1.0));
    }
    printf("\n    worst relative error of a tail %.1e ", worst);
}

static void
test_beta_quantile_reference_values(void)
{
    double worst = 0.0;

    for (size_t i = 0; i < NZ_COUNT_OF(quantiles); i++) {
        const double a = quantiles[i].a, b = quantiles[i].b;
        for (size_t j = 0; j < 9; j++) {
            double x = -1.0;
            NZ_ASSERT_OK(nz_beta_quantile(levels[j % 5], j >= 5, a, b, &x));
            NZ_ASSERT_REL(x, quantiles[i].x[j], 1e-12);
            worst = fmax(worst, fabs(x / quantiles[i].x[j] - 1.0));
        }
    }
    printf("\n    worst relative error of a quantile %.1e ", worst);
}

/* The inputs on which GSL 2.7.1's own inverse aborts or does not return. */
static void
test_beta_quantile_where_gsl_fails(void)
{
    double x = -1.0;

    NZ_ASSERT_OK(nz_beta_quantile(0.025, true, 3.5, 297.5, &x));
    NZ_ASSERT_REL(x, 0.026444063511898308, 1e-13);
    NZ_ASSERT_OK(nz_beta_quantile(0.025, true, 17.0, 484.0, &x));
    NZ_ASSERT_REL(x, 0.051446768291645624, 1e-13);
    NZ_ASSERT_OK(nz_beta_quantile(0.025, true, 5e6, 5e6, &x));
    NZ_ASSERT_REL(x, 0.5003098974941382, 1e-13);
    NZ_ASSERT_OK(nz_beta_quantile(0.025, false, 5e6, 5e6, &x));
    NZ_ASSERT_REL(x, 0.4996901025058618, 1e-13);
}

/* Beta(a, 1) has the distribution x^a and Beta(1, b) the tail (1-x)^b. */
static void
test_beta_with_a_unit_parameter_is_a_power(void)
{
    static const double shapes[] = { 0.02, 0.5, 1.0, 3.0, 49.0, 75.0, 2e4, 1e9, 9e15 };

    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        const double c = shapes[i];
        for (double tail = 1e-12; tail < 1.0; tail = 3.0 * tail) {
            const double power = exp(log(tail) / c), rest = -expm1(log(tail) / c);
            double x = -1.0, y = -1.0, p = -1.0, q = -1.0;
            if (power < 1e-300) {
                continue;
            }
            NZ_ASSERT_OK(nz_beta_quantile(tail, false, c, 1.0, &x));
            NZ_ASSERT_REL(x, power, 1e-12);
            NZ_ASSERT_OK(nz_beta_quantile(tail, true, 1.0, c, &y));
            NZ_ASSERT_REL(y, rest, 1e-12);
            /* The error of the argument's rounding, and no more. */
            NZ_ASSERT_OK(nz_beta_tails(power, c, 1.0, &p, &q));
            NZ_ASSERT_REL(p, tail, 1e-12 + 3e-16 * c);
            NZ_ASSERT_OK(nz_beta_tails(rest, 1.0, c, &p, &q));
            NZ_ASSERT_REL(q, tail, 1e-12 + 3e-16 * c * rest / power);
        }
    }
}

static void
test_beta_is_symmetric(void)
{
    static const double shapes[] = { 0.5, 2.0, 49.5, 50.5, 1e3, 2e4, 1e7, 4e15 };

    for (size_t i = 0; i < NZ_COUNT_OF(shapes); i++) {
        for (size_t j = 0; j < NZ_COUNT_OF(shapes); j++) {
            for (double x = 1.0 / 1024.0; x < 1.0; x *= 2.0) { /* 1 - x is exact */
                double p = -1.0, q = -1.0, mirrored_p = -2.0, mirrored_q = -2.0;
                NZ_ASSERT_OK(nz_beta_tails(x, shapes[i], shapes[j], &p, &q));
                NZ_ASSERT_OK(nz_beta_tails(
                    1.0 - x, shapes[j], shapes[i], &mirrored_q, &mirrored_p));
                NZ_ASSERT_ABS(p, mirrored_p, 1e-9 * fmin(p, q) + 1e-300);
                NZ_ASSERT_ABS(q, mirrored_q, 1e-9 * fmin(p, q) + 1e-300);
                NZ_ASSERT_ABS(p + q, 1.0, 1e-12);
            }
        }
    }
    for (double a = 0.5; a < 9e15; a *= 4.0) {
        double p = -1.0, x = -1.0;
        NZ_ASSERT_OK(nz_beta_tails(0.5, a, a, &p, NULL));
        NZ_ASSERT_REL(p, 0.5, 1e-12);
        NZ_ASSERT_OK(nz_beta_quantile(0.5, true, a, a, &x));
        NZ_ASSERT_REL(x, 0.5, 1e-13);
    }
}

/* The two ways to a tail, on both sides of the switch between them. */
static void
test_beta_tails_are_continuous_in_the_parameters(void)
{
    for (double b = 49.0; b < 1e6; b *= 1.7) {
        for (double z = -6.0; z <= 6.0; z += 1.5) {
            double p[2], q[2];
            const double a[] = { nextafter(50.0, 0.0), 50.0 };
            const double x =
                1.0 / (1.0 + b / 50.0 * exp(-z * sqrt(1.0 / 50.0 + 1.0 / b)));
            for (size_t i = 0; i < 2; i++) {
                NZ_ASSERT_OK(nz_beta_tails(x, a[i], b, &p[i], &q[i]));
            }
            NZ_ASSERT_REL(p[0], p[1], 1e-11);
            NZ_ASSERT_REL(q[0], q[1], 1e-11);
        }
    }
}

static void
test_beta_log_logit_density_reference_values(void)
{
    /* x^a (1-x)^b / B(a, b) in closed form for whole parameters. */
    NZ_ASSERT_REL(exp(nz_beta_log_logit_density(0.25, 2.0, 3.0)), 81.0 / 256.0, 1e-14);
    NZ_ASSERT_REL(exp(nz_beta_log_logit_density(1e-12, 2.0, 3.0)), 12e-24, 1e-11);
    NZ_ASSERT_REL(exp(nz_beta_log_logit_density(0.9999, 2.0, 3.0)),
        12.0 * 0.9999 * 0.9999 * pow(1.0 - 0.9999, 3.0), 1e-12);
    NZ_ASSERT_REL(exp(nz_beta_log_logit_density(0.5, 0.5, 0.5)), 0.5 / M_PI, 1e-14);
    /* a = b at the mode: sqrt(a / (4 pi)) (1 - 1/(8a) + ...) */
    NZ_ASSERT_REL(exp(nz_beta_log_logit_density(0.5, 1e10, 1e10)),
        sqrt(1e10 / (4.0 * M_PI)) * (1.0 - 1.0 / 8e10), 1e-14);
}

static void
test_beta_at_the_ends(void)
{
    double p = -1.0, q = -1.0, x = -1.0;

    NZ_ASSERT_OK(nz_beta_tails(0.0, 60.0, 1e9, &p, &q));
    CU_ASSERT_TRUE(p == 0.0 && q == 1.0);
    NZ_ASSERT_OK(nz_beta_tails(1.0, 60.0, 1e9, &p, &q));
    CU_ASSERT_TRUE(p == 1.0 && q == 0.0);
    NZ_ASSERT_OK(nz_beta_quantile(0.0, false, 2.0, 3.0, &x));
    CU_ASSERT_EQUAL(x, 0.0);
    NZ_ASSERT_OK(nz_beta_quantile(1.0, false, 2.0, 3.0, &x));
    CU_ASSERT_EQUAL(x, 1.0);
    NZ_ASSERT_OK(nz_beta_quantile(1.0, true, 2.0, 3.0, &x));
    CU_ASSERT_EQUAL(x, 0.0);
    NZ_ASSERT_OK(nz_beta_quantile(0.0, true, 3.0, 2.0, &x));
    CU_ASSERT_EQUAL(x, 1.0);
    /* 1e-10^(1/.01) underflows; mirrored it is within rounding of 1. */
    NZ_ASSERT_OK(nz_beta_quantile(1e-10, false, 0.01, 1.0, &x));
    CU_ASSERT_EQUAL(x, 0.0);
    NZ_ASSERT_OK(nz_beta_quantile(1e-10, true, 1.0, 0.01, &x));
    CU_ASSERT_EQUAL(x, 1.0);
    NZ_ASSERT_OK(nz_beta_tails(0.3, 2.0, 3.0, NULL, NULL));
}

/* So near to 0 or 1 that the distance to the mode no longer tells. */
static void
test_beta_tails_all_but_at_the_ends(void)
{
    const double nearest[] = { 1e-300, 1e-20, 1e-10 };

    for (size_t i = 0; i < NZ_COUNT_OF(nearest); i++) {
        double lower = -1.0, upper = -1.0;
        NZ_ASSERT_OK(nz_beta_tails(nearest[i], 115.3, 111.2, &lower, &upper));
        CU_ASSERT_EQUAL(lower, 0.0);
        CU_ASSERT_EQUAL(upper, 1.0);
    }
}

static void
test_beta_errors_leave_output_untouched(void)
{
    static const double bad_shapes[] = { 0.0, -1.0, 1.9e16, (double) INFINITY,
        (double) NAN };
    static const double bad_shares[] = { -0.1, 1.1, (double) NAN };
    double p = -1.0, q = -1.0, x = -1.0;

    CU_ASSERT_EQUAL(nz_beta_quantile(0.5, false, 1.0, 1.0, NULL), NZ_ERR_NULL_ARG);
    for (size_t i = 0; i < NZ_COUNT_OF(bad_shapes); i++) {
        const double c = bad_shapes[i];
        CU_ASSERT_EQUAL(nz_beta_tails(0.5, c, 1.0, &p, &q), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_beta_tails(0.5, 1.0, c, &p, &q), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_beta_quantile(0.5, false, c, 1.0, &x), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(nz_beta_quantile(0.5, false, 1.0, c, &x), NZ_ERR_DOMAIN);
    }
    for (size_t i = 0; i < NZ_COUNT_OF(bad_shares); i++) {
        CU_ASSERT_EQUAL(nz_beta_tails(bad_shares[i], 1.0, 1.0, &p, &q), NZ_ERR_DOMAIN);
        CU_ASSERT_EQUAL(
            nz_beta_quantile(bad_shares[i], true, 1.0, 1.0, &x), NZ_ERR_DOMAIN);
    }
    CU_ASSERT_TRUE(p == -1.0 && q == -1.0 && x == -1.0);
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_beta_tails_reference_values),
        NZ_TEST(test_beta_quantile_reference_values),
        NZ_TEST(test_beta_quantile_where_gsl_fails),
        NZ_TEST(test_beta_with_a_unit_parameter_is_a_power),
        NZ_TEST(test_beta_is_symmetric),
        NZ_TEST(test_beta_tails_are_continuous_in_the_parameters),
        NZ_TEST(test_beta_log_logit_density_reference_values),
        NZ_TEST(test_beta_at_the_ends),
        NZ_TEST(test_beta_tails_all_but_at_the_ends),
        NZ_TEST(test_beta_errors_leave_output_untouched),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("beta", tests, argc, argv);
}
