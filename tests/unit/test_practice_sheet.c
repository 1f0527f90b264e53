/* Sheets: what is drawn, for ever; and that it is what each kind promises, whatever the seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <rowcol/practice.h>
#include <rowcol/product.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define SEEDS 300

static rowcol_exercise exercise_of(const rowcol_sheet *sheet, size_t number)
{
    rowcol_exercise exercise = {0};

    assert_int_equal(rowcol_sheet_exercise(sheet, number, &exercise), ROWCOL_OK);
    return exercise;
}

/* --- For ever --------------------------------------------------------------------------------- */

static size_t add_matrix(char *text, size_t room, const rowcol_matrix *matrix)
{
    size_t length = 0;

    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        length += (size_t)snprintf(text + length, room - length, "%s%.0f",
                                   i == 0                           ? ""
                                   : i % matrix->shape.columns == 0 ? ";"
                                                                    : " ",
                                   matrix->entries[i]);
    return length;
}

/* "4 4;5 2 * 3;3". */
static void describe(const rowcol_sheet *sheet, size_t number, char *text, size_t room)
{
    rowcol_exercise exercise = exercise_of(sheet, number);
    size_t length = add_matrix(text, room, &exercise.a);

    length += (size_t)snprintf(text + length, room - length, " * ");
    add_matrix(text + length, room - length, &exercise.b);
    rowcol_exercise_release(&exercise);
}

