/** @file paragraph.h
 *  @brief Prints sentences as a paragraph of lines that fit a terminal. */
#ifndef NZ_MPI_PARAGRAPH_H
#define NZ_MPI_PARAGRAPH_H

#include <stdio.h>

/** Longest line, without its end; a single longer word has a line of its own. */
#define NZ_PARAGRAPH_COLUMNS 80
/** Longest text of one call [bytes]; the rest is cut. */
#define NZ_PARAGRAPH_TEXT_MAX 1000

/** A paragraph being printed; initialise with its file and 0. */
typedef struct nz_paragraph {
    FILE *out;  /**< borrowed */
    int column; /**< of the line so far */
} nz_paragraph_t;

/** @brief Add words of plain ASCII, broken into lines at spaces; what is added next is
 * separated by a space. */
void nz_paragraph_add(nz_paragraph_t *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** @brief End the line, if there is one; the next paragraph may begin. */
void nz_paragraph_end(nz_paragraph_t *self);

#endif
