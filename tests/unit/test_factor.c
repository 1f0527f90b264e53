/* QR and Cholesky: by backward error on every sort of matrix, and what has no factors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include <rowcol/blas.h>
#include <rowcol/factor.h>

#include "decomposing.h"

static void assert_entries(const rowcol_matrix *matrix, const double *expected)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        if (matrix->entries[i] != expected[i] ||
            signbit(matrix->entries[i]) != signbit(expected[i]))
            fail_msg("entry %zu is %.17g instead of %.17g", i, matrix->entries[i], expected[i]);
}

/* --- QR --------------------------------------------------------------------------------------- */

static void assert_upper(const rowcol_matrix *r)
{
    for (size_t i = 0; i < r->shape.rows; i++) {
        for (size_t j = 0; j < i; j++)
            assert_true(r->entries[i * r->shape.columns + j] == 0);
        assert_true(r->entries[i * r->shape.columns + i] >= 0);
    }
}

static void check_qr(const struct sort *sort, size_t rows, size_t columns)
{
    const size_t inner = rows < columns ? rows : columns;
    rowcol_matrix a = {0}, q = {0}, r = {0};
    double error, skew;

    sort->make(&a, (rowcol_shape){rows, columns});
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OK);
    assert_int_equal(q.shape.rows, rows);
    assert_int_equal(q.shape.columns, inner);
    assert_int_equal(r.shape.rows, inner);
    assert_int_equal(r.shape.columns, columns);
    assert_upper(&r);
    assert_no_negative_zeros(&q);
    assert_no_negative_zeros(&r);
    error = residual(&a, (struct view){&q, false}, (struct view){&r, false}, norm_1(&a));
    skew = orthogonality((struct view){&q, false});
    if (error > THRESHOLD || skew > THRESHOLD)
        fail_msg("%s, %zu x %zu: residual %.3g, orthogonality %.3g", sort->name, rows, columns,
                 error, skew);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

static void q_times_r_is_a_for_every_sort_and_shape(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1}, {1, 5},   {5, 1},   {2, 2},   {3, 4},    {4, 3},
                                          {7, 7}, {33, 32}, {20, 90}, {90, 20}, {100, 100}};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof shapes / sizeof shapes[0]; j++)
            check_qr(&sorts[i], shapes[j].rows, shapes[j].columns);
}

/* The size of the largest, or the first argument. */
static size_t large = 200;

static void large_matrices_have_factors_too(void **state)
{
    const struct sort random = {"random", make_random};

    (void)state;
    check_qr(&random, large, large);
    check_qr(&random, large, large / 2);
    check_qr(&random, large / 2, large);
}

static void the_factors_of_a_matrix_with_exact_ones_are_exact(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 0, -2, 3, 4);
    rowcol_matrix q = {0}, r = {0};

    (void)state;
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OK);
    assert_entries(&q, (double[]){0, -1, 1, 0});
    assert_entries(&r, (double[]){3, 4, 0, 2});
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

static void room_that_is_there_is_used_again(void **state)
{
    const rowcol_matrix a = VIEW(3, 2, 1, 2, 3, 4, 5, 6);
    rowcol_matrix q = {0}, r = {0};
    const double *entries_q, *entries_r;

    (void)state;
    assert_int_equal(rowcol_matrix_create(&q, (rowcol_shape){3, 2}), ROWCOL_OK);
    assert_int_equal(rowcol_matrix_create(&r, (rowcol_shape){2, 2}), ROWCOL_OK);
    entries_q = q.entries;
    entries_r = r.entries;
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OK);
    assert_ptr_equal(q.entries, entries_q);
    assert_ptr_equal(r.entries, entries_r);
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

/* The smallest doubles have few digits, the largest no room for the sum of their squares: the
 * factors have to be right all the same. */
