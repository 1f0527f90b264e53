/* What has become of a square matrix by elimination: determinants, inverses and solutions are read
 * from it. */
#ifndef ROWCOL_ELIMINATION_H
#define ROWCOL_ELIMINATION_H

#include <stdbool.h>
#include <stddef.h>

#include "equilibrated.h"
#include "exact.h"
#include "lapack.h"

/* {0} to begin with. */
struct rowcol_elimination {
    bool is_exact; /* `exact` holds all; otherwise the factors do */
    struct exact exact;
    rowcol_matrix *factors; /* of the equilibrated matrix, column-major */
    rowcol_matrix own;      /* room for them, where nobody else gives it */
    struct rowcol_equilibrated scaling;
    struct rowcol_integers pivots;
};

/* Whether a matrix can be eliminated: ROWCOL_OK, ROWCOL_NOT_SQUARE, or as rowcol_lapack_takes. */
ROWCOL_CHECKED rowcol_status rowcol_elimination_takes(const rowcol_matrix *a);

/* Eliminates a matrix that was taken, exactly if that can be.
 *
 * factors   where the factors go, if there are any; {0} or a matrix whose room is used again.
 * pivot     receives, on ROWCOL_SINGULAR, the first column, from 1, that depends on those
 *           before it; 0 otherwise.
 *
 * Returns ROWCOL_OK, ROWCOL_SINGULAR, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY; to be released in any
 * case. */
ROWCOL_CHECKED rowcol_status rowcol_eliminate(struct rowcol_elimination *elimination,
                                              const rowcol_matrix *a, rowcol_matrix *factors,
                                              size_t *pivot);

/* Multiplies each of `count` columns of x by the inverse of the equilibrated matrix, or by the
 * transpose of that. Where the factors are, and not for exact eliminations. */
void rowcol_eliminated_solve(const struct rowcol_elimination *elimination, bool transposed,
                             double *x, lapack_int count);

void rowcol_elimination_release(struct rowcol_elimination *elimination);

#endif
