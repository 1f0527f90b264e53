#include "testing.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *answer_header(const struct answer *answer, const char *name)
{
    static char value[4096];
    size_t length = strlen(name);

    for (const char *line = answer->head.bytes; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *from = line + length + 1 + strspn(line + length + 1, " \t");

            snprintf(value, sizeof value, "%.*s", (int)strcspn(from, "\r\n"), from);
            return value;
        }
    }
    return NULL;
}

json_t *answer_json(const struct answer *answer)
{
    json_error_t error;
    json_t *json = json_loadb(answer->body.bytes ? answer->body.bytes : "", answer->body.length,
                              JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

    if (!json)
        fail_msg("not JSON: %s at %d, in: %.400s", error.text, error.position, answer->body.bytes);
    return json;
}

bool answer_is(const struct answer *answer, const char *body)
{
    return answer->body.length == strlen(body) &&
           memcmp(answer->body.bytes ? answer->body.bytes : "", body, answer->body.length) == 0;
}

void assert_status(const struct answer *answer, int status)
{
    if (answer->status != status)
        fail_msg("status %d instead of %d: %.2000s", answer->status, status,
                 answer->body.length > 0 ? answer->body.bytes : "(no body)");
}

static void assert_members_of_every_problem(const json_t *problem, int status, const char *name)
{
    char type[128];
    const char *instance = json_string_value(json_object_get(problem, "instance"));

    snprintf(type, sizeof type, "/problems/%s", name);
    assert_string_equal(json_string_value(json_object_get(problem, "type")), type);
    assert_int_equal(json_integer_value(json_object_get(problem, "status")), status);
    assert_true(json_string_length(json_object_get(problem, "title")) > 0);
    assert_true(json_string_length(json_object_get(problem, "detail")) > 0);
    assert_non_null(instance);
    assert_int_equal(strncmp(instance, "urn:uuid:", 9), 0);
    assert_int_equal(strlen(instance), 9 + 36);
}

void assert_problem(const struct answer *answer, int status, const char *name)
{
    json_t *problem;

    assert_status(answer, status);
    assert_non_null(answer_header(answer, "Content-Type"));
    assert_string_equal(answer_header(answer, "Content-Type"), "application/problem+json");
    assert_non_null(answer_header(answer, "X-Request-Id"));
    if (status == 503 || status == 429)
        assert_non_null(answer_header(answer, "Retry-After"));
    if (status == 405)
        assert_non_null(answer_header(answer, "Allow"));
    problem = answer_json(answer);
    assert_members_of_every_problem(problem, status, name);
    assert_int_equal(answer->body.bytes[answer->body.length - 1], '\n');
    json_decref(problem);
}

void answer_free(struct answer *answer)
{
    text_free(&answer->head);
    text_free(&answer->body);
    *answer = (struct answer){0};
}

static bool differ(const json_t *whole, const json_t *part, const char *where)
{
    char *got = json_dumps(whole, JSON_ENCODE_ANY | JSON_COMPACT);
    char *wanted = json_dumps(part, JSON_ENCODE_ANY | JSON_COMPACT);

    fprintf(stderr, "%s is %s instead of %s\n", where, got ? got : "missing", wanted);
    free(got);
    free(wanted);
    return false;
}

static bool members_include(const json_t *whole, const json_t *part, const char *where)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)part, name, value) {
        char inner[512];

        snprintf(inner, sizeof inner, "%s/%s", where, name);
        if (!json_includes(json_object_get(whole, name), value, inner))
            return false;
    }
    return true;
}

static bool elements_include(const json_t *whole, const json_t *part, const char *where)
{
    if (json_array_size(whole) != json_array_size(part))
        return differ(whole, part, where);
    for (size_t i = 0; i < json_array_size(part); i++) {
        char inner[512];

        snprintf(inner, sizeof inner, "%s/%zu", where, i);
        if (!json_includes(json_array_get(whole, i), json_array_get(part, i), inner))
            return false;
    }
    return true;
}

bool json_includes(const json_t *whole, const json_t *part, const char *where)
{
    if (json_is_object(whole) && json_is_object(part))
        return members_include(whole, part, where);
    if (json_is_array(whole) && json_is_array(part))
        return elements_include(whole, part, where);
    if (json_is_number(whole) && json_is_number(part))
        return json_number_value(whole) == json_number_value(part) || differ(whole, part, where);
    return json_equal(whole, part) || differ(whole, part, where);
}
