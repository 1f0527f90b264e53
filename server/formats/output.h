/* Output: the text of an answer, made block by block and read in order.
 *
 * A small answer is one buffer. A large one is made by the pool, a few blocks ahead of the reader,
 * in memory that is reserved before the first byte; whoever reads waits for a block to become
 * ready. */
#ifndef FORMATS_OUTPUT_H
#define FORMATS_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/pool.h"
#include "formats/answer.h"
#include "formats/coding.h"
#include "formats/writer.h"

/* The bytes of the budget that this answer's output takes: output_text's for an answer up to
 * LIMIT_INLINE_ENTRIES, output_start's for a larger one. The matrices' entries need not be computed
 * yet, so that the room can be reserved before they are.
 *
 * Returns 0 where there is no memory even to tell. */
size_t output_room(const struct answer *answer, const struct writer_format *writer);

/* The whole text in one buffer of the budget, in this thread: for answers up to
 * LIMIT_INLINE_ENTRIES.
 *
 * length, size   receive the text's length and the block's size (for budget_free); the size also
 *                where the budget has no room for it.
 *
 * Returns NULL where there is no memory. */
char *output_text(const struct answer *answer, const struct writer_format *writer, size_t *length,
                  size_t *size);

struct output;

/* Who works, and for whom. */
struct output_reader {
    struct pool *pool;
    /* Called with `owner`, by a pool thread and outside of every lock, once for each time that
     * output_ready has returned false, when reading can go on. */
    void (*wake)(void *owner);
    void *owner;
};

/* Prepares the blocks and takes all the memory that they will need, then lets the pool begin.
 *
 * answer   borrowed until output_release has called `released`.
 * coding   what it is packed by; NULL: by nothing.
 *
 * Returns NULL where there is no memory. */
struct output *output_start(const struct answer *answer, const struct writer_format *writer,
                            const struct coding *coding, const struct output_reader *reader);

/* The same of a text, not empty, that is there already and is to be packed; it is borrowed as the
 * answer is. */
struct output *output_pack(const char *text, size_t length, const struct coding *coding,
                           const struct output_reader *reader);

/* Whether a read would return something now; if not, `wake` will be called once (before this
 * function returns, perhaps). So whoever must suspend something before it waits does it first. */
bool output_ready(struct output *output);

#define OUTPUT_END (-1)

/* Copies up to `most` bytes of what comes next. One reader at a time.
 *
 * Returns their number; 0 if the next block is not ready (does not arrange for `wake`: output_ready
 * does); OUTPUT_END after the last. */
ssize_t output_read(struct output *output, char *to, size_t most);

/* Ends it, read to its end or not; comes from the reader. The pool may still be making a block:
 * memory is given back, and `released` is called with `owner` (of output_start), when that is over,
 * perhaps in this very call. No call of `wake` begins any more, but one that has begun may still be
 * under way; it has returned when `released` is called. */
void output_release(struct output *output, void (*released)(void *owner));

#endif
