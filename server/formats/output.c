#include "formats/output.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/layout.h"
#include "formats/packing_line.h"

#define NOT_MADE SIZE_MAX
#define NOBODY SIZE_MAX

/* A text that is packed, in pieces: each is worth a thread's while, and of what is before it only
 * zstd knows. */
#define TEXT_BLOCK ((size_t)128 * 1024)

/* Blocks are made into a ring of slots: block b into slot b % slots, as soon as the reader has
 * taken what was there before. The pool's job has these panels:
 *
 *   0 .. measuring - 1    measure a block each (none where the format needs no measures);
 *   then one a block      write it, and pack it where it is to be packed; the reader lets them run,
 *                         a ring's length ahead of itself;
 *   one more at the end   never let run: so the job is never done before output_release cancels it,
 *                         and the one who frees is always the job's `done`.
 *
 * The rule of `lock`: it guards what stands below it, and nothing is done under it but to read and
 * set them; no call to the pool or to `wake`. A slot's bytes are the pool's from the moment its
 * panel may run until its length is set under the lock, and then the reader's until it sets
 * NOT_MADE. */
struct output {
    struct layout layout; /* of an answer; or, where there is a text, */
    const char *text;
    size_t text_length;
    size_t blocks;
    struct packing_line line; /* without a coding it is not packed */
    struct pool *pool;
    struct pool_job job;
    size_t measuring;
    void (*wake)(void *owner);
    void (*released)(void *owner); /* set before the job is cancelled */
    void *owner;

    char *ring; /* in the budget */
    size_t slots;
    size_t slot_size;
    size_t written_size; /* of a slot: what is packed begins behind it */

    pthread_mutex_t lock;
    size_t lengths[LIMIT_BLOCKS_AHEAD]; /* of the text in each slot, or NOT_MADE */
    size_t measured;                    /* measuring panels that have ended */
    size_t awaited; /* the block that the reader is to be woken for, or NOBODY */

    /* The reader's own: the next byte is this one of this block. */
    size_t block;
    size_t offset;
};

/* An answer without members is an empty text, but a block of memory all the same. */
static size_t text_size(const struct layout *layout)
{
    return layout_room(layout) + 1;
}

static size_t ring_slots(size_t blocks)
{
    return blocks < LIMIT_BLOCKS_AHEAD ? blocks : LIMIT_BLOCKS_AHEAD;
}

static size_t ring_slot_size(const struct layout *layout)
{
    return layout_block_room(layout) + 1;
}

size_t output_room(const struct answer *answer, const struct writer_format *writer)
{
    bool small = answer_entries(answer) <= LIMIT_INLINE_ENTRIES;
    struct layout layout;
    size_t room;

    if (!layout_plan(&layout, answer, writer))
        return 0;
    room = small ? text_size(&layout) : ring_slots(layout.blocks) * ring_slot_size(&layout);
    room += layout.measures_size;
    layout_end(&layout);
    return room;
}

static void measure_all(struct layout *layout)
{
    for (size_t block = 0; block < layout->blocks; block++)
        layout_measure(layout, block);
    layout_settle(layout);
}

char *output_text(const struct answer *answer, const struct writer_format *writer, size_t *length,
                  size_t *size)
{
    struct layout layout;
    char *text;

    *size = 0;
    if (!layout_begin(&layout, answer, writer))
        return NULL;
    *size = text_size(&layout);
    *length = 0;
    text = budget_allocate(*size);
    if (text && layout_wants_measures(&layout))
        measure_all(&layout);
    for (size_t block = 0; text && block < layout.blocks; block++)
        *length += layout_write(&layout, block, text + *length);
    layout_end(&layout);
    return text;
}

/* Lets the pool write the blocks below `block`; all of them is the most. */
static void allow_blocks(struct output *output, size_t block)
{
    pool_allow(output->pool, &output->job, output->measuring + block);
}

static void measure_block(struct output *output, size_t block)
{
    bool last;

    layout_measure(&output->layout, block);

    pthread_mutex_lock(&output->lock);
    last = ++output->measured == output->measuring;
    pthread_mutex_unlock(&output->lock);

    if (last) {
        layout_settle(&output->layout);
        allow_blocks(output, output->slots);
    }
}

static char *slot_of(const struct output *output, size_t block)
{
    return output->ring + block % output->slots * output->slot_size;
}

/* Where the reader finds a block. */
static char *made_at(const struct output *output, size_t block)
{
    return slot_of(output, block) + (output->line.coding ? output->written_size : 0);
}

/* The block is there for the reader. */
static void publish(void *owner, size_t block, size_t length)
{
    struct output *output = owner;
    bool awaited;

    pthread_mutex_lock(&output->lock);
    output->lengths[block % output->slots] = length;
    awaited = output->awaited == block;
    if (awaited)
        output->awaited = NOBODY;
    pthread_mutex_unlock(&output->lock);

    if (awaited)
        output->wake(output->owner);
}

/* The block as it is before it is packed. */
static struct pack_block write_block(const struct output *output, size_t block)
{
    struct pack_block written = {.first = block == 0, .last = block + 1 == output->blocks};
    char *slot = slot_of(output, block);
    size_t begin = block * TEXT_BLOCK;

    if (output->text) {
        written.text = output->text + begin;
        written.length = written.last ? output->text_length - begin : TEXT_BLOCK;
    } else {
        written.text = slot;
        written.length = layout_write(&output->layout, block, slot);
    }
    return written;
}

