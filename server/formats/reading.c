/* Whole bodies: how their reading begins, and what they may not lack. */
#include <string.h>

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
    problem_set(problem, PROBLEM_OVERLOADED, "The server is out of memory. Try again in a moment.");
    return false;
}

static void tell_missing(const struct reading *reading, const struct reader_format *format,
                         const char *name)
{
    const struct spot end = reading->fields->end;
    const struct place place = {.line = end.line, .column = end.column};

    if (format->members)
        meaning_missing(reading->problem, &place, "The body", name);
    else if (meaning_fault(
                 reading->problem, PROBLEM_MISSING_MEMBER, &place,
                 "A body of type %s is one matrix, %s, and %s is needed too: send them as "
                 "parts, as curl does with -F %s=@FILE -F %s=@FILE.",
                 format->media_type, reading->operand.field->name, name,
                 reading->operand.field->name, name))
        problem_add_new(reading->problem, "member", json_string(name));
}

bool reading_complete(const struct reading *reading, const struct reader_format *format)
{
    struct fields *fields = reading->fields;

    rounding_judge(fields, reading->problem);
    for (size_t i = 0; i < fields->count; i++)
        if (fields->list[i].required && !fields->values[i].given)
            tell_missing(reading, format, fields->list[i].name);
    return reading->problem->kind == PROBLEM_NONE;
}
