/* The product of many matrices: POST /v1/chain. One product after the other, each cut into panels,
 * in the order that is cheapest. */
#include <rowcol/chain.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handlers.h"
#include "api/mismatch.h"
#include "api/product.h"
#include "api/suggestions.h"
#include "base/limits.h"
#include "formats/meaning.h"
#include "formats/operand.h"

const struct field chain_fields[CHAIN_FIELDS] = {
    [CHAIN_MATRICES] = {.name = "matrices", .kind = FIELD_MATRICES, .required = true},
    COMMON_FIELD_ROWS(CHAIN),
};

struct chaining {
    struct multiplication multiplication; /* the product that is under way */
    rowcol_chain chain;
    size_t step;           /* its number */
    rowcol_matrix *result; /* of the answer */
    rowcol_matrix made[];  /* by each step but the last, until another has used it */
};

static struct field_value *list(struct call *call)
{
    return call->fields.values[CHAIN_MATRICES].list;
}

static size_t length(const struct call *call)
{
    return call->fields.values[CHAIN_MATRICES].count;
}

/* --- What is given ---------------------------------------------------------------------------- */

static bool refuse_length(struct call *call)
{
    const struct field_value *value = &call->fields.values[CHAIN_MATRICES];
    struct place place = field_place(&chain_fields[CHAIN_MATRICES], value);

    meaning_fault(&call->problem, PROBLEM_BAD_VALUE, &place,
                  "matrices has %s: a chain multiplies at least two, and up to %d. Each is written "
                  "[[1,2],[3,4]], and all stand in one more pair of brackets.",
                  value->count == 0 ? "no matrix" : "one matrix", LIMIT_MATRICES);
    return false;
}

static bool refuse_vector(struct call *call, size_t index)
{
    struct operand operand =
        operand_in_list(&chain_fields[CHAIN_MATRICES], &call->fields.values[CHAIN_MATRICES], index);
    struct place place = operand_place(&operand);

    meaning_fault(&call->problem, PROBLEM_BAD_VALUE, &place,
                  "Matrix %zu is a list of numbers between two others, and might be a row or a "
                  "column: write [[1,2,3]] for a row, [[1],[2],[3]] for a column. (In the first "
                  "place it would be a row, in the last place a column.)",
                  index + 1);
    return false;
}

/* A vector is a row in the first place, as it was read, and a column in the last. */
static bool settle_vectors(struct call *call)
{
    const size_t last = length(call) - 1;
    struct field_value *value = list(call);

    for (size_t i = 1; i < last; i++)
        if (value[i].vector)
            return refuse_vector(call, i);
    if (value[last].vector)
        value[last].matrix.shape = rowcol_shape_transposed(value[last].matrix.shape);
    return true;
}

/* --- Neighbours that do not fit --------------------------------------------------------------- */

/* The change in the names of the matrices: "swap B and C, then transpose B". */
static json_t *change_in_names(const rowcol_suggestion *change, const char *a, const char *b)
{
    const char *first = change->swap ? b : a;
    const char *second = change->swap ? a : b;
    char words[160] = "";
    size_t used = 0;

    if (change->swap)
        used = (size_t)snprintf(words, sizeof words, "swap %s and %s", a, b);
    if (change->transpose_a || change->transpose_b)
        snprintf(words + used, sizeof words - used, "%stranspose %s%s%s",
                 change->swap ? ", then " : "", change->transpose_a ? first : "",
                 change->transpose_a && change->transpose_b ? " and " : "",
                 change->transpose_b ? second : "");
    return change_json(words, change->shape);
}

static json_t *suggestions(const rowcol_suggestion *found, size_t count, const char *a,
                           const char *b)
{
    json_t *all = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(all, change_in_names(&found[i], a, b));
    return all;
}

/* What may have been meant by a list of numbers, if one is at the fault. */
static const char *vector_advice(struct call *call, size_t at)
{
    if (at + 1 == length(call) && list(call)[at].vector)
        return " A list of numbers in the last place is a column: for a row, write [[1,2,3]].";
    if (at == 1 && list(call)[0].vector)
        return " A list of numbers in the first place is a row: for a column, write "
               "[[1],[2],[3]].";
    return "";
}

