/* The memory of all requests together: matrices, bodies, output. Reserved before it is used.
 *
 * The budget is one for the process. All functions may run in any thread. */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

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

size_t budget_limit(void);
size_t budget_used(void);

#endif
