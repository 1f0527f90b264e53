#include "outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/operand.h"

const struct field outcome_fields[] = {
    {.name = "a", .kind = FIELD_MATRIX, .required = true},
    {.name = "b", .kind = FIELD_MATRIX, .column = true},
    {.name = "flag", .kind = FIELD_TRUTH},
    {.name = "number", .kind = FIELD_NUMBER},
    {.name = "document", .kind = FIELD_DOCUMENT},
    {.name = "list", .kind = FIELD_MATRICES},
};

/* Feeds a copy that is exactly as long. Returns what the reader does; false also without memory. */
static bool feed_copy(const struct reader_format *format, void *reader, const char *bytes,
                      size_t count)
{
    char *copy = malloc(count > 0 ? count : 1);
    bool more;

    if (copy == NULL)
        return false;
    memcpy(copy, bytes, count);
    more = format->feed(reader, copy, count);
    free(copy);
    return more;
}

void outcome_begin(struct outcome *outcome, const struct reader_format *format,
                   const char *parameters, const char *text, size_t length, size_t first,
                   size_t size)
{
    size_t count = first < length ? first : length;
    bool more = true;
    struct reading reading;
    void *reader;

    memset(outcome, 0, sizeof *outcome);
    outcome->fields.list = outcome_fields;
    outcome->fields.count = OUTCOME_FIELDS;
    reader = malloc(format->size);
    if (reader == NULL ||
        !reading_begin(&reading, format, parameters, &outcome->fields, &outcome->problem))
        return;
    memset(reader, 0xaa, format->size);
    format->begin(reader, &reading);
    for (size_t at = 0; at < length && more; at += count, count = size) {
        if (count > length - at)
            count = length - at;
        more = feed_copy(format, reader, text + at, count);
    }
    outcome->good = format->end(reader) && reading_complete(&reading, format);
    format->release(reader);
    free(reader);
}

void outcome_end(struct outcome *outcome)
{
    fields_release(&outcome->fields);
    problem_clear(&outcome->problem);
}

static void print_json(FILE *to, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

    fprintf(to, "%s", text == NULL ? "-" : text);
    free(text);
}

static void print_place(FILE *to, const struct place *place)
{
    fprintf(to, " @%zu:%zu %s", place->line, place->column, place->pointer);
}

static void print_matrix(FILE *to, const struct field_value *value)
{
    const rowcol_matrix *matrix = &value->matrix;

    fprintf(to, " %zu x %zu%s:", matrix->shape.rows, matrix->shape.columns,
            value->vector ? " vector" : "");
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        fprintf(to, " %a", matrix->entries[i]);
    if (value->not_finite)
        fprintf(to, " (not finite)");
    if (value->rounded.entry > 0)
        fprintf(to, " (%zu rounded)", value->rounded.entry);
}

/* A list's matrices, each with its place. */
static void print_list(FILE *to, const struct field *field, const struct field_value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        const struct operand operand = operand_in_list(field, value, i);
        const struct place place = operand_place(&operand);

        print_place(to, &place);
        print_matrix(to, &value->list[i]);
    }
}

static void print_value(FILE *to, const struct field *field, const struct field_value *value)
{
    const struct place place = field_place(field, value);

    fprintf(to, "%s", field->name);
    print_place(to, &place);
    if (field->kind == FIELD_MATRIX)
        print_matrix(to, value);
    else if (field->kind == FIELD_MATRICES)
        print_list(to, field, value);
    else if (field->kind == FIELD_DOCUMENT)
        print_json(to, value->document);
    else
        fprintf(to, " %a %d", value->number, value->truth);
    fprintf(to, "\n");
}

char *outcome_words(const struct outcome *outcome)
{
    const struct problem *problem = &outcome->problem;
    char *words = NULL;
    size_t size;
    FILE *to = open_memstream(&words, &size);

    if (to == NULL)
        return NULL;
    if (problem->kind != PROBLEM_NONE) {
        fprintf(to, "%s", problem_fact(problem->kind)->slug);
        print_place(to, &problem->place);
        fprintf(to, " %s ", problem->detail);
        print_json(to, problem->members);
    }
    for (size_t i = 0; outcome->good && i < OUTCOME_FIELDS; i++)
        if (outcome->fields.values[i].given)
            print_value(to, &outcome_fields[i], &outcome->fields.values[i]);
    return fclose(to) == 0 ? words : NULL;
}
