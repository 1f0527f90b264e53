/* Problems (RFC 9457): the one list of them, and the documents that clients read.
 *
 * A problem is a value that lies inside whoever may have one: setting it needs no memory, so that it
 * can tell of the want of memory too. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* X(NAME, status, slug, title, sentence): every problem that this server has. The sentence teaches; it
 * stands on the problem's page. */
#define PROBLEMS(X)                                                                                \
    X(MALFORMED_JSON, 400, "malformed-json", "Malformed JSON", "...")                              \
    X(INTERNAL_ERROR, 500, "internal-error", "Internal error", "...")

enum problem_kind {
    PROBLEM_NONE,
#define PROBLEM_ENUM(name, status, slug, title, sentence) PROBLEM_##name,
    PROBLEMS(PROBLEM_ENUM)
#undef PROBLEM_ENUM
    PROBLEM_KINDS
};

/* What the list says of one kind. */
struct problem_fact {
    int status;
    const char *slug;
    const char *title;
    const char *sentence;
};

#define PROBLEM_DETAIL_ROOM 640
#define PLACE_POINTER_ROOM 320

/* A place in the text of a body. */
struct place {
    size_t line; /* from 1; 0: there is no place */
    size_t column; /* in bytes, from 1 */
    char pointer[PLACE_POINTER_ROOM]; /* RFC 6901; "" is the whole document */
};

struct problem {
    enum problem_kind kind;
    struct place place;
    json_t *members; /* its own, in the order they were added; NULL: none */
    char detail[PROBLEM_DETAIL_ROOM];
};

/* The facts of a kind other than PROBLEM_NONE. */
const struct problem_fact *problem_fact(enum problem_kind kind);

/* The kind with this slug; PROBLEM_NONE if there is none. */
enum problem_kind problem_by_slug(const char *slug);

/* Says what is wrong, unless something already is: the first problem stays. A detail too long is cut
 * between two characters of UTF-8. The format is printf's.
 *
 * Returns whether this is the one that stays. */
bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a member of the problem's own; takes over the reference. NULL as a value (no memory) or
 * a failure leaves the member out. */
void problem_add_new(struct problem *problem, const char *name, json_t *value);

/* Forgets the problem and frees its members. Does nothing on {0}. */
void problem_clear(struct problem *problem);

/* The document, compact, with its newline: type, title, status, detail, instance, then its members,
 * then position where there is a place.
 *
 * uuid     36 characters for `instance`.
 * length   receives the length.
 *
 * Returns the text, to be freed with free(); NULL where there is no memory (the caller then sends a
 * fixed one). */
char *problem_document(const struct problem *problem, const char *uuid, size_t *length);

#endif
