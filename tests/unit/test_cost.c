/* Costs: what LAPACK Working Note 41 gives for squares, and what holds of any shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include <rowcol/cost.h>

#define SHAPE(m, n) ((rowcol_shape){.rows = (m), .columns = (n)})

static void assert_near(double value, double expected)
{
    assert_true(fabs(value - expected) <= 1e-12 * expected);
}

static void costs_of_squares_are_multiples_of_the_cube(void **state)
{
    const rowcol_shape square = SHAPE(30, 30);
    const double cube = 30 * 30 * 30;

    (void)state;
    assert_near(rowcol_cost_lu(square), cube / 3);
    assert_near(rowcol_cost_inverse(square), cube);
    assert_near(rowcol_cost_solve(square, 30), 4 * cube / 3);
    assert_near(rowcol_cost_least_squares(square, 30), 4 * cube / 3 + 4 * cube);
    assert_near(rowcol_cost_qr(square), 4 * cube / 3);
    assert_near(rowcol_cost_cholesky(square), cube / 6);
    assert_near(rowcol_cost_singular_values(square), 4 * cube / 3);
    assert_near(rowcol_cost_svd(square), 6 * cube);
    assert_near(rowcol_cost_eigen_symmetric(square), 3 * cube);
    assert_near(rowcol_cost_eigen(square), 14 * cube);
}

static void a_matrix_costs_as_much_as_its_transpose(void **state)
{
    (void)state;
    assert_near(rowcol_cost_lu(SHAPE(30, 70)), rowcol_cost_lu(SHAPE(70, 30)));
    assert_near(rowcol_cost_qr(SHAPE(30, 70)), rowcol_cost_qr(SHAPE(70, 30)));
    assert_near(rowcol_cost_svd(SHAPE(30, 70)), rowcol_cost_svd(SHAPE(70, 30)));
    assert_near(rowcol_cost_singular_values(SHAPE(30, 70)),
                rowcol_cost_singular_values(SHAPE(70, 30)));
    assert_near(rowcol_cost_qr(SHAPE(70, 30)), 2 * 30 * 30 * (70 - 10));
}

static void shapes_beyond_all_counting_have_a_cost(void **state)
{
    const size_t most = (size_t)1 << 62;

    (void)state;
    assert_true(rowcol_cost_eigen(SHAPE(most, most)) > 1e56);
    assert_true(isfinite(rowcol_cost_svd(SHAPE(most, most))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(costs_of_squares_are_multiples_of_the_cube),
        cmocka_unit_test(a_matrix_costs_as_much_as_its_transpose),
        cmocka_unit_test(shapes_beyond_all_counting_have_a_cost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
