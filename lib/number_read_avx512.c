/* Rows of numbers read by AVX-512, 64 bytes of structure and 32 bytes of digits at a time.
 *
 * A text is taken in two steps, a stretch of it at a time. The first finds where numbers end, in
 * words of 64 bits that have a bit for each byte: where digits are, points, commas. Shifted by one
 * they say what stands before each byte, and so the whole grammar of a row is a line of logic,
 * without a branch on what the text is (after Langdale and Lemire, Parsing Gigabytes of JSON per
 * Second, The VLDB Journal 28 (6), 2019). Where it breaks, reading ends.
 *
 * The second step knows all ends beforehand, so that one number does not wait for another. The 32
 * bytes before an end are the number, its last digit in the last byte, and what stands before the
 * point is moved over it by a load from one byte earlier. So nothing depends on how many digits
 * there are, and multiplications by fixed powers add them up.
 *
 * Numbers with an exponent, of more than 19 digits or too near to halfway between two doubles are
 * left to the portable reader. */
#include "number_rows.h"

#ifdef ROWCOL_NUMBER_AVX512

#include <stdalign.h>
#include <stdint.h>

#include "number_avx512.h"
#include "number_double.h"

#define BLOCK 64
#define STRETCH (8 * BLOCK) /* what is known of it stays in the nearest cache */
#define MOST_NUMBERS (STRETCH / 2)
#define NUMBER_BYTES 32
#define FEW 4      /* as many are read the portable way before it is known that a row is long */
#define UNUSUAL 16 /* numbers that are read the portable way before vectors are tried again */

/* A bit for each of 64 bytes. */
struct marks {
    uint64_t digits;
    uint64_t zeros; /* that a number begins with */
    uint64_t minuses;
    uint64_t commas;
    uint64_t spaces;
};

/* The marks of the bytes before those of `marks`. */
static inline uint64_t one_later(uint64_t marks, uint64_t before)
{
    return marks << 1 | before >> 63;
}

/* Marks a block whose bytes follow those of `before`. Returns where the grammar breaks. */
static inline uint64_t mark_block(__m512i bytes, const struct marks *before, struct marks *marks)
{
    __m512i values = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    uint64_t points = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('.'));

    marks->digits = _mm512_cmplt_epu8_mask(values, _mm512_set1_epi8(10));
    marks->minuses = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('-'));
    marks->commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
    marks->spaces = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' '));

    uint64_t after_digit = one_later(marks->digits, before->digits);
    uint64_t after_comma = one_later(marks->commas, before->commas);
    uint64_t starts = after_comma | one_later(marks->spaces, before->spaces);
    uint64_t first = starts | one_later(marks->minuses, before->minuses);

    marks->zeros = _mm512_cmpeq_epi8_mask(values, _mm512_setzero_si512()) & first;

    uint64_t after_zero = one_later(marks->zeros, before->zeros);

    return ~((marks->digits & ~after_zero) | (marks->minuses & starts) |
             ((points | marks->commas) & after_digit) | (marks->spaces & after_comma));
}

/* Where the commas of a stretch are, and where its grammar breaks. */
struct ends {
    size_t count;
    size_t broken; /* the stretch's length if it does not break */
    uint16_t at[MOST_NUMBERS + BLOCK / 2];
};

/* Appends the places of a block's commas: all that may be, so that their number is no branch. */
static inline void add_ends(struct ends *ends, uint64_t commas, size_t offset)
{
    const __m512i places =
        _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45,
                        44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26,
                        25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
                        5, 4, 3, 2, 1, 0);
    __m512i packed = _mm512_maskz_compress_epi8(commas, places);
    __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(packed));

    /* A comma has a digit before it: there are at most 32. */
    _mm512_storeu_si512(ends->at + ends->count,
                        _mm512_add_epi16(wide, _mm512_set1_epi16((short)offset)));
    ends->count += (size_t)_mm_popcnt_u64(commas);
}

