#include "check.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/address.h"

#define PATIENCE_SECONDS 3

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "rowcold --check: %s: %s\n", what, why);
    return EXIT_FAILURE;
}

static int open_socket(int family, const struct sockaddr *address, socklen_t length)
{
    const struct timeval patience = {PATIENCE_SECONDS, 0};
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, address, length) == 0)
        return fd;
    close(fd);
    return -1;
}

static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    return open_socket(AF_UNIX, (const struct sockaddr *)&address, sizeof address);
}

/* A wildcard is where a server listens, not where one can be reached: loopback stands for it. */
static void replace_wildcard(struct sockaddr *address)
{
    struct sockaddr_in *v4 = (void *)address;
    struct sockaddr_in6 *v6 = (void *)address;

    if (address->sa_family == AF_INET && v4->sin_addr.s_addr == htonl(INADDR_ANY))
        v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    else if (address->sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&v6->sin6_addr))
        v6->sin6_addr = in6addr_loopback;
}

/* The server on [::] takes IPv4 too, and a machine may have only that. */
static int connect_tcp(const char *where)
{
    char error[200];
    struct addrinfo *address = address_resolve(where, error, sizeof error);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bool wildcard;
    int fd;

    if (!address)
        return -1;
    wildcard =
        address->ai_family == AF_INET6 &&
        IN6_IS_ADDR_UNSPECIFIED(&((struct sockaddr_in6 *)(void *)address->ai_addr)->sin6_addr);
    v4.sin_port = ((struct sockaddr_in *)(void *)address->ai_addr)->sin_port;
    replace_wildcard(address->ai_addr);
    fd = open_socket(address->ai_family, address->ai_addr, address->ai_addrlen);
    if (fd < 0 && wildcard)
        fd = open_socket(AF_INET, (const struct sockaddr *)&v4, sizeof v4);
    freeaddrinfo(address);
    return fd;
}

/* Sends the request and tells whether the status line says 200. */
static bool answers_well(int fd)
{
    static const char request[] =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char answer[16] = "";
    size_t length = 0;

    if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)sizeof request - 1)
        return false;
    while (length < sizeof answer - 1) {
        ssize_t got = recv(fd, answer + length, sizeof answer - 1 - length, 0);

        if (got <= 0)
            break;
        length += (size_t)got;
    }
    return strncmp(answer, "HTTP/1.1 200", 12) == 0;
}

int check_server(const struct options *options)
{
    bool is_unix = strncmp(options->listen, "unix:", 5) == 0;
    int fd = is_unix ? connect_unix(options->listen + 5) : connect_tcp(options->listen);
    bool well;

    if (fd < 0)
        return complain(options->listen, "nobody answers there");
    well = answers_well(fd);
    close(fd);
    return well ? EXIT_SUCCESS : complain(options->listen, "the server is not well");
}