/* Frozen: whoever has to change one of these has broken every sheet that was ever printed. */
static const struct {
    rowcol_sheet sheet;
    size_t number;
    const char *exercise;
} vectors[] = {
    {{.seed = 0}, 1, "6 2;1 6 * 4;3"},
    {{.seed = 0}, 6, "3 6;1 1 * 4 3;1 1"},
    {{.seed = 0}, 11, "-6 -4 -4 5;-2 -5 2 2;4 -2 5 3;-1 -4 -2 -5 * 1 4 1;5 1 -4;4 5 -4;-4 6 -6"},
    {{.seed = 0}, 20, "-2 2 -4 2;-5 -6 -5 -6 * -5 -4 -1;4 -3 6;2 -4 -6;1 -1 2"},
    {{.seed = 7}, 1, "4 4;5 2 * 3;3"},
    {{.seed = 7}, 6, "2 2;3 5 * 1 4;2 4"},
    {{.seed = 7}, 11, "3 -6 3 4;-4 -2 -4 -2 * 2 -5 -4;5 -1 5;-6 -3 4;-5 3 3"},
    {{.seed = 7}, 20, "5 4;-5 -3;-3 1 * -6 1 6;3 5 2"},
    {{.seed = ROWCOL_SHEET_SEED_MOST}, 1, "6 3;2 2 * 2;6"},
    {{.seed = ROWCOL_SHEET_SEED_MOST}, 6, "2 3;1 6 * 5 3;5 2"},
    {{.seed = ROWCOL_SHEET_SEED_MOST},
     11,
     "5 4 -3 2;-4 6 -4 -3;-2 -4 -4 2;-1 1 -5 6 * 4 -4 -3 -6;6 1 -2 1;-5 -1 4 -2;4 -2 2 4"},
    {{.seed = ROWCOL_SHEET_SEED_MOST},
     20,
     "-1 -6 -4 3;4 -4 -1 6 * -5 -1 6 -2;-2 -3 6 -1;2 3 1 1;2 -4 -6 3"},
    {{.seed = 42, .kind = ROWCOL_SHEET_VECTOR}, 1, "-1 5;5 -5;3 4;-1 6 * -1;-6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_VECTOR}, 2, "-5 -1 -4;-6 4 1;-3 1 1 * 5;-6;-2"},
    {{.seed = 42, .kind = ROWCOL_SHEET_VECTOR}, 20, "3 2 5;-3 -3 -5;-5 -1 -5 * 2;-1;4"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SQUARE},
     1,
     "4 -1 5 5;-5 3 4 -1;6 -1 -6 5;6 -6 3 2 * -2 6 3 3;6 -2 1 2;4 -4 -6 6;2 -5 2 -6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SQUARE},
     2,
     "2 -5 -1;-4 -6 4;1 -3 1 * 1 5 -6;-2 -2 4;-6 -1 6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SQUARE},
     20,
     "-5 3 2;5 -3 -3;-5 -5 -1 * -5 2 -1;4 -5 -4;6 1 -5"},
    {{.seed = 42, .kind = ROWCOL_SHEET_MIXED}, 1, "5 5;-5 3;4 -1;6 -1 * -6 5 6 -6;3 2 -2 6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_MIXED}, 2, "-1 -4 -6;4 1 -3;1 1 5 * -6 -2 -2;4 -6 -1;6 3 6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_MIXED},
     20,
     "2 5 -3;-3 -5 -5;-1 -5 2 * -1 4 -5 -4;6 1 -5 1;-4 -5 -4 1"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SHAPES}, 1, "5 -5 * 3 4 -1 6;-1 -6 5 6;-6 3 2 -2;6 3 3 6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SHAPES}, 2, "-1;-4;-6;4;1 * -3 1 1 5 -6"},
    {{.seed = 42, .kind = ROWCOL_SHEET_SHAPES},
     20,
     "2 5 -3 -3 -5;-5 -1 -5 2 -1 * 4 -5 -4 6 1;-5 1 -4 -5 -4;1 -4 1 2 1;-6 -2 3 6 -1;6 3 3 4 -4"},
    {{.seed = 1, .kind = ROWCOL_SHEET_SHAPES, .inner = 7},
     12,
     "-1 -5 -6 1 5 5 -6;4 6 6 5 5 -4 -2;-5 5 3 2 6 -1 4;6 -1 3 -6 5 -4 -3;"
     "-1 -5 4 -5 -5 -4 3 * 2 -4;-5 -4;3 -6;-3 6"},
    {{.seed = 2, .kind = ROWCOL_SHEET_SHAPES, .rows = 2, .columns = 2, .inner = 2},
     3,
     "3 3;-2 2 * 4 1;4 -2;5 -4;4 -2"},
    {{.seed = 3, .kind = ROWCOL_SHEET_SQUARE, .rows = 3, .range = 1},
     4,
     "1 1 1;-1 1 1;-1 1 -1 * -1 -1 -1;1 -1 1;-1 -1 1"},
    {{.seed = 4, .kind = ROWCOL_SHEET_VECTOR, .rows = 1, .inner = 10},
     5,
     "-4 -2 -6 -3 6 -5 4 -5 -1 5 * 3;-1;3;5;4;-2;-1;-6;5;-3"},
    {{.seed = 5, .rows = 3, .inner = 4, .columns = 3},
     15,
     "-3 -4 3 -1;2 2 5 4;-1 1 -4 -3 * 3 -4 3;3 3 -6;-6 1 2;-4 3 4"},
    {{.seed = 6, .kind = ROWCOL_SHEET_MIXED, .range = 1000000},
     1,
     "-826265 -864436 578082;842491 -863945 532468 * "
     "157374 -594718 148255;-400357 -777694 292040;-322474 -63786 949968"},
    {{.seed = 2026, .rows = 1, .range = 99}, 5, "24 23 * 78;73"},
};

static void a_sheet_stays_the_same_for_ever(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        char text[4096];

        describe(&vectors[i].sheet, vectors[i].number, text, sizeof text);
        assert_string_equal(text, vectors[i].exercise);
    }
}

/* FNV-1a (Fowler, Noll, Vo) over the shapes and entries of whole sheets of every kind. */
static uint64_t hash_bytes(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return hash;
}

static void hundreds_of_sheets_stay_the_same_for_ever(void **state)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    (void)state;
    for (uint64_t i = 0; i < 500; i++) {
        rowcol_sheet sheet = {.seed = i * UINT64_C(18014398509481) % ROWCOL_SHEET_SEED_MOST,
                              .kind = (rowcol_sheet_kind)(i % 5),
                              .inner = i % 7 == 0 ? 1 + i % 10 : 0,
                              .range = i % 3 == 0 ? (unsigned)i + 1 : 0};

        for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
            char text[4096];

            describe(&sheet, number, text, sizeof text);
            hash = hash_bytes(hash, text);
        }
    }
    assert_int_equal(hash, UINT64_C(0x53a88058f4932104));
}

