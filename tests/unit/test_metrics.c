/* Metrics: what was counted is told, in a form that Prometheus' own tool takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/metrics.h"
#include "version.h"

static const char *const labels[] = {"POST /v1/multiply", "GET /healthz", "GET /never"};

enum { MULTIPLY, HEALTHZ, NEVER, ROUTES, NO_ROUTE = ROUTES };

static char page[256 * 1024];

static const char *write_page(void)
{
    struct buffer buffer;

    buffer_begin(&buffer, sizeof page - 1);
    metrics_write(&buffer);
    assert_false(buffer.failed);
    memcpy(page, buffer.bytes, buffer.length);
    page[buffer.length] = '\0';
    buffer_free(&buffer);
    return page;
}

/* The value of a series, as it stands on the page now; -1 if it does not. */
static double value_of(const char *series)
{
    char line[200];
    const char *at;

    snprintf(line, sizeof line, "\n%s ", series);
    at = strstr(write_page(), line);
    return at ? strtod(at + strlen(line), NULL) : -1;
}

static int begin(void **state)
{
    (void)state;
    metrics_begin(labels, ROUTES);
    return 0;
}

static void a_new_server_shows_zeros_and_no_routes(void **state)
{
    (void)state;
    assert_true(value_of("rowcol_build_info{version=\"" ROWCOL_VERSION "\"}") == 1);
    assert_true(value_of("rowcol_connections_total") == 0);
    assert_true(value_of("rowcol_connections_open") == 0);
    assert_null(strstr(write_page(), "route="));
}

static void counters_add_up_and_gauges_go_both_ways(void **state)
{
    (void)state;
    metrics_count(METRIC_NUMBERS_READ, 4000000);
    metrics_count(METRIC_NUMBERS_READ, 2);
    assert_true(value_of("rowcol_numbers_read_total") == 4000002);
    metrics_gauge_add(METRIC_CONNECTIONS_OPEN, 3);
    metrics_gauge_add(METRIC_CONNECTIONS_OPEN, -1);
    assert_true(value_of("rowcol_connections_open") == 2);
    metrics_gauge_set(METRIC_JOBS, 7);
    metrics_gauge_set(METRIC_JOBS, 5);
    assert_true(value_of("rowcol_jobs") == 5);
}

static void requests_are_counted_by_route_and_status(void **state)
{
    (void)state;
    metrics_request(HEALTHZ, 200, 0.00005);
    metrics_request(HEALTHZ, 200, 0.00005);
    metrics_request(HEALTHZ, 503, 0.00005);
    metrics_request(NO_ROUTE, 404, 0.00005);
    metrics_request(NO_ROUTE + 1000, 404, 0.00005);
    assert_true(value_of("rowcol_requests_total{route=\"GET /healthz\",status=\"200\"}") == 2);
    assert_true(value_of("rowcol_requests_total{route=\"GET /healthz\",status=\"503\"}") == 1);
    assert_true(value_of("rowcol_requests_total{route=\"none\",status=\"404\"}") == 2);
    assert_null(strstr(write_page(), "/never"));
}

static void a_status_that_is_none_counts_as_a_defect(void **state)
{
    (void)state;
    metrics_request(NO_ROUTE, 0, 1);
    metrics_request(NO_ROUTE, -1, 1);
    metrics_request(NO_ROUTE, 600, 1);
    assert_true(value_of("rowcol_requests_total{route=\"none\",status=\"500\"}") == 3);
}

#define DURATION "rowcol_request_duration_seconds"

static void buckets_hold_all_that_took_no_longer(void **state)
{
    static const double seconds[] = {0.0001, 0.00011, 0.3, 60, 61, 3600};

    (void)state;
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++)
        metrics_request(MULTIPLY, 200, seconds[i]);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"0.0001\"}") == 1);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"0.00025\"}") == 2);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"0.25\"}") == 2);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"0.5\"}") == 3);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"60\"}") == 4);
    assert_true(value_of(DURATION "_bucket{route=\"POST /v1/multiply\",le=\"+Inf\"}") == 6);
    assert_true(value_of(DURATION "_count{route=\"POST /v1/multiply\"}") == 6);
    assert_true(value_of(DURATION "_sum{route=\"POST /v1/multiply\"}") > 3721.3);
    assert_true(value_of(DURATION "_sum{route=\"POST /v1/multiply\"}") < 3721.301);
}

enum { THREADS = 12, TIMES = 5000 };

static void *count(void *unused)
{
    (void)unused;
    for (size_t i = 0; i < TIMES; i++) {
        metrics_count(METRIC_BYTES_READ, 3);
        metrics_gauge_add(METRIC_REQUESTS_ACTIVE, 1);
        metrics_request(HEALTHZ, 299, 0.00005);
        metrics_gauge_add(METRIC_REQUESTS_ACTIVE, -1);
    }
    return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
    pthread_t threads[THREADS];

    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count, NULL), 0);
    write_page();
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_true(value_of("rowcol_body_read_bytes_total") == 3 * THREADS * TIMES);
    assert_true(value_of("rowcol_requests_active") == 0);
    assert_true(value_of("rowcol_requests_total{route=\"GET /healthz\",status=\"299\"}") ==
                THREADS * TIMES);
}

static void a_page_too_small_fails_cleanly(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_begin(&buffer, 1000);
    metrics_write(&buffer);
    assert_true(buffer.failed);
    buffer_free(&buffer);
}

static void promtool_has_nothing_to_say_against_it(void **state)
{
    FILE *promtool;
    int status;

    (void)state;
    if (system("command -v promtool >/dev/null") != 0) {
        print_message("skipped: promtool is not here (Debian: prometheus)\n");
        skip();
    }
    write_page();
    promtool = popen("promtool check metrics", "w");
    assert_non_null(promtool);
    fputs(page, promtool);
    status = pclose(promtool);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_server_shows_zeros_and_no_routes),
        cmocka_unit_test(counters_add_up_and_gauges_go_both_ways),
        cmocka_unit_test(requests_are_counted_by_route_and_status),
        cmocka_unit_test(a_status_that_is_none_counts_as_a_defect),
        cmocka_unit_test(buckets_hold_all_that_took_no_longer),
        cmocka_unit_test(nothing_is_lost_between_threads),
        cmocka_unit_test(a_page_too_small_fails_cleanly),
        cmocka_unit_test(promtool_has_nothing_to_say_against_it),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
