/* The JSON reader: values, faults with their places, and that neither depends on where a body is
 * cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/operand.h"
#include "outcome.h"

/* What comes of a body in one part. */
static char *words_of(const char *text, size_t length, size_t first, size_t size)
{
    struct outcome reading;
    char *words;

    outcome_begin(&reading, &json_reader, "", text, length, first, size);
    words = outcome_words(&reading);
    assert_non_null(words);
    assert_int_equal(reading.good, reading.problem.kind == PROBLEM_NONE);
    outcome_end(&reading);
    return words;
}

/* Reads the body whole, byte by byte, and cut in two at every place; all must come to the same. */
static void read_bytes(struct outcome *reading, const char *text, size_t length)
{
    char *whole = words_of(text, length, length, length);

    for (size_t first = 0; first <= length; first++) {
        char *cut = words_of(text, length, first, length);

        assert_string_equal(cut, whole);
        free(cut);
    }
    for (size_t size = 1; size <= 3; size++) {
        char *cut = words_of(text, length, size, size);

        assert_string_equal(cut, whole);
        free(cut);
    }
    free(whole);
    outcome_begin(reading, &json_reader, "", text, length, length, length);
}

static void read_text(struct outcome *reading, const char *text)
{
    read_bytes(reading, text, strlen(text));
}

static void expect_good(struct outcome *reading, const char *text)
{
    read_text(reading, text);
    assert_string_equal(reading->problem.detail, "");
    assert_true(reading->good);
}

/* Expects field number `field` to be this matrix. */
static void expect_matrix(const char *text, size_t field, size_t rows, size_t columns,
                          const double *entries)
{
    struct outcome reading;
    const rowcol_matrix *matrix;

    expect_good(&reading, text);
    matrix = &reading.fields.values[field].matrix;
    assert_true(reading.fields.values[field].given);
    assert_int_equal(matrix->shape.rows, rows);
    assert_int_equal(matrix->shape.columns, columns);
    assert_memory_equal(matrix->entries, entries, rows * columns * sizeof *entries);
    outcome_end(&reading);
}

static void expect_fault_in(const struct outcome *reading, const char *slug, size_t line,
                            size_t column, const char *pointer)
{
    const struct problem *problem = &reading->problem;

    assert_false(reading->good);
    assert_int_not_equal(problem->kind, PROBLEM_NONE);
    assert_string_equal(problem_fact(problem->kind)->slug, slug);
    assert_int_equal(problem->place.line, line);
    assert_int_equal(problem->place.column, column);
    assert_string_equal(problem->place.pointer, pointer);
}

static void expect_fault(const char *text, const char *slug, size_t line, size_t column,
                         const char *pointer)
{
    struct outcome reading;

    read_text(&reading, text);
    expect_fault_in(&reading, slug, line, column, pointer);
    outcome_end(&reading);
}

static void expect_malformed(const char *text, size_t column, const char *pointer)
{
    expect_fault(text, "malformed-json", 1, column, pointer);
}

