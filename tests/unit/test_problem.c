/* Problems: the list of them, and the documents that clients read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/problem.h"
#include "scarce_memory.h"

#define UUID "0f8fad5b-d9cb-469f-a165-70867728950e"

/* jansson is shared, so the linker can't make its memory scarce. */
static void *allocate_while_there_is(size_t size)
{
    return scarce_left-- > 0 ? __real_malloc(size) : NULL;
}

static int begin(void **state)
{
    (void)state;
    json_set_alloc_funcs(allocate_while_there_is, free);
    return 0;
}

static void every_kind_has_a_status_a_slug_a_title_and_a_lesson(void **state)
{
    (void)state;
    for (enum problem_kind kind = PROBLEM_NONE + 1; kind < PROBLEM_KINDS; kind++) {
        const struct problem_fact *fact = problem_fact(kind);

        assert_in_range(fact->status, 400, 599);
        assert_true(strlen(fact->slug) > 0);
        assert_int_equal(strspn(fact->slug, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(fact->slug));
        assert_true(isupper((unsigned char)fact->title[0]));
        assert_true(strlen(fact->title) < 40);
        assert_true(strlen(fact->sentence) > 60);
        assert_int_equal(fact->sentence[strlen(fact->sentence) - 1], '.');
        assert_int_equal(problem_by_slug(fact->slug), kind);
    }
}

static void a_slug_that_is_none_finds_nothing(void **state)
{
    (void)state;
    assert_int_equal(problem_by_slug("no-such-problem"), PROBLEM_NONE);
    assert_int_equal(problem_by_slug(""), PROBLEM_NONE);
}

static void the_first_problem_stays(void **state)
{
    struct problem problem = {0};

    (void)state;
    assert_true(problem_set(&problem, PROBLEM_RAGGED_ROWS, "row %d has %d entries", 2, 3));
    assert_false(problem_set(&problem, PROBLEM_INTERNAL_ERROR, "later"));
    assert_int_equal(problem.kind, PROBLEM_RAGGED_ROWS);
    assert_string_equal(problem.detail, "row 2 has 3 entries");
    problem_clear(&problem);
    assert_int_equal(problem.kind, PROBLEM_NONE);
    problem_clear(&problem);
}

static void the_document_is_laid_out_in_order(void **state)
{
    struct problem problem = {0};
    size_t length;
    char *text;

    (void)state;
    problem_set(&problem, PROBLEM_SHAPE_MISMATCH, "2 is not 4");
    problem_add_new(&problem, "inner", json_pack("[i, i]", 2, 4));
    problem_add_new(&problem, "a", json_pack("[i, i]", 5, 2));
    problem.place = (struct place){.line = 3, .column = 14, .pointer = "/b/0"};
    text = problem_document(&problem, UUID, &length);
    problem_clear(&problem);

    static const char expected[] =
        "{\"type\":\"/problems/shape-mismatch\",\"title\":\"Shapes do not match\",\"status\":422,"
        "\"detail\":\"2 is not 4\",\"instance\":\"urn:uuid:" UUID "\",\"inner\":[2,4],\"a\":[5,2],"
        "\"position\":{\"line\":3,\"column\":14,\"pointer\":\"/b/0\"}}\n";
    assert_non_null(text);
    assert_int_equal(length, sizeof expected - 1);
    assert_memory_equal(text, expected, length);
    free(text);
}

static void without_a_place_there_is_no_position(void **state)
{
    struct problem problem = {0};
    size_t length;
    char *text;

    (void)state;
    problem_set(&problem, PROBLEM_NOT_FOUND, "nothing here");
    text = problem_document(&problem, UUID, &length);
    assert_non_null(text);
    assert_null(memmem(text, length, "position", 8));
    free(text);
}

/* What the document says under a name, as jansson reads it back. */
static json_t *read_document(const struct problem *problem)
{
    size_t length;
    char *text = problem_document(problem, UUID, &length);
    json_t *document;

    assert_non_null(text);
    document = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    free(text);
    assert_non_null(document);
    return document;
}

static void text_of_a_client_is_quoted_safely(void **state)
{
    struct problem problem = {0};
    json_t *document;

    (void)state;
    problem_set(&problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "what is '%s'?",
                "a\"\\\n\x01 \xff \xc3\xa4");
    strcpy(problem.place.pointer, "/\xe2\x82");
    problem.place.line = problem.place.column = 1;
    document = read_document(&problem);
    assert_string_equal(json_string_value(json_object_get(document, "detail")),
                        "what is 'a\"\\\n\x01 ? \xc3\xa4'?");
    assert_string_equal(json_string_value(
                            json_object_get(json_object_get(document, "position"), "pointer")),
                        "/??");
    json_decref(document);
}

static void a_detail_too_long_is_cut_between_two_characters(void **state)
{
    char text[2 * PROBLEM_DETAIL_ROOM + 1] = "";

    (void)state;
    for (size_t shift = 0; shift < 2; shift++) {
        struct problem problem = {0};

        for (size_t i = 0; i < PROBLEM_DETAIL_ROOM; i++)
            memcpy(text + 2 * i, "\xc3\xa4", 2);
        problem_set(&problem, PROBLEM_BAD_VALUE, "%s%s", shift ? "-" : "", text);
        assert_null(strchr(problem.detail, '?'));
        assert_true(strlen(problem.detail) >= PROBLEM_DETAIL_ROOM - 2);
        assert_int_equal((strlen(problem.detail) - shift) % 2, 0);
    }
}

static void a_member_that_could_not_be_made_is_left_out(void **state)
{
    struct problem problem = {0};
    json_t *document;

    (void)state;
    problem_set(&problem, PROBLEM_TOO_LARGE, "too large");
    problem_add_new(&problem, "lost", NULL);
    problem_add_new(&problem, "limit", json_integer(5));
    document = read_document(&problem);
    assert_null(json_object_get(document, "lost"));
    assert_int_equal(json_integer_value(json_object_get(document, "limit")), 5);
    json_decref(document);
    problem_clear(&problem);
}

static void each_allocation_may_fail_and_nothing_leaks(void **state)
{
    struct problem problem = {0};
    size_t length;
    char *text = NULL;
    int allocations;

    (void)state;
    problem_set(&problem, PROBLEM_RAGGED_ROWS, "row 2");
    problem_add_new(&problem, "row", json_integer(2));
    problem.place.line = 1;
    for (allocations = 0; !text; allocations++) {
        scarce_after(allocations);
        text = problem_document(&problem, UUID, &length);
        scarce_no_more();
        assert_true(text || length == 0);
    }
    assert_true(allocations > 10);
    free(text);
    problem_clear(&problem);
}

static void a_member_may_want_memory_that_is_not_there(void **state)
{
    (void)state;
    for (int allocations = 0; allocations < 8; allocations++) {
        struct problem problem = {0};
        json_t *value = json_integer(2);

        problem_set(&problem, PROBLEM_OVERLOADED, "no memory");
        scarce_after(allocations);
        problem_add_new(&problem, "row", value);
        scarce_no_more();
        assert_int_equal(problem.kind, PROBLEM_OVERLOADED);
        problem_clear(&problem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_status_a_slug_a_title_and_a_lesson),
        cmocka_unit_test(a_slug_that_is_none_finds_nothing),
        cmocka_unit_test(the_first_problem_stays),
        cmocka_unit_test(the_document_is_laid_out_in_order),
        cmocka_unit_test(without_a_place_there_is_no_position),
        cmocka_unit_test(text_of_a_client_is_quoted_safely),
        cmocka_unit_test(a_detail_too_long_is_cut_between_two_characters),
        cmocka_unit_test(a_member_that_could_not_be_made_is_left_out),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_leaks),
        cmocka_unit_test(a_member_may_want_memory_that_is_not_there),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
