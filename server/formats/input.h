/* Input: the bytes of a large body on their way to its reader, which the pool runs while more of
 * them arrive.
 *
 * The thread that receives copies them into a few blocks, and the reader takes block after block,
 * in order, in whatever thread comes first: mostly one of the pool; the receiving thread itself
 * where the pool is busy with others, so that a body never waits for their panels. It takes an
 * eighth off a 512 x 512 product on two cores. */
#ifndef FORMATS_INPUT_H
#define FORMATS_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/pool.h"
#include "formats/reader.h"

struct input;

/* What it takes out of the budget. */
#define INPUT_MEMORY ((size_t)LIMIT_INPUT_BLOCKS * LIMIT_INPUT_BLOCK)

/* Takes all the memory that it will need.
 *
 * reader   borrowed, with all that it has borrowed itself, until input_stop or input_release: in
 *          between only input_feed and its like may touch them.
 * wake     called with `owner`, outside of every lock, when input_ready or input_drained has
 *          returned false and would return true. It may come late, when that was found otherwise
 *          and the feeder waits for the next thing already: so whoever was woken asks again.
 *
 * Returns NULL where there is no memory. */
struct input *input_start(const struct reader_format *format, void *reader, struct pool *pool,
                          void (*wake)(void *owner), void *owner);

/* Takes the next part of the body, at most LIMIT_INPUT_BLOCK bytes. Unless input_ready has returned
 * true since the one before, it may have to wait for the reader. One thread at a time.
 *
 * Returns false once it is certain what will be answered, as a reader's feed does, if later. */
bool input_feed(struct input *input, const char *bytes, size_t count);

/* Whether there is room for another part; if not, `wake` will be called (before this function
 * returns, perhaps). So whoever must suspend something before it waits does it first, and then asks
 * once more. */
bool input_ready(struct input *input);

/* The same of the end: whether the reader has taken all there was. Nothing may be fed any more. */
bool input_drained(struct input *input);

/* The reader takes nothing more, and `wake` is not called again. Waits for the reader where it is
 * in the middle of a block. Any thread. */
void input_stop(struct input *input);

/* Stops it, and gives its memory back, at once. Does nothing on NULL. */
void input_release(struct input *input);

#endif
