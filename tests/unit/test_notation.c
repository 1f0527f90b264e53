/* Numbers, sums, matrices and pages in the three notations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <rowcol/notation.h>

/* clang-format off */
#define VIEW(m, n, array) {.shape = {.rows = (m), .columns = (n)}, .entries = (array)}
/* clang-format on */

static rowcol_text text;

static void begin(rowcol_notation notation)
{
    rowcol_text_begin(&text, notation, 1000000);
}

/* Compares what has been written, and ends the text. */
static void assert_written(const char *expected)
{
    assert_int_equal(text.status, ROWCOL_OK);
    assert_string_equal(text.bytes, expected);
    rowcol_text_release(&text);
}

static void assert_number(rowcol_notation notation, double value, const char *expected)
{
    begin(notation);
    assert_int_equal(rowcol_text_number(&text, value), ROWCOL_OK);
    assert_written(expected);
}

static void assert_factor(rowcol_notation notation, double value, const char *expected)
{
    begin(notation);
    assert_int_equal(rowcol_text_factor(&text, value), ROWCOL_OK);
    assert_written(expected);
}

static void assert_sum(rowcol_notation notation, const double *values, size_t count,
                       const char *expected)
{
    begin(notation);
    rowcol_text_number(&text, values[0]);
    for (size_t i = 1; i < count; i++)
        assert_int_equal(rowcol_text_addend(&text, values[i]), ROWCOL_OK);
    assert_written(expected);
}

static void numbers_are_shortest_text_on_a_terminal(void **state)
{
    (void)state;
    assert_number(ROWCOL_PLAIN, 10, "10");
    assert_number(ROWCOL_PLAIN, -2, "-2");
    assert_number(ROWCOL_PLAIN, 0.1 + 0.2, "0.30000000000000004");
    assert_number(ROWCOL_PLAIN, 1e21, "1e+21");
    assert_number(ROWCOL_PLAIN, -1.5e-7, "-1.5e-7");
    assert_number(ROWCOL_PLAIN, -0.0, "-0");
}

static void exponents_are_powers_of_ten_in_print(void **state)
{
    (void)state;
    assert_number(ROWCOL_LATEX, -2.5, "-2.5");
    assert_number(ROWCOL_LATEX, 1e21, "1 \\times 10^{21}");
    assert_number(ROWCOL_LATEX, -1.5e-7, "-1.5 \\times 10^{-7}");
    assert_number(ROWCOL_HTML, 2, "<mn>2</mn>");
    assert_number(ROWCOL_HTML, -2, "<mrow><mo>−</mo><mn>2</mn></mrow>");
    assert_number(ROWCOL_HTML, 1e21, "<mn>1</mn><mo>×</mo><msup><mn>10</mn><mn>21</mn></msup>");
    assert_number(ROWCOL_HTML, -1.5e-7,
                  "<mrow><mo>−</mo><mn>1.5</mn><mo>×</mo><msup><mn>10</mn>"
                  "<mrow><mo>−</mo><mn>7</mn></mrow></msup></mrow>");
}

static void a_negative_factor_stands_in_parentheses(void **state)
{
    (void)state;
    assert_factor(ROWCOL_PLAIN, 2, "2");
    assert_factor(ROWCOL_PLAIN, -2, "(-2)");
    assert_factor(ROWCOL_PLAIN, -0.0, "(-0)");
    assert_factor(ROWCOL_LATEX, -1e-9, "(-1 \\times 10^{-9})");
    assert_factor(ROWCOL_HTML, -2,
                  "<mrow><mo stretchy=\"false\">(</mo><mrow><mo>−</mo><mn>2</mn></mrow>"
                  "<mo stretchy=\"false\">)</mo></mrow>");
}

