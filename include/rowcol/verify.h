/* Verification of products: a check of each block that costs O(m n + k n + m k) where the product
 * costs O(m k n), and finds what a wrong kernel, a bad core or a flipped bit makes of a result.
 *
 * For a random vector x, a block P of alpha op(A) op(B) + beta C satisfies
 * P x = alpha op(A) (op(B) x) + beta C x, whatever x is. Both sides are computed apart from BLAS,
 * and compared row by row with a bound on how far rounding alone can move them. Freivalds 1979
 * (random vectors); Huang and Abraham 1984 (rows and columns of sums); Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., 3.1 and 3.5 (the bound, for sums in any order). */
#ifndef ROWCOL_VERIFY_H
#define ROWCOL_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rowcol/matrix.h>
#include <rowcol/product.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A verification under way. Its members are its own. */
typedef struct rowcol_verification {
    const rowcol_product *product;
    size_t width;          /* of the columns that are taken together */
    size_t inner;          /* of the product */
    size_t columns;        /* of the result */
    double unit;           /* how far rounding moves a sum, as a part of its size */
    rowcol_matrix weights; /* x and |x|, a row each */
    rowcol_matrix images;  /* op(B) x and |op(B)| |x| for each width of columns, a row each */
} rowcol_verification;

/* Prepares the verification of a product.
 *
 * verification   {0} on entry; on ROWCOL_OK to be given back with rowcol_verification_release.
 * product        one that rowcol_product_shape took; borrowed.
 * width          of the columns that blocks are verified in: every block must begin at a multiple
 *                of it, and be as wide, or end with the result.
 * seed           of the random vector: whoever could foresee it could forge a result.
 *
 * Returns ROWCOL_OK, ROWCOL_EMPTY (width 0), ROWCOL_TOO_LARGE, ROWCOL_NO_MEMORY. */
ROWCOL_API ROWCOL_CHECKED rowcol_status rowcol_verification_begin(rowcol_verification *verification,
                                                                  const rowcol_product *product,
                                                                  size_t width, uint64_t seed);

/* Gives everything back and leaves {0}. */
ROWCOL_API void rowcol_verification_release(rowcol_verification *verification);

/* How many widths of columns there are. */
ROWCOL_API size_t rowcol_verification_widths(const rowcol_verification *verification);

/* Takes the sums of op(B) for width number `index` of columns. It must be done for each width
 * before a block in it is verified; several threads may do different ones at once. */
ROWCOL_API void rowcol_verification_prepare(rowcol_verification *verification, size_t index);

/* What became of a block. */
typedef enum rowcol_verdict {
    ROWCOL_VERIFIED,
    ROWCOL_FAULT,    /* some row is further off than rounding can make it */
    ROWCOL_UNJUDGED, /* operands or sums are not finite, so that nothing can be said */
} rowcol_verdict;

/* Verifies a block that rowcol_product_block has made.
 *
 * block, out, leading   as there.
 * row                   receives the first row that is wrong, within the block; may be NULL.
 *
 * Pure, and apart from BLAS. Several threads may verify blocks of one product at once.
 *
 * A right block is never called wrong. A lone wrong entry of a row is always found if it is off by
 * more than rowcol_verification_bound. Several in a row are found unless what they are off by,
 * weighted, happens to add up to less; weights are of random sign and of random size between 1 and
 * 2, so that for errors of a size e that is one time in some e / bound, and half of that. */
ROWCOL_API rowcol_verdict rowcol_verification_block(const rowcol_verification *verification,
                                                    rowcol_block block, const double *out,
                                                    size_t leading, size_t *row);

/* The bound of a row of the result within a width of columns: what is off by more is found.
 *
 * row     of the result, from 0.
 * index   of the width. It must be prepared.
 *
 * Returns an absolute value; infinity where nothing can be said. Pure. */
ROWCOL_API double rowcol_verification_bound(const rowcol_verification *verification, size_t row,
                                            size_t index);

/* Computes a block by plain loops, without BLAS: slow, and for blocks that a kernel has got wrong.
 * As rowcol_product_block in all else. */
ROWCOL_API void rowcol_product_block_plainly(const rowcol_product *product, rowcol_block block,
                                             double *out, size_t leading);

#ifdef __cplusplus
}
#endif
#endif
