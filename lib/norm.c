/* Norms in parts, and the trace. */
#include <rowcol/norm.h>

#include <cblas.h>
#include <math.h>
#include <stdbool.h>

#include "blas_threads.h"

/* Entries of a part: long enough that taking turns does not show. */
#define PART_ENTRIES ((size_t)128 * 1024)

/* Entries that are added up at a time: the sums of runs lose less of their digits than one long sum
 * would; and BLAS counts in int. */
#define RUN 4096

/* Columns that are added up side by side. */
#define STRIP 512

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t parts_of(size_t whole, size_t part)
{
    return (whole - 1) / part + 1;
}

/* The larger of two numbers that are not negative; NaN if one of them is. */
static double larger(double a, double b)
{
    return a >= b || isnan(a) ? a : b;
}

/* --- Sums of squares -------------------------------------------------------------------------- */

/* Squares of what lies between these add up without over- or underflow, whatever their number; what
 * lies outside is scaled first, by a power of two (Blue 1978; Anderson 2017, "A safe scaling
 * algorithm for computing Euclidean norms"). */
#define SMALL 0x1p-511
#define LARGE 0x1p486
#define UP 0x1p537
#define DOWN 0x1p-538

/* A sum of a run's squares between these is right as it stands: none of them was too large, and
 * what was lost of those too small is nothing beside the sum. */
#define SUM_LEAST 0x1p-900
#define SUM_MOST 0x1p970

static void add_square(rowcol_norm_part *sums, double entry)
{
    double size = fabs(entry);

    if (size > LARGE)
        sums->_large += size * DOWN * (size * DOWN);
    else if (size < SMALL)
        sums->_small += size * UP * (size * UP);
    else
        sums->_medium += size * size; /* NaN too */
}

static void add_squares(rowcol_norm_part *sums, const double *entries, size_t count)
{
    double sum = cblas_ddot((int)count, entries, 1, entries, 1);

    if (sum >= SUM_LEAST && sum <= SUM_MOST)
        sums->_medium += sum;
    else
        for (size_t i = 0; i < count; i++)
            add_square(sums, entries[i]);
}

static rowcol_norm_part squares(const double *entries, size_t count)
{
    rowcol_norm_part sums = {0};

    for (size_t i = 0; i < count; i += RUN)
        add_squares(&sums, entries + i, smaller(RUN, count - i));
    return sums;
}

static double root(rowcol_norm_part sums)
{
    if (sums._large > 0)
        return sqrt(sums._large + sums._medium * DOWN * DOWN) / DOWN;
    if (!(sums._medium < 0x1p-100)) /* small ones are nothing beside it; or it is NaN */
        return sqrt(sums._medium);
    return sqrt(sums._small + sums._medium * UP * UP) / UP;
}

/* --- Largest of something --------------------------------------------------------------------- */

static double largest_entry(const double *entries, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = larger(largest, fabs(entries[i]));
    return largest;
}

static double row_sum(const double *row, size_t columns)
{
    double sum = 0;

    for (size_t i = 0; i < columns; i += RUN)
        sum += cblas_dasum((int)smaller(RUN, columns - i), row + i, 1);
    return sum;
}

static double largest_row_sum(const rowcol_matrix *a, size_t first, size_t count)
{
    const double *row = a->entries + first * a->shape.columns;
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = larger(largest, row_sum(row + i * a->shape.columns, a->shape.columns));
    return largest;
}

/* Adds the absolute values of so many rows of at most STRIP columns. */
static void add_rows(const double *row, size_t leading, size_t rows, size_t columns, double *sums)
{
    double of_these[STRIP] = {0};

    for (size_t i = 0; i < rows; i++, row += leading)
        for (size_t j = 0; j < columns; j++)
            of_these[j] += fabs(row[j]);
    for (size_t j = 0; j < columns; j++)
        sums[j] += of_these[j];
}

