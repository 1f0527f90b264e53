/* A growing run of bytes with a ceiling from birth. The memory is plain malloc's: ceilings are small. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *bytes; /* not terminated; NULL while empty */
    size_t length;
    size_t capacity;
    size_t ceiling;
    bool failed; /* the ceiling was reached or memory ran out: everything since is lost */
};

/* An empty buffer that never holds more than `ceiling` bytes. */
void buffer_begin(struct buffer *buffer, size_t ceiling);

/* Adds bytes; once one call has failed all later ones do, so that only the last need be checked. */
bool buffer_add(struct buffer *buffer, const void *bytes, size_t count);
bool buffer_add_text(struct buffer *buffer, const char *text);
bool buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes the bytes out (the caller frees them with free()) and leaves the buffer empty. */
char *buffer_take(struct buffer *buffer, size_t *length);

void buffer_free(struct buffer *buffer);

#endif
