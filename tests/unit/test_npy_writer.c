/* Arrays going out: .npy and .npz files, in blocks of every size. That numpy reads them is seen in
 * tests/numpy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/layout.h"
#include "formats/npy_array.h"

static rowcol_matrix *add_matrix(struct answer *answer, const char *name, size_t rows,
                                 size_t columns)
{
    rowcol_matrix *matrix = answer_add_matrix(answer, name, (rowcol_shape){rows, columns});

    assert_non_null(matrix);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->entries[i] = (double)(i * 2654435761u % 1000003) / (i % 3 == 0 ? 8 : 7);
    return matrix;
}

static rowcol_matrix *add_list(struct answer *answer, const char *name, size_t count)
{
    struct answer_member *member =
        answer_add_numbers(answer, name, ANSWER_LIST, (rowcol_shape){1, count});

    assert_non_null(member);
    for (size_t i = 0; i < count; i++)
        member->matrix.entries[i] = (double)i - 1;
    return &member->matrix;
}

static void make_complex(struct answer *answer, size_t index)
{
    struct answer_member *member = &answer->members[index];
    rowcol_shape shape = member->matrix.shape;

    assert_true(answer_make_complex(member));
    for (size_t i = 0; i < shape.rows * shape.columns; i++)
        member->imaginary.entries[i] = 0.5 + (double)i;
}

/* The bytes of an answer. */
struct file {
    unsigned char *bytes;
    size_t length;
};

/* Writes an answer as the pool does, blocks and measures in any order, each block into just the
 * room it may want; `last_first` from its end. Frees nothing. */
static struct file written(const struct answer *answer, const struct writer_format *writer,
                           bool last_first)
{
    struct layout layout;
    struct file file = {NULL, 0};
    size_t *lengths;
    size_t slot;

    assert_true(layout_begin(&layout, answer, writer_of(writer, answer)));
    slot = layout_block_room(&layout);
    file.bytes = malloc(layout.blocks * slot);
    lengths = malloc(layout.blocks * sizeof *lengths);
    assert_non_null(file.bytes);
    assert_non_null(lengths);
    for (size_t i = 0; i < layout.blocks && layout_wants_measures(&layout); i++)
        layout_measure(&layout, last_first ? layout.blocks - 1 - i : i);
    layout_settle(&layout);
    for (size_t i = 0; i < layout.blocks; i++) {
        size_t block = last_first ? layout.blocks - 1 - i : i;

        lengths[block] = layout_write(&layout, block, (char *)file.bytes + block * slot);
        assert_true(lengths[block] <= slot);
    }
    for (size_t i = 0; i < layout.blocks; i++) {
        memmove(file.bytes + file.length, file.bytes + i * slot, lengths[i]);
        file.length += lengths[i];
    }
    assert_true(file.length <= layout_room(&layout));
    free(lengths);
    layout_end(&layout);
    return file;
}

static void assert_begins(struct file file, const char *wanted, size_t length)
{
    assert_true(file.length >= length);
    assert_memory_equal(file.bytes, wanted, length);
}

#define ASSERT_BEGINS(file, wanted) assert_begins(file, wanted, sizeof(wanted) - 1)

static double double_at(struct file file, size_t at)
{
    double number;

    assert_true(at + sizeof number <= file.length);
    memcpy(&number, file.bytes + at, sizeof number);
    return number;
}

static void a_matrix_is_a_file_of_version_1_with_aligned_data(void **state)
{
    struct answer answer = {0};
    const rowcol_matrix *matrix = add_matrix(&answer, "product", 2, 3);
    struct file file;

    (void)state;
    file = written(&answer, &npy_writer, false);
    ASSERT_BEGINS(file, "\x93NUMPY\1\0\x76\0"
                        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), } ");
    assert_int_equal(file.bytes[127], '\n');
    assert_int_equal(file.length, 128 + 6 * 8);
    assert_memory_equal(file.bytes + 128, matrix->entries, 6 * 8);
    free(file.bytes);
    answer_release(&answer);
}

