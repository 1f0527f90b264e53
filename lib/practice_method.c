/* Methods gone wrong. Each says which numbers it pairs in place of a row and a column, and so
 * predicts every entry of the answer. */
#include "practice_attempt.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A method that explains so many wrong entries may leave a quarter of them unexplained: learners
 * who multiply b by a make slips too. */
#define CERTAIN 3

/* The numbers that matter: m x k times k x n. */
struct numbers {
    size_t m, k, n;
};

static struct numbers numbers_of(const rowcol_exercise *exercise)
{
    return (struct numbers){exercise->a.shape.rows, exercise->a.shape.columns,
                            exercise->b.shape.columns};
}

static struct pairs column_with(const rowcol_matrix *left, size_t column, struct pairs other)
{
    return (struct pairs){left->entries + column, left->shape.columns, other.right,
                          other.right_step, left->shape.rows};
}

static struct pairs with_row(struct pairs other, const rowcol_matrix *right, size_t row)
{
    return (struct pairs){other.left, other.left_step, right->entries + row * right->shape.columns,
                          1, other.count};
}

/* --- a times b in the same place -------------------------------------------------------------- */

static bool has_places(const rowcol_exercise *exercise)
{
    struct numbers is = numbers_of(exercise);

    return is.m <= is.k && is.n <= is.k && is.m * is.n > 1;
}

static struct pairs same_place(const rowcol_exercise *exercise, size_t row, size_t column)
{
    const rowcol_matrix *a = &exercise->a;
    const rowcol_matrix *b = &exercise->b;

    return (struct pairs){a->entries + row * a->shape.columns + column, 1,
                          b->entries + row * b->shape.columns + column, 1, 1};
}

static void tell_same_place(rowcol_text *text, size_t row, size_t column)
{
    rowcol_text_add_string(text, "It looks as if you multiplied element by element: in ");
    tell_place(text, row, column);
    rowcol_text_add_string(text, " that is ");
}

/* --- b a -------------------------------------------------------------------------------------- */

static bool is_square(const rowcol_exercise *exercise)
{
    struct numbers is = numbers_of(exercise);

    return is.m == is.k && is.k == is.n;
}

static void tell_swapped(rowcol_text *text, size_t row, size_t column)
{
    rowcol_text_add_string(text,
                           "It looks as if you multiplied the second matrix by the first: in ");
    tell_place(text, row, column);
    rowcol_text_add_string(text, " that is ");
}

/* --- Columns of a ----------------------------------------------------------------------------- */

static bool first_is_square(const rowcol_exercise *exercise)
{
    return exercise->a.shape.rows == exercise->a.shape.columns;
}

static struct pairs column_for_row(const rowcol_exercise *exercise, size_t row, size_t column)
{
    return column_with(&exercise->a, row, row_with_column(&exercise->a, 0, &exercise->b, column));
}

static void tell_column_for_row(rowcol_text *text, size_t row, size_t column)
{
    tell_words(text,
               "It looks as if you took column %zu of the first matrix where its row %zu "
               "belongs: in ",
               row + 1, row + 1);
    tell_place(text, row, column);
    rowcol_text_add_string(text, " that is ");
}

/* --- Rows of b -------------------------------------------------------------------------------- */

static bool second_is_square(const rowcol_exercise *exercise)
{
    return exercise->b.shape.rows == exercise->b.shape.columns;
}

static struct pairs row_for_column(const rowcol_exercise *exercise, size_t row, size_t column)
{
    return with_row(row_with_column(&exercise->a, row, &exercise->b, 0), &exercise->b, column);
}

static void tell_row_for_column(rowcol_text *text, size_t row, size_t column)
{
    tell_words(text,
               "It looks as if you took row %zu of the second matrix where its column %zu "
               "belongs: in ",
               column + 1, column + 1);
    tell_place(text, row, column);
    rowcol_text_add_string(text, " that is ");
}

/* --- Both ------------------------------------------------------------------------------------- */

static struct pairs columns_by_rows(const rowcol_exercise *exercise, size_t row, size_t column)
{
    return with_row(column_for_row(exercise, row, 0), &exercise->b, column);
}

static void tell_columns_by_rows(rowcol_text *text, size_t row, size_t column)
{
    tell_words(text,
               "It looks as if you took column %zu of the first matrix and row %zu of the "
               "second: in ",
               row + 1, column + 1);
    tell_place(text, row, column);
    rowcol_text_add_string(text, " that is ");
}

/* --- The right numbers, exchanged ------------------------------------------------------------- */

static bool product_is_square(const rowcol_exercise *exercise)
{
    return exercise->product.shape.rows == exercise->product.shape.columns;
}

