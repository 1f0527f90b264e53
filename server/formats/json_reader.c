/* Texts in JSON (RFC 8259): bodies, which are one object whose members are what the route's fields
 * describe; and parts of other bodies, which are the value of one of them. */
#include <math.h>
#include <stdio.h>

#include "formats/json_body.h"
#include "formats/json_meaning.h"

static const struct syntax_text whole_body = {"body", "a JSON object", "{\"a\": [[1, 2], [3, 4]]}"};
static const struct syntax_text members_part = {"part", "a JSON object", "{\"alpha\": 2}"};

/* What a part is that is the value of a field of this kind. */
static const struct syntax_text value_parts[] = {
    [FIELD_MATRIX] = {"part", "a matrix", "[[1, 2], [3, 4]]"},
    [FIELD_MATRICES] = {"part", "a matrix", "[[1, 2], [3, 4]]"},
    [FIELD_TRUTH] = {"part", "true or false", "true"},
    [FIELD_NUMBER] = {"part", "a number", "0.5"},
    [FIELD_DOCUMENT] = {"part", "a JSON value", "\"text\" in double quotes"},
};

static bool is_value(const struct json_body *body)
{
    return body->reading.operand.field != NULL;
}

/* The matrix of the present value is due, or was begun by the last token, `depth` deep. */
static void begin_matrix(struct json_body *body, size_t depth)
{
    body->at = BODY_MATRIX;
    json_matrix_begin(&body->matrix, &body->syntax, body->reading.fields, body->value, depth);
}

/* A value is due. A list of matrices is one only as a member: as parts, they come one by one. */
static void begin_value(struct json_body *body)
{
    enum field_kind kind = body->value.field->kind;

    body->value.value->within = body->reading.within;
    body->at = BODY_VALUE;
    if (kind == FIELD_DOCUMENT)
        json_collect(body);
    if (kind == FIELD_MATRIX || (kind == FIELD_MATRICES && is_value(body)))
        begin_matrix(body, body->depth);
}

static void begin(void *reader, const struct reading *reading)
{
    struct json_body *body = reader;
    const struct operand *operand = &reading->operand;
    const struct syntax_text *text = *reading->within == '\0' ? &whole_body : &members_part;

    body->reading = *reading;
    body->at = BODY_START;
    body->over = false;
    body->depth = 1;
    body->text = (struct buffer){0};
    body->text_at = NULL;
    snprintf(body->pointer, sizeof body->pointer, "%s", reading->within);
    if (is_value(body)) {
        text = &value_parts[operand->field->kind];
        snprintf(body->pointer, sizeof body->pointer, "%.63s", operand_place(operand).pointer);
    }
    syntax_begin(&body->syntax, text, body->pointer, reading->problem);
    if (is_value(body)) {
        body->depth = 0;
        body->value = *operand;
        begin_value(body);
    }
}

static void release(void *reader)
{
    struct json_body *body = reader;

    buffer_free(&body->text);
}

/* Goes on after a value, where the present one ends with the last token; or passes over it. */
static void leave_value(struct json_body *body, bool complete)
{
    if (!complete)
        body->at = BODY_SKIPPED;
    else
        body->at = is_value(body) ? BODY_ENDED : BODY_MEMBERS;
}

static bool take_start(struct json_body *body, enum token token)
{
    const struct syntax_text *text = body->syntax.text;
    struct place place;

    if (token == TOKEN_OBJECT) {
        body->at = BODY_MEMBERS;
        return true;
    }
    body->at = BODY_ENDED;
    syntax_place(&body->syntax, token, &place);
    meaning_fault(body->reading.problem, PROBLEM_NOT_AN_OBJECT, &place,
                  "The %s is JSON, but not an object with named members, such as %s.", text->name,
                  text->example);
    return true;
}

/* A name that the route does not know, or knows already. */
static void refuse_name(struct json_body *body, bool known)
{
    struct problem *problem = body->reading.problem;
    struct place place;

    body->at = BODY_SKIPPED;
    syntax_place(&body->syntax, TOKEN_NAME, &place);
    if (known)
        json_duplicate(problem, &place, &body->syntax);
    else
        json_unknown(problem, &place, &body->syntax, fields_names(body->reading.fields));
}

static void take_name(struct json_body *body)
{
    const struct syntax *syntax = &body->syntax;
    struct fields *fields = body->reading.fields;
    size_t count = fields->count;
    size_t index =
        syntax->name_cut ? count : fields_find(fields, syntax->name, syntax->name_length);

    if (index == count || fields->values[index].given) {
        refuse_name(body, index < count);
        return;
    }
    body->field = index;
    body->value = (struct operand){&fields->list[index], &fields->values[index], 0};
    body->value.value->given = true;
    begin_value(body);
}

/* A token inside an object: a name, or the end. */
static bool take_member(struct json_body *body, enum token token)
{
    if (token == TOKEN_NAME) {
        take_name(body);
    } else {
        body->reading.fields->end = body->syntax.token;
        body->at = BODY_ENDED;
    }
    return true;
}

