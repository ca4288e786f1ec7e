/** @file failing_memory.h
 *  @brief Allocations that fail, for tests of what becomes of it.
 *
 *  The linker sends malloc, calloc, realloc, free, strdup, strndup and open_memstream of
 *  the test and of the project's libraries here; those inside other libraries are their
 *  own. nz_add_memory_test of tests/CMakeLists.txt makes such a test. */
#ifndef NZ_TESTS_FAILING_MEMORY_H
#define NZ_TESTS_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/** @brief Allocation number @p at from now, the first being 1, fails, and so do all after
 *         it. 0: none does, as before the first call. */
void nz_test_memory_ends(size_t at);

/** @brief Allocation number @p at from now fails, alone. 0: none does. */
void nz_test_memory_lacks(size_t at);

/** @brief Whether an allocation has failed since the last call of either. */
bool nz_test_memory_failed(void);

/** @brief Blocks of malloc, calloc, realloc and strdup that were not given back. */
long nz_test_memory_held(void);

#endif
