/* Writing doubles and floats: the layout, and the shortest text at the edges. test_number_random.c
 * checks that texts are the shortest and nearest of all for many of them. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rowcol/number.h>

struct row {
    double value;
    const char *text;
};

typedef size_t write_number(double value, char text[ROWCOL_NUMBER_ROOM]);

static const char *written_by(write_number *write, double value)
{
    static char text[ROWCOL_NUMBER_ROOM + 1];
    size_t length;

    memset(text, '#', sizeof text);
    length = write(value, text);
    assert_true(length <= ROWCOL_NUMBER_LONGEST);
    assert_int_equal(text[ROWCOL_NUMBER_ROOM], '#');
    text[length] = '\0';
    return text;
}

static const char *written(double value)
{
    return written_by(rowcol_number_write, value);
}

static void assert_written(const struct row *rows, size_t count, write_number *write)
{
    for (size_t i = 0; i < count; i++)
        assert_string_equal(written_by(write, rows[i].value), rows[i].text);
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define ASSERT_WRITTEN(rows) assert_written(rows, COUNT(rows), rowcol_number_write)
#define ASSERT_WRITTEN_SINGLE(rows) assert_written(rows, COUNT(rows), rowcol_number_write_single)

static void assert_reads_back(double value)
{
    const char *text = written(value);
    const char *p = text;
    double back = 0;

    assert_int_equal(rowcol_number_read(&p, text + strlen(text), &back), ROWCOL_OK);
    assert_ptr_equal(p, text + strlen(text));
    assert_memory_equal(&back, &value, sizeof value);
}

static void whole_numbers_have_no_fraction(void **state)
{
    static const struct row rows[] = {
        {0, "0"},
        {1, "1"},
        {-1, "-1"},
        {7, "7"},
        {10, "10"},
        {42, "42"},
        {-99, "-99"},
        {100, "100"},
        {1000000, "1000000"},
        {12345678, "12345678"},
        {99999999, "99999999"},
        {100000000, "100000000"},
        {123456789, "123456789"},
        {1234567890123456, "1234567890123456"},
        {9007199254740991, "9007199254740991"},
        {9007199254740992, "9007199254740992"},
        {-9007199254740994, "-9007199254740994"},
        {18014398509481992, "18014398509481990"},
        {123456789012345680000.0, "123456789012345680000"},
        {1e20, "100000000000000000000"},
        {999999999999999868928.0, "999999999999999900000"},
        {0x1p63, "9223372036854776000"},
        {0x1p64, "18446744073709552000"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void negative_zero_keeps_its_sign(void **state)
{
    (void)state;
    assert_string_equal(written(-0.0), "-0");
}

static void the_exponent_begins_at_1e21(void **state)
{
    static const struct row rows[] = {
        {1e21, "1e+21"},
        {-1e21, "-1e+21"},
        {1.5e21, "1.5e+21"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {1.2345e67, "1.2345e+67"},
        {1e100, "1e+100"},
        {1.2345678901234567e300, "1.2345678901234567e+300"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-DBL_MAX, "-1.7976931348623157e+308"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void the_exponent_begins_below_1e_6(void **state)
{
    static const struct row rows[] = {
        {1e-6, "0.000001"},
        {1.5e-6, "0.0000015"},
        {9.999999999999997e-7, "9.999999999999997e-7"},
        {1e-7, "1e-7"},
        {-1.5e-7, "-1.5e-7"},
        {1e-10, "1e-10"},
        {1.25e-100, "1.25e-100"},
        {-1.2345678901234567e-6, "-0.0000012345678901234567"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {-DBL_TRUE_MIN, "-5e-324"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void fractions_are_written_in_place(void **state)
{
    static const struct row rows[] = {
        {0.5, "0.5"},
        {0.25, "0.25"},
        {-0.1, "-0.1"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.5, "1.5"},
        {123.45, "123.45"},
        {4.35, "4.35"},
        {0.01, "0.01"},
        {0.001, "0.001"},
        {0.0001, "0.0001"},
        {0.00001, "0.00001"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {100.0 / 3, "33.333333333333336"},
        {12345678.9, "12345678.9"},
        {3.141592653589793, "3.141592653589793"},
        {4503599627370495.5, "4503599627370495.5"},
        {99999999.99, "99999999.99"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void of_two_nearest_texts_the_even_one_is_written(void **state)
{
    static const struct row rows[] = {
        {140737488355328.125, "140737488355328.12"},
        {140737488355328.375, "140737488355328.38"},
        {140737488355328.625, "140737488355328.62"},
        {140737488355328.875, "140737488355328.88"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

/* The two doubles whose last digit is nearest to a half: found by lib/tables/prove_number_write.py,
 * and wrong if what the fraction is cut off by is not made up for. */
