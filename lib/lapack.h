/* What every decomposition needs of LAPACK: its interface, its way to count and to store, and
 * memory of ours.
 *
 * Of LAPACKE only the functions that end in `_work` are called, with LAPACK_COL_MAJOR: they neither
 * copy nor allocate. A row-major matrix read column by column is its transpose, so an algorithm
 * that does as well with the transpose takes the entries as they are; others take a copy by
 * rowcol_transpose. Operands must be finite before LAPACK sees them: with a NaN it may never
 * end. */
#ifndef ROWCOL_LAPACK_H
#define ROWCOL_LAPACK_H

#include <lapacke.h>
#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>

/* Whether an operand may be given to LAPACK, and what must be done before this thread calls it.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_TOO_LARGE where a dimension is more than LAPACK can count
 * (INT_MAX); ROWCOL_NOT_FINITE. */
ROWCOL_CHECKED rowcol_status rowcol_lapack_takes(const rowcol_matrix *matrix);

/* Makes the negative zeros that LAPACK leaves here and there plain ones. */
void rowcol_lapack_tidy(double *entries, size_t count);

/* Makes the workspace that LAPACK asked for when it was called with lwork = -1, which it answers
 * as a double.
 *
 * work    {0}, to be released as any matrix; its entries are the workspace.
 * lwork   receives its length, for the call that does the work.
 *
 * Returns ROWCOL_OK; ROWCOL_TOO_LARGE where that is more than LAPACK can count;
 * ROWCOL_NO_MEMORY. */
ROWCOL_CHECKED rowcol_status rowcol_lapack_workspace(double wanted, rowcol_matrix *work,
                                                     lapack_int *lwork);

/* Integers for LAPACK: pivots and integer workspaces. {0} holds none. */
struct rowcol_integers {
    lapack_int *entries;
    size_t count;
};

/* Makes room for `count` of them, at least one.
 *
 * Returns ROWCOL_OK, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY (nothing to release then). */
ROWCOL_CHECKED rowcol_status rowcol_integers_create(struct rowcol_integers *integers, size_t count);

/* Gives them back and leaves {0}. Does nothing on {0}. */
void rowcol_integers_release(struct rowcol_integers *integers);

#endif
