/* What operations cost: multiplications with an addition, from shapes alone. They are the leading
 * terms of LAPACK's own counts (Blackford and Dongarra 1999, LAPACK Working Note 41, appendix C),
 * halved, since those count additions as well; where an algorithm iterates, of as many sweeps as
 * are usual (Golub and Van Loan, Matrix Computations, 4th ed., 7.5, 8.3, 8.6). Pure; any thread. */
#ifndef ROWCOL_COST_H
#define ROWCOL_COST_H

#include <stddef.h>

#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* l and u, of any shape; a determinant is as much. */
ROWCOL_API double rowcol_cost_lu(rowcol_shape a);

/* The inverse of a square matrix, and the solution for so many columns by its factors. */
ROWCOL_API double rowcol_cost_inverse(rowcol_shape a);
ROWCOL_API double rowcol_cost_solve(rowcol_shape a, size_t columns);

/* The solution by singular values. */
ROWCOL_API double rowcol_cost_least_squares(rowcol_shape a, size_t columns);

/* q and r, reduced. */
ROWCOL_API double rowcol_cost_qr(rowcol_shape a);

/* l, of a square matrix. */
ROWCOL_API double rowcol_cost_cholesky(rowcol_shape a);

/* u, the singular values and vt, reduced; and the singular values alone. */
ROWCOL_API double rowcol_cost_svd(rowcol_shape a);
ROWCOL_API double rowcol_cost_singular_values(rowcol_shape a);

/* Eigenvalues and eigenvectors, of a symmetric and of any square matrix. */
ROWCOL_API double rowcol_cost_eigen_symmetric(rowcol_shape a);
ROWCOL_API double rowcol_cost_eigen(rowcol_shape a);

#ifdef __cplusplus
}
#endif
#endif
