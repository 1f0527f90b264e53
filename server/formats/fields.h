/* What a request's body may hold: a route describes its members, a reader fills in their values. */
#ifndef FORMATS_FIELDS_H
#define FORMATS_FIELDS_H

#include <jansson.h>
#include <rowcol/matrix.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"

enum field_kind {
    FIELD_MATRIX,   /* [[...]], [...], {"shape":[m,n],"data":[...]} */
    FIELD_MATRICES, /* a list of them, LIMIT_MATRICES at most */
    FIELD_TRUTH,    /* true or false */
    FIELD_NUMBER,   /* any finite number */
    FIELD_DOCUMENT, /* a small JSON value (LIMIT_MEMBER_TEXT) by jansson; judged by its field */
};

struct field_value;

/* One member of a body. */
struct field {
    const char *name;
    enum field_kind kind;
    bool required;
    bool column; /* of matrices: a vector is a column here, not a row */

    /* Judges a number or a document that was given: tells by meaning_fault what is wrong with it by
     * itself. NULL: it is good as it is, or the handler judges it. */
    void (*judge)(const struct field *field, const struct field_value *value,
                  struct problem *problem);
};

/* A whole number that no double is equal to, and that was rounded to the nearest one. */
struct rounded {
    size_t entry; /* of the matrix, row by row, from 1; 0: there is none */
    bool negative;
    uint64_t magnitude;
};

/* What a body said. Owned by the values: fields_release frees it. */
struct field_value {
    bool given;
    struct spot spot;   /* of the value's first byte, in its text */
    const char *within; /* the pointer of that text in its body; NULL: it is the body */
    bool truth;
    bool vector;            /* the matrix was written as a vector */
    bool not_finite;        /* it has NaN or infinity among its entries: .npy can say that */
    struct rounded rounded; /* the first of its entries that was, where .npy brought such numbers */
    double number;
    rowcol_matrix matrix;
    struct field_value *list; /* FIELD_MATRICES: the matrices, each a value with a spot */
    size_t count;             /* of them */
    json_t *document;
    char *text; /* of the document, terminated: document.h finds places in it */
};

#define FIELDS_MOST 10

struct fields {
    const struct field *list;
    size_t count;                           /* at most FIELDS_MOST */
    struct field_value values[FIELDS_MOST]; /* the value of list[i] */
    struct spot end;                        /* of the members; line 0: it is at no place */
};

/* The index of the field with this name (of `length` bytes); `count` if there is none. */
size_t fields_find(const struct fields *fields, const char *name, size_t length);

/* All their names; what has no memory is left out. */
json_t *fields_names(const struct fields *fields);

/* The place of a value that a body gave for this field. */
struct place field_place(const struct field *field, const struct field_value *value);

/* The memory of all their matrices, in bytes. */
size_t fields_held(const struct fields *fields);

void fields_release(struct fields *fields);

#endif
