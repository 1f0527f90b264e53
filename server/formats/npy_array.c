#include "formats/npy_array.h"

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "formats/npy_header.h"

/* The start of version 1.0, and what a head's length is a multiple of, as numpy.save has it. */
#define START_LENGTH 10
#define HEAD_ALIGNMENT 64

/* The name of a type, and a shape in words: two numbers of 20 digits, and what is around them. */
#define TYPE_ROOM 24
#define SHAPE_ROOM 48

/* --- Heads ------------------------------------------------------------------------------------ */

static size_t write_head(const char *type, const char *shape, char head[NPY_HEAD_ROOM])
{
    static const char start[START_LENGTH] = NPY_MAGIC "\1";
    char *header = head + START_LENGTH;
    size_t length =
        (size_t)snprintf(header, NPY_HEAD_ROOM - START_LENGTH,
                         "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
    size_t end = START_LENGTH + length + 1;
    size_t whole = (end + HEAD_ALIGNMENT - 1) / HEAD_ALIGNMENT * HEAD_ALIGNMENT;
    uint16_t rest = htole16((uint16_t)(whole - START_LENGTH));

    memcpy(head, start, START_LENGTH);
    memcpy(head + NPY_VERSION_END, &rest, sizeof rest);
    memset(header + length, ' ', whole - end);
    head[whole - 1] = '\n';
    return whole;
}

static void add_head(struct buffer *text, const char *type)
{
    char head[NPY_HEAD_ROOM];

    buffer_add(text, head, write_head(type, "()", head));
}

static const char *type_of(const struct numbers *numbers)
{
    if (numbers->whole)
        return "<i8";
    if (numbers->imaginary)
        return numbers->single ? "<c8" : "<c16";
    return numbers->single ? "<f4" : "<f8";
}

size_t npy_element_size(const struct numbers *numbers)
{
    size_t part = numbers->single && !numbers->whole ? sizeof(float) : sizeof(double);

    return numbers->imaginary ? 2 * part : part;
}

size_t npy_write_head(const struct numbers *numbers, char head[NPY_HEAD_ROOM])
{
    rowcol_shape size = numbers->matrix->shape;
    char shape[SHAPE_ROOM] = "()";

    if (numbers->form == ANSWER_MATRIX)
        snprintf(shape, sizeof shape, "(%zu, %zu)", size.rows, size.columns);
    else if (numbers->form == ANSWER_LIST)
        snprintf(shape, sizeof shape, "(%zu,)", size.rows * size.columns);
    return write_head(type_of(numbers), shape, head);
}

/* --- Elements --------------------------------------------------------------------------------- */

/* PUT(name, bits, little, type): writes doubles as numbers of `type`, `step` bytes from one to the
 * next. */
#define PUT(name, bits, little, type)                                                              \
    static void name(const double *from, size_t count, size_t step, char *out)                     \
    {                                                                                              \
        for (size_t i = 0; i < count; i++) {                                                       \
            type number = (type)from[i];                                                           \
            bits element;                                                                          \
                                                                                                   \
            memcpy(&element, &number, sizeof element);                                             \
            element = little(element);                                                             \
            memcpy(out + i * step, &element, sizeof element);                                      \
        }                                                                                          \
    }

PUT(put_doubles, uint64_t, htole64, double)
PUT(put_floats, uint32_t, htole32, float)
PUT(put_whole, uint64_t, htole64, int64_t)

size_t npy_write(const struct numbers *numbers, size_t first, size_t count, char *out)
{
    size_t size = npy_element_size(numbers);
    void (*put)(const double *, size_t, size_t, char *) = numbers->whole    ? put_whole
                                                          : numbers->single ? put_floats
                                                                            : put_doubles;

    put(numbers->matrix->entries + first, count, size, out);
    if (numbers->imaginary)
        put(numbers->imaginary->entries + first, count, size, out + size / 2);
    return count * size;
}

/* --- Values ----------------------------------------------------------------------------------- */

static size_t count_characters(const char *string, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)string[i] & 0xc0) != 0x80;
    return count;
}

/* The character at the start of a well-formed text, which moves on. */
static uint32_t take_character(const char **next)
{
    struct utf8 sequence;
    unsigned char first = (unsigned char)*(*next)++;

    if (!utf8_begin(&sequence, first))
        return first;
    while (sequence.left > 0 && utf8_continue(&sequence, (unsigned char)**next))
        ++*next;
    return sequence.character;
}

/* numpy's strings have characters of 32 bits each; it has none without characters. */
static void add_string(struct buffer *text, const char *string, size_t length)
{
    size_t count = count_characters(string, length);
    uint32_t character = 0;
    char type[TYPE_ROOM];

    snprintf(type, sizeof type, "<U%zu", count > 0 ? count : 1);
    add_head(text, type);
    if (count == 0)
        buffer_add(text, &character, sizeof character);
    for (const char *next = string; next < string + length;) {
        character = htole32(take_character(&next));
        buffer_add(text, &character, sizeof character);
    }
}

static void add_bits(struct buffer *text, const char *type, uint64_t bits)
{
    bits = htole64(bits);
    add_head(text, type);
    buffer_add(text, &bits, sizeof bits);
}

static void add_real(struct buffer *text, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    add_bits(text, "<f8", bits);
}

static void add_truth(struct buffer *text, bool truth)
{
    add_head(text, "|b1");
    buffer_add(text, truth ? "\1" : "\0", 1);
}

bool npy_add_value(struct buffer *text, const struct answer_member *member)
{
    const json_t *value = member->document;

    if (json_is_string(value))
        add_string(text, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        add_bits(text, "<i8", (uint64_t)json_integer_value(value));
    else if (json_is_real(value))
        add_real(text, json_real_value(value));
    else if (json_is_boolean(value))
        add_truth(text, json_is_true(value));
    else
        return false;
    return true;
}
