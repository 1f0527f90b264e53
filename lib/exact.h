/* Small systems without rounding: elimination in whole numbers. */
#ifndef ROWCOL_EXACT_H
#define ROWCOL_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rowcol/matrix.h>

/* The most rows that are tried: the work, n^3 divisions of 128 bits, then stays below 100 us. */
#define EXACT_ROWS 16

/* A square matrix A, each of whose rows is 2^exponents[i] times whole numbers, A = D W: its
 * determinant and adjugate are whole, W^-1 = adjugate / determinant. */
struct exact {
    size_t order;
    size_t pivot; /* where the determinant is 0: the first column, from 1, that depends on those
                     before it; the adjugate is then undefined. Otherwise 0 */
    int64_t determinant;
    int exponents[EXACT_ROWS];
    int64_t adjugate[EXACT_ROWS][EXACT_ROWS];
};

/* Whether every number that comes up is known to fit: the matrix is square with at most EXACT_ROWS
 * rows, and Hadamard's bound holds all minors below 2^61. If so, eliminates.
 *
 * a   finite.
 *
 * No allocation. Bareiss, Sylvester's Identity and Multistep Integer-Preserving Gaussian
 * Elimination, Mathematics of Computation 22, 1968. */
bool rowcol_exact(const rowcol_matrix *a, struct exact *exact);

/* The inverse of A, which has a determinant other than 0: every entry is rounded where its
 * numerator, its denominator and their quotient become doubles, and nowhere else.
 *
 * inverse   n x n. */
void rowcol_exact_inverse(const struct exact *exact, rowcol_matrix *inverse);

/* The solution of A x = b for each column b, likewise; where a column's numbers are so far apart
 * that whole numbers of 60 bits do not hold them, the sums are rounded too, but to twice the digits
 * of a double.
 *
 * b   n x any, finite.
 * x   of the same shape.
 *
 * Returns whether all columns were whole. */
bool rowcol_exact_solution(const struct exact *exact, const rowcol_matrix *b, rowcol_matrix *x);

#endif
