/* Readers: bytes to matrices, one format a file, one table by media type (formats.c).
 *
 * A reader takes a body in parts that are cut at any byte, keeps no copy of it, and stores numbers
 * straight into the matrices of `fields`. It tells one fault: a
 * fault of syntax ends the reading at once; a fault of meaning is remembered while the rest of the
 * body is still checked for syntax, without being stored; a missing member comes last. */
#ifndef FORMATS_READER_H
#define FORMATS_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "formats/fields.h"

struct reader_format {
    const char *media_type; /* "application/json" */

    size_t size; /* of a reader: its memory is the caller's, aligned as malloc's */

    /* Makes a reader of memory that may hold anything.
     *
     * fields    described, without values; receives them. Borrowed until release.
     * problem   {0}; receives the fault. Borrowed until release. */
    void (*begin)(void *reader, struct fields *fields, struct problem *problem);

    /* Takes the next part of the body.
     *
     * Returns false once it is certain what will be answered (malformed text, no memory): the rest
     * need not be read. Memory: PROBLEM_OVERLOADED, or PROBLEM_BODY_TOO_LARGE (member `limit`,
     * budget_limit()) where the request alone could never fit into the budget. */
    bool (*feed)(void *reader, const char *bytes, size_t count);

    /* The body is complete: cut-off text and missing members are found here.
     *
     * Returns whether the values are good; otherwise `problem` says why not. */
    bool (*end)(void *reader);

    /* Gives back what the reader holds, not the values. May come at any time. */
    void (*release)(void *reader);

    /* How many bytes at the end of the last part it has left, to be fed again: a reader that unpacks
     * (decoding.h) stops after one buffer, which a few bytes can fill. NULL: feed takes all. */
    size_t (*rest)(const void *reader);
};

/* The reader for a Content-Type (parameters and case are passed over); NULL if there is none. */
const struct reader_format *reader_for(const char *content_type);

/* The size of the largest reader. */
size_t reader_largest(void);

/* The media types that there are readers for, in the table's order; NULL after the last. */
const char *const *reader_media_types(void);

extern const struct reader_format json_reader;

#endif
