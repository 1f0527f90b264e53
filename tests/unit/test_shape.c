/* Shapes: the rule, its words, and what would make two shapes fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include <rowcol/shape.h>

#define SHAPE(m, n) ((rowcol_shape){.rows = (m), .columns = (n)})

static void assert_shape(rowcol_shape shape, size_t rows, size_t columns)
{
    assert_int_equal(shape.rows, rows);
    assert_int_equal(shape.columns, columns);
}

static void entries_are_rows_times_columns(void **state)
{
    size_t entries = 0;

    (void)state;
    assert_int_equal(rowcol_shape_entries(SHAPE(3, 4), &entries), ROWCOL_OK);
    assert_int_equal(entries, 12);
}

static void a_shape_without_rows_or_columns_is_empty(void **state)
{
    size_t entries;

    (void)state;
    assert_int_equal(rowcol_shape_entries(SHAPE(0, 4), &entries), ROWCOL_EMPTY);
    assert_int_equal(rowcol_shape_entries(SHAPE(4, 0), &entries), ROWCOL_EMPTY);
    assert_int_equal(rowcol_shape_entries(SHAPE(0, SIZE_MAX), &entries), ROWCOL_EMPTY);
}

static void entries_that_have_no_size_are_too_large(void **state)
{
    const size_t most = SIZE_MAX / sizeof(double);
    size_t entries;

    (void)state;
    assert_int_equal(rowcol_shape_entries(SHAPE(most, 1), &entries), ROWCOL_OK);
    assert_int_equal(entries, most);
    assert_int_equal(rowcol_shape_entries(SHAPE(1, most + 1), &entries), ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_shape_entries(SHAPE(SIZE_MAX, SIZE_MAX), &entries), ROWCOL_TOO_LARGE);
    /* The product of these is 2^64, which is 0 where nobody looks. */
    assert_int_equal(rowcol_shape_entries(SHAPE((size_t)1 << 32, (size_t)1 << 32), &entries),
                     ROWCOL_TOO_LARGE);
}

static void the_transpose_swaps_rows_and_columns(void **state)
{
    (void)state;
    assert_shape(rowcol_shape_transposed(SHAPE(3, 4)), 4, 3);
}

static void the_main_diagonal_is_as_long_as_the_shorter_side(void **state)
{
    (void)state;
    assert_int_equal(rowcol_shape_diagonal(SHAPE(3, 5)), 3);
    assert_int_equal(rowcol_shape_diagonal(SHAPE(5, 3)), 3);
    assert_int_equal(rowcol_shape_diagonal(SHAPE(4, 4)), 4);
}

static void the_lesson_s_shapes_have_products(void **state)
{
    rowcol_shape product;

    (void)state;
    assert_int_equal(rowcol_shape_product(SHAPE(3, 4), SHAPE(4, 2), &product), ROWCOL_OK);
    assert_shape(product, 3, 2);
    assert_int_equal(rowcol_shape_product(SHAPE(5, 2), SHAPE(2, 8), &product), ROWCOL_OK);
    assert_shape(product, 5, 8);
    assert_int_equal(rowcol_shape_product(SHAPE(1, 2), SHAPE(2, 1), &product), ROWCOL_OK);
    assert_shape(product, 1, 1);
}

static void product_of_5x2_and_4x2_is_a_mismatch(void **state)
{
    rowcol_shape product = SHAPE(7, 7);

    (void)state;
    assert_int_equal(rowcol_shape_product(SHAPE(5, 2), SHAPE(4, 2), &product), ROWCOL_MISMATCH);
    assert_shape(product, 7, 7);
}

static void a_product_with_an_empty_shape_is_empty_before_all_else(void **state)
{
    rowcol_shape product;

    (void)state;
    assert_int_equal(rowcol_shape_product(SHAPE(0, 2), SHAPE(4, 2), &product), ROWCOL_EMPTY);
    assert_int_equal(rowcol_shape_product(SHAPE(5, 2), SHAPE(2, 0), &product), ROWCOL_EMPTY);
}

static void a_product_has_a_shape_even_if_it_can_t_be_counted(void **state)
{
    rowcol_shape product = {0};

    (void)state;
    assert_int_equal(rowcol_shape_product(SHAPE(SIZE_MAX, 2), SHAPE(2, SIZE_MAX), &product),
                     ROWCOL_OK);
    assert_true(product.rows == SIZE_MAX && product.columns == SIZE_MAX);
}