static bool refuse_pair(struct call *call, rowcol_shape *shapes, size_t at)
{
    const size_t count = length(call);
    const rowcol_shape a = shapes[at - 1], b = shapes[at];
    struct problem *problem = &call->problem;
    char name_a[ROWCOL_CHAIN_NAME_ROOM], name_b[ROWCOL_CHAIN_NAME_ROOM];
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];
    size_t number = rowcol_chain_suggestions(shapes, count, at, found);

    rowcol_chain_name(count, at - 1, name_a);
    rowcol_chain_name(count, at, name_b);
    problem_set(problem, PROBLEM_SHAPE_MISMATCH,
                "Matrix %zu, %s, is %zu x %zu and matrix %zu, %s, is %zu x %zu: the inner numbers, "
                "%zu and %zu, must be equal, so there is no product.%s%s",
                at, name_a, a.rows, a.columns, at + 1, name_b, b.rows, b.columns, a.columns, b.rows,
                vector_advice(call, at),
                number > 0 ? " `suggestions` lists what would help; /v1/transpose transposes."
                           : "");
    problem_add_new(problem, "at", json_integer((json_int_t)at));
    problem_add_new(problem, "a", shape_json(a));
    problem_add_new(problem, "b", shape_json(b));
    problem_add_new(problem, "inner", inner_json(a, b));
    problem_add_new(problem, "suggestions", suggestions(found, number, name_a, name_b));
    return false;
}

/* --- One product after the other -------------------------------------------------------------- */

static const rowcol_chain_step *current(const struct chaining *work)
{
    return &work->chain.steps[work->step];
}

static bool is_last(const struct chaining *work)
{
    return work->step + 2 == work->chain.count;
}

static rowcol_matrix *operand(struct call *call, size_t index)
{
    struct chaining *work = call->state;
    const size_t count = work->chain.count;

    return index < count ? &list(call)[index].matrix : &work->made[index - count];
}

static bool finish_step(struct call *call);

/* Plans the product whose turn it is. */
static bool begin_step(struct call *call)
{
    struct chaining *work = call->state;
    const rowcol_product product = {.a = operand(call, current(work)->left),
                                    .b = operand(call, current(work)->right),
                                    .alpha = 1};
    rowcol_matrix *result = is_last(work) ? work->result : &work->made[work->step];
    rowcol_shape shape;
    rowcol_status status = rowcol_product_shape(&product, &shape);

    if (status != ROWCOL_OK)
        return refuse_product(call, &product, status, shape);
    if (!is_last(work) && rowcol_matrix_create(result, shape) != ROWCOL_OK)
        return call_no_memory(call, shape.rows * shape.columns * sizeof(double));
    if (!product_plan_into(call, &work->multiplication, &product, result))
        return false;
    call->work.finish = finish_step;
    return true;
}

/* "B and C", "B to D". */
static void name_step(const struct chaining *work, char words[96])
{
    const rowcol_chain_step *step = current(work);
    char first[ROWCOL_CHAIN_NAME_ROOM], last[ROWCOL_CHAIN_NAME_ROOM];

    rowcol_chain_name(work->chain.count, step->first, first);
    rowcol_chain_name(work->chain.count, step->last, last);
    snprintf(words, 96, "the product of %s %s %s, on the way to the result,", first,
             step->last == step->first + 1 ? "and" : "to", last);
}

/* The judgement of a product that is not the answer's. */
static bool judge_step(struct call *call)
{
    struct chaining *work = call->state;
    const rowcol_shape shape = work->multiplication.grid.shape;
    const size_t entry = grid_not_finite(&work->multiplication.grid);
    char words[96];

    if (!grid_is_right(call))
        return false;
    if (entry == shape.rows * shape.columns || !call_operands_are_finite(call))
        return true;
    name_step(work, words);
    return call_refuse_overflow(call, words, entry / shape.columns + 1, entry % shape.columns + 1);
}

