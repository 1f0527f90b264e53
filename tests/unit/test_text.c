/* Growing texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <rowcol/text.h>

static void a_text_grows_by_what_is_added(void **state)
{
    rowcol_text text;

    (void)state;
    rowcol_text_begin(&text, ROWCOL_PLAIN, 100000);
    assert_null(text.bytes);
    for (size_t i = 0; i < 50000; i++)
        assert_int_equal(rowcol_text_add(&text, "ab", 2), ROWCOL_OK);
    assert_int_equal(text.length, 100000);
    assert_int_equal(strspn(text.bytes, "ab"), 100000);
    assert_int_equal(text.bytes[100000], '\0');
    rowcol_text_release(&text);
}

static void nothing_added_is_an_empty_string(void **state)
{
    rowcol_text text;

    (void)state;
    rowcol_text_begin(&text, ROWCOL_PLAIN, 0);
    assert_int_equal(rowcol_text_add(&text, NULL, 0), ROWCOL_OK);
    assert_string_equal(text.bytes, "");
    assert_int_equal(text.length, 0);
    rowcol_text_release(&text);
}

static void a_text_ends_at_its_ceiling_and_the_failure_stays(void **state)
{
    rowcol_text text;

    (void)state;
    rowcol_text_begin(&text, ROWCOL_PLAIN, 5);
    assert_int_equal(rowcol_text_add_string(&text, "four"), ROWCOL_OK);
    assert_int_equal(rowcol_text_add_string(&text, "no"), ROWCOL_TOO_LARGE);
    assert_int_equal(rowcol_text_add_string(&text, "y"), ROWCOL_TOO_LARGE);
    assert_int_equal(text.status, ROWCOL_TOO_LARGE);
    assert_string_equal(text.bytes, "four");
    rowcol_text_release(&text);
}

static void sizes_that_can_t_be_counted_are_too_large(void **state)
{
    rowcol_text text;

    (void)state;
    rowcol_text_begin(&text, ROWCOL_PLAIN, SIZE_MAX);
    assert_int_equal(rowcol_text_add(&text, "x", 1), ROWCOL_OK);
    assert_int_equal(rowcol_text_add(&text, "x", SIZE_MAX - 1), ROWCOL_TOO_LARGE);
    assert_int_equal(text.length, 1);
    rowcol_text_release(&text);
}

static void a_text_released_begins_anew(void **state)
{
    rowcol_text text;

    (void)state;
    rowcol_text_begin(&text, ROWCOL_HTML, 3);
    assert_int_equal(rowcol_text_add_string(&text, "four"), ROWCOL_TOO_LARGE);
    rowcol_text_release(&text);
    assert_null(text.bytes);
    assert_int_equal(text.notation, ROWCOL_HTML);
    assert_int_equal(rowcol_text_add_string(&text, "new"), ROWCOL_OK);
    rowcol_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_by_what_is_added),
        cmocka_unit_test(nothing_added_is_an_empty_string),
        cmocka_unit_test(a_text_ends_at_its_ceiling_and_the_failure_stays),
        cmocka_unit_test(sizes_that_can_t_be_counted_are_too_large),
        cmocka_unit_test(a_text_released_begins_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
