/* Wrong shapes: of an answer that is a matrix, and of one that is a shape. */
#include "practice_attempt.h"

/* --- Of a matrix ------------------------------------------------------------------------------ */

/* "The product is 2 x 1, since the first matrix is 2 x 2 and the second 2 x 1." */
static void tell_right_shape(struct attempt *attempt)
{
    const rowcol_exercise *exercise = attempt->exercise;
    rowcol_text *text = attempt->detail;

    rowcol_text_add_string(text, " The product is ");
    tell_shape(text, exercise->product.shape);
    tell_words(text,
               ": as many rows as the first matrix, %zu, and as many columns as the second, "
               "%zu.",
               exercise->product.shape.rows, exercise->product.shape.columns);
}

/* Whether the answer is this matrix, entry by entry, of `pairs` for each. */
static bool answer_is(const struct attempt *attempt, rowcol_shape shape,
                      struct pairs (*pairs)(const rowcol_exercise *exercise, size_t row,
                                            size_t column))
{
    if (!same_shape(attempt->answer->shape, shape))
        return false;
    for (size_t i = 0; i < shape.rows; i++) {
        for (size_t j = 0; j < shape.columns; j++) {
            struct pairs here = pairs(attempt->exercise, i, j);

            if (entry_of(attempt->answer, i, j) != sum_of(&here))
                return false;
        }
    }
    return true;
}

static bool is_transposed(struct attempt *attempt)
{
    rowcol_shape shape = rowcol_shape_transposed(attempt->exercise->product.shape);

    if (!answer_is(attempt, shape, pairs_of_transposed))
        return false;
    attempt->mistake = ROWCOL_MISTAKE_TRANSPOSED_ANSWER;
    rowcol_text_add_string(attempt->detail,
                           "Your numbers are right, but rows and columns are exchanged "
                           "(transposed): you gave ");
    tell_shape(attempt->detail, shape);
    rowcol_text_add_string(attempt->detail, ".");
    tell_right_shape(attempt);
    if (shape.rows == 1)
        rowcol_text_add_string(attempt->detail, " A column has each number in a row of its own.");
    return true;
}

static bool is_swapped(struct attempt *attempt)
{
    const rowcol_exercise *exercise = attempt->exercise;
    rowcol_shape shape;

    if (rowcol_shape_product(exercise->b.shape, exercise->a.shape, &shape) != ROWCOL_OK ||
        !answer_is(attempt, shape, pairs_of_swapped))
        return false;
    attempt->mistake = ROWCOL_MISTAKE_SWAPPED_MATRICES;
    rowcol_text_add_string(
        attempt->detail, "It looks as if you multiplied the second matrix by the first: that is ");
    tell_shape(attempt->detail, shape);
    rowcol_text_add_string(attempt->detail, ". The order matters.");
    tell_right_shape(attempt);
    return true;
}

/* Where the second matrix is a column, products beside the first's elements. */
static struct pairs beside_first(const rowcol_exercise *exercise, size_t row, size_t column)
{
    const rowcol_matrix *a = &exercise->a;

    return (struct pairs){a->entries + row * a->shape.columns + column, 1,
                          exercise->b.entries + column, 1, 1};
}

/* Where the first is a row, products beside the second's. */
static struct pairs beside_second(const rowcol_exercise *exercise, size_t row, size_t column)
{
    const rowcol_matrix *b = &exercise->b;

    return (struct pairs){exercise->a.entries + row, 1,
                          b->entries + row * b->shape.columns + column, 1, 1};
}

static bool is_not_added_up(struct attempt *attempt)
{
    const rowcol_exercise *exercise = attempt->exercise;
    bool first =
        exercise->b.shape.columns == 1 && answer_is(attempt, exercise->a.shape, beside_first);
    bool second =
        exercise->a.shape.rows == 1 && answer_is(attempt, exercise->b.shape, beside_second);

    if (!first && !second)
        return false;
    attempt->mistake = ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT;
    rowcol_text_add_string(attempt->detail,
                           "You multiplied element by element, but did not add up. Every entry of "
                           "the product is a sum; the first");
    tell_working(attempt->detail, exercise, 0, 0);
    tell_right_shape(attempt);
    return true;
}

