/* Requests that could be read in more than one way, or are too much: refused, and never left
 * hanging. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>

#define HOST "Host: localhost\r\n"
#define MULTIPLY "POST /v1/multiply HTTP/1.1\r\n" HOST JSON_TYPE "\r\n"
#define BODY "{\"a\":[2],\"b\":[3]}"
#define LENGTH "Content-Length: 17\r\n"
#define HEALTH "GET /healthz HTTP/1.1\r\n" HOST

/* A request as its bytes, and the statuses that are right for it. Some of these never reach
 * rowcold: libmicrohttpd refuses them by itself, in its own words. */
struct trick {
    const char *name;
    const char *bytes;
    size_t count;
    int status;
    int other_status; /* NO_OTHER: there is none; NO_ANSWER: the connection may just be closed */
};

enum { NO_OTHER = -1, NO_ANSWER = 0 };

#define TRICK(name, text, status)                                                                  \
    {                                                                                              \
        name, text, sizeof(text) - 1, status, 0                                                    \
    }
#define TRICK_EITHER(name, text, status, other)                                                    \
    {                                                                                              \
        name, text, sizeof(text) - 1, status, other                                                \
    }

static void refused_or_not(void **state)
{
    const struct trick *trick = *state;
    struct answer answer;
    struct raw raw;

    raw_open(&raw, &shared);
    raw_try_send(&raw, trick->bytes, trick->count);
    answer = raw_answer(&raw, trick->bytes);
    if (answer.status != trick->status && answer.status != trick->other_status)
        fail_msg("status %d instead of %d: %s", answer.status, trick->status,
                 answer.body.length > 0 ? answer.body.bytes : "(no body)");
    answer_free(&answer);
    raw_close(&raw);
    assert_true(multiplies(&shared));
}

