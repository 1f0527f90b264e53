/* Measures the writers: nanoseconds a number, the best of several rounds.
 *
 * usage: writer_bench [ROUNDS]
 *
 * For each sample and shape: the bare number writer; each format's blocks, one after the other; and
 * the whole way through a pool of two threads to a reader. Compare only figures of one run. */
#include <rowcol/number.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/budget.h"
#include "base/limits.h"
#include "figure.h"
#include "formats/layout.h"
#include "formats/output.h"

#define BUDGET (1024ul * 1024 * 1024)
#define PIECE (128 * 1024)

static struct pool *pool;

/* Keeps what was written alive. */
static volatile size_t written;
static char bytes[LIMIT_BLOCK_ENTRIES * 30 + 4096];

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static uint64_t random_bits(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

static double uniform(void)
{
    return (double)(random_bits() >> 11) * 0x1p-52 - 1;
}

static double small_whole(void)
{
    return (double)(random_bits() % 199) - 99;
}

/* Each way writes the whole answer once and returns the length of its text. */
typedef size_t way(const struct answer *answer, const struct writer_format *writer);

static size_t bare_numbers(const struct answer *answer, const struct writer_format *writer)
{
    const rowcol_matrix *matrix = &answer->members[0].matrix;
    size_t length = 0;

    (void)writer;
    for (size_t i = 0; i < answer_entries(answer); i += LIMIT_BLOCK_ENTRIES) {
        char *next = bytes;

        for (size_t j = i; j < i + LIMIT_BLOCK_ENTRIES && j < answer_entries(answer); j++)
            next += rowcol_number_write(matrix->entries[j], next);
        length += (size_t)(next - bytes);
    }
    return length;
}

static size_t blocks(const struct answer *answer, const struct writer_format *writer)
{
    struct layout layout;
    size_t length = 0;

    if (!layout_begin(&layout, answer, writer))
        return 0;
    for (size_t i = 0; layout_wants_measures(&layout) && i < layout.blocks; i++)
        layout_measure(&layout, i);
    for (size_t i = 0; i < layout.blocks; i++)
        length += layout_write(&layout, i, bytes);
    layout_end(&layout);
    return length;
}

static void post(void *semaphore)
{
    sem_post(semaphore);
}

static size_t streamed(const struct answer *answer, const struct writer_format *writer)
{
    static char piece[PIECE];
    sem_t semaphore;
    struct output *output;
    ssize_t count;
    size_t length = 0;

    sem_init(&semaphore, 0, 0);
    output = output_start(answer, writer, NULL, &(struct output_reader){pool, post, &semaphore});
    if (!output)
        return 0;
    while ((count = output_read(output, piece, sizeof piece)) != OUTPUT_END) {
        length += (size_t)count;
        if (count == 0 && !output_ready(output))
            sem_wait(&semaphore);
    }
    output_release(output, post);
    sem_wait(&semaphore);
    sem_destroy(&semaphore);
    return length;
}

static void measure(const char *name, const char *sample, way *write, const struct answer *answer,
                    const struct writer_format *writer, int rounds)
{
    double best = 1e9;

    for (int i = 0; i < rounds; i++) {
        double start = now();
        double took;

        written = write(answer, writer);
        took = now() - start;
        best = took < best ? took : best;
    }
    figure(name, sample, best / (double)answer_entries(answer) * 1e9, "ns");
}

static bool measure_all(const char *sample, double (*draw)(void), rowcol_shape shape, int rounds)
{
    struct answer answer = {0};
    rowcol_matrix *matrix = answer_add_matrix(&answer, "product", shape);
    char name[80];

    if (!matrix)
        return false;
    for (size_t i = 0; i < answer_entries(&answer); i++)
        matrix->entries[i] = draw();
    snprintf(name, sizeof name, "%s, %zu x %zu", sample, shape.rows, shape.columns);
    measure("number alone", name, bare_numbers, &answer, &json_writer, rounds);
    measure("json", name, blocks, &answer, &json_writer, rounds);
    measure("json streamed", name, streamed, &answer, &json_writer, rounds);
    measure("csv", name, blocks, &answer, &csv_writer, rounds);
    measure("text", name, blocks, &answer, &text_writer, rounds);
    measure("text streamed", name, streamed, &answer, &text_writer, rounds);
    answer_release(&answer);
    return true;
}

int main(int argc, char **argv)
{
    static const rowcol_shape shapes[] = {{1000, 1000}, {1, 1000000}, {1000000, 1}};
    int rounds = argc > 1 ? atoi(argv[1]) : 10;
    bool good = true;

    budget_begin(BUDGET);
    pool = pool_start(2);
    if (!pool)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        good = good && measure_all("17 digits", uniform, shapes[i], rounds);
        good = good && measure_all("small whole numbers", small_whole, shapes[i], rounds);
    }
    pool_stop(pool);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
