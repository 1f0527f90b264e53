/* Systems of equations: backward errors of solutions and inverses as LAPACK's own tests measure
 * them, least squares by what makes them least, and what is exact. */
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

static rowcol_status solve(rowcol_system *system)
{
    rowcol_status status = rowcol_system_factor(system);

    if (status == ROWCOL_OK)
        status = rowcol_system_solve(system);
    rowcol_system_release(system);
    return status;
}

/* Solves; the status is `expected`, and the pivot is told. */
static void assert_refused(const rowcol_matrix *a, const rowcol_matrix *b, rowcol_status expected,
                           size_t pivot)
{
    rowcol_matrix x = {0};
    rowcol_system system = {.a = a, .b = b, .x = &x};

    assert_int_equal(solve(&system), expected);
    assert_int_equal(system.pivot, pivot);
    rowcol_matrix_release(&x);
}

static void assert_entries(const rowcol_matrix *matrix, const double *expected)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++) {
        assert_true(matrix->entries[i] == expected[i]);
        assert_false(expected[i] == 0 && signbit(matrix->entries[i]));
    }
}

/* a x = b has these numbers for its solution, and whether they are said to be exact. */
static void assert_solution(const rowcol_matrix *a, const rowcol_matrix *b, const double *expected,
                            bool exact)
{
    rowcol_matrix x = {0};
    rowcol_system system = {.a = a, .b = b, .x = &x};

    assert_int_equal(solve(&system), ROWCOL_OK);
    assert_true(system.exact == exact);
    assert_entries(&x, expected);
    rowcol_matrix_release(&x);
}

static void assert_exact(const rowcol_matrix *a, const rowcol_matrix *b, const double *expected)
{
    assert_solution(a, b, expected, true);
}

/* --- Backward errors -------------------------------------------------------------------------- */

/* ||b - a x|| in units of ||a|| ||x|| n eps, in the 1-norm, of the worst column. */
static double backward_error(const rowcol_matrix *a, const rowcol_matrix *x, const rowcol_matrix *b)
{
    const size_t n = a->shape.rows;
    const size_t k = b->shape.columns;
    long double worst = 0;

    for (size_t j = 0; j < k; j++) {
        long double residual = 0;
        long double size = 0;

        for (size_t i = 0; i < n; i++) {
            long double sum = b->entries[i * k + j];

            for (size_t p = 0; p < n; p++)
                sum -= (long double)a->entries[i * n + p] * x->entries[p * k + j];
            residual += fabsl(sum);
            size += fabsl((long double)x->entries[i * k + j]);
        }
        if (residual > 0)
            worst = fmaxl(worst, residual / size);
    }
    return (double)(worst / (norm_1(a) * (long double)n * DBL_EPSILON));
}

/* Matrices of which only some sizes are regular are left out where they are not. */
static bool is_regular(const rowcol_matrix *a)
{
    rowcol_determinant_value value;

    assert_int_equal(rowcol_determinant(a, &value), ROWCOL_OK);
    return !value.fits || value.value != 0;
}

static void assert_solved(const struct sort *sort, size_t n, size_t k)
{
    rowcol_matrix a = {0};
    rowcol_matrix b = {0};
    rowcol_matrix x = {0};
    rowcol_system system = {.a = &a, .b = &b, .x = &x};

    sort->make(&a, (rowcol_shape){n, n});
    make_random(&b, (rowcol_shape){n, k});
    if (is_regular(&a)) {
        assert_int_equal(solve(&system), ROWCOL_OK);
        assert_true(system.condition >= 1);
        if (!(backward_error(&a, &x, &b) < THRESHOLD))
            fail_msg("%s, %zu: %g units of rounding", sort->name, n, backward_error(&a, &x, &b));
    }
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&b);
    rowcol_matrix_release(&x);
}

static void every_kind_of_system_is_solved_within_rounding(void **state)
{
    static const size_t orders[] = {1, 2, 3, 5, 16, 17, 60, 200};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof orders / sizeof orders[0]; j++) {
            assert_solved(&sorts[i], orders[j], 1);
            assert_solved(&sorts[i], orders[j], 5);
        }
}

