/* Entry by entry: every run against the plain operation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>

#include <rowcol/elementwise.h>

#include "draw.h"

#define MOST 300

static double a[MOST + 8], b[MOST + 8], out[MOST + 8];

static void fill(void)
{
    for (size_t i = 0; i < MOST + 8; i++) {
        a[i] = draw() % 8 == 0 ? draw_any() : draw_real();
        b[i] = draw() % 8 == 0 ? draw_any() : draw_real();
        out[i] = 12345;
    }
}

static double sum(double x, double y)
{
    return x + y;
}

static double difference(double x, double y)
{
    return x - y;
}

static double product(double x, double y)
{
    return x * y;
}

static const struct operation {
    void (*run)(const double *a, const double *b, size_t count, double *out);
    double (*plain)(double x, double y);
} operations[] = {
    {rowcol_add, sum},
    {rowcol_subtract, difference},
    {rowcol_hadamard, product},
};

static void runs_of_every_length_and_place_are_right_and_no_longer(void **state)
{
    (void)state;
    draw_state = 1;
    for (size_t i = 0; i < 3; i++)
        for (size_t count = 0; count <= MOST; count++) {
            size_t from = count % 8;

            fill();
            operations[i].run(a + from, b + 8 - from, count, out + from / 2);
            for (size_t j = 0; j < count; j++)
                assert_true(same_double(out[from / 2 + j],
                                        operations[i].plain(a[from + j], b[8 - from + j])));
            for (size_t j = 0; j < MOST + 8; j++)
                if (j < from / 2 || j >= from / 2 + count)
                    assert_true(out[j] == 12345);
        }
}

static void an_operand_may_be_the_result(void **state)
{
    double expected[MOST];

    (void)state;
    draw_state = 2;
    for (size_t i = 0; i < 3; i++) {
        fill();
        for (size_t j = 0; j < MOST; j++)
            expected[j] = operations[i].plain(a[j], b[j]);
        memcpy(out, a, sizeof out);
        operations[i].run(out, b, MOST, out);
        for (size_t j = 0; j < MOST; j++)
            assert_true(same_double(out[j], expected[j]));
        memcpy(out, b, sizeof out);
        operations[i].run(a, out, MOST, out);
        for (size_t j = 0; j < MOST; j++)
            assert_true(same_double(out[j], expected[j]));
    }
}

static void a_matrix_may_be_combined_with_itself(void **state)
{
    (void)state;
    draw_state = 3;
    fill();
    rowcol_add(a, a, MOST, out);
    for (size_t i = 0; i < MOST; i++)
        assert_true(same_double(out[i], 2 * a[i]));
}

static void multiples_are_right_by_every_number(void **state)
{
    const double numbers[] = {0, -0.0, 1, -1, 2.5, DBL_MIN / 4, DBL_MAX, INFINITY, NAN};

    (void)state;
    draw_state = 4;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        fill();
        a[5] = INFINITY;
        a[6] = NAN;
        rowcol_scale(a, numbers[i], MOST, out);
        for (size_t j = 0; j < MOST; j++)
            assert_true(same_double(out[j], numbers[i] * a[j]));
        assert_true(out[MOST] == 12345);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_of_every_length_and_place_are_right_and_no_longer),
        cmocka_unit_test(an_operand_may_be_the_result),
        cmocka_unit_test(a_matrix_may_be_combined_with_itself),
        cmocka_unit_test(multiples_are_right_by_every_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
