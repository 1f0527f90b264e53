/* What is kept of each request: its id, its times, a line in the log, and the metrics. */
#include "testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct answer ask_with_id(const struct server *server, const char *id)
{
    struct text header = {0};
    struct answer answer;

    text_say(&header, "X-Request-Id: %s", id);
    answer = ask(server, &(struct request){.name = "request-id",
                                           .target = "/healthz",
                                           .headers = {header.bytes}});
    assert_status(&answer, 200);
    text_free(&header);
    return answer;
}

static void request_id_of_the_client_is_taken_if_it_is_sound(void **state)
{
    static const char longest[] =
        "0123456789012345678901234567890123456789012345678901234567890123";
    static const char *const sound[] = {"a", "home-work_7.B", longest};
    static const char *const odd[] = {"with space", "semi;colon", "quote\"", "ü", "a/b", ""};
    struct server server = server_start(NULL);
    struct answer answer;
    char too_long[66];

    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        answer = ask_with_id(&server, sound[i]);
        assert_string_equal(answer_header(&answer, "X-Request-Id"), sound[i]);
        answer_free(&answer);
    }
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        answer = ask_with_id(&server, odd[i]);
        assert_string_not_equal(answer_header(&answer, "X-Request-Id"), odd[i]);
        assert_true(strlen(answer_header(&answer, "X-Request-Id")) > 0);
        answer_free(&answer);
    }
    snprintf(too_long, sizeof too_long, "%s4", longest);
    answer = ask_with_id(&server, too_long);
    assert_true(strlen(answer_header(&answer, "X-Request-Id")) <= 64);
    answer_free(&answer);
    server_stop(&server);
}

static void request_ids_that_are_made_differ(void **state)
{
    struct server server = server_start(NULL);
    struct answer first = get(&server, "first-made-id", "/healthz");
    struct answer second = get(&server, "second-made-id", "/healthz");
    char *id = strdup(answer_header(&first, "X-Request-Id"));

    (void)state;
    assert_string_not_equal(answer_header(&second, "X-Request-Id"), id);
    free(id);
    answer_free(&first);
    answer_free(&second);
    server_stop(&server);
}

/* Each part is followed by ";dur=" and a number of milliseconds. */
static void assert_timing(const struct answer *answer, const char *const *parts)
{
    const char *timing = answer_header(answer, "Server-Timing");

    assert_non_null(timing);
    for (; *parts; parts++) {
        const char *part = strstr(timing, *parts);
        char digit[2];

        if (!part || sscanf(part + strlen(*parts), ";dur=%1[0-9]", digit) != 1)
            fail_msg("no %s in Server-Timing: %s", *parts, timing);
    }
}

static void answers_tell_where_the_time_went(void **state)
{
    struct server server = server_start(NULL);
    struct text body = product_body_of(300, 300, 300, ENTRIES_WHOLE);
    struct answer small = post(&server, "timing-of-a-small-answer", "/v1/multiply", SMALL_BODY);
    struct answer streamed =
        post(&server, "timing-of-a-streamed-answer", "/v1/multiply", body.bytes);

    (void)state;
    assert_timing(&small, OPTIONS("read", "compute", "write"));
    assert_timing(&streamed, OPTIONS("read", "compute"));
    answer_free(&small);
    answer_free(&streamed);
    server_stop(&server);
    text_free(&body);
}

/* What the instances of two problems are called. */
static void instances_of_problems_differ(void **state)
{
    struct server server = server_start(NULL);
    struct answer first = get(&server, "first-instance", "/nothing");
    struct answer second = get(&server, "second-instance", "/nothing");

    (void)state;
    assert_problem(&first, 404, "not-found");
    assert_problem(&second, 404, "not-found");
    assert_string_not_equal(first.body.bytes, second.body.bytes);
    answer_free(&first);
    answer_free(&second);
    server_stop(&server);
}

