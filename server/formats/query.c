#include "formats/query.h"

#include <rowcol/number.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* As much of a name as is quoted. */
#define NAME_QUOTED 60

/* jansson takes well-formed text only. */
static json_t *quoted(const char *name)
{
    char text[NAME_QUOTED + 1];

    snprintf(text, sizeof text, "%s", name);
    text[utf8_cut(text, strlen(text))] = '\0';
    utf8_repair(text);
    return json_string(text);
}

static bool refuse_name(const struct fields *fields, const char *name, struct problem *problem)
{
    problem_set(problem, PROBLEM_UNKNOWN_MEMBER,
                "There is no parameter \"%.60s\" here; `allowed` lists those there are.", name);
    problem_add_new(problem, "member", quoted(name));
    problem_add_new(problem, "allowed", fields_names(fields));
    return false;
}

static bool refuse_encoding(struct problem *problem)
{
    problem_set(problem, PROBLEM_MALFORMED_REQUEST,
                "The query has bytes that form no character in UTF-8.");
    return false;
}

static bool refuse_value(const char *name, const char *expected, struct problem *problem)
{
    problem_set(problem, PROBLEM_WRONG_TYPE, "The parameter \"%s\" should be %s.", name, expected);
    problem_add_new(problem, "member", json_string(name));
    problem_add_new(problem, "expected", json_string(expected));
    return false;
}

static bool refuse_again(const char *name, struct problem *problem)
{
    problem_set(problem, PROBLEM_DUPLICATE_MEMBER,
                "The parameter \"%s\" stands in the query twice: which of them counts?", name);
    problem_add_new(problem, "member", json_string(name));
    return false;
}

static bool refuse_size(const char *name, struct problem *problem)
{
    problem_set(problem, PROBLEM_OUT_OF_RANGE,
                "The parameter \"%s\" is larger than any number that a double can hold (about "
                "1.8e308).",
                name);
    problem_add_new(problem, "member", json_string(name));
    return false;
}

static bool take_number(const char *name, const char *text, double *number, struct problem *problem)
{
    const char *end = text + strlen(text);
    rowcol_status status = rowcol_number_read(&text, end, number);

    if (status == ROWCOL_OUT_OF_RANGE)
        return refuse_size(name, problem);
    return (status == ROWCOL_OK && text == end) || refuse_value(name, "a number", problem);
}

static bool take_truth(const char *name, const char *text, bool *truth, struct problem *problem)
{
    *truth = strcmp(text, "true") == 0;
    return *truth || strcmp(text, "false") == 0 || refuse_value(name, "true or false", problem);
}

static bool take_text(const char *text, json_t **document, struct problem *problem)
{
    *document = json_string(text);
    return *document || refuse_encoding(problem);
}

static bool take_value(const struct field *field, const char *text, struct field_value *value,
                       struct problem *problem)
{
    switch (field->kind) {
    case FIELD_NUMBER:
        return take_number(field->name, text, &value->number, problem);
    case FIELD_TRUTH:
        return take_truth(field->name, text, &value->truth, problem);
    default:
        return take_text(text, &value->document, problem);
    }
}

bool query_parameter(struct fields *fields, const char *name, const char *value,
                     struct problem *problem)
{
    size_t index = fields_find(fields, name, strlen(name));

    if (*name == '\0' && !value) /* between two & */
        return true;
    if (index == fields->count)
        return refuse_name(fields, name, problem);
    if (fields->values[index].given)
        return refuse_again(fields->list[index].name, problem);
    fields->values[index].given = true;
    return take_value(&fields->list[index], value ? value : "", &fields->values[index], problem);
}

bool query_end(const struct fields *fields, struct problem *problem)
{
    for (size_t i = 0; i < fields->count && problem->kind == PROBLEM_NONE; i++) {
        if (!fields->list[i].required || fields->values[i].given)
            continue;
        problem_set(problem, PROBLEM_MISSING_MEMBER,
                    "The query has no parameter \"%s\", which it needs.", fields->list[i].name);
        problem_add_new(problem, "member", json_string(fields->list[i].name));
    }
    return problem->kind == PROBLEM_NONE;
}
