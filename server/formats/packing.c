#include "formats/packing.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"

/* --- Texts in one piece ----------------------------------------------------------------------- */

static void pack_into(struct packed *packed, void *packer, const struct coding *coding,
                      const struct pack_block *block)
{
    const struct packer_format *format = coding->packer;

    packed->size = format->room(block->length);
    packed->bytes = budget_allocate(packed->size);
    if (!packed->bytes)
        return;
    packed->length = format->pack ? format->pack(packer, block, packed->bytes) : 0;
    packed->length = format->join(packer, block, packed->bytes, packed->length);
}

struct packed packing_pack(const struct coding *coding, const char *text, size_t length)
{
    const struct pack_block block = {.text = text, .length = length, .first = true, .last = true};
    void *packer = coding->packer->create(1, length);
    struct packed packed = {0};

    if (packer) {
        pack_into(&packed, packer, coding, &block);
        coding->packer->release(packer);
    }
    return packed;
}

/* --- Texts that never change ------------------------------------------------------------------ */

static struct packed_copy *make_copy(const struct coding *coding, const char *text, size_t length)
{
    struct packed packed = packing_pack(coding, text, length);
    struct packed_copy *copy = packed.bytes ? malloc(sizeof *copy + packed.length) : NULL;

    if (copy) {
        copy->length = packed.length;
        memcpy(copy->bytes, packed.bytes, packed.length);
    }
    budget_free(packed.bytes, packed.size);
    return copy;
}

const struct packed_copy *packing_kept(struct packed_copies *copies, const struct coding *coding,
                                       const char *text, size_t length)
{
    _Atomic(struct packed_copy *) *place = &copies->of[coding - codings];
    struct packed_copy *kept = atomic_load(place);
    struct packed_copy *made;

    if (kept)
        return kept;
    made = make_copy(coding, text, length);
    if (!made || atomic_compare_exchange_strong(place, &kept, made))
        return made;
    free(made); /* another thread was sooner */
    return kept;
}
