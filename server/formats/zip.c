#include "formats/zip.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

/* What a field of 16 or 32 bits says where the number itself stands in a ZIP64 field. */
#define ELSEWHERE_16 0xffffu
#define ELSEWHERE_32 0xffffffffu

/* The version of the format that a reader must know, and what made the archive: Unix, whose modes
 * the attributes are. */
#define VERSION 20
#define VERSION_ZIP64 45
#define MADE_BY (3 << 8 | VERSION_ZIP64)
#define MODE (0100644u << 16)

/* The first of January 1980, where ZIP's time begins. */
#define DATE (1 << 5 | 1)

/* Where the checksum stands in a local header, and after it the size, twice. */
#define CRC_OFFSET 14
#define EXTRA_ZIP64 1

static void add_16(struct buffer *text, uint64_t number)
{
    uint16_t bytes = htole16((uint16_t)number);

    buffer_add(text, &bytes, sizeof bytes);
}

static void add_32(struct buffer *text, uint64_t number)
{
    uint32_t bytes = htole32((uint32_t)number);

    buffer_add(text, &bytes, sizeof bytes);
}

static void add_64(struct buffer *text, uint64_t number)
{
    uint64_t bytes = htole64(number);

    buffer_add(text, &bytes, sizeof bytes);
}

/* The number in 32 bits, or that it stands elsewhere. */
static void add_small(struct buffer *text, uint64_t number)
{
    add_32(text, number < ELSEWHERE_32 ? number : ELSEWHERE_32);
}

static bool is_large(uint64_t number)
{
    return number >= ELSEWHERE_32;
}

/* What local headers and records have in common: from the version to the length of the name. */
static void add_common(struct buffer *text, const struct zip_file *file, bool zip64)
{
    add_16(text, zip64 ? VERSION_ZIP64 : VERSION);
    add_16(text, 0); /* flags */
    add_16(text, 0); /* stored */
    add_16(text, 0); /* time */
    add_16(text, DATE);
    add_32(text, file->crc);
    add_small(text, file->size); /* compressed, and not */
    add_small(text, file->size);
    add_16(text, strlen(file->name));
}

void zip_add_local_header(struct buffer *text, const struct zip_file *file)
{
    bool zip64 = is_large(file->size);

    buffer_add(text, "PK\3\4", 4);
    add_common(text, file, zip64);
    add_16(text, zip64 ? 20 : 0); /* of the extra field */
    buffer_add_text(text, file->name);
    if (zip64) {
        add_16(text, EXTRA_ZIP64);
        add_16(text, 16);
        add_64(text, file->size);
        add_64(text, file->size);
    }
}

void zip_settle_local_header(char *header, const struct zip_file *file)
{
    uint32_t size = htole32((uint32_t)file->size);
    uint32_t fields[] = {htole32(file->crc), size, size};

    memcpy(header + CRC_OFFSET, fields, sizeof fields);
}

void zip_add_record(struct buffer *text, const struct zip_file *file)
{
    unsigned wide = (is_large(file->size) ? 16u : 0) + (is_large(file->offset) ? 8u : 0);

    buffer_add(text, "PK\1\2", 4);
    add_16(text, MADE_BY);
    add_common(text, file, wide > 0);
    add_16(text, wide > 0 ? wide + 4 : 0);
    add_16(text, 0); /* of the comment */
    add_16(text, 0); /* the disk it is on */
    add_16(text, 0); /* internal attributes */
    add_32(text, MODE);
    add_small(text, file->offset);
    buffer_add_text(text, file->name);
    if (wide == 0)
        return;
    add_16(text, EXTRA_ZIP64);
    add_16(text, wide);
    if (is_large(file->size)) {
        add_64(text, file->size);
        add_64(text, file->size);
    }
    if (is_large(file->offset))
        add_64(text, file->offset);
}

/* ZIP64's record of the end, and the locator by which it is found. */
static void add_wide_end(struct buffer *text, uint64_t files, uint64_t offset, uint64_t length)
{
    buffer_add(text, "PK\6\6", 4);
    add_64(text, 44); /* of what follows in this record */
    add_16(text, MADE_BY);
    add_16(text, VERSION_ZIP64);
    add_32(text, 0); /* this disk, and the directory's */
    add_32(text, 0);
    add_64(text, files); /* on this disk, and in all */
    add_64(text, files);
    add_64(text, length);
    add_64(text, offset);

    buffer_add(text, "PK\6\7", 4);
    add_32(text, 0); /* the disk of that record */
    add_64(text, offset + length);
    add_32(text, 1); /* disks in all */
}

void zip_add_end(struct buffer *text, uint64_t files, uint64_t offset, uint64_t length)
{
    uint64_t small_files = files < ELSEWHERE_16 ? files : ELSEWHERE_16;

    if (files >= ELSEWHERE_16 || is_large(offset) || is_large(length))
        add_wide_end(text, files, offset, length);
    buffer_add(text, "PK\5\6", 4);
    add_16(text, 0); /* this disk, and the directory's */
    add_16(text, 0);
    add_16(text, small_files); /* on this disk, and in all */
    add_16(text, small_files);
    add_small(text, length);
    add_small(text, offset);
    add_16(text, 0); /* of the comment */
}
