/* Entries in other places: POST /v1/transpose, and POST /v1/kronecker, where each of one meets all
 * of the other. */
#include <rowcol/kronecker.h>
#include <rowcol/transpose.h>
#include <stdlib.h>

#include "api/grid.h"
#include "api/handlers.h"

static bool plan(struct call *call, const char *name, rowcol_shape shape,
                 void (*fill)(struct call *, rowcol_block, double *))
{
    rowcol_matrix *result = call_result(call, name, shape);
    struct grid *grid = result ? calloc(1, sizeof *grid) : NULL;

    if (!grid)
        return call_no_room(call);
    grid->result = result;
    grid->shape = shape;
    grid->fill = fill;
    call->state = grid;
    grid_plan_entries(call, grid);
    return true;
}

static void fill_transpose(struct call *call, rowcol_block block, double *out)
{
    const struct grid *grid = call->state;

    rowcol_transpose_block(&call->fields.values[ONE_MATRIX_A].matrix, block, out,
                           grid->shape.columns);
}

bool transpose(struct call *call)
{
    rowcol_shape shape = call->fields.values[ONE_MATRIX_A].matrix.shape;

    return plan(call, "transpose", rowcol_shape_transposed(shape), fill_transpose);
}

static void fill_kronecker(struct call *call, rowcol_block block, double *out)
{
    const struct grid *grid = call->state;
    const struct field_value *values = call->fields.values;

    rowcol_kronecker_block(&values[TWO_MATRICES_A].matrix, &values[TWO_MATRICES_B].matrix, block,
                           out, grid->shape.columns);
}

static bool refuse_size(struct call *call)
{
    problem_set(&call->problem, PROBLEM_TOO_LARGE,
                "The result would have more rows or columns than can be counted, and the server "
                "answers with %zu entries at most.",
                call->options->max_result);
    problem_add_new(&call->problem, "limit", json_integer((json_int_t)call->options->max_result));
    return false;
}

bool kronecker(struct call *call)
{
    const struct field_value *values = call->fields.values;
    rowcol_shape shape = {0};

    if (rowcol_shape_kronecker(values[TWO_MATRICES_A].matrix.shape,
                               values[TWO_MATRICES_B].matrix.shape, &shape) != ROWCOL_OK)
        return refuse_size(call);
    return plan(call, "product", shape, fill_kronecker);
}
