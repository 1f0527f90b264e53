/* Several requests on one connection, old clients, HEAD. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HEALTH "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void say_multiply(struct raw *raw, const char *body)
{
    raw_say_multiply_head(raw, strlen(body));
    raw_send(raw, body, strlen(body));
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    enum { REQUESTS = 20 };
    struct text all = {0};
    struct raw raw;

    (void)state;
    for (int i = 0; i < REQUESTS; i++) {
        struct text body = {0};

        text_say(&body, "{\"a\":[%d],\"b\":[1]}", i);
        text_say(&all,
                 "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n" JSON_TYPE
                 "\r\nContent-Length: %zu\r\n\r\n%s",
                 body.length, body.bytes);
        text_free(&body);
    }
    raw_open(&raw, &shared);
    raw_send(&raw, all.bytes, all.length);
    for (int i = 0; i < REQUESTS; i++) {
        struct answer answer = raw_answer(&raw, "POST");
        struct text wanted = {0};

        text_say(&wanted, "{\"shape\":[1,1],\"product\":[[%d]]}\n", i);
        assert_status(&answer, 200);
        assert_string_equal(answer.body.bytes, wanted.bytes);
        answer_free(&answer);
        text_free(&wanted);
    }
    raw_close(&raw);
    text_free(&all);
}

/* The second request arrives while the pool works for the first. */
static void request_pipelined_behind_a_large_one_is_answered(void **state)
{
    struct text body = product_body_of(300, 300, 300, ENTRIES_WHOLE);
    struct answer first, second;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say_multiply_head(&raw, body.length);
    text_add(&body, HEALTH, strlen(HEALTH));
    raw_send(&raw, body.bytes, body.length);
    first = raw_answer(&raw, "POST");
    assert_status(&first, 200);
    assert_true(first.complete);
    second = raw_answer(&raw, "GET");
    assert_status(&second, 200);
    answer_free(&first);
    answer_free(&second);
    raw_close(&raw);
    text_free(&body);
}

static void assert_connection_stays_after(const char *request, int status)
{
    struct answer answer;
    struct raw raw;

    raw_open(&raw, &shared);
    for (int i = 0; i < 3; i++) {
        raw_send(&raw, request, strlen(request));
        answer = raw_answer(&raw, "POST");
        assert_status(&answer, status);
        answer_free(&answer);
    }
    say_multiply(&raw, SMALL_BODY);
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_string_equal(answer.body.bytes, SMALL_ANSWER);
    answer_free(&answer);
    raw_close(&raw);
}

#define WITH_BODY "Host: localhost\r\nContent-Length: 10\r\n"

static void connection_stays_after_a_refusal_with_a_small_body(void **state)
{
    (void)state;
    assert_connection_stays_after("POST /v1/nothing HTTP/1.1\r\n" WITH_BODY "\r\n0123456789", 404);
    assert_connection_stays_after("PUT /v1/multiply HTTP/1.1\r\n" WITH_BODY "\r\n0123456789", 405);
    assert_connection_stays_after("POST /v1/multiply HTTP/1.1\r\n" WITH_BODY "\r\n0123456789", 415);
    assert_connection_stays_after("POST /v1/multiply HTTP/1.1\r\n" WITH_BODY JSON_TYPE "\r\n"
                                  "Accept: image/png\r\n\r\n0123456789",
                                  406);
    assert_connection_stays_after("POST /v1/multiply HTTP/1.1\r\n" WITH_BODY JSON_TYPE "\r\n\r\n"
                                  "[[[[[[[[[[",
                                  400);
    assert_connection_stays_after("POST /v1/multiply HTTP/1.1\r\n" WITH_BODY JSON_TYPE "\r\n\r\n"
                                  "{\"abcd\":1}",
                                  422);
    assert_connection_stays_after("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
}

static void connection_closes_where_the_client_asks_for_it(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 200);
    assert_string_equal(answer_header(&answer, "Connection"), "close");
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
}

static void old_client_is_answered_and_left(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw,
            "POST /v1/multiply HTTP/1.0\r\nHost: localhost\r\n" JSON_TYPE
            "\r\nContent-Length: %zu\r\n\r\n" SMALL_BODY,
            strlen(SMALL_BODY));
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_string_equal(answer.body.bytes, SMALL_ANSWER);
    raw_await_end(&raw);
    answer_free(&answer);
    raw_close(&raw);
}

