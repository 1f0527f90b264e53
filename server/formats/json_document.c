/* The small JSON values of a body, documents: their text is collected, and given to jansson. */
#include <string.h>

#include "base/limits.h"
#include "formats/json_body.h"
#include "formats/json_meaning.h"

static const size_t text_limit = (size_t)LIMIT_MEMBER_TEXT;

void json_collect(struct json_body *body)
{
    if (body->reading.problem->kind != PROBLEM_NONE)
        return;
    buffer_begin(&body->text, text_limit);
    body->text_length = 0;
    body->syntax.lone_half = false;
    body->text_at = body->syntax.at;
}

void json_collect_up_to(struct json_body *body, const char *end)
{
    size_t count = (size_t)(end - body->text_at);

    body->text_length += count;
    buffer_add(&body->text, body->text_at, count);
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
    const char *name = body->value.field->name;
    struct field_value *value = body->value.value;
    const char *end = body->text.bytes + body->text.length;
    const char *text = body->text.bytes;
    const char *refusal;
    struct place place;
    json_error_t error;

    if (body->depth > 0)
        text = (const char *)memchr(text, ':', body->text.length) + 1;
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
    place = operand_place(&body->value);
    meaning_fault(body->reading.problem,
                  json_error_code(&error) == json_error_numeric_overflow ? PROBLEM_OUT_OF_RANGE
                                                                         : PROBLEM_BAD_VALUE,
                  &place, "%s can't be used: %s.", name, refusal);
    return true;
}

static void document_too_long(struct json_body *body)
{
    const struct place place = operand_place(&body->value);

    if (meaning_fault(body->reading.problem, PROBLEM_TOO_LARGE, &place,
                      "%s has a text of more than %zu bytes.", body->value.field->name, text_limit))
        problem_add_new(body->reading.problem, "limit", json_integer((json_int_t)text_limit));
}

bool json_end_document(struct json_body *body)
{
    bool good = true;

    if (body->text_at == NULL)
        return true;
    json_collect_up_to(body, body->syntax.at);
    body->text_at = NULL;
    if (body->text_length > text_limit)
        document_too_long(body);
    else
        good = !body->text.failed && parse_document(body);
    buffer_free(&body->text);
    return good || problem_no_memory(body->reading.problem);
}
