/* Connections without a client library: every byte, and its moment, is the test's own. */
#ifndef SERVER_RAW_H
#define SERVER_RAW_H

#include <stdbool.h>
#include <stddef.h>

#include "answer.h"
#include "process.h"

struct raw {
    int socket;
    struct text in; /* what has arrived */
    size_t taken;   /* how much of it has been made use of */
};

/* Connects; a failure fails the test. `receive_room` (0: the system's default) is the size of the
 * socket's receive buffer: with a small one a server soon notices that nobody reads. */
void raw_open(struct raw *raw, const struct server *server);
void raw_open_narrow(struct raw *raw, const struct server *server, int receive_room);

/* Whether the server takes connections. */
bool raw_can_connect(const struct server *server);

/* Sends everything. False: the other side has closed. */
bool raw_try_send(struct raw *raw, const void *bytes, size_t count);

/* The same; a failure fails the test. */
void raw_send(struct raw *raw, const void *bytes, size_t count);
void raw_say(struct raw *raw, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Sends the bytes in parts of this size, each on its way before the next. */
void raw_send_in_parts(struct raw *raw, const void *bytes, size_t count, size_t part);

/* Whether something can be read, also an end, within so many seconds. */
bool raw_readable(const struct raw *raw, double seconds);

/* Reads one answer, by its length, its chunks or the connection's end. Where none comes in time
 * the test fails; where the connection ends first, `complete` is false.
 *
 * method   of the request: an answer to HEAD has no body. */
struct answer raw_answer(struct raw *raw, const char *method);

/* Waits for the end of the connection, and throws away what comes before it. */
void raw_await_end(struct raw *raw);

void raw_half_close(struct raw *raw);
void raw_close(struct raw *raw);

/* Closes with a reset, as a system does for a program that died with bytes unread. */
void raw_reset(struct raw *raw);

/* The head of a POST of JSON to /v1/multiply, with this length. */
void raw_say_multiply_head(struct raw *raw, size_t length);

#endif
