#include "api/grid.h"

#include "base/limits.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t blocks_of(size_t whole, size_t part)
{
    return (whole - 1) / part + 1;
}

static rowcol_block block_of(const struct grid *grid, size_t panel)
{
    rowcol_block block = {.row = panel / grid->across * grid->block_rows,
                          .column = panel % grid->across * grid->block_columns};

    block.rows = smaller(grid->block_rows, grid->shape.rows - block.row);
    block.columns = smaller(grid->block_columns, grid->shape.columns - block.column);
    return block;
}

static void note(struct grid *grid, size_t entry)
{
    size_t first = atomic_load(&grid->not_finite);

    while (entry < first && !atomic_compare_exchange_weak(&grid->not_finite, &first, entry))
        continue;
}

/* Fills one block, and looks through it while it is in the cache. */
static void run(struct call *call, size_t panel)
{
    struct grid *grid = call->state;
    const rowcol_block block = block_of(grid, panel);
    size_t entry = block.row * grid->shape.columns + block.column;

    grid->fill(call, block, grid->result->entries + entry);
    for (size_t i = 0; i < block.rows; i++, entry += grid->shape.columns) {
        size_t bad = rowcol_first_not_finite(grid->result->entries + entry, block.columns);

        if (bad < block.columns)
            note(grid, entry + bad);
    }
}

void grid_plan(struct call *call, struct grid *grid, size_t block_rows, size_t block_columns,
               double multiply_adds)
{
    const rowcol_shape shape = grid->shape;

    grid->block_rows = block_rows;
    grid->block_columns = block_columns;
    grid->across = blocks_of(shape.columns, block_columns);
    atomic_init(&grid->not_finite, shape.rows * shape.columns);
    atomic_init(&grid->wrong, false);
    call->work = (struct work){.panels = blocks_of(shape.rows, block_rows) * grid->across,
                               .multiply_adds = multiply_adds,
                               .run = run,
                               .finish = grid_finish};
}

void grid_plan_products(struct call *call, struct grid *grid, double inner)
{
    const rowcol_shape shape = grid->shape;
    const size_t columns = smaller(shape.columns, LIMIT_PANEL_COLUMNS);
    const double rows = LIMIT_PANEL_MULTIPLY_ADDS / (inner * (double)columns);

    grid_plan(call, grid,
              rows < LIMIT_PANEL_ROWS_LEAST ? LIMIT_PANEL_ROWS_LEAST
              : rows < LIMIT_PANEL_ROWS     ? (size_t)rows
                                            : LIMIT_PANEL_ROWS,
              columns, inner * (double)shape.rows * (double)shape.columns);
}

void grid_plan_entries(struct call *call, struct grid *grid)
{
    const rowcol_shape shape = grid->shape;
    size_t columns = LIMIT_PANEL_ENTRIES / smaller(shape.rows, LIMIT_PANEL_ROWS);

    columns = smaller(columns, shape.columns);
    grid_plan(call, grid, LIMIT_PANEL_ENTRIES / columns, columns,
              (double)shape.rows * (double)shape.columns);
}

size_t grid_not_finite(const struct grid *grid)
{
    return atomic_load(&grid->not_finite);
}

void grid_give_up(struct grid *grid)
{
    atomic_store(&grid->wrong, true);
}

bool grid_is_right(struct call *call)
{
    const struct grid *grid = call->state;

    if (!atomic_load(&grid->wrong))
        return true;
    problem_set(
        &call->problem, PROBLEM_INTERNAL_ERROR,
        "The result came out wrong, and wrong again when it was computed in another way, so "
        "it is not sent: something is the matter with this server's memory or processor.");
    return false;
}

bool grid_finish(struct call *call)
{
    const struct grid *grid = call->state;
    size_t entry = grid_not_finite(grid);

    if (!grid_is_right(call))
        return false;
    if (call->answer.single)
        return call_judge(call);
    return entry == grid->shape.rows * grid->shape.columns ||
           call_may_tell(call, grid->result, entry);
}
