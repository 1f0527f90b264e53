/* The conductor: how a request moves from bytes to an answer. http, formats and api meet only
 * here. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdatomic.h>

#include "base/options.h"
#include "base/pool.h"
#include "http/http.h"

/* What all exchanges share. */
struct conductor {
    const struct options *options;
    struct pool *pool;
    atomic_bool draining; /* readiness is off */
};

/* The callbacks for http_start; their context is a struct conductor. */
extern const struct http_service exchange_service;

#endif
