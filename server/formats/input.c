#include "formats/input.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"

#define NOBODY SIZE_MAX

/* A part may fill one block and begin the next; and where it was one too many, libmicrohttpd may
 * still have chunks to give that it had received before. */
#define WAITING_MOST (LIMIT_INPUT_BLOCKS - 3)

/* Blocks are filled and read in turn, round the ring. The pool's job has a panel for each turn at
 * reading; it never ends by itself, so that who frees the rest is always the job's `done`.
 *
 * The rule of `lock`: it guards what stands below it, and nothing is done under it but to read and
 * set them. Whoever sets `reading` has the reader, and the blocks that wait, to itself. */
struct input {
    const struct reader_format *format;
    void *reader;
    struct pool *pool;
    struct pool_job job;
    void (*wake)(void *owner);
    void *owner;
    char *ring; /* in the budget */

    /* The feeder's own: the block that is being filled, and the bytes in it. */
    size_t filling;
    size_t filled;

    pthread_mutex_t lock;
    pthread_cond_t idle; /* nobody is reading */
    size_t lengths[LIMIT_INPUT_BLOCKS];
    size_t first;   /* the block that is read next */
    size_t taken;   /* the bytes of it that the reader has had */
    size_t waiting; /* blocks to be read, the present one included */
    size_t turns;   /* that the pool was asked for */
    bool asked;     /* the last of them has not begun */
    size_t awaited; /* the feeder is to be woken when no more blocks than these wait, or NOBODY */
    bool reading;
    bool over; /* nothing more is to be read */
};

/* --- Reading. The lock is held; it is let go for what takes time. ----------------------------- */

static bool may_read(const struct input *input)
{
    return input->waiting > 0 && !input->over;
}

/* Reads the next block, or as much of it as its reader takes at once. */
static void read_block(struct input *input)
{
    const char *block = input->ring + input->first * LIMIT_INPUT_BLOCK;
    size_t length = input->lengths[input->first];
    size_t taken = input->taken;
    bool good;

    pthread_mutex_unlock(&input->lock);
    good = input->format->feed(input->reader, block + taken, length - taken);
    taken = input->format->rest ? length - input->format->rest(input->reader) : length;
    pthread_mutex_lock(&input->lock);

    input->taken = taken;
    if (taken == length) {
        input->taken = 0;
        input->first = (input->first + 1) % LIMIT_INPUT_BLOCKS;
        input->waiting--;
    }
    if (!good)
        input->over = true;
}

static void wake_feeder(struct input *input)
{
    if (input->awaited == NOBODY || (input->waiting > input->awaited && !input->over))
        return;
    input->awaited = NOBODY;
    pthread_mutex_unlock(&input->lock);
    input->wake(input->owner);
    pthread_mutex_lock(&input->lock);
}

/* Whether there is no hurry: a packed block may be worth hundreds of others, so that whoever reads
 * those takes turns with others even while the feeder waits. */
static bool takes_turns(const struct input *input)
{
    return input->awaited == NOBODY || input->format->rest;
}

/* Reads up to `most` blocks, and on as long as the feeder waits for it, unless somebody is reading
 * already. Whoever wakes is still reading: input_stop waits for both. */
static void read_blocks(struct input *input, size_t most)
{
    if (input->reading)
        return;
    input->reading = true;
    for (; may_read(input) && (most > 0 || !takes_turns(input)); most -= most > 0) {
        read_block(input);
        wake_feeder(input);
    }
    input->reading = false;
    pthread_cond_broadcast(&input->idle);
}

/* The number of turns that the pool is to be told of, so that what waits gets read. */
static size_t turns_needed(struct input *input)
{
    if (may_read(input) && !input->reading && !input->asked) {
        input->asked = true;
        input->turns++;
    }
    return input->turns;
}

/* --- The pool's side -------------------------------------------------------------------------- */

static void run_turn(void *owner, size_t turn)
{
    struct input *input = owner;
    size_t turns;

    (void)turn;
    pthread_mutex_lock(&input->lock);
    input->asked = false;
    read_blocks(input, LIMIT_INPUT_BLOCKS);
    turns = turns_needed(input);
    pthread_mutex_unlock(&input->lock);

    pool_allow(input->pool, &input->job, turns);
}

