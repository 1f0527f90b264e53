#include "text.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *text_reserve(struct text *text, size_t count)
{
    size_t needed = text->length + count + 1;

    if (needed > text->room) {
        text->room = needed > 2 * text->room ? needed : 2 * text->room;
        text->bytes = realloc(text->bytes, text->room);
        if (!text->bytes)
            abort();
    }
    return text->bytes + text->length;
}

void text_add(struct text *text, const void *bytes, size_t count)
{
    char *end = text_reserve(text, count);

    if (count > 0)
        memcpy(end, bytes, count);
    end[count] = '\0';
    text->length += count;
}

void text_say(struct text *text, const char *format, ...)
{
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        abort();
    va_start(list, format);
    vsnprintf(text_reserve(text, (size_t)length), (size_t)length + 1, format, list);
    va_end(list);
    text->length += (size_t)length;
}

void text_read_descriptor(struct text *text, int descriptor)
{
    char part[65536];
    off_t offset = 0;
    ssize_t count;

    while ((count = pread(descriptor, part, sizeof part, offset)) > 0) {
        text_add(text, part, (size_t)count);
        offset += count;
    }
    text_add(text, "", 0);
}

bool text_read_file(struct text *text, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);

    if (descriptor < 0)
        return false;
    text_read_descriptor(text, descriptor);
    close(descriptor);
    return true;
}

bool text_is_utf_8(const struct text *text)
{
    json_t *string = json_stringn(text->bytes ? text->bytes : "", text->length);

    json_decref(string);
    return string != NULL;
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}
