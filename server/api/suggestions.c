#include "api/suggestions.h"

#include <stdio.h>

json_t *shape_json(rowcol_shape shape)
{
    return json_pack("[I,I]", (json_int_t)shape.rows, (json_int_t)shape.columns);
}

json_t *inner_json(rowcol_shape a, rowcol_shape b)
{
    return json_pack("[I,I]", (json_int_t)a.columns, (json_int_t)b.rows);
}

/* A suggestion changes operands as they were multiplied; what is to be sent is the whole of the
 * options. */
json_t *suggestion_json(const rowcol_suggestion *suggestion, bool transposed_a, bool transposed_b,
                        rowcol_shape shape)
{
    bool first = suggestion->swap ? transposed_b : transposed_a;
    bool second = suggestion->swap ? transposed_a : transposed_b;
    json_t *options = json_object();

    if (first != suggestion->transpose_a)
        json_object_set_new(options, "transpose_a", json_true());
    if (second != suggestion->transpose_b)
        json_object_set_new(options, "transpose_b", json_true());
    return json_pack("{s:s, s:b, s:o, s:o}", "change", suggestion->change, "swap", suggestion->swap,
                     "options", options, "shape", shape_json(shape));
}

json_t *change_json(const char *change, rowcol_shape shape)
{
    return json_pack("{s:s, s:o}", "change", change, "shape", shape_json(shape));
}

json_t *pseudo_inverse_json(rowcol_shape shape)
{
    char change[96];

    snprintf(change, sizeof change, "solve for b the %zu x %zu identity: the pseudo-inverse",
             shape.rows, shape.rows);
    return json_pack("{s:s, s:s, s:{s:s}, s:o}", "change", change, "path", "/v1/solve", "options",
                     "method", "least-squares", "shape",
                     shape_json(rowcol_shape_transposed(shape)));
}
