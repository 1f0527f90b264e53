/* Rows of numbers: every variant that this processor has reads and writes what is read and written
 * number by number. Those that it lacks are skipped. */
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

#include "number_rows.h"

#define MOST 80

/* What every reader of rows may leave to others at the end of the text. */
#define TAIL 128

static const double values[] = {
    0,
    -0.0,
    1,
    -1,
    2,
    0.5,
    10,
    99,
    -99,
    100,
    0.1,
    -0.25,
    1.5,
    123.45,
    -999.99,
    0.01,
    1e-6,
    1e-7,
    1.5e-7,
    1e20,
    1e21,
    1e22,
    1e100,
    -1e300,
    5e-324,
    DBL_MIN,
    DBL_MAX,
    DBL_TRUE_MIN * 77,
    0.1 + 0.2,
    1.0 / 3,
    100.0 / 3,
    99999999,
    100000000,
    12345678.9,
    99999999.9999999,
    0.0000001,
    0.12345678,
    0.1234567,
    4503599627370495.5,
    9007199254740991,
    9007199254740994,
    1e15,
    1e16,
    123456789012345680000.0,
    999999999999999868928.0,
    -1.2345678901234567e-6,
    0x17c0747bd76fa1p-866,
    0x13de005bd620dfp+164,
    140737488355328.125,
    140737488355328.375,
    65536,
    0x1p53,
    0x1p-3,
    0x1p-30,
    0x1p63,
    0x1p-1022,
    12.5,
    7.0000001,
};

#define VALUES (sizeof values / sizeof *values)

static const struct number_rows *variant(void **state)
{
    const struct number_rows *rows = *state;

    if (!rows->supported()) {
        print_message("this processor lacks what %s needs\n", rows->name);
        skip();
    }
    return rows;
}

static size_t write_one_by_one(const double *row, size_t count, char *text)
{
    char *out = text;

    for (size_t i = 0; i < count; i++) {
        out += rowcol_number_write(row[i], out);
        *out++ = ',';
    }
    return (size_t)(out - text);
}

/* Into memory that ends where the promised room ends. */
static void assert_written_alike(const struct number_rows *rows, const double *row, size_t count)
{
    char *expected = malloc(ROWCOL_NUMBERS_ROOM(count));
    char *text = malloc(ROWCOL_NUMBERS_ROOM(count));
    double *exact = malloc(count * sizeof *row + 1);

    assert_non_null(expected);
    assert_non_null(text);
    assert_non_null(exact);
    memcpy(exact, row, count * sizeof *row);

    size_t length = write_one_by_one(row, count, expected);

    assert_int_equal(rows->write(exact, count, text), length);
    assert_memory_equal(text, expected, length);
    free(exact);
    free(text);
    free(expected);
}

static void rows_of_every_length_are_written_as_their_numbers_are(void **state)
{
    const struct number_rows *rows = variant(state);

    for (size_t first = 0; first < VALUES; first++) {
        for (size_t count = 0; count <= VALUES - first; count++)
            assert_written_alike(rows, values + first, count);
    }
}

static void every_value_is_written_in_every_place_of_a_row(void **state)
{
    const struct number_rows *rows = variant(state);

    for (size_t i = 0; i < VALUES; i++) {
        for (size_t place = 0; place < 20; place++) {
            double row[20];

            for (size_t j = 0; j < 20; j++)
                row[j] = j == place ? values[i] : 0.12345678901234567;
            assert_written_alike(rows, row, 20);
            for (size_t j = 0; j < 20; j++)
                row[j] = j == place ? values[i] : 42;
            assert_written_alike(rows, row, 20);
        }
    }
}

static void what_has_no_text_in_json_leaves_its_place_empty(void **state)
{
    const struct number_rows *rows = variant(state);
    const double row[] = {1, HUGE_VAL, 2.5, nan(""), -HUGE_VAL, 3, 4, 5, 6, 7};
    char text[ROWCOL_NUMBERS_ROOM(10)];

    assert_int_equal(rows->write(row, 10, text), 19);
    assert_memory_equal(text, "1,,2.5,,,3,4,5,6,7,", 19);
}

