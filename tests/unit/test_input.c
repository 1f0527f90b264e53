/* Input: bodies of any length, in parts of any size, to readers of every temper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/input.h"

#define BUDGET (16ul * 1024 * 1024)
#define PART (32ul * 1024)

/* So many parts fill all blocks but those that the feeder keeps. */
#define PARTS_THAT_WAIT ((LIMIT_INPUT_BLOCKS - 2) * LIMIT_INPUT_BLOCK / PART)

static struct pool *pool;

/* The byte at this place of every body: no two blocks are the same. */
static char byte_at(size_t place)
{
    return (char)(place * 2654435761u >> 24);
}

/* A reader that knows what comes, refuses the byte at `fault`, takes its time where it is slow, and
 * stops at each block where it has a gate. */
struct body {
    size_t length;
    size_t rest;
    size_t fault;
    bool in_order;
    atomic_int inside; /* threads that read at this moment */
    bool alone;
    bool slow;
    sem_t *gate, *at_gate;
    sem_t woken;
    struct input *input;
};

static bool read_part(void *reader, const char *bytes, size_t count)
{
    struct body *body = reader;

    if (atomic_fetch_add(&body->inside, 1) > 0)
        body->alone = false;
    if (body->slow)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    if (body->gate) {
        sem_post(body->at_gate);
        sem_wait(body->gate);
    }
    for (size_t i = 0; i < count; i++)
        body->in_order = body->in_order && bytes[i] == byte_at(body->length + i);
    body->length += count;
    atomic_fetch_sub(&body->inside, 1);
    return body->length <= body->fault;
}

static const struct reader_format format = {.feed = read_part};

/* The same, which takes a thousand bytes at a time, as one that unpacks may. */
#define TAKEN_AT_MOST 1000

static bool take_some(void *reader, const char *bytes, size_t count)
{
    struct body *body = reader;

    body->rest = count > TAKEN_AT_MOST ? count - TAKEN_AT_MOST : 0;
    return read_part(reader, bytes, count - body->rest);
}

static size_t rest(const void *reader)
{
    const struct body *body = reader;

    return body->rest;
}

static const struct reader_format small_eater = {.feed = take_some, .rest = rest};

static void wake(void *owner)
{
    struct body *body = owner;

    sem_post(&body->woken);
}

static void begin_as(struct body *body, const struct reader_format *reader, struct pool *reading)
{
    *body = (struct body){.fault = SIZE_MAX, .in_order = true, .alone = true};
    sem_init(&body->woken, 0, 0);
    body->input = input_start(reader, body, reading, wake, body);
    assert_non_null(body->input);
}

static void begin(struct body *body, struct pool *reading)
{
    begin_as(body, &format, reading);
}

static void end(struct body *body)
{
    input_release(body->input);
    sem_destroy(&body->woken);
}

/* The next part, from this place on. */
static bool feed(struct body *body, size_t place, size_t count)
{
    static char bytes[LIMIT_INPUT_BLOCK];

    for (size_t i = 0; i < count; i++)
        bytes[i] = byte_at(place + i);
    return input_feed(body->input, bytes, count);
}

/* Feeds as a server does: waits where there is no room, and at the end. Returns how many bytes were
 * fed before it was certain what will be answered. */
static size_t feed_all(struct body *body, size_t length, size_t part)
{
    size_t place = 0;

    while (place < length) {
        size_t count = length - place < part ? length - place : part;

        if (!feed(body, place, count))
            return place;
        place += count;
        if (!input_ready(body->input))
            sem_wait(&body->woken);
    }
    if (!input_drained(body->input))
        sem_wait(&body->woken);
    return place;
}

static void a_body_is_read_whole_and_in_order_by_one_at_a_time(void **state)
{
    static const size_t parts[] = {1000, PART, LIMIT_INPUT_BLOCK - 1, LIMIT_INPUT_BLOCK};
    static const size_t lengths[] = {1, LIMIT_INPUT_BLOCK, 5 * LIMIT_INPUT_BLOCK + 1, 20000001};

    (void)state;
    for (size_t i = 0; i < 16; i++) {
        struct body body;

        begin(&body, pool);
        assert_int_equal(feed_all(&body, lengths[i / 4], parts[i % 4]), lengths[i / 4]);
        assert_int_equal(body.length, lengths[i / 4]);
        assert_true(body.in_order);
        assert_true(body.alone);
        end(&body);
    }
}

