#include "stats/status.h"

const char *
nz_status_message(nz_status_t status)
{
    switch (status) {
#define NZ_STATUS_CASE_(name, value, text)                                               \
    case name:                                                                           \
        return text " (" #name ")";
        NZ_STATUS_LIST(NZ_STATUS_CASE_)
#undef NZ_STATUS_CASE_
    }
    return "unknown status code";
}
