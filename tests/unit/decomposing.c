#include "decomposing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* --- Matrices --------------------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea, Flood 2014): from -1 up to below 1. */
static double draw(void)
{
    static uint64_t state;
    uint64_t z = state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1;
}

/* Makes a matrix entry by entry. */
static void make(rowcol_matrix *matrix, rowcol_shape shape, double (*entry)(size_t i, size_t j))
{
    assert_int_equal(rowcol_matrix_create(matrix, shape), ROWCOL_OK);
    for (size_t i = 0; i < shape.rows; i++)
        for (size_t j = 0; j < shape.columns; j++)
            matrix->entries[i * shape.columns + j] = entry(i, j);
}

#define SORT(name, expression)                                                                     \
    static double entry_##name(size_t i, size_t j)                                                 \
    {                                                                                              \
        (void)i;                                                                                   \
        (void)j;                                                                                   \
        return expression;                                                                         \
    }                                                                                              \
    static void make_##name(rowcol_matrix *matrix, rowcol_shape shape)                             \
    {                                                                                              \
        make(matrix, shape, entry_##name);                                                         \
    }

SORT(uniform, draw())
SORT(whole, floor(draw() * 5))
SORT(zero, 0)
SORT(ones, 1)
SORT(identity, i == j ? 1 : 0)
SORT(tiny, draw() * 1e-300)
SORT(huge, draw() * 1e300)
SORT(both, draw() * ((i + j) % 2 ? 1e140 : 1e-140))
SORT(graded_rows, draw() * pow(10, -(double)i / 8))
SORT(graded_columns, draw() * pow(10, -(double)j / 8))
SORT(growing, draw() * pow(10, (double)((i + j) % 30)))
SORT(hilbert, 1 / (double)(i + j + 1))
SORT(steps, i >= j ? 1 : 0)
SORT(rank_two, (double)(i * 3 + 1) * (double)(j % 7 + 1) + (double)(j * 2))
SORT(shift, i == j + 1 ? 1 : 0)
SORT(one_entry, i == 0 && j == 0 ? -3 : 0)

void make_random(rowcol_matrix *matrix, rowcol_shape shape)
{
    make_uniform(matrix, shape);
}

#define ROW(name)                                                                                  \
    {                                                                                              \
#name, make_##name                                                                         \
    }

const struct sort sorts[] = {
    ROW(uniform), ROW(whole),    ROW(zero),           ROW(ones),      ROW(identity), ROW(tiny),
    ROW(huge),    ROW(both),     ROW(graded_rows),    ROW(growing),   ROW(hilbert),  ROW(steps),
    ROW(shift),   ROW(rank_two), ROW(graded_columns), ROW(one_entry),
};
const size_t sort_count = sizeof sorts / sizeof sorts[0];

void make_symmetric(rowcol_matrix *matrix)
{
    const size_t n = matrix->shape.columns;

    assert_int_equal(matrix->shape.rows, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            matrix->entries[i * n + j] = matrix->entries[j * n + i];
}

void assert_no_negative_zeros(const rowcol_matrix *matrix)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        assert_false(matrix->entries[i] == 0 && signbit(matrix->entries[i]));
}

/* --- Measures --------------------------------------------------------------------------------- */

static size_t rows_of(struct view view)
{
    return view.transposed ? view.matrix->shape.columns : view.matrix->shape.rows;
}

static size_t columns_of(struct view view)
{
    return view.transposed ? view.matrix->shape.rows : view.matrix->shape.columns;
}

static double at(struct view view, size_t i, size_t j)
{
    const size_t columns = view.matrix->shape.columns;

    return view.matrix->entries[view.transposed ? j * columns + i : i * columns + j];
}

/* The entries as seen, row by row. */
static double *entries_of(struct view view)
{
    const size_t rows = rows_of(view), columns = columns_of(view);
    double *entries = malloc(rows * columns * sizeof *entries);

    assert_non_null(entries);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            entries[i * columns + j] = at(view, i, j);
    return entries;
}

/* Two sums, so that neither addition waits for the other. */
static long double dot(const double *x, const double *y, size_t count)
{
    long double even = 0, odd = 0;
    size_t i = 0;

    for (; i + 1 < count; i += 2) {
        even += (long double)x[i] * y[i];
        odd += (long double)x[i + 1] * y[i + 1];
    }
    return i < count ? even + odd + (long double)x[i] * y[i] : even + odd;
}

/* The larger one. What is not a number is as bad as can be. */
static long double worse(long double most, long double sum)
{
    return isnan(sum) ? (long double)INFINITY : fmaxl(most, sum);
}

long double norm_1(const rowcol_matrix *matrix)
{
    const struct view view = {matrix, false};
    long double most = 0;

    for (size_t j = 0; j < matrix->shape.columns; j++) {
        long double sum = 0;

        for (size_t i = 0; i < matrix->shape.rows; i++)
            sum += fabs(at(view, i, j));
        most = worse(most, sum);
    }
    return most;
}

/* The norm of a - x y. */
static long double difference(const rowcol_matrix *a, struct view x, struct view y)
{
    const size_t columns = a->shape.columns, inner = columns_of(x);
    double *rows = entries_of(x);
    double *transposed = entries_of((struct view){y.matrix, !y.transposed});
    long double most = 0;

    for (size_t j = 0; j < columns; j++) {
        long double sum = 0;

        for (size_t i = 0; i < a->shape.rows; i++)
            sum += fabsl(a->entries[i * columns + j] -
                         dot(rows + i * inner, transposed + j * inner, inner));
        most = worse(most, sum);
    }
    free(rows);
    free(transposed);
    return most;
}

double residual(const rowcol_matrix *a, struct view x, struct view y, long double norm)
{
    const size_t longer = a->shape.rows > a->shape.columns ? a->shape.rows : a->shape.columns;
    long double error;

    assert_int_equal(rows_of(x), a->shape.rows);
    assert_int_equal(columns_of(y), a->shape.columns);
    assert_int_equal(columns_of(x), rows_of(y));
    error = difference(a, x, y);
    return error == 0 ? 0 : (double)(error / (norm * (long double)longer * DBL_EPSILON));
}

double orthogonality(struct view q)
{
    rowcol_matrix identity = {0};
    long double error;

    make_identity(&identity, (rowcol_shape){columns_of(q), columns_of(q)});
    error = difference(&identity, (struct view){q.matrix, !q.transposed}, q);
    rowcol_matrix_release(&identity);
    return (double)(error / ((long double)rows_of(q) * DBL_EPSILON));
}
