/* Rows of numbers, eight doubles at a time, where the processor has AVX-512 with IFMA and VBMI
 * (Intel since Ice Lake, AMD since Zen 4): 6 ns a number of 17 digits instead of 12.5, and 3.5 ns
 * for small whole numbers and two decimals instead of 7 and 13.
 *
 * The method is number_write.c's, step by step with the same bits, so that its proof holds here
 * too. What is one number there is a lane of 64 bits here, and nothing branches on a lane: a text
 * is 16 digits, a 17th, how many of them count, and where the point is, whatever the number. One
 * permutation of bytes lays it out. As the lengths of a group's texts are known before the first
 * is stored, the texts of a row do not wait for each other.
 *
 * Two ways lead to the digits. Short decimals (number_shortest.h) take one division and no table.
 * Only where a lane of a group is none, all its lanes go the general way as well.
 *
 * What has no place in this (exponents in the text, powers of two and subnormals) is written by
 * rowcol_number_write. */
#include "number_rows.h"

#ifdef ROWCOL_NUMBER_AVX512

#include <stdalign.h>
#include <stdint.h>

#include <rowcol/number.h>

#include "number_avx512.h"
#include "number_double.h"
#include "number_shortest.h"

#define FEW 4 /* fewer than this are faster one by one */
#define TEXT_BYTES 32

/* What a text is put together from, byte by byte: 16 digits, the 17th, zeros, a point, a minus. */
#define ZERO 17
#define POINT 24
#define MINUS 25
#define ZEROS UINT64_C(0x3030303030303030)
#define MARKS UINT64_C(0x3030303030302d2e) /* the bytes from POINT on */

/* Which of them stands at byte `j` of a text without a sign. */
#define BYTE(point, j)                                                                             \
    ((point) > 0 ? ((j) == (point) ? POINT : DIGIT((j) - ((j) > (point))))                         \
     : (j) == 1  ? POINT                                                                           \
                 : DIGIT((j) - (2 - (point))))
#define DIGIT(i) ((i) < 0 || (i) > DIGITS ? ZERO : (i))

#define BYTES4(point, j)                                                                           \
    (unsigned char)(BYTE(point, j)), (unsigned char)(BYTE(point, (j) + 1)),                        \
        (unsigned char)(BYTE(point, (j) + 2)), (unsigned char)(BYTE(point, (j) + 3))
#define BYTES28(point)                                                                             \
    BYTES4(point, 0), BYTES4(point, 4), BYTES4(point, 8), BYTES4(point, 12), BYTES4(point, 16),    \
        BYTES4(point, 20), BYTES4(point, 24)
#define LAYOUTS(point)                                                                             \
    {BYTES28(point)},                                                                              \
    {                                                                                              \
        MINUS, BYTES28(point)                                                                      \
    }
#define LAYOUTS3(point) LAYOUTS(point), LAYOUTS((point) + 1), LAYOUTS((point) + 2)
#define LAYOUTS9(point) LAYOUTS3(point), LAYOUTS3((point) + 3), LAYOUTS3((point) + 6)

/* For each point from FIXED_FIRST to FIXED_LAST, without and with a minus. */
static const alignas(TEXT_BYTES) unsigned char layouts[][TEXT_BYTES] = {LAYOUTS9(FIXED_FIRST),
                                                                        LAYOUTS9(FIXED_FIRST + 9),
                                                                        LAYOUTS9(FIXED_FIRST + 18)};

_Static_assert(sizeof layouts / sizeof *layouts == 2 * (FIXED_LAST - FIXED_FIRST + 1),
               "a layout with and without a minus for each point");

/* The words that lanes are computed with. They stay in memory, from where an instruction spreads
 * one to all lanes by itself. Known to the compiler, each would be built by two instructions, and
 * multiplications made of shifts and additions (1 ns a number). */
struct words {
    uint64_t one, two, ten, bits, digits, digits_and_last, places, eleven, eighteen, twenty_two,
        thirty, thirty_four, top_of_low;
    uint64_t minus_one, limb, exponent_max, exponent_bias, log10_of_2, log2_of_10, point;
    uint64_t quarter, make_up, smallest_digits, fixed_first, fixed_count;
    uint64_t short_log10_of_2, by_390625, ten_to_8, by_10000, ten_to_4, by_100, hundreds, by_10,
        tens, zeros, marks;
};

#define IN_16_BITS(value) (UINT64_C(0x0001000100010001) * (value))

