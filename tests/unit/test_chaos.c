/* Every allocation of every call fails once: the call says so, keeps what it had, and nothing
 * leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include <rowcol/rowcol.h>

/* How many allocations still succeed, and how many blocks are out. */
static size_t left;
static size_t blocks;

static bool take_one(void)
{
    return left > 0 && left-- > 0;
}

static void *scarce_allocate(void *context, size_t size)
{
    void *block = take_one() ? malloc(size) : NULL;

    (void)context;
    blocks += block != NULL;
    return block;
}

static void *scarce_resize(void *context, void *block, size_t old_size, size_t size)
{
    (void)context;
    (void)old_size;
    return take_one() ? realloc(block, size) : NULL;
}

static void scarce_release(void *context, void *block, size_t size)
{
    (void)context;
    (void)size;
    blocks--;
    free(block);
}

static int hook(void **state)
{
    const rowcol_allocator allocator = {scarce_allocate, scarce_resize, scarce_release, NULL};

    (void)state;
    blocks = 0;
    rowcol_set_allocator(&allocator);
    return 0;
}

static int unhook(void **state)
{
    (void)state;
    rowcol_set_allocator(NULL);
    return 0;
}

/* Runs a call with 0, 1, 2 ... allocations granted until it does without more; it must have been
 * refused at least once. Nothing may be out after any of them. */
static void starve(rowcol_status (*call)(void))
{
    size_t granted = 0;
    rowcol_status status;

    do {
        left = granted++;
        status = call();
        assert_true(status == ROWCOL_OK || status == ROWCOL_NO_MEMORY);
        assert_int_equal(blocks, 0);
        assert_true(granted < 100);
    } while (status != ROWCOL_OK);
    assert_true(granted > 1);
}

static rowcol_status create(void)
{
    rowcol_matrix matrix = {0};
    rowcol_status status = rowcol_matrix_create(&matrix, (rowcol_shape){3, 4});

    if (status == ROWCOL_OK)
        assert_int_equal(matrix.capacity, 12);
    else
        assert_true(!matrix.entries && matrix.capacity == 0 && matrix.shape.rows == 0);
    rowcol_matrix_release(&matrix);
    return status;
}

static rowcol_status grow(void)
{
    rowcol_matrix matrix = {0};
    rowcol_status status = rowcol_matrix_reserve(&matrix, 5);

    for (size_t i = 0; i < matrix.capacity; i++)
        matrix.entries[i] = (double)i;
    if (status == ROWCOL_OK) {
        status = rowcol_matrix_reserve(&matrix, 5000);
        assert_int_equal(matrix.capacity, status == ROWCOL_OK ? 5000 : 5);
        for (size_t i = 0; i < 5; i++)
            assert_true(matrix.entries[i] == (double)i);
    }
    rowcol_matrix_release(&matrix);
    return status;
}

static rowcol_status multiply(void)
{
    const rowcol_matrix a = {.shape = {2, 2}, .entries = (double[]){2, 1, 5, 4}};
    rowcol_matrix result = {0};
    rowcol_status status =
        rowcol_multiply(&(rowcol_product){.a = &a, .b = &a, .alpha = 1}, &result);

    if (status != ROWCOL_OK)
        assert_true(!result.entries && result.capacity == 0);
    rowcol_matrix_release(&result);
    return status;
}

static void release(rowcol_matrix *results, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rowcol_matrix_release(&results[i]);
}

static const rowcol_matrix positive = {.shape = {2, 2}, .entries = (double[]){2, 1, 1, 4}};

static rowcol_status factor(void)
{
    rowcol_matrix results[3] = {0};
    rowcol_status status = rowcol_qr(&positive, &results[0], &results[1]);
    size_t minor;

    if (status == ROWCOL_OK)
        status = rowcol_cholesky(&positive, &results[2], &minor);
    release(results, 3);
    return status;
}

static rowcol_status find_singular_values(void)
{
    rowcol_matrix results[4] = {0};
    rowcol_status status = rowcol_svd(&positive, &results[0], &results[1], &results[2]);

    if (status == ROWCOL_OK)
        status = rowcol_singular_values(&positive, &results[3]);
    release(results, 4);
    return status;
}

static rowcol_status find_eigenvalues(void)
{
    rowcol_matrix results[6] = {0};
    rowcol_status status = rowcol_eigen_symmetric(&positive, &results[0], &results[1]);

    if (status == ROWCOL_OK)
        status = rowcol_eigen(&positive, (rowcol_parts){&results[2], &results[3]},
                              (rowcol_parts){&results[4], &results[5]});
    release(results, 6);
    return status;
}

