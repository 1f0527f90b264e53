/* How matrices grow, and what is said when they can't. */
#include "formats/storage.h"

#include <stdint.h>

#include "base/budget.h"

/* In entries, as all sizes here: the first block, what doubles at most, and a page of large blocks
 * (base/block.c), which are filled fastest if no part of a page is left over at their end. */
#define FIRST_BLOCK 64
#define DOUBLING_BLOCK ((size_t)4 * 1024 * 1024 / sizeof(double))
#define PAGE ((size_t)2 * 1024 * 1024 / sizeof(double))

/* Entries below which spare room is not worth giving back. */
#define TRIMMED 1024

/* What a block has beyond the entries of its matrix. */
#define SPARE (ROWCOL_ALIGNMENT / sizeof(double))

/* What a matrix with room for so many entries grows to. */
static size_t grown(size_t capacity)
{
    size_t block = capacity + SPARE;

    if (capacity == 0)
        return FIRST_BLOCK - SPARE;
    block += block < DOUBLING_BLOCK ? block : block / 8;
    if (block > PAGE)
        block = (block + PAGE - 1) / PAGE * PAGE;
    return block - SPARE;
}

bool storage_may_hold(const struct fields *fields, size_t entries, struct problem *problem)
{
    size_t most = SIZE_MAX / sizeof(double);
    size_t bytes = (entries < most ? entries : most) * sizeof(double);
    size_t held = fields_held(fields);

    if (budget_fits(held, bytes))
        return true;
    budget_refuse(problem, held, bytes);
    return false;
}

bool storage_grow(struct fields *fields, rowcol_matrix *matrix, size_t most,
                  struct problem *problem)
{
    size_t entries = grown(matrix->capacity);

    if (entries > most)
        entries = most;
    if (rowcol_matrix_reserve(matrix, entries) == ROWCOL_OK)
        return true;
    budget_refuse(problem, fields_held(fields), (entries - matrix->capacity) * sizeof(double));
    return false;
}

void storage_trim(rowcol_matrix *matrix)
{
    if (matrix->capacity > TRIMMED)
        rowcol_matrix_trim(matrix);
}
