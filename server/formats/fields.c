/* The values of a body, found by name. */
#include "formats/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t fields_find(const struct fields *fields, const char *name, size_t length)
{
    size_t i;

    for (i = 0; i < fields->count; i++)
        if (strlen(fields->list[i].name) == length &&
            memcmp(fields->list[i].name, name, length) == 0)
            break;
    return i;
}

json_t *fields_names(const struct fields *fields)
{
    json_t *names = json_array();

    for (size_t i = 0; i < fields->count; i++)
        json_array_append_new(names, json_string(fields->list[i].name));
    return names;
}

/* A member of an object: its pointer ends in its name, which is ours and needs no escapes. */
struct place field_place(const struct field *field, const struct field_value *value)
{
    struct place place = {.line = value->spot.line, .column = value->spot.column};

    snprintf(place.pointer, sizeof place.pointer, "%s/%s", value->within ? value->within : "",
             field->name);
    return place;
}

static size_t held(const struct field_value *value)
{
    size_t capacity = value->matrix.capacity;
    size_t bytes = capacity > 0 ? capacity * sizeof(double) + ROWCOL_ALIGNMENT : 0;

    for (size_t i = 0; i < value->count; i++)
        bytes += held(&value->list[i]);
    return bytes;
}

size_t fields_held(const struct fields *fields)
{
    size_t bytes = 0;

    for (size_t i = 0; i < fields->count; i++)
        bytes += held(&fields->values[i]);
    return bytes;
}

static void release(struct field_value *value)
{
    for (size_t i = 0; i < value->count; i++)
        release(&value->list[i]);
    free(value->list);
    rowcol_matrix_release(&value->matrix);
    json_decref(value->document);
    free(value->text);
    *value = (struct field_value){.given = false};
}

void fields_release(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->values[i].given)
            release(&fields->values[i]);
}
