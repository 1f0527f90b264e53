/* What tests of decompositions share: matrices of every kind that gives trouble, and how far a
 * result is from what it should be, measured as LAPACK's own tests do (LAPACK Working Note 41): in
 * units of rounding, which a sound algorithm keeps below THRESHOLD whatever the machine. */
#ifndef DECOMPOSING_H
#define DECOMPOSING_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/matrix.h>

#define THRESHOLD 30.0

/* Makes a matrix of a shape. Each call gives other entries, the same in every run. */
typedef void make_matrix(rowcol_matrix *matrix, rowcol_shape shape);

struct sort {
    const char *name;
    make_matrix *make;
};

/* Matrices of any shape: random, graded, tiny, huge, of short rank, near singular ... */
extern const struct sort sorts[];
extern const size_t sort_count;

make_matrix make_random;

/* A square matrix, symmetrised: its upper triangle mirrored. */
void make_symmetric(rowcol_matrix *matrix);

/* A matrix that borrows the entries of an array. */
/* clang-format off */
#define VIEW(m, n, ...) {.shape = {.rows = (m), .columns = (n)}, .entries = (double[]){__VA_ARGS__}}
/* clang-format on */

/* Zeros have no sign in what is answered. */
void assert_no_negative_zeros(const rowcol_matrix *matrix);

/* A matrix or its transpose. */
struct view {
    const rowcol_matrix *matrix;
    bool transposed;
};

/* The largest sum of a column's magnitudes. */
long double norm_1(const rowcol_matrix *matrix);

/* The norm of (a - x y), in units of `norm` x the longer side x eps; computed in long double. A
 * residual of 0 is 0 whatever the norm. */
double residual(const rowcol_matrix *a, struct view x, struct view y, long double norm);

/* How far the columns of a matrix are from orthonormal, in units of rows x eps. */
double orthogonality(struct view q);

#endif
