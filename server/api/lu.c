/* POST /v1/lu: it stands beside the systems it is made for, and takes any shape. */
#include <rowcol/cost.h>
#include <rowcol/lu.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"

enum { L, U, PERMUTATION };

/* A copy of a, and as many exchanges as it has rows. */
static double room(rowcol_shape a)
{
    return (double)a.rows * ((double)a.columns + 1);
}

static rowcol_status compute(struct call *call, size_t *detail)
{
    struct answer_member *members = call->answer.members;

    *detail = 0;
    return rowcol_lu(&call->fields.values[ONE_MATRIX_A].matrix, &members[L].matrix,
                     &members[U].matrix, &members[PERMUTATION].matrix);
}

bool lu(struct call *call)
{
    static const struct decomposition decomposition = {.cost = rowcol_cost_lu,
                                                       .room = room,
                                                       .compute = compute};
    const struct field_value *a = &call->fields.values[ONE_MATRIX_A];
    const rowcol_shape shape = a->matrix.shape;
    const size_t inner = rowcol_shape_diagonal(shape);
    struct answer_member *permutation;

    if (a->not_finite)
        return refuse_not_finite(call, ONE_MATRIX_A);
    if (!call_result(call, "l", (rowcol_shape){shape.rows, inner}) ||
        !call_result(call, "u", (rowcol_shape){inner, shape.columns}))
        return false;
    permutation = call_numbers(call, "permutation", ANSWER_LIST,
                               (rowcol_shape){.rows = 1, .columns = shape.rows});
    if (!permutation)
        return false;
    permutation->whole = true;
    return decompose(call, &decomposition);
}
