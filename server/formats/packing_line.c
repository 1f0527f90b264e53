#include "formats/packing_line.h"

#define NOT_PACKED SIZE_MAX

bool packing_line_begin(struct packing_line *line, const struct coding *coding, size_t slots,
                        size_t length,
                        void (*leaves)(void *owner, size_t block, size_t length_packed),
                        void *owner)
{
    *line = (struct packing_line){.leaves = leaves, .owner = owner, .slots = slots};
    for (size_t i = 0; i < slots; i++)
        line->packed[i] = NOT_PACKED;
    line->packer = coding->packer->create(slots, length);
    if (!line->packer)
        return false;
    if (pthread_mutex_init(&line->lock, NULL) != 0) {
        coding->packer->release(line->packer);
        return false;
    }
    line->coding = coding;
    return true;
}

void packing_line_end(struct packing_line *line)
{
    if (!line->coding)
        return;
    pthread_mutex_destroy(&line->lock);
    line->coding->packer->release(line->packer);
}

/* The lock is held; it is let go for what takes time. */
static void join_next(struct packing_line *line)
{
    const size_t block = line->joined;
    const size_t slot = block % line->slots;
    size_t length = line->packed[slot];

    line->packed[slot] = NOT_PACKED;
    pthread_mutex_unlock(&line->lock);
    length =
        line->coding->packer->join(line->packer, &line->blocks[slot], line->places[slot], length);
    line->leaves(line->owner, block, length);
    pthread_mutex_lock(&line->lock);
    line->joined++;
}

void packing_line_take(struct packing_line *line, size_t block, const struct pack_block *text,
                       char *place)
{
    const struct packer_format *packer = line->coding->packer;
    const size_t slot = block % line->slots;
    size_t packed;

    line->blocks[slot] = *text;
    line->blocks[slot].slot = slot;
    line->places[slot] = place;
    packed = packer->pack ? packer->pack(line->packer, &line->blocks[slot], place) : 0;

    pthread_mutex_lock(&line->lock);
    line->packed[slot] = packed;
    while (!line->joining && line->packed[line->joined % line->slots] != NOT_PACKED) {
        line->joining = true;
        join_next(line);
        line->joining = false;
    }
    pthread_mutex_unlock(&line->lock);
}
