/* Singular values and their vectors: by backward error on every sort of matrix; ranks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <lapacke.h>
#include <rowcol/blas.h>
#include <rowcol/singular.h>

#include "decomposing.h"

/* The linker sends the library's calls here, so that a test can have them fail. */
static bool converges = true;

lapack_int __real_LAPACKE_dgesdd_work(int layout, char job, lapack_int m, lapack_int n, double *a,
                                      lapack_int lda, double *s, double *u, lapack_int ldu,
                                      double *vt, lapack_int ldvt, double *work, lapack_int lwork,
                                      lapack_int *iwork);
lapack_int __wrap_LAPACKE_dgesdd_work(int layout, char job, lapack_int m, lapack_int n, double *a,
                                      lapack_int lda, double *s, double *u, lapack_int ldu,
                                      double *vt, lapack_int ldvt, double *work, lapack_int lwork,
                                      lapack_int *iwork);

lapack_int __wrap_LAPACKE_dgesdd_work(int layout, char job, lapack_int m, lapack_int n, double *a,
                                      lapack_int lda, double *s, double *u, lapack_int ldu,
                                      double *vt, lapack_int ldvt, double *work, lapack_int lwork,
                                      lapack_int *iwork)
{
    lapack_int info = __real_LAPACKE_dgesdd_work(layout, job, m, n, a, lda, s, u, ldu, vt, ldvt,
                                                 work, lwork, iwork);

    return lwork < 0 || converges ? info : 1;
}

/* --- Decompositions --------------------------------------------------------------------------- */

/* The singular values alone, computed otherwise, must be the same but for rounding of the
 * largest. */
static void assert_same_values(const rowcol_matrix *a, const rowcol_matrix *s)
{
    rowcol_matrix alone = {0};

    assert_int_equal(rowcol_singular_values(a, &alone), ROWCOL_OK);
    assert_int_equal(alone.shape.columns, s->shape.columns);
    for (size_t i = 0; i < s->shape.columns; i++) {
        assert_true(fabs(alone.entries[i] - s->entries[i]) <=
                    THRESHOLD * DBL_EPSILON * s->entries[0]);
        assert_true(alone.entries[i] >= 0 && s->entries[i] >= 0);
        assert_true(i == 0 || (s->entries[i] <= s->entries[i - 1] &&
                               alone.entries[i] <= alone.entries[i - 1]));
    }
    rowcol_matrix_release(&alone);
}

/* u s in place of u. */
static void scale_columns(rowcol_matrix *u, const rowcol_matrix *s)
{
    const size_t columns = u->shape.columns;

    for (size_t i = 0; i < u->shape.rows * columns; i++)
        u->entries[i] *= s->entries[i % columns];
}

static void check_svd(const struct sort *sort, size_t rows, size_t columns)
{
    const size_t inner = rows < columns ? rows : columns;
    rowcol_matrix a = {0}, u = {0}, s = {0}, vt = {0};
    double error, skew_u, skew_v;

    sort->make(&a, (rowcol_shape){rows, columns});
    assert_int_equal(rowcol_svd(&a, &u, &s, &vt), ROWCOL_OK);
    assert_true(u.shape.rows == rows && u.shape.columns == inner);
    assert_true(s.shape.rows == 1 && s.shape.columns == inner);
    assert_true(vt.shape.rows == inner && vt.shape.columns == columns);
    assert_same_values(&a, &s);
    assert_no_negative_zeros(&u);
    assert_no_negative_zeros(&vt);
    skew_u = orthogonality((struct view){&u, false});
    skew_v = orthogonality((struct view){&vt, true});
    scale_columns(&u, &s);
    error = residual(&a, (struct view){&u, false}, (struct view){&vt, false}, norm_1(&a));
    if (error > THRESHOLD || skew_u > THRESHOLD || skew_v > THRESHOLD)
        fail_msg("%s, %zu x %zu: residual %.3g, orthogonality %.3g and %.3g", sort->name, rows,
                 columns, error, skew_u, skew_v);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&u);
    rowcol_matrix_release(&s);
    rowcol_matrix_release(&vt);
}

static void u_times_s_times_vt_is_a_for_every_sort_and_shape(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1},   {1, 5},   {5, 1},    {2, 2},   {3, 4},
                                          {4, 3},   {7, 7},   {33, 32},  {20, 90}, {90, 20},
                                          {50, 60}, {60, 50}, {100, 100}};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof shapes / sizeof shapes[0]; j++)
            check_svd(&sorts[i], shapes[j].rows, shapes[j].columns);
}

/* The size of the largest, or the first argument. */
static size_t large = 200;

static void large_matrices_are_decomposed_too(void **state)
{
    const struct sort random = {"random", make_random};

    (void)state;
    check_svd(&random, large, large);
    check_svd(&random, large, large / 3);
    check_svd(&random, large * 2 / 3, large);
}

static void one_entry_in_each_row_and_column_is_a_singular_value(void **state)
{
    const rowcol_matrix a = VIEW(2, 3, 0, 0, 2, -3, 0, 0);
    rowcol_matrix u = {0}, s = {0}, vt = {0};

    (void)state;
    assert_int_equal(rowcol_svd(&a, &u, &s, &vt), ROWCOL_OK);
    assert_true(s.entries[0] == 3 && s.entries[1] == 2);
    rowcol_matrix_release(&u);
    rowcol_matrix_release(&s);
    rowcol_matrix_release(&vt);
}

