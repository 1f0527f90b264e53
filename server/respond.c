/* Answers: a problem, a page, an answer in one piece or streamed, and the fields of each. */
#include <stdio.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/digits.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "exchange_parts.h"
#include "http/cors.h"

#define RETRY_AFTER "1"

/* "read;dur=0.021, compute;dur=0.004, write;dur=0.003", in ms. A streamed answer is still being
 * written. */
static void add_timing(struct exchange *exchange)
{
    char *to = exchange->timing;

    to = stpcpy(to, "read;dur=");
    to = digits_write_thousandths(to, clock_us_between(http_begun(exchange->http), exchange->read));
    to = stpcpy(to, ", compute;dur=");
    to = digits_write_thousandths(to, clock_us_between(exchange->read, exchange->computed));
    if (!exchange->output) {
        to = stpcpy(to, ", write;dur=");
        to = digits_write_thousandths(to, clock_us_between(exchange->computed, clock_seconds()));
    }
    *to = '\0';
    http_response_header(&exchange->response, "Server-Timing", exchange->timing);
}

static void respond(struct exchange *exchange, int status, const char *content_type)
{
    struct http_response *response = &exchange->response;

    response->status = status;
    if (exchange->call.no_store)
        http_response_header(response, "Cache-Control", "no-store");
    if (content_type)
        http_response_header(response, "Content-Type", content_type);
    if (exchange->coding)
        http_response_header(response, "Content-Encoding", exchange->coding->name);
    http_response_header(response, "X-Request-Id", exchange->id);
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

void respond_problem(struct exchange *exchange)
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
        http_response_header(response, "Allow", route_methods(exchange->passage.route));
    if (kind == PROBLEM_OVERLOADED)
        http_response_header(response, "Retry-After", RETRY_AFTER);
    if (kind == PROBLEM_UNSUPPORTED_MEDIA_TYPE && exchange->passage.coding_refused)
        http_response_header(response, "Accept-Encoding", CODING_NAMES);
    respond(exchange, problem_fact(kind)->status, "application/problem+json");
}

/* Whether the client has the page already: If-None-Match (RFC 9110, 13.1.2) names its tag, or is
 * "*". Tags are hashes, which stand in no other tag. */
static bool is_known(const struct exchange *exchange)
{
    const char *known = http_header(exchange->http, HTTP_IF_NONE_MATCH);

    return known && (strcmp(known, "*") == 0 || strstr(known, exchange->tag));
}

/* What the answer depends on. Whoever refuses plain answers is sent the smallest packed, too. */
static void add_vary(struct exchange *exchange, bool packable)
{
    bool has_forms = exchange->passage.writer != NULL;
    bool has_codings = packable || !exchange->passage.wish.plain;
    const char *vary = has_forms ? (has_codings ? "Accept, Accept-Encoding" : "Accept")
                                 : (has_codings ? "Accept-Encoding" : NULL);

    if (vary)
        http_response_header(&exchange->response, "Vary", vary);
}

/* A tag is of a text as it is sent: "3f2a..." packed is "3f2a...-zstd". */
static void add_tag(struct exchange *exchange)
{
    const char *tag = exchange->call.page.tag;
    const char *coding = exchange->coding ? exchange->coding->name : "";

    snprintf(exchange->tag, TAG_ROOM, "%.*s%s%s\"", (int)strlen(tag) - 1, tag, *coding ? "-" : "",
             coding);
    http_response_header(&exchange->response, "ETag", exchange->tag);
    http_response_header(&exchange->response, "Cache-Control", "no-cache");
}

static void send_page(struct exchange *exchange)
{
    const struct page *page = &exchange->call.page;

    if (page->policy)
        http_response_header(&exchange->response, "Content-Security-Policy", page->policy);
    respond(exchange, 200, page->content_type);
}

/* A page that is the same for everybody, and that its client may have already. */
static void respond_static_page(struct exchange *exchange)
{
    pack_kept(exchange, exchange->call.page.copies);
    add_tag(exchange);
    if (!is_known(exchange)) {
        send_page(exchange);
        return;
    }
    exchange->coding = NULL;
    exchange->response.text = NULL;
    exchange->response.length = 0;
    respond(exchange, 304, NULL);
}

static void respond_page(struct exchange *exchange)
{
    const struct page *page = &exchange->call.page;

    exchange->response.text = page->lesson.bytes ? page->lesson.bytes : page->text.bytes;
    exchange->response.length = page->lesson.bytes ? page->lesson.length : page->text.length;
    add_vary(exchange, may_be_packed(exchange, exchange->response.length));
    if (page->tag) {
        respond_static_page(exchange);
        return;
    }
    pack_text(exchange);
    send_page(exchange);
}

