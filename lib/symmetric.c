/* Symmetry. Tile by tile, so that columns are not walked through memory; only where something
 * differs is it looked for row by row. */
#include <rowcol/symmetric.h>

#include <math.h>

#include <rowcol/norm.h>

#define TILE 32

/* What is looked at: rows first_row .. end_row - 1, and in each the columns right of the diagonal
 * among first_column .. end_column - 1. */
struct part {
    size_t first_row, end_row;
    size_t first_column, end_column;
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The first pair of a part that differs by more than said, if there is one. */
static bool find_difference(const rowcol_matrix *matrix, const struct part *part, double most,
                            size_t *row, size_t *column)
{
    const double *entries = matrix->entries;
    const size_t n = matrix->shape.columns;

    for (size_t i = part->first_row; i < part->end_row; i++)
        for (size_t j = larger(i + 1, part->first_column); j < part->end_column; j++)
            if (!(fabs(entries[i * n + j] - entries[j * n + i]) <= most)) {
                *row = i;
                *column = j;
                return true;
            }
    return false;
}

bool rowcol_is_symmetric(const rowcol_matrix *matrix, double tolerance, size_t *row, size_t *column)
{
    const double most = tolerance > 0 ? tolerance * rowcol_norm(ROWCOL_NORM_MAX, matrix) : 0;
    const size_t n = matrix->shape.columns;

    for (size_t top = 0; top < n; top += TILE)
        for (size_t left = top; left < n; left += TILE) {
            struct part part = {top, smaller(top + TILE, n), left, smaller(left + TILE, n)};

            if (!find_difference(matrix, &part, most, row, column))
                continue;
            /* Not before this tile, but perhaps in an earlier row right of it. */
            part.end_column = n;
            return !find_difference(matrix, &part, most, row, column);
        }
    return true;
}
