/* Matrices: aligned room that keeps its entries while it grows and shrinks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/matrix.h>
#include <rowcol/memory.h>

static void assert_aligned(const rowcol_matrix *matrix)
{
    assert_int_equal((uintptr_t)matrix->entries % ROWCOL_ALIGNMENT, 0);
}

static void assert_nothing(const rowcol_matrix *matrix)
{
    assert_null(matrix->entries);
    assert_int_equal(matrix->capacity, 0);
    assert_int_equal(matrix->shape.rows, 0);
    assert_int_equal(matrix->shape.columns, 0);
}

static void number_entries(rowcol_matrix *matrix, size_t count)
{
    for (size_t i = 0; i < count; i++)
        matrix->entries[i] = (double)i;
}

static void assert_numbered(const rowcol_matrix *matrix, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(matrix->entries[i] == (double)i);
}

static void a_new_matrix_has_its_shape_and_aligned_room(void **state)
{
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        rowcol_matrix matrix = {0};

        assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){n, 3}), ROWCOL_OK);
        assert_int_equal(matrix.shape.rows, n);
        assert_int_equal(matrix.shape.columns, 3);
        assert_int_equal(matrix.capacity, 3 * n);
        assert_aligned(&matrix);
        number_entries(&matrix, 3 * n);
        rowcol_matrix_release(&matrix);
        assert_nothing(&matrix);
    }
}

static void a_matrix_of_an_impossible_shape_stays_nothing(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){0, 3}), ROWCOL_EMPTY);
    assert_nothing(&matrix);
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){SIZE_MAX, 3}), ROWCOL_TOO_LARGE);
    assert_nothing(&matrix);
    /* It can be counted, but no object is that large. */
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){SIZE_MAX / 8, 1}),
                     ROWCOL_TOO_LARGE);
    assert_nothing(&matrix);
}

static void reserving_grows_to_just_what_is_asked_and_keeps_entries(void **state)
{
    rowcol_matrix matrix = {0};
    size_t count = 0;

    (void)state;
    for (size_t more = 1; more < 300000; more += more / 2 + 1) {
        assert_int_equal(rowcol_matrix_reserve(&matrix, more), ROWCOL_OK);
        assert_int_equal(matrix.capacity, more);
        assert_aligned(&matrix);
        assert_numbered(&matrix, count);
        number_entries(&matrix, more);
        count = more;
    }
    assert_int_equal(matrix.shape.rows, 0);
    rowcol_matrix_release(&matrix);
}

static void reserving_less_than_there_is_does_nothing(void **state)
{
    rowcol_matrix matrix = {0};
    double *entries;

    (void)state;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 0), ROWCOL_OK);
    assert_nothing(&matrix);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 10), ROWCOL_OK);
    entries = matrix.entries;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 5), ROWCOL_OK);
    assert_int_equal(matrix.capacity, 10);
    assert_ptr_equal(matrix.entries, entries);
    rowcol_matrix_release(&matrix);
}

static void reserving_too_much_leaves_the_matrix_as_it_was(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 10), ROWCOL_OK);
    number_entries(&matrix, 10);
    assert_int_equal(rowcol_matrix_reserve(&matrix, SIZE_MAX), ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_matrix_reserve(&matrix, SIZE_MAX / 16 + 1), ROWCOL_TOO_LARGE);
    assert_int_equal(matrix.capacity, 10);
    assert_numbered(&matrix, 10);
    rowcol_matrix_release(&matrix);
}

/* An allocator that moves every block, to an address 16 bytes further round each time. */
static size_t turn;

static void *give_shifted(void *context, size_t size)
{
    char *block = aligned_alloc(64, (size + 64 + 63) / 64 * 64);

    (void)context;
    assert_non_null(block);
    return block + 16 * (turn++ % 4);
}

static void take_shifted(void *context, void *block, size_t size)
{
    (void)context;
    (void)size;
    free((void *)((uintptr_t)block / 64 * 64));
}

static void *move_shifted(void *context, void *block, size_t old_size, size_t size)
{
    void *moved = give_shifted(context, size);

    memcpy(moved, block, old_size < size ? old_size : size);
    take_shifted(context, block, old_size);
    return moved;
}

