/* How a double lies in its 64 bits, and a float in its 32: sign, exponent, significand. */
#ifndef ROWCOL_NUMBER_DOUBLE_H
#define ROWCOL_NUMBER_DOUBLE_H

#include <stdint.h>
#include <string.h>

/* A double is its significand, a whole number below 2^53, times a power of two: the exponent in its
 * bits less the bias. The top bit of a normal double's significand is left out; exponent 0 is for
 * subnormals, which have none and otherwise count as exponent 1. */
#define DOUBLE_SIGNIFICAND_BITS 52
#define DOUBLE_TOP_BIT (UINT64_C(1) << DOUBLE_SIGNIFICAND_BITS)
#define DOUBLE_EXPONENT_BIAS 1075
#define DOUBLE_EXPONENT_MAX 2047 /* of infinities and NaN */
#define DOUBLE_INFINITY ((uint64_t)DOUBLE_EXPONENT_MAX << DOUBLE_SIGNIFICAND_BITS)

/* The same of a float. */
#define FLOAT_SIGNIFICAND_BITS 23
#define FLOAT_TOP_BIT (UINT32_C(1) << FLOAT_SIGNIFICAND_BITS)
#define FLOAT_EXPONENT_BIAS 150
#define FLOAT_EXPONENT_MAX 255

static inline double double_of_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint64_t bits_of_double(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline uint32_t bits_of_float(float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#endif
