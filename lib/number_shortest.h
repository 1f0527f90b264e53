/* What every writer of number text shares: the constants of the method that number_write.c tells,
 * which the proof in tables/ reads here, and the form of a text. */
#ifndef ROWCOL_NUMBER_SHORTEST_H
#define ROWCOL_NUMBER_SHORTEST_H

#include <stdint.h>

/* log10(2) and log10(4/3) times 2^20, rounded: near enough for every exponent, which the proof
 * asserts. */
#define LOG10_OF_2 315653
#define LOG10_OF_4_THIRDS 131008

/* Ten times what is cut off from the fraction is 0 to 10 units: with 8 of them added, every double
 * is decided rightly. */
#define DIGIT_MAKE_UP 8

/* A decimal is 0.digits * 10^point, with 16 digits, the first not zero, or with 17. */
#define DIGITS 16
#define SMALLEST_DIGITS UINT64_C(1000000000000000)

/* Points from here to there are written without an exponent. */
#define FIXED_FIRST (-5)
#define FIXED_LAST 21

/* Short decimals, n / 10^6 below 10^9, are most of what people write, whole numbers among them.
 * They need no table: n has at most 15 digits, and no two decimals of so few are nearest to the
 * same double. So where n / 10^6, rounded once by a division, is the double, n is its shortest
 * text. More than 6 places would be written with an exponent. */
#define PLACES 6
#define PLACES_SCALE 1e6
#define PLACES_BELOW 1e9

#endif
