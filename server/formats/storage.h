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

/* Gives back the room that a matrix was grown beyond its entries, where it is worth it: once its
 * shape is known. */
void storage_trim(rowcol_matrix *matrix);

/* Numbers that are counted at a time, where they are not stored. */
#define STORAGE_SPARE 64

/* From so many numbers on a row is read as one (rowcol_numbers_read). With 8 columns that takes
 * longer than number by number (whole numbers: 14.8 ns each and 9.8), with 16 less (17 digits: 12.9
 * and 19.6). */
#define STORAGE_ROW_LEAST 16

#endif
