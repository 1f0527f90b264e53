/* The JSON reader against jansson: both take the same documents and get the same values; and it
 * comes to the same, fault and place included, however a body is cut.
 *
 * jansson is stricter than RFC 8259 in three things, and then its verdict says nothing: halves of
 * surrogate pairs, U+0000 in names, and numbers beyond every double. It also nests deeper, and
 * passes over a NUL behind a number or a word, which may stand nowhere. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "outcome.h"

#define FLAGS (JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* FNV-1a: where to cut, different for every input and the same in every run. */
static size_t hash(const uint8_t *data, size_t size)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ data[i]) * UINT64_C(0x100000001b3);
    return (size_t)(sum ^ sum >> 32);
}

static void check_cut(const struct outcome *whole, const char *text, size_t size, size_t first,
                      size_t part)
{
    struct outcome cut;
    char *expected = outcome_words(whole);
    char *words;

    outcome_begin(&cut, &json_reader, "", text, size, first, part);
    words = outcome_words(&cut);
    check(words != NULL && expected != NULL && strcmp(words, expected) == 0,
          "it matters where the body is cut");
    free(words);
    free(expected);
    outcome_end(&cut);
}

static bool is_syntax(enum problem_kind kind)
{
    return kind == PROBLEM_MALFORMED_JSON || kind == PROBLEM_INVALID_UTF_8 ||
           kind == PROBLEM_TOO_DEEP;
}

/* Whether jansson refuses something that RFC 8259 allows. */
static bool stricter(const json_error_t *error)
{
    return json_error_code(error) == json_error_numeric_overflow ||
           json_error_code(error) == json_error_null_byte_in_key ||
           strncmp(error->text, "invalid Unicode", 15) == 0;
}

/* What a request may be, said once more and in another way: by looking at a tree. */

static bool is_row(const json_t *row, size_t columns)
{
    if (!json_is_array(row) || json_array_size(row) != columns || columns == 0)
        return false;
    for (size_t i = 0; i < columns; i++)
        if (!json_is_real(json_array_get(row, i)))
            return false;
    return true;
}

static bool is_shape_and_data(const json_t *value)
{
    const json_t *shape = json_object_get(value, "shape");
    const json_t *data = json_object_get(value, "data");
    double rows, columns;

    if (!json_is_object(value) || json_object_size(value) != 2 || !is_row(shape, 2))
        return false;
    rows = json_real_value(json_array_get(shape, 0));
    columns = json_real_value(json_array_get(shape, 1));
    return rows >= 1 && columns >= 1 && rows == floor(rows) && columns == floor(columns) &&
           rows * columns == (double)json_array_size(data) && is_row(data, json_array_size(data));
}

static bool is_matrix(const json_t *value)
{
    const json_t *first = json_array_get(value, 0);

    if (json_is_object(value))
        return is_shape_and_data(value);
    if (!json_is_array(first))
        return is_row(value, json_array_size(value));
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!is_row(json_array_get(value, i), json_array_size(first)))
            return false;
    return true;
}

static bool is_list(const json_t *value)
{
    if (!json_is_array(value) || json_array_size(value) > LIMIT_MATRICES)
        return false;
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!is_matrix(json_array_get(value, i)))
            return false;
    return true;
}

static bool is_request(json_t *tree)
{
    const char *name;
    json_t *value;

    if (!json_is_object(tree) || json_object_get(tree, "a") == NULL)
        return false;
    json_object_foreach(tree, name, value) {
        bool matrix = strcmp(name, "a") == 0 || strcmp(name, "b") == 0;

        if (matrix                        ? !is_matrix(value)
            : strcmp(name, "flag") == 0   ? !json_is_boolean(value)
            : strcmp(name, "number") == 0 ? !json_is_real(value)
            : strcmp(name, "list") == 0   ? !is_list(value)
                                          : strcmp(name, "document") != 0)
            return false;
    }
    return true;
}

