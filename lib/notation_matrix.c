/* Matrices in the three notations. Where others have marks, a terminal has columns that are aligned
 * and lines on which the parts of a formula stand side by side. */
#include <rowcol/notation.h>

#include <string.h>

#include <rowcol/columns.h>
#include <rowcol/number.h>

#include "notation_marks.h"

/* What is shown of a matrix, place by place; dots have a place between those before and after. */
struct view {
    const rowcol_matrix *matrix;
    bool transposed;
    rowcol_excerpt rows;
    rowcol_excerpt columns;
};

/* Up to the last but one, dots, and the last. */
static rowcol_excerpt excerpt_of(size_t count)
{
    if (count <= ROWCOL_SHOWN)
        return (rowcol_excerpt){count, count, 0};
    return (rowcol_excerpt){count, ROWCOL_SHOWN - 2, 1};
}

static struct view view_of(const rowcol_matrix *matrix, bool transposed)
{
    rowcol_shape shape = transposed ? rowcol_shape_transposed(matrix->shape) : matrix->shape;

    return (struct view){.matrix = matrix,
                         .transposed = transposed,
                         .rows = excerpt_of(shape.rows),
                         .columns = excerpt_of(shape.columns)};
}

static size_t places(rowcol_excerpt excerpt)
{
    size_t shown = excerpt.leading + excerpt.trailing;

    return shown < excerpt.count ? shown + 1 : shown;
}

/* Whether the place has dots. */
static bool is_gap(size_t place, rowcol_excerpt excerpt)
{
    return place == excerpt.leading && place < excerpt.count;
}

static size_t index_of(size_t place, rowcol_excerpt excerpt)
{
    return place < excerpt.leading ? place : excerpt.count - places(excerpt) + place;
}

static bool has_dots(const struct view *view, size_t row, size_t column)
{
    return is_gap(row, view->rows) || is_gap(column, view->columns);
}

/* The entry in a row that has a place, and any column. */
static double entry_at(const struct view *view, size_t row, size_t column)
{
    size_t i = index_of(row, view->rows);
    size_t leading = view->matrix->shape.columns;

    return view->matrix->entries[view->transposed ? column * leading + i : i * leading + column];
}

static double entry_shown(const struct view *view, size_t row, size_t column)
{
    return entry_at(view, row, index_of(column, view->columns));
}

static void add_cell(rowcol_text *text, const struct view *view, size_t row, size_t column)
{
    if (has_dots(view, row, column))
        notation_mark(text, notation_marks(text->notation)->dots);
    else
        rowcol_text_number(text, entry_shown(view, row, column));
}

/* --- On a terminal ---------------------------------------------------------------------------- */

#define DOTS strlen(ROWCOL_COLUMN_DOTS)

/* The width of a column of the matrix. Dots in it end where whole numbers do. */
static rowcol_width column_width(const struct view *view, size_t column)
{
    rowcol_width width = {0};

    for (size_t row = 0; row < places(view->rows); row++) {
        char number[ROWCOL_NUMBER_ROOM];

        if (!is_gap(row, view->rows))
            rowcol_width_raise(&width, number,
                               rowcol_number_write(entry_at(view, row, column), number));
        else if (width.whole < DOTS)
            width.whole = (unsigned char)DOTS;
    }
    return width;
}

/* Leaves columns out until a line has room for the others. */
static void fit(struct view *view)
{
    rowcol_width widths[2 * ROWCOL_LINE_COLUMNS];
    size_t count = view->columns.count;
    size_t known = count <= 2 * ROWCOL_LINE_COLUMNS ? count : 2 * ROWCOL_LINE_COLUMNS;

    for (size_t i = 0; i < known; i++)
        widths[i] = column_width(view, i < known / 2 ? i : count - known + i);
    view->columns = rowcol_columns_fit(widths, 1, count);
}

static void add_spaces(rowcol_text *text, size_t count)
{
    while (count-- > 0)
        rowcol_text_add(text, " ", 1);
}

/* A cell in its column, without the blanks after it. Returns how many they are. */
static size_t add_aligned(rowcol_text *text, const struct view *view, rowcol_width width,
                          size_t row, size_t column)
{
    char number[ROWCOL_NUMBER_ROOM];
    char cell[ROWCOL_WIDTH_MOST];
    size_t length;
    size_t end;

    if (has_dots(view, row, column)) {
        add_spaces(text, width.whole - DOTS);
        rowcol_text_add_string(text, ROWCOL_COLUMN_DOTS);
        return width.rest;
    }
    length = rowcol_number_write(entry_shown(view, row, column), number);
    length = rowcol_width_write(width, number, length, cell);
    for (end = length; cell[end - 1] == ' ';)
        end--;
    rowcol_text_add(text, cell, end);
    return length - end;
}

/* A row, without the blanks after its last number. Returns how many they are. */
static size_t add_row(rowcol_text *text, const struct view *view, const rowcol_width *widths,
                      size_t row)
{
    size_t blanks = 0;

    for (size_t column = 0; column < places(view->columns); column++) {
        add_spaces(text, blanks);
        if (column > 0)
            rowcol_text_add_string(text, ROWCOL_COLUMN_GAP);
        blanks = add_aligned(text, view, widths[column], row, column);
    }
    return blanks;
}

/* A part of a formula as a terminal shows it: a box of lines, in the middle of the formula's. */
struct box {
    struct view view; /* {0}: words */
    const char *words;
    size_t height;
    size_t width;
    rowcol_width widths[ROWCOL_SHOWN];
};

_Static_assert(ROWCOL_LINE_COLUMNS <= ROWCOL_SHOWN, "a box has room for a line's columns");

