/* A product under way, for whoever multiplies. A large one is verified block by block. */
#ifndef API_PRODUCT_H
#define API_PRODUCT_H

#include <rowcol/product.h>

#include "api/grid.h"

/* It is, or begins, what call->state points to. */
struct multiplication {
    struct grid grid;
    rowcol_product product;
};

/* Plans a product that rowcol_product_shape took: a matrix `product` of this shape in the answer,
 * and call->work, which fills it and ends with grid_finish.
 *
 * Returns false with the problem set where that would be too much or there is no memory. */
bool product_plan(struct call *call, struct multiplication *work, const rowcol_product *product,
                  rowcol_shape shape);

/* The same into a matrix that is there already, and costs that are within the limit. False with the
 * problem set where there is no memory. */
bool product_plan_into(struct call *call, struct multiplication *work,
                       const rowcol_product *product, rowcol_matrix *result);

#endif