/* The next number of a value, depth first and in order of the text, behind `index` others. */
static bool same_entries(const json_t *value, const rowcol_matrix *matrix, size_t *index)
{
    if (json_is_real(value)) {
        double number = json_real_value(value);

        return memcmp(&matrix->entries[(*index)++], &number, sizeof number) == 0;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!same_entries(json_array_get(value, i), matrix, index))
            return false;
    return true;
}

static size_t rows_of(const json_t *value, const struct field *field)
{
    if (json_is_object(value))
        return (size_t)json_real_value(json_array_get(json_object_get(value, "shape"), 0));
    if (json_is_array(json_array_get(value, 0)) || field->column)
        return json_array_size(value);
    return 1;
}

static void check_matrix(const json_t *value, const struct field *field,
                         const rowcol_matrix *matrix)
{
    const json_t *entries = json_is_object(value) ? json_object_get(value, "data") : value;
    size_t count = 0;

    check(same_entries(entries, matrix, &count), "an entry differs");
    check(matrix->shape.rows == rows_of(value, field), "the number of rows differs");
    check(matrix->shape.rows * matrix->shape.columns == count, "the number of entries differs");
}

static void check_list(const json_t *list, const struct field *field,
                       const struct field_value *value)
{
    check(json_array_size(list) == value->count, "the number of matrices differs");
    for (size_t i = 0; i < value->count; i++)
        check_matrix(json_array_get(list, i), field, &value->list[i].matrix);
}

static void check_values(const json_t *tree, const struct outcome *reading)
{
    for (size_t i = 0; i < OUTCOME_FIELDS; i++) {
        const struct field *field = &outcome_fields[i];
        const struct field_value *value = &reading->fields.values[i];
        const json_t *expected = json_object_get(tree, field->name);

        check((expected != NULL) == value->given, "a member is missing");
        if (expected == NULL)
            continue;
        if (field->kind == FIELD_MATRIX)
            check_matrix(expected, field, &value->matrix);
        else if (field->kind == FIELD_MATRICES)
            check_list(expected, field, value);
        else if (field->kind == FIELD_TRUTH)
            check(json_is_true(expected) == value->truth, "a truth differs");
        else if (field->kind == FIELD_NUMBER)
            check(json_real_value(expected) == value->number, "a number differs");
        else
            check(json_equal(expected, value->document), "a document differs");
    }
}

static void check_meaning(json_t *tree, const char *text, size_t size,
                          const struct outcome *reading)
{
    enum problem_kind kind = reading->problem.kind;
    json_error_t error;
    json_t *unique = json_loadb(text, size, FLAGS | JSON_REJECT_DUPLICATES, &error);
    bool doubled = unique == NULL && json_error_code(&error) == json_error_duplicate_key;

    if (reading->good) {
        check(is_request(tree), "a body was taken that is no request");
        check_values(tree, reading);
    } else if (kind == PROBLEM_DUPLICATE_MEMBER) {
        check(unique == NULL, "a member is not there twice");
    } else if (kind != PROBLEM_TOO_LARGE && !doubled) {
        check(!is_request(tree), "a request was refused");
    }
    json_decref(unique);
}

static void check_against_jansson(const char *text, size_t size, const struct outcome *reading)
{
    enum problem_kind kind = reading->problem.kind;
    json_error_t error;
    json_t *tree = json_loadb(text, size, FLAGS, &error);

    if (memchr(text, '\0', size) != NULL) {
        check(is_syntax(kind), "a NUL is taken");
    } else if (tree == NULL) {
        check(is_syntax(kind) || stricter(&error), "jansson refuses what we take");
    } else if (kind != PROBLEM_TOO_DEEP) {
        check(!is_syntax(kind), "jansson takes what we refuse");
        check_meaning(tree, text, size, reading);
    }
    json_decref(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    size_t sum = hash(data, size);
    struct outcome whole;

    outcome_begin(&whole, &json_reader, "", text, size, size, size);
    check(whole.good == (whole.problem.kind == PROBLEM_NONE), "a fault is not told");
    check_cut(&whole, text, size, sum % (size + 1), size);
    check_cut(&whole, text, size, sum % 7 + 1, sum / 7 % 13 + 1);
    check_against_jansson(text, size, &whole);
    outcome_end(&whole);
    return 0;
}
