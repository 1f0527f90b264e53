/* What a handler answers with: named matrices and small JSON values, in order. Writers turn it into
 * text. */
#ifndef FORMATS_ANSWER_H
#define FORMATS_ANSWER_H

#include <jansson.h>
#include <rowcol/matrix.h>
#include <rowcol/text.h>
#include <stdbool.h>
#include <stddef.h>

#define ANSWER_MEMBERS 8

/* One member: a matrix if it has entries, otherwise a document, or, where that is NULL, JSON that
 * is text already. All are owned. */
struct answer_member {
    const char *name; /* borrowed, static */
    rowcol_matrix matrix;
    json_t *document;
    rowcol_text json;
};

struct answer {
    size_t count;
    struct answer_member members[ANSWER_MEMBERS];
};

/* Adds a document; takes over the reference, also where it fails. False: it is NULL (no memory), or
 * there is no room left. */
bool answer_add_new(struct answer *answer, const char *name, json_t *document);

/* Adds a matrix of this shape, its entries not yet computed. NULL where there is no memory or no
 * room left. */
rowcol_matrix *answer_add_matrix(struct answer *answer, const char *name, rowcol_shape shape);

/* Adds a text, still empty, for whoever writes JSON faster than a tree of values is made; it never
 * grows beyond `most` bytes. NULL where there is no room left. */
rowcol_text *answer_add_json(struct answer *answer, const char *name, size_t most);

bool answer_is_matrix(const struct answer_member *member);

/* How many of its members are matrices. */
size_t answer_matrices(const struct answer *answer);

/* The number of entries of all its matrices. */
size_t answer_entries(const struct answer *answer);

/* Frees what it holds and leaves {0}. */
void answer_release(struct answer *answer);

#endif
