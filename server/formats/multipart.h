/* A form of several parts (multipart/form-data) that is being read: multipart.c knows where parts
 * begin and end, multipart_part.c what each of them is. */
#ifndef FORMATS_MULTIPART_H
#define FORMATS_MULTIPART_H

#include "base/limits.h"
#include "formats/reader.h"

/* A boundary is no longer than this (RFC 2046, 5.1.1). */
#define BOUNDARY_MOST 70

struct multipart {
    struct reading reading;
    bool over; /* it is certain what will be answered */

    enum {
        MULTIPART_PREAMBLE,
        MULTIPART_LINE, /* behind a boundary, on its line */
        MULTIPART_HEADERS,
        MULTIPART_CONTENT,
        MULTIPART_EPILOGUE,
    } at;

    /* What ends a part: the line break before it belongs to it. If that of the first boundary is a
     * bare LF, all of them are. */
    char delimiter[4 + BOUNDARY_MOST + 1]; /* CR LF "--" boundary */
    const char *sought;                    /* all of it, or from its LF on */
    size_t sought_length;
    size_t held;   /* so many bytes of it came last: content only if it does not go on */
    size_t unreal; /* and of these so many are none of the content in any case */

    /* The present part. */
    size_t number;                      /* from 1; 0: there was none yet */
    const struct reader_format *format; /* that it is read in; NULL: it is passed over */
    const struct field *field;          /* whose value it is; NULL: the options */
    bool options;                       /* those are given */
    enum problem_kind told_before;      /* what was at fault before it */
    char name[LIMIT_MEMBER_NAME];
    void *reader; /* memory for a reader of any part; NULL before the first */

    size_t length;
    char
        headers[LIMIT_PART_HEADERS + 1]; /* lines, each with its LF; or what is behind a boundary */
};

/* The headers of a part are complete: begins its reader, or tells why it is passed over. Returns
 * false once it is certain what will be answered. */
bool part_begin(struct multipart *multipart);

/* The next bytes of its content, and their end. Both return false once it is certain what will be
 * answered. */
bool part_feed(struct multipart *multipart, const char *bytes, size_t count);
bool part_end(struct multipart *multipart);

#endif
