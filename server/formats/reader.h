/* Readers: bytes to matrices, one format a file, one table by media type (formats.c).
 *
 * A reader takes a text in parts that are cut at any byte, keeps no copy of it, and stores numbers
 * straight into matrices. It tells one fault: where the format itself is broken, reading ends at
 * once; a fault of meaning (meaning.h) is remembered while the rest is still checked, without being
 * stored. */
#ifndef FORMATS_READER_H
#define FORMATS_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "formats/fields.h"
#include "formats/operand.h"

/* What is read: a body, or a part of one in another format. All is borrowed until the reader's
 * release. */
struct reading {
    struct fields *fields;   /* described; receive the values */
    struct operand operand;  /* what the text is the value of; without a field: it names members */
    const char *parameters;  /* behind the media type: "; charset=utf-8"; "" where there are none */
    const char *within;      /* the pointer of the text in its body: "" is the body itself */
    struct problem *problem; /* receives the fault; may hold one of a part before */
};

struct reader_format {
    const char *media_type; /* "application/json" */
    const char *suffix;     /* of files: ".json"; NULL: there is none */
    bool members;           /* bodies name their members themselves; otherwise they are a matrix */
    bool part;              /* reads single operands: parts of other bodies, or such a body */

    size_t size; /* of a reader: its memory is the caller's, aligned as malloc's */

    /* Makes a reader of memory that may hold anything. */
    void (*begin)(void *reader, const struct reading *reading);

    /* Takes the next part of the text.
     *
     * Returns false once it is certain what will be answered (a broken format, no memory): the rest
     * need not be read. Memory: PROBLEM_OVERLOADED, or PROBLEM_BODY_TOO_LARGE (member `limit`,
     * budget_limit()) where the request alone could never fit into the budget. */
    bool (*feed)(void *reader, const char *bytes, size_t count);

    /* The text is complete: if it was cut off, that is found here.
     *
     * Returns whether no fault was told; otherwise the problem says which. */
    bool (*end)(void *reader);

    /* Gives back what the reader holds, not the values. May come at any time. */
    void (*release)(void *reader);

    /* How many bytes at the end of the last part it has left, to be fed again: a reader that
     * unpacks (decoding.h) stops after one buffer, which a few bytes can fill. NULL: feed takes
     * all. */
    size_t (*rest)(const void *reader);
};

/* All of them. */
extern const struct reader_format *const reader_formats[];
extern const size_t reader_count;

/* The reader for a Content-Type (case is passed over); NULL if there is none.
 *
 * parameters   receives what stands behind the media type; NULL is not asked for. */
const struct reader_format *reader_for(const char *content_type, const char **parameters);

/* The reader for a file by the suffix of its name; NULL if there is none. */
const struct reader_format *reader_for_file(const char *name);

/* Whether a body in this format can be what these fields describe: that it names its members, or
 * is the first of their matrices. */
bool reader_suits(const struct reader_format *format, const struct field *list, size_t count);

/* Describes the reading of a body, whose fields are described: of one that is a matrix, the first
 * of them.
 *
 * Returns false with the problem set where there is no memory. */
bool reading_begin(struct reading *reading, const struct reader_format *format,
                   const char *parameters, struct fields *fields, struct problem *problem);

/* After the reader's end, has the fields judge the values that were given, and tells which of them
 * were rounded, and which member is missing. Returns whether the body is good. */
bool reading_complete(const struct reading *reading, const struct reader_format *format);

/* The size of the largest reader. */
size_t reader_largest(void);

extern const struct reader_format json_reader;
extern const struct reader_format npy_reader;
extern const struct reader_format multipart_reader;
extern const struct reader_format csv_reader; /* text/csv */

#endif
