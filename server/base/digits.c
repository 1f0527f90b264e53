#include "base/digits.h"

#include <string.h>

char *digits_write(char *to, uint64_t value, int least)
{
    char digits[DIGITS_LONGEST];
    char *at = digits + sizeof digits;
    size_t length;

    /* Most of them are: milliseconds and parts of them. */
    if (value < 10 && least == 1) {
        *to = (char)('0' + value);
        return to + 1;
    }
    for (; value > 0 || least > 0; least--, value /= 10)
        *--at = (char)('0' + value % 10);
    length = (size_t)(digits + sizeof digits - at);
    memcpy(to, at, length);
    return to + length;
}

char *digits_write_thousandths(char *to, uint64_t thousandths)
{
    unsigned decimals = (unsigned)(thousandths % 1000);

    to = digits_write(to, thousandths / 1000, 1);
    to[0] = '.';
    to[1] = (char)('0' + decimals / 100);
    to[2] = (char)('0' + decimals / 10 % 10);
    to[3] = (char)('0' + decimals % 10);
    return to + 4;
}
