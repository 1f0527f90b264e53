/* Products over BLAS. All checking is in rowcol_product_shape; what computes relies on it. */
#include <rowcol/product.h>

#include <cblas.h>
#include <limits.h>
#include <string.h>

#include "blas_threads.h"

static rowcol_shape transposed_if(bool transpose, rowcol_shape shape)
{
    return transpose ? rowcol_shape_transposed(shape) : shape;
}

rowcol_shape rowcol_product_left(const rowcol_product *product)
{
    return transposed_if(product->transpose_a, product->a->shape);
}

rowcol_shape rowcol_product_right(const rowcol_product *product)
{
    return transposed_if(product->transpose_b, product->b->shape);
}

static bool blas_can_count(rowcol_shape shape)
{
    return shape.rows <= INT_MAX && shape.columns <= INT_MAX;
}

rowcol_status rowcol_product_shape(const rowcol_product *product, rowcol_shape *shape)
{
    const rowcol_shape left = rowcol_product_left(product);
    const rowcol_shape right = rowcol_product_right(product);
    const rowcol_matrix *c = product->c;
    rowcol_status status;

    *shape = (rowcol_shape){0};
    status = rowcol_shape_product(left, right, shape);
    if (status != ROWCOL_OK)
        return status;
    if (c && (c->shape.rows != shape->rows || c->shape.columns != shape->columns))
        return ROWCOL_MISMATCH;
    if (!blas_can_count(left) || !blas_can_count(right))
        return ROWCOL_TOO_LARGE;
    return ROWCOL_OK;
}

double rowcol_multiply_adds(rowcol_shape a, rowcol_shape b)
{
    return (double)a.rows * (double)a.columns * (double)b.columns;
}

/* A stored matrix as gemm wants it: where the part of op(matrix) begins that the block needs, which
 * is a number of rows or of columns into it. */
struct operand {
    const double *entries;
    CBLAS_TRANSPOSE transpose;
    int leading;
};

static struct operand rows_from(const rowcol_matrix *matrix, bool transpose, size_t row)
{
    const size_t leading = matrix->shape.columns;

    return (struct operand){
        .entries = matrix->entries + (transpose ? row : row * leading),
        .transpose = transpose ? CblasTrans : CblasNoTrans,
        .leading = (int)leading,
    };
}

/* Columns of op(matrix) are rows of its transpose. */
static struct operand columns_from(const rowcol_matrix *matrix, bool transpose, size_t column)
{
    struct operand operand = rows_from(matrix, !transpose, column);

    operand.transpose = transpose ? CblasTrans : CblasNoTrans;
    return operand;
}

static void copy_block(const rowcol_matrix *from, rowcol_block block, double *out, size_t leading)
{
    const size_t stride = from->shape.columns;
    const double *row = from->entries + block.row * stride + block.column;

    for (size_t i = 0; i < block.rows; i++)
        memcpy(out + i * leading, row + i * stride, block.columns * sizeof(double));
}

void rowcol_product_block(const rowcol_product *product, rowcol_block block, double *out,
                          size_t leading)
{
    const struct operand a = rows_from(product->a, product->transpose_a, block.row);
    const struct operand b = columns_from(product->b, product->transpose_b, block.column);
    /* gemm must not look at a and b where alpha is 0, but OpenBLAS's kernels for small products do,
     * and 0 times an infinite sum is NaN: it gets an empty sum instead. */
    const int inner = product->alpha == 0 ? 0 : (int)rowcol_product_left(product).columns;
    double beta = 0; /* gemm then does not read what `out` held */

    if (product->c) {
        copy_block(product->c, block, out, leading);
        beta = product->beta;
    }
    rowcol_blas_enter();
    /* Small ones too: plain loops win up to 2 x 2 only, and 14 to 40 ns there (OpenBLAS 0.3.21). */
    cblas_dgemm(CblasRowMajor, a.transpose, b.transpose, (int)block.rows, (int)block.columns, inner,
                product->alpha, a.entries, a.leading, b.entries, b.leading, beta, out,
                (int)leading);
}

rowcol_status rowcol_multiply(const rowcol_product *product, rowcol_matrix *result)
{
    rowcol_shape shape;
    rowcol_status status = rowcol_product_shape(product, &shape);
    size_t entries;

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(result, shape);
    if (status != ROWCOL_OK)
        return status;

    rowcol_product_block(product, (rowcol_block){.rows = shape.rows, .columns = shape.columns},
                         result->entries, shape.columns);
    entries = shape.rows * shape.columns;
    if (rowcol_first_not_finite(result->entries, entries) == entries)
        return ROWCOL_OK;
    rowcol_matrix_release(result);
    return ROWCOL_OVERFLOW;
}
