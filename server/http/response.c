/* Answers: through libmicrohttpd, or past it where it can't answer in time. */
#include <string.h>
#include <sys/socket.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "http/connection.h"
#include "http/cors.h"

#define ALL_HEADERS (HTTP_HEADERS + CORS_HEADERS + 1)

/* An answer's head and a problem's body, with room to spare. */
#define RAW_CEILING (64 * 1024)

void http_response_header(struct http_response *response, const char *name, const char *value)
{
    if (response->header_count == HTTP_HEADERS)
        return;
    response->headers[response->header_count].name = name;
    response->headers[response->header_count].value = value;
    response->header_count++;
}

/* Every field of an answer but those that its framing needs. */
static size_t collect(const struct connection *connection, const struct http_response *response,
                      bool closes, struct header all[ALL_HEADERS])
{
    const struct http_request *request = &connection->request;
    size_t count = cors_headers(connection->server->options->cors_origin,
                                http_header(request, HTTP_ORIGIN), all);

    for (size_t i = 0; i < response->header_count; i++)
        all[count++] = (struct header){response->headers[i].name, response->headers[i].value};
    if (closes)
        all[count++] = (struct header){"Connection", "close"};
    return count;
}

/* --- Through libmicrohttpd -------------------------------------------------------------------- */

/* Ends a stream that is not complete. HTTP/1.0 has no chunks, whose missing last one would show
 * that: there the connection is reset. */
static ssize_t cut(struct http_request *request)
{
    const struct linger reset = {.l_onoff = 1};

    if (strcmp(request->version, "HTTP/1.1") != 0)
        setsockopt(request->connection->socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

/* The content reader: sleeps, rather than spins, while nothing is ready. */
static ssize_t stream(void *context, uint64_t position, char *to, size_t most)
{
    struct http_request *request = context;
    ssize_t got = request->response->read(request->exchange, to, most);

    (void)position;
    if (got > 0)
        return got;
    if (got == HTTP_STREAM_END)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (got == HTTP_STREAM_CUT)
        return cut(request);
    atomic_store(&request->asleep, true);
    MHD_suspend_connection(request->connection->mhd);
    if (request->response->ready(request->exchange))
        http_wake(request);
    return 0;
}

static struct MHD_Response *create(struct http_request *request)
{
    const struct http_response *response = request->response;

    if (response->read)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 128 * 1024, stream, request,
                                                 NULL);
#if MHD_VERSION >= 0x00097701
    return MHD_create_response_from_buffer_static(response->length, response->text);
#else
    return MHD_create_response_from_buffer(response->length, (void *)(uintptr_t)response->text,
                                           MHD_RESPMEM_PERSISTENT);
#endif
}

mhd_result response_queue(struct http_request *request)
{
    const struct connection *connection = request->connection;
    bool closes = connection->excess || atomic_load(&connection->server->refusing);
    struct header headers[ALL_HEADERS];
    struct MHD_Response *response = create(request);
    mhd_result result = response ? MHD_YES : MHD_NO;
    size_t count = collect(request->connection, request->response, closes, headers);

    for (size_t i = 0; i < count && result == MHD_YES; i++)
        result = MHD_add_response_header(response, headers[i].name, headers[i].value);
    connection_phase(request->connection, PHASE_ANSWERING);
    if (result == MHD_YES)
        result = MHD_queue_response(request->connection->mhd, (unsigned)request->response->status,
                                    response);
    if (response)
        MHD_destroy_response(response);
    return result;
}

/* --- Past it ---------------------------------------------------------------------------------- */

static const char *reason_phrase(int status)
{
    return MHD_get_reason_phrase_for((unsigned)status);
}

static void print_response(const struct connection *connection,
                           const struct http_response *response, struct buffer *out)
{
    struct header headers[ALL_HEADERS];
    size_t count = collect(connection, response, true, headers);
    const char *method = connection->request.method;
    bool is_head = method && strcmp(method, "HEAD") == 0;

    buffer_print(out, "HTTP/1.1 %d %s\r\n", response->status, reason_phrase(response->status));
    for (size_t i = 0; i < count; i++)
        buffer_print(out, "%s: %s\r\n", headers[i].name, headers[i].value);
    buffer_print(out, "Content-Length: %zu\r\n\r\n", response->length);
    if (response->length > 0 && !is_head)
        buffer_add(out, response->text, response->length);
}

/* Writes the answer on the socket and ends that direction, once. Nothing has been sent on it for
 * this request, so that the socket has room; what it does not take is lost with the connection. The
 * watch ends the other direction when its time has come. */
void response_write_raw(struct connection *connection, const struct http_response *response)
{
    struct buffer out;

    if (atomic_exchange(&connection->request.raw_sent, true))
        return;
    buffer_begin(&out, RAW_CEILING);
    print_response(connection, response, &out);
    if (!out.failed)
        (void)!send(connection->socket, out.bytes, out.length, MSG_DONTWAIT | MSG_NOSIGNAL);
    buffer_free(&out);
    shutdown(connection->socket, SHUT_WR);
}