void respond_options(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;
    const char *methods = route_methods(exchange->passage.route);

    http_response_header(response, "Allow", methods);
    if (http_header(exchange->http, HTTP_ACCESS_CONTROL_REQUEST_METHOD)) {
        http_response_header(response, "Access-Control-Allow-Methods", methods);
        http_response_header(response, "Access-Control-Allow-Headers", CORS_ALLOW_HEADERS);
        http_response_header(response, "Access-Control-Max-Age", CORS_MAX_AGE);
    }
    respond(exchange, 204, NULL);
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

/* The form that the answer has, as far as it is there by now. */
static const struct writer_format *writer(const struct exchange *exchange)
{
    return writer_of(exchange->passage.writer, &exchange->call.answer);
}

/* What is to be saved has a name: of its only array ("product.npy"), or of the operation
 * ("svd.npz"). */
static void add_disposition(struct exchange *exchange)
{
    const struct answer_member *only = answer_only_array(&exchange->call.answer);
    const char *suffix = writer(exchange)->suffix;
    const char *operation = strrchr(exchange->passage.route->path, '/') + 1;

    if (!suffix)
        return;
    snprintf(exchange->disposition, sizeof exchange->disposition, "attachment; filename=\"%s.%s\"",
             only ? only->name : operation, suffix);
    http_response_header(&exchange->response, "Content-Disposition", exchange->disposition);
}

struct output_reader exchange_output_reader(struct exchange *exchange)
{
    return (struct output_reader){exchange->conductor->pool, exchange_wake, exchange};
}

void respond_streamed(struct exchange *exchange, struct output *output)
{
    exchange->output = output;
    exchange->response.text = NULL;
    exchange->response.read = read_output;
    exchange->response.ready = output_is_ready;
}

/* A small answer is one buffer with its length. */
static bool make_small(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;

    exchange->text = output_text(&exchange->call.answer, writer(exchange), &response->length,
                                 &exchange->text_size);
    if (!exchange->text)
        return call_no_memory(&exchange->call, exchange->text_size);
    response->text = exchange->text;
    add_vary(exchange, may_be_packed(exchange, response->length));
    pack_text(exchange);
    return true;
}

/* A large one is made by the pool while it is sent. */
static bool make_large(struct exchange *exchange)
{
    const struct output_reader reader = exchange_output_reader(exchange);
    const struct answer *answer = &exchange->call.answer;
    const struct coding *coding = coding_wanted(exchange, SIZE_MAX);
    struct output *output = output_start(answer, writer(exchange), coding, &reader);

    if (output)
        exchange->coding = coding;
    else if (coding)
        output = output_start(answer, writer(exchange), NULL, &reader);
    if (!output)
        return call_no_room(&exchange->call);
    add_vary(exchange, may_be_packed(exchange, SIZE_MAX));
    respond_streamed(exchange, output);
    return true;
}

/* False with the problem set where there is no memory. */
static bool make_text(struct exchange *exchange)
{
    bool small = answer_entries(&exchange->call.answer) <= LIMIT_INLINE_ENTRIES;

    return small ? make_small(exchange) : make_large(exchange);
}

bool reserve_room(struct exchange *exchange)
{
    size_t room;

    if (exchange->call.page.content_type)
        return true; /* a lesson, whose text takes its own */
    room = output_room(&exchange->call.answer, writer(exchange));
    if (room == 0)
        return call_no_room(&exchange->call);
    if (!budget_reserve(room))
        return call_no_memory(&exchange->call, room);
    exchange->call.room = room;
    return true;
}

/* The room becomes the text's own, and operands make more. */
static void release_room(struct exchange *exchange)
{
    fields_release(&exchange->call.fields);
    budget_release(exchange->call.room);
    exchange->call.room = 0;
}

static void respond_answer(struct exchange *exchange)
{
    release_room(exchange);
    metrics_count(METRIC_NUMBERS_WRITTEN, answer_entries(&exchange->call.answer));
    if (make_text(exchange)) {
        add_disposition(exchange);
        respond(exchange, 200, writer(exchange)->content_type);
        return;
    }
    answer_release(&exchange->call.answer);
    exchange->response = (struct http_response){0};
    respond_problem(exchange);
}

void respond_result(struct exchange *exchange)
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
