/* An HTTP answer, by whatever client it was read. */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include <jansson.h>
#include <stdbool.h>

#include "text.h"

struct answer {
    int status;       /* 0: there was none */
    struct text head; /* the status line and the fields, each with its line's end */
    struct text body;
    bool complete; /* false: the connection ended in the middle */
};

/* The value of a field, by name in any case; NULL if there is none. Good until the next call. */
const char *answer_header(const struct answer *answer, const char *name);

/* The body as jansson reads it; a body that is not JSON fails the test. To be freed. */
json_t *answer_json(const struct answer *answer);

/* Whether the body is exactly this. */
bool answer_is(const struct answer *answer, const char *body);

/* Fails the test unless the answer is a well-formed problem of this name with its own status:
 * every member that problems have, X-Request-Id, the media type, and Retry-After or Allow where
 * they belong. */
void assert_problem(const struct answer *answer, int status, const char *name);

/* Fails the test unless the status is this one; shows the answer. */
void assert_status(const struct answer *answer, int status);

void answer_free(struct answer *answer);

/* Whether `whole` has everything that `part` has: of an object every member, of an array all
 * elements and no more, and otherwise the same value. Says on standard error where they differ;
 * `where` is a name for the whole. */
bool json_includes(const json_t *whole, const json_t *part, const char *where);

#endif
