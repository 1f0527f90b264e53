#include "api/refusal.h"

#include <math.h>

#include "api/suggestions.h"

bool refuse_not_square(struct call *call, const char *name, rowcol_shape shape, const char *advice)
{
    problem_set(&call->problem, PROBLEM_NOT_SQUARE,
                "%s is %zu x %zu, and must be square here, with as many rows as columns. %s", name,
                shape.rows, shape.columns, advice);
    problem_add_new(&call->problem, name, shape_json(shape));
    return false;
}

static const char *in_words(double number)
{
    if (isnan(number))
        return "not a number (NaN)";
    return number > 0 ? "infinite" : "minus infinity";
}

bool refuse_not_finite(struct call *call, size_t field)
{
    const rowcol_matrix *matrix = &call->fields.values[field].matrix;
    const char *name = call->fields.list[field].name;
    const size_t columns = matrix->shape.columns;
    const size_t entry = rowcol_first_not_finite(matrix->entries, matrix->shape.rows * columns);

    problem_set(&call->problem, PROBLEM_OUT_OF_RANGE,
                "The entry of %s in row %zu, column %zu is %s, and this can be computed with "
                "finite numbers only.",
                name, entry / columns + 1, entry % columns + 1, in_words(matrix->entries[entry]));
    problem_add_new(&call->problem, "operand", json_string(name));
    problem_add_new(&call->problem, "row", json_integer((json_int_t)(entry / columns) + 1));
    problem_add_new(&call->problem, "column", json_integer((json_int_t)(entry % columns) + 1));
    return false;
}

bool is_square_and_finite(struct call *call, const char *advice)
{
    const struct field_value *a = &call->fields.values[0];

    if (rowcol_shape_square(a->matrix.shape) != ROWCOL_OK)
        return refuse_not_square(call, "a", a->matrix.shape, advice);
    return !a->not_finite || refuse_not_finite(call, 0);
}

bool refuse_singular(struct call *call, size_t pivot, const char *advice, json_t *suggestion)
{
    if (pivot == 1)
        problem_set(&call->problem, PROBLEM_SINGULAR,
                    "a is singular: column 1 is all zeros, so elimination finds no pivot, a number "
                    "other than 0, to begin with. %s",
                    advice);
    else
        problem_set(&call->problem, PROBLEM_SINGULAR,
                    "a is singular: column %zu is a combination of the columns before it, so "
                    "elimination leaves only zeros where pivot %zu, a number other than 0, should "
                    "be. %s",
                    pivot, pivot, advice);
    problem_add_new(&call->problem, "pivot", json_integer((json_int_t)pivot));
    problem_add_new(&call->problem, "suggestions",
                    suggestion ? json_pack("[o]", suggestion) : json_array());
    return false;
}
