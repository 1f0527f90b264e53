#include "api/mismatch.h"

#include <limits.h>
#include <stdio.h>

#include "api/suggestions.h"

static const char *with_transposition(const char *name, bool transposed, char text[32])
{
    snprintf(text, 32, transposed ? "%s, transposed," : "%s", name);
    return text;
}

/* The shapes of an operand in each place, transposed or not. A vector takes its place's form. */
static rowcol_places places(const struct field_value *value, bool transposed)
{
    rowcol_shape shape = value->matrix.shape;
    size_t length = shape.rows * shape.columns;
    rowcol_places places = {shape, shape};

    if (value->vector)
        places = (rowcol_places){{1, length}, {length, 1}};
    if (transposed) {
        places.first = rowcol_shape_transposed(places.first);
        places.second = rowcol_shape_transposed(places.second);
    }
    return places;
}

/* The value that a matrix of the product is part of. */
static const struct field_value *given(const struct call *call, const rowcol_matrix *matrix)
{
    const struct field_value *value = call->fields.values;

    while (&value->matrix != matrix)
        value++;
    return value;
}

static void add_suggestions(struct call *call, const rowcol_product *product)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];
    size_t count =
        rowcol_shape_suggestions(places(given(call, product->a), product->transpose_a),
                                 places(given(call, product->b), product->transpose_b), found);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, suggestion_json(&found[i], product->transpose_a,
                                                    product->transpose_b, found[i].shape));
    problem_add_new(&call->problem, "suggestions", list);
}

static bool refuse_operands(struct call *call, const rowcol_product *product)
{
    struct problem *problem = &call->problem;
    rowcol_shape a = rowcol_product_left(product);
    rowcol_shape b = rowcol_product_right(product);
    char name_a[32], name_b[32];

    problem_set(
        problem, PROBLEM_SHAPE_MISMATCH,
        "%s is %zu x %zu and %s is %zu x %zu: the inner numbers, %zu and %zu, must be equal, so "
        "there is no product.",
        with_transposition("a", product->transpose_a, name_a), a.rows, a.columns,
        with_transposition("b", product->transpose_b, name_b), b.rows, b.columns, a.columns,
        b.rows);
    problem_add_new(problem, "a", shape_json(a));
    problem_add_new(problem, "b", shape_json(b));
    problem_add_new(problem, "inner", inner_json(a, b));
    add_suggestions(call, product);
    return false;
}

static bool refuse_addend(struct call *call, const rowcol_product *product, rowcol_shape shape)
{
    rowcol_shape c = product->c->shape;
    char name_a[32], name_b[32];

    problem_set(
        &call->problem, PROBLEM_SHAPE_MISMATCH,
        "c is %zu x %zu and the product of %s and %s is %zu x %zu: only matrices of the same "
        "shape can be added.",
        c.rows, c.columns, with_transposition("a", product->transpose_a, name_a),
        with_transposition("b", product->transpose_b, name_b), shape.rows, shape.columns);
    problem_add_new(&call->problem, "c", shape_json(c));
    problem_add_new(&call->problem, "product", shape_json(shape));
    return false;
}

bool refuse_product(struct call *call, const rowcol_product *product, rowcol_status status,
                    rowcol_shape shape)
{
    if (status == ROWCOL_MISMATCH && product->c && shape.rows > 0)
        return refuse_addend(call, product, shape);
    if (status == ROWCOL_MISMATCH)
        return refuse_operands(call, product);
    problem_set(&call->problem, PROBLEM_TOO_LARGE,
                "A number of rows or columns is larger than products can be computed with.");
    problem_add_new(&call->problem, "limit", json_integer(INT_MAX));
    return false;
}
