/* Clients that send a byte now and then: they are told so, and their connections close. Those
 * that are slow, but fast enough, are served. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST_HEAD                                                                               \
    "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n" JSON_TYPE                                  \
    "\r\nContent-Length: 100000\r\n\r\n"

/* Sends the text, then a byte a second, until the answer comes. */
static struct answer drip(struct raw *raw, const char *text, char byte)
{
    raw_send(raw, text, strlen(text));
    while (!raw_readable(raw, 1.0))
        if (!raw_try_send(raw, &byte, 1))
            break;
    return raw_answer(raw, "POST");
}

static void assert_told_and_closed(struct server *server, const char *text, char byte)
{
    struct answer answer;
    struct raw raw;

    raw_open(&raw, server);
    answer = drip(&raw, text, byte);
    assert_status(&answer, 408);
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
    assert_true(multiplies(server));
}

static void byte_a_second_in_the_header_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--header-timeout", "2"));

    (void)state;
    assert_told_and_closed(&server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 'x');
    assert_true(metric(&server, "rowcol_timeouts_total") >= 1);
    server_stop(&server);
}

static void byte_a_second_in_the_request_line_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--header-timeout", "2"));

    (void)state;
    assert_told_and_closed(&server, "GET /heal", 'x');
    server_stop(&server);
}

static void header_that_stops_after_an_answer_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--header-timeout", "2"));
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = drip(&raw, "GET /healthz HTTP/1.1\r\nHo", 's');
    assert_status(&answer, 408);
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
}

/* Its bytes stand where the other's fields were, but they are no fields. */
static void header_that_stops_has_no_fields_of_the_one_before(void **state)
{
    struct server server =
        server_start(OPTIONS("--header-timeout", "1", "--cors-origin", "https://page.example"));
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw,
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nOrigin: https://page.example\r\n\r\n");
    answer = raw_answer(&raw, "GET");
    assert_non_null(answer_header(&answer, "Access-Control-Allow-Origin"));
    answer_free(&answer);
    raw_say(&raw, "GET /healthz.HTTP/1.1..Host:.localhost..Origin:.https://page.example");
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 408);
    assert_null(answer_header(&answer, "Access-Control-Allow-Origin"));
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
}

/* A second one behind the first, in the same packet. */
static void header_that_stops_behind_another_request_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--header-timeout", "2"));
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHo");
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 408);
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
}

/* Keep-alive is no header that does not come. */
static void connection_that_waits_between_requests_is_kept(void **state)
{
    struct server server = server_start(OPTIONS("--header-timeout", "1"));
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    for (int i = 0; i < 2; i++) {
        assert_false(raw_readable(&raw, 2.5));
        raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        answer = raw_answer(&raw, "GET");
        assert_status(&answer, 200);
        answer_free(&answer);
    }
    raw_close(&raw);
    server_stop(&server);
}

static void byte_a_second_in_the_body_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--min-rate", "1K"));

    (void)state;
    assert_told_and_closed(&server, REQUEST_HEAD, ' ');
    server_stop(&server);
}

static void body_that_stops_is_told(void **state)
{
    struct server server = server_start(NULL);
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw, REQUEST_HEAD "{\"a\":[[1,2],");
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 408);
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
}

static void body_beyond_the_deadline_of_its_request_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--request-timeout", "2"));

    (void)state;
    assert_told_and_closed(&server, REQUEST_HEAD, ' ');
    server_stop(&server);
}

static void libcurl_reads_that_its_body_was_too_slow(void **state)
{
    struct server server = server_start(OPTIONS("--request-timeout", "1"));
    struct answer answer = ask(&server, &(struct request){.name = "body-that-stalls",
                                                          .target = "/v1/multiply",
                                                          .headers = {JSON_TYPE},
                                                          .body = SMALL_BODY,
                                                          .length = strlen(SMALL_BODY),
                                                          .stalls = true});

    (void)state;
    assert_problem(&answer, 408, "timeout");
    answer_free(&answer);
    server_stop(&server);
}

/* Slower than any network, for longer than the grace of ten seconds, but faster than --min-rate. */
static void paced_client_that_is_fast_enough_is_served(void **state)
{
    struct server server = server_start(OPTIONS("--min-rate", "1K"));
    struct matrix a = matrix_make(60, 30, ENTRIES_LONG, 1),
                  b = matrix_make(30, 60, ENTRIES_LONG, 2);
    struct text body = product_body(&a, &b);
    struct answer answer = ask(&server, &(struct request){.name = "paced-body",
                                                          .target = "/v1/multiply",
                                                          .headers = {JSON_TYPE},
                                                          .body = body.bytes,
                                                          .length = body.length,
                                                          .per_second = 6000});

    (void)state;
    assert_product(&answer, &a, &b);
    answer_free(&answer);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

/* A reader that takes its time has to be served too: its pace is TCP's matter. */
static void slow_reader_gets_the_whole_answer(void **state)
{
    struct server server = server_start(NULL);
    struct matrix a = matrix_make(500, 10, ENTRIES_WHOLE, 1),
                  b = matrix_make(10, 500, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open_narrow(&raw, &server, 4096);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length);
    assert_true(raw_readable(&raw, PATIENCE));
    assert_true(multiplies(&server));
    answer = raw_answer(&raw, "POST");
    assert_true(answer.complete);
    assert_product(&answer, &a, &b);
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest quick[] = {
        cmocka_unit_test(byte_a_second_in_the_header_is_told),
        cmocka_unit_test(byte_a_second_in_the_request_line_is_told),
        cmocka_unit_test(header_that_stops_after_an_answer_is_told),
        cmocka_unit_test(header_that_stops_has_no_fields_of_the_one_before),
        cmocka_unit_test(header_that_stops_behind_another_request_is_told),
        cmocka_unit_test(body_beyond_the_deadline_of_its_request_is_told),
        cmocka_unit_test(libcurl_reads_that_its_body_was_too_slow),
        cmocka_unit_test(slow_reader_gets_the_whole_answer),
    };
    /* These wait for the grace of --min-rate. */
    static const struct CMUnitTest full[] = {
        cmocka_unit_test(connection_that_waits_between_requests_is_kept),
        cmocka_unit_test(byte_a_second_in_the_body_is_told),
        cmocka_unit_test(body_that_stops_is_told),
        cmocka_unit_test(paced_client_that_is_fast_enough_is_served),
    };

    if (testing_begin(argc, argv))
        return cmocka_run_group_tests_name("slow", full, NULL, NULL);
    return cmocka_run_group_tests_name("slow", quick, NULL, NULL);
}
