#include "sim/metric.h"

#include <stddef.h>

static const struct {
    const char *name, *long_name, *unit;
} metrics[] = {
#define NZ_METRIC_ROW_(upper, lower, long_name, unit) { #lower, long_name, unit },
    NZ_METRIC_LIST(NZ_METRIC_ROW_)
#undef NZ_METRIC_ROW_
};

const char *
nz_metric_name(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].name : NULL;
}

const char *
nz_metric_long_name(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].long_name : NULL;
}

const char *
nz_metric_unit(nz_metric_t metric)
{
    return (unsigned) metric < NZ_N_METRICS ? metrics[metric].unit : NULL;
}
