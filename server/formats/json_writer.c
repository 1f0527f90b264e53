/* application/json: one compact object, members in the answer's order, one newline at the end. */
#include <rowcol/number.h>
#include <string.h>

#include "base/digits.h"
#include "formats/layout.h"

static void add_length(struct buffer *text, size_t length)
{
    char digits[DIGITS_LONGEST];

    buffer_add(text, digits, (size_t)(digits_write(digits, length, 1) - digits));
}

/* The shape of an answer's only matrix stands before everything else. */
static void add_shape(rowcol_shape shape, struct buffer *text)
{
    buffer_add_text(text, "\"shape\":[");
    add_length(text, shape.rows);
    buffer_add_text(text, ",");
    add_length(text, shape.columns);
    buffer_add_text(text, "]");
}

static void add_value(const struct answer_member *member, struct buffer *text)
{
    if (member->document)
        buffer_add_json(text, member->document);
    else
        buffer_add(text, member->json.bytes, member->json.length);
}

/* A complex matrix is two, {"re":M,"im":M}. */
static void plan_complex_matrix(struct numbers numbers, struct layout *layout)
{
    struct numbers imaginary = numbers;

    imaginary.matrix = numbers.imaginary;
    imaginary.imaginary = numbers.imaginary = NULL;
    buffer_add_text(layout_text(layout), "{\"re\":");
    layout_numbers(layout, numbers);
    buffer_add_text(layout_text(layout), ",\"im\":");
    layout_numbers(layout, imaginary);
    buffer_add_text(layout_text(layout), "}");
}

static void plan_member(const struct answer *answer, const struct answer_member *member,
                        struct layout *layout)
{
    struct buffer *text = layout_text(layout);

    buffer_add_text(text, "\"");
    buffer_add_text(text, member->name);
    buffer_add_text(text, "\":");
    if (!answer_has_numbers(member))
        add_value(member, text);
    else if (member->form == ANSWER_MATRIX && member->imaginary.entries)
        plan_complex_matrix(numbers_of(answer, member), layout);
    else
        layout_numbers(layout, numbers_of(answer, member));
}

static void json_plan(const struct answer *answer, struct layout *layout)
{
    const rowcol_matrix *only = answer_only_matrix(answer);
    struct buffer *text = layout_text(layout);

    buffer_add_text(text, "{");
    if (only)
        add_shape(only->shape, text);
    for (size_t i = 0; i < answer->count; i++) {
        buffer_add_text(text, i > 0 || only ? "," : "");
        plan_member(answer, &answer->members[i], layout);
    }
    buffer_add_text(text, "}\n");
}

static size_t json_measures(const struct numbers *numbers)
{
    (void)numbers;
    return 0;
}

/* {"re":1,"im":2}, and a comma. */
#define PAIR_ROOM (2 * ROWCOL_NUMBER_LONGEST + 15)

/* Each number has a comma or a bracket behind it; a row has a comma and a bracket more, and the
 * whole two brackets. */
static size_t json_room(const struct numbers *numbers, size_t count)
{
    size_t rows = count / numbers->matrix->shape.columns + 2;

    if (numbers->imaginary)
        return count * PAIR_ROOM + ROWCOL_NUMBER_ROOM;
    return ROWCOL_NUMBERS_ROOM(count) + rows * 2 + 2;
}

static size_t write_matrix(const struct numbers *numbers, size_t first, size_t count, char *out)
{
    const rowcol_matrix *matrix = numbers->matrix;
    size_t columns = matrix->shape.columns;
    size_t column = first % columns;
    const double *entry = matrix->entries + first;
    const double *end = entry + count;
    char *next = out;

    for (; entry < end; column = 0) {
        size_t left = columns - column;
        size_t here = (size_t)(end - entry) < left ? (size_t)(end - entry) : left;

        if (column == 0) {
            *next++ = entry == matrix->entries ? '[' : ',';
            *next++ = '[';
        }
        next += numbers_write(numbers, entry, here, next);
        entry += here;
        if (here == left) /* instead of the last comma */
            next[-1] = ']';
    }
    if (first + count == matrix->shape.rows * columns)
        *next++ = ']';
    return (size_t)(next - out);
}

/* Numbers with a comma behind each; behind the last of all a bracket instead. */
static size_t write_list(const struct numbers *numbers, size_t first, size_t count, char *out)
{
    const rowcol_matrix *list = numbers->matrix;
    char *next = out;

    if (first == 0)
        *next++ = '[';
    next += numbers_write(numbers, list->entries + first, count, next);
    if (first + count == list->shape.rows * list->shape.columns)
        next[-1] = ']';
    return (size_t)(next - out);
}

static size_t write_complex_list(const struct numbers *numbers, size_t first, size_t count,
                                 char *out)
{
    size_t last = numbers->matrix->shape.rows * numbers->matrix->shape.columns - 1;
    char *next = out;

    for (size_t i = first; i < first + count; i++) {
        next = stpcpy(next, i == 0 ? "[{\"re\":" : "{\"re\":");
        next += numbers_write_one(numbers, numbers->matrix->entries[i], next);
        next = stpcpy(next, ",\"im\":");
        next += numbers_write_one(numbers, numbers->imaginary->entries[i], next);
        next = stpcpy(next, i == last ? "}]" : "},");
    }
    return (size_t)(next - out);
}

static size_t json_entries(const struct numbers *numbers, size_t first, size_t count,
                           const unsigned char *measures, char *out)
{
    (void)measures;
    switch (numbers->form) {
    case ANSWER_MATRIX:
        return write_matrix(numbers, first, count, out);
    case ANSWER_LIST:
        return numbers->imaginary ? write_complex_list(numbers, first, count, out)
                                  : write_list(numbers, first, count, out);
    default:
        return numbers_write_one(numbers, numbers->matrix->entries[0], out);
    }
}

const struct writer_format json_writer = {
    .media_type = "application/json",
    .content_type = "application/json",
    .plan = json_plan,
    .measures = json_measures,
    .room = json_room,
    .entries = json_entries,
};
