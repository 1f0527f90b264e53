/* Norms against plain sums of higher precision, from the smallest to the largest entries; and the
 * trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <stdbool.h>

#include <rowcol/blas.h>
#include <rowcol/norm.h>

#include "draw.h"

/* clang-format off */
#define VIEW(m, n, array) {.shape = {.rows = (m), .columns = (n)}, .entries = (array)}
/* clang-format on */

static const rowcol_norm_kind kinds[] = {ROWCOL_NORM_FROBENIUS, ROWCOL_NORM_ONE,
                                         ROWCOL_NORM_INFINITY, ROWCOL_NORM_MAX};
#define KINDS (sizeof kinds / sizeof kinds[0])

/* --- By their definitions. Sums are Kahan's, so that they are right wherever long double is no
 * wider than double. --------------------------------------------------------------------------- */

struct sum {
    double sum, lost;
};

static void add(struct sum *sum, double value)
{
    double corrected = value - sum->lost;
    double next = sum->sum + corrected;

    sum->lost = (next - sum->sum) - corrected;
    sum->sum = next;
}

/* Entries are of a size whose squares are doubles once `scale` is taken out. */
static double frobenius(const rowcol_matrix *a, double scale)
{
    struct sum sum = {0, 0};

    for (size_t i = 0; i < a->shape.rows * a->shape.columns; i++)
        add(&sum, a->entries[i] / scale * (a->entries[i] / scale));
    return sqrt(sum.sum) * scale;
}

static double largest_sum(const rowcol_matrix *a, bool of_rows)
{
    const size_t outer = of_rows ? a->shape.rows : a->shape.columns;
    const size_t inner = of_rows ? a->shape.columns : a->shape.rows;
    double largest = 0;

    for (size_t i = 0; i < outer; i++) {
        struct sum sum = {0, 0};

        for (size_t j = 0; j < inner; j++)
            add(&sum, fabs(a->entries[of_rows ? i * inner + j : j * outer + i]));
        largest = sum.sum > largest ? sum.sum : largest;
    }
    return largest;
}

static double largest_entry(const rowcol_matrix *a)
{
    double largest = 0;

    for (size_t i = 0; i < a->shape.rows * a->shape.columns; i++)
        largest = fabs(a->entries[i]) > largest ? fabs(a->entries[i]) : largest;
    return largest;
}

static double by_definition(rowcol_norm_kind kind, const rowcol_matrix *a, double scale)
{
    switch (kind) {
    case ROWCOL_NORM_ONE:
        return largest_sum(a, false);
    case ROWCOL_NORM_INFINITY:
        return largest_sum(a, true);
    case ROWCOL_NORM_MAX:
        return largest_entry(a);
    default:
        return frobenius(a, scale);
    }
}

static void assert_close(double value, double expected, double units)
{
    if (!(fabs(value - expected) <= units * DBL_EPSILON * expected))
        fail_msg("%.17g instead of %.17g", value, expected);
}

/* --- Tests ------------------------------------------------------------------------------------ */

static void norms_of_a_small_matrix_are_as_in_the_book(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, ((double[]){1, -7, 2, 3}));
    const rowcol_matrix b = VIEW(1, 2, ((double[]){-3, 4}));

    (void)state;
    assert_true(rowcol_norm(ROWCOL_NORM_ONE, &a) == 10);
    assert_true(rowcol_norm(ROWCOL_NORM_INFINITY, &a) == 8);
    assert_true(rowcol_norm(ROWCOL_NORM_MAX, &a) == 7);
    assert_true(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a) == sqrt(63));
    assert_true(rowcol_norm(ROWCOL_NORM_FROBENIUS, &b) == 5);
}

static void norms_of_many_shapes_are_right(void **state)
{
    static const rowcol_shape long_ones[] = {{1, 200001}, {200001, 1},  {3, 70000},  {70000, 3},
                                             {600, 513},  {2, 1000000}, {1000, 1000}};
    const size_t count = 200 + sizeof long_ones / sizeof long_ones[0];

    (void)state;
    draw_state = 1;
    for (size_t trial = 0; trial < count; trial++) {
        rowcol_shape shape = {draw_up_to(60), draw_up_to(60)};
        rowcol_matrix a = draw_matrix(trial < 200 ? shape : long_ones[trial - 200], draw_real);

        for (size_t i = 0; i < KINDS; i++)
            assert_close(rowcol_norm(kinds[i], &a), by_definition(kinds[i], &a, 1), 60);
        assert_true(rowcol_norm(ROWCOL_NORM_MAX, &a) == largest_entry(&a));
        rowcol_matrix_release(&a);
    }
}

