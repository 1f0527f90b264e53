/* UTF-8: what is a character, and what becomes of bytes that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* A second opinion, from the definition: decodes, then asks whether the value is one that may be
 * written in so many bytes. */
static size_t by_definition(const unsigned char *bytes, size_t length)
{
    static const struct {
        unsigned char mask, mark;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

    for (size_t size = 1; size <= 4 && size <= length; size++) {
        uint32_t value = bytes[0] & (uint32_t)(unsigned char)~forms[size - 1].mask;
        size_t i;

        if ((bytes[0] & forms[size - 1].mask) != forms[size - 1].mark)
            continue;
        for (i = 1; i < size && (bytes[i] & 0xc0) == 0x80; i++)
            value = value << 6 | (bytes[i] & 0x3fu);
        return i == size && value >= forms[size - 1].least && value <= 0x10ffff &&
                       (value < 0xd800 || value > 0xdfff)
                   ? size
                   : 0;
    }
    return 0;
}

static void characters_are_those_of_the_definition(void **state)
{
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                          0x9f, 0xa0, 0xbf, 0xc0, 0xff};

    (void)state;
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (size_t i = 0; i < sizeof edges * sizeof edges; i++) {
                unsigned char bytes[4] = {(unsigned char)first, (unsigned char)second,
                                          edges[i / sizeof edges], edges[i % sizeof edges]};

                for (size_t length = 0; length <= 4; length++)
                    assert_int_equal(utf8_character((const char *)bytes, length),
                                     by_definition(bytes, length));
            }
        }
    }
}

static void a_cut_character_at_the_end_is_left_out(void **state)
{
    (void)state;
    assert_int_equal(utf8_cut("abc", 3), 3);
    assert_int_equal(utf8_cut("", 0), 0);
    assert_int_equal(utf8_cut("a\xc3\xa4", 3), 3);
    assert_int_equal(utf8_cut("a\xc3", 2), 1);
    assert_int_equal(utf8_cut("a\xe2\x82", 3), 1);
    assert_int_equal(utf8_cut("a\xe2\x82\xac", 4), 4);
    assert_int_equal(utf8_cut("a\xf0\x9f\x98", 4), 1);
    assert_int_equal(utf8_cut("a\xf0", 2), 1);
    assert_int_equal(utf8_cut("\x80\x80\x80\x80", 4), 4);
}

static void bytes_that_belong_to_no_character_become_question_marks(void **state)
{
    char text[] = "ok \xc3\xa4 \xff \xe2\x82 \xed\xa0\x80.";

    (void)state;
    utf8_repair(text);
    assert_string_equal(text, "ok \xc3\xa4 ? ?? ???.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_those_of_the_definition),
        cmocka_unit_test(a_cut_character_at_the_end_is_left_out),
        cmocka_unit_test(bytes_that_belong_to_no_character_become_question_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
