/* A matrix out of JSON in any of its spellings: [[1,2],[3,4]], [1,2,3],
 * {"shape":[2,2],"data":[1,2,3,4]}. Numbers go from the text straight into the matrix, which grows
 * as they arrive. */
#ifndef FORMATS_JSON_MATRIX_H
#define FORMATS_JSON_MATRIX_H

#include "formats/json_syntax.h"
#include "formats/operand.h"

/* Where in the matrix the text is. */
enum matrix_at {
    MATRIX_VALUE,   /* the matrix is due */
    MATRIX_FIRST,   /* after its bracket: a row, or a vector's first number */
    MATRIX_ROWS,    /* a row, or the end */
    MATRIX_ROW,     /* in a row */
    MATRIX_VECTOR,  /* in a vector */
    MATRIX_MEMBERS, /* in an object */
    MATRIX_SHAPE,   /* the value of "shape" is due */
    MATRIX_LENGTHS, /* in it */
    MATRIX_DATA,    /* the value of "data" is due */
    MATRIX_ENTRIES, /* in it */
    MATRIX_SKIPPED, /* in a value that is passed over */
};

struct json_matrix {
    struct syntax *syntax;
    struct problem *problem;
    struct fields *fields; /* all of the request, to know what it holds */
    struct operand operand;
    size_t depth; /* outside of the matrix */

    enum matrix_at at;
    enum matrix_at after_skipped; /* where it goes on when that value has ended */
    size_t skipped_depth;         /* outside of that value */

    struct spot part_start; /* of the row, shape or data */
    size_t count;           /* elements so far in this row, vector, shape or data */
    bool all_numbers;       /* and none of them was anything else */
    size_t limit;           /* as many of them are stored at most */
    size_t stored;          /* entries in the matrix */
    size_t rows;            /* complete ones */
    size_t columns;         /* of the first row */

    bool shape_given, shape_good;
    rowcol_shape shape;
    size_t lengths[2]; /* the numbers of the shape, as they come */
    size_t entries;    /* that a good shape asks for */

    bool data_given, data_good;
    size_t data_count;
};

/* Starts with the matrix of an operand, one of `fields`, whose value is due in `syntax` (or was the
 * last token, which json_matrix_take has yet to be given), `depth` deep; all are borrowed. Faults
 * go to the syntax's problem. */
void json_matrix_begin(struct json_matrix *matrix, struct syntax *syntax, struct fields *fields,
                       struct operand operand, size_t depth);

/* Reads as many numbers as come next. Call it before each syntax_next.
 *
 * Returns false where there is no memory: the problem says so. */
bool json_matrix_numbers(struct json_matrix *matrix);

/* Takes the next token.
 *
 * ended   receives whether the matrix is complete.
 *
 * Returns false where there is no memory. */
bool json_matrix_take(struct json_matrix *matrix, enum token token, bool *ended);

#endif
