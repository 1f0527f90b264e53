/* How a request moves:
 *
 *   begin    the gate (gate.c) judges request line and header; then a reader waits for the body
 *   feed     bytes -> reader -> matrices
 *   end      the handler checks and plans; small work is done here, larger work on the pool
 *   woken    the pool is done: problem, or text in one piece, or rows streamed as they are ready
 *   release  accounts: one line in the log, and the metrics
 *
 * Everything happens in the request's event thread, but for panels and blocks (pool) and `left`
 * (watch). */
#include "exchange.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/call.h"
#include "base/budget.h"
#include "base/clock.h"
#include "base/identity.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "formats/output.h"
#include "formats/query.h"
#include "gate.h"
#include "http/cors.h"

#define REQUEST_ID_LONGEST 64
#define STATUS_CLIENT_LEFT 499 /* in log and metrics only: nobody was there to be told */
#define RETRY_AFTER "1"
#define NO_MEMORY_ROOM 256

enum stage { STAGE_READING, STAGE_COMPUTING, STAGE_ANSWERING };

struct exchange {
    struct conductor *conductor;
    struct passage passage;
    void *reader;
    struct call call;
    enum stage stage;
    atomic_int end; /* enum http_end: why it should be given up */

    struct pool_job job;
    struct output *output; /* a streamed answer */
    char *text;            /* an answer in one piece, of the budget */
    size_t text_size;
    size_t room;    /* of the budget, reserved for the answer's text before it is computed */
    char *document; /* a problem, malloc's */
    char no_memory[NO_MEMORY_ROOM];
    struct http_response response;
    uint64_t written;

    double read, computed; /* when each was over (clock_seconds); 0: it never was */
    char uuid[IDENTITY_ROOM];
    char id[REQUEST_ID_LONGEST + 1];

    pthread_mutex_t lock; /* guards `http` between those who wake and release */
    struct http_request *http;
};

/* --- Answers ---------------------------------------------------------------------------------- */

/* Whole microseconds: their text costs a fraction of a double's. */
static unsigned long long us_between(double from, double to)
{
    return from > 0 && to > from ? (unsigned long long)((to - from) * 1e6) : 0;
}

static double ms_between(double from, double to)
{
    return (double)us_between(from, to) / 1000;
}

static void add_timing(struct exchange *exchange)
{
    unsigned long long read = us_between(http_begun(exchange->http), exchange->read);
    unsigned long long compute = us_between(exchange->read, exchange->computed);
    unsigned long long write = us_between(exchange->computed, clock_seconds());

    if (!exchange->output)
        http_response_header(&exchange->response, "Server-Timing",
                             "read;dur=%llu.%03llu, compute;dur=%llu.%03llu, write;dur=%llu.%03llu",
                             read / 1000, read % 1000, compute / 1000, compute % 1000, write / 1000,
                             write % 1000);
    else
        http_response_header(&exchange->response, "Server-Timing",
                             "read;dur=%llu.%03llu, compute;dur=%llu.%03llu", read / 1000,
                             read % 1000, compute / 1000, compute % 1000);
}

static void respond(struct exchange *exchange, int status, const char *content_type)
{
    struct http_response *response = &exchange->response;

    response->status = status;
    if (exchange->call.no_store)
        http_response_header(response, "Cache-Control", "no-store");
    if (content_type)
        http_response_header(response, "Content-Type", "%s", content_type);
    http_response_header(response, "X-Request-Id", "%s", exchange->id);
    add_timing(exchange);
    if (exchange->passage.route && exchange->passage.route->use == ROUTE_OPERATION)
        http_response_header(response, "Accept-Query", "application/json");
    exchange->stage = STAGE_ANSWERING;
    http_respond(exchange->http, response);
}

/* The last resort of a server without memory. */
static size_t write_no_memory(const struct exchange *exchange, char text[NO_MEMORY_ROOM])
{
    const struct problem_fact *fact = problem_fact(PROBLEM_OVERLOADED);

    return (size_t)snprintf(text, NO_MEMORY_ROOM,
                            "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,"
                            "\"detail\":\"The server is out of memory. Try again in a moment.\","
                            "\"instance\":\"urn:uuid:%s\"}\n",
                            fact->slug, fact->title, fact->status, exchange->uuid);
}

