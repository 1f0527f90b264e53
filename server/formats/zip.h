/* Archives as ZIP lays them out (PKWARE's APPNOTE 6.3.3), their files stored as they are:
 *
 *   for each file, its local header and its bytes
 *   for each file, its record in the directory
 *   the end
 *
 * Where a size or a place needs more than 32 bits, they have ZIP64's fields, and only there: so
 * readers without ZIP64 can read what they can. All have the same date: equal answers are equal
 * archives. */
#ifndef FORMATS_ZIP_H
#define FORMATS_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct zip_file {
    const char *name; /* ASCII */
    uint32_t crc;     /* CRC-32 of its bytes */
    uint64_t size;
    uint64_t offset; /* of its local header, from the start of the archive */
};

/* These add a part to a text. What fails shows in it. */

void zip_add_local_header(struct buffer *text, const struct zip_file *file);

/* Puts the checksum and the size, of less than 4 GiB, into a local header that was added before
 * they were known. */
void zip_settle_local_header(char *header, const struct zip_file *file);

void zip_add_record(struct buffer *text, const struct zip_file *file);

/* files     how many there are.
 * offset    of the directory, from the start of the archive.
 * length    of the directory. */
void zip_add_end(struct buffer *text, uint64_t files, uint64_t offset, uint64_t length);

#endif
