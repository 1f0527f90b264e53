/* A wrong answer to an exercise, and the words that its explanations are made of. */
#ifndef ROWCOL_PRACTICE_ATTEMPT_H
#define ROWCOL_PRACTICE_ATTEMPT_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/practice.h>

/* What was answered, and what is found out about it. */
struct attempt {
    const rowcol_exercise *exercise;
    const rowcol_matrix *answer;
    size_t wrong; /* entries, where the shape is right */
    rowcol_mistake mistake;
    rowcol_text *detail;
};

/* Rows and columns count from 0 here, and from 1 in words. */
static inline double entry_of(const rowcol_matrix *matrix, size_t row, size_t column)
{
    return matrix->entries[row * matrix->shape.columns + column];
}

static inline bool same_shape(rowcol_shape a, rowcol_shape b)
{
    return a.rows == b.rows && a.columns == b.columns;
}

/* Numbers that are multiplied pair by pair and added up: the elements of a row and a column, or of
 * whatever was taken for them. */
struct pairs {
    const double *left;
    size_t left_step;
    const double *right;
    size_t right_step;
    size_t count;
};

static inline struct pairs row_with_column(const rowcol_matrix *left, size_t row,
                                           const rowcol_matrix *right, size_t column)
{
    return (struct pairs){left->entries + row * left->shape.columns, 1, right->entries + column,
                          right->shape.columns, left->shape.columns};
}

/* What an entry is made of in b a, and in the transpose of a b. */
static inline struct pairs pairs_of_swapped(const rowcol_exercise *exercise, size_t row,
                                            size_t column)
{
    return row_with_column(&exercise->b, row, &exercise->a, column);
}

static inline struct pairs pairs_of_transposed(const rowcol_exercise *exercise, size_t row,
                                               size_t column)
{
    return row_with_column(&exercise->a, column, &exercise->b, row);
}

static inline double left_of(const struct pairs *pairs, size_t i)
{
    return pairs->left[i * pairs->left_step];
}

static inline double right_of(const struct pairs *pairs, size_t i)
{
    return pairs->right[i * pairs->right_step];
}

static inline double product_of(const struct pairs *pairs, size_t i)
{
    return left_of(pairs, i) * right_of(pairs, i);
}

static inline double sum_of(const struct pairs *pairs)
{
    double sum = 0;

    for (size_t i = 0; i < pairs->count; i++)
        sum += product_of(pairs, i);
    return sum;
}

/* Words, as printf has them. */
void tell_words(rowcol_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "2*3 + 5*4 = 26". */
void tell_pairs(rowcol_text *text, const struct pairs *pairs);

/* "row 1, column 2". */
void tell_place(rowcol_text *text, size_t row, size_t column);

/* "2 x 3". */
void tell_shape(rowcol_text *text, rowcol_shape shape);

/* ": c = 2*5 + 1*(-2) = 10 - 2 = 8.", how an entry of the product comes about. */
void tell_working(rowcol_text *text, const rowcol_exercise *exercise, size_t row, size_t column);

/* --- What explains an attempt: each sets the mistake, tells it, and returns whether it does. -- */

/* practice_method.c: a wrong method that predicts the whole answer; every wrong entry; or nearly
 * every one of several. */
bool method_of_all(struct attempt *attempt);
bool method_of_wrong(struct attempt *attempt);
bool method_of_nearly_all(struct attempt *attempt);

/* practice_slip.c: each wrong entry by itself. A sign where there is a minus, a result off by one,
 * any slip of arithmetic, few slips among right entries, and a sign without any minus. */
bool sign_lost(struct attempt *attempt);
bool off_by_one(struct attempt *attempt);
bool slips(struct attempt *attempt);
bool few_slips(struct attempt *attempt);
bool taken_away(struct attempt *attempt);

/* practice_shape.c: an answer whose shape is not the product's. Always explains. */
bool wrong_shape(struct attempt *attempt);

#endif
