/* Determinants: exact where whole numbers are small, true to the last digits elsewhere, whatever
 * their size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <rowcol/blas.h>
#include <rowcol/solve.h>

#include "decomposing.h"

static rowcol_determinant_value determinant(const rowcol_matrix *a)
{
    rowcol_determinant_value value;

    assert_int_equal(rowcol_determinant(a, &value), ROWCOL_OK);
    return value;
}

static void assert_value(const rowcol_matrix *a, double expected)
{
    const rowcol_determinant_value value = determinant(a);

    assert_true(value.fits);
    assert_true(value.value == expected);
}

static void assert_decimal(const rowcol_matrix *a, double mantissa, int64_t exponent)
{
    const rowcol_determinant_value value = determinant(a);

    assert_false(value.fits);
    assert_true(value.exponent == exponent);
    assert_true(fabs(value.mantissa - mantissa) <= 4 * DBL_EPSILON * fabs(mantissa));
    assert_true(fabs(value.mantissa) >= 1 && fabs(value.mantissa) < 10);
}

/* A diagonal matrix. */
static void make_diagonal(rowcol_matrix *a, size_t n, double entry)
{
    assert_int_equal(rowcol_matrix_create(a, (rowcol_shape){n, n}), ROWCOL_OK);
    for (size_t i = 0; i < n * n; i++)
        a->entries[i] = i % (n + 1) == 0 ? entry : 0;
}

static void whole_numbers_give_a_whole_number(void **state)
{
    const rowcol_matrix lesson = VIEW(2, 2, 2, 1, 5, 4);
    const rowcol_matrix three = VIEW(3, 3, 2, -1, 3, 4, 1, 5, 7, 2, -6);
    const rowcol_matrix one = VIEW(1, 1, -7);
    const rowcol_matrix near = VIEW(2, 2, 100000000, 100000001, 99999999, 100000000);

    (void)state;
    assert_value(&lesson, 3);
    assert_value(&three, -88);
    assert_value(&one, -7);
    assert_value(&near, 1);
}

static void fractions_of_two_are_exact_as_well(void **state)
{
    const rowcol_matrix halves = VIEW(2, 2, 0.5, 0.25, 1.5, 3);
    const rowcol_matrix apart = VIEW(2, 2, 0x1p900, 0x1p901, 0x1p-900, 0x1.8p-899);

    (void)state;
    assert_value(&halves, 1.125);
    assert_value(&apart, 1);
}

static void singular_whole_numbers_give_exactly_zero(void **state)
{
    const rowcol_matrix nine = VIEW(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const rowcol_matrix zero = VIEW(1, 1, 0);
    const rowcol_matrix column = VIEW(3, 3, 1, 0, 3, 4, 0, 6, 7, 0, 9);

    (void)state;
    assert_value(&nine, 0);
    assert_value(&zero, 0);
    assert_value(&column, 0);
}

static void a_zero_pivot_gives_exactly_zero(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 0.1, 0.3, 0.1, 0.3);

    (void)state;
    assert_value(&a, 0);
}

static void exchanges_change_the_sign(void **state)
{
    rowcol_matrix shift = {0};

    (void)state;
    for (size_t n = 1; n <= 40; n++) {
        assert_int_equal(rowcol_matrix_create(&shift, (rowcol_shape){n, n}), ROWCOL_OK);
        for (size_t i = 0; i < n * n; i++)
            shift.entries[i] = i / n == (i % n + 1) % n ? 1 : 0;
        assert_value(&shift, n % 2 ? 1 : -1);
    }
    rowcol_matrix_release(&shift);
}

