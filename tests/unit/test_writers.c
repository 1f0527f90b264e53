/* Writers: what answers look like as JSON and as text, and that blocks of any size join. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/number.h>

#include "base/budget.h"
#include "formats/output.h"

/* A number of the longest text there is. */
#define LONGEST (-1.2345678901234567e-6)

static void add_matrix(struct answer *answer, const char *name, size_t rows, size_t columns,
                       const double *entries)
{
    rowcol_matrix *matrix = answer_add_matrix(answer, name, (rowcol_shape){rows, columns});

    assert_non_null(matrix);
    memcpy(matrix->entries, entries, rows * columns * sizeof *entries);
}

/* The answer's text, terminated; frees the answer. */
static char *text_of(struct answer *answer, const struct writer_format *writer)
{
    size_t length;
    size_t size;
    char *block = output_text(answer, writer, &length, &size);
    char *text = malloc(length + 1);

    assert_non_null(block);
    assert_non_null(text);
    memcpy(text, block, length);
    text[length] = '\0';
    budget_free(block, size);
    answer_release(answer);
    return text;
}

static void assert_text(struct answer *answer, const struct writer_format *writer,
                        const char *wanted)
{
    char *text = text_of(answer, writer);

    assert_string_equal(text, wanted);
    free(text);
}

static void a_lone_matrix_has_its_shape_before_it_in_json(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 2, 2, (double[]){10, 10, 31, 34});
    assert_text(&answer, &json_writer, "{\"shape\":[2,2],\"product\":[[10,10],[31,34]]}\n");
}

static void a_scalar_a_row_and_a_column_are_matrices_too_in_json(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 1, 1, (double[]){23});
    assert_text(&answer, &json_writer, "{\"shape\":[1,1],\"product\":[[23]]}\n");
    add_matrix(&answer, "product", 1, 3, (double[]){1, -0.0, 0.5});
    assert_text(&answer, &json_writer, "{\"shape\":[1,3],\"product\":[[1,-0,0.5]]}\n");
    add_matrix(&answer, "product", 3, 1, (double[]){1e21, 1e-7, -1});
    assert_text(&answer, &json_writer, "{\"shape\":[3,1],\"product\":[[1e+21],[1e-7],[-1]]}\n");
}

static void shape_comes_first_even_if_a_document_stands_before_the_matrix(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    add_matrix(&answer, "solution", 1, 1, (double[]){2});
    assert_true(answer_add_new(&answer, "rank", json_integer(1)));
    assert_true(answer_add_new(&answer, "residual", json_pack("[i]", 0)));
    assert_text(
        &answer, &json_writer,
        "{\"shape\":[1,1],\"method\":\"lu\",\"solution\":[[2]],\"rank\":1,\"residual\":[0]}\n");
}

static void several_matrices_keep_their_order_and_have_no_shape_in_json(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "first", json_true()));
    add_matrix(&answer, "q", 1, 2, (double[]){1, 2});
    add_matrix(&answer, "r", 2, 1, (double[]){3, 4});
    assert_true(answer_add_new(&answer, "last", json_null()));
    assert_text(&answer, &json_writer,
                "{\"first\":true,\"q\":[[1,2]],\"r\":[[3],[4]],\"last\":null}\n");
}

static void documents_alone_are_compact_json_in_order(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "compatible", json_false()));
    assert_true(answer_add_new(&answer, "rule", json_string("a \"rule\"\n\xc3\xa4")));
    assert_true(answer_add_new(&answer, "inner", json_pack("[i,i]", 2, 4)));
    assert_text(&answer, &json_writer,
                "{\"compatible\":false,\"rule\":\"a \\\"rule\\\"\\n\xc3\xa4\",\"inner\":[2,4]}\n");
}

static void an_answer_without_members_is_an_empty_object_or_no_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_text(&answer, &json_writer, "{}\n");
    assert_text(&answer, &text_writer, "");
}

static void a_lone_matrix_is_its_aligned_rows_in_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 2, 3, (double[]){10, 10, 8, 31, -34.5, 17});
    assert_text(&answer, &text_writer,
                "10     10   8\n"
                "31  -34.5  17\n");
}

static void a_row_and_a_column_are_aligned_in_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 1, 3, (double[]){1, 200, 0.25});
    assert_text(&answer, &text_writer, "1  200  0.25\n");
    add_matrix(&answer, "product", 3, 1, (double[]){1, 200, 0.25});
    assert_text(&answer, &text_writer, "   1\n 200\n0.25\n");
}