/* --- What each kind promises ------------------------------------------------------------------ */

static bool shapes_are(const rowcol_exercise *exercise, size_t rows, size_t inner, size_t columns)
{
    return exercise->a.shape.rows == rows && exercise->a.shape.columns == inner &&
           exercise->b.shape.rows == inner && exercise->b.shape.columns == columns;
}

/* Calls a check with every exercise of many sheets like this one. */
static void for_each_exercise(rowcol_sheet sheet,
                              void (*check)(const rowcol_sheet *sheet, size_t number,
                                            const rowcol_exercise *exercise))
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        sheet.seed = seed * seed * seed;
        for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
            rowcol_exercise exercise = exercise_of(&sheet, number);

            check(&sheet, number, &exercise);
            rowcol_exercise_release(&exercise);
        }
    }
}

static bool is_from(size_t number, size_t least, size_t most)
{
    return number >= least && number <= most;
}

static void check_mixed(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    size_t m = exercise->a.shape.rows;
    size_t k = exercise->a.shape.columns;
    size_t n = exercise->b.shape.columns;

    (void)sheet;
    (void)number;
    assert_int_equal(exercise->b.shape.rows, k);
    assert_true(is_from(m, 2, 4) && is_from(k, 2, 4) && is_from(n, 2, 4));
    assert_true((m >= 3) + (k >= 3) + (n >= 3) >= 2);
}

static void check_lesson(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    if (number <= 5)
        assert_true(shapes_are(exercise, 2, 2, 1));
    else if (number <= 10)
        assert_true(shapes_are(exercise, 2, 2, 2));
    else
        check_mixed(sheet, number, exercise);
    for (size_t i = 0; number <= 10 && i < 2 * 2; i++)
        assert_true(exercise->a.entries[i] > 0);
}

static void a_lesson_s_sheet_goes_from_columns_to_squares_to_mixed_shapes(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){0}, check_lesson);
}

static void check_vector(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    size_t m = exercise->a.shape.rows;
    size_t k = exercise->a.shape.columns;

    (void)sheet;
    (void)number;
    assert_true(is_from(m, 2, 4) && is_from(k, 2, 4) && shapes_are(exercise, m, k, 1));
}

static void check_square(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    size_t size = exercise->a.shape.rows;

    (void)sheet;
    (void)number;
    assert_true(is_from(size, 2, 4) && shapes_are(exercise, size, size, size));
}

static void the_other_kinds_have_their_shapes(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_VECTOR}, check_vector);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE}, check_square);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_MIXED}, check_mixed);
}

static void check_right(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    const rowcol_product product = {.a = &exercise->a, .b = &exercise->b, .alpha = 1};
    rowcol_matrix whole = {0};

    (void)sheet;
    (void)number;
    assert_int_equal(rowcol_multiply(&product, &whole), ROWCOL_OK);
    assert_true(rowcol_product_is_right(exercise, &whole));
    rowcol_matrix_release(&whole);
}

static void products_are_right(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){0}, check_right);
    for_each_exercise((rowcol_sheet){.inner = 10, .range = ROWCOL_SHEET_RANGE_MOST}, check_right);
}

static void check_shapes(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    bool fits = exercise->a.shape.columns == exercise->b.shape.rows;

    (void)sheet;
    (void)number;
    assert_true(is_from(exercise->a.shape.rows, 1, 5) && is_from(exercise->a.shape.columns, 1, 5));
    assert_true(is_from(exercise->b.shape.rows, 1, 5) && is_from(exercise->b.shape.columns, 1, 5));
    assert_true(fits == (exercise->product.entries != NULL));
}