/* Expects that the detail has these words in it. */
static void expect_words(const char *text, const char *words)
{
    struct outcome reading;

    read_text(&reading, text);
    if (strstr(reading.problem.detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, reading.problem.detail);
    outcome_end(&reading);
}

/* Expects the problem's own members, as JSON. */
static void expect_members(const char *text, const char *members)
{
    json_t *expected = json_loads(members, 0, NULL);
    struct outcome reading;

    assert_non_null(expected);
    read_text(&reading, text);
    if (!json_equal(expected, reading.problem.members))
        fail_msg("not %s: %s", members, json_dumps(reading.problem.members, 0));
    json_decref(expected);
    outcome_end(&reading);
}

#define MATRIX(text, field, rows, columns, ...)                                                    \
    expect_matrix(text, field, rows, columns, (const double[]){__VA_ARGS__})

static void rows_of_numbers_are_a_matrix(void **state)
{
    (void)state;
    MATRIX("{\"a\":[[1,2],[3,4]]}", 0, 2, 2, 1, 2, 3, 4);
    MATRIX("{\"a\":[[1],[-2.5],[3e-1]]}", 0, 3, 1, 1, -2.5, 0.3);
    MATRIX("{\"a\":[[1.5,2,3]]}", 0, 1, 3, 1.5, 2, 3);
    MATRIX(" \t\r\n{ \"a\" :\n [ [ 1 , 2 ] ,\r\n        [ 3\t, 4 ] ] } \n", 0, 2, 2, 1, 2, 3, 4);
}

static void a_vector_is_a_row_or_where_the_field_says_so_a_column(void **state)
{
    (void)state;
    MATRIX("{\"a\":[1,2,3]}", 0, 1, 3, 1, 2, 3);
    MATRIX("{\"a\":[0],\"b\":[1,2,3]}", 1, 3, 1, 1, 2, 3);
    MATRIX("{\"a\":[0],\"b\":[[1,2,3]]}", 1, 1, 3, 1, 2, 3);
}

static void a_shape_and_data_in_either_order_are_a_matrix(void **state)
{
    (void)state;
    MATRIX("{\"a\":{\"shape\":[2,3],\"data\":[1,2,3,4,5,6]}}", 0, 2, 3, 1, 2, 3, 4, 5, 6);
    MATRIX("{\"a\":{\"data\":[1,2,3,4,5,6],\"shape\":[3,2]}}", 0, 3, 2, 1, 2, 3, 4, 5, 6);
    MATRIX("{\"a\":{\"shape\":[2.0,1e0],\"data\":[1,2]}}", 0, 2, 1, 1, 2);
    MATRIX("{\"a\":{\"sh\\u0061pe\":[1,1],\"\\u0064ata\":[1]}}", 0, 1, 1, 1);
}

static void a_number_is_read_wherever_it_is_cut(void **state)
{
    (void)state;
    MATRIX("{\"a\":[0.1234567890123456789,-1.7976931348623157e+308,5e-324,-0]}", 0, 1, 4,
           0.1234567890123456789, -1.7976931348623157e+308, 5e-324, -0.0);
    MATRIX(
        "{\"a\":[2.2250738585072011360574097967091319759348195463516456480234261097248222220210"
        "76945516529523908135087914149158913039621106870086438694594645527657207407820621743379"
        "988141063267329253552286881372149012981122451451889849057222307285255133155755015914397"
        "476397983411801999323962548289017107081850690630666655994938275772572015763062690663332"
        "647565300009245888316433037779791869612049497390377829704905051080609940730262937128958"
        "950003583799967207254304360284078895771796150945516748243471030702609144621572289880258"
        "18254518032570701886087211312807951223342628836862232150377566662250398253433597456888"
        "442390026549819838548794829220689472168983109969836584681402285424333066033985088644580"
        "400103493397042756718644338377048603786162277173854562306587467901408672332763671875e-308"
        ",1]}",
        0, 1, 2, 2.2250738585072014e-308, 1);
}

static void assert_place(const struct outcome *reading, size_t index, size_t line, size_t column,
                         const char *pointer)
{
    struct place place = field_place(&outcome_fields[index], &reading->fields.values[index]);

    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_string_equal(place.pointer, pointer);
}

static void options_are_read_by_their_kind(void **state)
{
    struct outcome reading;
    const struct field_value *values;

    (void)state;
    expect_good(&reading, "{\"number\":-2.5e1, \"flag\":true, \"a\":[1], \"document\":\n"
                          " {\"x\":[1,\"\xc3\xa9\\u0000\",null,{}]} }");
    values = reading.fields.values;
    assert_true(values[2].given && values[2].truth);
    assert_true(values[3].number == -25.0);
    assert_int_equal(json_array_size(json_object_get(values[4].document, "x")), 4);
    assert_false(values[1].given);
    assert_place(&reading, 3, 1, 11, "/number");
    assert_place(&reading, 4, 2, 2, "/document");
    assert_place(&reading, 0, 1, 36, "/a");
    assert_true(values[0].vector);
    assert_string_equal(values[4].text, "{\"x\":[1,\"\xc3\xa9\\u0000\",null,{}]}");
    outcome_end(&reading);
}

static void false_is_a_truth_too(void **state)
{
    struct outcome reading;

    (void)state;
    expect_good(&reading, "{\"a\":[1],\"flag\": false }");
    assert_true(reading.fields.values[2].given);
    assert_false(reading.fields.values[2].truth);
    outcome_end(&reading);
}

static void a_document_may_be_any_value(void **state)
{
    static const char *const documents[] = {"1",  "12345678901234567890", "\"x\"", "true", "null",
                                            "[]", "{\"a\":[[1]]}"};
    char text[64];

    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        struct outcome reading;
        json_t *expected =
            json_loads(documents[i], JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);

        snprintf(text, sizeof text, "{\"document\" : %s,\"a\":[1]}", documents[i]);
        expect_good(&reading, text);
        assert_true(json_equal(reading.fields.values[4].document, expected));
        json_decref(expected);
        outcome_end(&reading);
    }
}

static void the_offending_byte_of_malformed_text_is_told(void **state)
{
    (void)state;
    expect_malformed("{\"a\":[1,]}", 9, "/a/1");
    expect_malformed("{\"a\":[[1,2],[3,4],]}", 19, "/a/2");
    expect_malformed("{\"a\":[[1,2],[3 4]]}", 16, "/a/1");
    expect_malformed("{\"a\":[[1,2],[3,}", 16, "/a/1/1");
    expect_malformed("{\"a\":[1],}", 10, "");
    expect_malformed("{\"a\" [1]}", 6, "/a");
    expect_malformed("{\"a\":}", 6, "/a");
    expect_malformed("{\"a\":[1} ", 8, "/a");
    expect_malformed("{\"a\":[1]]", 9, "");
    expect_malformed("{,}", 2, "");
    expect_malformed("{\"a\":[1]} x", 11, "");
    expect_malformed("[1 2]", 4, "");
    expect_malformed("{\"x\":{\"y/~\":[{\"z\":tru]}]}}", 22, "/x/y~1~0/0/z");
    expect_fault("{\"a\":\r\n [[1,\n  2],\n   [x]]}", "malformed-json", 4, 5, "/a/1/0");
}

