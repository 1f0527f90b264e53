/* Every status that the specification documents for every path, so that the record of exchanges
 * has each of them at least once. What a status means is tested elsewhere; here it is seen to be
 * the same everywhere. */
#include "testing.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONE_MATRIX_BODY "{\"a\":[[2,1],[5,4]]}"
#define DEFINITE_BODY "{\"a\":[[4,2],[2,5]]}"
#define CHAIN_BODY "{\"matrices\":[[[2,1],[5,4]],[[3],[4]]]}"
#define SCALE_BODY "{\"a\":[[2,1],[5,4]],\"by\":3}"
#define POWER_BODY "{\"a\":[[2,1],[5,4]],\"exponent\":2}"
#define SHAPES_BODY "{\"shapes\":[[3,4],[4,2]]}"
#define ANSWERS_BODY "{\"seed\":7,\"answers\":[{\"id\":\"1\",\"product\":[[24],[21]]}]}"

/* A documented operation, with a body that it takes (NULL: none). */
struct operation {
    const char *method;
    const char *target;
    const char *body;
};

/* What POST does, QUERY does too. */
#define TAKES(target, body)                                                                        \
    {"POST", target, body},                                                                        \
    {                                                                                              \
        "QUERY", target, body                                                                      \
    }

/* clang-format off */
static const struct operation operations[] = {
    TAKES("/v1/multiply", SMALL_BODY),
    TAKES("/v1/shape", SHAPES_BODY),
    TAKES("/v1/explain", SMALL_BODY),
    TAKES("/v1/practice/check", ANSWERS_BODY),
    TAKES("/v1/chain", CHAIN_BODY),
    TAKES("/v1/add", SMALL_BODY),
    TAKES("/v1/subtract", SMALL_BODY),
    TAKES("/v1/hadamard", SMALL_BODY),
    TAKES("/v1/kronecker", SMALL_BODY),
    TAKES("/v1/scale", SCALE_BODY),
    TAKES("/v1/transpose", ONE_MATRIX_BODY),
    TAKES("/v1/power", POWER_BODY),
    TAKES("/v1/trace", ONE_MATRIX_BODY),
    TAKES("/v1/determinant", ONE_MATRIX_BODY),
    TAKES("/v1/rank", ONE_MATRIX_BODY),
    TAKES("/v1/norm", ONE_MATRIX_BODY),
    TAKES("/v1/inverse", ONE_MATRIX_BODY),
    TAKES("/v1/solve", SMALL_BODY),
    TAKES("/v1/lu", ONE_MATRIX_BODY),
    TAKES("/v1/qr", ONE_MATRIX_BODY),
    TAKES("/v1/cholesky", DEFINITE_BODY),
    TAKES("/v1/svd", ONE_MATRIX_BODY),
    TAKES("/v1/eigen", ONE_MATRIX_BODY),
    {"GET", "/v1/practice", NULL},
    {"GET", "/healthz", NULL},
    {"GET", "/readyz", NULL},
    {"GET", "/metrics", NULL},
    {"GET", "/openapi.yaml", NULL},
    {"GET", "/problems/overloaded", NULL},
    {"GET", "/", NULL},
};
/* clang-format on */
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

static struct request request_of(const struct operation *operation, const char *name)
{
    struct request request = {.name = name,
                              .method = operation->method,
                              .target = operation->target};

    if (operation->body) {
        request.headers[0] = JSON_TYPE;
        request.body = operation->body;
        request.length = strlen(operation->body);
    }
    return request;
}

/* Adds a header to those that the request has. */
static void add_header(struct request *request, const char *header)
{
    size_t i = 0;

    while (request->headers[i])
        i++;
    request->headers[i] = header;
}

/* Sends the request to every operation, with one more header (NULL: none). */
static void assert_everywhere(const struct server *server, const char *name, const char *header,
                              int status, const char *problem)
{
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], name);
        struct answer answer;

        if (header)
            add_header(&request, header);
        answer = ask(server, &request);
        if (problem)
            assert_problem(&answer, status, problem);
        else
            assert_status(&answer, status);
        answer_free(&answer);
    }
}

static void every_operation_answers(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    assert_everywhere(&server, "status-200", NULL, 200, NULL);
    server_stop(&server);
}

static void malformed_requests_are_400(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-400");
        char target[64];
        struct answer answer;

        snprintf(target, sizeof target, "%s?%%00", request.target);
        request.target = target;
        answer = ask(&server, &request);
        assert_problem(&answer, 400, "malformed-request");
        answer_free(&answer);
    }
    server_stop(&server);
}

static void foreign_hosts_are_403(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    assert_everywhere(&server, "status-403", "Host: evil.example", 403, "forbidden");
    server_stop(&server);
}

static void other_methods_are_405(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-405");
        struct answer answer;

        request.method = "DELETE";
        answer = ask(&server, &request);
        assert_problem(&answer, 405, "method-not-allowed");
        assert_non_null(strstr(answer_header(&answer, "Allow"), operations[i].method));
        answer_free(&answer);
    }
    server_stop(&server);
}

/* A page has one form. */
static bool has_forms(const struct operation *operation)
{
    return strncmp(operation->target, "/v1/", 4) == 0;
}

