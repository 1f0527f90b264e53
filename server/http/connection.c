/* The table of connections: who is there, and since when. */
#include "http/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"

static void write_peer(struct connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;

    strcpy(connection->peer, "unix");
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                  connection->peer, sizeof connection->peer);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                  connection->peer, sizeof connection->peer);
}

static void enter(struct http_server *server, struct connection *connection)
{
    size_t open = atomic_fetch_add(&server->open, 1) + 1;

    connection->reserved = budget_reserve(LIMIT_CONNECTION_MEMORY);
    connection->excess = open > server->options->max_connections || !connection->reserved;
    metrics_count(METRIC_CONNECTIONS, 1);
    metrics_gauge_add(METRIC_CONNECTIONS_OPEN, 1);
    pthread_mutex_lock(&server->table_lock);
    connection->after = server->table;
    if (server->table)
        server->table->before = connection;
    server->table = connection;
    pthread_mutex_unlock(&server->table_lock);
}

/* Takes the connection out of the table while its socket is still open, so that the watch, which
 * holds the table's lock, never acts on a descriptor that has become somebody else's. */
static void leave(struct http_server *server, struct connection *connection)
{
    atomic_fetch_sub(&server->open, 1);
    if (connection->reserved)
        budget_release(LIMIT_CONNECTION_MEMORY);
    metrics_gauge_add(METRIC_CONNECTIONS_OPEN, -1);
    pthread_mutex_lock(&server->table_lock);
    if (connection->before)
        connection->before->after = connection->after;
    else
        server->table = connection->after;
    if (connection->after)
        connection->after->before = connection->before;
    connection->buried = true;
    connection->after = server->graveyard;
    server->graveyard = connection;
    pthread_mutex_unlock(&server->table_lock);
}

static struct connection *create(struct http_server *server, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connection *connection = calloc(1, sizeof *connection);

    if (!connection)
        return NULL;
    connection->server = server;
    connection->mhd = mhd;
    connection->socket = info ? info->connect_fd : -1;
    connection->request.connection = connection;
    pthread_mutex_init(&connection->lock, NULL);
    write_peer(connection);
    connection_phase(connection, PHASE_IDLE);
    return connection;
}

void connection_notify(void *context, struct MHD_Connection *mhd, void **slot,
                       enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *slot = create(server, mhd);
        if (*slot)
            enter(server, *slot);
    } else if (*slot) {
        leave(server, *slot);
        *slot = NULL;
    }
}

struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

void connection_phase(struct connection *connection, enum http_phase phase)
{
    atomic_store(&connection->since_ms, clock_ms());
    atomic_store(&connection->phase, (int)phase);
}

void connection_bury_all(struct http_server *server)
{
    struct connection *dead;

    pthread_mutex_lock(&server->table_lock);
    dead = server->graveyard;
    server->graveyard = NULL;
    pthread_mutex_unlock(&server->table_lock);
    while (dead) {
        struct connection *next = dead->after;

        pthread_mutex_destroy(&dead->lock);
        free(dead);
        dead = next;
    }
}
