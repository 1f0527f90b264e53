/* The types of .npy elements: each at any address and in either byte order, and which whole numbers
 * no double is equal to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "formats/npy_type.h"

static const struct npy_type *type_of(const char *name)
{
    const struct npy_type *type = npy_type_find(name, strlen(name));

    if (type == NULL)
        fail_msg("%s is not found", name);
    return type;
}

/* The number of one element, given by its bytes, at an odd address. */
static double number_of(const char *name, const char *bytes)
{
    const struct npy_type *type = type_of(name);
    unsigned char odd[1 + NPY_ELEMENT_MOST];
    double number;

    memcpy(odd + 1, bytes, type->size);
    type->convert(odd + 1, 1, &number);
    return number;
}

static void floats_of_both_sizes_and_orders(void **state)
{
    (void)state;
    assert_true(number_of("<f8", "\0\0\0\0\0\0\xf8\xbf") == -1.5);
    assert_true(number_of(">f8", "\xbf\xf8\0\0\0\0\0\0") == -1.5);
    assert_true(number_of("<f4", "\0\0\xc0\xbf") == -1.5);
    assert_true(number_of(">f4", "\xbf\xc0\0\0") == -1.5);
    assert_true(number_of("<f4", "\1\0\0\0") == 0x1p-149);
}

static void nan_and_infinity_are_carried(void **state)
{
    (void)state;
    assert_true(isnan(number_of("<f8", "\0\0\0\0\0\0\xf8\x7f")));
    assert_true(isnan(number_of(">f4", "\x7f\xc0\0\0")));
    assert_true(number_of("<f4", "\0\0\x80\xff") == -(double)INFINITY);
    assert_true(signbit(number_of(">f8", "\x80\0\0\0\0\0\0\0")));
}

static void whole_numbers_with_a_sign(void **state)
{
    (void)state;
    assert_true(number_of("|i1", "\x80") == -128);
    assert_true(number_of("<i2", "\xfe\xff") == -2);
    assert_true(number_of(">i2", "\xff\xfe") == -2);
    assert_true(number_of("<i4", "\0\0\0\x80") == -2147483648.0);
    assert_true(number_of(">i4", "\x80\0\0\0") == -2147483648.0);
    assert_true(number_of("<i8", "\0\0\0\0\0\0\0\x80") == -9223372036854775808.0);
    assert_true(number_of(">i8", "\xff\xff\xff\xff\xff\xff\xff\xfe") == -2);
}

static void whole_numbers_without_a_sign_and_truths(void **state)
{
    (void)state;
    assert_true(number_of("|u1", "\xff") == 255);
    assert_true(number_of("<u2", "\xfe\xff") == 65534);
    assert_true(number_of(">u2", "\1\2") == 258);
    assert_true(number_of("<u4", "\xff\xff\xff\xff") == 4294967295.0);
    assert_true(number_of(">u4", "\0\0\1\0") == 256);
    assert_true(number_of("<u8", "\0\0\0\0\0\0\0\x80") == 9223372036854775808.0);
    assert_true(number_of(">u8", "\0\0\0\0\0\0\1\0") == 256);
    assert_true(number_of("|b1", "\0") == 0);
    assert_true(number_of("|b1", "\1") == 1);
    assert_true(number_of("|b1", "\x7f") == 1);
}

static void a_single_byte_has_no_order(void **state)
{
    (void)state;
    assert_ptr_equal(type_of("<i1"), type_of("|i1"));
    assert_ptr_equal(type_of(">u1"), type_of("|u1"));
    assert_ptr_equal(type_of("<b1"), type_of("|b1"));
}

static void many_elements_keep_their_order(void **state)
{
    unsigned char bytes[3 * 2] = {1, 0, 2, 0, 0xff, 0xff};
    double numbers[3];

    (void)state;
    type_of("<i2")->convert(bytes, 3, numbers);
    assert_true(numbers[0] == 1 && numbers[1] == 2 && numbers[2] == -1);
}

