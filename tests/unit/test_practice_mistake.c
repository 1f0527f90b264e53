/* Mistakes: each that is planted in a sheet is named, and chance is seldom taken for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <rowcol/practice.h>

#define SEEDS 200
#define DETAIL_MOST 4096

/* --- Exercises and answers -------------------------------------------------------------------- */

static rowcol_matrix matrix_of(size_t rows, size_t columns, const double *entries)
{
    rowcol_matrix matrix = {0};

    assert_int_equal(rowcol_matrix_create(&matrix, (rowcol_shape){rows, columns}), ROWCOL_OK);
    for (size_t i = 0; entries && i < rows * columns; i++)
        matrix.entries[i] = entries[i];
    return matrix;
}

/* left right, where `transpose` says how each is taken: "..", "t.", ".t", "tt". */
static rowcol_matrix multiplied(const rowcol_matrix *left, const rowcol_matrix *right,
                                const char *transpose)
{
    bool t = transpose[0] == 't';
    bool u = transpose[1] == 't';
    size_t m = t ? left->shape.columns : left->shape.rows;
    size_t k = t ? left->shape.rows : left->shape.columns;
    size_t n = u ? right->shape.rows : right->shape.columns;
    rowcol_matrix product = matrix_of(m, n, NULL);

    for (size_t i = 0; i < m * n; i++) {
        product.entries[i] = 0;
        for (size_t p = 0; p < k; p++)
            product.entries[i] +=
                left->entries[t ? p * left->shape.columns + i / n : i / n * k + p] *
                right->entries[u ? i % n * right->shape.columns + p : p * n + i % n];
    }
    return product;
}

static rowcol_matrix transpose_of(const rowcol_matrix *matrix)
{
    rowcol_matrix transpose = matrix_of(matrix->shape.columns, matrix->shape.rows, NULL);

    for (size_t i = 0; i < matrix->shape.rows; i++)
        for (size_t j = 0; j < matrix->shape.columns; j++)
            transpose.entries[j * matrix->shape.rows + i] =
                matrix->entries[i * matrix->shape.columns + j];
    return transpose;
}

/* The lesson's third example, or its first rows and columns. */
static rowcol_exercise lesson(size_t columns)
{
    const double a[] = {2, 1, 5, 4};
    const double b[] = {3, 2, 5, 4, 6, -2};
    rowcol_exercise exercise = {.a = matrix_of(2, 2, a), .b = matrix_of(2, columns, NULL)};

    for (size_t i = 0; i < 2 * columns; i++)
        exercise.b.entries[i] = b[i / columns * 3 + i % columns];
    exercise.product = multiplied(&exercise.a, &exercise.b, "..");
    return exercise;
}

/* The mistake in an answer, which is released; its detail is printed into `told`. */
static rowcol_mistake mistake_in(const rowcol_exercise *exercise, rowcol_matrix answer,
                                 char told[DETAIL_MOST])
{
    rowcol_mistake mistake;
    rowcol_text detail;

    rowcol_text_begin(&detail, ROWCOL_PLAIN, DETAIL_MOST - 1);
    assert_int_equal(rowcol_mistake_in_product(exercise, &answer, &mistake, &detail), ROWCOL_OK);
    snprintf(told, DETAIL_MOST, "%s", detail.bytes ? detail.bytes : "");
    assert_true((mistake == ROWCOL_MISTAKE_NONE) == (detail.length == 0));
    rowcol_text_release(&detail);
    rowcol_matrix_release(&answer);
    return mistake;
}

static void assert_told(const rowcol_exercise *exercise, rowcol_matrix answer,
                        rowcol_mistake mistake, const char *detail)
{
    char told[DETAIL_MOST];
    rowcol_mistake named = mistake_in(exercise, answer, told);

    assert_string_equal(rowcol_mistake_name(named), rowcol_mistake_name(mistake));
    assert_string_equal(told, detail);
}

