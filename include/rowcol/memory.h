/* Where librowcol gets its memory: one hook for every allocation it makes. */
#ifndef ROWCOL_MEMORY_H
#define ROWCOL_MEMORY_H

#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An allocator. Sizes are in bytes and never 0; the sizes given to `resize` and `release` are those
 * that the block was made with, so that an allocator can keep account without a header of its own.
 *
 * allocate   a block aligned for any type, or NULL.
 * resize     the block with its first min(old_size, size) bytes kept, perhaps elsewhere; on NULL
 *            the old block stands unchanged.
 * release    takes the block back; never called with NULL.
 * context    handed to each of them. */
typedef struct rowcol_allocator {
    void *(*allocate)(void *context, size_t size);
    void *(*resize)(void *context, void *block, size_t old_size, size_t size);
    void (*release)(void *context, void *block, size_t size);
    void *context;
} rowcol_allocator;

/* Makes librowcol use another allocator; NULL brings malloc's back. The structure is copied. Call
 * it before anything else of librowcol, while no other thread uses the library and no block is
 * held. */
ROWCOL_API void rowcol_set_allocator(const rowcol_allocator *allocator);

#ifdef __cplusplus
}
#endif
#endif