static const struct trick tricks[] = {
    TRICK("sound_request_is_answered", MULTIPLY LENGTH "\r\n" BODY, 200),
    TRICK("two_differing_lengths_are_refused", MULTIPLY LENGTH "Content-Length: 5\r\n\r\n" BODY,
          400),
    TRICK("two_equal_lengths_are_refused", MULTIPLY LENGTH LENGTH "\r\n" BODY, 400),
    TRICK("list_of_lengths_is_refused", MULTIPLY "Content-Length: 17, 17\r\n\r\n" BODY, 400),
    TRICK("length_with_chunks_is_refused",
          MULTIPLY LENGTH "Transfer-Encoding: chunked\r\n\r\n11\r\n" BODY "\r\n0\r\n\r\n", 400),
    TRICK("chunks_with_length_is_refused",
          MULTIPLY "Transfer-Encoding: chunked\r\n" LENGTH "\r\n11\r\n" BODY "\r\n0\r\n\r\n", 400),
    TRICK("space_before_the_colon_is_refused", MULTIPLY "Content-Length : 17\r\n\r\n" BODY, 400),
    TRICK("negative_length_is_refused", MULTIPLY "Content-Length: -1\r\n\r\n" BODY, 400),
    TRICK("length_with_a_plus_is_refused", MULTIPLY "Content-Length: +17\r\n\r\n" BODY, 400),
    TRICK("length_in_hexadecimal_is_refused", MULTIPLY "Content-Length: 0x11\r\n\r\n" BODY, 400),
    TRICK("length_with_text_behind_it_is_refused", MULTIPLY "Content-Length: 17x\r\n\r\n" BODY,
          400),
    TRICK("empty_length_is_refused", MULTIPLY "Content-Length: \r\n\r\n" BODY, 400),
    TRICK_EITHER("length_beyond_64_bits_is_refused",
                 MULTIPLY "Content-Length: 18446744073709551633\r\n\r\n" BODY, 400, 413),
    TRICK("unknown_coding_is_refused", MULTIPLY "Transfer-Encoding: gzip\r\n\r\n" BODY, 400),
    TRICK("identity_coding_is_refused",
          MULTIPLY "Transfer-Encoding: identity\r\n" LENGTH "\r\n" BODY, 400),
    TRICK("coding_under_chunks_is_refused",
          MULTIPLY "Transfer-Encoding: gzip, chunked\r\n\r\n11\r\n" BODY "\r\n0\r\n\r\n", 400),
    TRICK("chunks_twice_are_refused",
          MULTIPLY "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "11\r\n" BODY "\r\n0\r\n\r\n",
          400),
    TRICK("chunks_are_read",
          MULTIPLY "Transfer-Encoding: chunked\r\n\r\n"
                   "5\r\n{\"a\":\r\nC\r\n[2],\"b\":[3]}\r\n0\r\n\r\n",
          200),
    TRICK_EITHER("chunk_extensions_do_not_hang", /* libmicrohttpd 1.0 refuses them */
                 MULTIPLY "Transfer-Encoding: chunked\r\n\r\n11;x=y\r\n" BODY "\r\n0\r\n\r\n", 200,
                 400),
    TRICK("broken_chunk_is_refused",
          MULTIPLY "Transfer-Encoding: chunked\r\n\r\nzz\r\n" BODY "\r\n0\r\n\r\n", 400),
    TRICK_EITHER("chunk_beyond_64_bits_is_refused",
                 MULTIPLY "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\n" BODY, 400, 413),
    /* RFC 9112, 5.2: a server may refuse a folded field, or put a space for the fold. */
    TRICK_EITHER("folded_field_hides_nothing", HEALTH "X-Folded: one\r\n two\r\n\r\n", 400, 200),
    TRICK("folded_first_field_is_refused", "GET /healthz HTTP/1.1\r\n X: 1\r\n" HOST "\r\n", 400),
    /* RFC 9112, 2.2: it may take a bare line feed for the end of a line. */
    TRICK_EITHER("bare_line_feed_ends_a_line", "GET /healthz HTTP/1.1\nHost: localhost\n\n", 400,
                 200),
    TRICK_EITHER("bare_line_feed_between_fields_ends_a_line",
                 "GET /healthz HTTP/1.1\r\nHost: localhost\nX: 1\r\n\r\n", 400, 200),
    TRICK("carriage_return_in_a_value_is_refused", HEALTH "X-Odd: a\rb\r\n\r\n", 400),
    /* libmicrohttpd 0.9.75 ends a value or a target at NUL, and shows nobody that there was
     * more. */
    TRICK_EITHER("nul_in_a_value_does_not_hang", HEALTH "X-Odd: a\0b\r\n\r\n", 400, 200),
    TRICK("nul_in_a_name_is_refused", HEALTH "X\0Odd: a\r\n\r\n", 400),
    TRICK_EITHER("nul_in_the_target_is_no_way_around", "GET /health\0z HTTP/1.1\r\n" HOST "\r\n",
                 404, NO_ANSWER),
    TRICK("name_with_a_space_is_refused", HEALTH "X Odd: a\r\n\r\n", 400),
    TRICK_EITHER("field_without_a_name_does_not_hang", HEALTH ": a\r\n\r\n", 400, 200),
    TRICK("line_without_a_colon_is_refused", HEALTH "Odd\r\n\r\n", 400),
    TRICK("two_hosts_are_refused", HEALTH "Host: localhost\r\n\r\n", 400),
    TRICK("two_differing_hosts_are_refused", HEALTH "Host: 127.0.0.1\r\n\r\n", 400),
    TRICK("missing_host_is_refused", "GET /healthz HTTP/1.1\r\n\r\n", 400),
    TRICK("percent_nul_is_refused", "GET /healthz%00/x HTTP/1.1\r\n" HOST "\r\n", 400),
    TRICK("percent_nul_in_the_query_is_refused", "GET /healthz?x=%00 HTTP/1.1\r\n" HOST "\r\n",
          400),
    TRICK_EITHER("broken_percent_is_refused", "GET /healthz%zz HTTP/1.1\r\n" HOST "\r\n", 400, 404),
    TRICK_EITHER("cut_off_percent_is_refused", "GET /healthz%2 HTTP/1.1\r\n" HOST "\r\n", 400, 404),
    TRICK("dots_lead_nowhere", "GET /v1/../healthz HTTP/1.1\r\n" HOST "\r\n", 404),
    TRICK_EITHER("escaped_slash_does_not_hang",
                 "POST /v1%2Fmultiply HTTP/1.1\r\n" HOST JSON_TYPE "\r\n" LENGTH "\r\n" BODY, 404,
                 200),
    TRICK("doubled_slash_is_not_found", "GET //healthz HTTP/1.1\r\n" HOST "\r\n", 404),
    TRICK_EITHER("target_without_a_slash_is_refused", "GET healthz HTTP/1.1\r\n" HOST "\r\n", 400,
                 404),
    TRICK("absolute_target_is_answered",
          "POST http://localhost/v1/multiply HTTP/1.1\r\n" HOST JSON_TYPE "\r\n" LENGTH "\r\n" BODY,
          200),
    TRICK("absolute_target_with_port_and_query_is_answered",
          "GET http://127.0.0.1:8080/healthz?x HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n", 200),
    TRICK_EITHER("options_of_everything_are_told", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 204, 200),
    TRICK_EITHER("asterisk_is_for_options_alone", "GET * HTTP/1.1\r\n" HOST "\r\n", 400, 404),
    TRICK("nonsense_is_refused", "hello\r\n\r\n", 400),
    TRICK_EITHER("later_version_is_refused", "GET /healthz HTTP/3.0\r\n" HOST "\r\n", 505, 400),
    TRICK("query_of_json_is_answered",
          "QUERY /v1/multiply HTTP/1.1\r\n" HOST JSON_TYPE "\r\n" LENGTH "\r\n" BODY, 200),
    TRICK("get_with_a_body_is_answered", HEALTH "Content-Length: 5\r\n\r\nhello", 200),
    TRICK("empty_lines_before_a_request_are_passed_over", "\r\n\r\n" HEALTH "\r\n", 200),
    TRICK_EITHER("other_expectation_is_refused", MULTIPLY "Expect: miracles\r\n" LENGTH "\r\n" BODY,
                 417, 200),
};