static void respond_problem(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;
    enum problem_kind kind = exchange->call.problem.kind;

    exchange->document =
        problem_document(&exchange->call.problem, exchange->uuid, &response->length);
    response->text = exchange->document;
    if (!exchange->document) {
        kind = PROBLEM_OVERLOADED;
        response->length = write_no_memory(exchange, exchange->no_memory);
        response->text = exchange->no_memory;
    }
    if (kind == PROBLEM_METHOD_NOT_ALLOWED)
        http_response_header(response, "Allow", "%s", route_methods(exchange->passage.route));
    if (kind == PROBLEM_OVERLOADED)
        http_response_header(response, "Retry-After", RETRY_AFTER);
    respond(exchange, problem_fact(kind)->status, "application/problem+json");
}

/* Whether the client has the page already: If-None-Match (RFC 9110, 13.1.2) names its tag, or is
 * "*". Tags are hashes, which stand in no other tag. */
static bool is_known(const struct exchange *exchange)
{
    const char *known = http_header(exchange->http, "If-None-Match");
    const char *tag = exchange->call.page.tag;

    return tag && known && (strcmp(known, "*") == 0 || strstr(known, tag));
}

static void respond_page(struct exchange *exchange)
{
    const struct page *page = &exchange->call.page;

    if (page->tag) {
        http_response_header(&exchange->response, "ETag", "%s", page->tag);
        http_response_header(&exchange->response, "Cache-Control", "no-cache");
    }
    if (is_known(exchange)) {
        respond(exchange, 304, NULL);
        return;
    }
    exchange->response.text = page->text.bytes;
    exchange->response.length = page->text.length;
    if (page->policy)
        http_response_header(&exchange->response, "Content-Security-Policy", "%s", page->policy);
    if (exchange->passage.writer)
        http_response_header(&exchange->response, "Vary", "Accept");
    respond(exchange, 200, page->content_type);
}

/* OPTIONS: what a browser asks before it sends a page's request, and what anybody may ask. */
static void respond_options(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;
    const char *methods = route_methods(exchange->passage.route);

    http_response_header(response, "Allow", "%s", methods);
    if (http_header(exchange->http, "Access-Control-Request-Method")) {
        http_response_header(response, "Access-Control-Allow-Methods", "%s", methods);
        http_response_header(response, "Access-Control-Allow-Headers", CORS_ALLOW_HEADERS);
        http_response_header(response, "Access-Control-Max-Age", CORS_MAX_AGE);
    }
    respond(exchange, 204, NULL);
}

static void wake(void *owner)
{
    struct exchange *exchange = owner;

    pthread_mutex_lock(&exchange->lock);
    if (exchange->http)
        http_wake(exchange->http);
    pthread_mutex_unlock(&exchange->lock);
}

static ssize_t read_output(void *state, char *to, size_t most)
{
    struct exchange *exchange = state;
    ssize_t got;

    if (atomic_load(&exchange->end) != HTTP_GOES_ON)
        return HTTP_STREAM_CUT;
    got = output_read(exchange->output, to, most);
    if (got > 0)
        exchange->written += (uint64_t)got;
    return got == OUTPUT_END ? HTTP_STREAM_END : got;
}

static bool output_is_ready(void *state)
{
    struct exchange *exchange = state;

    return output_ready(exchange->output) || atomic_load(&exchange->end) != HTTP_GOES_ON;
}

/* A small answer is one buffer with its length; a large one is made by the pool while it is
 * sent. */
static bool make_text(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;

    if (answer_entries(&exchange->call.answer) <= LIMIT_INLINE_ENTRIES) {
        exchange->text = output_text(&exchange->call.answer, exchange->passage.writer,
                                     &response->length, &exchange->text_size);
        response->text = exchange->text;
        return exchange->text != NULL;
    }
    exchange->output = output_start(&exchange->call.answer, exchange->passage.writer,
                                    exchange->conductor->pool, wake, exchange);
    response->read = read_output;
    response->ready = output_is_ready;
    return exchange->output != NULL;
}

/* Takes the memory for the text of the answer before the answer is computed: whoever has computed
 * can also send. False with the problem set where there is none. */
static bool reserve_room(struct exchange *exchange)
{
    size_t room = output_room(&exchange->call.answer, exchange->passage.writer);

    if (room == 0)
        return call_no_room(&exchange->call);
    if (!budget_reserve(room))
        return call_no_memory(&exchange->call, room);
    exchange->room = room;
    return true;
}

/* The room becomes the text's own, and operands make more. */
static void release_room(struct exchange *exchange)
{
    fields_release(&exchange->call.fields);
    budget_release(exchange->room);
    exchange->room = 0;
}

