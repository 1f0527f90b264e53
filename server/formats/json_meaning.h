/* Faults of meaning (meaning.h) in JSON, told by its tokens. */
#ifndef FORMATS_JSON_MEANING_H
#define FORMATS_JSON_MEANING_H

#include "formats/json_syntax.h"
#include "formats/meaning.h"

/* A value of the wrong kind, see meaning_wrong_type; the token is, or begins, what came instead. */
void json_wrong_type(struct problem *problem, const struct place *place, const char *what,
                     const char *expected, enum token found);

/* A member, whose name was the last token, that stands in its object already, or is not one that
 * `allowed` (an array of names, taken over) has. */
void json_duplicate(struct problem *problem, const struct place *place,
                    const struct syntax *syntax);
void json_unknown(struct problem *problem, const struct place *place, const struct syntax *syntax,
                  json_t *allowed);

#endif
