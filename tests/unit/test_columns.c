/* Columns on a terminal: how numbers stand in them, and how many fit into a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <string.h>

#include <rowcol/columns.h>
#include <rowcol/number.h>

static rowcol_width width_of(const char *const *texts, size_t count)
{
    rowcol_width width = {0};

    for (size_t i = 0; i < count; i++)
        rowcol_width_raise(&width, texts[i], strlen(texts[i]));
    return width;
}

static void assert_cell(rowcol_width width, const char *text, const char *expected)
{
    char cell[2 * ROWCOL_WIDTH_MOST];
    size_t length = rowcol_width_write(width, text, strlen(text), cell);

    assert_int_equal(length, strlen(expected));
    assert_memory_equal(cell, expected, length);
}

static void numbers_are_aligned_at_their_decimal_points(void **state)
{
    static const char *const texts[] = {"1.5", "-100", "0.125", "7"};
    rowcol_width width = width_of(texts, 4);

    (void)state;
    assert_int_equal(width.whole, 4);
    assert_int_equal(width.rest, 4);
    assert_cell(width, "1.5", "   1.5  ");
    assert_cell(width, "-100", "-100    ");
    assert_cell(width, "0.125", "   0.125");
    assert_cell(width, "7", "   7    ");
}

static void exponents_follow_the_digits_before_the_point(void **state)
{
    static const char *const texts[] = {"1e+21", "-1.25e-7", "12"};
    rowcol_width width = width_of(texts, 3);

    (void)state;
    assert_cell(width, "1e+21", " 1e+21  ");
    assert_cell(width, "-1.25e-7", "-1.25e-7");
    assert_cell(width, "12", "12      ");
}

static void a_sign_belongs_to_the_digits_and_a_unit_to_what_follows(void **state)
{
    static const char *const texts[] = {"+10i", "-0.5i"};
    rowcol_width width = width_of(texts, 2);

    (void)state;
    assert_cell(width, "+10i", "+10i  ");
    assert_cell(width, "-0.5i", " -0.5i");
}

static void a_column_too_narrow_is_passed_over(void **state)
{
    (void)state;
    assert_cell((rowcol_width){0}, "-12.5", "-12.5");
    assert_cell((rowcol_width){1, 5}, "-12.5", "-12.5   ");
}

static void no_column_of_numbers_is_wider_than_the_widest(void **state)
{
    static const double numbers[] = {-999999999999999868928.0, -1.2345678901234567e-6,
                                     -1.2345678901234567e-300, -DBL_MAX, 4503599627370495.5};
    rowcol_width width = {0};

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[ROWCOL_NUMBER_ROOM];

        rowcol_width_raise(&width, text, rowcol_number_write(numbers[i], text));
    }
    assert_int_equal(width.whole, 22);
    assert_int_equal(width.rest, 23);
    assert_true(width.whole + width.rest <= ROWCOL_WIDTH_MOST);
}

/* So many columns that are all equally wide. */
static void assert_fit(size_t count, unsigned char whole, size_t leading, size_t trailing)
{
    rowcol_width widths[2 * ROWCOL_LINE_COLUMNS];
    rowcol_excerpt excerpt;

    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        widths[i] = (rowcol_width){.whole = whole};
    excerpt = rowcol_columns_fit(widths, 1, count);
    assert_int_equal(excerpt.count, count);
    assert_int_equal(excerpt.leading, leading);
    assert_int_equal(excerpt.trailing, trailing);
}

static void all_columns_are_shown_if_a_line_has_room_for_them(void **state)
{
    (void)state;
    assert_fit(1, 1, 1, 0);
    assert_fit(3, 10, 3, 0);
    assert_fit(34, 1, 34, 0); /* 34 characters and 33 gaps are 100 */
    assert_fit(9, 9, 9, 0);   /* 97 */
    assert_fit(2, 49, 2, 0);
}

static void dots_stand_in_the_middle_of_too_many(void **state)
{
    (void)state;
    assert_fit(35, 1, 16, 16); /* 32 characters, 3 dots and 32 gaps are 99 */
    assert_fit(10, 9, 4, 4);
    assert_fit(68, 1, 16, 16);
    assert_fit(1000000000, 1, 16, 16);
    assert_fit(3, 40, 1, 1);
    assert_fit(2, 60, 1, 0); /* a pair of columns that don't fit has dots for the second */
}

static void wide_columns_leave_room_for_fewer_beside_them(void **state)
{
    rowcol_width widths[6] = {{10, 30}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {10, 40}};
    rowcol_excerpt excerpt = rowcol_columns_fit(widths, 1, 6);

    (void)state;
    assert_int_equal(excerpt.leading, 1);
    assert_int_equal(excerpt.trailing, 1);
    widths[5] = (rowcol_width){1, 1};
    excerpt = rowcol_columns_fit(widths, 1, 6);
    assert_int_equal(excerpt.leading, 6);
    assert_int_equal(excerpt.trailing, 0);
}

static void the_last_columns_of_many_are_those_that_are_looked_at_last(void **state)
{
    rowcol_width widths[2 * ROWCOL_LINE_COLUMNS];
    rowcol_excerpt excerpt;

    (void)state;
    for (size_t i = 0; i < 2 * ROWCOL_LINE_COLUMNS; i++)
        widths[i] = (rowcol_width){.whole = i < ROWCOL_LINE_COLUMNS ? 1 : 40};
    excerpt = rowcol_columns_fit(widths, 1, 1000);
    assert_int_equal(excerpt.leading, 3);
    assert_int_equal(excerpt.trailing, 2); /* 3 + 80 characters, dots and 5 gaps are 96 */
}

static void a_complex_column_is_as_wide_as_both_parts(void **state)
{
    rowcol_width widths[2 * 3];
    rowcol_excerpt excerpt;

    (void)state;
    for (size_t i = 0; i < 6; i++)
        widths[i] = (rowcol_width){.whole = 16};
    excerpt = rowcol_columns_fit(widths, 2, 3);
    assert_int_equal(excerpt.leading, 3);
    widths[5].rest = 1; /* 101 */
    excerpt = rowcol_columns_fit(widths, 2, 3);
    assert_int_equal(excerpt.leading, 1);
    assert_int_equal(excerpt.trailing, 1);
}

static void the_widest_complex_column_stands_beside_dots(void **state)
{
    rowcol_width widths[2 * 2] = {{22, 23}, {22, 24}, {22, 23}, {22, 24}};
    rowcol_excerpt excerpt = rowcol_columns_fit(widths, 2, 2);

    (void)state;
    assert_int_equal(excerpt.leading, 1);
    assert_int_equal(excerpt.trailing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_aligned_at_their_decimal_points),
        cmocka_unit_test(exponents_follow_the_digits_before_the_point),
        cmocka_unit_test(a_sign_belongs_to_the_digits_and_a_unit_to_what_follows),
        cmocka_unit_test(a_column_too_narrow_is_passed_over),
        cmocka_unit_test(no_column_of_numbers_is_wider_than_the_widest),
        cmocka_unit_test(all_columns_are_shown_if_a_line_has_room_for_them),
        cmocka_unit_test(dots_stand_in_the_middle_of_too_many),
        cmocka_unit_test(wide_columns_leave_room_for_fewer_beside_them),
        cmocka_unit_test(the_last_columns_of_many_are_those_that_are_looked_at_last),
        cmocka_unit_test(a_complex_column_is_as_wide_as_both_parts),
        cmocka_unit_test(the_widest_complex_column_stands_beside_dots),
    };

    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