static void several_matrices_have_their_names_above_in_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "q", 2, 2, (double[]){1, 2, 3, 40});
    assert_true(answer_add_new(&answer, "rank", json_integer(1)));
    add_matrix(&answer, "r", 1, 2, (double[]){5, 6});
    assert_text(&answer, &text_writer, "q:\n1   2\n3  40\n\nrank: 1\n\nr:\n5  6\n");
}

static void documents_alone_are_lines_in_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "compatible", json_true()));
    assert_true(answer_add_new(&answer, "shape", json_pack("[i,i]", 3, 2)));
    assert_true(answer_add_new(&answer, "rule", json_string("inner \"numbers\"")));
    assert_text(&answer, &text_writer, "compatible: true\nshape: [3,2]\nrule: inner \"numbers\"\n");
}

/* Entries of every length, the longest among them. */
static double entry(size_t i)
{
    static const double entries[] = {0, LONGEST, 1, -DBL_MAX, 12.5, DBL_MIN, 5e-324, -7, 1e20, 0.1};

    return entries[i % (sizeof entries / sizeof *entries)];
}

static void fill(rowcol_matrix *matrix)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        matrix->entries[i] = entry(i * 7 + i / 11);
}

/* The matrix's entries, written in blocks of this size, each into just the room it may want. */
static char *joined(const struct writer_format *writer, const rowcol_matrix *matrix, size_t block)
{
    const struct numbers numbers = {.matrix = matrix, .form = ANSWER_MATRIX};
    size_t count = matrix->shape.rows * matrix->shape.columns;
    size_t size = writer->measures(&numbers);
    unsigned char *measures = size > 0 ? calloc(1, size) : NULL;
    char *text = calloc(1, writer->room(&numbers, count) + 1);
    size_t length = 0;

    assert_true(size == 0 || measures);
    assert_non_null(text);
    for (size_t i = 0; measures && i < count; i += block)
        writer->measure(&numbers, i, i + block < count ? block : count - i, measures);
    for (size_t i = 0; i < count; i += block) {
        size_t here = i + block < count ? block : count - i;
        char *out = malloc(writer->room(&numbers, here));
        size_t written;

        assert_non_null(out);
        written = writer->entries(&numbers, i, here, measures, out);
        assert_true(written + ROWCOL_NUMBER_ROOM - ROWCOL_NUMBER_LONGEST <=
                    writer->room(&numbers, here));
        memcpy(text + length, out, written);
        length += written;
        free(out);
    }
    free(measures);
    return text;
}

static void assert_blocks_join(const struct writer_format *writer, size_t rows, size_t columns)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = answer_add_matrix(&answer, "m", (rowcol_shape){rows, columns});
    char *whole;

    assert_non_null(matrix);
    fill(matrix);
    whole = joined(writer, matrix, rows * columns);
    for (size_t block = 1; block < rows * columns; block++) {
        char *text = joined(writer, matrix, block);

        assert_string_equal(text, whole);
        free(text);
    }
    free(whole);
    answer_release(&answer);
}

static void blocks_of_every_size_join_to_the_same_text(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1}, {1, 17}, {17, 1}, {2, 9}, {9, 2}, {5, 7}};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        assert_blocks_join(&json_writer, shapes[i].rows, shapes[i].columns);
        assert_blocks_join(&text_writer, shapes[i].rows, shapes[i].columns);
    }
}

static void the_longest_numbers_stay_within_their_room(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1}, {1, 50}, {50, 1}, {5, 10}};
    const struct writer_format *const formats[] = {&json_writer, &text_writer};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes * 2; i++) {
        struct answer answer = {0};
        rowcol_matrix *matrix = answer_add_matrix(&answer, "m", shapes[i / 2]);
        char *text;

        assert_non_null(matrix);
        for (size_t j = 0; j < matrix->shape.rows * matrix->shape.columns; j++)
            matrix->entries[j] = LONGEST;
        for (size_t block = 1; block <= 50; block++) {
            text = joined(formats[i % 2], matrix, block);
            assert_non_null(strstr(text, "-0.0000012345678901234567"));
            free(text);
        }
        answer_release(&answer);
    }
}

