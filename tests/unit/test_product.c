/* Products: the lesson's, and random ones against plain loops of higher precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <rowcol/blas.h>
#include <rowcol/product.h>

/* A matrix that borrows the entries of an array. */
/* clang-format off */
#define VIEW(m, n, array) {.shape = {.rows = (m), .columns = (n)}, .entries = (array)}
/* clang-format on */

static void assert_product(const rowcol_product *product, rowcol_shape shape,
                           const double *expected)
{
    rowcol_matrix result = {0};

    assert_int_equal(rowcol_multiply(product, &result), ROWCOL_OK);
    assert_int_equal(result.shape.rows, shape.rows);
    assert_int_equal(result.shape.columns, shape.columns);
    for (size_t i = 0; i < shape.rows * shape.columns; i++)
        assert_true(result.entries[i] == expected[i]);
    rowcol_matrix_release(&result);
}

static void the_lesson_s_four_products_are_right(void **state)
{
    rowcol_matrix row = VIEW(1, 2, ((double[]){2, 3}));
    rowcol_matrix column = VIEW(2, 1, ((double[]){4, 5}));
    rowcol_matrix square = VIEW(2, 2, ((double[]){2, 1, 5, 4}));
    rowcol_matrix vector = VIEW(2, 1, ((double[]){3, 4}));
    rowcol_matrix other = VIEW(2, 2, ((double[]){3, 2, 4, 6}));
    rowcol_matrix wide = VIEW(2, 3, ((double[]){3, 2, 5, 4, 6, -2}));

    (void)state;
    assert_product(&(rowcol_product){.a = &row, .b = &column, .alpha = 1}, (rowcol_shape){1, 1},
                   (double[]){23});
    assert_product(&(rowcol_product){.a = &square, .b = &vector, .alpha = 1}, (rowcol_shape){2, 1},
                   (double[]){10, 31});
    assert_product(&(rowcol_product){.a = &square, .b = &other, .alpha = 1}, (rowcol_shape){2, 2},
                   (double[]){10, 10, 31, 34});
    assert_product(&(rowcol_product){.a = &square, .b = &wide, .alpha = 1}, (rowcol_shape){2, 3},
                   (double[]){10, 10, 8, 31, 34, 17});
}

static void operands_are_multiplied_as_transposed(void **state)
{
    rowcol_matrix a = VIEW(2, 3, ((double[]){1, 2, 3, 4, 5, 6}));
    const rowcol_product product = {.a = &a, .b = &a, .transpose_b = true};
    rowcol_shape left = rowcol_product_left(&product);
    rowcol_shape right = rowcol_product_right(&product);

    (void)state;
    assert_int_equal(left.rows, 2);
    assert_int_equal(left.columns, 3);
    assert_int_equal(right.rows, 3);
    assert_int_equal(right.columns, 2);
}

static void alpha_zero_leaves_beta_c(void **state)
{
    rowcol_matrix a = VIEW(2, 1, ((double[]){1e300, 3}));
    rowcol_matrix b = VIEW(1, 2, ((double[]){1e300, 5}));
    rowcol_matrix c = VIEW(2, 2, ((double[]){1, 2, 3, 4}));

    (void)state;
    assert_product(&(rowcol_product){.a = &a, .b = &b, .c = &c, .alpha = 0, .beta = -2},
                   (rowcol_shape){2, 2}, (double[]){-2, -4, -6, -8});
    assert_product(&(rowcol_product){.a = &a, .b = &b, .alpha = 0}, (rowcol_shape){2, 2},
                   (double[]){0, 0, 0, 0});
}

static void beta_is_read_only_where_c_is(void **state)
{
    rowcol_matrix a = VIEW(1, 1, ((double[]){3}));

    (void)state;
    assert_product(&(rowcol_product){.a = &a, .b = &a, .alpha = 1, .beta = NAN},
                   (rowcol_shape){1, 1}, (double[]){9});
}

