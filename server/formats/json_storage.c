/* How matrices grow, and what is said when they can't. */
#include "formats/json_storage.h"

#include "base/budget.h"

/* In entries, as all sizes here: the first block, what doubles at most, and a page of large blocks
 * (base/block.c), which are filled fastest if no part of a page is left over at their end. */
#define FIRST_BLOCK 64
#define DOUBLING_BLOCK ((size_t)4 * 1024 * 1024 / sizeof(double))
#define PAGE ((size_t)2 * 1024 * 1024 / sizeof(double))

/* What a block has beyond the entries of its matrix. */
#define SPARE (ROWCOL_ALIGNMENT / sizeof(double))

/* What a matrix with room for so many entries grows to. */
static size_t larger(size_t capacity)
{
    size_t block = capacity + SPARE;

    if (capacity == 0)
        return FIRST_BLOCK - SPARE;
    block += block < DOUBLING_BLOCK ? block : block / 8;
    if (block > PAGE)
        block = (block + PAGE - 1) / PAGE * PAGE;
    return block - SPARE;
}

/* Whether the budget could hold all matrices of the request with room for `more` entries beyond
 * what they have, if the request were alone. */
static bool could_fit(const struct fields *fields, size_t more)
{
    size_t left = budget_limit() / sizeof(double);

    for (size_t i = 0; i < fields->count; i++) {
        size_t entries = fields->values[i].matrix.capacity + SPARE;

        if (entries > left)
            return false;
        left -= entries;
    }
    return more <= left;
}

void storage_overloaded(struct problem *problem)
{
    problem_set(problem, PROBLEM_OVERLOADED,
                "The server has no memory for this request at the moment. Send it again in a "
                "little while.");
}

bool storage_grow(struct fields *fields, rowcol_matrix *matrix, size_t most,
                  struct problem *problem)
{
    size_t entries = larger(matrix->capacity);
    size_t limit = budget_limit();
    rowcol_status status;

    if (entries > most)
        entries = most;
    status = rowcol_matrix_reserve(matrix, entries);
    if (status == ROWCOL_OK)
        return true;
    if (status == ROWCOL_NO_MEMORY && could_fit(fields, entries - matrix->capacity)) {
        storage_overloaded(problem);
        return false;
    }
    if (problem_set(problem, PROBLEM_BODY_TOO_LARGE,
                    "The matrices of this request take more memory than the server has for all "
                    "requests together, %zu bytes.",
                    limit))
        problem_add_new(problem, "limit", json_integer((json_int_t)limit));
    return false;
}
