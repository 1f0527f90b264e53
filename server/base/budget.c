#include "base/budget.h"

#include <malloc.h>
#include <rowcol/memory.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* glibc gives a block of its own mapping back to the system as soon as it is freed, but raises the size
 * from which blocks get one, up to 32 MiB, each time such a block is freed: after a few requests it would
 * keep tens of megabytes in every arena, where neighbours pin them. A fixed threshold keeps what the
 * process holds near what the budget says. (Growing such a block moves its pages and copies nothing.) At
 * 1 MiB the faults on fresh pages cost a few hundredths of what it takes to read their numbers. */
#define MAPPING_THRESHOLD (1024 * 1024)

/* Free memory that an arena may keep at its top. The default of 128 KiB, which a fixed threshold leaves in
 * force, would have the heap shrink and grow again with nearly every block that has no mapping. */
#define TRIM_THRESHOLD (4 * 1024 * 1024)

static size_t limit = SIZE_MAX;
static atomic_size_t used;

bool budget_reserve(size_t size)
{
    size_t now = atomic_load_explicit(&used, memory_order_relaxed);

    do {
        if (now > limit || size > limit - now)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&used, &now, now + size, memory_order_relaxed,
                                                    memory_order_relaxed));
    return true;
}

void budget_release(size_t size)
{
    atomic_fetch_sub_explicit(&used, size, memory_order_relaxed);
}

void *budget_allocate(size_t size)
{
    void *block;

    if (!budget_reserve(size))
        return NULL;
    block = malloc(size);
    if (!block)
        budget_release(size);
    return block;
}

void budget_free(void *block, size_t size)
{
    if (!block)
        return;
    free(block);
    budget_release(size);
}

size_t budget_limit(void)
{
    return limit;
}

size_t budget_used(void)
{
    return atomic_load_explicit(&used, memory_order_relaxed);
}

static void *library_allocate(void *context, size_t size)
{
    (void)context;
    return budget_allocate(size);
}

static void *library_resize(void *context, void *block, size_t old_size, size_t size)
{
    void *moved;

    (void)context;
    if (size > old_size && !budget_reserve(size - old_size))
        return NULL;
    moved = realloc(block, size);
    if (moved && size < old_size)
        budget_release(old_size - size);
    else if (!moved && size > old_size)
        budget_release(size - old_size);
    return moved;
}

static void library_release(void *context, void *block, size_t size)
{
    (void)context;
    budget_free(block, size);
}

void budget_begin(size_t size)
{
    static const rowcol_allocator allocator = {
        .allocate = library_allocate,
        .resize = library_resize,
        .release = library_release,
    };

    limit = size;
    mallopt(M_MMAP_THRESHOLD, MAPPING_THRESHOLD);
    mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
    rowcol_set_allocator(&allocator);
}
