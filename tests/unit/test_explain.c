/* Explanations: the lesson's, word for word, and random ones, whose text is read back and worked
 * out again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/explain.h>
#include <rowcol/number.h>

#define MOST_TERMS 10000

/* clang-format off */
#define VIEW(m, n, array) {.shape = {.rows = (m), .columns = (n)}, .entries = (array)}
/* clang-format on */

static rowcol_matrix row = VIEW(1, 2, ((double[]){2, 3}));
static rowcol_matrix column = VIEW(2, 1, ((double[]){4, 5}));
static rowcol_matrix square = VIEW(2, 2, ((double[]){2, 1, 5, 4}));
static rowcol_matrix vector = VIEW(2, 1, ((double[]){3, 4}));
static rowcol_matrix other = VIEW(2, 2, ((double[]){3, 2, 4, 6}));
static rowcol_matrix wide = VIEW(2, 3, ((double[]){3, 2, 5, 4, 6, -2}));

static rowcol_explanation explain(const rowcol_product *product)
{
    rowcol_explanation explanation = {.product = product};
    size_t at;

    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_OK);
    return explanation;
}

static void assert_step(const rowcol_step *step, const char *expected)
{
    rowcol_text text;

    rowcol_text_begin(&text, ROWCOL_PLAIN, 100000);
    assert_int_equal(rowcol_text_step(&text, step), ROWCOL_OK);
    assert_string_equal(text.bytes, expected);
    rowcol_text_release(&text);
}

static void assert_steps(const rowcol_product *product, const char *const *expected)
{
    const rowcol_explanation explanation = explain(product);
    size_t count = 0;

    for (; expected[count]; count++) {
        const rowcol_step step = rowcol_explain_step(&explanation, count);

        assert_step(&step, expected[count]);
    }
    assert_int_equal(explanation.count, count);
}

static void the_lesson_s_first_example_is_one_step(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &row, .b = &column},
                 (const char *[]){"a = 2*4 + 3*5 = 8 + 15 = 23", NULL});
}

static void the_lesson_s_second_example_is_two_steps(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &square, .b = &vector},
                 (const char *[]){"a = 2*3 + 1*4 = 6 + 4 = 10", "b = 5*3 + 4*4 = 15 + 16 = 31",
                                  NULL});
}

static void the_lesson_s_third_example_is_four_steps(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &square, .b = &other},
                 (const char *[]){"a = 2*3 + 1*4 = 6 + 4 = 10", "b = 2*2 + 1*6 = 4 + 6 = 10",
                                  "c = 5*3 + 4*4 = 15 + 16 = 31", "d = 5*2 + 4*6 = 10 + 24 = 34",
                                  NULL});
}

static void the_lesson_s_fourth_example_is_six_steps(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &square, .b = &wide},
                 (const char *[]){"a = 2*3 + 1*4 = 6 + 4 = 10", "b = 2*2 + 1*6 = 4 + 6 = 10",
                                  "c = 2*5 + 1*(-2) = 10 - 2 = 8", "d = 5*3 + 4*4 = 15 + 16 = 31",
                                  "e = 5*2 + 4*6 = 10 + 24 = 34", "f = 5*5 + 4*(-2) = 25 - 8 = 17",
                                  NULL});
}

static void a_step_has_its_place_its_terms_and_its_value(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    const rowcol_explanation explanation = explain(&product);
    const rowcol_step step = rowcol_explain_step(&explanation, 2);
    const rowcol_term term = rowcol_step_term(&step, 1);

    (void)state;
    assert_string_equal(step.name, "c");
    assert_int_equal(step.entry.row, 1);
    assert_int_equal(step.entry.column, 3);
    assert_int_equal(step.terms, 2);
    assert_true(step.value == 8);
    assert_true(term.left == 1 && term.right == -2 && term.product == -2);
    assert_int_equal(explanation.shape.rows, 2);
    assert_int_equal(explanation.shape.columns, 3);
}