static void what_a_reader_leaves_is_fed_again(void **state)
{
    static const size_t parts[] = {700, PART, LIMIT_INPUT_BLOCK};
    static const size_t lengths[] = {1, LIMIT_INPUT_BLOCK, 3000001};

    (void)state;
    for (size_t i = 0; i < 9; i++) {
        struct body body;

        begin_as(&body, &small_eater, pool);
        assert_int_equal(feed_all(&body, lengths[i / 3], parts[i % 3]), lengths[i / 3]);
        assert_int_equal(body.length, lengths[i / 3]);
        assert_true(body.in_order);
        assert_true(body.alone);
        end(&body);
    }
}

static void an_empty_body_is_drained_at_once(void **state)
{
    struct body body;

    (void)state;
    begin(&body, pool);
    assert_true(input_ready(body.input));
    assert_true(input_drained(body.input));
    end(&body);
}

static void a_fault_ends_the_feeding_and_is_the_last_that_is_read(void **state)
{
    const size_t length = 40ul * LIMIT_INPUT_BLOCK;
    const size_t fault = 3 * LIMIT_INPUT_BLOCK + 5;
    struct body body;

    (void)state;
    begin(&body, pool);
    body.fault = fault;
    assert_in_range(feed_all(&body, length, PART), fault, length - 1);
    assert_int_equal(body.length, 4 * LIMIT_INPUT_BLOCK);
    end(&body);
}

/* A job that holds a pool's only thread. */
struct holder {
    struct pool_job job;
    sem_t held, let_go;
};

static void hold(void *owner, size_t panel)
{
    struct holder *holder = owner;

    (void)panel;
    sem_post(&holder->held);
    sem_wait(&holder->let_go);
}

static void held(void *owner)
{
    struct holder *holder = owner;

    sem_post(&holder->held);
}

static void where_the_pool_is_busy_the_feeder_reads_itself(void **state)
{
    struct pool *busy = pool_start(1);
    struct holder holder = {.job = {.run = hold, .done = held, .panels = 1, .allowed = 1}};
    struct body body;

    (void)state;
    assert_non_null(busy);
    sem_init(&holder.held, 0, 0);
    sem_init(&holder.let_go, 0, 0);
    holder.job.owner = &holder;
    pool_submit(busy, &holder.job);
    sem_wait(&holder.held);
    begin(&body, busy);
    for (size_t place = 0; place < 30 * LIMIT_INPUT_BLOCK; place += PART) {
        assert_true(feed(&body, place, PART));
        assert_true(input_ready(body.input));
    }
    assert_true(input_drained(body.input));
    assert_int_equal(body.length, 30 * LIMIT_INPUT_BLOCK);
    sem_post(&holder.let_go);
    sem_wait(&holder.held);
    end(&body);
    pool_stop(busy);
    sem_destroy(&holder.held);
    sem_destroy(&holder.let_go);
}

/* A body whose reader, in the pool, stands at its gate with the first block. */
static void begin_at_gate(struct body *body, sem_t *gate, sem_t *at_gate)
{
    sem_init(gate, 0, 0);
    sem_init(at_gate, 0, 0);
    begin(body, pool);
    body->gate = gate;
    body->at_gate = at_gate;
    assert_true(feed(body, 0, LIMIT_INPUT_BLOCK));
    sem_wait(at_gate);
}

