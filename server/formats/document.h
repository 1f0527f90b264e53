/* Places inside the documents that a reader has collected: their handlers judge them later, and
 * tell faults with line, column and pointer as the reader does. */
#ifndef FORMATS_DOCUMENT_H
#define FORMATS_DOCUMENT_H

#include <stddef.h>

#include "formats/fields.h"

/* The place of an element in nested arrays.
 *
 * value   of `field`, a FIELD_DOCUMENT, given.
 * path    `depth` indexes from 0, the outermost array's first; each must exist.
 *
 * Returns the place of the element's first byte, with its pointer; of the whole value for depth 0.
 * Pure. */
struct place document_place(const struct field *field, const struct field_value *value,
                            const size_t *path, size_t depth);

#endif
