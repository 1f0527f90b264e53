/* What is too much: for a body, for a result, for the work, for the memory of all requests
 * together. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void assert_refused(const struct server *server, const char *name, const char *body,
                           int status, const char *problem)
{
    struct answer answer = post(server, name, "/v1/multiply", body);

    assert_problem(&answer, status, problem);
    answer_free(&answer);
}

static double limit_told(const struct answer *answer)
{
    json_t *problem = answer_json(answer);
    double limit = json_number_value(json_object_get(problem, "limit"));

    json_decref(problem);
    return limit;
}

static void body_over_the_limit_is_told_however_it_is_sent(void **state)
{
    struct server server = server_start(OPTIONS("--max-body", "1K"));
    char body[1025];
    struct request requests[] = {
        {.name = "body-too-large"},
        {.name = "body-too-large-in-chunks", .chunked = true},
        {.name = "body-too-large-with-expect", .expect = true},
    };

    (void)state;
    memset(body, ' ', sizeof body);
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct answer answer;

        requests[i].target = "/v1/multiply";
        requests[i].headers[0] = JSON_TYPE;
        requests[i].body = body;
        requests[i].length = sizeof body;
        answer = ask(&server, &requests[i]);
        assert_problem(&answer, 413, "body-too-large");
        assert_true(limit_told(&answer) == 1024);
        answer_free(&answer);
    }
    assert_true(multiplies(&server));
    server_stop(&server);
}

static void result_over_the_limit_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--max-result", "100"));
    struct text fits = product_body_of(10, 2, 10, ENTRIES_WHOLE);
    struct text exceeds = product_body_of(10, 2, 11, ENTRIES_WHOLE);
    struct answer answer = post(&server, "result-of-just-the-limit", "/v1/multiply", fits.bytes);

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "result-too-large", "/v1/multiply", exceeds.bytes);
    assert_problem(&answer, 422, "too-large");
    assert_true(limit_told(&answer) == 100);
    answer_free(&answer);
    server_stop(&server);
    text_free(&fits);
    text_free(&exceeds);
}

static void work_over_the_limit_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--max-multiply-adds", "1000"));
    struct text fits = product_body_of(10, 10, 10, ENTRIES_WHOLE);
    struct text exceeds = product_body_of(10, 10, 11, ENTRIES_WHOLE);
    struct answer answer = post(&server, "work-of-just-the-limit", "/v1/multiply", fits.bytes);

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "work-too-large", "/v1/multiply", exceeds.bytes);
    assert_problem(&answer, 422, "too-large");
    assert_true(limit_told(&answer) == 1000);
    answer_free(&answer);
    server_stop(&server);
    text_free(&fits);
    text_free(&exceeds);
}

/* {"a":...} */
static struct text matrix_body_of(size_t rows, size_t columns)
{
    struct matrix matrix = matrix_make(rows, columns, ENTRIES_WHOLE, 1);
    struct text body = {0};

    text_say(&body, "{\"a\":");
    matrix_write(&body, &matrix);
    text_say(&body, "}");
    matrix_free(&matrix);
    return body;
}

static void work_of_a_factorization_over_the_limit_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--max-multiply-adds", "1000"));
    struct text fits = matrix_body_of(5, 5), exceeds = matrix_body_of(6, 6);
    struct answer answer = post(&server, "svd-within-the-limit", "/v1/svd", fits.bytes);

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "svd-over-the-limit", "/v1/svd", exceeds.bytes);
    assert_problem(&answer, 422, "too-large");
    assert_true(limit_told(&answer) == 1000);
    answer_free(&answer);
    server_stop(&server);
    text_free(&fits);
    text_free(&exceeds);
}

/* From where not even the operand fits to where all but LAPACK's workspace does. */
static void factorization_that_never_fits_into_memory_is_told(void **state)
{
    static const char *const memories[] = {"1M", "3M", "3500K", "4M", "4500K"};
    struct text body = matrix_body_of(300, 300);

    (void)state;
    for (size_t i = 0; i < sizeof memories / sizeof memories[0]; i++) {
        struct server server = server_start(OPTIONS("--max-memory", memories[i]));
        struct answer answer = post(&server, "svd-beyond-all-memory", "/v1/svd", body.bytes);

        assert_problem(&answer, 413, "body-too-large");
        answer_free(&answer);
        assert_true(multiplies(&server));
        server_stop(&server);
    }
    text_free(&body);
}

/* The body of an operation on `count` square matrices, `begin` and `end` around them. */
static struct text squares_body(const char *begin, size_t count, size_t size, const char *end)
{
    struct matrix matrix = matrix_make(size, size, ENTRIES_LONG, 1);
    struct text body = {0};

    text_say(&body, "%s", begin);
    for (size_t i = 0; i < count; i++) {
        text_say(&body, "%s", i > 0 ? "," : "");
        matrix_write(&body, &matrix);
    }
    text_say(&body, "%s", end);
    matrix_free(&matrix);
    return body;
}

/* Whoever is alone waits for nobody. What is made on the way to the result counts too: the first
 * product of a chain, the second one of a power, what products are verified with; and that of a
 * system that its residual is computed from. */
