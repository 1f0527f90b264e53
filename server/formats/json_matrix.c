/* Matrices in their three spellings: see json_matrix.h. */
#include "formats/json_matrix.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "formats/json_matrix_fault.h"
#include "formats/json_meaning.h"
#include "formats/storage.h"

#define MATRIX_WORDS "a matrix, written as rows of numbers, such as [[1, 2], [3, 4]]"

void json_matrix_begin(struct json_matrix *matrix, struct syntax *syntax, struct fields *fields,
                       struct operand operand, size_t depth)
{
    *matrix = (struct json_matrix){
        .syntax = syntax,
        .problem = syntax->problem,
        .fields = fields,
        .operand = operand,
        .depth = depth,
        .limit = SIZE_MAX,
    };
}

/* The entries that the matrix can come to, as far as is known. */
static size_t most_entries(const struct json_matrix *matrix)
{
    return matrix->shape_good ? matrix->entries : SIZE_MAX;
}

static bool begins(enum token token)
{
    return token == TOKEN_ARRAY || token == TOKEN_OBJECT;
}

/* A row, a shape or data has begun. */
static void begin_part(struct json_matrix *matrix, enum matrix_at at)
{
    matrix->at = at;
    matrix->part_start = matrix->syntax->token;
    matrix->count = 0;
    matrix->all_numbers = true;
}

/* Goes on at `after`, once the value is over that the token is, or begins. */
static void pass_over(struct json_matrix *matrix, enum token token, enum matrix_at after)
{
    matrix->at = begins(token) ? MATRIX_SKIPPED : after;
    matrix->after_skipped = after;
    matrix->skipped_depth = matrix->syntax->depth - 1;
}

/* The present element is of the wrong kind. */
static void wrong_element(struct json_matrix *matrix, enum token token, const char *expected)
{
    matrix_fault_element(matrix, token, expected);
    matrix->all_numbers = false;
    pass_over(matrix, token, matrix->at);
}

/* Entries are stored until there is a fault. */
static bool stores(const struct json_matrix *matrix)
{
    return matrix->problem->kind == PROBLEM_NONE && matrix->count < matrix->limit;
}

/* The room for the numbers that come next: in the matrix, or, for those that are only counted,
 * `spare`. Returns NULL where there is no memory. */
static double *room_for_numbers(struct json_matrix *matrix, double *spare, size_t *room)
{
    rowcol_matrix *to = &matrix->operand.value->matrix;
    size_t most = matrix->limit - matrix->count;

    if (!stores(matrix))
        return spare;
    if (matrix->stored == to->capacity &&
        !storage_grow(matrix->fields, to, most_entries(matrix), matrix->problem))
        return NULL;
    *room = to->capacity - matrix->stored < most ? to->capacity - matrix->stored : most;
    return to->entries + matrix->stored;
}

/* From a row that is as long as the first to the next one, without a look at the tokens between
 * them. */
static bool turn_row(struct json_matrix *matrix)
{
    if (matrix->at != MATRIX_ROW || matrix->count != matrix->columns ||
        !syntax_turn(matrix->syntax))
        return false;
    matrix->rows++;
    begin_part(matrix, MATRIX_ROW);
    return true;
}

bool json_matrix_numbers(struct json_matrix *matrix)
{
    double spare[STORAGE_SPARE];
    size_t room;
    size_t count;

    if (matrix->at != MATRIX_ROW && matrix->at != MATRIX_VECTOR && matrix->at != MATRIX_ENTRIES)
        return true;
    do {
        double *to;

        room = STORAGE_SPARE;
        to = room_for_numbers(matrix, spare, &room);
        if (to == NULL)
            return false;
        count = syntax_numbers(matrix->syntax, to, room);
        matrix->count += count;
        if (to != spare)
            matrix->stored += count;
    } while ((count == room && matrix->syntax->expects == EXPECTS_VALUE) || turn_row(matrix));
    return true;
}

/* An element of a row, a vector or data. */
static bool take_element(struct json_matrix *matrix, enum token token)
{
    double spare;
    size_t room = 1;
    double *to;

    if (token != TOKEN_NUMBER || !isfinite(matrix->syntax->number)) {
        matrix->count++;
        if (token == TOKEN_NUMBER)
            matrix_fault_range(matrix);
        else
            wrong_element(matrix, token, "a number");
        return true;
    }
    to = room_for_numbers(matrix, &spare, &room);
    if (to == NULL)
        return false;
    *to = matrix->syntax->number;
    matrix->stored += to != &spare;
    matrix->count++;
    return true;
}

