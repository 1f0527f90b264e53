/* Forms of several parts: values, faults, and that neither depends on where a body is cut. */
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

enum { A, B, FLAG, NUMBER, DOCUMENT, LIST };

#define EOL "\r\n"
#define PART(name) "--x" EOL "Content-Disposition: form-data; name=\"" name "\"" EOL
#define VALUE(name, text) PART(name) EOL text EOL
#define FILE_OF(name, file, text)                                                                  \
    "--x" EOL "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"" EOL       \
    "Content-Type: application/octet-stream" EOL EOL text EOL
#define TYPED(name, type, text) PART(name) "Content-Type: " type EOL EOL text EOL
#define END "--x--" EOL

static const char *parameters = "; boundary=x";

static char *words_of(const char *text, size_t length, size_t first, size_t size)
{
    struct outcome outcome;
    char *words;

    outcome_begin(&outcome, &multipart_reader, parameters, text, length, first, size);
    words = outcome_words(&outcome);
    assert_non_null(words);
    assert_int_equal(outcome.good, outcome.problem.kind == PROBLEM_NONE);
    outcome_end(&outcome);
    return words;
}

static void same_in_parts(const char *text, size_t length, const char *whole, size_t first,
                          size_t size)
{
    char *cut = words_of(text, length, first, size);

    assert_string_equal(cut, whole);
    free(cut);
}

/* Reads the body whole, byte by byte, and cut in two at every place; all must come to the same. */
static void read_bytes(struct outcome *outcome, const char *text, size_t length)
{
    char *whole = words_of(text, length, length, length);

    for (size_t first = 0; first <= length; first++)
        same_in_parts(text, length, whole, first, length);
    for (size_t size = 1; size <= 5; size++)
        same_in_parts(text, length, whole, size, size);
    free(whole);
    outcome_begin(outcome, &multipart_reader, parameters, text, length, length, length);
}

static void expect_good(struct outcome *outcome, const char *text)
{
    read_bytes(outcome, text, strlen(text));
    assert_string_equal(outcome->problem.detail, "");
    assert_true(outcome->good);
}

/* Expects that a is [[1,2],[3,4]]. */
static void expect_a(const char *text)
{
    static const double entries[] = {1, 2, 3, 4};
    struct outcome outcome;
    const rowcol_matrix *a;

    expect_good(&outcome, text);
    a = &outcome.fields.values[A].matrix;
    assert_int_equal(a->shape.rows, 2);
    assert_int_equal(a->shape.columns, 2);
    assert_memory_equal(a->entries, entries, sizeof entries);
    outcome_end(&outcome);
}