static void request_is_never_told_to_wait_for_what_it_holds_itself(void **state)
{
    struct {
        const char *target;
        struct text body;
        const char *memory;
        int status;
    } requests[] = {
        {"/v1/chain", squares_body("{\"matrices\":[", 4, 300, "]}"), "4800K", 413},
        {"/v1/power", squares_body("{\"exponent\":7,\"a\":", 1, 300, "}"), "2700K", 413},
        {"/v1/multiply", product_body_of(10, 300000, 1, ENTRIES_WHOLE), "29M", 413},
        {"/v1/solve", product_body_of(300, 300, 300, ENTRIES_LONG), "6M", 200},
    };

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct server server =
            server_start(OPTIONS("--max-memory", requests[i].memory, "--workers", "2"));
        struct answer answer = post(&server, NULL, requests[i].target, requests[i].body.bytes);

        assert_status(&answer, requests[i].status);
        answer_free(&answer);
        server_stop(&server);
        text_free(&requests[i].body);
    }
}

/* Of several products the sum counts, 8 for each of them here. */
static void work_of_all_products_together_has_the_limit(void **state)
{
    struct server server = server_start(OPTIONS("--max-multiply-adds", "16"));
    struct answer answer = post(&server, "chain-of-just-the-limit", "/v1/chain",
                                "{\"matrices\":[[[1,0],[0,1]],[[1,2],[3,4]],[[1,0],[0,1]]]}");

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "power-of-just-the-limit", "/v1/power",
                  "{\"a\":[[1,1],[0,1]],\"exponent\":4}");
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "power-too-large", "/v1/power", "{\"a\":[[1,1],[0,1]],\"exponent\":5}");
    assert_problem(&answer, 422, "too-large");
    assert_true(limit_told(&answer) == 16);
    answer_free(&answer);
    server_stop(&server);
}

/* 1 x 10, 10 x n and n x 2: the first two are multiplied first, which makes 1 x n. */
static struct text chain_body(size_t n)
{
    struct text body = {0};

    text_say(&body, "{\"matrices\":[[1,1,1,1,1,1,1,1,1,1],{\"shape\":[10,%zu],\"data\":[1", n);
    for (size_t i = 1; i < 10 * n; i++)
        text_say(&body, ",1");
    text_say(&body, "]},{\"shape\":[%zu,2],\"data\":[1", n);
    for (size_t i = 1; i < n * 2; i++)
        text_say(&body, ",1");
    text_say(&body, "]}]}");
    return body;
}

static void what_a_chain_makes_on_the_way_has_the_limit_of_results(void **state)
{
    struct server server = server_start(OPTIONS("--max-result", "4"));
    struct text fits = chain_body(4);
    struct text exceeds = chain_body(5);
    struct answer answer = post(&server, "on-the-way-just-the-limit", "/v1/chain", fits.bytes);

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    answer = post(&server, "on-the-way-too-large", "/v1/chain", exceeds.bytes);
    assert_problem(&answer, 422, "too-large");
    assert_non_null(strstr(answer.body.bytes, "1 x 5"));
    assert_true(limit_told(&answer) == 4);
    answer_free(&answer);
    server_stop(&server);
    text_free(&fits);
    text_free(&exceeds);
}

/* 60,000 entries each, 3.6 thousand million in the result: 29 GB from 240 KB. */
static void small_request_for_a_huge_result_is_told(void **state)
{
    struct server server = server_start(NULL);
    struct text body = product_body_of(60000, 1, 60000, ENTRIES_WHOLE);

    (void)state;
    assert_refused(&server, "huge-result-of-a-small-request", body.bytes, 422, "too-large");
    server_stop(&server);
    text_free(&body);
}

static void mismatch_is_told_before_a_limit(void **state)
{
    struct server server = server_start(OPTIONS("--max-result", "1"));

    (void)state;
    assert_refused(&server, "mismatch-over-a-limit", "{\"a\":[[1,2],[3,4]],\"b\":[[1,2]]}", 422,
                   "shape-mismatch");
    server_stop(&server);
}

static void request_that_never_fits_into_memory_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--max-memory", "16M"));
    struct text operands = product_body_of(1200, 1200, 1200, ENTRIES_WHOLE);
    struct text result = product_body_of(3000, 1, 3000, ENTRIES_WHOLE);

    (void)state;
    assert_refused(&server, "operands-beyond-all-memory", operands.bytes, 413, "body-too-large");
    assert_refused(&server, "result-beyond-all-memory", result.bytes, 413, "body-too-large");
    assert_true(multiplies(&server));
    server_stop(&server);
    text_free(&operands);
    text_free(&result);
}

/* Clients that do not read their answers hold their memory. */
enum { HOLDERS = 40 };