static void transposed_operands_are_explained_as_multiplied(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &column,
                                   .b = &row,
                                   .transpose_a = true,
                                   .transpose_b = true},
                 (const char *[]){"a = 4*2 + 5*3 = 8 + 15 = 23", NULL});
    assert_steps(&(rowcol_product){.a = &wide, .b = &vector, .transpose_a = true},
                 (const char *[]){"a = 3*3 + 4*4 = 9 + 16 = 25", "b = 2*3 + 6*4 = 6 + 24 = 30",
                                  "c = 5*3 + (-2)*4 = 15 - 8 = 7", NULL});
}

static void assert_dot(double *left, double *right, size_t count, const char *expected)
{
    rowcol_matrix a = VIEW(1, count, left);
    rowcol_matrix b = VIEW(count, 1, right);

    assert_steps(&(rowcol_product){.a = &a, .b = &b}, (const char *[]){expected, NULL});
}

static void a_single_term_has_no_sum(void **state)
{
    (void)state;
    assert_dot((double[]){2}, (double[]){3}, 1, "a = 2*3 = 6");
    assert_dot((double[]){-2}, (double[]){3}, 1, "a = (-2)*3 = -6");
    assert_dot((double[]){0.1}, (double[]){3}, 1, "a = 0.1*3 = 0.30000000000000004");
}

static void signs_stand_where_people_write_them(void **state)
{
    (void)state;
    assert_dot((double[]){-1, -2}, (double[]){3, -4}, 2, "a = (-1)*3 + (-2)*(-4) = -3 + 8 = 5");
    assert_dot((double[]){-1, 2, -3}, (double[]){1, -1, 1}, 3,
               "a = (-1)*1 + 2*(-1) + (-3)*1 = -1 - 2 - 3 = -6");
}

static void zeros_have_no_sign_in_sums(void **state)
{
    (void)state;
    assert_dot((double[]){0, 0}, (double[]){-1, 5}, 2, "a = 0*(-1) + 0*5 = 0 + 0 = 0");
    assert_dot((double[]){1, -0.0}, (double[]){-0.0, 5}, 2, "a = 1*(-0) + (-0)*5 = 0 + 0 = 0");
    assert_dot((double[]){1, 1}, (double[]){2, -2}, 2, "a = 1*2 + 1*(-2) = 2 - 2 = 0");
}

static void every_rounding_is_shown(void **state)
{
    (void)state;
    assert_dot((double[]){0.1, 0.2}, (double[]){1, 1}, 2,
               "a = 0.1*1 + 0.2*1 = 0.1 + 0.2 = 0.30000000000000004");
    assert_dot((double[]){1e16, 1, -1e16}, (double[]){1, 1, 1}, 3,
               "a = 10000000000000000*1 + 1*1 + (-10000000000000000)*1 = "
               "10000000000000000 + 1 - 10000000000000000 = 0");
    assert_dot((double[]){1e21, 1e-7}, (double[]){2, 3}, 2,
               "a = 1e+21*2 + 1e-7*3 = 2e+21 + 3e-7 = 2e+21");
    assert_dot((double[]){1e-200, 1}, (double[]){1e-200, 5e-324}, 2,
               "a = 1e-200*1e-200 + 1*5e-324 = 0 + 5e-324 = 5e-324");
}

/* Matrices of ones. */
static void make_ones(rowcol_matrix *matrix, size_t rows, size_t columns)
{
    *matrix = (rowcol_matrix){0};
    assert_int_equal(rowcol_matrix_create(matrix, (rowcol_shape){rows, columns}), ROWCOL_OK);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->entries[i] = 1;
}

static void assert_last_name(size_t rows, size_t columns, const char *expected)
{
    rowcol_matrix a, b;
    rowcol_product product = {.a = &a, .b = &b};
    rowcol_explanation explanation;
    rowcol_step step;

    make_ones(&a, rows, 1);
    make_ones(&b, 1, columns);
    explanation = explain(&product);
    assert_int_equal(explanation.count, rows * columns);
    step = rowcol_explain_step(&explanation, explanation.count - 1);
    assert_string_equal(step.name, expected);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&b);
}

