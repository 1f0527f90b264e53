/* Systems of linear equations A X = B: square ones by elimination, any by least squares; with the
 * inverse and the determinant, which are by-products of elimination. */
#ifndef ROWCOL_SOLVE_H
#define ROWCOL_SOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rowcol/matrix.h>
#include <rowcol/shape.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The shape of the solution of A X = B: A is m x n, B is m x k, X is n x k.
 *
 * x   receives the shape on ROWCOL_OK.
 *
 * Returns ROWCOL_OK; ROWCOL_EMPTY; ROWCOL_MISMATCH where A and B differ in rows. Pure. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_solution_shape(rowcol_shape a, rowcol_shape b,
                                                              rowcol_shape *x);

/* A square system while it is solved: fill in a, b and x, leave the rest 0, and call
 * rowcol_system_factor, rowcol_system_solve and rowcol_system_release, in whatever threads, one
 * after the other. */
typedef struct rowcol_system {
    const rowcol_matrix *a; /* n x n, finite; borrowed */
    const rowcol_matrix *b; /* n x k, finite; borrowed. NULL: the identity, so that X is A^-1 */
    rowcol_matrix *x;       /* receives n x k; {0} or a matrix whose room is used again */

    size_t pivot;     /* where A is singular: its first column, from 1, that is a combination of the
                         columns before it */
    bool exact;       /* A and B hold whole numbers, and nothing was rounded before the last step:
                         no digit is lost, whatever the condition */
    double condition; /* ||A|| ||A^-1|| in the 1-norm: at least 1, at most DBL_MAX */

    struct rowcol_elimination *_elimination;
} rowcol_system;

/* Eliminates: the larger part of the work.
 *
 * Small matrices of whole numbers, or of whole numbers times a power of two for each row, are
 * eliminated without rounding as far as 64 bits surely hold what comes up: whether such a matrix is
 * singular is decided exactly. Others have rows and columns scaled by powers of two, which rounds
 * nothing, and are factored with exchanges: they are found singular where a pivot is exactly 0. One
 * that is singular but for rounding has a condition of about 1 / DBL_EPSILON or more instead.
 *
 * Returns ROWCOL_OK; ROWCOL_SINGULAR with `pivot`; ROWCOL_NOT_SQUARE; ROWCOL_MISMATCH where A and B
 * differ in rows; ROWCOL_EMPTY; ROWCOL_TOO_LARGE; ROWCOL_NOT_FINITE; ROWCOL_NO_MEMORY. Bareiss
 * 1968; LAPACK, dgetrf. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_system_factor(rowcol_system *system);

/* Computes X, with `condition` and `exact`.
 *
 * Returns ROWCOL_OK; ROWCOL_NO_MEMORY; ROWCOL_OVERFLOW where an entry of X is larger than any
 * double. LAPACK, dgetrs, dgetri; the condition for a B is an estimate from below, seldom by more
 * than a factor of 3 (Higham and Tisseur 2000; LAPACK, dlacn2); that for the inverse is its own. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_system_solve(rowcol_system *system);

/* How many times larger than rounding errors of entries of A and B those of X can be, about: 1
 * where X is exact, otherwise the condition of A once its rows and columns are brought to like
 * size, if that is less than its own. Elimination does not mind sizes, as it is the same on both;
 * so diag(1, 1e-9) costs no digit, in spite of its condition.
 *
 * system   a solved one, for a B.
 *
 * Returns ROWCOL_OK, ROWCOL_NO_MEMORY. Golub and Van Loan, section 3.5.2. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_system_sensitivity(rowcol_system *system,
                                                                  double *sensitivity);

/* Gives back what the system took; `x` is the caller's. Does nothing on {0}. */
ROWCOL_API void rowcol_system_release(rowcol_system *system);

/* The determinant of a square matrix. Where a double holds it, it is `value`; else, and only then,
 * it is mantissa x 10^exponent with 1 <= |mantissa| < 10. */
typedef struct rowcol_determinant_value {
    bool fits;
    double value;
    double mantissa;
    int64_t exponent;
} rowcol_determinant_value;