static const struct words known_words = {
    .one = 1,
    .two = 2,
    .ten = 10,
    .bits = 64,
    .digits = DIGITS,
    .digits_and_last = DIGITS + 1,
    .places = PLACES,
    .eleven = 11,
    .eighteen = 18,
    .twenty_two = 22,
    .thirty = 30,
    .thirty_four = 34,
    .top_of_low = UINT64_C(1) << 31,
    .minus_one = UINT64_MAX,
    .limb = DOUBLE_TOP_BIT - 1,
    .exponent_max = DOUBLE_EXPONENT_MAX,
    .exponent_bias = DOUBLE_EXPONENT_BIAS,
    .log10_of_2 = LOG10_OF_2,
    .log2_of_10 = LOG2_OF_10,
    .point = DIGITS + 1,
    .quarter = UINT64_C(1) << 62,
    .make_up = DIGIT_MAKE_UP,
    .smallest_digits = SMALLEST_DIGITS,
    .fixed_first = (uint64_t)FIXED_FIRST,
    .fixed_count = FIXED_LAST - FIXED_FIRST + 1,
    .short_log10_of_2 = 1233,                /* 1233 / 2^12 */
    .by_390625 = UINT64_C(3022314549036573), /* 2^70 / 390625, for words below 2^46 */
    .ten_to_8 = 100000000,                   /* 390625 * 2^8 */
    .by_10000 = UINT64_C(3518437209),        /* 2^45 / 10000, for numbers of eight digits */
    .ten_to_4 = 10000,
    .by_100 = IN_16_BITS(5243), /* 2^19 / 100, for numbers of four */
    .hundreds = IN_16_BITS(100),
    .by_10 = IN_16_BITS(6554), /* 2^16 / 10, for numbers of two */
    .tens = IN_16_BITS(10),
    .zeros = ZEROS,
    .marks = MARKS,
};

/* Eight decimals, as number_write.c has one. */
struct decimals {
    __m512i digits;
    __m512i last;
    __m512i point;
};

/* Eight texts ready to be stored. */
struct texts {
    alignas(64) unsigned char source[LANES][TEXT_BYTES]; /* what a layout permutes */
    alignas(64) uint64_t layout[LANES];
    alignas(64) uint64_t length[LANES]; /* with a comma */
};

/* c * 2^q * 10^exponent as number_write.c's struct scaled has it. */
struct scaled {
    __m512i whole;
    __m512i fraction;
    __m512i half;
};

/* c is 2^52 + m, and m the low 52 bits of `bits`: m times the power in limbs of 52 bits, and 2^52
 * times the power, a limb higher, to start with. Limb 0 of the product is below what is wanted. */
static inline struct scaled scale(const struct words *w, __m512i bits, __m512i shift, __m512i high,
                                  __m512i low)
{
    const __m512i limb = all(w->limb);
    __m512i middle = _mm512_shldi_epi64(high, low, 12);
    __m512i top = _mm512_srli_epi64(high, 40);
    __m512i limb1 = _mm512_madd52hi_epu64(_mm512_and_epi64(low, limb), bits, low);
    __m512i limb2 = _mm512_madd52hi_epu64(_mm512_and_epi64(middle, limb), bits, middle);
    __m512i limb3 = _mm512_madd52hi_epu64(top, bits, top);

    limb1 = _mm512_madd52lo_epu64(limb1, bits, middle);
    limb2 = _mm512_madd52lo_epu64(limb2, bits, top);
    limb2 = _mm512_add_epi64(limb2, _mm512_srli_epi64(limb1, 52));
    limb3 = _mm512_add_epi64(limb3, _mm512_srli_epi64(limb2, 52));
    limb1 = _mm512_and_epi64(limb1, limb);
    limb2 = _mm512_and_epi64(limb2, limb);

    /* The fraction begins at bit 74 - shift, the whole part at bit 138 - shift. */
    __m512i below = _mm512_srlv_epi64(limb1, _mm512_sub_epi64(all(w->twenty_two), shift));
    __m512i above = _mm512_sllv_epi64(limb2, _mm512_add_epi64(shift, all(w->thirty)));
    __m512i units = _mm512_srlv_epi64(limb2, _mm512_sub_epi64(all(w->thirty_four), shift));
    __m512i rest = _mm512_sllv_epi64(limb3, _mm512_add_epi64(shift, all(w->eighteen)));

    return (struct scaled){
        .whole = _mm512_or_epi64(units, rest),
        .fraction = _mm512_or_epi64(below, above),
        .half = _mm512_srlv_epi64(high, _mm512_sub_epi64(all(w->eleven), shift)),
    };
}

