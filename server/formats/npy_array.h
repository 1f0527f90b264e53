/* Arrays as numpy.load reads them: a head (npy_header.h) and the elements, little end first. */
#ifndef FORMATS_NPY_ARRAY_H
#define FORMATS_NPY_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "formats/writer.h"

/* The bytes of an element: of doubles, or floats where they are single; of pairs of these where
 * they are complex; of whole numbers of 64 bits. */
#define NPY_WRITTEN_MOST 16
size_t npy_element_size(const struct numbers *numbers);

/* Writes the head of an array of these numbers: a matrix has two dimensions, a list one, a number
 * none. Returns its length, a multiple of 64. */
#define NPY_HEAD_ROOM 192
size_t npy_write_head(const struct numbers *numbers, char head[NPY_HEAD_ROOM]);

/* Writes elements first .. first + count - 1; returns the number of bytes. */
size_t npy_write(const struct numbers *numbers, size_t first, size_t count, char *out);

/* Adds a small value as an array of no dimensions: a string, a number or a truth.
 *
 * Returns false, adding nothing, where it is anything else. */
bool npy_add_value(struct buffer *text, const struct answer_member *member);

#endif
