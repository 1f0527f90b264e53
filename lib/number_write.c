/* Doubles to the shortest text that reads back to the same double, and of several the nearest.
 * Floats likewise: what is said of c * 2^q holds for their c below 2^24, too.
 *
 * A double is c * 2^q. Whatever lies within half a 2^q of it reads back to it; at the ends of that
 * interval too if c is even. Below a power of two (c = 2^52) the neighbour is nearer, and so is the
 * end. Let 10^k be the largest power of ten not above the interval's length. Then the interval
 * holds at least one multiple of 10^k and at most one of 10^(k+1). If it holds that one, it is the
 * shortest text, else the nearest multiple of 10^k is (Giulietti, The Schubfach way to render
 * doubles, 2020).
 *
 * One multiplication tells which, as Xiang (xjb, 2025) and Zverovich (zmij, 2025) found. Take
 * c * 2^q * 10^-(k+1), a whole part and a fraction, and h, half of 2^q * 10^-(k+1). If the fraction
 * is below h, the whole part is in the interval; above 1 - h, the next whole number is; otherwise
 * ten times the fraction, rounded, is the last digit.
 *
 * The fraction is kept to 64 bits, less than 1 + 2^-9 units of the last too small.
 * lib/tables/prove_number_write.py shows in whole numbers that this never decides wrongly. */
#include <rowcol/number.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "number_digits.h"
#include "number_double.h"
#include "number_rows.h"
#include "number_shortest.h"
#include "number_tables.h"

/* A decimal, 0.digits * 10^point. */
struct decimal {
    uint64_t digits; /* the first DIGITS as a number */
    uint64_t last;   /* the one behind them, 0 if there is none */
    int point;
};

/* What stands before the digits of the smallest of them, rounded up to a word. */
static const char leading_zeros[8] = {'0', '.', '0', '0', '0', '0', '0', '0'};

/* floor(log10(2^q)) and floor(log10(3/4 * 2^q)) for the q of doubles. */
static inline int floor_log10_interval(int q, bool power_of_two)
{
    return (q * LOG10_OF_2 - (power_of_two ? LOG10_OF_4_THIRDS : 0)) >> 20;
}

/* c * 2^q * 10^exponent as a whole number and a fraction, and half of 2^q * 10^exponent. */
struct scaled {
    uint64_t whole;
    uint64_t fraction; /* 0.fraction * 2^64 */
    uint64_t half;
};

static inline struct scaled scale(uint64_t c, int q, int exponent)
{
    const struct power_of_ten *power = power_of_ten(exponent);
    int shift = q + power_of_ten_binary_exponent(exponent) + 11; /* 7 to 11 */
    uint128 product = power_of_ten_multiply(power, c << shift);
    uint64_t high = (uint64_t)(product >> 64);

    return (struct scaled){
        .whole = high >> 10,
        .fraction = high << 54 | (uint64_t)product >> 10,
        .half = power->high >> (11 - shift),
    };
}

/* Ten times the fraction, rounded. Only .25 and .75 lie halfway: 2 and 8 are the even ones. */
static inline uint64_t nearest_digit(uint64_t fraction)
{
    const uint64_t half = UINT64_C(1) << 63;
    const uint64_t quarter = UINT64_C(1) << 62;

    return (uint64_t)(((uint128)fraction * 10 +
                       (fraction == quarter ? half - 1 : half + DIGIT_MAKE_UP)) >>
                      64);
}

/* The shortest decimal of c * 2^q. Its digits are yet to be moved up: there are 15 or 16 of them if
 * c has 53 bits, and fewer if it has not. */
static inline struct decimal shortest(uint64_t c, int q)
{
    int k = floor_log10_interval(q, false);
    struct scaled v = scale(c, q, -(k + 1));
    uint64_t half = v.half + (~c & 1);
    bool down = v.fraction < half;
    bool up = v.fraction + half < half;

    return (struct decimal){
        .point = k + 1 + DIGITS,
        .digits = v.whole + up,
        .last = nearest_digit(v.fraction) & ((uint64_t)(down | up) - 1),
    };
}

