/* A refusal that is known before the body has arrived reaches every client, also one that is still
 * writing. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>

#define MEBIBYTE ((size_t)1024 * 1024)
#define LARGE (20 * MEBIBYTE)
#define TIMES 20

/* What is refused at once, and how. */
struct refusal {
    const char *name;
    const char *method;
    const char *target;
    const char *type;
    int status;
    const char *problem;
};

static const struct refusal refusals[] = {
    {"refused-media-type", "POST", "/v1/multiply", "Content-Type: text/xml", 415,
     "unsupported-media-type"},
    {"refused-path", "POST", "/v1/nothing", JSON_TYPE, 404, "not-found"},
    {"refused-method", "PUT", "/v1/multiply", JSON_TYPE, 405, "method-not-allowed"},
    {"refused-length", "POST", "/v1/multiply", JSON_TYPE, 413, "body-too-large"},
};
enum { REFUSALS = sizeof refusals / sizeof refusals[0] };

static struct server server; /* takes bodies of a mebibyte at most */
static char *spaces;

static struct answer ask_refused(const struct refusal *refusal, struct request request)
{
    request.name = refusal->name;
    request.method = refusal->method;
    request.target = refusal->target;
    request.headers[0] = refusal->type;
    request.body = spaces;
    return ask(&server, &request);
}

static void libcurl_without_expect_reads_a_refusal(void **state)
{
    (void)state;
    for (int i = 0; i < TIMES * REFUSALS; i++) {
        const struct refusal *refusal = &refusals[i % REFUSALS];
        struct answer answer = ask_refused(refusal, (struct request){.length = LARGE});

        assert_problem(&answer, refusal->status, refusal->problem);
        answer_free(&answer);
    }
}

static void libcurl_with_expect_reads_a_refusal(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSALS; i++) {
        struct answer answer =
            ask_refused(&refusals[i], (struct request){.length = LARGE, .expect = true});

        assert_problem(&answer, refusals[i].status, refusals[i].problem);
        answer_free(&answer);
    }
}

static void libcurl_with_chunks_reads_a_refusal(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSALS; i++) {
        struct answer answer =
            ask_refused(&refusals[i], (struct request){.length = LARGE, .chunked = true});

        assert_problem(&answer, refusals[i].status, refusals[i].problem);
        answer_free(&answer);
    }
}

static void libcurl_reads_a_refusal_of_more_than_a_gigabyte(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSALS; i++) {
        struct answer answer =
            ask_refused(&refusals[i],
                        (struct request){.length = LARGE, .announced = 1536 * MEBIBYTE});

        assert_problem(&answer, refusals[i].status, refusals[i].problem);
        answer_free(&answer);
    }
}

static void client_that_writes_everything_first_reads_a_refusal(void **state)
{
    (void)state;
    for (int i = 0; i < TIMES * REFUSALS; i++) {
        const struct refusal *refusal = &refusals[i % REFUSALS];
        struct answer answer;
        struct raw raw;

        raw_open(&raw, &server);
        raw_say(&raw, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %zu\r\n\r\n",
                refusal->method, refusal->target, refusal->type, LARGE);
        raw_send(&raw, spaces, LARGE);
        answer = raw_answer(&raw, refusal->method);
        assert_true(answer.complete);
        assert_problem(&answer, refusal->status, refusal->problem);
        answer_free(&answer);
        raw_close(&raw);
    }
}

/* Whoever goes on and on is cut off in the end: discarding has a bound too. */
static void client_that_never_stops_writing_is_cut_off(void **state)
{
    struct raw raw;
    size_t sent = 0;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw, "POST /v1/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n",
            1024 * MEBIBYTE);
    while (sent < 1024 * MEBIBYTE && raw_try_send(&raw, spaces, MEBIBYTE))
        sent += MEBIBYTE;
    assert_true(sent < 1024 * MEBIBYTE);
    raw_close(&raw);
}

/* A fault of syntax in the first chunk: the answer is certain long before the end. */
static void client_that_writes_everything_first_reads_a_fault_of_the_beginning(void **state)
{
    struct server own = server_start(NULL);

    (void)state;
    for (int i = 0; i < TIMES; i++) {
        struct answer answer;
        struct raw raw;

        raw_open(&raw, &own);
        raw_say_multiply_head(&raw, LARGE + 1);
        raw_send(&raw, "?", 1);
        raw_send(&raw, spaces, LARGE);
        answer = raw_answer(&raw, "POST");
        assert_problem(&answer, 400, "malformed-json");
        answer_free(&answer);
        raw_close(&raw);
    }
    server_stop(&own);
}

static void body_over_the_limit_is_told_the_limit(void **state)
{
    struct answer answer = ask_refused(&refusals[3], (struct request){.length = MEBIBYTE + 1});
    json_t *problem;

    (void)state;
    assert_problem(&answer, 413, "body-too-large");
    problem = answer_json(&answer);
    assert_int_equal(json_integer_value(json_object_get(problem, "limit")), MEBIBYTE);
    json_decref(problem);
    answer_free(&answer);
}

static void body_of_just_the_limit_is_read(void **state)
{
    struct text body = {0};
    struct answer answer;

    (void)state;
    text_add(&body, SMALL_BODY, strlen(SMALL_BODY));
    text_add(&body, spaces, MEBIBYTE - body.length);
    answer = post(&server, "body-of-just-the-limit", "/v1/multiply", body.bytes);
    assert_status(&answer, 200);
    answer_free(&answer);
    text_free(&body);
}

static int start(void **state)
{
    (void)state;
    spaces = malloc(LARGE + 1);
    if (!spaces)
        return -1;
    memset(spaces, ' ', LARGE);
    spaces[LARGE] = '\0';
    server = server_start(OPTIONS("--max-body", "1M"));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    assert_true(multiplies(&server));
    server_stop(&server);
    free(spaces);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(libcurl_without_expect_reads_a_refusal),
        cmocka_unit_test(libcurl_with_expect_reads_a_refusal),
        cmocka_unit_test(libcurl_with_chunks_reads_a_refusal),
        cmocka_unit_test(libcurl_reads_a_refusal_of_more_than_a_gigabyte),
        cmocka_unit_test(client_that_writes_everything_first_reads_a_refusal),
        cmocka_unit_test(client_that_never_stops_writing_is_cut_off),
        cmocka_unit_test(client_that_writes_everything_first_reads_a_fault_of_the_beginning),
        cmocka_unit_test(body_over_the_limit_is_told_the_limit),
        cmocka_unit_test(body_of_just_the_limit_is_read),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("refusal", tests, start, stop);
}