/* ||x a - 1|| in units of ||a|| ||x|| n eps: what LAPACK's tests ask of an inverse (dget03). */
static void assert_inverted(const struct sort *sort, size_t n)
{
    rowcol_matrix a = {0};
    rowcol_matrix x = {0};
    rowcol_matrix identity = {0};
    rowcol_system system = {.a = &a, .x = &x};
    double units;

    sort->make(&a, (rowcol_shape){n, n});
    assert_int_equal(rowcol_matrix_create(&identity, a.shape), ROWCOL_OK);
    for (size_t i = 0; i < n * n; i++)
        identity.entries[i] = i % (n + 1) == 0;
    if (is_regular(&a)) {
        assert_int_equal(solve(&system), ROWCOL_OK);
        units = residual(&identity, (struct view){&x, false}, (struct view){&a, false},
                         norm_1(&a) * norm_1(&x));
        if (!(units < THRESHOLD))
            fail_msg("%s, %zu: %g units of rounding", sort->name, n, units);
    }
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&x);
    rowcol_matrix_release(&identity);
}

static void every_kind_of_matrix_is_inverted_within_rounding(void **state)
{
    static const size_t orders[] = {1, 2, 3, 8, 16, 17, 60, 150};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof orders / sizeof orders[0]; j++)
            assert_inverted(&sorts[i], orders[j]);
}

/* Row i is 10^(20 i) times an ordinary one, and column j likewise: nothing but the scaling tells it
 * from an ordinary matrix, and so the solution keeps its digits in every row. */
static void rows_of_all_sizes_are_each_solved_within_rounding(void **state)
{
    const size_t n = 12;
    rowcol_matrix a = {0};
    rowcol_matrix b = {0};
    rowcol_matrix x = {0};
    rowcol_system system = {.a = &a, .b = &b, .x = &x};

    (void)state;
    make_random(&a, (rowcol_shape){n, n});
    make_random(&b, (rowcol_shape){n, 1});
    for (size_t i = 0; i < n; i++) {
        const double row = pow(10, 25 * (double)i - 150);

        b.entries[i] *= row;
        for (size_t j = 0; j < n; j++)
            a.entries[i * n + j] *= row * pow(10, 10 * (double)j - 60);
    }
    assert_int_equal(solve(&system), ROWCOL_OK);
    for (size_t i = 0; i < n; i++) {
        long double sum = b.entries[i];
        long double size = fabsl(sum);

        for (size_t j = 0; j < n; j++) {
            const long double term = (long double)a.entries[i * n + j] * x.entries[j];

            sum -= term;
            size += fabsl(term);
        }
        assert_true(fabsl(sum) < 100 * DBL_EPSILON * size);
    }
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&b);
    rowcol_matrix_release(&x);
}

/* --- Exact ------------------------------------------------------------------------------------ */

static void small_whole_numbers_are_solved_exactly(void **state)
{
    const rowcol_matrix lesson = VIEW(2, 2, 2, 1, 5, 4);
    const rowcol_matrix column = VIEW(2, 1, 10, 31);
    const rowcol_matrix wide = VIEW(2, 3, 10, 10, 8, 31, 34, 17);
    (void)state;
    assert_exact(&lesson, &column, (double[]){3, 4});
    assert_exact(&lesson, &wide, (double[]){3, 2, 5, 4, 6, -2});
    assert_exact(&lesson, NULL, (double[]){4.0 / 3, -1.0 / 3, -5.0 / 3, 2.0 / 3});
}

static void fractions_of_small_whole_numbers_are_rounded_once(void **state)
{
    const rowcol_matrix fractions = VIEW(2, 2, 0.25, 0, 0, 0x1p600);
    const rowcol_matrix tenths = VIEW(2, 1, 0.1, 0.3 * 0x1p600);

    (void)state;
    assert_solution(&fractions, &tenths, (double[]){0.4, 0.3}, false);
    assert_solution(&fractions, NULL, (double[]){4, 0, 0, 0x1p-600}, false);
}

