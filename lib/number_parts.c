/* Number text that arrives in parts: a machine with a state for each place of the grammar.
 *
 *     number   = [ "-" ] integer [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit ]
 *     integer  = "0" / ( digit1-9 *digit )                             RFC 8259, section 6
 *
 * Memory is constant: after DECIMAL_DIGITS significant digits all that a further digit can still do
 * is to lift the number off a point halfway between two doubles, and for that it is enough to know
 * whether any of them is not zero. This is also the exact, unhurried way of rowcol_number_read. */
#include <rowcol/number.h>

#include "decimal.h"
#include "number_nearest.h"

_Static_assert(sizeof((rowcol_number_parts *)0)->_digits == DECIMAL_DIGITS,
               "the digits that are kept are those that a comparison takes");

enum state { START, MINUS, ZERO, INTEGER, POINT, FRACTION, LETTER_E, EXPONENT_SIGN, EXPONENT };

/* No text in memory is long enough to bring a larger exponent back into the range of doubles. */
#define EXPONENT_LIMIT INT64_C(100000000000000000)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void rowcol_number_begin(rowcol_number_parts *number)
{
    number->_state = START;
    number->_negative = 0;
    number->_exponent_negative = 0;
    number->_inexact = 0;
    number->_count = 0;
    number->_scale = 0;
    number->_exponent = 0;
}

/* Takes a run of digits of the integer or the fraction, and returns the first byte behind it. */
static const char *take_digits(rowcol_number_parts *number, const char *p, const char *end)
{
    const char *first = p;
    size_t count = number->_count;

    if (count == 0) {
        while (p < end && *p == '0')
            p++;
    }
    while (p < end && is_digit(*p) && count < DECIMAL_DIGITS)
        number->_digits[count++] = *p++;
    number->_count = count;

    const char *kept = p;

    for (; p < end && is_digit(*p); p++)
        number->_inexact |= *p != '0';
    number->_scale += number->_state == FRACTION ? first - kept : p - kept;
    return p;
}

static void take_exponent_digit(rowcol_number_parts *number, char digit)
{
    if (number->_exponent < EXPONENT_LIMIT)
        number->_exponent = number->_exponent * 10 + (digit - '0');
}

/* The state after `c`, or -1 if the number can't go on with it. */
static int next_state(enum state state, char c)
{
    switch (state) {
    case START:
        return c == '-' ? MINUS : c == '0' ? ZERO : is_digit(c) ? INTEGER : -1;
    case MINUS:
        return c == '0' ? ZERO : is_digit(c) ? INTEGER : -1;
    case INTEGER:
        if (is_digit(c))
            return INTEGER;
        /* fall through */
    case ZERO:
        return c == '.' ? POINT : c == 'e' || c == 'E' ? LETTER_E : -1;
    case POINT:
        return is_digit(c) ? FRACTION : -1;
    case FRACTION:
        return is_digit(c) ? FRACTION : c == 'e' || c == 'E' ? LETTER_E : -1;
    case LETTER_E:
        return c == '+' || c == '-' ? EXPONENT_SIGN : is_digit(c) ? EXPONENT : -1;
    case EXPONENT_SIGN:
    case EXPONENT:
        return is_digit(c) ? EXPONENT : -1;
    }
    return -1;
}

/* Whether the text so far is a number, whatever follows. */
static bool is_whole_text(enum state state)
{
    return state == ZERO || state == INTEGER || state == FRACTION || state == EXPONENT;
}

rowcol_status rowcol_number_feed(rowcol_number_parts *number, const char **text, const char *end)
{
    const char *p = *text;

    while (p < end) {
        int state = next_state((enum state)number->_state, *p);

        if (state < 0)
            break;
        number->_state = state;
        if (state == INTEGER || state == FRACTION) {
            p = take_digits(number, p, end);
            continue;
        }
        if (state == MINUS)
            number->_negative = 1;
        else if (state == EXPONENT_SIGN)
            number->_exponent_negative = *p == '-';
        else if (state == EXPONENT)
            take_exponent_digit(number, *p);
        p++;
    }
    *text = p;
    if (p < end && !is_whole_text((enum state)number->_state))
        return ROWCOL_NOT_A_NUMBER;
    return ROWCOL_OK;
}

/* The power of ten of the last digit kept, held within what an int holds and far beyond doubles. */
static int power_of_last_digit(const rowcol_number_parts *number)
{
    const int far = 1000000;
    int64_t exponent = number->_exponent_negative ? -number->_exponent : number->_exponent;
    int64_t power = number->_scale + exponent;

    return power < -far ? -far : power > far ? far : (int)power;
}

/* Settles on which side of the halfway point the number is; on it, the even neighbour is taken. */
static uint64_t round_exactly(const rowcol_number_parts *number, int power,
                              const struct nearest *near)
{
    int order = rowcol_decimal_compare(number->_digits, number->_count, power,
                                       near->halfway_significand, near->halfway_exponent);

    if (order == 0)
        order = number->_inexact ? 1 : near->bits & 1 ? 1 : -1;
    return near->bits + (order > 0);
}

rowcol_status rowcol_number_end(const rowcol_number_parts *number, double *value)
{
    if (!is_whole_text((enum state)number->_state))
        return ROWCOL_NOT_A_NUMBER;

    uint64_t significand = 0;
    size_t taken = 0;

    for (; taken < number->_count && taken < SIGNIFICAND_DIGITS; taken++)
        significand = significand * 10 + (uint64_t)(number->_digits[taken] - '0');

    int power = power_of_last_digit(number);
    struct nearest near =
        nearest_double(significand, power + (int)(number->_count - taken), taken < number->_count);

    if (!near.sure)
        near.bits = round_exactly(number, power, &near);
    if (near.bits >= DOUBLE_INFINITY)
        return ROWCOL_OUT_OF_RANGE;
    *value = double_of_bits(near.bits | (uint64_t)number->_negative << 63);
    return ROWCOL_OK;
}