static void every_shape_keeps_the_data_at_a_multiple_of_64(void **state)
{
    (void)state;
    for (size_t columns = 1; columns < 1000000000000000000u; columns *= 10) {
        rowcol_matrix matrix = {.shape = {1, columns}};
        struct numbers numbers = {.matrix = &matrix, .form = ANSWER_MATRIX, .single = columns > 9};
        char head[NPY_HEAD_ROOM];
        size_t length = npy_write_head(&numbers, head);

        assert_int_equal(length % 64, 0);
        assert_int_equal(head[length - 1], '\n');
        assert_int_equal((size_t)(unsigned char)head[8] + 10, length);
    }
}

static void single_numbers_are_floats_rounded_once(void **state)
{
    struct answer answer = {.single = true};
    const rowcol_matrix *matrix = add_matrix(&answer, "product", 3, 1);
    struct file file = written(&answer, &npy_writer, false);

    (void)state;
    ASSERT_BEGINS(file, "\x93NUMPY\1\0\x76\0{'descr': '<f4'");
    assert_int_equal(file.length, 128 + 3 * 4);
    for (size_t i = 0; i < 3; i++) {
        float wanted = (float)matrix->entries[i];

        assert_memory_equal(file.bytes + 128 + 4 * i, &wanted, sizeof wanted);
    }
    free(file.bytes);
    answer_release(&answer);
}

static void a_number_alone_has_no_dimensions(void **state)
{
    struct answer answer = {0};
    struct file file;

    (void)state;
    assert_true(answer_add_scalar(&answer, "trace", -2.5));
    file = written(&answer, &npy_writer, false);
    ASSERT_BEGINS(file, "\x93NUMPY\1\0\x76\0"
                        "{'descr': '<f8', 'fortran_order': False, 'shape': (), } ");
    assert_true(double_at(file, 128) == -2.5);
    free(file.bytes);
    answer_release(&answer);
}

static void nan_and_infinity_go_out_as_they_are(void **state)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = add_matrix(&answer, "product", 1, 3);
    struct file file;

    (void)state;
    matrix->entries[0] = (double)NAN;
    matrix->entries[1] = -(double)INFINITY;
    matrix->entries[2] = -0.0;
    file = written(&answer, &npy_writer, false);
    assert_memory_equal(file.bytes + 128, matrix->entries, 3 * 8);
    free(file.bytes);
    answer_release(&answer);
}

static void what_stands_beside_the_only_matrix_is_left_out(void **state)
{
    struct answer answer = {0};
    struct file file;

    (void)state;
    add_matrix(&answer, "solution", 2, 1);
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    add_list(&answer, "residual", 1);
    file = written(&answer, &npy_writer, false);
    assert_ptr_equal(writer_of(&npy_writer, &answer), &npy_writer);
    assert_int_equal(file.length, 128 + 2 * 8);
    free(file.bytes);
    answer_release(&answer);
}

static void several_results_are_an_archive_also_where_an_array_is_asked_for(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "q", 2, 2);
    add_matrix(&answer, "r", 2, 2);
    assert_ptr_equal(writer_of(&npy_writer, &answer), &npz_writer);
    answer_release(&answer);
    assert_true(answer_add_scalar(&answer, "mantissa", 1.5));
    assert_true(answer_add_scalar(&answer, "exponent", 400));
    assert_ptr_equal(writer_of(&npy_writer, &answer), &npz_writer);
    answer_release(&answer);
    add_list(&answer, "values", 2);
    add_matrix(&answer, "vectors", 2, 2);
    assert_ptr_equal(writer_of(&npy_writer, &answer), &npz_writer);
    answer_release(&answer);
}

/* --- Archives --------------------------------------------------------------------------------- */

