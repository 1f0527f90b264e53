/* Powers of ten, to 128 bits: the one table that number text is read and written with. */
#ifndef ROWCOL_NUMBER_TABLES_H
#define ROWCOL_NUMBER_TABLES_H

#include <stdint.h>

__extension__ typedef unsigned __int128 uint128;

/* Reading: below 10^-342 a 64-bit significand rounds to zero, above 10^308 it is out of range.
 * Writing: 2^-1074 is scaled by 10^323 and 2^971 by 10^-293. */
#define POWER_OF_TEN_FIRST (-342)
#define POWER_OF_TEN_LAST 323
#define POWER_OF_TEN_LAST_READ 308 /* 10^309 is more than any double */

/* 10^e is (high * 2^64 + low + theta) * 2^(binary_exponent(e) - 127) with 0 <= theta < 1: the first
 * 128 bits, cut off. Nothing is cut off from 10^0 to 10^55. */
struct power_of_ten {
    uint64_t high; /* its top bit is set */
    uint64_t low;
};

/* Declared hidden, its address needs no look-up in the shared library. */
extern __attribute__((visibility("hidden")))
const struct power_of_ten rowcol_powers_of_ten[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1];

static inline const struct power_of_ten *power_of_ten(int exponent)
{
    return &rowcol_powers_of_ten[exponent - POWER_OF_TEN_FIRST];
}

/* log2(10) * 2^16, rounded: near enough for every entry, which the generator asserts. */
#define LOG2_OF_10 217706

/* floor(e * log2(10)) */
static inline int power_of_ten_binary_exponent(int exponent)
{
    return (exponent * LOG2_OF_10) >> 16;
}

/* word * (high * 2^64 + low) / 2^64, cut off: the first 128 bits of 192. */
static inline uint128 power_of_ten_multiply(const struct power_of_ten *power, uint64_t word)
{
    return (uint128)word * power->high + (uint64_t)((uint128)word * power->low >> 64);
}

#endif
