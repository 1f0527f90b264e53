/* Square systems, stage by stage. */
#include <rowcol/solve.h>

#include <float.h>
#include <math.h>

#include "allocation.h"
#include "blas_threads.h"
#include "condition.h"
#include "elimination.h"

/* Entries that are transposed together: two blocks of so many rows stay in the first-level
 * cache. */
#define BLOCK 16

rowcol_status rowcol_solution_shape(rowcol_shape a, rowcol_shape b, rowcol_shape *x)
{
    if (a.rows == 0 || a.columns == 0 || b.rows == 0 || b.columns == 0)
        return ROWCOL_EMPTY;
    if (a.rows != b.rows)
        return ROWCOL_MISMATCH;
    *x = (rowcol_shape){a.columns, b.columns};
    return ROWCOL_OK;
}

int rowcol_digits_left(double condition)
{
    const double digits = floor(-log10(DBL_EPSILON * fmax(condition, 1)));

    return digits > 0 ? (int)digits : 0;
}

static rowcol_status check(const rowcol_system *system)
{
    rowcol_shape x;
    rowcol_status status = rowcol_elimination_takes(system->a);

    if (status == ROWCOL_OK && system->b)
        status = rowcol_solution_shape(system->a->shape, system->b->shape, &x);
    if (status == ROWCOL_OK && system->b)
        status = rowcol_lapack_takes(system->b);
    return status;
}

static rowcol_status begin(rowcol_system *system)
{
    rowcol_status status = check(system);

    if (status != ROWCOL_OK)
        return status;
    system->_elimination = rowcol_allocate(sizeof *system->_elimination);
    if (!system->_elimination)
        return ROWCOL_NO_MEMORY;
    *system->_elimination = (struct rowcol_elimination){0};
    return rowcol_matrix_create(system->x, system->b ? system->b->shape : system->a->shape);
}

/* An inverse is made in place, of the factors. */
static rowcol_matrix *place_of_factors(const rowcol_system *system)
{
    return system->b ? &system->_elimination->own : system->x;
}

rowcol_status rowcol_system_factor(rowcol_system *system)
{
    rowcol_status status = begin(system);

    if (status == ROWCOL_OK)
        status = rowcol_eliminate(system->_elimination, system->a, place_of_factors(system),
                                  &system->pivot);
    return status;
}

void rowcol_system_release(rowcol_system *system)
{
    if (system->_elimination)
        rowcol_elimination_release(system->_elimination);
    rowcol_release(system->_elimination, sizeof *system->_elimination);
    system->_elimination = NULL;
}

/* Whether it holds whole numbers below 2^53: others may stand for numbers that no double holds, and
 * have been rounded before. */
static bool is_whole(const rowcol_matrix *matrix)
{
    const size_t entries = matrix->shape.rows * matrix->shape.columns;

    for (size_t i = 0; i < entries; i++)
        if (matrix->entries[i] != rint(matrix->entries[i]) || fabs(matrix->entries[i]) >= 0x1p53)
            return false;
    return true;
}

/* --- Inverses --------------------------------------------------------------------------------- */

/* The inverse of the factors, in place. */
static rowcol_status invert_factors(const struct rowcol_elimination *elimination)
{
    const lapack_int n = (lapack_int)elimination->pivots.count;
    double *entries = elimination->factors->entries;
    rowcol_matrix work = {0};
    lapack_int length;
    double wanted;
    rowcol_status status;

    (void)LAPACKE_dgetri_work(LAPACK_COL_MAJOR, n, entries, n, elimination->pivots.entries, &wanted,
                              -1);
    status = rowcol_lapack_workspace(wanted, &work, &length);
    if (status == ROWCOL_OK)
        (void)LAPACKE_dgetri_work(LAPACK_COL_MAJOR, n, entries, n, elimination->pivots.entries,
                                  work.entries, length);
    rowcol_matrix_release(&work);
    return status;
}

/* What is stored column by column comes to be stored row by row, block by block in pairs. */
static void transpose(rowcol_matrix *square)
{
    const size_t n = square->shape.columns;

    for (size_t row = 0; row < n; row += BLOCK)
        for (size_t column = 0; column <= row; column += BLOCK)
            for (size_t i = row; i < row + BLOCK && i < n; i++)
                for (size_t j = column; j < column + BLOCK && j < i; j++) {
                    const double entry = square->entries[i * n + j];

                    square->entries[i * n + j] = square->entries[j * n + i];
                    square->entries[j * n + i] = entry;
                }
}

/* A^-1 = C^-1 S^-1 R^-1. */
static void scale_inverse(const struct rowcol_equilibrated *scaling, rowcol_matrix *inverse)
{
    const size_t n = inverse->shape.columns;
    const lapack_int *rows = scaling->rows.entries;

    for (size_t i = 0; i < n; i++) {
        const int exponent = -scaling->columns.entries[i];
        double *row = inverse->entries + i * n;

        for (size_t j = 0; j < n; j++)
            row[j] = rowcol_scaled(row[j], exponent - rows[j]);
    }
}

static rowcol_status invert(rowcol_system *system)
{
    const struct rowcol_elimination *elimination = system->_elimination;
    rowcol_status status = ROWCOL_OK;

    if (elimination->is_exact) {
        rowcol_exact_inverse(&elimination->exact, system->x);
    } else {
        status = invert_factors(elimination);
        if (status == ROWCOL_OK) {
            transpose(system->x);
            scale_inverse(&elimination->scaling, system->x);
        }
    }
    if (status == ROWCOL_OK)
        status = rowcol_condition(system->a, system->x, &system->condition);
    system->exact = elimination->is_exact && is_whole(system->a);
    return status;
}