static void a_sum_has_the_sign_of_each_number_before_it(void **state)
{
    (void)state;
    assert_sum(ROWCOL_PLAIN, (double[]){6, 4}, 2, "6 + 4");
    assert_sum(ROWCOL_PLAIN, (double[]){10, -2}, 2, "10 - 2");
    assert_sum(ROWCOL_PLAIN, (double[]){-10, -2, 0, -0.0, 1e-7}, 5, "-10 - 2 + 0 - 0 + 1e-7");
    assert_sum(ROWCOL_LATEX, (double[]){10, -2}, 2, "10 - 2");
    assert_sum(ROWCOL_HTML, (double[]){10, -2}, 2, "<mn>10</mn><mo>−</mo><mn>2</mn>");
}

static void products_have_the_notation_s_sign(void **state)
{
    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_times(&text, 1, -2), ROWCOL_OK);
    assert_written("1*(-2)");
    begin(ROWCOL_LATEX);
    assert_int_equal(rowcol_text_times(&text, -1, 2), ROWCOL_OK);
    assert_written("(-1) \\cdot 2");
    begin(ROWCOL_HTML);
    assert_int_equal(rowcol_text_times(&text, 1, 2), ROWCOL_OK);
    assert_written("<mn>1</mn><mo>⋅</mo><mn>2</mn>");
}

static void assert_name(rowcol_notation notation, const char *letters, size_t row, size_t column,
                        const char *expected)
{
    begin(notation);
    assert_int_equal(rowcol_text_entry_name(&text, letters, row, column), ROWCOL_OK);
    assert_written(expected);
}

static void entries_are_named_by_a_letter_or_by_their_place(void **state)
{
    (void)state;
    assert_name(ROWCOL_PLAIN, "d", 0, 0, "d");
    assert_name(ROWCOL_PLAIN, "c", 3, 17, "c[3,17]");
    assert_name(ROWCOL_LATEX, "c", 3, 17, "c_{3,17}");
    assert_name(ROWCOL_HTML, "d", 0, 0, "<mi>d</mi>");
    assert_name(ROWCOL_HTML, "c", 3, 17,
                "<msub><mi>c</mi><mrow><mn>3</mn><mo>,</mo><mn>17</mn></mrow></msub>");
}

static void words_are_escaped(void **state)
{
    static const char words[] = "a_1 & {b} 100% #2 $3 x^2 ~ \\ <i> \"c\"";

    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_words(&text, words), ROWCOL_OK);
    assert_written(words);
    begin(ROWCOL_LATEX);
    assert_int_equal(rowcol_text_words(&text, words), ROWCOL_OK);
    assert_written("a\\_1 \\& \\{b\\} 100\\% \\#2 \\$3 x\\textasciicircum{}2 \\textasciitilde{} "
                   "\\textbackslash{} \\textless{}i\\textgreater{} \"c\"");
    begin(ROWCOL_HTML);
    assert_int_equal(rowcol_text_words(&text, words), ROWCOL_OK);
    assert_written("a_1 &amp; {b} 100% #2 $3 x^2 ~ \\ &lt;i&gt; &quot;c&quot;");
}

static rowcol_matrix wide = VIEW(2, 3, ((double[]){3, 2, 5, 4, 16, -2}));

static void a_matrix_alone_is_aligned_under_its_name(void **state)
{
    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_matrix(&text, "b", &wide, false), ROWCOL_OK);
    assert_int_equal(rowcol_text_matrix(&text, "b, transposed", &wide, true), ROWCOL_OK);
    assert_written("b:\n3   2   5\n4  16  -2\n"
                   "\nb, transposed:\n3   4\n2  16\n5  -2\n");
}

static void numbers_are_aligned_at_their_points(void **state)
{
    rowcol_matrix matrix = VIEW(2, 2, ((double[]){1.5, 10, -20, 0.25}));
    const rowcol_part parts[] = {{.matrix = &matrix}, {.words = "="}};

    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_matrix(&text, "b", &matrix, false), ROWCOL_OK);
    assert_int_equal(rowcol_text_formula(&text, parts, 2), ROWCOL_OK);
    assert_written("b:\n"
                   "  1.5  10\n"
                   "-20     0.25\n"
                   "\n"
                   "[  1.5  10   ] =\n"
                   "[-20     0.25]\n");
}

