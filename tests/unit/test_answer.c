/* Answers: what they hold, in what order, and who owns it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/budget.h"
#include "formats/answer.h"

static void an_answer_keeps_the_order_of_its_members(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "method", json_string("lu")));
    assert_non_null(answer_add_matrix(&answer, "solution", (rowcol_shape){2, 3}));
    assert_true(answer_add_new(&answer, "rank", json_integer(2)));

    assert_int_equal(answer.count, 3);
    assert_string_equal(answer.members[0].name, "method");
    assert_string_equal(answer.members[1].name, "solution");
    assert_string_equal(answer.members[2].name, "rank");
    assert_false(answer_has_numbers(&answer.members[0]));
    assert_true(answer_has_numbers(&answer.members[1]));
    answer_release(&answer);
}

static void entries_are_counted_without_documents(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_int_equal(answer_entries(&answer), 0);
    assert_non_null(answer_add_matrix(&answer, "q", (rowcol_shape){3, 2}));
    assert_true(answer_add_new(&answer, "rank", json_integer(2)));
    assert_non_null(answer_add_matrix(&answer, "r", (rowcol_shape){2, 2}));

    assert_int_equal(answer_entries(&answer), 10);
    answer_release(&answer);
}

static void only_a_lone_real_matrix_is_the_only_one(void **state)
{
    struct answer answer = {0};
    rowcol_matrix *matrix;

    (void)state;
    assert_null(answer_only_matrix(&answer));
    assert_true(answer_add_scalar(&answer, "trace", 5));
    assert_null(answer_only_matrix(&answer));
    matrix = answer_add_matrix(&answer, "inverse", (rowcol_shape){2, 2});
    assert_ptr_equal(answer_only_matrix(&answer), matrix);
    assert_true(answer_make_complex(&answer.members[1]));
    assert_null(answer_only_matrix(&answer));
    assert_int_equal(answer_entries(&answer), 9);
    answer_release(&answer);

    assert_non_null(answer_add_matrix(&answer, "q", (rowcol_shape){2, 2}));
    assert_non_null(answer_add_matrix(&answer, "r", (rowcol_shape){2, 2}));
    assert_null(answer_only_matrix(&answer));
    answer_release(&answer);
}

static void a_document_without_memory_is_refused(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_false(answer_add_new(&answer, "rank", NULL));
    assert_int_equal(answer.count, 0);
}

static void a_full_answer_refuses_and_frees_what_it_is_given(void **state)
{
    struct answer answer = {0};
    json_t *document = json_integer(9);

    (void)state;
    for (size_t i = 0; i < ANSWER_MEMBERS; i++)
        assert_true(answer_add_new(&answer, "member", json_integer(1)));

    json_incref(document);
    assert_false(answer_add_new(&answer, "member", document));
    assert_int_equal(document->refcount, 1);
    json_decref(document);
    assert_null(answer_add_matrix(&answer, "matrix", (rowcol_shape){1, 1}));
    assert_int_equal(answer.count, ANSWER_MEMBERS);
    answer_release(&answer);
}

static void a_matrix_that_the_budget_has_no_room_for_is_not_added(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_null(answer_add_matrix(&answer, "product", (rowcol_shape){100000, 100000}));
    assert_int_equal(answer.count, 0);
}

static void release_gives_everything_back_and_leaves_an_empty_answer(void **state)
{
    struct answer answer = {0};
    json_t *document = json_integer(9);
    size_t used = budget_used();

    (void)state;
    json_incref(document);
    assert_true(answer_add_new(&answer, "rank", document));
    assert_non_null(answer_add_matrix(&answer, "product", (rowcol_shape){10, 10}));
    assert_true(budget_used() > used);

    answer_release(&answer);
    assert_int_equal(budget_used(), used);
    assert_int_equal(document->refcount, 1);
    assert_int_equal(answer.count, 0);
    answer_release(&answer);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_keeps_the_order_of_its_members),
        cmocka_unit_test(entries_are_counted_without_documents),
        cmocka_unit_test(only_a_lone_real_matrix_is_the_only_one),
        cmocka_unit_test(a_document_without_memory_is_refused),
        cmocka_unit_test(a_full_answer_refuses_and_frees_what_it_is_given),
        cmocka_unit_test(a_matrix_that_the_budget_has_no_room_for_is_not_added),
        cmocka_unit_test(release_gives_everything_back_and_leaves_an_empty_answer),
    };

    budget_begin(16 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
