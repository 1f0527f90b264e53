/* The HTTP floor: connections, requests and responses over libmicrohttpd. It knows no route and no
 * matrix: what a request means is asked of a service, a table of callbacks given at the start.
 *
 * A request lives in one event thread, which makes every callback but `left`. Its life:
 *
 *     begin  the header is complete; http_judge says whether it is sound
 *     feed   a part of the body, until it ends or the service has called http_respond
 *     end    the body is complete: the service responds, or calls http_wait to let others work
 *     woken  after http_wake, in the event thread again
 *     release  the answer has gone out, or the connection is gone
 *
 * A response may be given at any point before: if the body is still coming, the rest of it is read
 * and dropped, within bounds, so that a client that writes everything before it reads gets its
 * answer. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/options.h"
#include "base/problem.h"

struct http_server;
struct http_request;

/* Why a request that waits or is being answered should be given up. */
enum http_end { HTTP_GOES_ON, HTTP_CLIENT_LEFT, HTTP_DEADLINE, HTTP_STOPPING };

struct http_service {
    /* A header has arrived. Returns the service's state of this request; NULL drops the connection
     * (no memory). */
    void *(*begin)(void *service, struct http_request *request);
    void (*feed)(void *exchange, const char *bytes, size_t count);
    void (*end)(void *exchange);
    void (*woken)(void *exchange);

    /* Give up what is being computed or streamed: called by another thread, while the request
     * waits. The service sees to it that http_wake follows. */
    void (*left)(void *exchange, enum http_end reason);

    /* The request is over; `sent` tells whether its whole answer went out. Nothing of the request
     * may be used afterwards. */
    void (*release)(void *exchange, bool sent);
};

/* --- Requests: for the service, in callbacks other than `left`. ------------------------------- */

/* Judges the request's framing, target, header and host, everything that can be judged without
 * knowing the routes: RFC 9112 where libmicrohttpd is more lenient. Sets the problem and returns
 * false where it must be refused. */
bool http_judge(struct http_request *request, struct problem *problem);

const char *http_method(const struct http_request *request);

/* The target as it was sent (the first of a long one); and its path, decoded, without scheme, host
 * and query ("*" for OPTIONS *). */
const char *http_target(const struct http_request *request);
const char *http_path(const struct http_request *request);

/* The header fields that anybody asks for, X(NAME, "name"): found in one pass. */
/* clang-format off */
#define HTTP_FIELDS(X)                                                                             \
    X(ACCEPT, "Accept")                                                                            \
    X(ACCEPT_ENCODING, "Accept-Encoding")                                                          \
    X(ACCESS_CONTROL_REQUEST_METHOD, "Access-Control-Request-Method")                              \
    X(CONTENT_ENCODING, "Content-Encoding")                                                        \
    X(CONTENT_LENGTH, "Content-Length")                                                            \
    X(CONTENT_TYPE, "Content-Type")                                                                \
    X(EXPECT, "Expect")                                                                            \
    X(HOST, "Host")                                                                                \
    X(IF_NONE_MATCH, "If-None-Match")                                                              \
    X(ORIGIN, "Origin")                                                                            \
    X(TRANSFER_ENCODING, "Transfer-Encoding")                                                      \
    X(X_REQUEST_ID, "X-Request-Id")
enum http_field {
#define HTTP_FIELD_ENUM(name, text) HTTP_##name,
    HTTP_FIELDS(HTTP_FIELD_ENUM)
#undef HTTP_FIELD_ENUM
    HTTP_FIELD_COUNT
};
/* clang-format on */

/* A field's value, the first where there are several; NULL if there is none. */
const char *http_header(const struct http_request *request, enum http_field field);

/* Whether a field is there more than once. */
bool http_repeats(const struct http_request *request, enum http_field field);

/* Calls `take` for each parameter of the query in order, decoded
 * (application/x-www-form-urlencoded), until it returns false. `value` is NULL where there is no
 * equals sign. */
void http_query(const struct http_request *request,
                bool (*take)(void *state, const char *name, const char *value), void *state);

/* The announced length of the body; false: it is not known (chunked), `length` untouched. */
bool http_length(const struct http_request *request, uint64_t *length);

/* Bytes of the body so far. */
uint64_t http_received(const struct http_request *request);

/* The client's address as text ("127.0.0.1", "unix"). */
const char *http_peer(const struct http_request *request);

/* When the request line arrived (clock_seconds). */
double http_begun(const struct http_request *request);

/* --- Responses -------------------------------------------------------------------------------- */

#define HTTP_HEADERS 16

/* What a request is answered with. Texts are borrowed until `release`. */
struct http_response {
    int status;
    size_t header_count;
    struct {
        const char *name;
        const char *value;
    } headers[HTTP_HEADERS];

    const char *text; /* the body, or NULL where it is streamed or empty */
    size_t length;

    /* A streamed body (NULL: none): up to `most` bytes, 0 if nothing is ready, HTTP_STREAM_END,
     * HTTP_STREAM_CUT. And whether there would be something now; if not, http_wake follows once. */
    ssize_t (*read)(void *exchange, char *to, size_t most);
    bool (*ready)(void *exchange);
};

#define HTTP_STREAM_END (-1)
#define HTTP_STREAM_CUT (-2)

/* Adds a field, of which no answer has more than HTTP_HEADERS. */
void http_response_header(struct http_response *response, const char *name, const char *value);

/* Gives the response, once for each request. It is borrowed until `release`. */
void http_respond(struct http_request *request, const struct http_response *response);

/* Closes the connection without an answer (the client has left). Instead of http_respond. */
void http_drop(struct http_request *request);

/* Takes nothing more of the body until http_wake, which is called once from now on: only from
 * `feed`, and only where http_length is not reached. Where it is not known, all may have come: then
 * a client that has ended its sending side at that may be taken for one that has left. */
void http_pause(struct http_request *request);

/* Puts the request to sleep until http_wake, which is called once from now on: only from `end` and
 * `woken`. `work` is called with the service's state as soon as it sleeps, and sees to that. */
void http_wait(struct http_request *request, void (*work)(void *exchange));

/* Wakes a request that sleeps; otherwise does nothing. Any thread. */
void http_wake(struct http_request *request);

/* --- The server ------------------------------------------------------------------------------- */

/* Opens the listener that the options (or systemd) describe and starts the event threads.
 *
 * error   on NULL says why not.
 *
 * Options are borrowed until http_stop. */
struct http_server *http_start(const struct options *options, const struct http_service *service,
                               void *context, char *error, size_t error_room);

/* "http://127.0.0.1:8080" or "unix:PATH", as it is really bound. */
const char *http_address(const struct http_server *server);

/* Takes no more connections, but those that wait in the backlog; answers close theirs from now on,
 * and connections that wait for nothing are let go. */
void http_refuse(struct http_server *server);

/* Requests whose header has arrived and whose answer has not gone out. */
size_t http_active(struct http_server *server);

/* Cuts what is left, ends all threads and frees everything. */
void http_stop(struct http_server *server);

#endif
