/* Number text to doubles, exactly and fast.
 *
 * The digits are taken eight at a time into a 64-bit significand w, and the number is w * 10^q.
 * Lemire (Number Parsing at a Gigabyte per Second, Software: Practice and Experience 51 (8), 2021,
 * after Eisel) multiplies w with the first 128 bits of 10^q. The product's 192 bits are known but
 * for an error of a unit at bit 64, so that its first 53 bits round safely unless the bits that
 * follow them are those of a point halfway between two doubles, to within that error. That happens
 * with real halfway points, and by chance once in 2^60 texts; then number_parts.c compares the text
 * with the halfway point in whole numbers. So nothing here rests on a proof about which w and q can
 * occur: whatever is not sure is computed exactly.
 *
 * The quick way looks at 64 bytes without asking where the text ends. At the end of a buffer they
 * are a copy, padded with bytes that end every number. It knows only numbers that are fine and of
 * ordinary length, and it leaves all else, faults too, to the machine of number_parts.c. */
#include <rowcol/number.h>

#include "number_nearest.h"

/* A sign, 24 digits, a point, 24 digits, an "e", a sign and 8 digits are 60 bytes. */
#define QUICK_BYTES 64

#define CHUNK 8 /* digits that are read at once */
#define CHUNKS 3 /* one more than any double needs: 0.0000012345678901234567 */

static const uint64_t powers[CHUNK + 1] = {1,      10,      100,      1000,     10000,
                                           100000, 1000000, 10000000, 100000000};

/* Eight bytes, the first in the lowest place. */
static inline uint64_t load_chunk(const char *text)
{
    uint64_t chunk;

    memcpy(&chunk, text, sizeof chunk);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    chunk = __builtin_bswap64(chunk);
#endif
    return chunk;
}

/* How many digits the chunk begins with. `chunk` is the text with '0' taken off each byte by XOR,
 * so that digits are 0 to 9: only they stay below 128 when 118 is added. */
static inline int leading_digits(uint64_t chunk)
{
    uint64_t others = ((chunk + UINT64_C(0x7676767676767676)) | chunk) &
                      UINT64_C(0x8080808080808080);

    return others == 0 ? CHUNK : __builtin_ctzll(others) / 8;
}

/* The value of the chunk's first `count` digits: pairs, then fours, then eight. */
static inline uint64_t chunk_value(uint64_t chunk, int count)
{
    /* Digits move to the last places, zeros come before them; in two steps as count may be 0. */
    chunk = chunk << 4 * (CHUNK - count) << 4 * (CHUNK - count);
    chunk = chunk * 10 + (chunk >> 8);
    return (((chunk & UINT64_C(0x000000ff000000ff)) * (100 + (UINT64_C(1000000) << 32)) +
             (chunk >> 16 & UINT64_C(0x000000ff000000ff)) * (1 + (UINT64_C(10000) << 32))) >>
            32);
}

/* Appends the digits at `text` to the significand. Returns the first byte that is no digit, or NULL
 * if the digits are too many for the quick way. */
static inline const char *read_digits(const char *text, uint64_t *significand)
{
    for (int i = 0; i < CHUNKS; i++) {
        uint64_t chunk = load_chunk(text) ^ UINT64_C(0x3030303030303030);
        int count = leading_digits(chunk);

        if (__builtin_mul_overflow(*significand, powers[count], significand) ||
            __builtin_add_overflow(*significand, chunk_value(chunk, count), significand))
            return NULL;
        text += count;
        if (count < CHUNK)
            return text;
    }
    return NULL;
}

/* Reads an exponent behind its "e" and adds it to *exponent. */
static inline const char *read_exponent(const char *text, int *exponent)
{
    bool negative = *text == '-';

    text += *text == '-' || *text == '+';

    uint64_t chunk = load_chunk(text) ^ UINT64_C(0x3030303030303030);
    int count = leading_digits(chunk);

    if (count == 0 || count == CHUNK)
        return NULL;

    int written = (int)chunk_value(chunk, count);

    *exponent += negative ? -written : written;
    return text + count;
}

/* Reads a number within QUICK_BYTES readable bytes. Returns the first byte behind it, or NULL if it
 * is not a number, or not one for the quick way. */
static inline const char *read_quick(const char *text, double *value)
{
    uint64_t significand = 0;
    int exponent = 0;
    uint64_t negative = *text == '-';

    text += negative;

    const char *integer = text;

    text = read_digits(text, &significand);
    if (text == NULL || text == integer)
        return NULL;
    if (*integer == '0' && text != integer + 1)
        return NULL;
    if (*text == '.') {
        const char *fraction = text + 1;

        text = read_digits(fraction, &significand);
        if (text == NULL || text == fraction)
            return NULL;
        exponent = (int)(fraction - text);
    }
    if (*text == 'e' || *text == 'E') {
        text = read_exponent(text + 1, &exponent);
        if (text == NULL)
            return NULL;
    }

    struct nearest near = nearest_double(significand, exponent, false);

    if (!near.sure || near.bits >= DOUBLE_INFINITY)
        return NULL;
    *value = double_of_bits(near.bits | negative << 63);
    return text;
}

/* Reads any text, also one that is not a number. */
static rowcol_status read_exactly(const char **text, const char *end, double *value)
{
    rowcol_number_parts number;
    rowcol_status status;

    rowcol_number_begin(&number);
    status = rowcol_number_feed(&number, text, end);
    if (status != ROWCOL_OK)
        return status;
    return rowcol_number_end(&number, value);
}

rowcol_status rowcol_number_read(const char **text, const char *end, double *value)
{
    const char *begin = *text;
    char copy[QUICK_BYTES];
    const char *quick = begin;

    if (end - begin < QUICK_BYTES) {
        memset(copy, 0, sizeof copy);
        memcpy(copy, begin, (size_t)(end - begin));
        quick = copy;
    }

    const char *after = read_quick(quick, value);

    if (after == NULL)
        return read_exactly(text, end, value);
    *text = begin + (after - quick);
    return ROWCOL_OK;
}
