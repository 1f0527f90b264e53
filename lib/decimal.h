/* Exact comparison of a decimal with a binary number, for the texts that 128 bits don't settle. */
#ifndef ROWCOL_DECIMAL_H
#define ROWCOL_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

/* The most digits that a comparison takes. Halfway points between doubles have at most 768 digits,
 * so a decimal that is cut after more can only be larger than a halfway point that it seems to hit,
 * never on the other side of it. */
#define DECIMAL_DIGITS 800

/* Compares digits * 10^scale with significand * 2^exponent.
 *
 * digits       `count` ASCII digits, at most DECIMAL_DIGITS, the first not '0'.
 * significand  below 2^54.
 *
 * The two must agree within a factor of two and lie between 2^-1080 and 2^1030.
 * Returns less than, equal to or more than 0, as the decimal is less, equal or more.
 * Pure: no allocation, any thread. */
int rowcol_decimal_compare(const char *digits, size_t count, int scale, uint64_t significand,
                           int exponent);

#endif
