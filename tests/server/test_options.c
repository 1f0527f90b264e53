/* The command line and the environment: what is taken, what is refused, and which of the two
 * wins. */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct outcome run_with(const char *const *options, const char *const *environment)
{
    return program_run(&(struct launch){.options = options, .environment = environment});
}

/* A bad value, and a part of what the message must say of those that are allowed. */
struct bad_value {
    const char *option;
    const char *value;
    const char *allowed;
};

static const struct bad_value bad_values[] = {
    {"--listen", "", "unix:"},
    {"--listen", "127.0.0.1", "PORT"},
    {"--listen", "127.0.0.1:65536", "65535"},
    {"--listen", "127.0.0.1:http", "PORT"},
    {"--listen", "unix:", "unix:"},
    {"--listen", "[::1:8080", "PORT"},
    {"--event-threads", "0", "1"},
    {"--event-threads", "two", "1"},
    {"--event-threads", "1.5", "1"},
    {"--workers", "-1", "1"},
    {"--workers", "99999999999999999999", "1"},
    {"--max-body", "1X", "from 1K"},
    {"--max-body", "-1", "from 1K"},
    {"--max-body", "", "from 1K"},
    {"--max-memory", "all", "from 1M"},
    {"--max-memory", "1", "1M"},
    {"--max-result", "0", "1"},
    {"--max-multiply-adds", "nan", "1"},
    {"--max-connections", "0", "1"},
    {"--header-timeout", "soon", "0.1"},
    {"--header-timeout", "-1", "0.1"},
    {"--header-timeout", "inf", "0.1"},
    {"--min-rate", "fast", "1G"},
    {"--request-timeout", "0", "0.1"},
    {"--drain-timeout", "-2", "0"},
    {"--drain-delay", "x", "0"},
    {"--log-format", "xml", "json"},
    {"--log-level", "loud", "warn"},
    {"--cors-origin", "", "*"},
    {"--allowed-host", "", "--allowed-host"},
};

static void assert_refused(struct outcome *outcome, const char *name, const char *value,
                           const char *allowed)
{
    if (outcome->status == 0 || outcome->status >= 127 || !strstr(outcome->error.bytes, name) ||
        !strstr(outcome->error.bytes, value) || !strstr(outcome->error.bytes, allowed))
        fail_msg("%s \"%s\": status %d: %s(should name %s)", name, value, outcome->status,
                 outcome->error.bytes, allowed);
    assert_int_equal(outcome->output.length, 0);
    outcome_free(outcome);
}

static void bad_values_are_named_with_what_is_allowed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_values / sizeof bad_values[0]; i++) {
        const struct bad_value *bad = &bad_values[i];
        struct outcome outcome = run_with(OPTIONS(bad->option, bad->value), NULL);

        assert_refused(&outcome, bad->option, bad->value, bad->allowed);
    }
}

static void bad_values_of_the_environment_are_named_too(void **state)
{
    struct outcome outcome = run_with(NULL, OPTIONS("ROWCOL_MAX_BODY=huge"));

    (void)state;
    assert_refused(&outcome, "ROWCOL_MAX_BODY", "huge", "from 1K");
    outcome = run_with(NULL, OPTIONS("ROWCOL_LOG_FORMAT=xml"));
    assert_refused(&outcome, "ROWCOL_LOG_FORMAT", "xml", "json");
    outcome = run_with(NULL, OPTIONS("ROWCOL_LISTEN=nowhere"));
    assert_refused(&outcome, "ROWCOL_LISTEN", "nowhere", "PORT");
}

static void unknown_options_are_named(void **state)
{
    struct outcome outcome = run_with(OPTIONS("--listne", "127.0.0.1:0"), NULL);

    (void)state;
    assert_refused(&outcome, "--listne", "", "--help");
    outcome = run_with(OPTIONS("-q"), NULL);
    assert_refused(&outcome, "q", "", "--help");
    outcome = run_with(OPTIONS("stray"), NULL);
    assert_refused(&outcome, "stray", "", "--help");
}

