/* Matrices: row-major, contiguous (the leading dimension is the number of columns), entries aligned
 * for vector loads. */
#ifndef ROWCOL_MATRIX_H
#define ROWCOL_MATRIX_H

#include <stddef.h>

#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Entries begin at a multiple of this many bytes. */
#define ROWCOL_ALIGNMENT 64

/* A matrix. Entry (i, j), counted from 0, is entries[i * shape.columns + j]. {0} is a matrix that
 * holds nothing. A matrix may be read from many threads, and written by one at a time or by several
 * in places that do not overlap. */
typedef struct rowcol_matrix {
    rowcol_shape shape;
    double *entries;
    size_t capacity; /* entries that there is room for */
    void *_block;    /* what the allocator gave */
    size_t _size;
} rowcol_matrix;

/* A block of a matrix: `rows` rows from `row` on, `columns` columns from `column` on, from 0. */
typedef struct rowcol_block {
    size_t row;
    size_t column;
    size_t rows;
    size_t columns;
} rowcol_block;

/* Makes a matrix of a shape; its entries are whatever the memory held.
 *
 * matrix   {0} on entry; on ROWCOL_OK to be given back with rowcol_matrix_release, otherwise {0}.
 *
 * Returns ROWCOL_OK, ROWCOL_EMPTY, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_matrix_create(rowcol_matrix *matrix,
                                                             rowcol_shape shape);

/* Sees that there is room for at least `entries` entries, for a matrix whose shape is not yet
 * known. Entries so far are kept; `matrix->entries` may move; the shape is left alone. Large blocks
 * grow without being copied where the allocator is the system's.
 *
 * Returns ROWCOL_OK, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY (the matrix stays as it was). */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_matrix_reserve(rowcol_matrix *matrix,
                                                              size_t entries);

/* Gives room beyond the shape's entries back to the allocator, as far as it takes it; never fails.
 * Where the shape is still {0} that is all of it. Entries may move. */
ROWCOL_API void rowcol_matrix_trim(rowcol_matrix *matrix);

/* Gives everything back and leaves {0}. Does nothing on {0}. */
ROWCOL_API void rowcol_matrix_release(rowcol_matrix *matrix);

/* The index of the first of `count` entries that is infinite or not a number; `count` if there is
 * none. */
ROWCOL_API size_t rowcol_first_not_finite(const double *entries, size_t count);

#ifdef __cplusplus
}
#endif
#endif