static void a_matrix_alone_is_an_equation_in_print(void **state)
{
    (void)state;
    begin(ROWCOL_LATEX);
    assert_int_equal(rowcol_text_matrix(&text, "b", &wide, false), ROWCOL_OK);
    assert_written("\\[\n\\text{b} = \\begin{bmatrix} 3 & 2 & 5 \\\\\n4 & 16 & -2 "
                   "\\end{bmatrix}\n\\]\n");
}

static void the_parts_of_a_formula_stand_side_by_side(void **state)
{
    rowcol_matrix column = VIEW(3, 1, ((double[]){1, -20, 3}));
    rowcol_matrix result = VIEW(2, 1, ((double[]){-22, -322}));
    const rowcol_part parts[] = {{.words = "1. "}, {.matrix = &wide},   {.matrix = &column},
                                 {.words = "="},   {.matrix = &result}, {.words = "é!"},
                                 {.words = "___"}};

    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_formula(&text, parts, 7), ROWCOL_OK);
    assert_written("    [3   2   5] [  1]   [ -22]\n"
                   "1.  [4  16  -2] [-20] = [-322] é! ___\n"
                   "                [  3]\n");
    begin(ROWCOL_LATEX);
    assert_int_equal(rowcol_text_formula(&text, parts + 3, 2), ROWCOL_OK);
    assert_written("\\[\n = \\begin{bmatrix} -22 \\\\\n-322 \\end{bmatrix}\n\\]\n");
    begin(ROWCOL_HTML);
    assert_int_equal(rowcol_text_formula(&text, parts + 3, 2), ROWCOL_OK);
    assert_written("<div class=\"line\"><math display=\"block\"><mrow>\n<mo>=</mo>"
                   "<mrow><mo>[</mo><mtable>\n"
                   "<mtr><mtd><mrow><mo>−</mo><mn>22</mn></mrow></mtd></mtr>\n"
                   "<mtr><mtd><mrow><mo>−</mo><mn>322</mn></mrow></mtd></mtr>\n"
                   "</mtable><mo>]</mo></mrow>\n</mrow></math></div>\n");
}

/* 1 x 100: the numbers from 1 to 100. */
static rowcol_matrix long_row(double entries[100])
{
    rowcol_matrix matrix = VIEW(1, 100, entries);

    for (size_t i = 0; i < 100; i++)
        entries[i] = (double)(i + 1);
    return matrix;
}

static void dots_stand_for_what_is_too_much_to_show(void **state)
{
    double entries[100];
    rowcol_matrix row = long_row(entries);

    (void)state;
    begin(ROWCOL_PLAIN);
    assert_int_equal(rowcol_text_matrix(&text, "a", &row, false), ROWCOL_OK);
    assert_string_equal(text.bytes, "a:\n1  2  3  4  5  6  7  8  9  10  11  12  13  ...  "
                                    "88  89  90  91  92  93  94  95  96  97  98  99  100\n");
    assert_int_equal(text.length, 3 + 99 + 1);
    rowcol_text_release(&text);
    assert_int_equal(rowcol_text_matrix(&text, "a", &row, true), ROWCOL_OK);
    assert_non_null(strstr(text.bytes, "a:\n  1\n  2\n  3"));
    assert_non_null(strstr(text.bytes, " 37\n 38\n...\n100\n"));
    rowcol_text_release(&text);
    begin(ROWCOL_LATEX);
    assert_int_equal(rowcol_text_matrix(&text, "a", &row, false), ROWCOL_OK);
    assert_non_null(strstr(text.bytes, "37 & 38 & \\dots & 100 "));
    rowcol_text_release(&text);
    begin(ROWCOL_HTML);
    assert_int_equal(rowcol_text_matrix(&text, "a", &row, false), ROWCOL_OK);
    assert_non_null(strstr(text.bytes, "<mn>38</mn></mtd><mtd><mo>…</mo></mtd><mtd><mn>100</mn>"));
    rowcol_text_release(&text);
}