/* The same where c is the top bit alone: the interval is half as long downwards. */
static struct decimal shortest_of_power_of_two(uint64_t c, int q)
{
    int k = floor_log10_interval(q, true);
    struct scaled v = scale(c, q, -(k + 1));
    uint64_t below = v.half / 2;
    struct decimal decimal = {.digits = v.whole, .point = k + 1 + DIGITS};

    if (v.fraction + v.half < v.half) {
        decimal.digits++;
    } else if (v.fraction > below) {
        uint64_t least = (uint64_t)(((uint128)(v.fraction - below) * 10 + UINT64_MAX) >> 64);
        uint64_t nearest = nearest_digit(v.fraction);

        decimal.last = nearest < least ? least : nearest;
    }
    return decimal;
}

/* Moves the last digit to the others if they are only 15. By masks, as a branch would be guessed
 * wrong for every fourth number (3 ns a number). */
static inline void move_up(struct decimal *decimal)
{
    uint64_t few = 0 - (uint64_t)(decimal->digits < SMALLEST_DIGITS);

    decimal->digits += few & (decimal->digits * 9 + decimal->last);
    decimal->last &= ~few;
    decimal->point += (int)few;
}

/* The same for a subnormal, moved up to 15 digits. */
static struct decimal shortest_of_subnormal(uint64_t c)
{
    struct decimal decimal = shortest(c, 1 - DOUBLE_EXPONENT_BIAS);

    while (decimal.digits < SMALLEST_DIGITS / 10)
        move_up(&decimal);
    return decimal;
}

/* The same for a float, which has 9 digits at most. */
static struct decimal shortest_of_float(uint32_t c, int q, bool power_of_two)
{
    struct decimal decimal = power_of_two ? shortest_of_power_of_two(c, q) : shortest(c, q);

    decimal.digits = decimal.digits * TEN_TO_8 + decimal.last * (TEN_TO_8 / 10);
    decimal.last = 0;
    decimal.point -= 8;
    while (decimal.digits < SMALLEST_DIGITS / 10)
        move_up(&decimal);
    return decimal;
}

/* Writes the digits of a decimal: 17, or 16 with as many zeros at the end as there are. Returns how
 * many there are without those zeros. */
static inline size_t write_digits(const struct decimal *decimal, char *text)
{
    size_t count = digits_write16(decimal->digits, text);
    size_t last = 0 - (size_t)(decimal->last != 0);

    text[DIGITS] = (char)('0' + decimal->last);
    return count + (last & (DIGITS + 1 - count));
}

/* Whether c * 2^q, a normal double, is a whole number below 2^53. */
static inline bool is_whole(uint64_t c, int q)
{
    return q <= 0 && q >= -DOUBLE_SIGNIFICAND_BITS && (c & ((UINT64_C(1) << -q) - 1)) == 0;
}

/* Writes a whole number below 2^53, the zeros before its first digit left out. */
static inline size_t write_whole(uint64_t number, char *text)
{
    if (number >= TEN_TO_8) {
        size_t length = write_whole(number / TEN_TO_8, text);

        digits_store8(text + length, digits_split8(number % TEN_TO_8));
        return length + 8;
    }

    uint64_t digits = digits_split8(number);
    size_t zeros = (size_t)__builtin_ctzll(digits | UINT64_C(1) << 56) / 8;

    digits_store8(text, digits >> 8 * zeros);
    return 8 - zeros;
}

static size_t write_exponent(int exponent, char *text)
{
    size_t length = 2;
    unsigned size = (unsigned)(exponent < 0 ? -exponent : exponent);

    text[0] = 'e';
    text[1] = exponent < 0 ? '-' : '+';
    if (size >= 100)
        text[length++] = (char)('0' + size / 100);
    if (size >= 10)
        text[length++] = (char)('0' + size / 10 % 10);
    text[length++] = (char)('0' + size % 10);
    return length;
}

