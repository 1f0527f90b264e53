/* Output: small answers whole, large ones in blocks from the pool, to readers of every temper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/output.h"

#define BUDGET (256ul * 1024 * 1024)

/* The most that the blocks of one output may take: the widest columns, one to a row. */
#define RING_MOST (LIMIT_BLOCKS_AHEAD * (LIMIT_BLOCK_ENTRIES * 49ul + 1024))

/* What packing may take beside: as much again, and what the coding needs. */
#define PACKING_MOST (RING_MOST * 5 / 4 + 2ul * 1024 * 1024)

static struct pool *pool;

/* What everything is packed by; NULL: nothing is. The tests run once with each. */
static const struct coding *coding;

static void add_matrix(struct answer *answer, const char *name, size_t rows, size_t columns)
{
    rowcol_matrix *matrix = answer_add_matrix(answer, name, (rowcol_shape){rows, columns});

    assert_non_null(matrix);
    for (size_t i = 0; i < rows * columns; i++)
        matrix->entries[i] = (double)(i * 2654435761u % 1000003) / (i % 3 == 0 ? 8 : 7);
}

/* A reader with its output: `woken` counts the calls of wake, `gone` the one of released. */
struct reader {
    struct output *output;
    sem_t woken;
    sem_t gone;
    char *text;
    size_t length;
};

static void wake(void *owner)
{
    struct reader *reader = owner;

    sem_post(&reader->woken);
}

static void released(void *owner)
{
    struct reader *reader = owner;

    sem_post(&reader->gone);
}

static void begin(struct reader *reader)
{
    memset(reader, 0, sizeof *reader);
    sem_init(&reader->woken, 0, 0);
    sem_init(&reader->gone, 0, 0);
}

static bool start(struct reader *reader, const struct answer *answer,
                  const struct writer_format *writer)
{
    begin(reader);
    reader->output =
        output_start(answer, writer, coding, &(struct output_reader){pool, wake, reader});
    return reader->output != NULL;
}

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        ;
}

/* The next bytes, waiting for them as a server does: first ask, then sleep. */
static ssize_t next(struct reader *reader, char *to, size_t most)
{
    for (;;) {
        ssize_t count = output_read(reader->output, to, most);

        if (count != 0)
            return count;
        if (!output_ready(reader->output))
            wait_for(&reader->woken);
    }
}

static void stop(struct reader *reader)
{
    output_release(reader->output, released);
    wait_for(&reader->gone);
    sem_destroy(&reader->woken);
    sem_destroy(&reader->gone);
    free(reader->text);
}

/* Reads to the end in pieces of at most this size, resting after each where asked to. */
static void read_all(struct reader *reader, size_t piece, useconds_t rest)
{
    size_t capacity = 0;

    for (;;) {
        ssize_t count;

        if (capacity - reader->length < piece) {
            capacity = capacity * 2 + piece;
            reader->text = realloc(reader->text, capacity);
            assert_non_null(reader->text);
        }
        count = next(reader, reader->text + reader->length, piece);
        if (count == OUTPUT_END)
            return;
        reader->length += (size_t)count;
        if (rest > 0)
            usleep(rest);
    }
}

/* Unpacks in one go, by other means than the server's: one gzip member, one frame of zstd. */
static bool unpack(const struct reader *reader, char *to, size_t *length)
{
    z_stream zlib = {
        .next_in = (z_const Bytef *)reader->text,
        .avail_in = (uInt)reader->length,
        .next_out = (Bytef *)to,
        .avail_out = (uInt)*length,
    };
    bool good;

    if (strcmp(coding->name, "zstd") == 0) {
        good = ZSTD_findFrameCompressedSize(reader->text, reader->length) == reader->length;
        *length = ZSTD_decompress(to, *length, reader->text, reader->length);
        return good && !ZSTD_isError(*length);
    }
    good = inflateInit2(&zlib, 16 + MAX_WBITS) == Z_OK &&
           inflate(&zlib, Z_FINISH) == Z_STREAM_END && zlib.avail_in == 0;
    *length = zlib.total_out;
    inflateEnd(&zlib);
    return good;
}

