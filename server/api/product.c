/* Products: POST /v1/multiply. */
#include <stdlib.h>

#include "api/handlers.h"
#include "api/mismatch.h"
#include "api/product.h"
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

static void note_overflow(struct multiplication *work, size_t entry)
{
    size_t first = atomic_load(&work->overflow);

    while (entry < first && !atomic_compare_exchange_weak(&work->overflow, &first, entry))
        continue;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One block of the grid, checked while it is in the cache. */
void product_panel(struct call *call, size_t panel)
{
    struct multiplication *work = call->state;
    rowcol_shape shape = work->result->shape;
    rowcol_block block = {.row = panel / work->across * work->block_rows,
                          .column = panel % work->across * work->block_columns};
    double *out = work->result->entries + block.row * shape.columns + block.column;

    block.rows = smaller(work->block_rows, shape.rows - block.row);
    block.columns = smaller(work->block_columns, shape.columns - block.column);
    rowcol_product_block(&work->product, block, out, shape.columns);
    for (size_t i = 0; i < block.rows; i++) {
        size_t bad = rowcol_first_not_finite(out + i * shape.columns, block.columns);

        if (bad < block.columns)
            note_overflow(work, (block.row + i) * shape.columns + block.column + bad);
    }
}

bool product_finish(struct call *call)
{
    const struct multiplication *work = call->state;
    rowcol_shape shape = work->result->shape;
    size_t entry = atomic_load(&work->overflow);

    if (call->answer.single)
        return call_judge(call);
    return entry == shape.rows * shape.columns || call_may_tell(call, work->result, entry);
}

/* Cuts the result into blocks of about LIMIT_PANEL_MULTIPLY_ADDS: long enough that packing the
 * operands does not show, short enough that jobs take turns within milliseconds. */
static void cut(struct multiplication *work, size_t inner)
{
    rowcol_shape shape = work->result->shape;
    double rows;

    work->block_columns = smaller(shape.columns, LIMIT_PANEL_COLUMNS);
    rows = LIMIT_PANEL_MULTIPLY_ADDS / ((double)inner * (double)work->block_columns);
    work->block_rows = rows < LIMIT_PANEL_ROWS_LEAST ? LIMIT_PANEL_ROWS_LEAST
                       : rows < LIMIT_PANEL_ROWS     ? (size_t)rows
                                                     : LIMIT_PANEL_ROWS;
    work->across = (shape.columns - 1) / work->block_columns + 1;
}

bool product_plan(struct call *call, struct multiplication *work, const rowcol_product *product,
                  rowcol_shape shape)
{
    const rowcol_shape left = rowcol_product_left(product);
    const double multiply_adds = rowcol_multiply_adds(left, rowcol_product_right(product));

    work->product = *product;
    work->result = call_may_take(call, multiply_adds) ? call_result(call, "product", shape) : NULL;
    if (!work->result)
        return false;
    atomic_init(&work->overflow, shape.rows * shape.columns);
    cut(work, left.columns);
    call->work = (struct work){.panels = ((shape.rows - 1) / work->block_rows + 1) * work->across,
                               .multiply_adds = multiply_adds,
                               .run = product_panel,
                               .finish = product_finish};
    return true;
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