static void entries_stay_aligned_and_kept_wherever_the_block_moves(void **state)
{
    const rowcol_allocator allocator = {give_shifted, move_shifted, take_shifted, NULL};
    rowcol_matrix matrix = {0};

    (void)state;
    rowcol_set_allocator(&allocator);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 20), ROWCOL_OK);
    number_entries(&matrix, 20);
    matrix.shape = (rowcol_shape){4, 5};
    for (size_t more = 21; more < 40; more++) {
        turn += more % 3; /* not always to the next offset */
        assert_int_equal(rowcol_matrix_reserve(&matrix, more), ROWCOL_OK);
        assert_aligned(&matrix);
        assert_numbered(&matrix, 20);
        if (more % 2)
            rowcol_matrix_trim(&matrix);
        assert_aligned(&matrix);
        assert_numbered(&matrix, 20);
    }
    rowcol_matrix_release(&matrix);
    rowcol_set_allocator(NULL);
}

static void trimming_keeps_the_entries_of_the_shape(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 100000), ROWCOL_OK);
    number_entries(&matrix, 100000);
    matrix.shape = (rowcol_shape){4, 5};
    rowcol_matrix_trim(&matrix);
    assert_int_equal(matrix.capacity, 20);
    assert_aligned(&matrix);
    assert_numbered(&matrix, 20);
    rowcol_matrix_trim(&matrix);
    assert_int_equal(matrix.capacity, 20);
    rowcol_matrix_release(&matrix);
}

static void trimming_a_matrix_without_a_shape_gives_all_back(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    rowcol_matrix_trim(&matrix);
    assert_nothing(&matrix);
    assert_int_equal(rowcol_matrix_reserve(&matrix, 100), ROWCOL_OK);
    rowcol_matrix_trim(&matrix);
    assert_nothing(&matrix);
}

static void releasing_twice_is_harmless(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){2, 2}), ROWCOL_OK);
    rowcol_matrix_release(&matrix);
    rowcol_matrix_release(&matrix);
    assert_nothing(&matrix);
}

static void the_first_entry_that_is_not_finite_is_found_wherever_it_is(void **state)
{
    static const double odd[] = {INFINITY, -INFINITY, NAN};
    static double entries[1100];
    const size_t count = sizeof entries / sizeof entries[0];

    (void)state;
    for (size_t i = 0; i < count; i++)
        entries[i] = i % 2 ? 1.7976931348623157e308 : -5e-324;
    assert_int_equal(rowcol_first_not_finite(entries, count), count);
    for (size_t i = 0; i < count; i++) {
        const double kept = entries[i];

        entries[i] = odd[i % 3];
        assert_int_equal(rowcol_first_not_finite(entries, count), i);
        assert_int_equal(rowcol_first_not_finite(entries, i), i);
        entries[count - 1] = i < count - 1 ? NAN : entries[count - 1];
        assert_int_equal(rowcol_first_not_finite(entries, count), i);
        entries[count - 1] = 1;
        entries[i] = kept;
    }
}

static void no_entries_are_all_finite(void **state)
{
    (void)state;
    assert_int_equal(rowcol_first_not_finite(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_matrix_has_its_shape_and_aligned_room),
        cmocka_unit_test(a_matrix_of_an_impossible_shape_stays_nothing),
        cmocka_unit_test(reserving_grows_to_just_what_is_asked_and_keeps_entries),
        cmocka_unit_test(reserving_less_than_there_is_does_nothing),
        cmocka_unit_test(reserving_too_much_leaves_the_matrix_as_it_was),
        cmocka_unit_test(entries_stay_aligned_and_kept_wherever_the_block_moves),
        cmocka_unit_test(trimming_keeps_the_entries_of_the_shape),
        cmocka_unit_test(trimming_a_matrix_without_a_shape_gives_all_back),
        cmocka_unit_test(releasing_twice_is_harmless),
        cmocka_unit_test(the_first_entry_that_is_not_finite_is_found_wherever_it_is),
        cmocka_unit_test(no_entries_are_all_finite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
