/* Measures the compute pool: what a panel costs beyond its work, how long a job takes to begin, how
 * long a small job waits beside a large one, and which blocks a product is best cut into.
 *
 * usage: pool_bench [ROUNDS]
 *
 * Compare only figures of one run. */
#include <rowcol/blas.h>
#include <rowcol/product.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/pool.h"
#include "figure.h"

#define THREADS 2
#define PANELS 100000
#define SIZE 1000

static struct pool *pool;

/* --- Panels that do nothing, or count up to a moment ------------------------------------------ */

struct waiting {
    struct pool_job job;
    sem_t over;
    double panel_seconds;
};

static void run(void *owner, size_t panel)
{
    const struct waiting *waiting = owner;
    double end = clock_seconds() + waiting->panel_seconds;

    (void)panel;
    while (waiting->panel_seconds > 0 && clock_seconds() < end)
        continue;
}

static void done(void *owner)
{
    struct waiting *waiting = owner;

    sem_post(&waiting->over);
}

static void submit(struct waiting *waiting, size_t panels, double panel_seconds)
{
    *waiting = (struct waiting){
        .job = {.run = run, .done = done, .owner = waiting, .panels = panels, .allowed = panels},
        .panel_seconds = panel_seconds};
    sem_init(&waiting->over, 0, 0);
    pool_submit(pool, &waiting->job);
}

static void await(struct waiting *waiting)
{
    sem_wait(&waiting->over);
    sem_destroy(&waiting->over);
}

/* Seconds from handing a job over to knowing that it is done. */
static double time_of_job(size_t panels)
{
    struct waiting waiting;
    double start = clock_seconds();

    submit(&waiting, panels, 0);
    await(&waiting);
    return clock_seconds() - start;
}

static double least(double (*measured)(size_t), size_t of, int rounds)
{
    double best = measured(of);

    for (int i = 1; i < rounds; i++) {
        double now = measured(of);

        best = now < best ? now : best;
    }
    return best;
}

/* Seconds that a job of one empty panel takes while another has panels of a millisecond. */
static double time_beside(size_t panels)
{
    struct waiting large;
    double took;

    submit(&large, panels, 0.001);
    took = time_of_job(1);
    await(&large);
    return took;
}

/* --- Products cut into blocks ----------------------------------------------------------------- */

struct cut {
    rowcol_product product;
    rowcol_matrix *result;
    size_t rows, columns; /* of a block */
    size_t across;
    struct waiting waiting;
};

static void multiply_block(void *owner, size_t panel)
{
    struct cut *cut = owner;
    rowcol_block block = {.row = panel / cut->across * cut->rows,
                          .column = panel % cut->across * cut->columns};

    block.rows = SIZE - block.row < cut->rows ? SIZE - block.row : cut->rows;
    block.columns = SIZE - block.column < cut->columns ? SIZE - block.column : cut->columns;
    rowcol_product_block(&cut->product, block,
                         cut->result->entries + block.row * SIZE + block.column, SIZE);
}

static void product_done(void *owner)
{
    struct cut *cut = owner;

    sem_post(&cut->waiting.over);
}

static double time_of_product(struct cut *cut)
{
    size_t panels = ((SIZE - 1) / cut->rows + 1) * cut->across;
    double start = clock_seconds();

    cut->waiting.job = (struct pool_job){.run = multiply_block,
                                         .done = product_done,
                                         .owner = cut,
                                         .panels = panels,
                                         .allowed = panels};
    sem_init(&cut->waiting.over, 0, 0);
    pool_submit(pool, &cut->waiting.job);
    await(&cut->waiting);
    return clock_seconds() - start;
}

static void measure_products(rowcol_matrix matrices[3], int rounds)
{
    static const size_t blocks[][2] = {{64, 1000}, {125, 1000}, {250, 1000}, {500, 1000},
                                       {250, 250}, {250, 500},  {500, 500},  {1000, 250}};

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        struct cut cut = {
            .product = {.a = &matrices[0], .b = &matrices[1], .alpha = 1, .beta = 1},
            .result = &matrices[2],
            .rows = blocks[i][0],
            .columns = blocks[i][1],
            .across = (SIZE - 1) / blocks[i][1] + 1,
        };
        double best = time_of_product(&cut);
        char sample[64];

        for (int round = 1; round < rounds; round++) {
            double now = time_of_product(&cut);

            best = now < best ? now : best;
        }
        snprintf(sample, sizeof sample, "%d x %d in blocks of %zu x %zu", SIZE, SIZE, cut.rows,
                 cut.columns);
        figure("product", sample, best * 1e3, "ms");
    }
}

static bool make_matrices(rowcol_matrix matrices[3])
{
    for (size_t i = 0; i < 3; i++) {
        if (rowcol_matrix_create(&matrices[i], (rowcol_shape){SIZE, SIZE}) != ROWCOL_OK)
            return false;
        for (size_t j = 0; j < (size_t)SIZE * SIZE; j++)
            matrices[i].entries[j] = (double)(j % 97) / 97;
    }
    return true;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 10;
    rowcol_matrix matrices[3] = {{.entries = NULL}};

    budget_begin((size_t)1 << 30);
    rowcol_blas_single_thread();
    pool = pool_start(THREADS);
    if (!pool || !make_matrices(matrices))
        return EXIT_FAILURE;
    figure("empty panel", "100000 in one job", least(time_of_job, PANELS, rounds) / PANELS * 1e6,
           "us");
    figure("empty job", "alone", least(time_of_job, 1, rounds * 100) * 1e6, "us");
    figure("empty job", "beside panels of 1 ms", least(time_beside, 20, rounds) * 1e6, "us");
    measure_products(matrices, rounds);
    for (size_t i = 0; i < 3; i++)
        rowcol_matrix_release(&matrices[i]);
    pool_stop(pool);
    return EXIT_SUCCESS;
}
