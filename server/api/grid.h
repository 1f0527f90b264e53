/* A matrix under way, for whoever computes one: cut into a grid of blocks, one panel of the pool
 * each. */
#ifndef API_GRID_H
#define API_GRID_H

#include <rowcol/matrix.h>

#include "api/call.h"

/* It is, or begins, what call->state points to. Whoever plans it sets the first three. */
struct grid {
    rowcol_matrix *result;
    /* What is cut: the result's own shape; or {1, entries} where it is no more than its entries,
     * one after the other. */
    rowcol_shape shape;
    /* Fills a block: its entry (i, j) belongs at out[i * shape.columns + j]. Pool threads. */
    void (*fill)(struct call *call, rowcol_block block, double *out);

    size_t block_rows;
    size_t block_columns;
    size_t across;            /* blocks in a row of the grid */
    atomic_size_t not_finite; /* the first such entry; the number of entries: there is none */
    atomic_bool wrong;        /* a block could not be made right: see grid_give_up */
};

/* Cuts the grid into blocks of this size at most, and sets call->work, which fills them and ends
 * with grid_finish.
 *
 * multiply_adds   that it takes in all. */
void grid_plan(struct call *call, struct grid *grid, size_t block_rows, size_t block_columns,
               double multiply_adds);

/* The same for products: in blocks of about LIMIT_PANEL_MULTIPLY_ADDS, long enough that packing the
 * operands does not show, short enough that jobs take turns within milliseconds.
 *
 * inner   multiply-adds for each entry. */
void grid_plan_products(struct call *call, struct grid *grid, double inner);

/* The same for work that takes as long as its entries take to be read and written: in blocks of
 * LIMIT_PANEL_ENTRIES, of long rows. */
void grid_plan_entries(struct call *call, struct grid *grid);

/* The first entry that is not finite; the number of entries if there is none. */
size_t grid_not_finite(const struct grid *grid);

/* Says that a block is wrong and can't be mended: the result must not be sent. Pool threads. */
void grid_give_up(struct grid *grid);

/* Whether nobody has given up. False with the problem set. */
bool grid_is_right(struct call *call);

/* Judges the result, a matrix of the answer, as call_judge does. */
bool grid_finish(struct call *call);

#endif
