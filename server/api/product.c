/* Products: POST /v1/multiply. */
#include <stdlib.h>

#include "api/handlers.h"
#include "api/mismatch.h"
#include "api/product.h"
#include "api/verified.h"
#include "base/limits.h"

const struct field multiply_fields[MULTIPLY_FIELDS] = {
    [MULTIPLY_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [MULTIPLY_B] = {.name = "b", .kind = FIELD_MATRIX, .required = true, .column = true},
    [MULTIPLY_C] = {.name = "c", .kind = FIELD_MATRIX},
    [MULTIPLY_TRANSPOSE_A] = {.name = "transpose_a", .kind = FIELD_TRUTH},
    [MULTIPLY_TRANSPOSE_B] = {.name = "transpose_b", .kind = FIELD_TRUTH},
    [MULTIPLY_ALPHA] = {.name = "alpha", .kind = FIELD_NUMBER},
    [MULTIPLY_BETA] = {.name = "beta", .kind = FIELD_NUMBER},
    COMMON_FIELD_ROWS(MULTIPLY),
};

static void fill(struct call *call, rowcol_block block, double *out)
{
    struct multiplication *work = call->state;
    const size_t leading = work->grid.shape.columns;

    rowcol_product_block(&work->product, block, out, leading);
    if (call->verified && !verified_block(call->verified, block, out, leading))
        grid_give_up(&work->grid);
}

/* Small ones would take longer to verify than to compute. False where there is no memory. */
static bool verify(struct call *call, const struct multiplication *work, double multiply_adds)
{
    verified_end(call->verified);
    call->verified = NULL;
    if (call->options->verify == VERIFY_OFF || multiply_adds <= LIMIT_INLINE_MULTIPLY_ADDS)
        return true;
    call->verified = verified_begin(&work->product, work->grid.block_columns);
    return call->verified ||
           call_no_memory(call, verified_room(&work->product, work->grid.block_columns));
}

bool product_plan_into(struct call *call, struct multiplication *work,
                       const rowcol_product *product, rowcol_matrix *result)
{
    work->product = *product;
    work->grid.result = result;
    work->grid.shape = result->shape;
    work->grid.fill = fill;
    grid_plan_products(call, &work->grid, (double)rowcol_product_left(product).columns);
    return verify(call, work, call->work.multiply_adds);
}

bool product_plan(struct call *call, struct multiplication *work, const rowcol_product *product,
                  rowcol_shape shape)
{
    double multiply_adds =
        rowcol_multiply_adds(rowcol_product_left(product), rowcol_product_right(product));
    rowcol_matrix *result =
        call_may_take(call, multiply_adds) ? call_result(call, "product", shape) : NULL;

    if (!result)
        return false;
    return product_plan_into(call, work, product, result);
}

bool multiply(struct call *call)
{
    const struct field_value *values = call->fields.values;
    rowcol_product product = {
        .a = &values[MULTIPLY_A].matrix,
        .b = &values[MULTIPLY_B].matrix,
        .c = values[MULTIPLY_C].given ? &values[MULTIPLY_C].matrix : NULL,
        .transpose_a = values[MULTIPLY_TRANSPOSE_A].truth,
        .transpose_b = values[MULTIPLY_TRANSPOSE_B].truth,
        .alpha = values[MULTIPLY_ALPHA].given ? values[MULTIPLY_ALPHA].number : 1,
        .beta = values[MULTIPLY_BETA].given ? values[MULTIPLY_BETA].number : 1,
    };
    rowcol_shape shape = {0, 0};
    rowcol_status status = rowcol_product_shape(&product, &shape);

    if (status != ROWCOL_OK)
        return refuse_product(call, &product, status, shape);
    call->state = calloc(1, sizeof(struct multiplication));
    if (!call->state)
        return call_no_room(call);
    return product_plan(call, call->state, &product, shape);
}
