/* Grading: POST /v1/practice/check. The sheet is made again from its seed: nothing is kept. */
#include <rowcol/explain.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/sheet.h"
#include "api/suggestions.h"
#include "base/limits.h"
#include "formats/document.h"

const struct field practice_check_fields[SHEET_FIELDS] = {
    [SHEET_SEED] = {.name = "seed", .kind = FIELD_NUMBER, .required = true},
    [SHEET_KIND] = {.name = "kind", .kind = FIELD_DOCUMENT},
    [SHEET_ROWS] = {.name = "rows", .kind = FIELD_NUMBER},
    [SHEET_COLUMNS] = {.name = "columns", .kind = FIELD_NUMBER},
    [SHEET_INNER] = {.name = "inner", .kind = FIELD_NUMBER},
    [SHEET_RANGE] = {.name = "range", .kind = FIELD_NUMBER},
    [SHEET_ANSWERS] = {.name = "answers", .kind = FIELD_DOCUMENT, .required = true},
};

/* The members of one answer. */
enum answer_field { ANSWER_ID, ANSWER_PRODUCT, ANSWER_SHAPE, ANSWER_FIELDS };

static const struct field answer_fields[ANSWER_FIELDS] = {
    [ANSWER_ID] = {.name = "id", .kind = FIELD_DOCUMENT},
    [ANSWER_PRODUCT] = {.name = "product", .kind = FIELD_MATRIX},
    [ANSWER_SHAPE] = {.name = "shape", .kind = FIELD_DOCUMENT},
};

/* A check under way. */
struct check {
    struct call *call;
    rowcol_sheet sheet;
    bool seen[ROWCOL_SHEET_EXERCISES + 1];
    size_t right;
    json_t *results;
};

/* One of the answers. */
struct given {
    size_t index;
    struct fields fields;
    struct problem problem;
    size_t number; /* of the exercise */
    bool possible; /* it is a shape, not null */
    rowcol_shape shape;
};

static const struct field_value *answers_of(const struct check *check)
{
    return &check->call->fields.values[SHEET_ANSWERS];
}

/* --- Reading an answer ------------------------------------------------------------------------ */

/* A fault of a member that was given; of the answer as a whole for ANSWER_FIELDS. */
static bool refuse(const struct check *check, struct given *given, enum problem_kind kind,
                   enum answer_field member, const char *detail)
{
    const struct field *field = &practice_check_fields[SHEET_ANSWERS];
    struct place place = {.line = 1, .column = 1};

    if (member < ANSWER_FIELDS)
        place = field_place(&answer_fields[member], &given->fields.values[member]);
    document_relocate(field, answers_of(check), given->index, &place);
    problem_set(&given->problem, kind, "Answer %zu: %s", given->index + 1, detail);
    given->problem.place = place;
    return false;
}

static bool refuse_missing(const struct check *check, struct given *given, enum answer_field member,
                           const char *detail)
{
    refuse(check, given, PROBLEM_MISSING_MEMBER, ANSWER_FIELDS, detail);
    problem_add_new(&given->problem, "member", json_string(answer_fields[member].name));
    return false;
}

static bool refuse_member(const struct check *check, struct given *given, enum answer_field member,
                          enum answer_field instead, const char *detail)
{
    refuse(check, given, PROBLEM_UNKNOWN_MEMBER, member, detail);
    problem_add_new(&given->problem, "member", json_string(answer_fields[member].name));
    problem_add_new(&given->problem, "allowed",
                    json_pack("[s,s]", "id", answer_fields[instead].name));
    return false;
}

/* The number of the exercise with this id; 0: there is none. */
static size_t number_of(const json_t *id)
{
    for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
        char name[24];

        snprintf(name, sizeof name, "%zu", number);
        if (document_is_word(id, name))
            return number;
    }
    return 0;
}

static bool read_id(struct check *check, struct given *given)
{
    const json_t *id = given->fields.values[ANSWER_ID].document;

    if (!id)
        return refuse_missing(check, given, ANSWER_ID,
                              "it has no id, which says what exercise it answers.");
    if (!json_is_string(id))
        return refuse(check, given, PROBLEM_WRONG_TYPE, ANSWER_ID,
                      "an id is text, in quotes as the sheet has it: \"1\".");
    given->number = number_of(id);
    if (given->number == 0)
        return refuse(check, given, PROBLEM_BAD_VALUE, ANSWER_ID,
                      "the sheet has no exercise with this id; they go from \"1\" to \"20\".");
    if (check->seen[given->number])
        return refuse(check, given, PROBLEM_BAD_VALUE, ANSWER_ID,
                      "an earlier answer has the same id; which of them counts?");
    check->seen[given->number] = true;
    return true;
}

