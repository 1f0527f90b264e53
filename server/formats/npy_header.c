#include "formats/npy_header.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Brackets within a type: named columns within columns. No file of ours has any. */
#define DEEPEST 32

struct cursor {
    const char *next;
    const char *end;
};

size_t npy_start_length(unsigned char major, unsigned char minor)
{
    if (minor != 0 || major < 1 || major > 3)
        return 0;
    return major == 1 ? NPY_VERSION_END + 2 : NPY_VERSION_END + 4;
}

size_t npy_header_length(const unsigned char *start, size_t start_length)
{
    size_t length = 0;

    for (size_t i = start_length; i > NPY_VERSION_END; i--)
        length = length << 8 | start[i - 1];
    return length;
}

static bool is_utf8(const char *text, size_t length)
{
    for (size_t at = 0, character; at < length; at += character) {
        character = utf8_character(text + at, length - at);
        if (character == 0)
            return false;
    }
    return true;
}

/* --- Tokens ----------------------------------------------------------------------------------- */

static char peek(const struct cursor *cursor)
{
    return cursor->next < cursor->end ? *cursor->next : '\0';
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->next < cursor->end && strchr(" \t\r\n\f", *cursor->next) && *cursor->next)
        cursor->next++;
}

/* Takes one character, with blanks before it, if it is this one. */
static bool take(struct cursor *cursor, char character)
{
    skip_blanks(cursor);
    if (peek(cursor) != character || cursor->next == cursor->end)
        return false;
    cursor->next++;
    return true;
}

static bool take_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(cursor->end - cursor->next) < length || memcmp(cursor->next, word, length) != 0)
        return false;
    cursor->next += length;
    return true;
}

/* Takes a string in either kind of quotes, on one line. What stands between the quotes is left as
 * it is: nothing that is looked for has escapes. */
static bool take_string(struct cursor *cursor, struct npy_span *string)
{
    char quote = peek(cursor);
    const char *start;

    if (quote != '\'' && quote != '"')
        return false;
    start = ++cursor->next;
    for (; cursor->next < cursor->end; cursor->next++) {
        if (*cursor->next == quote) {
            *string = (struct npy_span){start, (size_t)(cursor->next - start)};
            cursor->next++;
            return true;
        }
        if (*cursor->next == '\n')
            return false;
        if (*cursor->next == '\\' && cursor->next + 1 < cursor->end)
            cursor->next++;
    }
    return false;
}

/* Takes digits and Python 2's L; a number too large is SIZE_MAX. */
static bool take_number(struct cursor *cursor, size_t *number)
{
    const char *start = cursor->next;

    *number = 0;
    for (; peek(cursor) >= '0' && peek(cursor) <= '9'; cursor->next++) {
        size_t digit = (size_t)(*cursor->next - '0');

        *number = *number > (SIZE_MAX - digit) / 10 ? SIZE_MAX : *number * 10 + digit;
    }
    if (cursor->next == start || (*start == '0' && cursor->next - start > 1))
        return false;
    if (peek(cursor) == 'L')
        cursor->next++;
    return true;
}

/* --- Values ----------------------------------------------------------------------------------- */

/* Takes what stands in brackets, brackets within it included. */
static bool take_brackets(struct cursor *cursor, struct npy_span *value)
{
    char closing[DEEPEST];
    size_t depth = 0;
    struct npy_span string;

    value->text = cursor->next;
    do {
        char character = peek(cursor);

        if (character == '\'' || character == '"') {
            if (!take_string(cursor, &string))
                return false;
            continue;
        }
        if (character == '\0' || character == '{' || character == '}')
            return false;
        if (character == '[' || character == '(') {
            if (depth == DEEPEST)
                return false;
            closing[depth++] = character == '[' ? ']' : ')';
        } else if ((character == ']' || character == ')') && closing[--depth] != character) {
            return false;
        }
        cursor->next++;
    } while (depth > 0);
    value->length = (size_t)(cursor->next - value->text);
    return true;
}

static const char *take_type(struct cursor *cursor, struct npy_header *header)
{
    bool in_brackets = peek(cursor) == '[' || peek(cursor) == '(';

    if (in_brackets ? take_brackets(cursor, &header->type) : take_string(cursor, &header->type))
        return NULL;
    return "has a 'descr' that is neither a string nor a list of columns";
}

static const char *take_order(struct cursor *cursor, struct npy_header *header)
{
    header->fortran_order = take_word(cursor, "True");
    if (header->fortran_order || take_word(cursor, "False"))
        return NULL;
    return "has a 'fortran_order' that is neither True nor False";
}

static const char *take_shape(struct cursor *cursor, struct npy_header *header)
{
    static const char fault[] = "has a 'shape' that is no tuple of whole numbers, such as (2, 3)";
    const char *start = cursor->next;
    bool comma = true;

    if (!take(cursor, '('))
        return fault;
    for (header->dimensions = 0; !take(cursor, ')'); header->dimensions++) {
        size_t length;

        if (!comma || !take_number(cursor, &length))
            return fault;
        if (header->dimensions < COUNT(header->lengths))
            header->lengths[header->dimensions] = length;
        comma = take(cursor, ',');
    }
    if (header->dimensions == 1 && !comma)
        return "has a 'shape' in which a comma is missing: one number alone is (3,)";
    header->shape = (struct npy_span){start, (size_t)(cursor->next - start)};
    return NULL;
}

/* --- The header ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *(*take)(struct cursor *cursor, struct npy_header *header);
} keys[] = {
    {"descr", take_type},
    {"fortran_order", take_order},
    {"shape", take_shape},
};

/* Takes one item, `'key': value`; `seen` has a mark for each key. */
static const char *take_item(struct cursor *cursor, bool seen[COUNT(keys)],
                             struct npy_header *header)
{
    struct npy_span name;
    size_t key = 0;

    if (!take_string(cursor, &name))
        return "is no Python dictionary: a key in quotes, or its closing brace, is missing";
    while (key < COUNT(keys) && (strlen(keys[key].name) != name.length ||
                                 memcmp(keys[key].name, name.text, name.length) != 0))
        key++;
    if (key == COUNT(keys))
        return "has a key that is not 'descr', 'fortran_order' or 'shape'";
    if (seen[key])
        return "has the same key twice";
    seen[key] = true;
    if (!take(cursor, ':'))
        return "is no Python dictionary: a colon is missing after a key";
    skip_blanks(cursor);
    return keys[key].take(cursor, header);
}

static const char *take_items(struct cursor *cursor, struct npy_header *header)
{
    bool seen[COUNT(keys)] = {false};
    bool comma = true;

    while (!take(cursor, '}')) {
        const char *fault;

        if (!comma)
            return "is no Python dictionary: a comma is missing between two items";
        fault = take_item(cursor, seen, header);
        if (fault)
            return fault;
        comma = take(cursor, ',');
    }
    for (size_t i = 0; i < COUNT(keys); i++)
        if (!seen[i])
            return "lacks one of the keys 'descr', 'fortran_order' and 'shape'";
    return NULL;
}

const char *npy_header_read(const char *text, size_t length, bool utf8, struct npy_header *header)
{
    struct cursor cursor = {text, text + length};
    const char *fault;

    *header = (struct npy_header){.dimensions = 0};
    if (utf8 && !is_utf8(text, length))
        return "has bytes that are no UTF-8, which version 3.0 is written in";
    if (!take(&cursor, '{'))
        return "does not begin with the brace of a Python dictionary";
    fault = take_items(&cursor, header);
    if (fault)
        return fault;
    skip_blanks(&cursor);
    return cursor.next == cursor.end ? NULL : "goes on after its closing brace";
}
