/* Operations entry by entry: POST /v1/add, /v1/subtract, /v1/hadamard and /v1/scale. */
#include <rowcol/elementwise.h>
#include <stdlib.h>

#include "api/grid.h"
#include "api/handlers.h"
#include "api/unlike.h"

const struct field scale_fields[SCALE_FIELDS] = {
    [SCALE_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [SCALE_BY] = {.name = "by", .kind = FIELD_NUMBER, .required = true},
    COMMON_FIELD_ROWS(SCALE),
};

struct elementwise {
    struct grid grid;
    void (*combine)(const double *a, const double *b, size_t count, double *out);
};

static void fill_combined(struct call *call, rowcol_block block, double *out)
{
    const struct elementwise *work = call->state;
    const struct field_value *values = call->fields.values;

    work->combine(values[TWO_MATRICES_A].matrix.entries + block.column,
                  values[TWO_MATRICES_B].matrix.entries + block.column, block.columns, out);
}

static void fill_scaled(struct call *call, rowcol_block block, double *out)
{
    const struct field_value *values = call->fields.values;

    rowcol_scale(values[SCALE_A].matrix.entries + block.column, values[SCALE_BY].number,
                 block.columns, out);
}

/* Plans a result of this shape. Where its entries stand in it does not matter: the grid is cut out
 * of all of them, one after the other. */
static struct elementwise *plan(struct call *call, const char *name, rowcol_shape shape,
                                void (*fill)(struct call *, rowcol_block, double *))
{
    rowcol_matrix *result = call_result(call, name, shape);
    struct elementwise *work = result ? calloc(1, sizeof *work) : NULL;

    if (!work) {
        call_no_room(call);
        return NULL;
    }
    work->grid.result = result;
    work->grid.shape = (rowcol_shape){1, shape.rows * shape.columns};
    work->grid.fill = fill;
    call->state = work;
    grid_plan_entries(call, &work->grid);
    return work;
}

static bool combine(struct call *call, const char *name, const char *done, const char *hint,
                    void (*how)(const double *, const double *, size_t, double *))
{
    const struct field_value *values = call->fields.values;
    struct elementwise *work;
    rowcol_shape shape;

    if (rowcol_shape_elementwise(values[TWO_MATRICES_A].matrix.shape,
                                 values[TWO_MATRICES_B].matrix.shape, &shape) != ROWCOL_OK)
        return refuse_unlike(call, done, hint);
    work = plan(call, name, shape, fill_combined);
    if (work)
        work->combine = how;
    return work != NULL;
}

bool add(struct call *call)
{
    return combine(call, "sum", "added entry by entry", "", rowcol_add);
}

bool subtract(struct call *call)
{
    return combine(call, "difference", "subtracted entry by entry", "", rowcol_subtract);
}

/* Who asks for a product of shapes that differ may have meant one of the others. */
static const char *other_products(const struct call *call)
{
    rowcol_shape a = call->fields.values[TWO_MATRICES_A].matrix.shape;
    rowcol_shape b = call->fields.values[TWO_MATRICES_B].matrix.shape;

    if (a.rows * a.columns == 1 || b.rows * b.columns == 1)
        return " To multiply every entry by one number, use /v1/scale.";
    if (a.columns == b.rows)
        return " To multiply rows by columns, use /v1/multiply: there they fit as they are.";
    return "";
}

bool hadamard(struct call *call)
{
    return combine(call, "product", "multiplied entry by entry here", other_products(call),
                   rowcol_hadamard);
}

bool scale(struct call *call)
{
    return plan(call, "scaled", call->fields.values[SCALE_A].matrix.shape, fill_scaled) != NULL;
}
