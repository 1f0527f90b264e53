/* How a product comes about: POST /v1/explain. */
#include <math.h>
#include <rowcol/explain.h>
#include <rowcol/notation.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handlers.h"
#include "api/mismatch.h"
#include "api/product.h"
#include "api/refusal.h"
#include "base/limits.h"
#include "formats/document.h"
#include "formats/meaning.h"

/* An explanation under way. The entries that are asked for stand behind it. */
struct explaining {
    struct multiplication multiplication; /* first: its panels find it here */
    rowcol_explanation explanation;
    rowcol_text *steps; /* in JSON; NULL where the answer is a lesson */
    rowcol_entry entries[];
};

/* --- The entries that are asked for ----------------------------------------------------------- */

#define ADVICE                                                                                     \
    "`entries` is a list of places in the product, each [row, column], counting from 1: "          \
    "{\"entries\":[[1,1],[2,3]]}."

/* The member, where it is, and what is wrong with it. */
struct entries_place {
    const struct field *field;
    const struct field_value *value;
    struct problem *problem;
};

/* A fault of the list, of one of its pairs (`path` of one index) or of a number in it (two). */
static bool refuse_entry(struct entries_place at, enum problem_kind kind, const size_t *path,
                         size_t depth, const char *what)
{
    const struct place place = document_place(at.field, at.value, path, depth);
    char where[48] = "This";

    if (depth > 0)
        snprintf(where, sizeof where, "Entry %zu", path[0] + 1);
    meaning_fault(at.problem, kind, &place, "%s %s " ADVICE, where, what);
    return false;
}

static bool judge_number(struct entries_place at, const json_t *json, const size_t path[2])
{
    double given = json_number_value(json);

    if (!json_is_number(json))
        return refuse_entry(at, PROBLEM_WRONG_TYPE, path, 2, "has something that is not a number.");
    return (given >= 1 && given == floor(given) && given <= LIMIT_DIMENSION) ||
           refuse_entry(at, PROBLEM_BAD_VALUE, path, 2,
                        "has a number that does not name a row or a column: they are whole, "
                        "from 1.");
}

static bool judge_entry(struct entries_place at, const json_t *json, size_t index)
{
    if (!json_is_array(json))
        return refuse_entry(at, PROBLEM_WRONG_TYPE, &index, 1, "is not a pair of numbers.");
    if (json_array_size(json) != 2)
        return refuse_entry(at, PROBLEM_BAD_VALUE, &index, 1,
                            "does not have two numbers: row first, column second.");
    return judge_number(at, json_array_get(json, 0), (size_t[]){index, 0}) &&
           judge_number(at, json_array_get(json, 1), (size_t[]){index, 1});
}

static void judge_entries(const struct field *field, const struct field_value *value,
                          struct problem *problem)
{
    const struct entries_place at = {field, value, problem};

    if (!json_is_array(value->document))
        refuse_entry(at, PROBLEM_WRONG_TYPE, NULL, 0, "is not a list.");
    for (size_t i = 0; i < json_array_size(value->document); i++)
        if (!judge_entry(at, json_array_get(value->document, i), i))
            return;
}

