/* LU: P A = L U within rounding for every shape and kind of matrix, and what both factors look
 * like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>

#include <rowcol/blas.h>
#include <rowcol/lu.h>

#include "decomposing.h"

struct factors {
    rowcol_matrix l;
    rowcol_matrix u;
    rowcol_matrix permutation;
};

static struct factors decompose(const rowcol_matrix *a)
{
    struct factors factors = {0};

    assert_int_equal(rowcol_lu(a, &factors.l, &factors.u, &factors.permutation), ROWCOL_OK);
    return factors;
}

static void release(struct factors *factors)
{
    rowcol_matrix_release(&factors->l);
    rowcol_matrix_release(&factors->u);
    rowcol_matrix_release(&factors->permutation);
}

static void assert_shape(const rowcol_matrix *matrix, size_t rows, size_t columns)
{
    assert_int_equal(matrix->shape.rows, rows);
    assert_int_equal(matrix->shape.columns, columns);
}

static void assert_triangular(const struct factors *factors)
{
    const size_t least = factors->l.shape.columns;
    const size_t n = factors->u.shape.columns;

    for (size_t i = 0; i < factors->l.shape.rows; i++)
        for (size_t j = 0; j < least; j++) {
            const double entry = factors->l.entries[i * least + j];

            assert_true(i < j ? entry == 0 : i == j ? entry == 1 : fabs(entry) <= 1);
        }
    for (size_t i = 0; i < least; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(factors->u.entries[i * n + j] == 0);
}

/* P A, with every row of A in it once. */
static void permute(const rowcol_matrix *a, const rowcol_matrix *permutation, rowcol_matrix *pa)
{
    const size_t m = a->shape.rows;
    const size_t n = a->shape.columns;
    bool seen[1024] = {false};

    assert_shape(permutation, 1, m);
    assert_int_equal(rowcol_matrix_create(pa, a->shape), ROWCOL_OK);
    for (size_t i = 0; i < m; i++) {
        const size_t row = (size_t)permutation->entries[i] - 1;

        assert_true(row < m && permutation->entries[i] == (double)(row + 1) && !seen[row]);
        seen[row] = true;
        for (size_t j = 0; j < n; j++)
            pa->entries[i * n + j] = a->entries[row * n + j];
    }
}

static void assert_decomposed(const struct sort *sort, rowcol_shape shape)
{
    const size_t least = shape.rows < shape.columns ? shape.rows : shape.columns;
    rowcol_matrix a = {0};
    rowcol_matrix pa = {0};
    struct factors factors;
    double units;

    sort->make(&a, shape);
    factors = decompose(&a);
    assert_shape(&factors.l, shape.rows, least);
    assert_shape(&factors.u, least, shape.columns);
    assert_triangular(&factors);
    permute(&a, &factors.permutation, &pa);
    units = residual(&pa, (struct view){&factors.l, false}, (struct view){&factors.u, false},
                     norm_1(&a));
    if (!(units < THRESHOLD))
        fail_msg("%s %zu x %zu: %g units of rounding", sort->name, shape.rows, shape.columns,
                 units);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&pa);
    release(&factors);
}

static void every_kind_of_matrix_is_decomposed_within_rounding(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1},   {1, 7},   {7, 1},   {2, 2},    {3, 5},
                                          {17, 16}, {16, 17}, {40, 90}, {130, 60}, {200, 200}};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof shapes / sizeof shapes[0]; j++)
            assert_decomposed(&sorts[i], shapes[j]);
}

static void the_largest_entry_of_a_column_comes_up(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 2, 1, 4, 3);
    struct factors factors = decompose(&a);

    (void)state;
    assert_true(factors.permutation.entries[0] == 2 && factors.permutation.entries[1] == 1);
    assert_true(factors.l.entries[2] == 0.5);
    assert_true(factors.u.entries[0] == 4 && factors.u.entries[1] == 3);
    assert_true(factors.u.entries[3] == -0.5);
    release(&factors);
}

static void a_singular_matrix_has_a_zero_on_the_diagonal_of_u(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 1, 2, 2, 4);
    struct factors factors = decompose(&a);

    (void)state;
    assert_true(factors.u.entries[3] == 0);
    release(&factors);
}

static void the_tiniest_pivots_divide(void **state)
{
    const rowcol_matrix a = VIEW(3, 2, 0x1p-1074, 0, 0, 0x1p-1074, 0x1p-1074, 0);
    struct factors factors = decompose(&a);

    (void)state;
    assert_true(factors.l.entries[2] == 0 && factors.l.entries[3] == 1);
    assert_true(factors.l.entries[4] == 1 && factors.l.entries[5] == 0);
    assert_true(factors.u.entries[0] == 0x1p-1074 && factors.u.entries[3] == 0x1p-1074);
    release(&factors);
}

static void zeros_have_no_sign(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, -1, 0, 0, -1);
    struct factors factors = decompose(&a);

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_true(factors.u.entries[i] != 0 || !signbit(factors.u.entries[i]));
    assert_false(signbit(factors.l.entries[2]));
    release(&factors);
}

static void results_may_be_used_again(void **state)
{
    const rowcol_matrix large = VIEW(2, 3, 1, 2, 3, 4, 5, 6);
    const rowcol_matrix small = VIEW(1, 1, 7);
    struct factors factors = decompose(&large);

    (void)state;
    assert_int_equal(rowcol_lu(&small, &factors.l, &factors.u, &factors.permutation), ROWCOL_OK);
    assert_shape(&factors.u, 1, 1);
    assert_true(factors.u.entries[0] == 7);
    release(&factors);
}

static rowcol_status status_of(const rowcol_matrix *a)
{
    struct factors factors = {0};
    rowcol_status status = rowcol_lu(a, &factors.l, &factors.u, &factors.permutation);

    release(&factors);
    return status;
}

static void what_has_no_answer_is_refused(void **state)
{
    const rowcol_matrix overflow = VIEW(2, 2, 1, 1.7e308, -1, 1.7e308);
    const rowcol_matrix infinite = VIEW(1, 2, 1, INFINITY);
    const rowcol_matrix empty = {0};

    (void)state;
    assert_int_equal(status_of(&overflow), ROWCOL_OVERFLOW);
    assert_int_equal(status_of(&infinite), ROWCOL_NOT_FINITE);
    assert_int_equal(status_of(&empty), ROWCOL_EMPTY);
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
        cmocka_unit_test(every_kind_of_matrix_is_decomposed_within_rounding),
        cmocka_unit_test(the_largest_entry_of_a_column_comes_up),
        cmocka_unit_test(a_singular_matrix_has_a_zero_on_the_diagonal_of_u),
        cmocka_unit_test(the_tiniest_pivots_divide),
        cmocka_unit_test(zeros_have_no_sign),
        cmocka_unit_test(results_may_be_used_again),
        cmocka_unit_test(what_has_no_answer_is_refused),
    };

    return cmocka_run_group_tests(tests, single_thread, NULL);
}
