/* The pages that people read: the start page, the reference, and one for each problem. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/problem.h"

/* The Content-Security-Policy that all come with: scripts, styles and answers from this server and
 * nowhere else, and none within the page. */
extern const char PAGE_SECURITY_POLICY[];

/* Adds the start page, whose curl lines go to `origin` ("http://HOST"). An origin with characters
 * that a pasted line should not have is replaced by the default address.
 *
 * Returns false where the buffer failed. */
bool page_index(const char *origin, struct buffer *out);

/* Adds the reference, in the same way. */
bool page_docs(const char *origin, struct buffer *out);

/* Adds the page of a problem other than PROBLEM_NONE. Returns false where the buffer failed. */
bool page_problem(enum problem_kind kind, struct buffer *out);

#endif
