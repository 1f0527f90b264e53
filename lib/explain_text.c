/* Explanations as people read them. */
#include <rowcol/explain.h>

#include <rowcol/notation.h>
#include <rowcol/shape.h>

static void add_products(rowcol_text *text, const rowcol_step *step)
{
    for (size_t i = 0; i < step->terms; i++) {
        const rowcol_term term = rowcol_step_term(step, i);

        if (i > 0)
            rowcol_text_sign(text, ROWCOL_PLUS);
        rowcol_text_times(text, term.left, term.right);
    }
}

static void add_sum(rowcol_text *text, const rowcol_step *step)
{
    for (size_t i = 0; i < step->terms; i++) {
        const double product = rowcol_step_term(step, i).product;

        if (i == 0)
            rowcol_text_number(text, product);
        else
            rowcol_text_addend(text, product);
    }
}

rowcol_status rowcol_text_step(rowcol_text *text, const rowcol_step *step)
{
    if (step->_letter > 0)
        rowcol_text_entry_name(text, step->name, 0, 0);
    else
        rowcol_text_entry_name(text, "c", step->entry.row, step->entry.column);
    rowcol_text_sign(text, ROWCOL_EQUALS);
    add_products(text, step);
    rowcol_text_sign(text, ROWCOL_EQUALS);
    if (step->terms > 1) {
        add_sum(text, step);
        rowcol_text_sign(text, ROWCOL_EQUALS);
    }
    return rowcol_text_number(text, step->value);
}

/* Side by side with brackets in print; on a terminal below each other, as they can be copied. */
static void add_matrices(rowcol_text *text, const rowcol_product *product,
                         const rowcol_matrix *result)
{
    const rowcol_part parts[] = {{.matrix = product->a, .transposed = product->transpose_a},
                                 {.matrix = product->b, .transposed = product->transpose_b},
                                 {.words = "="},
                                 {.matrix = result}};

    if (text->notation != ROWCOL_PLAIN) {
        rowcol_text_formula(text, parts, sizeof parts / sizeof *parts);
        return;
    }
    rowcol_text_matrix(text, product->transpose_a ? "a, transposed" : "a", product->a,
                       product->transpose_a);
    rowcol_text_matrix(text, product->transpose_b ? "b, transposed" : "b", product->b,
                       product->transpose_b);
    rowcol_text_matrix(text, "product", result, false);
}

/* A step on a line, and for readers without MathML the same in plain text beside it.
 *
 * spoken   a plain text to use; it is emptied. */
static void add_step(rowcol_text *text, const rowcol_step *step, rowcol_text *spoken)
{
    if (text->notation == ROWCOL_HTML && rowcol_text_step(spoken, step) != ROWCOL_OK) {
        text->status = spoken->status;
        return;
    }
    rowcol_text_line_begin(text, spoken->bytes);
    rowcol_text_step(text, step);
    rowcol_text_line_end(text);
    rowcol_text_clear(spoken);
}

rowcol_status rowcol_text_explanation(rowcol_text *text, const rowcol_explanation *explanation,
                                      const rowcol_matrix *result)
{
    const rowcol_product *product = explanation->product;
    char rule[ROWCOL_RULE_ROOM];
    rowcol_text spoken;

    rowcol_text_begin(&spoken, ROWCOL_PLAIN, text->most);
    rowcol_shape_rule(rowcol_product_left(product), rowcol_product_right(product), rule);
    add_matrices(text, product, result);
    rowcol_text_paragraph(text, rule);
    if (explanation->count > 0)
        rowcol_text_gap(text);
    for (size_t i = 0; text->status == ROWCOL_OK && i < explanation->count; i++) {
        const rowcol_step step = rowcol_explain_step(explanation, i);

        add_step(text, &step, &spoken);
    }
    rowcol_text_release(&spoken);
    return text->status;
}
