/* Practice as a learner meets it: a sheet is fetched, solved with one mistake of each kind, and
 * sent back; each mistake is named. And sheets to be printed, in every form. */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Matrices in JSON ------------------------------------------------------------------------- */

static size_t rows_of(const json_t *matrix)
{
    return json_array_size(matrix);
}

static size_t columns_of(const json_t *matrix)
{
    return json_array_size(json_array_get(matrix, 0));
}

static double entry_of(const json_t *matrix, size_t row, size_t column)
{
    return json_number_value(json_array_get(json_array_get(matrix, row), column));
}

/* A new matrix, each entry of which is made by `entry` from a and b. */
static json_t *make(size_t rows, size_t columns, const json_t *a, const json_t *b,
                    double (*entry)(const json_t *a, const json_t *b, size_t row, size_t column))
{
    json_t *matrix = json_array();

    for (size_t i = 0; i < rows; i++) {
        json_t *row = json_array();

        for (size_t j = 0; j < columns; j++)
            json_array_append_new(row, json_real(entry(a, b, i, j)));
        json_array_append_new(matrix, row);
    }
    return matrix;
}

static double row_by_column(const json_t *a, const json_t *b, size_t row, size_t column)
{
    double sum = 0;

    for (size_t i = 0; i < columns_of(a); i++)
        sum += entry_of(a, row, i) * entry_of(b, i, column);
    return sum;
}

static double column_by_column(const json_t *a, const json_t *b, size_t row, size_t column)
{
    double sum = 0;

    for (size_t i = 0; i < rows_of(a); i++)
        sum += entry_of(a, i, row) * entry_of(b, i, column);
    return sum;
}

static double row_by_row(const json_t *a, const json_t *b, size_t row, size_t column)
{
    double sum = 0;

    for (size_t i = 0; i < columns_of(a); i++)
        sum += entry_of(a, row, i) * entry_of(b, column, i);
    return sum;
}

static double column_by_row(const json_t *a, const json_t *b, size_t row, size_t column)
{
    double sum = 0;

    for (size_t i = 0; i < rows_of(a); i++)
        sum += entry_of(a, i, row) * entry_of(b, column, i);
    return sum;
}

static double in_place(const json_t *a, const json_t *b, size_t row, size_t column)
{
    return entry_of(a, row, column) * entry_of(b, row, column);
}

static double exchanged(const json_t *a, const json_t *b, size_t row, size_t column)
{
    return row_by_column(a, b, column, row);
}

static double negative(const json_t *a, const json_t *b, size_t row, size_t column)
{
    return -row_by_column(a, b, row, column);
}

static double off_in_the_first(const json_t *a, const json_t *b, size_t row, size_t column)
{
    return row_by_column(a, b, row, column) + (row + column == 0);
}

static double nothing(const json_t *a, const json_t *b, size_t row, size_t column)
{
    (void)a;
    (void)b;
    (void)row;
    (void)column;
    return 0;
}

/* --- A sheet with one of each ----------------------------------------------------------------- */

/* What goes wrong in exercises 1, 2, 3 ...: all are of squares. */
static const struct {
    const char *kind;
    double (*entry)(const json_t *a, const json_t *b, size_t row, size_t column);
    bool swapped;
    size_t more; /* rows than there should be */
} mistakes[] = {
    {"element-by-element", in_place, false, 0},
    {"swapped-matrices", row_by_column, true, 0},
    {"column-for-row", column_by_column, false, 0},
    {"row-for-column", row_by_row, false, 0},
    {"columns-by-rows", column_by_row, false, 0},
    {"transposed-answer", exchanged, false, 0},
    {"sign", negative, false, 0},
    {"arithmetic-slip", off_in_the_first, false, 0},
    {"wrong-shape", nothing, false, 1},
};

#define MISTAKES (sizeof mistakes / sizeof mistakes[0])

static json_t *fetch(const char *target)
{
    struct answer answer = get(&shared, "practice", target);
    json_t *json;

    assert_status(&answer, 200);
    json = answer_json(&answer);
    answer_free(&answer);
    return json;
}

static json_t *check(json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT);
    struct answer answer = post(&shared, "practice-check", "/v1/practice/check", text);
    json_t *json;

    assert_status(&answer, 200);
    json = answer_json(&answer);
    answer_free(&answer);
    free(text);
    json_decref(body);
    return json;
}

static json_t *solve(size_t index, const json_t *a, const json_t *b)
{
    if (index >= MISTAKES)
        return make(rows_of(a), columns_of(b), a, b, row_by_column);
    if (mistakes[index].swapped)
        return make(rows_of(b), columns_of(a), b, a, mistakes[index].entry);
    return make(rows_of(a) + mistakes[index].more, columns_of(b), a, b, mistakes[index].entry);
}

static json_t *solve_all(const json_t *exercises)
{
    json_t *answers = json_array();

    for (size_t i = 0; i < json_array_size(exercises); i++) {
        const json_t *exercise = json_array_get(exercises, i);
        json_t *product = solve(i, json_object_get(exercise, "a"), json_object_get(exercise, "b"));

        json_array_append_new(answers,
                              json_pack("{s:O, s:o}", "id", json_object_get(exercise, "id"),
                                        "product", product));
    }
    return answers;
}