/* Ten times the fraction, rounded, as nearest_digit in number_write.c. */
static inline __m512i nearest_digits(const struct words *w, __m512i fraction)
{
    __m512i ten = all(w->ten);
    __m512i low = _mm512_add_epi64(_mm512_mul_epu32(fraction, ten), all(w->make_up));
    __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(fraction, 32), ten);
    __m512i sum =
        _mm512_add_epi64(_mm512_add_epi64(high, all(w->top_of_low)), _mm512_srli_epi64(low, 32));
    __mmask8 quarter = _mm512_cmpeq_epi64_mask(fraction, all(w->quarter));

    return _mm512_mask_mov_epi64(_mm512_srli_epi64(sum, 32), quarter, all(w->two));
}

static inline __m512i times_ten(__m512i number)
{
    return _mm512_add_epi64(_mm512_slli_epi64(number, 3), _mm512_slli_epi64(number, 1));
}

/* The shortest decimals of v, and their last digit moved up to the others where they are few: what
 * `shortest` and `move_up` are in number_write.c. */
static inline struct decimals choose(const struct words *w, struct scaled v, __m512i odd, __m512i k)
{
    __m512i half = _mm512_add_epi64(v.half, odd);
    __mmask8 down = _mm512_cmplt_epu64_mask(v.fraction, half);
    __mmask8 up = _mm512_cmplt_epu64_mask(_mm512_add_epi64(v.fraction, half), half);
    __m512i digits = _mm512_mask_add_epi64(v.whole, up, v.whole, all(w->one));
    __mmask8 few = _mm512_cmplt_epu64_mask(digits, all(w->smallest_digits));
    __m512i last = _mm512_maskz_mov_epi64((__mmask8) ~(down | up), nearest_digits(w, v.fraction));
    __m512i point = _mm512_add_epi64(k, all(w->point));

    return (struct decimals){
        .digits = _mm512_mask_add_epi64(digits, few, times_ten(digits), last),
        .last = _mm512_maskz_mov_epi64((__mmask8)~few, last),
        .point = _mm512_mask_sub_epi64(point, few, point, all(w->one)),
    };
}

/* The shortest decimals of normal doubles that are no powers of two. Of others nothing is said but
 * that subnormals, infinities and NaN have a point far off. */
static inline struct decimals shortest(const struct words *w, __m512i bits)
{
    __m512i q = _mm512_sub_epi64(_mm512_and_epi64(_mm512_srli_epi64(bits, DOUBLE_SIGNIFICAND_BITS),
                                                  all(w->exponent_max)),
                                 all(w->exponent_bias));
    __m512i k = _mm512_srai_epi64(_mm512_mul_epi32(q, all(w->log10_of_2)), 20);
    __m512i exponent = _mm512_sub_epi64(all(w->minus_one), k);
    __m512i binary = _mm512_srai_epi64(_mm512_mul_epi32(exponent, all(w->log2_of_10)), 16);
    __m512i shift = _mm512_add_epi64(q, _mm512_add_epi64(binary, all(w->eleven)));
    __m512i even = _mm512_andnot_epi64(bits, all(w->one));
    __m512i high;
    __m512i low;

    load_powers(exponent, &high, &low);
    return choose(w, scale(w, bits, shift, high, low), even, k);
}

/* The lanes with short decimals, n / 10^6, and what they are: n moved up to 16 digits. */
static inline __mmask8 short_decimals(const struct words *w, __m512d magnitude,
                                      struct decimals *decimals)
{
    const __m512i powers = _mm512_setr_epi64(1, 10, 100, 1000, 10000, 100000, 1000000, 10000000);
    const __m512i more_powers =
        _mm512_setr_epi64(100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
                          10000000000000, 100000000000000, 1000000000000000);
    const __m512d scale = _mm512_set1_pd(PLACES_SCALE);
    __m512i n = _mm512_cvtpd_epi64(_mm512_mul_pd(magnitude, scale));
    __m512d back = _mm512_div_pd(_mm512_cvtepi64_pd(n), scale);

    /* Its digits by its bits, or one more. */
    __m512i bits = _mm512_sub_epi64(all(w->bits), _mm512_lzcnt_epi64(n));
    __m512i fewer = _mm512_srli_epi64(_mm512_mul_epu32(bits, all(w->short_log10_of_2)), 12);
    __m512i power = _mm512_permutex2var_epi64(powers, fewer, more_powers);
    __mmask8 more = _mm512_cmpge_epu64_mask(n, power);
    __m512i count = _mm512_mask_add_epi64(fewer, more, fewer, all(w->one));
    __m512i factor =
        _mm512_permutex2var_epi64(powers, _mm512_sub_epi64(all(w->digits), count), more_powers);
    __m512i point = _mm512_sub_epi64(count, all(w->places));

