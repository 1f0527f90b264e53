/* Whole numbers that were rounded on their way in: whether that was wanted is known only once all
 * of a body has been read, since the member `round` may come last. */
#ifndef FORMATS_ROUNDING_H
#define FORMATS_ROUNDING_H

#include "base/problem.h"
#include "formats/fields.h"

/* Tells the first number that was rounded though `round` is not true. A problem that was there
 * stays. */
void rounding_judge(struct fields *fields, struct problem *problem);

#endif
