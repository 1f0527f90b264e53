/* Symmetry, exactly and nearly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include <rowcol/symmetric.h>

#include "decomposing.h"

static void a_symmetric_matrix_is_symmetric(void **state)
{
    static const size_t sizes[] = {1, 2, 31, 32, 33, 64, 100};
    size_t row, column;

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        rowcol_matrix a = {0};

        make_random(&a, (rowcol_shape){sizes[i], sizes[i]});
        make_symmetric(&a);
        assert_true(rowcol_is_symmetric(&a, 0, &row, &column));
        rowcol_matrix_release(&a);
    }
}

static void zero_and_negative_zero_are_equal(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 1, 0.0, -0.0, 1);
    size_t row, column;

    (void)state;
    assert_true(rowcol_is_symmetric(&a, 0, &row, &column));
}

/* Any two places of a matrix, large enough for tiles, whichever lies in the earlier tile. */
static void the_first_pair_row_by_row_is_named(void **state)
{
    const size_t n = 70;
    rowcol_matrix a = {0};

    (void)state;
    make_random(&a, (rowcol_shape){n, n});
    make_symmetric(&a);
    for (size_t trial = 0; trial < 400; trial++) {
        const size_t i = trial * 7 % (n - 1), j = i + 1 + trial * 11 % (n - 1 - i);
        const size_t k = trial * 13 % (n - 1), l = k + 1 + trial * 17 % (n - 1 - k);
        const size_t first = i * n + j < k * n + l ? i * n + j : k * n + l;
        const double before[] = {a.entries[i * n + j], a.entries[l * n + k]};
        size_t row = n, column = n;

        a.entries[i * n + j] += 3;
        a.entries[l * n + k] += 5;
        assert_false(rowcol_is_symmetric(&a, 0, &row, &column));
        assert_int_equal(row * n + column, first);
        a.entries[l * n + k] = before[1];
        a.entries[i * n + j] = before[0];
    }
    rowcol_matrix_release(&a);
}

static void the_tolerance_is_a_part_of_the_largest_entry(void **state)
{
    const rowcol_matrix near = VIEW(2, 2, -1000, 1, 1 + 1e-10, 3);
    const rowcol_matrix far = VIEW(2, 2, -1000, 1, 1 + 1e-8, 3);
    size_t row, column;

    (void)state;
    assert_true(rowcol_is_symmetric(&near, ROWCOL_SYMMETRY_TOLERANCE, &row, &column));
    assert_false(rowcol_is_symmetric(&near, 0, &row, &column));
    assert_false(rowcol_is_symmetric(&far, ROWCOL_SYMMETRY_TOLERANCE, &row, &column));
}

static void entries_at_the_ends_of_the_range_are_compared_too(void **state)
{
    const rowcol_matrix huge = VIEW(2, 2, 1, 1.7e308, -1.7e308, 1);
    const rowcol_matrix tiny = VIEW(2, 2, 0, 5e-324, 0, 0);
    const rowcol_matrix undefined = VIEW(2, 2, 1, NAN, NAN, 1);
    size_t row, column;

    (void)state;
    assert_false(rowcol_is_symmetric(&huge, ROWCOL_SYMMETRY_TOLERANCE, &row, &column));
    assert_false(rowcol_is_symmetric(&tiny, 0, &row, &column));
    assert_false(rowcol_is_symmetric(&tiny, ROWCOL_SYMMETRY_TOLERANCE, &row, &column));
    assert_false(rowcol_is_symmetric(&undefined, 0, &row, &column));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_symmetric_matrix_is_symmetric),
        cmocka_unit_test(zero_and_negative_zero_are_equal),
        cmocka_unit_test(the_first_pair_row_by_row_is_named),
        cmocka_unit_test(the_tolerance_is_a_part_of_the_largest_entry),
        cmocka_unit_test(entries_at_the_ends_of_the_range_are_compared_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
