/* Sheets to be printed. */
#include <stdio.h>

#include <rowcol/notation.h>

#include "practice_attempt.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define WORDS_ROOM 256

static bool asks_for_shapes(const rowcol_sheet *sheet)
{
    return sheet->kind == ROWCOL_SHEET_SHAPES;
}

/* --- What a sheet is -------------------------------------------------------------------------- */

/* "Seed 7, kind lesson, rows 3.": whatever is needed to have the sheet again. */
static void add_settings(rowcol_text *text, const rowcol_sheet *sheet, const char *what)
{
    const struct {
        const char *name;
        size_t value;
    } settings[] = {{"rows", sheet->rows},
                    {"columns", sheet->columns},
                    {"inner", sheet->inner},
                    {"range", sheet->range}};
    char words[WORDS_ROOM];
    int length = snprintf(words, sizeof words, "%s seed %llu, kind %s", what,
                          (unsigned long long)sheet->seed, rowcol_sheet_kind_name(sheet->kind));

    for (size_t i = 0; i < COUNT(settings); i++)
        if (settings[i].value > 0)
            length += snprintf(words + length, sizeof words - (size_t)length, ", %s %zu",
                               settings[i].name, settings[i].value);
    snprintf(words + length, sizeof words - (size_t)length, ".");
    rowcol_text_paragraph(text, words);
}

static void add_rule(rowcol_text *text, const rowcol_sheet *sheet)
{
    rowcol_text_paragraph(text, "Rows first, columns second: the inner numbers must be equal, the "
                                "outer numbers give the shape.");
    if (asks_for_shapes(sheet))
        rowcol_text_paragraph(text, "Which shape has each product? Some have none.");
    else
        rowcol_text_paragraph(text,
                              "First the shape. Then each entry: a row and a column, multiplied "
                              "element by element, added up.");
}

/* --- Exercises -------------------------------------------------------------------------------- */

/* The lesson has parts. */
static void add_part(rowcol_text *text, const rowcol_sheet *sheet, size_t number)
{
    if (sheet->kind != ROWCOL_SHEET_LESSON)
        return;
    if (number == 1)
        rowcol_text_heading(text, 2, "A matrix times a column");
    else if (number == 6)
        rowcol_text_heading(text, 2, "A square matrix times another");
    else if (number == 11)
        rowcol_text_heading(text, 2, "Mixed shapes");
}

/* Room to work with a pen. */
static void add_room(rowcol_text *text)
{
    switch (text->notation) {
    case ROWCOL_LATEX:
        rowcol_text_add_string(text, "\\vspace{30mm}\n\n");
        break;
    case ROWCOL_HTML:
        rowcol_text_add_string(text, "<div class=\"room\"></div>\n");
        break;
    default:
        rowcol_text_add_string(text, "\n\n\n\n");
    }
}

static void add_question(rowcol_text *text, const rowcol_sheet *sheet, size_t number,
                         const rowcol_exercise *exercise)
{
    char label[16];
    const rowcol_part parts[] = {{.words = label},
                                 {.matrix = &exercise->a},
                                 {.matrix = &exercise->b},
                                 {.words = "="}};

    snprintf(label, sizeof label, "%zu.", number);
    rowcol_text_formula(text, parts, COUNT(parts));
    if (asks_for_shapes(sheet)) {
        rowcol_text_paragraph(text, "Shape: ____ x ____, or no product: ____");
        return;
    }
    rowcol_text_paragraph(text, "Shape: ____ x ____");
    add_room(text);
}

static void add_solution(rowcol_text *text, const rowcol_sheet *sheet, size_t number,
                         const rowcol_exercise *exercise)
{
    char rule[ROWCOL_RULE_ROOM];
    char words[ROWCOL_RULE_ROOM + 16];
    const rowcol_part parts[] = {{.words = words},
                                 {.matrix = &exercise->a},
                                 {.matrix = &exercise->b},
                                 {.words = "="},
                                 {.matrix = &exercise->product}};

    if (asks_for_shapes(sheet)) {
        rowcol_shape_rule(exercise->a.shape, exercise->b.shape, rule);
        snprintf(words, sizeof words, "%zu. %s", number, rule);
        rowcol_text_paragraph(text, words);
    } else {
        snprintf(words, sizeof words, "%zu.", number);
        rowcol_text_formula(text, parts, COUNT(parts));
    }
}

/* Adds every exercise, as a question or with its solution. */
static rowcol_status add_exercises(rowcol_text *text, const rowcol_sheet *sheet, bool solved)
{
    for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
        rowcol_exercise exercise = {0};
        rowcol_status status = rowcol_sheet_exercise(sheet, number, &exercise);

        if (status != ROWCOL_OK)
            return status;
        add_part(text, sheet, number);
        if (solved)
            add_solution(text, sheet, number, &exercise);
        else
            add_question(text, sheet, number, &exercise);
        rowcol_exercise_release(&exercise);
    }
    return text->status;
}

rowcol_status rowcol_text_sheet(rowcol_text *text, const rowcol_sheet *sheet, bool solutions)
{
    rowcol_status status;

    add_settings(text, sheet, "Exercises of");
    add_rule(text, sheet);
    status = add_exercises(text, sheet, false);
    if (status != ROWCOL_OK || !solutions)
        return status;
    rowcol_text_new_page(text);
    rowcol_text_heading(text, 1, "Solutions");
    add_settings(text, sheet, "Solutions of");
    return add_exercises(text, sheet, true);
}