static void numbers_are_those_of_rfc_8259_only(void **state)
{
    (void)state;
    expect_malformed("{\"a\":[01]}", 8, "/a/0");
    expect_malformed("{\"a\":[-01]}", 9, "/a/0");
    expect_malformed("{\"a\":[+1]}", 7, "/a/0");
    expect_malformed("{\"a\":[.5]}", 7, "/a/0");
    expect_malformed("{\"a\":[-.5]}", 8, "/a/0");
    expect_malformed("{\"a\":[1.]}", 9, "/a/0");
    expect_malformed("{\"a\":[2,1.e5]}", 11, "/a/1");
    expect_malformed("{\"a\":[1e]}", 9, "/a/0");
    expect_malformed("{\"a\":[1e+]}", 10, "/a/0");
    expect_malformed("{\"a\":[0x1F]}", 8, "/a/0");
    expect_malformed("{\"a\":[1_000]}", 8, "/a/0");
    expect_malformed("{\"a\":[--1]}", 8, "/a/0");
    expect_malformed("{\"a\":[1.5.2]}", 10, "/a/0");
    expect_malformed("{\"a\":[NaN]}", 7, "/a/0");
    expect_malformed("{\"a\":[Infinity]}", 7, "/a/0");
    expect_malformed("{\"a\":[-Infinity]}", 8, "/a/0");
    expect_malformed("-", 2, "");
}

static void what_people_paste_gets_a_hint_of_its_own(void **state)
{
    (void)state;
    expect_words("{\"a\":[NaN]}", "JSON has no NaN");
    expect_words("{\"a\":[nan]}", "JSON has no NaN");
    expect_words("{\"a\":[Infinity]}", "JSON has no infinity");
    expect_words("{\"a\":[-Infinity]}", "JSON has no infinity");
    expect_words("{\"a\":None}", "JSON writes null");
    expect_words("{\"flag\":True}", "true in small letters");
    expect_words("{\"flag\":False}", "false in small letters");
    expect_words("{'a':[1]}", "no single quotes");
    expect_words("{a:[1]}", "Names of members stand in double quotes");
    expect_words("{\"a\":[1,]}", "no comma after the last element");
    expect_words("{\"a\":[1],}", "no comma after the last member");
    expect_words("{\"a\":[1] // one\n}", "no comments");
    expect_words("{\"a\":[1] /* one */}", "no comments");
    expect_words("{\"a\":[1,#one\n2]}", "no comments");
    expect_words("{\"a\":[01]}", "no leading zeros");
    expect_words("{\"a\":[+1]}", "no plus");
    expect_words("{\"a\":[.5]}", "0.5, not .5");
    expect_words("{\"a\":[-.5]}", "-0.5, not -.5");
    expect_words("{\"a\":[1.]}", "followed by a digit");
    expect_words("{\"a\":[1e]}", "exponent must have digits");
    expect_words("{\"a\":[0x1F]}", "hexadecimal");
    expect_words("{\"a\":[1_000]}", "can't be grouped");
    expect_words("{\"a\":[1/2]}", "write 0.5 for 1/2");
    expect_words("{\"a\":[2*3]}", "does not compute");
    expect_words("{\"a\":[2i]}", "digits, one decimal point and an exponent");
    expect_words("{\"a\":[1 2]}", "A comma is missing");
    expect_words("{\"a\" [1]}", "A colon is missing");
    expect_words("{\"a\"=[1]}", "not by an equals sign");
    expect_words("{\"a\":[1]}{", "One object is all that is read");
    expect_words("{\xe2\x80\x9c"
                 "a\xe2\x80\x9d:[1]}",
                 "Typographic quotes");
    expect_words("{\"a\":[\xe2\x88\x92"
                 "1]}",
                 "plain hyphen");
    expect_words("{\"a\":\xc2\xa0[1]}", "no-break space");
    expect_words("{\"a\":\"x\ny\"}", "write \\n for a line break");
    expect_words("{\"a\":\"\\x\"}", "a backslash must be followed by");
    expect_words("{\"a\":\"\\u12g4\"}", "four hexadecimal digits");
    expect_words("{\"a\":\"\\\xc3\xa9\"}", "a character beyond ASCII");
}

static void a_byte_order_mark_is_named(void **state)
{
    (void)state;
    expect_malformed("\xef\xbb\xbf{\"a\":[1]}", 1, "");
    expect_words("\xef\xbb\xbf{\"a\":[1]}", "byte order mark");
    expect_fault("\xff\xfe{", "invalid-utf-8", 1, 1, "");
    expect_words("\xff\xfe{", "UTF-16");
}

static void cut_off_text_tells_what_is_open_and_where_it_began(void **state)
{
    (void)state;
    expect_malformed("", 1, "");
    expect_words("", "the body is empty");
    expect_malformed("  ", 3, "");
    expect_fault("{\"a\":[[1,2],\n[3,", "malformed-json", 2, 4, "/a/1/1");
    expect_words("{\"a\":[[1,2],\n[3,", "The array that began at line 2, column 1");
    expect_fault("{\"a\":[[1,2],\n[3", "malformed-json", 2, 3, "/a/1");
    expect_malformed("{\"a\":[[1,2]", 12, "/a");
    expect_malformed("{\"a\":[1.", 9, "/a/0");
    expect_malformed("{\"a\":[1]", 9, "");
    expect_words("{\"a\":[1]", "The object that began at line 1, column 1");
    expect_malformed("{\"a\"", 5, "/a");
    expect_malformed("{\"a", 4, "");
    expect_words("{\"a\":\"xyz", "the string that began at line 1, column 6");
    expect_malformed("{\"a\":\"xyz", 10, "/a");
    expect_malformed("{\"a\":tr", 8, "/a");
    expect_malformed("{\"a\":\"\\", 8, "/a");
    expect_malformed("{\"a\":\"\\u12", 11, "/a");
}

