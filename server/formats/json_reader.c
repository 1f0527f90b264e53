/* Bodies in JSON (RFC 8259): one object, whose members are what the route's fields describe. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "formats/json_matrix.h"
#include "formats/json_meaning.h"
#include "formats/storage.h"
#include "formats/json_syntax.h"
#include "formats/reader.h"

struct json_body {
    struct syntax syntax;
    struct fields *fields;
    struct problem *problem;

    enum {
        BODY_START,
        BODY_MEMBERS,  /* a name, or the end */
        BODY_VALUE,    /* the value of a member */
        BODY_MATRIX,   /* in a matrix */
        BODY_LIST,     /* in a list: a matrix, or the end */
        BODY_DOCUMENT, /* in a document, whose text is collected */
        BODY_SKIPPED,  /* in a value that is passed over */
        BODY_ENDED,    /* after what counts */
    } at;
    bool over;         /* it is certain what will be answered */
    size_t field;      /* the present member's */
    struct spot close; /* of the closing brace */
    struct json_matrix matrix;

    /* The text of a document, from the end of its member's name on: the colon, and the value. What
     * has come since is at text_at, in the present part; NULL: nothing is collected. */
    struct buffer text;
    size_t text_length; /* also of what had no room */
    const char *text_at;
};

static const size_t text_limit = (size_t)LIMIT_MEMBER_TEXT;

static void begin(void *reader, struct fields *fields, struct problem *problem)
{
    struct json_body *body = reader;

    body->fields = fields;
    body->problem = problem;
    body->at = BODY_START;
    body->over = false;
    body->text = (struct buffer){0};
    body->text_at = NULL;
    syntax_begin(&body->syntax, problem);
}

static void release(void *reader)
{
    struct json_body *body = reader;

    buffer_free(&body->text);
}

static struct field_value *present_value(struct json_body *body)
{
    return &body->fields->values[body->field];
}

static bool take_start(struct json_body *body, enum token token)
{
    struct place place;

    if (token == TOKEN_OBJECT) {
        body->at = BODY_MEMBERS;
        return true;
    }
    body->at = BODY_ENDED;
    syntax_place(&body->syntax, token, &place);
    meaning_fault(body->problem, PROBLEM_NOT_AN_OBJECT, &place,
                  "The body is JSON, but not an object with named members, such as "
                  "{\"a\": [[1, 2], [3, 4]]}.");
    return true;
}

static json_t *names_of(const struct fields *fields)
{
    json_t *names = json_array();

    for (size_t i = 0; i < fields->count; i++)
        json_array_append_new(names, json_string(fields->list[i].name));
    return names;
}

/* Starts to collect the text of a document, unless a fault has made it useless. */
static void collect(struct json_body *body)
{
    if (body->problem->kind != PROBLEM_NONE)
        return;
    buffer_begin(&body->text, text_limit);
    body->text_length = 0;
    body->syntax.lone_half = false;
    body->text_at = body->syntax.at;
}

/* Adds what there is up to `end` in this part. */
static void collect_up_to(struct json_body *body, const char *end)
{
    size_t count = (size_t)(end - body->text_at);

    body->text_length += count;
    buffer_add(&body->text, body->text_at, count);
}

static bool no_memory(struct json_body *body)
{
    problem_set(body->problem, PROBLEM_OVERLOADED,
                "The server is out of memory. Try again in a moment.");
    return false;
}

/* A matrix is due, or was begun by the last token, `depth` deep. */
static bool begin_matrix(struct json_body *body, size_t depth)
{
    struct operand operand;

    if (!operand_find(body->fields, body->field, &operand))
        return no_memory(body);
    body->at = BODY_MATRIX;
    json_matrix_begin(&body->matrix, &body->syntax, body->fields, operand, depth);
    return true;
}

