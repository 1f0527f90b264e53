/* The packing line: blocks of a text come from several threads, in any order, and leave it packed,
 * in their order. */
#ifndef FORMATS_PACKING_LINE_H
#define FORMATS_PACKING_LINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "formats/coding.h"

/* Members are the line's own. The rule of `lock`: it guards what stands below it. Blocks are joined
 * by whoever has packed the one that is next, and by nobody else meanwhile. */
struct packing_line {
    const struct coding *coding; /* NULL: there is no line */
    void *packer;
    void (*leaves)(void *owner, size_t block, size_t length);
    void *owner;
    size_t slots;
    struct pack_block blocks[LIMIT_BLOCKS_AHEAD]; /* in their slots: block b in b % slots */
    char *places[LIMIT_BLOCKS_AHEAD];             /* where they are packed to */

    pthread_mutex_t lock;
    size_t packed[LIMIT_BLOCKS_AHEAD]; /* bytes of a block that waits to be joined, or SIZE_MAX */
    size_t joined;                     /* blocks */
    bool joining;
};

/* Takes all the memory that it will need out of the budget.
 *
 * slots    blocks that may be in it at once, at most LIMIT_BLOCKS_AHEAD.
 * length   of the whole text, or CODING_LENGTH_UNKNOWN.
 * leaves   called with `owner` for each block, in order, outside of every lock.
 *
 * Returns false where there is no memory; there is nothing to end then. */
bool packing_line_begin(struct packing_line *line, const struct coding *coding, size_t slots,
                        size_t length,
                        void (*leaves)(void *owner, size_t block, size_t length_packed),
                        void *owner);

/* Packs one block, and joins those that are next. Any thread.
 *
 * block   its number; that `slots` before it must have left.
 * text    its text, borrowed with `place` until it leaves.
 * place   room for what it becomes (packer_format.room). */
void packing_line_take(struct packing_line *line, size_t block, const struct pack_block *text,
                       char *place);

/* Gives everything back; nobody may be at it. Does nothing on {0}. */
void packing_line_end(struct packing_line *line);

#endif
