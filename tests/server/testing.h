/* What every test program of the server starts with. */
#ifndef SERVER_TESTING_H
#define SERVER_TESTING_H

/* cmocka.h wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>

#include "answer.h"
#include "client.h"
#include "matrices.h"
#include "metrics.h"
#include "process.h"
#include "raw.h"
#include "text.h"

/* How long anything may take. It only ends tests that would otherwise hang, so it is generous. */
#define PATIENCE 60.0

/* Waits for a condition by looking at it again and again. */
#define WAIT_UNTIL(condition)                                                                      \
    do {                                                                                           \
        double wait_end_ = seconds_now() + PATIENCE;                                               \
        while (!(condition)) {                                                                     \
            if (seconds_now() > wait_end_)                                                         \
                fail_msg("waited in vain for: %s", #condition);                                    \
            wait_a_moment();                                                                       \
        }                                                                                          \
    } while (0)

double seconds_now(void);
void wait_a_moment(void);

/* Begins a test program: descriptors, signals, libcurl, and the record of its exchanges. The
 * program's one argument may be "full": the same tests at full size.
 *
 * Returns whether it is. */
bool testing_begin(int argc, char **argv);

/* The server that the tests of a group share, with default options, and the group's setup and
 * teardown that go with it. */
extern struct server shared;
int share_server(void **state);
int stop_shared_server(void **state);

#endif