/* Lays a decimal out as ECMAScript's Number::toString does. */
static inline size_t write_decimal(const struct decimal *decimal, char *text)
{
    int point = decimal->point;

    if (point > 0 && point <= FIXED_LAST) { /* 123.45, 1234500 */
        memset(text + DIGITS, '0', FIXED_LAST - DIGITS);

        size_t count = write_digits(decimal, text);

        if (count <= (size_t)point)
            return (size_t)point;
        memmove(text + point + 1, text + point, DIGITS);
        text[point] = '.';
        return count + 1;
    }
    if (point <= 0 && point >= FIXED_FIRST) { /* 0.0012345 */
        memcpy(text, leading_zeros, sizeof leading_zeros);
        text += 2 - point;
        return write_digits(decimal, text) + (size_t)(2 - point);
    }

    size_t count = write_digits(decimal, text + 1); /* 1.2345e+67 */
    size_t length = count > 1 ? count + 1 : 1;

    text[0] = text[1];
    text[1] = '.';
    return length + write_exponent(point - 1, text + length);
}

size_t rowcol_number_write(double value, char text[ROWCOL_NUMBER_ROOM])
{
    uint64_t bits = bits_of_double(value);
    size_t sign = bits >> 63;
    int exponent = (int)(bits >> DOUBLE_SIGNIFICAND_BITS) & DOUBLE_EXPONENT_MAX;
    uint64_t c = bits & (DOUBLE_TOP_BIT - 1);
    int q = exponent - DOUBLE_EXPONENT_BIAS;
    struct decimal decimal;

    if (exponent == DOUBLE_EXPONENT_MAX)
        return 0;
    text[0] = '-';
    text += sign;
    if (exponent == 0) {
        if (c == 0)
            return sign + write_whole(0, text);
        decimal = shortest_of_subnormal(c);
    } else if (is_whole(c | DOUBLE_TOP_BIT, q)) {
        return sign + write_whole((c | DOUBLE_TOP_BIT) >> -q, text);
    } else if (c == 0) {
        decimal = shortest_of_power_of_two(DOUBLE_TOP_BIT, q);
    } else {
        decimal = shortest(c | DOUBLE_TOP_BIT, q);
    }
    move_up(&decimal);
    return sign + write_decimal(&decimal, text);
}

size_t rowcol_number_write_single(double value, char text[ROWCOL_NUMBER_ROOM])
{
    uint32_t bits = bits_of_float((float)value);
    size_t sign = bits >> 31;
    int exponent = (int)(bits >> FLOAT_SIGNIFICAND_BITS) & FLOAT_EXPONENT_MAX;
    uint32_t fraction = bits & (FLOAT_TOP_BIT - 1);
    uint32_t c = exponent > 0 ? fraction | FLOAT_TOP_BIT : fraction;
    int q = (exponent > 0 ? exponent : 1) - FLOAT_EXPONENT_BIAS;
    struct decimal decimal;

    if (exponent == FLOAT_EXPONENT_MAX)
        return 0;
    text[0] = '-';
    text += sign;
    if (c == 0)
        return sign + write_whole(0, text);
    if (is_whole(c, q))
        return sign + write_whole(c >> -q, text);
    decimal = shortest_of_float(c, q, fraction == 0);
    move_up(&decimal);
    return sign + write_decimal(&decimal, text);
}

size_t rowcol_numbers_write_portable(const double *values, size_t count, char *text)
{
    char *out = text;

    for (size_t i = 0; i < count; i++) {
        out += rowcol_number_write(values[i], out);
        *out++ = ',';
    }
    return (size_t)(out - text);
}

size_t rowcol_numbers_write_single(const double *values, size_t count, char *text)
{
    char *out = text;

    for (size_t i = 0; i < count; i++) {
        out += rowcol_number_write_single(values[i], out);
        *out++ = ',';
    }
    return (size_t)(out - text);
}
