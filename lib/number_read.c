/* Number text to doubles, exactly and fast.
 *
 * The digits are taken eight at a time into a 64-bit significand w, and the number is w * 10^q.
 * Lemire (Number Parsing at a Gigabyte per Second, Software: Practice and Experience 51 (8), 2021,
 * after Eisel) multiplies w with the first 128 bits of 10^q. The product's 192 bits are known but
 * for an error of a unit at bit 64, so that its first 53 bits round safely unless the bits that
 * follow them are those of a point halfway between two doubles, to within that error. That happens
 * with real halfway points, and by chance once in 2^63 texts; then number_parts.c compares the text
 * with the halfway point in whole numbers. So nothing here rests on a proof about which w and q can
 * occur: whatever is not sure is computed exactly.
 *
 * The quick way looks at 64 bytes without asking where the text ends. At the end of a buffer they
 * are a copy, padded with bytes that end every number. It knows only numbers that are fine and of
 * ordinary length, and it leaves all else, faults too, to the machine of number_parts.c. */
#include <rowcol/number.h>

#include "number_nearest.h"
#include "number_rows.h"

/* Up to three chunks of integer, a point, three of fraction, an "e", a sign and one chunk: 59. */
#define QUICK_BYTES 64

/* Below 2^53 one division would do. But where numbers of 16 and 17 digits are mixed, a limit amid
 * them costs 3 ns a number in wrong guesses. */
#define SHORT_BELOW (UINT64_C(1) << 40)

#define CHUNK 8  /* digits that are read at once */
#define CHUNKS 3 /* the fraction of 0.0000012345678901234567 takes so many */

static const uint64_t powers[CHUNK + 1] = {1,      10,      100,      1000,     10000,
                                           100000, 1000000, 10000000, 100000000};

/* Eight bytes less '0', the first in the lowest place. */
static inline uint64_t load_chunk(const char *text)
{
    uint64_t chunk;

    memcpy(&chunk, text, sizeof chunk);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    chunk = __builtin_bswap64(chunk);
#endif
    return chunk ^ UINT64_C(0x3030303030303030);
}

/* The high bit of the chunk's first byte that is no digit, and perhaps of later bytes; 0 if all are
 * digits. The chunk is text XOR "00000000": only 0 to 9 stay below 128 when 118 is added. */
static inline uint64_t non_digits(uint64_t chunk)
{
    return ((chunk + UINT64_C(0x7676767676767676)) | chunk) & UINT64_C(0x8080808080808080);
}

/* The value of a chunk of eight digits: pairs, then fours, then eight. */
static inline uint64_t chunk_value(uint64_t chunk)
{
    const uint64_t every_fourth = UINT64_C(0x000000ff000000ff);

    chunk = chunk * 10 + (chunk >> 8);
    return ((chunk & every_fourth) * (100 + (UINT64_C(1000000) << 32)) +
            (chunk >> 16 & every_fourth) * (1 + (UINT64_C(10000) << 32))) >>
           32;
}

/* The value of the chunk's first `count` digits, 0 to 7: they move to the last places. */
static inline uint64_t chunk_value_of_first(uint64_t chunk, int count)
{
    return chunk_value(chunk << 8 << 8 * (CHUNK - 1 - count));
}

/* Appends a chunk's digits to the significand; false if it gets too large. */
static inline bool append(uint64_t *significand, uint64_t power, uint64_t digits)
{
    return !__builtin_mul_overflow(*significand, power, significand) &&
           !__builtin_add_overflow(*significand, digits, significand);
}

/* Appends the digits at `text` to the significand. Returns the first byte that is no digit, or NULL
 * if the digits are too many for the quick way: `chunks` full chunks, or more than 64 bits.
 *
 * Full chunks have a branch of their own, so that the next load need not wait for their count. */
static inline const char *read_digits(const char *text, int chunks, uint64_t *significand)
{
    for (int i = 0; i < chunks; i++) {
        uint64_t chunk = load_chunk(text);
        uint64_t others = non_digits(chunk);

        if (others != 0) {
            int count = __builtin_ctzll(others) / 8;

            if (!append(significand, powers[count], chunk_value_of_first(chunk, count)))
                return NULL;
            return text + count;
        }
        if (!append(significand, powers[CHUNK], chunk_value(chunk)))
            return NULL;
        text += CHUNK;
    }
    return NULL;
}

/* Reads the sign and the digits before the point. The minus counts as a digit 0, so that where the
 * integer ends does not wait for whether it is there. */
