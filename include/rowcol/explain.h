/* Explanations: the entries of a product as a person works them out. Take a row of the first matrix
 * and a column of the second, multiply element by element, add up:
 *
 *     c = 2*5 + 1*(-2) = 10 - 2 = 8
 *
 * Every product is rounded to a double, and then every sum, from left to right, as whoever follows
 * the text with a calculator of doubles does. BLAS adds up in an order of its own, so that the last
 * digit of what rowcol_multiply gives may differ where numbers are not whole: rowcol_explain_settle
 * puts what was explained in its place. A product of -0 counts, and is written, as 0.
 *
 * Nothing here allocates but a text; all but the functions that take one may be called in any
 * thread. */
#ifndef ROWCOL_EXPLAIN_H
#define ROWCOL_EXPLAIN_H

#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/product.h>
#include <rowcol/status.h>
#include <rowcol/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A place in a matrix, rows first; both count from 1, as in mathematics. */
typedef struct rowcol_entry {
    size_t row;
    size_t column;
} rowcol_entry;

/* What is explained: the product op(a) op(b), all of its entries or some. Everything is borrowed.
 * Of the product, alpha, beta and c are passed over. */
typedef struct rowcol_explanation {
    const rowcol_product *product;
    const rowcol_entry *entries; /* in the order wanted, also repeated; NULL: all, row by row */
    size_t count;                /* of entries; rowcol_explain sets it where they are all */
    rowcol_shape shape;          /* of the product; set by rowcol_explain */
} rowcol_explanation;

/* Checks what is to be explained, and completes it. The functions that take an explanation rely on
 * it.
 *
 * most_terms   how many products of two numbers all steps together may have.
 * at           on ROWCOL_NO_ENTRY and ROWCOL_OVERFLOW receives the number of the step at fault,
 *              from 0.
 *
 * Returns ROWCOL_OK; as rowcol_product_shape; ROWCOL_TOO_LARGE also for more terms than that;
 * ROWCOL_NO_ENTRY where an entry is outside the product; ROWCOL_OVERFLOW where an entry, or a sum
 * on the way to it, is larger than any double. Takes as long as the sums do. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_explain(rowcol_explanation *explanation,
                                                       size_t most_terms, size_t *at);

/* The room of a step's name: "c[R,C]" with numbers of 20 digits. */
#define ROWCOL_STEP_NAME_ROOM 48

/* One entry of a product. */
typedef struct rowcol_step {
    char name[ROWCOL_STEP_NAME_ROOM]; /* "a" to "z", or "c[3,7]" */
    rowcol_entry entry;
    size_t terms; /* the inner number */
    double value;
    const rowcol_product *_product;
    size_t _letter; /* of the name, from 1; 0: it is named by its place */
} rowcol_step;

/* A term of an entry's sum: an element of the row, and the element of the column that it meets. */
typedef struct rowcol_term {
    double left;
    double right;
    double product; /* of both, rounded; 0 for -0 */
} rowcol_term;

/* The step of one entry of a product, without an explanation. Its name is that of its place: where
 * a product has up to 26 entries they are a, b, c ..., row by row; c[ROW,COLUMN] where it has more.
 *
 * product   whose operands fit; borrowed as long as the step is used.
 *
 * Returns ROWCOL_OK; ROWCOL_NO_ENTRY; ROWCOL_OVERFLOW (the step is complete, but its value is
 * infinite or not a number). */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_explain_entry(const rowcol_product *product,
                                                             rowcol_entry entry, rowcol_step *step);

/* Step number `index` of an explanation, from 0, below its count. */
ROWCOL_API rowcol_step rowcol_explain_step(const rowcol_explanation *explanation, size_t index);

/* Term number `index` of a step, from 0, below its number of terms. */
ROWCOL_API rowcol_term rowcol_step_term(const rowcol_step *step, size_t index);

/* Puts the value of every step in its place.
 *
 * result   of the explanation's shape, already the product by rowcol_multiply or its blocks; or of
 *          any content where all entries are explained. */
ROWCOL_API void rowcol_explain_settle(const rowcol_explanation *explanation, rowcol_matrix *result);

/* Adds a step's sum, on one line and without its end: "c = 2*5 + 1*(-2) = 10 - 2 = 8"; a single
 * term is "a = 2*3 = 6". What it returns stands at rowcol_text_add.
 *
 * step   whose value is finite. */
ROWCOL_API rowcol_status rowcol_text_step(rowcol_text *text, const rowcol_step *step);

/* Adds the whole explanation: the matrices, the rule of their shapes, a line for each step; it
 * stands between rowcol_text_open and rowcol_text_close where it is to be a page. What it returns
 * stands at rowcol_text_add.
 *
 * result   the product, settled. */
ROWCOL_API rowcol_status rowcol_text_explanation(rowcol_text *text,
                                                 const rowcol_explanation *explanation,
                                                 const rowcol_matrix *result);

#ifdef __cplusplus
}
#endif
#endif
