/* Sums of products, with what bounds their size beside them: the loops of verify.c, in variants for
 * processors that do several at once. */
#ifndef ROWCOL_SUMS_H
#define ROWCOL_SUMS_H

#include <stddef.h>

/* A vector, and what bounds its entries' sizes: of x itself, |x|; of a computed one, more. */
struct vector {
    const double *values;
    const double *sizes;
};

/* A sum of products, and of their sizes. */
struct sum {
    double value;
    double size;
};

struct summing {
    /* Of a row times a vector. */
    struct sum (*dot)(const double *row, struct vector x, size_t count);

    /* Adds a row times a factor to values, and its sizes to sizes. */
    void (*add_multiple)(const double *row, struct sum factor, size_t count, double *values,
                         double *sizes);
};

extern const struct summing rowcol_summing_portable;
#if defined(__x86_64__)
extern const struct summing rowcol_summing_avx2;
#endif

/* The variant for this processor. */
const struct summing *rowcol_summing(void);

#endif