/* The value of a member that the route knows is due. */
static bool begin_value(struct json_body *body)
{
    enum field_kind kind = body->fields->list[body->field].kind;

    if (kind == FIELD_MATRIX)
        return begin_matrix(body, body->syntax.depth);
    present_value(body)->given = true;
    body->at = BODY_VALUE;
    if (kind == FIELD_DOCUMENT)
        collect(body);
    return true;
}

/* A name that the route does not know, or knows already. */
static void refuse_name(struct json_body *body)
{
    struct syntax *syntax = &body->syntax;
    struct fields *fields = body->fields;
    struct place place;

    syntax_place(syntax, TOKEN_NAME, &place);
    if (body->field == fields->count)
        json_unknown(body->problem, &place, syntax, names_of(fields));
    else
        json_duplicate(body->problem, &place, syntax);
}

static bool take_name(struct json_body *body)
{
    struct syntax *syntax = &body->syntax;
    struct fields *fields = body->fields;

    body->field =
        syntax->name_cut ? fields->count : fields_find(fields, syntax->name, syntax->name_length);
    body->at = BODY_SKIPPED;
    if (body->field < fields->count && !present_value(body)->given)
        return begin_value(body);
    refuse_name(body);
    return true;
}

static struct place value_place(const struct json_body *body)
{
    return field_place(&body->fields->list[body->field], &body->fields->values[body->field]);
}

static void wrong_value(struct json_body *body, const char *expected, enum token token)
{
    const struct place place = value_place(body);

    json_wrong_type(body->problem, &place, body->fields->list[body->field].name, expected, token);
}

static void number_out_of_range(struct json_body *body)
{
    const char *name = body->fields->list[body->field].name;
    const struct place place = value_place(body);

    if (meaning_fault(body->problem, PROBLEM_OUT_OF_RANGE, &place,
                      "%s is too large: the largest number is about 1.8e308.", name))
        problem_add_new(body->problem, "member", json_string(name));
}

