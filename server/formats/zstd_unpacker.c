/* zstd (RFC 8878), undone by libzstd: one frame behind the other, skippable ones among them.
 *
 * libzstd takes its own memory. How much depends on the window that a frame names in its header; so
 * the header is gathered and looked at here, and that memory reserved, before libzstd sees it. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/budget.h"
#include "formats/coding.h"

/* What HTTP allows (RFC 9659), which is what browsers take. */
#define WINDOW_LOG 23
#define WINDOW_MOST ((uint64_t)1 << WINDOW_LOG)

#define MAGIC 0xfd2fb528u
#define SKIPPABLE_MAGIC 0x184d2a50u /* and the fifteen numbers behind it */
#define MAGIC_SIZE 4
#define HEADER_LEAST (MAGIC_SIZE + 1)
#define HEADER_MOST 18

/* A context, and beside the window the buffers of a block (128 KiB) that it keeps: test_decoding
 * holds this against what libzstd says it has. */
#define CONTEXT_MEMORY ((size_t)256 * 1024)
#define BLOCK_MEMORY ((size_t)400 * 1024)

struct unzstd {
    ZSTD_DStream *zstd;
    size_t reserved;
    unsigned char header[HEADER_MOST];
    size_t held; /* of the header */
    bool in_frame;
    bool any; /* a frame has ended */
};

_Static_assert(sizeof(struct unzstd) <= UNPACKER_ROOM, "an unpacker has its room");

static const struct unpacked goes_on = {.state = UNPACKING_GOES_ON};
static const struct unpacked foreign = {.state = UNPACKING_FOREIGN};

static struct unpacked broken(const char *why)
{
    return (struct unpacked){.state = UNPACKING_BROKEN, .why = why};
}

static void begin(void *unpacker)
{
    *(struct unzstd *)unpacker = (struct unzstd){0};
}

/* --- A frame's header (RFC 8878, 3.1.1.1) ----------------------------------------------------- */

/* A whole number in this many bytes, the lowest first. */
static uint64_t number_at(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;

    while (count-- > 0)
        number = number << 8 | bytes[count];
    return number;
}

static bool is_skippable(const struct unzstd *unzstd)
{
    return (number_at(unzstd->header, MAGIC_SIZE) & ~UINT64_C(15)) == SKIPPABLE_MAGIC;
}

/* Whether what there is of it can be the beginning of a frame. */
static bool may_be_frame(const struct unzstd *unzstd)
{
    const size_t count = unzstd->held < MAGIC_SIZE ? unzstd->held : MAGIC_SIZE;
    const uint64_t mask = (UINT64_C(1) << 8 * count) - 1;
    const uint64_t number = number_at(unzstd->header, count);

    return number == (MAGIC & mask) || (number & ~UINT64_C(15)) == (SKIPPABLE_MAGIC & mask);
}

static unsigned descriptor(const struct unzstd *unzstd)
{
    return unzstd->header[MAGIC_SIZE];
}

/* A single segment has no window of its own: its content is the window. */
static bool is_single(const struct unzstd *unzstd)
{
    return descriptor(unzstd) >> 5 & 1;
}

static size_t window_field_size(const struct unzstd *unzstd)
{
    return is_single(unzstd) ? 0 : 1;
}

static size_t dictionary_size(const struct unzstd *unzstd)
{
    static const size_t sizes[] = {0, 1, 2, 4};

    return sizes[descriptor(unzstd) & 3];
}

static size_t content_size_size(const struct unzstd *unzstd)
{
    const size_t sizes[] = {is_single(unzstd), 2, 4, 8};

    return sizes[descriptor(unzstd) >> 6];
}

static size_t header_size(const struct unzstd *unzstd)
{
    if (unzstd->held < HEADER_LEAST)
        return HEADER_LEAST;
    if (is_skippable(unzstd))
        return HEADER_LEAST;
    return HEADER_LEAST + window_field_size(unzstd) + dictionary_size(unzstd) +
           content_size_size(unzstd);
}

static uint64_t window_size(const struct unzstd *unzstd)
{
    const unsigned char *next = unzstd->header + HEADER_LEAST;
    size_t content = content_size_size(unzstd);

    if (is_single(unzstd))
        return number_at(next + dictionary_size(unzstd), content) + (content == 2 ? 256 : 0);
    return (UINT64_C(1) << (10 + (*next >> 3))) / 8 * (8 + (*next & 7));
}

static struct unpacked judge_frame(const struct unzstd *unzstd)
{
    const unsigned char *dictionary = unzstd->header + HEADER_LEAST + window_field_size(unzstd);