static inline void find_ends(const char *text, const char *end, struct ends *ends)
{
    size_t length = end - text < STRETCH ? (size_t)(end - text) : STRETCH;
    struct marks before = {.spaces = UINT64_C(1) << 63}; /* a number may begin, a space not */

    ends->count = 0;
    for (size_t offset = 0; offset < length; offset += BLOCK) {
        size_t left = length - offset;
        __mmask64 there = left < BLOCK ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
        struct marks marks;
        uint64_t broken =
            mark_block(_mm512_maskz_loadu_epi8(there, text + offset), &before, &marks);

        if (broken != 0) {
            add_ends(ends, marks.commas & (_blsmsk_u64(broken) >> 1), offset);
            ends->broken = offset + (size_t)_tzcnt_u64(broken);
            return;
        }
        add_ends(ends, marks.commas, offset);
        before = marks;
    }
    ends->broken = length;
}

/* The numbers of a stretch taken apart, a group of lanes after the other. */
struct parts {
    alignas(64) uint64_t eights[2 * MOST_NUMBERS]; /* see add_up */
    alignas(64) uint32_t points[MOST_NUMBERS];     /* a bit where the point is */
    alignas(64) uint32_t minuses[MOST_NUMBERS];    /* a bit where the minus is */
};

/* The digits from `begin`, perhaps behind a space, to `end`, whose grammar is known but for a
 * second point: the last in the last byte, zeros before the first. What is too long for this counts
 * as having many points. */
static inline __m256i take_digits(const char *begin, const char *end, uint32_t *points,
                                  uint32_t *minuses)
{
    size_t length = (size_t)(end - begin);
    uint32_t too_long = length > NUMBER_BYTES;
    __mmask32 there = (__mmask32)(UINT64_MAX << ((NUMBER_BYTES - length) % 64));
    __m256i bytes = _mm256_maskz_loadu_epi8(there, end - NUMBER_BYTES);
    __m256i earlier = _mm256_maskz_loadu_epi8(there << 1, end - NUMBER_BYTES - 1);
    __mmask32 point = _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8('.'));
    unsigned places = _lzcnt_u32(point); /* all bytes without a point */
    __mmask32 fraction = (__mmask32)(UINT64_MAX << (NUMBER_BYTES - places));
    __m256i values =
        _mm256_sub_epi8(_mm256_mask_mov_epi8(earlier, fraction, bytes), _mm256_set1_epi8('0'));
    __mmask32 digits = _mm256_cmplt_epu8_mask(values, _mm256_set1_epi8(10));

    *points = point | (0 - too_long);
    *minuses = _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8('-'));
    return _mm256_maskz_mov_epi8(digits, values);
}

/* Adds up the 32 digits of two numbers by eights: four words of 64 bits receive the first 16 digits
 * of the one, of the other, and the last 16 of both, earlier digits in the lower half of each. */
static inline void add_up(__m256i one, __m256i other, uint64_t *eights)
{
    const __m256i by_10 = _mm256_set1_epi16(1 << 8 | 10);
    const __m256i by_100 = _mm256_set1_epi32(1 << 16 | 100);
    const __m256i by_10000 = _mm256_set1_epi32(1 << 16 | 10000);
    __m256i fours =
        _mm256_packus_epi32(_mm256_madd_epi16(_mm256_maddubs_epi16(one, by_10), by_100),
                            _mm256_madd_epi16(_mm256_maddubs_epi16(other, by_10), by_100));

    _mm256_store_si256((void *)eights, _mm256_madd_epi16(fours, by_10000));
}

