/* Norms and conditions. Both norms of a product may be beyond the range of doubles where the
 * product is not, so they are kept with an exponent. */
#include "condition.h"

#include <float.h>
#include <math.h>

/* value x 2^exponent. */
struct magnitude {
    double value;
    int exponent;
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double product(struct magnitude norm, struct magnitude norm_of_inverse)
{
    const double condition =
        scalbn(norm.value * norm_of_inverse.value, norm.exponent + norm_of_inverse.exponent);

    return condition < DBL_MAX ? larger(condition, 1) : DBL_MAX;
}

static double largest_of(const double *numbers, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = larger(largest, fabs(numbers[i]));
    return largest;
}

/* The 1-norm, the largest sum of a column.
 *
 * sums   room for one number for each column. */
static struct magnitude norm(const rowcol_matrix *matrix, double *sums)
{
    const size_t n = matrix->shape.columns;
    const double largest = largest_of(matrix->entries, matrix->shape.rows * n);
    struct magnitude norm = {.exponent = rowcol_exponent(largest, 0)};

    for (size_t j = 0; j < n; j++)
        sums[j] = 0;
    for (size_t i = 0; i < matrix->shape.rows; i++)
        for (size_t j = 0; j < n; j++)
            sums[j] += fabs(rowcol_scaled(matrix->entries[i * n + j], -norm.exponent));
    norm.value = largest_of(sums, n);
    return norm;
}

/* The 1-norm of the equilibrated matrix, which has no entry larger than 1. */
static struct magnitude equilibrated_norm(const rowcol_matrix *a,
                                          const struct rowcol_equilibrated *scaling, double *sums)
{
    const size_t n = a->shape.columns;

    for (size_t j = 0; j < n; j++)
        sums[j] = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sums[j] += fabs(rowcol_scaled(a->entries[i * n + j],
                                          -scaling->rows.entries[i] - scaling->columns.entries[j]));
    return (struct magnitude){.value = largest_of(sums, n)};
}

rowcol_status rowcol_condition(const rowcol_matrix *a, const rowcol_matrix *inverse,
                               double *condition)
{
    rowcol_matrix sums = {0};
    rowcol_status status = rowcol_matrix_reserve(&sums, a->shape.columns);

    if (status == ROWCOL_OK) {
        const struct magnitude own = norm(a, sums.entries);

        *condition = product(own, norm(inverse, sums.entries));
    }
    rowcol_matrix_release(&sums);
    return status;
}

/* --- Estimates -------------------------------------------------------------------------------- */

/* The inverse whose norm is estimated, from a few products with vectors: that of the equilibrated
 * matrix S, or that of A, which is C^-1 S^-1 R^-1. The powers of two in R and C are then taken
 * relative to their smallest, so that nothing overflows that need not. */
struct inverse {
    const struct rowcol_elimination *elimination;
    bool equilibrated;
    int least_row;
    int least_column;
};

static int least(const struct rowcol_integers *integers)
{
    int least = integers->entries[0];

    for (size_t i = 1; i < integers->count; i++)
        least = integers->entries[i] < least ? integers->entries[i] : least;
    return least;
}

static struct inverse inverse_of(const struct rowcol_elimination *elimination, bool equilibrated)
{
    return (struct inverse){.elimination = elimination,
                            .equilibrated = equilibrated,
                            .least_row = least(&elimination->scaling.rows),
                            .least_column = least(&elimination->scaling.columns)};
}

/* x by the diagonal matrix of the powers of two 2^(least - exponent). */
static void scale_down(const struct rowcol_integers *exponents, int least, double *x)
{
    for (size_t i = 0; i < exponents->count; i++)
        x[i] = rowcol_scaled(x[i], least - exponents->entries[i]);
}

static void scale_by_rows(const struct inverse *inverse, double *x)
{
    if (!inverse->equilibrated)
        scale_down(&inverse->elimination->scaling.rows, inverse->least_row, x);
}

static void scale_by_columns(const struct inverse *inverse, double *x)
{
    if (!inverse->equilibrated)
        scale_down(&inverse->elimination->scaling.columns, inverse->least_column, x);
}

static void multiply(const struct inverse *inverse, double *x)
{
    scale_by_rows(inverse, x);
    rowcol_eliminated_solve(inverse->elimination, false, x, 1);
    scale_by_columns(inverse, x);
}

static void multiply_transposed(const struct inverse *inverse, double *x)
{
    scale_by_columns(inverse, x);
    rowcol_eliminated_solve(inverse->elimination, true, x, 1);
    scale_by_rows(inverse, x);
}

/* Estimates the 1-norm.
 *
 * work    room for 2 n numbers.
 * signs   room for n. */
static struct magnitude norm_of_inverse(const struct inverse *inverse, double *work,
                                        lapack_int *signs)
{
    const lapack_int n = (lapack_int)inverse->elimination->pivots.count;
    struct magnitude norm = {
        .exponent = inverse->equilibrated ? 0 : -inverse->least_row - inverse->least_column};
    double *x = work + n;
    lapack_int kind = 0; /* what LAPACK wants: 0 nothing, 1 a product, 2 a transposed one */
    lapack_int save[3];

    for (;;) {
        (void)LAPACKE_dlacn2_work(n, work, x, signs, &norm.value, &kind, save);
        if (kind == 0)
            return norm;
        if (kind == 1)
            multiply(inverse, x);
        else
            multiply_transposed(inverse, x);
    }
}

static rowcol_status estimate(const rowcol_matrix *a, const struct rowcol_elimination *elimination,
                              bool equilibrated, double *condition)
{
    const size_t n = a->shape.rows;
    const struct inverse inverse = inverse_of(elimination, equilibrated);
    rowcol_matrix work = {0};
    struct rowcol_integers signs = {0};
    rowcol_status status = rowcol_matrix_reserve(&work, 2 * n);

    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&signs, n);
    if (status == ROWCOL_OK) {
        const struct magnitude own = equilibrated
                                         ? equilibrated_norm(a, &elimination->scaling, work.entries)
                                         : norm(a, work.entries);

        *condition = product(own, norm_of_inverse(&inverse, work.entries, signs.entries));
    }
    rowcol_integers_release(&signs);
    rowcol_matrix_release(&work);
    return status;
}

rowcol_status rowcol_condition_estimate(const rowcol_matrix *a,
                                        const struct rowcol_elimination *elimination,
                                        double *condition)
{
    return estimate(a, elimination, false, condition);
}

rowcol_status rowcol_condition_equilibrated(const rowcol_matrix *a,
                                            const struct rowcol_elimination *elimination,
                                            double *condition)
{
    return estimate(a, elimination, true, condition);
}
