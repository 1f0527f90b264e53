/* The Kronecker product: any block of any shapes against its definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <rowcol/kronecker.h>

#include "draw.h"

static double expected(const rowcol_matrix *a, const rowcol_matrix *b, size_t row, size_t column)
{
    const size_t p = b->shape.rows, q = b->shape.columns;

    return a->entries[row / p * a->shape.columns + column / q] *
           b->entries[row % p * q + column % q];
}

static void a_small_product_is_as_in_the_book(void **state)
{
    const rowcol_matrix a = {.shape = {2, 2}, .entries = (double[]){1, 2, 3, 4}};
    const rowcol_matrix b = {.shape = {1, 2}, .entries = (double[]){0, 5}};
    const double product[] = {0, 5, 0, 10, 0, 15, 0, 20};
    double out[8];

    (void)state;
    rowcol_kronecker_block(&a, &b, (rowcol_block){.rows = 2, .columns = 4}, out, 4);
    for (size_t i = 0; i < 8; i++)
        assert_true(out[i] == product[i]);
}

static void products_of_many_shapes_are_right(void **state)
{
    (void)state;
    draw_state = 1;
    for (unsigned trial = 0; trial < 300; trial++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){draw_up_to(9), draw_up_to(9)}, draw_any);
        rowcol_matrix b = draw_matrix((rowcol_shape){draw_up_to(20), draw_up_to(20)}, draw_any);
        rowcol_matrix out = {0};
        rowcol_shape shape;

        assert_int_equal(rowcol_shape_kronecker(a.shape, b.shape, &shape), ROWCOL_OK);
        assert_int_equal(rowcol_matrix_create(&out, shape), ROWCOL_OK);
        rowcol_kronecker_block(&a, &b, (rowcol_block){.rows = shape.rows, .columns = shape.columns},
                               out.entries, shape.columns);
        for (size_t i = 0; i < shape.rows; i++)
            for (size_t j = 0; j < shape.columns; j++)
                assert_true(
                    same_double(out.entries[i * shape.columns + j], expected(&a, &b, i, j)));
        rowcol_matrix_release(&out);
        rowcol_matrix_release(&a);
        rowcol_matrix_release(&b);
    }
}

static void any_block_is_right_and_nothing_beyond_it_is_touched(void **state)
{
    static double out[40 * 56];

    (void)state;
    draw_state = 2;
    for (unsigned trial = 0; trial < 500; trial++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){draw_up_to(5), draw_up_to(5)}, draw_real);
        rowcol_matrix b = draw_matrix((rowcol_shape){draw_up_to(8), draw_up_to(8)}, draw_real);
        const size_t rows = a.shape.rows * b.shape.rows,
                     columns = a.shape.columns * b.shape.columns;
        rowcol_block block = {.row = draw() % rows, .column = draw() % columns};
        size_t leading;

        block.rows = draw_up_to(rows - block.row);
        block.columns = draw_up_to(columns - block.column);
        leading = block.columns + draw() % 16;
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
            out[i] = NAN;
        rowcol_kronecker_block(&a, &b, block, out, leading);
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
            size_t row = i / leading, column = i % leading;

            if (row < block.rows && column < block.columns)
                assert_true(out[i] == expected(&a, &b, block.row + row, block.column + column));
            else
                assert_true(isnan(out[i]));
        }
        rowcol_matrix_release(&a);
        rowcol_matrix_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_product_is_as_in_the_book),
        cmocka_unit_test(products_of_many_shapes_are_right),
        cmocka_unit_test(any_block_is_right_and_nothing_beyond_it_is_touched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