/* Sends a product and waits for the first bytes of its answer. Returns whether it was taken. */
static bool hold(struct raw *raw, const struct server *server, const struct text *body)
{
    char status[13] = "";

    raw_open(raw, server);
    raw_say_multiply_head(raw, body->length);
    raw_try_send(raw, body->bytes, body->length);
    assert_true(raw_readable(raw, PATIENCE));
    assert_int_equal(recv(raw->socket, status, sizeof status - 1, MSG_PEEK | MSG_WAITALL), 12);
    if (strcmp(status, "HTTP/1.1 200") == 0)
        return true;
    assert_string_equal(status, "HTTP/1.1 503");
    return false;
}

/* The body comes in many parts, and so the pool reads it where there is memory to spare. */
static void request_that_fits_into_memory_is_answered_however_many_read(void **state)
{
    static const char *const workers[] = {"1", "2"};
    struct text body = product_body_of(200, 200, 1, ENTRIES_LONG);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct server server = server_start(OPTIONS("--max-memory", "1M", "--workers", workers[i]));
        struct answer answer = post(&server, NULL, "/v1/multiply", body.bytes);

        assert_status(&answer, 200);
        answer_free(&answer);
        server_stop(&server);
    }
    text_free(&body);
}

static void full_memory_is_told_and_what_has_begun_is_finished(void **state)
{
    struct server server = server_start(OPTIONS("--max-memory", "64M"));
    struct matrix a = matrix_make(1000, 20, ENTRIES_LONG, 1),
                  b = matrix_make(20, 1000, ENTRIES_LONG, 2);
    struct text body = product_body(&a, &b);
    struct raw holders[HOLDERS];
    struct answer answer;
    size_t held = 0;

    (void)state;
    while (held < HOLDERS - 1 && hold(&holders[held], &server, &body))
        held++;
    assert_in_range(held, 1, HOLDERS - 2);
    answer = raw_answer(&holders[held], "POST");
    assert_problem(&answer, 503, "overloaded");
    answer_free(&answer);
    raw_close(&holders[held]);
    answer = post(&server, "memory-is-full", "/v1/multiply", body.bytes);
    assert_problem(&answer, 503, "overloaded");
    answer_free(&answer);
    for (size_t i = 0; i < held; i++) {
        answer = raw_answer(&holders[i], "POST");
        assert_true(answer.complete);
        assert_product(&answer, &a, &b);
        answer_free(&answer);
        raw_close(&holders[i]);
    }
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 1e7);
    answer = post(&server, "memory-is-free-again", "/v1/multiply", body.bytes);
    assert_product(&answer, &a, &b);
    answer_free(&answer);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

static void health_is_told_while_memory_is_full(void **state)
{
    struct server server = server_start(OPTIONS("--max-memory", "32M"));
    struct text body = product_body_of(1000, 2, 1000, ENTRIES_LONG);
    struct raw holders[HOLDERS];
    size_t held = 0;
    struct answer answer;

    (void)state;
    while (held < HOLDERS - 1 && hold(&holders[held], &server, &body))
        held++;
    assert_in_range(held, 1, HOLDERS - 2);
    answer = get(&server, "health-while-memory-is-full", "/healthz");
    assert_status(&answer, 200);
    answer_free(&answer);
    for (size_t i = 0; i <= held; i++)
        raw_reset(&holders[i]);
    WAIT_UNTIL(multiplies(&server));
    server_stop(&server);
    text_free(&body);
}

/* The writing of an answer that nobody reads has an end too: it is cut without its last chunk, so
 * that nobody takes it for whole. */
static void answer_beyond_its_deadline_is_cut(void **state)
{
    struct server server = server_start(OPTIONS("--request-timeout", "2"));
    struct text body = product_body_of(1200, 5, 1200, ENTRIES_LONG);
    struct answer answer;
    struct raw raw;

    (void)state;
    assert_true(hold(&raw, &server, &body));
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 100000);
    answer = raw_answer(&raw, "POST");
    assert_status(&answer, 200);
    assert_false(answer.complete);
    answer_free(&answer);
    raw_close(&raw);
    assert_true(multiplies(&server));
    server_stop(&server);
    text_free(&body);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_over_the_limit_is_told_however_it_is_sent),
        cmocka_unit_test(result_over_the_limit_is_told),
        cmocka_unit_test(work_over_the_limit_is_told),
        cmocka_unit_test(work_of_a_factorization_over_the_limit_is_told),
        cmocka_unit_test(factorization_that_never_fits_into_memory_is_told),
        cmocka_unit_test(request_is_never_told_to_wait_for_what_it_holds_itself),
        cmocka_unit_test(work_of_all_products_together_has_the_limit),
        cmocka_unit_test(what_a_chain_makes_on_the_way_has_the_limit_of_results),
        cmocka_unit_test(small_request_for_a_huge_result_is_told),
        cmocka_unit_test(mismatch_is_told_before_a_limit),
        cmocka_unit_test(request_that_never_fits_into_memory_is_told),
        cmocka_unit_test(request_that_fits_into_memory_is_answered_however_many_read),
        cmocka_unit_test(full_memory_is_told_and_what_has_begun_is_finished),
        cmocka_unit_test(health_is_told_while_memory_is_full),
        cmocka_unit_test(answer_beyond_its_deadline_is_cut),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
