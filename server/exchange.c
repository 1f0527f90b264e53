/* How a request moves:
 *
 *   begin    the gate (gate.c) judges request line and header; then a reader waits for the body
 *   feed     bytes -> reader -> matrices; of a large body by the pool (intake.c)
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
    if (problem->kind != PROBLEM_NONE || !intake_begin(exchange))
        respond_problem(exchange);
    return exchange;
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
    else if (intake_feed(exchange, bytes, count))
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
    bool sound = intake_end(exchange);

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

    intake_release(exchange);
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
