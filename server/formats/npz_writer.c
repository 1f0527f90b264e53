/* application/zip: a .npz, which numpy.load reads by the names of its arrays: every member of an
 * answer, its numbers as arrays of their form, its small values as arrays of no dimensions.
 *
 * A file's checksum stands before its bytes. So each block is measured first: of a CRC-32 it makes
 * its share in that of the whole run, as if all else were zeros; the run's is the sum of the
 * shares, in any order (Adler, crc32_combine of zlib). */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "formats/layout.h"
#include "formats/npy_array.h"
#include "formats/zip.h"

/* The elements whose bytes are made at a time to be measured. */
#define MEASURED 512

#define NAME_ROOM 64

/* An archive that is being laid out. */
struct archive {
    struct layout *layout;
    bool settled;   /* the numbers have been laid out, and measured */
    size_t runs;    /* of numbers so far */
    uint64_t bytes; /* of numbers so far, which are not among the texts */
    size_t count;   /* of files so far */
    struct zip_file files[ANSWER_MEMBERS];
    char names[ANSWER_MEMBERS][NAME_ROOM];
};

static uint64_t numbers_bytes(const struct numbers *numbers)
{
    rowcol_shape shape = numbers->matrix->shape;

    return (uint64_t)shape.rows * shape.columns * npy_element_size(numbers);
}

static uint32_t crc_of(const char *bytes, size_t length)
{
    return (uint32_t)crc32(0, (const unsigned char *)bytes, (uInt)length);
}

/* The checksum of bytes with this one and, behind them, `length` bytes with that. */
static uint32_t joined_crc(uint32_t first, uint32_t second, uint64_t length)
{
    return (uint32_t)crc32_combine(first, second, (z_off_t)length);
}

/* The numbers' share in the checksum; nothing as long as they have not been measured. */
static uint32_t measured_crc(const struct archive *archive)
{
    uint32_t crc = 0;

    if (archive->settled)
        memcpy(&crc, archive->layout->parts[archive->runs].measures, sizeof crc);
    return crc;
}

static void add_numbers(struct archive *archive, struct zip_file *file, struct numbers numbers)
{
    struct buffer *text = layout_text(archive->layout);
    uint64_t bytes = numbers_bytes(&numbers);
    char head[NPY_HEAD_ROOM];
    size_t length = npy_write_head(&numbers, head);

    file->size = length + bytes;
    file->crc = joined_crc(crc_of(head, length), measured_crc(archive), bytes);
    zip_add_local_header(text, file);
    buffer_add(text, head, length);
    if (!archive->settled)
        layout_numbers(archive->layout, numbers);
    archive->runs++;
    archive->bytes += bytes;
}

/* Returns false where the value has no array. */
static bool add_value(struct archive *archive, struct zip_file *file,
                      const struct answer_member *member)
{
    struct buffer *text = layout_text(archive->layout);
    size_t header = text->length;
    size_t start;

    zip_add_local_header(text, file);
    start = text->length;
    if (!npy_add_value(text, member)) {
        text->length = header;
        return false;
    }
    if (text->failed)
        return true;
    file->size = text->length - start;
    file->crc = crc_of(text->bytes + start, text->length - start);
    zip_settle_local_header(text->bytes + header, file);
    return true;
}

static void add_member(struct archive *archive, const struct answer *answer,
                       const struct answer_member *member)
{
    struct zip_file *file = &archive->files[archive->count];
    char *name = archive->names[archive->count];

    snprintf(name, NAME_ROOM, "%s.npy", member->name);
    *file = (struct zip_file){.name = name,
                              .offset = layout_text(archive->layout)->length + archive->bytes};
    if (answer_has_numbers(member))
        add_numbers(archive, file, numbers_of(answer, member));
    else if (!add_value(archive, file, member))
        return;
    archive->count++;
}

static void add_directory(const struct archive *archive)
{
    struct buffer *text = layout_text(archive->layout);
    size_t start = text->length;

    for (size_t i = 0; i < archive->count; i++)
        zip_add_record(text, &archive->files[i]);
    zip_add_end(text, archive->count, start + archive->bytes, text->length - start);
}

static void lay_out(const struct answer *answer, struct layout *layout, bool settled)
{
    struct archive archive = {.layout = layout, .settled = settled};

    for (size_t i = 0; i < answer->count; i++)
        add_member(&archive, answer, &answer->members[i]);
    add_directory(&archive);
}

static void npz_plan(const struct answer *answer, struct layout *layout)
{
    lay_out(answer, layout, false);
}

/* All texts once more, now with checksums: each is as long as before, and so they need no memory
 * and keep their places. */
static void npz_settle(struct layout *layout)
{
    layout_text(layout)->length = 0;
    lay_out(layout->answer, layout, true);
}

static size_t npz_measures(const struct numbers *numbers)
{
    (void)numbers;
    return sizeof(uint32_t);
}

static void npz_measure(const struct numbers *numbers, size_t first, size_t count,
                        unsigned char *measures)
{
    size_t size = npy_element_size(numbers);
    uint64_t after = numbers_bytes(numbers) - (uint64_t)(first + count) * size;
    uint32_t *share = (uint32_t *)(void *)measures;
    char bytes[MEASURED * NPY_WRITTEN_MOST];
    uLong crc = 0;

    for (size_t done = 0, here; done < count; done += here) {
        here = count - done < MEASURED ? count - done : MEASURED;
        npy_write(numbers, first + done, here, bytes);
        crc = crc32(crc, (const unsigned char *)bytes, (uInt)(here * size));
    }
    __atomic_fetch_xor(share, joined_crc((uint32_t)crc, 0, after), __ATOMIC_RELAXED);
}

static size_t npz_room(const struct numbers *numbers, size_t count)
{
    return count * npy_element_size(numbers);
}

static size_t npz_entries(const struct numbers *numbers, size_t first, size_t count,
                          const unsigned char *measures, char *out)
{
    (void)measures;
    return npy_write(numbers, first, count, out);
}

const struct writer_format npz_writer = {
    .media_type = "application/zip",
    .content_type = "application/zip",
    .suffix = "npz",
    .any_number = true,
    .typed = true,
    .dense = true,
    .plan = npz_plan,
    .measures = npz_measures,
    .measure = npz_measure,
    .settle = npz_settle,
    .room = npz_room,
    .entries = npz_entries,
};
