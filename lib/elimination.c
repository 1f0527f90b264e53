/* Elimination, exact where that can be. */
#include "elimination.h"

#include <string.h>

rowcol_status rowcol_elimination_takes(const rowcol_matrix *a)
{
    if (a->shape.rows != a->shape.columns)
        return ROWCOL_NOT_SQUARE;
    return rowcol_lapack_takes(a);
}

static rowcol_status factor(struct rowcol_elimination *elimination, const rowcol_matrix *a,
                            rowcol_matrix *factors, size_t *pivot)
{
    const lapack_int n = (lapack_int)a->shape.rows;
    rowcol_status status = rowcol_equilibrate(a, factors, &elimination->scaling);
    lapack_int zero;

    elimination->factors = factors;
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&elimination->pivots, a->shape.rows);
    if (status != ROWCOL_OK)
        return status;
    zero = LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, n, n, factors->entries, n,
                               elimination->pivots.entries);
    *pivot = (size_t)zero;
    return zero == 0 ? ROWCOL_OK : ROWCOL_SINGULAR;
}

rowcol_status rowcol_eliminate(struct rowcol_elimination *elimination, const rowcol_matrix *a,
                               rowcol_matrix *factors, size_t *pivot)
{
    elimination->is_exact = rowcol_exact(a, &elimination->exact);
    if (!elimination->is_exact)
        return factor(elimination, a, factors, pivot);
    *pivot = elimination->exact.pivot;
    return elimination->exact.determinant == 0 ? ROWCOL_SINGULAR : ROWCOL_OK;
}

void rowcol_eliminated_solve(const struct rowcol_elimination *elimination, bool transposed,
                             double *x, lapack_int count)
{
    const lapack_int n = (lapack_int)elimination->pivots.count;

    (void)LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, transposed ? 'T' : 'N', n, count,
                              elimination->factors->entries, n, elimination->pivots.entries, x, n);
}

void rowcol_elimination_release(struct rowcol_elimination *elimination)
{
    rowcol_matrix_release(&elimination->own);
    rowcol_equilibrated_release(&elimination->scaling);
    rowcol_integers_release(&elimination->pivots);
}