static bool is_text(const struct reader *reader, const char *text, size_t length)
{
    size_t unpacked_length = length + 1;
    char *unpacked;
    bool same;

    if (!coding)
        return reader->length == length && memcmp(reader->text, text, length) == 0;
    unpacked = malloc(unpacked_length);
    same = unpacked && unpack(reader, unpacked, &unpacked_length) && unpacked_length == length &&
           memcmp(unpacked, text, length) == 0;
    free(unpacked);
    return same;
}

static bool same_as_whole(const struct reader *reader, const struct answer *answer,
                          const struct writer_format *writer)
{
    size_t length;
    size_t size;
    char *text = output_text(answer, writer, &length, &size);
    bool same = text && is_text(reader, text, length);

    if (text)
        budget_free(text, size);
    return same;
}

static void assert_streams(const struct answer *answer, const struct writer_format *writer,
                           size_t piece)
{
    struct reader reader;

    assert_true(start(&reader, answer, writer));
    read_all(&reader, piece, 0);
    assert_true(same_as_whole(&reader, answer, writer));
    assert_int_equal(output_read(reader.output, reader.text, piece), OUTPUT_END);
    assert_true(output_ready(reader.output));
    stop(&reader);
}

static void a_streamed_answer_is_the_same_text_as_a_whole_one(void **state)
{
    static const rowcol_shape shapes[] = {
        {1, 1},
        {1, LIMIT_BLOCK_ENTRIES},
        {LIMIT_BLOCK_ENTRIES + 1, 1},
        {200, 201},
        {1, 50000},
        {50000, 1},
        {2, 25001},
    };

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct answer answer = {0};

        add_matrix(&answer, "product", shapes[i].rows, shapes[i].columns);
        assert_streams(&answer, &json_writer, 65536);
        assert_streams(&answer, &text_writer, 65536);
        answer_release(&answer);
    }
}

static void pieces_of_any_size_make_the_same_text(void **state)
{
    static const size_t pieces[] = {1, 7, 4099, 1000000};
    struct answer answer = {0};

    (void)state;
    add_matrix(&answer, "product", 93, 91);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_streams(&answer, &json_writer, pieces[i]);
        assert_streams(&answer, &text_writer, pieces[i]);
    }
    answer_release(&answer);
}

static void several_matrices_and_documents_are_streamed_in_order(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_true(answer_add_new(&answer, "method", json_string("qr")));
    add_matrix(&answer, "q", 200, 100);
    add_matrix(&answer, "r", 1, 3);
    assert_true(answer_add_new(&answer, "rank", json_integer(100)));
    add_matrix(&answer, "s", 20000, 1);
    assert_true(answer_add_new(&answer, "last", json_true()));
    assert_streams(&answer, &json_writer, 10000);
    assert_streams(&answer, &text_writer, 10000);
    answer_release(&answer);
}

static void an_answer_without_matrices_can_be_streamed_too(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_streams(&answer, &text_writer, 100);
    assert_true(answer_add_new(&answer, "compatible", json_true()));
    assert_streams(&answer, &json_writer, 1);
    assert_streams(&answer, &text_writer, 100);
    answer_release(&answer);
}

static void memory_is_flat_for_every_shape(void **state)
{
    static const rowcol_shape shapes[] = {{1, 2000000}, {2000000, 1}, {1000, 2000}};
    const size_t most = RING_MOST + (coding ? PACKING_MOST : 0);

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct answer answer = {0};
        struct reader reader;
        size_t used;

        add_matrix(&answer, "product", shapes[i].rows, shapes[i].columns);
        used = budget_used();
        assert_true(start(&reader, &answer, &json_writer));
        assert_true(budget_used() - used <= most);
        stop(&reader);
        assert_int_equal(budget_used(), used);
        assert_true(start(&reader, &answer, &text_writer));
        assert_true(budget_used() - used <= most);
        stop(&reader);
        assert_int_equal(budget_used(), used);
        answer_release(&answer);
    }
}

static void a_reader_that_stops_in_the_middle_gets_its_memory_back(void **state)
{
    struct answer answer = {0};
    size_t before = budget_used();
    size_t used;
    char bytes[5000];

    (void)state;
    add_matrix(&answer, "product", 15000, 6);
    used = budget_used();
    for (size_t pieces = 0; pieces < 40; pieces++) {
        const struct writer_format *writer = pieces % 2 ? &text_writer : &json_writer;
        struct reader reader;

        assert_true(start(&reader, &answer, writer));
        for (size_t i = 0; i < pieces; i++)
            assert_true(next(&reader, bytes, sizeof bytes) > 0);
        if (pieces % 3 == 0)
            (void)output_ready(reader.output);
        stop(&reader);
        assert_int_equal(budget_used(), used);
    }
    answer_release(&answer);
    assert_int_equal(budget_used(), before);
}

