/* zstd (RFC 8878): one frame, since many clients drop all that follows the first, without a word.
 *
 * libzstd takes its own memory, all of it in `create`: test_packing holds what is reserved for it
 * against what it says it has. */
#include <stdint.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/budget.h"
#include "formats/coding.h"

/* The digits of numbers hardly repeat, near or far. */
#define LEVEL 1
#define WINDOW_LOG 18

#define MEMORY ((size_t)1536 * 1024)

/* A frame's header and its last block, an empty one, and the sum. */
#define FRAME_SIZE 32

static void release(void *packer)
{
    if (packer)
        budget_release(MEMORY);
    ZSTD_freeCCtx(packer);
}

/* A first flush of nothing writes nothing, but makes libzstd take its memory. */
static bool is_ready(ZSTD_CCtx *zstd, size_t length)
{
    ZSTD_inBuffer in = {"", 0, 0};
    char byte;
    ZSTD_outBuffer out = {&byte, sizeof byte, 0};

    ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, WINDOW_LOG);
    if (length != CODING_LENGTH_UNKNOWN)
        ZSTD_CCtx_setPledgedSrcSize(zstd, length);
    return !ZSTD_isError(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_flush)) && out.pos == 0;
}

static void *create(size_t slots, size_t length)
{
    ZSTD_CCtx *zstd;

    (void)slots;
    if (!budget_reserve(MEMORY))
        return NULL;
    zstd = ZSTD_createCCtx();
    if (!zstd)
        budget_release(MEMORY);
    if (zstd && !is_ready(zstd, length)) {
        release(zstd);
        return NULL;
    }
    return zstd;
}

static size_t room(size_t length)
{
    return ZSTD_compressBound(length) + FRAME_SIZE;
}

/* With all of its memory and all of its room libzstd does not fail; if it did, the frame would not
 * end, which no client takes for a whole one. */
static size_t join(void *packer, const struct pack_block *block, char *out, size_t packed)
{
    ZSTD_inBuffer from = {block->text, block->length, 0};
    ZSTD_outBuffer to = {.size = room(block->length), .pos = packed};

    to.dst = out;
    ZSTD_compressStream2(packer, &to, &from, block->last ? ZSTD_e_end : ZSTD_e_flush);
    return to.pos;
}

const struct packer_format zstd_packer = {
    .create = create,
    .room = room,
    .join = join,
    .release = release,
};
