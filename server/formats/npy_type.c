#include "formats/npy_type.h"

#include <endian.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* No whole number below has more digits than a double. */
#define EXACT_BITS 53

/* CONVERT(name, bits, host, type): converts elements that are `bits` wide, come to the machine's
 * order by `host`, and are then numbers of `type`. */
#define CONVERT(name, bits, host, type)                                                            \
    static void name(const unsigned char *from, size_t count, double *to)                          \
    {                                                                                              \
        for (size_t i = 0; i < count; i++) {                                                       \
            bits element;                                                                          \
            type number;                                                                           \
                                                                                                   \
            memcpy(&element, from + i * sizeof element, sizeof element);                           \
            element = host(element);                                                               \
            memcpy(&number, &element, sizeof number);                                              \
            to[i] = (double)number;                                                                \
        }                                                                                          \
    }

#define AS_IT_IS(element) (element)

CONVERT(convert_i1, uint8_t, AS_IT_IS, int8_t)
CONVERT(convert_u1, uint8_t, AS_IT_IS, uint8_t)
CONVERT(little_i2, uint16_t, le16toh, int16_t)
CONVERT(little_u2, uint16_t, le16toh, uint16_t)
CONVERT(little_i4, uint32_t, le32toh, int32_t)
CONVERT(little_u4, uint32_t, le32toh, uint32_t)
CONVERT(little_f4, uint32_t, le32toh, float)
CONVERT(little_i8, uint64_t, le64toh, int64_t)
CONVERT(little_u8, uint64_t, le64toh, uint64_t)
CONVERT(big_i2, uint16_t, be16toh, int16_t)
CONVERT(big_u2, uint16_t, be16toh, uint16_t)
CONVERT(big_i4, uint32_t, be32toh, int32_t)
CONVERT(big_u4, uint32_t, be32toh, uint32_t)
CONVERT(big_f4, uint32_t, be32toh, float)
CONVERT(big_i8, uint64_t, be64toh, int64_t)
CONVERT(big_u8, uint64_t, be64toh, uint64_t)
CONVERT(big_f8, uint64_t, be64toh, double)

/* Nothing is left to do where the machine's doubles have this order too. */
static void little_f8(const unsigned char *from, size_t count, double *to)
{
#if __BYTE_ORDER == __LITTLE_ENDIAN
    memcpy(to, from, count * sizeof *to);
#else
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;

        memcpy(&bits, from + i * sizeof bits, sizeof bits);
        bits = le64toh(bits);
        memcpy(&to[i], &bits, sizeof bits);
    }
#endif
}

static void convert_b1(const unsigned char *from, size_t count, double *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i] != 0;
}

static const struct npy_type types[] = {
    {'<', 'f', 8, little_f8},  {'<', 'f', 4, little_f4},  {'>', 'f', 8, big_f8},
    {'>', 'f', 4, big_f4},     {'<', 'i', 8, little_i8},  {'<', 'i', 4, little_i4},
    {'<', 'i', 2, little_i2},  {'>', 'i', 8, big_i8},     {'>', 'i', 4, big_i4},
    {'>', 'i', 2, big_i2},     {'|', 'i', 1, convert_i1}, {'<', 'u', 8, little_u8},
    {'<', 'u', 4, little_u4},  {'<', 'u', 2, little_u2},  {'>', 'u', 8, big_u8},
    {'>', 'u', 4, big_u4},     {'>', 'u', 2, big_u2},     {'|', 'u', 1, convert_u1},
    {'|', 'b', 1, convert_b1},
};

static bool is_order(char character)
{
    return character == '<' || character == '>' || character == '|';
}

const struct npy_type *npy_type_find(const char *name, size_t length)
{
    if (length != 3 || !is_order(name[0]))
        return NULL;
    for (size_t i = 0; i < COUNT(types); i++) {
        const struct npy_type *type = &types[i];
        bool order_counts = type->size > 1;

        if (name[1] == type->kind && (size_t)(name[2] - '0') == type->size &&
            (!order_counts || name[0] == type->order))
            return type;
    }
    return NULL;
}

const char *npy_type_advice(const char *name, size_t length)
{
    char kind = length > 1 ? name[1] : '\0';

    if (length > 0 && name[0] == '[')
        return "has named columns: send one of them at a time, or the numbers as "
               "numpy.lib.recfunctions.structured_to_unstructured(a) gives them";
    if (length > 0 && (!is_order(name[0]) || (name[0] == '|' && kind == 'f')))
        return "does not say in which order its bytes stand (numpy.save writes \"<\" or \">\" "
               "before it): send a.astype('<f8')";
    switch (kind) {
    case 'f':
        return length == 3 && name[2] == '2'
                   ? "is float16: send a.astype('<f8'), which keeps every number"
                   : "is a long double: send a.astype('<f8')";
    case 'c':
        return "is complex: send its parts, a.real and a.imag, one at a time";
    case 'O':
        return "holds Python objects: if they are numbers, send a.astype('<f8')";
    case 'U':
    case 'S':
        return "is text: if it spells numbers, send a.astype('<f8')";
    case 'M':
    case 'm':
        return "is a time: send a count of some unit, such as (a - a.min()) / "
               "numpy.timedelta64(1, 's')";
    default:
        return "is no kind of number: send a.astype('<f8')";
    }
}

/* Whether all that a magnitude has beyond 53 bits, from its first one on, are zeros. */
static bool is_exact(uint64_t magnitude)
{
    int bits = magnitude == 0 ? 0 : 64 - __builtin_clzll(magnitude);

    return bits <= EXACT_BITS || magnitude << (64 - bits + EXACT_BITS) == 0;
}

static struct npy_whole whole_number(const struct npy_type *type, const unsigned char *from)
{
    struct npy_whole number = {false, 0};
    uint64_t bits;

    memcpy(&bits, from, sizeof bits);
    bits = type->order == '<' ? le64toh(bits) : be64toh(bits);
    number.negative = type->kind == 'i' && bits >> 63;
    number.magnitude = number.negative ? -bits : bits;
    return number;
}

size_t npy_first_inexact(const struct npy_type *type, const unsigned char *from, size_t count,
                         struct npy_whole *number)
{
    if (type->size < sizeof(uint64_t) || type->kind == 'f')
        return count;
    for (size_t i = 0; i < count; i++) {
        *number = whole_number(type, from + i * sizeof(uint64_t));
        if (!is_exact(number->magnitude))
            return i;
    }
    return count;
}
