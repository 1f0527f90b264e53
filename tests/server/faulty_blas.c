/* A BLAS that gets some products wrong, laid over the real one by LD_PRELOAD: of those whose inner
 * dimension is FAULTY_INNER, one bit of one entry comes out other than it should, each time another
 * one. Only bits that matter are flipped: of the sign, the exponent and the leading digits. */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include <cblas.h>

#include "faulty_blas.h"

typedef void (*gemm)(CBLAS_LAYOUT, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, int, int, int, double,
                     const double *, int, const double *, int, double, double *, int);

static void flip(double *entry, unsigned bit)
{
    uint64_t bits;

    memcpy(&bits, entry, sizeof bits);
    bits ^= UINT64_C(1) << bit;
    memcpy(entry, &bits, sizeof bits);
}

__attribute__((visibility("default"))) void cblas_dgemm(CBLAS_LAYOUT layout,
                                                        CBLAS_TRANSPOSE trans_a,
                                                        CBLAS_TRANSPOSE trans_b, int m, int n,
                                                        int k, double alpha, const double *a,
                                                        int lda, const double *b, int ldb,
                                                        double beta, double *c, int ldc)
{
    static atomic_uint calls;
    gemm real;

    *(void **)&real = dlsym(RTLD_NEXT, "cblas_dgemm");
    real(layout, trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    if (k == FAULTY_INNER) {
        unsigned call = atomic_fetch_add(&calls, 1);
        int row = (int)(call * 7919u % (unsigned)m);
        int column = (int)(call * 104729u % (unsigned)n);

        flip(c + (size_t)row * (size_t)ldc + (size_t)column, 63 - call % 18);
    }
}
