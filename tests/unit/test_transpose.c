/* The transpose: any block of any shape, bit by bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <rowcol/transpose.h>

#include "draw.h"

static void assert_same_bits(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static void assert_transposed(const rowcol_matrix *a)
{
    const rowcol_shape shape = rowcol_shape_transposed(a->shape);
    rowcol_matrix out = {0};

    assert_int_equal(rowcol_matrix_create(&out, shape), ROWCOL_OK);
    rowcol_transpose(a, out.entries);
    for (size_t i = 0; i < shape.rows; i++)
        for (size_t j = 0; j < shape.columns; j++)
            assert_same_bits(out.entries[i * shape.columns + j],
                             a->entries[j * a->shape.columns + i]);
    rowcol_matrix_release(&out);
}

static void matrices_of_every_small_shape_are_transposed(void **state)
{
    (void)state;
    draw_state = 1;
    for (size_t rows = 1; rows <= 26; rows++)
        for (size_t columns = 1; columns <= 26; columns++) {
            rowcol_matrix a = draw_matrix((rowcol_shape){rows, columns}, draw_any);

            assert_transposed(&a);
            rowcol_matrix_release(&a);
        }
}

static void large_and_long_matrices_are_transposed(void **state)
{
    static const rowcol_shape shapes[] = {{500, 500}, {512, 512}, {1, 100000}, {100000, 1},
                                          {3, 33333}, {33333, 3}, {257, 1031}};

    (void)state;
    draw_state = 2;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        rowcol_matrix a = draw_matrix(shapes[i], draw_any);

        assert_transposed(&a);
        rowcol_matrix_release(&a);
    }
}

static void any_block_is_right_and_nothing_beyond_it_is_touched(void **state)
{
    static double out[64 * 80];

    (void)state;
    draw_state = 3;
    for (unsigned trial = 0; trial < 500; trial++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){draw_up_to(64), draw_up_to(64)}, draw_real);
        rowcol_block block = {.row = draw() % a.shape.columns, .column = draw() % a.shape.rows};
        size_t leading;

        block.rows = draw_up_to(a.shape.columns - block.row);
        block.columns = draw_up_to(a.shape.rows - block.column);
        leading = block.columns + draw() % 16;
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
            out[i] = NAN;
        rowcol_transpose_block(&a, block, out, leading);
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
            size_t row = i / leading, column = i % leading;

            if (row < block.rows && column < block.columns)
                assert_same_bits(
                    out[i], a.entries[(block.column + column) * a.shape.columns + block.row + row]);
            else
                assert_true(isnan(out[i]));
        }
        rowcol_matrix_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_of_every_small_shape_are_transposed),
        cmocka_unit_test(large_and_long_matrices_are_transposed),
        cmocka_unit_test(any_block_is_right_and_nothing_beyond_it_is_touched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
