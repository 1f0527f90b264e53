/* The wording of faults in matrices: rows, columns and numbers count from 1, as in mathematics. */
#include "formats/json_matrix_fault.h"

#include <stdio.h>

#include "formats/json_meaning.h"

/* The place of the row, shape or data that has just ended, as it began. */
static void part_place(const struct json_matrix *matrix, struct place *place)
{
    syntax_place(matrix->syntax, TOKEN_ARRAY_END, place);
    place->line = matrix->part_start.line;
    place->column = matrix->part_start.column;
}

static void add_count(struct json_matrix *matrix, const char *name, size_t count)
{
    problem_add_new(matrix->problem, name, json_integer((json_int_t)count));
}

/* The row and column of the present element. False where they are not known: of data that stands
 * before its shape, or goes beyond it. */
static bool present_entry(const struct json_matrix *matrix, size_t *row, size_t *column)
{
    bool column_vector = matrix->at == MATRIX_VECTOR && matrix->operand.field->column;

    if (matrix->at == MATRIX_ENTRIES) {
        if (!matrix->shape_good || matrix->count > matrix->entries)
            return false;
        *row = (matrix->count - 1) / matrix->shape.columns + 1;
        *column = (matrix->count - 1) % matrix->shape.columns + 1;
        return true;
    }
    *row = column_vector ? matrix->count : matrix->rows + 1;
    *column = column_vector ? 1 : matrix->count;
    return matrix->at == MATRIX_ROW || matrix->at == MATRIX_VECTOR;
}

/* How to call the present element. */
static void element_words(const struct json_matrix *matrix, char words[MEANING_WORDS])
{
    char room[OPERAND_WORDS];
    const char *name = operand_words(&matrix->operand, room);
    size_t row, column;

    if (matrix->at == MATRIX_ROWS)
        snprintf(words, MEANING_WORDS, "Row %zu of %s", matrix->rows + 1, name);
    else if (matrix->at == MATRIX_LENGTHS)
        snprintf(words, MEANING_WORDS, "Number %zu of the shape of %s", matrix->count, name);
    else if (present_entry(matrix, &row, &column))
        snprintf(words, MEANING_WORDS, "The entry in row %zu, column %zu of %s", row, column, name);
    else
        snprintf(words, MEANING_WORDS, "Number %zu of the data of %s", matrix->count, name);
}

void matrix_fault_element(struct json_matrix *matrix, enum token token, const char *expected)
{
    struct place place;
    char words[MEANING_WORDS];

    syntax_place(matrix->syntax, token, &place);
    element_words(matrix, words);
    json_wrong_type(matrix->problem, &place, words, expected, token);
}

void matrix_fault_value(struct json_matrix *matrix, enum token token, const char *part,
                        const char *expected)
{
    struct place place;
    char words[MEANING_WORDS];
    char name[OPERAND_WORDS];

    syntax_place(matrix->syntax, token, &place);
    snprintf(words, sizeof words, "%s%s", part, operand_words(&matrix->operand, name));
    json_wrong_type(matrix->problem, &place, words, expected, token);
}

void matrix_fault_range(struct json_matrix *matrix)
{
    struct place place;
    char words[MEANING_WORDS];
    size_t row, column;

    syntax_place(matrix->syntax, TOKEN_NUMBER, &place);
    element_words(matrix, words);
    if (!meaning_fault(matrix->problem, PROBLEM_OUT_OF_RANGE, &place,
                       "%s is too large: the largest number is about 1.8e308.", words))
        return;
    operand_tell(&matrix->operand, matrix->problem);
    if (present_entry(matrix, &row, &column)) {
        add_count(matrix, "row", row);
        add_count(matrix, "column", column);
    }
}

void matrix_fault_empty(struct json_matrix *matrix, const struct place *place)
{
    char name[OPERAND_WORDS];

    if (meaning_fault(
            matrix->problem, PROBLEM_EMPTY_MATRIX, place,
            "%s has no rows, or a first row without numbers: a matrix has at least one row "
            "and one column.",
            operand_words(&matrix->operand, name)))
        operand_tell(&matrix->operand, matrix->problem);
}

void matrix_fault_ragged(struct json_matrix *matrix)
{
    char room[OPERAND_WORDS];
    const char *name = operand_words(&matrix->operand, room);
    size_t row = matrix->rows + 1;
    struct place place;

    part_place(matrix, &place);
    if (!meaning_fault(matrix->problem, PROBLEM_RAGGED_ROWS, &place,
                       "Row %zu of %s has %zu number%s, but row 1 has %zu: every row of a matrix "
                       "must have as many numbers as the first.",
                       row, name, matrix->count, matrix->count == 1 ? "" : "s", matrix->columns))
        return;
    operand_tell(&matrix->operand, matrix->problem);
    add_count(matrix, "row", row);
    add_count(matrix, "columns", matrix->count);
    add_count(matrix, "expected", matrix->columns);
}

static void bad_shape(struct json_matrix *matrix, const struct place *place, const char *rule)
{
    char name[OPERAND_WORDS];

    meaning_fault(matrix->problem, PROBLEM_BAD_VALUE, place,
                  "The shape of %s can't be this: a shape is [rows, columns], and %s.",
                  operand_words(&matrix->operand, name), rule);
}

void matrix_fault_length(struct json_matrix *matrix, const char *rule)
{
    struct place place;

    syntax_place(matrix->syntax, TOKEN_NUMBER, &place);
    bad_shape(matrix, &place, rule);
}

void matrix_fault_shape(struct json_matrix *matrix, const char *rule)
{
    struct place place;

    part_place(matrix, &place);
    bad_shape(matrix, &place, rule);
}

void matrix_fault_misfit(struct json_matrix *matrix)
{
    rowcol_shape shape = matrix->shape;
    char name[OPERAND_WORDS];
    struct place place;

    part_place(matrix, &place);
    if (!meaning_fault(matrix->problem, PROBLEM_DATA_DOES_NOT_FIT, &place,
                       "The shape of %s is %zu x %zu, which takes %zu number%s, but its data has "
                       "%zu.",
                       operand_words(&matrix->operand, name), shape.rows, shape.columns,
                       matrix->entries, matrix->entries == 1 ? "" : "s", matrix->data_count))
        return;
    operand_tell(&matrix->operand, matrix->problem);
    problem_add_new(matrix->problem, "shape",
                    json_pack("[I,I]", (json_int_t)shape.rows, (json_int_t)shape.columns));
    add_count(matrix, "expected", matrix->entries);
    add_count(matrix, "entries", matrix->data_count);
}
