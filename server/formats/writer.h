/* Writers: answers to text, one format a file, one table by media type (formats.c).
 *
 * An answer becomes a run of parts, each either a small text or a matrix; the entries of a matrix
 * are written in blocks of any size, in any order, by any thread. layout.c joins them. */
#ifndef FORMATS_WRITER_H
#define FORMATS_WRITER_H

#include <stddef.h>

#include "base/buffer.h"
#include "formats/answer.h"

/* Lessons (explanations, exercise sheets) have forms besides JSON that are whole texts, made by
 * librowcol: a handler that can give them asks which is wanted. */
enum form { FORM_JSON, FORM_TEXT, FORM_LATEX, FORM_HTML };

struct writer_format {
    const char *media_type;   /* what Accept asks for */
    const char *content_type; /* what the answer says */
    enum form form;           /* LaTeX and HTML are of lessons alone: they write no matrices */

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

/* Which of `writers` (NULL after the last) an Accept header asks for (RFC 9110, 12.5.1: q-values,
 * ranges, the most specific range counts; of equals the first). NULL header or an empty one is any.
 * NULL: none can be had. */
const struct writer_format *writer_for(const struct writer_format *const *writers,
                                       const char *accept);

extern const struct writer_format json_writer;  /* application/json */
extern const struct writer_format text_writer;  /* text/plain, columns aligned for a terminal */
extern const struct writer_format latex_writer; /* application/x-latex */
extern const struct writer_format html_writer;  /* text/html with MathML */

/* What answers can be had as, NULL after the last: those with matrices, and lessons. */
#define WRITERS_MOST 8
extern const struct writer_format *const matrix_writers[];
extern const struct writer_format *const lesson_writers[];

#endif
