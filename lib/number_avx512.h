/* What reading and writing rows by AVX-512 share: eight lanes of 64 bits. */
#ifndef ROWCOL_NUMBER_AVX512_H
#define ROWCOL_NUMBER_AVX512_H

#include <immintrin.h>
#include <stdalign.h>
#include <stdint.h>

#include "number_tables.h"

#define LANES 8

static inline __m512i all(uint64_t word)
{
    return _mm512_set1_epi64((long long)word);
}

/* Four entries of the table, two lanes each. */
static inline __m512i load_four(const struct power_of_ten *power, const int64_t *exponent)
{
    __m256i two = _mm256_inserti128_si256(_mm256_castsi128_si256(
                                              _mm_loadu_si128((const void *)(power + exponent[0]))),
                                          _mm_loadu_si128((const void *)(power + exponent[2])), 1);
    __m256i more = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(
                                               (const void *)(power + exponent[4]))),
                                           _mm_loadu_si128((const void *)(power + exponent[6])), 1);

    return _mm512_inserti64x4(_mm512_castsi256_si512(two), more, 1);
}

/* The powers of ten of eight exponents, their high and their low words. The barrier keeps the
 * exponents in memory, where loads find them, instead of eight extractions. */
static inline void load_powers(__m512i exponents, __m512i *high, __m512i *low)
{
    const struct power_of_ten *power = power_of_ten(0);
    alignas(64) int64_t exponent[LANES];

    _mm512_store_si512(exponent, exponents);
    __asm__("" : "+m"(exponent));

    __m512i even = load_four(power, exponent);
    __m512i odd = load_four(power, exponent + 1);

    *high = _mm512_unpacklo_epi64(even, odd);
    *low = _mm512_unpackhi_epi64(even, odd);
}

#endif
