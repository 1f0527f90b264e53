/* What operations cost: multiplications with an addition, from shapes alone. They are the leading
 * terms of LAPACK's own counts (Blackford and Dongarra 1999, LAPACK Working Note 41, appendix C),
 * halved, since those count additions as well; where an algorithm iterates, of as many sweeps as
 * are usual (Golub and Van Loan, Matrix Computations, 4th ed., 7.5, 8.3, 8.6). Pure; any thread. */
#ifndef ROWCOL_COST_H
#define ROWCOL_COST_H

#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

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
