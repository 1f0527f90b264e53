/* The life of a request under libmicrohttpd: its calls become begin, feed, end, woken and release.
 *
 * Three habits of libmicrohttpd shape this file. An answer queued in the first call closes the
 * connection, so answers are queued in a later one; an answer can't be queued while a body is
 * coming, so a refused body is read to its end, or, where that is far or unknown, the answer is
 * written past the library; and a suspended connection notices nothing, so the watch looks at its
 * socket. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "http/connection.h"

/* --- What the service asks -------------------------------------------------------------------- */

const char *http_method(const struct http_request *request)
{
    return request->method;
}

const char *http_target(const struct http_request *request)
{
    return request->target;
}

const char *http_path(const struct http_request *request)
{
    return request->path;
}

const char *http_header(const struct http_request *request, enum http_field field)
{
    return request->fields[field];
}

bool http_repeats(const struct http_request *request, enum http_field field)
{
    return request->repeated >> field & 1;
}

struct query_taker {
    bool (*take)(void *state, const char *name, const char *value);
    void *state;
};

static mhd_result give_parameter(void *context, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    const struct query_taker *taker = context;

    (void)kind;
    return taker->take(taker->state, name, value) ? MHD_YES : MHD_NO;
}

void http_query(const struct http_request *request,
                bool (*take)(void *state, const char *name, const char *value), void *state)
{
    struct query_taker taker = {take, state};

    MHD_get_connection_values(request->connection->mhd, MHD_GET_ARGUMENT_KIND, give_parameter,
                              &taker);
}

bool http_length(const struct http_request *request, uint64_t *length)
{
    const char *text = http_header(request, HTTP_CONTENT_LENGTH);
    uint64_t value = 0;

    if (http_header(request, HTTP_TRANSFER_ENCODING))
        return false;
    for (; text && *text; text++) {
        if (!isdigit((unsigned char)*text) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*text - '0'), &value))
            return false;
    }
    *length = value;
    return true;
}

uint64_t http_received(const struct http_request *request)
{
    return atomic_load(&request->received);
}

const char *http_peer(const struct http_request *request)
{
    return request->connection->peer;
}

double http_begun(const struct http_request *request)
{
    return request->begun;
}

void http_respond(struct http_request *request, const struct http_response *response)
{
    if (!request->response)
        request->response = response;
}

void http_drop(struct http_request *request)
{
    request->dropped = true;
}

/* Where all of the body is in, there must be no sleep: see sleep_and_work. Of a body in chunks
 * libmicrohttpd goes on giving those that it has, also while the request sleeps. */
void http_pause(struct http_request *request)
{
    if (!atomic_exchange(&request->asleep, true))
        MHD_suspend_connection(request->connection->mhd);
}

void http_wait(struct http_request *request, void (*work)(void *exchange))
{
    request->work = work;
}

/* Only whoever finds it asleep resumes it; and while it sleeps it can't go away. */
void http_wake(struct http_request *request)
{
    if (!atomic_exchange(&request->asleep, false))
        return;
    unwatch_socket(request->connection);
    MHD_resume_connection(request->connection->mhd);
}

/* --- The target ------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Where the host of an absolute form begins; NULL for any other form. */
static const char *host_begin(const char *target)
{
    if (strncasecmp(target, "http://", 7) == 0)
        return target + 7;
    return strncasecmp(target, "https://", 8) == 0 ? target + 8 : NULL;
}

/* Where the path begins: behind scheme and host of an absolute form. NULL for what is no form at
 * all. */
static const char *path_begin(const char *target)
{
    const char *host = host_begin(target);

    if (*target == '/' || strcmp(target, "*") == 0)
        return target;
    return host ? host + strcspn(host, "/?") : NULL;
}

/* Decodes the path. One too long for any route of ours is kept cut, which fits none. An escaped
 * slash stays escaped: it is part of a name. Returns whether it is sound. */
static bool decode_path(const char *from, char *path, size_t room)
{
    size_t length = 0;
    bool sound = true;

    for (; *from && *from != '?' && length < room - 1; from++) {
        int c = (unsigned char)*from;

        if (c == '%') {
            int high = hex_value(from[1]);
            int low = high < 0 ? -1 : hex_value(from[2]);

            c = low < 0 ? 0 : high * 16 + low;
            if (c != '/')
                from += low < 0 ? 0 : 2;
            else
                c = '%';
        }
        sound = sound && c > 0x20 && c != 0x7f;
        path[length++] = (char)c;
    }
    if (length == 0)
        path[length++] = '/';
    path[length] = '\0';
    return sound;
}

/* Keeps what is needed of the target: libmicrohttpd decodes it in place before the first call. */
static void keep_target(struct http_request *request, const char *target)
{
    const char *path = path_begin(target);
    const char *host = host_begin(target);
    size_t kept = strnlen(target, sizeof request->target - 1);

    if (host)
        snprintf(request->host, sizeof request->host, "%.*s", (int)(path - host), host);
    request->target_length = strlen(target);
    memcpy(request->target, target, kept);
    request->target_ok =
        path && decode_path(path, request->path, sizeof request->path) && !strstr(target, "%00");
}

/* --- The calls of libmicrohttpd --------------------------------------------------------------- */

static void leave(struct http_server *server)
{
    metrics_gauge_add(METRIC_REQUESTS_ACTIVE, -1);
    atomic_fetch_sub(&server->active, 1);
}

/* Counts first and asks then, as http_stop tells first and counts then: one of the two sees the
 * other. */
