/* Writers: answers to text or bytes, one format a file, one table by media type (formats.c).
 *
 * A writer lays an answer out as a row of parts, each a small text with a run of numbers after it;
 * the numbers are then written in blocks of any size, in any order, by any thread. layout.c joins
 * them. */
#ifndef FORMATS_WRITER_H
#define FORMATS_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "formats/answer.h"

struct layout;

/* Lessons (explanations, exercise sheets) have forms besides JSON that are whole texts, made by
 * librowcol: a handler that can give them asks which is wanted. */
enum form { FORM_JSON, FORM_TEXT, FORM_LATEX, FORM_HTML };

/* A run of numbers: a member of an answer, or one of the two halves of a complex one. */
struct numbers {
    const rowcol_matrix *matrix;
    const rowcol_matrix *imaginary; /* NULL: they are real, or written as if they were */
    enum answer_form form;          /* not ANSWER_VALUE */
    bool whole;
    bool single; /* to be written as binary32 */
};

struct writer_format {
    const char *media_type;   /* what Accept asks for */
    const char *content_type; /* what the answer says */
    enum form form;           /* LaTeX and HTML are of lessons alone: they write no numbers */
    const char *suffix;       /* of a file that it is saved as; NULL: it is to be looked at */
    bool any_number;          /* it can tell NaN and infinity */
    bool typed;               /* its numbers have a type, which Accept may name (dtype) */
    bool dense;               /* it hardly shrinks (doubles by a twentieth): it is not packed */

    /* The writer of an answer that this one has no form for; NULL: it has one for every answer. */
    const struct writer_format *(*instead)(const struct answer *answer);

    /* Lays an answer out, in order, by layout_text and layout_numbers (layout.h). The numbers need
     * not be computed yet. Failure shows in the text. */
    void (*plan)(const struct answer *answer, struct layout *layout);

    /* How many bytes the measures of these numbers take, for formats whose layout depends on every
     * one; 0: they need not be measured before they are written. */
    size_t (*measures)(const struct numbers *numbers);

    /* Measures entries first .. first + count - 1. `measures` is zero at the start; several threads
     * may measure blocks of one run at once (bytes are raised atomically). NULL where there is
     * nothing to measure in any run. */
    void (*measure)(const struct numbers *numbers, size_t first, size_t count,
                    unsigned char *measures);

    /* Settles what depends on the measures, once all are complete: texts may be changed in place,
     * and measures as the writing wants them. NULL: nothing does. */
    void (*settle)(struct layout *layout);

    /* The most bytes that `count` entries from any place of these numbers can take, whatever they
     * are, the room that rowcol_number_write wants beyond its text included. */
    size_t (*room)(const struct numbers *numbers, size_t count);

    /* Writes entries first .. first + count - 1 (row-major) with whatever stands between and around
     * them.
     *
     * measures   of the whole run, complete and settled; NULL where measures() is 0.
     *
     * Returns the number of bytes written to `out`, which has room() bytes. */
    size_t (*entries)(const struct numbers *numbers, size_t first, size_t count,
                      const unsigned char *measures, char *out);
};

/* All the numbers of a member, as one run. */
struct numbers numbers_of(const struct answer *answer, const struct answer_member *member);

/* Entries of such numbers as text, as rowcol_number_write and rowcol_numbers_write make it, or for
 * binary32 their like. */
size_t numbers_write_one(const struct numbers *numbers, double entry, char *text);
size_t numbers_write(const struct numbers *numbers, const double *entries, size_t count,
                     char *text);

/* Which of `writers` (NULL after the last) an Accept header asks for (RFC 9110, 12.5.1: q-values,
 * ranges, the most specific range counts; of equals the first). NULL header or an empty one is any.
 *
 * single   receives whether it asks for numbers of 32 bits; may be NULL.
 *
 * NULL: none can be had. */
const struct writer_format *writer_for(const struct writer_format *const *writers,
                                       const char *accept, bool *single);

/* The writer of this answer where this one is asked for. */
const struct writer_format *writer_of(const struct writer_format *writer,
                                      const struct answer *answer);

extern const struct writer_format json_writer;  /* application/json */
extern const struct writer_format text_writer;  /* text/plain, columns aligned for a terminal */
extern const struct writer_format csv_writer;   /* text/csv */
extern const struct writer_format npy_writer;   /* application/x-npy, one array */
extern const struct writer_format npz_writer;   /* application/zip, all arrays */
extern const struct writer_format latex_writer; /* application/x-latex */
extern const struct writer_format html_writer;  /* text/html with MathML */

/* What answers can be had as, NULL after the last: those with matrices, small values alone, and
 * lessons. */
#define WRITERS_MOST 8
extern const struct writer_format *const matrix_writers[];
extern const struct writer_format *const value_writers[];
extern const struct writer_format *const lesson_writers[];

#endif
