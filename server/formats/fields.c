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

/* A member of the body's object: its pointer is its name, which is ours and needs no escapes. */
struct place field_place(const struct field *field, const struct field_value *value)
{
    struct place place = {.line = value->spot.line, .column = value->spot.column};

    snprintf(place.pointer, sizeof place.pointer, "/%s", field->name);
    return place;
}

void fields_release(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct field_value *value = &fields->values[i];

        if (!value->given)
            continue;
        rowcol_matrix_release(&value->matrix);
        json_decref(value->document);
        free(value->text);
        *value = (struct field_value){.given = false};
    }
}
