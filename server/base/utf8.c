#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* How many bytes a character with this first byte has; 0 if it can be no first byte. */
static size_t announced(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2)
        return 0;
    if (first < 0xe0)
        return 2;
    if (first < 0xf0)
        return 3;
    return first < 0xf5 ? 4 : 0;
}

static bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The second byte's range is narrower after four of the first bytes: RFC 3629, section 4. */
static bool second_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second < 0xa0;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second < 0x90;
    default:
        return true;
    }
}

size_t utf8_character(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t size = length > 0 ? announced(bytes[0]) : 0;

    if (size > length)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!continues(bytes[i]))
            return 0;
    }
    if (size > 1 && !second_fits(bytes[0], bytes[1]))
        return 0;
    return size;
}

size_t utf8_cut(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t back = 1; back <= 3 && back <= length; back++) {
        unsigned char byte = bytes[length - back];

        if (!continues(byte))
            return announced(byte) > back ? length - back : length;
    }
    return length;
}

void utf8_repair(char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        size_t size = utf8_character(text, left);

        if (size == 0) {
            *text = '?';
            size = 1;
        }
        text += size;
        left -= size;
    }
}
