/* Steps: which entries, their terms and their values. */
#include <rowcol/explain.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#define LETTERS 26

/* --- One entry -------------------------------------------------------------------------------- */

/* An entry of op(matrix), from 0. */
static double element(const rowcol_matrix *matrix, bool transposed, size_t row, size_t column)
{
    const size_t leading = matrix->shape.columns;

    return matrix->entries[transposed ? column * leading + row : row * leading + column];
}

/* Adding 0 takes the sign from -0, and changes nothing else. */
rowcol_term rowcol_step_term(const rowcol_step *step, size_t index)
{
    const rowcol_product *product = step->_product;
    const size_t row = step->entry.row - 1;
    const size_t column = step->entry.column - 1;
    const double left = element(product->a, product->transpose_a, row, index);
    const double right = element(product->b, product->transpose_b, index, column);

    return (rowcol_term){.left = left, .right = right, .product = left * right + 0.0};
}

/* Its place among the entries of a product of up to LETTERS, from 1; 0 where there are more. */
static size_t letter_of(rowcol_shape shape, rowcol_entry entry)
{
    if (shape.rows > LETTERS || shape.columns > LETTERS || shape.rows * shape.columns > LETTERS)
        return 0;
    return (entry.row - 1) * shape.columns + entry.column;
}

static void name_step(rowcol_step *step)
{
    if (step->_letter > 0)
        snprintf(step->name, sizeof step->name, "%c", (char)('a' + step->_letter - 1));
    else
        snprintf(step->name, sizeof step->name, "c[%zu,%zu]", step->entry.row, step->entry.column);
}

static double step_value(const rowcol_step *step)
{
    double value = rowcol_step_term(step, 0).product;

    for (size_t i = 1; i < step->terms; i++)
        value += rowcol_step_term(step, i).product;
    return value;
}

static bool is_within(rowcol_entry entry, rowcol_shape shape)
{
    return entry.row >= 1 && entry.row <= shape.rows && entry.column >= 1 &&
           entry.column <= shape.columns;
}

rowcol_status rowcol_explain_entry(const rowcol_product *product, rowcol_entry entry,
                                   rowcol_step *step)
{
    const rowcol_shape left = rowcol_product_left(product);
    const rowcol_shape right = rowcol_product_right(product);
    const rowcol_shape shape = {left.rows, right.columns};

    if (!is_within(entry, shape))
        return ROWCOL_NO_ENTRY;
    *step = (rowcol_step){.entry = entry,
                          .terms = left.columns,
                          ._product = product,
                          ._letter = letter_of(shape, entry)};
    name_step(step);
    step->value = step_value(step);
    return isfinite(step->value) ? ROWCOL_OK : ROWCOL_OVERFLOW;
}

/* --- All or some ------------------------------------------------------------------------------ */

static rowcol_entry entry_at(const rowcol_explanation *explanation, size_t index)
{
    const size_t columns = explanation->shape.columns;

    if (explanation->entries)
        return explanation->entries[index];
    return (rowcol_entry){.row = index / columns + 1, .column = index % columns + 1};
}

rowcol_step rowcol_explain_step(const rowcol_explanation *explanation, size_t index)
{
    rowcol_step step = {.terms = 0};

    (void)!rowcol_explain_entry(explanation->product, entry_at(explanation, index), &step);
    return step;
}

/* Completes the explanation as far as shapes alone decide. */
static rowcol_status complete(rowcol_explanation *explanation, size_t most_terms)
{
    const rowcol_product product = {.a = explanation->product->a,
                                    .b = explanation->product->b,
                                    .transpose_a = explanation->product->transpose_a,
                                    .transpose_b = explanation->product->transpose_b};
    const size_t inner = rowcol_product_left(&product).columns;
    rowcol_status status = rowcol_product_shape(&product, &explanation->shape);

    if (status == ROWCOL_OK && !explanation->entries)
        status = rowcol_shape_entries(explanation->shape, &explanation->count);
    if (status == ROWCOL_OK && explanation->count > most_terms / inner)
        status = ROWCOL_TOO_LARGE;
    return status;
}

rowcol_status rowcol_explain(rowcol_explanation *explanation, size_t most_terms, size_t *at)
{
    rowcol_status status = complete(explanation, most_terms);

    for (size_t i = 0; status == ROWCOL_OK && i < explanation->count; i++) {
        rowcol_step step;

        status = rowcol_explain_entry(explanation->product, entry_at(explanation, i), &step);
        if (status != ROWCOL_OK)
            *at = i;
    }
    return status;
}

void rowcol_explain_settle(const rowcol_explanation *explanation, rowcol_matrix *result)
{
    for (size_t i = 0; i < explanation->count; i++) {
        const rowcol_step step = rowcol_explain_step(explanation, i);
        const size_t row = (step.entry.row - 1) * result->shape.columns;

        result->entries[row + step.entry.column - 1] = step.value;
    }
}