/* A value that is one token. */
static void take_scalar(struct json_body *body, enum token token)
{
    const struct field *field = &body->fields->list[body->field];
    struct field_value *value = present_value(body);

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

/* Why jansson refuses text that is JSON; NULL: for want of memory, for which it has several
 * codes. */
static const char *refusal_words(const struct json_body *body, const json_error_t *error)
{
    if (json_error_code(error) == json_error_numeric_overflow)
        return "it has a number that is too large";
    if (json_error_code(error) == json_error_null_byte_in_key)
        return "a member's name has the character U+0000 in it";
    if (body->syntax.lone_half)
        return "a string has half of a surrogate pair (\\ud800 to \\udfff) in it";
    return NULL;
}

/* Makes a document of the text that was collected; false where there is no memory. Its numbers are
 * doubles, like those of a matrix, in whatever spelling. */
static bool parse_document(struct json_body *body)
{
    const size_t how = JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    const char *name = body->fields->list[body->field].name;
    struct field_value *value = present_value(body);
    const char *end = body->text.bytes + body->text.length;
    const char *text = (const char *)memchr(body->text.bytes, ':', body->text.length) + 1;
    const char *refusal;
    struct place place;
    json_error_t error;

    while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')
        text++;
    value->text = strndup(text, (size_t)(end - text));
    if (value->text == NULL)
        return false;
    value->document = json_loadb(value->text, (size_t)(end - text), how, &error);
    if (value->document != NULL)
        return true;
    refusal = refusal_words(body, &error);
    if (refusal == NULL)
        return false;
    place = value_place(body);
    meaning_fault(body->problem,
                  json_error_code(&error) == json_error_numeric_overflow ? PROBLEM_OUT_OF_RANGE
                                                                         : PROBLEM_BAD_VALUE,
                  &place, "%s can't be used: %s.", name, refusal);
    return true;
}

static void document_too_long(struct json_body *body)
{
    const struct place place = value_place(body);

    if (meaning_fault(body->problem, PROBLEM_TOO_LARGE, &place,
                      "%s has a text of more than %zu bytes.", body->fields->list[body->field].name,
                      text_limit))
        problem_add_new(body->problem, "limit", json_integer((json_int_t)text_limit));
}

/* A document is complete. */
static bool end_document(struct json_body *body)
{
    bool good = true;

    if (body->text_at == NULL)
        return true;
    collect_up_to(body, body->syntax.at);
    body->text_at = NULL;
    if (body->text_length > text_limit)
        document_too_long(body);
    else
        good = !body->text.failed && parse_document(body);
    buffer_free(&body->text);
    return good || no_memory(body);
}

/* The first token of a list of matrices. */
static void take_list(struct json_body *body, enum token token)
{
    bool complete = token != TOKEN_OBJECT && token != TOKEN_ARRAY;

    body->at = token == TOKEN_ARRAY ? BODY_LIST : complete ? BODY_MEMBERS : BODY_SKIPPED;
    if (token != TOKEN_ARRAY)
        wrong_value(body, "a list of matrices, such as [[[1, 2]], [[3], [4]]]", token);
}

/* The first token of a value that is no matrix. */
static bool take_value(struct json_body *body, enum token token)
{
    enum field_kind kind = body->fields->list[body->field].kind;
    bool complete = token != TOKEN_OBJECT && token != TOKEN_ARRAY;

    present_value(body)->spot = body->syntax.token;
    if (kind == FIELD_MATRICES) {
        take_list(body, token);
        return true;
    }
    if (kind == FIELD_DOCUMENT) {
        body->at = complete ? BODY_MEMBERS : BODY_DOCUMENT;
        return !complete || end_document(body);
    }
    body->at = complete ? BODY_MEMBERS : BODY_SKIPPED;
    take_scalar(body, token);
    return true;
}

/* A token inside an object: a name, or the end. */
static bool take_member(struct json_body *body, enum token token)
{
    if (token == TOKEN_NAME)
        return take_name(body);
    body->close = body->syntax.token;
    body->at = BODY_ENDED;
    return true;
}

static bool take_in_matrix(struct json_body *body, enum token token)
{
    bool list = body->fields->list[body->field].kind == FIELD_MATRICES;
    bool ended;

    if (!json_matrix_take(&body->matrix, token, &ended))
        return false;
    if (ended)
        body->at = list ? BODY_LIST : BODY_MEMBERS;
    return true;
}

/* A token inside a list of matrices: the first of the next one, or the end. */
static bool take_in_list(struct json_body *body, enum token token)
{
    bool opens = token == TOKEN_ARRAY || token == TOKEN_OBJECT;

    if (token == TOKEN_ARRAY_END) {
        body->at = BODY_MEMBERS;
        return true;
    }
    return begin_matrix(body, body->syntax.depth - opens) && take_in_matrix(body, token);
}

/* Returns false where there is no memory. */
static bool take(struct json_body *body, enum token token)
{
    bool outside = body->syntax.depth == 1;

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
        if (outside)
            body->at = BODY_MEMBERS;
        return !outside || end_document(body);
    case BODY_SKIPPED:
        if (outside)
            body->at = BODY_MEMBERS;
        return true;
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
        collect_up_to(body, end);
    return !body->over;
}

static void check_missing(struct json_body *body)
{
    struct place place = {.line = body->close.line, .column = body->close.column};

    for (size_t i = 0; i < body->fields->count; i++)
        if (body->fields->list[i].required && !body->fields->values[i].given)
            meaning_missing(body->problem, &place, "The body", body->fields->list[i].name);
}

static bool end(void *reader)
{
    struct json_body *body = reader;

    if (body->over)
        return false;
    syntax_complete(&body->syntax);
    body->over = !run(body);
    if (!body->over)
        check_missing(body);
    return body->problem->kind == PROBLEM_NONE;
}

const struct reader_format json_reader = {
    .media_type = "application/json",
    .size = sizeof(struct json_body),
    .begin = begin,
    .feed = feed,
    .end = end,
    .release = release,
};
