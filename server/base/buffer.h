/* A growing run of bytes with a ceiling from birth. The memory is plain malloc's: ceilings are
 * small. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *bytes; /* not terminated; NULL while empty */
    size_t length;
    size_t capacity;
    size_t ceiling;
    bool failed; /* the ceiling was reached or memory ran out: everything since is lost */
};

/* An empty buffer that never holds more than `ceiling` bytes. Holds no memory before the first
 * add. */
void buffer_begin(struct buffer *buffer, size_t ceiling);

/* Adds bytes, all of them or none; once one call has failed all later ones do, so that only the
 * last need be checked. `bytes` may be NULL where `count` is 0. */
bool buffer_add(struct buffer *buffer, const void *bytes, size_t count);
bool buffer_add_text(struct buffer *buffer, const char *text);
bool buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a value as compact JSON, its reals as the shortest text (10.0 is 10), perhaps only the
 * beginning of it where it fails. NULL as a value (no memory) is a failure. */
bool buffer_add_json(struct buffer *buffer, const json_t *value);

/* Takes the bytes out (the caller frees them with free()) and leaves the buffer empty and sound.
 *
 * length   receives their number.
 *
 * Returns NULL with a length of 0 where the buffer holds nothing or has failed. */
char *buffer_take(struct buffer *buffer, size_t *length);

/* Frees what it holds and leaves it empty and sound. */
void buffer_free(struct buffer *buffer);

#endif
