/* The double nearest to significand * 10^exponent: what both readers of number text share. */
#ifndef ROWCOL_NUMBER_NEAREST_H
#define ROWCOL_NUMBER_NEAREST_H

#include <stdbool.h>
#include <stdint.h>

#include "number_double.h"
#include "number_tables.h"

/* The most decimal digits that always fit into a 64-bit significand. */
#define SIGNIFICAND_DIGITS 19

/* A double without its sign, and how sure we are of it. */
struct nearest {
    uint64_t bits; /* of the nearest double, infinity included, if `sure` */
    bool sure;
    /* If not sure: the number lies close to the point halfway between two neighbours, which is
     * halfway_significand * 2^halfway_exponent, and `bits` is the lower one. */
    uint64_t halfway_significand;
    int halfway_exponent;
};

/* Rounds a 53-bit significand with 64 more bits, `rest`, behind it, known to be at most `slack`
 * too small. `exponent` is the double's biased exponent, below 1 for subnormals. */
static inline struct nearest nearest_round(uint64_t significand, uint64_t rest, uint64_t slack,
                                           int exponent)
{
    const uint64_t half = UINT64_C(1) << 63;
    struct nearest result = {.sure = true};

    if (exponent >= DOUBLE_EXPONENT_MAX) {
        result.bits = DOUBLE_INFINITY;
        return result;
    }
    if (exponent < 1) {
        int shift = 1 - exponent;

        if (shift >= 64)
            return result;
        rest = significand << (64 - shift) | rest >> shift;
        significand >>= shift;
        slack = (slack >> shift) + 1;
        result.bits = significand;
        exponent = 1;
    } else {
        /* The significand's top bit adds 1 to the exponent. */
        result.bits = ((uint64_t)(exponent - 1) << DOUBLE_SIGNIFICAND_BITS) + significand;
    }
    if (half - rest <= slack) {
        result.sure = false;
        result.halfway_significand = 2 * significand + 1;
        result.halfway_exponent = exponent - DOUBLE_EXPONENT_BIAS - 1;
        return result;
    }
    result.bits += rest >> 63;
    return result;
}

/* The double nearest to significand * 10^exponent (Lemire 2021, see number_read.c).
 *
 * `cut` says that the significand is SIGNIFICAND_DIGITS digits of a longer text, so that the number
 * may be anything from significand up to, not including, significand + 1. */
static inline struct nearest nearest_double(uint64_t significand, int exponent, bool cut)
{
    if (significand == 0 || exponent < POWER_OF_TEN_FIRST)
        return (struct nearest){.bits = 0, .sure = true};
    if (exponent > POWER_OF_TEN_LAST_READ)
        return (struct nearest){.bits = DOUBLE_INFINITY, .sure = true};

    const struct power_of_ten *power = power_of_ten(exponent);
    int zeros = __builtin_clzll(significand);
    uint64_t normalized = significand << zeros;

    /* The first 128 of 192 bits of the product, one unit too small at most by what the table cuts
     * off and by less than another by what is cut off here. */
    uint128 product = power_of_ten_multiply(power, normalized);
    uint64_t high = (uint64_t)(product >> 64);
    int carried = (int)(high >> 63);
    int below = 10 + carried; /* bits of `high` below the double's 53 */
    uint64_t rest = high << (64 - below) | (uint64_t)product >> below;
    uint64_t slack = 1;

    if (cut)
        slack += ((UINT64_C(1) << zeros) + 1) << (64 - below);
    return nearest_round(high >> below, rest, slack,
                         power_of_ten_binary_exponent(exponent) - zeros + carried +
                             DOUBLE_EXPONENT_BIAS + 11);
}

#endif
