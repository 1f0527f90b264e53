/* Determinants: products of pivots, which leave the range of a double long before they lose their
 * meaning. They are kept as a sum of two doubles times a power of two, and turned to a power of ten
 * where they don't fit. */
#include <rowcol/solve.h>

#include <math.h>
#include <stdlib.h>

#include "elimination.h"

/* (high + low) x 2^exponent, with |low| at most half a unit of high's last place and |high| in
 * 1/2 .. 1, or 0. */
struct product {
    double high;
    double low;
    int64_t exponent;
};

static struct product normal(double high, double low, int64_t exponent)
{
    int shift;

    high = frexp(high, &shift);
    return (struct product){high, scalbn(low, -shift), exponent + shift};
}

/* Rounding errors stay below 2^-100 of the product (Dekker 1971). */
static struct product times(struct product a, struct product b)
{
    const double high = a.high * b.high;
    const double low = fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high);
    const double sum = high + low;

    return normal(sum, low - (sum - high), a.exponent + b.exponent);
}

/* 5^exponent, by repeated squaring. */
static struct product power_of_five(uint64_t exponent)
{
    struct product power = normal(1, 0, 0);
    struct product square = normal(5, 0, 0);

    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            power = times(power, square);
        square = times(square, square);
    }
    return power;
}

static struct product quotient(struct product a, struct product b)
{
    const double high = a.high / b.high;
    const double rest = fma(-high, b.high, a.high) + (a.low - high * b.low);
    const double low = rest / b.high;
    const double sum = high + low;

    return normal(sum, low - (sum - high), a.exponent - b.exponent);
}

/* The product by 10^exponent: by 5^exponent and by 2^exponent. */
static double by_power_of_ten(struct product product, int64_t exponent)
{
    const struct product fives = power_of_five((uint64_t)llabs(exponent));

    product = exponent < 0 ? times(product, fives) : quotient(product, fives);
    return scalbn(product.high, (int)(product.exponent - exponent));
}

/* The exponent may be one too small or too large at first, as its logarithm is rounded; and what is
 * next to a power of ten may be rounded to it from either side. */
static void to_decimal(struct product product, rowcol_determinant_value *value)
{
    const double digits = log10(fabs(product.high)) + (double)product.exponent * log10(2);

    value->exponent = (int64_t)floor(digits);
    value->mantissa = by_power_of_ten(product, value->exponent);
    if (fabs(value->mantissa) < 1)
        value->mantissa = by_power_of_ten(product, --value->exponent);
    if (fabs(value->mantissa) >= 10)
        value->mantissa = by_power_of_ten(product, ++value->exponent);
    if (fabs(value->mantissa) < 1)
        value->mantissa = copysign(1, value->mantissa);
}

/* A product below the normal numbers fits if it loses nothing there. */
static void settle(struct product product, rowcol_determinant_value *value)
{
    const int exponent = product.exponent > 3000    ? 3000
                         : product.exponent < -3000 ? -3000
                                                    : (int)product.exponent;
    const double rounded = scalbn(product.high, exponent);

    *value = (rowcol_determinant_value){.fits = true, .value = rounded};
    if (isfinite(rounded) && scalbn(rounded, -exponent) == product.high)
        return;
    *value = (rowcol_determinant_value){0};
    to_decimal(product, value);
}

static struct product of_exact(const struct exact *exact)
{
    struct product product = normal((double)exact->determinant, 0, 0);

    for (size_t i = 0; i < exact->order; i++)
        product.exponent += exact->exponents[i];
    return product;
}

/* The pivots' product; each exchange of two lines changes its sign. */
static struct product of_factors(const struct rowcol_elimination *elimination)
{
    const size_t n = elimination->pivots.count;
    const lapack_int *rows = elimination->scaling.rows.entries;
    const lapack_int *columns = elimination->scaling.columns.entries;
    struct product product = normal(1, 0, 0);

    for (size_t i = 0; i < n; i++) {
        const double pivot = elimination->factors->entries[i * n + i];
        const bool exchanged = (size_t)elimination->pivots.entries[i] != i + 1;

        product = times(product, normal(exchanged ? -pivot : pivot, 0, 0));
        product.exponent += (int64_t)rows[i] + columns[i];
    }
    return product;
}

rowcol_status rowcol_determinant(const rowcol_matrix *a, rowcol_determinant_value *determinant)
{
    struct rowcol_elimination elimination = {0};
    size_t pivot;
    rowcol_status status = rowcol_elimination_takes(a);

    if (status == ROWCOL_OK)
        status = rowcol_eliminate(&elimination, a, &elimination.own, &pivot);
    *determinant = (rowcol_determinant_value){.fits = true, .value = 0};
    if (status == ROWCOL_OK)
        settle(elimination.is_exact ? of_exact(&elimination.exact) : of_factors(&elimination),
               determinant);
    rowcol_elimination_release(&elimination);
    return status == ROWCOL_SINGULAR ? ROWCOL_OK : status;
}
