/* Shapes and their rule: m x k times k x n is m x n. Inner numbers must match, outer numbers give
 * the result. Pure functions: no allocation, any thread. */
#ifndef ROWCOL_SHAPE_H
#define ROWCOL_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Rows first, columns second. */
typedef struct rowcol_shape {
    size_t rows;
    size_t columns;
} rowcol_shape;

/* The number of entries, rows x columns.
 *
 * entries   receives the number on ROWCOL_OK.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY if either number is 0; ROWCOL_TOO_LARGE if that many doubles have
 * no size in a size_t. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_entries(rowcol_shape shape, size_t *entries);

/* The shape of the transpose: columns x rows. */
ROWCOL_API rowcol_shape rowcol_shape_transposed(rowcol_shape shape);

/* The length of the main diagonal: rows or columns, whichever are fewer. It is the inner number of
 * every reduced factorization: m x n is m x k times k x n, k this length. */
ROWCOL_API size_t rowcol_shape_diagonal(rowcol_shape shape);

/* The shape of the product of `a` by `b`: an m x k matrix times a k x n matrix is m x n. That a
 * shape exists does not say that its entries can be counted or held: see rowcol_shape_entries.
 *
 * a, b      shapes as multiplied, after any transposition.
 * product   receives a.rows x b.columns on ROWCOL_OK; otherwise left as it was. Not NULL.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_MISMATCH if a.columns differs from b.rows. Golub and Van
 * Loan, Matrix Computations, 4th ed., section 1.1. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_product(rowcol_shape a, rowcol_shape b,
                                                             rowcol_shape *product);

/* The shape of the product of `count` matrices in a row, at least one.
 *
 * product   receives first.rows x last.columns on ROWCOL_OK.
 * at        on any other status receives the first pair that is at fault, counted from 1: pair 1 is
 *           shapes[0] with shapes[1]; also for a single shape. Not NULL.
 *
 * Returns as rowcol_shape_product does for the first pair at fault. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_chain(const rowcol_shape *shapes, size_t count,
                                                           rowcol_shape *product, size_t *at);

/* The shape of what two matrices make entry by entry (their sum, say): the same shape as both.
 *
 * shape   receives it on ROWCOL_OK; otherwise left as it was. Not NULL.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_MISMATCH if they differ in rows or columns. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_elementwise(rowcol_shape a, rowcol_shape b,
                                                                 rowcol_shape *shape);

/* The shape of the Kronecker product, which any two matrices have: an m x n matrix and a p x q
 * matrix make an mp x nq matrix.
 *
 * shape   receives it on ROWCOL_OK; otherwise left as it was. Not NULL.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_TOO_LARGE if rows or columns can't be counted. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_kronecker(rowcol_shape a, rowcol_shape b,
                                                               rowcol_shape *shape);

/* Whether a matrix has as many rows as columns, as a trace, a power or an inverse wants.
 *
 * Returns ROWCOL_OK, ROWCOL_EMPTY, ROWCOL_NOT_SQUARE. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_shape_square(rowcol_shape a);

/* A change that makes two shapes fit: swap first, then transpose what the flags name (of the
 * operands after the swap). */
typedef struct rowcol_suggestion {
    const char *change; /* "transpose b", "swap, then transpose the second"; static text */
    bool swap;
    bool transpose_a;
    bool transpose_b;
    rowcol_shape shape; /* of the product after the change */
} rowcol_suggestion;

#define ROWCOL_SUGGESTIONS 7

/* The shapes that an operand has in each place. They differ for a vector, which is a row in the
 * first place and a column in the second; for a matrix they are the same. */
typedef struct rowcol_places {
    rowcol_shape first;
    rowcol_shape second;
} rowcol_places;

/* Everything that makes a (in the first place) and b (in the second) fit where they do not, and
 * nothing else, in this order: "transpose a", "transpose b", "transpose both", "swap", "swap, then
 * transpose the first", "swap, then transpose the second", "swap, then transpose both". The last
 * helps vectors only: for matrices it is the transpose of the product as it stands, which does not
 * exist either.
 *
 * suggestions   receives them.
 *
 * Returns how many there are; 0 if a and b fit as they are, or nothing helps. */
ROWCOL_API size_t rowcol_shape_suggestions(rowcol_places a, rowcol_places b,
                                           rowcol_suggestion suggestions[ROWCOL_SUGGESTIONS]);

/* The same for a pair of a chain: what makes the whole of it fit.
 *
 * shapes   changed while this function runs, and then as they were.
 * count    of them, at least two.
 * pair     that does not fit, counted from 1: see rowcol_shape_chain.
 *
 * The shape of a suggestion is that of the whole product; it swaps and transposes no other two than
 * those of the pair. */
ROWCOL_API size_t rowcol_chain_suggestions(rowcol_shape *shapes, size_t count, size_t pair,
                                           rowcol_suggestion suggestions[ROWCOL_SUGGESTIONS]);

/* The room that rowcol_shape_rule wants: ten numbers of 20 digits, and the words. */
#define ROWCOL_RULE_ROOM 384

/* The rule for these two shapes, in words and numbers:
 * "3 x 4 times 4 x 2: the inner numbers, 4 and 4, are equal, so there is a product; the outer
 * numbers, 3 and 2, give its shape, 3 x 2." or "5 x 2 times 4 x 2: the inner numbers, 2 and 4, must
 * be equal, so there is no product."
 *
 * text   receives the sentence, terminated. */
ROWCOL_API void rowcol_shape_rule(rowcol_shape a, rowcol_shape b, char text[ROWCOL_RULE_ROOM]);

#ifdef __cplusplus
}
#endif
#endif