static void what_a_double_cannot_hold_is_told_by_a_power_of_ten(void **state)
{
    const rowcol_matrix huge = VIEW(2, 2, 1e200, 0, 0, 1e200);
    const rowcol_matrix tiny = VIEW(2, 2, 1e-200, 0, 0, -1e-200);
    const rowcol_matrix three = VIEW(2, 2, 3e200, 0, 0, 1e200);
    rowcol_matrix tens = {0};

    (void)state;
    assert_decimal(&huge, 1, 400);
    assert_decimal(&tiny, -1, -400);
    assert_decimal(&three, 3, 400);
    for (size_t n = 309; n < 700; n += 50) {
        make_diagonal(&tens, n, 10);
        assert_decimal(&tens, 1, (int64_t)n);
        make_diagonal(&tens, n, 1000);
        assert_decimal(&tens, 1, 3 * (int64_t)n);
    }
    make_diagonal(&tens, 700, 0x1p1000);
    assert_decimal(&tens, 9.9303552854007628, 210720);
    rowcol_matrix_release(&tens);
}

static void the_smallest_numbers_fit_if_they_are_exact(void **state)
{
    const rowcol_matrix least = VIEW(1, 1, 0x1p-1074);
    const rowcol_matrix less = VIEW(2, 2, 0x1p-537, 0, 0, 0x1.8p-537);

    (void)state;
    assert_value(&least, 0x1p-1074);
    assert_decimal(&less, 7.4109846876186981, -324);
}

static void rows_and_columns_of_all_sizes_lose_nothing(void **state)
{
    const rowcol_matrix rows = VIEW(2, 2, 1e200, 2e200, 3e-200, 4e-200);
    const rowcol_matrix columns = VIEW(2, 2, 1e200, 1e-200, 1e200, 3e-200);

    (void)state;
    assert_true(fabs(determinant(&rows).value + 2) < 1e-14);
    assert_true(fabs(determinant(&columns).value - 2) < 1e-14);
}

/* That of a triangular matrix is the product of its diagonal, and adding one row to another changes
 * nothing. */
static void a_triangular_matrix_gives_its_diagonal_s_product(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 120; n += 17) {
        rowcol_matrix a = {0};
        double expected = 0;
        double found;

        make_random(&a, (rowcol_shape){n, n});
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                a.entries[i * n + j] *= j < i ? 0 : j == i ? 1 : 0.1 / (double)n;
            a.entries[i * n + i] += copysign(1, a.entries[i * n + i]);
            expected += log10(fabs(a.entries[i * n + i]));
        }
        for (size_t i = n - 1; i > 0; i--)
            for (size_t j = 0; j < n; j++)
                a.entries[i * n + j] += a.entries[(i - 1) * n + j];
        const rowcol_determinant_value value = determinant(&a);

        found = value.fits ? log10(fabs(value.value))
                           : log10(fabs(value.mantissa)) + (double)value.exponent;
        assert_true(fabs(found - expected) < 1e-10);
        rowcol_matrix_release(&a);
    }
}

static void what_has_no_determinant_is_refused(void **state)
{
    const rowcol_matrix wide = VIEW(1, 2, 1, 2);
    const rowcol_matrix infinite = VIEW(1, 1, INFINITY);
    const rowcol_matrix empty = {0};
    rowcol_determinant_value value;

    (void)state;
    assert_int_equal(rowcol_determinant(&wide, &value), ROWCOL_NOT_SQUARE);
    assert_int_equal(rowcol_determinant(&infinite, &value), ROWCOL_NOT_FINITE);
    assert_int_equal(rowcol_determinant(&empty, &value), ROWCOL_EMPTY);
}

static int single_thread(void **state)
{
    (void)state;
    rowcol_blas_single_thread();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_give_a_whole_number),
        cmocka_unit_test(fractions_of_two_are_exact_as_well),
        cmocka_unit_test(singular_whole_numbers_give_exactly_zero),
        cmocka_unit_test(a_zero_pivot_gives_exactly_zero),
        cmocka_unit_test(exchanges_change_the_sign),
        cmocka_unit_test(what_a_double_cannot_hold_is_told_by_a_power_of_ten),
        cmocka_unit_test(the_smallest_numbers_fit_if_they_are_exact),
        cmocka_unit_test(rows_and_columns_of_all_sizes_lose_nothing),
        cmocka_unit_test(a_triangular_matrix_gives_its_diagonal_s_product),
        cmocka_unit_test(what_has_no_determinant_is_refused),
    };

    return cmocka_run_group_tests(tests, single_thread, NULL);
}
