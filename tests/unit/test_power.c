/* The way to a power: that it arrives, by the right steps and by few of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <rowcol/blas.h>
#include <rowcol/power.h>
#include <rowcol/product.h>

#include "draw.h"

#define MOST ((UINT64_C(1) << 53) - 1)

/* Follows the way; each step must double what was reached, or add one to it. Returns the number of
 * steps. */
static unsigned follow(uint64_t exponent)
{
    unsigned steps = 0;

    for (uint64_t reached = 1, next; reached < exponent; reached = next) {
        next = rowcol_power_next(exponent, reached);
        assert_true(next == 2 * reached || next == reached + 1);
        assert_true(next <= exponent);
        steps++;
    }
    return steps;
}

static void every_exponent_is_reached_in_the_steps_that_are_told(void **state)
{
    (void)state;
    draw_state = 1;
    for (uint64_t exponent = 1; exponent < 3000; exponent++)
        assert_int_equal(follow(exponent), rowcol_power_products(exponent));
    for (unsigned trial = 0; trial < 3000; trial++) {
        uint64_t exponent = 1 + draw() % MOST;

        assert_int_equal(follow(exponent), rowcol_power_products(exponent));
    }
    assert_int_equal(follow(UINT64_MAX), rowcol_power_products(UINT64_MAX));
}

static void few_products_are_enough(void **state)
{
    (void)state;
    assert_int_equal(rowcol_power_products(0), 0);
    assert_int_equal(rowcol_power_products(1), 0);
    assert_int_equal(rowcol_power_products(2), 1);
    assert_int_equal(rowcol_power_products(3), 2);
    assert_int_equal(rowcol_power_products(10), 4);
    assert_int_equal(rowcol_power_products(UINT64_C(1) << 53), 53);
    assert_int_equal(rowcol_power_products(MOST), 104);
}

/* The power of a matrix as the header tells it. */
static rowcol_matrix power_of(const rowcol_matrix *a, uint64_t exponent)
{
    rowcol_matrix power = {0};

    for (uint64_t reached = 1, next; reached < exponent; reached = next) {
        const rowcol_matrix *left = power.entries ? &power : a;
        rowcol_matrix product = {0};

        next = rowcol_power_next(exponent, reached);
        assert_int_equal(rowcol_multiply(&(rowcol_product){.a = left,
                                                           .b = next == 2 * reached ? left : a,
                                                           .alpha = 1},
                                         &product),
                         ROWCOL_OK);
        rowcol_matrix_release(&power);
        power = product;
    }
    return power;
}

static void powers_are_those_of_plain_multiplication(void **state)
{
    (void)state;
    draw_state = 2;
    for (uint64_t exponent = 2; exponent < 12; exponent++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){4, 4}, draw_whole);
        rowcol_matrix plain = {0}, power;

        for (size_t i = 0; i < 16; i++) /* small enough that all powers are exact */
            a.entries[i] = fmod(a.entries[i], 3);
        assert_int_equal(rowcol_multiply(&(rowcol_product){.a = &a, .b = &a, .alpha = 1}, &plain),
                         ROWCOL_OK);
        for (uint64_t i = 2; i < exponent; i++) {
            rowcol_matrix next = {0};

            assert_int_equal(rowcol_multiply(&(rowcol_product){.a = &plain, .b = &a, .alpha = 1},
                                             &next),
                             ROWCOL_OK);
            rowcol_matrix_release(&plain);
            plain = next;
        }
        power = power_of(&a, exponent);
        for (size_t i = 0; i < 16; i++)
            assert_true(power.entries[i] == plain.entries[i]);
        rowcol_matrix_release(&power);
        rowcol_matrix_release(&plain);
        rowcol_matrix_release(&a);
    }
}

static void the_largest_exponent_of_a_shear_is_exact(void **state)
{
    const rowcol_matrix a = {.shape = {2, 2}, .entries = (double[]){1, 1, 0, 1}};
    rowcol_matrix power = power_of(&a, MOST);

    (void)state;
    assert_true(power.entries[0] == 1);
    assert_true(power.entries[1] == (double)MOST);
    assert_true(power.entries[2] == 0);
    assert_true(power.entries[3] == 1);
    rowcol_matrix_release(&power);
}

static void any_block_of_the_identity_is_right(void **state)
{
    double out[5 * 9];

    (void)state;
    for (size_t row = 0; row < 8; row++)
        for (size_t column = 0; column < 8; column++) {
            const rowcol_block block = {.row = row, .column = column, .rows = 4, .columns = 6};

            for (size_t i = 0; i < 45; i++)
                out[i] = 7;
            rowcol_identity_block(block, out, 9);
            for (size_t i = 0; i < 45; i++) {
                size_t in_row = i / 9, in_column = i % 9;
                double expected = row + in_row == column + in_column ? 1 : 0;

                assert_true(out[i] == (in_row < 4 && in_column < 6 ? expected : 7));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_exponent_is_reached_in_the_steps_that_are_told),
        cmocka_unit_test(few_products_are_enough),
        cmocka_unit_test(powers_are_those_of_plain_multiplication),
        cmocka_unit_test(the_largest_exponent_of_a_shear_is_exact),
        cmocka_unit_test(any_block_of_the_identity_is_right),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