static void a_reader_that_waits_is_woken_once_each_time(void **state)
{
    struct answer answer = {0};
    struct reader reader;
    char bytes[50000];
    int left;

    (void)state;
    add_matrix(&answer, "product", 1000, 300);
    assert_true(start(&reader, &answer, &json_writer));
    for (;;) {
        ssize_t count;

        if (!output_ready(reader.output))
            wait_for(&reader.woken);
        count = output_read(reader.output, bytes, sizeof bytes);
        if (count == OUTPUT_END)
            break;
        assert_true(count > 0);
    }
    sem_getvalue(&reader.woken, &left);
    assert_int_equal(left, 0);
    stop(&reader);
    answer_release(&answer);
}

static void a_slow_reader_holds_up_nobody(void **state)
{
    struct answer answer = {0};
    struct reader slow;
    struct reader quick;

    (void)state;
    add_matrix(&answer, "product", 300, 300);
    assert_true(start(&slow, &answer, &text_writer));
    assert_true(start(&quick, &answer, &json_writer));
    read_all(&quick, 8000, 0);
    assert_true(same_as_whole(&quick, &answer, &json_writer));
    stop(&quick);
    read_all(&slow, 20000, 500);
    assert_true(same_as_whole(&slow, &answer, &text_writer));
    stop(&slow);
    answer_release(&answer);
}

/* A thread's reader, and what it reads. */
struct task {
    pthread_t thread;
    const struct answer *answer;
    const struct writer_format *writer;
    size_t piece;
};

static void *read_in_a_thread(void *argument)
{
    struct task *task = argument;
    char *fault = NULL;

    /* Faults are told by the test's own thread: cmocka can't jump out of another. */
    for (size_t i = 0; i < 2; i++) {
        struct reader reader;

        if (!start(&reader, task->answer, task->writer))
            return "no memory";
        read_all(&reader, task->piece, i == 1 ? 100 : 0);
        fault = same_as_whole(&reader, task->answer, task->writer) ? fault : "another text";
        stop(&reader);
    }
    return fault;
}

static void several_outputs_share_one_pool(void **state)
{
    struct answer answer = {0};
    struct task tasks[6];
    size_t used;

    (void)state;
    add_matrix(&answer, "product", 250, 200);
    used = budget_used();
    for (size_t i = 0; i < 6; i++) {
        tasks[i] = (struct task){.answer = &answer,
                                 .writer = i % 2 ? &text_writer : &json_writer,
                                 .piece = 3000 + i * 5000};
        assert_int_equal(pthread_create(&tasks[i].thread, NULL, read_in_a_thread, &tasks[i]), 0);
    }
    for (size_t i = 0; i < 6; i++) {
        void *fault;

        pthread_join(tasks[i].thread, &fault);
        assert_null(fault);
    }
    assert_int_equal(budget_used(), used);
    answer_release(&answer);
}

static void without_memory_nothing_is_started_and_nothing_kept(void **state)
{
    struct answer answer = {0};
    struct reader reader;
    size_t length;
    size_t size;
    size_t free_bytes;

    (void)state;
    add_matrix(&answer, "product", 25000, 4);
    for (free_bytes = 0; free_bytes < 100000; free_bytes += 990) {
        size_t taken = budget_limit() - budget_used() - free_bytes;

        assert_true(budget_reserve(taken));
        assert_null(output_text(&answer, &text_writer, &length, &size));
        assert_null(output_text(&answer, &json_writer, &length, &size));
        assert_false(start(&reader, &answer, &text_writer));
        assert_false(start(&reader, &answer, &json_writer));
        assert_int_equal(budget_limit() - budget_used(), free_bytes);
        budget_release(taken);
    }
    answer_release(&answer);
}

/* Output begins with exactly so much of the budget left as output_room says, and not with a byte
 * less. */