static void wrong_value(struct json_body *body, const char *expected, enum token token)
{
    const struct place place = operand_place(&body->value);

    json_wrong_type(body->reading.problem, &place, body->value.field->name, expected, token);
}

static void number_out_of_range(struct json_body *body)
{
    const char *name = body->value.field->name;
    const struct place place = operand_place(&body->value);

    if (meaning_fault(body->reading.problem, PROBLEM_OUT_OF_RANGE, &place,
                      "%s is too large: the largest number is about 1.8e308.", name))
        problem_add_new(body->reading.problem, "member", json_string(name));
}

/* A value that is one token. */
static void take_scalar(struct json_body *body, enum token token)
{
    const struct field *field = body->value.field;
    struct field_value *value = body->value.value;

    if (field->kind == FIELD_TRUTH && (token == TOKEN_TRUE || token == TOKEN_FALSE))
        value->truth = token == TOKEN_TRUE;
    else if (field->kind == FIELD_TRUTH)
        wrong_value(body, "true or false", token);
    else if (token != TOKEN_NUMBER)
        wrong_value(body, "a number", token);
    else if (isfinite(body->syntax.number))
        value->number = body->syntax.number;
    else
        number_out_of_range(body);
}

/* The first token of a value that is no matrix. */
static bool take_value(struct json_body *body, enum token token)
{
    enum field_kind kind = body->value.field->kind;
    bool complete = token != TOKEN_OBJECT && token != TOKEN_ARRAY;

    body->value.value->spot = body->syntax.token;
    leave_value(body, complete);
    if (kind == FIELD_DOCUMENT) {
        if (!complete)
            body->at = BODY_DOCUMENT;
        return !complete || json_end_document(body);
    }
    if (kind != FIELD_MATRICES)
        take_scalar(body, token);
    else if (token == TOKEN_ARRAY)
        body->at = BODY_LIST;
    else
        wrong_value(body, "a list of matrices, such as [[[1, 2]], [[3], [4]]]", token);
    return true;
}

static bool take_in_matrix(struct json_body *body, enum token token)
{
    bool listed = body->value.at > 0 && !is_value(body);
    bool ended;

    if (!json_matrix_take(&body->matrix, token, &ended))
        return false;
    if (ended && listed)
        body->at = BODY_LIST;
    else if (ended)
        leave_value(body, true);
    return true;
}

/* A token inside a list of matrices: the first of the next one, or the end. */
static bool take_in_list(struct json_body *body, enum token token)
{
    bool opens = token == TOKEN_ARRAY || token == TOKEN_OBJECT;

    if (token == TOKEN_ARRAY_END) {
        leave_value(body, true);
        return true;
    }
    if (!operand_find(body->reading.fields, body->field, &body->value))
        return problem_no_memory(body->reading.problem);
    body->value.value->within = body->reading.within;
    begin_matrix(body, body->syntax.depth - opens);
    return take_in_matrix(body, token);
}

/* A token of a value that is not looked into. */
static bool take_in_value(struct json_body *body)
{
    bool document = body->at == BODY_DOCUMENT;

    if (body->syntax.depth > body->depth)
        return true;
    leave_value(body, true);
    return !document || json_end_document(body);
}

/* Returns false where there is no memory. */
static bool take(struct json_body *body, enum token token)
{
    switch (body->at) {
    case BODY_START:
        return take_start(body, token);
    case BODY_MEMBERS:
        return take_member(body, token);
    case BODY_VALUE:
        return take_value(body, token);
    case BODY_MATRIX:
        return take_in_matrix(body, token);
    case BODY_LIST:
        return take_in_list(body, token);
    case BODY_DOCUMENT:
    case BODY_SKIPPED:
        return take_in_value(body);
    default:
        return true;
    }
}

/* Reads what there is. Returns false when it is certain what will be answered. */
static bool run(struct json_body *body)
{
    for (;;) {
        enum token token;

        if (body->at == BODY_MATRIX && !json_matrix_numbers(&body->matrix))
            return false;
        token = syntax_next(&body->syntax);
        if (token == TOKEN_MORE || token == TOKEN_END)
            return true;
        if (token == TOKEN_FAULT || !take(body, token))
            return false;
    }
}

static bool feed(void *reader, const char *bytes, size_t count)
{
    struct json_body *body = reader;
    const char *end;

    if (body->over)
        return false;
    syntax_part(&body->syntax, bytes, count);
    end = body->syntax.end;
    if (body->text_at != NULL)
        body->text_at = body->syntax.at;
    body->over = !run(body);
    if (body->text_at != NULL)
        json_collect_up_to(body, end);
    return !body->over;
}

static bool end(void *reader)
{
    struct json_body *body = reader;

    if (body->over)
        return false;
    syntax_complete(&body->syntax);
    if (body->text_at != NULL)
        body->text_at = body->syntax.at;
    body->over = !run(body);
    return body->reading.problem->kind == PROBLEM_NONE;
}

const struct reader_format json_reader = {
    .media_type = "application/json",
    .suffix = ".json",
    .members = true,
    .part = true,
    .size = sizeof(struct json_body),
    .begin = begin,
    .feed = feed,
    .end = end,
    .release = release,
};
