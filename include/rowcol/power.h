/* Powers of a square matrix by repeated squaring: which products to compute, one after the other.
 * A power p is reached from A, power 1, by rowcol_power_next:
 *
 *     for (reached = 1; reached < p; reached = next) {
 *         next = rowcol_power_next(p, reached);
 *         the power `next` is that of `reached` times itself if next is 2 reached, else times A
 *     }
 *
 * Power 0 is the identity; those below it are powers of the inverse (lu.h). Pure functions. */
#ifndef ROWCOL_POWER_H
#define ROWCOL_POWER_H

#include <stddef.h>
#include <stdint.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The power that comes after `reached` on the way to `exponent`: twice `reached`, or one more
 * (which is the same after power 1). The binary digits of `exponent` are followed from the highest
 * on, so that no power beyond `exponent` is made, and one factor of every product that is no square
 * is A itself. Knuth, The Art of Computer Programming, 3rd ed., vol. 2, section 4.6.3.
 *
 * reached   at least 1 and below `exponent`; 1, or what this function returned for the same
 *           exponent. */
ROWCOL_API uint64_t rowcol_power_next(uint64_t exponent, uint64_t reached);

/* How many products it takes to reach `exponent`: less than twice its binary digits. */
ROWCOL_API unsigned rowcol_power_products(uint64_t exponent);

/* Fills one block of the identity: out[i * leading + j] receives entry (i, j) of the block. */
ROWCOL_API void rowcol_identity_block(rowcol_block block, double *out, size_t leading);

#ifdef __cplusplus
}
#endif
#endif