/* The right numbers in their order, but in rows of another length. */
static bool is_cut_differently(const struct attempt *attempt)
{
    const rowcol_matrix *product = &attempt->exercise->product;
    const rowcol_matrix *answer = attempt->answer;
    const size_t entries = product->shape.rows * product->shape.columns;

    if (answer->shape.rows * answer->shape.columns != entries)
        return false;
    for (size_t i = 0; i < entries; i++)
        if (answer->entries[i] != product->entries[i])
            return false;
    return true;
}

static void tell_wrong_shape(struct attempt *attempt)
{
    const rowcol_exercise *exercise = attempt->exercise;
    rowcol_shape given = attempt->answer->shape;
    rowcol_text *text = attempt->detail;

    attempt->mistake = ROWCOL_MISTAKE_WRONG_SHAPE;
    rowcol_text_add_string(text, "You gave a matrix of ");
    tell_shape(text, given);
    if (is_cut_differently(attempt))
        rowcol_text_add_string(text, ". Its numbers are right, but not its rows");
    else if (same_shape(given, rowcol_shape_transposed(exercise->product.shape)))
        rowcol_text_add_string(text, ", the outer numbers the wrong way round");
    else if (given.rows == exercise->a.shape.columns && given.columns == exercise->b.shape.rows)
        rowcol_text_add_string(text, ", the inner numbers; the outer ones give the shape");
    rowcol_text_add_string(text, ".");
    tell_right_shape(attempt);
}

bool wrong_shape(struct attempt *attempt)
{
    if (!is_transposed(attempt) && !is_swapped(attempt) && !is_not_added_up(attempt))
        tell_wrong_shape(attempt);
    return true;
}

/* --- Of a shape ------------------------------------------------------------------------------- */

static rowcol_mistake mistake_where_none(rowcol_shape a, rowcol_shape b, rowcol_shape answer,
                                         rowcol_text *text)
{
    rowcol_text_add_string(text, "You gave ");
    tell_shape(text, answer);
    if (same_shape(answer, (rowcol_shape){a.rows, b.columns}))
        rowcol_text_add_string(text, ", the outer numbers, but compare the inner ones first");
    else if (same_shape(answer, (rowcol_shape){a.columns, b.rows}))
        rowcol_text_add_string(text, ", the inner numbers, but they must be equal");
    return ROWCOL_MISTAKE_CALLED_POSSIBLE;
}

static rowcol_mistake mistake_where_one(rowcol_shape a, rowcol_shape product, rowcol_shape answer,
                                        rowcol_text *text)
{
    rowcol_text_add_string(text, "You gave ");
    tell_shape(text, answer);
    if (same_shape(answer, rowcol_shape_transposed(product))) {
        rowcol_text_add_string(text, ", the outer numbers the wrong way round: rows come first");
        return ROWCOL_MISTAKE_SWAPPED_OUTER_NUMBERS;
    }
    if (same_shape(answer, (rowcol_shape){a.columns, a.columns})) {
        rowcol_text_add_string(text, ", the inner numbers: they only say that the two fit");
        return ROWCOL_MISTAKE_INNER_NUMBERS;
    }
    if (answer.rows == product.rows)
        rowcol_text_add_string(text, ". Its rows are right, but not its columns");
    else if (answer.columns == product.columns)
        rowcol_text_add_string(text, ". Its columns are right, but not its rows");
    return ROWCOL_MISTAKE_WRONG_SHAPE;
}

rowcol_status rowcol_mistake_in_shape(rowcol_shape a, rowcol_shape b, const rowcol_shape *answer,
                                      rowcol_mistake *mistake, rowcol_text *detail)
{
    rowcol_shape product;
    bool fits = rowcol_shape_product(a, b, &product) == ROWCOL_OK;
    char rule[ROWCOL_RULE_ROOM];

    *mistake = ROWCOL_MISTAKE_NONE;
    if (answer ? fits && same_shape(*answer, product) : !fits)
        return detail->status;
    if (!answer) {
        *mistake = ROWCOL_MISTAKE_CALLED_IMPOSSIBLE;
        rowcol_text_add_string(detail, "You said that there is no product, but there is one");
    } else if (fits) {
        *mistake = mistake_where_one(a, product, *answer, detail);
    } else {
        *mistake = mistake_where_none(a, b, *answer, detail);
    }
    rowcol_shape_rule(a, b, rule);
    tell_words(detail, ". %s", rule);
    return detail->status;
}
