/* A product under way, for whoever multiplies: cut into a grid of blocks, one panel of the pool
 * each. */
#ifndef API_PRODUCT_H
#define API_PRODUCT_H

#include <rowcol/product.h>

#include "api/call.h"

/* It is, or begins, what call->state points to. */
struct multiplication {
    rowcol_product product;
    rowcol_matrix *result; /* of the call's answer */
    size_t block_rows;
    size_t block_columns;
    size_t across;          /* blocks in a row of the grid */
    atomic_size_t overflow; /* the first entry that is not finite; the number of entries: none */
};

/* Plans a product that rowcol_product_shape took: a matrix `product` of this shape in the answer,
 * and call->work, which fills it.
 *
 * Returns false with the problem set where that would be too much or there is no memory. */
bool product_plan(struct call *call, struct multiplication *work, const rowcol_product *product,
                  rowcol_shape shape);

/* What it plans: one panel, and the end, which tells of an overflow. */
void product_panel(struct call *call, size_t panel);
bool product_finish(struct call *call);

#endif
