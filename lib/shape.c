/* Shapes and their rule. */
#include <rowcol/shape.h>

#include <stdint.h>
#include <stdio.h>

static bool is_empty(rowcol_shape shape)
{
    return shape.rows == 0 || shape.columns == 0;
}

rowcol_status rowcol_shape_entries(rowcol_shape shape, size_t *entries)
{
    if (is_empty(shape))
        return ROWCOL_EMPTY;
    if (shape.rows > SIZE_MAX / sizeof(double) / shape.columns)
        return ROWCOL_TOO_LARGE;
    *entries = shape.rows * shape.columns;
    return ROWCOL_OK;
}

rowcol_shape rowcol_shape_transposed(rowcol_shape shape)
{
    return (rowcol_shape){.rows = shape.columns, .columns = shape.rows};
}

size_t rowcol_shape_diagonal(rowcol_shape shape)
{
    return shape.rows < shape.columns ? shape.rows : shape.columns;
}

rowcol_status rowcol_shape_product(rowcol_shape a, rowcol_shape b, rowcol_shape *product)
{
    if (is_empty(a) || is_empty(b))
        return ROWCOL_EMPTY;
    if (a.columns != b.rows)
        return ROWCOL_MISMATCH;
    *product = (rowcol_shape){.rows = a.rows, .columns = b.columns};
    return ROWCOL_OK;
}

rowcol_status rowcol_shape_chain(const rowcol_shape *shapes, size_t count, rowcol_shape *product,
                                 size_t *at)
{
    rowcol_shape so_far = shapes[0];
    rowcol_status status = is_empty(so_far) ? ROWCOL_EMPTY : ROWCOL_OK;
    size_t pair = 0;

    while (status == ROWCOL_OK && pair + 1 < count) {
        pair++;
        status = rowcol_shape_product(so_far, shapes[pair], &so_far);
    }
    if (status == ROWCOL_OK)
        *product = so_far;
    else
        *at = pair > 0 ? pair : 1;
    return status;
}

rowcol_status rowcol_shape_elementwise(rowcol_shape a, rowcol_shape b, rowcol_shape *shape)
{
    if (is_empty(a) || is_empty(b))
        return ROWCOL_EMPTY;
    if (a.rows != b.rows || a.columns != b.columns)
        return ROWCOL_MISMATCH;
    *shape = a;
    return ROWCOL_OK;
}

rowcol_status rowcol_shape_kronecker(rowcol_shape a, rowcol_shape b, rowcol_shape *shape)
{
    if (is_empty(a) || is_empty(b))
        return ROWCOL_EMPTY;
    if (a.rows > SIZE_MAX / b.rows || a.columns > SIZE_MAX / b.columns)
        return ROWCOL_TOO_LARGE;
    *shape = (rowcol_shape){.rows = a.rows * b.rows, .columns = a.columns * b.columns};
    return ROWCOL_OK;
}

rowcol_status rowcol_shape_square(rowcol_shape a)
{
    if (is_empty(a))
        return ROWCOL_EMPTY;
    return a.rows == a.columns ? ROWCOL_OK : ROWCOL_NOT_SQUARE;
}

static const struct change {
    const char *name;
    bool swap;
    bool transpose_a;
    bool transpose_b;
} changes[ROWCOL_SUGGESTIONS] = {
    {"transpose a", false, true, false},
    {"transpose b", false, false, true},
    {"transpose both", false, true, true},
    {"swap", true, false, false},
    {"swap, then transpose the first", true, true, false},
    {"swap, then transpose the second", true, false, true},
    {"swap, then transpose both", true, true, true},
};

/* The shape of the product after a change, if there is one. */
static bool helps(const struct change *change, rowcol_places a, rowcol_places b,
                  rowcol_shape *product)
{
    rowcol_shape first = change->swap ? b.first : a.first;
    rowcol_shape second = change->swap ? a.second : b.second;

    if (change->transpose_a)
        first = rowcol_shape_transposed(first);
    if (change->transpose_b)
        second = rowcol_shape_transposed(second);
    return rowcol_shape_product(first, second, product) == ROWCOL_OK;
}

size_t rowcol_shape_suggestions(rowcol_places a, rowcol_places b,
                                rowcol_suggestion suggestions[ROWCOL_SUGGESTIONS])
{
    rowcol_shape product;
    size_t count = 0;

    if (rowcol_shape_product(a.first, b.second, &product) != ROWCOL_MISMATCH)
        return 0;
    for (size_t i = 0; i < ROWCOL_SUGGESTIONS; i++) {
        const struct change *change = &changes[i];

        if (helps(change, a, b, &product))
            suggestions[count++] = (rowcol_suggestion){
                .change = change->name,
                .swap = change->swap,
                .transpose_a = change->transpose_a,
                .transpose_b = change->transpose_b,
                .shape = product,
            };
    }
    return count;
}

/* What a chain multiplies to after a change of one pair; false if it still does not fit. */
static bool fits_after(rowcol_shape *shapes, size_t count, rowcol_shape *pair,
                       const rowcol_suggestion *change, rowcol_shape *product)
{
    const rowcol_shape first = pair[0];
    const rowcol_shape second = pair[1];
    const rowcol_shape a = change->swap ? second : first;
    const rowcol_shape b = change->swap ? first : second;
    size_t at;
    bool fits;

    pair[0] = change->transpose_a ? rowcol_shape_transposed(a) : a;
    pair[1] = change->transpose_b ? rowcol_shape_transposed(b) : b;
    fits = rowcol_shape_chain(shapes, count, product, &at) == ROWCOL_OK;
    pair[0] = first;
    pair[1] = second;
    return fits;
}

size_t rowcol_chain_suggestions(rowcol_shape *shapes, size_t count, size_t pair,
                                rowcol_suggestion suggestions[ROWCOL_SUGGESTIONS])
{
    rowcol_shape *at = shapes + pair - 1;
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];
    size_t number = rowcol_shape_suggestions((rowcol_places){at[0], at[0]},
                                             (rowcol_places){at[1], at[1]}, found);
    size_t kept = 0;

    for (size_t i = 0; i < number; i++)
        if (fits_after(shapes, count, at, &found[i], &found[i].shape))
            suggestions[kept++] = found[i];
    return kept;
}

void rowcol_shape_rule(rowcol_shape a, rowcol_shape b, char text[ROWCOL_RULE_ROOM])
{
    if (a.columns == b.rows)
        snprintf(text, ROWCOL_RULE_ROOM,
                 "%zu x %zu times %zu x %zu: the inner numbers, %zu and %zu, are equal, so there is"
                 " a product; the outer numbers, %zu and %zu, give its shape, %zu x %zu.",
                 a.rows, a.columns, b.rows, b.columns, a.columns, b.rows, a.rows, b.columns, a.rows,
                 b.columns);
    else
        snprintf(
            text, ROWCOL_RULE_ROOM,
            "%zu x %zu times %zu x %zu: the inner numbers, %zu and %zu, must be equal, so there"
            " is no product.",
            a.rows, a.columns, b.rows, b.columns, a.columns, b.rows);
}
