/* Accounts: one line in the log for each request, and the metrics. */
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "exchange_parts.h"

#define STATUS_CLIENT_LEFT 499 /* in log and metrics only: nobody was there to be told */

static double ms_between(double from, double to)
{
    return (double)clock_us_between(from, to) / 1000;
}

void account_numbers(const struct exchange *exchange)
{
    const struct fields *fields = &exchange->call.fields;
    size_t numbers = 0;

    for (size_t i = 0; i < fields->count; i++)
        numbers += fields->values[i].matrix.shape.rows * fields->values[i].matrix.shape.columns;
    metrics_count(METRIC_NUMBERS_READ, numbers);
}

static void log_request(const struct exchange *exchange, int status, double now)
{
    const struct http_request *http = exchange->http;
    enum problem_kind kind = exchange->call.problem.kind;
    double begun = http_begun(http);
    struct log_field fields[] = {
        LOG_FIELD_OF_TEXT("method", http_method(http)),
        LOG_FIELD_OF_TEXT("target", http_target(http)),
        LOG_FIELD_OF_WHOLE("status", status),
        LOG_FIELD_OF_NUMBER("ms", (now - begun) * 1000),
        LOG_FIELD_OF_NUMBER("read_ms", ms_between(begun, exchange->read)),
        LOG_FIELD_OF_NUMBER("compute_ms", ms_between(exchange->read, exchange->computed)),
        LOG_FIELD_OF_NUMBER("write_ms", ms_between(exchange->computed, now)),
        LOG_FIELD_OF_WHOLE("bytes_in", http_received(http)),
        LOG_FIELD_OF_WHOLE("bytes_out", exchange->written),
        LOG_FIELD_OF_TEXT("peer", http_peer(http)),
        LOG_FIELD_OF_TEXT("id", exchange->id),
        LOG_FIELD_OF_TEXT("problem", kind == PROBLEM_NONE ? NULL : problem_fact(kind)->slug),
        LOG_FIELD_OF_TEXT("instance", kind == PROBLEM_NONE ? NULL : exchange->uuid),
        LOG_FIELD_OF_WHOLE("bytes_unpacked", exchange->unpacked),
    };
    size_t count = sizeof fields / sizeof fields[0];

    log_line(LOG_INFO, "request", fields, exchange->passage.coding ? count : count - 1);
}

void account(struct exchange *exchange, bool sent)
{
    bool answered = sent && exchange->response.status != 0;
    bool overdue = atomic_load(&exchange->end) == HTTP_DEADLINE;
    int status = answered  ? exchange->response.status
                 : overdue ? problem_fact(PROBLEM_TIMEOUT)->status
                           : STATUS_CLIENT_LEFT;
    double now = clock_seconds();

    if (answered && !exchange->output)
        exchange->written = exchange->response.length;
    if (!answered && !overdue)
        metrics_count(METRIC_CANCELLED, 1);
    metrics_count(METRIC_BYTES_READ, http_received(exchange->http));
    metrics_count(METRIC_BYTES_WRITTEN, exchange->written);
    metrics_request(route_index(exchange->passage.route), status, now - http_begun(exchange->http));
    if (log_wanted(LOG_INFO))
        log_request(exchange, status, now);
}
