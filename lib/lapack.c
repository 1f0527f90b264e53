/* Between librowcol's matrices and LAPACK. */
#include "lapack.h"

#include <limits.h>
#include <stdint.h>

#include "allocation.h"
#include "blas_threads.h"

rowcol_status rowcol_lapack_takes(const rowcol_matrix *matrix)
{
    size_t entries;
    rowcol_status status = rowcol_shape_entries(matrix->shape, &entries);

    if (status != ROWCOL_OK)
        return status;
    if (matrix->shape.rows > INT_MAX || matrix->shape.columns > INT_MAX)
        return ROWCOL_TOO_LARGE;
    if (rowcol_first_not_finite(matrix->entries, entries) != entries)
        return ROWCOL_NOT_FINITE;
    rowcol_blas_enter();
    return ROWCOL_OK;
}

void rowcol_lapack_tidy(double *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        entries[i] += 0.0; /* -0 + 0 is 0 */
}

rowcol_status rowcol_lapack_workspace(double wanted, rowcol_matrix *work, lapack_int *lwork)
{
    if (!(wanted >= 1 && wanted <= INT_MAX))
        return ROWCOL_TOO_LARGE;
    *lwork = (lapack_int)wanted;
    return rowcol_matrix_reserve(work, (size_t)wanted);
}

rowcol_status rowcol_integers_create(struct rowcol_integers *integers, size_t count)
{
    *integers = (struct rowcol_integers){0};
    if (count > PTRDIFF_MAX / sizeof(lapack_int))
        return ROWCOL_TOO_LARGE;
    integers->entries = rowcol_allocate(count * sizeof(lapack_int));
    if (!integers->entries)
        return ROWCOL_NO_MEMORY;
    integers->count = count;
    return ROWCOL_OK;
}

void rowcol_integers_release(struct rowcol_integers *integers)
{
    rowcol_release(integers->entries, integers->count * sizeof(lapack_int));
    *integers = (struct rowcol_integers){0};
}