static void a_chain_has_the_outer_numbers_of_its_ends(void **state)
{
    const rowcol_shape shapes[] = {{3, 4}, {4, 2}, {2, 7}, {7, 5}};
    rowcol_shape product;
    size_t at = 99;

    (void)state;
    assert_int_equal(rowcol_shape_chain(shapes, 4, &product, &at), ROWCOL_OK);
    assert_shape(product, 3, 5);
    assert_int_equal(rowcol_shape_chain(shapes, 1, &product, &at), ROWCOL_OK);
    assert_shape(product, 3, 4);
    assert_int_equal(at, 99);
}

static void a_chain_names_the_first_pair_that_does_not_fit(void **state)
{
    const rowcol_shape shapes[] = {{3, 4}, {4, 2}, {3, 7}, {8, 5}};
    rowcol_shape product;
    size_t at = 0;

    (void)state;
    assert_int_equal(rowcol_shape_chain(shapes, 4, &product, &at), ROWCOL_MISMATCH);
    assert_int_equal(at, 2);
    assert_int_equal(rowcol_shape_chain(shapes + 1, 3, &product, &at), ROWCOL_MISMATCH);
    assert_int_equal(at, 1);
}

static void a_chain_with_an_empty_shape_names_its_first_pair(void **state)
{
    const rowcol_shape first[] = {{0, 4}, {4, 2}};
    const rowcol_shape last[] = {{3, 4}, {4, 2}, {2, 0}};
    rowcol_shape product;
    size_t at = 0;

    (void)state;
    assert_int_equal(rowcol_shape_chain(first, 2, &product, &at), ROWCOL_EMPTY);
    assert_int_equal(at, 1);
    assert_int_equal(rowcol_shape_chain(last, 3, &product, &at), ROWCOL_EMPTY);
    assert_int_equal(at, 2);
}

static void a_chain_may_pass_through_shapes_that_can_t_be_counted(void **state)
{
    const rowcol_shape shapes[] = {SHAPE(1, 2), SHAPE(2, SIZE_MAX), SHAPE(SIZE_MAX, 3)};
    rowcol_shape product = {0};
    size_t at = 0;

    (void)state;
    assert_int_equal(rowcol_shape_chain(shapes, 3, &product, &at), ROWCOL_OK);
    assert_true(product.rows == 1 && product.columns == 3);
}

static void assert_suggestion(rowcol_suggestion suggestion, const char *change, bool swap,
                              bool transpose_a, bool transpose_b)
{
    assert_string_equal(suggestion.change, change);
    assert_int_equal(suggestion.swap, swap);
    assert_int_equal(suggestion.transpose_a, transpose_a);
    assert_int_equal(suggestion.transpose_b, transpose_b);
}

/* Matrices: each has one shape in both places. */
static size_t suggest(rowcol_shape a, rowcol_shape b, rowcol_suggestion found[ROWCOL_SUGGESTIONS])
{
    return rowcol_shape_suggestions((rowcol_places){a, a}, (rowcol_places){b, b}, found);
}

static void two_changes_make_5x2_and_4x2_fit(void **state)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(suggest(SHAPE(5, 2), SHAPE(4, 2), found), 2);
    assert_suggestion(found[0], "transpose b", false, false, true);
    assert_shape(found[0].shape, 5, 4);
    assert_suggestion(found[1], "swap, then transpose the second", true, false, true);
    assert_shape(found[1].shape, 4, 5);
}

static void two_changes_make_2x5_and_2x4_fit(void **state)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(suggest(SHAPE(2, 5), SHAPE(2, 4), found), 2);
    assert_suggestion(found[0], "transpose a", false, true, false);
    assert_shape(found[0].shape, 5, 4);
    assert_suggestion(found[1], "swap, then transpose the first", true, true, false);
    assert_shape(found[1].shape, 4, 5);
}

static void two_changes_make_2x3_and_4x2_fit(void **state)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(suggest(SHAPE(2, 3), SHAPE(4, 2), found), 2);
    assert_suggestion(found[0], "transpose both", false, true, true);
    assert_shape(found[0].shape, 3, 4);
    assert_suggestion(found[1], "swap", true, false, false);
    assert_shape(found[1].shape, 4, 3);
}

