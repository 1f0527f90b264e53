/* Chains: the product of many matrices, in the order that takes the fewest multiplications. Nothing
 * is kept between calls: any thread, but one at a time for one chain. */
#ifndef ROWCOL_CHAIN_H
#define ROWCOL_CHAIN_H

#include <stddef.h>

#include <rowcol/shape.h>
#include <rowcol/status.h>
#include <rowcol/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One product of a chain: that of matrices first .. split (already multiplied) by matrices
 * split + 1 .. last; all from 0. So it has the rows of `first` and the columns of `last`. */
typedef struct rowcol_chain_step {
    size_t first;
    size_t split;
    size_t last;
    /* Its operands. Below the chain's count: one of its matrices. From there on: what an earlier
     * step has made, count + i for steps[i]. Each is used once. */
    size_t left;
    size_t right;
} rowcol_chain_step;

/* {0} is a chain of nothing. */
typedef struct rowcol_chain {
    size_t count;             /* of matrices */
    rowcol_chain_step *steps; /* count - 1 of them, in the order of their doing */
    double multiplications;   /* that they take in all */
    double left_to_right;     /* the number without reordering: ((A B) C) D */
    size_t _size;
} rowcol_chain;

/* Finds the cheapest order. Of orders that are equally cheap it takes what is further left first:
 * (A B) C rather than A (B C). Costs are counted in doubles: without error up to 2^53.
 *
 * shapes   of the matrices, at least two; their product exists (rowcol_shape_chain).
 * chain    {0} on entry; on ROWCOL_OK to be given back with rowcol_chain_release, otherwise {0}.
 *
 * Returns ROWCOL_OK, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY. Dynamic programming, of the third order
 * in `count`; memory of the second, only while it runs. Cormen and others, Introduction to
 * Algorithms, 4th ed., section 14.2. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_chain_plan(const rowcol_shape *shapes, size_t count,
                                                          rowcol_chain *chain);

/* Gives everything back and leaves {0}. Does nothing on {0}. */
ROWCOL_API void rowcol_chain_release(rowcol_chain *chain);

#define ROWCOL_CHAIN_NAME_ROOM 24

/* The name of matrix `index`, from 0, in a chain of `count`: A ... Z, or, where there are more than
 * 26, A1, A2 and so on. */
ROWCOL_API void rowcol_chain_name(size_t count, size_t index, char name[ROWCOL_CHAIN_NAME_ROOM]);

/* Adds the order to a text: "(A B) C". A pair of parentheses a product, but for the last one.
 *
 * Returns as rowcol_text_add. */
ROWCOL_API rowcol_status rowcol_text_chain(rowcol_text *text, const rowcol_chain *chain);

#ifdef __cplusplus
}
#endif
#endif
