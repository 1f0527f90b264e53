/* Whole bodies: how their reading begins, and what they may not lack. */
#include <stdio.h>

#include "formats/meaning.h"
#include "formats/reader.h"
#include "formats/rounding.h"

/* The index of the first field that is a matrix, or a list of them; `count` if there is none. */
static size_t first_operand(const struct field *list, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (list[i].kind == FIELD_MATRIX || list[i].kind == FIELD_MATRICES)
            break;
    return i;
}

bool reader_suits(const struct reader_format *format, const struct field *list, size_t count)
{
    return format->members || first_operand(list, count) < count;
}

bool reading_begin(struct reading *reading, const struct reader_format *format,
                   const char *parameters, struct fields *fields, struct problem *problem)
{
    *reading = (struct reading){.fields = fields,
                                .parameters = parameters,
                                .within = "",
                                .problem = problem};
    if (format->members ||
        operand_find(fields, first_operand(fields->list, fields->count), &reading->operand))
        return true;
    return problem_no_memory(problem);
}

/* How the missing member is sent. */
static void advise(const struct reading *reading, const struct reader_format *format,
                   const struct field *missing, char advice[MEANING_WORDS])
{
    const struct field *given = reading->operand.field;
    bool matrix = missing->kind == FIELD_MATRIX || missing->kind == FIELD_MATRICES;
    const char *value = matrix ? "@FILE" : "VALUE";

    advice[0] = '\0';
    if (format == &multipart_reader)
        snprintf(advice, MEANING_WORDS, " With curl it is one more -F %s=%s.", missing->name,
                 value);
    if (given)
        snprintf(advice, MEANING_WORDS,
                 " It is one matrix, %s, as all of type %s: send several members as parts, with "
                 "curl -F %s=@FILE -F %s=%s.",
                 given->name, format->media_type, given->name, missing->name, value);
}

static void tell_missing(const struct reading *reading, const struct reader_format *format,
                         const struct field *missing)
{
    const struct spot end = reading->fields->end;
    const struct place place = {.line = end.line, .column = end.column};
    char advice[MEANING_WORDS];

    advise(reading, format, missing, advice);
    if (meaning_fault(reading->problem, PROBLEM_MISSING_MEMBER, &place,
                      "The body has no member \"%s\", which it needs.%s", missing->name, advice))
        problem_add_new(reading->problem, "member", json_string(missing->name));
}

/* Whether what is told is a fault of meaning, which may not be the first in the text: values are
 * judged by their fields only now. Places in two parts of a form are not compared. */
static bool may_judge(const struct reading *reading, const struct reader_format *format)
{
    enum problem_kind kind = reading->problem->kind;

    if (kind == PROBLEM_NONE || kind == PROBLEM_MISSING_MEMBER)
        return true;
    return problem_fact(kind)->status == 422 && format == &json_reader;
}

static void judge(const struct field *field, const struct field_value *value,
                  struct problem *problem)
{
    if (field->judge && value->given && (field->kind != FIELD_DOCUMENT || value->document))
        field->judge(field, value, problem);
}

bool reading_complete(const struct reading *reading, const struct reader_format *format)
{
    struct fields *fields = reading->fields;

    if (!may_judge(reading, format))
        return false;
    for (size_t i = 0; i < fields->count; i++)
        judge(&fields->list[i], &fields->values[i], reading->problem);
    rounding_judge(fields, reading->problem);
    for (size_t i = 0; i < fields->count; i++)
        if (fields->list[i].required && !fields->values[i].given)
            tell_missing(reading, format, &fields->list[i]);
    return reading->problem->kind == PROBLEM_NONE;
}
