/* Practice: sheets of exercises in multiplying matrices, the same for the same seed everywhere and
 * for ever, and grading that names the likely mistake. */
#ifndef ROWCOL_PRACTICE_H
#define ROWCOL_PRACTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>
#include <rowcol/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Sheets ----------------------------------------------------------------------------------- */

/* X(name, word): the kinds of sheet, and the word by which people ask for each.
 *
 * LESSON   5 of (2x2)(2x1) and 5 of (2x2)(2x2), with positive entries only; then 10 as of MIXED.
 * VECTOR   a matrix times a column: 2 to 4 rows, 2 to 4 inner.
 * SQUARE   two square matrices of 2 to 4 rows.
 * MIXED    2 to 4 rows, inner and columns, at least two of them 3 or 4.
 * SHAPES   the result's shape is asked for: 1 to 5 rows, inner and columns, not all the same; in 8
 *          of the exercises the inner numbers differ, so that there is no product. */
#define ROWCOL_SHEET_KINDS(X)                                                                      \
    X(LESSON, "lesson")                                                                            \
    X(VECTOR, "vector")                                                                            \
    X(SQUARE, "square")                                                                            \
    X(MIXED, "mixed")                                                                              \
    X(SHAPES, "shapes")

typedef enum rowcol_sheet_kind {
#define ROWCOL_SHEET_KIND_ENUM(name, word) ROWCOL_SHEET_##name,
    ROWCOL_SHEET_KINDS(ROWCOL_SHEET_KIND_ENUM)
#undef ROWCOL_SHEET_KIND_ENUM
} rowcol_sheet_kind;

/* The word of a kind; "unknown" for a value that is none. Static text, any thread. */
ROWCOL_API const char *rowcol_sheet_kind_name(rowcol_sheet_kind kind);

/* Exercises on a sheet of any kind. */
#define ROWCOL_SHEET_EXERCISES 20

/* The largest seed: 2^53 - 1, up to where every whole number is a double. */
#define ROWCOL_SHEET_SEED_MOST UINT64_C(9007199254740991)

/* The most rows, columns and inner that may be asked for. */
#define ROWCOL_SHEET_SIZE_MOST 10

/* The range where none is given, and the largest: every sum is a whole number below 2^53. */
#define ROWCOL_SHEET_RANGE 6
#define ROWCOL_SHEET_RANGE_MOST 1000000

/* What a sheet is made from. {.seed = 7} is a lesson's. */
typedef struct rowcol_sheet {
    uint64_t seed; /* 0 to ROWCOL_SHEET_SEED_MOST */

    /* Numbers that stand in every exercise instead of what the kind would draw, 1 to
     * ROWCOL_SHEET_SIZE_MOST; 0: none. Rows are the first matrix's, columns the second's, inner is
     * the columns of the first, and the rows of the second where there is a product. A column has 1
     * column, and a square matrix one number for all three: where only some are given, the others
     * follow. */
    size_t rows;
    size_t columns;
    size_t inner;

    rowcol_sheet_kind kind;

    /* Entries are whole numbers from -range to range, without 0; 1 to ROWCOL_SHEET_RANGE_MOST; 0 is
     * ROWCOL_SHEET_RANGE. */
    unsigned range;
} rowcol_sheet;

/* An exercise: what is a times b? */
typedef struct rowcol_exercise {
    rowcol_matrix a;
    rowcol_matrix b;
    rowcol_matrix product; /* {0} where there is none */
} rowcol_exercise;

/* Whether there can be such a sheet: every value within its bounds, and as the kind wants it.
 *
 * Returns ROWCOL_OK; ROWCOL_BAD_VALUE. Pure. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_sheet_check(const rowcol_sheet *sheet);

/* Makes one exercise of a sheet. The same sheet and number give the same exercise on every machine
 * and in every version: practice_sheet.c says how it is drawn, and tests freeze it.
 *
 * As far as chance allows no exercise can be solved by a wrong method: square operands differ from
 * their transposes, and so does a square product; a b differs from b a.
 *
 * number     1 to ROWCOL_SHEET_EXERCISES.
 * exercise   {0} on entry; on ROWCOL_OK to be given back with rowcol_exercise_release, otherwise
 *            {0}.
 *
 * Returns ROWCOL_OK, ROWCOL_BAD_VALUE, ROWCOL_NO_MEMORY. Any thread. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_sheet_exercise(const rowcol_sheet *sheet,
                                                              size_t number,
                                                              rowcol_exercise *exercise);

/* Gives everything back and leaves {0}. Does nothing on {0}. */
ROWCOL_API void rowcol_exercise_release(rowcol_exercise *exercise);

