/* Orders of chains: against every order there is, and in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>

#include <rowcol/chain.h>

#include "draw.h"

#define MOST 100

/* The shapes of a chain out of the numbers between and around its matrices. */
static void set_shapes(const size_t *numbers, size_t count, rowcol_shape *shapes)
{
    for (size_t i = 0; i < count; i++)
        shapes[i] = (rowcol_shape){numbers[i], numbers[i + 1]};
}

static rowcol_chain plan(const size_t *numbers, size_t count)
{
    rowcol_shape shapes[MOST];
    rowcol_chain chain = {0};

    set_shapes(numbers, count, shapes);
    assert_int_equal(rowcol_chain_plan(shapes, count, &chain), ROWCOL_OK);
    assert_int_equal(chain.count, count);
    return chain;
}

static void assert_order(const size_t *numbers, size_t count, const char *order)
{
    rowcol_chain chain = plan(numbers, count);
    rowcol_text text;

    rowcol_text_begin(&text, ROWCOL_PLAIN, 10000);
    assert_int_equal(rowcol_text_chain(&text, &chain), ROWCOL_OK);
    assert_string_equal(text.bytes, order);
    rowcol_text_release(&text);
    rowcol_chain_release(&chain);
}

/* The least cost of matrices first .. last over every order, by plain recursion. */
static double least_cost(const size_t *numbers, size_t first, size_t last)
{
    double least = first == last ? 0 : INFINITY;

    for (size_t split = first; split < last; split++) {
        double cost = least_cost(numbers, first, split) + least_cost(numbers, split + 1, last) +
                      (double)(numbers[first] * numbers[split + 1] * numbers[last + 1]);

        least = cost < least ? cost : least;
    }
    return least;
}

/* Does what the steps say with shapes alone: each operand is there, fits, and is used once; what
 * comes out is the whole. Returns the cost. */
static double follow(const rowcol_chain *chain, const size_t *numbers)
{
    rowcol_shape made[2 * MOST];
    bool used[2 * MOST] = {false};
    const size_t count = chain->count;
    double cost = 0;

    set_shapes(numbers, count, made);
    for (size_t i = 0; i + 1 < count; i++) {
        const rowcol_chain_step *step = &chain->steps[i];

        assert_true(step->left < count + i && step->right < count + i);
        assert_false(used[step->left]);
        used[step->left] = true;
        assert_false(used[step->right]);
        used[step->right] = true;
        assert_int_equal(made[step->left].rows, numbers[step->first]);
        assert_int_equal(made[step->left].columns, numbers[step->split + 1]);
        assert_int_equal(made[step->right].columns, numbers[step->last + 1]);
        cost +=
            (double)(made[step->left].rows * made[step->left].columns * made[step->right].columns);
        assert_int_equal(rowcol_shape_product(made[step->left], made[step->right],
                                              &made[count + i]),
                         ROWCOL_OK);
    }
    assert_int_equal(made[2 * count - 2].rows, numbers[0]);
    assert_int_equal(made[2 * count - 2].columns, numbers[count]);
    return cost;
}

/* --- Tests ------------------------------------------------------------------------------------ */

static void the_order_of_the_textbook_is_found(void **state)
{
    const size_t numbers[] = {30, 35, 15, 5, 10, 20, 25}; /* Cormen and others, section 14.2 */
    rowcol_chain chain = plan(numbers, 6);

    (void)state;
    assert_true(chain.multiplications == 15125);
    assert_true(chain.left_to_right == 40500);
    assert_order(numbers, 6, "(A (B C)) ((D E) F)");
    rowcol_chain_release(&chain);
}

static void two_matrices_have_one_order(void **state)
{
    rowcol_chain chain = plan((size_t[]){2, 3, 4}, 2);

    (void)state;
    assert_true(chain.multiplications == 24);
    assert_true(chain.left_to_right == 24);
    assert_order((size_t[]){2, 3, 4}, 2, "A B");
    rowcol_chain_release(&chain);
}

static void three_matrices_go_whichever_way_is_cheaper(void **state)
{
    (void)state;
    assert_order((size_t[]){1, 10, 10, 10}, 3, "(A B) C");
    assert_order((size_t[]){10, 10, 10, 1}, 3, "A (B C)");
}

static void of_orders_that_cost_the_same_the_left_one_is_taken(void **state)
{
    (void)state;
    assert_order((size_t[]){2, 2, 2, 2}, 3, "(A B) C");
    assert_order((size_t[]){2, 2, 2, 2, 2}, 4, "((A B) C) D");
    assert_order((size_t[]){1, 1, 1, 1, 1, 1}, 5, "(((A B) C) D) E");
    assert_order((size_t[]){3, 2, 3, 2}, 3, "A (B C)"); /* 24, not 36 */
    assert_order((size_t[]){2, 3, 2, 3}, 3, "(A B) C"); /* 24, not 36 */
}

