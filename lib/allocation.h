/* How the library itself allocates: through the hook of <rowcol/memory.h>, whoever stands behind
 * it. */
#ifndef ROWCOL_ALLOCATION_H
#define ROWCOL_ALLOCATION_H

#include <stddef.h>

/* A block of `size` bytes, not 0, aligned for any type; NULL if there is none. */
void *rowcol_allocate(size_t size);

/* The block with room for `size` bytes, not 0, perhaps elsewhere; on NULL the old one stands. */
void *rowcol_resize(void *block, size_t old_size, size_t size);

/* Takes a block back; NULL is nothing. */
void rowcol_release(void *block, size_t size);

#endif