/* [1,2] times [3,4,5]: a row by a column, and each becomes the other when they are swapped. */
static void vectors_change_their_form_with_their_place(void **state)
{
    const rowcol_places two = {SHAPE(1, 2), SHAPE(2, 1)};
    const rowcol_places three = {SHAPE(1, 3), SHAPE(3, 1)};
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(rowcol_shape_suggestions(two, three, found), 2);
    assert_suggestion(found[0], "transpose both", false, true, true);
    assert_shape(found[0].shape, 2, 3);
    assert_suggestion(found[1], "swap, then transpose both", true, true, true);
    assert_shape(found[1].shape, 3, 2);
}

static void what_fits_or_is_beyond_help_gets_no_suggestion(void **state)
{
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(suggest(SHAPE(3, 4), SHAPE(4, 2), found), 0);
    assert_int_equal(suggest(SHAPE(2, 3), SHAPE(4, 5), found), 0);
    assert_int_equal(suggest(SHAPE(0, 3), SHAPE(4, 0), found), 0);
}

/* Every pair of small shapes: exactly those changes are named that lead to a product. */
static void suggestions_are_all_that_works_and_nothing_else(void **state)
{
    (void)state;
    for (unsigned code = 0; code < 256; code++) {
        const rowcol_shape a = SHAPE(1 + code % 4, 1 + code / 4 % 4);
        const rowcol_shape b = SHAPE(1 + code / 16 % 4, 1 + code / 64);
        const size_t m = a.rows, k = a.columns, p = b.rows, q = b.columns;
        const bool works[] = {m == p, k == q, m == q, q == m, p == m, q == k, false};
        rowcol_suggestion found[ROWCOL_SUGGESTIONS];
        size_t expected = 0;

        for (size_t i = 0; i < ROWCOL_SUGGESTIONS; i++)
            expected += works[i] && k != p;
        assert_int_equal(suggest(a, b, found), expected);
    }
}

static void the_rule_is_told_in_words_and_numbers(void **state)
{
    char text[ROWCOL_RULE_ROOM];

    (void)state;
    rowcol_shape_rule(SHAPE(3, 4), SHAPE(4, 2), text);
    assert_string_equal(text,
                        "3 x 4 times 4 x 2: the inner numbers, 4 and 4, are equal, so there is "
                        "a product; the outer numbers, 3 and 2, give its shape, 3 x 2.");
    rowcol_shape_rule(SHAPE(5, 2), SHAPE(4, 2), text);
    assert_string_equal(text, "5 x 2 times 4 x 2: the inner numbers, 2 and 4, must be equal, so "
                              "there is no product.");
}

static void the_rule_of_the_largest_shapes_has_room(void **state)
{
    char text[ROWCOL_RULE_ROOM];

    (void)state;
    rowcol_shape_rule(SHAPE(SIZE_MAX, SIZE_MAX), SHAPE(SIZE_MAX, SIZE_MAX), text);
    assert_int_equal(text[strlen(text) - 1], '.');
}

static void what_helps_a_chain_makes_all_of_it_fit(void **state)
{
    rowcol_shape shapes[] = {{2, 3}, {4, 3}, {4, 5}, {5, 1}};
    rowcol_suggestion found[ROWCOL_SUGGESTIONS];

    (void)state;
    assert_int_equal(rowcol_chain_suggestions(shapes, 4, 1, found), 1);
    assert_string_equal(found[0].change, "transpose b");
    assert_int_equal(found[0].shape.rows, 2);
    assert_int_equal(found[0].shape.columns, 1);
    assert_int_equal(shapes[1].rows, 4); /* as they were */
    shapes[3].rows = 6;
    assert_int_equal(rowcol_chain_suggestions(shapes, 4, 1, found), 0);
}