static double largest_column_sum(const rowcol_matrix *a, size_t first, size_t count)
{
    const size_t leading = a->shape.columns;
    double sums[STRIP] = {0};

    for (size_t i = 0; i < a->shape.rows; i += RUN)
        add_rows(a->entries + i * leading + first, leading, smaller(RUN, a->shape.rows - i), count,
                 sums);
    return largest_entry(sums, count);
}

static double largest_of_columns(const rowcol_matrix *a, size_t first, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i += STRIP)
        largest = larger(largest, largest_column_sum(a, first + i, smaller(STRIP, count - i)));
    return largest;
}

/* --- Parts ------------------------------------------------------------------------------------ */

/* What a norm is cut into parts of, how many there are, and how many make a part: entries, or whole
 * rows, or whole columns, a few lines of the cache side by side at least. */
struct cut {
    size_t whole;
    size_t part;
};

static struct cut cut_of(rowcol_norm_kind kind, rowcol_shape shape)
{
    switch (kind) {
    case ROWCOL_NORM_INFINITY:
        return (struct cut){shape.rows, (PART_ENTRIES - 1) / shape.columns + 1};
    case ROWCOL_NORM_ONE:
        return (struct cut){shape.columns, ((PART_ENTRIES - 1) / shape.rows / STRIP + 1) * STRIP};
    default:
        return (struct cut){shape.rows * shape.columns, PART_ENTRIES};
    }
}

size_t rowcol_norm_parts(rowcol_norm_kind kind, rowcol_shape shape)
{
    struct cut cut = cut_of(kind, shape);

    return parts_of(cut.whole, cut.part);
}

rowcol_norm_part rowcol_norm_compute(rowcol_norm_kind kind, const rowcol_matrix *a, size_t part)
{
    struct cut cut = cut_of(kind, a->shape);
    size_t first = part * cut.part;
    size_t count = smaller(cut.part, cut.whole - first);

    rowcol_blas_enter();
    switch (kind) {
    case ROWCOL_NORM_ONE:
        return (rowcol_norm_part){._large = largest_of_columns(a, first, count)};
    case ROWCOL_NORM_INFINITY:
        return (rowcol_norm_part){._large = largest_row_sum(a, first, count)};
    case ROWCOL_NORM_MAX:
        return (rowcol_norm_part){._large = largest_entry(a->entries + first, count)};
    default:
        return squares(a->entries + first, count);
    }
}

void rowcol_norm_join(rowcol_norm_kind kind, rowcol_norm_part *so_far, rowcol_norm_part part)
{
    if (kind != ROWCOL_NORM_FROBENIUS) {
        so_far->_large = larger(so_far->_large, part._large);
        return;
    }
    so_far->_small += part._small;
    so_far->_medium += part._medium;
    so_far->_large += part._large;
}

double rowcol_norm_value(rowcol_norm_kind kind, rowcol_norm_part joined)
{
    return kind == ROWCOL_NORM_FROBENIUS ? root(joined) : joined._large;
}

double rowcol_norm(rowcol_norm_kind kind, const rowcol_matrix *a)
{
    size_t parts = rowcol_norm_parts(kind, a->shape);
    rowcol_norm_part joined = {0};

    for (size_t i = 0; i < parts; i++)
        rowcol_norm_join(kind, &joined, rowcol_norm_compute(kind, a, i));
    return rowcol_norm_value(kind, joined);
}

/* --- The trace -------------------------------------------------------------------------------- */

static double diagonal_sum(const rowcol_matrix *a, double scale)
{
    double sum = 0;

    for (size_t i = 0; i < a->shape.rows; i++)
        sum += a->entries[i * (a->shape.columns + 1)] * scale;
    return sum;
}

double rowcol_trace(const rowcol_matrix *a)
{
    double sum = diagonal_sum(a, 1);

    /* Where it has become too large on the way, it is added up again in a unit that can't. */
    return isfinite(sum) ? sum : diagonal_sum(a, 0x1p-64) * 0x1p64;
}
