/* The headers of .npy files: a Python literal, and all that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "formats/npy_header.h"

/* Reads a copy that is exactly as long, whose spans are then within it. */
static const char *read_header(const char *text, bool utf8, struct npy_header *header, char **copy)
{
    size_t length = strlen(text);

    *copy = malloc(length > 0 ? length : 1);
    assert_non_null(*copy);
    memcpy(*copy, text, length);
    return npy_header_read(*copy, length, utf8, header);
}

static void assert_span(struct npy_span span, const char *wanted)
{
    assert_int_equal(span.length, strlen(wanted));
    assert_memory_equal(span.text, wanted, span.length);
}

static void assert_matrix(const char *text, const char *type, bool fortran_order, size_t rows,
                          size_t columns)
{
    struct npy_header header;
    char *copy;
    const char *fault = read_header(text, false, &header, &copy);

    if (fault)
        fail_msg("%s: %s", text, fault);
    assert_span(header.type, type);
    assert_int_equal(header.fortran_order, fortran_order);
    assert_int_equal(header.dimensions, 2);
    assert_int_equal(header.lengths[0], rows);
    assert_int_equal(header.lengths[1], columns);
    free(copy);
}

static void assert_fault(const char *text, const char *wanted)
{
    struct npy_header header;
    char *copy;
    const char *fault = read_header(text, false, &header, &copy);

    if (fault == NULL || strstr(fault, wanted) == NULL)
        fail_msg("%s: %s instead of %s", text, fault ? fault : "(good)", wanted);
    free(copy);
}

static void what_numpy_writes_is_read(void **state)
{
    (void)state;
    assert_matrix("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }          \n", "<f8",
                  false, 2, 3);
    assert_matrix("{'descr': '>i2', 'fortran_order': True, 'shape': (12345, 1), }\n", ">i2", true,
                  12345, 1);
}

static void keys_stand_in_any_order_and_blanks_where_python_has_them(void **state)
{
    (void)state;
    assert_matrix("{'shape':(2,3),'descr':'<f8','fortran_order':False}", "<f8", false, 2, 3);
    assert_matrix(
        " \t{ \"fortran_order\" : True ,\n\"shape\" : ( 2 , 3 , ) , \"descr\" : \"|u1\"\r\n}\n",
        "|u1", true, 2, 3);
    assert_matrix("{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L)}", "<f8", false, 2,
                  3);
}

static size_t dimensions_of(const char *shape, size_t *first)
{
    struct npy_header header;
    char text[256];
    char *copy;

    strcpy(text, "{'descr': '<f8', 'fortran_order': False, 'shape': ");
    strcat(text, shape);
    strcat(text, ", }\n");
    assert_null(read_header(text, false, &header, &copy));
    assert_span(header.shape, shape);
    *first = header.lengths[0];
    free(copy);
    return header.dimensions;
}

static void a_shape_has_any_number_of_dimensions(void **state)
{
    size_t first;

    (void)state;
    assert_int_equal(dimensions_of("()", &first), 0);
    assert_int_equal(dimensions_of("(7,)", &first), 1);
    assert_int_equal(first, 7);
    assert_int_equal(dimensions_of("(0, 3)", &first), 2);
    assert_int_equal(first, 0);
    assert_int_equal(dimensions_of("(2, 3, 4)", &first), 3);
    assert_int_equal(dimensions_of("(18446744073709551614, 1)", &first), 2);
    assert_true(first == SIZE_MAX - 1);
    assert_int_equal(dimensions_of("(18446744073709551616, 1)", &first), 2);
    assert_true(first == SIZE_MAX);
    assert_int_equal(dimensions_of("(99999999999999999999999999, 1)", &first), 2);
    assert_true(first == SIZE_MAX);
}

static void a_type_of_columns_is_kept_whole(void **state)
{
    static const char type[] = "[('x)', '<f8'), ('\\'y', '<i4', (2, 3)), ('z', [('w', '|u1')])]";
    struct npy_header header;
    char text[256];
    char *copy;

    (void)state;
    strcpy(text, "{'descr': ");
    strcat(text, type);
    strcat(text, ", 'fortran_order': False, 'shape': (2,), }\n");
    assert_null(read_header(text, false, &header, &copy));
    assert_span(header.type, type);
    free(copy);
}

static void names_of_version_3_are_utf_8(void **state)
{
    static const char good[] =
        "{'descr': [('\xce\xb1', '<f8')], 'fortran_order': False, 'shape': (2,), }\n";
    static const char bad[] =
        "{'descr': [('\xe4', '<f8')], 'fortran_order': False, 'shape': (2,), }\n";
    struct npy_header header;
    char *copy;

    (void)state;
    assert_null(read_header(good, true, &header, &copy));
    free(copy);
    assert_null(read_header(bad, false, &header, &copy));
    free(copy);
    assert_non_null(strstr(read_header(bad, true, &header, &copy), "UTF-8"));
    free(copy);
}

