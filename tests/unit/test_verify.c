/* Verification of products: no right one is called wrong, and every planted fault that is larger
 * than the stated bound is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <rowcol/blas.h>
#include <rowcol/verify.h>

#include "draw.h"

#define MOST 24
#define WIDTH 7

/* Random products of one kind: how entries are drawn. */
typedef double (*drawing)(size_t row, size_t column);

static double draw_plain(size_t row, size_t column)
{
    (void)row;
    (void)column;
    return draw_real();
}

/* Rows and columns of sizes that differ by hundreds of digits in all. */
static double draw_graded(size_t row, size_t column)
{
    return ldexp(draw_real(), (int)(column * 20) - (int)(row * 20));
}

/* About the smallest there are: products of such underflow. */
static double draw_tiny(size_t row, size_t column)
{
    (void)row;
    (void)column;
    return ldexp(draw_real(), draw() % 2 ? -1040 : -520);
}

static double draw_huge(size_t row, size_t column)
{
    (void)row;
    (void)column;
    return ldexp(draw_real(), 470);
}

/* Sums that cancel: what is left is all rounding. */
static double draw_cancelling(size_t row, size_t column)
{
    return (column + row) % 2 ? 1 + 0x1p-52 * (double)(draw() % 8) : -1;
}

static const drawing drawings[] = {draw_plain, draw_graded, draw_tiny, draw_huge, draw_cancelling};

#define DRAWINGS (sizeof drawings / sizeof *drawings)

/* A product with operands of its own, and its result. */
struct trial {
    rowcol_matrix a, b, c, result;
    rowcol_product product;
    rowcol_verification verification;
};

static void make(rowcol_matrix *matrix, size_t rows, size_t columns, drawing entry)
{
    *matrix = (rowcol_matrix){0};
    assert_int_equal(rowcol_matrix_create(matrix, (rowcol_shape){rows, columns}), ROWCOL_OK);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->entries[i] = entry(i / columns, i % columns);
}

static void begin_sized(struct trial *trial, drawing entry, size_t m, size_t k, size_t n)
{
    bool turned_a = draw() % 2;
    bool turned_b = draw() % 2;

    *trial = (struct trial){0};
    make(&trial->a, turned_a ? k : m, turned_a ? m : k, entry);
    make(&trial->b, turned_b ? n : k, turned_b ? k : n, entry);
    make(&trial->c, m, n, entry);
    make(&trial->result, m, n, entry);
    trial->product = (rowcol_product){.a = &trial->a,
                                      .b = &trial->b,
                                      .c = draw() % 2 ? &trial->c : NULL,
                                      .transpose_a = turned_a,
                                      .transpose_b = turned_b,
                                      .alpha = draw() % 2 ? 1 : draw_real(),
                                      .beta = draw() % 2 ? 1 : draw_real()};
    assert_int_equal(rowcol_verification_begin(&trial->verification, &trial->product, WIDTH,
                                               draw()),
                     ROWCOL_OK);
    for (size_t i = 0; i < rowcol_verification_widths(&trial->verification); i++)
        rowcol_verification_prepare(&trial->verification, i);
}

static void begin(struct trial *trial, drawing entry)
{
    begin_sized(trial, entry, draw_up_to(MOST), draw_up_to(MOST), draw_up_to(MOST));
}

static void end(struct trial *trial)
{
    rowcol_verification_release(&trial->verification);
    rowcol_matrix_release(&trial->a);
    rowcol_matrix_release(&trial->b);
    rowcol_matrix_release(&trial->c);
    rowcol_matrix_release(&trial->result);
}

/* The columns of a width, all rows of them. */
static rowcol_block block_of(const struct trial *trial, size_t index)
{
    rowcol_shape shape = trial->result.shape;
    size_t left = shape.columns - index * WIDTH;

    return (rowcol_block){.column = index * WIDTH,
                          .rows = shape.rows,
                          .columns = left < WIDTH ? left : WIDTH};
}

static rowcol_verdict verdict_of(const struct trial *trial, size_t index, size_t *row)
{
    rowcol_block block = block_of(trial, index);

    return rowcol_verification_block(&trial->verification, block,
                                     trial->result.entries + block.column,
                                     trial->result.shape.columns, row);
}

static void compute(struct trial *trial, size_t index, bool plainly)
{
    rowcol_block block = block_of(trial, index);

    (plainly ? rowcol_product_block_plainly
             : rowcol_product_block)(&trial->product, block, trial->result.entries + block.column,
                                     trial->result.shape.columns);
}

static void compute_all(struct trial *trial)
{
    for (size_t i = 0; i < rowcol_verification_widths(&trial->verification); i++)
        compute(trial, i, false);
}

/* ROWCOL_TRIALS sets their number: a million was run by hand. */
static size_t trials(void)
{
    const char *asked = getenv("ROWCOL_TRIALS");

    return asked ? strtoul(asked, NULL, 10) : 20000;
}

static void no_right_product_is_called_wrong(void **state)
{
    size_t unjudged = 0;
    size_t count = trials();

    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct trial trial;

        begin(&trial, drawings[i % DRAWINGS]);
        for (size_t j = 0; j < rowcol_verification_widths(&trial.verification); j++) {
            rowcol_verdict verdict;

            compute(&trial, j, i % 7 == 0);
            verdict = verdict_of(&trial, j, NULL);
            assert_int_not_equal(verdict, ROWCOL_FAULT);
            unjudged += verdict == ROWCOL_UNJUDGED;
        }
        end(&trial);
    }
    assert_true(unjudged < count / 10);
}

