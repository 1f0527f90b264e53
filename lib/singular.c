/* Singular values, by LAPACK. It takes the row-major entries for those of the transpose, whose
 * decomposition is vt^T s u^T: so u and vt trade places, and nothing is transposed. dgesdd scales
 * very large and very small entries itself. */
#include <rowcol/singular.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "lapack.h"

/* Integers that dgesdd wants for each singular value. */
#define INTEGERS 8

/* A decomposition under way. */
struct svd {
    char job; /* 'S': with u and vt; 'N': without */
    lapack_int rows, columns, inner;
    double *u, *s, *vt;    /* u and vt may be NULL */
    rowcol_matrix entries; /* a copy, which LAPACK destroys */
    rowcol_matrix work;
    struct rowcol_integers integers;
};

/* Its workspace is 4 k^2 doubles and some, which it counts in an int. */
static rowcol_status count_workspace(size_t inner)
{
    return 4.0 * (double)inner * (double)inner + 100.0 * (double)inner > INT_MAX ? ROWCOL_TOO_LARGE
                                                                                 : ROWCOL_OK;
}

static lapack_int decompose(struct svd *svd, double *work, lapack_int lwork)
{
    const lapack_int leading_vt = svd->columns, leading_u = svd->inner;

    return LAPACKE_dgesdd_work(LAPACK_COL_MAJOR, svd->job, svd->columns, svd->rows,
                               svd->entries.entries, svd->columns, svd->s, svd->vt, leading_vt,
                               svd->u, leading_u, work, lwork, svd->integers.entries);
}

static rowcol_status make_room(struct svd *svd, rowcol_shape shape, lapack_int *lwork)
{
    const size_t inner = (size_t)svd->inner;
    double wanted = 0;
    rowcol_status status = count_workspace(inner);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(&svd->entries, shape);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&svd->integers, inner * INTEGERS);
    if (status != ROWCOL_OK)
        return status;
    decompose(svd, &wanted, -1);
    return rowcol_lapack_workspace(wanted, &svd->work, lwork);
}

static void release(struct svd *svd)
{
    rowcol_matrix_release(&svd->entries);
    rowcol_matrix_release(&svd->work);
    rowcol_integers_release(&svd->integers);
}

static rowcol_status judge(const struct svd *svd, lapack_int info)
{
    if (info != 0)
        return ROWCOL_NO_CONVERGENCE;
    return isfinite(svd->s[0]) ? ROWCOL_OK : ROWCOL_OVERFLOW;
}

/* Fills in the results that the decomposition names. */
static rowcol_status compute(const rowcol_matrix *a, struct svd *svd)
{
    lapack_int lwork;
    rowcol_status status;

    svd->rows = (lapack_int)a->shape.rows;
    svd->columns = (lapack_int)a->shape.columns;
    svd->inner = (lapack_int)rowcol_shape_diagonal(a->shape);
    status = make_room(svd, a->shape, &lwork);
    if (status == ROWCOL_OK) {
        memcpy(svd->entries.entries, a->entries, a->shape.rows * a->shape.columns * sizeof(double));
        status = judge(svd, decompose(svd, svd->work.entries, lwork));
    }
    release(svd);
    return status;
}

static rowcol_shape list_of(size_t count)
{
    return (rowcol_shape){.rows = 1, .columns = count};
}

rowcol_status rowcol_svd(const rowcol_matrix *a, rowcol_matrix *u, rowcol_matrix *s,
                         rowcol_matrix *vt)
{
    const size_t inner = rowcol_shape_diagonal(a->shape);
    rowcol_status status = rowcol_lapack_takes(a);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(u, (rowcol_shape){a->shape.rows, inner});
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(s, list_of(inner));
    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(vt, (rowcol_shape){inner, a->shape.columns});
    if (status == ROWCOL_OK) {
        struct svd svd = {.job = 'S', .u = u->entries, .s = s->entries, .vt = vt->entries};

        status = compute(a, &svd);
    }
    if (status == ROWCOL_OK) {
        rowcol_lapack_tidy(u->entries, a->shape.rows * inner);
        rowcol_lapack_tidy(vt->entries, inner * a->shape.columns);
    }
    return status;
}

rowcol_status rowcol_singular_values(const rowcol_matrix *a, rowcol_matrix *s)
{
    struct svd svd = {.job = 'N'};
    rowcol_status status = rowcol_lapack_takes(a);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_create(s, list_of(rowcol_shape_diagonal(a->shape)));
    if (status != ROWCOL_OK)
        return status;
    svd.s = s->entries;
    return compute(a, &svd);
}

double rowcol_rank_tolerance(rowcol_shape shape, double largest)
{
    const size_t longer = shape.rows > shape.columns ? shape.rows : shape.columns;

    return (double)longer * DBL_EPSILON * largest;
}

size_t rowcol_rank(const rowcol_matrix *s, double tolerance)
{
    size_t rank = 0;

    while (rank < s->shape.columns && s->entries[rank] > tolerance)
        rank++;
    return rank;
}