static inline const char *read_integer(const char *text, uint64_t *negative, uint64_t *significand)
{
    uint64_t chunk = load_chunk(text);
    uint64_t others = non_digits(chunk) & ~UINT64_C(0xff);
    uint64_t minus =
        *text == '-'; /* no branch: where signs are random it goes wrong half the time */
    const char *first = text + minus;

    chunk &= ~(minus * 0xff);
    if ((chunk & 0xff) > 9)
        return NULL;
    *negative = minus;
    if (others == 0) {
        *significand = chunk_value(chunk);
        text = read_digits(text + CHUNK, CHUNKS - 1, significand);
    } else {
        int count = __builtin_ctzll(others) / 8;

        *significand = chunk_value_of_first(chunk, count);
        text += count;
    }
    if (text == first || (*first == '0' && text != first + 1))
        return NULL;
    return text;
}

/* Reads an exponent behind its "e" and adds it to *exponent. */
static inline const char *read_exponent(const char *text, int *exponent)
{
    bool negative = *text == '-';

    text += *text == '-' || *text == '+';

    uint64_t chunk = load_chunk(text);
    uint64_t others = non_digits(chunk);
    int count = others == 0 ? 0 : __builtin_ctzll(others) / 8;

    if (count == 0)
        return NULL;

    int written = (int)chunk_value_of_first(chunk, count);

    *exponent += negative ? -written : written;
    return text + count;
}

/* The double nearest to a quotient of whole numbers that doubles hold: one division rounds once
 * (Clinger, How to Read Floating Point Numbers Accurately, 1990). It saves small whole numbers 3 ns
 * and two decimals 2 ns. */
static inline uint64_t bits_of_quotient(uint64_t dividend, uint64_t divisor)
{
    return bits_of_double((double)(int64_t)dividend / (double)(int64_t)divisor);
}

/* Reads a number within QUICK_BYTES readable bytes. Returns the first byte behind it, or NULL if it
 * is not a number, or not one for the quick way. */
static inline const char *read_quick(const char *text, double *value)
{
    uint64_t significand;
    int exponent = 0;
    uint64_t negative;

    text = read_integer(text, &negative, &significand);
    if (text == NULL)
        return NULL;
    if (*text == '.') {
        const char *fraction = text + 1;

        text = read_digits(fraction, CHUNKS, &significand);
        if (text == NULL || text == fraction)
            return NULL;
        exponent = (int)(fraction - text);
    }
    if (*text == 'e' || *text == 'E') {
        text = read_exponent(text + 1, &exponent);
        if (text == NULL)
            return NULL;
    }

    uint64_t bits;

    if (significand < SHORT_BELOW && (unsigned)-exponent <= CHUNK) {
        bits = bits_of_quotient(significand, powers[-exponent]);
    } else {
        struct nearest near = nearest_double(significand, exponent, false);

        if (!near.sure || near.bits >= DOUBLE_INFINITY)
            return NULL;
        bits = near.bits;
    }
    *value = double_of_bits(bits | negative << 63);
    return text;
}

/* Reads any text, also one that is not a number. */
static __attribute__((noinline, cold)) rowcol_status read_exactly(const char **text,
                                                                  const char *end, double *value)
{
    rowcol_number_parts number;
    rowcol_status status;

    rowcol_number_begin(&number);
    status = rowcol_number_feed(&number, text, end);
    if (status != ROWCOL_OK)
        return status;
    return rowcol_number_end(&number, value);
}

/* Reads text of less than QUICK_BYTES bytes from a copy with room behind it. */
static __attribute__((noinline)) rowcol_status read_at_end(const char **text, const char *end,
                                                           double *value)
{
    char copy[QUICK_BYTES] = {0};
    const char *p = copy;

    memcpy(copy, *text, (size_t)(end - *text));

    rowcol_status status = rowcol_number_read(&p, copy + QUICK_BYTES, value);

    *text += p - copy;
    return status;
}

rowcol_status rowcol_number_read(const char **text, const char *end, double *value)
{
    if (end - *text < QUICK_BYTES)
        return read_at_end(text, end, value);

    const char *after = read_quick(*text, value);

    if (after == NULL)
        return read_exactly(text, end, value);
    *text = after;
    return ROWCOL_OK;
}

size_t rowcol_numbers_read_portable(const char **text, const char *end, double *values, size_t room)
{
    const char *at = *text;
    size_t count = 0;

    while (count < room && end - at >= QUICK_BYTES) {
        const char *after = read_quick(at, &values[count]);

        if (after == NULL || *after != ',')
            break;
        at = after + 1;
        at += *at == ' ';
        count++;
    }
    *text = at;
    return count;
}
