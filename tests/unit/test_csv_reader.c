/* CSV coming in: the same matrix, or the same fault, however the text is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "formats/csv_rows.h"
#include "outcome.h"

#define BUDGET ((size_t)64 * 1024 * 1024)

#define ROWS(...) ((double[]){__VA_ARGS__})

static char *words_of(const char *parameters, const char *text, size_t length, size_t first,
                      size_t size)
{
    struct outcome outcome;
    char *words;

    outcome_begin(&outcome, &csv_reader, parameters, text, length, first, size);
    assert_true(outcome.good == (outcome.problem.kind == PROBLEM_NONE));
    words = outcome_words(&outcome);
    assert_non_null(words);
    outcome_end(&outcome);
    assert_int_equal(budget_used(), 0);
    return words;
}

/* What comes of a text, which must be the same however it is cut. To be freed. */
static char *outcome_of(const char *parameters, const char *text, size_t length)
{
    char *whole = words_of(parameters, text, length, length, 1);

    for (size_t first = 0; first <= length; first++) {
        size_t sizes[] = {1, 7, length};

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *words = words_of(parameters, text, length, first, sizes[i]);

            if (strcmp(words, whole) != 0)
                fail_msg("%s\ncut after %zu, and each %zu: %s", whole, first, sizes[i], words);
            free(words);
        }
    }
    return whole;
}

static void assert_read_with(const char *parameters, const char *text, size_t rows, size_t columns,
                             const double *entries)
{
    char expected[2000];
    size_t length = (size_t)sprintf(expected, "a @1:1 /a %zu x %zu:", rows, columns);
    char *words = outcome_of(parameters, text, strlen(text));

    for (size_t i = 0; i < rows * columns; i++)
        length += (size_t)sprintf(expected + length, " %a", entries[i]);
    strcpy(expected + length, "\n");
    if (strcmp(words, expected) != 0)
        fail_msg("%s\ncomes to\n%s\ninstead of\n%s", text, words, expected);
    free(words);
}

static void assert_read(const char *text, size_t rows, size_t columns, const double *entries)
{
    assert_read_with("", text, rows, columns, entries);
}

static void assert_bytes_refused(const char *parameters, const char *text, size_t length,
                                 const char *expected)
{
    char *words = outcome_of(parameters, text, length);

    if (strncmp(words, expected, strlen(expected)) != 0)
        fail_msg("%s\ncomes to\n%s\ninstead of\n%s", text, words, expected);
    free(words);
}

static void assert_refused_with(const char *parameters, const char *text, const char *expected)
{
    assert_bytes_refused(parameters, text, strlen(text), expected);
}

static void assert_refused(const char *text, const char *expected)
{
    assert_refused_with("", text, expected);
}

static void a_row_is_a_line(void **state)
{
    (void)state;
    assert_read("1,2\n3,4\n", 2, 2, ROWS(1, 2, 3, 4));
    assert_read("1,2,3\n4,5,6", 2, 3, ROWS(1, 2, 3, 4, 5, 6));
    assert_read("-1.5,1e3\r\n0.25,-0\r\n", 2, 2, ROWS(-1.5, 1000, 0.25, -0.0));
    assert_read("1,2\r3,4\r", 2, 2, ROWS(1, 2, 3, 4));
    assert_read("1,2\r\n3,4\n5,6\r7,8", 4, 2, ROWS(1, 2, 3, 4, 5, 6, 7, 8));
}

static void one_row_or_column_is_a_matrix(void **state)
{
    (void)state;
    assert_read("1,2,3\n", 1, 3, ROWS(1, 2, 3));
    assert_read("1\n2\n3\n", 3, 1, ROWS(1, 2, 3));
    assert_read("7", 1, 1, ROWS(7));
}

static void long_rows_are_read_as_short_ones(void **state)
{
    static char text[40 * 60 * 8];
    static double entries[40 * 60];
    char *next = text;
    char *words;

    (void)state;
    for (size_t i = 0; i < 40 * 60; i++) {
        entries[i] = (double)i / 8 - 100;
        next += sprintf(next, "%g%s", entries[i], i % 60 == 59 ? "\n" : ",");
    }
    for (size_t size = 1; size < 2000; size += 37) {
        struct outcome outcome;

        outcome_begin(&outcome, &csv_reader, "", text, strlen(text), size, size);
        assert_true(outcome.good);
        assert_int_equal(outcome.fields.values[0].matrix.shape.rows, 40);
        assert_int_equal(outcome.fields.values[0].matrix.shape.columns, 60);
        assert_memory_equal(outcome.fields.values[0].matrix.entries, entries, sizeof entries);
        outcome_end(&outcome);
    }
    next[-1] = ',';
    strcpy(next, "1\n");
    words = words_of("", text, strlen(text), 1000, 1000);
    assert_non_null(strstr(words, "ragged-rows @40:1 /a/39 Row 40 of a has 61 numbers, but row 1 "
                                  "has 60"));
    free(words);
}

