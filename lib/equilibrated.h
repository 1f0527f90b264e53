/* A matrix with its rows and columns brought to like size, without rounding. */
#ifndef ROWCOL_EQUILIBRATED_H
#define ROWCOL_EQUILIBRATED_H

#include <limits.h>
#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#include "lapack.h"

/* x times 2^exponent, rounded only where that is below the smallest normal number; infinite where
 * it is too large; zero without a sign. */
double rowcol_scaled(double x, int exponent);

/* Below any exponent of a number, and far enough from INT_MIN to reckon with. */
#define NO_EXPONENT (INT_MIN / 4)

/* The exponent e with |x| in 2^(e-1) .. 2^e; `none` for 0. */
int rowcol_exponent(double x, int none);

/* Entry (i, j) of A is 2^(rows[i] + columns[j]) times that of a matrix S that has no entry larger
 * than 1, and an entry of at least 1/2 in each column that is not all zeros. So elimination on S
 * neither over- nor underflows where its result does not. {0} holds nothing. */
struct rowcol_equilibrated {
    struct rowcol_integers rows;
    struct rowcol_integers columns;
};

/* Finds the exponents of `a` and writes S.
 *
 * scaled   receives S, column-major; {0} or a matrix whose room is used again. What is less
 *          than 2^-1074 of the largest entries of its row and column becomes 0.
 *
 * Returns ROWCOL_OK, ROWCOL_EMPTY, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY; both are to be released in
 * any case. Golub and Van Loan, Matrix Computations, 4th ed., section 3.5.2. */
ROWCOL_CHECKED rowcol_status rowcol_equilibrate(const rowcol_matrix *a, rowcol_matrix *scaled,
                                                struct rowcol_equilibrated *equilibrated);

void rowcol_equilibrated_release(struct rowcol_equilibrated *equilibrated);

#endif
