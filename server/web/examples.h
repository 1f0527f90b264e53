/* An example of each problem, for its page: what gives it, and what works instead. */
#ifndef WEB_EXAMPLES_H
#define WEB_EXAMPLES_H

#include <stdbool.h>

#include "base/problem.h"

struct problem_example {
    bool body;         /* both are bodies of POST /v1/multiply; otherwise they are told in words */
    const char *gives; /* static text, not yet escaped for HTML */
    const char *works;
};

/* The example of a kind other than PROBLEM_NONE. */
const struct problem_example *problem_example(enum problem_kind kind);

#endif
