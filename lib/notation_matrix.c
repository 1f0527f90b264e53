/* Matrices in the three notations. Where others have marks, a terminal has columns that are aligned
 * and lines on which the parts of a formula stand side by side. */
#include <rowcol/notation.h>

#include <string.h>

#include <rowcol/number.h>

#include "notation_marks.h"

#define GAP "  "

/* What is shown of a matrix: rows and columns up to the last but one, dots, and the last. */
struct view {
    const rowcol_matrix *matrix;
    bool transposed;
    rowcol_shape shape;
    size_t rows;
    size_t columns;
};

static size_t shown(size_t count)
{
    return count < ROWCOL_SHOWN ? count : ROWCOL_SHOWN;
}

static struct view view_of(const rowcol_matrix *matrix, bool transposed)
{
    rowcol_shape shape = transposed ? rowcol_shape_transposed(matrix->shape) : matrix->shape;

    return (struct view){.matrix = matrix,
                         .transposed = transposed,
                         .shape = shape,
                         .rows = shown(shape.rows),
                         .columns = shown(shape.columns)};
}

/* Whether the place has dots: the last but one that is shown of too many. */
static bool is_gap(size_t place, size_t count)
{
    return count > ROWCOL_SHOWN && place == ROWCOL_SHOWN - 2;
}

static size_t index_of(size_t place, size_t count)
{
    return count > ROWCOL_SHOWN && place == ROWCOL_SHOWN - 1 ? count - 1 : place;
}

static bool has_dots(const struct view *view, size_t row, size_t column)
{
    return is_gap(row, view->shape.rows) || is_gap(column, view->shape.columns);
}

static double entry_at(const struct view *view, size_t row, size_t column)
{
    size_t i = index_of(row, view->shape.rows);
    size_t j = index_of(column, view->shape.columns);
    size_t leading = view->matrix->shape.columns;

    return view->matrix->entries[view->transposed ? j * leading + i : i * leading + j];
}

static void add_cell(rowcol_text *text, const struct view *view, size_t row, size_t column)
{
    if (has_dots(view, row, column))
        notation_mark(text, notation_marks(text->notation)->dots);
    else
        rowcol_text_number(text, entry_at(view, row, column));
}

/* --- On a terminal ---------------------------------------------------------------------------- */

static size_t cell_width(const struct view *view, size_t row, size_t column)
{
    char number[ROWCOL_NUMBER_ROOM];

    if (has_dots(view, row, column))
        return strlen(notation_marks(ROWCOL_PLAIN)->dots);
    return rowcol_number_write(entry_at(view, row, column), number);
}

static size_t column_width(const struct view *view, size_t column)
{
    size_t width = 0;

    for (size_t row = 0; row < view->rows; row++) {
        size_t here = cell_width(view, row, column);

        width = here > width ? here : width;
    }
    return width;
}

static void add_spaces(rowcol_text *text, size_t count)
{
    while (count-- > 0)
        rowcol_text_add(text, " ", 1);
}

static void add_row(rowcol_text *text, const struct view *view, const size_t *widths, size_t row)
{
    for (size_t column = 0; column < view->columns; column++) {
        if (column > 0)
            rowcol_text_add_string(text, GAP);
        add_spaces(text, widths[column] - cell_width(view, row, column));
        add_cell(text, view, row, column);
    }
}

/* A part of a formula as a terminal shows it: a box of lines, in the middle of the formula's. */
struct box {
    struct view view; /* {0}: words */
    const char *words;
    size_t height;
    size_t width;
    size_t widths[ROWCOL_SHOWN];
};

/* Characters of UTF-8: all bytes but those that go on. */
static size_t character_count(const char *words)
{
    size_t count = 0;

    for (; *words != '\0'; words++)
        count += ((unsigned char)*words & 0xc0) != 0x80;
    return count;
}

static struct box matrix_box(const rowcol_matrix *matrix, bool transposed)
{
    struct box box = {.view = view_of(matrix, transposed), .width = strlen("[]")};

    box.height = box.view.rows;
    for (size_t column = 0; column < box.view.columns; column++) {
        box.widths[column] = column_width(&box.view, column);
        box.width += box.widths[column] + (column > 0 ? strlen(GAP) : 0);
    }
    return box;
}

static struct box box_of(const rowcol_part *part)
{
    if (part->matrix)
        return matrix_box(part->matrix, part->transposed);
    return (struct box){.words = part->words, .height = 1, .width = character_count(part->words)};
}

static size_t formula_height(const rowcol_part *parts, size_t count)
{
    size_t height = 1;

    for (size_t i = 0; i < count; i++) {
        size_t rows = parts[i].matrix ? view_of(parts[i].matrix, parts[i].transposed).rows : 1;

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
    add_row(text, &box->view, box->widths, line);
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
    struct box box = matrix_box(matrix, transposed);

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
    for (size_t row = 0; row < view->rows; row++) {
        if (row > 0)
            notation_mark(text, marks->row);
        for (size_t column = 0; column < view->columns; column++) {
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