    if (is_skippable(unzstd))
        return goes_on;
    if (number_at(dictionary, dictionary_size(unzstd)) != 0)
        return broken("it was packed with a dictionary, which is not here");
    if (window_size(unzstd) > WINDOW_MOST)
        return broken("it needs a window of more than the 8 MiB that HTTP allows (RFC 9659); pack "
                      "it without --ultra and --long");
    return goes_on;
}

/* --- Memory ----------------------------------------------------------------------------------- */

static bool reserve(struct unzstd *unzstd, size_t size, struct unpacked *result)
{
    if (size <= unzstd->reserved)
        return true;
    if (!budget_reserve(size - unzstd->reserved)) {
        *result = (struct unpacked){.state = UNPACKING_NO_MEMORY, .wanted = size};
        return false;
    }
    unzstd->reserved = size;
    return true;
}

static bool begin_zstd(struct unzstd *unzstd, struct unpacked *result)
{
    if (unzstd->zstd)
        return true;
    unzstd->zstd = ZSTD_createDStream();
    if (unzstd->zstd)
        ZSTD_DCtx_setParameter(unzstd->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
    else
        *result = (struct unpacked){.state = UNPACKING_NO_MEMORY, .wanted = CONTEXT_MEMORY};
    return unzstd->zstd != NULL;
}

static size_t memory_of_frame(const struct unzstd *unzstd)
{
    size_t window = is_skippable(unzstd) ? 0 : (size_t)window_size(unzstd);

    return CONTEXT_MEMORY + BLOCK_MEMORY + window;
}

/* --- Unpacking -------------------------------------------------------------------------------- */

static struct unpacked decompress(struct unzstd *unzstd, ZSTD_inBuffer *in, ZSTD_outBuffer *out)
{
    size_t result = ZSTD_decompressStream(unzstd->zstd, out, in);

    if (ZSTD_isError(result)) {
        if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation)
            return (struct unpacked){.state = UNPACKING_NO_MEMORY, .wanted = unzstd->reserved};
        return broken(ZSTD_getErrorName(result));
    }
    if (result == 0) {
        unzstd->in_frame = false;
        unzstd->held = 0;
        unzstd->any = true;
    }
    return goes_on;
}

/* Takes bytes until the header is whole; then judges it and gives it to libzstd. */
static struct unpacked take_header(struct unzstd *unzstd, struct coding_stream *stream)
{
    struct unpacked result = goes_on;

    while (stream->in_left > 0 && unzstd->held < header_size(unzstd)) {
        unzstd->header[unzstd->held++] = (unsigned char)*stream->in++;
        stream->in_left--;
        if (!may_be_frame(unzstd)) {
            unzstd->held = 0;
            return foreign;
        }
    }
    if (unzstd->held < header_size(unzstd))
        return goes_on;
    result = judge_frame(unzstd);
    if (result.state != UNPACKING_GOES_ON || !reserve(unzstd, memory_of_frame(unzstd), &result) ||
        !begin_zstd(unzstd, &result))
        return result;
    unzstd->in_frame = true;
    return decompress(unzstd, &(ZSTD_inBuffer){unzstd->header, unzstd->held, 0},
                      &(ZSTD_outBuffer){stream->out, stream->out_left, 0});
}

static struct unpacked unpack(void *unpacker, struct coding_stream *stream)
{
    struct unzstd *unzstd = unpacker;
    ZSTD_inBuffer in = {stream->in, stream->in_left, 0};
    ZSTD_outBuffer out = {stream->out, stream->out_left, 0};
    struct unpacked result;

    if (!unzstd->in_frame)
        return take_header(unzstd, stream);
    result = decompress(unzstd, &in, &out);
    stream->in += in.pos;
    stream->in_left -= in.pos;
    stream->out += out.pos;
    stream->out_left -= out.pos;
    return result;
}

static bool is_whole(const void *unpacker)
{
    const struct unzstd *unzstd = unpacker;

    return unzstd->any && !unzstd->in_frame && unzstd->held == 0;
}

static void release(void *unpacker)
{
    struct unzstd *unzstd = unpacker;

    ZSTD_freeDStream(unzstd->zstd);
    budget_release(unzstd->reserved);
    *unzstd = (struct unzstd){0};
}

const struct unpacker_format zstd_unpacker = {
    .size = sizeof(struct unzstd),
    .begin = begin,
    .unpack = unpack,
    .is_whole = is_whole,
    .release = release,
};
