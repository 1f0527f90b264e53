/* The inner dimension of the products that faulty_blas.c gets wrong. */
#ifndef TESTS_FAULTY_BLAS_H
#define TESTS_FAULTY_BLAS_H

#define FAULTY_INNER 301

#endif
