#include "api/unlike.h"

#include <stdio.h>

#include "api/handlers.h"
#include "api/suggestions.h"

static bool same(rowcol_shape a, rowcol_shape b)
{
    return a.rows == b.rows && a.columns == b.columns;
}

static bool fit_transposed(const struct field_value *a, const struct field_value *b)
{
    return same(a->matrix.shape, rowcol_shape_transposed(b->matrix.shape));
}

/* Whether a row, a column or a single number would have to be repeated to become as large as the
 * other: what NumPy's broadcasting does. */
static bool would_repeat(rowcol_shape small, rowcol_shape large)
{
    return (small.rows == large.rows || small.rows == 1) &&
           (small.columns == large.columns || small.columns == 1);
}

/* What would make the shapes the same, in a sentence; "" where the hint is better than that. */
static const char *advice(const struct field_value *a, const struct field_value *b,
                          const char *hint)
{
    if (fit_transposed(a, b) && (a->vector || b->vector))
        return " A list of numbers is a row here: to make it a column, give each number brackets "
               "of its own, [[1],[2],[3]].";
    if (fit_transposed(a, b))
        return " Transpose one of them, which /v1/transpose does, and they fit.";
    if (hint[0] == '\0' && (would_repeat(a->matrix.shape, b->matrix.shape) ||
                            would_repeat(b->matrix.shape, a->matrix.shape)))
        return " Nothing is repeated here to fill the larger shape: write the smaller one out in "
               "full.";
    return "";
}

/* Transposition helps both or neither. A vector is not transposed, but written as a column. */
static json_t *suggestions(const struct field_value *a, const struct field_value *b)
{
    json_t *list = json_array();

    if (!fit_transposed(a, b))
        return list;
    json_array_append_new(list, change_json(a->vector ? "write a as a column" : "transpose a",
                                            b->matrix.shape));
    json_array_append_new(list, change_json(b->vector ? "write b as a column" : "transpose b",
                                            a->matrix.shape));
    return list;
}

bool refuse_unlike(struct call *call, const char *done, const char *hint)
{
    const struct field_value *a = &call->fields.values[TWO_MATRICES_A];
    const struct field_value *b = &call->fields.values[TWO_MATRICES_B];
    struct problem *problem = &call->problem;

    problem_set(problem, PROBLEM_SHAPE_MISMATCH,
                "a is %zu x %zu and b is %zu x %zu: matrices are %s, so both must have the same "
                "shape.%s%s",
                a->matrix.shape.rows, a->matrix.shape.columns, b->matrix.shape.rows,
                b->matrix.shape.columns, done, advice(a, b, hint), hint);
    problem_add_new(problem, "a", shape_json(a->matrix.shape));
    problem_add_new(problem, "b", shape_json(b->matrix.shape));
    problem_add_new(problem, "suggestions", suggestions(a, b));
    return false;
}
