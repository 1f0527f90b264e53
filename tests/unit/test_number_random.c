/* Number text of many random doubles, and floats, against an independent search, both ways.
 *
 * usage: test_number_random [COUNT [SEED]]
 *
 * The C library's strtod, strtof and printf are exact, and they are all that the search knows. Let
 * the text that was written have n digits. It is right if
 *   - strtod (strtof) reads it back to the same bits;
 *   - none of fewer digits reads back: those nearest to the number with n - 1 digits are the one
 *     that printf rounds to and its neighbours on both sides, and if they don't, no text does (a
 *     shorter one is one of n - 1 digits with a zero at the end);
 *   - it is what printf rounds to with n digits, which is the nearest and on a tie the even one;
 *     unless that does not read back, as may be above powers of two. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rowcol/number.h>

#include "number_rows.h"

#define MOST_DIGITS 17
#define TEXT_ROOM 64

static unsigned long count = 200000;
static uint64_t seed = 1;

/* A decimal, digits * 10^exponent. */
struct decimal {
    uint64_t digits;
    int exponent;
};

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

/* splitmix64 */
static uint64_t random_bits(void)
{
    uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static double random_pattern(void)
{
    for (;;) {
        double value = double_of(random_bits());

        if (value - value == 0)
            return value;
    }
}

static double random_unit(void)
{
    return (double)(random_bits() >> 11) * 0x1p-52 - 1;
}

static double random_subnormal(void)
{
    return double_of(random_bits() >> 12 >> random_bits() % 52);
}

static double random_near_power_of_two(void)
{
    return double_of(((random_bits() % 2046 + 1) << 52) + random_bits() % 7 - 3);
}

static double random_of_few_digits(void)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

    return (double)(random_bits() >> random_bits() % 64) / powers[random_bits() % 11];
}

static double random_whole(void)
{
    return (double)(int64_t)(random_bits() >> random_bits() % 64);
}

/* Half of the doubles are random patterns. */
static double random_double(unsigned long i)
{
    switch (i % 10) {
    case 0:
        return random_unit();
    case 1:
        return random_subnormal();
    case 2:
        return random_near_power_of_two();
    case 3:
        return random_of_few_digits();
    case 4:
        return random_whole();
    default:
        return random_pattern();
    }
}

/* strtod, or strtof for what is written of floats. */
typedef double read_number(const char *text, char **end);

static double read_single(const char *text, char **end)
{
    return (double)strtof(text, end);
}

static double value_of(struct decimal decimal, read_number *read)
{
    char text[TEXT_ROOM];

    snprintf(text, sizeof text, "%" PRIu64 "e%d", decimal.digits, decimal.exponent);
    return read(text, NULL);
}

/* What printf rounds a positive number to. */
static struct decimal rounded(double value, int digits)
{
    char text[TEXT_ROOM];
    struct decimal decimal = {0, 0};

    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    for (const char *p = text; *p != 'e'; p++) {
        if (*p != '.')
            decimal.digits = decimal.digits * 10 + (uint64_t)(*p - '0');
    }
    decimal.exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10) - (digits - 1);
    return decimal;
}

static struct decimal next_below(struct decimal decimal, int digits)
{
    uint64_t smallest = 1;

    for (int i = 1; i < digits; i++)
        smallest *= 10;
    if (decimal.digits > smallest)
        return (struct decimal){decimal.digits - 1, decimal.exponent};
    return (struct decimal){smallest * 10 - 1, decimal.exponent - 1};
}

static bool some_text_of(int digits, double value, read_number *read)
{
    struct decimal nearest = rounded(value, digits);
    struct decimal above = {nearest.digits + 1, nearest.exponent};

    return value_of(nearest, read) == value ||
           value_of(next_below(nearest, digits), read) == value || value_of(above, read) == value;
}

