/* What the files of the grammar share (json_syntax.c, json_string.c, json_place.c,
 * json_fault.c). */
#ifndef FORMATS_JSON_GRAMMAR_H
#define FORMATS_JSON_GRAMMAR_H

#include "formats/json_syntax.h"

/* json_place.c: where in the text, and where among its values. */

static inline size_t syntax_offset(const struct syntax *syntax, const char *at)
{
    return syntax->offset + (size_t)(at - syntax->part);
}

static inline struct spot syntax_spot(const struct syntax *syntax, const char *at)
{
    return (struct spot){syntax->line, syntax_offset(syntax, at) - syntax->line_offset + 1};
}

/* The byte before this one; 0 at the start of the text. */
static inline char syntax_before(const struct syntax *syntax, const char *at)
{
    return at > syntax->part ? at[-1] : syntax->before;
}

/* The innermost object, array or text. */
static inline struct syntax_level *syntax_level(struct syntax *syntax)
{
    size_t last = SYNTAX_LEVELS + 1;

    return &syntax->levels[syntax->depth < last ? syntax->depth : last];
}

static inline bool syntax_in_object(const struct syntax *syntax, size_t depth)
{
    return (syntax->objects[depth / 8] >> depth % 8 & 1) != 0;
}

/* Opens an object or array that begins at `start`; there must be room for a level more. */
static inline void syntax_open(struct syntax *syntax, bool object, struct spot start)
{
    size_t depth = ++syntax->depth;
    unsigned char bit = (unsigned char)(1u << depth % 8);

    if (object)
        syntax->objects[depth / 8] |= bit;
    else
        syntax->objects[depth / 8] &= (unsigned char)~bit;
    *syntax_level(syntax) = (struct syntax_level){.start = start};
}

static inline void syntax_close(struct syntax *syntax)
{
    syntax->depth--;
}

/* Adds `name` to the path of the innermost object, and takes it off again. */
void syntax_push_name(struct syntax *syntax);
void syntax_pop_name(struct syntax *syntax);

/* Writes the pointer of the innermost object or array; of its present element or member if so
 * asked. Where that is too long, the pointer names the innermost value around it that has room. */
void syntax_pointer(const struct syntax *syntax, bool element, char pointer[PLACE_POINTER_ROOM]);

/* json_string.c: strings. */

/* Starts a string at its opening quote. */
void string_begin(struct syntax *syntax);

/* Goes on with it: TOKEN_STRING at its end, TOKEN_MORE, TOKEN_FAULT. */
enum token string_continue(struct syntax *syntax);

/* json_fault.c: what to say of text that is not JSON. All of them return TOKEN_FAULT, except that
 * the first two return TOKEN_NOTHING where what follows must be seen first. */

/* The byte at `at` can't stand where it stands. */
enum token fault_unexpected(struct syntax *syntax);

/* Looks at what follows. */
enum token fault_puzzle(struct syntax *syntax);

/* The text ends where it may not. */
enum token fault_cut_off(struct syntax *syntax);

enum token fault_too_deep(struct syntax *syntax);

/* The bytes at `spot` begin no character. */
enum token fault_utf8(struct syntax *syntax, struct spot spot);

/* The byte at `at` can't stand inside a string, or in the escape that it would belong to. */
enum token fault_in_string(struct syntax *syntax, unsigned char byte);

#endif
