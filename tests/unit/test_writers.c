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

static void an_only_matrix_is_bare_in_text_and_what_is_said_of_it_below(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 2, 3, (double[]){10, 10, 8, 31, -34.5, 17});
    assert_true(answer_add_new(&answer, "rank", json_integer(1)));
    assert_text(&answer, &text_writer,
                "10   10     8\n"
                "31  -34.5  17\n"
                "\n"
                "rank: 1\n");
}

static void a_row_and_a_column_are_aligned_in_text(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 1, 3, (double[]){1, 200, 0.25});
    assert_text(&answer, &text_writer, "1  200  0.25\n");
    add_matrix(&answer, "product", 3, 1, (double[]){1, 200, 0.25});
    assert_text(&answer, &text_writer, "  1\n200\n  0.25\n");
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

/* Numbers, written in blocks of this size, each into just the room it may want. */
static char *joined(const struct writer_format *writer, const struct numbers *numbers, size_t block)
{
    size_t count = numbers->matrix->shape.rows * numbers->matrix->shape.columns;
    size_t size = writer->measures(numbers);
    unsigned char *measures = size > 0 ? calloc(1, size) : NULL;
    char *text = calloc(1, writer->room(numbers, count) + 1);
    size_t length = 0;

    assert_true(size == 0 || measures);
    assert_non_null(text);
    for (size_t i = 0; measures && i < count; i += block)
        writer->measure(numbers, i, i + block < count ? block : count - i, measures);
    for (size_t i = 0; i < count; i += block) {
        size_t here = i + block < count ? block : count - i;
        char *out = malloc(writer->room(numbers, here));
        size_t written;

        assert_non_null(out);
        written = writer->entries(numbers, i, here, measures, out);
        assert_true(written <= writer->room(numbers, here));
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
    struct numbers numbers;
    char *whole;

    assert_non_null(matrix);
    fill(matrix);
    numbers = numbers_of(&answer, &answer.members[0]);
    whole = joined(writer, &numbers, rows * columns);
    for (size_t block = 1; block < rows * columns; block++) {
        char *text = joined(writer, &numbers, block);

        assert_string_equal(text, whole);
        free(text);
    }
    free(whole);
    answer_release(&answer);
}

static void blocks_of_every_size_join_to_the_same_text(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1}, {1, 17}, {17, 1}, {2, 9},
                                          {9, 2}, {5, 7},  {2, 80}};

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
        struct numbers numbers;
        char *text;

        assert_non_null(matrix);
        for (size_t j = 0; j < matrix->shape.rows * matrix->shape.columns; j++)
            matrix->entries[j] = LONGEST;
        numbers = numbers_of(&answer, &answer.members[0]);
        for (size_t block = 1; block <= 50; block++) {
            text = joined(formats[i % 2], &numbers, block);
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

/* Lines of at most 100 characters, none of which ends with a blank. Returns how many they are. */
static size_t assert_lines(const char *text)
{
    size_t lines = 0;

    assert_null(strstr(text, " \n"));
    for (; *text != '\0'; text = strchr(text, '\n') + 1, lines++)
        assert_true(strcspn(text, "\n") <= 100);
    return lines;
}

static void lines_of_text_are_fitted_whatever_the_numbers(void **state)
{
    static const rowcol_shape shapes[] = {{20, 6}, {1, 34}, {3, 35},  {2, 67},
                                          {2, 68}, {3, 69}, {2, 500}, {40, 1}};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct answer answer = {0};
        rowcol_matrix *matrix = answer_add_matrix(&answer, "product", shapes[i]);
        char *text;

        assert_non_null(matrix);
        fill(matrix);
        text = text_of(&answer, &text_writer);
        assert_int_equal(assert_lines(text), shapes[i].rows);
        free(text);
    }
}

static void dots_stand_in_the_middle_of_each_line_that_is_too_long(void **state)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = answer_add_matrix(&answer, "product", (rowcol_shape){2, 50});

    (void)state;
    for (size_t i = 0; i < 100; i++)
        matrix->entries[i] = i < 50 ? (double)i + 1 : 0.5 * (double)(i - 50);
    assert_text(&answer, &text_writer,
                "1  2    3  4    5  6    7  8    9  10    11  ...  "
                "41  42    43  44    45  46    47  48    49  50\n"
                "0  0.5  1  1.5  2  2.5  3  3.5  4   4.5   5  ...  "
                "20  20.5  21  21.5  22  22.5  23  23.5  24  24.5\n");
}

static void numbers_of_a_column_are_aligned_at_their_points(void **state)
{
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 3, 2, (double[]){1e21, 1, -1.25e-7, -20.5, 1.5, 0.125});
    assert_text(&answer, &text_writer,
                " 1e+21      1\n"
                "-1.25e-7  -20.5\n"
                " 1.5        0.125\n");
}

static void lists_and_numbers_stand_behind_their_names_in_text(void **state)
{
    struct answer answer = {0};
    struct answer_member *list;

    (void)state;
    list = answer_add_numbers(&answer, "values", ANSWER_LIST, (rowcol_shape){1, 3});
    memcpy(list->matrix.entries, (double[]){-1, 2.5, 30}, 3 * sizeof(double));
    add_matrix(&answer, "vectors", 1, 2, (double[]){1, 0});
    assert_true(answer_add_scalar(&answer, "trace", 1e21));
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    assert_text(&answer, &text_writer,
                "values: -1  2.5  30\n\nvectors:\n1  0\n\ntrace: 1e+21\nmethod: lu\n");
}