static void names_are_letters_up_to_26_entries(void **state)
{
    (void)state;
    assert_last_name(2, 13, "z");
    assert_last_name(26, 1, "z");
    assert_last_name(5, 5, "y");
    assert_last_name(1, 27, "c[1,27]");
    assert_last_name(3, 9, "c[3,9]");
}

static void entries_asked_for_keep_their_names_and_their_order(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    const rowcol_entry entries[] = {{2, 3}, {1, 1}, {2, 3}};
    rowcol_explanation explanation = {.product = &product, .entries = entries, .count = 3};
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_OK);
    assert_int_equal(explanation.count, 3);
    assert_string_equal(rowcol_explain_step(&explanation, 0).name, "f");
    assert_string_equal(rowcol_explain_step(&explanation, 1).name, "a");
    assert_string_equal(rowcol_explain_step(&explanation, 2).name, "f");
}

static void no_entries_are_no_steps(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    rowcol_explanation explanation = {.product = &product, .entries = &(rowcol_entry){1, 1}};
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_OK);
    assert_int_equal(explanation.count, 0);
}

static void entries_outside_the_product_are_told(void **state)
{
    static const rowcol_entry outside[] = {{0, 1}, {1, 0}, {3, 1}, {1, 4}, {SIZE_MAX, SIZE_MAX}};
    const rowcol_product product = {.a = &square, .b = &wide};

    (void)state;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        const rowcol_entry entries[] = {{1, 1}, outside[i]};
        rowcol_explanation explanation = {.product = &product, .entries = entries, .count = 2};
        rowcol_step step;
        size_t at = 7;

        assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_NO_ENTRY);
        assert_int_equal(at, 1);
        assert_int_equal(rowcol_explain_entry(&product, outside[i], &step), ROWCOL_NO_ENTRY);
    }
}

static void operands_that_do_not_fit_have_no_explanation(void **state)
{
    const rowcol_product product = {.a = &wide, .b = &wide};
    rowcol_explanation explanation = {.product = &product};
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_MISMATCH);
}

static void an_explanation_has_no_more_terms_than_allowed(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    rowcol_explanation explanation = {.product = &product};
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, 12, &at), ROWCOL_OK);
    explanation = (rowcol_explanation){.product = &product};
    assert_int_equal(rowcol_explain(&explanation, 11, &at), ROWCOL_TOO_LARGE);
    explanation.entries = &(rowcol_entry){1, 1};
    explanation.count = SIZE_MAX / 2 + 1;
    assert_int_equal(rowcol_explain(&explanation, SIZE_MAX, &at), ROWCOL_TOO_LARGE);
}

static void alpha_beta_and_c_are_passed_over(void **state)
{
    (void)state;
    assert_steps(&(rowcol_product){.a = &row, .b = &column, .c = &wide, .alpha = 7, .beta = 7},
                 (const char *[]){"a = 2*4 + 3*5 = 8 + 15 = 23", NULL});
}

static void a_sum_that_overflows_on_its_way_is_told(void **state)
{
    rowcol_matrix a = VIEW(2, 3, ((double[]){1, 1, 1, 1e308, 1e308, -1e308}));
    rowcol_matrix b = VIEW(3, 1, ((double[]){1, 1, 1}));
    const rowcol_product product = {.a = &a, .b = &b};
    rowcol_explanation explanation = {.product = &product};
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_OVERFLOW);
    assert_int_equal(at, 1);
}

static void settling_puts_values_in_their_places_and_nowhere_else(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    const rowcol_entry entries[] = {{2, 1}, {1, 3}};
    rowcol_explanation explanation = {.product = &product, .entries = entries, .count = 2};
    rowcol_matrix result = VIEW(2, 3, ((double[]){-1, -1, -1, -1, -1, -1}));
    size_t at;

    (void)state;
    assert_int_equal(rowcol_explain(&explanation, MOST_TERMS, &at), ROWCOL_OK);
    rowcol_explain_settle(&explanation, &result);
    for (size_t i = 0; i < 6; i++)
        assert_true(result.entries[i] == (i == 3 ? 31 : i == 2 ? 8 : -1));
}

