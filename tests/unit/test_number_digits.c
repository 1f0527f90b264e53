/* Sixteen digits at once: the vector way and the portable way are the same. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "number_digits.h"

static void assert_digits(size_t (*write)(uint64_t, char *), uint64_t number)
{
    char expected[32];
    char text[17] = {0};
    size_t count = 16;

    snprintf(expected, sizeof expected, "%016" PRIu64, number);
    while (expected[count - 1] == '0')
        count--;
    assert_int_equal(write(number, text), count);
    assert_string_equal(text, expected);
}

static void check(uint64_t number)
{
    assert_digits(digits_write16_portable, number);
    assert_digits(digits_write16, number);
}

static void every_group_of_four_digits_is_split_in_every_place(void **state)
{
    (void)state;
    for (uint64_t four = 1; four < 10000; four++) {
        check(four);
        check(four * 10000);
        check(four * TEN_TO_8);
        check(four * 10000 * TEN_TO_8);
        check(four * UINT64_C(1000100010001));
    }
}

static void any_number_of_eight_digits_is_split_in_two(void **state)
{
    (void)state;
    for (uint64_t eight = 1; eight < TEN_TO_8; eight += 9973)
        check(eight * TEN_TO_8 + (TEN_TO_8 - eight));
    for (uint64_t four = 0; four < 10000; four++) {
        check(four * 10000 + 9999);
        check((four + 1) * 10000 * TEN_TO_8 - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_group_of_four_digits_is_split_in_every_place),
        cmocka_unit_test(any_number_of_eight_digits_is_split_in_two),
    };

    return cmocka_run_group_tests_name("number_digits", tests, NULL, NULL);
}