/* Adds a sheet to be printed: its seed and settings, the rule, every exercise with room to write,
 * and, if they are wanted, the solutions on a page of their own. What stands around it (notation.h:
 * rowcol_text_open, a heading) is the caller's.
 *
 * Returns as rowcol_sheet_exercise, and what adding to a text returns. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_text_sheet(rowcol_text *text,
                                                          const rowcol_sheet *sheet,
                                                          bool solutions);

/* --- Grading ---------------------------------------------------------------------------------- */

/* X(name, word): mistakes that are told apart, and the word for each.
 *
 * In a product:
 * ELEMENT_BY_ELEMENT   a times b in the same place; or products side by side, not added up.
 * SWAPPED_MATRICES     b a instead of a b.
 * COLUMN_FOR_ROW       columns of a where rows belong.
 * ROW_FOR_COLUMN       rows of b where columns belong.
 * COLUMNS_BY_ROWS      both: columns of a with rows of b.
 * TRANSPOSED_ANSWER    the right numbers, rows and columns exchanged.
 * SIGN                 a minus lost or gained.
 * ARITHMETIC_SLIP      the right method, and a sum or a product gone wrong.
 * WRONG_SHAPE          nothing of these, but the shape is another.
 *
 * In a shape, also WRONG_SHAPE:
 * SWAPPED_OUTER_NUMBERS   columns x rows.
 * INNER_NUMBERS           the inner numbers instead of the outer ones.
 * CALLED_IMPOSSIBLE       there is a product.
 * CALLED_POSSIBLE         there is none. */
#define ROWCOL_MISTAKES(X)                                                                         \
    X(NONE, "none")                                                                                \
    X(ELEMENT_BY_ELEMENT, "element-by-element")                                                    \
    X(SWAPPED_MATRICES, "swapped-matrices")                                                        \
    X(COLUMN_FOR_ROW, "column-for-row")                                                            \
    X(ROW_FOR_COLUMN, "row-for-column")                                                            \
    X(COLUMNS_BY_ROWS, "columns-by-rows")                                                          \
    X(TRANSPOSED_ANSWER, "transposed-answer")                                                      \
    X(SIGN, "sign")                                                                                \
    X(ARITHMETIC_SLIP, "arithmetic-slip")                                                          \
    X(WRONG_SHAPE, "wrong-shape")                                                                  \
    X(SWAPPED_OUTER_NUMBERS, "swapped-outer-numbers")                                              \
    X(INNER_NUMBERS, "inner-numbers")                                                              \
    X(CALLED_IMPOSSIBLE, "called-impossible")                                                      \
    X(CALLED_POSSIBLE, "called-possible")

typedef enum rowcol_mistake {
#define ROWCOL_MISTAKE_ENUM(name, word) ROWCOL_MISTAKE_##name,
    ROWCOL_MISTAKES(ROWCOL_MISTAKE_ENUM)
#undef ROWCOL_MISTAKE_ENUM
} rowcol_mistake;

/* The word of a mistake; "unknown" for a value that is none. Static text, any thread. */
ROWCOL_API const char *rowcol_mistake_name(rowcol_mistake mistake);

/* Whether an answer is the product: its shape, and every entry as a double (-0 is 0). Pure. */
ROWCOL_API bool rowcol_product_is_right(const rowcol_exercise *exercise,
                                        const rowcol_matrix *answer);

/* The likely mistake in an answer: the one that explains every wrong entry (or, of a mistake in the
 * method, nearly every one of several). Where more than one does, practice_mistake.c says which is
 * told, and why.
 *
 * exercise   one that has a product; a program's own may have any finite entries.
 * answer     what was given as the product, in any shape.
 * mistake    receives it: ROWCOL_MISTAKE_NONE for a right answer, and for a wrong one that no
 *            mistake explains.
 * detail     a text in ROWCOL_PLAIN, begun; the explanation with the exercise's own numbers is
 *            added, nothing for ROWCOL_MISTAKE_NONE.
 *
 * Returns ROWCOL_OK; ROWCOL_BAD_VALUE where the exercise has no product; what adding to a text
 * returns. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_mistake_in_product(const rowcol_exercise *exercise,
                                                                  const rowcol_matrix *answer,
                                                                  rowcol_mistake *mistake,
                                                                  rowcol_text *detail);

/* The same for the shape that was given as the product's; NULL: that there is none.
 *
 * a, b     the shapes of the operands.
 *
 * Returns ROWCOL_OK; what adding to a text returns. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_mistake_in_shape(rowcol_shape a, rowcol_shape b,
                                                                const rowcol_shape *answer,
                                                                rowcol_mistake *mistake,
                                                                rowcol_text *detail);

#ifdef __cplusplus
}
#endif
#endif