static void the_hardest_last_digits_are_right(void **state)
{
    static const struct row rows[] = {
        {0x17c0747bd76fa1p-866, "1.3588129002659584e-245"},
        {0x13de005bd620dfp+164, "1.3076622631878654e+65"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void the_smallest_doubles_are_short(void **state)
{
    static const struct row rows[] = {
        {0x1p-1074, "5e-324"},   {0x2p-1074, "1e-323"},
        {0x3p-1074, "1.5e-323"}, {0x4p-1074, "2e-323"},
        {0x5p-1074, "2.5e-323"}, {0xap-1074, "5e-323"},
        {0x14p-1074, "1e-322"},  {0x0.fffffffffffffp-1022, "2.225073858507201e-308"},
    };

    (void)state;
    ASSERT_WRITTEN(rows);
}

static void what_has_no_text_in_json_has_no_length(void **state)
{
    char text[ROWCOL_NUMBER_ROOM];

    (void)state;
    assert_int_equal(rowcol_number_write(HUGE_VAL, text), 0);
    assert_int_equal(rowcol_number_write(-HUGE_VAL, text), 0);
    assert_int_equal(rowcol_number_write(nan(""), text), 0);
    assert_int_equal(rowcol_number_write(-nan(""), text), 0);
}

static void every_power_of_ten_is_one_digit(void **state)
{
    (void)state;
    for (int exponent = -323; exponent <= 308; exponent++) {
        char expected[400];
        char source[16];

        snprintf(source, sizeof source, "1e%d", exponent);
        if (exponent > 20 || exponent < -6)
            snprintf(expected, sizeof expected, "1e%+d", exponent);
        else
            snprintf(expected, sizeof expected, "%.*f", exponent < 0 ? -exponent : 0,
                     strtod(source, NULL));
        assert_string_equal(written(strtod(source, NULL)), expected);
    }
}

static void every_power_of_two_and_its_neighbours_read_back(void **state)
{
    (void)state;
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        double power = ldexp(1, exponent);

        assert_reads_back(power);
        assert_reads_back(-power);
        assert_reads_back(nextafter(power, 0));
        assert_reads_back(nextafter(power, DBL_MAX));
    }
}

static void floats_have_no_more_digits_than_tell_them_apart(void **state)
{
    static const struct row rows[] = {
        {0.1F, "0.1"},
        {1.0F / 3, "0.33333334"},
        {0.3F, "0.3"},
        {16777216, "16777216"},
        {33554432, "33554432"},
        {67108864, "67108864"},
        {8388607.5F, "8388607.5"},
        {9007199254740992, "9007199000000000"},
        {1e20F, "100000000000000000000"},
        {3.1415927F, "3.1415927"},
        {-2.5F, "-2.5"},
        {1.1754943e-38F, "1.1754944e-38"},
        {FLT_MIN, "1.1754944e-38"},
        {FLT_MAX, "3.4028235e+38"},
        {-FLT_TRUE_MIN, "-1e-45"},
        {0x1p-148F, "3e-45"},
        {0x3p-149F, "4e-45"},
    };

    (void)state;
    ASSERT_WRITTEN_SINGLE(rows);
}

static void floats_are_laid_out_as_doubles_are(void **state)
{
    static const struct row rows[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {7, "7"},
        {1e21F, "1e+21"},
        {999999950000000000000.0F, "999999950000000000000"},
        {1e-6F, "0.000001"},
        {9.999999e-7F, "9.999999e-7"},
        {-1.2345679e-6F, "-0.0000012345679"},
        {123456.79F, "123456.79"},
    };

    (void)state;
    ASSERT_WRITTEN_SINGLE(rows);
}

static void doubles_are_rounded_to_floats_once(void **state)
{
    static const struct row rows[] = {
        {1 + 0x1p-24, "1"}, /* a tie goes to the even one */
        {1 + 0x1p-24 + 0x1p-52, "1.0000001"},
        {16777217, "16777216"},
        {0x1p-150, "0"},
        {-0x1p-150, "-0"},
        {0x1.8p-150, "1e-45"},
        {0x1.fffffep127 + 0x1p102, "3.4028235e+38"},
        {0x1.fffffep127 + 0x1p103, ""}, /* infinity's half of the last gap */
        {-1e300, ""},
        {HUGE_VAL, ""},
    };

    (void)state;
    ASSERT_WRITTEN_SINGLE(rows);
}

static void a_row_of_floats_has_a_comma_behind_each(void **state)
{
    static const double row[] = {1, 0.1, -0.0, 1e39};
    char text[ROWCOL_NUMBERS_ROOM(COUNT(row))];
    size_t length = rowcol_numbers_write_single(row, COUNT(row), text);

    (void)state;
    assert_int_equal(length, strlen("1,0.1,-0,,"));
    assert_memory_equal(text, "1,0.1,-0,,", length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_have_no_fraction),
        cmocka_unit_test(negative_zero_keeps_its_sign),
        cmocka_unit_test(the_exponent_begins_at_1e21),
        cmocka_unit_test(the_exponent_begins_below_1e_6),
        cmocka_unit_test(fractions_are_written_in_place),
        cmocka_unit_test(of_two_nearest_texts_the_even_one_is_written),
        cmocka_unit_test(the_hardest_last_digits_are_right),
        cmocka_unit_test(the_smallest_doubles_are_short),
        cmocka_unit_test(what_has_no_text_in_json_has_no_length),
        cmocka_unit_test(every_power_of_ten_is_one_digit),
        cmocka_unit_test(every_power_of_two_and_its_neighbours_read_back),
        cmocka_unit_test(floats_have_no_more_digits_than_tell_them_apart),
        cmocka_unit_test(floats_are_laid_out_as_doubles_are),
        cmocka_unit_test(doubles_are_rounded_to_floats_once),
        cmocka_unit_test(a_row_of_floats_has_a_comma_behind_each),
    };

    return cmocka_run_group_tests_name("number_write", tests, NULL, NULL);
}