static void tell_transposed(rowcol_text *text, size_t row, size_t column)
{
    rowcol_text_add_string(
        text, "It looks as if rows and columns of your answer are exchanged (transposed): in ");
    tell_place(text, row, column);
    rowcol_text_add_string(text, " stands what belongs in ");
    tell_place(text, column, row);
    rowcol_text_add_string(text, ", ");
}

/* --- All of them ------------------------------------------------------------------------------ */

static const struct method {
    rowcol_mistake mistake;
    bool (*applies)(const rowcol_exercise *exercise);
    struct pairs (*pairs)(const rowcol_exercise *exercise, size_t row, size_t column);
    void (*tell)(rowcol_text *text, size_t row, size_t column);
    const char *lesson;
} methods[] = {
    {ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT, has_places, same_place, tell_same_place,
     "An entry takes a whole row of the first matrix and a whole column of the second, multiplies "
     "them element by element and adds up"},
    {ROWCOL_MISTAKE_SWAPPED_MATRICES, is_square, pairs_of_swapped, tell_swapped,
     "The order matters: rows of the first matrix meet columns of the second"},
    {ROWCOL_MISTAKE_COLUMN_FOR_ROW, first_is_square, column_for_row, tell_column_for_row,
     "Take rows of the first matrix, columns of the second"},
    {ROWCOL_MISTAKE_ROW_FOR_COLUMN, second_is_square, row_for_column, tell_row_for_column,
     "Take rows of the first matrix, columns of the second"},
    {ROWCOL_MISTAKE_COLUMNS_BY_ROWS, is_square, columns_by_rows, tell_columns_by_rows,
     "It is the other way round, rows of the first matrix and columns of the second"},
    {ROWCOL_MISTAKE_TRANSPOSED_ANSWER, product_is_square, pairs_of_transposed, tell_transposed,
     "The row comes from the first matrix, the column from the second"},
};

static bool predicts(const struct method *method, const struct attempt *attempt, size_t row,
                     size_t column)
{
    struct pairs pairs = method->pairs(attempt->exercise, row, column);

    return sum_of(&pairs) == entry_of(attempt->answer, row, column);
}

/* What a method predicts of an answer. */
struct score {
    size_t all;         /* entries */
    size_t wrong;       /* entries that are wrong */
    size_t row, column; /* the first of these */
};

static struct score score_of(const struct method *method, const struct attempt *attempt)
{
    const rowcol_matrix *product = &attempt->exercise->product;
    struct score score = {0};

    for (size_t i = 0; i < product->shape.rows; i++) {
        for (size_t j = 0; j < product->shape.columns; j++) {
            if (!predicts(method, attempt, i, j))
                continue;
            score.all++;
            if (entry_of(attempt->answer, i, j) == entry_of(product, i, j))
                continue;
            if (score.wrong++ == 0) {
                score.row = i;
                score.column = j;
            }
        }
    }
    return score;
}

static void tell(const struct method *method, struct attempt *attempt, const struct score *score)
{
    struct pairs pairs = method->pairs(attempt->exercise, score->row, score->column);

    attempt->mistake = method->mistake;
    method->tell(attempt->detail, score->row, score->column);
    tell_pairs(attempt->detail, &pairs);
    tell_words(attempt->detail, ". %s", method->lesson);
    tell_working(attempt->detail, attempt->exercise, score->row, score->column);
}

/* Tells the first method whose score is good enough. */
static bool find(struct attempt *attempt,
                 bool (*enough)(const struct attempt *attempt, const struct score *score))
{
    for (size_t i = 0; i < COUNT(methods); i++) {
        struct score score;

        if (!methods[i].applies(attempt->exercise))
            continue;
        score = score_of(&methods[i], attempt);
        if (enough(attempt, &score)) {
            tell(&methods[i], attempt, &score);
            return true;
        }
    }
    return false;
}

static bool all(const struct attempt *attempt, const struct score *score)
{
    rowcol_shape shape = attempt->exercise->product.shape;

    return score->all == shape.rows * shape.columns;
}

static bool all_wrong(const struct attempt *attempt, const struct score *score)
{
    return score->wrong == attempt->wrong;
}

static bool nearly_all_wrong(const struct attempt *attempt, const struct score *score)
{
    return score->wrong >= CERTAIN && 4 * (attempt->wrong - score->wrong) <= attempt->wrong;
}

bool method_of_all(struct attempt *attempt)
{
    return find(attempt, all);
}

bool method_of_wrong(struct attempt *attempt)
{
    return find(attempt, all_wrong);
}

bool method_of_nearly_all(struct attempt *attempt)
{
    return find(attempt, nearly_all_wrong);
}
