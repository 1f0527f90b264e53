/* LU of any shape: LAPACK leaves both factors in one matrix, column by column; they are taken apart
 * into two that are stored row by row. */
#include <rowcol/lu.h>
#include <rowcol/transpose.h>

#include "lapack.h"

/* Both factors are visited block by block, as one of them is always read or written across. */
#define BLOCK 16

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Entry (i, j) of both factors, from what LAPACK left there: L has its ones for itself. Zero has no
 * sign. */
static void take_apart(double entry, size_t i, size_t j, const rowcol_matrix *l,
                       const rowcol_matrix *u)
{
    if (j < l->shape.columns)
        l->entries[i * l->shape.columns + j] = i > j ? entry + 0.0 : i == j;
    if (i < u->shape.rows)
        u->entries[i * u->shape.columns + j] = i > j ? 0 : entry + 0.0;
}

static void unpack(const double *columns, rowcol_shape shape, const rowcol_matrix *l,
                   const rowcol_matrix *u)
{
    for (size_t row = 0; row < shape.rows; row += BLOCK)
        for (size_t column = 0; column < shape.columns; column += BLOCK)
            for (size_t i = row; i < smaller(row + BLOCK, shape.rows); i++)
                for (size_t j = column; j < smaller(column + BLOCK, shape.columns); j++)
                    take_apart(columns[j * shape.rows + i], i, j, l, u);
}

/* In step i rows i and pivots[i], counted from 1, changed places. */
static void follow(const struct rowcol_integers *pivots, rowcol_matrix *permutation)
{
    double *rows = permutation->entries;

    for (size_t i = 0; i < permutation->shape.columns; i++)
        rows[i] = (double)(i + 1);
    for (size_t i = 0; i < pivots->count; i++) {
        const size_t other = (size_t)pivots->entries[i] - 1;
        const double row = rows[i];

        rows[i] = rows[other];
        rows[other] = row;
    }
}

/* Makes the results and what is needed on the way to them. */
static rowcol_status make_room(rowcol_shape shape, rowcol_matrix *l, rowcol_matrix *u,
                               rowcol_matrix *permutation, rowcol_matrix *columns)
{
    const size_t least = rowcol_shape_diagonal(shape);
    rowcol_status status = rowcol_matrix_create(l, (rowcol_shape){shape.rows, least});

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(u, (rowcol_shape){least, shape.columns});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(permutation, (rowcol_shape){1, shape.rows});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(columns, shape);
    return status;
}

/* Overflows show in U alone: the entries of L are quotients by the largest of their column. */
static rowcol_status judge(const rowcol_matrix *u)
{
    const size_t entries = u->shape.rows * u->shape.columns;

    return rowcol_first_not_finite(u->entries, entries) == entries ? ROWCOL_OK : ROWCOL_OVERFLOW;
}

rowcol_status rowcol_lu(const rowcol_matrix *a, rowcol_matrix *l, rowcol_matrix *u,
                        rowcol_matrix *permutation)
{
    const rowcol_shape shape = a->shape;
    rowcol_matrix columns = {0};
    struct rowcol_integers pivots = {0};
    rowcol_status status = rowcol_lapack_takes(a);

    if (status == ROWCOL_OK)
        status = make_room(shape, l, u, permutation, &columns);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&pivots, rowcol_shape_diagonal(shape));
    if (status == ROWCOL_OK) {
        rowcol_transpose(a, columns.entries);
        /* Not dgetrf: OpenBLAS's multiplies by 1 / pivot, which overflows for tiny pivots. */
        (void)LAPACKE_dgetrf2_work(LAPACK_COL_MAJOR, (lapack_int)shape.rows,
                                   (lapack_int)shape.columns, columns.entries,
                                   (lapack_int)shape.rows, pivots.entries);
        unpack(columns.entries, shape, l, u);
        follow(&pivots, permutation);
        status = judge(u);
    }
    rowcol_integers_release(&pivots);
    rowcol_matrix_release(&columns);
    return status;
}