/* The significands of a group, and the lanes where they have more than 19 digits. */
static inline __m512i significands(const uint64_t *eights, __mmask8 *long_ones)
{
    const __m512i firsts = _mm512_setr_epi64(0, 1, 4, 5, 8, 9, 12, 13);
    const __m512i lasts = _mm512_setr_epi64(2, 3, 6, 7, 10, 11, 14, 15);
    __m512i some = _mm512_load_si512(eights);
    __m512i more = _mm512_load_si512(eights + LANES);
    __m512i first = _mm512_rol_epi64(_mm512_permutex2var_epi64(some, firsts, more), 32);
    __m512i last = _mm512_permutex2var_epi64(some, lasts, more);
    __m512i sum = _mm512_add_epi64(_mm512_mul_epu32(last, all(UINT64_C(100000000))),
                                   _mm512_srli_epi64(last, 32));

    *long_ones = _mm512_cmpge_epu64_mask(first, all(1000));
    return _mm512_add_epi64(sum, _mm512_mullo_epi64(first, all(UINT64_C(10000000000000000))));
}

/* The doubles nearest to significand * 10^-places, and the lanes that are too near to halfway. What
 * nearest_double does, by words of 52 bits: of the product's 180 bits the first 104 are known, but
 * for 4 units of the last. */
static inline __m512i nearest_doubles(__m512i significand, __m512i places, __mmask8 *unsure)
{
    __m512i high;
    __m512i low;
    __m512i zeros = _mm512_lzcnt_epi64(significand);
    __m512i normalized = _mm512_sllv_epi64(significand, zeros);
    __m512i word1 = _mm512_srli_epi64(normalized, 12);
    __m512i word0 = _mm512_slli_epi64(normalized, 40);

    load_powers(_mm512_sub_epi64(_mm512_setzero_si512(), places), &high, &low);

    __m512i power1 = _mm512_srli_epi64(high, 12);
    __m512i power0 = _mm512_shldi_epi64(high, low, 40);
    __m512i top = _mm512_madd52hi_epu64(_mm512_setzero_si512(), word1, power1);
    __m512i rest = _mm512_madd52lo_epu64(_mm512_setzero_si512(), word1, power1);

    rest = _mm512_madd52hi_epu64(rest, word1, power0);
    rest = _mm512_madd52hi_epu64(rest, word0, power1);
    top = _mm512_add_epi64(top, _mm512_srli_epi64(rest, 52));
    rest = _mm512_and_epi64(rest, all(DOUBLE_TOP_BIT - 1));

    /* 53 bits of the 103 or 104, and what is behind them moved to the top. */
    __m512i carried = _mm512_srli_epi64(top, 51);
    __m512i bits = _mm512_or_epi64(_mm512_sllv_epi64(top, _mm512_sub_epi64(all(2), carried)),
                                   _mm512_srlv_epi64(rest, _mm512_add_epi64(all(50), carried)));
    __m512i behind = _mm512_sllv_epi64(rest, _mm512_sub_epi64(all(14), carried));
    __m512i binary = _mm512_srai_epi64(_mm512_mul_epi32(places, all((uint64_t)-LOG2_OF_10)), 16);
    __m512i exponent = _mm512_add_epi64(_mm512_sub_epi64(carried, zeros),
                                        _mm512_add_epi64(binary, all(DOUBLE_EXPONENT_BIAS + 10)));

    *unsure =
        _mm512_cmple_epu64_mask(_mm512_sub_epi64(all(UINT64_C(1) << 63), behind), all(4 << 14));
    bits = _mm512_add_epi64(bits, _mm512_srli_epi64(behind, 63));
    bits = _mm512_add_epi64(bits, _mm512_slli_epi64(exponent, DOUBLE_SIGNIFICAND_BITS));
    return _mm512_maskz_mov_epi64(_mm512_test_epi64_mask(significand, significand), bits);
}

/* Takes apart the numbers before the commas at `ends`. All of it before any is worked on further:
 * wide loads right behind narrow stores would wait for them (2 ns a number). */
static inline void take_apart(const char *stretch, const uint16_t *ends, size_t count,
                              struct parts *parts)
{
    const char *begin = stretch;

