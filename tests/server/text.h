/* A text that grows. Tests have no use for a failed allocation: it ends them. */
#ifndef SERVER_TEXT_H
#define SERVER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* {0} is an empty one. Where there are bytes, a NUL follows the last, which `length` does not
 * count. */
struct text {
    char *bytes;
    size_t length;
    size_t room;
};

void text_add(struct text *text, const void *bytes, size_t count);
void text_say(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for this many more bytes and returns where they go; the caller then raises
 * `length`. */
char *text_reserve(struct text *text, size_t count);

/* The whole file, or false where it can't be opened. */
bool text_read_file(struct text *text, const char *path);

/* Everything from the start of the open file, wherever its offset is. */
void text_read_descriptor(struct text *text, int descriptor);

bool text_is_utf_8(const struct text *text);

void text_free(struct text *text);

#endif
