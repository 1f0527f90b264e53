/* Where a token stands: what is open around it, and its JSON Pointer (RFC 6901). Only faults ask
 * for the pointer, so it is put together then, of the indexes and names that are kept for each
 * level. */
#include <stdio.h>
#include <string.h>

#include "formats/json_grammar.h"

/* Writes one byte of a name as RFC 6901 escapes it. Returns the length. */
static size_t escape(char byte, char text[2])
{
    if (byte != '~' && byte != '/') {
        text[0] = byte;
        return 1;
    }
    text[0] = '~';
    text[1] = byte == '~' ? '0' : '1';
    return 2;
}

void syntax_push_name(struct syntax *syntax)
{
    size_t length = syntax->names_length;

    if (syntax->names_cut > 0)
        return;
    if (syntax->name_cut || length + 1 + 2 * syntax->name_length > sizeof syntax->names) {
        syntax->names_cut = syntax->depth;
        return;
    }
    syntax->names[length++] = '/';
    for (size_t i = 0; i < syntax->name_length; i++)
        length += escape(syntax->name[i], syntax->names + length);
    syntax->names_length = length;
}

void syntax_pop_name(struct syntax *syntax)
{
    if (syntax->names_cut == syntax->depth)
        syntax->names_cut = 0;
    else if (syntax->names_cut == 0)
        while (syntax->names[--syntax->names_length] != '/') {
        }
}

/* The length of the name at *names, its slash included. */
static size_t name_token(const char *names, const char *end)
{
    const char *slash = memchr(names + 1, '/', (size_t)(end - names) - 1);

    return (size_t)((slash == NULL ? end : slash) - names);
}

void syntax_pointer(const struct syntax *syntax, bool element, char pointer[PLACE_POINTER_ROOM])
{
    size_t depth = element ? syntax->depth : syntax->depth == 0 ? 0 : syntax->depth - 1;
    const char *names = syntax->names;
    const char *names_end = syntax->names + syntax->names_length;
    size_t length = strlen(syntax->within);

    memcpy(pointer, syntax->within, length);
    for (size_t level = 1; level <= depth && level <= SYNTAX_LEVELS; level++) {
        char index[24];
        const char *token = index;
        size_t size;

        if (level == syntax->names_cut)
            break;
        if (syntax_in_object(syntax, level)) {
            token = names;
            size = name_token(names, names_end);
            names += size;
        } else {
            size = (size_t)sprintf(index, "/%zu", syntax->levels[level].index);
        }
        if (length + size >= PLACE_POINTER_ROOM)
            break;
        memcpy(pointer + length, token, size);
        length += size;
    }
    pointer[length] = '\0';
}

void syntax_place(const struct syntax *syntax, enum token token, struct place *place)
{
    place->line = syntax->token.line;
    place->column = syntax->token.column;
    syntax_pointer(syntax, token != TOKEN_OBJECT && token != TOKEN_ARRAY, place->pointer);
}