static void numbers_are_quoted_or_not_with_blanks_around_them(void **state)
{
    (void)state;
    assert_read("\"1\",\"-2.5\"\r\n\"3\",4\r\n", 2, 2, ROWS(1, -2.5, 3, 4));
    assert_read(" 1 ,\t2\t\n3, 4  \n", 2, 2, ROWS(1, 2, 3, 4));
    assert_read(" \" 1 \" ,\"2\" \n", 1, 2, ROWS(1, 2));
    assert_read("1, 2, 3, 4\n5,  6,7 ,8\n", 2, 4, ROWS(1, 2, 3, 4, 5, 6, 7, 8));
}

static void numbers_come_as_programs_write_them(void **state)
{
    (void)state;
    assert_read("+1,.5,5.,-.5,007,00,-0,+0.25e+1\n", 1, 8, ROWS(1, 0.5, 5, -0.5, 7, 0, -0.0, 2.5));
    assert_read("1.000000000000000000e+00,-2.500000000000000000e-01\n", 1, 2, ROWS(1, -0.25));
    assert_read("1E5,5.e2,1e-400,0.1\n", 1, 4, ROWS(1e5, 500, 0, 0.1));
    assert_read("0.1000000000000000055511151231257827021181583404541015625,3\n", 1, 2,
                ROWS(0.1, 3));
}

static void semicolons_and_tabs_are_found(void **state)
{
    (void)state;
    assert_read("1;2\n3;4\n", 2, 2, ROWS(1, 2, 3, 4));
    assert_read("1\t2\n3\t 4\n", 2, 2, ROWS(1, 2, 3, 4));
    assert_read("\"a;b\tc\",\"d\"\n1,2\n", 1, 2, ROWS(1, 2));
    assert_read("\xef\xbb\xbf"
                "L\xc3\xa4nge;Breite\r\n1,5;2\r\n",
                1, 2, ROWS(1.5, 2));
}

static void commas_are_decimal_between_semicolons(void **state)
{
    (void)state;
    assert_read("1,5;2\n-,25;+3,\n\"4,75\";6", 3, 2, ROWS(1.5, 2, -0.25, 3, 4.75, 6));
}

static void a_delimiter_may_be_given(void **state)
{
    (void)state;
    assert_read_with("; delimiter=\";\"", "1,5\n2\n", 2, 1, ROWS(1.5, 2));
    assert_read_with("; charset=utf-8; delimiter=semicolon", "1,5\n", 1, 1, ROWS(1.5));
    assert_read_with("; delimiter=tab", "1\n2\n", 2, 1, ROWS(1, 2));
    assert_read_with("; delimiter=\"\\t\"", "1\t2\n", 1, 2, ROWS(1, 2));
    assert_read_with("; delimiter=\",\"", "1,2\n", 1, 2, ROWS(1, 2));
    assert_read_with("; Delimiter=COMMA", "\"a;b\",c\n1,2\n", 1, 2, ROWS(1, 2));
    assert_refused_with("; delimiter=comma", "1;2\n3;4\n", "wrong-type @2:1 /a/0/0");
    assert_refused_with("; delimiter=\"|\"", "1|2\n",
                        "bad-value @1:1 /a The Content-Type says delimiter=|, which is none: it is "
                        "\",\", \";\", comma, semicolon or tab. ");
}

static void a_first_line_without_numbers_is_a_header(void **state)
{
    (void)state;
    assert_read("x,y\n1,2\n", 1, 2, ROWS(1, 2));
    assert_read("\"first, or \"\"x\"\"\",\"sec\nond\"\n1,2\n", 1, 2, ROWS(1, 2));
    assert_read(",a,b\n0,1,2\n", 1, 3, ROWS(0, 1, 2));
    assert_read("# x\n1\n", 1, 1, ROWS(1));
    assert_refused(
        "x,2\n3,4\n",
        "wrong-type @1:1 /a/0/0 The entry in row 1, column 1 of a should be a number, but "
        "is \"x\". The first line is a header if none of its cells is a number, or if "
        "the Content-Type says header=present. ");
    assert_refused("x,y\n1\n",
                   "ragged-rows @2:1 /a/0 Row 1 of a has 1 number, but the header has 2 "
                   "names: every row");
    assert_refused("x,y\n", "empty-matrix @2:1 /a a has a header, but no rows: a matrix has");
}