static void entries_at_the_ends_of_the_range_have_factors(void **state)
{
    static const double units[] = {DBL_TRUE_MIN * 1024, DBL_MIN, 0x1p1019};
    rowcol_matrix q = {0}, r = {0};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const double unit = units[i];
        const rowcol_matrix a = VIEW(2, 2, 3 * unit, 5 * unit, 4 * unit, 10 * unit);

        assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OK);
        assert_true(orthogonality((struct view){&q, false}) < THRESHOLD);
        assert_true(fabs(q.entries[0] - 0.6) < 1e-15 && fabs(q.entries[2] - 0.8) < 1e-15);
        assert_true(fabs(r.entries[0] / unit - 5) < 1e-2);
        assert_true(fabs(r.entries[1] / unit - 11) < 1e-2);
        assert_true(fabs(r.entries[3] / unit - 2) < 1e-2);
    }
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

/* The first entry and the norm of its column are doubles, and their sum is none. */
static void sums_on_the_way_may_be_larger_than_any_double(void **state)
{
    const rowcol_matrix a = VIEW(2, 1, 1.2e308, 1e308);
    rowcol_matrix q = {0}, r = {0};

    (void)state;
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OK);
    assert_true(orthogonality((struct view){&q, false}) < THRESHOLD);
    assert_true(residual(&a, (struct view){&q, false}, (struct view){&r, false}, norm_1(&a)) <
                THRESHOLD);
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

static void an_entry_of_r_beyond_any_double_is_an_overflow(void **state)
{
    const rowcol_matrix a = VIEW(2, 1, DBL_MAX, DBL_MAX);
    rowcol_matrix q = {0}, r = {0};

    (void)state;
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_OVERFLOW);
    rowcol_matrix_release(&q);
    rowcol_matrix_release(&r);
}

static void what_is_not_finite_has_no_factors(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 1, 2, 3, NAN), b = VIEW(2, 2, 1, 2, INFINITY, 4);
    rowcol_matrix q = {0}, r = {0};
    size_t minor;

    (void)state;
    assert_int_equal(rowcol_qr(&a, &q, &r), ROWCOL_NOT_FINITE);
    assert_int_equal(rowcol_qr(&b, &q, &r), ROWCOL_NOT_FINITE);
    assert_int_equal(rowcol_cholesky(&a, &q, &minor), ROWCOL_NOT_FINITE);
    assert_null(q.entries);
    assert_null(r.entries);
}

static void shapes_that_lapack_can_t_count_are_too_large(void **state)
{
    const rowcol_matrix wide = {.shape = {1, (size_t)INT_MAX + 1}}, none = {.shape = {0, 3}};
    rowcol_matrix q = {0}, r = {0};

    (void)state;
    assert_int_equal(rowcol_qr(&wide, &q, &r), ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_qr(&none, &q, &r), ROWCOL_EMPTY);
}

/* --- Cholesky --------------------------------------------------------------------------------- */

/* A positive definite matrix: random, symmetric, its diagonal dominant; scaled by rows and columns
 * alike, with exponents that fall by `step`. */
static void make_definite(rowcol_matrix *a, size_t n, double unit, double step)
{
    make_random(a, (rowcol_shape){n, n});
    make_symmetric(a);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double *entry = &a->entries[i * n + j];

            *entry = (*entry + (i == j ? (double)n : 0)) * unit *
                     pow(10, -step * (double)(i % 40)) * pow(10, -step * (double)(j % 40));
        }
}

static void check_cholesky(size_t n, double unit, double step)
{
    rowcol_matrix a = {0}, l = {0};
    size_t minor = 0;
    double error;

    make_definite(&a, n, unit, step);
    make_symmetric(&a);
    assert_int_equal(rowcol_cholesky(&a, &l, &minor), ROWCOL_OK);
    for (size_t i = 0; i < n; i++) {
        assert_true(l.entries[i * n + i] > 0);
        for (size_t j = i + 1; j < n; j++)
            assert_true(l.entries[i * n + j] == 0);
    }
    error = residual(&a, (struct view){&l, false}, (struct view){&l, true}, norm_1(&a));
    if (error > THRESHOLD)
        fail_msg("%zu x %zu, unit %g, step %g: residual %.3g", n, n, unit, step, error);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&l);
}