static void make_block(struct output *output, size_t block)
{
    const struct pack_block written = write_block(output, block);

    if (output->line.coding)
        packing_line_take(&output->line, block, &written, made_at(output, block));
    else
        publish(output, block, written.length);
}

static void run_panel(void *owner, size_t panel)
{
    struct output *output = owner;

    if (panel < output->measuring)
        measure_block(output, panel);
    else
        make_block(output, panel - output->measuring);
}

static void destroy(struct output *output)
{
    if (output->ring)
        budget_free(output->ring, output->slots * output->slot_size);
    packing_line_end(&output->line);
    layout_end(&output->layout);
    pthread_mutex_destroy(&output->lock);
    free(output);
}

static void job_done(void *owner)
{
    struct output *output = owner;
    void (*released)(void *) = output->released;
    void *reader = output->owner;

    destroy(output);
    released(reader);
}

/* Takes the ring, and what packing needs, out of the budget.
 *
 * block_length   the most that a block has before it is packed.
 * length         of the whole text, as packing_line_begin has it. */
static bool add_ring(struct output *output, const struct coding *coding, size_t block_length,
                     size_t length)
{
    output->slots = ring_slots(output->blocks);
    output->slot_size = output->written_size + (coding ? coding->packer->room(block_length) : 0);
    output->ring = budget_allocate(output->slots * output->slot_size);
    for (size_t i = 0; i < output->slots; i++)
        output->lengths[i] = NOT_MADE;
    return output->ring && (!coding || packing_line_begin(&output->line, coding, output->slots,
                                                          length, publish, output));
}

static struct output *create(void)
{
    struct output *output = calloc(1, sizeof *output);

    if (output && pthread_mutex_init(&output->lock, NULL) != 0) {
        free(output);
        return NULL;
    }
    return output;
}

static bool take_answer(struct output *output, const struct answer *answer,
                        const struct writer_format *writer, const struct coding *coding)
{
    if (!layout_begin(&output->layout, answer, writer))
        return false;
    output->blocks = output->layout.blocks;
    output->measuring = layout_wants_measures(&output->layout) ? output->blocks : 0;
    output->written_size = ring_slot_size(&output->layout);
    return add_ring(output, coding, output->written_size, CODING_LENGTH_UNKNOWN);
}

static bool take_text(struct output *output, const char *text, size_t length,
                      const struct coding *coding)
{
    output->text = text;
    output->text_length = length;
    output->blocks = (length - 1) / TEXT_BLOCK + 1;
    return add_ring(output, coding, TEXT_BLOCK, length);
}

/* Begins what has its ring; frees what has none. */
static struct output *begin(struct output *output, bool good, const struct output_reader *reader)
{
    if (!good) {
        destroy(output);
        return NULL;
    }
    output->pool = reader->pool;
    output->wake = reader->wake;
    output->owner = reader->owner;
    output->awaited = NOBODY;
    output->job = (struct pool_job){
        .run = run_panel,
        .done = job_done,
        .owner = output,
        .panels = output->measuring + output->blocks + 1,
        .allowed = output->measuring > 0 ? output->measuring : output->slots,
    };
    pool_submit(output->pool, &output->job);
    return output;
}

struct output *output_start(const struct answer *answer, const struct writer_format *writer,
                            const struct coding *coding, const struct output_reader *reader)
{
    struct output *output = create();

    return output ? begin(output, take_answer(output, answer, writer, coding), reader) : NULL;
}

struct output *output_pack(const char *text, size_t length, const struct coding *coding,
                           const struct output_reader *reader)
{
    struct output *output = create();

    return output ? begin(output, take_text(output, text, length, coding), reader) : NULL;
}

bool output_ready(struct output *output)
{
    bool ready;

    if (output->block == output->blocks)
        return true;
    pthread_mutex_lock(&output->lock);
    ready = output->lengths[output->block % output->slots] != NOT_MADE;
    if (!ready)
        output->awaited = output->block;
    pthread_mutex_unlock(&output->lock);
    return ready;
}

/* The length of the reader's block, or NOT_MADE. */
static size_t length_of_block(struct output *output)
{
    size_t length;

    pthread_mutex_lock(&output->lock);
    length = output->lengths[output->block % output->slots];
    pthread_mutex_unlock(&output->lock);
    return length;
}

/* The reader has all of its block: the slot can take another. */
static void next_block(struct output *output)
{
    pthread_mutex_lock(&output->lock);
    output->lengths[output->block % output->slots] = NOT_MADE;
    pthread_mutex_unlock(&output->lock);

    output->block++;
    output->offset = 0;
    if (output->block + output->slots <= output->blocks)
        allow_blocks(output, output->block + output->slots);
}

ssize_t output_read(struct output *output, char *to, size_t most)
{
    size_t copied = 0;

    while (copied < most && output->block < output->blocks) {
        const char *made = made_at(output, output->block);
        size_t length = length_of_block(output);
        size_t count;

        if (length == NOT_MADE)
            break;
        count = length - output->offset < most - copied ? length - output->offset : most - copied;
        memcpy(to + copied, made + output->offset, count);
        copied += count;
        output->offset += count;
        if (output->offset == length)
            next_block(output);
    }
    if (copied == 0 && output->block == output->blocks)
        return OUTPUT_END;
    return (ssize_t)copied;
}

void output_release(struct output *output, void (*released)(void *owner))
{
    pthread_mutex_lock(&output->lock);
    output->awaited = NOBODY;
    pthread_mutex_unlock(&output->lock);

    output->released = released;
    pool_cancel(output->pool, &output->job);
}