/* HTTP/1.0 knows no chunks: the connection's end is the answer's. */
static void old_client_gets_a_large_answer_without_chunks(void **state)
{
    struct matrix a = matrix_make(400, 20, ENTRIES_WHOLE, 1),
                  b = matrix_make(20, 400, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw,
            "POST /v1/multiply HTTP/1.0\r\nHost: localhost\r\n" JSON_TYPE
            "\r\nContent-Length: %zu\r\n\r\n",
            body.length);
    raw_send(&raw, body.bytes, body.length);
    answer = raw_answer(&raw, "POST");
    assert_null(answer_header(&answer, "Transfer-Encoding"));
    assert_product(&answer, &a, &b);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

static void old_client_without_host_is_answered(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw, "GET /healthz HTTP/1.0\r\n\r\n");
    answer = raw_answer(&raw, "GET");
    assert_true(answer.status == 200 || answer.status == 400 || answer.status == 403);
    answer_free(&answer);
    raw_close(&raw);
}

static void expectation_is_met_before_the_body(void **state)
{
    struct answer answer;
    struct raw raw;
    char line[26] = "";

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw,
            "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n" JSON_TYPE
            "\r\nExpect: 100-continue\r\nContent-Length: %zu\r\n\r\n",
            strlen(SMALL_BODY));
    assert_true(raw_readable(&raw, PATIENCE));
    assert_int_equal(recv(raw.socket, line, sizeof line - 1, MSG_WAITALL), sizeof line - 1);
    assert_string_equal(line, "HTTP/1.1 100 Continue\r\n\r\n");
    raw_send(&raw, SMALL_BODY, strlen(SMALL_BODY));
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    answer_free(&answer);
    raw_close(&raw);
}

/* HEAD is GET without the body: the same fields, and the connection is fit for more. */
static void head_is_get_without_the_body(void **state)
{
    static const char *const targets[] = {"/", "/healthz", "/readyz", "/openapi.yaml",
                                          "/problems/shape-mismatch"};
    static const char *const fields[] = {"Content-Type", "Content-Length"};

    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct answer whole = get(&shared, "get-beside-head", targets[i]);
        struct answer head =
            ask(&shared, &(struct request){.name = "head", .method = "HEAD", .target = targets[i]});

        assert_status(&whole, 200);
        assert_status(&head, 200);
        assert_true(whole.body.length > 0);
        assert_int_equal(head.body.length, 0);
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
            char *value = strdup(answer_header(&whole, fields[k]));

            assert_string_equal(answer_header(&head, fields[k]), value);
            free(value);
        }
        answer_free(&whole);
        answer_free(&head);
    }
}

static void head_on_a_connection_that_stays(void **state)
{
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    for (int i = 0; i < 3; i++) {
        raw_say(&raw, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        answer = raw_answer(&raw, "HEAD");
        assert_status(&answer, 200);
        answer_free(&answer);
    }
    raw_say(&raw, HEALTH);
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
    raw_close(&raw);
}

static void head_of_what_takes_a_body_is_not_allowed(void **state)
{
    struct answer answer = ask(&shared, &(struct request){.name = "head-of-multiply",
                                                          .method = "HEAD",
                                                          .target = "/v1/multiply"});

    (void)state;
    assert_status(&answer, 405);
    assert_int_equal(answer.body.length, 0);
    assert_non_null(strstr(answer_header(&answer, "Allow"), "POST"));
    assert_non_null(strstr(answer_header(&answer, "Allow"), "QUERY"));
    answer_free(&answer);
}

static void allow_tells_the_methods_of_a_page(void **state)
{
    struct answer answer =
        ask(&shared,
            &(struct request){.name = "delete-healthz", .method = "DELETE", .target = "/healthz"});

    (void)state;
    assert_problem(&answer, 405, "method-not-allowed");
    assert_non_null(strstr(answer_header(&answer, "Allow"), "GET"));
    assert_non_null(strstr(answer_header(&answer, "Allow"), "HEAD"));
    assert_null(strstr(answer_header(&answer, "Allow"), "POST"));
    answer_free(&answer);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(request_pipelined_behind_a_large_one_is_answered),
        cmocka_unit_test(connection_stays_after_a_refusal_with_a_small_body),
        cmocka_unit_test(connection_closes_where_the_client_asks_for_it),
        cmocka_unit_test(old_client_is_answered_and_left),
        cmocka_unit_test(old_client_gets_a_large_answer_without_chunks),
        cmocka_unit_test(old_client_without_host_is_answered),
        cmocka_unit_test(expectation_is_met_before_the_body),
        cmocka_unit_test(head_is_get_without_the_body),
        cmocka_unit_test(head_on_a_connection_that_stays),
        cmocka_unit_test(head_of_what_takes_a_body_is_not_allowed),
        cmocka_unit_test(allow_tells_the_methods_of_a_page),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("connections", tests, share_server, stop_shared_server);
}
