/* lib/lapack.c: what may be given to LAPACK, and how. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rowcol/matrix.h>

#include "lapack.h"

static rowcol_status takes(rowcol_shape shape, double *entries)
{
    const rowcol_matrix matrix = {.shape = shape, .entries = entries};

    return rowcol_lapack_takes(&matrix);
}

static void a_matrix_of_finite_entries_is_taken(void **state)
{
    double entries[] = {1, -0.0, 5e-324, 1.7e308};

    (void)state;
    assert_int_equal(takes((rowcol_shape){2, 2}, entries), ROWCOL_OK);
}

static void infinities_and_nans_are_not(void **state)
{
    double infinite[] = {1, -INFINITY};
    double none[] = {NAN, 1};

    (void)state;
    assert_int_equal(takes((rowcol_shape){1, 2}, infinite), ROWCOL_NOT_FINITE);
    assert_int_equal(takes((rowcol_shape){2, 1}, none), ROWCOL_NOT_FINITE);
}

static void dimensions_beyond_an_int_are_too_large(void **state)
{
    (void)state;
    assert_int_equal(takes((rowcol_shape){(size_t)INT_MAX + 1, 1}, NULL), ROWCOL_TOO_LARGE);
    assert_int_equal(takes((rowcol_shape){1, (size_t)INT_MAX + 1}, NULL), ROWCOL_TOO_LARGE);
    assert_int_equal(takes((rowcol_shape){0, 1}, NULL), ROWCOL_EMPTY);
}

static void a_workspace_has_the_length_that_was_asked_for(void **state)
{
    rowcol_matrix work = {0};
    lapack_int length;

    (void)state;
    assert_int_equal(rowcol_lapack_workspace(100, &work, &length), ROWCOL_OK);
    assert_int_equal(length, 100);
    assert_true(work.capacity >= 100);
    rowcol_matrix_release(&work);
    assert_int_equal(rowcol_lapack_workspace(2147483648.0, &work, &length), ROWCOL_TOO_LARGE);
    assert_null(work.entries);
}

static void integers_are_counted_before_they_are_made(void **state)
{
    struct rowcol_integers integers;

    (void)state;
    assert_int_equal(rowcol_integers_create(&integers, SIZE_MAX / 2), ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_integers_create(&integers, 3), ROWCOL_OK);
    integers.entries[2] = 7;
    rowcol_integers_release(&integers);
    assert_null(integers.entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_matrix_of_finite_entries_is_taken),
        cmocka_unit_test(infinities_and_nans_are_not),
        cmocka_unit_test(dimensions_beyond_an_int_are_too_large),
        cmocka_unit_test(a_workspace_has_the_length_that_was_asked_for),
        cmocka_unit_test(integers_are_counted_before_they_are_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
