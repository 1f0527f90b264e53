/* Entry by entry. These loops are not BLAS's: daxpy and dscal work in place, so that an operand
 * would have to be copied first and memory, which is all that counts here, be passed over twice;
 * and OpenBLAS's dscal by 0 makes 0 of an infinity. */
#include <rowcol/elementwise.h>

void rowcol_add(const double *a, const double *b, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = a[i] + b[i];
}

void rowcol_subtract(const double *a, const double *b, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = a[i] - b[i];
}

void rowcol_hadamard(const double *a, const double *b, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = a[i] * b[i];
}

void rowcol_scale(const double *a, double by, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = by * a[i];
}
