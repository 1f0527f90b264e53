/* Start, drain and stop of the HTTP floor. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "http/connection.h"

static void library_says(void *context, const char *format, va_list arguments)
{
    char line[256];

    (void)context;
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\r\n")] = '\0';
    log_say(LOG_DEBUG, "libmicrohttpd: %s", line);
}

/* How much is added to the memory that a body is read into, as long as there is any: 1.0 takes a
 * quarter of a connection's at most, 0.9 all of it. */
#if MHD_VERSION >= 0x01000000
#define STRICTNESS MHD_OPTION_CLIENT_DISCIPLINE_LVL
#define INCREMENT (LIMIT_CONNECTION_MEMORY / 4)
#else
#define STRICTNESS MHD_OPTION_STRICT_FOR_CLIENT
#define INCREMENT LIMIT_CONNECTION_MEMORY
#endif

/* Each thread of libmicrohttpd's pool gets an equal part of the connection limit. Connections do
 * not spread evenly, and it is us who refuse them with an answer, so each part is the whole. A pool
 * of one is none. */
static struct MHD_Daemon *start_daemon(struct http_server *server)
{
    const size_t threads = server->options->event_threads;
    const size_t most = (server->options->max_connections + LIMIT_DESCRIPTOR_RESERVE) * threads;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)library_says, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)most, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_CONNECTION_MEMORY, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_INCREMENT, INCREMENT, NULL},
        {STRICTNESS, 1, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection_notify, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)request_arrives, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)request_completes, server},
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                                MHD_USE_ERROR_LOG | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET,
                            0, NULL, NULL, request_proceeds, server, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_END);
}

/* The file goes first: once the listener is closed another server may have put its own there. */
static void close_listener(struct http_server *server)
{
    if (server->unix_path)
        unlink(server->unix_path);
    if (server->listener >= 0)
        close(server->listener);
    server->unix_path = NULL;
    server->listener = -1;
}

static struct http_server *give_back(struct http_server *server)
{
    close_listener(server);
    pthread_mutex_destroy(&server->table_lock);
    free(server);
    return NULL;
}

/* The threads: the watch, libmicrohttpd's, the door. */
static bool start_threads(struct http_server *server)
{
    if (!watch_start(server))
        return false;
    server->daemon = start_daemon(server);
    if (server->daemon && door_open(server))
        return true;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    watch_stop(server);
    return false;
}

struct http_server *http_start(const struct options *options, const struct http_service *service,
                               void *context, char *error, size_t error_room)
{
    struct http_server *server = calloc(1, sizeof *server);

    if (!server) {
        snprintf(error, error_room, "no memory");
        return NULL;
    }
    server->options = options;
    server->service = service;
    server->context = context;
    pthread_mutex_init(&server->table_lock, NULL);
    server->listener = listener_open(server, error, error_room);
    if (server->listener < 0)
        return give_back(server);
    if (start_threads(server))
        return server;
    snprintf(error, error_room, "can't start the threads that serve: %s", strerror(errno));
    return give_back(server);
}

const char *http_address(const struct http_server *server)
{
    return server->address;
}

void http_refuse(struct http_server *server)
{
    if (atomic_exchange(&server->refusing, true))
        return;
    door_close(server);
    close_listener(server);
    watch_let_go(server);
}

size_t http_active(struct http_server *server)
{
    return atomic_load(&server->active);
}

/* libmicrohttpd aborts the process if it is stopped while a connection sleeps: none may, and none
 * may begin to. */
void http_stop(struct http_server *server)
{
    const struct timespec moment = {0, 5000000};

    http_refuse(server);
    atomic_store(&server->stopping, true);
    while (http_active(server) > 0) {
        watch_cut(server);
        nanosleep(&moment, NULL);
    }
    MHD_stop_daemon(server->daemon);
    watch_stop(server);
    connection_bury_all(server);
    give_back(server);
}
