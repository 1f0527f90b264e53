/* The record of exchanges: one JSON line each, in a file for each test program. Another test
 * holds them against the specification. */
#ifndef SERVER_RECORD_H
#define SERVER_RECORD_H

#include "client.h"

/* Bodies longer than this are left out of the record, and so are those that are not UTF-8. */
#define RECORD_BODY_MOST (64 * 1024)

/* Opens the file, empty. */
void record_begin(const char *program);

/* Any thread. `sent` is the request's head as it went out. */
void record(const char *name, const char *method, const struct request *request,
            const struct text *sent, const struct answer *answer);

#endif
