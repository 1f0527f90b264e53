/* The memory budget: what is taken out comes back, and more than there is is never given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <rowcol/matrix.h>
#include <stdint.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "scarce_memory.h"

#define LIMIT (64 * 1024 * 1024)

static int begin(void **state)
{
    (void)state;
    budget_begin(LIMIT);
    return 0;
}

static void it_begins_empty(void **state)
{
    (void)state;
    assert_int_equal(budget_limit(), LIMIT);
    assert_int_equal(budget_used(), 0);
}

static void it_can_be_used_up_to_the_last_byte(void **state)
{
    (void)state;
    assert_true(budget_reserve(LIMIT - 1));
    assert_false(budget_reserve(2));
    assert_true(budget_reserve(1));
    assert_false(budget_reserve(1));
    assert_int_equal(budget_used(), LIMIT);
    budget_release(LIMIT);
    assert_int_equal(budget_used(), 0);
}

static void sizes_that_would_wrap_around_are_refused(void **state)
{
    (void)state;
    assert_true(budget_reserve(10));
    assert_false(budget_reserve(SIZE_MAX));
    assert_false(budget_reserve(SIZE_MAX - 5));
    budget_release(10);
}

static void a_block_counts_until_it_is_freed(void **state)
{
    char *block = budget_allocate(1000);

    (void)state;
    assert_non_null(block);
    memset(block, 1, 1000);
    assert_int_equal(budget_used(), 1000);
    budget_free(block, 1000);
    assert_int_equal(budget_used(), 0);
    budget_free(NULL, 1000);
    assert_int_equal(budget_used(), 0);
}

static void a_block_larger_than_what_is_left_is_refused(void **state)
{
    (void)state;
    assert_null(budget_allocate(LIMIT + 1));
    assert_int_equal(budget_used(), 0);
}

static void without_memory_nothing_stays_reserved(void **state)
{
    (void)state;
    scarce_after(0);
    assert_null(budget_allocate(1000));
    scarce_no_more();
    assert_int_equal(budget_used(), 0);
}

static void matrices_count_as_they_are_made_grown_trimmed_and_released(void **state)
{
    rowcol_matrix matrix = {0};
    size_t small, large;

    (void)state;
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){100, 100}), ROWCOL_OK);
    small = budget_used();
    assert_true(small >= 100 * 100 * sizeof(double));
    matrix.entries[9999] = 7;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 1000 * 1000), ROWCOL_OK);
    large = budget_used();
    assert_true(large >= 1000 * 1000 * sizeof(double));
    rowcol_matrix_trim(&matrix);
    assert_true(budget_used() < large);
    assert_true(matrix.entries[9999] == 7);
    rowcol_matrix_release(&matrix);
    assert_int_equal(budget_used(), 0);
}

static void a_matrix_that_does_not_fit_has_no_memory_and_stays_as_it_was(void **state)
{
    rowcol_matrix matrix = {0};
    size_t used;

    (void)state;
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){10000, 10000}), ROWCOL_NO_MEMORY);
    assert_int_equal(budget_used(), 0);
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){1000, 1000}), ROWCOL_OK);
    used = budget_used();
    matrix.entries[5] = 5;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 10000 * 10000), ROWCOL_NO_MEMORY);
    assert_int_equal(budget_used(), used);
    scarce_after(0);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 2000 * 2000), ROWCOL_NO_MEMORY);
    rowcol_matrix_trim(&matrix);
    scarce_no_more();
    assert_int_equal(budget_used(), used);
    assert_true(matrix.entries[5] == 5);
    rowcol_matrix_release(&matrix);
    assert_int_equal(budget_used(), 0);
}

static enum problem_kind refusal(size_t held, size_t wanted)
{
    struct problem problem = {0};
    enum problem_kind kind;

    budget_refuse(&problem, held, wanted);
    kind = problem.kind;
    if (kind == PROBLEM_BODY_TOO_LARGE)
        assert_int_equal(json_integer_value(json_object_get(problem.members, "limit")), LIMIT);
    else
        assert_null(problem.members);
    problem_clear(&problem);
    return kind;
}

static void a_request_is_refused_for_now_if_it_would_fit_alone_beside_its_connection(void **state)
{
    const size_t alone = LIMIT - LIMIT_CONNECTION_MEMORY;

    (void)state;
    assert_int_equal(refusal(0, 0), PROBLEM_OVERLOADED);
    assert_int_equal(refusal(0, alone), PROBLEM_OVERLOADED);
    assert_int_equal(refusal(alone - 8, 8), PROBLEM_OVERLOADED);
}

static void a_request_that_could_never_fit_is_refused_for_good(void **state)
{
    const size_t alone = LIMIT - LIMIT_CONNECTION_MEMORY;

    (void)state;
    assert_int_equal(refusal(0, alone + 1), PROBLEM_BODY_TOO_LARGE);
    assert_int_equal(refusal(alone - 8, 9), PROBLEM_BODY_TOO_LARGE);
    assert_int_equal(refusal(alone + 1, 0), PROBLEM_BODY_TOO_LARGE);
    assert_int_equal(refusal(16, SIZE_MAX - 8), PROBLEM_BODY_TOO_LARGE);
}

static void what_was_wrong_before_a_refusal_stays(void **state)
{
    struct problem problem = {0};

    (void)state;
    problem_set(&problem, PROBLEM_RAGGED_ROWS, "Rows of 2 and 3 entries.");
    budget_refuse(&problem, 0, SIZE_MAX);
    assert_int_equal(problem.kind, PROBLEM_RAGGED_ROWS);
    assert_null(problem.members);
}

/* Takes and gives back, and counts how often it saw more in use than there is. */
static void *take_and_give(void *overdrawn)
{
    for (size_t i = 0; i < 20000; i++) {
        size_t size = LIMIT / 3 + i;

        if (!budget_reserve(size))
            continue;
        if (budget_used() > LIMIT)
            ++*(size_t *)overdrawn;
        budget_release(size);
    }
    return NULL;
}

static void threads_together_never_overdraw_it(void **state)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    size_t overdrawn[THREADS] = {0};

    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_give, &overdrawn[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(overdrawn[i], 0);
    }
    assert_int_equal(budget_used(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_begins_empty),
        cmocka_unit_test(it_can_be_used_up_to_the_last_byte),
        cmocka_unit_test(sizes_that_would_wrap_around_are_refused),
        cmocka_unit_test(a_block_counts_until_it_is_freed),
        cmocka_unit_test(a_block_larger_than_what_is_left_is_refused),
        cmocka_unit_test(without_memory_nothing_stays_reserved),
        cmocka_unit_test(matrices_count_as_they_are_made_grown_trimmed_and_released),
        cmocka_unit_test(a_matrix_that_does_not_fit_has_no_memory_and_stays_as_it_was),
        cmocka_unit_test(a_request_is_refused_for_now_if_it_would_fit_alone_beside_its_connection),
        cmocka_unit_test(a_request_that_could_never_fit_is_refused_for_good),
        cmocka_unit_test(what_was_wrong_before_a_refusal_stays),
        cmocka_unit_test(threads_together_never_overdraw_it),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