static void the_cost_is_the_least_of_all_orders(void **state)
{
    (void)state;
    draw_state = 1;
    for (unsigned trial = 0; trial < 400; trial++) {
        size_t numbers[11], count = 2 + draw() % 9, most = draw_up_to(60);
        rowcol_chain chain;
        double left_to_right = 0;

        for (size_t i = 0; i <= count; i++)
            numbers[i] = draw_up_to(most);
        for (size_t i = 1; i < count; i++)
            left_to_right += (double)(numbers[0] * numbers[i] * numbers[i + 1]);
        chain = plan(numbers, count);
        assert_true(chain.multiplications == least_cost(numbers, 0, count - 1));
        assert_true(chain.multiplications == follow(&chain, numbers));
        assert_true(chain.left_to_right == left_to_right);
        rowcol_chain_release(&chain);
    }
}

static void long_chains_are_ordered_soundly(void **state)
{
    (void)state;
    draw_state = 2;
    for (unsigned trial = 0; trial < 50; trial++) {
        size_t numbers[MOST + 1], count = 2 + draw() % (MOST - 1);
        rowcol_chain chain;

        for (size_t i = 0; i <= count; i++)
            numbers[i] = draw_up_to(1000);
        chain = plan(numbers, count);
        assert_true(chain.multiplications == follow(&chain, numbers));
        assert_true(chain.multiplications <= chain.left_to_right);
        rowcol_chain_release(&chain);
    }
}

static void costs_beyond_what_64_bits_count_are_compared_all_the_same(void **state)
{
    const size_t huge = (size_t)1 << 31;
    rowcol_chain chain = plan((size_t[]){huge, 1, huge, 1, huge}, 4);

    (void)state;
    assert_true(chain.multiplications == 0x1p31 + 0x1p31 + 0x1p62);
    assert_true(chain.left_to_right == 0x1p62 + 0x1p62 + 0x1p62);
    assert_order((size_t[]){huge, 1, huge, 1, huge}, 4, "(A (B C)) D");
    assert_order((size_t[]){huge, huge, huge, huge}, 3, "(A B) C");
    rowcol_chain_release(&chain);
}

static void up_to_26_matrices_are_letters_and_more_are_numbered(void **state)
{
    size_t numbers[28] = {0};

    (void)state;
    for (size_t i = 0; i < 28; i++)
        numbers[i] = 1 + i; /* cheapest from the left */
    assert_order(numbers, 26,
                 "((((((((((((((((((((((((A B) C) D) E) F) G) H) I) J) K) L) M) N) O) P) Q) R) S) "
                 "T) U) V) W) X) Y) Z");
    assert_order(numbers, 27,
                 "(((((((((((((((((((((((((A1 A2) A3) A4) A5) A6) A7) A8) A9) A10) A11) A12) A13) "
                 "A14) A15) A16) A17) A18) A19) A20) A21) A22) A23) A24) A25) A26) A27");
}

static void an_order_from_the_right_is_nested_to_the_right(void **state)
{
    (void)state;
    assert_order((size_t[]){5, 4, 3, 2, 1}, 4, "A (B (C D))");
    assert_order((size_t[]){9, 1, 9, 1, 9}, 4, "(A (B C)) D");
}

static void a_chain_that_can_t_be_counted_is_too_large(void **state)
{
    const rowcol_shape shape = {1, 1};
    rowcol_chain chain = {0};

    (void)state;
    assert_int_equal(rowcol_chain_plan(&shape, SIZE_MAX / 2, &chain), ROWCOL_TOO_LARGE);
    assert_null(chain.steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_textbook_is_found),
        cmocka_unit_test(two_matrices_have_one_order),
        cmocka_unit_test(three_matrices_go_whichever_way_is_cheaper),
        cmocka_unit_test(of_orders_that_cost_the_same_the_left_one_is_taken),
        cmocka_unit_test(the_cost_is_the_least_of_all_orders),
        cmocka_unit_test(long_chains_are_ordered_soundly),
        cmocka_unit_test(costs_beyond_what_64_bits_count_are_compared_all_the_same),
        cmocka_unit_test(up_to_26_matrices_are_letters_and_more_are_numbered),
        cmocka_unit_test(an_order_from_the_right_is_nested_to_the_right),
        cmocka_unit_test(a_chain_that_can_t_be_counted_is_too_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
