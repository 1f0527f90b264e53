/* The watch: one thread that looks at clocks and at the sockets of requests that sleep.
 *
 * libmicrohttpd's own time-out counts idle time only, so that a byte a second keeps a connection
 * for ever, and it does not look at a suspended connection at all. So a few times a second every
 * connection is held against the deadline of its phase; and an epoll of our own tells at once when
 * a client is gone.
 *
 * Locks: the table's first, then a connection's. While the watch holds the table's, no connection
 * in it can close its socket; while it holds a connection's, its request can't end. */
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/identity.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "http/connection.h"

#define TICK_MS 250
#define IDLE_TICK_MS 1000 /* there may be very many, and each look takes two system calls */
#define EVENTS 64

/* --- Clients that leave ----------------------------------------------------------------------- */

/* Only resets and full hang-ups are told (always, without being asked for): a client that has
 * closed its sending side may still want its answer. */
void watch_socket(struct connection *connection)
{
    struct epoll_event event = {.events = EPOLLONESHOT, .data.ptr = connection};

    epoll_ctl(connection->server->watch, EPOLL_CTL_ADD, connection->socket, &event);
}

void unwatch_socket(struct connection *connection)
{
    epoll_ctl(connection->server->watch, EPOLL_CTL_DEL, connection->socket, NULL);
}

static void give_up(struct connection *connection, enum http_end reason)
{
    if (connection->request.exchange)
        connection->server->service->left(connection->request.exchange, reason);
}

/* The record is never freed while an event may name it: the graveyard is emptied between two
 * waits. */
static void client_left(struct http_server *server, struct connection *connection)
{
    pthread_mutex_lock(&server->table_lock);
    if (!connection->buried) {
        pthread_mutex_lock(&connection->lock);
        if (atomic_load(&connection->request.asleep))
            give_up(connection, HTTP_CLIENT_LEFT);
        pthread_mutex_unlock(&connection->lock);
    }
    pthread_mutex_unlock(&server->table_lock);
}

/* --- Deadlines -------------------------------------------------------------------------------- */

static uint64_t ms_of(double seconds)
{
    return (uint64_t)(seconds * 1000);
}

static void condemn(struct connection *connection, uint64_t now)
{
    connection->condemned_ms = now;
}

/* Bytes that the socket has received in its life; 0 where the system does not say (Unix
 * sockets). */
static uint64_t socket_bytes(int fd)
{
    struct tcp_info info = {0};
    socklen_t length = sizeof info;

    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 ? info.tcpi_bytes_received
                                                                      : 0;
}

/* Answers somebody whose header never ended: there is no request yet, and no service to ask. */
static void answer_slow_header(struct connection *connection)
{
    struct problem problem = {0};
    struct http_response response = {0};
    char uuid[IDENTITY_ROOM];
    char *text;

    identity_make(uuid);
    problem_set(&problem, PROBLEM_TIMEOUT,
                "The header of the request was not complete after %.3g seconds.",
                connection->server->options->header_timeout);
    text = problem_document(&problem, uuid, &response.length);
    response.text = text ? text : "";
    response.status = problem_fact(PROBLEM_TIMEOUT)->status;
    http_response_header(&response, "Content-Type", "application/problem+json");
    http_response_header(&response, "X-Request-Id", uuid);
    response_write_raw(connection, &response);
    free(text);
}

/* Whether the client has closed its sending side and everything before that was read. libmicrohttpd
 * misses that if it came together with the last bytes: its epoll is edge-triggered, and it stops at
 * a short read. */
