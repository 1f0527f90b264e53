/* The Kronecker product: every entry of the first matrix times the whole of the second. */
#ifndef ROWCOL_KRONECKER_H
#define ROWCOL_KRONECKER_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Computes one block of the Kronecker product of `a`, m x n, by `b`, p x q. Counted from 0, entry
 * (p i + k, q j + l) is a(i, j) b(k, l), rounded once (IEEE 754).
 *
 * block     within the product's shape (rowcol_shape_kronecker), not empty.
 * out       receives entry (i, j) of the block at out[i * leading + j]; must not overlap a or b.
 * leading   at least block.columns.
 *
 * Blocks of one product may be computed in several threads at once. No allocation. Infinities and
 * NaN are carried through; what is larger than any double becomes infinite. Golub and Van Loan,
 * Matrix Computations, 4th ed., section 12.3. */
ROWCOL_API void rowcol_kronecker_block(const rowcol_matrix *a, const rowcol_matrix *b,
                                       rowcol_block block, double *out, size_t leading);

#ifdef __cplusplus
}
#endif
#endif
