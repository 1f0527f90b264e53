/* Strings: their grammar, the check of their UTF-8, and the text of those that are names. */
#include <string.h>

#include "formats/json_grammar.h"

#define REPLACEMENT 0xFFFDu

/* Writes a character as UTF-8. Returns the length, at most 4. */
static size_t utf8_write(unsigned character, char text[4])
{
    if (character < 0x80) {
        text[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        text[0] = (char)(0xC0 | character >> 6);
        text[1] = (char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        text[0] = (char)(0xE0 | character >> 12);
        text[1] = (char)(0x80 | (character >> 6 & 0x3F));
        text[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    text[0] = (char)(0xF0 | character >> 18);
    text[1] = (char)(0x80 | (character >> 12 & 0x3F));
    text[2] = (char)(0x80 | (character >> 6 & 0x3F));
    text[3] = (char)(0x80 | (character & 0x3F));
    return 4;
}

static bool is_name(const struct syntax *syntax)
{
    return syntax->expects == EXPECTS_NAME || syntax->expects == EXPECTS_NAME_OR_END;
}

/* Adds a character, which fits whole or cuts the name. */
static void name_add(struct syntax *syntax, unsigned character)
{
    char text[4];
    size_t length = utf8_write(character, text);

    if (!is_name(syntax))
        return;
    if (syntax->name_cut || length > sizeof syntax->name - syntax->name_length) {
        syntax->name_cut = true;
        return;
    }
    memcpy(syntax->name + syntax->name_length, text, length);
    syntax->name_length += length;
}

/* The first half of a surrogate pair, if there was one, has turned out to be alone. */
static void end_lone_half(struct syntax *syntax)
{
    if (syntax->high_surrogate == 0)
        return;
    name_add(syntax, REPLACEMENT);
    syntax->high_surrogate = 0;
    syntax->lone_half = true;
}

static void add_character(struct syntax *syntax, unsigned character)
{
    end_lone_half(syntax);
    name_add(syntax, character);
}

/* Adds what \u and four hexadecimal digits mean. */
static void add_unit(struct syntax *syntax, unsigned unit)
{
    bool low = unit >= 0xDC00 && unit <= 0xDFFF;

    if (low && syntax->high_surrogate != 0) {
        name_add(syntax, 0x10000 + ((syntax->high_surrogate - 0xD800) << 10) + (unit - 0xDC00));
        syntax->high_surrogate = 0;
    } else if (unit >= 0xD800 && unit <= 0xDBFF) {
        end_lone_half(syntax);
        syntax->high_surrogate = unit;
    } else {
        syntax->lone_half |= low;
        add_character(syntax, low || unit == 0 ? REPLACEMENT : unit);
    }
}

void string_begin(struct syntax *syntax)
{
    syntax->at++;
    syntax->inside = INSIDE_STRING;
    syntax->string = STRING_PLAIN;
    syntax->high_surrogate = 0;
    if (is_name(syntax)) {
        syntax->name_length = 0;
        syntax->name_cut = false;
    }
}

static enum token plain(struct syntax *syntax, unsigned char byte)
{
    if (byte == '"') {
        syntax->at++;
        end_lone_half(syntax);
        return TOKEN_STRING;
    }
    if (byte < 0x20)
        return fault_in_string(syntax, byte);
    if (byte == '\\') {
        syntax->string = STRING_ESCAPE;
    } else if (byte < 0x80) {
        add_character(syntax, byte);
    } else {
        syntax->sequence_start = syntax_spot(syntax, syntax->at);
        if (!utf8_begin(&syntax->sequence, byte))
            return fault_utf8(syntax, syntax->sequence_start);
        syntax->string = STRING_SEQUENCE;
    }
    syntax->at++;
    return TOKEN_NOTHING;
}

static enum token in_sequence(struct syntax *syntax, unsigned char byte)
{
    if (!utf8_continue(&syntax->sequence, byte))
        return fault_utf8(syntax, syntax->sequence_start);
    syntax->at++;
    if (syntax->sequence.left == 0) {
        add_character(syntax, syntax->sequence.character);
        syntax->string = STRING_PLAIN;
    }
    return TOKEN_NOTHING;
}

static enum token in_escape(struct syntax *syntax, char byte)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *name = byte == '\0' ? NULL : strchr(names, byte);

    if (byte == 'u') {
        syntax->string = STRING_HEX;
        syntax->hex = 0;
        syntax->hex_left = 4;
    } else if (name != NULL) {
        add_character(syntax, (unsigned char)meanings[name - names]);
        syntax->string = STRING_PLAIN;
    } else {
        return fault_in_string(syntax, (unsigned char)byte);
    }
    syntax->at++;
    return TOKEN_NOTHING;
}

static enum token in_hex(struct syntax *syntax, char byte)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *digit = byte == '\0' ? NULL : strchr(digits, byte);
    unsigned value;

    if (digit == NULL)
        return fault_in_string(syntax, (unsigned char)byte);
    value = (unsigned)(digit - digits);
    syntax->hex = syntax->hex << 4 | (value < 16 ? value : value - 6);
    syntax->at++;
    if (--syntax->hex_left == 0) {
        add_unit(syntax, syntax->hex);
        syntax->string = STRING_PLAIN;
    }
    return TOKEN_NOTHING;
}

/* Over what is no name and needs no look: strings may be long. */
static void skip_plain(struct syntax *syntax)
{
    const char *at = syntax->at;

    if (syntax->string != STRING_PLAIN || is_name(syntax))
        return;
    while (at < syntax->end && *at >= 0x20 && *at < 0x7F && *at != '"' && *at != '\\')
        at++;
    syntax->at = at;
}

enum token string_continue(struct syntax *syntax)
{
    char byte;

    skip_plain(syntax);
    if (syntax->at == syntax->end)
        return syntax->complete ? fault_cut_off(syntax) : TOKEN_MORE;
    byte = *syntax->at;
    switch (syntax->string) {
    case STRING_ESCAPE:
        return in_escape(syntax, byte);
    case STRING_HEX:
        return in_hex(syntax, byte);
    case STRING_SEQUENCE:
        return in_sequence(syntax, (unsigned char)byte);
    default:
        return plain(syntax, (unsigned char)byte);
    }
}
