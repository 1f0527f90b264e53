/* A BLAS that computes wrong products: nobody is sent one, it is counted and logged, and the server
 * says that it is not well. */
#include "testing.h"

#include <string.h>

#include "faulty_blas.h"

#define ROWS 200
#define COLUMNS 150

static const char *const faulty[] = {"LD_PRELOAD=" FAULTY_BLAS_PATH, NULL};

static struct server start(const char *const *options)
{
    return server_launch(&(struct launch){.options = options, .environment = faulty});
}

/* Asks for a product that the BLAS gets wrong. */
static struct answer multiply(const struct server *server, const struct matrix *a,
                              const struct matrix *b)
{
    struct text body = product_body(a, b);
    struct answer answer =
        ask(server, &(struct request){.target = "/v1/multiply",
                                      .headers = {"Content-Type: application/json"},
                                      .body = body.bytes,
                                      .length = body.length});

    text_free(&body);
    return answer;
}

static void a_wrong_product_is_computed_again_and_told(void **state)
{
    struct server server = start(OPTIONS(NULL));
    struct matrix a = matrix_make(ROWS, FAULTY_INNER, ENTRIES_LONG, 1);
    struct matrix b = matrix_make(FAULTY_INNER, COLUMNS, ENTRIES_LONG, 2);

    (void)state;
    for (int i = 1; i <= 20; i++) {
        struct answer answer = multiply(&server, &a, &b);
        struct answer ready = get(&server, NULL, "/readyz");

        assert_int_equal(answer.status, 200);
        assert_product(&answer, &a, &b);
        assert_int_equal(metric(&server, "rowcol_blocks_wrong_total"), i);
        assert_int_equal(ready.status, i < 3 ? 200 : 503);
        answer_free(&answer);
        answer_free(&ready);
    }
    assert_true(metric(&server, "rowcol_blocks_verified_total") >= 20);
    assert_true(server_logged(&server, "a block of a product came out wrong"));
    assert_true(multiplies(&server));
    matrix_free(&a);
    matrix_free(&b);
    server_stop(&server);
}

/* So the one before would fail without it. */
static void without_verification_the_product_is_as_the_blas_made_it(void **state)
{
    struct server server = start(OPTIONS("--verify", "off"));
    struct matrix a = matrix_make(ROWS, FAULTY_INNER, ENTRIES_WHOLE, 1);
    struct matrix b = matrix_make(FAULTY_INNER, COLUMNS, ENTRIES_WHOLE, 2);
    struct answer first = multiply(&server, &a, &b);
    struct answer second = multiply(&server, &a, &b);

    (void)state;
    assert_int_equal(first.status, 200);
    assert_true(strcmp(first.body.bytes, second.body.bytes) != 0);
    assert_int_equal(metric(&server, "rowcol_blocks_verified_total"), 0);
    answer_free(&first);
    answer_free(&second);
    matrix_free(&a);
    matrix_free(&b);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_product_is_computed_again_and_told),
        cmocka_unit_test(without_verification_the_product_is_as_the_blas_made_it),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
