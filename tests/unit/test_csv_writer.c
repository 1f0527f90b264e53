/* Answers as CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/number.h>

#include "base/budget.h"
#include "formats/output.h"
#include "outcome.h"

static struct answer_member *add(struct answer *answer, const char *name, enum answer_form form,
                                 size_t rows, size_t columns, const double *entries)
{
    struct answer_member *member =
        answer_add_numbers(answer, name, form, (rowcol_shape){rows, columns});

    assert_non_null(member);
    memcpy(member->matrix.entries, entries, rows * columns * sizeof *entries);
    return member;
}

/* Compares the answer's text, and frees the answer. */
static void assert_csv(struct answer *answer, const char *wanted)
{
    size_t length;
    size_t size;
    char *text = output_text(answer, &csv_writer, &length, &size);

    assert_non_null(text);
    assert_int_equal(length, strlen(wanted));
    assert_memory_equal(text, wanted, length);
    budget_free(text, size);
    answer_release(answer);
}

static void an_only_matrix_is_its_rows(void **state)
{
    struct answer answer = {0};

    (void)state;
    add(&answer, "product", ANSWER_MATRIX, 2, 3, (double[]){10, -0.5, 1e21, 31, -0.0, 1e-7});
    assert_csv(&answer, "10,-0.5,1e+21\n31,-0,1e-7\n");
    add(&answer, "product", ANSWER_MATRIX, 3, 1, (double[]){1, 2, 3});
    assert_csv(&answer, "1\n2\n3\n");
}

static void what_is_said_beside_an_only_matrix_is_left_out(void **state)
{
    struct answer answer = {0};

    (void)state;
    add(&answer, "solution", ANSWER_MATRIX, 2, 1, (double[]){1, 2});
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    add(&answer, "residual", ANSWER_LIST, 1, 1, (double[]){0});
    assert_csv(&answer, "1\n2\n");
}

static void an_only_number_is_a_cell(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_scalar(&answer, "trace", 5));
    assert_csv(&answer, "5\n");
}

static void several_members_have_their_names_above(void **state)
{
    struct answer answer = {0};

    (void)state;
    add(&answer, "u", ANSWER_MATRIX, 2, 2, (double[]){1, 0, 0, 1});
    add(&answer, "singular_values", ANSWER_LIST, 1, 2, (double[]){3, 2.5});
    add(&answer, "vt", ANSWER_MATRIX, 2, 2, (double[]){0, 1, 1, 0});
    assert_true(answer_add_scalar(&answer, "tolerance", 0.25));
    assert_true(answer_add_new(&answer, "warning", json_string("7 digits, \"about\"")));
    assert_true(answer_add_new(&answer, "shape", json_pack("[i,i]", 3, 2)));
    assert_csv(&answer,
               "u\n1,0\n0,1\n\nsingular_values\n3,2.5\n\nvt\n0,1\n1,0\n\ntolerance\n0.25\n\n"
               "warning\n\"7 digits, \"\"about\"\"\"\n\nshape\n\"[3,2]\"\n");
}

static void complex_numbers_are_as_python_has_them(void **state)
{
    struct answer answer = {0};
    struct answer_member *values;

    (void)state;
    values = add(&answer, "values", ANSWER_LIST, 1, 3, (double[]){0, 0.5, -1});
    assert_true(answer_make_complex(values));
    memcpy(values->imaginary.entries, (double[]){1, -2.5, -0.0}, 3 * sizeof(double));
    assert_true(answer_add_scalar(&answer, "other", 1));
    assert_csv(&answer, "values\n0+1j,0.5-2.5j,-1-0j\n\nother\n1\n");
}

static void numbers_wanted_in_single_are_written_so(void **state)
{
    struct answer answer = {.single = true};

    (void)state;
    add(&answer, "product", ANSWER_MATRIX, 1, 2, (double[]){1.0F / 3, 0.1});
    assert_csv(&answer, "0.33333334,0.1\n");
}

static void blocks_of_every_size_join_within_their_room(void **state)
{
    static const double entries[] = {-1.2345678901234567e-6, -DBL_MAX, 5e-324, 1, -1e20, 0.1};
    struct answer answer = {0};
    struct answer_member *member = add(&answer, "m", ANSWER_MATRIX, 2, 3, entries);
    struct numbers numbers = numbers_of(&answer, member);
    static const char wanted[] = "-0.0000012345678901234567,-1.7976931348623157e+308,5e-324\n"
                                 "1,-100000000000000000000,0.1\n";

    (void)state;
    for (size_t block = 1; block <= 6; block++) {
        char text[sizeof wanted];
        size_t length = 0;

        for (size_t first = 0; first < 6; first += block) {
            size_t count = first + block < 6 ? block : 6 - first;
            char *out = malloc(csv_writer.room(&numbers, count));
            size_t written;

            assert_non_null(out);
            written = csv_writer.entries(&numbers, first, count, NULL, out);
            assert_true(length + written < sizeof text);
            memcpy(text + length, out, written);
            length += written;
            free(out);
        }
        text[length] = '\0';
        assert_string_equal(text, wanted);
    }
    answer_release(&answer);
}

static void the_reader_takes_what_the_writer_makes(void **state)
{
    struct answer answer = {0};
    struct answer_member *member =
        answer_add_numbers(&answer, "m", ANSWER_MATRIX, (rowcol_shape){37, 29});
    struct outcome outcome;
    size_t length;
    size_t size;
    char *text;

    (void)state;
    assert_non_null(member);
    for (size_t i = 0; i < 37 * 29; i++)
        member->matrix.entries[i] = 1 / (double)(i % 2 ? i : 5);
    text = output_text(&answer, &csv_writer, &length, &size);
    assert_non_null(text);
    outcome_begin(&outcome, &csv_reader, "; charset=utf-8", text, length, 1000, 300);
    assert_true(outcome.good);
    assert_int_equal(outcome.fields.values[0].matrix.shape.rows, 37);
    assert_memory_equal(outcome.fields.values[0].matrix.entries, member->matrix.entries,
                        37 * 29 * sizeof(double));
    outcome_end(&outcome);
    budget_free(text, size);
    answer_release(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_only_matrix_is_its_rows),
        cmocka_unit_test(what_is_said_beside_an_only_matrix_is_left_out),
        cmocka_unit_test(an_only_number_is_a_cell),
        cmocka_unit_test(several_members_have_their_names_above),
        cmocka_unit_test(complex_numbers_are_as_python_has_them),
        cmocka_unit_test(numbers_wanted_in_single_are_written_so),
        cmocka_unit_test(blocks_of_every_size_join_within_their_room),
        cmocka_unit_test(the_reader_takes_what_the_writer_makes),
    };

    budget_begin(16 * 1024 * 1024);
    return cmocka_run_group_tests_name("csv_writer", tests, NULL, NULL);
}