/* Expects a fault that has these words in its detail; `pointer` is NULL where it has no place. */
static void expect_fault(const char *text, const char *slug, const char *pointer, const char *words)
{
    struct outcome outcome;
    const struct problem *problem = &outcome.problem;

    read_bytes(&outcome, text, strlen(text));
    assert_false(outcome.good);
    assert_string_equal(problem_fact(problem->kind)->slug, slug);
    if (strstr(problem->detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, problem->detail);
    if (pointer)
        assert_string_equal(problem->place.pointer, pointer);
    else
        assert_int_equal(problem->place.line, 0);
    outcome_end(&outcome);
}

static void expect_broken(const char *text, const char *words)
{
    expect_fault(text, "malformed-body", NULL, words);
}

static void expect_member(const char *text, const char *name, const char *json)
{
    struct outcome outcome;
    json_t *expected = json_loads(json, JSON_DECODE_ANY, NULL);

    read_bytes(&outcome, text, strlen(text));
    assert_non_null(expected);
    assert_true(json_equal(json_object_get(outcome.problem.members, name), expected));
    json_decref(expected);
    outcome_end(&outcome);
}

/* --- What is good ----------------------------------------------------------------------------- */

static void a_part_is_the_value_of_its_member(void **state)
{
    struct outcome outcome;
    const struct field_value *values = outcome.fields.values;

    (void)state;
    expect_a(VALUE("a", "[[1,2],[3,4]]") END);
    expect_good(&outcome, VALUE("b", "[5,6]") VALUE("a", "[[1,2],[3,4]]") VALUE("flag", "true")
                              VALUE("number", " 2.5") VALUE("document", "{\"x\": [1]}") END);
    assert_int_equal(values[B].matrix.shape.rows, 2);
    assert_true(values[B].vector);
    assert_true(values[FLAG].truth);
    assert_true(values[NUMBER].number == 2.5);
    assert_int_equal(json_array_size(json_object_get(values[DOCUMENT].document, "x")), 1);
    assert_string_equal(values[DOCUMENT].text, "{\"x\": [1]}");
    outcome_end(&outcome);
}

static void the_options_hold_the_other_members(void **state)
{
    struct outcome outcome;
    const struct field_value *values = outcome.fields.values;
    struct place place;

    (void)state;
    expect_good(&outcome, VALUE("options", "{\"number\":3,\n \"flag\":true,\"b\":[[7]]}")
                              VALUE("a", "[[1]]") END);
    assert_true(values[NUMBER].number == 3);
    assert_true(values[FLAG].truth);
    assert_true(values[B].matrix.entries[0] == 7);
    place = field_place(&outcome_fields[FLAG], &values[FLAG]);
    assert_int_equal(place.line, 2);
    assert_string_equal(place.pointer, "/options/flag");
    place = field_place(&outcome_fields[A], &values[A]);
    assert_string_equal(place.pointer, "/a");
    outcome_end(&outcome);
}

static void parts_of_one_name_are_a_list(void **state)
{
    struct outcome outcome;
    const struct field_value *list = &outcome.fields.values[LIST];
    struct operand operand;
    struct place place;

    (void)state;
    expect_good(&outcome, VALUE("list", "[[1,2]]") VALUE("a", "[0]") VALUE("list", "[3,4]")
                              VALUE("list", "{\"shape\":[2,1],\"data\":[5,6]}") END);
    assert_int_equal(list->count, 3);
    assert_true(list->list[0].matrix.entries[1] == 2);
    assert_true(list->list[1].vector);
    assert_int_equal(list->list[2].matrix.shape.rows, 2);
    operand = operand_in_list(&outcome_fields[LIST], list, 1);
    place = operand_place(&operand);
    assert_string_equal(place.pointer, "/list/1");
    outcome_end(&outcome);

    expect_good(&outcome, VALUE("options", "{\"list\":[[1],[2]]}") VALUE("a", "[0]") END);
    assert_int_equal(list->count, 2);
    outcome_end(&outcome);
}

static void what_stands_around_the_parts_is_passed_over(void **state)
{
    (void)state;
    expect_a("For those who can't read this." EOL "- -x" EOL EOL VALUE("a", "[[1,2],[3,4]]") END
             "epilogue" EOL "--x" EOL "no part");
    expect_a(EOL VALUE("a", "[[1,2],[3,4]]") "--x--");
    expect_a(VALUE("a", "[[1,2],[3,4]]") "--x-- and whatever");
    expect_a(VALUE("a", EOL EOL " [[1,2],[3,4]]" EOL EOL) END);
    expect_a("--x \t" EOL "Content-Disposition: form-data; name=a" EOL EOL "[[1,2],[3,4]]" EOL END);
}

static void what_looks_like_a_boundary_may_be_content(void **state)
{
    static const char *const texts[] = {"\r\n-x",     "\n--x",       "\r--x",      "\r\r\n--y",
                                        "\r\n\r\n--", "\r\n--X",     "\r",         "\r\n",
                                        "\r\n-",      "\r\n-\r\n--", "\r\n--\r\n", "-- x"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char body[400];
        struct outcome outcome;

        /* Within a string of JSON no line may break, so it stands in white space, or is refused for
         * what it is: the byte where it begins or goes on. */
        snprintf(body, sizeof body, "%s%s%s%s", VALUE("a", "[1]"), PART("document") EOL, texts[i],
                 EOL END);
        read_bytes(&outcome, body, strlen(body));
        assert_string_equal(problem_fact(outcome.problem.kind)->slug, "malformed-json");
        outcome_end(&outcome);
    }
}

static void line_breaks_may_be_bare_if_all_are(void **state)
{
    (void)state;
    expect_a("--x\nContent-Disposition: form-data; name=\"a\"\n\n[[1,2],\n[3,4]]\n--x--\n");
    expect_a("\n\n--x\nContent-Disposition: form-data; name=\"a\"\r\n\r\n[[1,2],[3,4]]\r\n--x--");
    expect_a("--x\nContent-Disposition: form-data; name=\"flag\"\n\ntrue\n--x\n"
             "Content-Disposition: form-data; name=\"a\"\n\n[[1,2],[3,4]]\n--x--");
    /* A bare line break does not end what CR LF has begun. */
    expect_broken(PART("c") EOL "1\n--x--\n", "The body ends within part 1");
}

static void boundaries_may_be_long_and_odd(void **state)
{
    static const struct {
        const char *parameters;
        const char *boundary;
    } cases[] = {
        {"; boundary=\"x\"", "x"},
        {"; charset=utf-8; BOUNDARY=x", "x"},
        {";boundary=x;charset=utf-8", "x"},
        {"; boundary=\"gc0pJq0M:08jU534c0p\"", "gc0pJq0M:08jU534c0p"},
        {"; boundary=gc0p/J=q0M:08?", "gc0p/J=q0M:08?"},
        {"; boundary=\"a b\"", "a b"},
        {"; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
         "----WebKitFormBoundary7MA4YWxkTrZu0gW"},
        {"; boundary=--", "--"},
        {"; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
         "1234567890123456789012345678901234567890123456789012345678901234567890"},
    };
    char body[600];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *boundary = cases[i].boundary;

        parameters = cases[i].parameters;
        snprintf(body, sizeof body,
                 "--%s\r\nContent-Disposition: form-data; name=a\r\n\r\n[[1,2],[3,4]]\r\n--%s--",
                 boundary, boundary);
        expect_a(body);
    }
    parameters = "; boundary=x";
}