static void option_without_its_value_is_named(void **state)
{
    struct outcome outcome = run_with(OPTIONS("--max-body"), NULL);

    (void)state;
    assert_refused(&outcome, "--max-body", "", "--help");
}

static void address_in_use_is_named(void **state)
{
    struct server server = server_start(NULL);
    const char *address = server.address + strlen("http://");
    struct outcome outcome = run_with(OPTIONS("--listen", address), NULL);

    (void)state;
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.error.bytes, address));
    assert_non_null(strstr(outcome.error.bytes, "in use"));
    outcome_free(&outcome);
    server_stop(&server);
}

static void address_of_another_machine_is_named(void **state)
{
    struct outcome outcome = run_with(OPTIONS("--listen", "192.0.2.1:8080"), NULL);

    (void)state;
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.error.bytes, "192.0.2.1:8080"));
    outcome_free(&outcome);
}

static void help_names_every_option_with_its_default(void **state)
{
    static const char *const words[] = {"--listen",
                                        "127.0.0.1:8080",
                                        "--event-threads",
                                        "--workers",
                                        "--max-body",
                                        "1G",
                                        "--max-memory",
                                        "--max-result",
                                        "128M",
                                        "--max-multiply-adds",
                                        "1e13",
                                        "--max-connections",
                                        "20000",
                                        "--header-timeout",
                                        "--min-rate",
                                        "1K",
                                        "--request-timeout",
                                        "300",
                                        "--drain-timeout",
                                        "--drain-delay",
                                        "--cors-origin",
                                        "--allowed-host",
                                        "--log-format",
                                        "--log-level",
                                        "--check",
                                        "--help",
                                        "--version",
                                        "ROWCOL_"};
    struct outcome outcome = run_with(OPTIONS("--help"), NULL);

    (void)state;
    assert_int_equal(outcome.status, 0);
    assert_int_equal(outcome.error.length, 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!strstr(outcome.output.bytes, words[i]))
            fail_msg("--help does not say %s:\n%s", words[i], outcome.output.bytes);
    outcome_free(&outcome);
}

static void version_is_one_line(void **state)
{
    struct outcome outcome = run_with(OPTIONS("--version"), NULL);
    int major, minor, patch;

    (void)state;
    assert_int_equal(outcome.status, 0);
    assert_int_equal(sscanf(outcome.output.bytes, "rowcold %d.%d.%d", &major, &minor, &patch), 3);
    assert_ptr_equal(strchr(outcome.output.bytes, '\n'),
                     outcome.output.bytes + outcome.output.length - 1);
    outcome_free(&outcome);
}

/* How many bytes of a body the server takes. */
static double max_body_of(const struct server *server)
{
    static const char spaces[] = "                                                                ";
    struct answer answer = ask(server, &(struct request){.target = "/v1/multiply",
                                                         .headers = {JSON_TYPE},
                                                         .body = spaces,
                                                         .length = sizeof spaces - 1,
                                                         .announced = 10 * 1024 * 1024});
    json_t *problem;
    double limit;

    assert_problem(&answer, 413, "body-too-large");
    problem = answer_json(&answer);
    limit = json_number_value(json_object_get(problem, "limit"));
    json_decref(problem);
    answer_free(&answer);
    return limit;
}

static void environment_sets_what_options_do_not(void **state)
{
    struct server server =
        server_launch(&(struct launch){.environment = OPTIONS("ROWCOL_MAX_BODY=2K")});

    (void)state;
    assert_true(max_body_of(&server) == 2048);
    server_stop(&server);
}

static void option_wins_over_the_environment(void **state)
{
    struct server server =
        server_launch(&(struct launch){.options = OPTIONS("--max-body", "3K"),
                                       .environment = OPTIONS("ROWCOL_MAX_BODY=2K")});

    (void)state;
    assert_true(max_body_of(&server) == 3072);
    server_stop(&server);
}

static void option_given_again_replaces(void **state)
{
    struct server server = server_start(OPTIONS("--max-body=2K", "--max-body=4K"));

    (void)state;
    assert_true(max_body_of(&server) == 4096);
    server_stop(&server);
}

