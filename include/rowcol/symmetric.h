/* Whether a matrix is its own transpose. */
#ifndef ROWCOL_SYMMETRIC_H
#define ROWCOL_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How far entries may differ from their mirror images, in parts of the largest entry, where a
 * matrix was computed and is meant to be symmetric: rounding of thousands of terms stays below. */
#define ROWCOL_SYMMETRY_TOLERANCE 1e-12

/* Whether a square matrix is symmetric: each entry (i, j) as (j, i), or near it.
 *
 * matrix      square; entries that are not finite are equal to nothing.
 * tolerance   how far two may differ, as a part of the largest entry; 0: not at all.
 * row, column receive the first pair that differs, read row by row and counted from 0, where there
 *             is one: row < column. Not NULL.
 *
 * Pure; any thread. */
ROWCOL_API bool rowcol_is_symmetric(const rowcol_matrix *matrix, double tolerance, size_t *row,
                                    size_t *column);

#ifdef __cplusplus
}
#endif
#endif