static void norms_of_whole_numbers_are_exact(void **state)
{
    rowcol_matrix a = draw_matrix((rowcol_shape){1000, 1000}, draw_whole);

    (void)state;
    for (size_t i = 0; i < KINDS; i++)
        assert_true(rowcol_norm(kinds[i], &a) == by_definition(kinds[i], &a, 1));
    for (size_t i = 0; i < 1000000; i++)
        a.entries[i] = i % 2 == 0 ? 3 : -3;
    assert_true(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a) == 3000);
    rowcol_matrix_release(&a);
}

static void the_norm_of_one_number_is_its_absolute_value(void **state)
{
    (void)state;
    draw_state = 2;
    for (size_t trial = 0; trial < 20000; trial++) {
        double entry = draw_any();
        const rowcol_matrix a = VIEW(1, 1, &entry);

        for (size_t i = 0; i < KINDS; i++) {
            double norm = rowcol_norm(kinds[i], &a);

            assert_true(same_double(norm, fabs(entry)) ||
                        (kinds[i] == ROWCOL_NORM_FROBENIUS && isnormal(entry) &&
                         fabs(norm - fabs(entry)) <= DBL_EPSILON * fabs(entry)));
        }
    }
}

/* Every order of magnitude, where squares over- or underflow and where they do not. */
static void frobenius_neither_overflows_nor_underflows_on_the_way(void **state)
{
    (void)state;
    draw_state = 3;
    for (int exponent = -1040; exponent <= 1010; exponent += 5) {
        rowcol_matrix a = draw_matrix((rowcol_shape){7, 800}, draw_whole);
        double scale = ldexp(1, exponent);

        for (size_t i = 0; i < 5600; i++)
            a.entries[i] = ldexp(a.entries[i], exponent);
        assert_close(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a), frobenius(&a, scale), 4);
        rowcol_matrix_release(&a);
    }
}

/* What is small counts beside what is not, where there is enough of it. */
static void frobenius_of_entries_of_all_magnitudes_is_right(void **state)
{
    static const struct {
        double first, others;
    } mixed[] = {{0x1p-510, 0x1p-512}, {0x1p486, 0x1p487}, {0x1p-511, 0x1p-512},
                 {0x1p490, 0x1p480},   {0x1p1000, 1e-300}, {1, 0x1p-600}};

    (void)state;
    for (size_t i = 0; i < sizeof mixed / sizeof mixed[0]; i++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){100, 100}, draw_whole);

        for (size_t j = 0; j < 10000; j++)
            a.entries[j] = j == 5000 ? mixed[i].first : mixed[i].others;
        assert_close(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a), frobenius(&a, mixed[i].first), 4);
        rowcol_matrix_release(&a);
    }
}

/* Squares that each are doubles, as is the sum of some thousand, but not that of all. */
static void frobenius_of_many_large_entries_does_not_overflow(void **state)
{
    rowcol_matrix a = draw_matrix((rowcol_shape){512, 512}, draw_whole);

    (void)state;
    for (size_t i = 0; i < (size_t)512 * 512; i++)
        a.entries[i] = 0x1p504;
    assert_true(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a) == 0x1p513);
    rowcol_matrix_release(&a);
}

static void a_norm_larger_than_any_double_is_infinite(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, ((double[]){DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX}));

    (void)state;
    assert_true(isinf(rowcol_norm(ROWCOL_NORM_FROBENIUS, &a)));
    assert_true(isinf(rowcol_norm(ROWCOL_NORM_ONE, &a)));
    assert_true(isinf(rowcol_norm(ROWCOL_NORM_INFINITY, &a)));
    assert_true(rowcol_norm(ROWCOL_NORM_MAX, &a) == DBL_MAX);
}

static void infinities_and_nan_are_carried_through_wherever_they_stand(void **state)
{
    (void)state;
    draw_state = 4;
    for (size_t trial = 0; trial < 300; trial++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){draw_up_to(90), draw_up_to(90)}, draw_real);
        size_t entries = a.shape.rows * a.shape.columns;

        a.entries[draw() % entries] = trial % 2 == 0 ? INFINITY : -INFINITY;
        for (size_t i = 0; i < KINDS; i++)
            assert_true(isinf(rowcol_norm(kinds[i], &a)));
        a.entries[draw() % entries] = NAN;
        for (size_t i = 0; i < KINDS; i++)
            assert_true(isnan(rowcol_norm(kinds[i], &a)));
        rowcol_matrix_release(&a);
    }
}