static bool read_length(const json_t *json, size_t *length)
{
    double value = json_number_value(json);

    if (!json_is_number(json) || value < 1 || value > LIMIT_DIMENSION ||
        value != (double)(size_t)value)
        return false;
    *length = (size_t)value;
    return true;
}

static bool read_shape(const struct check *check, struct given *given)
{
    const json_t *json = given->fields.values[ANSWER_SHAPE].document;

    if (!json)
        return refuse_missing(check, given, ANSWER_SHAPE,
                              "it has no shape; this sheet asks for [rows, columns], or null where "
                              "there is no product.");
    given->possible = !json_is_null(json);
    if (!given->possible)
        return true;
    if (!json_is_array(json))
        return refuse(check, given, PROBLEM_WRONG_TYPE, ANSWER_SHAPE,
                      "a shape is [rows, columns], or null where there is no product.");
    if (json_array_size(json) != 2 || !read_length(json_array_get(json, 0), &given->shape.rows) ||
        !read_length(json_array_get(json, 1), &given->shape.columns))
        return refuse(check, given, PROBLEM_BAD_VALUE, ANSWER_SHAPE,
                      "a shape has two whole numbers from 1 on: rows first, columns second.");
    return true;
}

/* What a sheet of this kind asks for, and nothing else. */
static bool read_solution(const struct check *check, struct given *given)
{
    const struct field_value *values = given->fields.values;

    if (check->sheet.kind == ROWCOL_SHEET_SHAPES) {
        if (values[ANSWER_PRODUCT].given)
            return refuse_member(check, given, ANSWER_PRODUCT, ANSWER_SHAPE,
                                 "it has a product, but kind=shapes asks for the shape alone.");
        return read_shape(check, given);
    }
    if (values[ANSWER_SHAPE].given)
        return refuse_member(check, given, ANSWER_SHAPE, ANSWER_PRODUCT,
                             "it has a shape, but this sheet asks for the product; kind=shapes "
                             "asks for shapes.");
    return values[ANSWER_PRODUCT].given ||
           refuse_missing(check, given, ANSWER_PRODUCT, "it has no product.");
}

/* Reads an answer; where the sheet itself is at fault, only as far as it does not depend on it. */
static bool read_given(struct check *check, struct given *given, bool sheet_is_good)
{
    const struct field *field = &practice_check_fields[SHEET_ANSWERS];
    const json_t *json = json_array_get(answers_of(check)->document, given->index);

    given->fields.list = answer_fields;
    given->fields.count = ANSWER_FIELDS;
    if (!json_is_object(json))
        return refuse(check, given, PROBLEM_WRONG_TYPE, ANSWER_FIELDS,
                      "it is not an object, such as {\"id\":\"1\",\"product\":[[10],[31]]}.");
    return document_read(field, answers_of(check), given->index, &given->fields, &given->problem) &&
           read_id(check, given) && (!sheet_is_good || read_solution(check, given));
}

/* --- A result --------------------------------------------------------------------------------- */

static json_t *shape_or_null(bool exists, rowcol_shape shape)
{
    return exists ? shape_json(shape) : json_null();
}

/* An entry that is wrong, with its working. */
static json_t *entry_json(const rowcol_exercise *exercise, const rowcol_matrix *answer,
                          size_t index)
{
    const rowcol_product product = {.a = &exercise->a, .b = &exercise->b, .alpha = 1};
    const size_t columns = answer->shape.columns;
    const rowcol_entry entry = {index / columns + 1, index % columns + 1};
    rowcol_step step;
    rowcol_text text;
    json_t *json = NULL;

    rowcol_text_begin(&text, ROWCOL_PLAIN, LIMIT_ANSWER_TEXT);
    if (rowcol_explain_entry(&product, entry, &step) == ROWCOL_OK &&
        rowcol_text_step(&text, &step) == ROWCOL_OK)
        json = json_pack("{s:I, s:I, s:f, s:f, s:s}", "row", (json_int_t)entry.row, "column",
                         (json_int_t)entry.column, "given", answer->entries[index], "expected",
                         exercise->product.entries[index], "working", text.bytes);
    rowcol_text_release(&text);
    return json;
}

