/* Characters of HTTP's tokens (RFC 9110, 5.6.2). Pure. */
#ifndef BASE_TOKEN_H
#define BASE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

/* Letters, digits and !#$%&'*+-.^_`|~. A bit for each character: strspn makes such a table anew in
 * every call, which took 500 instructions for a short token. */
static inline bool token_has(char character)
{
    static const uint64_t sets[2] = {0x03ff6cfa00000000, 0x57ffffffc7fffffe};
    unsigned char c = (unsigned char)character;

    return c < 128 && (sets[c / 64] >> (c % 64) & 1);
}

#endif