static void other_types_are_not_found_and_each_has_its_advice(void **state)
{
    static const struct {
        const char *name;
        const char *advice;
    } others[] = {
        {"<f2", "float16"},  {"<f16", "long double"}, {"<c8", "complex"},
        {"<c16", "complex"}, {"|O", "objects"},       {"<U3", "text"},
        {"|S3", "text"},     {"|V8", "no kind"},      {"<M8[ns]", "a time"},
        {"=f8", "order"},    {"f8", "order"},         {"[('x', '<f8')]", "named columns"},
        {"", "no kind"},     {"<", "no kind"},        {"<f8x", "long double"},
        {"<i3", "no kind"},  {"|f8", "order"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t length = strlen(others[i].name);

        assert_null(npy_type_find(others[i].name, length));
        if (!strstr(npy_type_advice(others[i].name, length), others[i].advice))
            fail_msg("%s %s", others[i].name, npy_type_advice(others[i].name, length));
    }
}

/* Whether a double is equal to a whole number, asked of the type. */
static bool is_exact(const char *name, uint64_t bits)
{
    const struct npy_type *type = type_of(name);
    unsigned char bytes[2 * sizeof bits];
    struct npy_whole number;
    size_t first;

    memset(bytes, 0, sizeof bits); /* a zero before it */
    for (size_t i = 0; i < sizeof bits; i++)
        bytes[sizeof bits + (name[0] == '<' ? i : 7 - i)] = (unsigned char)(bits >> 8 * i);
    first = npy_first_inexact(type, bytes, 2, &number);
    assert_true(first == 1 || first == 2);
    if (first == 1)
        assert_int_equal(number.negative ? -number.magnitude : number.magnitude, bits);
    return first == 2;
}

static void whole_numbers_beyond_53_bits_are_exact_where_zeros_follow(void **state)
{
    const uint64_t two_53 = UINT64_C(1) << 53;

    (void)state;
    for (int big = 0; big < 2; big++) {
        const char *i8 = big ? ">i8" : "<i8";
        const char *u8 = big ? ">u8" : "<u8";

        assert_true(is_exact(i8, two_53));
        assert_false(is_exact(i8, two_53 + 1));
        assert_true(is_exact(i8, two_53 + 2));
        assert_true(is_exact(i8, -two_53));
        assert_false(is_exact(i8, -two_53 - 1));
        assert_false(is_exact(i8, INT64_MAX));
        assert_true(is_exact(i8, UINT64_C(1) << 63)); /* the least of all */
        assert_true(is_exact(u8, UINT64_C(1) << 63));
        assert_false(is_exact(u8, (UINT64_C(1) << 63) + 1024));
        assert_true(is_exact(u8, (UINT64_C(1) << 63) + 2048));
        assert_false(is_exact(u8, UINT64_MAX));
        assert_true(is_exact(i8, UINT64_MAX)); /* -1 */
    }
}

static void smaller_types_and_floats_are_always_exact(void **state)
{
    static const unsigned char bytes[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
    struct npy_whole number;

    (void)state;
    assert_int_equal(npy_first_inexact(type_of("<i4"), bytes, 2, &number), 2);
    assert_int_equal(npy_first_inexact(type_of("<f8"), bytes, 1, &number), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_of_both_sizes_and_orders),
        cmocka_unit_test(nan_and_infinity_are_carried),
        cmocka_unit_test(whole_numbers_with_a_sign),
        cmocka_unit_test(whole_numbers_without_a_sign_and_truths),
        cmocka_unit_test(a_single_byte_has_no_order),
        cmocka_unit_test(many_elements_keep_their_order),
        cmocka_unit_test(other_types_are_not_found_and_each_has_its_advice),
        cmocka_unit_test(whole_numbers_beyond_53_bits_are_exact_where_zeros_follow),
        cmocka_unit_test(smaller_types_and_floats_are_always_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
