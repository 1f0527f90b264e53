/* Equilibration by powers of two. */
#include "equilibrated.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* 2^exponent, of a normal number. */
static double power_of_two(int exponent)
{
    const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double power;

    memcpy(&power, &bits, sizeof power);
    return power;
}

double rowcol_scaled(double x, int exponent)
{
    if (exponent < -1022 || exponent > 1023)
        return scalbn(x, exponent) + 0.0;
    return x * power_of_two(exponent) + 0.0;
}

int rowcol_exponent(double x, int none)
{
    int exponent = none;

    if (x != 0)
        (void)frexp(x, &exponent);
    return exponent;
}

/* The exponent of each row is that of its largest entry. */
static void find_rows(const rowcol_matrix *a, lapack_int *rows)
{
    for (size_t i = 0; i < a->shape.rows; i++) {
        const double *row = a->entries + i * a->shape.columns;
        double largest = 0;

        for (size_t j = 0; j < a->shape.columns; j++)
            largest = fabs(row[j]) > largest ? fabs(row[j]) : largest;
        rows[i] = rowcol_exponent(largest, 0);
    }
}

/* The exponent of each column is what is left of its largest entry then. */
static void find_columns(const rowcol_matrix *a, const lapack_int *rows, lapack_int *columns)
{
    const size_t n = a->shape.columns;

    for (size_t j = 0; j < n; j++)
        columns[j] = NO_EXPONENT;
    for (size_t i = 0; i < a->shape.rows; i++)
        for (size_t j = 0; j < n; j++) {
            const int exponent = rowcol_exponent(a->entries[i * n + j], NO_EXPONENT) - rows[i];

            columns[j] = columns[j] > exponent ? columns[j] : exponent;
        }
    for (size_t j = 0; j < n; j++)
        columns[j] = columns[j] < NO_EXPONENT / 2 ? 0 : columns[j];
}

static void scale(const rowcol_matrix *a, const struct rowcol_equilibrated *equilibrated,
                  double *scaled)
{
    const size_t n = a->shape.columns;
    const size_t m = a->shape.rows;
    const lapack_int *columns = equilibrated->columns.entries;

    for (size_t i = 0; i < m; i++) {
        const int exponent = -equilibrated->rows.entries[i];

        for (size_t j = 0; j < n; j++)
            scaled[j * m + i] = rowcol_scaled(a->entries[i * n + j], exponent - columns[j]);
    }
}

rowcol_status rowcol_equilibrate(const rowcol_matrix *a, rowcol_matrix *scaled,
                                 struct rowcol_equilibrated *equilibrated)
{
    rowcol_status status = rowcol_matrix_create(scaled, a->shape);

    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&equilibrated->rows, a->shape.rows);
    if (status == ROWCOL_OK)
        status = rowcol_integers_create(&equilibrated->columns, a->shape.columns);
    if (status != ROWCOL_OK)
        return status;
    find_rows(a, equilibrated->rows.entries);
    find_columns(a, equilibrated->rows.entries, equilibrated->columns.entries);
    scale(a, equilibrated, scaled->entries);
    return ROWCOL_OK;
}

void rowcol_equilibrated_release(struct rowcol_equilibrated *equilibrated)
{
    rowcol_integers_release(&equilibrated->rows);
    rowcol_integers_release(&equilibrated->columns);
}
