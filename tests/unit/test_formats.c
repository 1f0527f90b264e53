/* The tables of formats, and which of them Content-Type and Accept ask for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "formats/media.h"
#include "formats/reader.h"
#include "formats/writer.h"

static void each_reader_is_found_by_its_name_and_its_suffix(void **state)
{
    (void)state;
    assert_ptr_equal(reader_formats[0], &json_reader);
    for (size_t i = 0; i < reader_count; i++) {
        const struct reader_format *format = reader_formats[i];

        assert_ptr_equal(reader_for(format->media_type, NULL), format);
        if (format->suffix)
            assert_ptr_equal(reader_for_file(format->suffix), format);
    }
}

static void a_file_is_known_by_the_end_of_its_name(void **state)
{
    (void)state;
    assert_ptr_equal(reader_for_file("a.json"), &json_reader);
    assert_ptr_equal(reader_for_file("A.CSV.JSON"), &json_reader);
    assert_null(reader_for_file("a.json.gz"));
    assert_null(reader_for_file("json"));
    assert_null(reader_for_file(""));
}

static void parameters_stand_behind_the_media_type(void **state)
{
    const char *parameters;
    char value[8];

    (void)state;
    assert_non_null(reader_for("application/json", &parameters));
    assert_string_equal(parameters, "");
    assert_non_null(reader_for("application/json ; x=1;Y=\"a \\\"b;\"; z=123456789", &parameters));
    assert_true(parameter_find(parameters, "X", value, sizeof value));
    assert_string_equal(value, "1");
    assert_true(parameter_find(parameters, "y", value, sizeof value));
    assert_string_equal(value, "a \"b;");
    assert_true(parameter_find(parameters, "z", value, sizeof value));
    assert_string_equal(value, "1234567");
    assert_false(parameter_find(parameters, "a", value, sizeof value));
    assert_false(parameter_find(";;x", "x", value, sizeof value));
    assert_true(parameter_find(";;x=\"\"", "x", value, sizeof value));
    assert_string_equal(value, "");
}

static void each_writer_of_a_route_is_found_by_its_name(const struct writer_format *const *writers)
{
    for (size_t i = 0; writers[i]; i++)
        assert_ptr_equal(writer_for(writers, writers[i]->media_type, NULL), writers[i]);
}

static void writers_are_found_by_their_names(void **state)
{
    (void)state;
    each_writer_of_a_route_is_found_by_its_name(matrix_writers);
    each_writer_of_a_route_is_found_by_its_name(lesson_writers);
}

static void a_matrix_has_no_form_that_only_lessons_have(void **state)
{
    (void)state;
    assert_null(writer_for(matrix_writers, "text/html", NULL));
    assert_null(writer_for(matrix_writers, "application/x-latex", NULL));
    assert_ptr_equal(writer_for(matrix_writers, "text/html, */*;q=0.1", NULL), &json_writer);
    assert_ptr_equal(writer_for(lesson_writers, "text/html, */*;q=0.1", NULL), &html_writer);
}

static void a_content_type_is_read_without_regard_to_case_and_parameters(void **state)
{
    static const char *const good[] = {
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        "application/json ; charset=\"utf-8\"",
        "  application/json",
        "application/json\t",
        "application/json;",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_ptr_equal(reader_for(good[i], NULL), &json_reader);
}

static void a_content_type_without_a_reader_finds_none(void **state)
{
    static const char *const bad[] = {
        "",
        "application",
        "application/",
        "/json",
        "application/jsonp",
        "application/problem+json",
        "application/x-www-form-urlencoded",
        "application/json, text/plain",
        "application/json charset=utf-8",
        "application /json",
        "application/*",
        "*/*",
        "text/json",
    };

    (void)state;
    assert_null(reader_for(NULL, NULL));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(reader_for(bad[i], NULL));
}

/* A header's value, and the writer that it must give. */
struct wanted {
    const char *accept;
    const struct writer_format *writer;
};

static void check(const struct wanted *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (writer_for(matrix_writers, wanted[i].accept, NULL) != wanted[i].writer)
            fail_msg("Accept: %s", wanted[i].accept ? wanted[i].accept : "(missing)");
    }
}

#define CHECK(wanted) check(wanted, sizeof(wanted) / sizeof *(wanted))

static void whoever_asks_for_nothing_or_anything_gets_json(void **state)
{
    static const struct wanted wanted[] = {
        {NULL, &json_writer},
        {"", &json_writer},
        {"   ", &json_writer},
        {",", &json_writer},
        {"*/*", &json_writer},
        {"*/*;q=0.1", &json_writer},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", &json_writer},
    };

    (void)state;
    CHECK(wanted);
}

static void a_range_finds_the_formats_within_it(void **state)
{
    static const struct wanted wanted[] = {
        {"application/json", &json_writer},
        {"application/*", &json_writer},
        {"text/plain", &text_writer},
        {"text/*", &text_writer},
        {"TEXT/Plain", &text_writer},
        {"text/html, text/plain", &text_writer},
        {"image/png", NULL},
        {"text/html", NULL},
        {"application/problem+json", NULL},
        {"*/json", NULL},
    };

    (void)state;
    CHECK(wanted);
}

static void assert_type(const char *accept, const struct writer_format *writer, bool single)
{
    bool got = !single;

    if (writer_for(matrix_writers, accept, &got) != writer || got != single)
        fail_msg("Accept: %s", accept);
}

