/* Number text is the same in every locale. That it calls nothing which knows of locales is shown by
 * number_calls.py; here it is tried in those with a decimal comma that are installed. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rowcol/number.h>

static const char *const comma_locales[] = {
    "de_DE.UTF-8", "de_DE",       "fr_FR.UTF-8", "nl_NL.UTF-8", "es_ES.UTF-8", "it_IT.UTF-8",
    "pt_BR.UTF-8", "ru_RU.UTF-8", "pl_PL.UTF-8", "sv_SE.UTF-8", "da_DK.UTF-8", "cs_CZ.UTF-8",
};

static void the_point_is_a_point_where_the_locale_has_a_comma(void **state)
{
    int tried = 0;

    (void)state;
    for (size_t i = 0; i < sizeof comma_locales / sizeof *comma_locales; i++) {
        const char *text = "-1234.5";
        const char *p = text;
        char written[ROWCOL_NUMBER_ROOM];
        double value = 0;

        if (setlocale(LC_ALL, comma_locales[i]) == NULL)
            continue;
        tried++;
        assert_string_equal(localeconv()->decimal_point, ",");
        assert_int_equal(rowcol_number_read(&p, text + strlen(text), &value), ROWCOL_OK);
        assert_ptr_equal(p, text + strlen(text));
        assert_true(value == -1234.5);
        assert_int_equal(rowcol_number_write(value, written), strlen(text));
        assert_memory_equal(written, text, strlen(text));
    }
    if (tried == 0) {
        print_message("no locale with a decimal comma is installed\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_point_is_a_point_where_the_locale_has_a_comma),
    };

    return cmocka_run_group_tests_name("number_locale", tests, NULL, NULL);
}
