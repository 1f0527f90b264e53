/* Large matrices: their making, their text, and a second computation of their products. */
#ifndef SERVER_MATRICES_H
#define SERVER_MATRICES_H

#include <stddef.h>
#include <stdint.h>

#include "answer.h"

struct matrix {
    size_t rows;
    size_t columns;
    double *entries; /* row by row */
};

/* Whole numbers from -9 to 9, whose products are exact; or numbers between -1 and 1 that take 17
 * digits to write. */
enum entries { ENTRIES_WHOLE, ENTRIES_LONG };

/* The same seed gives the same entries everywhere. */
struct matrix matrix_make(size_t rows, size_t columns, enum entries entries, uint64_t seed);
void matrix_free(struct matrix *matrix);

void matrix_write(struct text *text, const struct matrix *matrix);

/* {"a":...,"b":...} */
struct text product_body(const struct matrix *a, const struct matrix *b);

/* The same of two matrices made on the spot, m x k and k x n. */
struct text product_body_of(size_t m, size_t k, size_t n, enum entries entries);

/* Fails the test unless the answer is the product of the two: its shape, the number of its
 * entries, a sum over each of its rows, and the entries one by one, or a sample where there are
 * many; against sums in long double, up to the error that any order of summing has at most. */
void assert_product(const struct answer *answer, const struct matrix *a, const struct matrix *b);

#endif