/* Takes a text apart into its digits, without zeros at the end. */
static struct decimal decimal_of(const char *text)
{
    struct decimal decimal = {0, 0};
    bool fraction = false;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text == '.') {
            fraction = true;
        } else {
            decimal.exponent -= fraction;
            if (decimal.digits < UINT64_C(100000000000000000))
                decimal.digits = decimal.digits * 10 + (uint64_t)(*text - '0');
            else
                decimal.exponent++;
        }
    }
    if (*text == 'e')
        decimal.exponent += (int)strtol(text + 1, NULL, 10);
    while (decimal.digits != 0 && decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        decimal.exponent++;
    }
    return decimal;
}

static int digits_of(struct decimal decimal)
{
    int digits = 0;

    for (; decimal.digits != 0; decimal.digits /= 10)
        digits++;
    return digits;
}

static void check_shortest(double value, const char *text, read_number *read)
{
    struct decimal decimal = decimal_of(text + (*text == '-'));
    int digits = digits_of(decimal);
    struct decimal nearest;

    value = value < 0 ? -value : value;
    if (digits > MOST_DIGITS)
        fail_msg("%s has %d digits", text, digits);
    if (digits > 1 && some_text_of(digits - 1, value, read))
        fail_msg("%s is not the shortest text of %.17g", text, value);
    nearest = rounded(value, digits);
    if (value_of(nearest, read) == value &&
        (nearest.digits != decimal.digits || nearest.exponent != decimal.exponent))
        fail_msg("%s is not the nearest text of %.17g", text, value);
}

static void check_read(const char *text)
{
    double expected = strtod(text, NULL);
    double value = 0;
    const char *p = text;
    const char *end = text + strlen(text);
    rowcol_status status = rowcol_number_read(&p, end, &value);

    if (expected - expected != 0) {
        if (status != ROWCOL_OUT_OF_RANGE)
            fail_msg("%s was read as %.17g, not out of range", text, value);
    } else if (status != ROWCOL_OK || p != end || bits_of(value) != bits_of(expected)) {
        fail_msg("%s was read as %.17g, not as %.17g", text, value, expected);
    }
}

static void random_doubles_are_written_shortest_and_read_back(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < count; i++) {
        double value = random_double(i);
        char text[ROWCOL_NUMBER_ROOM];
        size_t length = rowcol_number_write(value, text);

        assert_in_range(length, 1, ROWCOL_NUMBER_LONGEST);
        text[length] = '\0';
        if (bits_of(strtod(text, NULL)) != bits_of(value))
            fail_msg("%s is not %.17g", text, value);
        check_read(text);
        if (value != 0)
            check_shortest(value, text, strtod);
    }
}

static void check_single(float value)
{
    char text[ROWCOL_NUMBER_ROOM];
    size_t length = rowcol_number_write_single((double)value, text);
    float back;

    assert_in_range(length, 1, ROWCOL_NUMBER_LONGEST);
    text[length] = '\0';
    back = strtof(text, NULL);
    if (memcmp(&back, &value, sizeof value) != 0)
        fail_msg("%s is not %.9g", text, (double)value);
    if (value != 0)
        check_shortest((double)value, text, read_single);
}

static float float_of(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static void random_floats_are_written_shortest_and_read_back(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < count; i++) {
        float value = i % 2 ? float_of((uint32_t)random_bits()) : (float)random_double(i / 2);

        if (value - value == 0)
            check_single(value);
    }
}

static void the_first_and_last_floats_of_every_exponent_are_written_shortest(void **state)
{
    (void)state;
    for (uint32_t exponent = 0; exponent < 255; exponent++) {
        for (uint32_t i = 0; i < 64; i++) {
            check_single(float_of((exponent << 23) + i));
            check_single(float_of((exponent << 23) + (1 << 23) - 1 - i));
        }
    }
}

#define ROW 64

/* Rows of one sort, as a row's numbers mostly are, and of all. */
static void draw_row(double *row, unsigned long i)
{
    for (size_t j = 0; j < ROW; j++)
        row[j] = random_double(i % 3 ? i : i + j);
}

