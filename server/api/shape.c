/* The shape rule by itself: POST /v1/shape. */
#include <math.h>
#include <rowcol/shape.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handlers.h"
#include "api/suggestions.h"
#include "base/limits.h"
#include "formats/document.h"
#include "formats/meaning.h"

#define ADVICE                                                                                     \
    "`shapes` is a list of at least two shapes, each [rows, columns]: {\"shapes\":[[3,4],[4,2]]}."

/* --- Reading the list ------------------------------------------------------------------------- */

/* The member, where it is, and what is wrong with it. */
struct shapes_place {
    const struct field *field;
    const struct field_value *value;
    struct problem *problem;
};

/* A fault of the list, of one of its shapes (`path` of one index) or of a number in it (two). */
static bool refuse(struct shapes_place at, enum problem_kind kind, const size_t *path, size_t depth,
                   const char *what)
{
    const struct place place = document_place(at.field, at.value, path, depth);
    char where[48] = "This";

    if (depth > 0)
        snprintf(where, sizeof where, "Shape %zu", path[0] + 1);
    meaning_fault(at.problem, kind, &place, "%s %s " ADVICE, where, what);
    return false;
}

static bool judge_number(struct shapes_place at, const json_t *json, const size_t path[2])
{
    double given = json_number_value(json);

    if (!json_is_number(json))
        return refuse(at, PROBLEM_WRONG_TYPE, path, 2, "has something that is not a number.");
    if (given == 0)
        return refuse(at, PROBLEM_EMPTY_MATRIX, path, 2, "has no rows or no columns.");
    return (given > 0 && given == floor(given) && given <= LIMIT_DIMENSION) ||
           refuse(at, PROBLEM_BAD_VALUE, path, 2,
                  "has a number that does not count rows or columns: they are whole, from 1 to "
                  "9007199254740991.");
}

static bool judge_shape(struct shapes_place at, const json_t *json, size_t index)
{
    if (!json_is_array(json))
        return refuse(at, PROBLEM_WRONG_TYPE, &index, 1, "is not a pair of numbers.");
    if (json_array_size(json) != 2)
        return refuse(at, PROBLEM_BAD_VALUE, &index, 1,
                      "does not have two numbers: rows first, columns second.");
    return judge_number(at, json_array_get(json, 0), (size_t[]){index, 0}) &&
           judge_number(at, json_array_get(json, 1), (size_t[]){index, 1});
}

static void judge_shapes(const struct field *field, const struct field_value *value,
                         struct problem *problem)
{
    const struct shapes_place at = {field, value, problem};
    const json_t *list = value->document;

    if (!json_is_array(list)) {
        refuse(at, PROBLEM_WRONG_TYPE, NULL, 0, "is not a list.");
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!judge_shape(at, json_array_get(list, i), i))
            return;
    if (json_array_size(list) < 2)
        refuse(at, PROBLEM_BAD_VALUE, NULL, 0, "has no two shapes to compare.");
}

const struct field shape_fields[SHAPE_FIELDS] = {
    [SHAPE_SHAPES] = {.name = "shapes",
                      .kind = FIELD_DOCUMENT,
                      .required = true,
                      .judge = judge_shapes},
};

static size_t length_of(const json_t *shape, size_t index)
{
    return (size_t)json_number_value(json_array_get(shape, index));
}

/* The shapes, to be freed; NULL with the problem set where there is no memory. */
static rowcol_shape *read_shapes(struct call *call, size_t *count)
{
    const json_t *list = call->fields.values[SHAPE_SHAPES].document;
    rowcol_shape *shapes;

    *count = json_array_size(list);
    shapes = calloc(*count, sizeof *shapes);
    if (!shapes)
        call_no_room(call);
    for (size_t i = 0; shapes && i < *count; i++) {
        const json_t *shape = json_array_get(list, i);

        shapes[i] = (rowcol_shape){length_of(shape, 0), length_of(shape, 1)};
    }
    return shapes;
}

/* --- The answers ------------------------------------------------------------------------------ */

static bool answer_fits(struct call *call, const rowcol_shape *shapes, size_t count,
                        rowcol_shape product)
{
    struct answer *answer = &call->answer;
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(shapes[0], shapes[1], rule);
    if (count > 2)
        snprintf(rule, sizeof rule,
                 "The inner numbers of each of the %zu pairs are equal, so there is a product; the "
                 "outer numbers, %zu and %zu, give its shape, %zu x %zu.",
                 count - 1, product.rows, product.columns, product.rows, product.columns);
    return (answer_add_new(answer, "compatible", json_true()) &&
            answer_add_new(answer, "shape", shape_json(product)) &&
            answer_add_new(answer, "rule", json_string(rule))) ||
           call_no_room(call);
}

static json_t *suggestions(rowcol_shape *shapes, size_t count, size_t pair)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];
    size_t number = rowcol_chain_suggestions(shapes, count, pair, found);
    json_t *list = json_array();

    for (size_t i = 0; i < number; i++)
        json_array_append_new(list, suggestion_json(&found[i], false, false, found[i].shape));
    return list;
}

static bool answer_mismatch(struct call *call, rowcol_shape *shapes, size_t count, size_t at)
{
    struct answer *answer = &call->answer;
    rowcol_shape a = shapes[at - 1];
    rowcol_shape b = shapes[at];
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(a, b, rule);
    return (answer_add_new(answer, "compatible", json_false()) &&
            answer_add_new(answer, "rule", json_string(rule)) &&
            answer_add_new(answer, "at", json_integer((json_int_t)at)) &&
            answer_add_new(answer, "inner", inner_json(a, b)) &&
            answer_add_new(answer, "suggestions", suggestions(shapes, count, at))) ||
           call_no_room(call);
}

bool shape(struct call *call)
{
    size_t count, at;
    rowcol_shape *shapes = read_shapes(call, &count);
    rowcol_shape product;
    bool answered;

    if (!shapes)
        return false;
    if (rowcol_shape_chain(shapes, count, &product, &at) == ROWCOL_OK)
        answered = answer_fits(call, shapes, count, product);
    else
        answered = answer_mismatch(call, shapes, count, at);
    free(shapes);
    return answered;
}
