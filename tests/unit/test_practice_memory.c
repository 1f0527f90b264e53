/* Practice without memory: every allocation of a JSON value fails once, each time another. What is
 * answered is whole; otherwise the call is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/handlers.h"
#include "formats/reader.h"

/* The allocations that still succeed before one fails. */
static size_t until_failure = SIZE_MAX;

static void *allocate(size_t size)
{
    if (until_failure != SIZE_MAX && until_failure-- == 0)
        return NULL;
    return malloc(size);
}

static void read_body(struct call *call, const char *body)
{
    void *reader = malloc(json_reader.size);
    struct reading reading;

    assert_non_null(reader);
    assert_true(reading_begin(&reading, &json_reader, "", &call->fields, &call->problem));
    json_reader.begin(reader, &reading);
    json_reader.feed(reader, body, strlen(body));
    assert_true(json_reader.end(reader));
    json_reader.release(reader);
    free(reader);
}

/* The members of an answer as one text, to be freed. */
static char *words_of(const struct answer *answer)
{
    json_t *members = json_array();
    char *words;

    for (size_t i = 0; i < answer->count; i++)
        assert_int_equal(json_array_append(members, answer->members[i].document), 0);
    words = json_dumps(members, JSON_COMPACT);
    json_decref(members);
    assert_non_null(words);
    return words;
}

/* What a handler answers to a body when the allocation after `count` others fails; NULL where it is
 * refused for want of memory. */
static char *answer_after(size_t count, const struct field *fields, bool (*handler)(struct call *),
                          const char *body)
{
    struct call call = {.fields = {.list = fields, .count = SHEET_FIELDS}, .writer = &json_writer};
    char *words = NULL;
    bool good;

    read_body(&call, body);
    until_failure = count;
    good = handler(&call);
    until_failure = SIZE_MAX;
    if (good)
        words = words_of(&call.answer);
    else
        assert_int_equal(call.problem.kind, PROBLEM_OVERLOADED);
    call_release(&call);
    return words;
}

static void assert_whole_or_refused(const struct field *fields, bool (*handler)(struct call *),
                                    const char *body)
{
    char *whole = answer_after(SIZE_MAX, fields, handler, body);
    size_t refused = 0;
    bool through = false;

    assert_non_null(whole);
    for (size_t count = 0; !through; count++) {
        char *words = answer_after(count, fields, handler, body);

        through = words != NULL;
        if (through)
            assert_string_equal(words, whole);
        refused += !through;
        free(words);
    }
    assert_true(refused > 0);
    free(whole);
}

static void a_sheet_is_whole_or_refused(void **state)
{
    (void)state;
    assert_whole_or_refused(practice_fields, practice, "{\"seed\":7,\"answers\":true}");
    assert_whole_or_refused(practice_fields, practice,
                            "{\"seed\":7,\"kind\":\"shapes\",\"answers\":true}");
}

static void grading_is_whole_or_refused(void **state)
{
    (void)state;
    assert_whole_or_refused(practice_check_fields, practice_check,
                            "{\"seed\":7,\"answers\":[{\"id\":\"1\",\"product\":[[24],[21]]},"
                            "{\"id\":\"6\",\"product\":[[2,8],[6,20]]},"
                            "{\"id\":\"7\",\"product\":[[1]]}]}");
    assert_whole_or_refused(practice_check_fields, practice_check,
                            "{\"seed\":7,\"kind\":\"shapes\",\"answers\":"
                            "[{\"id\":\"1\",\"shape\":[9,9]},{\"id\":\"2\",\"shape\":null}]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_is_whole_or_refused),
        cmocka_unit_test(grading_is_whole_or_refused),
    };

    json_set_alloc_funcs(allocate, free);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
