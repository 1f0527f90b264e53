/* Writers: answers to text, one format a file, one table by media type (formats.c).
 *
 * An answer becomes a run of parts, each either a small text or a matrix; the entries of a matrix
 * are written in blocks of any size, in any order, by any thread. layout.c joins them. */
#ifndef FORMATS_WRITER_H
#define FORMATS_WRITER_H

#include <stddef.h>

#include "base/buffer.h"
#include "formats/answer.h"

struct writer_format {
    const char *media_type;   /* what Accept asks for */
    const char *content_type; /* what the answer says */

    /* The texts around the matrices: what stands before matrix number `index` (from 0, in the
     * answer's order), or after the last one where `index` is their number. An answer has any
     * number of matrices, also none. Failure shows in the buffer. */
    void (*between)(const struct answer *answer, size_t index, struct buffer *text);

    /* How many bytes the measures of this matrix take, for formats whose layout depends on every
     * entry; 0: it need not be measured before it is written. */
    size_t (*measures)(const rowcol_matrix *matrix);

    /* Measures entries first .. first + count - 1. `measures` is zero at the start; several threads
     * may measure blocks of one matrix at once (bytes are raised atomically). NULL where there is
     * nothing to measure in any matrix. */
    void (*measure)(const rowcol_matrix *matrix, size_t first, size_t count,
                    unsigned char *measures);

    /* The most bytes that `count` entries from any place of this matrix can take, whatever they
     * are, the room that rowcol_number_write wants beyond its text included. */
    size_t (*room)(const rowcol_matrix *matrix, size_t count);

    /* Writes entries first .. first + count - 1 (row-major) with whatever stands between and around
     * them.
     *
     * measures   of the whole matrix, complete; NULL where measures() is 0.
     *
     * Returns the number of bytes written to `out`, which has room() bytes. */
    size_t (*entries)(const rowcol_matrix *matrix, size_t first, size_t count,
                      const unsigned char *measures, char *out);
};

/* The writer that an Accept header asks for (RFC 9110, 12.5.1: q-values, ranges, the most specific
 * range counts; of equals the table's first). NULL header or an empty one is any. NULL: none can be
 * had. */
const struct writer_format *writer_for(const char *accept);

/* The media types that there are writers for, in the table's order; NULL after the last. */
const char *const *writer_media_types(void);

extern const struct writer_format json_writer; /* application/json */
extern const struct writer_format text_writer; /* text/plain, columns aligned for a terminal */

#endif