static void destroy(void *owner)
{
    struct input *input = owner;

    pthread_cond_destroy(&input->idle);
    pthread_mutex_destroy(&input->lock);
    free(input);
}

/* --- The feeder's side ------------------------------------------------------------------------ */

struct input *input_start(const struct reader_format *format, void *reader, struct pool *pool,
                          void (*wake)(void *owner), void *owner)
{
    struct input *input = calloc(1, sizeof *input);
    char *ring = input ? budget_allocate(INPUT_MEMORY) : NULL;

    if (!ring) {
        free(input);
        return NULL;
    }
    input->format = format;
    input->reader = reader;
    input->pool = pool;
    input->wake = wake;
    input->owner = owner;
    input->ring = ring;
    input->awaited = NOBODY;
    pthread_mutex_init(&input->lock, NULL);
    pthread_cond_init(&input->idle, NULL);
    input->job = (struct pool_job){.run = run_turn,
                                   .done = destroy,
                                   .owner = input,
                                   .panels = SIZE_MAX,
                                   .allowed = 0};
    pool_submit(pool, &input->job);
    return input;
}

/* Lets the block that is being filled be read, and goes on to the next. */
static void hand_over(struct input *input)
{
    size_t turns;

    pthread_mutex_lock(&input->lock);
    input->lengths[input->filling] = input->filled;
    input->waiting++;
    turns = turns_needed(input);
    pthread_mutex_unlock(&input->lock);

    pool_allow(input->pool, &input->job, turns);
    input->filling = (input->filling + 1) % LIMIT_INPUT_BLOCKS;
    input->filled = 0;
}

/* Whether so many bytes leave a byte free. */
static bool has_room(const struct input *input, size_t count)
{
    return (LIMIT_INPUT_BLOCKS - input->waiting) * LIMIT_INPUT_BLOCK > input->filled + count;
}

/* Whoever was woken late, for something that it waited for before, may come without room. */
static void make_room(struct input *input, size_t count)
{
    pthread_mutex_lock(&input->lock);
    while (!has_room(input, count) && !input->over) {
        if (input->reading)
            pthread_cond_wait(&input->idle, &input->lock);
        else
            read_blocks(input, 1);
    }
    pthread_mutex_unlock(&input->lock);
}

bool input_feed(struct input *input, const char *bytes, size_t count)
{
    bool over;

    make_room(input, count);
    while (count > 0) {
        size_t room = LIMIT_INPUT_BLOCK - input->filled;
        size_t taken = count < room ? count : room;

        memcpy(input->ring + input->filling * LIMIT_INPUT_BLOCK + input->filled, bytes, taken);
        input->filled += taken;
        bytes += taken;
        count -= taken;
        if (input->filled == LIMIT_INPUT_BLOCK)
            hand_over(input);
    }
    pthread_mutex_lock(&input->lock);
    over = input->over;
    pthread_mutex_unlock(&input->lock);
    return !over;
}

/* Whether no more than `most` blocks wait, if need be after reading some here; if not, the feeder
 * is woken once no more than `awaited` do. */
static bool has_come_down(struct input *input, size_t most, size_t awaited)
{
    size_t turns;
    bool down;

    pthread_mutex_lock(&input->lock);
    if (input->waiting > most)
        read_blocks(input, input->waiting - most);
    down = input->over || input->waiting <= most;
    input->awaited = down ? NOBODY : awaited;
    turns = down ? 0 : turns_needed(input);
    pthread_mutex_unlock(&input->lock);

    if (!down)
        pool_allow(input->pool, &input->job, turns);
    return down;
}

bool input_ready(struct input *input)
{
    return has_come_down(input, WAITING_MOST, LIMIT_INPUT_BLOCKS / 2);
}

bool input_drained(struct input *input)
{
    if (input->filled > 0)
        hand_over(input);
    return has_come_down(input, 0, 0);
}

void input_stop(struct input *input)
{
    pthread_mutex_lock(&input->lock);
    input->over = true;
    input->awaited = NOBODY;
    while (input->reading)
        pthread_cond_wait(&input->idle, &input->lock);
    pthread_mutex_unlock(&input->lock);
}

void input_release(struct input *input)
{
    if (!input)
        return;
    input_stop(input);
    budget_free(input->ring, INPUT_MEMORY);
    pool_cancel(input->pool, &input->job);
}
