/* A growing text: one place that reallocates, and a first failure that stays. */
#include <rowcol/text.h>

#include <stdint.h>
#include <string.h>

#include "allocation.h"

/* The first block: a step of a small product and its like fit. */
#define FIRST_SIZE 256

void rowcol_text_begin(rowcol_text *text, rowcol_notation notation, size_t most)
{
    *text = (rowcol_text){.notation = notation, .most = most};
}

/* Twice as much each time, so that adding byte by byte stays linear. */
static size_t next_size(size_t size, size_t needed)
{
    size_t next = size == 0 ? FIRST_SIZE : size <= SIZE_MAX / 2 ? size * 2 : SIZE_MAX;

    return next > needed ? next : needed;
}

/* Makes room for `count` bytes more and the NUL after them. */
static rowcol_status make_room(rowcol_text *text, size_t count)
{
    size_t size;
    char *bytes;

    if (text->status != ROWCOL_OK)
        return text->status;
    if (count > text->most - text->length || count >= SIZE_MAX - text->length)
        return text->status = ROWCOL_TOO_LARGE;
    if (text->length + count < text->_size)
        return ROWCOL_OK;
    size = next_size(text->_size, text->length + count + 1);
    bytes = text->bytes ? rowcol_resize(text->bytes, text->_size, size) : rowcol_allocate(size);
    if (!bytes)
        return text->status = ROWCOL_NO_MEMORY;
    text->bytes = bytes;
    text->_size = size;
    return ROWCOL_OK;
}

rowcol_status rowcol_text_add(rowcol_text *text, const char *bytes, size_t count)
{
    rowcol_status status = make_room(text, count);

    if (status != ROWCOL_OK)
        return status;
    if (count > 0)
        memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
    return ROWCOL_OK;
}

rowcol_status rowcol_text_add_string(rowcol_text *text, const char *string)
{
    return rowcol_text_add(text, string, strlen(string));
}

void rowcol_text_clear(rowcol_text *text)
{
    text->length = 0;
    if (text->bytes)
        text->bytes[0] = '\0';
}

void rowcol_text_release(rowcol_text *text)
{
    rowcol_release(text->bytes, text->_size);
    rowcol_text_begin(text, text->notation, text->most);
}
