#include "stats/compare_power.h"

#include "stats/compare_search.h"
#include "stats/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stddef.h>

/* Margins this close to a bound are on it. */
static const double margin_tie = 1e-12;
/* A difference is searched to this, relative. */
static const double difference_tolerance = 1e-10;

static bool
is_probability(double p)
{
    return p >= 0.0 && p <= 1.0;
}

bool
nz_compare_power_is_valid(const nz_compare_t *self)
{
    if ((unsigned) self->design >= NZ_N_COMPARE_DESIGNS
        || !(self->alpha > 0.0 && self->alpha < 1.0)) {
        return false;
    }
    if (self->design == NZ_COMPARE_UNPAIRED) {
        return is_probability(self->first) && is_probability(self->second);
    }
    return is_probability(self->only_first) && is_probability(self->only_second)
           && self->only_first + self->only_second <= 1.0 + margin_tie;
}

static nz_status_t
prepare(const nz_compare_t *self, nz_compare_search_t *out)
{
    if (!nz_compare_power_is_valid(self)) {
        return NZ_ERR_DOMAIN;
    }
    if (self->design == NZ_COMPARE_UNPAIRED) {
        const double z = gsl_cdf_ugaussian_Qinv(self->alpha / 2.0);
        *out = (nz_compare_search_t){ .is_unpaired = true,
            .unpaired = nz_unpaired_power_init(self->first, self->second, z) };
        return NZ_OK;
    }
    *out = (nz_compare_search_t){ .pairs = nz_discordant_power_init(
                                      self->design == NZ_COMPARE_MCNEMAR, self->alpha,
                                      self->only_first, self->only_second) };
    return NZ_OK;
}

