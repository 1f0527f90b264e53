/* Readers without memory. Every allocation of a reading fails once, each time another,
 * until one reading is through; and the budget runs out, for now or for good. Nothing is lost
 * either way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "outcome.h"

#define BUDGET ((size_t)1024 * 1024)

/* The allocations that still succeed before one fails, and the blocks that are out. */
static size_t until_failure = SIZE_MAX;
static size_t blocks;

/* The linker has malloc and its kin of this program's own objects come here (--wrap). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
char *__wrap_strndup(const char *text, size_t size);

/* Whether this allocation fails. A new block is counted if not. */
static bool fails(bool new_block)
{
    if (until_failure != SIZE_MAX && until_failure-- == 0)
        return true;
    blocks += new_block;
    return false;
}

void *__wrap_malloc(size_t size)
{
    return fails(true) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails(true) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails(block == NULL) ? NULL : __real_realloc(block, size);
}

void __wrap_free(void *block)
{
    blocks -= block != NULL;
    __real_free(block);
}

char *__wrap_strndup(const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    char *copy = __wrap_malloc(length + 1);

    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

/* What texts are in. */
static const struct reader_format *format = &json_reader;

/* Reads a text in parts of `size` bytes and gives everything back. The reader's own memory, which
 * is there before the reading begins, is none that fails.
 *
 * problem   receives what was told; its members are gone. */
static void read_once(const char *text, size_t size, struct problem *problem)
{
    struct fields fields = {.list = outcome_fields, .count = OUTCOME_FIELDS};
    const struct reading reading = {.fields = &fields,
                                    .parameters = "; boundary=x",
                                    .within = "",
                                    .problem = problem};
    size_t length = strlen(text);
    void *reader = __real_malloc(format->size);
    bool good;

    assert_non_null(reader);
    memset(problem, 0, sizeof *problem);
    memset(reader, 0xaa, format->size);
    format->begin(reader, &reading);
    for (size_t at = 0; at < length; at += size)
        if (!format->feed(reader, text + at, length - at < size ? length - at : size))
            break;
    good = format->end(reader) && reading_complete(&reading, format);
    assert_int_equal(good, problem->kind == PROBLEM_NONE);
    format->release(reader);
    __real_free(reader);
    fields_release(&fields);
    json_decref(problem->members);
    problem->members = NULL;
}

/* Reads a text that comes to `kind`, without each of the allocations that it takes, one after
 * another. */
static void read_without_memory(const char *text, enum problem_kind kind)
{
    size_t failures = 0;
    bool through;

    do {
        struct problem problem;

        until_failure = failures;
        read_once(text, 7, &problem);
        through = until_failure != SIZE_MAX;
        until_failure = SIZE_MAX;
        if (problem.kind != kind)
            assert_int_equal(problem.kind, PROBLEM_OVERLOADED);
        if (through)
            assert_int_equal(problem.kind, kind);
        assert_int_equal(blocks, 0);
        assert_int_equal(budget_used(), 0);
        failures++;
    } while (!through);
    assert_true(failures > 1);
}

static void a_good_body_is_read_or_the_server_is_overloaded(void **state)
{
    (void)state;
    read_without_memory("{\"a\":[[1,2,3],[4,5,6]],\"b\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,"
                        "18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34],\"flag\":true,"
                        "\"document\":{\"x\":[1,2.5,\"y\",null,{\"z\":[[],{}]}]},\"number\":2}",
                        PROBLEM_NONE);
    read_without_memory("{\"list\":[[1],[[2,3],[4,5]]],\"a\":[1]}", PROBLEM_NONE);
    read_without_memory("{\"b\":{\"data\":[1,2],\"shape\":[2,1]},\"a\":[1]}", PROBLEM_NONE);
}

static void a_bad_body_is_told_as_such_or_the_server_is_overloaded(void **state)
{
    (void)state;
    read_without_memory("{\"a\":[[1,2],[3]]}", PROBLEM_RAGGED_ROWS);
    read_without_memory("{\"a\":[[1,2],[3,4]],\"x\":1}", PROBLEM_UNKNOWN_MEMBER);
    read_without_memory("{\"a\":{\"shape\":[2,2],\"data\":[1]}}", PROBLEM_DATA_DOES_NOT_FIT);
    read_without_memory("{\"a\":[[1,2],[3]],\"b\":[x]}", PROBLEM_MALFORMED_JSON);
    read_without_memory("{\"a\":[1],\"document\":{\"x\":\"\\ud800\"}}", PROBLEM_BAD_VALUE);
    read_without_memory("{\"b\":[1],\"document\":[1,2,3]}", PROBLEM_MISSING_MEMBER);
}

static char *ones(size_t count)
{
    char *text = malloc(2 * count + 16);
    size_t length = 6;

    assert_non_null(text);
    memcpy(text, "{\"a\":[", length);
    for (size_t i = 0; i < count; i++) {
        text[length++] = '1';
        text[length++] = ',';
    }
    memcpy(text + length - 1, "]}", 3);
    return text;
}

static void what_the_budget_could_never_hold_is_too_large(void **state)
{
    char *text = ones(2 * BUDGET / sizeof(double));
    struct problem problem;

    (void)state;
    read_once(text, 1000, &problem);
    assert_int_equal(problem.kind, PROBLEM_BODY_TOO_LARGE);
    assert_int_equal(budget_used(), 0);
    free(text);
}

static void what_the_budget_could_hold_at_another_time_finds_the_server_overloaded(void **state)
{
    char *text = ones(BUDGET / sizeof(double) / 4);
    struct problem problem;

    (void)state;
    assert_true(budget_reserve(BUDGET - 4096));
    read_once(text, 1000, &problem);
    assert_int_equal(problem.kind, PROBLEM_OVERLOADED);
    budget_release(BUDGET - 4096);
    read_once(text, 1000, &problem);
    assert_int_equal(problem.kind, PROBLEM_NONE);
    assert_int_equal(budget_used(), 0);
    free(text);
}

static void after_a_fault_nothing_more_is_stored(void **state)
{
    char *text = ones(2 * BUDGET / sizeof(double));
    struct problem problem;

    (void)state;
    memcpy(text, "{\"a\":[ \"\",", 10);
    read_once(text, 1000, &problem);
    assert_int_equal(problem.kind, PROBLEM_WRONG_TYPE);
    free(text);
}

static void a_shape_that_promises_much_takes_no_memory(void **state)
{
    struct problem problem;

    (void)state;
    read_once("{\"a\":{\"shape\":[100000,100000],\"data\":[1,2]}}", 1000, &problem);
    assert_int_equal(problem.kind, PROBLEM_DATA_DOES_NOT_FIT);
}

static void a_reader_may_be_released_at_any_time(void **state)
{
    const char *text = "{\"a\":[[1,2],[3,4]],\"document\":{\"x\":[\"y\"]},\"flag\":true}";

    (void)state;
    for (size_t length = 0; length <= strlen(text); length++) {
        struct fields fields = {.list = outcome_fields, .count = OUTCOME_FIELDS};
        struct problem problem = {.kind = PROBLEM_NONE};
        const struct reading reading = {.fields = &fields,
                                        .parameters = "",
                                        .within = "",
                                        .problem = &problem};
        void *reader = __real_malloc(json_reader.size);

        assert_non_null(reader);
        json_reader.begin(reader, &reading);
        assert_true(json_reader.feed(reader, text, length));
        json_reader.release(reader);
        __real_free(reader);
        fields_release(&fields);
        assert_int_equal(blocks, 0);
    }
}

#define PART(name) "--x\r\nContent-Disposition: form-data; name=" name "\r\n\r\n"
#define END "\r\n--x--\r\n"

static void a_form_is_read_or_the_server_is_overloaded(void **state)
{
    (void)state;
    format = &multipart_reader;
    read_without_memory(
        PART("list") "[1]\r\n" PART("list") "[[2],[3]]\r\n" PART("a") "[1]\r\n" PART(
            "options") "{\"document\":[1,2.5],\"flag\":true}" END,
        PROBLEM_NONE);
    read_without_memory(PART("a") "[[1,2],[3]]\r\n" PART("list") "[1]" END, PROBLEM_RAGGED_ROWS);
    read_without_memory(PART("a") "[[1,2],[3]]\r\n" PART("x") "[1]" END, PROBLEM_RAGGED_ROWS);
    read_without_memory(PART("a") "[1]\r\n" PART("list") "[1", PROBLEM_MALFORMED_BODY);
    format = &json_reader;
}

static void a_form_may_be_released_at_any_time(void **state)
{
    const char *text = PART("list") "[[1]]\r\n" PART("document") "{\"x\":[\"y\"]}" END;

    (void)state;
    for (size_t length = 0; length <= strlen(text); length++) {
        struct fields fields = {.list = outcome_fields, .count = OUTCOME_FIELDS};
        struct problem problem = {.kind = PROBLEM_NONE};
        const struct reading reading = {.fields = &fields,
                                        .parameters = "; boundary=x",
                                        .within = "",
                                        .problem = &problem};
        void *reader = __real_malloc(multipart_reader.size);

        assert_non_null(reader);
        multipart_reader.begin(reader, &reading);
        assert_true(multipart_reader.feed(reader, text, length));
        multipart_reader.release(reader);
        __real_free(reader);
        fields_release(&fields);
        assert_int_equal(blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_body_is_read_or_the_server_is_overloaded),
        cmocka_unit_test(a_bad_body_is_told_as_such_or_the_server_is_overloaded),
        cmocka_unit_test(what_the_budget_could_never_hold_is_too_large),
        cmocka_unit_test(what_the_budget_could_hold_at_another_time_finds_the_server_overloaded),
        cmocka_unit_test(after_a_fault_nothing_more_is_stored),
        cmocka_unit_test(a_shape_that_promises_much_takes_no_memory),
        cmocka_unit_test(a_reader_may_be_released_at_any_time),
        cmocka_unit_test(a_form_is_read_or_the_server_is_overloaded),
        cmocka_unit_test(a_form_may_be_released_at_any_time),
    };

    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
    budget_begin(BUDGET);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
