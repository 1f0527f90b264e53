/* Growing buffers: they hold what was added, up to their ceiling, and fail for good. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "scarce_memory.h"

static void assert_holds(const struct buffer *buffer, const char *text)
{
    assert_false(buffer->failed);
    assert_int_equal(buffer->length, strlen(text));
    assert_memory_equal(buffer->bytes, text, strlen(text));
}

static void what_is_added_stands_in_order(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, 100);
    assert_null(buffer.bytes);
    assert_true(buffer_add_text(&buffer, "2 x 3"));
    assert_true(buffer_add(&buffer, " times ", 7));
    assert_true(buffer_print(&buffer, "%d x %d", 3, 4));
    assert_holds(&buffer, "2 x 3 times 3 x 4");
    buffer_free(&buffer);
}

static void bytes_added_one_by_one_fill_it_to_its_ceiling(void **state)
{
    enum { CEILING = 5000 };
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, CEILING);
    for (size_t i = 0; i < CEILING; i++) {
        char byte = (char)(i % 251);

        assert_true(buffer_add(&buffer, &byte, 1));
    }
    assert_int_equal(buffer.capacity, CEILING);
    for (size_t i = 0; i < CEILING; i++)
        assert_int_equal(buffer.bytes[i], (char)(i % 251));
    assert_false(buffer_add(&buffer, "x", 1));
    buffer_free(&buffer);
}

static void a_text_that_just_fits_is_taken_whole(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, 5);
    assert_true(buffer_print(&buffer, "%s", "12345"));
    assert_holds(&buffer, "12345");
    buffer_free(&buffer);
}

static void a_printed_text_longer_than_the_first_room_is_whole(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, 10000);
    assert_true(buffer_print(&buffer, "%3000d|", 7));
    assert_int_equal(buffer.length, 3001);
    assert_memory_equal(buffer.bytes + 2998, " 7|", 3);
    buffer_free(&buffer);
}

static void past_the_ceiling_every_call_fails(void **state)
{
    struct buffer buffer;
    size_t length = 1;

    (void)state;
    buffer_begin(&buffer, 5);
    assert_true(buffer_add_text(&buffer, "123"));
    assert_false(buffer_add_text(&buffer, "456"));
    assert_true(buffer.failed);
    assert_int_equal(buffer.length, 3);
    assert_false(buffer_add_text(&buffer, "4"));
    assert_false(buffer_print(&buffer, "%d", 4));
    assert_false(buffer_add(&buffer, NULL, 0));
    assert_null(buffer_take(&buffer, &length));
    assert_int_equal(length, 0);
}

static void a_count_that_no_memory_has_is_refused(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, SIZE_MAX);
    assert_true(buffer_add(&buffer, "x", 1));
    assert_false(buffer_add(&buffer, "x", SIZE_MAX - 1));
    buffer_free(&buffer);
    buffer_begin(&buffer, SIZE_MAX);
    assert_false(buffer_add(&buffer, "x", SIZE_MAX));
    buffer_free(&buffer);
}

static void json_is_added_compactly_whatever_its_type(void **state)
{
    static const char expected[] = "[1,{\"name\":\"value\"},null]\"alone\"";
    struct buffer buffer;
    json_t *list = json_pack("[i, {s:s}, n]", 1, "name", "value");
    json_t *text = json_string("alone");

    (void)state;
    buffer_begin(&buffer, 100);
    assert_true(buffer_add_json(&buffer, list));
    assert_true(buffer_add_json(&buffer, text));
    assert_int_equal(buffer.length, sizeof expected - 1);
    assert_memory_equal(buffer.bytes, expected, buffer.length);
    buffer_free(&buffer);
    json_decref(list);
    json_decref(text);
}

static void reals_in_json_have_the_shortest_text(void **state)
{
    static const char expected[] = "{\"reals\":[0.1,10,-0,1e+21],\"none\":[],\"empty\":{}}";
    struct buffer buffer;
    json_t *json =
        json_pack("{s:[f,f,f,f], s:[], s:{}}", "reals", 0.1, 10.0, -0.0, 1e21, "none", "empty");

    (void)state;
    buffer_begin(&buffer, 100);
    assert_true(buffer_add_json(&buffer, json));
    assert_int_equal(buffer.length, sizeof expected - 1);
    assert_memory_equal(buffer.bytes, expected, buffer.length);
    buffer_free(&buffer);
    json_decref(json);
}

static void json_that_has_no_room_or_is_missing_fails_for_good(void **state)
{
    struct buffer buffer;
    json_t *text = json_string("longer than eight");

    (void)state;
    buffer_begin(&buffer, 8);
    assert_false(buffer_add_json(&buffer, text));
    assert_false(buffer_add_text(&buffer, "x"));
    buffer_free(&buffer);
    assert_false(buffer_add_json(&buffer, NULL));
    assert_false(buffer_add_text(&buffer, "x"));
    buffer_free(&buffer);
    json_decref(text);
}

static void without_memory_it_fails_and_keeps_what_it_had(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, 10000);
    assert_true(buffer_add_text(&buffer, "kept"));
    scarce_after(0);
    assert_false(buffer_print(&buffer, "%5000d", 1));
    scarce_no_more();
    assert_true(buffer.failed);
    assert_int_equal(buffer.length, 4);
    assert_memory_equal(buffer.bytes, "kept", 4);
    assert_false(buffer_add(&buffer, "x", 1));
    buffer_free(&buffer);
}

static void taking_leaves_it_empty_and_ready_for_more(void **state)
{
    struct buffer buffer;
    size_t length;
    char *bytes;

    (void)state;
    buffer_begin(&buffer, 3);
    assert_null(buffer_take(&buffer, &length));
    assert_int_equal(length, 0);
    assert_true(buffer_add_text(&buffer, "one"));
    bytes = buffer_take(&buffer, &length);
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "one", 3);
    free(bytes);
    assert_true(buffer_add_text(&buffer, "two"));
    assert_holds(&buffer, "two");
    assert_false(buffer_add_text(&buffer, "!"));
    buffer_free(&buffer);
    assert_true(buffer_add_text(&buffer, "new"));
    buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_stands_in_order),
        cmocka_unit_test(bytes_added_one_by_one_fill_it_to_its_ceiling),
        cmocka_unit_test(a_text_that_just_fits_is_taken_whole),
        cmocka_unit_test(a_printed_text_longer_than_the_first_room_is_whole),
        cmocka_unit_test(past_the_ceiling_every_call_fails),
        cmocka_unit_test(a_count_that_no_memory_has_is_refused),
        cmocka_unit_test(json_is_added_compactly_whatever_its_type),
        cmocka_unit_test(reals_in_json_have_the_shortest_text),
        cmocka_unit_test(json_that_has_no_room_or_is_missing_fails_for_good),
        cmocka_unit_test(without_memory_it_fails_and_keeps_what_it_had),
        cmocka_unit_test(taking_leaves_it_empty_and_ready_for_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
