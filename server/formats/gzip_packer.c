/* gzip (RFC 1952): one member, whose blocks are deflated apart, none with a word from the one
 * before, and joined by zlib's sums. */
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/coding.h"
#include "formats/zlib_memory.h"

/* The digits of numbers hardly repeat: levels above 1 take two and three times as long for a few
 * hundredths less. */
#define LEVEL 1
#define MEMORY_LEVEL 8
#define RAW_WINDOW (-MAX_WBITS)

#define HEAD_SIZE 10
#define TAIL_SIZE 8

/* What a flush between two blocks adds: an empty stored block, from any bit on. */
#define FLUSH_SIZE 8

struct gzip {
    size_t slots;
    uint32_t sum; /* of the blocks that have been joined, and their length modulo 2^32 */
    uint32_t length;
    struct {
        z_stream zlib;
        uint32_t sum; /* of its block */
    } slot[LIMIT_BLOCKS_AHEAD];
};

static void release(void *packer)
{
    struct gzip *gzip = packer;

    for (size_t i = 0; i < gzip->slots; i++)
        deflateEnd(&gzip->slot[i].zlib);
    free(gzip);
}

static void *create(size_t slots, size_t length)
{
    struct gzip *gzip = calloc(1, sizeof *gzip);

    (void)length;
    for (; gzip && gzip->slots < slots; gzip->slots++) {
        z_stream *zlib = &gzip->slot[gzip->slots].zlib;

        zlib->zalloc = zlib_allocate;
        zlib->zfree = zlib_free;
        if (deflateInit2(zlib, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
            release(gzip);
            return NULL;
        }
    }
    return gzip;
}

/* What zlib promises for any text (deflateBound, at its most cautious), with head and tail. */
static size_t room(size_t length)
{
    return length + length / 8 + length / 64 + 64 + FLUSH_SIZE + HEAD_SIZE + TAIL_SIZE;
}

/* No name, no time, an unknown system: the same text is packed the same way everywhere. */
static size_t write_head(char *out)
{
    static const unsigned char head[HEAD_SIZE] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff};

    memcpy(out, head, sizeof head);
    return sizeof head;
}

static char *write_number(char *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        *out++ = (char)(number >> 8 * i & 0xff);
    return out;
}

static size_t pack(void *packer, const struct pack_block *block, char *out)
{
    struct gzip *gzip = packer;
    z_stream *zlib = &gzip->slot[block->slot].zlib;
    size_t head = block->first ? write_head(out) : 0;
    uInt most = (uInt)(room(block->length) - HEAD_SIZE - TAIL_SIZE);

    gzip->slot[block->slot].sum =
        (uint32_t)crc32(0, (const Bytef *)block->text, (uInt)block->length);
    deflateReset(zlib);
    zlib->next_in = (z_const Bytef *)block->text;
    zlib->avail_in = (uInt)block->length;
    zlib->next_out = (Bytef *)out + head;
    zlib->avail_out = most;
    deflate(zlib, block->last ? Z_FINISH : Z_SYNC_FLUSH);
    return head + most - zlib->avail_out;
}

static size_t join(void *packer, const struct pack_block *block, char *out, size_t packed)
{
    struct gzip *gzip = packer;
    char *next = out + packed;

    gzip->sum =
        (uint32_t)crc32_combine(gzip->sum, gzip->slot[block->slot].sum, (z_off_t)block->length);
    gzip->length += (uint32_t)block->length;
    if (block->last)
        next = write_number(write_number(next, gzip->sum), gzip->length);
    return (size_t)(next - out);
}

const struct packer_format gzip_packer = {
    .create = create,
    .room = room,
    .pack = pack,
    .join = join,
    .release = release,
};
