/* Pages, lines and numbers. The notations write the same things in the same order with other marks
 * around (notation_marks.c); matrices are in notation_matrix.c. */
#include <rowcol/notation.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <rowcol/number.h>

#include "notation_marks.h"

static const struct marks *marks_of(const rowcol_text *text)
{
    return notation_marks(text->notation);
}

/* --- Pages ------------------------------------------------------------------------------------ */

rowcol_status rowcol_text_open(rowcol_text *text, const char *title, const char *stylesheet)
{
    const struct marks *marks = marks_of(text);

    notation_mark(text, marks->open[0]);
    if (marks->open[0])
        rowcol_text_words(text, title);
    notation_mark(text, marks->open[1]);
    if (stylesheet && marks->stylesheet[0]) {
        notation_mark(text, marks->stylesheet[0]);
        rowcol_text_words(text, stylesheet);
        notation_mark(text, marks->stylesheet[1]);
    } else {
        notation_mark(text, marks->style);
    }
    notation_mark(text, marks->open[2]);
    return text->status;
}

rowcol_status rowcol_text_close(rowcol_text *text)
{
    notation_mark(text, marks_of(text)->close);
    return text->status;
}

rowcol_status rowcol_text_new_page(rowcol_text *text)
{
    notation_mark(text, marks_of(text)->new_page);
    return text->status;
}

const char *rowcol_escaped(rowcol_notation notation, char character)
{
    const struct marks *marks = notation_marks(notation);

    return marks->escaped ? marks->escaped(character) : NULL;
}

rowcol_status rowcol_text_words(rowcol_text *text, const char *words)
{
    for (; *words != '\0'; words++) {
        const char *instead = rowcol_escaped(text->notation, *words);

        if (instead)
            rowcol_text_add_string(text, instead);
        else
            rowcol_text_add(text, words, 1);
    }
    return text->status;
}

rowcol_status rowcol_text_heading(rowcol_text *text, int level, const char *words)
{
    const char *const *heading = marks_of(text)->heading[level > 1];

    rowcol_text_gap(text);
    notation_mark(text, heading[0]);
    rowcol_text_words(text, words);
    notation_mark(text, heading[1]);
    return text->status;
}

rowcol_status rowcol_text_paragraph(rowcol_text *text, const char *words)
{
    const char *const *paragraph = marks_of(text)->paragraph;

    rowcol_text_gap(text);
    notation_mark(text, paragraph[0]);
    rowcol_text_words(text, words);
    notation_mark(text, paragraph[1]);
    return text->status;
}

rowcol_status rowcol_text_gap(rowcol_text *text)
{
    if (text->length > 0)
        notation_mark(text, marks_of(text)->gap);
    return text->status;
}

/* --- Lines ------------------------------------------------------------------------------------ */

rowcol_status rowcol_text_line_begin(rowcol_text *text, const char *spoken)
{
    const struct marks *marks = marks_of(text);

    notation_mark(text, marks->line[0]);
    if (spoken && marks->spoken[0]) {
        notation_mark(text, marks->spoken[0]);
        rowcol_text_words(text, spoken);
        notation_mark(text, marks->spoken[1]);
    }
    notation_mark(text, marks->line[1]);
    return text->status;
}

rowcol_status rowcol_text_line_end(rowcol_text *text)
{
    notation_mark(text, marks_of(text)->line[2]);
    return text->status;
}

rowcol_status rowcol_text_sign(rowcol_text *text, rowcol_sign sign)
{
    notation_mark(text, marks_of(text)->signs[sign]);
    return text->status;
}

/* A number without a sign, in marks: "21", "10.5". */
static void add_digits(rowcol_text *text, const char *digits, size_t count)
{
    const struct marks *marks = marks_of(text);

    notation_mark(text, marks->digits[0]);
    rowcol_text_add(text, digits, count);
    notation_mark(text, marks->digits[1]);
}

/* A number's text, in marks. What number text calls "e+21" is a power of ten. */
static void add_number(rowcol_text *text, const char *number, size_t count)
{
    const struct marks *marks = marks_of(text);
    const bool negative = count > 0 && number[0] == '-';
    const char *digits = number + negative;
    const char *end = number + count;
    const char *e = memchr(number, 'e', count);

    if (negative)
        notation_mark(text, marks->negative[0]);
    add_digits(text, digits, (size_t)((e ? e : end) - digits));
    if (e) {
        notation_mark(text, marks->power[0]);
        e += e[1] == '+' ? 2 : 1;
        add_number(text, e, (size_t)(end - e));
        notation_mark(text, marks->power[1]);
    }
    if (negative)
        notation_mark(text, marks->negative[1]);
}

rowcol_status rowcol_text_number(rowcol_text *text, double value)
{
    char number[ROWCOL_NUMBER_ROOM];
    size_t length = rowcol_number_write(value, number);

    if (text->notation == ROWCOL_PLAIN)
        return rowcol_text_add(text, number, length);
    add_number(text, number, length);
    return text->status;
}

rowcol_status rowcol_text_factor(rowcol_text *text, double value)
{
    const char *const *parentheses = marks_of(text)->parentheses;

    if (!signbit(value))
        return rowcol_text_number(text, value);
    notation_mark(text, parentheses[0]);
    rowcol_text_number(text, value);
    notation_mark(text, parentheses[1]);
    return text->status;
}

rowcol_status rowcol_text_times(rowcol_text *text, double left, double right)
{
    rowcol_text_factor(text, left);
    rowcol_text_sign(text, ROWCOL_TIMES);
    return rowcol_text_factor(text, right);
}

rowcol_status rowcol_text_addend(rowcol_text *text, double value)
{
    rowcol_text_sign(text, signbit(value) ? ROWCOL_MINUS : ROWCOL_PLUS);
    return rowcol_text_number(text, fabs(value));
}

static void add_count(rowcol_text *text, size_t count)
{
    char digits[24];

    add_digits(text, digits, (size_t)snprintf(digits, sizeof digits, "%zu", count));
}

rowcol_status rowcol_text_entry_name(rowcol_text *text, const char *letters, size_t row,
                                     size_t column)
{
    const struct marks *marks = marks_of(text);
    const bool indexed = row > 0;

    notation_mark(text, indexed ? marks->indexed[0] : NULL);
    notation_mark(text, marks->name[0]);
    rowcol_text_words(text, letters);
    notation_mark(text, marks->name[1]);
    if (indexed) {
        notation_mark(text, marks->indexed[1]);
        add_count(text, row);
        notation_mark(text, marks->indexed[2]);
        add_count(text, column);
        notation_mark(text, marks->indexed[3]);
    }
    return text->status;
}
