/* Inside the conductor: an exchange, and what its files ask of each other. */
#ifndef EXCHANGE_PARTS_H
#define EXCHANGE_PARTS_H

#include <pthread.h>
#include <stdalign.h>

#include "api/call.h"
#include "base/identity.h"
#include "exchange.h"
#include "formats/input.h"
#include "formats/output.h"
#include "gate.h"

#define REQUEST_ID_LONGEST 64
#define NO_MEMORY_ROOM 256
#define TIMING_ROOM 128
#define TAG_ROOM 64
#define DISPOSITION_ROOM 96

enum stage { STAGE_READING, STAGE_COMPUTING, STAGE_ANSWERING };

struct exchange {
    struct conductor *conductor;
    struct passage passage;
    struct reading body;                /* what the reader is to read */
    bool reading;                       /* the reader is there */
    const struct reader_format *format; /* what it is: the body's own, or what unpacks it first */
    struct input *input; /* what the pool has yet to read of a large body; NULL: nothing */
    struct call call;
    enum stage stage;
    atomic_int end; /* enum http_end: why it should be given up */

    struct pool_job job;
    double done_inline;    /* multiply-adds, in the event thread */
    struct output *output; /* a streamed answer */
    char *text;            /* an answer in one piece, of the budget */
    size_t text_size;
    const struct coding *coding; /* that the answer is packed by; NULL: none */
    char tag[TAG_ROOM];          /* of a page as it is packed */
    char *document;              /* a problem, malloc's */
    char no_memory[NO_MEMORY_ROOM];
    char timing[TIMING_ROOM];
    char disposition[DISPOSITION_ROOM];
    struct http_response response;
    uint64_t written;
    uint64_t unpacked; /* bytes of a packed body, as far as it was read */

    double read, computed; /* when each was over (clock_seconds); 0: it never was */
    char uuid[IDENTITY_ROOM];
    char id[REQUEST_ID_LONGEST + 1];

    pthread_mutex_t lock; /* guards these between the pool, those who wake, and release */
    struct http_request *http;
    bool running;   /* the pool has the job */
    bool abandoned; /* and frees the exchange once it is done with it */

    alignas(max_align_t) char reader[]; /* the reader's state */
};

/* exchange.c: wakes the request, if it is still there. Any thread. */
void exchange_wake(void *owner);

/* intake.c: begins to read the body, if one is wanted. Returns false with the problem set where
 * there is no memory. */
bool intake_begin(struct exchange *exchange);

/* Takes bytes of the body. Returns false once it is certain what will be answered. */
bool intake_feed(struct exchange *exchange, const char *bytes, size_t count);

/* The reader has had all of the body. Returns false with the problem set where it is not sound. */
bool intake_end(struct exchange *exchange);

/* Lets go of what reads, wherever it is. */
void intake_release(struct exchange *exchange);

/* respond.c: gives the response. Event thread, or the watch in its place. */
void respond_problem(struct exchange *exchange);

/* OPTIONS: what a browser asks before it sends a page's request, and what anybody may ask. */
void respond_options(struct exchange *exchange);

/* What the handler made: a problem, a page or an answer. */
void respond_result(struct exchange *exchange);

/* Makes the response one that is streamed. */
void respond_streamed(struct exchange *exchange, struct output *output);

/* Who reads an output: the exchange, which the pool wakes. */
struct output_reader exchange_output_reader(struct exchange *exchange);

/* pack.c: whether a text of this length is packed for those who want that. */
bool may_be_packed(const struct exchange *exchange, size_t length);

/* The coding that the client should get it in; NULL: none. */
const struct coding *coding_wanted(const struct exchange *exchange, size_t length);

/* Packs the response's text, if it is to be packed: here, or if that would take long on the pool;
 * then the response is streamed. The text must stay until the exchange is destroyed. */
void pack_text(struct exchange *exchange);

/* The same of a text that never changes: once, and for all. */
void pack_kept(struct exchange *exchange, struct packed_copies *copies);

/* Takes the memory for the text of the answer before the answer is computed: whoever has computed
 * can also send. False with the problem set where there is none. */
bool reserve_room(struct exchange *exchange);

/* account.c: the numbers that were read. */
void account_numbers(const struct exchange *exchange);

/* A line in the log, and the metrics, once it is over; `sent` as http_service has it. */
void account(struct exchange *exchange, bool sent);

#endif