/* --- Whole texts ------------------------------------------------------------------------------ */

static void assert_explanation(rowcol_notation notation, const rowcol_product *product,
                               const char *expected)
{
    const rowcol_explanation explanation = explain(product);
    rowcol_matrix result = {0};
    rowcol_text text;

    assert_int_equal(rowcol_matrix_create(&result, explanation.shape), ROWCOL_OK);
    rowcol_explain_settle(&explanation, &result);
    rowcol_text_begin(&text, notation, 100000);
    assert_int_equal(rowcol_text_explanation(&text, &explanation, &result), ROWCOL_OK);
    assert_string_equal(text.bytes, expected);
    rowcol_text_release(&text);
    rowcol_matrix_release(&result);
}

#define RULE_OF_EXAMPLE_1                                                                          \
    "1 x 2 times 2 x 1: the inner numbers, 2 and 2, are equal, so there is a product; the outer "  \
    "numbers, 1 and 1, give its shape, 1 x 1."

static void on_a_terminal_matrices_rule_and_steps_stand_below_each_other(void **state)
{
    (void)state;
    assert_explanation(ROWCOL_PLAIN, &(rowcol_product){.a = &square, .b = &wide},
                       "a:\n2  1\n5  4\n"
                       "\nb:\n3  2   5\n4  6  -2\n"
                       "\nproduct:\n10  10   8\n31  34  17\n"
                       "\n2 x 2 times 2 x 3: the inner numbers, 2 and 2, are equal, so there is a "
                       "product; the outer numbers, 2 and 3, give its shape, 2 x 3.\n"
                       "\n"
                       "a = 2*3 + 1*4 = 6 + 4 = 10\n"
                       "b = 2*2 + 1*6 = 4 + 6 = 10\n"
                       "c = 2*5 + 1*(-2) = 10 - 2 = 8\n"
                       "d = 5*3 + 4*4 = 15 + 16 = 31\n"
                       "e = 5*2 + 4*6 = 10 + 24 = 34\n"
                       "f = 5*5 + 4*(-2) = 25 - 8 = 17\n");
    assert_explanation(ROWCOL_PLAIN,
                       &(rowcol_product){.a = &column, .b = &column, .transpose_a = true},
                       "a, transposed:\n4  5\n\nb:\n4\n5\n\nproduct:\n41\n\n" RULE_OF_EXAMPLE_1
                       "\n\na = 4*4 + 5*5 = 16 + 25 = 41\n");
}

static void latex_has_matrices_in_a_formula(void **state)
{
    (void)state;
    assert_explanation(ROWCOL_LATEX, &(rowcol_product){.a = &row, .b = &column},
                       "\\[\n\\begin{bmatrix} 2 & 3 \\end{bmatrix}\n"
                       "\\begin{bmatrix} 4 \\\\\n5 \\end{bmatrix}\n = "
                       "\\begin{bmatrix} 23 \\end{bmatrix}\n\\]\n" RULE_OF_EXAMPLE_1 "\n\n"
                       "$a = 2 \\cdot 4 + 3 \\cdot 5 = 8 + 15 = 23$\n\n");
}