static void entry_by_entry_both_shapes_must_be_the_same(void **state)
{
    rowcol_shape shape = {7, 7};

    (void)state;
    assert_int_equal(rowcol_shape_elementwise((rowcol_shape){2, 3}, (rowcol_shape){3, 2}, &shape),
                     ROWCOL_MISMATCH);
    assert_int_equal(rowcol_shape_elementwise((rowcol_shape){2, 3}, (rowcol_shape){2, 4}, &shape),
                     ROWCOL_MISMATCH);
    assert_int_equal(rowcol_shape_elementwise((rowcol_shape){1, 3}, (rowcol_shape){2, 3}, &shape),
                     ROWCOL_MISMATCH);
    assert_int_equal(rowcol_shape_elementwise((rowcol_shape){0, 3}, (rowcol_shape){0, 3}, &shape),
                     ROWCOL_EMPTY);
    assert_int_equal(shape.rows, 7);
    assert_int_equal(rowcol_shape_elementwise((rowcol_shape){2, 3}, (rowcol_shape){2, 3}, &shape),
                     ROWCOL_OK);
    assert_int_equal(shape.rows, 2);
    assert_int_equal(shape.columns, 3);
}

static void any_two_shapes_have_a_kronecker_product(void **state)
{
    rowcol_shape shape = {7, 7};

    (void)state;
    assert_int_equal(rowcol_shape_kronecker((rowcol_shape){SIZE_MAX / 2, 1}, (rowcol_shape){3, 1},
                                            &shape),
                     ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_shape_kronecker((rowcol_shape){1, 3}, (rowcol_shape){1, SIZE_MAX / 2},
                                            &shape),
                     ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_shape_kronecker((rowcol_shape){1, 3}, (rowcol_shape){1, 0}, &shape),
                     ROWCOL_EMPTY);
    assert_int_equal(shape.rows, 7);
    assert_int_equal(rowcol_shape_kronecker((rowcol_shape){2, 3}, (rowcol_shape){4, 5}, &shape),
                     ROWCOL_OK);
    assert_int_equal(shape.rows, 8);
    assert_int_equal(shape.columns, 15);
}

static void square_is_as_many_rows_as_columns(void **state)
{
    (void)state;
    assert_int_equal(rowcol_shape_square((rowcol_shape){3, 3}), ROWCOL_OK);
    assert_int_equal(rowcol_shape_square((rowcol_shape){2, 3}), ROWCOL_NOT_SQUARE);
    assert_int_equal(rowcol_shape_square((rowcol_shape){3, 2}), ROWCOL_NOT_SQUARE);
    assert_int_equal(rowcol_shape_square((rowcol_shape){0, 0}), ROWCOL_EMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_rows_times_columns),
        cmocka_unit_test(a_shape_without_rows_or_columns_is_empty),
        cmocka_unit_test(entries_that_have_no_size_are_too_large),
        cmocka_unit_test(the_transpose_swaps_rows_and_columns),
        cmocka_unit_test(the_main_diagonal_is_as_long_as_the_shorter_side),
        cmocka_unit_test(the_lesson_s_shapes_have_products),
        cmocka_unit_test(product_of_5x2_and_4x2_is_a_mismatch),
        cmocka_unit_test(a_product_with_an_empty_shape_is_empty_before_all_else),
        cmocka_unit_test(a_product_has_a_shape_even_if_it_can_t_be_counted),
        cmocka_unit_test(a_chain_has_the_outer_numbers_of_its_ends),
        cmocka_unit_test(a_chain_names_the_first_pair_that_does_not_fit),
        cmocka_unit_test(a_chain_with_an_empty_shape_names_its_first_pair),
        cmocka_unit_test(a_chain_may_pass_through_shapes_that_can_t_be_counted),
        cmocka_unit_test(two_changes_make_5x2_and_4x2_fit),
        cmocka_unit_test(two_changes_make_2x5_and_2x4_fit),
        cmocka_unit_test(two_changes_make_2x3_and_4x2_fit),
        cmocka_unit_test(vectors_change_their_form_with_their_place),
        cmocka_unit_test(what_fits_or_is_beyond_help_gets_no_suggestion),
        cmocka_unit_test(suggestions_are_all_that_works_and_nothing_else),
        cmocka_unit_test(the_rule_is_told_in_words_and_numbers),
        cmocka_unit_test(the_rule_of_the_largest_shapes_has_room),
        cmocka_unit_test(what_helps_a_chain_makes_all_of_it_fit),
        cmocka_unit_test(entry_by_entry_both_shapes_must_be_the_same),
        cmocka_unit_test(any_two_shapes_have_a_kronecker_product),
        cmocka_unit_test(square_is_as_many_rows_as_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
