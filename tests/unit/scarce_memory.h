/* Memory that runs out when a test wants it: the linker sends malloc and realloc of everything that is
 * linked statically here (-Wl,--wrap). For the one source of a test. */
#ifndef SCARCE_MEMORY_H
#define SCARCE_MEMORY_H

#include <limits.h>
#include <stddef.h>

/* Allocations that still succeed. */
static int scarce_left = INT_MAX;

void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return scarce_left-- > 0 ? __real_malloc(size) : NULL;
}

void *__wrap_realloc(void *block, size_t size)
{
    return scarce_left-- > 0 ? __real_realloc(block, size) : NULL;
}

static inline void scarce_after(int allocations)
{
    scarce_left = allocations;
}

static inline void scarce_no_more(void)
{
    scarce_left = INT_MAX;
}

#endif