static void near_singular_whole_numbers_lose_no_digit(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 100000000, 100000001, 99999999, 100000000);
    const rowcol_matrix b = VIEW(2, 1, 1, 0);

    (void)state;
    assert_exact(&a, &b, (double[]){100000000, -99999999});
    assert_exact(&a, NULL, (double[]){100000000, -100000001, -99999999, 100000000});
}

static void every_order_of_unknowns_and_sign_is_exact(void **state)
{
    const size_t n = 9;
    rowcol_matrix a = {0};
    rowcol_matrix b = {0};
    double x[9];

    (void)state;
    for (size_t run = 0; run < 50; run++) {
        make_random(&a, (rowcol_shape){n, n});
        assert_int_equal(rowcol_matrix_create(&b, (rowcol_shape){n, 1}), ROWCOL_OK);
        for (size_t i = 0; i < n * n; i++)
            a.entries[i] = floor(a.entries[i] * 5) * (i % 3 == run % 3 ? 0 : 1);
        for (size_t i = 0; i < n; i++)
            x[i] = (double)i - 4;
        for (size_t i = 0; i < n; i++) {
            b.entries[i] = 0;
            for (size_t j = 0; j < n; j++)
                b.entries[i] += a.entries[i * n + j] * x[j];
        }
        if (is_regular(&a))
            assert_exact(&a, &b, x);
        rowcol_matrix_release(&a);
    }
    rowcol_matrix_release(&b);
}

/* In the second, terms of 1e18 cancel: (4 b1 - b2) / 3. */
static void a_right_side_of_numbers_far_apart_is_solved_too(void **state)
{
    const rowcol_matrix lesson = VIEW(3, 3, 2, 1, 0, 5, 4, 0, 0, 0, 1);
    const rowcol_matrix cancelling = VIEW(3, 1, 1e18, 4e18 - 1024, 1e-10);
    const rowcol_matrix a = VIEW(2, 2, 1, 0, 0, 2);
    const rowcol_matrix b = VIEW(2, 1, 1e30, 1e-30);
    rowcol_matrix x = {0};
    rowcol_system system = {.a = &a, .b = &b, .x = &x};

    (void)state;
    assert_int_equal(solve(&system), ROWCOL_OK);
    assert_false(system.exact);
    assert_true(x.entries[0] == 1e30 && x.entries[1] == 0.5e-30);
    system = (rowcol_system){.a = &lesson, .b = &cancelling, .x = &x};
    assert_int_equal(solve(&system), ROWCOL_OK);
    assert_false(system.exact);
    assert_true(fabs(x.entries[0] * 3 - 1024) < 1e-12 && x.entries[2] == 1e-10);
    rowcol_matrix_release(&x);
}

/* --- Conditions ------------------------------------------------------------------------------- */

static double condition(const rowcol_matrix *a, const rowcol_matrix *b)
{
    rowcol_matrix x = {0};
    rowcol_system system = {.a = a, .b = b, .x = &x};

    assert_int_equal(solve(&system), ROWCOL_OK);
    rowcol_matrix_release(&x);
    return system.condition;
}

static void a_condition_is_known_from_the_inverse(void **state)
{
    const rowcol_matrix lesson = VIEW(2, 2, 2, 1, 5, 4);
    const rowcol_matrix column = VIEW(2, 1, 1, 1);
    const rowcol_matrix identity = VIEW(2, 2, 1e300, 0, 0, 1e300);
    const rowcol_matrix apart = VIEW(2, 2, 1e300, 0, 0, 1e-300);

    (void)state;
    assert_true(fabs(condition(&lesson, NULL) - 21) < 1e-12);
    assert_true(condition(&lesson, &column) == condition(&lesson, NULL));
    assert_true(condition(&identity, NULL) == 1);
    assert_true(condition(&identity, &column) == 1);
    assert_true(condition(&apart, NULL) == DBL_MAX);
    assert_true(condition(&apart, &column) == DBL_MAX);
}