static void a_header_may_be_promised_or_denied(void **state)
{
    (void)state;
    assert_read_with("; header=present", "1,2\n3,4\n", 1, 2, ROWS(3, 4));
    assert_read_with("; header=present", "1,nan,\n3,4,5\n", 1, 3, ROWS(3, 4, 5));
    assert_read_with("; header=present", "1.5;2\n3,5;4\n", 1, 2, ROWS(3.5, 4));
    assert_read_with("; header=absent", "1,2\n3,4\n", 2, 2, ROWS(1, 2, 3, 4));
    assert_refused_with("; header=absent", "x,y\n1,2\n", "wrong-type @1:1 /a/0/0");
    assert_refused_with(
        "; header=maybe", "1\n",
        "bad-value @1:1 /a The Content-Type says header=maybe, which is none: it is "
        "present or absent. ");
}

static void rows_are_equally_long(void **state)
{
    (void)state;
    assert_refused("1,2\n3\n",
                   "ragged-rows @2:1 /a/1 Row 2 of a has 1 number, but row 1 has 2: every row of a "
                   "matrix must have as many numbers as the first. "
                   "{\"operand\":\"a\",\"row\":2,\"columns\":1,\"expected\":2}");
    assert_refused("1,2\n3,4,5\n6\n", "ragged-rows @2:1 /a/1 Row 2 of a has 3 numbers, but");
    assert_refused("x,y\n1,2\n3\n", "ragged-rows @3:1 /a/1 Row 2");
}

static void a_cell_that_is_no_number_is_told_with_its_place(void **state)
{
    (void)state;
    assert_refused(
        "1,2\n3,abc\n",
        "wrong-type @2:3 /a/1/1 The entry in row 2, column 2 of a should be a number, but "
        "is \"abc\". (Cells are set apart by a comma here.) "
        "{\"expected\":\"a number\",\"operand\":\"a\",\"row\":2,\"column\":2}");
    assert_refused("1;2\n3; \"x\"\n", "wrong-type @2:4 /a/1/1");
    assert_refused("1,2\n3, -\n", "wrong-type @2:4 /a/1/1");
    assert_refused("1\n.\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n1e\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n--5\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n1.2.3\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n1 2\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n0x10\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n5\"\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n\"\"\"\"\n", "wrong-type @2:1 /a/1/0");
    assert_refused("1\n\"1\n2\"\n", "wrong-type @2:1 /a/1/0");
}

static void texts_are_quoted_as_far_as_they_are_short(void **state)
{
    (void)state;
    assert_refused(
        "1\nabcdefghijklmnopqrstuvwxyzabcdefghijklmno  \n",
        "wrong-type @2:1 /a/1/0 The entry in row 2, column 1 of a should be a number, but "
        "is \"abcdefghijklmnopqrstuvwxyzabcdefghijk...\".");
    assert_refused(
        "1\nabc\x01\x7f\xff  \n",
        "wrong-type @2:1 /a/1/0 The entry in row 2, column 1 of a should be a number, but "
        "is \"abc?\x7f?\".");
    assert_bytes_refused("", "1\na\0b\n", 6,
                         "wrong-type @2:1 /a/1/0 The entry in row 2, column 1 of a should be a "
                         "number, but is \"a?b\".");
}

static void an_empty_cell_is_told(void **state)
{
    (void)state;
    assert_refused("1,,3\n", "wrong-type @1:3 /a/0/1 The entry in row 1, column 2 of a should be a "
                             "number, but is empty. Write 0 where an entry is zero. ");
    assert_refused("1,2\n3,\n",
                   "wrong-type @2:3 /a/1/1 The entry in row 2, column 2 of a should be "
                   "a number, but is empty: the comma before it begins another cell. ");
    assert_refused("1;2;\n3;4;\n",
                   "wrong-type @1:5 /a/0/2 The entry in row 1, column 3 of a should "
                   "be a number, but is empty: the semicolon");
    assert_refused("1\n\"\"\n", "wrong-type @2:1 /a/1/0");
    assert_refused("0,0\n1,2\r3,\n4,5\n", "wrong-type @3:3 /a/2/1");
    assert_refused(",,\n", "wrong-type @1:1 /a/0/0");
}