/* One bit of one entry; whether it must be found. */
static void plant(struct trial *trial, size_t entry, unsigned bit, size_t found[2])
{
    double *at = &trial->result.entries[entry];
    size_t columns = trial->result.shape.columns;
    size_t index = entry % columns / WIDTH;
    double bound = rowcol_verification_bound(&trial->verification, entry / columns, index);
    double was = *at;
    uint64_t bits;
    rowcol_verdict verdict;
    size_t row = SIZE_MAX;
    bool large;

    memcpy(&bits, at, sizeof bits);
    bits ^= UINT64_C(1) << bit;
    memcpy(at, &bits, sizeof bits);
    large = !(fabs(*at - was) <= bound);
    verdict = verdict_of(trial, index, &row);
    if (large) {
        assert_int_equal(verdict, ROWCOL_FAULT);
        assert_int_equal(row, entry / columns);
    }
    found[large]++;
    *at = was;
}

static void every_flipped_bit_above_the_bound_is_found(void **state)
{
    size_t found[2] = {0, 0};

    (void)state;
    rowcol_blas_single_thread();
    for (size_t i = 0; i < 400; i++) {
        struct trial trial;

        begin(&trial, draw_plain);
        compute_all(&trial);
        for (unsigned bit = 0; bit < 64; bit++)
            plant(&trial, draw() % (trial.result.shape.rows * trial.result.shape.columns), bit,
                  found);
        end(&trial);
    }
    print_message("flipped bits: %zu above the bound, all found; %zu below\n", found[1], found[0]);
    assert_true(found[1] > 2 * found[0]);
}

/* A kernel that leaves out the last of the inner dimension, as some have done. */
static void a_sum_that_lacks_a_term_is_found(void **state)
{
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < 500; i++) {
        struct trial trial;
        double kept;
        size_t entry;

        begin_sized(&trial, draw_plain, 5, 2 + draw_up_to(20), 5);
        trial.product.transpose_a = trial.product.transpose_b = false;
        trial.a.shape = (rowcol_shape){5, trial.verification.inner};
        trial.b.shape = (rowcol_shape){trial.verification.inner, 5};
        rowcol_verification_prepare(&trial.verification, 0);
        entry = trial.verification.inner - 1;
        kept = trial.a.entries[entry];
        trial.a.entries[entry] = 0;
        compute(&trial, 0, false);
        trial.a.entries[entry] = kept;
        found += verdict_of(&trial, 0, NULL) == ROWCOL_FAULT;
        end(&trial);
    }
    assert_true(found > 250); /* the others are small beside the sum */
}

static void a_result_that_is_not_a_number_is_found(void **state)
{
    struct trial trial;
    size_t row = 0;

    (void)state;
    begin_sized(&trial, draw_plain, 3, 4, 3);
    compute_all(&trial);
    trial.result.entries[4] = NAN;
    assert_int_equal(verdict_of(&trial, 0, &row), ROWCOL_FAULT);
    assert_int_equal(row, 1);
    trial.result.entries[4] = INFINITY;
    assert_int_equal(verdict_of(&trial, 0, &row), ROWCOL_FAULT);
    end(&trial);
}

static void what_is_not_finite_can_not_be_judged(void **state)
{
    struct trial trial;

    (void)state;
    begin_sized(&trial, draw_plain, 3, 4, 3);
    trial.product.alpha = 1;
    trial.a.entries[0] = INFINITY;
    compute_all(&trial);
    assert_int_equal(verdict_of(&trial, 0, NULL), ROWCOL_UNJUDGED);
    assert_true(isinf(rowcol_verification_bound(&trial.verification, 0, 0)));
    end(&trial);
}

static void without_alpha_the_operands_are_not_looked_at(void **state)
{
    struct trial trial;

    (void)state;
    begin_sized(&trial, draw_plain, 3, 4, 3);
    trial.product.alpha = 0;
    trial.a.entries[0] = NAN;
    compute(&trial, 0, false);
    assert_int_equal(verdict_of(&trial, 0, NULL), ROWCOL_VERIFIED);
    compute(&trial, 0, true);
    assert_int_equal(verdict_of(&trial, 0, NULL), ROWCOL_VERIFIED);
    trial.result.entries[0] += 1e6;
    assert_int_equal(verdict_of(&trial, 0, NULL), ROWCOL_FAULT);
    end(&trial);
}

static void widths_and_blocks_of_no_columns_are_refused(void **state)
{
    struct trial trial;
    rowcol_verification verification = {0};

    (void)state;
    begin_sized(&trial, draw_plain, 3, 4, 3);
    assert_int_equal(rowcol_verification_begin(&verification, &trial.product, 0, 1), ROWCOL_EMPTY);
    assert_null(verification.product);
    end(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_right_product_is_called_wrong),
        cmocka_unit_test(every_flipped_bit_above_the_bound_is_found),
        cmocka_unit_test(a_sum_that_lacks_a_term_is_found),
        cmocka_unit_test(a_result_that_is_not_a_number_is_found),
        cmocka_unit_test(what_is_not_finite_can_not_be_judged),
        cmocka_unit_test(without_alpha_the_operands_are_not_looked_at),
        cmocka_unit_test(widths_and_blocks_of_no_columns_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
