/* Residuals. Where a solution is good, B and A X agree in nearly all digits, and a product that
 * rounds would leave nothing but its own rounding. So A and X are cut in two, A = A1 + A2 and
 * X = X1 + X2, with so few digits in the first halves that no sum of their products is rounded,
 * whatever the order that BLAS adds them up in:
 *
 *     B - A X = (B - A1 X1) - A X2 - A2 X1
 *
 * The first difference cancels, and what is rounded in the others is smaller by the digits of a
 * half. Three products take a ninth of the time of one whose sums carry their errors along
 * (n = 1000). */
#include <rowcol/solve.h>

#include <cblas.h>
#include <math.h>

#include "allocation.h"
#include "blas_threads.h"
#include "equilibrated.h"

static size_t entries_of(const rowcol_matrix *matrix)
{
    return matrix->shape.rows * matrix->shape.columns;
}

/* What is added to numbers up to 1 and taken away again, to round them to so many binary digits
 * behind the point that sums of `inner` products of two have 53 in all. */
static double rounder(size_t inner)
{
    int digits;

    (void)frexp((double)inner, &digits);
    return scalbn(1.5, 52 - (53 - digits) / 2);
}

static void find_exponents(const rowcol_matrix *x, int *exponents)
{
    const size_t k = x->shape.columns;

    for (size_t j = 0; j < k; j++)
        exponents[j] = NO_EXPONENT;
    for (size_t i = 0; i < x->shape.rows; i++)
        for (size_t j = 0; j < k; j++) {
            const int exponent = rowcol_exponent(x->entries[i * k + j], NO_EXPONENT);

            exponents[j] = exponents[j] > exponent ? exponents[j] : exponent;
        }
    for (size_t j = 0; j < k; j++)
        exponents[j] = exponents[j] == NO_EXPONENT ? 0 : exponents[j];
}

static void cut_columns(rowcol_residual *residual)
{
    const rowcol_matrix *x = residual->x;
    const size_t k = x->shape.columns;
    const double rounding = rounder(x->shape.rows);

    for (size_t i = 0; i < x->shape.rows; i++)
        for (size_t j = 0; j < k; j++) {
            const double entry = rowcol_scaled(x->entries[i * k + j], -residual->_exponents[j]);
            const double first = (entry + rounding) - rounding;

            residual->_first.entries[i * k + j] = first;
            residual->_rest.entries[i * k + j] = entry - first;
        }
}

rowcol_status rowcol_residual_begin(rowcol_residual *residual, const rowcol_matrix *a,
                                    const rowcol_matrix *x, const rowcol_matrix *b)
{
    rowcol_status status = rowcol_matrix_create(&residual->_first, x->shape);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(&residual->_rest, x->shape);
    if (status != ROWCOL_OK)
        return status;
    residual->a = a;
    residual->x = x;
    residual->b = b;
    residual->_exponents = rowcol_allocate(x->shape.columns * sizeof(int));
    if (!residual->_exponents)
        return ROWCOL_NO_MEMORY;
    find_exponents(x, residual->_exponents);
    cut_columns(residual);
    return ROWCOL_OK;
}

size_t rowcol_residual_held(const rowcol_residual *residual)
{
    return (residual->_first.capacity + residual->_rest.capacity) * sizeof(double);
}

void rowcol_residual_release(rowcol_residual *residual)
{
    if (residual->_exponents)
        rowcol_release(residual->_exponents, residual->x->shape.columns * sizeof(int));
    rowcol_matrix_release(&residual->_first);
    rowcol_matrix_release(&residual->_rest);
    *residual = (rowcol_residual){0};
}

/* --- A block ---------------------------------------------------------------------------------- */

/* The rows of A that a block is of, each brought to size 1 by a power of two. */
struct rows {
    rowcol_matrix whole;
    rowcol_matrix half; /* the first halves; later the second ones */
    struct rowcol_integers exponents;
};

/* A block under way, and where it goes. */
struct target {
    rowcol_block block;
    double *out;
    size_t leading;
};

static double largest_of(const double *numbers, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = fabs(numbers[i]) > largest ? fabs(numbers[i]) : largest;
    return largest;
}