nz_status_t
nz_compare_power_at(const nz_compare_t *self, uint64_t n, double *power)
{
    nz_compare_search_t models;

    if (self == NULL || power == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (n == 0 || n > NZ_COUNT_MAX) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = prepare(self, &models);
    return status == NZ_OK ? nz_compare_search_power(&models, n, power) : status;
}

nz_status_t
nz_compare_power_trials(
    const nz_compare_t *self, double power, uint64_t *n, double *achieved)
{
    nz_compare_search_t models;
    uint64_t found = 0;
    double at = 0.0;

    if (self == NULL || n == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(power > 0.0 && power < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status = prepare(self, &models);
    if (status != NZ_OK) {
        return status;
    }
    if (models.is_unpaired ? self->first == self->second
                           : self->only_first == self->only_second) {
        return NZ_ERR_UNREACHABLE;
    }
    status = nz_compare_search_trials(&models, power, &found);
    if (status == NZ_OK && achieved != NULL) {
        status = nz_compare_search_power(&models, found, &at);
    }
    if (status != NZ_OK) {
        return status;
    }
    *n = found;
    if (achieved != NULL) {
        *achieved = at;
    }
    return NZ_OK;
}

/* Whether p is a probability, which is then put into 0..1. */
static bool
settle(double *p)
{
    if (!(*p >= -margin_tie && *p <= 1.0 + margin_tie)) {
        return false;
    }
    *p = fmin(fmax(*p, 0.0), 1.0);
    return true;
}

nz_status_t
nz_compare_power_discordance_range(
    double first, double difference, double *low, double *high)
{
    double second = first + difference;

    if (low == NULL || high == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(fabs(difference) <= 1.0)
        || (!isnan(first) && (!is_probability(first) || !settle(&second)))) {
        return NZ_ERR_DOMAIN;
    }
    *low = fabs(difference);
    *high = isnan(first) ? 1.0 : fmin(first + second, (1.0 - first) + (1.0 - second));
    return NZ_OK;
}

nz_status_t
nz_compare_power_correlation_range(
    double first, double difference, double *low, double *high)
{
    double second = first + difference;

    if (low == NULL || high == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!is_probability(first) || !settle(&second)) {
        return NZ_ERR_DOMAIN;
    }
    if (first == 0.0 || first == 1.0 || second == 0.0 || second == 1.0) {
        *low = 0.0;
        *high = 0.0;
        return NZ_OK;
    }
    /* of P(both) - p1 p2 = -min(p1 p2, q1 q2) .. min(p1 q2, q1 p2) */
    const double odds1 = first / (1.0 - first), odds2 = second / (1.0 - second);
    *low = -sqrt(fmin(odds1 * odds2, 1.0 / (odds1 * odds2)));
    *high = sqrt(fmin(odds1 / odds2, odds2 / odds1));
    return NZ_OK;
}

/* Fill the discordant probabilities from the discordance. */
static nz_status_t
set_discordance(nz_compare_t *out, const nz_compare_pair_t *pair, double difference)
{
    double low = 0.0, high = 0.0;
    nz_status_t status =
        nz_compare_power_discordance_range(pair->first, difference, &low, &high);

    if (status != NZ_OK) {
        return status;
    }
    if (!(pair->discordance >= low - margin_tie
            && pair->discordance <= high + margin_tie)) {
        return NZ_ERR_DOMAIN;
    }
    const double discordance = fmin(fmax(pair->discordance, low), high);
    out->only_first = (discordance - difference) / 2.0;
    out->only_second = (discordance + difference) / 2.0;
    return NZ_OK;
}

/* The same from the correlation: P(both right) - p1 p2 is that times both standard
 * deviations. */
static nz_status_t
set_correlation(nz_compare_t *out, const nz_compare_pair_t *pair)
{
    const double p1 = out->first, p2 = out->second, q1 = 1.0 - p1, q2 = 1.0 - p2;
    const double spread = sqrt(p1 * q1) * sqrt(p2 * q2);
    const double excess = pair->correlation * spread;
    const double least =
        fmin(fmin(p1 * q2, q1 * p2) - excess, fmin(p1 * p2, q1 * q2) + excess);

    if (!(fabs(pair->correlation) <= 1.0 && least >= -margin_tie)
        || (spread == 0.0 && pair->correlation != 0.0)) {
        return NZ_ERR_DOMAIN;
    }
    out->only_first = fmax(p1 * q2 - excess, 0.0);
    out->only_second = fmax(q1 * p2 - excess, 0.0);
    return NZ_OK;
}

nz_status_t
nz_compare_power_set(nz_compare_t *self, const nz_compare_pair_t *pair, double difference)
{
    if (self == NULL || pair == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const bool is_unpaired = self->design == NZ_COMPARE_UNPAIRED;
    const bool has_discordance = !isnan(pair->discordance);
    nz_compare_t out = *self;
    nz_status_t status = NZ_OK;

    out.first = pair->first;
    out.second = pair->first + difference;
    if (!isnan(out.first) && (!is_probability(out.first) || !settle(&out.second))) {
        return NZ_ERR_DOMAIN;
    }
    if (is_unpaired) {
        if (isnan(out.first)) {
            return NZ_ERR_DOMAIN;
        }
        out.only_first = out.first * (1.0 - out.second);
        out.only_second = (1.0 - out.first) * out.second;
    } else if (has_discordance == !isnan(pair->correlation)) {
        status = NZ_ERR_DOMAIN;
    } else {
        status = has_discordance ? set_discordance(&out, pair, difference)
                                 : set_correlation(&out, pair);
    }
    if (status == NZ_OK) {
        *self = out;
    }
    return status;
}

/* Differences whose accuracies have a correlation in its range: positive ones bound
 * odds(p2)/odds(p1) from above, negative ones odds(p2) odds(p1) from both sides. */
static nz_status_t
range_of_correlation(double first, double correlation, double *low, double *high)
{
    const double odds = first / (1.0 - first), square = correlation * correlation;
    double most = 1.0, least = 0.0;

    if (!is_probability(first) || !(fabs(correlation) <= 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    if (correlation != 0.0) {
        if (first == 0.0 || first == 1.0) {
            return NZ_ERR_DOMAIN;
        }
        const double largest = correlation > 0.0 ? odds / square : 1.0 / (odds * square);
        most = 1.0 / (1.0 + 1.0 / largest);
        least = correlation > 0.0 ? 0.0 : 1.0 / (1.0 + odds / square);
    }
    if (most < first) {
        return NZ_ERR_DOMAIN;
    }
    *low = fmax(least - first, 0.0);
    *high = most - first;
    return NZ_OK;
}

nz_status_t
nz_compare_power_difference_range(
    nz_compare_design_t design, const nz_compare_pair_t *pair, double *low, double *high)
{
    if (pair == NULL || low == NULL || high == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    const double first = pair->first, discordance = pair->discordance;
    const bool is_known = !isnan(first);

    if ((unsigned) design >= NZ_N_COMPARE_DESIGNS || (is_known && !is_probability(first))
        || (design == NZ_COMPARE_UNPAIRED && !is_known)) {
        return NZ_ERR_DOMAIN;
    }
    if (design == NZ_COMPARE_UNPAIRED) {
        *low = 0.0;
        *high = 1.0 - first;
        return NZ_OK;
    }
    if (isnan(discordance) == isnan(pair->correlation)) {
        return NZ_ERR_DOMAIN;
    }
    if (isnan(discordance)) {
        return range_of_correlation(first, pair->correlation, low, high);
    }
    /* (Q - D)/2 <= first, (Q + D)/2 <= 1 - first */
    const double least = is_known ? fmax(discordance - 2.0 * first, 0.0) : 0.0;
    const double most =
        is_known ? fmin(discordance, 2.0 * (1.0 - first) - discordance) : discordance;
    if (!is_probability(discordance) || least > most) {
        return NZ_ERR_DOMAIN;
    }
    *low = least;
    *high = most;
    return NZ_OK;
}

/* The search for a difference. */
typedef struct detectable {
    const nz_compare_t *design;
    const nz_compare_pair_t *pair;
    uint64_t n;
} detectable_t;

static nz_status_t
power_of(const detectable_t *self, double difference, double *power)
{
    nz_compare_t models = *self->design;
    nz_status_t status = nz_compare_power_set(&models, self->pair, difference);

    return status == NZ_OK ? nz_compare_power_at(&models, self->n, power) : status;
}

/* The end of low .. high at which the power is enough, when they are together; it is not
 * at low. By the line through both deviates, which is nearly straight, and bisection. */
static nz_status_t
close_in(const detectable_t *self, double wanted, double low, double high, double *found)
{
    double power = 0.0, low_at = 0.0, high_at = 0.0;
    nz_status_t status = power_of(self, low, &power);

    low_at = nz_compare_search_deviate(power);
    if (status == NZ_OK) {
        status = power_of(self, high, &power);
        high_at = nz_compare_search_deviate(power);
    }
    const double aim = nz_compare_search_deviate(wanted);
    for (int i = 1; status == NZ_OK && high - low > difference_tolerance * high; i++) {
        const double line = low + (high - low) * (aim - low_at) / (high_at - low_at);
        const double middle = low + (high - low) / 2.0;
        /* slightly beyond the line, so that both ends move */
        const double guess =
            line + difference_tolerance / 2.0 * high * (i % 2 == 0 ? -1.0 : 1.0);
        const double next = i % 4 != 0 && guess > low && guess < high ? guess : middle;
        status = power_of(self, next, &power);
        if (power >= wanted) {
            high = next;
            high_at = nz_compare_search_deviate(power);
        } else {
            low = next;
            low_at = nz_compare_search_deviate(power);
        }
    }
    if (status == NZ_OK) {
        *found = high;
    }
    return status;
}

/* From low, which is not detected, and high, which is, to those of one order of magnitude
 * above low. */
static nz_status_t
come_near(const detectable_t *self, double wanted, double *low, double *high)
{
    const double least = *low;
    double part = least + (*high - least) / 16.0;

    while (part > least && part < *high) {
        double power = 0.0;
        nz_status_t status = power_of(self, part, &power);
        if (status != NZ_OK || power < wanted) {
            *low = part;
            return status;
        }
        *high = part;
        part = least + (part - least) / 16.0;
    }
    return NZ_OK;
}

/* From low and high, which are detected, to one in between that is not, the highest of
 * those tried, for the power may fall at first; or else both become low. */
static nz_status_t
find_fall(const detectable_t *self, double wanted, double *low, double *high)
{
    const double least = *low;

    for (double width = (*high - least) / 2.0; width > 1e-12; width /= 2.0) {
        double power = 0.0;
        nz_status_t status = power_of(self, least + width, &power);
        if (status != NZ_OK || power < wanted) {
            *low = least + width;
            return status;
        }
    }
    *high = least;
    return NZ_OK;
}

nz_status_t
nz_compare_power_difference(const nz_compare_t *self, const nz_compare_pair_t *pair,
    double power, uint64_t n, double *difference)
{
    const detectable_t search = { self, pair, n };
    const double wanted = power - NZ_COMPARE_SEARCH_TIE;
    double low = 0.0, high = 0.0, at = 0.0;

    if (self == NULL || pair == NULL || difference == NULL) {
        return NZ_ERR_NULL_ARG;
    }
    if (!(power > 0.0 && power < 1.0)) {
        return NZ_ERR_DOMAIN;
    }
    nz_status_t status =
        nz_compare_power_difference_range(self->design, pair, &low, &high);
    if (status == NZ_OK) {
        status = power_of(&search, high, &at);
    }
    if (status != NZ_OK) {
        return status;
    }
    if (at < wanted) {
        return NZ_ERR_UNREACHABLE;
    }
    status = power_of(&search, low, &at);
    if (status == NZ_OK) {
        status = at < wanted ? come_near(&search, wanted, &low, &high)
                             : find_fall(&search, wanted, &low, &high);
    }
    if (status == NZ_OK && low < high) {
        status = close_in(&search, wanted, low, high, &high);
    }
    if (status == NZ_OK) {
        *difference = high;
    }
    return status;
}