static void unmet_accepts_are_406(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-406");
        struct answer answer;

        add_header(&request, "Accept: image/png");
        answer = ask(&server, &request);
        if (has_forms(&operations[i]))
            assert_problem(&answer, 406, "not-acceptable");
        else
            assert_status(&answer, 200);
        answer_free(&answer);
    }
    server_stop(&server);
}

struct stalled {
    const struct server *server;
    struct request request;
    struct answer answer;
    pthread_t thread;
};

static void *run_stalled(void *context)
{
    struct stalled *stalled = context;

    stalled->answer = ask_whatever_comes(stalled->server, &stalled->request);
    return NULL;
}

/* A body that stops in the middle, also where none is wanted. All at once, as each takes its
 * time. */
static void stalled_requests_are_408(void **state)
{
    struct server server = server_start(OPTIONS("--request-timeout", "1"));
    struct stalled stalled[OPERATIONS];

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        stalled[i].server = &server;
        stalled[i].request = request_of(&operations[i], "status-408");
        if (!operations[i].body) {
            stalled[i].request.body = SMALL_BODY;
            stalled[i].request.length = strlen(SMALL_BODY);
        }
        stalled[i].request.stalls = true;
        assert_int_equal(pthread_create(&stalled[i].thread, NULL, run_stalled, &stalled[i]), 0);
    }
    for (size_t i = 0; i < OPERATIONS; i++)
        pthread_join(stalled[i].thread, NULL);
    for (size_t i = 0; i < OPERATIONS; i++) {
        assert_problem(&stalled[i].answer, 408, "timeout");
        answer_free(&stalled[i].answer);
    }
    server_stop(&server);
}

static void long_bodies_are_413(void **state)
{
    struct server server = server_start(OPTIONS("--max-body", "1K"));

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-413");
        struct answer answer;

        if (!request.body)
            continue;
        request.announced = 4096;
        answer = ask(&server, &request);
        assert_problem(&answer, 413, "body-too-large");
        answer_free(&answer);
    }
    server_stop(&server);
}

static void long_targets_are_414(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-414");
        struct text target = {0};
        struct answer answer;

        text_say(&target, "%s?%09000d", request.target, 0);
        request.target = target.bytes;
        answer = ask(&server, &request);
        assert_problem(&answer, 414, "target-too-long");
        answer_free(&answer);
        text_free(&target);
    }
    server_stop(&server);
}

static void other_media_types_are_415(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct request request = request_of(&operations[i], "status-415");
        struct answer answer;

        if (!request.body)
            continue;
        request.headers[0] = "Content-Type: application/x-www-form-urlencoded";
        answer = ask(&server, &request);
        assert_problem(&answer, 415, "unsupported-media-type");
        assert_non_null(strstr(answer.body.bytes, "curl --json"));
        answer_free(&answer);
    }
    server_stop(&server);
}

static void long_headers_are_431(void **state)
{
    struct server server = server_start(NULL);
    struct text header = {0};

    (void)state;
    text_say(&header, "X-Long: %040000d", 0);
    assert_everywhere(&server, "status-431", header.bytes, 431, "headers-too-large");
    server_stop(&server);
    text_free(&header);
}

static void requests_beyond_the_most_connections_are_503(void **state)
{
    struct server server = server_start(OPTIONS("--max-connections", "1"));
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &server);
    raw_say(&raw, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answer = raw_answer(&raw, "GET");
    assert_status(&answer, 200);
    answer_free(&answer);
    assert_everywhere(&server, "status-503", NULL, 503, "overloaded");
    raw_close(&raw);
    server_stop(&server);
}

/* The problems' own pages: all that the server names lead somewhere. */
static void every_problem_has_its_page(void **state)
{
    static const char *const names[] = {"malformed-json",
                                        "invalid-utf-8",
                                        "too-deep",
                                        "malformed-request",
                                        "not-found",
                                        "method-not-allowed",
                                        "not-acceptable",
                                        "timeout",
                                        "body-too-large",
                                        "target-too-long",
                                        "unsupported-media-type",
                                        "headers-too-large",
                                        "not-an-object",
                                        "unknown-member",
                                        "duplicate-member",
                                        "missing-member",
                                        "wrong-type",
                                        "bad-value",
                                        "ragged-rows",
                                        "empty-matrix",
                                        "data-does-not-fit",
                                        "out-of-range",
                                        "overflow",
                                        "shape-mismatch",
                                        "too-large",
                                        "forbidden",
                                        "overloaded",
                                        "internal-error"};
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct text target = {0};
        struct answer answer;

        text_say(&target, "/problems/%s", names[i]);
        answer = get(&server, "page-of-a-problem", target.bytes);
        assert_status(&answer, 200);
        assert_non_null(strstr(answer.body.bytes, names[i]));
        answer_free(&answer);
        text_free(&target);
    }
    server_stop(&server);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_answers),
        cmocka_unit_test(malformed_requests_are_400),
        cmocka_unit_test(foreign_hosts_are_403),
        cmocka_unit_test(other_methods_are_405),
        cmocka_unit_test(unmet_accepts_are_406),
        cmocka_unit_test(stalled_requests_are_408),
        cmocka_unit_test(long_bodies_are_413),
        cmocka_unit_test(long_targets_are_414),
        cmocka_unit_test(other_media_types_are_415),
        cmocka_unit_test(long_headers_are_431),
        cmocka_unit_test(requests_beyond_the_most_connections_are_503),
        cmocka_unit_test(every_problem_has_its_page),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("statuses", tests, NULL, NULL);
}