/* The matrix is complete; if all of it is good, it gets its shape. */
static void finish(struct json_matrix *matrix, size_t rows, size_t columns)
{
    if (matrix->problem->kind != PROBLEM_NONE)
        return;
    matrix->operand.value->matrix.shape = (rowcol_shape){rows, columns};
    storage_trim(&matrix->operand.value->matrix);
}

static void no_entries(struct json_matrix *matrix)
{
    const struct place place = operand_place(&matrix->operand);

    matrix_fault_empty(matrix, &place);
}

static bool end_row(struct json_matrix *matrix)
{
    if (matrix->rows == 0) {
        matrix->columns = matrix->count;
        matrix->limit = matrix->count;
        if (matrix->count == 0)
            no_entries(matrix);
    } else if (matrix->count != matrix->columns && matrix->all_numbers) {
        matrix_fault_ragged(matrix);
    }
    matrix->rows++;
    matrix->at = MATRIX_ROWS;
    return true;
}

/* The first token of a matrix. */
static bool take_value(struct json_matrix *matrix, enum token token)
{
    operand_begin(&matrix->operand, matrix->syntax->token, matrix->problem);
    if (token == TOKEN_ARRAY)
        matrix->at = MATRIX_FIRST;
    else if (token == TOKEN_OBJECT)
        matrix->at = MATRIX_MEMBERS;
    else
        matrix_fault_value(matrix, token, "", MATRIX_WORDS);
    return true;
}

/* The first element shows whether it is a matrix or a vector. */
static bool take_first(struct json_matrix *matrix, enum token token)
{
    switch (token) {
    case TOKEN_ARRAY:
        begin_part(matrix, MATRIX_ROW);
        return true;
    case TOKEN_NUMBER:
        matrix->at = MATRIX_VECTOR;
        matrix->operand.value->vector = true;
        return take_element(matrix, token);
    case TOKEN_ARRAY_END:
        no_entries(matrix);
        return true;
    default:
        matrix->at = MATRIX_ROWS;
        wrong_element(matrix, token, "a row of numbers, or a number");
        return true;
    }
}

/* Between rows. */
static bool take_row(struct json_matrix *matrix, enum token token)
{
    if (token == TOKEN_ARRAY) {
        begin_part(matrix, MATRIX_ROW);
    } else if (token == TOKEN_ARRAY_END) {
        finish(matrix, matrix->rows, matrix->columns);
    } else {
        wrong_element(matrix, token, "a row of numbers");
        matrix->rows++;
    }
    return true;
}

static bool take_in_row(struct json_matrix *matrix, enum token token)
{
    return token == TOKEN_ARRAY_END ? end_row(matrix) : take_element(matrix, token);
}

static bool take_in_vector(struct json_matrix *matrix, enum token token)
{
    bool column = matrix->operand.field->column;

    if (token != TOKEN_ARRAY_END)
        return take_element(matrix, token);
    finish(matrix, column ? matrix->count : 1, column ? 1 : matrix->count);
    return true;
}

/* Both shape and data are there, the later of them has just ended: do they fit? */
static void check_fit(struct json_matrix *matrix)
{
    if (matrix->shape_good && matrix->data_good && matrix->data_count != matrix->entries)
        matrix_fault_misfit(matrix);
}

static bool take_shape(struct json_matrix *matrix, enum token token)
{
    if (token != TOKEN_ARRAY) {
        matrix_fault_value(matrix, token, "The shape of ", "two whole numbers, [rows, columns]");
        pass_over(matrix, token, MATRIX_MEMBERS);
        return true;
    }
    begin_part(matrix, MATRIX_LENGTHS);
    matrix->shape_good = true;
    return true;
}

static bool take_length(struct json_matrix *matrix, double length)
{
    struct place place;

    matrix->count++;
    if (length >= 1 && length <= LIMIT_DIMENSION && length == floor(length)) {
        if (matrix->count <= 2)
            matrix->lengths[matrix->count - 1] = (size_t)length;
        return true;
    }
    matrix->shape_good = false;
    syntax_place(matrix->syntax, TOKEN_NUMBER, &place);
    if (length == 0)
        matrix_fault_empty(matrix, &place);
    else if (isinf(length))
        matrix_fault_range(matrix);
    else
        matrix_fault_length(matrix, "both are whole, positive and below 2^53, as in [2, 3]");
    return true;
}

