/* UTF-8 as RFC 3629 has it, for text that a client may have chosen. Pure functions, any thread. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* A character of several bytes that is being read, byte by byte. */
struct utf8 {
    int left;                /* bytes to come */
    unsigned char low, high; /* what the next one may be */
    unsigned character;      /* the bits so far; all of them where none is left */
};

/* Starts with a character's first byte. False: no character of several bytes starts with it. */
bool utf8_begin(struct utf8 *sequence, unsigned char byte);

/* Goes on with the next byte, while some are left. False: it can't stand there. */
bool utf8_continue(struct utf8 *sequence, unsigned char byte);

/* The length, 1 to 4, of the character at the start of `length` bytes; 0 if no well-formed
 * character stands there whole (overlong forms, surrogates and what lies beyond U+10FFFF are not
 * well-formed), or `length` is 0. */
size_t utf8_character(const char *text, size_t length);

/* `length` less the bytes of a last character that was cut. */
size_t utf8_cut(const char *text, size_t length);

/* Writes a question mark over every byte of a terminated text that belongs to no character. */
void utf8_repair(char *text);

#endif
