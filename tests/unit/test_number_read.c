/* Reading number text: the grammar, and the nearest double of every text. */
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rowcol/number.h>

/* Digits after the first of any point halfway between two doubles, with some to spare. */
#define HALFWAY_DIGITS 780
#define TEXT_ROOM 1024

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static __attribute__((noinline)) rowcol_status read_bytes(const char *begin, size_t length,
                                                          double *value, size_t *place)
{
    const char *p = begin;
    rowcol_status status = rowcol_number_read(&p, begin + length, value);

    *place = (size_t)(p - begin);
    return status;
}

/* Reads from memory that ends where the text ends, so that a sanitizer sees any byte too many. */
static rowcol_status read_text(const char *text, double *value, size_t *place)
{
    size_t length = strlen(text);
    char *exact = malloc(length + (length == 0));

    assert_non_null(exact);
    memcpy(exact, text, length);

    rowcol_status status = read_bytes(exact, length, value, place);

    free(exact);
    return status;
}

static void assert_reads(const char *text, double expected)
{
    double value = 0;
    size_t place;

    if (read_text(text, &value, &place) != ROWCOL_OK || place != strlen(text) ||
        bits_of(value) != bits_of(expected))
        fail_msg("\"%.60s\" was read as %.17g, not as %.17g", text, value, expected);
}

static void assert_reads_as_strtod(const char *text)
{
    assert_reads(text, strtod(text, NULL));
}

static void every_form_of_the_grammar_is_read(void **state)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "0.0",
        "-0.0",
        "0e0",
        "0E+0",
        "0e-0",
        "-0e9999999999999999999999",
        "7",
        "42",
        "-1",
        "10",
        "1.5",
        "-1.5",
        "1.50",
        "0.5",
        "0.05",
        "1e5",
        "1E5",
        "1e+5",
        "1e-5",
        "1.25e2",
        "1.25E-02",
        "1e005",
        "1e0000000000000000000000000000005",
        "12345678",
        "123456789",
        "1234567890123456",
        "12345678901234567",
        "1234567890123456789",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999",
        "123456789012345678901234567890",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740994",
        "9007199254740995",
        "0.1",
        "0.12345678",
        "0.123456789",
        "0.1234567890123456",
        "0.12345678901234567",
        "0.123456789012345678901234567890",
        "3.141592653589793",
        "3.141592653589793238462643383279502884197",
        "1.000000000000000000e+00",
        "0.0000000000000000000000001",
        "0.00000000000000000000000000000000000000000000000001e50",
        "100000000000000000000000000000000000000000000000000e-50",
        "12345678e-8",
        "1e22",
        "1e23",
        "123456789012345678e-17",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "4.9406564584124654e-324",
        "5e-324",
        "3e-324",
        "1.7976931348623157e308",
        "1e-400",
        "1e308",
        "0.000001e314",
        "179769313486231570000000000000000000000000000000000000000000000000000000",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_reads_as_strtod(texts[i]);
}

static void reading_stops_behind_the_longest_number(void **state)
{
    static const struct {
        const char *text;
        size_t place;
        double value;
    } rows[] = {
        {"1,2", 1, 1},
        {"1]", 1, 1},
        {"1 ", 1, 1},
        {"01", 1, 0},
        {"-01", 2, -0.0},
        {"00", 1, 0},
        {"1-", 1, 1},
        {"1.5.5", 3, 1.5},
        {"1e5e", 3, 1e5},
        {"1e5.0", 3, 1e5},
        {"1x", 1, 1},
        {"0x10", 1, 0},
        {"1_000", 1, 1},
        {"1/", 1, 1},
        {"1:", 1, 1},
        {"2\xff", 1, 2},
        {"12345678,", 8, 12345678},
        {"1234567890123456,", 16, 1234567890123456},
        {"0.5,0000000000000000000000000000000000000000000000000000000000000000", 3, .5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value = 99;
        size_t place;

        assert_int_equal(read_text(rows[i].text, &value, &place), ROWCOL_OK);
        assert_int_equal(place, rows[i].place);
        assert_int_equal(bits_of(value), bits_of(rows[i].value));
    }
}

static void what_is_no_number_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *text;
        size_t place;
    } rows[] = {
        {"", 0},
        {"-", 1},
        {"--1", 1},
        {"+1", 0},
        {".5", 0},
        {"-.5", 1},
        {"1.", 2},
        {"1.e5", 2},
        {"1.,", 2},
        {"0.", 2},
        {"1e", 2},
        {"1e+", 3},
        {"1e-", 3},
        {"1e,", 2},
        {"1e+,", 3},
        {"1e.5", 2},
        {"1E++1", 3},
        {"NaN", 0},
        {"Infinity", 0},
        {"-Infinity", 1},
        {"nan", 0},
        {"inf", 0},
        {"e5", 0},
        {" 1", 0},
        {"\"1\"", 0},
        {"- 1", 1},
        {"1. 5", 2},
        {"1e 5", 2},
        {"\xd9\xa1", 0},
        {"/", 0},
        {":", 0},
        {"123456789012345678901234567890.x", 31},
        {"0.5e                                                                ", 4},
        {"-x                                                                 ", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value = 99;
        size_t place;

        assert_int_equal(read_text(rows[i].text, &value, &place), ROWCOL_NOT_A_NUMBER);
        assert_int_equal(place, rows[i].place);
        assert_true(value == 99);
    }
}

