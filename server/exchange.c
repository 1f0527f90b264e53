/* How a request moves:
 *
 *   begin    the gate (gate.c) judges request line and header; then a reader waits for the body
 *   feed     bytes -> reader -> matrices; of a large body by the pool, while more of it arrives
 *   end      the handler checks and plans; small work is done here, larger work on the pool
 *   woken    the pool is done: problem, or text in one piece, or rows streamed as they are ready
 *   release  accounts: one line in the log, and the metrics
 *
 * Everything happens in the request's event thread, but for panels and blocks (pool) and `left`
 * (watch). */
#include "exchange_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "formats/decoding.h"
#include "formats/query.h"

/* --- Memory ----------------------------------------------------------------------------------- */

/* The exchange that a thread had last, which its next request uses again: warm, and without malloc,
 * which at these sizes takes some 1500 instructions to give and take. */
static pthread_key_t spare;
static bool spares_are_kept;
static pthread_once_t spare_once = PTHREAD_ONCE_INIT;

static void make_spare_key(void)
{
    spares_are_kept = pthread_key_create(&spare, free) == 0;
}

static struct exchange *take_exchange(void)
{
    struct exchange *exchange;

    pthread_once(&spare_once, make_spare_key);
    exchange = spares_are_kept ? pthread_getspecific(spare) : NULL;
    if (exchange)
        pthread_setspecific(spare, NULL);
    else
        exchange = malloc(sizeof *exchange + decoding_size());
    if (exchange)
        memset(exchange, 0, sizeof *exchange);
    return exchange;
}

static void give_back(struct exchange *exchange)
{
    if (!spares_are_kept || pthread_getspecific(spare) || pthread_setspecific(spare, exchange) != 0)
        free(exchange);
}