static void a_feeder_that_has_filled_all_blocks_is_woken_when_half_are_free(void **state)
{
    sem_t gate, at_gate;
    struct body body;
    size_t place = LIMIT_INPUT_BLOCK;
    int count;

    (void)state;
    begin_at_gate(&body, &gate, &at_gate);
    for (; place < PARTS_THAT_WAIT * PART; place += PART) {
        assert_true(input_ready(body.input));
        assert_true(feed(&body, place, PART));
    }
    assert_false(input_ready(body.input));
    for (int i = 0; i < LIMIT_INPUT_BLOCKS / 2 - 2; i++) {
        sem_getvalue(&body.woken, &count);
        assert_int_equal(count, 0);
        sem_post(&gate);
        sem_wait(&at_gate);
    }
    sem_wait(&body.woken);
    assert_false(input_drained(body.input));
    for (int i = 0; i < LIMIT_INPUT_BLOCKS; i++)
        sem_post(&gate);
    sem_wait(&body.woken);
    assert_int_equal(body.length, place);
    end(&body);
}

/* As somebody does whose wake-up came too early, for an earlier wait. */
static void a_feeder_that_does_not_ask_for_room_waits_for_it(void **state)
{
    struct body body;

    (void)state;
    begin(&body, pool);
    body.slow = true;
    for (size_t place = 0; place < 40ul * LIMIT_INPUT_BLOCK; place += LIMIT_INPUT_BLOCK)
        assert_true(feed(&body, place, LIMIT_INPUT_BLOCK));
    if (!input_drained(body.input))
        sem_wait(&body.woken);
    assert_int_equal(body.length, 40ul * LIMIT_INPUT_BLOCK);
    assert_true(body.in_order);
    end(&body);
}

static void what_is_stopped_is_read_no_more(void **state)
{
    sem_t gate, at_gate;
    struct body body;
    size_t length;

    (void)state;
    begin_at_gate(&body, &gate, &at_gate);
    assert_true(feed(&body, LIMIT_INPUT_BLOCK, LIMIT_INPUT_BLOCK));
    sem_post(&gate);
    sem_post(&gate);
    input_stop(body.input);
    assert_int_equal(atomic_load(&body.inside), 0);
    length = body.length;
    assert_in_range(length, LIMIT_INPUT_BLOCK, 2 * LIMIT_INPUT_BLOCK);
    assert_false(feed(&body, 2 * LIMIT_INPUT_BLOCK, LIMIT_INPUT_BLOCK));
    assert_true(input_ready(body.input));
    assert_true(input_drained(body.input));
    end(&body);
    assert_int_equal(body.length, length);
}

static void memory_is_taken_beforehand_and_given_back_at_once(void **state)
{
    struct body body;

    (void)state;
    assert_int_equal(budget_used(), 0);
    begin(&body, pool);
    assert_int_equal(budget_used(), INPUT_MEMORY);
    feed_all(&body, 3000000, PART);
    assert_int_equal(budget_used(), INPUT_MEMORY);
    end(&body);
    assert_int_equal(budget_used(), 0);
    assert_true(budget_reserve(BUDGET - INPUT_MEMORY + 1));
    assert_null(input_start(&format, &body, pool, wake, &body));
    budget_release(BUDGET - INPUT_MEMORY + 1);
    assert_int_equal(budget_used(), 0);
}

static int start_pool(void **state)
{
    (void)state;
    budget_begin(BUDGET);
    pool = pool_start(3);
    return pool ? 0 : -1;
}

static int stop_pool(void **state)
{
    (void)state;
    pool_stop(pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_read_whole_and_in_order_by_one_at_a_time),
        cmocka_unit_test(what_a_reader_leaves_is_fed_again),
        cmocka_unit_test(an_empty_body_is_drained_at_once),
        cmocka_unit_test(a_fault_ends_the_feeding_and_is_the_last_that_is_read),
        cmocka_unit_test(where_the_pool_is_busy_the_feeder_reads_itself),
        cmocka_unit_test(a_feeder_that_has_filled_all_blocks_is_woken_when_half_are_free),
        cmocka_unit_test(a_feeder_that_does_not_ask_for_room_waits_for_it),
        cmocka_unit_test(what_is_stopped_is_read_no_more),
        cmocka_unit_test(memory_is_taken_beforehand_and_given_back_at_once),
    };

    return cmocka_run_group_tests(tests, start_pool, stop_pool);
}