static void broken_utf_8_is_told_at_its_first_byte(void **state)
{
    static const char *const broken[] = {
        "\x80",         "\xc0\xaf",         "\xc1\xbf",         "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xff",         "\xe2\x28\xa1",     "\xe2\x82(",        "\xf0\x9f\x92(",
        "\xc3",
    };
    char text[64];

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        snprintf(text, sizeof text, "{\"a\":\"\xc3\xa9%s\"}", broken[i]);
        expect_fault(text, "invalid-utf-8", 1, 9, "/a");
        snprintf(text, sizeof text, "{\"a\"%s:1}", broken[i]);
        expect_fault(text, "invalid-utf-8", 1, 5, "/a");
    }
    expect_fault("{\"a\":\"\xe2\x82", "invalid-utf-8", 1, 7, "/a");
    expect_fault("{\"\xe2\x82", "invalid-utf-8", 1, 3, "");
    expect_fault("{\"a\":\xe2\x82", "invalid-utf-8", 1, 6, "/a");
}

static void all_that_rfc_8259_allows_in_strings_is_taken(void **state)
{
    struct outcome reading;

    (void)state;
    expect_good(&reading,
                "{\"a\":[1],\"document\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\ud83D\\uDE00"
                "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"
                "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"}");
    outcome_end(&reading);
    expect_fault("{\"\\ud83d\\ude00\":\"\\udc00\"}", "unknown-member", 1, 2, "/\xf0\x9f\x98\x80");
    expect_fault("{\"\\ud83dx\\ude00\\u0000\":\"\\ud800\"}", "unknown-member", 1, 2,
                 "/\xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd");
}

static char *nested(size_t levels)
{
    char *text = calloc(2 * levels + 32, 1);
    char *to = text + sprintf(text, "{\"a\":");

    memset(to, '[', levels);
    memset(to + levels, ']', levels);
    strcpy(to + 2 * levels, "}");
    return text;
}

static void more_than_a_thousand_levels_are_too_deep(void **state)
{
    char *text = nested(LIMIT_NESTING - 1);
    struct outcome reading;

    (void)state;
    outcome_begin(&reading, &json_reader, "", text, strlen(text), 1, 7);
    expect_fault_in(&reading, "wrong-type", 1, 8, "/a/0/0");
    outcome_end(&reading);
    free(text);

    text = nested(LIMIT_NESTING);
    outcome_begin(&reading, &json_reader, "", text, strlen(text), 1, 7);
    assert_int_equal(reading.problem.kind, PROBLEM_TOO_DEEP);
    assert_int_equal(reading.problem.place.column, 5 + LIMIT_NESTING);
    outcome_end(&reading);
    free(text);
}

static void well_formed_text_that_is_no_object_is_not_called_malformed(void **state)
{
    (void)state;
    expect_fault("[[1,2],[3,4]]", "not-an-object", 1, 1, "");
    expect_fault(" 5", "not-an-object", 1, 2, "");
    expect_fault("\"x\"", "not-an-object", 1, 1, "");
    expect_fault("\nnull\n", "not-an-object", 2, 1, "");
    expect_malformed("[[1,2],[3,4]", 13, "");
}

static void ragged_rows_are_told_at_the_row(void **state)
{
    (void)state;
    expect_fault("{\"a\":[[1,2],[3,4,5]]}", "ragged-rows", 1, 13, "/a/1");
    expect_members("{\"a\":[[1,2],[3,4,5,6]]}",
                   "{\"operand\":\"a\",\"row\":2,\"columns\":4,\"expected\":2}");
    expect_members("{\"a\":[1],\"b\":[[1,2],[3,4],[5]]}",
                   "{\"operand\":\"b\",\"row\":3,\"columns\":1,\"expected\":2}");
    expect_members("{\"a\":[[1],[]]}",
                   "{\"operand\":\"a\",\"row\":2,\"columns\":0,\"expected\":1}");
    expect_words("{\"a\":[[1,2],[3,4,5]]}",
                 "Row 2 of a has 3 numbers, but row 1 has 2: every row of a matrix must have as "
                 "many numbers as the first.");
}

static void a_matrix_without_entries_is_empty(void **state)
{
    (void)state;
    expect_fault("{\"a\":[]}", "empty-matrix", 1, 6, "/a");
    expect_fault("{\"a\":[[]]}", "empty-matrix", 1, 6, "/a");
    expect_fault("{\"a\":[[],[]]}", "empty-matrix", 1, 6, "/a");
    expect_fault("{\"a\":{\"shape\":[2,0],\"data\":[]}}", "empty-matrix", 1, 18, "/a/shape/1");
    expect_members("{\"a\":[[]]}", "{\"operand\":\"a\"}");
}

static void data_that_does_not_fit_is_told_at_whichever_came_last(void **state)
{
    const char *members = "{\"operand\":\"a\",\"shape\":[2,2],\"expected\":4,\"entries\":5}";

    (void)state;
    expect_fault("{\"a\":{\"shape\":[2,2],\"data\":[1,2,3,4,5]}}", "data-does-not-fit", 1, 28,
                 "/a/data");
    expect_fault("{\"a\":{\"data\":[1,2,3,4,5],\"shape\":[2,2]}}", "data-does-not-fit", 1, 34,
                 "/a/shape");
    expect_members("{\"a\":{\"shape\":[2,2],\"data\":[1,2,3,4,5]}}", members);
    expect_members("{\"a\":{\"data\":[1,2,3,4,5],\"shape\":[2,2]}}", members);
    expect_fault("{\"a\":{\"shape\":[2,2],\"data\":[]}}", "data-does-not-fit", 1, 28, "/a/data");
}

