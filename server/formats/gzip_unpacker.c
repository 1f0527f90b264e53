/* gzip (RFC 1952), undone by zlib: one member behind the other. */
#include <limits.h>
#include <stddef.h>

#include "formats/coding.h"
#include "formats/zlib_memory.h"

#define FIRST_BYTE 0x1f

/* zlib reads and checks the gzip header and the sums behind each member; the window may be any. */
#define GZIP_WINDOW (16 + MAX_WBITS)

/* What inflate takes at most: its window, and its tables with room to spare. */
#define INFLATE_MEMORY ((size_t)64 * 1024)

struct gunzip {
    z_stream zlib;
    bool begun;     /* zlib is there */
    bool in_member; /* a member has begun and not ended */
    bool any;       /* a member has ended */
};

_Static_assert(sizeof(struct gunzip) <= UNPACKER_ROOM, "an unpacker has its room");

static void begin(void *unpacker)
{
    *(struct gunzip *)unpacker = (struct gunzip){0};
}

static struct unpacked no_memory(void)
{
    return (struct unpacked){.state = UNPACKING_NO_MEMORY, .wanted = INFLATE_MEMORY};
}

/* The first byte is looked at here, so that a single one behind the last member is foreign too, not
 * the beginning of a member that was cut off. */
static struct unpacked begin_member(struct gunzip *gunzip, const struct coding_stream *stream)
{
    if ((unsigned char)*stream->in != FIRST_BYTE)
        return (struct unpacked){.state = UNPACKING_FOREIGN};
    if (gunzip->begun) {
        inflateReset(&gunzip->zlib);
    } else {
        gunzip->zlib.zalloc = zlib_allocate;
        gunzip->zlib.zfree = zlib_free;
        if (inflateInit2(&gunzip->zlib, GZIP_WINDOW) != Z_OK)
            return no_memory();
        gunzip->begun = true;
    }
    gunzip->in_member = true;
    return (struct unpacked){0};
}

static uInt at_most(size_t count)
{
    return count < UINT_MAX ? (uInt)count : UINT_MAX;
}

static int inflate_some(z_stream *zlib, struct coding_stream *stream)
{
    uInt in = at_most(stream->in_left);
    uInt out = at_most(stream->out_left);
    int result;

    zlib->next_in = (z_const Bytef *)stream->in;
    zlib->avail_in = in;
    zlib->next_out = (Bytef *)stream->out;
    zlib->avail_out = out;
    result = inflate(zlib, Z_NO_FLUSH);
    stream->in += in - zlib->avail_in;
    stream->in_left -= in - zlib->avail_in;
    stream->out += out - zlib->avail_out;
    stream->out_left -= out - zlib->avail_out;
    return result;
}

/* Two bytes are looked at to see whether it is a member at all. */
static struct unpacked fault(struct gunzip *gunzip)
{
    const z_stream *zlib = &gunzip->zlib;

    if (zlib->total_in > 2)
        return (struct unpacked){UNPACKING_BROKEN, zlib->msg ? zlib->msg : "bad data", 0};
    gunzip->in_member = false;
    return (struct unpacked){.state = UNPACKING_FOREIGN};
}

static struct unpacked unpack(void *unpacker, struct coding_stream *stream)
{
    struct gunzip *gunzip = unpacker;
    struct unpacked result = {0};

    if (!gunzip->in_member) {
        if (stream->in_left == 0)
            return result;
        result = begin_member(gunzip, stream);
        if (result.state != UNPACKING_GOES_ON)
            return result;
    }
    switch (inflate_some(&gunzip->zlib, stream)) {
    case Z_STREAM_END:
        gunzip->in_member = false;
        gunzip->any = true;
        return result;
    case Z_OK:
    case Z_BUF_ERROR: /* there was nothing to be done */
        return result;
    case Z_MEM_ERROR:
        return no_memory();
    default:
        return fault(gunzip);
    }
}

static bool is_whole(const void *unpacker)
{
    const struct gunzip *gunzip = unpacker;

    return gunzip->any && !gunzip->in_member;
}

static void release(void *unpacker)
{
    struct gunzip *gunzip = unpacker;

    if (gunzip->begun)
        inflateEnd(&gunzip->zlib);
    gunzip->begun = false;
}

const struct unpacker_format gzip_unpacker = {
    .size = sizeof(struct gunzip),
    .begin = begin,
    .unpack = unpack,
    .is_whole = is_whole,
    .release = release,
};
