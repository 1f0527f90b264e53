/* Norms, and the trace: numbers that say how large a matrix is, and what its diagonal adds up to.
 * (The 2-norm is the largest singular value: singular.h.) */
#ifndef ROWCOL_NORM_H
#define ROWCOL_NORM_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rowcol_norm_kind {
    ROWCOL_NORM_FROBENIUS, /* the square root of the sum of the squares of all entries */
    ROWCOL_NORM_ONE,       /* the largest sum of a column's absolute values */
    ROWCOL_NORM_INFINITY,  /* the largest sum of a row's absolute values */
    ROWCOL_NORM_MAX,       /* the largest absolute value */
} rowcol_norm_kind;

/* The norm of a matrix, in this thread. It is infinite only where the norm itself is larger than
 * any double, or an entry is infinite; NaN where an entry is. The Frobenius norm neither over- nor
 * underflows on the way (Blue 1978; Anderson 2017). No allocation. */
ROWCOL_API double rowcol_norm(rowcol_norm_kind kind, const rowcol_matrix *a);

/* The same in parts, for several threads: join the parts in their order, whoever has computed them,
 * and the norm is that of rowcol_norm, bit for bit. {0} is a part of nothing. */
typedef struct rowcol_norm_part {
    double _small, _medium, _large;
} rowcol_norm_part;

/* How many parts there are for a matrix of this shape, not empty: some 100,000 entries each, as far
 * as the norm lets them be cut. */
ROWCOL_API size_t rowcol_norm_parts(rowcol_norm_kind kind, rowcol_shape shape);

/* Computes one of them, counted from 0. Any thread, no allocation. */
ROWCOL_API rowcol_norm_part rowcol_norm_compute(rowcol_norm_kind kind, const rowcol_matrix *a,
                                                size_t part);

/* Joins a part to those before it. */
ROWCOL_API void rowcol_norm_join(rowcol_norm_kind kind, rowcol_norm_part *so_far,
                                 rowcol_norm_part part);

/* The norm, once all have been joined. */
ROWCOL_API double rowcol_norm_value(rowcol_norm_kind kind, rowcol_norm_part joined);

/* The trace of a square matrix (rowcol_shape_square): the sum of its diagonal, from the top. It is
 * infinite only where it is itself larger than any double, or an entry of the diagonal is infinite;
 * infinities and NaN are carried through as IEEE 754 has it. */
ROWCOL_API double rowcol_trace(const rowcol_matrix *a);

#ifdef __cplusplus
}
#endif
#endif
