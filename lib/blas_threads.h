/* What must be done before BLAS is called in a thread. */
#ifndef ROWCOL_BLAS_THREADS_H
#define ROWCOL_BLAS_THREADS_H

/* Keeps this thread's products in this thread, if rowcol_blas_single_thread was called and the BLAS
 * wants to be told once in each. Cheap after the first call in a thread. */
void rowcol_blas_enter(void);

#endif