    decimals->digits = _mm512_mullo_epi64(n, factor);
    decimals->last = _mm512_setzero_si512();
    decimals->point = _mm512_mask_mov_epi64(point, _mm512_testn_epi64_mask(n, n), all(w->one));
    return _mm512_cmp_pd_mask(back, magnitude, _CMP_EQ_OQ) &
           _mm512_cmp_pd_mask(magnitude, _mm512_set1_pd(PLACES_BELOW), _CMP_LT_OQ);
}

/* Eight digits in each lane as eight bytes, as digits_split8 in number_digits.h. */
static inline __m512i split8(const struct words *w, __m512i number)
{
    __m512i tops = _mm512_srli_epi64(_mm512_mul_epu32(number, all(w->by_10000)), 45);
    __m512i rest = _mm512_sub_epi64(number, _mm512_mul_epu32(tops, all(w->ten_to_4)));
    __m512i fours = _mm512_or_epi64(tops, _mm512_slli_epi64(rest, 32));

    tops = _mm512_srli_epi16(_mm512_mulhi_epu16(fours, all(w->by_100)), 3);
    rest = _mm512_sub_epi16(fours, _mm512_mullo_epi16(tops, all(w->hundreds)));

    __m512i pairs = _mm512_or_epi64(tops, _mm512_slli_epi32(rest, 16));

    tops = _mm512_mulhi_epu16(pairs, all(w->by_10));
    rest = _mm512_sub_epi16(pairs, _mm512_mullo_epi16(tops, all(w->tens)));
    return _mm512_or_epi64(tops, _mm512_slli_epi16(rest, 8));
}

/* How many digits there are without zeros at the end. */
static inline __m512i count_digits(const struct words *w, __m512i first, __m512i second,
                                   __m512i last)
{
    __mmask8 only_first = _mm512_testn_epi64_mask(second, second);
    __m512i zeros = _mm512_lzcnt_epi64(second);

    zeros = _mm512_mask_add_epi64(zeros, only_first, zeros, _mm512_lzcnt_epi64(first));
    return _mm512_mask_mov_epi64(_mm512_sub_epi64(all(w->digits), _mm512_srli_epi64(zeros, 3)),
                                 _mm512_test_epi64_mask(last, last), all(w->digits_and_last));
}

/* The length of a text without sign, as write_decimal in number_write.c makes it. */
static inline __m512i text_length(const struct words *w, __m512i count, __m512i point)
{
    __mmask8 above_one = _mm512_cmpgt_epi64_mask(point, _mm512_setzero_si512());
    __mmask8 whole = _mm512_mask_cmple_epi64_mask(above_one, count, point);
    __m512i length = _mm512_sub_epi64(_mm512_add_epi64(count, all(w->two)), point);

    length = _mm512_mask_add_epi64(length, above_one, count, all(w->one));
    return _mm512_mask_mov_epi64(length, whole, point);
}

/* Puts two lanes' digits and the rest of their sources side by side. */
static inline void store_sources(__m512i digits, __m512i rest, unsigned char (*first)[TEXT_BYTES],
                                 unsigned char (*second)[TEXT_BYTES])
{
    const __m512i front = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i back = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);

    _mm512_store_si512(first, _mm512_permutex2var_epi64(digits, front, rest));
    _mm512_store_si512(second, _mm512_permutex2var_epi64(digits, back, rest));
}

/* Spreads the digits and what layouts add to them over 32 bytes a lane. */
static inline void spread(const struct words *w, __m512i first, __m512i second, __m512i last,
                          struct texts *texts)
{
    const __m512i zeros = all(w->zeros);
    const __m512i marks = all(w->marks);

    first = _mm512_or_epi64(first, zeros);
    second = _mm512_or_epi64(second, zeros);
    last = _mm512_or_epi64(last, zeros);
    store_sources(_mm512_unpacklo_epi64(first, second), _mm512_unpacklo_epi64(last, marks),
                  &texts->source[0], &texts->source[4]);
    store_sources(_mm512_unpackhi_epi64(first, second), _mm512_unpackhi_epi64(last, marks),
                  &texts->source[2], &texts->source[6]);
}