static void values_of_the_wrong_kind_are_told_with_what_was_expected(void **state)
{
    (void)state;
    expect_fault("{\"a\":[[1,2],[3,\"4\"]]}", "wrong-type", 1, 16, "/a/1/1");
    expect_members("{\"a\":[[1,2],[3,\"4\"]]}", "{\"expected\":\"a number\"}");
    expect_words("{\"a\":[[1,2],[3,\"4\"]]}", "The entry in row 2, column 2 of a");
    expect_fault("{\"a\":[1,[2]]}", "wrong-type", 1, 9, "/a/1");
    expect_fault("{\"a\":[[1],2]}", "wrong-type", 1, 11, "/a/1");
    expect_members("{\"a\":[[1],2]}", "{\"expected\":\"a row of numbers\"}");
    expect_fault("{\"a\":[null]}", "wrong-type", 1, 7, "/a/0");
    expect_fault("{\"a\":7}", "wrong-type", 1, 6, "/a");
    expect_fault("{\"a\":\"7\"}", "wrong-type", 1, 6, "/a");
    expect_fault("{\"a\":[1],\"flag\":1}", "wrong-type", 1, 17, "/flag");
    expect_members("{\"a\":[1],\"flag\":[1,{\"x\":[]}]}", "{\"expected\":\"true or false\"}");
    expect_words("{\"a\":[1],\"number\":false}", "number should be a number, but is false.");
    expect_words("{\"a\":[[true]]}", "row 1, column 1 of a should be a number, but is true.");
    expect_fault("{\"a\":[1],\"number\":\"1\"}", "wrong-type", 1, 19, "/number");
    expect_fault("{\"a\":{\"shape\":2,\"data\":[1]}}", "wrong-type", 1, 15, "/a/shape");
    expect_fault("{\"a\":{\"shape\":[[2],1],\"data\":[1]}}", "wrong-type", 1, 16, "/a/shape/0");
    expect_fault("{\"a\":{\"shape\":[1,2],\"data\":{}}}", "wrong-type", 1, 28, "/a/data");
    expect_fault("{\"a\":{\"shape\":[2,2],\"data\":[[1,2],[3,4]]}}", "wrong-type", 1, 29,
                 "/a/data/0");
}

static void the_numbers_of_a_shape_are_whole_and_positive(void **state)
{
    (void)state;
    expect_fault("{\"a\":{\"shape\":[1.5,2],\"data\":[1]}}", "bad-value", 1, 16, "/a/shape/0");
    expect_fault("{\"a\":{\"shape\":[1,-2],\"data\":[1]}}", "bad-value", 1, 18, "/a/shape/1");
    expect_fault("{\"a\":{\"shape\":[1],\"data\":[1]}}", "bad-value", 1, 15, "/a/shape");
    expect_fault("{\"a\":{\"shape\":[1,1,1],\"data\":[1]}}", "bad-value", 1, 15, "/a/shape");
    expect_fault("{\"a\":{\"shape\":[9e15,9e15],\"data\":[1]}}", "bad-value", 1, 15, "/a/shape");
    expect_fault("{\"a\":{\"shape\":[1e999,1],\"data\":[1]}}", "out-of-range", 1, 16, "/a/shape/0");
}

static void a_number_beyond_every_double_is_out_of_range(void **state)
{
    (void)state;
    expect_fault("{\"a\":[[1,2],[3,-1e999]]}", "out-of-range", 1, 16, "/a/1/1");
    expect_members("{\"a\":[[1,2],[3,-1e999]]}", "{\"operand\":\"a\",\"row\":2,\"column\":2}");
    expect_members("{\"a\":[1,1e999]}", "{\"operand\":\"a\",\"row\":1,\"column\":2}");
    expect_members("{\"b\":[1,1e999],\"a\":[1]}", "{\"operand\":\"b\",\"row\":2,\"column\":1}");
    expect_members("{\"a\":{\"shape\":[2,2],\"data\":[1,2,1e999,4]}}",
                   "{\"operand\":\"a\",\"row\":2,\"column\":1}");
    expect_members("{\"a\":{\"data\":[1e999],\"shape\":[1,1]}}", "{\"operand\":\"a\"}");
    expect_fault("{\"a\":[1],\"number\":1e999}", "out-of-range", 1, 19, "/number");
    expect_members("{\"a\":[1],\"number\":1e999}", "{\"member\":\"number\"}");
}

static void members_that_are_unknown_or_doubled_are_told_at_their_names(void **state)
{
    (void)state;
    expect_fault("{\"a\":[1],\"A\":[2]}", "unknown-member", 1, 10, "/A");
    expect_members(
        "{\"a\":[1],\"A\":{\"a\":[[1]]}}",
        "{\"member\":\"A\",\"allowed\":[\"a\",\"b\",\"flag\",\"number\",\"document\",\"list\"]}");
    expect_fault("{\"a\":[1],\"\":1}", "unknown-member", 1, 10, "/");
    expect_fault("{\"a\":[1],\"\\u0061\":[2]}", "duplicate-member", 1, 10, "/a");
    expect_members("{\"a\":[1],\"a\":[2]}", "{\"member\":\"a\"}");
    expect_fault("{\"a\":{\"shape\":[1,1],\"data\":[1],\"shape\":[2,2]}}", "duplicate-member", 1,
                 32, "/a/shape");
    expect_fault("{\"a\":{\"shape\":[1,1],\"date\":[1]}}", "unknown-member", 1, 21, "/a/date");
    expect_members("{\"a\":{\"x\":1}}", "{\"member\":\"x\",\"allowed\":[\"shape\",\"data\"]}");
}