static json_t *entries_json(const rowcol_exercise *exercise, const rowcol_matrix *answer)
{
    json_t *entries = json_array();

    for (size_t i = 0; i < answer->shape.rows * answer->shape.columns; i++) {
        if (answer->entries[i] != exercise->product.entries[i] &&
            json_array_append_new(entries, entry_json(exercise, answer, i)) != 0) {
            json_decref(entries);
            return NULL;
        }
    }
    return entries;
}

/* False: there is no memory. */
static bool add_new(json_t *result, const char *name, json_t *value)
{
    return json_object_set_new(result, name, value) == 0;
}

/* Adds what is wrong: entries, or the shape. */
static bool add_wrong(json_t *result, const rowcol_exercise *exercise, const rowcol_matrix *answer)
{
    rowcol_shape is = answer->shape;
    rowcol_shape should = exercise->product.shape;

    if (is.rows == should.rows && is.columns == should.columns)
        return add_new(result, "entries", entries_json(exercise, answer));
    return add_new(result, "shape",
                   json_pack("{s:o, s:o}", "given", shape_json(is), "expected",
                             shape_json(should)));
}

static bool add_wrong_shape(json_t *result, const rowcol_exercise *exercise,
                            const struct given *given)
{
    const rowcol_matrix *product = &exercise->product;
    char rule[ROWCOL_RULE_ROOM];

    rowcol_shape_rule(exercise->a.shape, exercise->b.shape, rule);
    return add_new(result, "shape",
                   json_pack("{s:o, s:o}", "given", shape_or_null(given->possible, given->shape),
                             "expected",
                             shape_or_null(product->entries != NULL, product->shape))) &&
           add_new(result, "rule", json_string(rule));
}

static bool add_mistake(json_t *result, rowcol_mistake mistake, const rowcol_text *detail)
{
    return mistake == ROWCOL_MISTAKE_NONE ||
           add_new(result, "mistake",
                   json_pack("{s:s, s:s}", "kind", rowcol_mistake_name(mistake), "detail",
                             detail->bytes));
}

/* Tells whether the answer is right, and adds what is wrong with it. False: there is no memory. */
static bool grade_product(json_t *result, const rowcol_exercise *exercise,
                          const rowcol_matrix *answer, rowcol_text *detail, bool *right)
{
    rowcol_mistake mistake;

    *right = rowcol_product_is_right(exercise, answer);
    return *right || (rowcol_mistake_in_product(exercise, answer, &mistake, detail) == ROWCOL_OK &&
                      add_wrong(result, exercise, answer) && add_mistake(result, mistake, detail));
}

static bool grade_shape(json_t *result, const rowcol_exercise *exercise, const struct given *given,
                        rowcol_text *detail, bool *right)
{
    rowcol_mistake mistake;

    if (rowcol_mistake_in_shape(exercise->a.shape, exercise->b.shape,
                                given->possible ? &given->shape : NULL, &mistake,
                                detail) != ROWCOL_OK)
        return false;
    *right = mistake == ROWCOL_MISTAKE_NONE;
    return *right ||
           (add_wrong_shape(result, exercise, given) && add_mistake(result, mistake, detail));
}

/* The result of an answer; NULL where there is no memory. */
static json_t *grade(struct check *check, const struct given *given,
                     const rowcol_exercise *exercise)
{
    const struct field_value *values = given->fields.values;
    json_t *result = json_pack("{s:O, s:b}", "id", values[ANSWER_ID].document, "correct", false);
    rowcol_text detail;
    bool right = false;
    bool graded;

    rowcol_text_begin(&detail, ROWCOL_PLAIN, LIMIT_ANSWER_TEXT);
    if (check->sheet.kind == ROWCOL_SHEET_SHAPES)
        graded = grade_shape(result, exercise, given, &detail, &right);
    else
        graded = grade_product(result, exercise, &values[ANSWER_PRODUCT].matrix, &detail, &right);
    rowcol_text_release(&detail);
    if (graded && right)
        graded = add_new(result, "correct", json_true());
    if (!graded) {
        json_decref(result);
        return NULL;
    }
    check->right += right;
    return result;
}