static void of_shapes_eight_in_twenty_do_not_fit_and_they_stand_anywhere(void **state)
{
    size_t at[ROWCOL_SHEET_EXERCISES + 1] = {0};

    (void)state;
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SHAPES}, check_shapes);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const rowcol_sheet sheet = {.seed = seed, .kind = ROWCOL_SHEET_SHAPES};
        size_t impossible = 0;

        for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
            rowcol_exercise exercise = exercise_of(&sheet, number);

            impossible += !exercise.product.entries;
            at[number] += !exercise.product.entries;
            rowcol_exercise_release(&exercise);
        }
        assert_int_equal(impossible, 8);
    }
    for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++)
        assert_true(is_from(at[number], SEEDS * 3 / 10, SEEDS * 5 / 10));
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void check_entries(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    double range = sheet->range > 0 ? sheet->range : ROWCOL_SHEET_RANGE;
    const rowcol_matrix *both[] = {&exercise->a, &exercise->b};

    (void)number;
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < both[k]->shape.rows * both[k]->shape.columns; i++) {
            double entry = both[k]->entries[i];

            assert_true(entry == floor(entry) && fabs(entry) >= 1 && fabs(entry) <= range);
        }
    }
}

static void entries_are_whole_within_the_range_and_never_zero(void **state)
{
    const unsigned ranges[] = {0, 1, 2, 9, 100, ROWCOL_SHEET_RANGE_MOST};

    (void)state;
    for (size_t i = 0; i < COUNT(ranges); i++)
        for (int kind = ROWCOL_SHEET_LESSON; kind <= ROWCOL_SHEET_SHAPES; kind++)
            for_each_exercise((rowcol_sheet){.kind = (rowcol_sheet_kind)kind, .range = ranges[i]},
                              check_entries);
}

static size_t seen[2 * ROWCOL_SHEET_RANGE + 1];

static void count_entries(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    (void)sheet;
    (void)number;
    for (size_t i = 0; i < exercise->a.shape.rows * exercise->a.shape.columns; i++)
        seen[(size_t)(exercise->a.entries[i] + ROWCOL_SHEET_RANGE)]++;
}

static void every_entry_comes_about_as_often(void **state)
{
    size_t all = 0;

    (void)state;
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_MIXED}, count_entries);
    for (size_t i = 0; i < COUNT(seen); i++)
        all += seen[i];
    for (size_t i = 0; i < COUNT(seen); i++)
        if (i != ROWCOL_SHEET_RANGE)
            assert_true(is_from(seen[i], all / 12 * 95 / 100, all / 12 * 105 / 100));
}

/* --- What no exercise is ---------------------------------------------------------------------- */

static bool is_symmetric(const rowcol_matrix *matrix)
{
    size_t size = matrix->shape.rows;
    bool same = size >= 2 && matrix->shape.columns == size;

    for (size_t i = 0; same && i < size * size; i++)
        same = matrix->entries[i] == matrix->entries[i % size * size + i / size];
    return same;
}

static void check_not_misleading(const rowcol_sheet *sheet, size_t number,
                                 const rowcol_exercise *exercise)
{
    const rowcol_product swapped = {.a = &exercise->b, .b = &exercise->a, .alpha = 1};
    rowcol_matrix reverse = {0};

    (void)sheet;
    (void)number;
    assert_false(is_symmetric(&exercise->a) || is_symmetric(&exercise->b) ||
                 is_symmetric(&exercise->product));
    assert_int_equal(rowcol_multiply(&swapped, &reverse), ROWCOL_OK);
    assert_false(rowcol_product_is_right(exercise, &reverse));
    rowcol_matrix_release(&reverse);
}

static void no_wrong_method_gives_the_right_product(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE}, check_not_misleading);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE, .range = 1},
                      check_not_misleading);
}

/* --- What a sheet may ask for ----------------------------------------------------------------- */

static void check_fixed(const rowcol_sheet *sheet, size_t number, const rowcol_exercise *exercise)
{
    (void)number;
    if (sheet->rows > 0)
        assert_int_equal(exercise->a.shape.rows, sheet->rows);
    if (sheet->inner > 0)
        assert_int_equal(exercise->a.shape.columns, sheet->inner);
    if (sheet->columns > 0)
        assert_int_equal(exercise->b.shape.columns, sheet->columns);
}