static void a_missing_member_is_told_at_the_closing_brace(void **state)
{
    (void)state;
    expect_fault("{}", "missing-member", 1, 2, "");
    expect_fault("{\"flag\":true\n}", "missing-member", 2, 1, "");
    expect_members("{}", "{\"member\":\"a\"}");
    expect_fault("{\"a\":{\"shape\":[1,1]}}", "missing-member", 1, 20, "/a");
    expect_members("{\"a\":{\"data\":[1]}}", "{\"member\":\"shape\"}");
}

static void of_several_faults_the_first_in_the_text_is_told(void **state)
{
    (void)state;
    expect_fault("{\"x\":1,\"a\":[[1],[1,2]]}", "unknown-member", 1, 2, "/x");
    expect_fault("{\"a\":[[1],[1,2]],\"x\":1}", "ragged-rows", 1, 11, "/a/1");
    expect_fault("{\"a\":[[1],[1e999,2]]}", "ragged-rows", 1, 11, "/a/1");
    expect_fault("{\"a\":[[1],[2,\"x\"]]}", "wrong-type", 1, 14, "/a/1/1");
    expect_fault("{\"a\":[[1,2],[3],[4,5,6]]}", "ragged-rows", 1, 13, "/a/1");
    expect_fault("{\"a\":[[1,2],[3]],\"document\":[\"\\ud800\"]}", "ragged-rows", 1, 13, "/a/1");
    expect_fault("{\"a\":[[1],\n    [\n1e999,2]]}", "ragged-rows", 2, 5, "/a/1");
}

static void a_missing_member_is_told_last(void **state)
{
    (void)state;
    expect_fault("{\"x\":1}", "unknown-member", 1, 2, "/x");
    expect_fault("{\"a\":{\"shape\":[1,1]},\"x\":1}", "unknown-member", 1, 22, "/x");
    expect_fault("{\"a\":{\"shape\":[1,1]},\"b\":{}}", "missing-member", 1, 20, "/a");
}

static void malformed_text_wins_over_every_fault_of_meaning(void **state)
{
    (void)state;
    expect_malformed("{\"x\":1,\"a\":[[1],[1,2]]", 23, "");
    expect_malformed("[1,2,", 6, "/2");
    expect_malformed("{\"a\":[[1],[1,2]],\"b\":[x]}", 23, "/b/0");
    expect_fault("{\"a\":[[1],[1,2]],\"b\":\"\xff\"}", "invalid-utf-8", 1, 23, "/b");
}

static void a_document_that_jansson_refuses_is_a_bad_value(void **state)
{
    (void)state;
    expect_fault("{\"a\":[1],\"document\":\"\\ud800\"}", "bad-value", 1, 21, "/document");
    expect_fault("{\"a\":[1],\"document\":{\"\\u0000\":1}}", "bad-value", 1, 21, "/document");
}

static void a_number_in_a_document_that_a_double_can_t_hold_is_out_of_range(void **state)
{
    (void)state;
    expect_fault("{\"a\":[1],\"document\":[1e999]}", "out-of-range", 1, 21, "/document");
}

/* A body of members, one of which is a string of so many letters. */
static char *long_string(const char *before, size_t letters, const char *after)
{
    size_t length = strlen(before);
    char *text = malloc(length + letters + strlen(after) + 1);

    assert_non_null(text);
    memcpy(text, before, length);
    memset(text + length, 'x', letters);
    strcpy(text + length + letters, after);
    return text;
}

static void the_text_of_a_document_has_a_limit(void **state)
{
    char *fits = long_string("{\"a\":[1],\"document\":\"", LIMIT_MEMBER_TEXT - 3, "\"}");
    char *exceeds = long_string("{\"a\":[1],\"document\":\"", LIMIT_MEMBER_TEXT - 2, "\"}");
    struct outcome reading;

    (void)state;
    outcome_begin(&reading, &json_reader, "", fits, strlen(fits), 1000, 1000);
    assert_true(reading.good);
    outcome_end(&reading);
    outcome_begin(&reading, &json_reader, "", exceeds, strlen(exceeds), 1000, 1000);
    expect_fault_in(&reading, "too-large", 1, 21, "/document");
    assert_int_equal(json_integer_value(json_object_get(reading.problem.members, "limit")),
                     LIMIT_MEMBER_TEXT);
    outcome_end(&reading);
    free(fits);
    free(exceeds);
}

static void a_name_too_long_to_be_kept_is_unknown_and_its_object_is_pointed_at(void **state)
{
    char *text = long_string("{\"a\":[1],\"", LIMIT_MEMBER_NAME + 1, "\":1}");

    (void)state;
    expect_fault(text, "unknown-member", 1, 10, "");
    free(text);
    text = long_string("{\"x\":{\"", LIMIT_MEMBER_NAME + 1, "\":{\"y\":[!]}}}");
    expect_malformed(text, 7 + LIMIT_MEMBER_NAME + 10, "/x");
    free(text);
    text = long_string("{\"", LIMIT_MEMBER_NAME + 1, "\":{\"y\":{}},\"z\":[0,!]}");
    expect_malformed(text, 2 + LIMIT_MEMBER_NAME + 20, "/z/1");
    free(text);
}