/* Once without rounding, and once with. */
static rowcol_status eliminate(void)
{
    const rowcol_matrix tenths = {.shape = {2, 2}, .entries = (double[]){0.1, 0.2, 0.3, 0.7}};
    rowcol_matrix results[6] = {0};
    rowcol_system inversion = {.a = &tenths, .x = &results[0]};
    rowcol_system solution = {.a = &tenths, .b = &positive, .x = &results[1]};
    rowcol_system exact = {.a = &positive, .b = &positive, .x = &results[5]};
    rowcol_determinant_value determinant;
    double sensitivity;
    rowcol_status status = rowcol_lu(&tenths, &results[2], &results[3], &results[4]);

    if (status == ROWCOL_OK)
        status = rowcol_determinant(&tenths, &determinant);
    if (status == ROWCOL_OK)
        status = rowcol_system_factor(&exact);
    if (status == ROWCOL_OK)
        status = rowcol_system_solve(&exact);
    if (status == ROWCOL_OK)
        status = rowcol_system_factor(&inversion);
    if (status == ROWCOL_OK)
        status = rowcol_system_solve(&inversion);
    if (status == ROWCOL_OK)
        status = rowcol_system_factor(&solution);
    if (status == ROWCOL_OK)
        status = rowcol_system_solve(&solution);
    if (status == ROWCOL_OK)
        status = rowcol_system_sensitivity(&solution, &sensitivity);
    rowcol_system_release(&exact);
    rowcol_system_release(&inversion);
    rowcol_system_release(&solution);
    release(results, 6);
    return status;
}

static rowcol_status find_least_squares(void)
{
    const rowcol_block all = {.rows = 2, .columns = 2};
    rowcol_matrix result = {0};
    rowcol_residual residual = {0};
    rowcol_fit fit;
    double rows[4];
    rowcol_status status = rowcol_least_squares(&positive, &positive, &result, &fit);

    if (status == ROWCOL_OK)
        status = rowcol_residual_begin(&residual, &positive, &result, &positive);
    if (status == ROWCOL_OK)
        status = rowcol_residual_block(&residual, all, rows, 2);
    rowcol_residual_release(&residual);
    rowcol_matrix_release(&result);
    return status;
}

/* The page as HTML, which says each step in a second text. */
static rowcol_status explain(void)
{
    const rowcol_matrix a = {.shape = {2, 2}, .entries = (double[]){2, 1, 5, 4}};
    const rowcol_product product = {.a = &a, .b = &a};
    rowcol_explanation explanation = {.product = &product};
    rowcol_status status;
    rowcol_text text;
    size_t at;

    assert_int_equal(rowcol_explain(&explanation, 8, &at), ROWCOL_OK);
    rowcol_text_begin(&text, ROWCOL_HTML, 100000);
    status = rowcol_text_explanation(&text, &explanation, &a);
    assert_int_equal(text.status, status);
    rowcol_text_release(&text);
    return status;
}

static rowcol_status plan_chain(void)
{
    const rowcol_shape shapes[] = {{2, 3}, {3, 4}, {4, 5}};
    rowcol_chain chain = {0};
    rowcol_status status = rowcol_chain_plan(shapes, 3, &chain);

    if (status != ROWCOL_OK)
        assert_true(!chain.steps && chain.count == 0);
    rowcol_chain_release(&chain);
    return status;
}

static void creating_a_matrix_survives_every_refusal(void **state)
{
    (void)state;
    starve(create);
}

static void growing_a_matrix_survives_every_refusal(void **state)
{
    (void)state;
    starve(grow);
}

static void multiplying_survives_every_refusal(void **state)
{
    (void)state;
    starve(multiply);
}

static void factoring_survives_every_refusal(void **state)
{
    (void)state;
    starve(factor);
}

static void finding_singular_values_survives_every_refusal(void **state)
{
    (void)state;
    starve(find_singular_values);
}

static void finding_eigenvalues_survives_every_refusal(void **state)
{
    (void)state;
    starve(find_eigenvalues);
}

static void eliminating_survives_every_refusal(void **state)
{
    (void)state;
    starve(eliminate);
}

static void finding_least_squares_survives_every_refusal(void **state)
{
    (void)state;
    starve(find_least_squares);
}

static void explaining_survives_every_refusal(void **state)
{
    (void)state;
    starve(explain);
}

static void planning_a_chain_survives_every_refusal(void **state)
{
    (void)state;
    starve(plan_chain);
}

static void checking_blas_survives_every_refusal(void **state)
{
    (void)state;
    starve(rowcol_blas_check);
}

static void trimming_that_is_refused_keeps_the_room(void **state)
{
    rowcol_matrix matrix = {0};

    (void)state;
    left = 1;
    assert_int_equal(rowcol_matrix_reserve(&matrix, 100), ROWCOL_OK);
    matrix.shape = (rowcol_shape){1, 1};
    matrix.entries[0] = 7;
    rowcol_matrix_trim(&matrix);
    assert_int_equal(matrix.capacity, 100);
    assert_true(matrix.entries[0] == 7);
    rowcol_matrix_release(&matrix);
    assert_int_equal(blocks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(creating_a_matrix_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(growing_a_matrix_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(multiplying_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(factoring_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(finding_singular_values_survives_every_refusal, hook,
                                        unhook),
        cmocka_unit_test_setup_teardown(finding_eigenvalues_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(eliminating_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(finding_least_squares_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(explaining_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(planning_a_chain_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(checking_blas_survives_every_refusal, hook, unhook),
        cmocka_unit_test_setup_teardown(trimming_that_is_refused_keeps_the_room, hook, unhook),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
