/* Faults of meaning: a body whose format is in order, but which is not what was asked for. Of
 * several the first in the text is told, by where the value at fault begins; a missing member only
 * where there is nothing else. */
#ifndef FORMATS_MEANING_H
#define FORMATS_MEANING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/* Room for the wording of what a fault is about. */
#define MEANING_WORDS 192

/* Tells a fault, unless one that comes before it is told already. The format is printf's.
 *
 * Returns whether this is now the one that is told: its members may then be added. */
bool meaning_fault(struct problem *problem, enum problem_kind kind, const struct place *place,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Writes names as "a, b and c". */
void meaning_list(const json_t *names, char words[MEANING_WORDS]);

/* A value of the wrong kind.
 *
 * what       whose value it is, to begin a sentence: "Row 2 of a".
 * expected   in words, with its article: "a row of numbers".
 * found      what came instead, and all that is to be said of it: "a string. (Only ...)".
 *
 * Returns as meaning_fault does. */
bool meaning_wrong_type(struct problem *problem, const struct place *place, const char *what,
                        const char *expected, const char *found);

/* A member that is given already, or is not one that `allowed` (an array of names, taken over)
 * has. Of a name that was `cut` only its beginning is there. */
void meaning_duplicate(struct problem *problem, const struct place *place, const char *name,
                       size_t length);
void meaning_unknown(struct problem *problem, const struct place *place, const char *name,
                     size_t length, bool cut, json_t *allowed);

/* An object, called `object`, that ends at `place` and lacks a member. */
void meaning_missing(struct problem *problem, const struct place *place, const char *object,
                     const char *member);

/* Tells that the body's format is broken (PROBLEM_MALFORMED_BODY): this wins over whatever was said
 * of its meaning. Returns false: what reads it has nothing more to tell. */
bool malformed_body(struct problem *problem, const struct place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