static void numbers_that_are_given_stand_in_every_exercise(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){.rows = 3}, check_fixed);
    for_each_exercise((rowcol_sheet){.rows = 1, .columns = 1, .inner = 1}, check_fixed);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SHAPES, .inner = 10}, check_fixed);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SHAPES, .inner = 3, .columns = 10},
                      check_fixed);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_MIXED, .rows = 10, .inner = 2},
                      check_fixed);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE, .columns = 5}, check_fixed);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_VECTOR, .rows = 7, .columns = 1},
                      check_fixed);
}

static void check_all_of_size_five(const rowcol_sheet *sheet, size_t number,
                                   const rowcol_exercise *exercise)
{
    (void)sheet;
    (void)number;
    assert_true(shapes_are(exercise, 5, 5, 5));
}

static void one_number_says_how_large_a_square_is(void **state)
{
    (void)state;
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE, .rows = 5},
                      check_all_of_size_five);
    for_each_exercise((rowcol_sheet){.kind = ROWCOL_SHEET_SQUARE, .inner = 5, .columns = 5},
                      check_all_of_size_five);
}

static void what_can_not_be_is_a_bad_value(void **state)
{
    const rowcol_sheet bad[] = {
        {.seed = ROWCOL_SHEET_SEED_MOST + 1},
        {.kind = (rowcol_sheet_kind)5},
        {.kind = (rowcol_sheet_kind)-1},
        {.rows = ROWCOL_SHEET_SIZE_MOST + 1},
        {.columns = ROWCOL_SHEET_SIZE_MOST + 1},
        {.inner = SIZE_MAX},
        {.range = ROWCOL_SHEET_RANGE_MOST + 1},
        {.kind = ROWCOL_SHEET_VECTOR, .columns = 2},
        {.kind = ROWCOL_SHEET_SQUARE, .rows = 2, .inner = 3},
        {.kind = ROWCOL_SHEET_SQUARE, .inner = 2, .columns = 3},
    };
    rowcol_exercise exercise = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(rowcol_sheet_check(&bad[i]), ROWCOL_BAD_VALUE);
        assert_int_equal(rowcol_sheet_exercise(&bad[i], 1, &exercise), ROWCOL_BAD_VALUE);
    }
    assert_int_equal(rowcol_sheet_check(&(rowcol_sheet){.seed = ROWCOL_SHEET_SEED_MOST}),
                     ROWCOL_OK);
    assert_int_equal(rowcol_sheet_exercise(&(rowcol_sheet){0}, 0, &exercise), ROWCOL_BAD_VALUE);
    assert_int_equal(rowcol_sheet_exercise(&(rowcol_sheet){0}, ROWCOL_SHEET_EXERCISES + 1,
                                           &exercise),
                     ROWCOL_BAD_VALUE);
    assert_null(exercise.a.entries);
}

static void kinds_have_names(void **state)
{
    (void)state;
    assert_string_equal(rowcol_sheet_kind_name(ROWCOL_SHEET_LESSON), "lesson");
    assert_string_equal(rowcol_sheet_kind_name(ROWCOL_SHEET_SHAPES), "shapes");
    assert_string_equal(rowcol_sheet_kind_name((rowcol_sheet_kind)99), "unknown");
    assert_string_equal(rowcol_sheet_kind_name((rowcol_sheet_kind)-1), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_stays_the_same_for_ever),
        cmocka_unit_test(hundreds_of_sheets_stay_the_same_for_ever),
        cmocka_unit_test(a_lesson_s_sheet_goes_from_columns_to_squares_to_mixed_shapes),
        cmocka_unit_test(the_other_kinds_have_their_shapes),
        cmocka_unit_test(products_are_right),
        cmocka_unit_test(of_shapes_eight_in_twenty_do_not_fit_and_they_stand_anywhere),
        cmocka_unit_test(entries_are_whole_within_the_range_and_never_zero),
        cmocka_unit_test(every_entry_comes_about_as_often),
        cmocka_unit_test(no_wrong_method_gives_the_right_product),
        cmocka_unit_test(numbers_that_are_given_stand_in_every_exercise),
        cmocka_unit_test(one_number_says_how_large_a_square_is),
        cmocka_unit_test(what_can_not_be_is_a_bad_value),
        cmocka_unit_test(kinds_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
