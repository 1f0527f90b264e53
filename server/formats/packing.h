/* Packing: which coding an answer is wanted in, and texts that are packed in one piece. (Those that
 * are streamed: output.h.) */
#ifndef FORMATS_PACKING_H
#define FORMATS_PACKING_H

#include <stdbool.h>
#include <stddef.h>

#include "formats/coding.h"

/* What an Accept-Encoding asks for. */
struct packing_wish {
    const struct coding *coding; /* the best of ours; NULL: none of them */
    bool plain;                  /* an answer that is not packed may be sent too */
};

/* Reads an Accept-Encoding (RFC 9110, 12.5.3): q-values, "*", and "identity" among them. Without
 * one an answer is sent as it is. Of codings with equal weight it is zstd, which is quicker, and
 * only where nothing is said of it is "identity" the last choice. */
struct packing_wish packing_wished(const char *accept_encoding);

/* A packed text, in a block of the budget. */
struct packed {
    char *bytes; /* NULL: there was no memory */
    size_t length;
    size_t size; /* for budget_free */
};

struct packed packing_pack(const struct coding *coding, const char *text, size_t length);

struct packed_copy {
    size_t length;
    char bytes[];
};

/* Copies of one text that never changes, packed at the first use of each coding and kept from then
 * on, outside of the budget. Static, zero at the start. */
struct packed_copies {
    _Atomic(struct packed_copy *) of[CODINGS];
};

/* The copy in this coding; NULL: there was no memory for it. Any thread. */
const struct packed_copy *packing_kept(struct packed_copies *copies, const struct coding *coding,
                                       const char *text, size_t length);

#endif
