#include "formats/output.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/layout.h"

#define NOT_MADE SIZE_MAX
#define NOBODY SIZE_MAX

/* Blocks are made into a ring of slots: block b into slot b % slots, as soon as the reader has
 * taken what was there before. The pool's job has these panels:
 *
 *   0 .. measuring - 1    measure a block each (none where the format needs no measures);
 *   then one a block      write it; the reader lets them run, a ring's length ahead of itself;
 *   one more at the end   never let run: so the job is never done before output_release cancels it,
 *                         and the one who frees is always the job's `done`.
 *
 * The rule of `lock`: it guards what stands below it, and nothing is done under it but to read and
 * set them; no call to the pool or to `wake`. A slot's bytes are the pool's from the moment its
 * panel may run until its length is set under the lock, and then the reader's until it sets
 * NOT_MADE. */
struct output {
    struct layout layout;
    struct pool *pool;
    struct pool_job job;
    size_t measuring;
    void (*wake)(void *owner);
    void (*released)(void *owner); /* set before the job is cancelled */
    void *owner;

    char *ring; /* in the budget */
    size_t slots;
    size_t slot_size;

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

static size_t ring_slots(const struct layout *layout)
{
    return layout->blocks < LIMIT_BLOCKS_AHEAD ? layout->blocks : LIMIT_BLOCKS_AHEAD;
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
    room = small ? text_size(&layout) : ring_slots(&layout) * ring_slot_size(&layout);
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

static void make_block(struct output *output, size_t block)
{
    size_t slot = block % output->slots;
    size_t length = layout_write(&output->layout, block, output->ring + slot * output->slot_size);
    bool awaited;

    pthread_mutex_lock(&output->lock);
    output->lengths[slot] = length;
    awaited = output->awaited == block;
    if (awaited)
        output->awaited = NOBODY;
    pthread_mutex_unlock(&output->lock);

    if (awaited)
        output->wake(output->owner);
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

/* Takes the ring out of the budget. */
static bool add_ring(struct output *output)
{
    output->slots = ring_slots(&output->layout);
    output->slot_size = ring_slot_size(&output->layout);
    output->ring = budget_allocate(output->slots * output->slot_size);
    for (size_t i = 0; i < output->slots; i++)
        output->lengths[i] = NOT_MADE;
    return output->ring != NULL;
}

static struct output *create(const struct answer *answer, const struct writer_format *writer)
{
    struct output *output = calloc(1, sizeof *output);

    if (!output)
        return NULL;
    if (pthread_mutex_init(&output->lock, NULL) != 0) {
        free(output);
        return NULL;
    }
    if (layout_begin(&output->layout, answer, writer) && add_ring(output))
        return output;
    destroy(output);
    return NULL;
}

struct output *output_start(const struct answer *answer, const struct writer_format *writer,
                            struct pool *pool, void (*wake)(void *owner), void *owner)
{
    struct output *output = create(answer, writer);
    size_t blocks;

    if (!output)
        return NULL;
    blocks = output->layout.blocks;
    output->measuring = layout_wants_measures(&output->layout) ? blocks : 0;
    output->pool = pool;
    output->wake = wake;
    output->owner = owner;
    output->awaited = NOBODY;
    output->job = (struct pool_job){
        .run = run_panel,
        .done = job_done,
        .owner = output,
        .panels = output->measuring + blocks + 1,
        .allowed = output->measuring > 0 ? output->measuring : output->slots,
    };
    pool_submit(pool, &output->job);
    return output;
}

bool output_ready(struct output *output)
{
    bool ready;

    if (output->block == output->layout.blocks)
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
    if (output->block + output->slots <= output->layout.blocks)
        allow_blocks(output, output->block + output->slots);
}

ssize_t output_read(struct output *output, char *to, size_t most)
{
    size_t copied = 0;

    while (copied < most && output->block < output->layout.blocks) {
        const char *slot = output->ring + output->block % output->slots * output->slot_size;
        size_t length = length_of_block(output);
        size_t count;

        if (length == NOT_MADE)
            break;
        count = length - output->offset < most - copied ? length - output->offset : most - copied;
        memcpy(to + copied, slot + output->offset, count);
        copied += count;
        output->offset += count;
        if (output->offset == length)
            next_block(output);
    }
    if (copied == 0 && output->block == output->layout.blocks)
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