static void numbers_that_round_to_infinity_are_out_of_range(void **state)
{
    static const char *const texts[] = {
        "1e309",
        "-1e309",
        "1e999",
        "1.8e308",
        "1.7976931348623159e308",
        "1e99999999999999999999",
        "17976931348623159e292",
        "0.0000001e316",
        "123456789012345678901234567890e300",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value = 99;
        size_t place;

        assert_int_equal(read_text(texts[i], &value, &place), ROWCOL_OUT_OF_RANGE);
        assert_int_equal(place, strlen(texts[i]));
        assert_true(value == 99);
    }
}

static void the_end_of_the_text_may_be_anywhere(void **state)
{
    const char *text = "-1234567.8901234567e-123";
    size_t length = strlen(text);

    (void)state;
    for (size_t cut = 0; cut <= length; cut++) {
        char part[TEXT_ROOM];
        char *after;
        double value = 0;
        size_t place;

        memcpy(part, text, cut);
        part[cut] = '\0';

        double expected = strtod(part, &after);
        rowcol_status status = read_text(part, &value, &place);

        assert_int_equal(place, cut);
        if (cut > 0 && part[cut - 1] >= '0' && part[cut - 1] <= '9') {
            assert_int_equal(status, ROWCOL_OK);
            assert_int_equal(bits_of(value), bits_of(expected));
        } else {
            assert_int_equal(status, ROWCOL_NOT_A_NUMBER);
        }
    }
}

static void every_power_of_ten_is_read(void **state)
{
    (void)state;
    for (int exponent = -345; exponent <= 308; exponent++) {
        static const char *const digits[] = {"1",
                                             "9",
                                             "9.999999999999999999",
                                             "1.0000000000000001",
                                             "9007199254740993",
                                             "18446744073709551615"};

        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
            char text[64];

            snprintf(text, sizeof text, "%se%d", digits[i], exponent);
            if (strtod(text, NULL) <= DBL_MAX)
                assert_reads_as_strtod(text);
        }
    }
}

static void every_power_of_two_is_read_from_all_its_digits(void **state)
{
    double value = 0x1p-1074;

    (void)state;
    for (int exponent = -1074; exponent <= 1023; exponent++, value *= 2) {
        char text[TEXT_ROOM];

        snprintf(text, sizeof text, "%.*e", HALFWAY_DIGITS, value);
        assert_reads(text, value);
        snprintf(text, sizeof text, "%.16e", value);
        assert_reads(text, value);
    }
}

/* Splits a text of scientific notation at its exponent and leaves out zeros before that. */
static size_t significant_length(const char *text)
{
    size_t length = strcspn(text, "e");

    while (text[length - 1] == '0')
        length--;
    return length;
}

static void assert_halfway_texts(const char *halfway, double lower, double upper)
{
    double even = bits_of(lower) % 2 == 0 ? lower : upper;
    size_t length = significant_length(halfway);
    const char *exponent = strchr(halfway, 'e');
    char text[2 * TEXT_ROOM];

    assert_reads(halfway, even);
    snprintf(text, sizeof text, "%.*s%s", (int)length, halfway, exponent);
    assert_reads(text, even);
    snprintf(text, sizeof text, "%.*s1%s", (int)(exponent - halfway), halfway, exponent);
    assert_reads(text, upper);
    snprintf(text, sizeof text, "%.*s%0100d1%s", (int)(exponent - halfway), halfway, 0, exponent);
    assert_reads(text, upper);

    char below = (char)(halfway[length - 1] - 1);

    snprintf(text, sizeof text, "%.*s%c9%s", (int)length - 1, halfway, below, exponent);
    assert_reads(text, lower);
    snprintf(text, sizeof text, "%.*s%c99999999999999999999999999999999999999999999999999%s",
             (int)length - 1, halfway, below, exponent);
    assert_reads(text, lower);
}