/* --- Solutions -------------------------------------------------------------------------------- */

/* The exponent of the largest entry of each column of R^-1 b. */
static void find_exponents(const rowcol_matrix *b, const struct rowcol_integers *rows,
                           lapack_int *exponents)
{
    const size_t k = b->shape.columns;

    for (size_t j = 0; j < k; j++)
        exponents[j] = NO_EXPONENT;
    for (size_t i = 0; i < b->shape.rows; i++)
        for (size_t j = 0; j < k; j++) {
            const int exponent =
                rowcol_exponent(b->entries[i * k + j], NO_EXPONENT) - rows->entries[i];

            exponents[j] = exponents[j] > exponent ? exponents[j] : exponent;
        }
    for (size_t j = 0; j < k; j++)
        exponents[j] = exponents[j] < NO_EXPONENT / 2 ? 0 : exponents[j];
}

/* R^-1 b, column by column for LAPACK; each column also by a power of two of its own, which brings
 * its largest entry to 1. */
static void scale_right_side(const rowcol_matrix *b, const struct rowcol_integers *rows,
                             const lapack_int *exponents, double *columns)
{
    const size_t n = b->shape.rows;
    const size_t k = b->shape.columns;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++)
            columns[j * n + i] =
                rowcol_scaled(b->entries[i * k + j], -rows->entries[i] - exponents[j]);
}

static void scale_solution(const double *columns, const struct rowcol_integers *scaling,
                           const lapack_int *exponents, rowcol_matrix *x)
{
    const size_t n = x->shape.rows;
    const size_t k = x->shape.columns;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++)
            x->entries[i * k + j] =
                rowcol_scaled(columns[j * n + i], exponents[j] - scaling->entries[i]);
}

static rowcol_status solve_by_factors(rowcol_system *system)
{
    const struct rowcol_elimination *elimination = system->_elimination;
    const rowcol_matrix *b = system->b;
    rowcol_matrix columns = {0};
    struct rowcol_integers exponents = {0};
    rowcol_status status = rowcol_matrix_create(&columns, b->shape);

    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&exponents, b->shape.columns);
    if (status == ROWCOL_OK) {
        find_exponents(b, &elimination->scaling.rows, exponents.entries);
        scale_right_side(b, &elimination->scaling.rows, exponents.entries, columns.entries);
        rowcol_eliminated_solve(elimination, false, columns.entries, (lapack_int)b->shape.columns);
        scale_solution(columns.entries, &elimination->scaling.columns, exponents.entries,
                       system->x);
    }
    rowcol_integers_release(&exponents);
    rowcol_matrix_release(&columns);
    return status;
}

static rowcol_status solve_exactly(rowcol_system *system)
{
    const struct exact *exact = &system->_elimination->exact;
    double entries[EXACT_ROWS * EXACT_ROWS];
    rowcol_matrix inverse = {.shape = system->a->shape, .entries = entries};

    rowcol_exact_inverse(exact, &inverse);
    system->exact = rowcol_exact_solution(exact, system->b, system->x) && is_whole(system->a) &&
                    is_whole(system->b);
    return rowcol_condition(system->a, &inverse, &system->condition);
}

static rowcol_status solve_rounded(rowcol_system *system)
{
    rowcol_status status = solve_by_factors(system);

    if (status == ROWCOL_OK)
        status = rowcol_condition_estimate(system->a, system->_elimination, &system->condition);
    return status;
}

rowcol_status rowcol_system_solve(rowcol_system *system)
{
    const size_t entries = system->x->shape.rows * system->x->shape.columns;
    rowcol_status status;

    rowcol_blas_enter();
    status = !system->b                       ? invert(system)
             : system->_elimination->is_exact ? solve_exactly(system)
                                              : solve_rounded(system);
    if (status == ROWCOL_OK && rowcol_first_not_finite(system->x->entries, entries) != entries)
        status = ROWCOL_OVERFLOW;
    return status;
}

/* --- Sensitivity ------------------------------------------------------------------------------ */

/* The condition of S = R^-1 A C^-1, whose inverse is C A^-1 R. */
static rowcol_status exact_sensitivity(rowcol_system *system, double *sensitivity)
{
    struct rowcol_elimination *elimination = system->_elimination;
    const struct rowcol_equilibrated *scaling = &elimination->scaling;
    const size_t n = system->a->shape.rows;
    double entries[EXACT_ROWS * EXACT_ROWS];
    rowcol_matrix inverse = {.shape = system->a->shape, .entries = entries};
    rowcol_status status = rowcol_equilibrate(system->a, &elimination->own, &elimination->scaling);

    if (status != ROWCOL_OK)
        return status;
    transpose(&elimination->own);
    rowcol_exact_inverse(&elimination->exact, &inverse);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            entries[i * n + j] = rowcol_scaled(entries[i * n + j], scaling->columns.entries[i] +
                                                                       scaling->rows.entries[j]);
    return rowcol_condition(&elimination->own, &inverse, sensitivity);
}

rowcol_status rowcol_system_sensitivity(rowcol_system *system, double *sensitivity)
{
    rowcol_status status = ROWCOL_OK;

    *sensitivity = 1;
    if (system->exact)
        return ROWCOL_OK;
    rowcol_blas_enter();
    if (system->_elimination->is_exact)
        status = exact_sensitivity(system, sensitivity);
    else
        status = rowcol_condition_equilibrated(system->a, system->_elimination, sensitivity);
    *sensitivity = fmin(*sensitivity, system->condition);
    return status;
}
