/* .npy files coming in: the same matrix, or the same fault, however they are cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "outcome.h"

#define BUDGET ((size_t)64 * 1024 * 1024)

/* A file: of this version, with a header and `length` bytes of data. */
struct file {
    char bytes[1024];
    size_t length;
};

static struct file make_file(int version, const char *header, const void *data, size_t length)
{
    size_t header_length = strlen(header);
    struct file file = {"\x93NUMPY", 0};
    size_t start = version == 1 ? 10 : 12;

    file.bytes[6] = (char)version;
    file.bytes[8] = (char)(header_length & 0xff);
    file.bytes[9] = (char)(header_length >> 8);
    memcpy(file.bytes + start, header, header_length);
    memcpy(file.bytes + start + header_length, data, length);
    file.length = start + header_length + length;
    return file;
}

static struct file make_array(const char *type, bool fortran_order, const char *shape,
                              const void *data, size_t length)
{
    char header[160];

    snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }  \n", type,
             fortran_order ? "True" : "False", shape);
    return make_file(1, header, data, length);
}

static char *words_of(const char *bytes, size_t length, size_t first, size_t size)
{
    struct outcome outcome;
    char *words;

    outcome_begin(&outcome, &npy_reader, "", bytes, length, first, size);
    words = outcome_words(&outcome);
    assert_non_null(words);
    outcome_end(&outcome);
    assert_int_equal(budget_used(), 0);
    return words;
}

/* What comes of a file, which must be the same however it is cut. */
static void assert_outcome(const struct file *file, const char *wanted)
{
    char *whole = words_of(file->bytes, file->length, file->length, 1);

    if (strstr(whole, wanted) == NULL)
        fail_msg("%s\ninstead of\n%s", whole, wanted);
    for (size_t first = 0; first <= file->length; first++) {
        size_t sizes[] = {1, 7, file->length};

        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *words = words_of(file->bytes, file->length, first, sizes[i]);

            if (strcmp(words, whole) != 0)
                fail_msg("cut after %zu, and each %zu: %s", first, sizes[i], words);
            free(words);
        }
    }
    free(whole);
}

static void assert_array(const char *type, bool fortran_order, const char *shape, const void *data,
                         size_t length, const char *wanted)
{
    struct file file = make_array(type, fortran_order, shape, data, length);

    assert_outcome(&file, wanted);
}

static const double six[] = {1, 2, 3, 4, 5, 6};

static void a_matrix_row_after_row(void **state)
{
    (void)state;
    assert_array("<f8", false, "(2, 3)", six, sizeof six,
                 "a @0:0 /a 2 x 3: 0x1p+0 0x1p+1 0x1.8p+1 0x1p+2 0x1.4p+2 0x1.8p+2\n");
}

static void a_matrix_column_after_column_is_turned(void **state)
{
    (void)state;
    assert_array("<f8", true, "(2, 3)", six, sizeof six,
                 "a @0:0 /a 2 x 3: 0x1p+0 0x1.8p+1 0x1.4p+2 0x1p+1 0x1p+2 0x1.8p+2\n");
    assert_array("<f8", true, "(3, 2)", six, sizeof six,
                 "a @0:0 /a 3 x 2: 0x1p+0 0x1p+2 0x1p+1 0x1.4p+2 0x1.8p+1 0x1.8p+2\n");
    assert_array("<f8", true, "(3, 1)", six, 24, "a @0:0 /a 3 x 1: 0x1p+0 0x1p+1 0x1.8p+1\n");
    assert_array("<f8", true, "(1, 3)", six, 24, "a @0:0 /a 1 x 3: 0x1p+0 0x1p+1 0x1.8p+1\n");
}

static void a_vector_is_a_row_where_vectors_are_rows(void **state)
{
    (void)state;
    assert_array("<f8", false, "(3,)", six, 24, "a @0:0 /a 1 x 3 vector: 0x1p+0 0x1p+1 0x1.8p+1\n");
    assert_array("<f8", true, "(3,)", six, 24, "a @0:0 /a 1 x 3 vector: 0x1p+0 0x1p+1 0x1.8p+1\n");
}

static void every_type_is_read_across_every_cut(void **state)
{
    (void)state;
    assert_array("<f4", false, "(1, 2)", (float[]){1.5f, -2}, 8, "1 x 2: 0x1.8p+0 -0x1p+1\n");
    assert_array(">f8", false, "(1, 1)", "\xbf\xf8\0\0\0\0\0\0", 8, "1 x 1: -0x1.8p+0\n");
    assert_array(">i2", false, "(1, 3)", "\0\1\xff\xfe\1\0", 6, "1 x 3: 0x1p+0 -0x1p+1 0x1p+8\n");
    assert_array("|u1", false, "(2, 2)", "\0\1\xff\2", 4,
                 "2 x 2: 0x0p+0 0x1p+0 0x1.fep+7 0x1p+1\n");
    assert_array("|b1", true, "(2, 2)", "\0\1\1\0", 4, "2 x 2: 0x0p+0 0x1p+0 0x1p+0 0x0p+0\n");
    assert_array("<u8", false, "(1, 1)", "\0\0\0\0\0\0\0\x80", 8, "1 x 1: 0x1p+63\n");
}

