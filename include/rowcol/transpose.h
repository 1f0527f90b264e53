/* The transpose: rows become columns. */
#ifndef ROWCOL_TRANSPOSE_H
#define ROWCOL_TRANSPOSE_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Computes one block of the transpose of `a`: entry (i, j) of the transpose is entry (j, i) of a.
 *
 * block     within the transpose's shape (rowcol_shape_transposed), not empty.
 * out       receives entry (i, j) of the block at out[i * leading + j]; must not overlap a.
 * leading   at least block.columns.
 *
 * Entries are copied bit by bit. Blocks of one transpose may be computed in several threads at
 * once. No allocation. */
ROWCOL_API void rowcol_transpose_block(const rowcol_matrix *a, rowcol_block block, double *out,
                                       size_t leading);

/* The whole of it: `out` has room for as many entries as `a` has, and gets them row by row without
 * gaps; must not overlap a. Read column by column they are `a` itself, so this is also what
 * libraries of column-major matrices want. Any thread. No allocation. */
ROWCOL_API void rowcol_transpose(const rowcol_matrix *a, double *out);

#ifdef __cplusplus
}
#endif
#endif
