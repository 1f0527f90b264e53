/* The way to a power, and the identity. */
#include <rowcol/power.h>

uint64_t rowcol_power_next(uint64_t exponent, uint64_t reached)
{
    uint64_t beginning = exponent;

    /* Of its binary digits as many as `reached` has: that is `reached` itself, or, where the last
     * of them is 1 and the factor A is still to come, one more. */
    while (beginning > reached + 1)
        beginning >>= 1;
    return reached == beginning ? 2 * reached : reached + 1;
}

unsigned rowcol_power_products(uint64_t exponent)
{
    unsigned products = 0;

    for (; exponent > 1; exponent >>= 1)
        products += exponent & 1 ? 2 : 1;
    return products;
}

void rowcol_identity_block(rowcol_block block, double *out, size_t leading)
{
    for (size_t i = 0; i < block.rows; i++)
        for (size_t j = 0; j < block.columns; j++)
            out[i * leading + j] = block.row + i == block.column + j;
}
