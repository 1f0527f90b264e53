/* The hook: whatever the library allocates goes through it, with the sizes kept in account. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include <rowcol/rowcol.h>

#include "allocation.h"

/* Bytes that are out, and calls made. */
struct account {
    size_t bytes;
    size_t allocations;
    size_t resizes;
    size_t releases;
};

static void *count_allocate(void *context, size_t size)
{
    struct account *account = context;

    assert_true(size > 0);
    account->bytes += size;
    account->allocations++;
    return malloc(size);
}

static void *count_resize(void *context, void *block, size_t old_size, size_t size)
{
    struct account *account = context;

    assert_non_null(block);
    assert_true(size > 0);
    account->bytes += size - old_size;
    account->resizes++;
    return realloc(block, size);
}

static void count_release(void *context, void *block, size_t size)
{
    struct account *account = context;

    assert_non_null(block);
    account->bytes -= size;
    account->releases++;
    free(block);
}

static struct account account;

static int hook(void **state)
{
    const rowcol_allocator allocator = {count_allocate, count_resize, count_release, &account};

    (void)state;
    account = (struct account){0};
    rowcol_set_allocator(&allocator);
    return 0;
}

static int unhook(void **state)
{
    (void)state;
    rowcol_set_allocator(NULL);
    return 0;
}

static void a_matrix_is_accounted_for_until_it_is_released(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){10, 20}), ROWCOL_OK);
    assert_int_equal(account.allocations, 1);
    assert_in_range(account.bytes, 200 * sizeof(double), 200 * sizeof(double) + ROWCOL_ALIGNMENT);
    rowcol_matrix_release(&matrix);
    assert_int_equal(account.releases, 1);
    assert_int_equal(account.bytes, 0);
}

static void growing_and_trimming_tell_the_true_old_size(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 7), ROWCOL_OK);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 7000), ROWCOL_OK);
    matrix.shape = (rowcol_shape){3, 4};
    rowcol_matrix_trim(&matrix);
    assert_int_equal(account.resizes, 2);
    assert_in_range(account.bytes, 12 * sizeof(double), 12 * sizeof(double) + ROWCOL_ALIGNMENT);
    rowcol_matrix_release(&matrix);
    assert_int_equal(account.bytes, 0);
}

static void the_check_of_blas_gives_back_what_it_took(void **state)
{
    (void)state;
    rowcol_blas_single_thread();
    assert_int_equal(rowcol_blas_check(), ROWCOL_OK);
    assert_true(account.allocations > 0);
    assert_int_equal(account.bytes, 0);
}

static void releasing_nothing_does_not_reach_the_hook(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    rowcol_matrix_release(&matrix);
    rowcol_release(NULL, 0);
    assert_int_equal(account.releases, 0);
}

static void without_a_hook_malloc_serves(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    rowcol_set_allocator(NULL);
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){2, 2}), ROWCOL_OK);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 100), ROWCOL_OK);
    rowcol_matrix_release(&matrix);
    assert_int_equal(account.allocations + account.resizes + account.releases, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_matrix_is_accounted_for_until_it_is_released, hook,
                                        unhook),
        cmocka_unit_test_setup_teardown(growing_and_trimming_tell_the_true_old_size, hook, unhook),
        cmocka_unit_test_setup_teardown(the_check_of_blas_gives_back_what_it_took, hook, unhook),
        cmocka_unit_test_setup_teardown(releasing_nothing_does_not_reach_the_hook, hook, unhook),
        cmocka_unit_test_setup_teardown(without_a_hook_malloc_serves, hook, unhook),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
