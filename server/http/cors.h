/* Cross-origin resource sharing (Fetch standard): what tells a browser that pages of other origins
 * may read an answer. Never with credentials. */
#ifndef HTTP_CORS_H
#define HTTP_CORS_H

#include <stddef.h>

struct header {
    const char *name;
    const char *value;
};

#define CORS_HEADERS 4

/* The fields of every answer.
 *
 * allowed   of --cors-origin: "*", or origins separated by commas.
 * origin    the request's, or NULL.
 *
 * Returns their number. Values are borrowed from the arguments. Pure. */
size_t cors_headers(const char *allowed, const char *origin, struct header headers[CORS_HEADERS]);

/* What a preflight is told beyond that. */
#define CORS_ALLOW_HEADERS "Content-Type, Authorization, X-Request-Id"
#define CORS_MAX_AGE "86400"

#endif
