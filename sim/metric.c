#include "sim/metric.h"

#include <stddef.h>

static const struct {
    const char *name, *unit, *axis;
    bool is_binary, is_all_or_nothing, is_rising;
} metrics[] = {
#define NZ_METRIC_ROW_(                                                                  \
    upper, lower, is_binary, is_all_or_nothing, is_rising, unit, axis)                   \
    { #lower, unit, axis, is_binary, is_all_or_nothing, is_rising },
    NZ_METRIC_LIST(NZ_METRIC_ROW_)
#undef NZ_METRIC_ROW_
};

const char *
nz_metric_name(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].name : NULL;
}

bool
nz_metric_is_binary(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS && metrics[metric].is_binary;
}

bool
nz_metric_is_all_or_nothing(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS && metrics[metric].is_all_or_nothing;
}

bool
nz_metric_is_sequential(nz_metric_t metric)
{
    return metric == NZ_METRIC_INVERSE_SAMPLING;
}

bool
nz_metric_takes_method(nz_metric_t metric, nz_interval_method_t method)
{
    if ((unsigned) metric >= NZ_N_METRICS || (unsigned) method >= NZ_N_INTERVAL_METHODS) {
        return false;
    }
    if (nz_metric_is_sequential(metric)) {
        return method == NZ_METHOD_CLOPPER_PEARSON;
    }
    return nz_metric_is_binary(metric) || nz_interval_method_takes_scores(method);
}

bool
nz_metric_is_rising(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS && metrics[metric].is_rising;
}

const char *
nz_metric_unit(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].unit : NULL;
}

const char *
nz_metric_axis(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].axis : NULL;
}