static void a_pointer_too_long_names_what_is_around(void **state)
{
    char text[1024] = "{\"x\":";
    char pointer[PLACE_POINTER_ROOM] = "/x";
    struct outcome reading;

    (void)state;
    for (size_t i = 0; i < 400; i++)
        strcat(text, "[");
    while (strlen(pointer) + 2 < sizeof pointer && strlen(pointer) < 2 + 2 * 400)
        strcat(pointer, "/0");
    strcat(text, "!");
    outcome_begin(&reading, &json_reader, "", text, strlen(text), 3, 3);
    expect_fault_in(&reading, "malformed-json", 1, 406, pointer);
    outcome_end(&reading);
}

/* Writes a matrix whose entry (i, j) is i * columns + j, with a white space of its own. */
static char *large_matrix(size_t rows, size_t columns, const char *comma, const char *next_row)
{
    size_t room = rows * columns * (12 + strlen(comma) + strlen(next_row)) + 32;
    char *text = malloc(room);
    char *to = text;

    assert_non_null(text);
    to += sprintf(to, "{\"a\":[[");
    for (size_t i = 0; i < rows * columns; i++)
        to += sprintf(to, "%s%zu", i == 0 ? "" : i % columns == 0 ? next_row : comma, i);
    sprintf(to, "]]}");
    return text;
}

static void large_matrices_are_read_in_parts_of_any_size(void **state)
{
    static const struct {
        size_t rows, columns;
        const char *comma, *next_row;
    } cases[] = {{300, 301, ",", "],["},
                 {1, 5000, ", ", ""},
                 {5000, 1, "", "], ["},
                 {7, 700, " ,\n          ", "]\n,\n\t["},
                 {700, 7, ",", "]\r\n,["}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t entries = cases[i].rows * cases[i].columns;
        char *text =
            large_matrix(cases[i].rows, cases[i].columns, cases[i].comma, cases[i].next_row);

        for (size_t size = 1; size < 300000; size = size * 3 + 1) {
            struct outcome reading;

            outcome_begin(&reading, &json_reader, "", text, strlen(text), size, size);
            assert_true(reading.good);
            assert_int_equal(reading.fields.values[0].matrix.shape.rows, cases[i].rows);
            assert_int_equal(reading.fields.values[0].matrix.shape.columns, cases[i].columns);
            for (size_t j = 0; j < entries; j++)
                assert_true(reading.fields.values[0].matrix.entries[j] == (double)j);
            outcome_end(&reading);
        }
        free(text);
    }
}

static void a_matrix_of_megabytes_grows_as_it_comes_and_is_trimmed(void **state)
{
    size_t rows = 1000;
    size_t columns = 1001;
    char *text = large_matrix(rows, columns, ",", "],[");
    struct outcome reading;
    const rowcol_matrix *matrix = &reading.fields.values[0].matrix;

    (void)state;
    outcome_begin(&reading, &json_reader, "", text, strlen(text), 100000, 131072);
    assert_true(reading.good);
    assert_int_equal(matrix->shape.rows, rows);
    assert_int_equal(matrix->shape.columns, columns);
    assert_int_equal(matrix->capacity, rows * columns);
    for (size_t i = 0; i < rows * columns; i++)
        assert_true(matrix->entries[i] == (double)i);
    outcome_end(&reading);
    free(text);
}

static void faults_beyond_many_lines_keep_their_place(void **state)
{
    char *text = large_matrix(50, 4, ",\n                 ", "],\n[");
    char *last = strrchr(text, ']') - 1;
    struct outcome reading;

    (void)state;
    *last = '!';
    for (size_t size = 1; size < 10000; size = size * 2 + 1) {
        outcome_begin(&reading, &json_reader, "", text, strlen(text), size, size);
        expect_fault_in(&reading, "malformed-json", 200, 21, "/a/49");
        outcome_end(&reading);
    }
    free(text);
}

#define LIST 5

static void a_list_has_its_matrices_in_order_each_with_its_place(void **state)
{
    struct outcome reading;
    const struct field_value *list = &reading.fields.values[LIST];
    struct place place;
    struct operand operand;

    (void)state;
    expect_good(&reading, "{\"list\":[[[1,2],[3,4]], [5,6],\n{\"shape\":[2,1],\"data\":[7,8]}],"
                          "\"a\":[9]}");
    assert_int_equal(list->count, 3);
    assert_int_equal(list->list[0].matrix.shape.rows, 2);
    assert_true(list->list[0].matrix.entries[3] == 4);
    assert_false(list->list[0].vector);
    assert_true(list->list[1].vector);
    assert_int_equal(list->list[1].matrix.shape.columns, 2);
    assert_int_equal(list->list[2].matrix.shape.rows, 2);
    assert_true(list->list[2].matrix.entries[1] == 8);
    operand = operand_in_list(&outcome_fields[LIST], list, 2);
    place = operand_place(&operand);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 1);
    assert_string_equal(place.pointer, "/list/2");
    assert_true(reading.fields.values[0].matrix.entries[0] == 9);
    outcome_end(&reading);

    expect_good(&reading, "{\"a\":[1],\"list\":[]}");
    assert_true(list->given);
    assert_int_equal(list->count, 0);
    outcome_end(&reading);
}

