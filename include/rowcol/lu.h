/* The LU decomposition of any matrix, by Gaussian elimination with exchanges of rows. */
#ifndef ROWCOL_LU_H
#define ROWCOL_LU_H

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* P A = L U for an m x n matrix A; k is the smaller of m and n. In each step the row with the
 * largest entry below is brought up, so that no entry of L is larger than 1.
 *
 * a             m x n, finite; borrowed.
 * l             receives m x k: ones on the diagonal, zeros above it.
 * u             receives k x n: zeros below the diagonal. A zero on the diagonal says that A is
 *               singular; that is no failure here.
 * permutation   receives 1 x m whole numbers: row i of P A is row permutation[i] of A, both counted
 *               from 1.
 *
 * The three results are {0} or matrices whose room is used again; release them in any case.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_TOO_LARGE; ROWCOL_NOT_FINITE; ROWCOL_NO_MEMORY;
 * ROWCOL_OVERFLOW where an entry of U is larger than any double. Takes a copy of A, and one thread.
 * LAPACK, dgetrf; Golub and Van Loan, Matrix Computations, 4th ed., section 3.4. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_lu(const rowcol_matrix *a, rowcol_matrix *l,
                                                  rowcol_matrix *u, rowcol_matrix *permutation);

#ifdef __cplusplus
}
#endif
#endif