static void write_page(rowcol_notation notation, const char *stylesheet)
{
    begin(notation);
    rowcol_text_open(&text, "A < B", stylesheet);
    rowcol_text_heading(&text, 1, "Sheet");
    rowcol_text_paragraph(&text, "100% sure");
    rowcol_text_heading(&text, 2, "Part");
    rowcol_text_gap(&text);
    for (double value = 1; value < 3; value++) {
        rowcol_text_line_begin(&text, "spoken");
        rowcol_text_number(&text, value);
        rowcol_text_line_end(&text);
    }
    rowcol_text_new_page(&text);
    rowcol_text_paragraph(&text, "Solutions");
    assert_int_equal(rowcol_text_close(&text), ROWCOL_OK);
}

static void a_page_on_a_terminal_is_blocks_with_empty_lines_between(void **state)
{
    (void)state;
    write_page(ROWCOL_PLAIN, "ignored");
    assert_written("Sheet\n\n100% sure\n\nPart\n\n1\n2\n\nSolutions\n");
}

static void a_page_of_latex_is_complete(void **state)
{
    (void)state;
    write_page(ROWCOL_LATEX, "ignored");
    assert_null(strstr(text.bytes, "ignored"));
    assert_int_equal(strncmp(text.bytes, "\\documentclass{article}\n", 24), 0);
    assert_non_null(strstr(text.bytes, "\\usepackage{amsmath}\n"));
    assert_non_null(strstr(text.bytes, "\\setcounter{MaxMatrixCols}{40}\n"));
    assert_non_null(strstr(text.bytes, "\\title{A \\textless{} B}\n"));
    assert_non_null(strstr(text.bytes, "\\section*{Sheet}\n100\\% sure\n\n"
                                       "\\subsection*{Part}\n$1$\n\n$2$\n\n"
                                       "\\newpage\nSolutions\n\n\\end{document}\n"));
    rowcol_text_release(&text);
}

static void a_page_of_html_is_complete(void **state)
{
    (void)state;
    write_page(ROWCOL_HTML, "/a.css?b&c");
    assert_int_equal(strncmp(text.bytes, "<!doctype html>\n<html lang=\"en\">\n", 32), 0);
    assert_non_null(strstr(text.bytes, "<title>A &lt; B</title>\n"
                                       "<link rel=\"stylesheet\" href=\"/a.css?b&amp;c\">\n"
                                       "</head>\n"));
    assert_non_null(strstr(text.bytes,
                           "<h1>Sheet</h1>\n<p>100% sure</p>\n<h2>Part</h2>\n"
                           "<p class=\"line\"><math alttext=\"spoken\"><mn>1</mn></math></p>\n"));
    assert_non_null(strstr(text.bytes, "<div class=\"page\"></div>\n<p>Solutions</p>\n</main>\n"
                                       "</body>\n</html>\n"));
    rowcol_text_release(&text);
}

static void a_page_without_a_stylesheet_has_rules_of_its_own(void **state)
{
    (void)state;
    write_page(ROWCOL_HTML, NULL);
    assert_non_null(strstr(text.bytes, "<style>\nmain {"));
    rowcol_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_shortest_text_on_a_terminal),
        cmocka_unit_test(exponents_are_powers_of_ten_in_print),
        cmocka_unit_test(a_negative_factor_stands_in_parentheses),
        cmocka_unit_test(a_sum_has_the_sign_of_each_number_before_it),
        cmocka_unit_test(products_have_the_notation_s_sign),
        cmocka_unit_test(entries_are_named_by_a_letter_or_by_their_place),
        cmocka_unit_test(words_are_escaped),
        cmocka_unit_test(a_matrix_alone_is_aligned_under_its_name),
        cmocka_unit_test(numbers_are_aligned_at_their_points),
        cmocka_unit_test(a_matrix_alone_is_an_equation_in_print),
        cmocka_unit_test(the_parts_of_a_formula_stand_side_by_side),
        cmocka_unit_test(dots_stand_for_what_is_too_much_to_show),
        cmocka_unit_test(a_page_on_a_terminal_is_blocks_with_empty_lines_between),
        cmocka_unit_test(a_page_of_latex_is_complete),
        cmocka_unit_test(a_page_of_html_is_complete),
        cmocka_unit_test(a_page_without_a_stylesheet_has_rules_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
