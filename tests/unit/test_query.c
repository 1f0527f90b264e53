/* Queries: parameters become fields, and faults teach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "formats/query.h"

enum { SEED, WHOLE, KIND, FIELDS };

static const struct field described[FIELDS] = {
    [SEED] = {.name = "seed", .kind = FIELD_NUMBER, .required = true},
    [WHOLE] = {.name = "whole", .kind = FIELD_TRUTH},
    [KIND] = {.name = "kind", .kind = FIELD_DOCUMENT},
};

struct reading {
    struct fields fields;
    struct problem problem;
};

static int begin(void **state)
{
    static struct reading reading;

    reading = (struct reading){.fields = {.list = described, .count = FIELDS}};
    *state = &reading;
    return 0;
}

static int release(void **state)
{
    struct reading *reading = *state;

    fields_release(&reading->fields);
    problem_clear(&reading->problem);
    return 0;
}

static bool give(struct reading *reading, const char *name, const char *value)
{
    return query_parameter(&reading->fields, name, value, &reading->problem);
}

static void assert_refused(struct reading *reading, enum problem_kind kind, const char *detail)
{
    assert_int_equal(reading->problem.kind, kind);
    assert_string_equal(reading->problem.detail, detail);
    assert_false(query_end(&reading->fields, &reading->problem));
}

static void parameters_become_values_of_their_kinds(void **state)
{
    struct reading *reading = *state;
    const struct field_value *values = reading->fields.values;

    assert_true(give(reading, "kind", "shapes & \"more\""));
    assert_true(give(reading, "seed", "2e2"));
    assert_true(give(reading, "whole", "true"));
    assert_true(query_end(&reading->fields, &reading->problem));
    assert_true(values[SEED].given && values[SEED].number == 200);
    assert_true(values[WHOLE].given && values[WHOLE].truth);
    assert_string_equal(json_string_value(values[KIND].document), "shapes & \"more\"");
}

static void what_is_optional_may_be_missing(void **state)
{
    struct reading *reading = *state;

    assert_true(give(reading, "seed", "7"));
    assert_true(query_end(&reading->fields, &reading->problem));
    assert_false(reading->fields.values[WHOLE].given);
}

static void nothing_between_two_ampersands_is_passed_over(void **state)
{
    struct reading *reading = *state;

    assert_true(give(reading, "", NULL));
    assert_true(give(reading, "seed", "7"));
    assert_true(give(reading, "", NULL));
    assert_true(query_end(&reading->fields, &reading->problem));
    assert_false(give(reading, "", ""));
}

static void an_unknown_parameter_is_refused_and_the_known_are_listed(void **state)
{
    struct reading *reading = *state;

    assert_false(give(reading, "sede", "7"));
    assert_refused(reading, PROBLEM_UNKNOWN_MEMBER,
                   "There is no parameter \"sede\" here; `allowed` lists those there are.");
    assert_int_equal(json_array_size(json_object_get(reading->problem.members, "allowed")), FIELDS);
}

static void a_parameter_given_twice_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_true(give(reading, "seed", "7"));
    assert_false(give(reading, "seed", "7"));
    assert_refused(reading, PROBLEM_DUPLICATE_MEMBER,
                   "The parameter \"seed\" stands in the query twice: which of them counts?");
}

static void a_missing_parameter_is_named(void **state)
{
    struct reading *reading = *state;

    assert_true(give(reading, "whole", "false"));
    assert_false(query_end(&reading->fields, &reading->problem));
    assert_refused(reading, PROBLEM_MISSING_MEMBER,
                   "The query has no parameter \"seed\", which it needs.");
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = {"", "x", "7x", "+7", " 7", "0x7", "NaN", "1,5", "07"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct reading *reading = *state;

        assert_false(give(reading, "seed", bad[i]));
        assert_refused(reading, PROBLEM_WRONG_TYPE, "The parameter \"seed\" should be a number.");
        release(state);
        begin(state);
    }
}

static void a_number_beyond_doubles_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_false(give(reading, "seed", "1e309"));
    assert_refused(reading, PROBLEM_OUT_OF_RANGE,
                   "The parameter \"seed\" is larger than any number that a double can hold (about "
                   "1.8e308).");
    assert_string_equal(json_string_value(json_object_get(reading->problem.members, "member")),
                        "seed");
}

static void a_truth_is_true_or_false_in_these_words(void **state)
{
    struct reading *reading = *state;

    assert_false(give(reading, "whole", NULL));
    assert_refused(reading, PROBLEM_WRONG_TYPE, "The parameter \"whole\" should be true or false.");
}

static void text_that_is_not_utf_8_is_refused(void **state)
{
    struct reading *reading = *state;

    assert_false(give(reading, "kind", "\xff"));
    assert_refused(reading, PROBLEM_MALFORMED_REQUEST,
                   "The query has bytes that form no character in UTF-8.");
}

static void a_name_that_is_not_utf_8_is_quoted_with_question_marks(void **state)
{
    struct reading *reading = *state;

    assert_false(give(reading, "\xff", "1"));
    assert_refused(reading, PROBLEM_UNKNOWN_MEMBER,
                   "There is no parameter \"?\" here; `allowed` lists those there are.");
}

#define QUERY_TEST(test) cmocka_unit_test_setup_teardown(test, begin, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUERY_TEST(parameters_become_values_of_their_kinds),
        QUERY_TEST(what_is_optional_may_be_missing),
        QUERY_TEST(nothing_between_two_ampersands_is_passed_over),
        QUERY_TEST(an_unknown_parameter_is_refused_and_the_known_are_listed),
        QUERY_TEST(a_parameter_given_twice_is_refused),
        QUERY_TEST(a_missing_parameter_is_named),
        QUERY_TEST(what_is_no_number_is_refused),
        QUERY_TEST(a_number_beyond_doubles_is_refused),
        QUERY_TEST(a_truth_is_true_or_false_in_these_words),
        QUERY_TEST(text_that_is_not_utf_8_is_refused),
        QUERY_TEST(a_name_that_is_not_utf_8_is_quoted_with_question_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