/* Shapes alone: nothing looks at the entries. */
static rowcol_status shape_of(rowcol_shape a, rowcol_shape b, const rowcol_shape *c,
                              rowcol_shape *shape)
{
    const rowcol_matrix left = {.shape = a}, right = {.shape = b};
    const rowcol_matrix added = {.shape = c ? *c : (rowcol_shape){0}};

    return rowcol_product_shape(&(rowcol_product){.a = &left,
                                                  .b = &right,
                                                  .c = c ? &added : NULL,
                                                  .alpha = 1},
                                shape);
}

static void operands_that_do_not_fit_have_no_shape(void **state)
{
    rowcol_shape shape = {7, 7};

    (void)state;
    assert_int_equal(shape_of((rowcol_shape){5, 2}, (rowcol_shape){4, 2}, NULL, &shape),
                     ROWCOL_MISMATCH);
    assert_int_equal(shape.rows, 0);
    assert_int_equal(shape.columns, 0);
    assert_int_equal(shape_of((rowcol_shape){0, 2}, (rowcol_shape){2, 2}, NULL, &shape),
                     ROWCOL_EMPTY);
}

static void a_c_of_another_shape_is_a_mismatch_that_tells_the_shape_wanted(void **state)
{
    static const rowcol_shape wrong[] = {{3, 3}, {2, 2}, {2, 3}, {0, 0}};
    const rowcol_shape right = {3, 2};
    rowcol_shape shape;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        shape = (rowcol_shape){0};
        assert_int_equal(shape_of((rowcol_shape){3, 4}, (rowcol_shape){4, 2}, &wrong[i], &shape),
                         ROWCOL_MISMATCH);
        assert_int_equal(shape.rows, 3);
        assert_int_equal(shape.columns, 2);
    }
    assert_int_equal(shape_of((rowcol_shape){3, 4}, (rowcol_shape){4, 2}, &right, &shape),
                     ROWCOL_OK);
}

static void dimensions_beyond_what_blas_counts_are_too_large(void **state)
{
    const size_t most = INT_MAX;
    rowcol_shape shape;

    (void)state;
    assert_int_equal(shape_of((rowcol_shape){most, 1}, (rowcol_shape){1, 1}, NULL, &shape),
                     ROWCOL_OK);
    assert_int_equal(shape_of((rowcol_shape){most + 1, 1}, (rowcol_shape){1, 1}, NULL, &shape),
                     ROWCOL_TOO_LARGE);
    assert_int_equal(shape_of((rowcol_shape){1, most + 1}, (rowcol_shape){most + 1, 1}, NULL,
                              &shape),
                     ROWCOL_TOO_LARGE);
    assert_int_equal(shape_of((rowcol_shape){1, 1}, (rowcol_shape){1, most + 1}, NULL, &shape),
                     ROWCOL_TOO_LARGE);
}

static void a_result_whose_entries_can_t_be_counted_is_not_made(void **state)
{
    const rowcol_matrix a = {.shape = {INT_MAX, 1}}, b = {.shape = {1, INT_MAX}};
    rowcol_matrix result = {0};

    (void)state;
    assert_int_equal(rowcol_multiply(&(rowcol_product){.a = &a, .b = &b, .alpha = 1}, &result),
                     ROWCOL_TOO_LARGE);
    assert_null(result.entries);
}

static void multiplications_are_m_times_k_times_n(void **state)
{
    (void)state;
    assert_true(rowcol_multiply_adds((rowcol_shape){2, 3}, (rowcol_shape){3, 5}) == 30);
    assert_true(rowcol_multiply_adds((rowcol_shape){1u << 31, 1u << 31},
                                     (rowcol_shape){1u << 31, 1u << 31}) == 0x1p93);
}

static void an_entry_larger_than_any_double_is_an_overflow(void **state)
{
    rowcol_matrix a = VIEW(1, 2, ((double[]){1e200, 1}));
    rowcol_matrix b = VIEW(2, 1, ((double[]){1e200, 1}));
    rowcol_matrix result = {0};

    (void)state;
    assert_int_equal(rowcol_multiply(&(rowcol_product){.a = &a, .b = &b, .alpha = 1}, &result),
                     ROWCOL_OVERFLOW);
    assert_null(result.entries);
}