static void html_has_mathml_and_says_each_step_in_plain_text(void **state)
{
    rowcol_matrix a = VIEW(1, 1, ((double[]){2}));
    rowcol_matrix b = VIEW(1, 1, ((double[]){-3}));

    (void)state;
    assert_explanation(
        ROWCOL_HTML, &(rowcol_product){.a = &a, .b = &b},
        "<div class=\"line\"><math display=\"block\"><mrow>\n"
        "<mrow><mo>[</mo><mtable>\n<mtr><mtd><mn>2</mn></mtd></mtr>\n</mtable><mo>]</mo></mrow>"
        "<mrow><mo>[</mo><mtable>\n<mtr><mtd><mrow><mo>−</mo><mn>3</mn></mrow></mtd></mtr>\n"
        "</mtable><mo>]</mo></mrow><mo>=</mo>"
        "<mrow><mo>[</mo><mtable>\n<mtr><mtd><mrow><mo>−</mo><mn>6</mn></mrow></mtd></mtr>\n"
        "</mtable><mo>]</mo></mrow>\n</mrow></math></div>\n"
        "<p>1 x 1 times 1 x 1: the inner numbers, 1 and 1, are equal, so there is a product; the "
        "outer numbers, 1 and 1, give its shape, 1 x 1.</p>\n"
        "<p class=\"line\"><math alttext=\"a = 2*(-3) = -6\"><mi>a</mi><mo>=</mo><mn>2</mn>"
        "<mo>⋅</mo><mrow><mo stretchy=\"false\">(</mo><mrow><mo>−</mo><mn>3</mn></mrow>"
        "<mo stretchy=\"false\">)</mo></mrow>"
        "<mo>=</mo><mrow><mo>−</mo><mn>6</mn></mrow></math></p>\n");
}

static void a_text_too_long_is_told(void **state)
{
    const rowcol_product product = {.a = &square, .b = &wide};
    const rowcol_explanation explanation = explain(&product);
    rowcol_text text;

    (void)state;
    for (size_t most = 0; most < 300; most += 23) {
        rowcol_text_begin(&text, ROWCOL_HTML, most);
        assert_int_equal(rowcol_text_explanation(&text, &explanation, &wide), ROWCOL_TOO_LARGE);
        assert_true(text.length <= most);
        rowcol_text_release(&text);
    }
}

/* --- Random steps, read back ------------------------------------------------------------------ */

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state;