static void powers_of_two_and_ten_and_their_neighbours_are_written(void **state)
{
    const struct number_rows *rows = variant(state);

    for (int exponent = -1074; exponent <= 1023; exponent++) {
        double power = ldexp(1, exponent);
        double ten = exponent < -323 || exponent > 308 ? 1 : pow(10, exponent);
        const double row[] = {power, -power, nextafter(power, 0), nextafter(power, DBL_MAX),
                              ten,   -ten,   nextafter(ten, 0),   nextafter(ten, DBL_MAX)};

        assert_written_alike(rows, row, 8);
    }
}

static void short_decimals_of_every_length_are_written(void **state)
{
    const struct number_rows *rows = variant(state);

    for (uint64_t digits = 1; digits < UINT64_C(100000000000000000); digits = digits * 10 + 7) {
        double row[20];
        double power = 1;

        for (size_t places = 0; places < 20; places++, power *= 10)
            row[places] = (double)digits / power * (places % 2 ? -1 : 1);
        assert_written_alike(rows, row, 20);
    }
}

/* Reads from memory that ends where the text ends. Each number that is read must be what
 * rowcol_number_read makes of it. Returns how many there were, and where the rest begins. */
static size_t read_alike(const struct number_rows *rows, const char *text, size_t length,
                         size_t room, size_t *rest)
{
    char *exact = malloc(length + (length == 0));
    double row[MOST];

    assert_non_null(exact);
    memcpy(exact, text, length);

    const char *at = exact;
    const char *end = exact + length;
    size_t count = rows->read(&at, end, row, room);
    const char *p = exact;

    for (size_t i = 0; i < count; i++) {
        double value = 0;

        assert_int_equal(rowcol_number_read(&p, end, &value), ROWCOL_OK);
        assert_memory_equal(&value, &row[i], sizeof value);
        assert_true(p < end && *p == ',');
        p++;
        p += p < end && *p == ' ';
    }
    assert_ptr_equal(p, at);
    *rest = (size_t)(at - exact);
    free(exact);
    return count;
}

/* A text with enough behind it that nothing is left to others because of the end. */
static size_t with_tail(const char *text, char *to)
{
    size_t length = strlen(text);

    memcpy(to, text, length);
    memset(to + length, '\n', TAIL);
    return length + TAIL;
}

static void ordinary_numbers_are_all_read(void **state)
{
    static const char *const separators[] = {",", ", "};
    static const char *const texts[] = {
        "0",
        "-0",
        "7",
        "-12",
        "99",
        "100",
        "12345678",
        "-123456789",
        "1234567890123456",
        "0.5",
        "-0.25",
        "123.45",
        "-999.99",
        "0.01",
        "0.10",
        "1.50",
        "0.12345678901234567",
        "-0.1234567890123456",
        "0.012345678901234567",
        "-0.0012345678901234567",
        "3.141592653589793",
        "-1234.5678901234567",
        "12345678.901234567",
        "0.30000000000000004",
        "0.000001",
    };
    const struct number_rows *rows = variant(state);

    for (size_t separator = 0; separator < 2; separator++) {
        for (size_t shift = 0; shift < sizeof texts / sizeof *texts; shift++) {
            char text[40 * MOST + TAIL] = "";
            char whole[sizeof text + TAIL];
            size_t rest;

            for (size_t i = 0; i < MOST; i++) {
                strcat(text, texts[(i * (shift + 1) + shift) % (sizeof texts / sizeof *texts)]);
                strcat(text, separators[separator]);
            }

            size_t length = with_tail(text, whole);

            assert_int_equal(read_alike(rows, whole, length, MOST, &rest), MOST);
            assert_int_equal(rest, strlen(text));
        }
    }
}

static void no_more_numbers_are_read_than_there_is_room_for(void **state)
{
    const struct number_rows *rows = variant(state);
    char text[4 * MOST + TAIL];

    for (size_t i = 0; i < MOST; i++)
        memcpy(text + 4 * i, "1.5,", 4);
    memset(text + 4 * MOST, '\n', TAIL);
    for (size_t room = 0; room <= MOST; room++) {
        size_t rest;

        assert_int_equal(read_alike(rows, text, sizeof text, room, &rest), room);
        assert_int_equal(rest, 4 * room);
    }
}

static void the_text_may_end_anywhere(void **state)
{
    const struct number_rows *rows = variant(state);
    char text[16 * MOST];
    size_t rest;

    for (size_t i = 0; i < MOST; i++)
        snprintf(text + 16 * i, sizeof text - 16 * i, "-1.2345678901%02u,", (unsigned)i);
    for (size_t length = 0; length < sizeof text; length++) {
        size_t count = read_alike(rows, text, length, MOST, &rest);

        assert_true(16 * (count + 1) + TAIL >= length || count == MOST);
    }
}

