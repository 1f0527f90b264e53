/* The BLAS behind the products: any that stands behind Debian's generic libblas.so.3. */
#ifndef ROWCOL_BLAS_H
#define ROWCOL_BLAS_H

#include <stdbool.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes the BLAS compute in the calling thread only, whichever it is (OpenBLAS, also for OpenMP,
 * BLIS, reference): the caller brings its own threads. Call it once at start, before other threads
 * and before the first product. It sets BLIS_NUM_THREADS and its like in the environment, which is
 * all that Debian's BLIS listens to. */
ROWCOL_API void rowcol_blas_single_thread(void);

/* Makes OpenBLAS take its kernels for AVX-512 where the processor has AVX-512 but is not known to
 * the library, which then takes kernels of half the speed. They are kept only if rowcol_blas_check
 * passes with them. Call it once at start, after rowcol_blas_single_thread, before other threads
 * and before the first product. It does nothing where OPENBLAS_CORETYPE is set, and leaves the
 * environment as it was.
 *
 * Returns whether the kernel was changed. */
ROWCOL_API bool rowcol_blas_choose_kernel(void);

/* Compares products of several shapes, transposes and scalings with plain loops: a library that
 * does not know a new processor can be wrong in silence. Entries are whole numbers, so that every
 * sum is exact and any difference a fault. A few milliseconds.
 *
 * Returns ROWCOL_OK, ROWCOL_WRONG_BLAS, ROWCOL_NO_MEMORY. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_blas_check(void);

/* The library's name and version ("OpenBLAS 0.3.21", "BLIS 0.9.0"; "BLIS", "ATLAS", "reference
 * BLAS" where it keeps its version to itself), and its kernel ("SkylakeX", "generic"; "" where it
 * does not say). Static text, any thread. */
ROWCOL_API const char *rowcol_blas_name(void);
ROWCOL_API const char *rowcol_blas_kernel(void);

#ifdef __cplusplus
}
#endif
#endif
