/* Inside the HTTP floor: the records of connections and of their one current request. */
#ifndef HTTP_CONNECTION_H
#define HTTP_CONNECTION_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "http/http.h"

/* libmicrohttpd returned int before 0.9.71; both of ours return an enum. */
typedef enum MHD_Result mhd_result;

/* Where a request stands, for those who look from outside: deadlines depend on it. */
enum http_phase {
    PHASE_IDLE,       /* no request, or a header that is not complete */
    PHASE_RECEIVING,  /* its body is being read */
    PHASE_DISCARDING, /* it has its answer, but its body is still coming */
    PHASE_WAITING,    /* asleep, the pool works for it */
    PHASE_ANSWERING   /* its answer goes out */
};

struct http_request {
    struct connection *connection;
    const char
        *method; /* libmicrohttpd's, for as long as the request lives; NULL until its first call */
    const char *version;
    const char *fields[HTTP_FIELD_COUNT]; /* values, libmicrohttpd's */
    unsigned repeated;                    /* a bit for each field that is there again */
    const char *fault;                    /* of the fields' framing; NULL: none */
    size_t target_length;
    char target[256]; /* the first of it, as it was sent */
    char host[128];   /* of a target in absolute form, which counts before the field; "": none */
    char path[256];
    bool target_ok; /* it has a form and a path that can be told */
    bool sound;     /* http_judge found the framing good: its end can be told */
    bool body_done;
    bool dropped;
    double begun;
    uint64_t discarded_from; /* bytes of the body before it was refused */
    const struct http_response *response;
    void *exchange;
    void (*work)(void *exchange); /* to be begun once the request sleeps; NULL: nothing is */
    _Atomic uint64_t received;
    atomic_bool asleep;
    atomic_bool raw_sent; /* the answer was written past libmicrohttpd: nothing more is said */
};

/* A chunked body takes more bytes than libmicrohttpd tells. */
#define CONSUMED_UNKNOWN UINT64_MAX

struct connection {
    struct http_server *server;
    struct MHD_Connection *mhd;
    int socket;
    bool excess;   /* beyond --max-connections or --max-memory: only told so */
    bool reserved; /* LIMIT_CONNECTION_MEMORY of the budget */
    char peer[64];

    /* Held by the event thread while a request comes or goes, and by the watch while it acts on
     * one. */
    pthread_mutex_t lock;
    struct http_request request;

    atomic_int phase;          /* enum http_phase */
    _Atomic uint64_t consumed; /* bytes of all requests that are over; CONSUMED_UNKNOWN */
    _Atomic uint64_t since_ms; /* when the phase began */

    /* The watch's own. */
    uint64_t window_ms;      /* begin of the span over which the body's rate is taken */
    uint64_t window_bytes;   /* received at its begin */
    uint64_t header_ms;      /* when the first byte of a header was seen; 0: none */
    uint64_t quiet_since_ms; /* since_ms of the idle time that these two belong to */
    uint64_t quiet_bytes;    /* the socket's bytes when the connection fell idle */
    uint64_t looked_ms;      /* when an idle one was last looked at */
    uint64_t condemned_ms;   /* when it was told to go; 0: it was not */

    bool buried;                       /* no longer in the table; under the table's lock */
    struct connection *before, *after; /* the server's table, under its lock */
};

struct http_server {
    struct MHD_Daemon *daemon;
    const struct options *options;
    const struct http_service *service;
    void *context;
    int listener;
    bool loopback; /* the listener's address is: Host is judged (DNS rebinding) */
    char address[160];
    const char *unix_path; /* to be unlinked with the listener; NULL: none */
    int door_closes;       /* eventfd: no more connections are taken */
    pthread_t door_thread;

    atomic_size_t open;
    atomic_size_t active;
    atomic_bool refusing;
    atomic_bool stopping; /* no request may begin any more */

    pthread_mutex_t
        table_lock; /* guards the table and the graveyard; taken before a connection's lock */
    struct connection *table;
    struct connection
        *graveyard; /* closed: the watch frees them, since it may still hold an event */

    int watch; /* epoll: the sockets of those asleep */
    pthread_t watch_thread;
    atomic_bool watch_ends;
};

/* Threads: every event thread of libmicrohttpd (each connection belongs to one), the door, which
 * accepts, the watch, which looks at clocks and sleepers, and the service's own, which only wake.
 * Locks: the table's first, then a connection's; none is held while libmicrohttpd is asked to do
 * anything but suspend and resume. */

/* --- connection.c: the table ------------------------------------------------------------------ */

/* libmicrohttpd's callback, in the connection's event thread: `*slot` becomes its record, and is
 * buried at the end, while the socket is still open. */
void connection_notify(void *context, struct MHD_Connection *mhd, void **slot,
                       enum MHD_ConnectionNotificationCode code);

/* The record of a connection; NULL where there was no memory for one. Event thread. */
struct connection *connection_of(struct MHD_Connection *mhd);

/* A phase begins now. The connection's lock is held, unless the record is not in the table yet. */
void connection_phase(struct connection *connection, enum http_phase phase);

/* Frees the records of closed connections. Only by the watch between two waits, or when it is
 * gone. */
void connection_bury_all(struct http_server *server);

/* --- request.c: the life of a request, as libmicrohttpd's callbacks in its event thread ------- */

void *request_arrives(void *server, const char *target, struct MHD_Connection *mhd);
mhd_result request_proceeds(void *server, struct MHD_Connection *mhd, const char *url,
                            const char *method, const char *version, const char *data, size_t *size,
                            void **context);
void request_completes(void *context, struct MHD_Connection *mhd, void **slot,
                       enum MHD_RequestTerminationCode code);

/* --- fields.c --------------------------------------------------------------------------------- */

/* Goes over the header's fields once: fills in `fields` and `fault`. */
void request_survey(struct http_request *request);

/* --- judge.c ---------------------------------------------------------------------------------- */

/* Bytes of the request line and the fields. */
size_t request_header_size(const struct http_request *request);

/* --- response.c: the connection's lock is held ------------------------------------------------ */

/* Queues the request's response. Event thread, and not in the middle of a body. */
mhd_result response_queue(struct http_request *request);

/* Writes a response past libmicrohttpd, at most once for a request, and ends the sending side.
 * Event thread or watch. */
void response_write_raw(struct connection *connection, const struct http_response *response);

/* --- Threads that come and go with the server ------------------------------------------------- */

/* The listening socket; fills in address, loopback and unix_path. -1 with an error. */
int listener_open(struct http_server *server, char *error, size_t error_room);

/* The door: false if its thread can't be had. Closing it takes in those who wait and ends it. */
bool door_open(struct http_server *server);
void door_close(struct http_server *server);

/* The watch: false if its thread can't be had. */
bool watch_start(struct http_server *server);
void watch_stop(struct http_server *server);

/* Has the watch tell when the client of a sleeper is gone; event thread. And no longer; any. */
void watch_socket(struct connection *connection);
void unwatch_socket(struct connection *connection);

/* Once a server refuses: lets connections go that wait for nothing; cuts all that are left. */
void watch_let_go(struct http_server *server);
void watch_cut(struct http_server *server);

#endif