static void a_product_refused_makes_no_matrix(void **state)
{
    rowcol_matrix a = VIEW(1, 2, ((double[]){1, 1}));
    rowcol_matrix result = {0};

    (void)state;
    assert_int_equal(rowcol_multiply(&(rowcol_product){.a = &a, .b = &a, .alpha = 1}, &result),
                     ROWCOL_MISMATCH);
    assert_null(result.entries);
}

/* Random operands. splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state;

static uint64_t draw(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static size_t draw_up_to(size_t most)
{
    return 1 + (size_t)(draw() % most);
}

static double draw_entry(void)
{
    return (double)(draw() >> 11) * 0x1p-53 * 2 - 1;
}

static void make_random(rowcol_matrix *matrix, bool transpose, size_t rows, size_t columns)
{
    const rowcol_shape shape = {rows, columns};

    assert_int_equal(rowcol_matrix_create(matrix,
                                          transpose ? rowcol_shape_transposed(shape) : shape),
                     ROWCOL_OK);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->entries[i] = draw_entry();
}

struct trial {
    rowcol_matrix a, b, c;
    rowcol_product product;
    rowcol_shape shape;
};

static void begin_trial(struct trial *trial, size_t m, size_t k, size_t n)
{
    static const double scalings[] = {1, 0, -1, 0.37, 2};
    const uint64_t bits = draw();

    memset(trial, 0, sizeof *trial);
    trial->product = (rowcol_product){
        .a = &trial->a,
        .b = &trial->b,
        .c = bits & 4 ? &trial->c : NULL,
        .transpose_a = bits & 1,
        .transpose_b = bits & 2,
        .alpha = scalings[draw() % 5],
        .beta = scalings[draw() % 5],
    };
    make_random(&trial->a, bits & 1, m, k);
    make_random(&trial->b, bits & 2, k, n);
    make_random(&trial->c, false, m, n);
    assert_int_equal(rowcol_product_shape(&trial->product, &trial->shape), ROWCOL_OK);
    assert_int_equal(trial->shape.rows, m);
    assert_int_equal(trial->shape.columns, n);
}

static void end_trial(struct trial *trial)
{
    rowcol_matrix_release(&trial->a);
    rowcol_matrix_release(&trial->b);
    rowcol_matrix_release(&trial->c);
}

static double entry(const rowcol_matrix *matrix, bool transpose, size_t i, size_t j)
{
    const size_t columns = matrix->shape.columns;

    return matrix->entries[transpose ? j * columns + i : i * columns + j];
}

/* Whether an entry is what plain loops give, within the bound of rounding: Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., 3.1. */
static void assert_entry(const rowcol_product *product, size_t i, size_t j, double value)
{
    const size_t inner = rowcol_product_left(product).columns;
    long double sum = 0, magnitude = 0;

    for (size_t p = 0; p < inner; p++) {
        long double term = (long double)entry(product->a, product->transpose_a, i, p) *
                           entry(product->b, product->transpose_b, p, j);

        sum += product->alpha * term;
        magnitude += fabsl(product->alpha * term);
    }
    if (product->c) {
        long double term = (long double)product->beta * entry(product->c, false, i, j);

        sum += term;
        magnitude += fabsl(term);
    }
    assert_true(fabsl(value - sum) <= (long double)(inner + 3) * DBL_EPSILON * magnitude);
}

static void assert_block(const rowcol_product *product, rowcol_block block, const double *out,
                         size_t leading)
{
    for (size_t i = 0; i < block.rows; i++)
        for (size_t j = 0; j < block.columns; j++)
            assert_entry(product, block.row + i, block.column + j, out[i * leading + j]);
}

static void random_products_are_right(void **state)
{
    (void)state;
    for (random_state = 1; random_state < 300; random_state++) {
        const uint64_t seed = random_state;
        rowcol_matrix result = {0};
        struct trial trial;

        begin_trial(&trial, draw_up_to(40), draw_up_to(40), draw_up_to(40));
        assert_int_equal(rowcol_multiply(&trial.product, &result), ROWCOL_OK);
        assert_block(&trial.product,
                     (rowcol_block){.rows = trial.shape.rows, .columns = trial.shape.columns},
                     result.entries, trial.shape.columns);
        rowcol_matrix_release(&result);
        end_trial(&trial);
        random_state = seed;
    }
}

