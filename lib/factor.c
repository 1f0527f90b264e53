/* QR and Cholesky, by LAPACK. Both work on the row-major entries as they are, which LAPACK takes
 * for those of the transpose: QR is its LQ, and the upper triangle that it computes is our lower
 * one. So nothing is ever transposed. */
#include <rowcol/factor.h>

#include <limits.h>
#include <math.h>
#include <string.h>

#include <rowcol/norm.h>

#include "lapack.h"

/* --- QR --------------------------------------------------------------------------------------- */

/* Reflections that LAPACK applies at once, by products, if it has room for so many of them. */
#define BLOCK 32

/* Sums of entries from this power of two on might overflow, although no entry of r does. (Very
 * small ones LAPACK scales itself where it must.) */
#define EXPONENT_LARGEST 1000

/* A factorization under way. The entries of a are worked on where they fit, in q if a is tall, in r
 * if it is wide. */
struct qr {
    lapack_int rows, columns, inner;
    double *whole, *q, *r;
    double scale;      /* a power of two, by which the entries of a were multiplied */
    rowcol_matrix tau; /* factors of the reflections, later signs; LAPACK's workspace behind them */
    lapack_int lwork;
};

static double power_of_two_into_range(const rowcol_matrix *a)
{
    int exponent = 0;

    frexp(rowcol_norm(ROWCOL_NORM_MAX, a), &exponent);
    return exponent > EXPONENT_LARGEST ? ldexp(1, EXPONENT_LARGEST - exponent) : 1;
}

static void copy_into_range(struct qr *qr, const rowcol_matrix *a)
{
    const size_t count = a->shape.rows * a->shape.columns;

    qr->scale = power_of_two_into_range(a);
    for (size_t i = 0; i < count; i++)
        qr->whole[i] = a->entries[i] * qr->scale;
}

/* What LAPACK left in `whole`, in the rows of a: r on and right of the diagonal, reflections below
 * it. Each goes to its place. */
static void part(struct qr *qr)
{
    const size_t rows = (size_t)qr->rows, columns = (size_t)qr->columns, inner = (size_t)qr->inner;

    for (size_t i = 0; i < rows && qr->whole == qr->r; i++)
        memcpy(qr->q + i * inner, qr->r + i * columns, inner * sizeof(double));
    for (size_t i = 0; i < inner; i++) {
        const size_t below = i < columns ? i : columns;

        memset(qr->r + i * columns, 0, below * sizeof(double));
        if (qr->whole == qr->q)
            memcpy(qr->r + i * columns + i, qr->q + i * columns + i,
                   (columns - i) * sizeof(double));
    }
}

/* Makes the diagonal of r positive, row by row of r with the columns of q; and takes the scaling
 * back. */
static void settle_signs(struct qr *qr)
{
    const size_t rows = (size_t)qr->rows, columns = (size_t)qr->columns, inner = (size_t)qr->inner;
    double *sign = qr->tau.entries;

    for (size_t i = 0; i < inner; i++) {
        double *row = qr->r + i * columns;

        sign[i] = row[i] < 0 ? -1 : 1;
        for (size_t j = i; j < columns; j++)
            row[j] *= sign[i] / qr->scale;
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < inner; j++)
            qr->q[i * inner + j] *= sign[j];
    rowcol_lapack_tidy(qr->r, inner * columns);
    rowcol_lapack_tidy(qr->q, rows * inner);
}

/* LAPACK sees the transpose of `whole` and of q. */
static void factor(struct qr *qr)
{
    double *work = qr->tau.entries + qr->inner;

    LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, qr->columns, qr->rows, qr->whole, qr->columns,
                        qr->tau.entries, work, qr->lwork);
    part(qr);
    LAPACKE_dorglq_work(LAPACK_COL_MAJOR, qr->inner, qr->rows, qr->inner, qr->q, qr->inner,
                        qr->tau.entries, work, qr->lwork);
    settle_signs(qr);
}

static rowcol_status make_room(struct qr *qr)
{
    const double wanted = (double)qr->columns * (qr->inner < BLOCK ? qr->inner : BLOCK);

    qr->lwork = wanted < INT_MAX ? (lapack_int)wanted : INT_MAX;
    return rowcol_matrix_reserve(&qr->tau, (size_t)qr->inner + (size_t)qr->lwork);
}

rowcol_status rowcol_qr(const rowcol_matrix *a, rowcol_matrix *q, rowcol_matrix *r)
{
    const size_t rows = a->shape.rows, columns = a->shape.columns;
    const size_t inner = rowcol_shape_diagonal(a->shape);
    struct qr qr = {.rows = (lapack_int)rows,
                    .columns = (lapack_int)columns,
                    .inner = (lapack_int)inner};
    rowcol_status status = rowcol_lapack_takes(a);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(q, (rowcol_shape){rows, inner});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(r, (rowcol_shape){inner, columns});
    if (status == ROWCOL_OK)
        status = make_room(&qr);
    if (status == ROWCOL_OK) {
        qr.q = q->entries;
        qr.r = r->entries;
        qr.whole = rows > columns ? qr.q : qr.r;
        copy_into_range(&qr, a);
        factor(&qr);
        if (rowcol_first_not_finite(r->entries, inner * columns) < inner * columns)
            status = ROWCOL_OVERFLOW;
    }
    rowcol_matrix_release(&qr.tau);
    return status;
}

/* --- Cholesky --------------------------------------------------------------------------------- */

/* The lower triangle of a, with zeros above. */
static void copy_lower(const rowcol_matrix *a, double *l)
{
    const size_t n = a->shape.columns;

    for (size_t i = 0; i < n; i++) {
        memcpy(l + i * n, a->entries + i * n, (i + 1) * sizeof(double));
        memset(l + i * n + i + 1, 0, (n - i - 1) * sizeof(double));
    }
}

rowcol_status rowcol_cholesky(const rowcol_matrix *a, rowcol_matrix *l, size_t *minor)
{
    const lapack_int n = (lapack_int)a->shape.columns;
    rowcol_status status = rowcol_shape_square(a->shape);
    lapack_int info;

    if (status == ROWCOL_OK)
        status = rowcol_lapack_takes(a);
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(l, a->shape);
    if (status != ROWCOL_OK)
        return status;
    copy_lower(a, l->entries);
    info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', n, l->entries, n);
    if (info == 0)
        return ROWCOL_OK;
    *minor = (size_t)info;
    return ROWCOL_NOT_POSITIVE_DEFINITE;
}
