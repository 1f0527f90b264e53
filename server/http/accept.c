/* The door: one thread that takes connections and hands each to an event thread.
 *
 * libmicrohttpd could listen by itself. But to stop listening it takes the socket out of each
 * thread's epoll while the threads may be doing the same, and ends the process where the two meet;
 * whoever waits in the backlog then is reset; and its threads do not share connections evenly. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "http/connection.h"

/* Takes one connection; false if none waits, or none can be taken now. */
static bool accept_one(struct http_server *server)
{
    const size_t most = server->options->max_connections + LIMIT_DESCRIPTOR_RESERVE;
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    int on = 1;
    int fd = accept4(server->listener, (struct sockaddr *)&address, &length,
                     SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
        return errno == EINTR || errno == ECONNABORTED;
    if (atomic_load(&server->open) >= most) {
        close(fd);
        return true;
    }
    if (address.ss_family != AF_UNIX)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    MHD_add_connection(server->daemon, fd, (struct sockaddr *)&address, length);
    return true;
}

static void accept_waiting(struct http_server *server)
{
    const struct timespec moment = {0, 20000000};

    while (accept_one(server))
        continue;
    /* Without descriptors or memory the listener stays readable: let others end first. */
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        nanosleep(&moment, NULL);
}

static void *keep_door(void *context)
{
    struct http_server *server = context;
    struct pollfd ready[] = {{.fd = server->listener, .events = POLLIN},
                             {.fd = server->door_closes, .events = POLLIN}};

    while (ready[1].revents == 0) {
        poll(ready, 2, -1);
        accept_waiting(server);
    }
    return NULL;
}

bool door_open(struct http_server *server)
{
    server->door_closes = eventfd(0, EFD_CLOEXEC);
    if (server->door_closes < 0)
        return false;
    if (pthread_create(&server->door_thread, NULL, keep_door, server) == 0)
        return true;
    close(server->door_closes);
    return false;
}

/* Those who wait in the backlog are still taken in. */
void door_close(struct http_server *server)
{
    eventfd_write(server->door_closes, 1);
    pthread_join(server->door_thread, NULL);
    close(server->door_closes);
}
