/** @file refused.h
 *  @brief Studies that are refused, for tests of messages. */
#ifndef NZ_TESTS_REFUSED_H
#define NZ_TESTS_REFUSED_H

#include <stddef.h>

/** Lines of the study that is accepted, the last of them empty. */
#define NZ_REFUSED_LINES 6

/** Most messages of a case. */
#define NZ_REFUSED_MESSAGES_MAX 4

/** A study that is accepted; cases replace one line or add a sixth. */
extern const char *const nz_refused_base[NZ_REFUSED_LINES];

/** That study with line number @p line, from 1, replaced; 0 = none. */
void nz_refused_text(size_t line, const char *replacement, char *out, size_t size);

/** Parses and asserts exactly these messages ("LINE:COLUMN: text"), and nothing else; the
 * list ends at NULL or at NZ_REFUSED_MESSAGES_MAX. */
void nz_refused_check(const char *text, size_t size, const char *const *messages);

#endif