static void accept_names_the_type_of_numbers_of_files(void **state)
{
    (void)state;
    assert_type("application/x-npy", &npy_writer, false);
    assert_type("application/x-npy;dtype=<f8", &npy_writer, false);
    assert_type("application/x-npy;dtype=<f4", &npy_writer, true);
    assert_type("application/x-npy; DType=\"<f4\" ; q=0.5", &npy_writer, true);
    assert_type("application/x-npy;q=0.5;dtype=float32, text/plain;q=0.4", &npy_writer, true);
    assert_type("application/zip;dtype=f4", &npz_writer, true);
    assert_type("application/x-npy;dtype=<f4;q=0.5, application/json", &json_writer, false);
    assert_type("application/x-npy;dtype=<f4, application/x-npy;q=0.5", &npy_writer, true);
    assert_type("*/*", &json_writer, false);
}

static void a_type_of_numbers_that_cannot_be_had_is_not_what_was_asked_for(void **state)
{
    (void)state;
    assert_type("application/x-npy;dtype=<i4", NULL, false);
    assert_type("application/x-npy;dtype=<f2, application/zip;q=0.1", &npz_writer, false);
    assert_type("application/json;dtype=<i4", &json_writer, false);
}

static void the_higher_weight_wins_and_equals_go_to_json(void **state)
{
    static const struct wanted wanted[] = {
        {"text/plain, application/json", &json_writer},
        {"text/plain;q=0.5, application/json;q=0.4", &text_writer},
        {"text/plain;q=0.5,application/json;q=0.501", &json_writer},
        {"text/plain; Q=1.000 , application/json; q=0.999", &text_writer},
        {"text/*, application/json;q=0.9", &text_writer},
        {"text/plain;q=1., application/json;q=.9", &text_writer},
    };

    (void)state;
    CHECK(wanted);
}

static void the_most_specific_range_counts(void **state)
{
    static const struct wanted wanted[] = {
        {"*/*, application/json;q=0.1", &text_writer},
        {"application/json;q=0.1, */*", &text_writer},
        {"text/*;q=0.9, text/plain;q=0.2, */*;q=0.5", &csv_writer},
        {"*/*;q=0.1, text/*", &text_writer},
    };

    (void)state;
    CHECK(wanted);
}

static void a_weight_of_zero_refuses(void **state)
{
    static const struct wanted wanted[] = {
        {"application/json;q=0, */*", &text_writer},
        {"application/json;q=0.000, text/plain;q=0.001", &text_writer},
        {"*/*;q=0", NULL},
        {"application/*;q=0, text/*;q=0, */*", NULL},
        {"*/*;q=0, text/plain", &text_writer},
    };

    (void)state;
    CHECK(wanted);
}

static void parameters_other_than_the_weight_are_passed_over(void **state)
{
    static const struct wanted wanted[] = {
        {"text/plain;charset=utf-8", &text_writer},
        {"text/plain;charset=\"a,b;q=0\";q=1", &text_writer},
        {"text/plain; format=flowed; q=0.9, application/json; indent=4; q=0.8", &text_writer},
        {"text/plain;;q=0.9", &text_writer},
        {"text/plain;q=0.9;level=1, application/json;q=0.8", &text_writer},
        {"text/plain;x=\"\\\"\"", &text_writer},
    };

    (void)state;
    CHECK(wanted);
}

static void a_malformed_element_is_passed_over(void **state)
{
    static const struct wanted wanted[] = {
        {"json, text/plain", &text_writer},
        {"text/plain, application/json;q=2", &text_writer},
        {"text/plain, application/json;q=1.001", &text_writer},
        {"text/plain, application/json;q=-1", &text_writer},
        {"text/plain, application/json;q=high", &text_writer},
        {"text/plain, application/json;q=", &text_writer},
        {"text/plain, application/json;q=.", &text_writer},
        {"text/plain, application/json;q=0.12345", &text_writer},
        {"text/plain, application/json;q", &text_writer},
        {"text/plain, application/json extra", &text_writer},
        {"text/plain, application/;q=1", &text_writer},
        {"a/\"x,application/json\", text/plain", &text_writer},
        {"text/plain, application/json;x=\"unended", &text_writer},
        {"text/plain, application/json;x=\"unended\\", &text_writer},
        {"json", &json_writer},
        {"\"", &json_writer},
        /* What Java's HttpURLConnection sends. */
        {"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", &json_writer},
    };

    (void)state;
    CHECK(wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reader_is_found_by_its_name_and_its_suffix),
        cmocka_unit_test(a_file_is_known_by_the_end_of_its_name),
        cmocka_unit_test(parameters_stand_behind_the_media_type),
        cmocka_unit_test(writers_are_found_by_their_names),
        cmocka_unit_test(a_matrix_has_no_form_that_only_lessons_have),
        cmocka_unit_test(a_content_type_is_read_without_regard_to_case_and_parameters),
        cmocka_unit_test(a_content_type_without_a_reader_finds_none),
        cmocka_unit_test(whoever_asks_for_nothing_or_anything_gets_json),
        cmocka_unit_test(a_range_finds_the_formats_within_it),
        cmocka_unit_test(accept_names_the_type_of_numbers_of_files),
        cmocka_unit_test(a_type_of_numbers_that_cannot_be_had_is_not_what_was_asked_for),
        cmocka_unit_test(the_higher_weight_wins_and_equals_go_to_json),
        cmocka_unit_test(the_most_specific_range_counts),
        cmocka_unit_test(a_weight_of_zero_refuses),
        cmocka_unit_test(parameters_other_than_the_weight_are_passed_over),
        cmocka_unit_test(a_malformed_element_is_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