const struct field explain_fields[EXPLAIN_FIELDS] = {
    [EXPLAIN_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [EXPLAIN_B] = {.name = "b", .kind = FIELD_MATRIX, .required = true, .column = true},
    [EXPLAIN_TRANSPOSE_A] = {.name = "transpose_a", .kind = FIELD_TRUTH},
    [EXPLAIN_TRANSPOSE_B] = {.name = "transpose_b", .kind = FIELD_TRUTH},
    [EXPLAIN_ENTRIES] = {.name = "entries", .kind = FIELD_DOCUMENT, .judge = judge_entries},
};

static size_t number_of(const json_t *pair, size_t index)
{
    return (size_t)json_number_value(json_array_get(pair, index));
}

/* Makes the call's state and reads the entries into it. */
static bool begin(struct call *call)
{
    const struct field_value *value = &call->fields.values[EXPLAIN_ENTRIES];
    size_t count = json_array_size(value->document);
    struct explaining *state;

    state = calloc(1, sizeof *state + count * sizeof *state->entries);
    if (!state)
        return call_no_room(call);
    call->state = state;
    if (value->given) {
        state->explanation.entries = state->entries;
        state->explanation.count = count;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(value->document, i);

        state->entries[i] = (rowcol_entry){number_of(pair, 0), number_of(pair, 1)};
    }
    return true;
}

/* --- Checking --------------------------------------------------------------------------------- */

static bool refuse_place(struct call *call, const struct explaining *state, size_t index)
{
    rowcol_shape shape = state->explanation.shape;
    char what[160];

    snprintf(what, sizeof what, "is [%zu,%zu], but the product is %zu x %zu.",
             state->entries[index].row, state->entries[index].column, shape.rows, shape.columns);
    return refuse_entry((struct entries_place){&explain_fields[EXPLAIN_ENTRIES],
                                               &call->fields.values[EXPLAIN_ENTRIES],
                                               &call->problem},
                        PROBLEM_BAD_VALUE, &index, 1, what);
}

static const char *advice(const rowcol_explanation *explanation, size_t terms)
{
    if (terms > LIMIT_EXPLAIN_TERMS_ASKED)
        return "Cut the matrices into blocks and explain those.";
    return explanation->entries ? "Ask for fewer entries."
                                : "Ask for some of them: {\"entries\":[[1,1]]}.";
}

static bool refuse_terms(struct call *call, const rowcol_explanation *explanation, size_t most)
{
    size_t terms = rowcol_product_left(explanation->product).columns;

    problem_set(
        &call->problem, PROBLEM_TOO_LARGE,
        "Entries to explain: %zu, terms in each: %zu; %s at most %zu terms are explained at "
        "once. %s",
        explanation->count, terms,
        explanation->entries ? "of those asked for," : "without `entries`,", most,
        advice(explanation, terms));
    problem_add_new(&call->problem, "limit", json_integer((json_int_t)most));
    return false;
}

/* Steps are told in numbers, and no form of them has NaN or infinity. */
static bool check_operands(struct call *call)
{
    for (size_t field = EXPLAIN_A; field <= EXPLAIN_B; field++)
        if (call->fields.values[field].not_finite)
            return refuse_not_finite(call, field);
    return true;
}

static bool check(struct call *call, struct explaining *state)
{
    rowcol_explanation *explanation = &state->explanation;
    size_t most = explanation->entries ? LIMIT_EXPLAIN_TERMS_ASKED : LIMIT_EXPLAIN_TERMS;
    rowcol_status status =
        rowcol_product_shape(&state->multiplication.product, &explanation->shape);
    rowcol_entry entry;
    size_t at;

    if (status != ROWCOL_OK)
        return refuse_product(call, explanation->product, status, explanation->shape);
    if (!check_operands(call))
        return false;
    switch (rowcol_explain(explanation, most, &at)) {
    case ROWCOL_OK:
        return true;
    case ROWCOL_NO_ENTRY:
        return refuse_place(call, state, at);
    case ROWCOL_OVERFLOW:
        entry = rowcol_explain_step(explanation, at).entry;
        return call_refuse_overflow(call, "the result", entry.row, entry.column);
    default:
        return refuse_terms(call, explanation, most);
    }
}

/* --- The answers ------------------------------------------------------------------------------ */

static void add_size(rowcol_text *json, size_t size)
{
    char digits[24];

    rowcol_text_add(json, digits, (size_t)snprintf(digits, sizeof digits, "%zu", size));
}

static void add_terms(rowcol_text *json, const rowcol_step *step)
{
    for (size_t i = 0; i < step->terms; i++) {
        rowcol_term term = rowcol_step_term(step, i);

        rowcol_text_add_string(json, i > 0 ? ",[" : "[");
        rowcol_text_number(json, term.left);
        rowcol_text_add_string(json, ",");
        rowcol_text_number(json, term.right);
        rowcol_text_add_string(json, "]");
    }
}

/* Nothing in a step's texts is special to JSON. */
static void add_step(rowcol_text *json, const rowcol_step *step)
{
    rowcol_text_add_string(json, "{\"name\":\"");
    rowcol_text_add_string(json, step->name);
    rowcol_text_add_string(json, "\",\"row\":");
    add_size(json, step->entry.row);
    rowcol_text_add_string(json, ",\"column\":");
    add_size(json, step->entry.column);
    rowcol_text_add_string(json, ",\"terms\":[");
    add_terms(json, step);
    rowcol_text_add_string(json, "],\"value\":");
    rowcol_text_number(json, step->value);
    rowcol_text_add_string(json, ",\"text\":\"");
    rowcol_text_step(json, step);
    rowcol_text_add_string(json, "\"}");
}

static void write_steps(const struct explaining *state)
{
    rowcol_text *json = state->steps;

    rowcol_text_add_string(json, "[");
    for (size_t i = 0; i < state->explanation.count; i++) {
        rowcol_step step = rowcol_explain_step(&state->explanation, i);

        rowcol_text_add_string(json, i > 0 ? "," : "");
        add_step(json, &step);
    }
}

/* What is explained stands in the product as it is explained: BLAS adds up in another order, and
 * may come to another last digit. */
static void write_texts(struct call *call, size_t panel)
{
    struct explaining *state = call->state;
    rowcol_matrix *result = state->multiplication.grid.result;

    (void)panel;
    rowcol_explain_settle(&state->explanation, result);
    if (state->steps)
        write_steps(state);
    else
        rowcol_text_explanation(&call->page.lesson, &state->explanation, result);
}

static bool finish_texts(struct call *call)
{
    rowcol_text *json = ((struct explaining *)call->state)->steps;

    if (!json)
        return call_end_lesson(call);
    return rowcol_text_add_string(json, "]") == ROWCOL_OK || call_no_room(call);
}

/* After the product its explanation. */
static bool finish_product(struct call *call)
{
    const rowcol_explanation *explanation = &((struct explaining *)call->state)->explanation;
    size_t terms = explanation->count * rowcol_product_left(explanation->product).columns;

    call->work = (struct work){.panels = 1,
                               .multiply_adds = (double)terms * LIMIT_EXPLAIN_TERM_COST,
                               .run = write_texts,
                               .finish = finish_texts};
    return grid_finish(call);
}

static bool add_members(struct call *call, struct explaining *state)
{
    const rowcol_product *product = state->explanation.product;
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(rowcol_product_left(product), rowcol_product_right(product), rule);
    if (answer_add_new(&call->answer, "rule", json_string(rule)))
        state->steps = answer_add_json(&call->answer, "steps", LIMIT_ANSWER_TEXT);
    return state->steps || call_no_room(call);
}

static bool open_lesson(struct call *call, const struct explaining *state)
{
    rowcol_shape left = rowcol_product_left(state->explanation.product);
    rowcol_shape right = rowcol_product_right(state->explanation.product);
    char title[128];

    snprintf(title, sizeof title, "%zu x %zu times %zu x %zu, row by column", left.rows,
             left.columns, right.rows, right.columns);
    call_lesson(call, title);
    return true;
}

static bool plan(struct call *call, struct explaining *state)
{
    const rowcol_explanation *explanation = &state->explanation;

    if (!product_plan(call, &state->multiplication, explanation->product, explanation->shape))
        return false;
    call->work.finish = finish_product;
    return call->writer->form == FORM_JSON ? add_members(call, state) : open_lesson(call, state);
}

bool explain(struct call *call)
{
    const struct field_value *values = call->fields.values;
    struct explaining *state;

    if (!begin(call))
        return false;
    state = call->state;
    state->multiplication.product = (rowcol_product){
        .a = &values[EXPLAIN_A].matrix,
        .b = &values[EXPLAIN_B].matrix,
        .transpose_a = values[EXPLAIN_TRANSPOSE_A].truth,
        .transpose_b = values[EXPLAIN_TRANSPOSE_B].truth,
        .alpha = 1,
    };
    state->explanation.product = &state->multiplication.product;
    return check(call, state) && plan(call, state);
}
