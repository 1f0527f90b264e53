/* text/plain: for eyes on a terminal. A matrix is its rows, a line each, columns aligned at the
 * decimal points and fitted to a line (rowcol/columns.h); everything else is a line `name: value`,
 * longer lists on lines of their own below it. Matrices have their names above and an empty line
 * around them; an only matrix that comes first is bare. */
#include <rowcol/columns.h>
#include <rowcol/number.h>
#include <stdint.h>
#include <string.h>

#include "formats/layout.h"

#define GAP (sizeof ROWCOL_COLUMN_GAP - 1)
#define DOTS (sizeof ROWCOL_COLUMN_DOTS - 1)

/* The columns that are looked at. */
#define KNOWN ((size_t)2 * ROWCOL_LINE_COLUMNS)

#define PARTS_MOST 2

/* --- What stands around the numbers ----------------------------------------------------------- */

/* Strings stand bare; everything else is JSON. */
static void add_value(const struct answer_member *member, struct buffer *text)
{
    if (json_is_string(member->document))
        buffer_add(text, json_string_value(member->document), json_string_length(member->document));
    else
        buffer_add_json(text, member->document);
    buffer_add_text(text, "\n");
}

static void plan_member(const struct answer *answer, const struct answer_member *member,
                        struct layout *layout)
{
    struct buffer *text = layout_text(layout);

    buffer_print(text, member->form == ANSWER_MATRIX ? "%s:\n" : "%s: ", member->name);
    if (answer_has_numbers(member))
        layout_numbers(layout, numbers_of(answer, member));
    else
        add_value(member, text);
}

static void text_plan(const struct answer *answer, struct layout *layout)
{
    const struct answer_member *members = answer->members;
    const rowcol_matrix *only = answer_only_matrix(answer);

    for (size_t i = 0; i < answer->count; i++) {
        bool matrix = members[i].form == ANSWER_MATRIX;

        if (i > 0 && (matrix || members[i - 1].form == ANSWER_MATRIX))
            buffer_add_text(layout_text(layout), "\n");
        if (i == 0 && only == &members[i].matrix)
            layout_numbers(layout, numbers_of(answer, &members[i]));
        else
            plan_member(answer, &members[i], layout);
    }
}

/* --- The text of an entry: one number, or two, 1.5+0.5i --------------------------------------- */

/* The numbers of a run are written all at once, which is faster than one by one, and taken in
 * order. */
struct run {
    size_t parts;
    const char *next[PARTS_MOST];
    char text[PARTS_MOST][ROWCOL_NUMBERS_ROOM(KNOWN)];
    char imaginary[ROWCOL_NUMBER_LONGEST + 2];
};

struct number {
    const char *text;
    size_t length;
};

static size_t parts_of(const struct numbers *numbers)
{
    return numbers->imaginary ? 2 : 1;
}

static void run_part(struct run *run, size_t part, const struct numbers *numbers,
                     const double *entries, size_t count)
{
    numbers_write(numbers, entries, count, run->text[part]);
    run->next[part] = run->text[part];
}

/* Begins with entries first .. first + count - 1, at most KNOWN. */
static void run_begin(struct run *run, const struct numbers *numbers, size_t first, size_t count)
{
    run->parts = parts_of(numbers);
    run_part(run, 0, numbers, numbers->matrix->entries + first, count);
    if (numbers->imaginary)
        run_part(run, 1, numbers, numbers->imaginary->entries + first, count);
}

/* With a sign before it in any case, and the unit behind. */
static struct number imaginary_part(struct run *run, struct number number)
{
    size_t sign = *number.text == '-' ? 0 : 1;

    run->imaginary[0] = '+';
    memcpy(run->imaginary + sign, number.text, number.length);
    run->imaginary[sign + number.length] = 'i';
    return (struct number){run->imaginary, sign + number.length + 1};
}

/* The next number of a part; it stands until the next call. */
static struct number run_next(struct run *run, size_t part)
{
    const char *comma = memchr(run->next[part], ',', ROWCOL_NUMBER_LONGEST + 1);
    struct number number = {run->next[part], (size_t)(comma - run->next[part])};

    run->next[part] = comma + 1;
    return part == 0 ? number : imaginary_part(run, number);
}

