/* Inside the documents that a reader has collected: their handlers judge them later, and tell
 * faults with line, column and pointer as the reader does. */
#ifndef FORMATS_DOCUMENT_H
#define FORMATS_DOCUMENT_H

#include <stdbool.h>
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

/* Reads an element of an array that is an object into fields of its own, as a body is read.
 *
 * value     of `field`, a FIELD_DOCUMENT, given; an array.
 * index     of the element, from 0.
 * members   described, without values; receives them, to be released. Their places are those in
 *           the element's text: document_relocate makes them places in the body.
 * problem   {0}; receives a fault, its place relocated already.
 *
 * Returns whether the values are good. */
bool document_read(const struct field *field, const struct field_value *value, size_t index,
                   struct fields *members, struct problem *problem);

/* Makes a place in the text of an element a place in the body. */
void document_relocate(const struct field *field, const struct field_value *value, size_t index,
                       struct place *place);

/* Whether a document is this word: a string of just these letters (C's strings would end at a
 * U+0000 in it). */
bool document_is_word(const json_t *document, const char *word);

#endif