/* Computes it, by the same elimination: exactly, and rounded once, for small matrices of whole
 * numbers; 0 where a pivot is exactly 0.
 *
 * a   n x n, finite; borrowed.
 *
 * Returns ROWCOL_OK; ROWCOL_NOT_SQUARE; ROWCOL_EMPTY; ROWCOL_TOO_LARGE; ROWCOL_NOT_FINITE;
 * ROWCOL_NO_MEMORY. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_determinant(const rowcol_matrix *a,
                                                           rowcol_determinant_value *determinant);

/* How a least-squares solution came about. */
typedef struct rowcol_fit {
    size_t rank;      /* singular values above max(m, n) DBL_EPSILON times the largest */
    double norm;      /* the largest of them, ||A|| in the 2-norm */
    double condition; /* the largest of them by the smallest, ||A|| ||A^+||; 0 where A is all
                         zeros */
} rowcol_fit;

/* Finds the X that makes each column of B - A X shortest, and of several such the shortest: the
 * solution by the pseudo-inverse, X = A^+ B. Any shape, any rank.
 *
 * a   m x n, finite; borrowed.
 * b   m x k, finite; borrowed.
 * x   receives n x k; {0} or a matrix whose room is used again.
 *
 * Returns ROWCOL_OK; ROWCOL_MISMATCH where A and B differ in rows; ROWCOL_NO_CONVERGENCE;
 * ROWCOL_EMPTY; ROWCOL_TOO_LARGE; ROWCOL_NOT_FINITE; ROWCOL_NO_MEMORY; ROWCOL_OVERFLOW. Takes
 * copies of A and B. LAPACK, dgelsd: the singular values, by divide and conquer, decide the rank
 * more surely than a QR decomposition with pivots can, and give the condition. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_least_squares(const rowcol_matrix *a,
                                                             const rowcol_matrix *b,
                                                             rowcol_matrix *x, rowcol_fit *fit);

/* How many times larger than a rounding error of the data that of a least-squares solution can be,
 * in the worst column: the condition where the residual is 0, and up to its square as the residual
 * grows.
 *
 * x           the solution, n x k.
 * residuals   the 2-norms of the residual's k columns.
 *
 * At most DBL_MAX. Wedin 1973; Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * theorem 20.1. */
ROWCOL_API double rowcol_fit_sensitivity(const rowcol_fit *fit, const rowcol_matrix *x,
                                         const double *residuals);

/* About how many of a double's decimal digits are left in a solution with such a condition or
 * sensitivity: 15 for 1, and 0 from 1 / DBL_EPSILON on. */
ROWCOL_API int rowcol_digits_left(double condition);

/* The residual B - A X of a solution, more precise than a double by half: of what is left when all
 * 53 bits cancel, the first 6 or 7 digits are right. */
typedef struct rowcol_residual {
    const rowcol_matrix *a; /* m x n */
    const rowcol_matrix *x; /* n x k */
    const rowcol_matrix *b; /* m x k */

    /* X, its columns brought to like size: the first half of each entry, and what is left of it. */
    rowcol_matrix _first;
    rowcol_matrix _rest;
    int *_exponents; /* by which the columns were scaled */
} rowcol_residual;

/* Makes ready for the residual of finite matrices, whose shapes fit. They are borrowed.
 *
 * residual   {0} on entry; to be released in any case.
 *
 * Returns ROWCOL_OK, ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_residual_begin(rowcol_residual *residual,
                                                              const rowcol_matrix *a,
                                                              const rowcol_matrix *x,
                                                              const rowcol_matrix *b);

/* Computes one block of it; blocks may be computed in several threads at once.
 *
 * block     within m x k, not empty.
 * out       receives entry (i, j) of the block at out[i * leading + j].
 * leading   at least block.columns, at most INT_MAX.
 *
 * Neither over- nor underflows on the way. Takes three products, and twice the rows of A that it
 * is of. Returns ROWCOL_OK; ROWCOL_NO_MEMORY with an undefined block. Ozaki, Ogita, Oishi and Rump,
 * Error-Free Transformations of Matrix Multiplication by Using Fast Routines of Matrix
 * Multiplication and Its Applications, Numerical Algorithms 59, 2012. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_residual_block(const rowcol_residual *residual,
                                                              rowcol_block block, double *out,
                                                              size_t leading);

/* The bytes that it holds for its blocks, whatever those take for a while. */
ROWCOL_API size_t rowcol_residual_held(const rowcol_residual *residual);

/* Gives back what it took. Does nothing on {0}. */
ROWCOL_API void rowcol_residual_release(rowcol_residual *residual);

/* The 2-norm of each column, without over- or underflow on the way.
 *
 * norms   one for each column; infinite where it is larger than any double. */
ROWCOL_API void rowcol_column_norms(const rowcol_matrix *matrix, double *norms);

#ifdef __cplusplus
}
#endif
#endif