static void destroy(void *owner)
{
    struct exchange *exchange = owner;

    if (exchange->text)
        budget_free(exchange->text, exchange->text_size);
    budget_release(exchange->call.room);
    free(exchange->document);
    call_release(&exchange->call);
    pthread_mutex_destroy(&exchange->lock);
    give_back(exchange);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static void name_exchange(struct exchange *exchange)
{
    static const char taken[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    const char *id = http_header(exchange->http, HTTP_X_REQUEST_ID);
    size_t length = id ? strlen(id) : 0;

    identity_make(exchange->uuid);
    if (length < 1 || length > REQUEST_ID_LONGEST || strspn(id, taken) != length)
        id = exchange->uuid;
    strcpy(exchange->id, id);
}

/* Returns false with the problem set where there is no memory. */
static bool begin_reading(struct exchange *exchange)
{
    const struct passage *passage = &exchange->passage;
    struct call *call = &exchange->call;

    if (!passage->reader)
        return true;
    if (!reading_begin(&exchange->body, passage->reader, passage->parameters, &call->fields,
                       &call->problem))
        return false;
    exchange->reading = true;
    exchange->format = passage->reader;
    if (passage->coding)
        exchange->format = decoding_begin(exchange->reader, passage->coding, passage->reader,
                                          exchange->conductor->options->max_body, &exchange->body);
    else
        passage->reader->begin(exchange->reader, &exchange->body);
    return true;
}

static bool end_reader(struct exchange *exchange)
{
    if (!exchange->reading)
        return true;
    exchange->format->end(exchange->reader);
    return reading_complete(&exchange->body, exchange->passage.reader);
}

static void end_input(struct exchange *exchange)
{
    input_release(exchange->input);
    exchange->input = NULL;
}

static void end_reading(struct exchange *exchange)
{
    if (exchange->reading && exchange->passage.coding)
        exchange->unpacked = decoding_unpacked(exchange->reader);
    if (exchange->reading)
        exchange->format->release(exchange->reader);
    exchange->reading = false;
}

static void describe_fields(struct exchange *exchange)
{
    const struct route *route = exchange->passage.route;

    exchange->call.fields.list = route ? route->fields : NULL;
    exchange->call.fields.count = route ? route->field_count : 0;
}

static void *begin(void *context, struct http_request *request)
{
    struct exchange *exchange = take_exchange();
    struct problem *problem;

    if (!exchange)
        return NULL;
    exchange->conductor = context;
    exchange->http = request;
    exchange->call.options = exchange->conductor->options;
    pthread_mutex_init(&exchange->lock, NULL);
    name_exchange(exchange);
    problem = &exchange->call.problem;
    gate_judge(request, exchange->conductor->options->max_body, &exchange->passage, problem);
    exchange->call.rest = exchange->passage.rest;
    exchange->call.writer = exchange->passage.writer;
    exchange->call.answer.single = exchange->passage.single;
    describe_fields(exchange);
    if (problem->kind != PROBLEM_NONE || !begin_reading(exchange))
        respond_problem(exchange);
    return exchange;
}

/* How much of the body is still to come; 0 where nobody knows. */
static uint64_t body_left(const struct exchange *exchange)
{
    uint64_t received = http_received(exchange->http);
    uint64_t length;

    return http_length(exchange->http, &length) && length > received ? length - received : 0;
}

/* Whether the blocks of an input fit beside the largest matrices that the body can hold: two bytes
 * are an entry of eight, and a matrix that grows has room for as many again. So it is never for the
 * blocks that a request is refused. */
static bool blocks_fit(const struct exchange *exchange)
{
    const size_t beside = INPUT_MEMORY + LIMIT_CONNECTION_MEMORY;
    uint64_t length;

    return http_length(exchange->http, &length) && budget_limit() >= beside &&
           length <= (budget_limit() - beside) / 8;
}

/* Whether the pool should read: if much has come and more will, there is another core, and memory
 * for it. */
static bool is_for_pool(const struct exchange *exchange)
{
    return http_received(exchange->http) >= LIMIT_INLINE_BODY && body_left(exchange) > 0 &&
           exchange->conductor->options->workers >= 2 && blocks_fit(exchange);
}

/* From here on the pool reads, if there is memory for it. */
static bool begin_input(struct exchange *exchange)
{
    exchange->input = input_start(exchange->format, exchange->reader, exchange->conductor->pool,
                                  exchange_wake, exchange);
    return exchange->input != NULL;
}

static bool more_may_come(const struct exchange *exchange)
{
    uint64_t length;

    return !http_length(exchange->http, &length) || body_left(exchange) > 0;
}

static bool feed_input(struct exchange *exchange, const char *bytes, size_t count)
{
    bool ready;

    if (!input_feed(exchange->input, bytes, count))
        return false;
    if (!more_may_come(exchange))
        return true;
    ready = input_ready(exchange->input);
    if (!ready) {
        http_pause(exchange->http);
        ready = input_ready(exchange->input);
    }
    if (ready)
        http_wake(exchange->http);
    return true;
}

/* Reads here. What a packed part leaves after one buffer may be worth millions of bytes, and is for
 * the pool. */
static bool feed_here(struct exchange *exchange, const char *bytes, size_t count)
{
    size_t rest;

    if (!exchange->format->feed(exchange->reader, bytes, count))
        return false;
    rest = exchange->format->rest ? exchange->format->rest(exchange->reader) : 0;
    if (rest == 0)
        return true;
    if (begin_input(exchange))
        return feed_input(exchange, bytes + (count - rest), rest);
    return call_no_memory(&exchange->call, INPUT_MEMORY);
}

/* Returns false once it is certain what will be answered. */
static bool feed_reader(struct exchange *exchange, const char *bytes, size_t count)
{
    if (!exchange->reading)
        return true;
    if (exchange->input || (is_for_pool(exchange) && begin_input(exchange)))
        return feed_input(exchange, bytes, count);
    return feed_here(exchange, bytes, count);
}

static void feed(void *state, const char *bytes, size_t count)
{
    struct exchange *exchange = state;
    size_t max_body = exchange->conductor->options->max_body;

    if (atomic_load(&exchange->end) != HTTP_GOES_ON) {
        http_drop(exchange->http);
        return;
    }
    if (http_received(exchange->http) > max_body)
        gate_refuse_size(max_body, &exchange->call.problem);
    else if (feed_reader(exchange, bytes, count))
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

/* The panels are done. Finishing them may set the work that comes next. */
static void finish(struct exchange *exchange)
{
    struct call *call = &exchange->call;
    struct work done = call->work;

    call->work = (struct work){0};
    if (call->problem.kind == PROBLEM_NONE && !done.finish(call))
        call->work = (struct work){0};
}

/* About 100 us of work is done at once: a suspension costs a tenth of that. */
static bool is_small(const struct exchange *exchange)
{
    return exchange->done_inline + exchange->call.work.multiply_adds <=
               LIMIT_INLINE_MULTIPLY_ADDS &&
           answer_entries(&exchange->call.answer) <= LIMIT_INLINE_ENTRIES;
}

static void run_here(struct exchange *exchange)
{
    struct work *work = &exchange->call.work;

    exchange->done_inline += work->multiply_adds;
    for (size_t i = 0; i < work->panels; i++)
        work->run(&exchange->call, i);
}

/* By the pool: nothing of the job runs any more. */
static void end_job(void *owner)
{
    struct exchange *exchange = owner;
    bool abandoned;

    pthread_mutex_lock(&exchange->lock);
    exchange->running = false;
    abandoned = exchange->abandoned;
    if (exchange->http)
        http_wake(exchange->http);
    pthread_mutex_unlock(&exchange->lock);
    if (abandoned)
        destroy(exchange);
}

static void submit(void *state)
{
    struct exchange *exchange = state;

    exchange->stage = STAGE_COMPUTING;
    exchange->running = true;
    pool_submit(exchange->conductor->pool, &exchange->job);
}

static void run_on_the_pool(struct exchange *exchange)
{
    const struct work *work = &exchange->call.work;

    exchange->job = (struct pool_job){.run = run_panel,
                                      .done = end_job,
                                      .owner = exchange,
                                      .panels = work->panels,
                                      .allowed = work->panels,
                                      .uncut = work->uncut};
    http_wait(exchange->http, submit);
}

/* Work that takes long is begun only where its answer can also be sent. What is small is done
 * sooner than its answer is laid out a second time (1,400 instructions). */
static bool may_begin(struct exchange *exchange)
{
    return exchange->call.room > 0 || reserve_room(exchange);
}

/* All that the handler, and what it set to follow, left to be computed; then the answer. */
static void compute(struct exchange *exchange)
{
    while (exchange->call.work.panels > 0) {
        if (!is_small(exchange) && may_begin(exchange)) {
            run_on_the_pool(exchange);
            return;
        }
        if (exchange->call.problem.kind != PROBLEM_NONE)
            break;
        run_here(exchange);
        finish(exchange);
    }
    respond_result(exchange);
}

/* What a resource is asked by: the parameters of the query. */
static bool take_query_parameter(void *state, const char *name, const char *value)
{
    struct exchange *exchange = state;

    return query_parameter(&exchange->call.fields, name, value, &exchange->call.problem);
}

static bool read_query(struct exchange *exchange)
{
    if (exchange->passage.route->use != ROUTE_RESOURCE)
        return true;
    http_query(exchange->http, take_query_parameter, exchange);
    return query_end(&exchange->call.fields, &exchange->call.problem);
}

static void handle(struct exchange *exchange)
{
    exchange->call.host = http_header(exchange->http, HTTP_HOST);
    exchange->call.draining = atomic_load(&exchange->conductor->draining);
    if (exchange->passage.route->computes)
        call_take_common(&exchange->call);
    if (!read_query(exchange) || !exchange->passage.route->handle(&exchange->call))
        exchange->call.work = (struct work){0};
    compute(exchange);
}

/* The reader has had all of the body. */
static void take_body(struct exchange *exchange)
{
    bool sound;

    end_input(exchange);
    sound = end_reader(exchange);
    exchange->read = clock_seconds();
    end_reading(exchange);
    account_numbers(exchange);
    if (!sound)
        respond_problem(exchange);
    else if (exchange->passage.options)
        respond_options(exchange);
    else
        handle(exchange);
}

static void await_input(void *state)
{
    struct exchange *exchange = state;

    if (input_drained(exchange->input))
        exchange_wake(exchange);
}

static void end(void *state)
{
    struct exchange *exchange = state;

    if (exchange->input && !input_drained(exchange->input))
        http_wait(exchange->http, await_input);
    else
        take_body(exchange);
}

/* Wakes the request if it is still there: a job or an output may outlive it. */
void exchange_wake(void *owner)
{
    struct exchange *exchange = owner;

    pthread_mutex_lock(&exchange->lock);
    if (exchange->http)
        http_wake(exchange->http);
    pthread_mutex_unlock(&exchange->lock);
}

/* The pool has run the panels that it was given. */
static void go_on(struct exchange *exchange)
{
    finish(exchange);
    compute(exchange);
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
        if (exchange->stage == STAGE_READING)
            end(exchange); /* if it was woken for an earlier wait, this one goes on */
        else
            go_on(exchange);
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
    if (exchange->stage == STAGE_READING && exchange->input)
        input_stop(exchange->input);
    if (exchange->stage == STAGE_READING && reason == HTTP_DEADLINE)
        respond_timeout(exchange);
    exchange_wake(exchange);
}

/* --- The end ---------------------------------------------------------------------------------- */

/* A call of LAPACK that runs can't be stopped: whoever waited for it is let go at once, and what it
 * works on is freed when it returns. */
static void release(void *state, bool sent)
{
    struct exchange *exchange = state;
    bool abandoned;

    end_input(exchange);
    end_reading(exchange);
    account(exchange, sent);
    pthread_mutex_lock(&exchange->lock);
    exchange->http = NULL;
    exchange->abandoned = abandoned = exchange->running;
    pthread_mutex_unlock(&exchange->lock);
    if (exchange->output)
        output_release(exchange->output, destroy);
    else if (!abandoned)
        destroy(exchange);
}

const struct http_service exchange_service = {begin, feed, end, woken, left, release};
