/* Eigenvalues and eigenvectors: what a square matrix only stretches. Each call keeps to its thread
 * (and the BLAS's: blas.h), and several may run at once; it copies what LAPACK would destroy. */
#ifndef ROWCOL_EIGEN_H
#define ROWCOL_EIGEN_H

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of a symmetric matrix: a v = v w, with w the eigenvalues on a diagonal.
 *
 * a         borrowed, square. Only its lower triangle is read: whether it is symmetric is
 *           rowcol_is_symmetric's to say.
 * values    receives the eigenvalues as 1 x n, the smallest first.
 * vectors   receives n x n: column j belongs to value j; all are orthonormal.
 *
 * values and vectors are {0} or matrices whose room is used again, and to be released whatever is
 * returned. A column may have the other sign, and where values are equal any basis of their space
 * is right.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY, ROWCOL_NOT_SQUARE, ROWCOL_TOO_LARGE, ROWCOL_NOT_FINITE;
 * ROWCOL_NO_MEMORY; ROWCOL_NO_CONVERGENCE; ROWCOL_OVERFLOW where a value is larger than any double.
 * Divide and conquer: Gu and Eisenstat 1995; LAPACK's dsyevd. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_eigen_symmetric(const rowcol_matrix *a,
                                                               rowcol_matrix *values,
                                                               rowcol_matrix *vectors);

/* Two matrices of one shape: the real and the imaginary parts of complex entries. */
typedef struct rowcol_parts {
    rowcol_matrix *re;
    rowcol_matrix *im;
} rowcol_parts;

/* Of any square matrix.
 *
 * a         borrowed, square.
 * values    receive the eigenvalues as 1 x n; those that are not real come in pairs, next to one
 *           another, the positive imaginary part first.
 * vectors   receive n x n: column j belongs to value j, has length 1, and its largest entry is
 *           real. Columns need not be independent: a defective matrix has fewer directions than
 *           values.
 *
 * The four matrices are {0} or matrices whose room is used again, and to be released whatever is
 * returned. A column of a real value may have the other sign.
 *
 * Returns as rowcol_eigen_symmetric. The QR algorithm: Golub and Van Loan, Matrix Computations, 4th
 * ed., 7.5; LAPACK's dgeev. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_eigen(const rowcol_matrix *a, rowcol_parts values,
                                                     rowcol_parts vectors);

#ifdef __cplusplus
}
#endif
#endif