    for (size_t i = 0; i < count; i += 2) {
        const char *one_end = stretch + ends[i];
        const char *other_end = stretch + ends[i + 1];
        __m256i one = take_digits(begin, one_end, &parts->points[i], &parts->minuses[i]);
        __m256i other =
            take_digits(one_end + 1, other_end, &parts->points[i + 1], &parts->minuses[i + 1]);

        add_up(one, other, parts->eights + 2 * i);
        begin = other_end + 1;
    }
}

/* Computes the doubles of the eight numbers from `first` on. Returns the lanes that are left to the
 * portable reader. */
static inline __mmask8 put_together(const struct parts *parts, size_t first, __m512i *doubles)
{
    __m256i point = _mm256_load_si256((const void *)(parts->points + first));
    __m256i minus = _mm256_load_si256((const void *)(parts->minuses + first));
    __m256i more = _mm256_and_si256(point, _mm256_sub_epi32(point, _mm256_set1_epi32(1)));
    __m256i places =
        _mm256_and_si256(_mm256_lzcnt_epi32(point), _mm256_set1_epi32(NUMBER_BYTES - 1));
    __mmask8 long_ones;
    __mmask8 unsure;
    __m512i significand = significands(parts->eights + 2 * first, &long_ones);
    __m512i bits = nearest_doubles(significand, _mm512_cvtepu32_epi64(places), &unsure);

    *doubles = _mm512_mask_or_epi64(bits, _mm256_test_epi32_mask(minus, minus), bits,
                                    all(UINT64_C(1) << 63));
    return long_ones | unsure | _mm256_test_epi32_mask(more, more);
}

/* Reads the numbers before the commas at `ends`, up to the first that is left to the portable
 * reader. Returns how many. */
static inline size_t read_ends(const char *stretch, uint16_t *ends, size_t count, double *values)
{
    struct parts parts;

    ends[count] = ends[count - 1]; /* for they are taken apart by pairs */
    take_apart(stretch, ends, count, &parts);
    for (size_t first = 0; first < count; first += LANES) {
        size_t here = count - first < LANES ? count - first : LANES;
        __mmask8 lanes = (__mmask8)(0xff >> (LANES - here));
        __m512i doubles;
        __mmask8 left = put_together(&parts, first, &doubles) & lanes;

        _mm512_mask_storeu_epi64(values + first, lanes, doubles);
        if (left != 0)
            return first + _tzcnt_u32(left);
    }
    return count;
}

/* Reads the numbers of a stretch. Returns how many; sets *unusual if the next one is left to the
 * portable reader, *over if it is none of these. */
static size_t read_stretch(const char **text, const char *end, double *values, size_t room,
                           bool *unusual, bool *over)
{
    const char *stretch = *text;
    struct ends ends;

    find_ends(stretch, end, &ends);

    size_t most = ends.count < room ? ends.count : room;
    size_t count = most > 0 ? read_ends(stretch, ends.at, most, values) : 0;
    const char *next = count > 0 ? stretch + ends.at[count - 1] + 1 : stretch;
    const char *broken = stretch + ends.broken;

    *unusual = count < most || (broken < end && (*broken | 0x20) == 'e');
    *over = !*unusual && ends.broken < STRETCH;
    *text = next + (count > 0 && next < end && *next == ' ');
    return count;
}

size_t rowcol_numbers_read_avx512(const char **text, const char *end, double *values, size_t room)
{
    size_t first = room < FEW ? room : FEW;
    size_t count = rowcol_numbers_read_portable(text, end, values, first);
    bool more = count == FEW;

    while (more && count < room) {
        bool unusual;
        bool over;
        size_t read = read_stretch(text, end, values + count, room - count, &unusual, &over);

        count += read;
        if (unusual && count < room) {
            size_t most = room - count < UNUSUAL ? room - count : UNUSUAL;
            size_t portable = rowcol_numbers_read_portable(text, end, values + count, most);

            read += portable;
            count += portable;
        }
        more = read > 0 && !over;
    }
    return count;
}
#endif
