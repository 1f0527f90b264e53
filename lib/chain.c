/* The cheapest order of a chain of products. */
#include <rowcol/chain.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "allocation.h"

/* What is known of matrices i .. j: the least cost of their product, and where it is split. The
 * cost stands at [i][j] and at [j][i], so that costs which are compared stand side by side. */
struct table {
    size_t count;
    double *costs;
    size_t *splits;
    size_t size; /* of each, in bytes */
};

static void release_table(struct table *table)
{
    rowcol_release(table->costs, table->size);
    rowcol_release(table->splits, table->size);
}

static rowcol_status create_table(struct table *table, size_t count)
{
    _Static_assert(sizeof(size_t) <= sizeof(double), "the splits fit where the costs do");

    *table = (struct table){.count = count};
    if (count > SIZE_MAX / sizeof(double) / count)
        return ROWCOL_TOO_LARGE;
    table->size = count * count * sizeof(double);
    table->costs = rowcol_allocate(table->size);
    table->splits = rowcol_allocate(table->size);
    if (table->costs && table->splits)
        return ROWCOL_OK;
    release_table(table);
    return ROWCOL_NO_MEMORY;
}

/* Multiplications of the product of first .. split by split + 1 .. last. */
static double cost_of(const rowcol_shape *shapes, size_t first, size_t split, size_t last)
{
    return (double)shapes[first].rows * (double)shapes[split].columns *
           (double)shapes[last].columns;
}

/* Splits are tried from the right: of two that cost the same the one further right counts, which
 * multiplies more on the left first. */
static void find_split(struct table *table, const rowcol_shape *shapes, size_t first, size_t last)
{
    const double *from_first = table->costs + first * table->count;
    const double *to_last = table->costs + last * table->count;
    double least = INFINITY;
    size_t best = first;

    for (size_t split = last; split-- > first;) {
        double cost = from_first[split] + to_last[split + 1] + cost_of(shapes, first, split, last);

        if (cost < least) {
            least = cost;
            best = split;
        }
    }
    table->costs[first * table->count + last] = least;
    table->costs[last * table->count + first] = least;
    table->splits[first * table->count + last] = best;
}

/* Short chains before the longer ones that they are parts of. */
static void fill_table(struct table *table, const rowcol_shape *shapes)
{
    const size_t count = table->count;

    for (size_t i = 0; i < count; i++)
        table->costs[i * count + i] = 0;
    for (size_t length = 2; length <= count; length++)
        for (size_t first = 0; first + length <= count; first++)
            find_split(table, shapes, first, first + length - 1);
}

/* What matrices first .. last make, as an operand; if it is a product, `step` is to compute it. */
static size_t operand(rowcol_chain *chain, size_t first, size_t last, size_t step)
{
    if (first == last)
        return first;
    chain->steps[step].first = first;
    chain->steps[step].last = last;
    return chain->count + step;
}

/* The steps from the last one, the whole, back to the first: before a product come those that make
 * its right operand, and before these those that make its left one. */
static void set_steps(rowcol_chain *chain, const struct table *table)
{
    operand(chain, 0, chain->count - 1, chain->count - 2);
    for (size_t i = chain->count - 1; i-- > 0;) {
        rowcol_chain_step *step = &chain->steps[i];
        size_t split = table->splits[step->first * chain->count + step->last];
        size_t right_steps = step->last - split - 1;

        step->split = split;
        step->left = operand(chain, step->first, split, i - 1 - right_steps);
        step->right = operand(chain, split + 1, step->last, i - 1);
    }
}

static rowcol_status create_steps(rowcol_chain *chain, size_t count)
{
    if (count > SIZE_MAX / sizeof *chain->steps)
        return ROWCOL_TOO_LARGE;
    chain->steps = rowcol_allocate((count - 1) * sizeof *chain->steps);
    if (!chain->steps)
        return ROWCOL_NO_MEMORY;
    chain->_size = (count - 1) * sizeof *chain->steps;
    chain->count = count;
    return ROWCOL_OK;
}

rowcol_status rowcol_chain_plan(const rowcol_shape *shapes, size_t count, rowcol_chain *chain)
{
    struct table table;
    rowcol_status status = create_table(&table, count);

    if (status != ROWCOL_OK)
        return status;
    status = create_steps(chain, count);
    if (status == ROWCOL_OK) {
        fill_table(&table, shapes);
        set_steps(chain, &table);
        chain->multiplications = table.costs[count - 1];
        chain->left_to_right = 0;
        for (size_t i = 1; i < count; i++)
            chain->left_to_right += cost_of(shapes, 0, i - 1, i);
    }
    release_table(&table);
    return status;
}

void rowcol_chain_release(rowcol_chain *chain)
{
    rowcol_release(chain->steps, chain->_size);
    *chain = (rowcol_chain){0};
}

/* --- The order in words ----------------------------------------------------------------------- */

void rowcol_chain_name(size_t count, size_t index, char name[ROWCOL_CHAIN_NAME_ROOM])
{
    if (count <= 26)
        snprintf(name, ROWCOL_CHAIN_NAME_ROOM, "%c", (char)('A' + index));
    else
        snprintf(name, ROWCOL_CHAIN_NAME_ROOM, "A%zu", index + 1);
}

/* A bracket for each product that begins or ends with this matrix; the last product has none. */
static void add_opening(rowcol_text *text, const rowcol_chain *chain, size_t matrix)
{
    for (size_t i = 0; i + 2 < chain->count; i++)
        if (chain->steps[i].first == matrix)
            rowcol_text_add_string(text, "(");
}

static void add_closing(rowcol_text *text, const rowcol_chain *chain, size_t matrix)
{
    for (size_t i = 0; i + 2 < chain->count; i++)
        if (chain->steps[i].last == matrix)
            rowcol_text_add_string(text, ")");
}

rowcol_status rowcol_text_chain(rowcol_text *text, const rowcol_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        char name[ROWCOL_CHAIN_NAME_ROOM];

        rowcol_chain_name(chain->count, i, name);
        rowcol_text_add_string(text, i > 0 ? " " : "");
        add_opening(text, chain, i);
        rowcol_text_add_string(text, name);
        add_closing(text, chain, i);
    }
    return text->status;
}