static bool enter(struct http_server *server)
{
    atomic_fetch_add(&server->active, 1);
    metrics_gauge_add(METRIC_REQUESTS_ACTIVE, 1);
    if (!atomic_load(&server->stopping))
        return true;
    leave(server);
    return false;
}

void *request_arrives(void *server, const char *target, struct MHD_Connection *mhd)
{
    struct connection *connection = connection_of(mhd);
    struct http_request *request = connection ? &connection->request : NULL;

    (void)server;
    if (!request || !enter(connection->server))
        return NULL;
    pthread_mutex_lock(&connection->lock);
    memset(request, 0, sizeof *request);
    request->connection = connection;
    request->begun = clock_seconds();
    keep_target(request, target);
    pthread_mutex_unlock(&connection->lock);
    return request;
}

/* A refused body is read to its end if that is near; if it is far or nobody knows where, the answer
 * goes out past libmicrohttpd, now, and reading goes on for those who write all before they
 * read. */
static void discard_begins(struct http_request *request)
{
    uint64_t length;

    connection_phase(request->connection, PHASE_DISCARDING);
    request->discarded_from = http_received(request);
    if (request->sound && http_length(request, &length) &&
        length - request->discarded_from <= LIMIT_DISCARD)
        return;
    response_write_raw(request->connection, request->response);
}

static mhd_result begin(struct http_request *request, const char *method, const char *version)
{
    const struct http_server *server = request->connection->server;
    const char *expect;

    request->method = method;
    request->version = version;
    request_survey(request);
    request->exchange = server->service->begin(server->context, request);
    if (!request->exchange)
        return MHD_NO;
    if (!request->response) {
        connection_phase(request->connection, PHASE_RECEIVING);
        return MHD_YES;
    }
    expect = http_header(request, HTTP_EXPECT);
    if (request->sound && expect && strcasecmp(expect, "100-continue") == 0)
        return response_queue(request);
    discard_begins(request);
    return MHD_YES;
}

static mhd_result feed(struct http_request *request, const char *data, size_t size)
{
    atomic_fetch_add(&request->received, size);
    if (!request->response) {
        request->connection->server->service->feed(request->exchange, data, size);
        if (request->response)
            discard_begins(request);
    }
    if (request->dropped)
        return MHD_NO;
    return request->response && http_received(request) - request->discarded_from > LIMIT_DISCARD
               ? MHD_NO
               : MHD_YES;
}

/* libmicrohttpd takes a suspended connection up where it was: if that was reading, as it is in the
 * call that ends the body, it reads on before it calls again, and closes where a client has ended
 * its sending side. So a request sleeps only in the call after that, when there is nothing to be
 * read. */
static void sleep_and_work(struct http_request *request)
{
    void (*work)(void *) = request->work;

    request->work = NULL;
    connection_phase(request->connection, PHASE_WAITING);
    atomic_store(&request->asleep, true);
    MHD_suspend_connection(request->connection->mhd);
    watch_socket(request->connection);
    work(request->exchange);
}

static mhd_result proceed(struct http_request *request)
{
    const struct http_service *service = request->connection->server->service;
    bool woken = request->body_done;

    if (atomic_load(&request->raw_sent))
        return MHD_NO;
    if (request->work) {
        sleep_and_work(request);
        return MHD_YES;
    }
    request->body_done = true;
    if (!request->response && !atomic_load(&request->asleep))
        (woken ? service->woken : service->end)(request->exchange);
    if (request->dropped)
        return MHD_NO;
    return request->response ? response_queue(request) : MHD_YES;
}

/* Held while the service works on the request, so that the watch can tell it to give up only in
 * between. */
mhd_result request_proceeds(void *server, struct MHD_Connection *mhd, const char *url,
                            const char *method, const char *version, const char *data, size_t *size,
                            void **context)
{
    struct http_request *request = *context;
    struct connection *connection = request ? request->connection : NULL;
    mhd_result result;

    (void)server, (void)mhd, (void)url;
    if (!request)
        return MHD_NO;
    pthread_mutex_lock(&connection->lock);
    if (!request->method)
        result = begin(request, method, version);
    else if (*size > 0)
        result = feed(request, data, *size);
    else
        result = proceed(request);
    pthread_mutex_unlock(&connection->lock);
    *size = 0;
    return result;
}

static void count_consumed(struct connection *connection)
{
    uint64_t consumed = atomic_load(&connection->consumed);
    uint64_t length;

    if (!connection->request.method || !connection->request.body_done ||
        !http_length(&connection->request, &length) || consumed == CONSUMED_UNKNOWN)
        atomic_store(&connection->consumed, CONSUMED_UNKNOWN);
    else
        atomic_store(&connection->consumed,
                     consumed + request_header_size(&connection->request) + length);
}

void request_completes(void *context, struct MHD_Connection *mhd, void **slot,
                       enum MHD_RequestTerminationCode code)
{
    struct http_server *server = context;
    struct http_request *request = *slot;
    void *exchange;

    (void)mhd;
    if (!request)
        return;
    pthread_mutex_lock(&request->connection->lock);
    exchange = request->exchange;
    request->exchange = NULL;
    count_consumed(request->connection);
    request->method = NULL;
    request->response = NULL;
    request->target_length = 0;
    memset(request->fields, 0, sizeof request->fields); /* the next request is read over them */
    request->repeated = 0;
    connection_phase(request->connection, PHASE_IDLE);
    pthread_mutex_unlock(&request->connection->lock);
    if (exchange)
        server->service->release(exchange, code == MHD_REQUEST_TERMINATED_COMPLETED_OK ||
                                               atomic_load(&request->raw_sent));
    *slot = NULL;
    leave(server);
}
