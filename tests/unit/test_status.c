/* Statuses: each has its name and a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <rowcol/status.h>

static void a_status_is_named_as_the_enum_spells_it(void **state)
{
    (void)state;
#define CHECK_NAME(name, sentence)                                                                 \
    assert_string_equal(rowcol_status_name(ROWCOL_##name), "ROWCOL_" #name);
    ROWCOL_STATUSES(CHECK_NAME)
#undef CHECK_NAME
}

static void a_status_has_a_sentence_of_its_own(void **state)
{
    const char *texts[] = {
#define TEXT(name, sentence) rowcol_status_text(ROWCOL_##name),
        ROWCOL_STATUSES(TEXT)
#undef TEXT
    };
    const size_t count = sizeof texts / sizeof texts[0];

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(texts[i][strlen(texts[i]) - 1], '.');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(texts[i], texts[j]);
    }
}

static void success_is_zero(void **state)
{
    (void)state;
    assert_int_equal(ROWCOL_OK, 0);
}

static void what_is_no_status_is_called_unknown(void **state)
{
    (void)state;
    assert_string_equal(rowcol_status_name((rowcol_status)99), "unknown");
    assert_string_equal(rowcol_status_name((rowcol_status)-1), "unknown");
    assert_string_equal(rowcol_status_text((rowcol_status)99), "This value is not a status.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_is_named_as_the_enum_spells_it),
        cmocka_unit_test(a_status_has_a_sentence_of_its_own),
        cmocka_unit_test(success_is_zero),
        cmocka_unit_test(what_is_no_status_is_called_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