static rowcol_status take_rows(const rowcol_matrix *a, rowcol_block block, struct rows *rows)
{
    const size_t n = a->shape.columns;
    const rowcol_shape shape = {block.rows, n};
    const double rounding = rounder(n);
    rowcol_status status = rowcol_matrix_create(&rows->whole, shape);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(&rows->half, shape);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&rows->exponents, block.rows);
    for (size_t i = 0; status == ROWCOL_OK && i < block.rows; i++) {
        const double *row = a->entries + (block.row + i) * n;
        const int exponent = rowcol_exponent(largest_of(row, n), 0);

        rows->exponents.entries[i] = exponent;
        for (size_t j = 0; j < n; j++) {
            const double entry = rowcol_scaled(row[j], -exponent);

            rows->whole.entries[i * n + j] = entry;
            rows->half.entries[i * n + j] = (entry + rounding) - rounding;
        }
    }
    return status;
}

static void release_rows(struct rows *rows)
{
    rowcol_matrix_release(&rows->whole);
    rowcol_matrix_release(&rows->half);
    rowcol_integers_release(&rows->exponents);
}

static void take_second_halves(struct rows *rows)
{
    for (size_t i = 0; i < entries_of(&rows->half); i++)
        rows->half.entries[i] = rows->whole.entries[i] - rows->half.entries[i];
}

/* out = alpha left right + beta out, for the block's columns of `right`. */
static void multiply(double alpha, const rowcol_matrix *left, const rowcol_matrix *right,
                     double beta, const struct target *target)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)target->block.rows,
                (int)target->block.columns, (int)left->shape.columns, alpha, left->entries,
                (int)left->shape.columns, right->entries + target->block.column,
                (int)right->shape.columns, beta, target->out, (int)target->leading);
}

/* B, scaled as the product is, less what there is so far. */
static void subtract_from_right_side(const rowcol_residual *residual, const struct rows *rows,
                                     const struct target *target)
{
    const rowcol_block block = target->block;
    const size_t k = residual->b->shape.columns;

    for (size_t i = 0; i < block.rows; i++) {
        const double *b = residual->b->entries + (block.row + i) * k + block.column;
        double *out = target->out + i * target->leading;

        for (size_t j = 0; j < block.columns; j++)
            out[j] = rowcol_scaled(b[j], -rows->exponents.entries[i] -
                                             residual->_exponents[block.column + j]) -
                     out[j];
    }
}

static void scale_back(const rowcol_residual *residual, const struct rows *rows,
                       const struct target *target)
{
    const rowcol_block block = target->block;

    for (size_t i = 0; i < block.rows; i++) {
        double *out = target->out + i * target->leading;

        for (size_t j = 0; j < block.columns; j++)
            out[j] = rowcol_scaled(out[j], rows->exponents.entries[i] +
                                               residual->_exponents[block.column + j]);
    }
}

rowcol_status rowcol_residual_block(const rowcol_residual *residual, rowcol_block block,
                                    double *out, size_t leading)
{
    struct target target = {.block = block, .leading = leading};
    struct rows rows = {0};
    rowcol_status status = take_rows(residual->a, block, &rows);

    target.out = out;
    if (status == ROWCOL_OK) {
        rowcol_blas_enter();
        multiply(1, &rows.half, &residual->_first, 0, &target);
        subtract_from_right_side(residual, &rows, &target);
        multiply(-1, &rows.whole, &residual->_rest, 1, &target);
        take_second_halves(&rows);
        multiply(-1, &rows.half, &residual->_first, 1, &target);
        scale_back(residual, &rows, &target);
    }
    release_rows(&rows);
    return status;
}

/* --- Norms ------------------------------------------------------------------------------------ */

/* Of a column whose largest entry is so large. */
static double norm(const double *column, size_t rows, size_t stride, double largest)
{
    const int exponent = rowcol_exponent(largest, 0);
    double sum = 0;

    for (size_t i = 0; i < rows; i++) {
        const double entry = rowcol_scaled(column[i * stride], -exponent);

        sum += entry * entry;
    }
    return scalbn(sqrt(sum), exponent);
}

void rowcol_column_norms(const rowcol_matrix *matrix, double *norms)
{
    const size_t m = matrix->shape.rows;
    const size_t k = matrix->shape.columns;

    for (size_t j = 0; j < k; j++) {
        double largest = 0;

        for (size_t i = 0; i < m; i++)
            largest = fmax(largest, fabs(matrix->entries[i * k + j]));
        norms[j] = isfinite(largest) ? norm(matrix->entries + j, m, k, largest) : largest;
    }
}