/* The answer to the lesson's third example, with these entries. */
static void assert_lesson(const double answer[4], rowcol_mistake mistake, const char *detail)
{
    rowcol_exercise exercise = lesson(2);

    assert_told(&exercise, matrix_of(2, 2, answer), mistake, detail);
    rowcol_exercise_release(&exercise);
}

/* --- The words -------------------------------------------------------------------------------- */

static void a_right_answer_has_no_mistake(void **state)
{
    rowcol_exercise exercise = lesson(2);
    rowcol_matrix zero = matrix_of(1, 1, (double[]){-0.0});
    rowcol_exercise nothing = {.a = matrix_of(1, 1, (double[]){0}),
                               .b = matrix_of(1, 1, (double[]){1}),
                               .product = matrix_of(1, 1, (double[]){0})};

    (void)state;
    assert_true(rowcol_product_is_right(&exercise, &exercise.product));
    assert_false(rowcol_product_is_right(&exercise, &exercise.a));
    assert_true(rowcol_product_is_right(&nothing, &zero));
    assert_told(&exercise, multiplied(&exercise.a, &exercise.b, ".."), ROWCOL_MISTAKE_NONE, "");
    assert_told(&nothing, zero, ROWCOL_MISTAKE_NONE, "");
    rowcol_exercise_release(&exercise);
    rowcol_exercise_release(&nothing);
}

static void wrong_methods_are_told_with_the_learner_s_numbers(void **state)
{
    (void)state;
    assert_lesson(
        (double[]){6, 2, 20, 24}, ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT,
        "It looks as if you multiplied element by element: in row 1, column 1 that is 2*3 "
        "= 6. An entry takes a whole row of the first matrix and a whole column of the "
        "second, multiplies them element by element and adds up: a = 2*3 + 1*4 = 6 + 4 = "
        "10.");
    assert_lesson(
        (double[]){16, 11, 38, 28}, ROWCOL_MISTAKE_SWAPPED_MATRICES,
        "It looks as if you multiplied the second matrix by the first: in row 1, column 1 "
        "that is 3*2 + 2*5 = 16. The order matters: rows of the first matrix meet columns "
        "of the second: a = 2*3 + 1*4 = 6 + 4 = 10.");
    assert_lesson(
        (double[]){26, 34, 19, 26}, ROWCOL_MISTAKE_COLUMN_FOR_ROW,
        "It looks as if you took column 1 of the first matrix where its row 1 belongs: in "
        "row 1, column 1 that is 2*3 + 5*4 = 26. Take rows of the first matrix, columns "
        "of the second: a = 2*3 + 1*4 = 6 + 4 = 10.");
    assert_lesson(
        (double[]){8, 14, 23, 44}, ROWCOL_MISTAKE_ROW_FOR_COLUMN,
        "It looks as if you took row 1 of the second matrix where its column 1 belongs: in "
        "row 1, column 1 that is 2*3 + 1*2 = 8. Take rows of the first matrix, columns of "
        "the second: a = 2*3 + 1*4 = 6 + 4 = 10.");
    assert_lesson(
        (double[]){16, 38, 11, 28}, ROWCOL_MISTAKE_COLUMNS_BY_ROWS,
        "It looks as if you took column 1 of the first matrix and row 1 of the second: in "
        "row 1, column 1 that is 2*3 + 5*2 = 16. It is the other way round, rows of the "
        "first matrix and columns of the second: a = 2*3 + 1*4 = 6 + 4 = 10.");
    assert_lesson(
        (double[]){10, 31, 10, 34}, ROWCOL_MISTAKE_TRANSPOSED_ANSWER,
        "It looks as if rows and columns of your answer are exchanged (transposed): in row "
        "1, column 2 stands what belongs in row 2, column 1, 5*3 + 4*4 = 31. The row comes "
        "from the first matrix, the column from the second: b = 2*2 + 1*6 = 4 + 6 = 10.");
}