static void a_missing_or_endless_boundary_is_told(void **state)
{
    static const char *const wrong[] =
        {"",
         "; charset=utf-8",
         "; boundary=",
         "; boundary=\"\"",
         "; boundary=\"x",
         "; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        parameters = wrong[i];
        expect_broken(VALUE("a", "[[1,2],[3,4]]") END, "oundary");
        expect_broken("", "oundary");
    }
    parameters = "; boundary=x";
}

/* --- Headers ---------------------------------------------------------------------------------- */

static void headers_are_read_as_they_are_sent(void **state)
{
    (void)state;
    expect_a("--x" EOL "content-disposition:FORM-DATA;NAME=a" EOL EOL "[[1,2],[3,4]]" EOL END);
    expect_a("--x" EOL "Content-Type: application/json; charset=utf-8" EOL "X-Other: 1" EOL
             "Content-Disposition: form-data;" EOL "\tname=\"\\a\"" EOL EOL
             "[[1,2],[3,4]]" EOL END);
    expect_a(PART("a") "Content-Type:" EOL "Content-Transfer-Encoding: 8BIT" EOL EOL
                       "[[1,2],[3,4]]" EOL END);
    expect_a("--x" EOL "Content-Disposition: form-data; filename=\"\xc3\xa9; name=b\\\".json\"; "
             "name=\"a\"" EOL EOL "[[1,2],[3,4]]" EOL END);
}

static void a_broken_header_is_told(void **state)
{
    (void)state;
    expect_broken("--x" EOL EOL "[[1]]" EOL END, "Part 1 does not say whose value it is");
    expect_broken("--x" EOL "Content-Disposition: form-data; filename=\"a.npy\"" EOL EOL
                  "1" EOL END,
                  "Part 1 does not say whose value it is");
    expect_broken("--x" EOL "Content-Disposition: attachment; name=a" EOL EOL "1" EOL END,
                  "Part 1 does not say whose value it is");
    expect_broken(VALUE("a", "[1]") "--x" EOL
                                    "Content-Disposition: form-data; name=\"b" EOL EOL EOL END,
                  "Part 2 does not say whose value it is");
    expect_broken("--x" EOL "[[1,2],[3,4]]" EOL EOL END,
                  "Among the headers of part 1 stands \"[[1,2],[3,4]]\"");
    expect_broken("--x" EOL "[[1,2],[3,4]]" EOL END, "The body ends within the headers of part 1");
    expect_broken("--x" EOL "--x--" EOL EOL, "Among the headers of part 1 stands \"--x--\"");
}