/* Nothing is used twice: what a product was made of is given back at once. */
static bool finish_step(struct call *call)
{
    struct chaining *work = call->state;

    rowcol_matrix_release(operand(call, current(work)->left));
    rowcol_matrix_release(operand(call, current(work)->right));
    if (is_last(work))
        return grid_finish(call);
    if (!grid_is_right(call) || !judge_step(call))
        return false;
    work->step++;
    return begin_step(call);
}

static void release(void *state)
{
    struct chaining *work = state;

    if (!work)
        return;
    for (size_t i = 0; i + 1 < work->chain.count; i++)
        rowcol_matrix_release(&work->made[i]);
    rowcol_chain_release(&work->chain);
}

static size_t held(const void *state)
{
    const struct chaining *work = state;
    size_t entries = 0;

    for (size_t i = 0; work && i + 1 < work->chain.count; i++)
        entries += work->made[i].capacity;
    return entries * sizeof(double);
}

/* --- The plan --------------------------------------------------------------------------------- */

/* What is made on the way has the same limit as the answer. */
static bool may_make(struct call *call, const rowcol_shape *shapes, const struct chaining *work)
{
    for (size_t i = 0; i + 2 < work->chain.count; i++) {
        const rowcol_chain_step *step = &work->chain.steps[i];
        const rowcol_shape shape = {shapes[step->first].rows, shapes[step->last].columns};
        size_t entries;

        if (rowcol_shape_entries(shape, &entries) == ROWCOL_OK &&
            entries <= call->options->max_result)
            continue;
        problem_set(&call->problem, PROBLEM_TOO_LARGE,
                    "The cheapest order makes a matrix of %zu x %zu on the way, which is more than "
                    "the %zu entries that this server makes of one.",
                    shape.rows, shape.columns, call->options->max_result);
        problem_add_new(&call->problem, "limit",
                        json_integer((json_int_t)call->options->max_result));
        return false;
    }
    return true;
}

static bool add_count(struct call *call, const char *name, double count)
{
    if (!call_scalar(call, name, count))
        return false;
    call->answer.members[call->answer.count - 1].whole = true;
    return true;
}

static bool add_order(struct call *call, const rowcol_chain *chain)
{
    rowcol_text text;
    bool added;

    rowcol_text_begin(&text, ROWCOL_PLAIN, LIMIT_ANSWER_TEXT);
    added = rowcol_text_chain(&text, chain) == ROWCOL_OK &&
            answer_add_new(&call->answer, "order", json_string(text.bytes));
    rowcol_text_release(&text);
    return added || call_no_room(call);
}

static bool plan(struct call *call, const rowcol_shape *shapes, rowcol_shape product)
{
    const size_t count = length(call);
    struct chaining *work = calloc(1, sizeof *work + (count - 1) * sizeof work->made[0]);

    call->state = work;
    call->release = release;
    call->held = held;
    if (!work || rowcol_chain_plan(shapes, count, &work->chain) != ROWCOL_OK)
        return call_no_room(call);
    if (!call_may_take(call, work->chain.multiplications) || !may_make(call, shapes, work))
        return false;
    work->result = call_result(call, "product", product);
    return work->result && add_order(call, &work->chain) &&
           add_count(call, "multiplications", work->chain.multiplications) &&
           add_count(call, "left_to_right", work->chain.left_to_right) && begin_step(call);
}

bool chain(struct call *call)
{
    const size_t count = length(call);
    rowcol_shape shapes[LIMIT_MATRICES], product;
    size_t at;

    if (count < 2)
        return refuse_length(call);
    if (!settle_vectors(call))
        return false;
    for (size_t i = 0; i < count; i++)
        shapes[i] = list(call)[i].matrix.shape;
    if (rowcol_shape_chain(shapes, count, &product, &at) != ROWCOL_OK)
        return refuse_pair(call, shapes, at);
    return plan(call, shapes, product);
}
