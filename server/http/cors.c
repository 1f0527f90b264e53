#include "http/cors.h"

#include <stdbool.h>
#include <string.h>

#define EXPOSED "X-Request-Id, Server-Timing, Retry-After, Accept-Query, Content-Disposition"

/* Whether a list separated by commas, perhaps with spaces, has this item. */
static bool list_has(const char *list, const char *item)
{
    size_t length = strlen(item);

    while (*list) {
        size_t span;

        list += strspn(list, ", ");
        span = strcspn(list, ", ");
        if (span == length && span > 0 && memcmp(list, item, span) == 0)
            return true;
        list += span;
    }
    return false;
}

size_t cors_headers(const char *allowed, const char *origin, struct header headers[CORS_HEADERS])
{
    bool any = strcmp(allowed, "*") == 0;
    const char *value = any ? "*" : origin;
    size_t count = 0;

    if (!any)
        headers[count++] = (struct header){"Vary", "Origin"};
    if (!any && (!origin || !list_has(allowed, origin)))
        return count;
    headers[count++] = (struct header){"Access-Control-Allow-Origin", value};
    headers[count++] = (struct header){"Access-Control-Expose-Headers", EXPOSED};
    headers[count++] = (struct header){"Timing-Allow-Origin", value};
    return count;
}
