/* What a handler answers with: named numbers and small JSON values, in order. Writers turn it into
 * text, or into the bytes of arrays. */
#ifndef FORMATS_ANSWER_H
#define FORMATS_ANSWER_H

#include <jansson.h>
#include <rowcol/matrix.h>
#include <rowcol/text.h>
#include <stdbool.h>
#include <stddef.h>

#define ANSWER_MEMBERS 8

/* What a member is: a small JSON value, or numbers, which are a matrix (two-dimensional whatever
 * its shape), a plain array (of one row), or a single number (of one entry). */
enum answer_form { ANSWER_VALUE, ANSWER_MATRIX, ANSWER_LIST, ANSWER_SCALAR };

/* One member. All but its name is owned. */
struct answer_member {
    const char *name; /* borrowed, static */
    enum answer_form form;

    rowcol_matrix matrix;    /* numbers: all of them, or their real parts */
    rowcol_matrix imaginary; /* of the same shape; {0}: they are real */
    bool whole;              /* they count something: whole numbers, whatever they are */

    json_t *document; /* a value; where it is NULL, JSON that is text already: */
    rowcol_text json;
};

struct answer {
    bool single; /* its numbers are wanted as binary32: rounded once, when they are written */
    size_t count;
    struct answer_member members[ANSWER_MEMBERS];
};

/* Adds a document; takes over the reference, also where it fails. False: it is NULL (no memory), or
 * there is no room left. */
bool answer_add_new(struct answer *answer, const char *name, json_t *document);

/* Adds numbers of a form and shape, none of them computed yet. Returns the member; NULL where there
 * is no memory or no room left. */
struct answer_member *answer_add_numbers(struct answer *answer, const char *name,
                                         enum answer_form form, rowcol_shape shape);

/* Adds a matrix of this shape, its entries not yet computed. NULL as above. */
rowcol_matrix *answer_add_matrix(struct answer *answer, const char *name, rowcol_shape shape);

/* Adds one number. False where there is no memory or no room left. */
bool answer_add_scalar(struct answer *answer, const char *name, double number);

/* Gives a member that was added last imaginary parts, not computed yet. False: no memory. */
bool answer_make_complex(struct answer_member *member);

/* Adds a text, still empty, for whoever writes JSON faster than a tree of values is made; it never
 * grows beyond `most` bytes. NULL where there is no room left. */
rowcol_text *answer_add_json(struct answer *answer, const char *name, size_t most);

bool answer_has_numbers(const struct answer_member *member);

/* The only matrix of an answer, whose shape is told beside it; NULL where there are none or
 * several (a complex one is two). */
const rowcol_matrix *answer_only_matrix(const struct answer *answer);

/* The member that an answer comes down to where one array is asked for: its only one, or the first
 * if that is a matrix and no other is: what stands beside it then tells of it. NULL where the
 * answer is several arrays, or none. */
const struct answer_member *answer_only_array(const struct answer *answer);

/* The number of all its numbers; a complex one is two. */
size_t answer_entries(const struct answer *answer);

/* Frees what it holds and leaves {0}. */
void answer_release(struct answer *answer);

#endif