static size_t number_at(struct file file, size_t at, size_t size)
{
    size_t number = 0;

    assert_true(at + size <= file.length);
    for (size_t i = size; i > 0; i--)
        number = number << 8 | file.bytes[at + i - 1];
    return number;
}

/* The file of this name in an archive: by the directory, whose every record is checked against its
 * local header, and each checksum against the bytes. */
static struct file member(struct file archive, const char *name)
{
    size_t at = number_at(archive, archive.length - 6, 4);
    struct file found = {NULL, 0};

    for (size_t left = number_at(archive, archive.length - 12, 2); left > 0; left--) {
        size_t local = number_at(archive, at + 42, 4);
        size_t length = number_at(archive, at + 28, 2);
        size_t data = local + 30 + length;
        struct file file = {archive.bytes + data, number_at(archive, at + 24, 4)};

        assert_memory_equal(archive.bytes + at, "PK\1\2", 4);
        assert_memory_equal(archive.bytes + local, "PK\3\4", 4);
        assert_memory_equal(archive.bytes + at + 6, archive.bytes + local + 4, 26);
        assert_memory_equal(archive.bytes + at + 46, archive.bytes + local + 30, length);
        assert_int_equal(crc32(0, file.bytes, (uInt)file.length), number_at(archive, at + 16, 4));
        if (length == strlen(name) && memcmp(archive.bytes + at + 46, name, length) == 0)
            found = file;
        at += 46 + length;
    }
    assert_int_equal(at, archive.length - 22);
    assert_non_null(found.bytes);
    return found;
}

/* The numbers of a file, behind its head. */
static const unsigned char *data_of(struct file file, size_t size)
{
    assert_true(file.length >= size);
    return file.bytes + file.length - size;
}

static void an_archive_has_every_member_by_its_name_and_type(void **state)
{
    struct answer answer = {0};
    const rowcol_matrix *u = add_matrix(&answer, "u", 3, 2);
    struct file archive;

    (void)state;
    assert_true(answer_add_new(&answer, "method", json_string("\xc3\xa4\xf0\x9f\x98\x80")));
    add_list(&answer, "permutation", 3);
    answer.members[2].whole = true;
    assert_true(answer_add_scalar(&answer, "condition", 3));
    assert_true(answer_add_new(&answer, "rank", json_integer(-2)));
    assert_true(answer_add_new(&answer, "sure", json_true()));

    archive = written(&answer, &npz_writer, false);
    assert_memory_equal(data_of(member(archive, "u.npy"), 48), u->entries, 48);
    ASSERT_BEGINS(member(archive, "method.npy"), "\x93NUMPY\1\0\x76\0{'descr': '<U2'");
    assert_memory_equal(data_of(member(archive, "method.npy"), 8), "\xe4\0\0\0\0\xf6\1\0", 8);
    ASSERT_BEGINS(member(archive, "permutation.npy"),
                  "\x93NUMPY\1\0\x76\0"
                  "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }");
    assert_memory_equal(data_of(member(archive, "permutation.npy"), 24), ((int64_t[]){-1, 0, 1}),
                        24);
    assert_true(double_at(member(archive, "condition.npy"), 128) == 3);
    assert_memory_equal(data_of(member(archive, "rank.npy"), 8), ((int64_t[]){-2}), 8);
    ASSERT_BEGINS(member(archive, "sure.npy"), "\x93NUMPY\1\0\x76\0{'descr': '|b1'");
    assert_memory_equal(data_of(member(archive, "sure.npy"), 1), "\1", 1);
    free(archive.bytes);
    answer_release(&answer);
}

static void an_empty_word_and_a_value_without_array_are_no_trouble(void **state)
{
    struct answer answer = {0};
    struct file archive;

    (void)state;
    assert_true(answer_add_new(&answer, "steps", json_pack("[{}]")));
    assert_true(answer_add_new(&answer, "word", json_string("")));
    archive = written(&answer, &npz_writer, false);
    ASSERT_BEGINS(member(archive, "word.npy"), "\x93NUMPY\1\0\x76\0{'descr': '<U1'");
    assert_int_equal(number_at(archive, archive.length - 12, 2), 1);
    free(archive.bytes);
    answer_release(&answer);
}