static void assert_takes_its_room(const struct answer *answer, const struct writer_format *writer,
                                  bool small)
{
    size_t room = output_room(answer, writer);
    size_t taken = budget_limit() - budget_used() - room;
    struct reader reader;
    size_t length;
    size_t size;
    char *text;

    assert_true(room > 0);
    assert_true(budget_reserve(taken));
    if (small) {
        text = output_text(answer, writer, &length, &size);
        assert_non_null(text);
        budget_free(text, size);
    } else {
        assert_true(start(&reader, answer, writer));
        assert_int_equal(budget_used(), budget_limit());
        stop(&reader);
    }
    assert_true(budget_reserve(1));
    if (small)
        assert_null(output_text(answer, writer, &length, &size));
    else
        assert_false(start(&reader, answer, writer));
    budget_release(taken + 1);
}

static void the_room_that_output_takes_is_known_beforehand(void **state)
{
    static const rowcol_shape shapes[] = {
        {1, 1},
        {64, 64},
        {1, LIMIT_INLINE_ENTRIES},
        {LIMIT_INLINE_ENTRIES + 1, 1},
        {1, LIMIT_INLINE_ENTRIES + 1},
        {3, 40000},
        {300, 300},
    };

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        bool small = shapes[i].rows * shapes[i].columns <= LIMIT_INLINE_ENTRIES;
        struct answer answer = {0};

        add_matrix(&answer, "product", shapes[i].rows, shapes[i].columns);
        assert_takes_its_room(&answer, &json_writer, small);
        assert_takes_its_room(&answer, &text_writer, small);
        answer_release(&answer);
    }
}

static void the_room_of_an_answer_without_matrices_is_known_too(void **state)
{
    struct answer answer = {0};

    (void)state;
    assert_takes_its_room(&answer, &text_writer, true);
    assert_true(answer_add_new(&answer, "compatible", json_true()));
    assert_takes_its_room(&answer, &json_writer, true);
    answer_release(&answer);
}

static void a_text_is_packed_whatever_its_length(void **state)
{
    static const size_t lengths[] = {1, 1024, 131071, 131072, 131073, 262144, 3000001};
    char *text = malloc(3000001);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < 3000001; i++)
        text[i] = (char)('0' + (i * 2654435761u >> 20) % 10);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct reader reader;

        begin(&reader);
        reader.output =
            output_pack(text, lengths[i], coding, &(struct output_reader){pool, wake, &reader});
        assert_non_null(reader.output);
        read_all(&reader, 5000, 0);
        assert_true(is_text(&reader, text, lengths[i]));
        stop(&reader);
    }
    free(text);
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
    const struct CMUnitTest streams[] = {
        cmocka_unit_test(a_streamed_answer_is_the_same_text_as_a_whole_one),
        cmocka_unit_test(pieces_of_any_size_make_the_same_text),
        cmocka_unit_test(several_matrices_and_documents_are_streamed_in_order),
        cmocka_unit_test(an_answer_without_matrices_can_be_streamed_too),
        cmocka_unit_test(memory_is_flat_for_every_shape),
        cmocka_unit_test(a_reader_that_stops_in_the_middle_gets_its_memory_back),
        cmocka_unit_test(a_reader_that_waits_is_woken_once_each_time),
        cmocka_unit_test(a_slow_reader_holds_up_nobody),
        cmocka_unit_test(several_outputs_share_one_pool),
        cmocka_unit_test(without_memory_nothing_is_started_and_nothing_kept),
    };
    const struct CMUnitTest rooms[] = {
        cmocka_unit_test(the_room_that_output_takes_is_known_beforehand),
        cmocka_unit_test(the_room_of_an_answer_without_matrices_is_known_too),
    };
    const struct CMUnitTest texts[] = {
        cmocka_unit_test(a_text_is_packed_whatever_its_length),
    };
    int failed = cmocka_run_group_tests(streams, start_pool, stop_pool) +
                 cmocka_run_group_tests(rooms, start_pool, stop_pool);

    for (size_t i = 0; i < CODINGS; i++) {
        coding = &codings[i];
        failed += cmocka_run_group_tests_name(coding->name, streams, start_pool, stop_pool) +
                  cmocka_run_group_tests_name(coding->name, texts, start_pool, stop_pool);
    }
    return failed;
}