static void an_estimated_condition_is_seldom_far_off(void **state)
{
    (void)state;
    for (size_t n = 17; n < 60; n += 7) {
        rowcol_matrix a = {0};
        rowcol_matrix b = {0};
        double own;
        double estimated;

        make_random(&a, (rowcol_shape){n, n});
        make_random(&b, (rowcol_shape){n, 1});
        own = condition(&a, NULL);
        estimated = condition(&a, &b);
        assert_true(estimated <= own * (1 + 1e-6) && estimated > own / 10);
        rowcol_matrix_release(&a);
        rowcol_matrix_release(&b);
    }
}

static double sensitivity(const rowcol_matrix *a, const rowcol_matrix *b)
{
    rowcol_matrix x = {0};
    rowcol_system system = {.a = a, .b = b, .x = &x};
    double sensitivity = 0;

    assert_int_equal(rowcol_system_factor(&system), ROWCOL_OK);
    assert_int_equal(rowcol_system_solve(&system), ROWCOL_OK);
    assert_int_equal(rowcol_system_sensitivity(&system, &sensitivity), ROWCOL_OK);
    assert_true(sensitivity <= system.condition);
    rowcol_system_release(&system);
    rowcol_matrix_release(&x);
    return sensitivity;
}

static void sizes_of_rows_and_columns_cost_no_digit(void **state)
{
    const size_t n = 40;
    const rowcol_matrix apart = VIEW(2, 2, 1e300, 0, 0, 1e-300);
    const rowcol_matrix nearly = VIEW(2, 2, 1, 1, 1, 1.0000000001);
    const rowcol_matrix whole = VIEW(2, 2, 100000000, 100000001, 99999999, 100000000);
    const rowcol_matrix column = VIEW(2, 1, 1, 1);
    rowcol_matrix a = {0};
    rowcol_matrix b = {0};

    (void)state;
    assert_true(sensitivity(&apart, &column) < 10);
    assert_true(sensitivity(&nearly, &column) > 1e10);
    assert_true(sensitivity(&whole, &column) == 1);
    make_random(&a, (rowcol_shape){n, n});
    make_random(&b, (rowcol_shape){n, 1});
    for (size_t i = 0; i < n * n; i++)
        a.entries[i] *= pow(10, (double)(i / n) - 2 * (double)(i % n));
    assert_true(condition(&a, &b) > 1e30);
    assert_true(sensitivity(&a, &b) < 1e7);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&b);
}

static void digits_are_lost_as_the_condition_grows(void **state)
{
    (void)state;
    assert_int_equal(rowcol_digits_left(1), 15);
    assert_int_equal(rowcol_digits_left(0), 15);
    assert_int_equal(rowcol_digits_left(1e8), 7);
    assert_int_equal(rowcol_digits_left(1e15), 0);
    assert_int_equal(rowcol_digits_left(DBL_MAX), 0);
}

/* --- Refusals --------------------------------------------------------------------------------- */