static bool end_shape(struct json_matrix *matrix)
{
    bool judged = matrix->all_numbers && matrix->shape_good;

    matrix->at = MATRIX_MEMBERS;
    matrix->shape = (rowcol_shape){matrix->lengths[0], matrix->lengths[1]};
    matrix->shape_good = judged && matrix->count == 2 &&
                         rowcol_shape_entries(matrix->shape, &matrix->entries) == ROWCOL_OK;
    if (matrix->all_numbers && matrix->count != 2)
        matrix_fault_shape(matrix,
                           "has exactly two numbers, as in [2, 3] for 2 rows and 3 columns");
    else if (judged && !matrix->shape_good)
        matrix_fault_shape(matrix, "no memory has room for so many entries");
    check_fit(matrix);
    return true;
}

static bool take_in_shape(struct json_matrix *matrix, enum token token)
{
    if (token == TOKEN_ARRAY_END)
        return end_shape(matrix);
    if (token == TOKEN_NUMBER)
        return take_length(matrix, matrix->syntax->number);
    matrix->count++;
    wrong_element(matrix, token, "a whole number");
    return true;
}

static bool take_data(struct json_matrix *matrix, enum token token)
{
    if (token != TOKEN_ARRAY) {
        matrix_fault_value(matrix, token, "The data of ", "an array of numbers, row after row");
        pass_over(matrix, token, MATRIX_MEMBERS);
        return true;
    }
    begin_part(matrix, MATRIX_ENTRIES);
    matrix->limit = most_entries(matrix);
    return true;
}

static bool take_in_data(struct json_matrix *matrix, enum token token)
{
    if (token != TOKEN_ARRAY_END)
        return take_element(matrix, token);
    matrix->at = MATRIX_MEMBERS;
    matrix->data_good = matrix->all_numbers;
    matrix->data_count = matrix->count;
    check_fit(matrix);
    return true;
}

/* A member of the object that a matrix is written as. */
static void begin_member(struct json_matrix *matrix)
{
    struct syntax *syntax = matrix->syntax;
    bool is_shape = syntax_name_is(syntax, "shape");
    bool is_data = syntax_name_is(syntax, "data");
    struct place place;

    if ((is_shape && !matrix->shape_given) || (is_data && !matrix->data_given)) {
        matrix->shape_given |= is_shape;
        matrix->data_given |= is_data;
        matrix->at = is_shape ? MATRIX_SHAPE : MATRIX_DATA;
        return;
    }
    syntax_place(syntax, TOKEN_NAME, &place);
    if (is_shape || is_data)
        json_duplicate(matrix->problem, &place, syntax);
    else
        json_unknown(matrix->problem, &place, syntax, json_pack("[s,s]", "shape", "data"));
    matrix->at = MATRIX_SKIPPED;
    matrix->after_skipped = MATRIX_MEMBERS;
    matrix->skipped_depth = syntax->depth;
}

static bool take_in_object(struct json_matrix *matrix, enum token token)
{
    char name[OPERAND_WORDS];
    struct place place;

    if (token == TOKEN_NAME) {
        begin_member(matrix);
        return true;
    }
    if (!matrix->shape_given || !matrix->data_given) {
        syntax_place(matrix->syntax, token, &place);
        meaning_missing(matrix->problem, &place, operand_words(&matrix->operand, name),
                        matrix->shape_given ? "data" : "shape");
    }
    finish(matrix, matrix->shape.rows, matrix->shape.columns);
    return true;
}

static bool take_skipped(struct json_matrix *matrix, enum token token)
{
    (void)token;
    if (matrix->syntax->depth == matrix->skipped_depth)
        matrix->at = matrix->after_skipped;
    return true;
}

bool json_matrix_take(struct json_matrix *matrix, enum token token, bool *ended)
{
    static bool (*const take[])(struct json_matrix *, enum token) = {
        [MATRIX_VALUE] = take_value,      [MATRIX_FIRST] = take_first,
        [MATRIX_ROWS] = take_row,         [MATRIX_ROW] = take_in_row,
        [MATRIX_VECTOR] = take_in_vector, [MATRIX_MEMBERS] = take_in_object,
        [MATRIX_SHAPE] = take_shape,      [MATRIX_LENGTHS] = take_in_shape,
        [MATRIX_DATA] = take_data,        [MATRIX_ENTRIES] = take_in_data,
        [MATRIX_SKIPPED] = take_skipped,
    };
    bool good = take[matrix->at](matrix, token);

    *ended = matrix->syntax->depth == matrix->depth;
    return good;
}