static void measure_entry(struct run *run, rowcol_width *widths)
{
    for (size_t part = 0; part < run->parts; part++) {
        struct number number = run_next(run, part);

        rowcol_width_raise(&widths[part], number.text, number.length);
    }
}

/* An entry in its column. Nothing follows the last of a line: it has no blanks behind it. */
static char *write_entry(struct run *run, const rowcol_width *widths, bool last, char *out)
{
    for (size_t part = 0; part < run->parts; part++) {
        struct number number = run_next(run, part);
        rowcol_width width = widths[part];

        if (last && part + 1 == run->parts)
            width.rest = 0;
        out += rowcol_width_write(width, number.text, number.length, out);
    }
    return out;
}

static char *write_gap(char *out)
{
    memcpy(out, ROWCOL_COLUMN_GAP, GAP);
    return out + GAP;
}

/* --- Matrices --------------------------------------------------------------------------------- */

/* Entries, one after the other, that are shown, or looked at: of one row, or of many if all of them
 * are. */
struct stretch {
    size_t first;
    size_t count;
    size_t column;
};

/* The next stretch of the entries *next .. end - 1, at most KNOWN. Returns false where none is
 * left. */
static bool next_stretch(rowcol_excerpt columns, size_t *next, size_t end, struct stretch *stretch)
{
    size_t trailing = columns.count - columns.trailing;
    size_t column = *next % columns.count;
    size_t most = KNOWN;

    if (column >= columns.leading && column < trailing) {
        *next += trailing - column;
        column = trailing < columns.count ? trailing : 0;
    }
    if (*next >= end)
        return false;
    if (columns.leading < trailing)
        most = (column < columns.leading ? columns.leading : columns.count) - column;
    stretch->first = *next;
    stretch->column = column;
    stretch->count = most < end - *next ? most : end - *next;
    *next += stretch->count;
    return true;
}

static size_t known_columns(size_t count)
{
    return count < KNOWN ? count : KNOWN;
}

/* Where the widths of a column that is looked at begin. */
static size_t widths_of(const struct numbers *numbers, size_t column)
{
    size_t count = numbers->matrix->shape.columns;
    size_t known = known_columns(count);

    return (column < known / 2 ? column : column + known - count) * parts_of(numbers);
}

static void measure_matrix(const struct numbers *numbers, size_t first, size_t count,
                           rowcol_width *widths)
{
    size_t columns = numbers->matrix->shape.columns;
    size_t known = known_columns(columns);
    rowcol_excerpt looked_at = {columns, known - known / 2, known / 2};
    struct stretch stretch;
    struct run run;

    for (size_t next = first; next_stretch(looked_at, &next, first + count, &stretch);) {
        run_begin(&run, numbers, stretch.first, stretch.count);
        for (size_t i = 0, column = stretch.column; i < stretch.count; i++) {
            measure_entry(&run, widths + widths_of(numbers, column));
            column = column + 1 < columns ? column + 1 : 0;
        }
    }
}

static char *write_dots(char *out)
{
    out = write_gap(out);
    memcpy(out, ROWCOL_COLUMN_DOTS, DOTS);
    return out + DOTS;
}

static size_t write_matrix(const struct numbers *numbers, size_t first, size_t count,
                           const rowcol_width *widths, char *out)
{
    size_t columns = numbers->matrix->shape.columns;
    rowcol_excerpt shown = rowcol_columns_fit(widths, parts_of(numbers), columns);
    size_t dots = shown.leading < columns ? shown.leading : 0; /* the column that they are before */
    size_t last = shown.trailing > 0 || dots == 0 ? columns : dots; /* one behind */
    struct stretch stretch;
    struct run run;
    char *next = out;

    for (size_t at = first; next_stretch(shown, &at, first + count, &stretch);) {
        run_begin(&run, numbers, stretch.first, stretch.count);
        for (size_t i = 0, column = stretch.column; i < stretch.count; i++) {
            if (column > 0)
                next = write_gap(next);
            next =
                write_entry(&run, widths + widths_of(numbers, column), column + 1 == columns, next);
            if (column + 1 == dots)
                next = write_dots(next);
            if (column + 1 == last)
                *next++ = '\n';
            column = column + 1 < columns ? column + 1 : 0;
        }
    }
    return (size_t)(next - out);
}

/* --- Lists ------------------------------------------------------------------------------------ */