static void l_times_its_transpose_is_a(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 8, 33, 100, 200};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        check_cholesky(sizes[i], 1, 0);
        check_cholesky(sizes[i], 1e-300, 0);
        check_cholesky(sizes[i], 1e300, 0);
        check_cholesky(sizes[i], 1, 1);
    }
    check_cholesky(large, 1, 0);
}

static void the_factor_of_a_matrix_with_an_exact_one_is_exact(void **state)
{
    const rowcol_matrix a = VIEW(3, 3, 4, 12, -16, 12, 37, -43, -16, -43, 98);
    rowcol_matrix l = {0};
    size_t minor;

    (void)state;
    assert_int_equal(rowcol_cholesky(&a, &l, &minor), ROWCOL_OK);
    assert_entries(&l, (double[]){2, 0, 0, 6, 1, 0, -8, 5, 3});
    rowcol_matrix_release(&l);
}

static void the_lower_triangle_alone_is_read(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 4, 1000, 2, 5);
    rowcol_matrix l = {0};
    size_t minor;

    (void)state;
    assert_int_equal(rowcol_cholesky(&a, &l, &minor), ROWCOL_OK);
    assert_entries(&l, (double[]){2, 0, 1, 2});
    rowcol_matrix_release(&l);
}

/* The identity, but for one entry of the diagonal: the minors before it are 1. */
static void the_first_minor_that_is_not_positive_is_named(void **state)
{
    const size_t n = 150;
    rowcol_matrix a = {0}, l = {0};

    (void)state;
    assert_int_equal(rowcol_matrix_create(&a, (rowcol_shape){n, n}), ROWCOL_OK);
    for (size_t bad = 0; bad < n; bad += 7) {
        size_t minor = 0;

        for (size_t i = 0; i < n * n; i++)
            a.entries[i] = i % (n + 1) == 0;
        a.entries[bad * (n + 1)] = bad % 2 ? 0 : -1;
        assert_int_equal(rowcol_cholesky(&a, &l, &minor), ROWCOL_NOT_POSITIVE_DEFINITE);
        assert_int_equal(minor, bad + 1);
    }
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&l);
}

static void a_matrix_that_is_not_square_has_no_cholesky_factor(void **state)
{
    const rowcol_matrix a = VIEW(2, 3, 1, 2, 3, 4, 5, 6);
    rowcol_matrix l = {0};
    size_t minor;

    (void)state;
    assert_int_equal(rowcol_cholesky(&a, &l, &minor), ROWCOL_NOT_SQUARE);
    assert_null(l.entries);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q_times_r_is_a_for_every_sort_and_shape),
        cmocka_unit_test(large_matrices_have_factors_too),
        cmocka_unit_test(the_factors_of_a_matrix_with_exact_ones_are_exact),
        cmocka_unit_test(room_that_is_there_is_used_again),
        cmocka_unit_test(entries_at_the_ends_of_the_range_have_factors),
        cmocka_unit_test(sums_on_the_way_may_be_larger_than_any_double),
        cmocka_unit_test(an_entry_of_r_beyond_any_double_is_an_overflow),
        cmocka_unit_test(what_is_not_finite_has_no_factors),
        cmocka_unit_test(shapes_that_lapack_can_t_count_are_too_large),
        cmocka_unit_test(l_times_its_transpose_is_a),
        cmocka_unit_test(the_factor_of_a_matrix_with_an_exact_one_is_exact),
        cmocka_unit_test(the_lower_triangle_alone_is_read),
        cmocka_unit_test(the_first_minor_that_is_not_positive_is_named),
        cmocka_unit_test(a_matrix_that_is_not_square_has_no_cholesky_factor),
    };

    if (argc > 1)
        large = strtoul(argv[1], NULL, 10);
    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
