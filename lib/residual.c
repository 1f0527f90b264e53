/* Residuals. Where a solution is good, B and A X agree in nearly all digits, and a sum that rounds
 * each step would leave nothing but its own rounding: products and sums carry their errors along. */
#include <rowcol/solve.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "equilibrated.h"

/* Columns that are computed together, with their errors in the first-level cache. */
#define STRIP 128

/* Exponents of scalings, so that their powers of two are numbers: what is left is no danger. */
#define MOST 1000

static int clamp(int exponent)
{
    return exponent < -MOST ? -MOST : exponent > MOST ? MOST : exponent;
}

static int largest_exponent(const rowcol_matrix *matrix)
{
    const size_t entries = matrix->shape.rows * matrix->shape.columns;
    double largest = 0;

    for (size_t i = 0; i < entries; i++)
        largest = fmax(largest, fabs(matrix->entries[i]));
    return clamp(rowcol_exponent(largest, 0));
}

rowcol_residual rowcol_residual_begin(const rowcol_matrix *a, const rowcol_matrix *x,
                                      const rowcol_matrix *b)
{
    return (rowcol_residual){
        .a = a,
        .x = x,
        .b = b,
        ._a_exponent = largest_exponent(a),
        ._x_exponent = largest_exponent(x),
    };
}

/* The first 26 bits of the significand: products of two such halves are exact. */
static double first_half(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    bits &= ~((UINT64_C(1) << 27) - 1);
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Takes a x from the sums of `count` columns, and adds up what rounding leaves out. Without a
 * branch, so that the compiler makes vector code of it. */
static void subtract(double a, const double *x, double scaling, size_t count, double *sums,
                     double *errors)
{
    const double a_first = first_half(a);
    const double a_second = a - a_first;

    for (size_t j = 0; j < count; j++) {
        const double scaled = x[j] * scaling;
        const double x_first = first_half(scaled);
        const double x_second = scaled - x_first;
        const double product = -a_first * x_first;
        const double sum = sums[j] + product;
        const double part = sum - sums[j];

        errors[j] += (sums[j] - (sum - part)) + (product - part) -
                     (a_first * x_second + a_second * x_first + a_second * x_second);
        sums[j] = sum;
    }
}

static void strip_of_row(const rowcol_residual *residual, size_t row, size_t column, size_t count,
                         double *sums)
{
    const size_t inner = residual->a->shape.columns;
    const size_t columns = residual->b->shape.columns;
    const double *a = residual->a->entries + row * inner;
    const double *b = residual->b->entries + row * columns + column;
    const double scaling = scalbn(1, -residual->_x_exponent);
    double errors[STRIP] = {0};

    for (size_t j = 0; j < count; j++)
        sums[j] = rowcol_scaled(b[j], -residual->_a_exponent - residual->_x_exponent);
    for (size_t k = 0; k < inner; k++)
        subtract(rowcol_scaled(a[k], -residual->_a_exponent),
                 residual->x->entries + k * columns + column, scaling, count, sums, errors);
    for (size_t j = 0; j < count; j++)
        sums[j] += errors[j];
}

void rowcol_residual_rows(const rowcol_residual *residual, size_t first, size_t count, double *out)
{
    const size_t columns = residual->b->shape.columns;

    for (size_t i = 0; i < count; i++)
        for (size_t column = 0; column < columns; column += STRIP) {
            const size_t left = columns - column;

            strip_of_row(residual, first + i, column, left < STRIP ? left : STRIP,
                         out + i * columns + column);
        }
}

/* The norm of a column whose largest entry is so large. */
static double norm(const double *column, size_t rows, size_t stride, double largest, int exponent)
{
    const int own = rowcol_exponent(largest, 0);
    double sum = 0;

    for (size_t i = 0; i < rows; i++) {
        const double entry = rowcol_scaled(column[i * stride], -own);

        sum += entry * entry;
    }
    return scalbn(sqrt(sum), exponent + own);
}

void rowcol_residual_norms(const rowcol_residual *residual, const double *rows, double *norms)
{
    const size_t m = residual->b->shape.rows;
    const size_t columns = residual->b->shape.columns;
    const int exponent = residual->_a_exponent + residual->_x_exponent;

    for (size_t j = 0; j < columns; j++) {
        double largest = 0;

        for (size_t i = 0; i < m; i++)
            largest = fmax(largest, fabs(rows[i * columns + j]));
        norms[j] = norm(rows + j, m, columns, largest, exponent);
    }
}
