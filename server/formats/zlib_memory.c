#include "formats/zlib_memory.h"

#include <stdalign.h>
#include <stddef.h>

#include "base/budget.h"

/* zlib does not say again how large a block is that it gives back, so that stands before it. */
struct block {
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

voidpf zlib_allocate(voidpf opaque, uInt items, uInt size)
{
    struct block *block;
    size_t all;

    (void)opaque;
    if (__builtin_mul_overflow((size_t)items, size, &all) ||
        __builtin_add_overflow(all, sizeof *block, &all))
        return NULL;
    block = budget_allocate(all);
    if (!block)
        return NULL;
    block->size = all;
    return block->bytes;
}

void zlib_free(voidpf opaque, voidpf bytes)
{
    struct block *block = (struct block *)((unsigned char *)bytes - offsetof(struct block, bytes));

    (void)opaque;
    budget_free(block, block->size);
}