/* The width of all entries of a list, which are in columns too. */
static size_t list_width(const struct numbers *numbers, const rowcol_width *widths)
{
    size_t width = 0;

    for (size_t part = 0; part < parts_of(numbers); part++)
        width += (size_t)widths[part].whole + widths[part].rest;
    return width;
}

static void measure_list(const struct numbers *numbers, size_t first, size_t count,
                         rowcol_width *widths)
{
    struct run run;

    for (size_t left = count, here; left > 0; left -= here, first += here) {
        here = left < KNOWN ? left : KNOWN;
        run_begin(&run, numbers, first, here);
        for (size_t i = 0; i < here; i++)
            measure_entry(&run, widths);
    }
}

/* A list that fits into the line of its name has nothing to be aligned with: its widths are
 * forgotten. Any other begins on the next line. */
static void settle_list(struct layout *layout, struct layout_part *part)
{
    rowcol_width *widths = (rowcol_width *)part->measures;
    size_t end = part->text + part->text_length;
    size_t name = 0;

    while (name < part->text_length && layout->text.bytes[end - 1 - name] != '\n')
        name++;
    if (name + part->entries * (list_width(&part->numbers, widths) + GAP) <= ROWCOL_LINE + GAP)
        memset(widths, 0, parts_of(&part->numbers) * sizeof *widths);
    else
        layout->text.bytes[end - 1] = '\n'; /* for the blank after the name */
}

static void text_settle(struct layout *layout)
{
    for (size_t i = 0; i < layout->runs; i++) {
        if (layout->parts[i].numbers.form == ANSWER_LIST)
            settle_list(layout, &layout->parts[i]);
    }
}

static size_t write_list(const struct numbers *numbers, size_t first, size_t count,
                         const rowcol_width *widths, char *out)
{
    size_t all = numbers->matrix->shape.rows * numbers->matrix->shape.columns;
    size_t line = (ROWCOL_LINE + GAP) / (list_width(numbers, widths) + GAP);
    char *next = out;
    struct run run;

    for (size_t i = first, left = 0; i < first + count; i++, left--) {
        bool last = (i + 1) % line == 0 || i + 1 == all;

        if (left == 0) {
            left = first + count - i < KNOWN ? first + count - i : KNOWN;
            run_begin(&run, numbers, i, left);
        }
        if (i % line > 0)
            next = write_gap(next);
        next = write_entry(&run, widths, last, next);
        if (last)
            *next++ = '\n';
    }
    return (size_t)(next - out);
}

/* --- Both ------------------------------------------------------------------------------------- */

static size_t text_measures(const struct numbers *numbers)
{
    size_t widths = 1;

    if (numbers->form == ANSWER_MATRIX)
        widths = known_columns(numbers->matrix->shape.columns);
    return widths * parts_of(numbers) * sizeof(rowcol_width);
}

static void text_measure(const struct numbers *numbers, size_t first, size_t count,
                         unsigned char *measures)
{
    rowcol_width *widths = (rowcol_width *)measures;

    if (numbers->form == ANSWER_MATRIX)
        measure_matrix(numbers, first, count, widths);
    else
        measure_list(numbers, first, count, widths);
}

/* What is shown of a row of a matrix is a line at most, and a block may begin and end within one.
 */
static size_t text_room(const struct numbers *numbers, size_t count)
{
    size_t columns = numbers->matrix->shape.columns;
    size_t entry = parts_of(numbers) * ROWCOL_WIDTH_MOST + GAP;

    if (numbers->form != ANSWER_MATRIX)
        return count * (entry + 1);
    if (columns * entry > ROWCOL_LINE)
        return (count / columns + 2) * (ROWCOL_LINE + 1);
    return (count / columns + 2) * (columns * entry + 1);
}

static size_t text_entries(const struct numbers *numbers, size_t first, size_t count,
                           const unsigned char *measures, char *out)
{
    const rowcol_width *widths = (const rowcol_width *)measures;

    if (numbers->form == ANSWER_MATRIX)
        return write_matrix(numbers, first, count, widths, out);
    return write_list(numbers, first, count, widths, out);
}

const struct writer_format text_writer = {
    .media_type = "text/plain",
    .form = FORM_TEXT,
    .content_type = "text/plain; charset=utf-8",
    .plan = text_plan,
    .measures = text_measures,
    .measure = text_measure,
    .settle = text_settle,
    .room = text_room,
    .entries = text_entries,
};