static void a_singular_matrix_names_the_column_that_depends_on_those_before(void **state)
{
    const rowcol_matrix nine = VIEW(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const rowcol_matrix twice = VIEW(3, 3, 0.1, 0.2, 0.3, 0.2, 0.4, 0.6, 1, 2, 7);
    const rowcol_matrix zeros = VIEW(2, 2, 0, 0, 0, 0);
    const rowcol_matrix column = VIEW(2, 1, 1, 1);

    (void)state;
    assert_refused(&nine, NULL, ROWCOL_SINGULAR, 3);
    assert_refused(&twice, NULL, ROWCOL_SINGULAR, 2);
    assert_refused(&zeros, NULL, ROWCOL_SINGULAR, 1);
    assert_refused(&zeros, &column, ROWCOL_SINGULAR, 1);
}

static void a_large_singular_matrix_is_found_where_a_pivot_is_zero(void **state)
{
    const size_t n = 100;
    rowcol_matrix a = {0};

    (void)state;
    make_random(&a, (rowcol_shape){n, n});
    for (size_t i = 0; i < n; i++)
        a.entries[i * n + 60] = 0;
    assert_refused(&a, NULL, ROWCOL_SINGULAR, 61);
    rowcol_matrix_release(&a);
}

static void what_has_no_solution_is_refused(void **state)
{
    const rowcol_matrix wide = VIEW(1, 2, 1, 2);
    const rowcol_matrix square = VIEW(2, 2, 1, 2, 3, 4);
    const rowcol_matrix short_column = VIEW(1, 1, 1);
    const rowcol_matrix infinite = VIEW(2, 1, 1, INFINITY);
    const rowcol_matrix none = VIEW(2, 2, 1, 2, NAN, 4);
    const rowcol_matrix tiny = VIEW(1, 1, 1e-310);
    const rowcol_matrix huge = VIEW(1, 1, 1e10);

    (void)state;
    assert_refused(&wide, NULL, ROWCOL_NOT_SQUARE, 0);
    assert_refused(&square, &short_column, ROWCOL_MISMATCH, 0);
    assert_refused(&square, &infinite, ROWCOL_NOT_FINITE, 0);
    assert_refused(&none, NULL, ROWCOL_NOT_FINITE, 0);
    assert_refused(&tiny, NULL, ROWCOL_OVERFLOW, 0);
    assert_refused(&tiny, &huge, ROWCOL_OVERFLOW, 0);
}

static void the_shape_of_a_solution_is_columns_by_columns(void **state)
{
    rowcol_shape x = {0, 0};

    (void)state;
    assert_int_equal(rowcol_solution_shape((rowcol_shape){3, 2}, (rowcol_shape){3, 4}, &x),
                     ROWCOL_OK);
    assert_int_equal(x.rows, 2);
    assert_int_equal(x.columns, 4);
    assert_int_equal(rowcol_solution_shape((rowcol_shape){3, 2}, (rowcol_shape){2, 4}, &x),
                     ROWCOL_MISMATCH);
    assert_int_equal(rowcol_solution_shape((rowcol_shape){0, 2}, (rowcol_shape){0, 4}, &x),
                     ROWCOL_EMPTY);
}

/* --- Least squares ---------------------------------------------------------------------------- */

/* A column of the residual, in long double. */
static void residual_column(const rowcol_matrix *a, const rowcol_matrix *x, const rowcol_matrix *b,
                            size_t j, long double *residual)
{
    const size_t n = a->shape.columns;
    const size_t k = b->shape.columns;

    for (size_t i = 0; i < a->shape.rows; i++) {
        residual[i] = b->entries[i * k + j];
        for (size_t p = 0; p < n; p++)
            residual[i] -= (long double)a->entries[i * n + p] * x->entries[p * k + j];
    }
}

/* ||a^T r|| in units of ||a|| ||b|| max(m, n) eps: the residual of a least one is orthogonal to the
 * columns of a (dqrt17). */
static double gradient(const rowcol_matrix *a, const rowcol_matrix *x, const rowcol_matrix *b)
{
    const size_t m = a->shape.rows;
    const size_t n = a->shape.columns;
    const size_t k = b->shape.columns;
    long double column[256];
    long double worst = 0;

    for (size_t j = 0; j < k; j++) {
        residual_column(a, x, b, j, column);
        for (size_t p = 0; p < n; p++) {
            long double sum = 0;

            for (size_t i = 0; i < m; i++)
                sum += a->entries[i * n + p] * column[i];
            worst = fmaxl(worst, fabsl(sum));
        }
    }
    return worst == 0 ? 0
                      : (double)(worst / (norm_1(a) * norm_1(b) * (long double)(m > n ? m : n) *
                                          DBL_EPSILON));
}

static void assert_least(const rowcol_matrix *a, size_t rank)
{
    rowcol_matrix b = {0};
    rowcol_matrix x = {0};
    rowcol_fit fit;

    make_random(&b, (rowcol_shape){a->shape.rows, 3});
    assert_int_equal(rowcol_least_squares(a, &b, &x, &fit), ROWCOL_OK);
    assert_int_equal(fit.rank, rank);
    assert_int_equal(x.shape.rows, a->shape.columns);
    assert_int_equal(x.shape.columns, 3);
    assert_true(gradient(a, &x, &b) < THRESHOLD);
    rowcol_matrix_release(&b);
    rowcol_matrix_release(&x);
}

static void residuals_are_orthogonal_to_the_columns(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1}, {3, 2}, {2, 3}, {40, 7}, {7, 40}, {150, 60}};
    rowcol_matrix a = {0};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const rowcol_shape shape = shapes[i];

        make_random(&a, shape);
        assert_least(&a, shape.rows < shape.columns ? shape.rows : shape.columns);
        for (size_t p = 0; p < shape.rows * shape.columns; p++)
            a.entries[p] *= 1e-290;
        assert_least(&a, shape.rows < shape.columns ? shape.rows : shape.columns);
        for (size_t p = 0; p < shape.rows * shape.columns; p++)
            a.entries[p] = 2;
        assert_least(&a, 1);
        rowcol_matrix_release(&a);
    }
}