static void ask_for_the_log(const struct server *server)
{
    struct answer answer = ask_with_id(server, "sound-id");

    answer_free(&answer);
    answer = ask(server, &(struct request){.target = "/odd\"\\\x01?\xff{}=\"",
                                           .headers = {"X-Request-Id: odd-target"}});
    answer_free(&answer);
    answer = ask(server, &(struct request){.target = "/v1/multiply",
                                           .headers = {JSON_TYPE, "X-Request-Id: problem-id"},
                                           .body = "{}",
                                           .length = 2});
    assert_status(&answer, 422);
    answer_free(&answer);
}

static void log_has_a_line_for_each_request(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    ask_for_the_log(&server);
    WAIT_UNTIL(server_logged(&server, "sound-id") && server_logged(&server, "odd-target") &&
               server_logged(&server, "problem-id"));
    assert_true(server_logged(&server, "/healthz"));
    assert_true(server_logged(&server, "missing-member"));
    server_stop(&server);
}

/* Every line is a JSON object with a time, a level and a message; the ids are found among their
 * values. */
static void json_log_is_a_document_a_line(void **state)
{
    struct server server = server_start(OPTIONS("--log-format", "json"));
    struct text log;
    size_t lines = 0;

    (void)state;
    ask_for_the_log(&server);
    WAIT_UNTIL(server_logged(&server, "\"sound-id\"") && server_logged(&server, "\"odd-target\"") &&
               server_logged(&server, "\"problem-id\""));
    log = server_log(&server);
    for (char *line = strtok(log.bytes, "\n"); line; line = strtok(NULL, "\n")) {
        json_error_t error;
        json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, &error);

        if (!json)
            fail_msg("%s in: %s", error.text, line);
        assert_true(json_is_string(json_object_get(json, "time")));
        assert_true(json_is_string(json_object_get(json, "level")));
        assert_true(json_is_string(json_object_get(json, "message")));
        json_decref(json);
        lines++;
    }
    assert_true(lines >= 4);
    text_free(&log);
    server_stop(&server);
}

static void log_level_warn_leaves_requests_out(void **state)
{
    char folder[] = "/tmp/rowcol-log-XXXXXX";
    char address[64];
    struct server server;
    int status = -1;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(address, sizeof address, "unix:%s/socket", folder);
    server = server_launch(
        &(struct launch){.options = OPTIONS("--log-level", "warn", "--listen", address),
                         .address = address});
    ask_for_the_log(&server);
    kill(server.pid, SIGTERM);
    WAIT_UNTIL(server_has_ended(&server, &status));
    assert_int_equal(status, 0);
    assert_false(server_logged(&server, "sound-id"));
    rmdir(folder);
}

static void metrics_count_what_happens(void **state)
{
    struct server server = server_start(NULL);
    double before = metric(&server, "rowcol_requests_total{route=\"/v1/multiply\"");
    struct answer answer;

    (void)state;
    answer = post(&server, "counted-answer", "/v1/multiply", SMALL_BODY);
    answer_free(&answer);
    answer = post(&server, "counted-problem", "/v1/multiply", "{}");
    answer_free(&answer);
    WAIT_UNTIL(metric(&server, "rowcol_requests_total{route=\"/v1/multiply\"") == before + 2);
    assert_true(metric(&server, "rowcol_numbers_read_total") == 8);
    assert_true(metric(&server, "rowcol_numbers_written_total") == 4);
    assert_true(metric(&server, "rowcol_body_read_bytes_total") == (double)strlen(SMALL_BODY) + 2);
    assert_true(metric(&server, "rowcol_connections_total") >= 3);
    assert_true(metric(&server, "rowcol_connections_open") >= 1);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 1);
    assert_true(metric(&server, "rowcol_build_info") == 1);
    server_stop(&server);
}