/* Checks the point halfway between a double and the next above, which a long double holds. */
static void check_above(uint64_t bits)
{
    double lower = double_of(bits);
    double upper = double_of(bits + 1);
    char text[TEXT_ROOM];

    snprintf(text, sizeof text, "%.*Le", HALFWAY_DIGITS, ((long double)lower + upper) / 2);
    assert_halfway_texts(text, lower, upper);
}

static void halves_between_neighbours_go_to_the_even_one(void **state)
{
    static const uint64_t fractions[] = {0,
                                         1,
                                         2,
                                         0x5555555555555,
                                         0x8000000000000,
                                         0xaaaaaaaaaaaab,
                                         0xffffffffffffe,
                                         0xfffffffffffff};

    (void)state;
    for (uint64_t exponent = 0; exponent < 2047;
         exponent += exponent < 64 || exponent > 1980 ? 1 : 7) {
        for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
            uint64_t bits = exponent << 52 | fractions[i];

            if (bits != bits_of(DBL_MAX))
                check_above(bits);
        }
    }
}

static void halves_between_subnormals_go_to_the_even_one(void **state)
{
    (void)state;
    for (uint64_t bits = 0; bits < 64; bits++)
        check_above(bits);
    for (int shift = 6; shift < 52; shift++) {
        check_above(UINT64_C(1) << shift);
        check_above((UINT64_C(1) << shift) - 1);
    }
}

static void halves_of_few_digits_go_to_the_even_one(void **state)
{
    (void)state;
    for (uint64_t whole = (UINT64_C(1) << 53) + 1; whole < (UINT64_C(1) << 53) + 99; whole += 2) {
        char text[TEXT_ROOM];
        double lower = (double)(whole - 1);
        double upper = (double)(whole + 1);
        double even = bits_of(lower) % 2 == 0 ? lower : upper;

        snprintf(text, sizeof text, "%llu", (unsigned long long)whole);
        assert_reads(text, even);
        snprintf(text, sizeof text, "%llu.000", (unsigned long long)whole);
        assert_reads(text, even);
        snprintf(text, sizeof text, "%llu000e-3", (unsigned long long)whole);
        assert_reads(text, even);
        snprintf(text, sizeof text, "%llu.0001", (unsigned long long)whole);
        assert_reads(text, upper);
    }
}

static void the_largest_double_ends_halfway_to_the_next(void **state)
{
    long double halfway = 0x1.fffffffffffff8p1023L;
    char text[TEXT_ROOM];
    double value = 99;
    size_t place;

    (void)state;
    snprintf(text, sizeof text, "%.0Lf", halfway);
    assert_int_equal(read_text(text, &value, &place), ROWCOL_OUT_OF_RANGE);
    assert_int_equal(place, strlen(text));
    assert_true(value == 99);
    text[strlen(text) - 1]--;
    assert_reads(text, DBL_MAX);
    strcat(text, ".99999999999999999999999999999999");
    assert_reads(text, DBL_MAX);
}

static void a_million_digits_are_all_counted(void **state)
{
    const size_t digits = 1000000;
    char *text = malloc(digits + 32);

    (void)state;
    assert_non_null(text);
    /* 2^53 + 1 is halfway; a million digits later something follows. */
    strcpy(text, "9007199254740993.");
    memset(text + 17, '0', digits);
    text[17 + digits] = '\0';
    assert_reads(text, 9007199254740992);
    text[16 + digits] = '1';
    assert_reads(text, 9007199254740994);
    /* A million zeros, before and behind, and the exponent that undoes them. */
    strcpy(text, "0.");
    memset(text + 2, '0', digits);
    strcpy(text + 2 + digits, "125e1000002");
    assert_reads(text, 12.5);
    memset(text, '0', digits);
    text[0] = '3';
    strcpy(text + digits, "e-999999");
    assert_reads(text, 3);
    strcpy(text + digits, "e-2000000");
    assert_reads(text, 0);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_the_grammar_is_read),
        cmocka_unit_test(reading_stops_behind_the_longest_number),
        cmocka_unit_test(what_is_no_number_is_refused_at_its_place),
        cmocka_unit_test(numbers_that_round_to_infinity_are_out_of_range),
        cmocka_unit_test(the_end_of_the_text_may_be_anywhere),
        cmocka_unit_test(every_power_of_ten_is_read),
        cmocka_unit_test(every_power_of_two_is_read_from_all_its_digits),
        cmocka_unit_test(halves_between_neighbours_go_to_the_even_one),
        cmocka_unit_test(halves_between_subnormals_go_to_the_even_one),
        cmocka_unit_test(halves_of_few_digits_go_to_the_even_one),
        cmocka_unit_test(the_largest_double_ends_halfway_to_the_next),
        cmocka_unit_test(a_million_digits_are_all_counted),
    };

    return cmocka_run_group_tests_name("number_read", tests, NULL, NULL);
}
