/* A call of an operation: what a handler sees. Matrices and options come in; a problem, a finished
 * value or work for the pool goes out. A handler never sees bytes or connections. */
#ifndef API_CALL_H
#define API_CALL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <rowcol/text.h>

#include "base/buffer.h"
#include "base/options.h"
#include "base/problem.h"
#include "formats/answer.h"
#include "formats/fields.h"
#include "formats/writer.h"

struct call;

/* What is left to be computed after the handler: `panels` panels, each by run, in any order and in
 * several threads at once; then finish, once. Finish may set the work that comes next in its place:
 * one product after another, say. */
struct work {
    size_t panels; /* 0: nothing */
    double multiply_adds;
    bool uncut; /* a panel is a whole call of LAPACK, however long it takes */
    void (*run)(struct call *call, size_t panel);
    bool (*finish)(struct call *call); /* false: the problem is set */
};

/* A text that is answered as it stands: of a page, or of a lesson in a form other than JSON. */
struct page {
    const char *content_type; /* NULL: there is none */
    const char *policy;       /* Content-Security-Policy, or NULL */
    const char *tag;          /* ETag of a text that is the same for everybody, or NULL */
    struct buffer text;
    rowcol_text lesson; /* instead, what librowcol has written */
};

struct call {
    const struct options *options;
    bool draining;                      /* the server is about to stop */
    const char *rest;                   /* what stands for {name} in the path */
    const char *host;                   /* by which the client calls the server, or NULL */
    const struct writer_format *writer; /* that the answer is wanted from; NULL for a page */
    struct fields fields;
    struct problem problem;
    struct answer answer;
    struct page page;
    bool no_store; /* the answer is of this moment: nobody may keep it */
    struct work work;
    void *state; /* the handler's own, freed with free() */
};

/* Sets the problem for memory that could not be had: `size` bytes beside what the call holds. A
 * request that can never fit is told so; others may try again. Returns false, for the handler to
 * return. */
bool call_no_memory(struct call *call, size_t size);

/* Sets PROBLEM_OVERLOADED for a small allocation that failed. Returns false. */
bool call_no_room(struct call *call);

/* Adds the matrix of a result to the answer, within --max-result.
 *
 * Returns NULL with the problem set where it is too large or there is no memory. */
rowcol_matrix *call_result(struct call *call, const char *name, rowcol_shape shape);

/* Whether the work is within --max-multiply-adds; if not, the problem is set. */
bool call_may_take(struct call *call, double multiply_adds);

/* Begins a lesson in the form that is wanted, which is not JSON, and makes it the answer: a page
 * with a title, also as its heading where it is not for a terminal.
 *
 * Returns the text to write on. Failure shows in it. */
rowcol_text *call_lesson(struct call *call, const char *title);

/* Ends it. False with the problem set where it could not be written. */
bool call_end_lesson(struct call *call);

/* Frees everything that the call holds. */
void call_release(struct call *call);

#endif
