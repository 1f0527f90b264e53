/* text/csv: an answer that is one array is its rows and nothing else, as programs read them. Of any
 * other each member has its name on a line above, and an empty line between; a list is a row, a
 * number a cell. Lines end with a line feed alone, as in all our texts: whoever reads CSV takes
 * that, while many a tool leaves a carriage return in the last cell. Complex numbers are as Python
 * has them (1+2j), which numpy, pandas, Octave and Excel read. */
#include <math.h>
#include <rowcol/number.h>
#include <stdlib.h>
#include <string.h>

#include "formats/layout.h"

/* --- What stands around the numbers ----------------------------------------------------------- */

/* RFC 4180: a cell with what has a meaning of its own is quoted, and quotes in it are doubled. */
static void add_cell(const char *cell, struct buffer *text)
{
    if (!strpbrk(cell, "\",\r\n")) {
        buffer_add_text(text, cell);
        return;
    }
    buffer_add_text(text, "\"");
    for (; *cell != '\0'; cell++) {
        buffer_add(text, cell, 1);
        if (*cell == '"')
            buffer_add(text, cell, 1);
    }
    buffer_add_text(text, "\"");
}

/* Strings stand for themselves, everything else is JSON. */
static void add_value(const struct answer_member *member, struct buffer *text)
{
    char *json = NULL;

    if (json_is_string(member->document)) {
        add_cell(json_string_value(member->document), text);
    } else {
        json = json_dumps(member->document, JSON_COMPACT | JSON_ENCODE_ANY);
        if (json)
            add_cell(json, text);
        else
            text->failed = true;
    }
    free(json);
    buffer_add_text(text, "\n");
}

static void plan_members(const struct answer *answer, struct layout *layout)
{
    struct buffer *text = layout_text(layout);

    for (size_t i = 0; i < answer->count; i++) {
        const struct answer_member *member = &answer->members[i];

        buffer_print(text, "%s%s\n", i > 0 ? "\n" : "", member->name);
        if (answer_has_numbers(member))
            layout_numbers(layout, numbers_of(answer, member));
        else
            add_value(member, text);
    }
}

static void csv_plan(const struct answer *answer, struct layout *layout)
{
    const struct answer_member *only = answer_only_array(answer);

    if (only)
        layout_numbers(layout, numbers_of(answer, only));
    else
        plan_members(answer, layout);
}

/* --- Numbers ---------------------------------------------------------------------------------- */

static size_t csv_measures(const struct numbers *numbers)
{
    (void)numbers;
    return 0;
}

/* Two numbers, a sign, a unit, and a comma. */
#define PAIR_ROOM (2 * ROWCOL_NUMBER_LONGEST + 3)

static size_t csv_room(const struct numbers *numbers, size_t count)
{
    return numbers->imaginary ? count * PAIR_ROOM + ROWCOL_NUMBER_ROOM : ROWCOL_NUMBERS_ROOM(count);
}

/* An entry and a comma. */
static char *write_pair(const struct numbers *numbers, size_t entry, char *out)
{
    double imaginary = numbers->imaginary->entries[entry];

    out += numbers_write_one(numbers, numbers->matrix->entries[entry], out);
    if (!signbit(imaginary))
        *out++ = '+';
    out += numbers_write_one(numbers, imaginary, out);
    *out++ = 'j';
    *out++ = ',';
    return out;
}

/* Entries of one row, with a comma behind each. */
static char *write_run(const struct numbers *numbers, size_t first, size_t count, char *out)
{
    if (!numbers->imaginary)
        return out + numbers_write(numbers, numbers->matrix->entries + first, count, out);
    for (size_t i = first; i < first + count; i++)
        out = write_pair(numbers, i, out);
    return out;
}

static size_t csv_entries(const struct numbers *numbers, size_t first, size_t count,
                          const unsigned char *measures, char *out)
{
    size_t columns = numbers->matrix->shape.columns;
    size_t end = first + count;
    char *next = out;

    (void)measures;
    while (first < end) {
        size_t left = columns - first % columns;
        size_t here = end - first < left ? end - first : left;

        next = write_run(numbers, first, here, next);
        first += here;
        if (here == left) /* instead of the last comma */
            next[-1] = '\n';
    }
    return (size_t)(next - out);
}

const struct writer_format csv_writer = {
    .media_type = "text/csv",
    .content_type = "text/csv; charset=utf-8",
    .suffix = "csv",
    .plan = csv_plan,
    .measures = csv_measures,
    .room = csv_room,
    .entries = csv_entries,
};
