/* Programs under test: rowcold, started, watched and stopped as a user would. */
#ifndef SERVER_PROCESS_H
#define SERVER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "text.h"

/* How rowcold is started. Lists end with NULL; a NULL list is an empty one. */
struct launch {
    const char *const *options;
    const char *const *environment; /* "NAME=value", beside what the tests have themselves */
    int listener;                   /* handed over as systemd does; 0: none */
    const char *address;            /* where it will listen, if its log won't say so; else NULL */
};

struct server {
    pid_t pid; /* 0: not ours (it was there already), or it has ended */
    int output;
    int log; /* its standard error: a file in memory, so that it never has to wait for a reader */
    char address[160]; /* "http://127.0.0.1:40123" or "unix:PATH" */
};

/* Options as a list in place. */
#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Starts rowcold on a free port of 127.0.0.1, unless the options say something else after it, and
 * waits until it listens. A server that ends instead fails the test, with its log. */
struct server server_start(const char *const *options);
struct server server_launch(const struct launch *launch);

/* The server at an address where somebody else has started it. */
struct server server_elsewhere(const char *address);

/* SIGTERM, and the end that a sound server has: server_ended. */
void server_stop(struct server *server);

/* Waits for the end, and fails the test unless the status is 0 and the log is free of reports of
 * sanitizers. */
void server_ended(struct server *server);

/* Whether it has ended; its status is then in `status`, or 128 + the signal that killed it. */
bool server_has_ended(struct server *server, int *status);

/* Its log so far, to be freed. */
struct text server_log(const struct server *server);

/* Whether the log so far has this text. */
bool server_logged(const struct server *server, const char *text);

/* The peak of its memory so far in kibibytes; and makes that what it is now (proc(5), clear_refs):
 * false where the system can't. */
double server_peak(const struct server *server);
bool server_forget_peak(const struct server *server);

/* A run of rowcold that ends by itself. */
struct outcome {
    int status;
    struct text output;
    struct text error;
};

/* Options alone: nothing is added to them. */
struct outcome program_run(const struct launch *launch);
void outcome_free(struct outcome *outcome);

#endif