static void respond_answer(struct exchange *exchange)
{
    release_room(exchange);
    metrics_count(METRIC_NUMBERS_WRITTEN, answer_entries(&exchange->call.answer));
    if (make_text(exchange)) {
        http_response_header(&exchange->response, "Vary", "Accept");
        respond(exchange, 200, exchange->passage.writer->content_type);
        return;
    }
    answer_release(&exchange->call.answer);
    exchange->response = (struct http_response){0};
    call_no_room(&exchange->call);
    respond_problem(exchange);
}

static void respond_result(struct exchange *exchange)
{
    exchange->computed = clock_seconds();
    if (exchange->call.problem.kind != PROBLEM_NONE) {
        answer_release(&exchange->call.answer);
        respond_problem(exchange);
    } else if (exchange->call.page.content_type) {
        respond_page(exchange);
    } else {
        respond_answer(exchange);
    }
}

/* --- Reading ---------------------------------------------------------------------------------- */

static void name_exchange(struct exchange *exchange)
{
    static const char taken[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    const char *id = http_header(exchange->http, "X-Request-Id");
    size_t length = id ? strlen(id) : 0;

    identity_make(exchange->uuid);
    if (length < 1 || length > REQUEST_ID_LONGEST || strspn(id, taken) != length)
        id = exchange->uuid;
    strcpy(exchange->id, id);
}

static bool begin_reading(struct exchange *exchange)
{
    exchange->reader =
        exchange->passage.reader->begin(&exchange->call.fields, &exchange->call.problem);
    return exchange->reader || call_no_room(&exchange->call);
}

static void describe_fields(struct exchange *exchange)
{
    const struct route *route = exchange->passage.route;

    exchange->call.fields.list = route ? route->fields : NULL;
    exchange->call.fields.count = route ? route->field_count : 0;
}

static void *begin(void *context, struct http_request *request)
{
    struct exchange *exchange = calloc(1, sizeof *exchange);
    struct problem *problem;
    bool passes;

    if (!exchange)
        return NULL;
    exchange->conductor = context;
    exchange->http = request;
    exchange->call.options = exchange->conductor->options;
    pthread_mutex_init(&exchange->lock, NULL);
    name_exchange(exchange);
    problem = &exchange->call.problem;
    passes =
        gate_judge(request, exchange->conductor->options->max_body, &exchange->passage, problem);
    exchange->call.rest = exchange->passage.rest;
    exchange->call.writer = exchange->passage.writer;
    describe_fields(exchange);
    if (!passes || (exchange->passage.reader && !begin_reading(exchange)))
        respond_problem(exchange);
    return exchange;
}

static void feed(void *state, const char *bytes, size_t count)
{
    struct exchange *exchange = state;
    size_t max_body = exchange->conductor->options->max_body;

    if (http_received(exchange->http) > max_body)
        gate_refuse_size(max_body, &exchange->call.problem);
    else if (!exchange->reader || exchange->passage.reader->feed(exchange->reader, bytes, count))
        return;
    exchange->read = clock_seconds();
    respond_problem(exchange);
}

/* --- Computing -------------------------------------------------------------------------------- */

static void run_panel(void *owner, size_t panel)
{
    struct exchange *exchange = owner;

    exchange->call.work.run(&exchange->call, panel);
}

static void finish(struct exchange *exchange)
{
    struct work *work = &exchange->call.work;

    if (work->panels > 0 && exchange->call.problem.kind == PROBLEM_NONE)
        work->finish(&exchange->call);
    respond_result(exchange);
}

/* About 100 us of work is done at once: a suspension costs a tenth of that. */
static bool is_small(const struct exchange *exchange)
{
    return exchange->call.work.multiply_adds <= LIMIT_INLINE_MULTIPLY_ADDS &&
           answer_entries(&exchange->call.answer) <= LIMIT_INLINE_ENTRIES;
}

static void submit(void *state)
{
    struct exchange *exchange = state;

    exchange->stage = STAGE_COMPUTING;
    pool_submit(exchange->conductor->pool, &exchange->job);
}

static void compute(struct exchange *exchange)
{
    struct work *work = &exchange->call.work;

    if (is_small(exchange)) {
        for (size_t i = 0; i < work->panels; i++)
            work->run(&exchange->call, i);
        finish(exchange);
        return;
    }
    exchange->job = (struct pool_job){.run = run_panel,
                                      .done = wake,
                                      .owner = exchange,
                                      .panels = work->panels,
                                      .allowed = work->panels};
    http_wait(exchange->http, submit);
}

static void count_numbers(const struct exchange *exchange)
{
    const struct fields *fields = &exchange->call.fields;
    size_t numbers = 0;

    for (size_t i = 0; i < fields->count; i++)
        numbers += fields->values[i].matrix.shape.rows * fields->values[i].matrix.shape.columns;
    metrics_count(METRIC_NUMBERS_READ, numbers);
}

/* What a resource is asked by: the parameters of the query. */
static bool take_parameter(void *state, const char *name, const char *value)
{
    struct exchange *exchange = state;

    return query_parameter(&exchange->call.fields, name, value, &exchange->call.problem);
}

static bool read_query(struct exchange *exchange)
{
    if (exchange->passage.route->use != ROUTE_RESOURCE)
        return true;
    http_query(exchange->http, take_parameter, exchange);
    return query_end(&exchange->call.fields, &exchange->call.problem);
}

static void handle(struct exchange *exchange)
{
    char origin[300];
    const char *host = http_header(exchange->http, "Host");

    snprintf(origin, sizeof origin, "http://%.280s", host ? host : "localhost");
    exchange->call.origin = origin;
    exchange->call.draining = atomic_load(&exchange->conductor->draining);
    if (read_query(exchange) && exchange->passage.route->handle(&exchange->call) &&
        exchange->call.work.panels > 0 && reserve_room(exchange))
        compute(exchange);
    else
        respond_result(exchange);
}

static void end(void *state)
{
    struct exchange *exchange = state;
    bool sound = !exchange->reader || exchange->passage.reader->end(exchange->reader);

    exchange->read = clock_seconds();
    if (exchange->reader)
        exchange->passage.reader->release(exchange->reader);
    exchange->reader = NULL;
    count_numbers(exchange);
    if (!sound)
        respond_problem(exchange);
    else if (exchange->passage.options)
        respond_options(exchange);
    else
        handle(exchange);
}

/* --- Giving up -------------------------------------------------------------------------------- */

static void respond_timeout(struct exchange *exchange)
{
    const struct options *options = exchange->conductor->options;

    if (exchange->stage == STAGE_READING)
        problem_set(
            &exchange->call.problem, PROBLEM_TIMEOUT,
            "The body came too slowly: after the first 10 seconds it must bring %zu bytes a "
            "second, and the whole request may take %.0f seconds.",
            options->min_rate, options->request_timeout);
    else
        problem_set(&exchange->call.problem, PROBLEM_TIMEOUT,
                    "The answer was not ready in the %.0f seconds that a request may take. Smaller "
                    "matrices take less.",
                    options->request_timeout);
    respond_problem(exchange);
}

static void woken(void *state)
{
    struct exchange *exchange = state;

    switch ((enum http_end)atomic_load(&exchange->end)) {
    case HTTP_GOES_ON:
        finish(exchange);
        break;
    case HTTP_DEADLINE:
        respond_timeout(exchange);
        break;
    default:
        http_drop(exchange->http);
    }
}

/* By the watch, while no callback of this request runs. */
static void left(void *state, enum http_end reason)
{
    struct exchange *exchange = state;

    if (atomic_exchange(&exchange->end, (int)reason) == HTTP_GOES_ON && reason == HTTP_DEADLINE)
        metrics_count(METRIC_TIMEOUTS, 1);
    if (exchange->stage == STAGE_COMPUTING)
        pool_cancel(exchange->conductor->pool, &exchange->job);
    else if (exchange->stage == STAGE_ANSWERING)
        wake(exchange);
    else if (reason == HTTP_DEADLINE)
        respond_timeout(exchange);
}

/* --- Accounts --------------------------------------------------------------------------------- */

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
    };

    log_line(LOG_INFO, "request", fields, sizeof fields / sizeof fields[0]);
}

static void account(struct exchange *exchange, bool sent)
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

static void destroy(void *owner)
{
    struct exchange *exchange = owner;

    if (exchange->text)
        budget_free(exchange->text, exchange->text_size);
    budget_release(exchange->room);
    free(exchange->document);
    call_release(&exchange->call);
    pthread_mutex_destroy(&exchange->lock);
    free(exchange);
}

static void release(void *state, bool sent)
{
    struct exchange *exchange = state;

    account(exchange, sent);
    if (exchange->reader)
        exchange->passage.reader->release(exchange->reader);
    pthread_mutex_lock(&exchange->lock);
    exchange->http = NULL;
    pthread_mutex_unlock(&exchange->lock);
    if (exchange->output)
        output_release(exchange->output, destroy);
    else
        destroy(exchange);
}

const struct http_service exchange_service = {begin, feed, end, woken, left, release};
