/* Faults of meaning: text that is JSON, but not what was asked for. Of several the first in the
 * text is told, by where the value at fault begins; a missing member only where there is nothing
 * else. */
#ifndef FORMATS_JSON_MEANING_H
#define FORMATS_JSON_MEANING_H

#include <stdbool.h>

#include "base/problem.h"
#include "formats/json_syntax.h"

/* Tells a fault, unless one that comes before it is told already. The format is printf's.
 *
 * Returns whether this is now the one that is told: its members may then be added. */
bool meaning_fault(struct problem *problem, enum problem_kind kind, const struct place *place,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A value of the wrong kind.
 *
 * what       whose value it is, to begin a sentence: "Row 2 of a".
 * expected   in words, with its article: "a row of numbers".
 * found      what came instead. */
void meaning_wrong_type(struct problem *problem, const struct place *place, const char *what,
                        const char *expected, enum token found);

/* A member, whose name was the last token, that stands in its object already, or is not one that
 * `allowed` (an array of names, taken over) has. */
void meaning_duplicate(struct problem *problem, const struct place *place,
                       const struct syntax *syntax);
void meaning_unknown(struct problem *problem, const struct place *place,
                     const struct syntax *syntax, json_t *allowed);

/* An object, called `object`, that ends at `place` and lacks a member. */
void meaning_missing(struct problem *problem, const struct place *place, const char *object,
                     const char *member);

/* Room for the wording of what a fault is about. */
#define MEANING_WORDS 192

#endif