static void a_line_is_fitted(void **state)
{
    const rowcol_matrix a = VIEW(4, 2, 1, 0, 1, 1, 1, 2, 1, 3);
    const rowcol_matrix b = VIEW(4, 1, 1, 3, 5, 7);
    rowcol_matrix x = {0};
    rowcol_fit fit;

    (void)state;
    assert_int_equal(rowcol_least_squares(&a, &b, &x, &fit), ROWCOL_OK);
    assert_true(fabs(x.entries[0] - 1) < 1e-13 && fabs(x.entries[1] - 2) < 1e-13);
    assert_int_equal(fit.rank, 2);
    assert_true(fit.condition > 1 && fit.condition < 10);
    rowcol_matrix_release(&x);
}

/* Of all solutions of x1 + x2 = 2 the shortest is (1, 1); likewise where the rank is short. */
static void of_many_solutions_the_shortest_is_taken(void **state)
{
    const rowcol_matrix wide = VIEW(1, 2, 1, 1);
    const rowcol_matrix twice = VIEW(2, 2, 1, 1, 2, 2);
    const rowcol_matrix two = VIEW(1, 1, 2);
    const rowcol_matrix two_and_four = VIEW(2, 1, 2, 4);
    rowcol_matrix x = {0};
    rowcol_fit fit;

    (void)state;
    assert_int_equal(rowcol_least_squares(&wide, &two, &x, &fit), ROWCOL_OK);
    assert_true(fabs(x.entries[0] - 1) < 1e-14 && fabs(x.entries[1] - 1) < 1e-14);
    assert_int_equal(rowcol_least_squares(&twice, &two_and_four, &x, &fit), ROWCOL_OK);
    assert_true(fabs(x.entries[0] - 1) < 1e-14 && fabs(x.entries[1] - 1) < 1e-14);
    assert_int_equal(fit.rank, 1);
    rowcol_matrix_release(&x);
}

static void a_large_residual_costs_digits_up_to_the_square_of_the_condition(void **state)
{
    const rowcol_fit fit = {.rank = 2, .norm = 2, .condition = 1e4};
    const rowcol_matrix x = VIEW(2, 2, 3, 0, 4, 0);

    (void)state;
    assert_true(rowcol_fit_sensitivity(&fit, &x, (double[]){0, 0}) == 1e4);
    assert_true(rowcol_fit_sensitivity(&fit, &x, (double[]){10, 7}) == 1e4 + 1e8);
    assert_true(rowcol_fit_sensitivity(&fit, &x, (double[]){1e308, 0}) == DBL_MAX);
}

static void a_matrix_of_zeros_has_the_solution_zero(void **state)
{
    const rowcol_matrix zeros = VIEW(2, 2, 0, 0, 0, 0);
    const rowcol_matrix b = VIEW(2, 1, 2, 4);
    rowcol_matrix x = {0};
    rowcol_fit fit;

    (void)state;
    assert_int_equal(rowcol_least_squares(&zeros, &b, &x, &fit), ROWCOL_OK);
    assert_entries(&x, (double[]){0, 0});
    assert_int_equal(fit.rank, 0);
    assert_true(fit.condition == 0);
    rowcol_matrix_release(&x);
}

