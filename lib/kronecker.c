/* The Kronecker product, row by row. */
#include <rowcol/kronecker.h>

#include <rowcol/elementwise.h>

/* Entries column .. column + count - 1 of the row that a row of `a` makes with a row of `b`: the
 * latter, `b_columns` long, times each entry of the former. */
static void kronecker_row(const double *a, const double *b, size_t b_columns, size_t column,
                          size_t count, double *out)
{
    const double *entry = a + column / b_columns;
    size_t from = column % b_columns;

    for (; count > 0; from = 0) {
        size_t here = b_columns - from < count ? b_columns - from : count;

        rowcol_scale(b + from, *entry++, here, out);
        out += here;
        count -= here;
    }
}

void rowcol_kronecker_block(const rowcol_matrix *a, const rowcol_matrix *b, rowcol_block block,
                            double *out, size_t leading)
{
    for (size_t i = 0; i < block.rows; i++) {
        size_t row = block.row + i;

        kronecker_row(a->entries + row / b->shape.rows * a->shape.columns,
                      b->entries + row % b->shape.rows * b->shape.columns, b->shape.columns,
                      block.column, block.columns, out + i * leading);
    }
}
