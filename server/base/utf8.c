#include "base/utf8.h"

#include <string.h>

bool utf8_begin(struct utf8 *sequence, unsigned char byte)
{
    if (byte < 0xc2 || byte > 0xf4)
        return false;
    sequence->left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    sequence->character = byte & (0x3fu >> sequence->left);
    /* No longer than need be, no surrogates, nothing beyond U+10FFFF: RFC 3629, section 4. */
    sequence->low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
    sequence->high = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
    return true;
}

bool utf8_continue(struct utf8 *sequence, unsigned char byte)
{
    if (byte < sequence->low || byte > sequence->high)
        return false;
    sequence->left--;
    sequence->character = sequence->character << 6 | (byte & 0x3fu);
    sequence->low = 0x80;
    sequence->high = 0xbf;
    return true;
}

size_t utf8_character(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    struct utf8 sequence;
    size_t size = 1;

    if (length > 0 && bytes[0] < 0x80)
        return 1;
    if (length == 0 || !utf8_begin(&sequence, bytes[0]))
        return 0;
    for (; sequence.left > 0; size++) {
        if (size == length || !utf8_continue(&sequence, bytes[size]))
            return 0;
    }
    return size;
}

size_t utf8_cut(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t back = 1; back <= 3 && back <= length; back++) {
        unsigned char byte = bytes[length - back];
        struct utf8 sequence;

        if (utf8_begin(&sequence, byte))
            return (size_t)sequence.left >= back ? length - back : length;
        if (byte < 0x80)
            return length;
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