static void least_squares_refuse_what_does_not_fit(void **state)
{
    const rowcol_matrix a = VIEW(2, 1, 1, 2);
    const rowcol_matrix short_column = VIEW(1, 1, 1);
    const rowcol_matrix infinite = VIEW(2, 1, 1, INFINITY);
    rowcol_matrix x = {0};
    rowcol_fit fit;

    (void)state;
    assert_int_equal(rowcol_least_squares(&a, &short_column, &x, &fit), ROWCOL_MISMATCH);
    assert_int_equal(rowcol_least_squares(&a, &infinite, &x, &fit), ROWCOL_NOT_FINITE);
    assert_int_equal(rowcol_least_squares(&infinite, &a, &x, &fit), ROWCOL_NOT_FINITE);
    rowcol_matrix_release(&x);
}

/* --- Residuals -------------------------------------------------------------------------------- */

/* By blocks of 2 rows and 100 columns. */
static void norms_of(const rowcol_matrix *a, const rowcol_matrix *x, const rowcol_matrix *b,
                     double *norms)
{
    rowcol_residual residual = {0};
    rowcol_matrix rows = {0};
    rowcol_block block;

    assert_int_equal(rowcol_residual_begin(&residual, a, x, b), ROWCOL_OK);
    assert_int_equal(rowcol_matrix_create(&rows, b->shape), ROWCOL_OK);
    for (block.row = 0; block.row < b->shape.rows; block.row += 2)
        for (block.column = 0; block.column < b->shape.columns; block.column += 100) {
            const size_t k = b->shape.columns;

            block.rows = b->shape.rows - block.row < 2 ? 1 : 2;
            block.columns = k - block.column < 100 ? k - block.column : 100;
            assert_int_equal(rowcol_residual_block(&residual, block,
                                                   rows.entries + block.row * k + block.column, k),
                             ROWCOL_OK);
        }
    rowcol_column_norms(&rows, norms);
    rowcol_matrix_release(&rows);
    rowcol_residual_release(&residual);
}

static void what_cancels_is_still_seen_in_a_residual(void **state)
{
    const rowcol_matrix a = VIEW(1, 1, 1.0 / 3);
    const rowcol_matrix x = VIEW(1, 1, 3);
    const rowcol_matrix b = VIEW(1, 1, 1);
    double norm;

    (void)state;
    norms_of(&a, &x, &b, &norm);
    assert_true(norm == 0x1p-54);
}

/* Of a good solution all 53 bits cancel; in a long double some 11 more are left. */
static void residuals_of_solutions_are_right_to_several_digits(void **state)
{
    const size_t n = 200;
    rowcol_matrix a = {0};
    rowcol_matrix b = {0};
    rowcol_matrix x = {0};
    rowcol_system system = {.a = &a, .b = &b, .x = &x};
    double norm;
    long double column[200];
    long double expected = 0;

    (void)state;
    make_random(&a, (rowcol_shape){n, n});
    make_random(&b, (rowcol_shape){n, 1});
    assert_int_equal(solve(&system), ROWCOL_OK);
    norms_of(&a, &x, &b, &norm);
    residual_column(&a, &x, &b, 0, column);
    for (size_t i = 0; i < n; i++)
        expected += column[i] * column[i];
    expected = sqrtl(expected);
    assert_true(fabsl(norm - expected) < 0.01L * expected);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&b);
    rowcol_matrix_release(&x);
}

static void residuals_have_the_norm_of_their_columns(void **state)
{
    const rowcol_matrix a = VIEW(3, 2, 1, 0, 0, 1, 1, 1);
    const rowcol_matrix x = VIEW(2, 2, 1, 2, 1, 2);
    const rowcol_matrix b = VIEW(3, 2, 4, 2, 5, 2, 2, 4);
    double norms[2];

    (void)state;
    norms_of(&a, &x, &b, norms);
    assert_true(norms[0] == 5 && norms[1] == 0);
}

