#include "testing.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int open_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (connect(descriptor, (const struct sockaddr *)(const void *)&address, sizeof address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

static int open_address(const struct addrinfo *address, int receive_room)
{
    int one = 1;
    int descriptor =
        socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);

    if (descriptor < 0)
        return -1;
    if (receive_room > 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_room, sizeof receive_room);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(descriptor, address->ai_addr, address->ai_addrlen) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

/* "http://HOST:PORT", where HOST may be an IPv6 address in brackets. */
static int open_tcp(const char *url, int receive_room)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    char host[128], port[16];
    int descriptor;

    if (sscanf(url, "http://[%127[^]]]:%15[0-9]", host, port) != 2 &&
        sscanf(url, "http://%127[^:]:%15[0-9]", host, port) != 2)
        fail_msg("no address: %s", url);
    if (getaddrinfo(host, port, &hints, &found) != 0)
        fail_msg("unknown host: %s", host);
    descriptor = open_address(found, receive_room);
    freeaddrinfo(found);
    return descriptor;
}

static int open_server(const struct server *server, int receive_room)
{
    if (strncmp(server->address, "unix:", 5) == 0)
        return open_unix(server->address + 5);
    return open_tcp(server->address, receive_room);
}

void raw_open_narrow(struct raw *raw, const struct server *server, int receive_room)
{
    *raw = (struct raw){.socket = open_server(server, receive_room)};
    if (raw->socket < 0)
        fail_msg("can't connect to %s: %s", server->address, strerror(errno));
}

void raw_open(struct raw *raw, const struct server *server)
{
    raw_open_narrow(raw, server, 0);
}

bool raw_can_connect(const struct server *server)
{
    int descriptor = open_server(server, 0);

    if (descriptor < 0)
        return false;
    close(descriptor);
    return true;
}

bool raw_try_send(struct raw *raw, const void *bytes, size_t count)
{
    const char *at = bytes;

    while (count > 0) {
        ssize_t sent = send(raw->socket, at, count, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        at += sent;
        count -= (size_t)sent;
    }
    return true;
}

void raw_send(struct raw *raw, const void *bytes, size_t count)
{
    if (!raw_try_send(raw, bytes, count))
        fail_msg("can't send: %s", strerror(errno));
}

void raw_say(struct raw *raw, const char *format, ...)
{
    char *text = NULL;
    va_list list;
    int length;

    va_start(list, format);
    length = vasprintf(&text, format, list);
    va_end(list);
    assert_true(length >= 0);
    raw_send(raw, text, (size_t)length);
    free(text);
}

/* Until what was sent has reached the other side's socket. */
static void wait_until_sent(const struct raw *raw)
{
    double end = seconds_now() + PATIENCE;
    int left;

    while (ioctl(raw->socket, SIOCOUTQ, &left) == 0 && left > 0)
        assert_true(seconds_now() < end);
}

void raw_send_in_parts(struct raw *raw, const void *bytes, size_t count, size_t part)
{
    for (size_t at = 0; at < count; at += part) {
        if (!raw_try_send(raw, (const char *)bytes + at, count - at < part ? count - at : part))
            return; /* refused in the middle: the answer tells */
        wait_until_sent(raw);
    }
}

bool raw_readable(const struct raw *raw, double seconds)
{
    struct pollfd wanted = {.fd = raw->socket, .events = POLLIN};

    return raw->in.length > raw->taken || poll(&wanted, 1, (int)(1000 * seconds)) > 0;
}

/* Reads what there is. False: the connection has ended. */
static bool receive(struct raw *raw)
{
    ssize_t count;

    if (!raw_readable(&(struct raw){.socket = raw->socket}, PATIENCE))
        fail_msg("nothing came for %g s", PATIENCE);
    count = recv(raw->socket, text_reserve(&raw->in, 65536), 65536, 0);
    if (count <= 0)
        return false;
    raw->in.length += (size_t)count;
    raw->in.bytes[raw->in.length] = '\0';
    return true;
}

/* Moves the next `count` bytes to the end of `to`. */
static bool take(struct raw *raw, size_t count, struct text *to)
{
    while (count > 0) {
        size_t there = raw->in.length - raw->taken;

        if (there == 0) {
            raw->in.length = raw->taken = 0;
            if (!receive(raw))
                return false;
            continue;
        }
        there = there < count ? there : count;
        text_add(to, raw->in.bytes + raw->taken, there);
        raw->taken += there;
        count -= there;
    }
    return true;
}

/* Moves the next line, with its end, to the end of `to`. */
static bool take_line(struct raw *raw, struct text *to)
{
    const char *end;

    while (raw->in.length == raw->taken ||
           !(end = memchr(raw->in.bytes + raw->taken, '\n', raw->in.length - raw->taken)))
        if (!receive(raw))
            return false;
    return take(raw, (size_t)(end + 1 - (raw->in.bytes + raw->taken)), to);
}

static bool take_head(struct raw *raw, struct answer *answer)
{
    size_t before;

    do {
        before = answer->head.length;
        if (!take_line(raw, &answer->head))
            return false;
    } while (strcmp(answer->head.bytes + before, "\r\n") != 0);
    return sscanf(answer->head.bytes, "HTTP/1.%*1[01] %3d", &answer->status) == 1;
}

static bool take_chunks(struct raw *raw, struct answer *answer)
{
    struct text line = {0}, end = {0};
    bool whole = true;
    size_t size;

    do {
        line.length = 0;
        whole = take_line(raw, &line);
        size = whole ? strtoul(line.bytes, NULL, 16) : 0;
        whole = whole && take(raw, size, &answer->body) && take(raw, 2, &end);
    } while (whole && size > 0);
    text_free(&line);
    text_free(&end);
    return whole;
}

static void take_all(struct raw *raw, struct text *to)
{
    while (take(raw, 1, to))
        take(raw, raw->in.length - raw->taken, to);
}

static bool take_body(struct raw *raw, struct answer *answer)
{
    const char *coding = answer_header(answer, "Transfer-Encoding");
    const char *length;

    if (coding && strcmp(coding, "chunked") == 0)
        return take_chunks(raw, answer);
    length = answer_header(answer, "Content-Length");
    if (length)
        return take(raw, strtoul(length, NULL, 10), &answer->body);
    take_all(raw, &answer->body);
    return true;
}

struct answer raw_answer(struct raw *raw, const char *method)
{
    struct answer answer = {0};

    do {
        answer_free(&answer);
        if (!take_head(raw, &answer))
            return answer;
    } while (answer.status < 200);
    answer.complete = strcmp(method, "HEAD") == 0 || answer.status == 204 || answer.status == 304 ||
                      take_body(raw, &answer);
    return answer;
}

void raw_await_end(struct raw *raw)
{
    struct text rest = {0};

    take_all(raw, &rest);
    text_free(&rest);
}

void raw_half_close(struct raw *raw)
{
    shutdown(raw->socket, SHUT_WR);
}

void raw_close(struct raw *raw)
{
    close(raw->socket);
    text_free(&raw->in);
    *raw = (struct raw){.socket = -1};
}

void raw_reset(struct raw *raw)
{
    struct linger at_once = {.l_onoff = 1};

    setsockopt(raw->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    raw_close(raw);
}

void raw_say_multiply_head(struct raw *raw, size_t length)
{
    raw_say(raw,
            "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n" JSON_TYPE
            "\r\nContent-Length: %zu\r\n\r\n",
            length);
}
