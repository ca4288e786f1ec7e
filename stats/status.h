/** @file status.h
 *  @brief Status codes returned by every fallible function of the toolkit. */
#ifndef NZ_STATS_STATUS_H
#define NZ_STATS_STATUS_H

#ifdef __GNUC__
#define NZ_NODISCARD __attribute__((warn_unused_result))
#else
#define NZ_NODISCARD
#endif

/* One list feeds the enum, the messages and the tests, so they cannot drift.
 * Values are part of the ABI: append, never renumber. */
#define NZ_STATUS_LIST(X)                                                                \
    X(NZ_OK, 0, "success")                                                               \
    X(NZ_ERR_NULL_ARG, -1, "required pointer argument is NULL")                          \
    X(NZ_ERR_DOMAIN, -2, "argument outside its documented domain")                       \
    X(NZ_ERR_NO_MEMORY, -3, "out of memory")                                             \
    X(NZ_ERR_NUMERIC, -4, "a numerical method did not converge")                         \
    X(NZ_ERR_INPUT, -5, "input refused, see the diagnostics")                            \
    X(NZ_ERR_IO, -6, "reading or writing failed")                                        \
    X(NZ_ERR_FORMAT, -7, "file or message is not in the expected format")                \
    X(NZ_ERR_MPI, -8, "an MPI call failed")                                              \
    X(NZ_ERR_UNREACHABLE, -9, "no number of items reaches the goal")

typedef enum nz_status {
#define NZ_STATUS_ENUM_(name, value, text) name = (value),
    NZ_STATUS_LIST(NZ_STATUS_ENUM_)
#undef NZ_STATUS_ENUM_
} nz_status_t;

/** @brief Message for @p status; static storage, never NULL, do not free. */
const char *nz_status_message(nz_status_t status);

#endif
