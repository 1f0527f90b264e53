/* Decoding: a packed body on its way to its reader. It is a reader itself, which unpacks into one
 * buffer and feeds the format's reader from there. */
#ifndef FORMATS_DECODING_H
#define FORMATS_DECODING_H

#include <stddef.h>
#include <stdint.h>

#include "formats/coding.h"
#include "formats/reader.h"

/* Makes the reader of a packed body of memory that may hold anything, and has decoding_size()
 * bytes; begins the format's reader within it. The buffer and what unpacking takes come out of the
 * budget with the first part.
 *
 * limit    the most bytes that the body may unpack to: PROBLEM_BODY_TOO_LARGE beyond.
 * reading  as the format's begin has it. A stream that is cut off or broken is
 *          PROBLEM_MALFORMED_BODY, which is told instead of any fault of meaning.
 *
 * Returns what to call it by; its begin is NULL. */
const struct reader_format *decoding_begin(void *reader, const struct coding *coding,
                                           const struct reader_format *format, size_t limit,
                                           const struct reading *reading);

/* The size of the largest one. */
size_t decoding_size(void);

/* The bytes that came out so far. */
uint64_t decoding_unpacked(const void *reader);

#endif
