#include "formats/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/reader.h"

/* The text is JSON that the reader has found good, so that nothing is checked here: tokens are only
 * passed over. */

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* `at` is at the opening quote. */
static const char *skip_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

static const char *skip_value(const char *at)
{
    size_t depth = 0;

    do {
        if (*at == '"') {
            at = skip_string(at);
        } else if (*at == '[' || *at == '{') {
            depth++;
            at++;
        } else if (*at == ']' || *at == '}') {
            depth--;
            at++;
        } else {
            at += strcspn(at, depth > 0 ? "\"[]{}" : ",]} \t\r\n");
        }
    } while (depth > 0);
    return at;
}

/* From an array's bracket to its element number `index`. */
static const char *element(const char *array, size_t index)
{
    const char *at = skip_space(array + 1);

    for (size_t i = 0; i < index; i++)
        at = skip_space(skip_space(skip_value(at)) + 1);
    return at;
}

static void count_lines(const char *text, const char *at, struct place *place)
{
    const char *line = text;

    for (const char *end = text; (end = memchr(end, '\n', (size_t)(at - end))) != NULL;) {
        line = ++end;
        place->line++;
    }
    place->column = line == text ? place->column + (size_t)(at - text) : (size_t)(at - line) + 1;
}

struct place document_place(const struct field *field, const struct field_value *value,
                            const size_t *path, size_t depth)
{
    struct place place = field_place(field, value);
    const char *at = value->text;

    for (size_t i = 0; i < depth; i++) {
        size_t used = strlen(place.pointer);

        at = element(at, path[i]);
        snprintf(place.pointer + used, sizeof place.pointer - used, "/%zu", path[i]);
    }
    count_lines(value->text, at, &place);
    return place;
}

void document_relocate(const struct field *field, const struct field_value *value, size_t index,
                       struct place *place)
{
    struct place whole = document_place(field, value, &index, 1);
    size_t used = strlen(whole.pointer);

    snprintf(whole.pointer + used, sizeof whole.pointer - used, "%s", place->pointer);
    whole.column = place->line == 1 ? whole.column + place->column - 1 : place->column;
    whole.line += place->line - 1;
    *place = whole;
}

/* The reader takes the element for a body. */
bool document_read(const struct field *field, const struct field_value *value, size_t index,
                   struct fields *members, struct problem *problem)
{
    const struct reading reading = {.fields = members,
                                    .parameters = "",
                                    .within = "",
                                    .problem = problem};
    const char *at = element(value->text, index);
    void *reader = malloc(json_reader.size);
    bool good;

    if (!reader)
        return problem_no_memory(problem);
    json_reader.begin(reader, &reading);
    good = json_reader.feed(reader, at, (size_t)(skip_value(at) - at)) && json_reader.end(reader);
    json_reader.release(reader);
    free(reader);
    if (!good && problem->place.line > 0)
        document_relocate(field, value, index, &problem->place);
    return good;
}

bool document_is_word(const json_t *document, const char *word)
{
    return json_is_string(document) && json_string_length(document) == strlen(word) &&
           memcmp(json_string_value(document), word, strlen(word)) == 0;
}