static void parts_joined_in_order_are_the_norm(void **state)
{
    static const rowcol_shape shapes[] = {{1, 1},    {700, 900},  {1, 500000},
                                          {9, 9000}, {500000, 1}, {3000, 100}};

    (void)state;
    draw_state = 5;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        for (size_t k = 0; k < KINDS; k++) {
            rowcol_matrix a = draw_matrix(shapes[i], draw_real);
            size_t parts = rowcol_norm_parts(kinds[k], a.shape);
            rowcol_norm_part joined = {0}, made[16];

            assert_in_range(parts, 1, 16);
            for (size_t j = parts; j-- > 0;)
                made[j] = rowcol_norm_compute(kinds[k], &a, j);
            for (size_t j = 0; j < parts; j++)
                rowcol_norm_join(kinds[k], &joined, made[j]);
            assert_true(rowcol_norm_value(kinds[k], joined) == rowcol_norm(kinds[k], &a));
            rowcol_matrix_release(&a);
        }
}

static void large_matrices_are_cut(void **state)
{
    (void)state;
    assert_true(rowcol_norm_parts(ROWCOL_NORM_FROBENIUS, (rowcol_shape){1, 1 << 24}) > 100);
    assert_true(rowcol_norm_parts(ROWCOL_NORM_ONE, (rowcol_shape){1 << 12, 1 << 16}) > 100);
    assert_true(rowcol_norm_parts(ROWCOL_NORM_INFINITY, (rowcol_shape){1 << 16, 1 << 12}) > 100);
    assert_true(rowcol_norm_parts(ROWCOL_NORM_MAX, (rowcol_shape){1 << 24, 1}) > 100);
}

static void a_trace_is_the_sum_of_the_diagonal(void **state)
{
    (void)state;
    draw_state = 6;
    for (size_t order = 1; order < 200; order++) {
        rowcol_matrix a = draw_matrix((rowcol_shape){order, order}, draw_whole);
        double sum = 0;

        for (size_t i = 0; i < order; i++)
            sum += a.entries[i * order + i];
        assert_true(rowcol_trace(&a) == sum);
        rowcol_matrix_release(&a);
    }
}

static void a_trace_does_not_overflow_on_the_way(void **state)
{
    double entries[9] = {DBL_MAX, 0, 0, 0, DBL_MAX, 0, 0, 0, -DBL_MAX};
    const rowcol_matrix a = VIEW(3, 3, entries);

    (void)state;
    assert_true(rowcol_trace(&a) == DBL_MAX);
    entries[8] = 1;
    assert_true(isinf(rowcol_trace(&a)));
}

static void a_trace_carries_infinities_and_nan_of_the_diagonal(void **state)
{
    double entries[4] = {INFINITY, NAN, 2, 3};
    const rowcol_matrix a = VIEW(2, 2, entries);

    (void)state;
    assert_true(rowcol_trace(&a) == INFINITY);
    entries[3] = -INFINITY;
    assert_true(isnan(rowcol_trace(&a)));
    entries[0] = 1;
    assert_true(rowcol_trace(&a) == -INFINITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norms_of_a_small_matrix_are_as_in_the_book),
        cmocka_unit_test(norms_of_many_shapes_are_right),
        cmocka_unit_test(norms_of_whole_numbers_are_exact),
        cmocka_unit_test(the_norm_of_one_number_is_its_absolute_value),
        cmocka_unit_test(frobenius_neither_overflows_nor_underflows_on_the_way),
        cmocka_unit_test(frobenius_of_entries_of_all_magnitudes_is_right),
        cmocka_unit_test(frobenius_of_many_large_entries_does_not_overflow),
        cmocka_unit_test(a_norm_larger_than_any_double_is_infinite),
        cmocka_unit_test(infinities_and_nan_are_carried_through_wherever_they_stand),
        cmocka_unit_test(parts_joined_in_order_are_the_norm),
        cmocka_unit_test(large_matrices_are_cut),
        cmocka_unit_test(a_trace_is_the_sum_of_the_diagonal),
        cmocka_unit_test(a_trace_does_not_overflow_on_the_way),
        cmocka_unit_test(a_trace_carries_infinities_and_nan_of_the_diagonal),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
