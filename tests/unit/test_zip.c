/* ZIP's headers, byte for byte: with 32 bits as long as they do, and with ZIP64's fields beyond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "formats/zip.h"

#define GIB (UINT64_C(1) << 30)

/* The largest number that 32 bits hold themselves: one more says that it stands elsewhere. */
#define LARGEST UINT64_C(0xfffffffe)

static struct buffer text;

static int begin(void **state)
{
    (void)state;
    buffer_begin(&text, 4096);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buffer_free(&text);
    return 0;
}

static void assert_bytes(const char *wanted, size_t length)
{
    assert_false(text.failed);
    assert_int_equal(text.length, length);
    assert_memory_equal(text.bytes, wanted, length);
}

#define ASSERT_BYTES(wanted) assert_bytes(wanted, sizeof(wanted) - 1)

static uint64_t number_at(size_t at, size_t size)
{
    uint64_t number = 0;

    assert_true(at + size <= text.length);
    for (size_t i = size; i > 0; i--)
        number = number << 8 | (unsigned char)text.bytes[at + i - 1];
    return number;
}

static void a_local_header_says_name_size_and_checksum(void **state)
{
    (void)state;
    zip_add_local_header(&text, &(struct zip_file){"u.npy", 0x12345678, 192, 7});
    ASSERT_BYTES("PK\3\4"
                 "\x14\0"
                 "\0\0"
                 "\0\0"
                 "\0\0\x21\0"
                 "\x78\x56\x34\x12"
                 "\xc0\0\0\0"
                 "\xc0\0\0\0"
                 "\5\0"
                 "\0\0"
                 "u.npy");
}

static void a_local_header_is_settled_in_its_place(void **state)
{
    struct zip_file file = {"u.npy", 0, 0, 0};

    (void)state;
    zip_add_local_header(&text, &file);
    file.crc = 0xcafef00d;
    file.size = 0x01020304;
    zip_settle_local_header(text.bytes, &file);
    assert_int_equal(number_at(14, 4), 0xcafef00d);
    assert_int_equal(number_at(18, 4), 0x01020304);
    assert_int_equal(number_at(22, 4), 0x01020304);
    assert_int_equal(number_at(26, 2), 5);
    assert_int_equal(text.length, 35);
}

static void a_record_says_where_its_file_is(void **state)
{
    (void)state;
    zip_add_record(&text, &(struct zip_file){"u.npy", 0x12345678, 192, 7});
    ASSERT_BYTES("PK\1\2"
                 "\x2d\3"
                 "\x14\0"
                 "\0\0"
                 "\0\0"
                 "\0\0\x21\0"
                 "\x78\x56\x34\x12"
                 "\xc0\0\0\0"
                 "\xc0\0\0\0"
                 "\5\0"
                 "\0\0"
                 "\0\0"
                 "\0\0"
                 "\0\0"
                 "\0\0\xa4\x81"
                 "\7\0\0\0"
                 "u.npy");
}

static void the_end_says_where_the_directory_is(void **state)
{
    (void)state;
    zip_add_end(&text, 3, 0x500, 0x99);
    ASSERT_BYTES("PK\5\6"
                 "\0\0\0\0"
                 "\3\0\3\0"
                 "\x99\0\0\0"
                 "\0\5\0\0"
                 "\0\0");
}

static void sizes_of_4_gib_have_a_field_of_64_bits(void **state)
{
    (void)state;
    zip_add_local_header(&text, &(struct zip_file){"l", 1, 5 * GIB, 0});
    assert_int_equal(text.length, 30 + 1 + 20);
    assert_int_equal(number_at(4, 2), 45);
    assert_int_equal(number_at(18, 4), 0xffffffff);
    assert_int_equal(number_at(22, 4), 0xffffffff);
    assert_int_equal(number_at(28, 2), 20);
    assert_int_equal(number_at(31, 2), 1);
    assert_int_equal(number_at(33, 2), 16);
    assert_int_equal(number_at(35, 8), 5 * GIB);
    assert_int_equal(number_at(43, 8), 5 * GIB);
}

static void a_record_has_only_the_wide_fields_that_it_needs(void **state)
{
    (void)state;
    zip_add_record(&text, &(struct zip_file){"l", 1, LARGEST, 6 * GIB});
    assert_int_equal(text.length, 46 + 1 + 12);
    assert_int_equal(number_at(20, 4), LARGEST);
    assert_int_equal(number_at(24, 4), LARGEST);
    assert_int_equal(number_at(30, 2), 12);
    assert_int_equal(number_at(42, 4), 0xffffffff);
    assert_int_equal(number_at(47, 2), 1);
    assert_int_equal(number_at(49, 2), 8);
    assert_int_equal(number_at(51, 8), 6 * GIB);

    text.length = 0;
    zip_add_record(&text, &(struct zip_file){"l", 1, LARGEST + 1, LARGEST + 2});
    assert_int_equal(text.length, 46 + 1 + 28);
    assert_int_equal(number_at(49, 2), 24);
    assert_int_equal(number_at(51, 8), LARGEST + 1);
    assert_int_equal(number_at(59, 8), LARGEST + 1);
    assert_int_equal(number_at(67, 8), LARGEST + 2);
}

static void a_directory_beyond_4_gib_has_a_wide_end_before_the_end(void **state)
{
    (void)state;
    zip_add_end(&text, 2, 7 * GIB, 300);
    assert_int_equal(text.length, 56 + 20 + 22);
    assert_memory_equal(text.bytes, "PK\6\6", 4);
    assert_int_equal(number_at(4, 8), 44);
    assert_int_equal(number_at(24, 8), 2);
    assert_int_equal(number_at(32, 8), 2);
    assert_int_equal(number_at(40, 8), 300);
    assert_int_equal(number_at(48, 8), 7 * GIB);
    assert_memory_equal(text.bytes + 56, "PK\6\7", 4);
    assert_int_equal(number_at(64, 8), 7 * GIB + 300);
    assert_int_equal(number_at(72, 4), 1);
    assert_memory_equal(text.bytes + 76, "PK\5\6", 4);
    assert_int_equal(number_at(84, 2), 2);
    assert_int_equal(number_at(88, 4), 300);
    assert_int_equal(number_at(92, 4), 0xffffffff);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_local_header_says_name_size_and_checksum, begin, end),
        cmocka_unit_test_setup_teardown(a_local_header_is_settled_in_its_place, begin, end),
        cmocka_unit_test_setup_teardown(a_record_says_where_its_file_is, begin, end),
        cmocka_unit_test_setup_teardown(the_end_says_where_the_directory_is, begin, end),
        cmocka_unit_test_setup_teardown(sizes_of_4_gib_have_a_field_of_64_bits, begin, end),
        cmocka_unit_test_setup_teardown(a_record_has_only_the_wide_fields_that_it_needs, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_directory_beyond_4_gib_has_a_wide_end_before_the_end,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
