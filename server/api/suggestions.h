/* Shapes and suggestions as JSON, for the shape rule's answers and problems alike. */
#ifndef API_SUGGESTIONS_H
#define API_SUGGESTIONS_H

#include <jansson.h>
#include <rowcol/shape.h>

/* [rows, columns]; NULL where there is no memory. */
json_t *shape_json(rowcol_shape shape);

/* The inner numbers of a product, [columns of a, rows of b]. */
json_t *inner_json(rowcol_shape a, rowcol_shape b);

/* That the pseudo-inverse of a matrix of this shape be found instead. */
json_t *pseudo_inverse_json(rowcol_shape shape);

/* One suggestion: the options are those to be sent, for the operands after the swap.
 *
 * transposed_a, transposed_b   what the request had asked for already.
 * shape                        of the product then. */
json_t *suggestion_json(const rowcol_suggestion *suggestion, bool transposed_a, bool transposed_b,
                        rowcol_shape shape);

/* A suggestion that no option carries out: the change in words, and what comes of it. */
json_t *change_json(const char *change, rowcol_shape shape);

#endif
