#include "base/buffer.h"

#include <rowcol/number.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first allocation: most texts are a problem or a line, and fit. */
#define FIRST_CAPACITY 512

void buffer_begin(struct buffer *buffer, size_t ceiling)
{
    *buffer = (struct buffer){.ceiling = ceiling};
}

/* What to grow to: twice as much each time, so that adding byte by byte stays linear. */
static size_t next_capacity(const struct buffer *buffer, size_t needed)
{
    size_t capacity = FIRST_CAPACITY;

    if (buffer->capacity > 0)
        capacity = buffer->capacity <= buffer->ceiling / 2 ? buffer->capacity * 2 : buffer->ceiling;
    if (capacity > buffer->ceiling)
        capacity = buffer->ceiling;
    return capacity > needed ? capacity : needed;
}

/* Sees that `count` more bytes fit, and one beyond the capacity: vsnprintf ends its text with a
 * NUL. */
static bool make_room(struct buffer *buffer, size_t count)
{
    size_t capacity;
    char *bytes;

    if (buffer->failed || count > buffer->ceiling - buffer->length) {
        buffer->failed = true;
        return false;
    }
    if (buffer->bytes && count <= buffer->capacity - buffer->length)
        return true;

    capacity = next_capacity(buffer, buffer->length + count);
    bytes = capacity < SIZE_MAX ? realloc(buffer->bytes, capacity + 1) : NULL;
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool buffer_add(struct buffer *buffer, const void *bytes, size_t count)
{
    if (count == 0)
        return !buffer->failed;
    if (!make_room(buffer, count))
        return false;
    memcpy(buffer->bytes + buffer->length, bytes, count);
    buffer->length += count;
    return true;
}

bool buffer_add_text(struct buffer *buffer, const char *text)
{
    return buffer_add(buffer, text, strlen(text));
}

bool buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (count < 0 || !make_room(buffer, (size_t)count)) {
        buffer->failed = true;
        return false;
    }

    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)count + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)count;
    return true;
}

static int add_piece(const char *bytes, size_t count, void *buffer)
{
    return buffer_add(buffer, bytes, count) ? 0 : -1;
}

static bool add_scalar(struct buffer *buffer, const json_t *value)
{
    char number[ROWCOL_NUMBER_ROOM];

    if (json_is_real(value))
        return buffer_add(buffer, number, rowcol_number_write(json_real_value(value), number));
    if (!value || json_dump_callback(value, add_piece, buffer, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        buffer->failed = true;
    return !buffer->failed;
}

static bool add_object(struct buffer *buffer, json_t *object)
{
    const char *name;
    json_t *value;
    const char *before = "{";

    json_object_foreach(object, name, value) {
        json_t *key = json_string(name);

        buffer_add_text(buffer, before);
        add_scalar(buffer, key);
        json_decref(key);
        buffer_add_text(buffer, ":");
        buffer_add_json(buffer, value);
        before = ",";
    }
    return buffer_add_text(buffer, *before == '{' ? "{}" : "}");
}

static bool add_array(struct buffer *buffer, const json_t *array)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        buffer_add_text(buffer, i == 0 ? "[" : ",");
        buffer_add_json(buffer, json_array_get(array, i));
    }
    return buffer_add_text(buffer, json_array_size(array) == 0 ? "[]" : "]");
}

/* jansson's own text of reals has 17 digits, and ours the fewest. Documents are of our own making,
 * so that the recursion is as shallow as they are. */
bool buffer_add_json(struct buffer *buffer, const json_t *value)
{
    if (json_is_object(value))
        return add_object(buffer, (json_t *)(uintptr_t)value);
    if (json_is_array(value))
        return add_array(buffer, value);
    return add_scalar(buffer, value);
}

char *buffer_take(struct buffer *buffer, size_t *length)
{
    char *bytes = buffer->bytes;

    *length = buffer->length;
    if (buffer->failed || buffer->length == 0) {
        free(bytes);
        bytes = NULL;
        *length = 0;
    }
    buffer_begin(buffer, buffer->ceiling);
    return bytes;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    buffer_begin(buffer, buffer->ceiling);
}
