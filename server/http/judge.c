/* Judges a request's header before any byte of its body is taken: what RFC 9112 forbids and
 * libmicrohttpd 0.9.75 lets through, sizes, and the host (DNS rebinding). */
#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "http/connection.h"

static const char *judge_framing(const struct http_request *request)
{
    bool coded = request->fields[HTTP_TRANSFER_ENCODING] != NULL;
    bool latest = strcmp(request->version, "HTTP/1.1") == 0;

    if (request->fault)
        return request->fault;
    if (coded && request->fields[HTTP_CONTENT_LENGTH])
        return "Content-Length and Transfer-Encoding exclude each other.";
    if (strncmp(request->version, "HTTP/1.", 7) != 0)
        return "its first line does not end in HTTP/1.0 or HTTP/1.1.";
    if (coded && !latest)
        return "HTTP/1.0 has no Transfer-Encoding.";
    if (!request->fields[HTTP_HOST] && latest)
        return "HTTP/1.1 needs a Host.";
    if (!request->target_ok)
        return "the target has a broken % escape, a control character, or no path.";
    return NULL;
}

/* The host without its port: "[::1]:80" gives "[::1]". 0 where it is not a host with a port or
 * without. */
static size_t host_length(const char *host)
{
    const char *bracket = *host == '[' ? strchr(host, ']') : NULL;
    size_t length = bracket ? (size_t)(bracket - host) + 1 : strcspn(host, ": ");
    const char *port = host + length;

    if (*port == ':')
        port += 1 + strspn(port + 1, "0123456789");
    return port[strspn(port, " \t")] == '\0' ? length : 0;
}

static bool host_is(const char *host, size_t length, const char *name)
{
    return strlen(name) == length && strncasecmp(host, name, length) == 0;
}

static bool is_loopback_v4(const char *host, size_t length)
{
    char text[INET_ADDRSTRLEN];
    struct in_addr address;

    if (length >= sizeof text)
        return false;
    memcpy(text, host, length);
    text[length] = '\0';
    return inet_pton(AF_INET, text, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

/* A target in absolute form names the host itself (RFC 9112, 3.2.2). */
static const char *asked_host(const struct http_request *request)
{
    return request->host[0] ? request->host : http_header(request, HTTP_HOST);
}

/* A page of another site can make a browser send requests to a server on loopback under that site's
 * own name (DNS rebinding); the name in Host gives it away. */
static bool host_allowed(const struct http_request *request)
{
    const struct http_server *server = request->connection->server;
    const char *host = asked_host(request);
    size_t length = host ? host_length(host) : 0;

    if (!server->loopback || !host)
        return true;
    if (host_is(host, length, "127.0.0.1") || host_is(host, length, "localhost") ||
        host_is(host, length, "[::1]") || is_loopback_v4(host, length))
        return true;
    for (size_t i = 0; i < server->options->allowed_host_count; i++)
        if (host_is(host, length, server->options->allowed_hosts[i]))
            return true;
    return false;
}

size_t request_header_size(const struct http_request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    return info ? info->header_size : 0;
}

bool http_judge(struct http_request *request, struct problem *problem)
{
    const char *fault = judge_framing(request);

    if (fault) {
        problem_set(problem, PROBLEM_MALFORMED_REQUEST, "This is not sound HTTP: %s", fault);
        return false;
    }
    request->sound = true;
    if (request->connection->excess)
        problem_set(problem, PROBLEM_OVERLOADED,
                    "The server has as many connections as it takes (%zu). Try again in a moment.",
                    request->connection->server->options->max_connections);
    else if (request->target_length > LIMIT_TARGET)
        problem_set(
            problem, PROBLEM_TARGET_TOO_LONG,
            "The target of the request has %zu bytes; %d are taken. Matrices go into the body.",
            request->target_length, LIMIT_TARGET);
    else if (request_header_size(request) > LIMIT_HEADER)
        problem_set(problem, PROBLEM_HEADERS_TOO_LARGE,
                    "The header of the request has %zu bytes; %d are taken.",
                    request_header_size(request), LIMIT_HEADER);
    else if (!host_allowed(request))
        problem_set(
            problem, PROBLEM_FORBIDDEN,
            "This server listens for its own machine only, and '%.100s' is not a name of it. "
            "Ask for localhost, or start the server with --allowed-host.",
            asked_host(request));
    return problem->kind == PROBLEM_NONE;
}
