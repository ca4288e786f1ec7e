/** @file utf8.h
 *  @brief UTF-8, one character at a time. */
#ifndef NZ_SIM_UTF8_H
#define NZ_SIM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * @brief Decode the character at the start of @p text.
 * @param[in]  text  @p size bytes, at least 1; need not end in NUL.
 * @param[out] code  the code point; untouched on error.
 * @return its length, 1..4 bytes; 0 if the bytes are not UTF-8 (overlong forms,
 * surrogates and values above U+10FFFF included).
 * @par Source  RFC 3629, section 4.
 */
size_t nz_utf8_decode(const char *text, size_t size, uint32_t *code);

/** What stands for a byte that is not UTF-8, U+FFFD. */
#define NZ_UTF8_REPLACEMENT 0xFFFDU

/** @brief As nz_utf8_decode, but where the bytes are not UTF-8 the character is
 * NZ_UTF8_REPLACEMENT, for one byte. @return 1..4; @p size is at least 1. */
size_t nz_utf8_next(const char *text, size_t size, uint32_t *code);

/** @brief Whether a code point is a control character (C0, DEL, C1, line separators). */
bool nz_utf8_is_control(uint32_t code);

/** @brief Whether a code point should not reach what people read: a control character, or
 * a mark that reorders or hides the text around it (overrides, embeddings, isolates, zero
 * width). */
bool nz_utf8_is_unseen(uint32_t code);

/** @brief Whether @p text is valid UTF-8 without control characters. */
bool nz_utf8_is_clean(const char *text);

/** @brief The largest length <= @p max at which @p text can be cut without splitting a
 *         character; strlen(text) if that is not longer. */
size_t nz_utf8_cut(const char *text, size_t max);

#endif
