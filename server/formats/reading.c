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
                   const char *name, char advice[MEANING_WORDS])
{
    const struct field *given = reading->operand.field;

    advice[0] = '\0';
    if (format == &multipart_reader)
        snprintf(advice, MEANING_WORDS, " With curl it is one more -F %s=@FILE.", name);
    if (given)
        snprintf(advice, MEANING_WORDS,
                 " It is one matrix, %s, as all of type %s: send several as parts, with curl -F "
                 "%s=@FILE -F %s=@FILE.",
                 given->name, format->media_type, given->name, name);
}

static void tell_missing(const struct reading *reading, const struct reader_format *format,
                         const char *name)
{
    const struct spot end = reading->fields->end;
    const struct place place = {.line = end.line, .column = end.column};
    char advice[MEANING_WORDS];

    advise(reading, format, name, advice);
    if (meaning_fault(reading->problem, PROBLEM_MISSING_MEMBER, &place,
                      "The body has no member \"%s\", which it needs.%s", name, advice))
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