static void products_with_one_row_or_column_or_inner_number_are_right(void **state)
{
    (void)state;
    for (unsigned trials = 0; trials < 160; trials++) {
        const size_t one = trials % 8;
        rowcol_matrix result = {0};
        struct trial trial;

        random_state = 1000 + trials * 1000;
        begin_trial(&trial, one & 1 ? 1 : draw_up_to(50), one & 2 ? 1 : draw_up_to(50),
                    one & 4 ? 1 : draw_up_to(50));
        assert_int_equal(rowcol_multiply(&trial.product, &result), ROWCOL_OK);
        assert_block(&trial.product,
                     (rowcol_block){.rows = trial.shape.rows, .columns = trial.shape.columns},
                     result.entries, trial.shape.columns);
        rowcol_matrix_release(&result);
        end_trial(&trial);
    }
}

/* Blocks anywhere, into rows that are longer than the block: what is beyond it stays as it was. */
static void any_block_is_right_and_nothing_beyond_it_is_touched(void **state)
{
    static double out[64 * 80];

    (void)state;
    for (unsigned trials = 0; trials < 200; trials++) {
        struct trial trial;
        rowcol_block block;
        size_t leading;

        random_state = 5000 + trials * 1000;
        begin_trial(&trial, draw_up_to(64), draw_up_to(64), draw_up_to(64));
        block.row = draw() % trial.shape.rows;
        block.column = draw() % trial.shape.columns;
        block.rows = draw_up_to(trial.shape.rows - block.row);
        block.columns = draw_up_to(trial.shape.columns - block.column);
        leading = block.columns + draw() % 16;
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
            out[i] = NAN;

        rowcol_product_block(&trial.product, block, out, leading);
        assert_block(&trial.product, block, out, leading);
        for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
            if (i / leading >= block.rows || i % leading >= block.columns)
                assert_true(isnan(out[i]));
        end_trial(&trial);
    }
}

static void a_large_product_cut_into_panels_is_right(void **state)
{
    rowcol_matrix result = {0};
    struct trial trial;

    (void)state;
    random_state = 42;
    begin_trial(&trial, 300, 290, 310);
    assert_int_equal(rowcol_matrix_create(&result, trial.shape), ROWCOL_OK);
    for (size_t row = 0; row < 300; row += 128)
        for (size_t column = 0; column < 310; column += 100) {
            const rowcol_block block = {.row = row,
                                        .column = column,
                                        .rows = 300 - row < 128 ? 300 - row : 128,
                                        .columns = 310 - column < 100 ? 310 - column : 100};

            rowcol_product_block(&trial.product, block, result.entries + row * 310 + column, 310);
        }
    for (size_t i = 0; i < 300; i += 7)
        for (size_t j = 0; j < 310; j++)
            assert_entry(&trial.product, i, j, result.entries[i * 310 + j]);
    rowcol_matrix_release(&result);
    end_trial(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lesson_s_four_products_are_right),
        cmocka_unit_test(operands_are_multiplied_as_transposed),
        cmocka_unit_test(alpha_zero_leaves_beta_c),
        cmocka_unit_test(beta_is_read_only_where_c_is),
        cmocka_unit_test(operands_that_do_not_fit_have_no_shape),
        cmocka_unit_test(a_c_of_another_shape_is_a_mismatch_that_tells_the_shape_wanted),
        cmocka_unit_test(dimensions_beyond_what_blas_counts_are_too_large),
        cmocka_unit_test(a_result_whose_entries_can_t_be_counted_is_not_made),
        cmocka_unit_test(multiplications_are_m_times_k_times_n),
        cmocka_unit_test(an_entry_larger_than_any_double_is_an_overflow),
        cmocka_unit_test(a_product_refused_makes_no_matrix),
        cmocka_unit_test(random_products_are_right),
        cmocka_unit_test(products_with_one_row_or_column_or_inner_number_are_right),
        cmocka_unit_test(any_block_is_right_and_nothing_beyond_it_is_touched),
        cmocka_unit_test(a_large_product_cut_into_panels_is_right),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