/* Characters of UTF-8: all bytes but those that go on. */
static size_t character_count(const char *words)
{
    size_t count = 0;

    for (; *words != '\0'; words++)
        count += ((unsigned char)*words & 0xc0) != 0x80;
    return count;
}

static struct box matrix_box(const struct view *view)
{
    struct box box = {.view = *view, .width = strlen("[]"), .height = places(view->rows)};

    for (size_t place = 0; place < places(view->columns); place++) {
        rowcol_width *width = &box.widths[place];

        if (is_gap(place, view->columns))
            *width = (rowcol_width){.whole = (unsigned char)DOTS};
        else
            *width = column_width(view, index_of(place, view->columns));
        box.width += (size_t)width->whole + width->rest;
        box.width += place > 0 ? strlen(ROWCOL_COLUMN_GAP) : 0;
    }
    return box;
}

static struct box box_of(const rowcol_part *part)
{
    struct view view;

    if (part->matrix) {
        view = view_of(part->matrix, part->transposed);
        return matrix_box(&view);
    }
    return (struct box){.words = part->words, .height = 1, .width = character_count(part->words)};
}

static size_t formula_height(const rowcol_part *parts, size_t count)
{
    size_t height = 1;

    for (size_t i = 0; i < count; i++) {
        size_t rows = 1;

        if (parts[i].matrix)
            rows = places(view_of(parts[i].matrix, parts[i].transposed).rows);
        height = rows > height ? rows : height;
    }
    return height;
}

static void add_box_line(rowcol_text *text, const struct box *box, size_t line)
{
    if (box->words) {
        rowcol_text_words(text, box->words);
        return;
    }
    rowcol_text_add_string(text, "[");
    add_spaces(text, add_row(text, &box->view, box->widths, line));
    rowcol_text_add_string(text, "]");
}

/* One line of all parts. Blanks are held back until something follows them. */
static void add_formula_line(rowcol_text *text, const rowcol_part *parts, size_t count, size_t line,
                             size_t height)
{
    size_t blanks = 0;

    for (size_t i = 0; i < count; i++) {
        struct box box = box_of(&parts[i]);
        size_t top = (height - box.height) / 2;

        if (line < top || line >= top + box.height) {
            blanks += box.width + 1;
            continue;
        }
        add_spaces(text, blanks);
        add_box_line(text, &box, line - top);
        blanks = 1;
    }
    rowcol_text_add_string(text, "\n");
}

static void add_plain_formula(rowcol_text *text, const rowcol_part *parts, size_t count)
{
    size_t height = formula_height(parts, count);

    for (size_t line = 0; line < height; line++)
        add_formula_line(text, parts, count, line, height);
}

static void add_plain_matrix(rowcol_text *text, const char *name, const rowcol_matrix *matrix,
                             bool transposed)
{
    struct view view = view_of(matrix, transposed);
    struct box box;

    fit(&view);
    box = matrix_box(&view);
    rowcol_text_words(text, name);
    rowcol_text_add_string(text, ":\n");
    for (size_t row = 0; row < box.height; row++) {
        add_row(text, &box.view, box.widths, row);
        rowcol_text_add_string(text, "\n");
    }
}

/* --- With marks ------------------------------------------------------------------------------- */

static void add_matrix(rowcol_text *text, const struct marks *marks, const struct view *view)
{
    notation_mark(text, marks->matrix[0]);
    for (size_t row = 0; row < places(view->rows); row++) {
        if (row > 0)
            notation_mark(text, marks->row);
        for (size_t column = 0; column < places(view->columns); column++) {
            if (column > 0)
                notation_mark(text, marks->entry);
            add_cell(text, view, row, column);
        }
    }
    notation_mark(text, marks->matrix[1]);
}

static void add_words(rowcol_text *text, const struct marks *marks, const char *words)
{
    notation_mark(text, marks->words[0]);
    rowcol_text_words(text, words);
    notation_mark(text, marks->words[1]);
}

static void add_part(rowcol_text *text, const struct marks *marks, const rowcol_part *part)
{
    struct view view;

    if (part->matrix) {
        view = view_of(part->matrix, part->transposed);
        add_matrix(text, marks, &view);
    } else if (strcmp(part->words, "=") == 0) {
        rowcol_text_sign(text, ROWCOL_EQUALS);
    } else {
        add_words(text, marks, part->words);
    }
}

rowcol_status rowcol_text_formula(rowcol_text *text, const rowcol_part *parts, size_t count)
{
    const struct marks *marks = notation_marks(text->notation);

    rowcol_text_gap(text);
    if (text->notation == ROWCOL_PLAIN) {
        add_plain_formula(text, parts, count);
        return text->status;
    }
    notation_mark(text, marks->formula[0]);
    for (size_t i = 0; i < count; i++)
        add_part(text, marks, &parts[i]);
    notation_mark(text, marks->formula[1]);
    return text->status;
}

rowcol_status rowcol_text_matrix(rowcol_text *text, const char *name, const rowcol_matrix *matrix,
                                 bool transposed)
{
    const struct marks *marks = notation_marks(text->notation);
    const struct view view = view_of(matrix, transposed);

    rowcol_text_gap(text);
    if (text->notation == ROWCOL_PLAIN) {
        add_plain_matrix(text, name, matrix, transposed);
        return text->status;
    }
    notation_mark(text, marks->formula[0]);
    add_words(text, marks, name);
    rowcol_text_sign(text, ROWCOL_EQUALS);
    add_matrix(text, marks, &view);
    notation_mark(text, marks->formula[1]);
    return text->status;
}