static void a_long_list_is_in_columns_below_its_name(void **state)
{
    struct answer answer = {0};
    struct answer_member *list;
    char *text;

    (void)state;
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    list = answer_add_numbers(&answer, "permutation", ANSWER_LIST, (rowcol_shape){1, 41});
    for (size_t i = 0; i < 41; i++)
        list->matrix.entries[i] = (double)(i + 1);
    text = text_of(&answer, &text_writer);
    assert_int_equal(assert_lines(text), 4);
    assert_string_equal(text,
                        "method: lu\n"
                        "permutation:\n"
                        " 1   2   3   4   5   6   7   8   9  10  11  12  13  14  15  16  17  18"
                        "  19  20  21  22  23  24  25\n"
                        "26  27  28  29  30  31  32  33  34  35  36  37  38  39  40  41\n");
    free(text);
}

static void a_list_stays_in_its_line_as_long_as_it_fits(void **state)
{
    for (size_t count = 30; count < 33; count++) {
        struct answer answer = {0};
        struct answer_member *list =
            answer_add_numbers(&answer, "values", ANSWER_LIST, (rowcol_shape){1, count});
        char *text;

        (void)state;
        for (size_t i = 0; i < count; i++)
            list->matrix.entries[i] = 7;
        text = text_of(&answer, &text_writer); /* 8 + 3 * 31 - 2 are 99 characters */
        assert_int_equal(assert_lines(text), count <= 31 ? 1 : 2);
        free(text);
    }
}

static void complex_numbers_are_sums_in_text(void **state)
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
    memcpy(vectors->matrix.entries, (double[]){1, 2.5, -3, 4}, 4 * sizeof(double));
    memcpy(vectors->imaginary.entries, (double[]){10, 0, -0.5, 8e-7}, 4 * sizeof(double));
    assert_text(&answer, &text_writer,
                "values: 0+1i  0.5-1i\n"
                "\n"
                "vectors:\n"
                " 1+10i    2.5+0i\n"
                "-3 -0.5i  4  +8e-7i\n");
}

static void complex_blocks_of_every_size_join_in_text(void **state)
{
    struct answer answer = {0};
    struct answer_member *member =
        answer_add_numbers(&answer, "m", ANSWER_MATRIX, (rowcol_shape){3, 5});
    struct numbers numbers;
    char *whole;

    (void)state;
    assert_true(answer_make_complex(member));
    fill(&member->matrix);
    fill(&member->imaginary);
    numbers = numbers_of(&answer, member);
    whole = joined(&text_writer, &numbers, 15);
    assert_int_equal(assert_lines(whole), 3);
    for (size_t block = 1; block < 15; block++) {
        char *text = joined(&text_writer, &numbers, block);

        assert_string_equal(text, whole);
        free(text);
    }
    free(whole);
    answer_release(&answer);
}

static void numbers_wanted_in_single_are_written_so(void **state)
{
    struct answer answer = {.single = true};
    struct answer_member *list;

    (void)state;
    add_matrix(&answer, "product", 1, 2, (double[]){1.0F / 3, 16777217});
    list = answer_add_numbers(&answer, "values", ANSWER_LIST, (rowcol_shape){1, 1});
    list->matrix.entries[0] = 0.1;
    assert_true(answer_add_scalar(&answer, "trace", 0.3));
    assert_text(&answer, &json_writer,
                "{\"shape\":[1,2],\"product\":[[0.33333334,16777216]],\"values\":[0.1],"
                "\"trace\":0.3}\n");
    answer.single = true;
    add_matrix(&answer, "product", 1, 2, (double[]){1.0F / 3, 16777217});
    assert_text(&answer, &text_writer, "0.33333334  16777216\n");
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
        cmocka_unit_test(an_only_matrix_is_bare_in_text_and_what_is_said_of_it_below),
        cmocka_unit_test(a_row_and_a_column_are_aligned_in_text),
        cmocka_unit_test(several_matrices_have_their_names_above_in_text),
        cmocka_unit_test(documents_alone_are_lines_in_text),
        cmocka_unit_test(blocks_of_every_size_join_to_the_same_text),
        cmocka_unit_test(the_longest_numbers_stay_within_their_room),
        cmocka_unit_test(numbers_come_in_json_as_what_they_are),
        cmocka_unit_test(complex_numbers_are_pairs_in_a_json_list_and_two_matrices_else),
        cmocka_unit_test(jansson_reads_the_same_numbers_back),
        cmocka_unit_test(lines_of_text_are_fitted_whatever_the_numbers),
        cmocka_unit_test(dots_stand_in_the_middle_of_each_line_that_is_too_long),
        cmocka_unit_test(numbers_of_a_column_are_aligned_at_their_points),
        cmocka_unit_test(lists_and_numbers_stand_behind_their_names_in_text),
        cmocka_unit_test(a_long_list_is_in_columns_below_its_name),
        cmocka_unit_test(a_list_stays_in_its_line_as_long_as_it_fits),
        cmocka_unit_test(complex_numbers_are_sums_in_text),
        cmocka_unit_test(complex_blocks_of_every_size_join_in_text),
        cmocka_unit_test(numbers_wanted_in_single_are_written_so),
    };

    budget_begin(16 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
