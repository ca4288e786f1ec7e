/** @file report.h
 *  @brief How long work tells its caller how far it is. */
#ifndef NZ_STATS_REPORT_H
#define NZ_STATS_REPORT_H

/** Told every few milliseconds of work; zero-initialise for nobody. */
typedef struct nz_report {
    void (*tell)(void *context, double done); /**< the share done, 0..1; NULL = nobody */
    void *context;                            /**< borrowed */
} nz_report_t;

#endif
