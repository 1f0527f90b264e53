/* Factorizations of a matrix into an orthogonal and a triangular one, or two triangular ones. Each
 * call keeps to its thread (and the BLAS's: blas.h), and several may run at once. */
#ifndef ROWCOL_FACTOR_H
#define ROWCOL_FACTOR_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The reduced QR factorization, a = q r: of an m x n matrix, with k the smaller of m and n.
 *
 * a   borrowed, any shape.
 * q   receives m x k, its columns orthonormal: q^T q is the identity.
 * r   receives k x n, upper triangular (zeros below the diagonal), no entry of its diagonal
 *     negative. That makes both unique where the first k columns of a are independent.
 *
 * q and r are {0} or matrices whose room is used again, and to be released whatever is returned.
 * Very large entries are scaled, so that nothing overflows on the way that is none in r.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY, ROWCOL_TOO_LARGE, ROWCOL_NOT_FINITE (a holds an infinity or a
 * NaN); ROWCOL_NO_MEMORY; ROWCOL_OVERFLOW where an entry of r is larger than any double.
 * Householder's reflections: Golub and Van Loan, Matrix Computations, 4th ed., 5.2; LAPACK's dgelqf
 * and dorglq, of the transpose. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_qr(const rowcol_matrix *a, rowcol_matrix *q,
                                                  rowcol_matrix *r);

/* The Cholesky factorization of a symmetric positive definite matrix, a = l l^T.
 *
 * a       borrowed, square. Only its lower triangle is read: whether it is symmetric is
 *         rowcol_is_symmetric's to say.
 * l       receives n x n, lower triangular (zeros above the diagonal), its diagonal positive. {0}
 *         or a matrix whose room is used again; to be released whatever is returned.
 * minor   on ROWCOL_NOT_POSITIVE_DEFINITE receives the order k of the first leading minor that is
 *         not positive (the determinant of the first k rows and columns). Not NULL.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY, ROWCOL_NOT_SQUARE, ROWCOL_TOO_LARGE, ROWCOL_NOT_FINITE;
 * ROWCOL_NO_MEMORY; ROWCOL_NOT_POSITIVE_DEFINITE. Golub and Van Loan, 4.2; LAPACK's dpotrf. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_cholesky(const rowcol_matrix *a, rowcol_matrix *l,
                                                        size_t *minor);

#ifdef __cplusplus
}
#endif
#endif