static void numbers_come_in_json_as_what_they_are(void **state)
{
    struct answer answer = {0};
    struct answer_member *list;

    (void)state;
    add_matrix(&answer, "vt", 1, 2, (double[]){1, 0});
    list = answer_add_numbers(&answer, "singular_values", ANSWER_LIST, (rowcol_shape){1, 3});
    memcpy(list->matrix.entries, (double[]){3, 2.5, 0}, 3 * sizeof(double));
    assert_true(answer_add_scalar(&answer, "trace", 1e21));
    assert_text(&answer, &json_writer,
                "{\"shape\":[1,2],\"vt\":[[1,0]],\"singular_values\":[3,2.5,0],\"trace\":1e+21}\n");
}

static void complex_numbers_are_pairs_in_a_json_list_and_two_matrices_else(void **state)
{
    struct answer answer = {0};
    struct answer_member *values, *vectors;

    (void)state;
    values = answer_add_numbers(&answer, "values", ANSWER_LIST, (rowcol_shape){1, 2});
    assert_true(answer_make_complex(values));
    vectors = answer_add_numbers(&answer, "vectors", ANSWER_MATRIX, (rowcol_shape){2, 2});
    assert_true(answer_make_complex(vectors));
    memcpy(values->matrix.entries, (double[]){0, 0.5}, 2 * sizeof(double));
    memcpy(values->imaginary.entries, (double[]){1, -1}, 2 * sizeof(double));
    memcpy(vectors->matrix.entries, (double[]){1, 2, 3, 4}, 4 * sizeof(double));
    memcpy(vectors->imaginary.entries, (double[]){5, 6, 7, 8}, 4 * sizeof(double));
    assert_text(&answer, &json_writer,
                "{\"values\":[{\"re\":0,\"im\":1},{\"re\":0.5,\"im\":-1}],"
                "\"vectors\":{\"re\":[[1,2],[3,4]],\"im\":[[5,6],[7,8]]}}\n");
}

static void jansson_reads_the_same_numbers_back(void **state)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = answer_add_matrix(&answer, "product", (rowcol_shape){13, 11});
    double sent[13 * 11];
    char *text;
    json_t *document;
    const json_t *rows;

    (void)state;
    assert_non_null(matrix);
    fill(matrix);
    memcpy(sent, matrix->entries, sizeof sent);

    text = text_of(&answer, &json_writer);
    document = json_loads(text, JSON_DECODE_INT_AS_REAL, NULL);
    assert_non_null(document);
    rows = json_object_get(document, "product");
    assert_int_equal(json_array_size(rows), 13);
    for (size_t i = 0; i < 13 * 11; i++) {
        const json_t *row = json_array_get(rows, i / 11);
        double read = json_real_value(json_array_get(row, i % 11));

        assert_int_equal(json_array_size(row), 11);
        assert_memory_equal(&read, &sent[i], sizeof read);
    }
    json_decref(document);
    free(text);
}

static void no_line_of_text_ends_with_a_blank(void **state)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = answer_add_matrix(&answer, "product", (rowcol_shape){20, 6});
    char *text;
    size_t line = 0;

    (void)state;
    assert_non_null(matrix);
    fill(matrix);
    text = text_of(&answer, &text_writer);
    assert_null(strstr(text, " \n"));
    for (const char *next = text; *next != '\0'; next = strchr(next, '\n') + 1) {
        size_t length = strcspn(next, "\n");

        line = line == 0 ? length : line;
        assert_int_equal(length, line);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lone_matrix_has_its_shape_before_it_in_json),
        cmocka_unit_test(a_scalar_a_row_and_a_column_are_matrices_too_in_json),
        cmocka_unit_test(shape_comes_first_even_if_a_document_stands_before_the_matrix),
        cmocka_unit_test(several_matrices_keep_their_order_and_have_no_shape_in_json),
        cmocka_unit_test(documents_alone_are_compact_json_in_order),
        cmocka_unit_test(an_answer_without_members_is_an_empty_object_or_no_text),
        cmocka_unit_test(a_lone_matrix_is_its_aligned_rows_in_text),
        cmocka_unit_test(a_row_and_a_column_are_aligned_in_text),
        cmocka_unit_test(several_matrices_have_their_names_above_in_text),
        cmocka_unit_test(documents_alone_are_lines_in_text),
        cmocka_unit_test(blocks_of_every_size_join_to_the_same_text),
        cmocka_unit_test(the_longest_numbers_stay_within_their_room),
        cmocka_unit_test(numbers_come_in_json_as_what_they_are),
        cmocka_unit_test(complex_numbers_are_pairs_in_a_json_list_and_two_matrices_else),
        cmocka_unit_test(jansson_reads_the_same_numbers_back),
        cmocka_unit_test(no_line_of_text_ends_with_a_blank),
    };

    budget_begin(16 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
