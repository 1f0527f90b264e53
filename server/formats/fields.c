/* The values of a body, found by name. */
#include "formats/fields.h"

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

void fields_release(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        rowcol_matrix_release(&fields->values[i].matrix);
        json_decref(fields->values[i].document);
        free(fields->values[i].text);
    }
    memset(fields->values, 0, sizeof fields->values);
}
