/* application/json: one compact object, members in the answer's order, one newline at the end. */
#include <rowcol/number.h>

#include "base/digits.h"
#include "formats/writer.h"

static void add_length(struct buffer *text, size_t length)
{
    char digits[DIGITS_LONGEST];

    buffer_add(text, digits, (size_t)(digits_write(digits, length, 1) - digits));
}

/* The shape of an answer's only matrix stands before everything else. */
static void add_shape(const struct answer *answer, struct buffer *text)
{
    for (size_t i = 0; i < answer->count; i++) {
        rowcol_shape shape = answer->members[i].matrix.shape;

        if (!answer_is_matrix(&answer->members[i]))
            continue;
        buffer_add_text(text, "\"shape\":[");
        add_length(text, shape.rows);
        buffer_add_text(text, ",");
        add_length(text, shape.columns);
        buffer_add_text(text, "]");
    }
}

/* A member's name, and its value unless that is a matrix. */
static void add_member(const struct answer_member *member, struct buffer *text)
{
    buffer_add_text(text, "\"");
    buffer_add_text(text, member->name);
    buffer_add_text(text, "\":");
    if (answer_is_matrix(member))
        return;
    if (member->document)
        buffer_add_json(text, member->document);
    else
        buffer_add(text, member->json.bytes, member->json.length);
}

static void json_between(const struct answer *answer, size_t index, struct buffer *text)
{
    size_t matrices = answer_matrices(answer);
    size_t seen = 0;

    if (index == 0) {
        buffer_add_text(text, "{");
        if (matrices == 1)
            add_shape(answer, text);
    }
    for (size_t i = 0; i < answer->count && seen <= index; i++) {
        const struct answer_member *member = &answer->members[i];

        if (seen == index) {
            buffer_add_text(text, i > 0 || matrices == 1 ? "," : "");
            add_member(member, text);
        }
        seen += answer_is_matrix(member);
    }
    if (index == matrices)
        buffer_add_text(text, "}\n");
}

static size_t json_measures(const rowcol_matrix *matrix)
{
    (void)matrix;
    return 0;
}

/* Each number has a comma or a bracket behind it; a row has a comma and a bracket more, and the
 * whole two brackets. */
static size_t json_room(const rowcol_matrix *matrix, size_t count)
{
    size_t rows = count / matrix->shape.columns + 2;

    return ROWCOL_NUMBERS_ROOM(count) + rows * 2 + 2;
}

static size_t json_entries(const rowcol_matrix *matrix, size_t first, size_t count,
                           const unsigned char *measures, char *out)
{
    size_t columns = matrix->shape.columns;
    size_t column = first % columns;
    const double *entry = matrix->entries + first;
    const double *end = entry + count;
    char *next = out;

    (void)measures;
    for (; entry < end; column = 0) {
        size_t left = columns - column;
        size_t here = (size_t)(end - entry) < left ? (size_t)(end - entry) : left;

        if (column == 0) {
            *next++ = entry == matrix->entries ? '[' : ',';
            *next++ = '[';
        }
        next += rowcol_numbers_write(entry, here, next);
        entry += here;
        if (here == left) /* instead of the last comma */
            next[-1] = ']';
    }
    if (first + count == matrix->shape.rows * columns)
        *next++ = ']';
    return (size_t)(next - out);
}

const struct writer_format json_writer = {
    .media_type = "application/json",
    .content_type = "application/json",
    .between = json_between,
    .measures = json_measures,
    .room = json_room,
    .entries = json_entries,
};
