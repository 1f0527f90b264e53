#include "json_reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/operand.h"

const struct field reading_fields[] = {
    {"a", FIELD_MATRIX, true, false},           {"b", FIELD_MATRIX, false, true},
    {"flag", FIELD_TRUTH, false, false},        {"number", FIELD_NUMBER, false, false},
    {"document", FIELD_DOCUMENT, false, false}, {"list", FIELD_MATRICES, false, false},
};

/* Feeds a copy that is exactly as long. Returns what the reader does; false also without memory. */
static bool feed_copy(void *reader, const char *bytes, size_t count)
{
    char *copy = malloc(count > 0 ? count : 1);
    bool more;

    if (copy == NULL)
        return false;
    memcpy(copy, bytes, count);
    more = json_reader.feed(reader, copy, count);
    free(copy);
    return more;
}

void reading_begin(struct reading *reading, const char *text, size_t length, size_t first,
                   size_t size)
{
    size_t count = first < length ? first : length;
    bool more = true;
    void *reader;

    memset(reading, 0, sizeof *reading);
    reading->fields.list = reading_fields;
    reading->fields.count = READING_FIELDS;
    reader = malloc(json_reader.size);
    if (reader == NULL)
        return;
    memset(reader, 0xaa, json_reader.size);
    json_reader.begin(reader, &reading->fields, &reading->problem);
    for (size_t at = 0; at < length && more; at += count, count = size) {
        if (count > length - at)
            count = length - at;
        more = feed_copy(reader, text + at, count);
    }
    reading->good = json_reader.end(reader);
    json_reader.release(reader);
    free(reader);
}

void reading_end(struct reading *reading)
{
    fields_release(&reading->fields);
    problem_clear(&reading->problem);
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

char *reading_words(const struct reading *reading)
{
    const struct problem *problem = &reading->problem;
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
    for (size_t i = 0; reading->good && i < READING_FIELDS; i++)
        if (reading->fields.values[i].given)
            print_value(to, &reading_fields[i], &reading->fields.values[i]);
    return fclose(to) == 0 ? words : NULL;
}