static void residuals_neither_overflow_nor_vanish(void **state)
{
    const rowcol_matrix huge = VIEW(2, 2, 1.5e308, 1.5e308, 1, -1);
    const rowcol_matrix ones = VIEW(2, 1, 1, -1);
    const rowcol_matrix threes = VIEW(2, 1, 3e290, 6);
    const rowcol_matrix tiny = VIEW(2, 1, 3e-200, 4e-200);
    const rowcol_matrix zero = VIEW(1, 1, 0);
    double norm;

    (void)state;
    norms_of(&huge, &ones, &threes, &norm);
    assert_true(fabs(norm - 3e290) < 1e285);
    norms_of(&ones, &zero, &tiny, &norm);
    assert_true(fabs(norm - 5e-200) < 1e-214);
}

static void many_columns_have_the_residual_of_each(void **state)
{
    const size_t k = 300;
    rowcol_matrix a = {0};
    rowcol_matrix x = {0};
    rowcol_matrix b = {0};
    double norms[300];

    (void)state;
    make_random(&a, (rowcol_shape){3, 4});
    make_random(&x, (rowcol_shape){4, k});
    make_random(&b, (rowcol_shape){3, k});
    norms_of(&a, &x, &b, norms);
    for (size_t j = 0; j < k; j++) {
        long double column[3];
        long double norm;

        residual_column(&a, &x, &b, j, column);
        norm = sqrtl(column[0] * column[0] + column[1] * column[1] + column[2] * column[2]);
        assert_true(fabsl(norms[j] - norm) < 8 * DBL_EPSILON * norm);
    }
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&x);
    rowcol_matrix_release(&b);
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
        cmocka_unit_test(every_kind_of_system_is_solved_within_rounding),
        cmocka_unit_test(every_kind_of_matrix_is_inverted_within_rounding),
        cmocka_unit_test(rows_of_all_sizes_are_each_solved_within_rounding),
        cmocka_unit_test(small_whole_numbers_are_solved_exactly),
        cmocka_unit_test(fractions_of_small_whole_numbers_are_rounded_once),
        cmocka_unit_test(near_singular_whole_numbers_lose_no_digit),
        cmocka_unit_test(every_order_of_unknowns_and_sign_is_exact),
        cmocka_unit_test(a_right_side_of_numbers_far_apart_is_solved_too),
        cmocka_unit_test(a_condition_is_known_from_the_inverse),
        cmocka_unit_test(an_estimated_condition_is_seldom_far_off),
        cmocka_unit_test(sizes_of_rows_and_columns_cost_no_digit),
        cmocka_unit_test(digits_are_lost_as_the_condition_grows),
        cmocka_unit_test(a_singular_matrix_names_the_column_that_depends_on_those_before),
        cmocka_unit_test(a_large_singular_matrix_is_found_where_a_pivot_is_zero),
        cmocka_unit_test(what_has_no_solution_is_refused),
        cmocka_unit_test(the_shape_of_a_solution_is_columns_by_columns),
        cmocka_unit_test(residuals_are_orthogonal_to_the_columns),
        cmocka_unit_test(a_line_is_fitted),
        cmocka_unit_test(of_many_solutions_the_shortest_is_taken),
        cmocka_unit_test(a_large_residual_costs_digits_up_to_the_square_of_the_condition),
        cmocka_unit_test(a_matrix_of_zeros_has_the_solution_zero),
        cmocka_unit_test(least_squares_refuse_what_does_not_fit),
        cmocka_unit_test(what_cancels_is_still_seen_in_a_residual),
        cmocka_unit_test(residuals_of_solutions_are_right_to_several_digits),
        cmocka_unit_test(residuals_have_the_norm_of_their_columns),
        cmocka_unit_test(residuals_neither_overflow_nor_vanish),
        cmocka_unit_test(many_columns_have_the_residual_of_each),
    };

    return cmocka_run_group_tests(tests, single_thread, NULL);
}