static bool has_ended(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Whether something has arrived that was not read yet. */
static bool has_more(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Makes libmicrohttpd look at the socket again: it reads the end, and closes. */
static void tell_end(struct connection *connection)
{
    shutdown(connection->socket, SHUT_RD);
}

/* A connection without a request: it may be quiet for a while, but once a header has begun it must
 * end. */
static void watch_idle(struct connection *connection, uint64_t now)
{
    uint64_t since = atomic_load(&connection->since_ms);
    uint64_t bytes;

    if (atomic_load(&connection->server->refusing)) {
        if (!has_more(connection->socket))
            tell_end(connection);
        return;
    }
    if (now - connection->looked_ms < IDLE_TICK_MS)
        return;
    connection->looked_ms = now;
    if (has_ended(connection->socket))
        tell_end(connection);
    bytes = socket_bytes(connection->socket);
    if (connection->quiet_since_ms != since) {
        uint64_t consumed = atomic_load(&connection->consumed);

        connection->quiet_since_ms = since;
        connection->quiet_bytes = consumed == CONSUMED_UNKNOWN ? bytes : consumed;
        connection->header_ms = 0;
    }
    if (connection->header_ms == 0 &&
        (bytes > connection->quiet_bytes || connection->request.target_length > 0))
        connection->header_ms = now;
    if (connection->header_ms &&
        now - connection->header_ms >= ms_of(connection->server->options->header_timeout)) {
        answer_slow_header(connection);
        metrics_count(METRIC_TIMEOUTS, 1);
        log_say(LOG_INFO, "a header was not complete in time, from %s", connection->peer);
        condemn(connection, now);
    } else if (now - since >= LIMIT_IDLE_MS) {
        condemn(connection, now);
        tell_end(connection);
    }
}

/* Whether the body comes too slowly: over each span of LIMIT_RATE_MS it must keep the least
 * rate. */
static bool is_too_slow(struct connection *connection, uint64_t now)
{
    uint64_t since = atomic_load(&connection->since_ms);
    uint64_t received = http_received(&connection->request);
    uint64_t least = connection->server->options->min_rate * (LIMIT_RATE_MS / 1000);

    if (connection->window_ms < since) {
        connection->window_ms = since;
        connection->window_bytes = 0;
    }
    if (now - connection->window_ms < LIMIT_RATE_MS)
        return false;
    if (received - connection->window_bytes < least)
        return true;
    connection->window_ms = now;
    connection->window_bytes = received;
    return false;
}

static bool is_overdue(const struct connection *connection)
{
    return clock_seconds() - connection->request.begun >=
           connection->server->options->request_timeout;
}

/* The service prepares the answer; it goes out past libmicrohttpd, which waits for the body. */
static void end_receiving(struct connection *connection, uint64_t now)
{
    give_up(connection, HTTP_DEADLINE);
    if (connection->request.response)
        response_write_raw(connection, connection->request.response);
    condemn(connection, now);
}

static void watch_phase(struct connection *connection, uint64_t now)
{
    struct http_request *request = &connection->request;

    switch ((enum http_phase)atomic_load(&connection->phase)) {
    case PHASE_IDLE:
        watch_idle(connection, now);
        break;
    case PHASE_RECEIVING:
        if (has_ended(connection->socket))
            tell_end(connection);
        else if (is_too_slow(connection, now) || is_overdue(connection))
            end_receiving(connection, now);
        break;
    case PHASE_DISCARDING:
        if (has_ended(connection->socket))
            tell_end(connection);
        else if (now - atomic_load(&connection->since_ms) >= LIMIT_DISCARD_MS) {
            response_write_raw(connection, request->response);
            condemn(connection, now);
        }
        break;
    case PHASE_WAITING:
        if (is_overdue(connection) && atomic_load(&request->asleep))
            give_up(connection, HTTP_DEADLINE);
        break;
    case PHASE_ANSWERING:
        if (is_overdue(connection)) {
            give_up(connection, HTTP_DEADLINE);
            condemn(connection, now);
            shutdown(connection->socket, SHUT_RDWR);
        }
        break;
    }
}

/* An event thread that works on the request right now is not idle: it is looked at the next
 * time. */
static void watch_connection(struct connection *connection)
{
    uint64_t now;

    if (pthread_mutex_trylock(&connection->lock) != 0)
        return;
    now = clock_ms(); /* under the lock, so that no phase begins after it */
    if (!connection->condemned_ms)
        watch_phase(connection, now);
    else if (now - connection->condemned_ms >= LIMIT_LINGER_MS)
        shutdown(connection->socket, SHUT_RDWR);
    pthread_mutex_unlock(&connection->lock);
}

static void watch_all(struct http_server *server)
{
    pthread_mutex_lock(&server->table_lock);
    for (struct connection *at = server->table; at; at = at->after)
        watch_connection(at);
    pthread_mutex_unlock(&server->table_lock);
}

static void *watch(void *context)
{
    struct http_server *server = context;
    struct epoll_event events[EVENTS];
    uint64_t next = 0;

    while (!atomic_load(&server->watch_ends)) {
        int count = epoll_wait(server->watch, events, EVENTS, TICK_MS / 2);

        for (int i = 0; i < count; i++)
            client_left(server, events[i].data.ptr);
        connection_bury_all(server);
        if (clock_ms() < next)
            continue;
        next = clock_ms() + TICK_MS;
        watch_all(server);
    }
    return NULL;
}

/* --- Start and end ---------------------------------------------------------------------------- */

bool watch_start(struct http_server *server)
{
    server->watch = epoll_create1(EPOLL_CLOEXEC);
    if (server->watch < 0)
        return false;
    if (pthread_create(&server->watch_thread, NULL, watch, server) == 0)
        return true;
    close(server->watch);
    return false;
}

void watch_stop(struct http_server *server)
{
    atomic_store(&server->watch_ends, true);
    pthread_join(server->watch_thread, NULL);
    close(server->watch);
}

void watch_let_go(struct http_server *server)
{
    watch_all(server);
}

/* Those that sleep are woken by the service; all others notice that their socket has ended. */
void watch_cut(struct http_server *server)
{
    pthread_mutex_lock(&server->table_lock);
    for (struct connection *at = server->table; at; at = at->after) {
        pthread_mutex_lock(&at->lock);
        if (atomic_load(&at->request.asleep))
            give_up(at, HTTP_STOPPING);
        shutdown(at->socket, SHUT_RDWR);
        pthread_mutex_unlock(&at->lock);
    }
    pthread_mutex_unlock(&server->table_lock);
}
