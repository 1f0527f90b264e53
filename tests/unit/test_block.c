/* Blocks: small and large, and on the way between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <string.h>

#include "base/block.h"
#include "scarce_memory.h"

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)

/* Sizes on both sides of every edge: small, just below and at the size of a mapping, pages more and
 * less. */
static const size_t sizes[] = {1,           100 * KIB,       BLOCK_LARGE - 1,
                               BLOCK_LARGE, BLOCK_LARGE + 1, 3 * MIB + 5,
                               4 * MIB,     9 * MIB + 4096};

#define SIZES (sizeof sizes / sizeof *sizes)

/* A pattern that tells every place from its neighbours. */
static char byte_at(size_t i)
{
    return (char)(i * 31 + (i >> 12) * 7);
}

static void fill(char *block, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        block[i] = byte_at(i);
}

static size_t count_wrong(const char *block, size_t size)
{
    size_t wrong = 0;

    for (size_t i = 0; i < size; i++)
        wrong += block[i] != byte_at(i);
    return wrong;
}

static void blocks_of_every_size_hold_what_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        char *block = block_allocate(sizes[i]);

        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        fill(block, 0, sizes[i]);
        assert_int_equal(count_wrong(block, sizes[i]), 0);
        block_free(block, sizes[i]);
    }
    block_free(NULL, 1);
    block_free(NULL, BLOCK_LARGE);
}

static void a_block_keeps_its_bytes_from_any_size_to_any_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SIZES; i++) {
        size_t from = sizes[i / SIZES], to = sizes[i % SIZES];
        size_t kept = from < to ? from : to;
        char *block = block_allocate(from);

        assert_non_null(block);
        fill(block, 0, from);
        block = block_resize(block, from, to);
        assert_non_null(block);
        assert_int_equal(count_wrong(block, kept), 0);
        fill(block, kept, to);
        assert_int_equal(count_wrong(block, to), 0);
        block_free(block, to);
    }
}

static void a_large_block_can_have_huge_pages(void **state)
{
    char *block = block_allocate(BLOCK_LARGE);

    (void)state;
    assert_int_equal((uintptr_t)block % (2 * MIB), 0);
    block = block_resize(block, BLOCK_LARGE, 5 * MIB);
    assert_int_equal((uintptr_t)block % (2 * MIB), 0);
    block = block_resize(block, 5 * MIB, 7 * MIB);
    assert_int_equal((uintptr_t)block % (2 * MIB), 0);
    block_free(block, 7 * MIB);
}

/* Whether a page is mapped: msync has no other complaint about memory. */
static int is_mapped(char *page)
{
    return msync(page, 1, MS_ASYNC) == 0;
}

static void a_large_block_goes_back_to_the_system(void **state)
{
    char *block = block_allocate(8 * MIB);

    (void)state;
    fill(block, 0, 8 * MIB);
    assert_true(is_mapped(block + 5 * MIB));
    assert_ptr_equal(block_resize(block, 8 * MIB, 4 * MIB), block);
    assert_true(is_mapped(block));
    assert_false(is_mapped(block + 5 * MIB));
    block_free(block, 4 * MIB);
    assert_false(is_mapped(block));
}

static void a_size_that_no_machine_has_is_refused(void **state)
{
    static const size_t absurd[] = {SIZE_MAX, SIZE_MAX - 4095, (size_t)PTRDIFF_MAX};
    char *block = block_allocate(3 * MIB);

    (void)state;
    fill(block, 0, 3 * MIB);
    for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
        assert_null(block_allocate(absurd[i]));
        assert_null(block_resize(block, 3 * MIB, absurd[i]));
    }
    assert_int_equal(count_wrong(block, 3 * MIB), 0);
    block_free(block, 3 * MIB);
}

static void without_memory_the_old_block_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        for (int allocations = 0; allocations < 2; allocations++) {
            size_t to = sizes[i] < BLOCK_LARGE ? sizes[i] * 2 + 3 * MIB : sizes[i] + MIB;
            char *block = block_allocate(sizes[i]), *moved;

            assert_non_null(block);
            fill(block, 0, sizes[i]);
            scarce_after(allocations);
            moved = block_resize(block, sizes[i], to);
            scarce_no_more();
            if (allocations == 0)
                assert_null(moved);
            assert_int_equal(count_wrong(moved ? moved : block, sizes[i]), 0);
            block_free(moved ? moved : block, moved ? to : sizes[i]);
        }
    }
    scarce_after(0);
    assert_null(block_allocate(1));
    assert_null(block_allocate(BLOCK_LARGE));
    scarce_no_more();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_size_hold_what_is_written),
        cmocka_unit_test(a_block_keeps_its_bytes_from_any_size_to_any_other),
        cmocka_unit_test(a_large_block_can_have_huge_pages),
        cmocka_unit_test(a_large_block_goes_back_to_the_system),
        cmocka_unit_test(a_size_that_no_machine_has_is_refused),
        cmocka_unit_test(without_memory_the_old_block_stands),
    };

    block_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
