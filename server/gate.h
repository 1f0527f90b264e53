/* The gate: request line and headers are judged once, before any byte of the body is taken. */
#ifndef GATE_H
#define GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "api/routes.h"
#include "base/problem.h"
#include "formats/coding.h"
#include "formats/packing.h"
#include "formats/reader.h"
#include "formats/writer.h"
#include "http/http.h"

/* How a request goes on. */
struct passage {
    const struct route *route;          /* NULL: none; OPTIONS * has none and passes */
    const char *rest;                   /* what stands for {name} in its path */
    bool options;                       /* only the options are asked for */
    const struct reader_format *reader; /* of its body; NULL: a body is passed over */
    const char *parameters;             /* of its Content-Type */
    const struct coding *coding;        /* that its body is packed by; NULL: none */
    bool coding_refused;                /* because it is none of ours */
    const struct writer_format *writer; /* of its answer, where it has forms */
    struct packing_wish wish;           /* what its answer may be packed by */
    bool single;                        /* numbers of 32 bits are asked for */
};

/* Judges a request whose header has arrived.
 *
 * max_body   the largest body that is taken, in bytes.
 * passage    receives how it goes on, as far as that is known, also for a refused request.
 *
 * Returns false with the problem set where it is refused. */
bool gate_judge(struct http_request *request, size_t max_body, struct passage *passage,
                struct problem *problem);

/* Sets the problem of a body that has grown beyond the limit. */
void gate_refuse_size(size_t max_body, struct problem *problem);

#endif
