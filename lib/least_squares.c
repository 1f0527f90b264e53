/* Least squares by singular values. */
#include <rowcol/solve.h>
#include <rowcol/transpose.h>

#include <float.h>
#include <limits.h>
#include <math.h>

#include "lapack.h"

/* What LAPACK writes on. */
struct room {
    rowcol_matrix a;       /* m x n, column-major; destroyed */
    rowcol_matrix columns; /* max(m, n) rows, column-major: B before, X in the first n rows after */
    rowcol_matrix values;  /* singular values, largest first */
    rowcol_matrix work;
    struct rowcol_integers integers;
};

static void release(struct room *room)
{
    rowcol_matrix_release(&room->a);
    rowcol_matrix_release(&room->columns);
    rowcol_matrix_release(&room->values);
    rowcol_matrix_release(&room->work);
    rowcol_integers_release(&room->integers);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* LAPACK counts its workspace in 32 bits, and asks for up to MOST_BLOCKS numbers for each row and
 * column, and one for each entry of the right-hand side or the solution. */
#define MOST_BLOCKS 128

static rowcol_status takes(rowcol_shape a, size_t columns)
{
    const double sides = (double)a.rows + (double)a.columns + (double)columns;
    const double entries = (double)larger(a.rows, a.columns) * (double)columns;

    return MOST_BLOCKS * sides + entries < INT_MAX ? ROWCOL_OK : ROWCOL_TOO_LARGE;
}

/* Rows of b become columns; below them is room for a solution with more rows. */
static void take_columns(const rowcol_matrix *b, rowcol_matrix *columns)
{
    const size_t stride = columns->shape.columns;

    for (size_t i = 0; i < b->shape.rows; i++)
        for (size_t j = 0; j < b->shape.columns; j++)
            columns->entries[j * stride + i] = b->entries[i * b->shape.columns + j];
}

static void give_rows(const rowcol_matrix *columns, rowcol_matrix *x)
{
    const size_t stride = columns->shape.columns;

    for (size_t i = 0; i < x->shape.rows; i++)
        for (size_t j = 0; j < x->shape.columns; j++)
            x->entries[i * x->shape.columns + j] = columns->entries[j * stride + i] + 0.0;
}

static rowcol_status make_room(const rowcol_matrix *a, const rowcol_matrix *b, struct room *room)
{
    const rowcol_shape shape = a->shape;
    rowcol_status status = rowcol_matrix_create(&room->a, rowcol_shape_transposed(shape));

    if (status == ROWCOL_OK)
        status =
            rowcol_matrix_create(&room->columns, (rowcol_shape){b->shape.columns,
                                                                larger(shape.rows, shape.columns)});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_reserve(&room->values, rowcol_shape_diagonal(shape));
    if (status != ROWCOL_OK)
        return status;
    rowcol_transpose(a, room->a.entries);
    take_columns(b, &room->columns);
    return ROWCOL_OK;
}

/* dgelsd with the workspace given: a query if `length` is -1. */
static lapack_int call(const rowcol_matrix *a, struct room *room, double *work, lapack_int length,
                       lapack_int *integers, lapack_int *rank)
{
    const lapack_int rows = (lapack_int)a->shape.rows;
    const lapack_int columns = (lapack_int)a->shape.columns;
    const double tolerance = (double)larger(a->shape.rows, a->shape.columns) * DBL_EPSILON;

    return LAPACKE_dgelsd_work(LAPACK_COL_MAJOR, rows, columns,
                               (lapack_int)room->columns.shape.rows, room->a.entries, rows,
                               room->columns.entries, (lapack_int)room->columns.shape.columns,
                               room->values.entries, tolerance, rank, work, length, integers);
}

static rowcol_status minimize(const rowcol_matrix *a, struct room *room, lapack_int *rank)
{
    double wanted;
    lapack_int length;
    lapack_int integers;
    rowcol_status status;

    (void)call(a, room, &wanted, -1, &integers, rank);
    status = rowcol_lapack_workspace(wanted, &room->work, &length);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&room->integers, (size_t)integers);
    if (status != ROWCOL_OK)
        return status;
    return call(a, room, room->work.entries, length, room->integers.entries, rank) == 0
               ? ROWCOL_OK
               : ROWCOL_NO_CONVERGENCE;
}

static rowcol_fit describe(const double *values, lapack_int rank)
{
    rowcol_fit fit = {.rank = (size_t)rank};

    fit.norm = values[0];
    if (rank > 0)
        fit.condition = values[0] / values[rank - 1];
    return fit;
}

/* The 2-norm of a column; 0 where it is all zeros. */
static double column_norm(const rowcol_matrix *x, size_t column)
{
    const size_t k = x->shape.columns;
    double norm = 0;

    for (size_t i = 0; i < x->shape.rows; i++)
        norm = hypot(norm, x->entries[i * k + column]);
    return norm;
}

double rowcol_fit_sensitivity(const rowcol_fit *fit, const rowcol_matrix *x,
                              const double *residuals)
{
    double worst = 0;

    for (size_t j = 0; j < x->shape.columns; j++) {
        const double norm = column_norm(x, j);

        if (norm > 0)
            worst = fmax(worst, residuals[j] / fit->norm / norm);
    }
    return fmin(fit->condition * (1 + fit->condition * worst), DBL_MAX);
}

static rowcol_status take_solution(const struct room *room, rowcol_shape shape, rowcol_matrix *x)
{
    const size_t entries = shape.rows * shape.columns;
    rowcol_status status = rowcol_matrix_create(x, shape);

    if (status != ROWCOL_OK)
        return status;
    give_rows(&room->columns, x);
    return rowcol_first_not_finite(x->entries, entries) == entries ? ROWCOL_OK : ROWCOL_OVERFLOW;
}

rowcol_status rowcol_least_squares(const rowcol_matrix *a, const rowcol_matrix *b, rowcol_matrix *x,
                                   rowcol_fit *fit)
{
    struct room room = {0};
    rowcol_shape shape = {0};
    lapack_int rank = 0;
    rowcol_status status = rowcol_solution_shape(a->shape, b->shape, &shape);

    if (status == ROWCOL_OK)
        status = rowcol_lapack_takes(a);
    if (status == ROWCOL_OK)
        status = rowcol_lapack_takes(b);
    if (status == ROWCOL_OK)
        status = takes(a->shape, b->shape.columns);
    if (status == ROWCOL_OK)
        status = make_room(a, b, &room);
    if (status == ROWCOL_OK)
        status = minimize(a, &room, &rank);
    if (status == ROWCOL_OK)
        status = take_solution(&room, shape, x);
    if (status == ROWCOL_OK)
        *fit = describe(room.values.entries, rank);
    release(&room);
    return status;
}
