#include "base/budget.h"

#include <rowcol/memory.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/block.h"
#include "base/limits.h"

static size_t most = SIZE_MAX;
static atomic_size_t used;

bool budget_reserve(size_t size)
{
    size_t now = atomic_load_explicit(&used, memory_order_relaxed);

    do {
        if (now > most || size > most - now)
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
    block = block_allocate(size);
    if (!block)
        budget_release(size);
    return block;
}

void budget_free(void *block, size_t size)
{
    if (!block)
        return;
    block_free(block, size);
    budget_release(size);
}

bool budget_fits(size_t held, size_t wanted)
{
    size_t connection = LIMIT_CONNECTION_MEMORY;
    size_t alone = most > connection ? most - connection : 0;

    return held <= alone && wanted <= alone - held;
}

void budget_refuse(struct problem *problem, size_t held, size_t wanted)
{
    if (budget_fits(held, wanted))
        problem_set(problem, PROBLEM_OVERLOADED,
                    "Other requests hold the memory that this one needs. Try again in a moment.");
    else if (problem_set(
                 problem, PROBLEM_BODY_TOO_LARGE,
                 "The matrices of this request and its result need more memory than the server "
                 "gives to all requests together (%zu bytes), so it can never be answered here.",
                 most))
        problem_add_new(problem, "limit", json_integer((json_int_t)most));
}

size_t budget_limit(void)
{
    return most;
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
    moved = block_resize(block, old_size, size);
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

void budget_begin(size_t limit)
{
    static const rowcol_allocator allocator = {
        .allocate = library_allocate,
        .resize = library_resize,
        .release = library_release,
    };

    most = limit;
    block_begin();
    rowcol_set_allocator(&allocator);
}
