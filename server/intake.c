/* The body on its way to the matrices: read where it arrives, or, of a large body, by the pool
 * while more of it arrives; unpacked first where it is packed. Event thread. */
#include "exchange_parts.h"

#include "base/budget.h"
#include "base/clock.h"
#include "base/limits.h"
#include "formats/decoding.h"

bool intake_begin(struct exchange *exchange)
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

bool intake_feed(struct exchange *exchange, const char *bytes, size_t count)
{
    if (!exchange->reading)
        return true;
    if (exchange->input || (is_for_pool(exchange) && begin_input(exchange)))
        return feed_input(exchange, bytes, count);
    return feed_here(exchange, bytes, count);
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

bool intake_end(struct exchange *exchange)
{
    bool sound;

    end_input(exchange);
    sound = end_reader(exchange);
    exchange->read = clock_seconds();
    end_reading(exchange);
    return sound;
}

void intake_release(struct exchange *exchange)
{
    end_input(exchange);
    end_reading(exchange);
}
