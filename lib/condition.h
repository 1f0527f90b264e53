/* Conditions of square matrices, in the 1-norm: ||A|| ||A^-1||, at least 1 and at most DBL_MAX. */
#ifndef ROWCOL_CONDITION_H
#define ROWCOL_CONDITION_H

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#include "elimination.h"

/* The condition of a matrix whose inverse is at hand.
 *
 * Returns ROWCOL_OK, ROWCOL_NO_MEMORY. */
ROWCOL_CHECKED rowcol_status rowcol_condition(const rowcol_matrix *a, const rowcol_matrix *inverse,
                                              double *condition);

/* An estimate from below by the factors of `a`: of its condition; and of the condition that it has
 * once its rows and columns are equilibrated.
 *
 * Returns ROWCOL_OK, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY. Higham and Tisseur, A Block Algorithm for
 * Matrix 1-Norm Estimation, SIAM J. Matrix Anal. Appl. 21, 2000; LAPACK, dlacn2. */
ROWCOL_CHECKED rowcol_status rowcol_condition_estimate(const rowcol_matrix *a,
                                                       const struct rowcol_elimination *elimination,
                                                       double *condition);
ROWCOL_CHECKED rowcol_status rowcol_condition_equilibrated(
    const rowcol_matrix *a, const struct rowcol_elimination *elimination, double *condition);

#endif