static void what_is_no_dictionary_is_refused(void **state)
{
    (void)state;
    assert_fault("", "brace");
    assert_fault("   ", "brace");
    assert_fault("[]", "brace");
    assert_fault("{", "closing brace");
    assert_fault("{descr: '<f8'}", "a key in quotes");
    assert_fault("{'descr' '<f8'}", "colon");
    assert_fault("{'descr': '<f8' 'shape': (2, 3)}", "comma");
    assert_fault("{'descr': '<f8',, 'shape': (2, 3)}", "a key in quotes");
    assert_fault("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} x", "goes on");
    assert_fault("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)", "comma");
    assert_fault("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3),", "closing brace");
}

static void keys_are_these_three_each_once(void **state)
{
    (void)state;
    assert_fault("{}", "lacks");
    assert_fault("{'descr': '<f8', 'shape': (2, 3)}", "lacks");
    assert_fault("{'descr': '<f8', 'descr': '<f8', 'shape': (2, 3)}", "twice");
    assert_fault("{'Descr': '<f8'}", "not 'descr'");
    assert_fault("{'': '<f8'}", "not 'descr'");
    assert_fault("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'order': 1}",
                 "not 'descr'");
}

static void values_are_of_their_kinds(void **state)
{
    (void)state;
    assert_fault("{'descr': 8}", "'descr'");
    assert_fault("{'descr': '<f8", "'descr'");
    assert_fault("{'descr': '<f8\n'}", "'descr'");
    assert_fault("{'descr': '<f8\\", "'descr'");
    assert_fault("{'descr': {'names': []}}", "'descr'");
    assert_fault("{'descr': [('x', '<f8'))]}", "'descr'");
    assert_fault("{'descr': [('x', '<f8')", "'descr'");
    assert_fault("{'descr': [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]", "'descr'");
    assert_fault("{'fortran_order': 0}", "'fortran_order'");
    assert_fault("{'fortran_order': true}", "'fortran_order'");
    assert_fault("{'shape': 3}", "'shape'");
    assert_fault("{'shape': [2, 3]}", "'shape'");
    assert_fault("{'shape': (2, -3)}", "'shape'");
    assert_fault("{'shape': (2 3)}", "'shape'");
    assert_fault("{'shape': (,)}", "'shape'");
    assert_fault("{'shape': (2,, 3)}", "'shape'");
    assert_fault("{'shape': (02, 3)}", "'shape'");
    assert_fault("{'shape': (2.0, 3)}", "'shape'");
    assert_fault("{'shape': (2, 3}", "'shape'");
    assert_fault("{'shape': (2", "'shape'");
    assert_fault("{'shape': (3)}", "comma");
}

/* No cut of a good header is good, and none is read beyond. */
static void a_header_that_is_cut_anywhere_is_refused(void **state)
{
    static const char text[] =
        "{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (2, 3), }";
    struct npy_header header;

    (void)state;
    for (size_t length = 0; length < sizeof text - 1; length++) {
        char *copy = malloc(length > 0 ? length : 1);

        assert_non_null(copy);
        memcpy(copy, text, length);
        assert_non_null(npy_header_read(copy, length, false, &header));
        free(copy);
    }
}

static void the_start_says_the_version_and_how_long_the_header_is(void **state)
{
    (void)state;
    assert_int_equal(npy_start_length(1, 0), 10);
    assert_int_equal(npy_start_length(2, 0), 12);
    assert_int_equal(npy_start_length(3, 0), 12);
    assert_int_equal(npy_start_length(0, 0), 0);
    assert_int_equal(npy_start_length(4, 0), 0);
    assert_int_equal(npy_start_length(1, 1), 0);
    assert_int_equal(npy_header_length((const unsigned char *)"\x93NUMPY\1\0\x76\1", 10), 0x176);
    assert_int_equal(npy_header_length((const unsigned char *)"\x93NUMPY\2\0\1\2\3\4", 12),
                     0x04030201);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_numpy_writes_is_read),
        cmocka_unit_test(keys_stand_in_any_order_and_blanks_where_python_has_them),
        cmocka_unit_test(a_shape_has_any_number_of_dimensions),
        cmocka_unit_test(a_type_of_columns_is_kept_whole),
        cmocka_unit_test(names_of_version_3_are_utf_8),
        cmocka_unit_test(what_is_no_dictionary_is_refused),
        cmocka_unit_test(keys_are_these_three_each_once),
        cmocka_unit_test(values_are_of_their_kinds),
        cmocka_unit_test(a_header_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(the_start_says_the_version_and_how_long_the_header_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
