/* Content codings (RFC 9110, 8.4.1): what bodies and answers may be packed by, a pair of files each
 * (gzip_unpacker.c, gzip_packer.c), in one table (coding.c). */
#ifndef FORMATS_CODING_H
#define FORMATS_CODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "formats/media.h"

/* What is taken from, and where it goes: both move on as they are used. */
struct coding_stream {
    const char *in;
    size_t in_left;
    char *out;
    size_t out_left;
};

enum unpacking {
    UNPACKING_GOES_ON,
    UNPACKING_FOREIGN, /* where a stream should begin something else does */
    UNPACKING_BROKEN,
    UNPACKING_NO_MEMORY
};

/* What unpacking came to, and with a fault what is the matter. */
struct unpacked {
    enum unpacking state;
    const char *why; /* UNPACKING_BROKEN: a clause in lower case, static */
    size_t wanted;   /* UNPACKING_NO_MEMORY: the bytes that could not be had */
};

/* Undoes a coding. The memory of an unpacker is the caller's, aligned as malloc's; what it takes
 * beside is of the budget. */
struct unpacker_format {
    size_t size; /* at most UNPACKER_ROOM */

    /* Makes an unpacker of memory that may hold anything. */
    void (*begin)(void *unpacker);

    /* Takes what it can until there is no room or nothing left to take, or earlier: where something
     * of both is left, call it again. Once `in` is used up and room is left, it holds nothing back.
     * Room must be there. After a fault, release is all that may come. */
    struct unpacked (*unpack)(void *unpacker, struct coding_stream *stream);

    /* Whether a stream, or one behind the other, has come to its end, so that the body may. */
    bool (*is_whole)(const void *unpacker);

    void (*release)(void *unpacker);
};

#define UNPACKER_ROOM 192

/* A block of the text that is packed: blocks make one stream, in their order. */
struct pack_block {
    const char *text;
    size_t length;
    size_t slot; /* which of the packer's slots works on it */
    bool first, last;
};

/* Packs a text in blocks, each in two steps: `pack` in any order and by several threads at once, if
 * each has another slot; `join` one block after the other. So gzip is done by all threads (as pigz
 * does it), while zstd, whose blocks lean on those before them, takes turns. */
struct packer_format {
    /* All the memory that it will need, out of the budget: nothing fails later.
     *
     * slots   blocks that are worked on at once, at most LIMIT_BLOCKS_AHEAD.
     * length  of the whole text, where it is known; or CODING_LENGTH_UNKNOWN.
     *
     * Returns NULL where there is no memory. */
    void *(*create)(size_t slots, size_t length);

    /* The most bytes that a block of this length becomes. */
    size_t (*room)(size_t length);

    /* Both return the number of bytes there are of the block now, in `out`, which has its room;
     * `packed` is what pack has returned, or 0 where it is NULL: nothing can be done beforehand. */
    size_t (*pack)(void *packer, const struct pack_block *block, char *out);
    size_t (*join)(void *packer, const struct pack_block *block, char *out, size_t packed);

    void (*release)(void *packer);
};

#define CODING_LENGTH_UNKNOWN SIZE_MAX

struct coding {
    const char *name;  /* "gzip" */
    const char *alias; /* "x-gzip"; NULL: none */
    const struct unpacker_format *unpacker;
    const struct packer_format *packer;
};

/* The table; of equals an answer is packed by the last. */
#define CODINGS 2
extern const struct coding codings[CODINGS];

/* The coding of this name (case is passed over); NULL: none of ours. */
const struct coding *coding_named(struct span name);

/* Whether a Content-Encoding says that nothing is packed: NULL, empty, or "identity". */
bool coding_is_none(const char *content_encoding);

/* What stands in the Accept-Encoding of an answer that refuses a coding; and the same, name by
 * name, NULL after the last. */
extern const char CODING_NAMES[];
extern const char *const coding_names[];

extern const struct unpacker_format gzip_unpacker;
extern const struct unpacker_format zstd_unpacker;
extern const struct packer_format gzip_packer;
extern const struct packer_format zstd_packer;

#endif
