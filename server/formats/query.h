/* The query of a resource, read into fields as a body is: `?seed=7&kind=shapes`. A field of numbers
 * takes a number as JSON writes it, a truth `true` or `false`, a document any text, as a JSON
 * string; matrices don't stand in a query. */
#ifndef FORMATS_QUERY_H
#define FORMATS_QUERY_H

#include <stdbool.h>

#include "base/problem.h"
#include "formats/fields.h"

/* Takes one parameter, decoded; `value` is NULL where it has none. Returns false with the problem
 * set (unknown, given twice, of the wrong type), and nothing more need be given. */
bool query_parameter(struct fields *fields, const char *name, const char *value,
                     struct problem *problem);

/* The query is complete. Returns whether the values are good: no problem was set before, and no
 * required parameter is missing. */
bool query_end(const struct fields *fields, struct problem *problem);

#endif
