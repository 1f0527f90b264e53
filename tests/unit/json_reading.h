/* Reading a body as the server does, for tests: one set of fields, and what came of it as text. */
#ifndef TESTS_JSON_READING_H
#define TESTS_JSON_READING_H

#include <stddef.h>

#include "formats/reader.h"

/* "a" (a matrix that is needed), "b" (one whose vectors are columns), "flag" (a truth), "number",
 * "document" and "list" (of matrices). */
extern const struct field reading_fields[];
#define READING_FIELDS 6

struct reading {
    bool good;
    struct fields fields;
    struct problem problem;
};

/* Reads a body that arrives in parts of `size` bytes, after a first one of `first` bytes; each lies
 * in a block of its own, so that a checker of memory sees every byte that is read beyond it. */
void reading_begin(struct reading *reading, const char *text, size_t length, size_t first,
                   size_t size);

void reading_end(struct reading *reading);

/* Everything that came of it, as one text to compare; to be freed. NULL: no memory. */
char *reading_words(const struct reading *reading);

#endif