static void faults_in_a_list_name_the_matrix(void **state)
{
    (void)state;
    expect_fault("{\"a\":[1],\"list\":1}", "wrong-type", 1, 17, "/list");
    expect_fault("{\"a\":[1],\"list\":{\"x\":[1]}}", "wrong-type", 1, 17, "/list");
    expect_fault("{\"a\":[1],\"list\":[[1],2]}", "wrong-type", 1, 22, "/list/1");
    expect_fault("{\"a\":[1],\"list\":[[1],[[2,3],[\"4\",5]]]}", "wrong-type", 1, 30,
                 "/list/1/1/0");
    expect_fault("{\"a\":[1],\"list\":[[]]}", "empty-matrix", 1, 18, "/list/0");
    expect_fault("{\"a\":[1],\"list\":[[1],{\"shape\":[1,1]}]}", "missing-member", 1, 36,
                 "/list/1");
    expect_fault("{\"a\":[1],\"list\":[[1],{\"shape\":[1,2],\"data\":[1]}]}", "data-does-not-fit",
                 1, 44, "/list/1/data");
    expect_malformed("{\"a\":[1],\"list\":[[1],[[2],[3}]]}", 29, "/list/1/1");
    expect_words("{\"a\":[1],\"list\":[[1],[[2,3],[4]]]}", "Row 2 of matrix 2 has 1 number,");
    expect_members("{\"a\":[1],\"list\":[[1],[[2,3],[4]]]}",
                   "{\"operand\":\"list\",\"at\":2,\"row\":2,\"columns\":1,\"expected\":2}");
    expect_words("{\"a\":[1],\"list\":[[1],{\"shape\":[1,1]}]}", "matrix 2 has no member \"data\"");
}

static void a_list_that_is_too_long_ends_with_its_first_matrix_too_many(void **state)
{
    char text[64 + 4 * (LIMIT_MATRICES + 2)];
    size_t length;
    struct outcome reading;

    (void)state;
    for (size_t count = LIMIT_MATRICES; count <= LIMIT_MATRICES + 2; count++) {
        length = (size_t)sprintf(text, "{\"a\":[1],\"list\":[");
        for (size_t i = 0; i < count; i++)
            length += (size_t)sprintf(text + length, "%s[1]", i > 0 ? "," : "");
        sprintf(text + length, "]}");
        outcome_begin(&reading, &json_reader, "", text, strlen(text), 1, 7);
        if (count == LIMIT_MATRICES)
            assert_true(reading.good);
        else
            expect_fault_in(&reading, "bad-value", 1, 18 + 4 * LIMIT_MATRICES, "/list/100");
        outcome_end(&reading);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_numbers_are_a_matrix),
        cmocka_unit_test(a_vector_is_a_row_or_where_the_field_says_so_a_column),
        cmocka_unit_test(a_shape_and_data_in_either_order_are_a_matrix),
        cmocka_unit_test(a_number_is_read_wherever_it_is_cut),
        cmocka_unit_test(options_are_read_by_their_kind),
        cmocka_unit_test(false_is_a_truth_too),
        cmocka_unit_test(a_document_may_be_any_value),
        cmocka_unit_test(the_offending_byte_of_malformed_text_is_told),
        cmocka_unit_test(numbers_are_those_of_rfc_8259_only),
        cmocka_unit_test(what_people_paste_gets_a_hint_of_its_own),
        cmocka_unit_test(a_byte_order_mark_is_named),
        cmocka_unit_test(cut_off_text_tells_what_is_open_and_where_it_began),
        cmocka_unit_test(broken_utf_8_is_told_at_its_first_byte),
        cmocka_unit_test(all_that_rfc_8259_allows_in_strings_is_taken),
        cmocka_unit_test(more_than_a_thousand_levels_are_too_deep),
        cmocka_unit_test(well_formed_text_that_is_no_object_is_not_called_malformed),
        cmocka_unit_test(ragged_rows_are_told_at_the_row),
        cmocka_unit_test(a_matrix_without_entries_is_empty),
        cmocka_unit_test(data_that_does_not_fit_is_told_at_whichever_came_last),
        cmocka_unit_test(values_of_the_wrong_kind_are_told_with_what_was_expected),
        cmocka_unit_test(the_numbers_of_a_shape_are_whole_and_positive),
        cmocka_unit_test(a_number_beyond_every_double_is_out_of_range),
        cmocka_unit_test(members_that_are_unknown_or_doubled_are_told_at_their_names),
        cmocka_unit_test(a_missing_member_is_told_at_the_closing_brace),
        cmocka_unit_test(of_several_faults_the_first_in_the_text_is_told),
        cmocka_unit_test(a_missing_member_is_told_last),
        cmocka_unit_test(malformed_text_wins_over_every_fault_of_meaning),
        cmocka_unit_test(a_document_that_jansson_refuses_is_a_bad_value),
        cmocka_unit_test(a_number_in_a_document_that_a_double_can_t_hold_is_out_of_range),
        cmocka_unit_test(the_text_of_a_document_has_a_limit),
        cmocka_unit_test(a_name_too_long_to_be_kept_is_unknown_and_its_object_is_pointed_at),
        cmocka_unit_test(a_pointer_too_long_names_what_is_around),
        cmocka_unit_test(large_matrices_are_read_in_parts_of_any_size),
        cmocka_unit_test(a_matrix_of_megabytes_grows_as_it_comes_and_is_trimmed),
        cmocka_unit_test(faults_beyond_many_lines_keep_their_place),
        cmocka_unit_test(a_list_has_its_matrices_in_order_each_with_its_place),
        cmocka_unit_test(faults_in_a_list_name_the_matrix),
        cmocka_unit_test(a_list_that_is_too_long_ends_with_its_first_matrix_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
