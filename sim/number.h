/** @file number.h
 *  @brief Numbers as text, read strictly and written in the shortest form that
 *         round-trips. Decimal point '.', whatever the locale. */
#ifndef NZ_SIM_NUMBER_H
#define NZ_SIM_NUMBER_H

#include <stdint.h>

/** Longest text that is read as a number; longer ones are refused. */
#define NZ_NUMBER_TEXT_MAX 64

/** Room for a formatted number and its NUL. */
#define NZ_NUMBER_SHORTEST_MAX 32

/** Why a text is not the number asked for. */
typedef enum nz_number_status {
    NZ_NUMBER_OK,
    NZ_NUMBER_NOT_DECIMAL, /**< hex, octal, inf, nan, underscores, trailing text, ... */
    NZ_NUMBER_TOO_LARGE,   /**< more than the type holds */
    NZ_NUMBER_TOO_SMALL,   /**< not zero, but nearer to it than any double */
    NZ_NUMBER_NOT_WHOLE,   /**< a fraction where a count is asked for */
    NZ_NUMBER_NEGATIVE     /**< below zero where a count is asked for */
} nz_number_status_t;

/** @brief Read a decimal number such as 2, -0.35, .5 or 1.0e9; a leading zero is allowed
 *         only before the point. @p out is untouched on error. */
nz_number_status_t nz_number_parse_real(const char *text, double *out);

/** @brief Read a whole number exactly, in decimal or scientific form (2000, 2e3, 1.0e9),
 * 0 to 2^64 - 1. @p out is untouched on error. */
nz_number_status_t nz_number_parse_count(const char *text, uint64_t *out);

/** @brief Shortest text that nz_number_parse_real reads back to the same double; @p value
 *         is finite. */
void nz_number_format(double value, char out[NZ_NUMBER_SHORTEST_MAX]);

/** @brief Drop the zeros that end the decimals of @p text, "0.250" to "0.25", "2.0" to
 *         "2"; without a point nothing. No exponent follows. */
void nz_number_trim(char *text);

#endif