/* Each between good numbers, at every distance from the start of the row. */
static void what_is_not_a_number_with_a_comma_ends_the_run_before_it(void **state)
{
    static const char *const texts[] = {
        "]",
        "1]",
        "1 ,",
        "1\n,",
        "-,",
        "--1,",
        "+1,",
        ".5,",
        "1.,",
        "1.x,",
        "-.5,",
        "01,",
        "-01,",
        "00,",
        "00.5,",
        "1..2,",
        "1.2.3,",
        "1-2,",
        "1e,",
        "1e+,",
        "1e5x,",
        "NaN,",
        "1e400,",
        ",",
        ",,",
        "1:2,",
        "1;2,",
        "1/2,",
        "\"1\",",
        "null,",
        "[1],",
        "1\t,",
        "0x10,",
        "1_0,",
        "\xff,",
        "1\xb5,",
        "1,\n2,",
        "e5,",
        "E,",
        "1,,",
        "-1e,",
        "1.5-,",
        "1.-5,",
        "0-0,",
        "12345678901234567890123456789012345678901234567890]",
        "1.00000000000000000000000000000000000000000000000000000000000000000000000000001]",
    };
    const struct number_rows *rows = variant(state);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t before = 0; before < MOST - 10; before++) {
            char text[8 * MOST + 2 * TAIL] = "";
            char whole[sizeof text + TAIL];
            size_t rest;

            for (size_t j = 0; j < before; j++)
                strcat(text, j % 3 ? "1.25," : "-7,");
            strcat(text, texts[i]);
            strcat(text, "8,8,8,8,8,8,8,8,");

            size_t count = read_alike(rows, whole, with_tail(text, whole), MOST, &rest);

            assert_in_range(count, before, before + 1);
        }
    }
}

/* Numbers that a reader of rows may leave to others, and must not read wrongly. */
static void unusual_numbers_are_read_rightly_or_left(void **state)
{
    static const char *const texts[] = {
        "1e5",
        "-1.5E-7",
        "1e+22",
        "2.2250738585072011e-308",
        "18446744073709551615",
        "9007199254740993",
        "18446744073709551616",
        "99999999999999999999",
        "0.9007199254740993",
        "9007199254740993.0",
        "9007199254740993.00000001",
        "1234567890123456789.5",
        "0.0000000000000000000000000000001",
        "0.00000000000000000012345678901234567",
        "123456789012345678901234567890",
        "0.500000000000000166533453693773481063544750213623046875",
        "0.0000000000000000000000000000000000000000000000000000000000000000000000000001",
        "-0.0",
        "0.00",
        "100000000000000000000.5",
        "1e-400",
    };
    const struct number_rows *rows = variant(state);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t before = 0; before < 40; before++) {
            char text[4 * MOST + TAIL] = "";
            char whole[sizeof text + TAIL];
            size_t rest;

            for (size_t j = 0; j < before; j++)
                strcat(text, "12,");
            strcat(text, texts[i]);
            strcat(text, ",3,");
            assert_true(read_alike(rows, whole, with_tail(text, whole), MOST, &rest) >= before);
        }
    }
}

#define ROWS_TEST(test) cmocka_unit_test_prestate(test, (void *)rows)

static int run(const struct number_rows *rows)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(rows_of_every_length_are_written_as_their_numbers_are),
        ROWS_TEST(every_value_is_written_in_every_place_of_a_row),
        ROWS_TEST(what_has_no_text_in_json_leaves_its_place_empty),
        ROWS_TEST(powers_of_two_and_ten_and_their_neighbours_are_written),
        ROWS_TEST(short_decimals_of_every_length_are_written),
        ROWS_TEST(ordinary_numbers_are_all_read),
        ROWS_TEST(no_more_numbers_are_read_than_there_is_room_for),
        ROWS_TEST(the_text_may_end_anywhere),
        ROWS_TEST(what_is_not_a_number_with_a_comma_ends_the_run_before_it),
        ROWS_TEST(unusual_numbers_are_read_rightly_or_left),
    };

    return cmocka_run_group_tests_name(rows->name, tests, NULL, NULL);
}

int main(void)
{
    int failed = 0;

    for (size_t i = 0; i < NUMBER_ROWS; i++)
        failed += run(&rowcol_number_rows[i]);
    return failed;
}