static void versions_2_and_3_have_longer_lengths(void **state)
{
    static const char header[] = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }\n";

    (void)state;
    for (int version = 1; version <= 3; version++) {
        struct file file = make_file(version, header, six, 24);

        assert_outcome(&file, "a @0:0 /a 1 x 3: 0x1p+0 0x1p+1 0x1.8p+1\n");
    }
}

static void nan_and_infinity_are_marked(void **state)
{
    (void)state;
    assert_array("<f8", false, "(1, 2)", (double[]){1, (double)INFINITY}, 16,
                 "1 x 2: 0x1p+0 inf (not finite)\n");
    assert_array("<f4", true, "(2, 1)", (float[]){NAN, 1}, 8, "nan 0x1p+0 (not finite)\n");
}

static void a_number_that_no_double_is_equal_to_is_named(void **state)
{
    const int64_t numbers[] = {1, (INT64_C(1) << 53) + 1, 3, -(INT64_C(1) << 53) - 1, 5, 6};

    (void)state;
    assert_array("<i8", false, "(2, 3)", numbers, sizeof numbers,
                 "out-of-range @0:0  The entry in row 1, column 2 of a is 9007199254740993, ");
    assert_array("<i8", true, "(2, 3)", numbers, sizeof numbers,
                 "out-of-range @0:0  The entry in row 2, column 1 of a is 9007199254740993, ");
    assert_array("<i8", true, "(3, 1)", numbers + 2, 24,
                 "row 2, column 1 of a is -9007199254740993, ");
    assert_array("<i8", false, "(3,)", numbers + 2, 24,
                 "row 1, column 2 of a is -9007199254740993, ");
}

static void what_is_no_matrix_is_told_by_its_header(void **state)
{
    (void)state;
    assert_array("<c16", false, "(1, 1)", six, 16,
                 "wrong-type @0:0  The elements of a are of "
                 "numpy's type <c16, which is complex: ");
    assert_array("<f8", false, "()", six, 8, "bad-value @0:0  a is a single number, ");
    assert_array("<f8", false, "(1, 2, 3)", six, 48,
                 "bad-value @0:0  a is an array of 3 dimensions, (1, 2, 3): ");
    assert_array("<f8", false, "(0, 3)", six, 0,
                 "empty-matrix @0:0  a is an array of shape (0, 3)");
    assert_array("<f8", true, "(0,)", six, 0, "empty-matrix");
}

static void data_that_is_too_short_or_too_long_does_not_fit(void **state)
{
    (void)state;
    assert_array("<f8", false, "(2, 3)", six, 40,
                 "data-does-not-fit @0:0  The header of a says 2 x 3 numbers of 8 bytes each, "
                 "which take 48, but 40 bytes come after it: the file was cut off");
    assert_array("<f8", true, "(2, 3)", six, 47,
                 "says 2 x 3 numbers of 8 bytes each, which take "
                 "48, but 47 bytes come");
    assert_array("<f8", true, "(1, 2)", six, 17, "but 17 bytes come after it: a file holds one");
    assert_array("|u1", false, "(3,)", six, 1,
                 "numbers of 1 byte each, which take 3, but 1 byte "
                 "comes after it: ");
    assert_array("<f8", false, "(2,)", six, 0, "but 0 bytes come after it: ");
}

