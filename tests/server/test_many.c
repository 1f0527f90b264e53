/* Many connections at once: idle ones, slow ones, and more than there may be. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static size_t idle_count = 400; /* full: 10,000 */
static size_t slow_count = 50;  /* full: 200 */

/* The system may allow fewer descriptors than we would like; the server needs some more than we
 * do. */
static size_t within_the_descriptor_limit(size_t count)
{
    struct rlimit limit;

    getrlimit(RLIMIT_NOFILE, &limit);
    return count < limit.rlim_cur - 200 ? count : limit.rlim_cur - 200;
}

static struct raw *open_many(const struct server *server, size_t count)
{
    struct raw *raws = calloc(count, sizeof *raws);

    assert_non_null(raws);
    for (size_t i = 0; i < count; i++)
        raw_open(&raws[i], server);
    return raws;
}

static void close_many(struct raw *raws, size_t count)
{
    for (size_t i = 0; i < count; i++)
        raw_close(&raws[i]);
    free(raws);
}

static void assert_health(struct raw *raw)
{
    struct answer answer;

    raw_say(raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answer = raw_answer(raw, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
}

static void product_comes_while_many_connections_are_idle(void **state)
{
    struct server server = server_start(NULL);
    struct matrix a = matrix_make(500, 500, ENTRIES_WHOLE, 1),
                  b = matrix_make(500, 500, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    size_t count = within_the_descriptor_limit(idle_count);
    struct raw *idle = open_many(&server, count);
    struct answer answer;

    (void)state;
    WAIT_UNTIL(metric(&server, "rowcol_connections_open") >= (double)count);
    print_message("%zu idle connections\n", count);
    answer = post(&server, "product-among-idle-connections", "/v1/multiply", body.bytes);
    assert_product(&answer, &a, &b);
    for (size_t i = 0; i < count; i += 97)
        assert_health(&idle[i]);
    close_many(idle, count);
    WAIT_UNTIL(metric(&server, "rowcol_connections_open") == 1);
    answer_free(&answer);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

/* Each has sent a header and a part of its body; one more byte each while the product is
 * awaited. */
static void product_comes_while_many_clients_are_slow(void **state)
{
    struct server server = server_start(NULL);
    struct matrix a = matrix_make(500, 500, ENTRIES_WHOLE, 1),
                  b = matrix_make(500, 500, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    struct raw *slow = open_many(&server, slow_count), raw;
    struct answer answer;

    (void)state;
    for (size_t i = 0; i < slow_count; i++) {
        raw_say_multiply_head(&slow[i], 100000);
        raw_say(&slow[i], "{\"a\":[[1");
    }
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") >= (double)slow_count);
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length);
    for (size_t i = 0; !raw_readable(&raw, 0.001); i++)
        raw_send(&slow[i % slow_count], "2", 1);
    answer = raw_answer(&raw, "POST");
    assert_product(&answer, &a, &b);
    close_many(slow, slow_count);
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

static void more_than_the_most_are_told(void **state)
{
    enum { MOST = 10 };
    struct server server = server_start(OPTIONS("--max-connections", "10"));
    struct raw *raws = open_many(&server, MOST);
    struct answer answer;

    (void)state;
    for (size_t i = 0; i < MOST; i++)
        assert_health(&raws[i]);
    answer = get(&server, "one-connection-too-many", "/healthz");
    assert_problem(&answer, 503, "overloaded");
    answer_free(&answer);
    answer = post(&server, "one-product-too-many", "/v1/multiply", SMALL_BODY);
    assert_problem(&answer, 503, "overloaded");
    answer_free(&answer);
    for (size_t i = 0; i < MOST; i++)
        assert_health(&raws[i]);
    raw_close(&raws[MOST - 1]);
    WAIT_UNTIL(multiplies(&server));
    close_many(raws, MOST - 1);
    server_stop(&server);
}

static void many_products_at_once_all_come(void **state)
{
    enum { PRODUCTS = 16 };
    struct server server = server_start(NULL);
    struct matrix a = matrix_make(200, 300, ENTRIES_WHOLE, 1),
                  b = matrix_make(300, 250, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    struct raw *raws = open_many(&server, PRODUCTS);

    (void)state;
    for (size_t i = 0; i < PRODUCTS; i++) {
        raw_say_multiply_head(&raws[i], body.length);
        raw_send(&raws[i], body.bytes, body.length);
    }
    for (size_t i = 0; i < PRODUCTS; i++) {
        struct answer answer = raw_answer(&raws[PRODUCTS - 1 - i], "POST");

        assert_product(&answer, &a, &b);
        answer_free(&answer);
    }
    close_many(raws, PRODUCTS);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_comes_while_many_connections_are_idle),
        cmocka_unit_test(product_comes_while_many_clients_are_slow),
        cmocka_unit_test(more_than_the_most_are_told),
        cmocka_unit_test(many_products_at_once_all_come),
    };

    if (testing_begin(argc, argv)) {
        idle_count = 10000;
        slow_count = 200;
    }
    return cmocka_run_group_tests_name("many", tests, NULL, NULL);
}