static void a_method_is_seen_through_a_slip_and_in_some_places_only(void **state)
{
    char told[DETAIL_MOST];
    rowcol_exercise exercise = lesson(2);

    (void)state;
    assert_int_equal(mistake_in(&exercise, matrix_of(2, 2, (double[]){26, 34, 19, 29}), told),
                     ROWCOL_MISTAKE_COLUMN_FOR_ROW);
    assert_int_equal(mistake_in(&exercise, matrix_of(2, 2, (double[]){26, 34, 31, 34}), told),
                     ROWCOL_MISTAKE_COLUMN_FOR_ROW);
    rowcol_exercise_release(&exercise);
}

static void slips_are_told_with_what_went_wrong(void **state)
{
    (void)state;
    assert_lesson(
        (double[]){10, 10, 32, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: You are off by 1: it is 31, not 32: c = 5*3 + 4*4 = 15 + 16 = "
        "31.");
    assert_lesson((double[]){9, 10, 31, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
                  "In row 1, column 1: You are off by 1: it is 10, not 9: a = 2*3 + 1*4 = 6 + 4 = "
                  "10.");
    assert_lesson((double[]){10, 10, 24, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
                  "In row 2, column 1: It looks as if you added two numbers that are to be "
                  "multiplied: 5*3 is 15: c = 5*3 + 4*4 = 15 + 16 = 31.");
    assert_lesson(
        (double[]){10, 10, 16, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: It looks as if you left out 5*3, which is 15: c = 5*3 + 4*4 = "
        "15 + 16 = 31.");
    assert_lesson(
        (double[]){10, 10, 46, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: It looks as if you counted 5*3 twice: c = 5*3 + 4*4 = 15 + 16 "
        "= 31.");
    assert_lesson(
        (double[]){10, 10, 13, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: It looks as if two digits are exchanged: it is 31, not 13: c "
        "= 5*3 + 4*4 = 15 + 16 = 31.");
    assert_lesson(
        (double[]){10, 10, 36, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: It looks as if you took 5*3 for 20: it is 15: c = 5*3 + 4*4 = "
        "15 + 16 = 31.");
    assert_lesson(
        (double[]){10, 10, 41, 34}, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
        "In row 2, column 1: You are off by 10: it is 31, not 41: c = 5*3 + 4*4 = 15 + 16 "
        "= 31.");
}

/* The answer to one row times one column. */
static void assert_row(size_t length, const double *a, const double *b, double answer,
                       rowcol_mistake mistake, const char *detail)
{
    rowcol_exercise exercise = {.a = matrix_of(1, length, a), .b = matrix_of(length, 1, b)};

    exercise.product = multiplied(&exercise.a, &exercise.b, "..");
    assert_told(&exercise, matrix_of(1, 1, &answer), mistake, detail);
    rowcol_exercise_release(&exercise);
}

static void signs_are_told_by_the_rule_that_they_break(void **state)
{
    const double a[] = {2, 1};
    const double mixed[] = {5, -2};
    const double down[] = {-3, -4};
    const double three[] = {-2, 3, -5};
    const double other[] = {3, -4, -1};

    (void)state;
    assert_row(
        2, a, mixed, 12, ROWCOL_MISTAKE_SIGN,
        "In row 1, column 1: Look at the sign of 1*(-2): it is -2, not 2; plus times minus is "
        "minus: a = 2*5 + 1*(-2) = 10 - 2 = 8.");
    assert_row(2, mixed, down, -23, ROWCOL_MISTAKE_SIGN,
               "In row 1, column 1: Look at the sign of (-2)*(-4): it is 8, not -8; minus times "
               "minus is plus: a = 5*(-3) + (-2)*(-4) = -15 + 8 = -7.");
    assert_row(
        2, a, mixed, -8, ROWCOL_MISTAKE_SIGN,
        "In row 1, column 1: Only the sign of the entry is wrong: it is 8, not -8: a = 2*5 + "
        "1*(-2) = 10 - 2 = 8.");
    assert_row(3, three, other, 23, ROWCOL_MISTAKE_SIGN,
               "In row 1, column 1: It looks as if you passed over the minus signs: a = (-2)*3 + "
               "3*(-4) + (-5)*(-1) = -6 - 12 + 5 = -13.");
    assert_row(3, three, other, -11, ROWCOL_MISTAKE_SIGN,
               "In row 1, column 1: It looks as if you passed over the minus signs of the first "
               "matrix: a = (-2)*3 + 3*(-4) + (-5)*(-1) = -6 - 12 + 5 = -13.");
    assert_row(3, three, other, 1, ROWCOL_MISTAKE_SIGN,
               "In row 1, column 1: It looks as if you passed over the minus signs of the second "
               "matrix: a = (-2)*3 + 3*(-4) + (-5)*(-1) = -6 - 12 + 5 = -13.");
    assert_row(2, (double[]){7, 5}, (double[]){9, 6}, 33, ROWCOL_MISTAKE_SIGN,
               "In row 1, column 1: Look at the sign before 5*6: it looks as if you took it away, "
               "but products are added up: a = 7*9 + 5*6 = 63 + 30 = 93.");
}

static void wrong_shapes_are_told_with_the_right_one(void **state)
{
    rowcol_exercise exercise = lesson(1);

    (void)state;
    assert_told(
        &exercise, matrix_of(1, 2, (double[]){10, 31}), ROWCOL_MISTAKE_TRANSPOSED_ANSWER,
        "Your numbers are right, but rows and columns are exchanged (transposed): you gave 1 "
        "x 2. The product is 2 x 1: as many rows as the first matrix, 2, and as many columns "
        "as the second, 1. A column has each number in a row of its own.");
    assert_told(
        &exercise, matrix_of(2, 2, (double[]){6, 4, 15, 16}), ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT,
        "You multiplied element by element, but did not add up. Every entry of the product "
        "is a sum; the first: a = 2*3 + 1*4 = 6 + 4 = 10. The product is 2 x 1: as many rows "
        "as the first matrix, 2, and as many columns as the second, 1.");
    assert_told(&exercise, matrix_of(2, 2, (double[]){1, 2, 3, 4}), ROWCOL_MISTAKE_WRONG_SHAPE,
                "You gave a matrix of 2 x 2, the inner numbers; the outer ones give the shape. The "
                "product is 2 x 1: as many rows as the first matrix, 2, and as many columns as the "
                "second, 1.");
    assert_told(
        &exercise, matrix_of(3, 1, (double[]){1, 2, 3}), ROWCOL_MISTAKE_WRONG_SHAPE,
        "You gave a matrix of 3 x 1. The product is 2 x 1: as many rows as the first matrix, "
        "2, and as many columns as the second, 1.");
    rowcol_exercise_release(&exercise);
    exercise = lesson(3);
    assert_told(
        &exercise, matrix_of(3, 2, (double[]){1, 2, 3, 4, 5, 6}), ROWCOL_MISTAKE_WRONG_SHAPE,
        "You gave a matrix of 3 x 2, the outer numbers the wrong way round. The product is 2 "
        "x 3: as many rows as the first matrix, 2, and as many columns as the second, 3.");
    assert_told(
        &exercise, matrix_of(3, 2, (double[]){10, 10, 8, 31, 34, 17}), ROWCOL_MISTAKE_WRONG_SHAPE,
        "You gave a matrix of 3 x 2. Its numbers are right, but not its rows. The product is "
        "2 x 3: as many rows as the first matrix, 2, and as many columns as the second, 3.");
    rowcol_exercise_release(&exercise);
}

static void a_product_in_the_other_order_is_seen_by_its_shape(void **state)
{
    rowcol_exercise exercise = {.a = matrix_of(1, 2, (double[]){2, 3}),
                                .b = matrix_of(2, 1, (double[]){4, 5})};

    (void)state;
    exercise.product = multiplied(&exercise.a, &exercise.b, "..");
    assert_told(&exercise, multiplied(&exercise.b, &exercise.a, ".."),
                ROWCOL_MISTAKE_SWAPPED_MATRICES,
                "It looks as if you multiplied the second matrix by the first: that is 2 x 2. The "
                "order matters. The product is 1 x 1: as many rows as the first matrix, 1, and as "
                "many columns as the second, 1.");
    assert_told(&exercise, matrix_of(1, 2, (double[]){8, 15}), ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT,
                "You multiplied element by element, but did not add up. Every entry of the product "
                "is a sum; the first: a = 2*4 + 3*5 = 8 + 15 = 23. The product is 1 x 1: as many "
                "rows as the first matrix, 1, and as many columns as the second, 1.");
    rowcol_exercise_release(&exercise);
}

/* --- Planted in many sheets ------------------------------------------------------------------- */

static unsigned random_below(unsigned count)
{
    static uint64_t random = UINT64_C(0x9e3779b97f4a7c15);

    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    return (unsigned)(random % count);
}

/* Makes a wrong answer; its entries stay NULL where the exercise does not allow the mistake. */
typedef rowcol_matrix plant(const rowcol_exercise *exercise);

static bool is_square(const rowcol_exercise *exercise)
{
    return exercise->a.shape.rows == exercise->a.shape.columns &&
           exercise->a.shape.rows == exercise->b.shape.columns;
}

static rowcol_matrix plant_element_by_element(const rowcol_exercise *exercise)
{
    rowcol_matrix answer = {0};

    if (!is_square(exercise))
        return answer;
    answer = multiplied(&exercise->a, &exercise->b, "..");
    for (size_t i = 0; i < answer.shape.rows * answer.shape.columns; i++)
        answer.entries[i] = exercise->a.entries[i] * exercise->b.entries[i];
    return answer;
}

static rowcol_matrix plant_swapped(const rowcol_exercise *exercise)
{
    if (exercise->a.shape.rows != exercise->b.shape.columns)
        return (rowcol_matrix){0};
    return multiplied(&exercise->b, &exercise->a, "..");
}

static rowcol_matrix plant_column_for_row(const rowcol_exercise *exercise)
{
    if (exercise->a.shape.rows != exercise->a.shape.columns)
        return (rowcol_matrix){0};
    return multiplied(&exercise->a, &exercise->b, "t.");
}

static rowcol_matrix plant_row_for_column(const rowcol_exercise *exercise)
{
    if (exercise->b.shape.rows != exercise->b.shape.columns)
        return (rowcol_matrix){0};
    return multiplied(&exercise->a, &exercise->b, ".t");
}

static rowcol_matrix plant_columns_by_rows(const rowcol_exercise *exercise)
{
    return is_square(exercise) ? multiplied(&exercise->a, &exercise->b, "tt") : (rowcol_matrix){0};
}

static rowcol_matrix plant_transposed(const rowcol_exercise *exercise)
{
    return transpose_of(&exercise->product);
}

static rowcol_matrix copy_of_product(const rowcol_exercise *exercise)
{
    return matrix_of(exercise->product.shape.rows, exercise->product.shape.columns,
                     exercise->product.entries);
}

/* One minus of b is passed over, in the whole of its column. */
static rowcol_matrix plant_sign(const rowcol_exercise *exercise)
{
    rowcol_matrix b =
        matrix_of(exercise->b.shape.rows, exercise->b.shape.columns, exercise->b.entries);
    rowcol_matrix answer = {0};

    for (size_t i = 0; i < b.shape.rows * b.shape.columns; i++) {
        if (b.entries[i] > 0)
            continue;
        b.entries[i] = -b.entries[i];
        answer = multiplied(&exercise->a, &b, "..");
        break;
    }
    rowcol_matrix_release(&b);
    return answer;
}

static rowcol_matrix plant_slip(const rowcol_exercise *exercise)
{
    rowcol_matrix answer = copy_of_product(exercise);
    size_t at = random_below((unsigned)(answer.shape.rows * answer.shape.columns));

    answer.entries[at] += random_below(2) ? 1 : -1;
    return answer;
}

static rowcol_matrix plant_wrong_shape(const rowcol_exercise *exercise)
{
    rowcol_matrix answer =
        matrix_of(exercise->product.shape.rows + 1, exercise->product.shape.columns, NULL);

    for (size_t i = 0; i < answer.shape.rows * answer.shape.columns; i++)
        answer.entries[i] = random_below(100);
    return answer;
}

struct tally {
    size_t planted;
    size_t named;
};

static struct tally plant_everywhere(plant *make, rowcol_mistake mistake, rowcol_sheet_kind kind)
{
    struct tally tally = {0};

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
            const rowcol_sheet sheet = {.seed = seed, .kind = kind};
            rowcol_exercise exercise = {0};
            rowcol_matrix answer;
            char told[DETAIL_MOST];

            assert_int_equal(rowcol_sheet_exercise(&sheet, number, &exercise), ROWCOL_OK);
            answer = make(&exercise);
            if (answer.entries) {
                assert_false(rowcol_product_is_right(&exercise, &answer));
                tally.planted++;
                tally.named += mistake_in(&exercise, answer, told) == mistake;
            }
            rowcol_exercise_release(&exercise);
        }
    }
    return tally;
}

/* Of a thousand that are planted so many are named so at least: two mistakes may give the same. */
static void assert_named(plant *make, rowcol_mistake mistake, size_t of_thousand)
{
    struct tally lesson_sheets = plant_everywhere(make, mistake, ROWCOL_SHEET_LESSON);
    struct tally mixed_sheets = plant_everywhere(make, mistake, ROWCOL_SHEET_MIXED);
    size_t planted = lesson_sheets.planted + mixed_sheets.planted;
    size_t named = lesson_sheets.named + mixed_sheets.named;

    print_message("%s: %zu of %zu\n", rowcol_mistake_name(mistake), named, planted);
    assert_true(planted >= SEEDS);
    assert_true(named * 1000 >= planted * of_thousand);
}

static void planted_mistakes_are_named(void **state)
{
    (void)state;
    assert_named(plant_element_by_element, ROWCOL_MISTAKE_ELEMENT_BY_ELEMENT, 1000);
    assert_named(plant_swapped, ROWCOL_MISTAKE_SWAPPED_MATRICES, 990);
    assert_named(plant_column_for_row, ROWCOL_MISTAKE_COLUMN_FOR_ROW, 990);
    assert_named(plant_row_for_column, ROWCOL_MISTAKE_ROW_FOR_COLUMN, 990);
    assert_named(plant_columns_by_rows, ROWCOL_MISTAKE_COLUMNS_BY_ROWS, 980);
    assert_named(plant_transposed, ROWCOL_MISTAKE_TRANSPOSED_ANSWER, 980);
    assert_named(plant_sign, ROWCOL_MISTAKE_SIGN, 990);
    assert_named(plant_slip, ROWCOL_MISTAKE_ARITHMETIC_SLIP, 1000);
    assert_named(plant_wrong_shape, ROWCOL_MISTAKE_WRONG_SHAPE, 990);
}

/* Numbers as large as those of the product, and all of them wrong. */
static rowcol_matrix plant_anything(const rowcol_exercise *exercise)
{
    rowcol_matrix answer = copy_of_product(exercise);

    for (size_t i = 0; i < answer.shape.rows * answer.shape.columns; i++) {
        do
            answer.entries[i] = (double)random_below(161) - 80;
        while (answer.entries[i] == exercise->product.entries[i]);
    }
    return answer;
}

static rowcol_matrix plant_one_of_anything(const rowcol_exercise *exercise)
{
    rowcol_matrix answer = copy_of_product(exercise);
    size_t at = random_below((unsigned)(answer.shape.rows * answer.shape.columns));

    do
        answer.entries[at] = (double)random_below(161) - 80;
    while (answer.entries[at] == exercise->product.entries[at]);
    return answer;
}

static void chance_is_seldom_taken_for_a_mistake(void **state)
{
    struct tally all = plant_everywhere(plant_anything, ROWCOL_MISTAKE_NONE, ROWCOL_SHEET_MIXED);
    struct tally pairs = plant_everywhere(plant_anything, ROWCOL_MISTAKE_NONE, ROWCOL_SHEET_LESSON);
    struct tally one =
        plant_everywhere(plant_one_of_anything, ROWCOL_MISTAKE_NONE, ROWCOL_SHEET_LESSON);
    struct tally slip = plant_everywhere(plant_one_of_anything, ROWCOL_MISTAKE_ARITHMETIC_SLIP,
                                         ROWCOL_SHEET_LESSON);

    (void)state;
    print_message("not named: all wrong %zu of %zu, in lessons %zu of %zu; one wrong %zu of %zu, "
                  "called a slip %zu\n",
                  all.named, all.planted, pairs.named, pairs.planted, one.named, one.planted,
                  slip.named);
    assert_true(all.named * 1000 >= all.planted * 998);
    assert_true(pairs.named * 1000 >= pairs.planted * 990);
    assert_true(one.named + slip.named >= one.planted * 85 / 100);
}

/* --- Shapes ----------------------------------------------------------------------------------- */

#define SHAPE(m, n) ((rowcol_shape){.rows = (m), .columns = (n)})

static void assert_shape_told(rowcol_shape a, rowcol_shape b, const rowcol_shape *answer,
                              rowcol_mistake mistake, const char *detail)
{
    rowcol_mistake named;
    rowcol_text told;

    rowcol_text_begin(&told, ROWCOL_PLAIN, DETAIL_MOST);
    assert_int_equal(rowcol_mistake_in_shape(a, b, answer, &named, &told), ROWCOL_OK);
    assert_string_equal(rowcol_mistake_name(named), rowcol_mistake_name(mistake));
    assert_string_equal(told.bytes ? told.bytes : "", detail);
    rowcol_text_release(&told);
}

#define FITS                                                                                       \
    "3 x 4 times 4 x 2: the inner numbers, 4 and 4, are equal, so there is a product; the outer "  \
    "numbers, 3 and 2, give its shape, 3 x 2."
#define FITS_NOT                                                                                   \
    "5 x 2 times 4 x 3: the inner numbers, 2 and 4, must be equal, so there is no product."

static void shapes_are_told_by_the_rule(void **state)
{
    const rowcol_shape a = SHAPE(3, 4), b = SHAPE(4, 2), c = SHAPE(5, 2), d = SHAPE(4, 3);

    (void)state;
    assert_shape_told(a, b, &SHAPE(3, 2), ROWCOL_MISTAKE_NONE, "");
    assert_shape_told(c, d, NULL, ROWCOL_MISTAKE_NONE, "");
    assert_shape_told(a, b, &SHAPE(2, 3), ROWCOL_MISTAKE_SWAPPED_OUTER_NUMBERS,
                      "You gave 2 x 3, the outer numbers the wrong way round: rows come "
                      "first. " FITS);
    assert_shape_told(a, b, &SHAPE(4, 4), ROWCOL_MISTAKE_INNER_NUMBERS,
                      "You gave 4 x 4, the inner numbers: they only say that the two fit. " FITS);
    assert_shape_told(a, b, NULL, ROWCOL_MISTAKE_CALLED_IMPOSSIBLE,
                      "You said that there is no product, but there is one. " FITS);
    assert_shape_told(a, b, &SHAPE(3, 4), ROWCOL_MISTAKE_WRONG_SHAPE,
                      "You gave 3 x 4. Its rows are right, but not its columns. " FITS);
    assert_shape_told(a, b, &SHAPE(4, 2), ROWCOL_MISTAKE_WRONG_SHAPE,
                      "You gave 4 x 2. Its columns are right, but not its rows. " FITS);
    assert_shape_told(a, b, &SHAPE(7, 9), ROWCOL_MISTAKE_WRONG_SHAPE, "You gave 7 x 9. " FITS);
    assert_shape_told(c, d, &SHAPE(5, 3), ROWCOL_MISTAKE_CALLED_POSSIBLE,
                      "You gave 5 x 3, the outer numbers, but compare the inner ones "
                      "first. " FITS_NOT);
    assert_shape_told(c, d, &SHAPE(2, 4), ROWCOL_MISTAKE_CALLED_POSSIBLE,
                      "You gave 2 x 4, the inner numbers, but they must be equal. " FITS_NOT);
    assert_shape_told(c, d, &SHAPE(1, 1), ROWCOL_MISTAKE_CALLED_POSSIBLE,
                      "You gave 1 x 1. " FITS_NOT);
}

/* --- What can go wrong ------------------------------------------------------------------------ */

static void an_exercise_without_a_product_is_a_bad_value(void **state)
{
    rowcol_exercise exercise = lesson(2);
    rowcol_mistake mistake;
    rowcol_text detail;

    (void)state;
    rowcol_text_begin(&detail, ROWCOL_PLAIN, DETAIL_MOST);
    rowcol_matrix_release(&exercise.product);
    assert_int_equal(rowcol_mistake_in_product(&exercise, &exercise.a, &mistake, &detail),
                     ROWCOL_BAD_VALUE);
    rowcol_exercise_release(&exercise);
}

static void a_detail_without_room_is_a_failure(void **state)
{
    rowcol_exercise exercise = lesson(2);
    rowcol_matrix answer = multiplied(&exercise.b, &exercise.a, "..");
    rowcol_mistake mistake;
    rowcol_text detail;

    (void)state;
    rowcol_text_begin(&detail, ROWCOL_PLAIN, 10);
    assert_int_equal(rowcol_mistake_in_product(&exercise, &answer, &mistake, &detail),
                     ROWCOL_TOO_LARGE);
    rowcol_text_release(&detail);
    rowcol_text_begin(&detail, ROWCOL_PLAIN, 10);
    assert_int_equal(rowcol_mistake_in_shape(SHAPE(1, 2), SHAPE(2, 1), NULL, &mistake, &detail),
                     ROWCOL_TOO_LARGE);
    rowcol_text_release(&detail);
    rowcol_matrix_release(&answer);
    rowcol_exercise_release(&exercise);
}

static void mistakes_have_names(void **state)
{
    (void)state;
    assert_string_equal(rowcol_mistake_name(ROWCOL_MISTAKE_NONE), "none");
    assert_string_equal(rowcol_mistake_name(ROWCOL_MISTAKE_CALLED_POSSIBLE), "called-possible");
    assert_string_equal(rowcol_mistake_name((rowcol_mistake)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_answer_has_no_mistake),
        cmocka_unit_test(wrong_methods_are_told_with_the_learner_s_numbers),
        cmocka_unit_test(a_method_is_seen_through_a_slip_and_in_some_places_only),
        cmocka_unit_test(slips_are_told_with_what_went_wrong),
        cmocka_unit_test(signs_are_told_by_the_rule_that_they_break),
        cmocka_unit_test(wrong_shapes_are_told_with_the_right_one),
        cmocka_unit_test(a_product_in_the_other_order_is_seen_by_its_shape),
        cmocka_unit_test(planted_mistakes_are_named),
        cmocka_unit_test(chance_is_seldom_taken_for_a_mistake),
        cmocka_unit_test(shapes_are_told_by_the_rule),
        cmocka_unit_test(an_exercise_without_a_product_is_a_bad_value),
        cmocka_unit_test(a_detail_without_room_is_a_failure),
        cmocka_unit_test(mistakes_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
