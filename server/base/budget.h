/* The memory of all requests together: matrices, bodies, output. Reserved before it is used.
 *
 * The budget is one for the process. All functions may run in any thread. */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/* Sets the limit in bytes and makes librowcol allocate through the budget (rowcol_set_allocator).
 * Once, at start. */
void budget_begin(size_t limit);

/* Takes `size` bytes out of the budget if they are there. */
bool budget_reserve(size_t size);

/* Gives them back. */
void budget_release(size_t size);

/* Blocks (block.h) within the budget. NULL: none left.
 *
 * size   not 0; given again on the way back. `block` may be NULL, with any size. */
void *budget_allocate(size_t size);
void budget_free(void *block, size_t size);

/* Whether a request that holds so many bytes could have `wanted` more if it were alone: it has the
 * budget then, less LIMIT_CONNECTION_MEMORY, which its own connection holds. */
bool budget_fits(size_t held, size_t wanted);

/* Says that a request can't have `wanted` bytes on top of the `held` that it has: for good, where
 * it could not have them even if it were alone (PROBLEM_BODY_TOO_LARGE, with `limit`, the whole
 * budget), and otherwise for now (PROBLEM_OVERLOADED). A problem that was there stays. */
void budget_refuse(struct problem *problem, size_t held, size_t wanted);

size_t budget_limit(void);
size_t budget_used(void);

#endif
