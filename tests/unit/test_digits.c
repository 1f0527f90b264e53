/* Whole numbers as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>

#include "base/digits.h"

static void assert_digits(uint64_t value, int least, const char *expected)
{
    char text[DIGITS_LONGEST + 1];

    *digits_write(text, value, least) = '\0';
    assert_string_equal(text, expected);
}

static void a_number_is_written_as_printf_does(void **state)
{
    static const uint64_t values[] = {0, 1, 9, 10, 99, 100, 12345, 4294967296, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char expected[DIGITS_LONGEST + 1];

        snprintf(expected, sizeof expected, "%" PRIu64, values[i]);
        assert_digits(values[i], 1, expected);
    }
}

static void zeros_stand_in_front_up_to_the_least_digits(void **state)
{
    (void)state;
    assert_digits(7, 3, "007");
    assert_digits(0, 3, "000");
    assert_digits(1234, 3, "1234");
    assert_digits(0, DIGITS_LONGEST, "00000000000000000000");
}

static void thousandths_have_three_decimals(void **state)
{
    static const struct {
        uint64_t value;
        const char *expected;
    } cases[] = {{0, "0.000"}, {5, "0.005"}, {12345, "12.345"}, {1000000, "1000.000"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[DIGITS_LONGEST + 2];

        *digits_write_thousandths(text, cases[i].value) = '\0';
        assert_string_equal(text, cases[i].expected);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_written_as_printf_does),
        cmocka_unit_test(zeros_stand_in_front_up_to_the_least_digits),
        cmocka_unit_test(thousandths_have_three_decimals),
    };

    return cmocka_run_group_tests_name("digits", tests, NULL, NULL);
}
