/* Clients that leave: what was done for them stops, its memory comes back, and nobody else notices.
 * And clients that only have said all they wanted to say: those get their answers. */
#include "testing.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Large enough for an answer that no socket buffers whole. */
#define SIZE (SANITIZED ? 1200 : 2000)

/* A receive buffer so small that an answer of some megabytes waits for its reader. */
#define NARROW 16384

static struct server server;
static struct text body; /* of a product of SIZE x SIZE matrices */

static double cancelled(void)
{
    return metric(&server, "rowcol_requests_cancelled_total");
}

/* The whole request is on its way, and rowcold works for it. */
static void begin_product(struct raw *raw)
{
    raw_open_narrow(raw, &server, NARROW);
    raw_say_multiply_head(raw, body.length);
    raw_send(raw, body.bytes, body.length);
    WAIT_UNTIL(metric(&server, "rowcol_jobs") >= 1 || raw_readable(raw, 0));
}

/* After a request was cancelled: it is counted, nothing is held for it, and the server is well. */
static void assert_recovered(double cancelled_before)
{
    WAIT_UNTIL(cancelled() == cancelled_before + 1);
    WAIT_UNTIL(metric(&server, "rowcol_jobs") == 0);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 1);
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 1e6);
    assert_true(multiplies(&server));
}

static void reset_in_the_middle_of_a_product_cancels_it(void **state)
{
    double before = cancelled();
    struct raw raw;

    (void)state;
    begin_product(&raw);
    raw_reset(&raw);
    assert_recovered(before);
}

/* The largest power of an identity: 104 products, one after the other. */
static struct text power_body_of(size_t order)
{
    struct text power = {0};

    text_say(&power, "{\"exponent\":9007199254740991,\"a\":{\"shape\":[%zu,%zu],\"data\":[1", order,
             order);
    for (size_t i = 1; i < order * order; i++)
        text_add(&power, i % (order + 1) == 0 ? ",1" : ",0", 2);
    text_say(&power, "]}}");
    return power;
}

static void reset_in_the_middle_of_a_power_cancels_the_products_to_come(void **state)
{
    struct text power = power_body_of(SIZE / 2);
    double before = cancelled();
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw,
            "POST /v1/power HTTP/1.1\r\nHost: localhost\r\n" JSON_TYPE
            "\r\nContent-Length: %zu\r\n\r\n",
            power.length);
    raw_send(&raw, power.bytes, power.length);
    WAIT_UNTIL(metric(&server, "rowcol_jobs") >= 1);
    raw_reset(&raw);
    assert_recovered(before);
    text_free(&power);
}

static void reset_in_the_middle_of_the_body_cancels_the_request(void **state)
{
    double before = cancelled();
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length / 2);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    raw_reset(&raw);
    assert_recovered(before);
}

static void close_in_the_middle_of_the_body_cancels_the_request(void **state)
{
    double before = cancelled();
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length / 3);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    raw_close(&raw);
    assert_recovered(before);
}

static void close_while_the_answer_is_streamed_cancels_the_rest(void **state)
{
    double before = cancelled();
    char part[4096];
    struct raw raw;

    (void)state;
    begin_product(&raw);
    assert_int_equal(read(raw.socket, part, sizeof part) > 0, 1);
    raw_close(&raw);
    assert_recovered(before);
}

static void client_that_is_killed_is_noticed(void **state)
{
    double before = cancelled();
    pid_t client = fork();

    (void)state;
    assert_true(client >= 0);
    if (client == 0) {
        struct raw raw;

        raw_open_narrow(&raw, &server, NARROW);
        raw_say_multiply_head(&raw, body.length);
        raw_send(&raw, body.bytes, body.length);
        for (;;)
            pause();
    }
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") > 2.5 * 8 * SIZE * SIZE);
    kill(client, SIGKILL);
    waitpid(client, NULL, 0);
    assert_recovered(before);
}

static void half_closed_client_gets_its_product(void **state)
{
    struct matrix a = matrix_make(700, 700, ENTRIES_WHOLE, 1),
                  b = matrix_make(700, 700, ENTRIES_WHOLE, 2);
    struct text own = product_body(&a, &b);
    double before = cancelled();
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, own.length);
    raw_send(&raw, own.bytes, own.length);
    raw_half_close(&raw);
    answer = raw_answer(&raw, "POST");
    assert_true(answer.complete);
    assert_product(&answer, &a, &b);
    assert_true(cancelled() == before);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&own);
    matrix_free(&a);
    matrix_free(&b);
}

/* The end comes while the pool is at work: whoever is woken with a product must still be
 * answered. */
static void client_that_half_closes_during_its_product_gets_it(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    begin_product(&raw);
    raw_half_close(&raw);
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_true(answer.complete);
    answer_free(&answer);
    raw_close(&raw);
}

static void half_closed_client_gets_its_small_product(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, strlen(SMALL_BODY));
    raw_send(&raw, SMALL_BODY, strlen(SMALL_BODY));
    raw_half_close(&raw);
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_string_equal(answer.body.bytes, SMALL_ANSWER);
    answer_free(&answer);
    raw_close(&raw);
}

/* Half-closed in the middle of the body: the request can't become whole. */
static void half_close_in_the_middle_of_the_body_does_not_hang(void **state)
{
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, 1000);
    raw_half_close(&raw);
    raw_await_end(&raw);
    raw_close(&raw);
    assert_true(multiplies(&server));
}

static void many_that_leave_one_after_the_other_cost_nothing(void **state)
{
    struct text own = product_body_of(500, 500, 500, ENTRIES_WHOLE);

    (void)state;
    for (int i = 0; i < 20; i++) {
        struct raw raw;

        raw_open_narrow(&raw, &server, NARROW);
        raw_say_multiply_head(&raw, own.length);
        raw_send(&raw, own.bytes, own.length);
        raw_reset(&raw);
    }
    WAIT_UNTIL(metric(&server, "rowcol_connections_open") == 1);
    WAIT_UNTIL(metric(&server, "rowcol_jobs") == 0);
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 1e6);
    assert_true(multiplies(&server));
    text_free(&own);
}

static int start(void **state)
{
    (void)state;
    body = product_body_of(SIZE, SIZE, SIZE, ENTRIES_WHOLE);
    server = server_start(NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&server);
    text_free(&body);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reset_in_the_middle_of_a_product_cancels_it),
        cmocka_unit_test(reset_in_the_middle_of_a_power_cancels_the_products_to_come),
        cmocka_unit_test(reset_in_the_middle_of_the_body_cancels_the_request),
        cmocka_unit_test(close_in_the_middle_of_the_body_cancels_the_request),
        cmocka_unit_test(close_while_the_answer_is_streamed_cancels_the_rest),
        cmocka_unit_test(client_that_is_killed_is_noticed),
        cmocka_unit_test(half_closed_client_gets_its_product),
        cmocka_unit_test(client_that_half_closes_during_its_product_gets_it),
        cmocka_unit_test(half_closed_client_gets_its_small_product),
        cmocka_unit_test(half_close_in_the_middle_of_the_body_does_not_hang),
        cmocka_unit_test(many_that_leave_one_after_the_other_cost_nothing),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("gone", tests, start, stop);
}
