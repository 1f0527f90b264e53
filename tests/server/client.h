/* Requests by libcurl. Each is recorded (record.h) if it has a name. */
#ifndef SERVER_CLIENT_H
#define SERVER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "answer.h"
#include "process.h"

#define REQUEST_HEADERS 8

struct request {
    const char *name;   /* of the exchange in the record; NULL: not recorded */
    const char *method; /* NULL: POST where there is a body, otherwise GET */
    const char *target;
    const char
        *headers[REQUEST_HEADERS]; /* "Name: value"; nothing but Host and a length is added */
    const char *body;              /* NULL: none */
    size_t length;

    /* Odd ways to send it. */
    bool chunked;      /* no length announced */
    bool expect;       /* Expect: 100-continue */
    bool stalls;       /* half of the body, and then nothing more */
    size_t announced;  /* the body again and again, up to this length */
    size_t per_second; /* at most so many bytes of the body a second */
};

/* Sends the request and reads the answer. Unless an answer came, the test fails. */
struct answer ask(const struct server *server, const struct request *request);

/* The same without failing: status 0 where no answer came. Any thread. */
struct answer ask_whatever_comes(const struct server *server, const struct request *request);

/* GET, and POST of JSON. */
struct answer get(const struct server *server, const char *name, const char *target);
struct answer post(const struct server *server, const char *name, const char *target,
                   const char *body);

/* Whether a small product comes out right. */
bool multiplies(const struct server *server);

/* The small product's request and answer. */
#define SMALL_BODY "{\"a\":[[2,1],[5,4]],\"b\":[[3,2],[4,6]]}"
#define SMALL_ANSWER "{\"shape\":[2,2],\"product\":[[10,10],[31,34]]}\n"
#define JSON_TYPE "Content-Type: application/json"

#endif