static void what_is_no_npy_file_is_malformed(void **state)
{
    static const struct {
        const char *bytes;
        const char *wanted;
    } others[] = {
        {"PK\3\4 and more, an archive", "It begins as a .npz file does"},
        {"{\"a\":[[1,2],[3,4]]}", "It looks like JSON"},
        {"[[1,2],[3,4]]", "It looks like JSON"},
        {"\x1f\x8b\x08 and more of gzip", "compressed by gzip"},
        {"1,2,3\n4,5,6\n", "numpy.save writes such files"},
        {"\x93NUMPX    ", "a is no .npy file"},
        {"x", "a is no .npy file"},
        {"", "a is empty"},
        {"\x93NUM", "a is cut off: a .npy file's header alone is longer than the 4 bytes"},
        {"\x93", "longer than the 1 byte that came"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct file file = {"", strlen(others[i].bytes)};

        memcpy(file.bytes, others[i].bytes, file.length);
        assert_outcome(&file, "malformed-body @0:0  ");
        assert_outcome(&file, others[i].wanted);
    }
}

static void broken_headers_and_versions_are_malformed(void **state)
{
    struct file file = make_file(4, "{}", "", 0);

    (void)state;
    assert_outcome(&file, "malformed-body @0:0  a is a .npy file of version 4.0. ");
    file = make_file(1, "{'descr': '<f8', 'shape': (2,)}\n", six, 16);
    assert_outcome(&file, "malformed-body @0:0  a is a .npy file whose header lacks one of");
    file = make_file(2, "x", "", 0);
    file.bytes[10] = 1; /* 65537 bytes are announced */
    assert_outcome(&file, "malformed-body @0:0  a is a .npy file whose header is longer than");
}

static void a_file_that_is_cut_in_its_head_is_malformed(void **state)
{
    struct file file = make_array("<f8", false, "(1, 1)", six, 0);

    (void)state;
    for (size_t length = 0; length < file.length; length++) {
        char *words = words_of(file.bytes, length, length, 1);

        assert_non_null(strstr(words, "malformed-body"));
        free(words);
    }
}

/* --- Memory ----------------------------------------------------------------------------------- */

static void a_header_that_promises_more_than_fits_is_told_at_once(void **state)
{
    (void)state;
    assert_array("<f8", false, "(1000000, 1000000)", six, 8, "body-too-large");
    assert_array("|u1", true, "(18446744073709551615, 2)", six, 8, "body-too-large");
    assert_array("|u1", true, "(4294967296, 4294967296)", six, 8, "body-too-large");
    assert_array("|u1", false, "(99999999999999999999,)", six, 8, "body-too-large");
}

static void only_what_has_arrived_takes_memory(void **state)
{
    struct file file = make_array("|u1", false, "(1000, 4000)", six, 8);
    struct fields fields = {.list = outcome_fields, .count = OUTCOME_FIELDS};
    struct problem problem = {.kind = PROBLEM_NONE};
    struct reading reading;
    void *reader = malloc(npy_reader.size);

    (void)state;
    assert_non_null(reader);
    assert_true(reading_begin(&reading, &npy_reader, "", &fields, &problem));
    npy_reader.begin(reader, &reading);
    assert_true(npy_reader.feed(reader, file.bytes, file.length));
    assert_in_range(budget_used(), 1, 4096);
    assert_false(npy_reader.end(reader));
    assert_int_equal(problem.kind, PROBLEM_DATA_DOES_NOT_FIT);
    npy_reader.release(reader);
    free(reader);
    fields_release(&fields);
    problem_clear(&problem);
}

/* A matrix of this many rows and columns, column after column, as an outcome. */
static void read_large(struct outcome *outcome, size_t rows, size_t columns)
{
    char shape[64];
    struct file head;
    size_t length;
    char *bytes;

    snprintf(shape, sizeof shape, "(%zu, %zu)", rows, columns);
    head = make_array("<f8", true, shape, "", 0);
    length = head.length + rows * columns * sizeof(double);
    bytes = malloc(length);
    assert_non_null(bytes);
    memcpy(bytes, head.bytes, head.length);
    for (size_t i = 0; i < rows * columns; i++) {
        double entry = (double)(i % rows * columns + i / rows);

        memcpy(bytes + head.length + i * sizeof entry, &entry, sizeof entry);
    }
    outcome_begin(outcome, &npy_reader, "", bytes, length, 100003, 65521);
    free(bytes);
}

static void large_matrices_are_turned_too(void **state)
{
    struct outcome outcome;
    const rowcol_matrix *matrix = &outcome.fields.values[0].matrix;

    (void)state;
    read_large(&outcome, 601, 1003);
    assert_true(outcome.good);
    assert_int_equal(matrix->shape.rows, 601);
    assert_int_equal(matrix->shape.columns, 1003);
    for (size_t i = 0; i < 601 * 1003; i++)
        assert_true(matrix->entries[i] == (double)i);
    outcome_end(&outcome);
    assert_int_equal(budget_used(), 0);
}

static void what_cannot_be_turned_for_want_of_memory_is_told_so(void **state)
{
    struct outcome outcome;

    (void)state;
    read_large(&outcome, 2100, 2100); /* 35 MB, and so once, but not twice */
    assert_false(outcome.good);
    assert_int_equal(outcome.problem.kind, PROBLEM_BODY_TOO_LARGE);
    outcome_end(&outcome);
    assert_int_equal(budget_used(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_matrix_row_after_row),
        cmocka_unit_test(a_matrix_column_after_column_is_turned),
        cmocka_unit_test(a_vector_is_a_row_where_vectors_are_rows),
        cmocka_unit_test(every_type_is_read_across_every_cut),
        cmocka_unit_test(versions_2_and_3_have_longer_lengths),
        cmocka_unit_test(nan_and_infinity_are_marked),
        cmocka_unit_test(a_number_that_no_double_is_equal_to_is_named),
        cmocka_unit_test(what_is_no_matrix_is_told_by_its_header),
        cmocka_unit_test(data_that_is_too_short_or_too_long_does_not_fit),
        cmocka_unit_test(what_is_no_npy_file_is_malformed),
        cmocka_unit_test(broken_headers_and_versions_are_malformed),
        cmocka_unit_test(a_file_that_is_cut_in_its_head_is_malformed),
        cmocka_unit_test(a_header_that_promises_more_than_fits_is_told_at_once),
        cmocka_unit_test(only_what_has_arrived_takes_memory),
        cmocka_unit_test(large_matrices_are_turned_too),
        cmocka_unit_test(what_cannot_be_turned_for_want_of_memory_is_told_so),
    };

    budget_begin(BUDGET);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