static void headers_that_do_not_end_are_told(void **state)
{
    static char body[LIMIT_PART_HEADERS + 400];
    struct outcome outcome;

    (void)state;
    for (size_t more = 0; more <= 40; more++) {
        int length = snprintf(body, sizeof body, "%sX: ", PART("a"));

        memset(body + length, 'y', LIMIT_PART_HEADERS - 70 + more);
        strcpy(body + length + LIMIT_PART_HEADERS - 70 + more, "\r\n\r\n[1]\r\n--x--");
        outcome_begin(&outcome, &multipart_reader, parameters, body, strlen(body), 1000, 7);
        if (!outcome.good)
            assert_string_equal(outcome.problem.detail,
                                "The headers of part 1 have more than 4096 bytes, or no empty line "
                                "ends them.");
        assert_true(more > 5 || outcome.good);
        assert_true(more < 35 || !outcome.good);
        outcome_end(&outcome);
    }
    memset(body + 5, 'y', sizeof body - 5);
    memcpy(body, "--x\r\n", 5);
    outcome_begin(&outcome, &multipart_reader, parameters, body, sizeof body, 1000, 1000);
    assert_int_equal(outcome.problem.kind, PROBLEM_MALFORMED_BODY);
    outcome_end(&outcome);
    memcpy(body, "--x  ", 5);
    memset(body + 5, ' ', sizeof body - 5);
    outcome_begin(&outcome, &multipart_reader, parameters, body, sizeof body, 1000, 1000);
    assert_non_null(strstr(outcome.problem.detail, "behind part 0 does not end"));
    outcome_end(&outcome);
}

static void a_nul_in_a_header_is_told(void **state)
{
    static const char text[] = "--x\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n[1]\r\n"
                               "--x--";
    struct outcome outcome;

    (void)state;
    read_bytes(&outcome, text, sizeof text - 1);
    assert_string_equal(outcome.problem.detail, "The headers of part 1 have a NUL in them.");
    outcome_end(&outcome);
}

/* --- Formats ---------------------------------------------------------------------------------- */

static void a_part_is_read_in_its_own_format(void **state)
{
    (void)state;
    expect_a(FILE_OF("a", "a.json", "[[1,2],[3,4]]") END);
    expect_a(FILE_OF("a", "C:\\dir\\A.JSON", "[[1,2],[3,4]]") END);
    expect_a(TYPED("a", "text/plain; charset=utf-8", "[[1,2],[3,4]]") END);
    expect_a(TYPED("a", "Application/JSON", "[[1,2],[3,4]]") END);
    expect_a("--x" EOL "Content-Disposition: form-data; name=a; filename=a.npy" EOL
             "Content-Type: application/json" EOL EOL "[[1,2],[3,4]]" EOL END);
    expect_a("--x" EOL "Content-Disposition: form-data; name=a; filename=blob" EOL EOL
             "[[1,2],[3,4]]" EOL END);
    expect_fault(FILE_OF("a", "a.npy", "[[1,2],[3,4]]") END, "malformed-body", NULL,
                 "In part 1, \"a\": ");
}

static void an_unknown_format_is_refused(void **state)
{
    (void)state;
    expect_fault(TYPED("a", "image/png", "[[1,2],[3,4]]") END, "unsupported-media-type", NULL,
                 "Part 1, \"a\", is of type image/png, which");
    expect_fault(FILE_OF("a", "a.png", "[[1,2],[3,4]]") END, "unsupported-media-type", NULL,
                 "Part 1, \"a\", is of type application/octet-stream, which");
    expect_fault(FILE_OF("a", "a", "[[1,2],[3,4]]") END, "unsupported-media-type", NULL, "Part");
    expect_fault(TYPED("a", "multipart/form-data", "1") END, "unsupported-media-type", NULL, "");
    expect_fault(VALUE("a", "[1]") TYPED("options", "application/x-npy", "{}") END,
                 "unsupported-media-type", NULL, "It is no matrix: send it as JSON.");
    expect_member(VALUE("a", "[1]") TYPED("flag", "application/x-npy", "{}") END, "supported",
                  "[\"application/json\"]");
    expect_fault(VALUE("a", "[1]") PART("b") "Content-Transfer-Encoding: base64" EOL EOL
                                             "WzFd" EOL END,
                 "unsupported-media-type", NULL, "Content-Transfer-Encoding: base64");
    expect_member(PART("a") "Content-Transfer-Encoding: base64" EOL EOL "WzFd" EOL END, "supported",
                  "[\"7bit\",\"8bit\",\"binary\"]");
}