static void sizes_are_taken_with_and_without_a_letter(void **state)
{
    static const struct {
        const char *value;
        double bytes;
    } sizes[] = {{"5000", 5000}, {"5K", 5120}, {"5M", 5242880}};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct server server = server_start(OPTIONS("--max-body", sizes[i].value));

        assert_true(max_body_of(&server) == sizes[i].bytes);
        server_stop(&server);
    }
}

/* All that may be set in the environment, at once. */
static void every_option_has_its_variable(void **state)
{
    struct server server = server_launch(&(struct launch){
        .environment =
            OPTIONS("ROWCOL_EVENT_THREADS=1", "ROWCOL_WORKERS=1", "ROWCOL_MAX_BODY=1M",
                    "ROWCOL_MAX_MEMORY=64M", "ROWCOL_MAX_RESULT=1M", "ROWCOL_MAX_MULTIPLY_ADDS=1e9",
                    "ROWCOL_MAX_CONNECTIONS=100", "ROWCOL_HEADER_TIMEOUT=5", "ROWCOL_MIN_RATE=2K",
                    "ROWCOL_REQUEST_TIMEOUT=60", "ROWCOL_DRAIN_TIMEOUT=5", "ROWCOL_DRAIN_DELAY=0",
                    "ROWCOL_CORS_ORIGIN=https://example.org",
                    "ROWCOL_ALLOWED_HOST=one.example,two.example", "ROWCOL_LOG_FORMAT=json",
                    "ROWCOL_LOG_LEVEL=info")});

    (void)state;
    assert_true(multiplies(&server));
    for (int i = 0; i < 2; i++) {
        struct answer answer =
            ask(&server,
                &(struct request){.target = "/healthz",
                                  .headers = {i ? "Host: two.example" : "Host: one.example:80"}});

        assert_status(&answer, 200);
        answer_free(&answer);
    }
    server_stop(&server);
}

/* Numbers are read and written by their grammar, whatever the user's language has for a point. */
static void locale_changes_nothing(void **state)
{
    struct server server = server_launch(
        &(struct launch){.options = OPTIONS("--header-timeout", "2.5"),
                         .environment = OPTIONS("LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8")});
    struct answer answer = post(&server, "locale", "/v1/multiply", "{\"a\":[0.5],\"b\":[0.5]}");

    (void)state;
    assert_true(answer_is(&answer, "{\"shape\":[1,1],\"product\":[[0.25]]}\n"));
    answer_free(&answer);
    server_stop(&server);
}

static void one_thread_of_each_kind_is_enough(void **state)
{
    struct server server = server_start(OPTIONS("--event-threads", "1", "--workers", "1"));
    struct matrix a = matrix_make(300, 300, ENTRIES_WHOLE, 1),
                  b = matrix_make(300, 300, ENTRIES_WHOLE, 2);
    struct text body = product_body(&a, &b);
    struct answer answer = post(&server, "one-thread", "/v1/multiply", body.bytes);

    (void)state;
    assert_product(&answer, &a, &b);
    answer_free(&answer);
    server_stop(&server);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_values_are_named_with_what_is_allowed),
        cmocka_unit_test(bad_values_of_the_environment_are_named_too),
        cmocka_unit_test(unknown_options_are_named),
        cmocka_unit_test(option_without_its_value_is_named),
        cmocka_unit_test(address_in_use_is_named),
        cmocka_unit_test(address_of_another_machine_is_named),
        cmocka_unit_test(help_names_every_option_with_its_default),
        cmocka_unit_test(version_is_one_line),
        cmocka_unit_test(environment_sets_what_options_do_not),
        cmocka_unit_test(option_wins_over_the_environment),
        cmocka_unit_test(option_given_again_replaces),
        cmocka_unit_test(sizes_are_taken_with_and_without_a_letter),
        cmocka_unit_test(every_option_has_its_variable),
        cmocka_unit_test(locale_changes_nothing),
        cmocka_unit_test(one_thread_of_each_kind_is_enough),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
