/* SIGTERM: what has been begun is finished, nothing new is taken, and the exit status is 0. */
#include "testing.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beyond the patience of the tests: whoever waits for it fails. */
#define FOR_EVER "300"

static struct text body; /* of a product that takes a while */
static struct matrix first, second;

static struct server start_patient(void)
{
    return server_start(OPTIONS("--drain-timeout", FOR_EVER));
}

static void terminate(const struct server *server)
{
    kill(server->pid, SIGTERM);
}

static void assert_answered(struct raw *raw)
{
    struct answer answer = raw_answer(raw, "POST");

    assert_true(answer.complete);
    assert_product(&answer, &first, &second);
    answer_free(&answer);
    raw_close(raw);
}

static void idle_server_ends_at_once(void **state)
{
    struct server server = start_patient();

    (void)state;
    terminate(&server);
    server_ended(&server);
}

static void interrupt_ends_it_as_well(void **state)
{
    struct server server = start_patient();

    (void)state;
    kill(server.pid, SIGINT);
    server_ended(&server);
}

static void idle_connections_do_not_delay_the_end(void **state)
{
    struct server server = start_patient();
    struct raw used, unused, began;
    struct answer answer;

    (void)state;
    raw_open(&unused, &server);
    raw_open(&began, &server);
    raw_say(&began, "GET /hea");
    raw_open(&used, &server);
    raw_say(&used, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answer = raw_answer(&used, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
    terminate(&server);
    server_ended(&server);
    raw_close(&used);
    raw_close(&unused);
    raw_close(&began);
}

static void products_in_flight_are_finished(void **state)
{
    struct server server = start_patient();
    struct raw raws[3];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        raw_open_narrow(&raws[i], &server, 16384);
        raw_say_multiply_head(&raws[i], body.length);
        raw_send(&raws[i], body.bytes, body.length);
    }
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 4);
    terminate(&server);
    WAIT_UNTIL(!raw_can_connect(&server));
    for (size_t i = 0; i < 3; i++)
        assert_answered(&raws[i]);
    server_ended(&server);
}

/* Its header had arrived: the rest is awaited too. */
static void body_that_is_still_coming_is_awaited(void **state)
{
    struct server server = start_patient();
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, 1000);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    terminate(&server);
    WAIT_UNTIL(!raw_can_connect(&server));
    raw_send(&raw, body.bytes + 1000, body.length - 1000);
    assert_answered(&raw);
    server_ended(&server);
}

static void answers_of_a_draining_server_close_their_connections(void **state)
{
    struct server server = start_patient();
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, strlen(SMALL_BODY));
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    terminate(&server);
    WAIT_UNTIL(!raw_can_connect(&server));
    raw_send(&raw, SMALL_BODY, strlen(SMALL_BODY));
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_string_equal(answer_header(&answer, "Connection"), "close");
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
    server_ended(&server);
}

static bool is_ready(const struct server *server)
{
    struct answer answer = get(server, NULL, "/readyz");
    bool ready = answer.status == 200;

    answer_free(&answer);
    return ready;
}

static void readiness_ends_before_connections_are_refused(void **state)
{
    struct server server = server_start(OPTIONS("--drain-delay", "3"));
    struct answer answer;

    (void)state;
    assert_true(is_ready(&server));
    terminate(&server);
    WAIT_UNTIL(!is_ready(&server));
    answer = get(&server, "readyz-while-draining", "/readyz");
    assert_problem(&answer, 503, "overloaded");
    answer_free(&answer);
    assert_true(multiplies(&server));
    WAIT_UNTIL(!raw_can_connect(&server));
    server_ended(&server);
}

/* What does not finish in time is cut off; that is no fault of the server. */
static void drain_has_an_end(void **state)
{
    struct server server = server_start(OPTIONS("--drain-timeout", "1"));
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, 1000);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    terminate(&server);
    server_ended(&server);
    raw_await_end(&raw);
    raw_close(&raw);
}

/* Whoever asks twice is in a hurry. */
static void second_signal_ends_the_drain(void **state)
{
    struct server server = start_patient();
    struct raw raw;
    int status = -1;

    (void)state;
    raw_open(&raw, &server);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, 1000);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    terminate(&server);
    WAIT_UNTIL(!raw_can_connect(&server));
    terminate(&server);
    WAIT_UNTIL(server_has_ended(&server, &status));
    raw_close(&raw);
}

static void client_that_leaves_during_the_drain_does_not_hold_it_up(void **state)
{
    struct server server = start_patient();
    struct raw raw;

    (void)state;
    raw_open_narrow(&raw, &server, 16384);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 2);
    terminate(&server);
    WAIT_UNTIL(!raw_can_connect(&server));
    raw_reset(&raw);
    server_ended(&server);
}

static int make_body(void **state)
{
    (void)state;
    first = matrix_make(600, 600, ENTRIES_WHOLE, 1);
    second = matrix_make(600, 600, ENTRIES_WHOLE, 2);
    body = product_body(&first, &second);
    return 0;
}

static int free_body(void **state)
{
    (void)state;
    text_free(&body);
    matrix_free(&first);
    matrix_free(&second);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(idle_server_ends_at_once),
        cmocka_unit_test(interrupt_ends_it_as_well),
        cmocka_unit_test(idle_connections_do_not_delay_the_end),
        cmocka_unit_test(products_in_flight_are_finished),
        cmocka_unit_test(body_that_is_still_coming_is_awaited),
        cmocka_unit_test(answers_of_a_draining_server_close_their_connections),
        cmocka_unit_test(readiness_ends_before_connections_are_refused),
        cmocka_unit_test(drain_has_an_end),
        cmocka_unit_test(second_signal_ends_the_drain),
        cmocka_unit_test(client_that_leaves_during_the_drain_does_not_hold_it_up),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("drain", tests, make_body, free_body);
}
