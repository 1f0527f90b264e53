/* Memory that runs out when a test wants it: the linker sends malloc, realloc, mmap and mremap of
 * everything that is linked statically here (--wrap). For the one source of a test. */
#ifndef SCARCE_MEMORY_H
#define SCARCE_MEMORY_H

#include <limits.h>
#include <stddef.h>
#include <sys/mman.h>

/* Allocations that still succeed. */
static int scarce_left = INT_MAX;

void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset);
void *__real_mremap(void *at, size_t old_size, size_t size, int flags, void *target);

void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset);
void *__wrap_mremap(void *at, size_t old_size, size_t size, int flags, void *target);

void *__wrap_malloc(size_t size)
{
    return scarce_left-- > 0 ? __real_malloc(size) : NULL;
}

void *__wrap_realloc(void *block, size_t size)
{
    return scarce_left-- > 0 ? __real_realloc(block, size) : NULL;
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    return scarce_left-- > 0 ? __real_mmap(at, size, protection, flags, file, offset) : MAP_FAILED;
}

void *__wrap_mremap(void *at, size_t old_size, size_t size, int flags, void *target)
{
    return scarce_left-- > 0 ? __real_mremap(at, old_size, size, flags, target) : MAP_FAILED;
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
