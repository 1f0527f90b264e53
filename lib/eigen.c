/* Eigenvalues and eigenvectors, by LAPACK, which scales very large and very small entries itself.
 * It gives vectors column by column; ours are stored row by row. */
#include <rowcol/eigen.h>
#include <rowcol/transpose.h>

#include <string.h>

#include "lapack.h"

static rowcol_shape list_of(rowcol_shape square)
{
    return (rowcol_shape){.rows = 1, .columns = square.columns};
}

static rowcol_status takes(const rowcol_matrix *a)
{
    rowcol_status status = rowcol_shape_square(a->shape);

    return status == ROWCOL_OK ? rowcol_lapack_takes(a) : status;
}

static rowcol_status make_results(rowcol_shape square, rowcol_matrix *values,
                                  rowcol_matrix *vectors)
{
    rowcol_status status = rowcol_matrix_create(values, list_of(square));

    return status == ROWCOL_OK ? rowcol_matrix_create(vectors, square) : status;
}

static rowcol_status judge(lapack_int info, rowcol_matrix *values)
{
    const size_t count = values->shape.columns;

    if (info != 0)
        return ROWCOL_NO_CONVERGENCE;
    rowcol_lapack_tidy(values->entries, count);
    return rowcol_first_not_finite(values->entries, count) == count ? ROWCOL_OK : ROWCOL_OVERFLOW;
}

/* --- Symmetric matrices ----------------------------------------------------------------------- */

/* dsyevd wants 2 n^2 + 6 n + 1 doubles, counted in an int, and 5 n + 3 integers. */
#define LARGEST_SYMMETRIC 32766
#define INTEGERS(n) (5 * (n) + 3)

/* A decomposition under way. */
struct symmetric {
    lapack_int n;
    double *values;
    rowcol_matrix entries; /* a copy, which becomes the vectors, each in a row */
    rowcol_matrix work;
    struct rowcol_integers integers;
};

static lapack_int decompose_symmetric(struct symmetric *of, double *work, lapack_int lwork)
{
    return LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'U', of->n, of->entries.entries, of->n,
                               of->values, work, lwork, of->integers.entries,
                               (lapack_int)of->integers.count);
}

static rowcol_status make_symmetric_room(struct symmetric *of, rowcol_shape square,
                                         lapack_int *lwork)
{
    double wanted = 0;
    rowcol_status status = ROWCOL_TOO_LARGE;

    if (of->n <= LARGEST_SYMMETRIC)
        status = rowcol_matrix_create(&of->entries, square);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&of->integers, INTEGERS(square.columns));
    if (status != ROWCOL_OK)
        return status;
    decompose_symmetric(of, &wanted, -1);
    return rowcol_lapack_workspace(wanted, &of->work, lwork);
}

static void release_symmetric(struct symmetric *of)
{
    rowcol_matrix_release(&of->entries);
    rowcol_matrix_release(&of->work);
    rowcol_integers_release(&of->integers);
}

rowcol_status rowcol_eigen_symmetric(const rowcol_matrix *a, rowcol_matrix *values,
                                     rowcol_matrix *vectors)
{
    const size_t count = a->shape.rows * a->shape.columns;
    struct symmetric of = {.n = (lapack_int)a->shape.columns};
    lapack_int lwork;
    rowcol_status status = takes(a);

    if (status == ROWCOL_OK)
        status = make_results(a->shape, values, vectors);
    of.values = values->entries;
    if (status == ROWCOL_OK)
        status = make_symmetric_room(&of, a->shape, &lwork);
    if (status == ROWCOL_OK) {
        memcpy(of.entries.entries, a->entries, count * sizeof(double));
        status = judge(decompose_symmetric(&of, of.work.entries, lwork), values);
    }
    if (status == ROWCOL_OK) {
        rowcol_transpose(&of.entries, vectors->entries);
        rowcol_lapack_tidy(vectors->entries, count);
    }
    release_symmetric(&of);
    return status;
}

/* --- Any square matrix ------------------------------------------------------------------------ */

/* A decomposition under way. */
struct general {
    lapack_int n;
    rowcol_parts values;
    rowcol_matrix entries; /* a copy, column by column, which LAPACK destroys */
    rowcol_matrix
        vectors; /* each in a row; of a pair, first the real and then the imaginary part */
    rowcol_matrix work;
};

static lapack_int decompose(struct general *of, double *work, lapack_int lwork)
{
    return LAPACKE_dgeev_work(LAPACK_COL_MAJOR, 'N', 'V', of->n, of->entries.entries, of->n,
                              of->values.re->entries, of->values.im->entries, NULL, 1,
                              of->vectors.entries, of->n, work, lwork);
}

static rowcol_status make_room(struct general *of, rowcol_shape square, lapack_int *lwork)
{
    double wanted = 0;
    rowcol_status status = rowcol_matrix_create(&of->entries, square);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(&of->vectors, square);
    if (status != ROWCOL_OK)
        return status;
    decompose(of, &wanted, -1);
    return rowcol_lapack_workspace(wanted, &of->work, lwork);
}

static void release(struct general *of)
{
    rowcol_matrix_release(&of->entries);
    rowcol_matrix_release(&of->vectors);
    rowcol_matrix_release(&of->work);
}

/* Columns j and j + 1 of a pair: x and y become x + iy and x - iy. */
static void part_pairs(const double *values_im, size_t n, double *re, double *im)
{
    for (size_t j = 0; j + 1 < n; j++) {
        const double imaginary = re[j + 1];

        if (values_im[j] <= 0)
            continue;
        re[j + 1] = re[j];
        im[j] = imaginary;
        im[j + 1] = -imaginary;
    }
}

static void part_vectors(const struct general *of, rowcol_shape square, rowcol_parts vectors)
{
    const size_t n = square.columns;
    double *re = vectors.re->entries, *im = vectors.im->entries;

    rowcol_transpose(&of->vectors, re);
    memset(im, 0, n * n * sizeof(double));
    for (size_t i = 0; i < n; i++)
        part_pairs(of->values.im->entries, n, re + i * n, im + i * n);
    rowcol_lapack_tidy(re, n * n);
    rowcol_lapack_tidy(im, n * n);
}

rowcol_status rowcol_eigen(const rowcol_matrix *a, rowcol_parts values, rowcol_parts vectors)
{
    struct general of = {.n = (lapack_int)a->shape.columns, .values = values};
    lapack_int lwork;
    rowcol_status status = takes(a);

    if (status == ROWCOL_OK)
        status = make_results(a->shape, values.re, vectors.re);
    if (status == ROWCOL_OK)
        status = make_results(a->shape, values.im, vectors.im);
    if (status == ROWCOL_OK)
        status = make_room(&of, a->shape, &lwork);
    if (status == ROWCOL_OK) {
        rowcol_transpose(a, of.entries.entries);
        status = judge(decompose(&of, of.work.entries, lwork), values.re);
    }
    if (status == ROWCOL_OK)
        status = judge(0, values.im);
    if (status == ROWCOL_OK)
        part_vectors(&of, a->shape, vectors);
    release(&of);
    return status;
}
