/* Web pages on other origins. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ORIGIN "Origin: https://page.example"

/* Whether a list of names, separated by commas, has this one. */
static bool lists(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (list && *list) {
        list += strspn(list, ", ");
        if (strcspn(list, ", ") == length && strncasecmp(list, name, length) == 0)
            return true;
        list += strcspn(list, ",");
    }
    return false;
}

static struct answer preflight(const char *target, const char *method)
{
    struct text asked = {0};
    struct answer answer;

    text_say(&asked, "Access-Control-Request-Method: %s", method);
    answer = ask(&shared,
                 &(struct request){.name = "preflight",
                                   .method = "OPTIONS",
                                   .target = target,
                                   .headers = {ORIGIN, asked.bytes,
                                               "Access-Control-Request-Headers: content-type"}});
    text_free(&asked);
    return answer;
}

static void preflight_of_a_post_is_allowed_for_a_day(void **state)
{
    static const char *const methods[] = {"POST", "QUERY"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct answer answer = preflight("/v1/multiply", methods[i]);

        assert_true(answer.status == 204 || answer.status == 200);
        assert_string_equal(answer_header(&answer, "Access-Control-Allow-Origin"), "*");
        assert_true(lists(answer_header(&answer, "Access-Control-Allow-Methods"), "POST"));
        assert_true(lists(answer_header(&answer, "Access-Control-Allow-Methods"), "QUERY"));
        assert_true(lists(answer_header(&answer, "Access-Control-Allow-Headers"), "Content-Type"));
        assert_true(lists(answer_header(&answer, "Access-Control-Allow-Headers"), "Authorization"));
        assert_true(lists(answer_header(&answer, "Access-Control-Allow-Headers"), "X-Request-Id"));
        assert_string_equal(answer_header(&answer, "Access-Control-Max-Age"), "86400");
        assert_null(answer_header(&answer, "Access-Control-Allow-Credentials"));
        answer_free(&answer);
    }
}

static void assert_readable(const struct answer *answer)
{
    static const char *const exposed[] = {"X-Request-Id", "Server-Timing", "Retry-After",
                                          "Accept-Query", "Content-Disposition"};

    assert_string_equal(answer_header(answer, "Access-Control-Allow-Origin"), "*");
    assert_string_equal(answer_header(answer, "Timing-Allow-Origin"), "*");
    assert_null(answer_header(answer, "Access-Control-Allow-Credentials"));
    for (size_t i = 0; i < sizeof exposed / sizeof exposed[0]; i++)
        assert_true(lists(answer_header(answer, "Access-Control-Expose-Headers"), exposed[i]));
}

static void page_reads_answers_and_problems(void **state)
{
    struct request request = {.name = "request-of-a-page",
                              .target = "/v1/multiply",
                              .headers = {ORIGIN, JSON_TYPE},
                              .body = SMALL_BODY,
                              .length = strlen(SMALL_BODY)};
    struct answer answer = ask(&shared, &request);

    (void)state;
    assert_status(&answer, 200);
    assert_readable(&answer);
    answer_free(&answer);
    request.length--;
    answer = ask(&shared, &request);
    assert_problem(&answer, 400, "malformed-json");
    assert_readable(&answer);
    answer_free(&answer);
    request.target = "/nothing";
    answer = ask(&shared, &request);
    assert_problem(&answer, 404, "not-found");
    assert_readable(&answer);
    answer_free(&answer);
}

static void options_tell_the_methods(void **state)
{
    static const char *const targets[] = {"/v1/multiply", "/v1/shape", "/v1/explain",
                                          "/v1/practice/check", "*"};
    struct answer answer;

    (void)state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        answer =
            ask(&shared,
                &(struct request){.name = "options", .method = "OPTIONS", .target = targets[i]});
        assert_true(answer.status == 204 || answer.status == 200);
        assert_true(lists(answer_header(&answer, "Allow"), "POST"));
        assert_true(lists(answer_header(&answer, "Allow"), "QUERY"));
        assert_true(lists(answer_header(&answer, "Allow"), "OPTIONS"));
        answer_free(&answer);
    }
    answer = ask(&shared, &(struct request){.name = "options-of-a-page",
                                            .method = "OPTIONS",
                                            .target = "/healthz"});
    assert_true(lists(answer_header(&answer, "Allow"), "GET"));
    assert_true(lists(answer_header(&answer, "Allow"), "HEAD"));
    assert_false(lists(answer_header(&answer, "Allow"), "POST"));
    answer_free(&answer);
    answer = ask(&shared, &(struct request){.name = "options-of-nothing",
                                            .method = "OPTIONS",
                                            .target = "/nothing"});
    assert_problem(&answer, 404, "not-found");
    answer_free(&answer);
}

static struct answer ask_from(const struct server *own, const char *origin)
{
    return ask(own, &(struct request){.target = "/healthz", .headers = {origin}});
}

static void narrowed_origin_is_the_only_one(void **state)
{
    struct server own = server_start(OPTIONS("--cors-origin", "https://page.example"));
    struct answer answer = ask_from(&own, ORIGIN);
    const char *allowed;

    (void)state;
    assert_string_equal(answer_header(&answer, "Access-Control-Allow-Origin"),
                        "https://page.example");
    answer_free(&answer);
    answer = ask_from(&own, "Origin: https://other.example");
    assert_status(&answer, 200);
    allowed = answer_header(&answer, "Access-Control-Allow-Origin");
    assert_true(!allowed || strcmp(allowed, "https://page.example") == 0);
    answer_free(&answer);
    server_stop(&own);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(preflight_of_a_post_is_allowed_for_a_day),
        cmocka_unit_test(page_reads_answers_and_problems),
        cmocka_unit_test(options_tell_the_methods),
        cmocka_unit_test(narrowed_origin_is_the_only_one),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("cors", tests, share_server, stop_shared_server);
}
