/* Singular values: how far a matrix stretches, and in how many directions. Each call keeps to its
 * thread (and the BLAS's: blas.h), and several may run at once; it copies what LAPACK would
 * destroy. */
#ifndef ROWCOL_SINGULAR_H
#define ROWCOL_SINGULAR_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The reduced singular value decomposition, a = u s vt: of an m x n matrix, with k the smaller of m
 * and n and s the k x k matrix with the singular values on its diagonal.
 *
 * a    borrowed, any shape.
 * u    receives m x k, its columns orthonormal.
 * s    receives the singular values as 1 x k, none negative, the largest first.
 * vt   receives k x n, its rows orthonormal.
 *
 * u, s and vt are {0} or matrices whose room is used again, and to be released whatever is
 * returned. A column of u and the row of vt that belongs to it may both have the other sign, and
 * where singular values are equal any basis of their space is right.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY, ROWCOL_TOO_LARGE, ROWCOL_NOT_FINITE (a holds an infinity or a
 * NaN); ROWCOL_NO_MEMORY; ROWCOL_NO_CONVERGENCE; ROWCOL_OVERFLOW where a singular value is larger
 * than any double. Divide and conquer: Gu and Eisenstat 1995; LAPACK's dgesdd, of the transpose. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_svd(const rowcol_matrix *a, rowcol_matrix *u,
                                                   rowcol_matrix *s, rowcol_matrix *vt);

/* The singular values alone, as rowcol_svd gives them in s; a third of the work and less. The
 * first is the 2-norm of a. Returns as rowcol_svd; s is to be released in any case. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_singular_values(const rowcol_matrix *a,
                                                               rowcol_matrix *s);

/* The size up to which singular values may be rounding alone, where the entries were as exact as
 * doubles are: max(m, n) x 2^-52 x the largest of them. */
ROWCOL_API double rowcol_rank_tolerance(rowcol_shape shape, double largest);

/* The rank: how many singular values are larger than a tolerance.
 *
 * s   as rowcol_singular_values gives them. */
ROWCOL_API size_t rowcol_rank(const rowcol_matrix *s, double tolerance);

#ifdef __cplusplus
}
#endif
#endif