/* The text that is compared with is checked by the test above. */
static void check_row(const struct number_rows *rows, const double *row)
{
    char expected[ROWCOL_NUMBERS_ROOM(ROW)];
    char text[ROWCOL_NUMBERS_ROOM(ROW) + 1];
    double back[ROW];
    const char *at = text;
    size_t length = 0;

    for (size_t i = 0; i < ROW; i++) {
        length += rowcol_number_write(row[i], expected + length);
        expected[length++] = ',';
    }
    if (rows->write(row, ROW, text) != length || memcmp(text, expected, length) != 0)
        fail_msg("a row from %.17g on is written otherwise by %s", row[0], rows->name);

    size_t read = rows->read(&at, text + length, back, ROW);

    for (size_t i = 0; i < read; i++) {
        if (bits_of(back[i]) != bits_of(row[i]))
            fail_msg("%.17g in a row was read as %.17g by %s", row[i], back[i], rows->name);
    }
}

static void random_rows_are_written_and_read_as_their_numbers(void **state)
{
    (void)state;
    for (size_t variant = 0; variant < NUMBER_ROWS; variant++) {
        const struct number_rows *rows = &rowcol_number_rows[variant];

        if (!rows->supported()) {
            print_message("this processor lacks what %s needs\n", rows->name);
            continue;
        }
        for (unsigned long i = 0; i < count / ROW; i++) {
            double row[ROW];

            draw_row(row, i);
            check_row(rows, row);
        }
    }
}

/* Texts of up to 20 digits, of which not all are the shortest of a double. */
static void random_rows_of_digits_are_read_as_their_numbers(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < count / ROW; i++) {
        char text[ROW * TEXT_ROOM];
        size_t length = 0;

        for (size_t j = 0; j < ROW; j++)
            length += (size_t)snprintf(text + length, sizeof text - length, "%.*f,",
                                       (int)(random_bits() % 20),
                                       random_unit() * (double)(1 << random_bits() % 20));
        for (size_t variant = 0; variant < NUMBER_ROWS; variant++) {
            const struct number_rows *rows = &rowcol_number_rows[variant];
            const char *at = text;
            char *p = text;
            double back[ROW];
            size_t read = rows->supported() ? rows->read(&at, text + length, back, ROW) : 0;

            for (size_t j = 0; j < read; j++, p++) {
                if (bits_of(strtod(p, &p)) != bits_of(back[j]))
                    fail_msg("%.60s was read as %.17g by %s", p - 20, back[j], rows->name);
            }
        }
    }
}

static void random_doubles_are_read_from_any_number_of_digits(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < count / 2; i++) {
        char text[TEXT_ROOM];

        snprintf(text, sizeof text, "%.*e", (int)(random_bits() % 36), random_double(i));
        check_read(text);
    }
}

static void random_digits_are_read(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < count / 2; i++) {
        char text[TEXT_ROOM];
        uint64_t digits = random_bits() >> random_bits() % 64;
        int exponent = (int)(random_bits() % 700) - 360;

        snprintf(text, sizeof text, "%" PRIu64 "e%d", digits, exponent);
        check_read(text);
        snprintf(text, sizeof text, "%" PRIu64 ".%" PRIu64, random_bits() >> random_bits() % 64,
                 digits);
        check_read(text);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_doubles_are_written_shortest_and_read_back),
        cmocka_unit_test(random_floats_are_written_shortest_and_read_back),
        cmocka_unit_test(the_first_and_last_floats_of_every_exponent_are_written_shortest),
        cmocka_unit_test(random_rows_are_written_and_read_as_their_numbers),
        cmocka_unit_test(random_rows_of_digits_are_read_as_their_numbers),
        cmocka_unit_test(random_doubles_are_read_from_any_number_of_digits),
        cmocka_unit_test(random_digits_are_read),
    };

    if (argc > 1)
        count = strtoul(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    print_message("%lu numbers from seed %" PRIu64 "\n", count, seed);
    return cmocka_run_group_tests_name("number_random", tests, NULL, NULL);
}
