/* Why two operands have no product, or none that can be told: the same words wherever matrices are
 * multiplied. */
#ifndef API_MISMATCH_H
#define API_MISMATCH_H

#include <rowcol/product.h>

#include "api/call.h"

/* Sets the problem for a product that rowcol_product_shape has refused.
 *
 * product   of matrices among the call's fields, named a, b and c.
 * status    what rowcol_product_shape returned.
 * shape     what it gave as the product's shape.
 *
 * Returns false, for the handler to return. */
bool refuse_product(struct call *call, const rowcol_product *product, rowcol_status status,
                    rowcol_shape shape);

#endif
