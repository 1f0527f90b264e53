/* The listening socket: TCP on IPv4, IPv6 or both, a Unix socket, or one that systemd hands
 * over. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/address.h"
#include "http/connection.h"

#define BACKLOG 4096

/* The first descriptor of systemd's protocol (sd_listen_fds(3)). */
#define SYSTEMD_SOCKET 3

static int fail(int fd, char *error, size_t room, const char *what, const char *where)
{
    snprintf(error, room, "%s %s: %s", what, where, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* --- What was bound --------------------------------------------------------------------------- */

static bool is_loopback(const struct sockaddr_storage *address)
{
    const struct in6_addr *v6;

    if (address->ss_family == AF_INET)
        return (ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >>
                24) == 127;
    if (address->ss_family != AF_INET6)
        return false;
    v6 = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(v6) || (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
}

static void describe(struct http_server *server, int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    char host[NI_MAXHOST] = "?";
    char port[NI_MAXSERV] = "?";

    getsockname(fd, (struct sockaddr *)&address, &length);
    server->loopback = is_loopback(&address);
    if (address.ss_family == AF_UNIX) {
        snprintf(server->address, sizeof server->address, "unix:%s",
                 ((const struct sockaddr_un *)(const void *)&address)->sun_path);
        return;
    }
    getnameinfo((const struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(server->address, sizeof server->address,
             address.ss_family == AF_INET6 ? "http://[%.60s]:%.10s" : "http://%.60s:%.10s", host,
             port);
}

/* --- The three ways to one -------------------------------------------------------------------- */

/* Whether systemd hands over a socket (sd_listen_fds(3)); asked once, since children must not take
 * it for theirs. */
static bool is_handed_over(void)
{
    const char *pid = getenv("LISTEN_PID");
    const char *count = getenv("LISTEN_FDS");
    bool ours =
        pid && count && strtol(pid, NULL, 10) == (long)getpid() && strtol(count, NULL, 10) >= 1;

    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return ours;
}

static int take_over(char *error, size_t room)
{
    int listens = 0;
    socklen_t length = sizeof listens;

    if (getsockopt(SYSTEMD_SOCKET, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) < 0 || !listens) {
        snprintf(error, room, "what systemd hands over is not a listening stream socket");
        return -1;
    }
    fcntl(SYSTEMD_SOCKET, F_SETFD, FD_CLOEXEC);
    fcntl(SYSTEMD_SOCKET, F_SETFL, fcntl(SYSTEMD_SOCKET, F_GETFL) | O_NONBLOCK);
    return SYSTEMD_SOCKET;
}

/* A socket file that nobody answers on is a leftover of a server that was killed. */
static void remove_leftover(const struct sockaddr_un *address)
{
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct stat file;

    if (probe < 0)
        return;
    if (connect(probe, (const struct sockaddr *)address, sizeof *address) < 0 &&
        errno == ECONNREFUSED && stat(address->sun_path, &file) == 0 && S_ISSOCK(file.st_mode))
        unlink(address->sun_path);
    close(probe);
}

static int open_unix(struct http_server *server, const char *path, char *error, size_t room)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd;

    if (strlen(path) >= sizeof address.sun_path) {
        snprintf(error, room, "the path of a Unix socket has at most %zu bytes",
                 sizeof address.sun_path - 1);
        return -1;
    }
    strcpy(address.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(fd, error, room, "can't open a socket for", path);
    remove_leftover(&address);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0)
        return fail(fd, error, room, "can't listen on", path);
    server->unix_path = path;
    return fd;
}

static int listen_on(const struct addrinfo *address)
{
    int on = 1;
    int off = 0;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int failure;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    failure = errno;
    close(fd);
    errno = failure;
    return -1;
}

/* All addresses that a name has are tried. Where the system has no IPv6, the wildcard of both is
 * that of IPv4. */
static int open_tcp(const char *where, char *error, size_t room)
{
    struct addrinfo *addresses = address_resolve(where, error, room);
    int fd = -1;

    if (!addresses)
        return -1;
    for (const struct addrinfo *at = addresses; at && fd < 0; at = at->ai_next)
        fd = listen_on(at);
    freeaddrinfo(addresses);
    if (fd < 0 && errno == EAFNOSUPPORT && strncmp(where, "[::]:", 5) == 0) {
        char v4[32];

        snprintf(v4, sizeof v4, "0.0.0.0:%.8s", where + 5);
        return open_tcp(v4, error, room);
    }
    return fd >= 0 ? fd : fail(fd, error, room, "can't listen on", where);
}

int listener_open(struct http_server *server, char *error, size_t error_room)
{
    const char *where = server->options->listen;
    int fd;

    if (is_handed_over())
        fd = take_over(error, error_room);
    else if (strncmp(where, "unix:", 5) == 0)
        fd = open_unix(server, where + 5, error, error_room);
    else
        fd = open_tcp(where, error, error_room);
    if (fd >= 0)
        describe(server, fd);
    return fd;
}
