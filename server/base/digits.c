#include "base/digits.h"

#include <string.h>

char *digits_write(char *to, uint64_t value, int least)
{
    char digits[DIGITS_LONGEST];
    char *at = digits + sizeof digits;
    size_t length;

    for (; value > 0 || least > 0; least--, value /= 10)
        *--at = (char)('0' + value % 10);
    length = (size_t)(digits + sizeof digits - at);
    memcpy(to, at, length);
    return to + length;
}

char *digits_write_thousandths(char *to, uint64_t thousandths)
{
    to = digits_write(to, thousandths / 1000, 1);
    *to++ = '.';
    return digits_write(to, thousandths % 1000, 3);
}