static void complex_numbers_are_pairs(void **state)
{
    struct answer answer = {0};
    struct file archive, file;

    (void)state;
    add_list(&answer, "values", 2);
    make_complex(&answer, 0);
    add_matrix(&answer, "vectors", 2, 2);
    make_complex(&answer, 1);
    archive = written(&answer, &npy_writer, false);
    file = member(archive, "values.npy");
    ASSERT_BEGINS(file, "\x93NUMPY\1\0\x76\0"
                        "{'descr': '<c16', 'fortran_order': False, 'shape': (2,), }");
    assert_memory_equal(data_of(file, 32), ((double[]){-1, 0.5, 0, 1.5}), 32);
    assert_int_equal(member(archive, "vectors.npy").length, 128 + 4 * 16);
    free(archive.bytes);

    answer.single = true;
    archive = written(&answer, &npy_writer, false);
    ASSERT_BEGINS(member(archive, "values.npy"), "\x93NUMPY\1\0\x76\0{'descr': '<c8'");
    assert_memory_equal(data_of(member(archive, "values.npy"), 16), ((float[]){-1, 0.5f, 0, 1.5f}),
                        16);
    free(archive.bytes);
    answer_release(&answer);
}

static void large_results_have_their_checksums_in_whatever_order_they_are_measured(void **state)
{
    struct answer answer = {0};
    struct file forward, backward;
    const rowcol_matrix *l;

    (void)state;
    l = add_matrix(&answer, "l", 3, LIMIT_BLOCK_ENTRIES + 17);
    add_matrix(&answer, "u", 2 * LIMIT_BLOCK_ENTRIES, 2);
    make_complex(&answer, 1);
    add_list(&answer, "permutation", 3 * LIMIT_BLOCK_ENTRIES - 1);
    answer.members[2].whole = true;

    forward = written(&answer, &npz_writer, false);
    backward = written(&answer, &npz_writer, true);
    assert_int_equal(forward.length, backward.length);
    assert_memory_equal(forward.bytes, backward.bytes, forward.length);
    assert_memory_equal(data_of(member(forward, "l.npy"),
                                3 * (LIMIT_BLOCK_ENTRIES + 17) * sizeof(double)),
                        l->entries, 3 * (LIMIT_BLOCK_ENTRIES + 17) * sizeof(double));
    assert_int_equal(member(forward, "u.npy").length, 128 + 4 * LIMIT_BLOCK_ENTRIES * 16);
    assert_int_equal(member(forward, "permutation.npy").length,
                     128 + (3 * LIMIT_BLOCK_ENTRIES - 1) * 8);
    free(forward.bytes);
    free(backward.bytes);
    answer_release(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_matrix_is_a_file_of_version_1_with_aligned_data),
        cmocka_unit_test(every_shape_keeps_the_data_at_a_multiple_of_64),
        cmocka_unit_test(single_numbers_are_floats_rounded_once),
        cmocka_unit_test(a_number_alone_has_no_dimensions),
        cmocka_unit_test(nan_and_infinity_go_out_as_they_are),
        cmocka_unit_test(what_stands_beside_the_only_matrix_is_left_out),
        cmocka_unit_test(several_results_are_an_archive_also_where_an_array_is_asked_for),
        cmocka_unit_test(an_archive_has_every_member_by_its_name_and_type),
        cmocka_unit_test(an_empty_word_and_a_value_without_array_are_no_trouble),
        cmocka_unit_test(complex_numbers_are_pairs),
        cmocka_unit_test(large_results_have_their_checksums_in_whatever_order_they_are_measured),
    };

    budget_begin(64 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