/* --- Members ---------------------------------------------------------------------------------- */

static void members_are_judged_as_in_json(void **state)
{
    (void)state;
    expect_fault(VALUE("c", "[1]") END, "unknown-member", NULL,
                 "There is no member \"c\" here. The members are a, b, flag,");
    expect_member(VALUE("c", "[1]") END, "allowed",
                  "[\"a\",\"b\",\"flag\",\"number\",\"document\",\"list\",\"options\"]");
    expect_fault(VALUE("a", "[1]") VALUE("a", "[1]") END, "duplicate-member", NULL, "\"a\"");
    expect_fault(VALUE("options", "{}") VALUE("options", "{}") END, "duplicate-member", NULL, "");
    expect_fault(VALUE("a", "[1]") VALUE("options", "{\"a\":[1]}") END, "duplicate-member",
                 "/options/a", "In part 2, \"options\": The member \"a\"");
    expect_fault(VALUE("options", "{\"a\":[1]}") VALUE("a", "[1]") END, "duplicate-member", NULL,
                 "\"a\"");
    expect_fault(VALUE("options", "{\"list\":[[1]]}") VALUE("list", "[1]") END, "duplicate-member",
                 NULL, "");
    expect_fault(VALUE("list", "[1]") VALUE("options", "{\"list\":[[1]]}") END, "duplicate-member",
                 "/options/list", "");
    expect_fault(
        VALUE("b", "[1]") END, "missing-member", NULL,
        "The body has no member \"a\", which it needs. With curl it is one more -F a=@FILE.");
    expect_fault(END, "missing-member", NULL, "\"a\"");
    expect_fault(VALUE("", "[1]") END, "unknown-member", NULL, "\"\"");
}

static void a_fault_says_in_which_part_it_is(void **state)
{
    (void)state;
    expect_fault(VALUE("b", "[1]") VALUE("a", "[[1,2],[3]]") END, "ragged-rows", "/a/1",
                 "In part 2, \"a\": Row 2 of a has 1 number");
    expect_fault(VALUE("a", "[[1,2],[3,x]]") END, "malformed-json", "/a/1/1",
                 "In part 1, \"a\": Line 1, column 11: x is not a JSON value.");
    expect_fault(VALUE("a", "") END, "malformed-json", "/a",
                 "the part is empty. It should be a matrix, such as [[1, 2], [3, 4]].");
    expect_fault(VALUE("a", "[[1]") END, "malformed-json", "/a", "the part ends where");
    expect_fault(VALUE("a", "{\"a\":[[1]]}") END, "unknown-member", "/a/a", "shape and data");
    expect_fault(VALUE("a", "[1]") VALUE("list", "[1]") VALUE("list", "[[1],[2,3]]") END,
                 "ragged-rows", "/list/1/1",
                 "In part 3, \"list\": Row 2 of matrix 2 has 2 numbers");
    expect_fault(VALUE("options", "[1]") END, "not-an-object", "/options",
                 "The part is JSON, but not an object with named members, such as {\"alpha\": 2}.");
    expect_fault(VALUE("options", "{\"number\":\"1\"}") END, "wrong-type", "/options/number",
                 "In part 1, \"options\": number should be a number");
    expect_fault(VALUE("flag", "1") END, "wrong-type", "/flag", "true or false");
    expect_fault(VALUE("document", "text") END, "malformed-json", "/document",
                 "text stands in double quotes. (curl -F takes quotes off.");
}

