/* Products: alpha op(A) op(B) + beta C, whole or block by block, over BLAS's gemm. */
#ifndef ROWCOL_PRODUCT_H
#define ROWCOL_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is to be computed: alpha op(a) op(b) + beta c, where op is the transpose if so asked. The
 * matrices are borrowed. */
typedef struct rowcol_product {
    const rowcol_matrix *a;
    const rowcol_matrix *b;
    const rowcol_matrix *c; /* NULL: nothing is added */
    bool transpose_a;
    bool transpose_b;
    double alpha;
    double beta; /* read only where c is */
} rowcol_product;

/* The shape of op(a) and of op(b), as multiplied. */
ROWCOL_API rowcol_shape rowcol_product_left(const rowcol_product *product);
ROWCOL_API rowcol_shape rowcol_product_right(const rowcol_product *product);

/* Checks that the operands fit, and gives the shape of the result. All checking is here; the
 * functions that compute rely on it.
 *
 * shape   receives it on ROWCOL_OK; where a and b fit but c does not (ROWCOL_MISMATCH), it receives
 *         the shape of op(a) op(b), and {0, 0} where a and b do not fit.
 *
 * Returns ROWCOL_OK; ROWCOL_MISMATCH; ROWCOL_TOO_LARGE where a dimension is larger than BLAS can
 * count (INT_MAX); ROWCOL_EMPTY. Pure. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_product_shape(const rowcol_product *product,
                                                             rowcol_shape *shape);

/* The number of multiplications with an addition that a product takes: m x k x n. */
ROWCOL_API double rowcol_multiply_adds(rowcol_shape a, rowcol_shape b);

/* Computes one block of the result.
 *
 * product   one that rowcol_product_shape took.
 * block     within the result's shape, not empty.
 * out       receives entry (i, j) of the block at out[i * leading + j]; must not overlap operands.
 * leading   at least block.columns, at most INT_MAX.
 *
 * Where alpha is 0 the result is beta C, whatever A and B hold. Blocks of one product may be
 * computed in several threads at once. No allocation of its own (BLAS keeps a buffer a thread). An
 * overflow, also one of a sum before alpha makes it smaller, gives infinite or NaN entries: see
 * rowcol_first_not_finite. Lawson and others 1979, Dongarra and others 1990 (BLAS, gemm). */
ROWCOL_API void rowcol_product_block(const rowcol_product *product, rowcol_block block, double *out,
                                     size_t leading);

/* Computes the whole result in this thread.
 *
 * result   {0} on entry; on ROWCOL_OK a new matrix to release.
 *
 * Returns as rowcol_product_shape; ROWCOL_TOO_LARGE also where the entries can't be counted;
 * ROWCOL_NO_MEMORY; ROWCOL_OVERFLOW where an entry is not finite. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_multiply(const rowcol_product *product,
                                                        rowcol_matrix *result);

#ifdef __cplusplus
}
#endif
#endif