static bool add_result(struct check *check, const struct given *given)
{
    rowcol_exercise exercise = {0};
    bool added = rowcol_sheet_exercise(&check->sheet, given->number, &exercise) == ROWCOL_OK &&
                 json_array_append_new(check->results, grade(check, given, &exercise)) == 0;

    rowcol_exercise_release(&exercise);
    return added || call_no_room(check->call);
}

/* --- The answer ------------------------------------------------------------------------------- */

static bool comes_before(const struct place *place, const struct place *other)
{
    return place->line != other->line ? place->line < other->line : place->column < other->column;
}

/* Tells an answer's fault, unless one of the sheet's stands before it. */
static void tell(struct check *check, struct given *given)
{
    struct problem *told = &check->call->problem;

    if (told->kind != PROBLEM_NONE && !comes_before(&given->problem.place, &told->place)) {
        problem_clear(&given->problem);
        return;
    }
    problem_clear(told);
    *told = given->problem;
}

/* Returns whether to go on. */
static bool take_answer(struct check *check, size_t index, bool sheet_is_good)
{
    struct given given = {.index = index};
    bool good = read_given(check, &given, sheet_is_good);

    if (!good)
        tell(check, &given);
    else if (sheet_is_good)
        good = add_result(check, &given);
    fields_release(&given.fields);
    return good;
}

static bool take_answers(struct check *check, bool sheet_is_good)
{
    const json_t *answers = answers_of(check)->document;

    if (!json_is_array(answers)) {
        struct given none = {0};

        problem_set(&none.problem, PROBLEM_WRONG_TYPE,
                    "answers is a list: [{\"id\":\"1\",\"product\":[[10],[31]]}].");
        none.problem.place = field_place(&practice_check_fields[SHEET_ANSWERS], answers_of(check));
        tell(check, &none);
        return false;
    }
    for (size_t i = 0; i < json_array_size(answers); i++)
        if (!take_answer(check, i, sheet_is_good))
            return false;
    return sheet_is_good;
}

static void add_entry_line(struct buffer *text, const json_t *entry)
{
    buffer_print(text, "   row %lld, column %lld: ",
                 (long long)json_integer_value(json_object_get(entry, "row")),
                 (long long)json_integer_value(json_object_get(entry, "column")));
    buffer_add_json(text, json_object_get(entry, "given"));
    buffer_print(text, " is not right: %s\n", json_string_value(json_object_get(entry, "working")));
}

/* On a terminal: each answer's line, and below it what is wrong. */
static void add_result_lines(struct buffer *text, const json_t *result)
{
    const json_t *entries = json_object_get(result, "entries");
    const json_t *mistake = json_object_get(result, "mistake");
    bool right = json_is_true(json_object_get(result, "correct"));

    buffer_print(text, "%s. %s\n", json_string_value(json_object_get(result, "id")),
                 right ? "right" : "not right");
    for (size_t i = 0; i < json_array_size(entries); i++)
        add_entry_line(text, json_array_get(entries, i));
    if (mistake)
        buffer_print(text, "   %s\n", json_string_value(json_object_get(mistake, "detail")));
}

static bool answer_text(struct call *call, const struct check *check)
{
    struct buffer *text = &call->page.text;

    call->page.content_type = call->writer->content_type;
    buffer_begin(text, LIMIT_ANSWER_TEXT);
    for (size_t i = 0; i < json_array_size(check->results); i++)
        add_result_lines(text, json_array_get(check->results, i));
    buffer_print(text, "%zu of %d right\n", check->right, ROWCOL_SHEET_EXERCISES);
    return !text->failed || call_no_room(call);
}

/* Takes the results over. */
static bool answer_json(struct call *call, const struct check *check)
{
    json_t *score =
        json_pack("[I,I]", (json_int_t)check->right, (json_int_t)ROWCOL_SHEET_EXERCISES);

    return (answer_add_new(&call->answer, "results", json_incref(check->results)) &&
            answer_add_new(&call->answer, "score", score)) ||
           call_no_room(call);
}

bool practice_check(struct call *call)
{
    struct check check = {.call = call, .results = json_array()};
    bool sheet_is_good = sheet_read(call, &check.sheet);

    bool good = take_answers(&check, sheet_is_good);

    if (good)
        good =
            call->writer->form == FORM_JSON ? answer_json(call, &check) : answer_text(call, &check);
    json_decref(check.results);
    return good;
}
