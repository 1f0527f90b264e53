/* The one place that calls malloc. */
#include <rowcol/memory.h>

#include <stdlib.h>

#include "allocation.h"

static void *system_allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void *system_resize(void *context, void *block, size_t old_size, size_t size)
{
    (void)context;
    (void)old_size;
    return realloc(block, size);
}

static void system_release(void *context, void *block, size_t size)
{
    (void)context;
    (void)size;
    free(block);
}

static const rowcol_allocator system_allocator = {
    .allocate = system_allocate,
    .resize = system_resize,
    .release = system_release,
    .context = NULL,
};

static rowcol_allocator allocator = {
    .allocate = system_allocate,
    .resize = system_resize,
    .release = system_release,
    .context = NULL,
};

void rowcol_set_allocator(const rowcol_allocator *other)
{
    allocator = other ? *other : system_allocator;
}

void *rowcol_allocate(size_t size)
{
    return allocator.allocate(allocator.context, size);
}

void *rowcol_resize(void *block, size_t old_size, size_t size)
{
    return allocator.resize(allocator.context, block, old_size, size);
}

void rowcol_release(void *block, size_t size)
{
    if (block)
        allocator.release(allocator.context, block, size);
}
