/* Reading a body as the server does, for tests: one set of fields, and what came of it as text. */
#ifndef TESTS_OUTCOME_H
#define TESTS_OUTCOME_H

#include <stddef.h>

#include "formats/reader.h"

/* "a" (a matrix that is needed), "b" (one whose vectors are columns), "flag" (a truth), "number",
 * "document" and "list" (of matrices). */
extern const struct field outcome_fields[];
#define OUTCOME_FIELDS 6

/* What came of it. */
struct outcome {
    bool good;
    struct fields fields;
    struct problem problem;
};

/* Reads a body that arrives in parts of `size` bytes, after a first one of `first` bytes; each lies
 * in a block of its own, so that a checker of memory sees every byte that is read beyond it.
 *
 * parameters   of the Content-Type. */
void outcome_begin(struct outcome *outcome, const struct reader_format *format,
                   const char *parameters, const char *text, size_t length, size_t first,
                   size_t size);

void outcome_end(struct outcome *outcome);

/* Everything that came of it, as one text to compare; to be freed. NULL: no memory. */
char *outcome_words(const struct outcome *outcome);

#endif