static void words_for_nan_and_infinity_get_a_way_out(void **state)
{
    static const char *const words[] = {"nan", "NaN", "-inf", "Infinity", "+INF"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[64];
        char expected[300];

        snprintf(text, sizeof text, "%s\n1\n", words[i]);
        snprintf(expected, sizeof expected,
                 "wrong-type @1:1 /a/0/0 The entry in row 1, column 1 of a should be a number, but "
                 "is \"%s\". CSV is read with finite numbers alone; a .npy file "
                 "(application/x-npy) carries NaN and infinity. ",
                 words[i]);
        assert_refused(text, expected);
    }
}

static void commas_and_points_that_can_be_taken_two_ways_are_told(void **state)
{
    (void)state;
    assert_refused(
        "\"1,5\",2\n",
        "wrong-type @1:1 /a/0/0 The entry in row 1, column 1 of a should be a number, but "
        "is \"1,5\". Decimal commas are read where semicolons set the cells apart; commas "
        "between thousands never are. ");
    assert_refused("1\t2\n1,5\t2\n",
                   "wrong-type @2:1 /a/1/0 The entry in row 2, column 1 of a should "
                   "be a number, but is \"1,5\". Decimal commas");
    assert_refused(
        "1.5;2\n1,5;2\n",
        "wrong-type @2:1 /a/1/0 The entry in row 2, column 1 of a should be a number, but "
        "is \"1,5\", where numbers before it have a decimal point: which of the marks "
        "sets thousands apart? Leave those out. ");
    assert_refused(
        "length;width\n1,5;2\n1;2.5\n",
        "wrong-type @3:3 /a/1/1 The entry in row 2, column 2 of a should be a number, but "
        "is \"2.5\", where numbers before it have a decimal comma");
    assert_refused("1,5;2\n1;2.5", "wrong-type @2:3 /a/1/1");
    assert_refused("1.234,5;2\n1;2\n3;4", "wrong-type @1:1 /a/0/0");
    assert_refused("1,234,5;2\n1;2\n3;4", "wrong-type @1:1 /a/0/0");
}

static void a_number_out_of_range_is_told(void **state)
{
    (void)state;
    assert_refused("1,2\n3,1e400\n",
                   "out-of-range @2:3 /a/1/1 The entry in row 2, column 2 of a is too large: the "
                   "largest number is about 1.8e308. {\"operand\":\"a\",\"row\":2,\"column\":2}");
    assert_refused("1e400\n1\n", "out-of-range @1:1 /a/0/0");
}

static void empty_lines_may_only_be_at_the_end(void **state)
{
    (void)state;
    assert_read("1\n2\n\n", 2, 1, ROWS(1, 2));
    assert_read("1\r\n2\r\n\r\n  \r\n", 2, 1, ROWS(1, 2));
    assert_read("1;2\n\n\n", 1, 2, ROWS(1, 2));
    assert_refused("1\n\n2\n", "ragged-rows @2:1 /a/1 Row 2 of a is an empty line, and rows follow "
                               "it: a row without numbers is none. Leave the line out. "
                               "{\"operand\":\"a\",\"row\":2,\"columns\":0,\"expected\":1}");
    assert_refused("1,2\r\n \r\n\r\n3,4\r\n", "ragged-rows @2:1 /a/1");
    assert_refused("\n1\n", "empty-matrix @1:1 /a/0 Row 1 of a is an empty line");
    assert_refused("x\n\n1\n", "ragged-rows @2:1 /a/0");
}

static void nothing_is_no_matrix(void **state)
{
    (void)state;
    assert_refused("", "empty-matrix @1:1 /a a has no rows: a matrix has at least one row and one "
                       "column. {\"operand\":\"a\"}");
    assert_refused("\n\n", "empty-matrix @3:1 /a");
    assert_refused("\xef\xbb\xbf", "empty-matrix @1:1 /a");
}

static void quotes_that_are_broken_are_told_before_all_else(void **state)
{
    (void)state;
    assert_refused("1,2\n3,\"4\n5,6\n",
                   "malformed-body @2:3 /a/1/1 The quote that opens here is never closed: the text "
                   "ends within its cell. ");
    assert_refused(
        "x,1\n3, \"4\"5\n",
        "malformed-body @2:4 /a/1/1 Something stands behind the closing quote of the cell "
        "that opens here. A quote within a cell is written twice, \"\". ");
    assert_refused("\"", "malformed-body @1:1 /a/0/0");
}