static uint64_t draw(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* Whole numbers, decimals, zeros, and any magnitude whose square is a double. */
static double draw_number(void)
{
    const double whole = (double)(draw() % 41) - 20;

    switch (draw() % 5) {
    case 0:
        return whole;
    case 1:
        return whole / 10;
    case 2:
        return draw() % 2 ? 0.0 : -0.0;
    case 3:
        return ldexp(whole / 3, (int)(draw() % 900) - 450);
    default:
        return (double)(int64_t)draw() * 0x1p-53;
    }
}

/* What is left of a text that is being read. */
static const char *next;

static bool take(const char *token)
{
    const size_t length = strlen(token);

    if (strncmp(next, token, length) != 0)
        return false;
    next += length;
    return true;
}

static double take_number(void)
{
    double value = NAN;

    assert_int_equal(rowcol_number_read(&next, next + strlen(next), &value), ROWCOL_OK);
    return value;
}

static double take_factor(void)
{
    const bool parenthesis = take("(");
    const double value = take_number();

    assert_true(signbit(value) ? parenthesis : !parenthesis);
    assert_int_equal(take(")"), parenthesis);
    return value;
}

static double take_product(double *left, double *right)
{
    *left = take_factor();
    assert_true(take("*"));
    *right = take_factor();
    return *left * *right;
}

/* The sum of what was multiplied, as a reader adds it up; its numbers and signs are compared with
 * the products. */
static double take_sum(const double *products, size_t count)
{
    double sum = take_number();

    assert_true(sum == products[0]);
    for (size_t i = 1; i < count; i++) {
        const bool minus = take(" - ");
        double number;

        assert_true(minus || take(" + "));
        number = take_number();
        assert_false(signbit(number));
        assert_true((minus ? -number : number) == products[i]);
        sum = minus ? sum - number : sum + number;
    }
    return sum;
}

#define MOST_INNER 6

/* Reads a step's text and works it out again. */
static void assert_reads_back(const rowcol_step *step, const char *text)
{
    double products[MOST_INNER] = {0};
    double left, right, value;

    next = text;
    assert_true(take(step->name) && take(" = "));
    for (size_t i = 0; i < step->terms; i++) {
        const rowcol_term term = rowcol_step_term(step, i);

        assert_true(i == 0 || take(" + "));
        products[i] = take_product(&left, &right);
        assert_true(left == term.left && right == term.right && products[i] == term.product);
    }
    value = products[0];
    if (step->terms > 1) {
        assert_true(take(" = "));
        value = take_sum(products, step->terms);
    }
    assert_true(take(" = "));
    assert_true(take_number() == value && value == step->value && *next == '\0');
    assert_false(signbit(step->value) && step->value == 0);
}

static void random_texts_read_back_to_their_values(void **state)
{
    double left[6 * MOST_INNER], right[MOST_INNER * 6];
    rowcol_text text;

    (void)state;
    random_state = 7;
    rowcol_text_begin(&text, ROWCOL_PLAIN, 100000);
    for (int trial = 0; trial < 3000; trial++) {
        const size_t rows = draw() % 6 + 1, inner = draw() % MOST_INNER + 1,
                     columns = draw() % 6 + 1;
        const bool transpose_a = draw() % 2, transpose_b = draw() % 2;
        rowcol_matrix a = VIEW(transpose_a ? inner : rows, transpose_a ? rows : inner, left);
        rowcol_matrix b = VIEW(transpose_b ? columns : inner, transpose_b ? inner : columns, right);
        const rowcol_product product = {.a = &a,
                                        .b = &b,
                                        .transpose_a = transpose_a,
                                        .transpose_b = transpose_b};
        rowcol_explanation explanation;

        for (size_t i = 0; i < 6 * MOST_INNER; i++) {
            left[i] = draw_number();
            right[i] = draw_number();
        }
        explanation = explain(&product);
        for (size_t i = 0; i < explanation.count; i++) {
            const rowcol_step step = rowcol_explain_step(&explanation, i);

            rowcol_text_clear(&text);
            assert_int_equal(rowcol_text_step(&text, &step), ROWCOL_OK);
            assert_reads_back(&step, text.bytes);
        }
    }
    rowcol_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lesson_s_first_example_is_one_step),
        cmocka_unit_test(the_lesson_s_second_example_is_two_steps),
        cmocka_unit_test(the_lesson_s_third_example_is_four_steps),
        cmocka_unit_test(the_lesson_s_fourth_example_is_six_steps),
        cmocka_unit_test(a_step_has_its_place_its_terms_and_its_value),
        cmocka_unit_test(transposed_operands_are_explained_as_multiplied),
        cmocka_unit_test(a_single_term_has_no_sum),
        cmocka_unit_test(signs_stand_where_people_write_them),
        cmocka_unit_test(zeros_have_no_sign_in_sums),
        cmocka_unit_test(every_rounding_is_shown),
        cmocka_unit_test(names_are_letters_up_to_26_entries),
        cmocka_unit_test(entries_asked_for_keep_their_names_and_their_order),
        cmocka_unit_test(no_entries_are_no_steps),
        cmocka_unit_test(entries_outside_the_product_are_told),
        cmocka_unit_test(operands_that_do_not_fit_have_no_explanation),
        cmocka_unit_test(an_explanation_has_no_more_terms_than_allowed),
        cmocka_unit_test(alpha_beta_and_c_are_passed_over),
        cmocka_unit_test(a_sum_that_overflows_on_its_way_is_told),
        cmocka_unit_test(settling_puts_values_in_their_places_and_nowhere_else),
        cmocka_unit_test(on_a_terminal_matrices_rule_and_steps_stand_below_each_other),
        cmocka_unit_test(latex_has_matrices_in_a_formula),
        cmocka_unit_test(html_has_mathml_and_says_each_step_in_plain_text),
        cmocka_unit_test(a_text_too_long_is_told),
        cmocka_unit_test(random_texts_read_back_to_their_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