/* A header or a target of so many bytes. */
static void assert_too_long(size_t target, size_t header, int status, const char *problem)
{
    struct text request = {0};
    struct answer answer;
    struct raw raw;

    text_say(&request, "GET /healthz?%0*d HTTP/1.1\r\n" HOST "X-Long: %0*d\r\n\r\n", (int)target, 0,
             (int)header, 0);
    raw_open(&raw, &shared);
    raw_try_send(&raw, request.bytes, request.length);
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, status);
    if (problem)
        assert_problem(&answer, status, problem);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&request);
}

static void long_targets_are_told(void **state)
{
    (void)state;
    assert_too_long(4000, 1, 200, NULL);
    assert_too_long(9000, 1, 414, "target-too-long");
    assert_too_long(40 * 1024, 1, 414, "target-too-long");
    assert_too_long(1024 * 1024, 1, 414, NULL);
}

static void long_headers_are_told(void **state)
{
    (void)state;
    assert_too_long(1, 8000, 200, NULL);
    assert_too_long(1, 40 * 1024, 431, "headers-too-large");
    assert_too_long(1, 1024 * 1024, 431, NULL);
}

static void many_headers_are_told(void **state)
{
    struct text request = {0};
    struct answer answer;
    struct raw raw;

    (void)state;
    text_say(&request, "GET /healthz HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 5000; i++)
        text_say(&request, "X-%d: %d\r\n", i, i);
    text_say(&request, "\r\n");
    raw_open(&raw, &shared);
    raw_try_send(&raw, request.bytes, request.length);
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 431);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&request);
}

/* What has been refused must not be taken for the next request. */
static void smuggled_request_is_not_answered(void **state)
{
    struct answer first, second;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say(&raw,
            MULTIPLY "Content-Length: 0\r\n" LENGTH "\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n");
    first = raw_answer(&raw, "POST");
    assert_status(&first, 400);
    second = raw_answer(&raw, "GET");
    assert_int_equal(second.status, 0);
    answer_free(&first);
    answer_free(&second);
    raw_close(&raw);
}

static void loopback_answers_to_its_own_names(void **state)
{
    static const char *const names[] = {"localhost",    "LOCALHOST", "localhost:8080", "127.0.0.1",
                                        "127.1.2.3:99", "[::1]",     "[::1]:8080"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct raw raw;
        struct answer answer;

        raw_open(&raw, &shared);
        raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", names[i]);
        answer = raw_answer(&raw, "GET");
        assert_status(&answer, 200);
        answer_free(&answer);
        raw_close(&raw);
    }
}

static void loopback_answers_to_no_other_name(void **state)
{
    static const char *const names[] = {"evil.example",
                                        "localhost.evil.example",
                                        "127.0.0.1.evil.example",
                                        "128.0.0.1",
                                        "[::2]",
                                        "notlocalhost",
                                        "127.0.0.1x",
                                        "0.0.0.0"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct text host = {0};
        struct answer answer;

        text_say(&host, "Host: %s", names[i]);
        answer = ask(&shared, &(struct request){.name = "host-that-is-not-ours",
                                                .target = "/healthz",
                                                .headers = {host.bytes}});
        assert_problem(&answer, 403, "forbidden");
        answer_free(&answer);
        text_free(&host);
    }
}

static void allowed_hosts_are_answered(void **state)
{
    static const char *const names[] = {"matrices.example", "matrices.example:8080",
                                        "other.example", "localhost"};
    struct server own = server_start(
        OPTIONS("--allowed-host", "matrices.example", "--allowed-host", "other.example"));

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct raw raw;
        struct answer answer;

        raw_open(&raw, &own);
        raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", names[i]);
        answer = raw_answer(&raw, "GET");
        assert_status(&answer, 200);
        answer_free(&answer);
        raw_close(&raw);
    }
    server_stop(&own);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(long_targets_are_told),
        cmocka_unit_test(long_headers_are_told),
        cmocka_unit_test(many_headers_are_told),
        cmocka_unit_test(smuggled_request_is_not_answered),
        cmocka_unit_test(loopback_answers_to_its_own_names),
        cmocka_unit_test(loopback_answers_to_no_other_name),
        cmocka_unit_test(allowed_hosts_are_answered),
    };
    enum { TRICKS = sizeof tricks / sizeof tricks[0], OTHERS = sizeof others / sizeof others[0] };
    struct CMUnitTest tests[TRICKS + OTHERS];

    testing_begin(argc, argv);
    for (size_t i = 0; i < TRICKS; i++)
        tests[i] = (struct CMUnitTest){.name = tricks[i].name,
                                       .test_func = refused_or_not,
                                       .initial_state = (void *)(uintptr_t)&tricks[i]};
    memcpy(tests + TRICKS, others, sizeof others);
    return cmocka_run_group_tests_name("gate", tests, share_server, stop_shared_server);
}
