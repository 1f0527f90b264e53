/* Where a matrix of a body goes: a field's value, or one of the list that a field is. What reads a
 * single matrix, in whatever format, is handed one. */
#ifndef FORMATS_OPERAND_H
#define FORMATS_OPERAND_H

#include <stdbool.h>
#include <stddef.h>

#include "formats/fields.h"
#include "formats/meaning.h"

struct operand {
    const struct field *field;
    struct field_value *value; /* its own, or that of the list's matrix */
    size_t at;                 /* its number in the list, from 1; 0: there is no list */
};

/* The operand that the next matrix is given for fields->list[index]: the field itself, or one more
 * in its list. Beyond LIMIT_MATRICES it is always the same, for matrices that are looked through
 * but not kept. Marks it as given.
 *
 * Returns false where there is no memory. */
bool operand_find(struct fields *fields, size_t index, struct operand *operand);

/* The operand of a matrix that a list, the value of `field`, has; `index` counts from 0. */
struct operand operand_in_list(const struct field *field, const struct field_value *value,
                               size_t index);

/* Its matrix begins at this spot. A list that has become too long is told here. */
void operand_begin(const struct operand *operand, struct spot spot, struct problem *problem);

/* The place of its matrix: "/a", "/matrices/3". */
struct place operand_place(const struct operand *operand);

/* What it is called in a sentence: "a", "matrix 4"; in `words`, or a text that lasts. */
#define OPERAND_WORDS 32
const char *operand_words(const struct operand *operand, char words[OPERAND_WORDS]);

/* Adds to a problem which operand it is about: the member `operand`, and in a list `at`. */
void operand_tell(const struct operand *operand, struct problem *problem);

#endif