static void entries_at_the_ends_of_the_range_have_singular_values(void **state)
{
    static const double units[] = {DBL_TRUE_MIN * 1024, DBL_MIN, 0x1p1020};
    rowcol_matrix s = {0};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const double unit = units[i];
        const rowcol_matrix a = VIEW(2, 2, 0, 4 * unit, 2 * unit, 0);

        assert_int_equal(rowcol_singular_values(&a, &s), ROWCOL_OK);
        assert_true(fabs(s.entries[0] / unit - 4) < 1e-12);
        assert_true(fabs(s.entries[1] / unit - 2) < 1e-12);
    }
    rowcol_matrix_release(&s);
}

/* --- Refusals --------------------------------------------------------------------------------- */

static void a_singular_value_beyond_any_double_is_an_overflow(void **state)
{
    const rowcol_matrix a = VIEW(1, 2, DBL_MAX, DBL_MAX);
    rowcol_matrix u = {0}, s = {0}, vt = {0};

    (void)state;
    assert_int_equal(rowcol_singular_values(&a, &s), ROWCOL_OVERFLOW);
    assert_int_equal(rowcol_svd(&a, &u, &s, &vt), ROWCOL_OVERFLOW);
    rowcol_matrix_release(&u);
    rowcol_matrix_release(&s);
    rowcol_matrix_release(&vt);
}

static void what_does_not_converge_is_told(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 1, 2, 3, 4);
    rowcol_matrix u = {0}, s = {0}, vt = {0};

    (void)state;
    converges = false;
    assert_int_equal(rowcol_svd(&a, &u, &s, &vt), ROWCOL_NO_CONVERGENCE);
    assert_int_equal(rowcol_singular_values(&a, &s), ROWCOL_NO_CONVERGENCE);
    converges = true;
    rowcol_matrix_release(&u);
    rowcol_matrix_release(&s);
    rowcol_matrix_release(&vt);
}

static void what_is_not_finite_has_no_singular_values(void **state)
{
    const rowcol_matrix a = VIEW(1, 2, 1, NAN);
    rowcol_matrix u = {0}, s = {0}, vt = {0};

    (void)state;
    assert_int_equal(rowcol_singular_values(&a, &s), ROWCOL_NOT_FINITE);
    assert_int_equal(rowcol_svd(&a, &u, &s, &vt), ROWCOL_NOT_FINITE);
    assert_true(!u.entries && !s.entries && !vt.entries);
}

/* --- Ranks ------------------------------------------------------------------------------------ */

static void the_rank_counts_what_is_larger_than_the_tolerance(void **state)
{
    const rowcol_matrix s = VIEW(1, 4, 8, 2, 0.5, 0);

    (void)state;
    assert_int_equal(rowcol_rank(&s, 0), 3);
    assert_int_equal(rowcol_rank(&s, 0.5), 2);
    assert_int_equal(rowcol_rank(&s, 0.4999), 3);
    assert_int_equal(rowcol_rank(&s, 8), 0);
}

static void the_usual_tolerance_is_the_longer_side_times_eps_times_the_largest(void **state)
{
    (void)state;
    assert_true(rowcol_rank_tolerance((rowcol_shape){3, 5}, 2) == 5 * DBL_EPSILON * 2);
    assert_true(rowcol_rank_tolerance((rowcol_shape){5, 3}, 2) == 5 * DBL_EPSILON * 2);
}

static void a_matrix_of_short_rank_has_it_but_for_rounding(void **state)
{
    rowcol_matrix a = {0}, s = {0};
    const rowcol_shape shape = {40, 30};

    (void)state;
    make_random(&a, shape);
    for (size_t i = 5 * 30; i < 40 * 30; i++)
        a.entries[i] = a.entries[i % 150] + 3 * a.entries[(i + 30) % 150];
    assert_int_equal(rowcol_singular_values(&a, &s), ROWCOL_OK);
    assert_int_equal(rowcol_rank(&s, rowcol_rank_tolerance(shape, s.entries[0])), 5);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&s);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(u_times_s_times_vt_is_a_for_every_sort_and_shape),
        cmocka_unit_test(large_matrices_are_decomposed_too),
        cmocka_unit_test(one_entry_in_each_row_and_column_is_a_singular_value),
        cmocka_unit_test(entries_at_the_ends_of_the_range_have_singular_values),
        cmocka_unit_test(a_singular_value_beyond_any_double_is_an_overflow),
        cmocka_unit_test(what_does_not_converge_is_told),
        cmocka_unit_test(what_is_not_finite_has_no_singular_values),
        cmocka_unit_test(the_rank_counts_what_is_larger_than_the_tolerance),
        cmocka_unit_test(the_usual_tolerance_is_the_longer_side_times_eps_times_the_largest),
        cmocka_unit_test(a_matrix_of_short_rank_has_it_but_for_rounding),
    };

    if (argc > 1)
        large = strtoul(argv[1], NULL, 10);
    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
