/* text/plain: for eyes on a terminal. A matrix is its rows, a line each, columns aligned at the
 * right with two spaces between. In an answer of more than one member each matrix has its name
 * above and empty lines around it; everything else is a line `name: value`. */
#include <rowcol/number.h>
#include <string.h>

#include "formats/layout.h"

#define GAP 2
#define RUN 32 /* numbers */

/* Strings stand bare; everything else is JSON. */
static void add_value(const struct answer_member *member, struct buffer *text)
{
    if (json_is_string(member->document))
        buffer_add(text, json_string_value(member->document), json_string_length(member->document));
    else
        buffer_add_json(text, member->document);
    buffer_add_text(text, "\n");
}

static bool is_matrix(const struct answer *answer, size_t index)
{
    return answer->members[index].form == ANSWER_MATRIX;
}

static void plan_member(const struct answer *answer, size_t index, struct layout *layout)
{
    const struct answer_member *member = &answer->members[index];
    struct buffer *text = layout_text(layout);

    if (index > 0 && (is_matrix(answer, index) || is_matrix(answer, index - 1)))
        buffer_add_text(text, "\n");
    buffer_print(text, is_matrix(answer, index) ? "%s:\n" : "%s: ", member->name);
    if (answer_has_numbers(member))
        layout_numbers(layout, numbers_of(answer, member));
    else
        add_value(member, text);
}

static void text_plan(const struct answer *answer, struct layout *layout)
{
    if (answer->count == 1 && is_matrix(answer, 0)) {
        layout_numbers(layout, numbers_of(answer, &answer->members[0]));
        return;
    }
    for (size_t i = 0; i < answer->count; i++)
        plan_member(answer, i, layout);
}

/* One byte a column: the width of its widest entry. A single row has nothing to align. */
static size_t text_measures(const struct numbers *numbers)
{
    rowcol_shape shape = numbers->matrix->shape;

    return shape.rows > 1 ? shape.columns : 0;
}

static void raise_width(unsigned char *measures, size_t column, size_t length)
{
    unsigned char *width = &measures[column];
    unsigned char wanted = (unsigned char)length;
    unsigned char seen = __atomic_load_n(width, __ATOMIC_RELAXED);

    while (seen < wanted && !__atomic_compare_exchange_n(width, &seen, wanted, true,
                                                         __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
}

/* Numbers are written a run at a time, which is faster than one by one, and taken in order. */
struct run {
    const char *next;
    char text[ROWCOL_NUMBERS_ROOM(RUN)];
};

static void run_begin(struct run *run, const double *entries, size_t count)
{
    rowcol_numbers_write(entries, count, run->text);
    run->next = run->text;
}

/* The next number's text. Returns its length. */
static size_t run_next(struct run *run, const char **number)
{
    const char *comma = memchr(run->next, ',', ROWCOL_NUMBER_LONGEST + 1);

    *number = run->next;
    run->next = comma + 1;
    return (size_t)(comma - *number);
}

static size_t run_length(size_t left)
{
    return left < RUN ? left : RUN;
}

static void text_measure(const struct numbers *numbers, size_t first, size_t count,
                         unsigned char *measures)
{
    const rowcol_matrix *matrix = numbers->matrix;
    size_t columns = matrix->shape.columns;
    size_t column = first % columns;
    const double *entry = matrix->entries + first;
    struct run run;

    for (size_t left = count, here; left > 0; left -= here, entry += here) {
        here = run_length(left);
        run_begin(&run, entry, here);
        for (size_t i = 0; i < here; i++) {
            const char *number;

            raise_width(measures, column, run_next(&run, &number));
            column = column + 1 < columns ? column + 1 : 0;
        }
    }
}

/* A row's newline takes the room of the gap that its first entry doesn't have; a block that begins
 * within a row has one newline more. */
static size_t text_room(const struct numbers *numbers, size_t count)
{
    (void)numbers;
    return count * (ROWCOL_NUMBER_LONGEST + GAP) + 1 + ROWCOL_NUMBER_ROOM;
}

/* Puts a number at the right of a field of at least this width. Returns the field's width. What is
 * touched is the same for all: copies of a known length take half the time. */
static size_t write_field(const char *number, size_t length, size_t width, char *out)
{
    size_t blank = width > length ? width - length : 0;

    memset(out, ' ', ROWCOL_NUMBER_LONGEST);
    memcpy(out + blank, number, ROWCOL_NUMBER_LONGEST);
    return blank + length;
}

static size_t text_entries(const struct numbers *numbers, size_t first, size_t count,
                           const unsigned char *measures, char *out)
{
    const rowcol_matrix *matrix = numbers->matrix;
    size_t columns = matrix->shape.columns;
    size_t column = first % columns;
    const double *entry = matrix->entries + first;
    char *next = out;
    struct run run;

    for (size_t left = count, here; left > 0; left -= here, entry += here) {
        here = run_length(left);
        run_begin(&run, entry, here);
        for (size_t i = 0; i < here; i++) {
            const char *number;
            size_t length = run_next(&run, &number);

            if (column > 0) {
                memset(next, ' ', GAP);
                next += GAP;
            }
            next += write_field(number, length, measures ? measures[column] : 0, next);
            if (++column == columns) {
                *next++ = '\n';
                column = 0;
            }
        }
    }
    return (size_t)(next - out);
}

const struct writer_format text_writer = {
    .media_type = "text/plain",
    .form = FORM_TEXT,
    .content_type = "text/plain; charset=utf-8",
    .plan = text_plan,
    .measures = text_measures,
    .measure = text_measure,
    .room = text_room,
    .entries = text_entries,
};
