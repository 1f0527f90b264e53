/* The words that explanations of mistakes have in common. */
#include <stdarg.h>
#include <stdio.h>

#include <rowcol/explain.h>
#include <rowcol/notation.h>

#include "practice_attempt.h"

/* The longest is the rule of two shapes. */
#define WORDS_ROOM (ROWCOL_RULE_ROOM + 128)

void tell_words(rowcol_text *text, const char *format, ...)
{
    char words[WORDS_ROOM];
    va_list list;

    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    rowcol_text_add_string(text, words);
}

void tell_pairs(rowcol_text *text, const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (i > 0)
            rowcol_text_sign(text, ROWCOL_PLUS);
        rowcol_text_times(text, left_of(pairs, i), right_of(pairs, i));
    }
    rowcol_text_sign(text, ROWCOL_EQUALS);
    rowcol_text_number(text, sum_of(pairs));
}

void tell_place(rowcol_text *text, size_t row, size_t column)
{
    tell_words(text, "row %zu, column %zu", row + 1, column + 1);
}

void tell_shape(rowcol_text *text, rowcol_shape shape)
{
    tell_words(text, "%zu x %zu", shape.rows, shape.columns);
}

void tell_working(rowcol_text *text, const rowcol_exercise *exercise, size_t row, size_t column)
{
    const rowcol_product product = {.a = &exercise->a, .b = &exercise->b, .alpha = 1};
    rowcol_step step;

    if (rowcol_explain_entry(&product, (rowcol_entry){row + 1, column + 1}, &step) != ROWCOL_OK)
        return;
    rowcol_text_add_string(text, ": ");
    rowcol_text_step(text, &step);
    rowcol_text_add_string(text, ".");
}