static void lines_within_quotes_are_counted(void **state)
{
    (void)state;
    assert_refused("\"a\nb\r\nc\rd\"\n1\nx\n", "wrong-type @6:1 /a/1/0");
    assert_refused("\"a\r\"\n1\nx\n", "wrong-type @4:1 /a/1/0");
}

static void the_first_fault_is_told(void **state)
{
    (void)state;
    assert_refused("1,2\n3\nx,y\n", "ragged-rows @2:1");
    assert_refused("1,2\nx,y,z\n3\n", "wrong-type @2:1");
    assert_refused("1,2\n\nx,y,z\n", "ragged-rows @2:1");
}

static void utf_16_is_told(void **state)
{
    (void)state;
    assert_bytes_refused(
        "", "\xff\xfe\x31\x00\x0a\x00", 6,
        "malformed-body @1:1 /a The text begins with the byte order mark of UTF-16");
    assert_bytes_refused("", "\xfe\xff\x00\x31", 4, "malformed-body @1:1 /a");
}

/* The delimiter is looked for in as many bytes, wherever the text is cut. */
static void a_first_line_may_be_longer_than_what_is_looked_through(void **state)
{
    static char text[2 * CSV_FIRST_LINE + 100];
    char *words;

    (void)state;
    memset(text, '1', CSV_FIRST_LINE + 10);
    strcpy(text + CSV_FIRST_LINE - 4, ",2;3\n");
    words = words_of("", text, strlen(text), 1, 1000);
    assert_non_null(strstr(words, "out-of-range @1:1 /a/0/0"));
    free(words);
    memset(text, ' ', CSV_FIRST_LINE);
    strcpy(text + CSV_FIRST_LINE, "1;2\n");
    words = words_of("", text, strlen(text), strlen(text), 1);
    assert_non_null(strstr(words, "empty-matrix"));
    free(words);
    words = words_of("", text, strlen(text), CSV_FIRST_LINE - 1, 1);
    assert_non_null(strstr(words, "empty-matrix"));
    free(words);
}

static void memory_that_runs_out_is_told(void **state)
{
    const size_t size = (size_t)16 * 1024 * 1024;
    char *text = malloc(2 * size + 1);
    char *words;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        memcpy(text + 2 * i, "1\n", 2);
    words = words_of("", text, 2 * size, 65536, 65536);
    assert_non_null(strstr(words, "body-too-large"));
    free(words);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_a_line),
        cmocka_unit_test(one_row_or_column_is_a_matrix),
        cmocka_unit_test(long_rows_are_read_as_short_ones),
        cmocka_unit_test(numbers_are_quoted_or_not_with_blanks_around_them),
        cmocka_unit_test(numbers_come_as_programs_write_them),
        cmocka_unit_test(semicolons_and_tabs_are_found),
        cmocka_unit_test(commas_are_decimal_between_semicolons),
        cmocka_unit_test(a_delimiter_may_be_given),
        cmocka_unit_test(a_first_line_without_numbers_is_a_header),
        cmocka_unit_test(a_header_may_be_promised_or_denied),
        cmocka_unit_test(rows_are_equally_long),
        cmocka_unit_test(a_cell_that_is_no_number_is_told_with_its_place),
        cmocka_unit_test(texts_are_quoted_as_far_as_they_are_short),
        cmocka_unit_test(an_empty_cell_is_told),
        cmocka_unit_test(words_for_nan_and_infinity_get_a_way_out),
        cmocka_unit_test(commas_and_points_that_can_be_taken_two_ways_are_told),
        cmocka_unit_test(a_number_out_of_range_is_told),
        cmocka_unit_test(empty_lines_may_only_be_at_the_end),
        cmocka_unit_test(nothing_is_no_matrix),
        cmocka_unit_test(quotes_that_are_broken_are_told_before_all_else),
        cmocka_unit_test(lines_within_quotes_are_counted),
        cmocka_unit_test(the_first_fault_is_told),
        cmocka_unit_test(utf_16_is_told),
        cmocka_unit_test(a_first_line_may_be_longer_than_what_is_looked_through),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };

    budget_begin(BUDGET);
    return cmocka_run_group_tests_name("csv_reader", tests, NULL, NULL);
}