static void the_first_fault_is_told_and_a_broken_body_before_all(void **state)
{
    (void)state;
    /* Places of two parts are not compared. */
    expect_fault(VALUE("a", "[[1,2]," EOL EOL "[3]]") VALUE("b", "[true]") END, "ragged-rows",
                 "/a/1", "part 1");
    expect_fault(VALUE("c", "[1]") VALUE("b", "[true]") END, "unknown-member", NULL, "\"c\"");
    expect_fault(VALUE("a", "[[1,2],[3]]") VALUE("c", "[true]") END, "ragged-rows", "/a/1", "");
    expect_fault(VALUE("a", "{\"shape\":[1,1]}") VALUE("b", "[true]") END, "wrong-type", "/b/0",
                 "In part 2, \"b\"");
    expect_fault(VALUE("a", "{\"shape\":[1,1]}") VALUE("b", "[1]") END, "missing-member", "/a",
                 "In part 1, \"a\"");
    expect_fault(TYPED("a", "image/png", "") VALUE("b", "[true]") END, "unsupported-media-type",
                 NULL, "Part");
    expect_fault(VALUE("a", "[[1,2],[3]]") VALUE("b", "[}") END, "malformed-json", "/b/0",
                 "In part 2, \"b\"");
    expect_broken(VALUE("a", "[[1,2],[3]]") VALUE("c", "[1]"), "The body ends within part 2");
    expect_broken(VALUE("a", "[[1,2],[3]]") "--xyz" EOL END,
                  "Behind part 1 a line begins with the boundary \"--x\", but goes on with \"yz\"");
}

static void a_body_that_is_cut_off_is_told(void **state)
{
    const char *text = VALUE("a", "[[1,2],[3,4]]") VALUE("options", "{\"number\":1}") "--x--";

    (void)state;
    for (size_t length = 0; length < strlen(text); length++) {
        char *words = words_of(text, length, length, length);

        assert_int_equal(strncmp(words, "malformed-body @0:0  ", 21), 0);
        assert_non_null(strstr(words, length < 5 ? "stands nowhere" : "ends within"));
        free(words);
    }
    expect_broken("", "The boundary that the Content-Type names, \"x\", stands nowhere");
    expect_broken("{\"a\":[[1]]}", "stands nowhere in the body");
    expect_broken("text --x" EOL, "stands nowhere in the body");
}

static void too_many_matrices_are_told_at_the_first_too_many(void **state)
{
    static char body[100 * (LIMIT_MATRICES + 5)];
    struct outcome outcome;
    size_t length = 0;

    (void)state;
    for (size_t count = 0; count <= LIMIT_MATRICES + 1; count++) {
        length += (size_t)sprintf(body + length, "%s", VALUE("list", "[1]"));
        if (count + 2 < LIMIT_MATRICES)
            continue;
        sprintf(body + length, "%s", VALUE("a", "[1]") END);
        outcome_begin(&outcome, &multipart_reader, parameters, body, strlen(body), 10, 50);
        if (count < LIMIT_MATRICES)
            assert_true(outcome.good);
        else
            assert_string_equal(
                outcome.problem.detail,
                "In part 101, \"list\": list is a list of at most 100 matrices, and "
                "here another one begins.");
        outcome_end(&outcome);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_the_value_of_its_member),
        cmocka_unit_test(the_options_hold_the_other_members),
        cmocka_unit_test(parts_of_one_name_are_a_list),
        cmocka_unit_test(what_stands_around_the_parts_is_passed_over),
        cmocka_unit_test(what_looks_like_a_boundary_may_be_content),
        cmocka_unit_test(line_breaks_may_be_bare_if_all_are),
        cmocka_unit_test(boundaries_may_be_long_and_odd),
        cmocka_unit_test(a_missing_or_endless_boundary_is_told),
        cmocka_unit_test(headers_are_read_as_they_are_sent),
        cmocka_unit_test(a_broken_header_is_told),
        cmocka_unit_test(headers_that_do_not_end_are_told),
        cmocka_unit_test(a_nul_in_a_header_is_told),
        cmocka_unit_test(a_part_is_read_in_its_own_format),
        cmocka_unit_test(an_unknown_format_is_refused),
        cmocka_unit_test(members_are_judged_as_in_json),
        cmocka_unit_test(a_fault_says_in_which_part_it_is),
        cmocka_unit_test(the_first_fault_is_told_and_a_broken_body_before_all),
        cmocka_unit_test(a_body_that_is_cut_off_is_told),
        cmocka_unit_test(too_many_matrices_are_told_at_the_first_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
