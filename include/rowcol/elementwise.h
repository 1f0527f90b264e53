/* Operations that work entry by entry: sum, difference, Hadamard product, multiple.
 *
 * They take runs of entries, not matrices: entry by entry, a matrix is no more than its entries,
 * and a large one may be cut anywhere. Whether two matrices have the same shape is to be seen
 * before, by rowcol_shape_elementwise. */
#ifndef ROWCOL_ELEMENTWISE_H
#define ROWCOL_ELEMENTWISE_H

#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each gives out[i], for i below `count`, rounded once (IEEE 754): infinities and NaN are carried
 * through, and what is larger than any double becomes infinite (see rowcol_first_not_finite).
 *
 * out   may be a or b itself, but must not overlap them otherwise.
 *
 * No allocation; runs that do not overlap may be computed in several threads at once. */

/* out[i] = a[i] + b[i] */
ROWCOL_API void rowcol_add(const double *a, const double *b, size_t count, double *out);

/* out[i] = a[i] - b[i] */
ROWCOL_API void rowcol_subtract(const double *a, const double *b, size_t count, double *out);

/* out[i] = a[i] b[i] */
ROWCOL_API void rowcol_hadamard(const double *a, const double *b, size_t count, double *out);

/* out[i] = by a[i] */
ROWCOL_API void rowcol_scale(const double *a, double by, size_t count, double *out);

#ifdef __cplusplus
}
#endif
#endif