static void promtool_finds_nothing_to_mend(void **state)
{
    struct server server = server_start(NULL);
    struct answer answer;
    FILE *promtool;
    int status;

    (void)state;
    if (system("command -v promtool >/dev/null") != 0)
        skip();
    answer = post(&server, NULL, "/v1/multiply", SMALL_BODY);
    answer_free(&answer);
    answer = get(&server, "metrics-for-promtool", "/metrics");
    promtool = popen("promtool check metrics 1>&2", "we");
    fwrite(answer.body.bytes, 1, answer.body.length, promtool);
    status = pclose(promtool);
    assert_int_equal(status, 0);
    answer_free(&answer);
    server_stop(&server);
}

static void pages_have_their_media_types(void **state)
{
    static const struct {
        const char *target;
        const char *type;
    } pages[] = {{"/", "text/html"},
                 {"/healthz", "application/json"},
                 {"/readyz", "application/json"},
                 {"/metrics", "text/plain"},
                 {"/openapi.yaml", "application/yaml"},
                 {"/problems/shape-mismatch", "text/html"},
                 {"/assets/style.css", "text/css"},
                 {"/assets/main.js", "text/javascript"},
                 {"/assets/icon.svg", "image/svg+xml"}};
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct answer answer = get(&server, "page", pages[i].target);

        assert_status(&answer, 200);
        assert_int_equal(strncmp(answer_header(&answer, "Content-Type"), pages[i].type,
                                 strlen(pages[i].type)),
                         0);
        assert_true(text_is_utf_8(&answer.body));
        answer_free(&answer);
    }
    server_stop(&server);
}

/* A file with the tag that somebody has already is not sent again. */
static void an_asset_that_is_known_is_not_sent_again(void **state)
{
    struct server server = server_start(NULL);
    struct answer first = get(&server, "asset", "/assets/style.css");
    struct text known = {0};
    struct answer again;

    (void)state;
    assert_string_equal(answer_header(&first, "Cache-Control"), "no-cache");
    text_say(&known, "If-None-Match: \"other\", %s", answer_header(&first, "ETag"));
    again = ask(&server, &(struct request){.name = "known-asset",
                                           .target = "/assets/style.css",
                                           .headers = {known.bytes}});
    assert_status(&again, 304);
    assert_int_equal(again.body.length, 0);
    assert_string_equal(answer_header(&again, "ETag"), answer_header(&first, "ETag"));
    answer_free(&again);
    again = ask(&server, &(struct request){.target = "/assets/style.css",
                                           .headers = {"If-None-Match: \"other\""}});
    assert_status(&again, 200);
    answer_free(&again);
    again = get(&server, "no-asset", "/assets/style.css.map");
    assert_status(&again, 404);
    answer_free(&again);
    answer_free(&first);
    text_free(&known);
    server_stop(&server);
}

/* Its curl lines must work as they stand. */
static void start_page_names_the_address_it_was_fetched_from(void **state)
{
    struct server server = server_start(OPTIONS("--allowed-host", "matrices.example"));
    struct answer answer = get(&server, "start-page", "/");

    (void)state;
    assert_non_null(strstr(answer.body.bytes, server.address));
    answer_free(&answer);
    answer = ask(&server, &(struct request){.target = "/", .headers = {"Host: matrices.example"}});
    assert_non_null(strstr(answer.body.bytes, "http://matrices.example/v1/multiply"));
    answer_free(&answer);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(request_id_of_the_client_is_taken_if_it_is_sound),
        cmocka_unit_test(request_ids_that_are_made_differ),
        cmocka_unit_test(answers_tell_where_the_time_went),
        cmocka_unit_test(instances_of_problems_differ),
        cmocka_unit_test(log_has_a_line_for_each_request),
        cmocka_unit_test(json_log_is_a_document_a_line),
        cmocka_unit_test(log_level_warn_leaves_requests_out),
        cmocka_unit_test(metrics_count_what_happens),
        cmocka_unit_test(promtool_finds_nothing_to_mend),
        cmocka_unit_test(pages_have_their_media_types),
        cmocka_unit_test(an_asset_that_is_known_is_not_sent_again),
        cmocka_unit_test(start_page_names_the_address_it_was_fetched_from),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
