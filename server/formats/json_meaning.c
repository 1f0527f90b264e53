#include "formats/json_meaning.h"

static const char *token_words(enum token token)
{
    switch (token) {
    case TOKEN_OBJECT:
        return "an object.";
    case TOKEN_ARRAY:
        return "an array.";
    case TOKEN_STRING:
        return "a string. (Only text stands in quotes.)";
    case TOKEN_NUMBER:
        return "a number.";
    case TOKEN_TRUE:
        return "true.";
    case TOKEN_FALSE:
        return "false.";
    default:
        return "null.";
    }
}

void json_wrong_type(struct problem *problem, const struct place *place, const char *what,
                     const char *expected, enum token found)
{
    meaning_wrong_type(problem, place, what, expected, token_words(found));
}

void json_duplicate(struct problem *problem, const struct place *place, const struct syntax *syntax)
{
    meaning_duplicate(problem, place, syntax->name, syntax->name_length);
}

void json_unknown(struct problem *problem, const struct place *place, const struct syntax *syntax,
                  json_t *allowed)
{
    meaning_unknown(problem, place, syntax->name, syntax->name_length, syntax->name_cut, allowed);
}
