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
#include "formats/packing.h"
#include "formats/writer.h"

struct call;
struct verified;

void call_judge_dtype(const struct field *field, const struct field_value *value,
                      struct problem *problem);

/* The fields that every operation on matrices ends with, after its own: as which numbers the answer
 * is wanted, and whether whole numbers of .npy that no double holds are to be rounded. The first is
 * taken before the handler is called, the second by the reader. */
#define COMMON_FIELDS(OPERATION) OPERATION##_DTYPE, OPERATION##_ROUND, OPERATION##_FIELDS
#define COMMON_FIELD_COUNT 2
#define COMMON_FIELD_ROWS(OPERATION)                                                               \
    [OPERATION##_DTYPE] = {.name = "dtype", .kind = FIELD_DOCUMENT, .judge = call_judge_dtype},    \
    [OPERATION##_ROUND] = {.name = "round", .kind = FIELD_TRUTH}

/* What is left to be computed after the handler: `panels` panels, each by run, in any order and in
 * several threads at once; then finish, once. Finish may set the work that comes next in its place:
 * one product after another, say. What run finds wrong it leaves for finish to tell: while it runs,
 * the request may be given up, and its problem be set. */
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
    const char *tag;          /* ETag of a text that is the same for everybody, or NULL; and then */
    struct packed_copies *copies; /* its copies, packed */
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
    size_t room; /* of the budget, reserved for the answer's text before it is computed */
    struct verified *verified;         /* what the product under way is verified with, or NULL */
    void *state;                       /* the handler's own, freed with free() */
    void (*release)(void *state);      /* gives back what the state holds; NULL: nothing */
    size_t (*held)(const void *state); /* bytes of the budget among that; NULL: none to speak of */
};

/* Takes the common fields. */
void call_take_common(struct call *call);

/* Sets the problem for memory that could not be had: `size` bytes beside what the call holds. A
 * request that can never fit is told so; others may try again. Returns false, for the handler to
 * return. */
bool call_no_memory(struct call *call, size_t size);

/* Sets PROBLEM_OVERLOADED for a small allocation that failed. Returns false. */
bool call_no_room(struct call *call);

/* Adds numbers of a result to the answer, not computed yet, within --max-result.
 *
 * Returns NULL with the problem set where they are too many or there is no memory. */
struct answer_member *call_numbers(struct call *call, const char *name, enum answer_form form,
                                   rowcol_shape shape);

/* The same, of a matrix. */
rowcol_matrix *call_result(struct call *call, const char *name, rowcol_shape shape);

/* Adds one number. False with the problem set where there is no memory. */
bool call_scalar(struct call *call, const char *name, double number);

/* Whether the numbers of the answer can be told, once they are computed; an operation that gives
 * numbers ends with it. Where one is not finite that is an overflow, unless the operands (of .npy)
 * had such numbers: then it goes out in formats that can tell it, and is refused in others. False
 * with the problem set, which names the number. */
bool call_judge(struct call *call);

/* Whether there is nothing to judge: every number is finite, and none too large for the answer. Of
 * large answers that takes long enough to be the pool's, so `run` may ask; where it is so, finish
 * need not judge. */
bool call_is_tellable(const struct call *call);

/* Whether no operand holds NaN or infinity (only those of .npy can). */
bool call_operands_are_finite(const struct call *call);

/* The same judgement of one number that is known not to be finite, or too large for the answer's
 * binary32: entry number `entry`, from 0, of `matrix`, which is a member's. */
bool call_may_tell(struct call *call, const rowcol_matrix *matrix, size_t entry);

/* Sets the problem for an entry, counted from 1, that is larger than any number; of `name`, a
 * result in words. Returns false. */
bool call_refuse_overflow(struct call *call, const char *name, size_t row, size_t column);

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
