/* Blocks of memory whose sizes their owner remembers: small ones are malloc's; large ones are
 * mappings of their own, which cost the system little to fill and go back to it at once. Any
 * thread. */
#ifndef BASE_BLOCK_H
#define BASE_BLOCK_H

#include <stddef.h>

/* From this size on a block is a mapping. */
#define BLOCK_LARGE ((size_t)2 * 1024 * 1024)

/* Sets how malloc keeps small blocks. Once, at start. */
void block_begin(void);

/* A block of `size` bytes, not 0; NULL: no memory. */
void *block_allocate(size_t size);

/* The block with its first min(old_size, size) bytes kept, perhaps elsewhere; large ones are not
 * copied. NULL: no memory, and the old block stands. */
void *block_resize(void *block, size_t old_size, size_t size);

/* Takes it back; `size` is the last one it was given. Does nothing on NULL. */
void block_free(void *block, size_t size);

#endif
