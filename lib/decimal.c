#include "decimal.h"

/* Both sides are made whole numbers: powers of five are multiplied to whichever side lacks them,
 * powers of two are shifted. What is compared is the same size on both sides, and the larger of
 *     800 digits                            2658 bits
 *     2^54 * 5^(800 + 324)                  2664 bits
 * and a bit or two more after the shift: LIMBS holds 3072. */
#define LIMB_BITS 64
#define LIMBS 48

/* Widest powers that fit into a limb. */
#define DIGITS_IN_LIMB 19
#define FIVES_IN_LIMB 27

__extension__ typedef unsigned __int128 uint128;

/* A whole number, least limb first, without leading zero limbs. */
struct whole {
    size_t count;
    uint64_t limbs[LIMBS];
};

static uint64_t power(uint64_t base, unsigned exponent)
{
    uint64_t result = 1;

    while (exponent-- > 0)
        result *= base;
    return result;
}

static void multiply_add(struct whole *number, uint64_t factor, uint64_t addend)
{
    uint64_t carry = addend;

    for (size_t i = 0; i < number->count; i++) {
        uint128 limb = (uint128)number->limbs[i] * factor + carry;

        number->limbs[i] = (uint64_t)limb;
        carry = (uint64_t)(limb >> LIMB_BITS);
    }
    if (carry != 0)
        number->limbs[number->count++] = carry;
}

static void multiply_by_power_of_five(struct whole *number, unsigned exponent)
{
    for (; exponent >= FIVES_IN_LIMB; exponent -= FIVES_IN_LIMB)
        multiply_add(number, power(5, FIVES_IN_LIMB), 0);
    multiply_add(number, power(5, exponent), 0);
}

static void shift_left(struct whole *number, unsigned bits)
{
    size_t limbs = bits / LIMB_BITS;

    multiply_add(number, UINT64_C(1) << (bits % LIMB_BITS), 0);
    for (size_t i = number->count; i-- > 0;)
        number->limbs[i + limbs] = number->limbs[i];
    for (size_t i = 0; i < limbs; i++)
        number->limbs[i] = 0;
    number->count += limbs;
}

static void set_digits(struct whole *number, const char *digits, size_t count)
{
    number->count = 0;
    while (count > 0) {
        unsigned taken = count < DIGITS_IN_LIMB ? (unsigned)count : DIGITS_IN_LIMB;
        uint64_t limb = 0;

        for (unsigned i = 0; i < taken; i++)
            limb = limb * 10 + (uint64_t)(digits[i] - '0');
        multiply_add(number, power(10, taken), limb);
        digits += taken;
        count -= taken;
    }
}

static int compare(const struct whole *a, const struct whole *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t i = a->count; i-- > 0;) {
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    }
    return 0;
}

int rowcol_decimal_compare(const char *digits, size_t count, int scale, uint64_t significand,
                           int exponent)
{
    struct whole decimal;
    struct whole binary = {.count = 1, .limbs = {significand}};
    int shift = scale - exponent; /* of the decimal: 10^scale is 5^scale * 2^scale */

    set_digits(&decimal, digits, count);
    if (scale >= 0)
        multiply_by_power_of_five(&decimal, (unsigned)scale);
    else
        multiply_by_power_of_five(&binary, (unsigned)-scale);
    if (shift >= 0)
        shift_left(&decimal, (unsigned)shift);
    else
        shift_left(&binary, (unsigned)-shift);
    return compare(&decimal, &binary);
}