static void assert_named(const json_t *result, const char *kind)
{
    const json_t *mistake = json_object_get(result, "mistake");

    assert_true(json_is_false(json_object_get(result, "correct")));
    assert_string_equal(json_string_value(json_object_get(mistake, "kind")), kind);
    assert_true(json_string_length(json_object_get(mistake, "detail")) > 40);
    assert_true((json_object_get(result, "entries") == NULL) == (strcmp(kind, "wrong-shape") == 0));
}

static void one_planted_mistake_of_each_kind_is_named(void **state)
{
    json_t *sheet = fetch("/v1/practice?seed=42&kind=square");
    json_t *graded = check(json_pack("{s:i, s:s, s:o}", "seed", 42, "kind", "square", "answers",
                                     solve_all(json_object_get(sheet, "exercises"))));
    const json_t *results = json_object_get(graded, "results");

    (void)state;
    assert_int_equal(json_array_size(results), 20);
    for (size_t i = 0; i < MISTAKES; i++)
        assert_named(json_array_get(results, i), mistakes[i].kind);
    for (size_t i = MISTAKES; i < 20; i++)
        assert_true(json_is_true(json_object_get(json_array_get(results, i), "correct")));
    assert_int_equal(json_integer_value(json_array_get(json_object_get(graded, "score"), 0)),
                     20 - MISTAKES);
    json_decref(graded);
    json_decref(sheet);
}

static void what_the_sheet_says_is_right_is_graded_right(void **state)
{
    json_t *sheet = fetch("/v1/practice?kind=mixed&answers=true");
    json_t *answers = json_array();
    json_t *graded;
    size_t index;
    json_t *exercise;

    (void)state;
    json_array_foreach(json_object_get(sheet, "exercises"), index, exercise)
        json_array_append_new(answers,
                              json_pack("{s:O, s:O}", "id", json_object_get(exercise, "id"),
                                        "product", json_object_get(exercise, "product")));
    graded = check(json_pack("{s:O, s:s, s:o}", "seed", json_object_get(sheet, "seed"), "kind",
                             "mixed", "answers", answers));
    assert_int_equal(json_integer_value(json_array_get(json_object_get(graded, "score"), 0)), 20);
    json_decref(graded);
    json_decref(sheet);
}

static void the_server_draws_another_seed_each_time(void **state)
{
    json_t *first = fetch("/v1/practice");
    json_t *second = fetch("/v1/practice");

    (void)state;
    assert_int_not_equal(json_integer_value(json_object_get(first, "seed")),
                         json_integer_value(json_object_get(second, "seed")));
    json_decref(first);
    json_decref(second);
}

/* --- To be printed ---------------------------------------------------------------------------- */

static struct answer print(const char *target, const char *accept)
{
    struct request request = {.name = "practice-printed", .target = target, .headers = {accept}};
    struct answer answer = ask(&shared, &request);

    assert_status(&answer, 200);
    return answer;
}

static void assert_printed(const char *accept, const char *page)
{
    struct answer sheet = print("/v1/practice?seed=12345", accept);
    struct answer solved = print("/v1/practice?seed=12345&answers=true", accept);

    assert_non_null(strstr(sheet.body.bytes, "seed 12345"));
    assert_non_null(strstr(sheet.body.bytes, "____"));
    assert_null(strstr(sheet.body.bytes, "Solutions"));
    assert_non_null(strstr(solved.body.bytes, "Solutions"));
    assert_non_null(strstr(solved.body.bytes, page));
    assert_null(answer_header(&sheet, "Cache-Control"));
    answer_free(&sheet);
    answer_free(&solved);
}

static void a_sheet_prints_its_seed_and_solutions_stand_on_a_page_of_their_own(void **state)
{
    (void)state;
    assert_printed("Accept: text/plain", "Solutions of seed 12345");
    assert_printed("Accept: text/html", "class=\"page\"");
}

static void a_sheet_for_latex_is_a_document(void **state)
{
    struct answer answer =
        print("/v1/practice?seed=12345&answers=true", "Accept: application/x-latex");

    (void)state;
    assert_non_null(strstr(answer.body.bytes, "\\documentclass"));
    assert_non_null(strstr(answer.body.bytes, "\\begin{bmatrix}"));
    assert_non_null(strstr(answer.body.bytes, "\\vspace"));
    assert_non_null(strstr(answer.body.bytes, "\\newpage"));
    assert_non_null(strstr(answer.body.bytes, "\\end{document}"));
    answer_free(&answer);
}

static void a_page_has_mathml_a_policy_and_no_script(void **state)
{
    struct answer answer = print("/v1/practice?kind=shapes", "Accept: text/html");

    (void)state;
    assert_non_null(strstr(answer.body.bytes, "<math"));
    assert_null(strstr(answer.body.bytes, "<script"));
    assert_null(strstr(answer.body.bytes, "style="));
    assert_non_null(answer_header(&answer, "Content-Security-Policy"));
    assert_string_equal(answer_header(&answer, "Cache-Control"), "no-store");
    answer_free(&answer);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_planted_mistake_of_each_kind_is_named),
        cmocka_unit_test(what_the_sheet_says_is_right_is_graded_right),
        cmocka_unit_test(the_server_draws_another_seed_each_time),
        cmocka_unit_test(a_sheet_prints_its_seed_and_solutions_stand_on_a_page_of_their_own),
        cmocka_unit_test(a_sheet_for_latex_is_a_document),
        cmocka_unit_test(a_page_has_mathml_a_policy_and_no_script),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests(tests, share_server, stop_shared_server);
}
