/* Products that are verified block by block before anybody sees them (rowcol/verify.h): one that a
 * kernel, a core or a bit of memory has got wrong is computed again without BLAS. */
#ifndef API_VERIFIED_H
#define API_VERIFIED_H

#include <rowcol/product.h>
#include <stdbool.h>
#include <stddef.h>

struct verified;

/* Prepares it for a product whose blocks are `width` columns wide, but for the last.
 *
 * product   borrowed until verified_end.
 *
 * Returns NULL where there is no memory. */
struct verified *verified_begin(const rowcol_product *product, size_t width);

/* Verifies a block that rowcol_product_block has made, and makes it again if it is wrong. Pool
 * threads, several at once.
 *
 * Returns false where it came out wrong again: it must not be sent. */
bool verified_block(struct verified *verified, rowcol_block block, double *out, size_t leading);

/* The bytes of the budget that it takes, before it is prepared and once it is there; 0 for NULL. */
size_t verified_room(const rowcol_product *product, size_t width);
size_t verified_held(const struct verified *verified);

/* Does nothing on NULL. */
void verified_end(struct verified *verified);

/* Whether so many blocks came out wrong since the start that this machine is not to be trusted. */
bool verified_is_doubtful(void);

#endif
