#include "base/block.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Why not malloc for all: its mappings are filled page by page, 4 KiB at a fault. To fill the 32 MB
 * of a 2000 x 2000 matrix took 16 ms of processor time that way, in a virtual machine, and 5 with
 * pages of 2 MiB, where the system has them (madvise); a product needs three such matrices. Those
 * pages want addresses at multiples of their size. Blocks that malloc keeps for the next request
 * would cost no faults, but also never go back: glibc holds tens of megabytes in each arena, where
 * neighbours pin them. */
#define HUGE_PAGE ((size_t)2 * 1024 * 1024)

/* What an arena may keep free at its top. The default of 128 KiB, which a fixed threshold for
 * mappings leaves in force, would have the heap shrink and grow again with nearly every block of
 * some size. */
#define TRIM_THRESHOLD (4 * 1024 * 1024)

void block_begin(void)
{
    mallopt(M_MMAP_THRESHOLD, (int)BLOCK_LARGE);
    mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
}

static bool is_large(size_t size)
{
    return size >= BLOCK_LARGE;
}

/* --- Mappings --------------------------------------------------------------------------------- */

/* The bytes of the pages that hold so many; 0 if there can't be as many. */
static size_t in_pages(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return size > PTRDIFF_MAX - HUGE_PAGE - page ? 0 : (size + page - 1) / page * page;
}

/* Maps whole pages at a multiple of HUGE_PAGE: takes so much more that one lies within, and cuts
 * off what is before and after. */
static void *map_aligned(size_t length)
{
    char *all, *start;
    size_t before, after;

    if (length == 0)
        return NULL;
    all =
        mmap(NULL, length + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED)
        return NULL;
    before = -(uintptr_t)all % HUGE_PAGE;
    after = HUGE_PAGE - before;
    start = all + before;
    if (before > 0)
        munmap(all, before);
    munmap(start + length, after);
    madvise(start, length, MADV_HUGEPAGE);
    return start;
}

/* Grows a mapping: its pages move to where there is room, at another multiple of HUGE_PAGE. */
static void *grow(void *block, size_t old_length, size_t length)
{
    void *target = map_aligned(length);

    if (!target)
        return NULL;
    if (mremap(block, old_length, length, MREMAP_MAYMOVE | MREMAP_FIXED, target) == MAP_FAILED) {
        munmap(target, length);
        return NULL;
    }
    return target;
}

static void *resize_mapping(void *block, size_t old_length, size_t length)
{
    if (length > old_length)
        return grow(block, old_length, length);
    if (length == 0)
        return NULL;
    if (length < old_length)
        munmap((char *)block + length, old_length - length);
    return block;
}

/* --- Blocks ----------------------------------------------------------------------------------- */

void *block_allocate(size_t size)
{
    return is_large(size) ? map_aligned(in_pages(size)) : malloc(size);
}

void block_free(void *block, size_t size)
{
    if (!block)
        return;
    if (is_large(size))
        munmap(block, in_pages(size));
    else
        free(block);
}

/* Between malloc and mappings a block is copied, once on its way up. */
static void *move(void *block, size_t old_size, size_t size)
{
    void *moved = block_allocate(size);

    if (!moved)
        return NULL;
    memcpy(moved, block, old_size < size ? old_size : size);
    block_free(block, old_size);
    return moved;
}

void *block_resize(void *block, size_t old_size, size_t size)
{
    if (is_large(old_size) != is_large(size))
        return move(block, old_size, size);
    if (is_large(size))
        return resize_mapping(block, in_pages(old_size), in_pages(size));
    return realloc(block, size);
}
