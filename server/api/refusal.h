/* Refusals that many operations share, in the same words. Each sets the problem and returns false,
 * for the handler to return. */
#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include <rowcol/shape.h>
#include <stdbool.h>
#include <stddef.h>

#include "api/call.h"

/* The operand `name` must be square, and is not.
 *
 * advice   whole sentences: what to do with a matrix of another shape. */
bool refuse_not_square(struct call *call, const char *name, rowcol_shape shape, const char *advice);

/* The matrix of a field holds NaN or infinity (value.not_finite), with which the operation can't
 * be computed. The first of them is named. */
bool refuse_not_finite(struct call *call, size_t field);

/* Whether `a`, the first field, is square and finite, as most operations on one matrix want it. If
 * it is not, that is the problem, with `advice` as above. */
bool is_square_and_finite(struct call *call, const char *advice);

/* `a` has no inverse.
 *
 * pivot        the first column, from 1, that is a combination of those before it.
 * advice       whole sentences: what that means here, and what there is to do instead.
 * suggestion   the same for programs, taken over; NULL: nothing does instead. */
bool refuse_singular(struct call *call, size_t pivot, const char *advice, json_t *suggestion);

#endif
