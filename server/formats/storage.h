/* Room for matrices whose size is not known before their text ends. */
#ifndef FORMATS_STORAGE_H
#define FORMATS_STORAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "formats/fields.h"

/* Whether a matrix of so many entries could ever be held beside what `fields` have already; if not,
 * the problem says so. Takes no memory. */
bool storage_may_hold(const struct fields *fields, size_t entries, struct problem *problem);

/* Makes room for at least one entry more in `matrix`, one of the values of `fields`. It doubles
 * while it is small; beyond, where growing moves pages and copies nothing, it grows by an eighth.
 *
 * most   the most entries that it can come to.
 *
 * Returns false where there is no memory; `problem` then says whether there ever will be. */
bool storage_grow(struct fields *fields, rowcol_matrix *matrix, size_t most,
                  struct problem *problem);

#endif