/* In which order `spread` leaves the lanes. */
static const unsigned char source_of[LANES] = {0, 2, 1, 3, 4, 6, 5, 7};

/* Writes the decimals' digits, layouts and lengths. */
static inline void make_texts(const struct words *w, struct decimals decimals, __m512i sign,
                              struct texts *texts)
{
    const __m512i one = all(w->one);
    __m512i first = _mm512_srli_epi64(_mm512_madd52hi_epu64(_mm512_setzero_si512(),
                                                            _mm512_srli_epi64(decimals.digits, 8),
                                                            all(w->by_390625)),
                                      18);
    __m512i second =
        split8(w, _mm512_sub_epi64(decimals.digits, _mm512_mul_epu32(first, all(w->ten_to_8))));

    first = split8(w, first);
    spread(w, first, second, decimals.last, texts);

    __m512i count = count_digits(w, first, second, decimals.last);
    __m512i row = _mm512_sub_epi64(decimals.point, all(w->fixed_first));
    __m512i length = _mm512_add_epi64(text_length(w, count, decimals.point), sign);

    _mm512_store_si512(texts->layout, _mm512_add_epi64(_mm512_slli_epi64(row, 1), sign));
    _mm512_store_si512(texts->length, _mm512_add_epi64(length, one));
    __asm__("" : "+m"(texts->layout), "+m"(texts->length));
}

/* Makes the texts of eight doubles. Returns the lanes that have none here. */
static inline __mmask8 make_group(const struct words *w, __m512d values, struct texts *texts)
{
    __m512i bits = _mm512_castpd_si512(values);
    struct decimals decimals;
    __mmask8 is_short = short_decimals(w, _mm512_abs_pd(values), &decimals);
    __mmask8 others = 0;

    if (is_short != 0xff) {
        struct decimals general = shortest(w, bits);
        __m512i row = _mm512_sub_epi64(general.point, all(w->fixed_first));
        __mmask8 power_of_two = _mm512_testn_epi64_mask(bits, all(w->limb));
        __mmask8 far = _mm512_cmpge_epu64_mask(row, all(w->fixed_count));

        decimals.digits = _mm512_mask_mov_epi64(general.digits, is_short, decimals.digits);
        decimals.last = _mm512_maskz_mov_epi64((__mmask8)~is_short, general.last);
        decimals.point = _mm512_mask_mov_epi64(general.point, is_short, decimals.point);
        others = (__mmask8)((power_of_two | far) & ~is_short);
    }
    make_texts(w, decimals, _mm512_srli_epi64(bits, 63), texts);
    return others;
}

/* Stores one text and a comma. Returns where the next begins. */
static inline char *store_text(const struct texts *texts, size_t lane, char *out)
{
    __m256i source = _mm256_load_si256((const void *)texts->source[source_of[lane]]);
    __m256i layout = _mm256_load_si256((const void *)layouts[texts->layout[lane]]);

    _mm256_storeu_si256((void *)out, _mm256_permutexvar_epi8(layout, source));
    out += texts->length[lane];
    out[-1] = ',';
    return out;
}

/* The same for `count` lanes, of which some have no text yet. */
static char *store_mixed(const double *values, size_t count, const struct texts *texts,
                         __mmask8 others, char *out)
{
    for (size_t lane = 0; lane < count; lane++) {
        if (others >> lane & 1) {
            out += rowcol_number_write(values[lane], out);
            *out++ = ',';
        } else {
            out = store_text(texts, lane, out);
        }
    }
    return out;
}

size_t rowcol_numbers_write_avx512(const double *values, size_t count, char *text)
{
    const struct words *w = &known_words;
    struct texts texts;
    char *out = text;

    __asm__("" : "+r"(w));
    for (; count >= LANES; count -= LANES, values += LANES) {
        __mmask8 others = make_group(w, _mm512_loadu_pd(values), &texts);

        if (others != 0) {
            out = store_mixed(values, LANES, &texts, others, out);
            continue;
        }
#pragma GCC unroll 8
        for (size_t lane = 0; lane < LANES; lane++)
            out = store_text(&texts, lane, out);
    }
    if (count < FEW)
        return (size_t)(out - text) + rowcol_numbers_write_portable(values, count, out);

    __mmask8 lanes = (__mmask8)((1U << count) - 1);
    __mmask8 others = make_group(w, _mm512_maskz_loadu_pd(lanes, values), &texts);

    out = store_mixed(values, count, &texts, others, out);
    return (size_t)(out - text);
}
#endif
