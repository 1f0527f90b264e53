/* Layout: an answer cut into blocks of bytes, which any thread can make in any order; one after the
 * other they are the whole text. */
#ifndef FORMATS_LAYOUT_H
#define FORMATS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "formats/answer.h"
#include "formats/writer.h"

/* The most runs of numbers: a complex member may be two. */
#define LAYOUT_RUNS (2 * ANSWER_MEMBERS)

/* A text and the numbers after it. Its blocks have LIMIT_BLOCK_ENTRIES entries, the last one what
 * is left; the text is at the start of its first block. */
struct layout_part {
    size_t text; /* where its text begins in the layout's */
    size_t text_length;
    struct numbers numbers; /* matrix NULL in the last part, whose text ends the last block */
    size_t entries;
    size_t first_block;
    unsigned char *measures; /* NULL: not measured */
};

/* Members are read by layout.c and by a writer's plan and settle; by others only `blocks` and
 * `measures_size`. */
struct layout {
    size_t blocks; /* at least 1 */
    const struct writer_format *writer;
    const struct answer *answer;
    struct buffer text;
    size_t runs;
    struct layout_part parts[LAYOUT_RUNS + 1];
    unsigned char *measures; /* of all parts, in the budget */
    size_t measures_size;
};

/* For a writer's plan: the text before the next numbers, or after the last, to be added to; and the
 * next numbers, which are borrowed as the answer is. */
struct buffer *layout_text(struct layout *layout);
void layout_numbers(struct layout *layout, struct numbers numbers);

/* Lays an answer out as far as can be without memory of the budget: its blocks, their room and the
 * size of its measures are known then, but nothing can be measured or written. The entries need not
 * be there yet. The answer is borrowed until layout_end.
 *
 * Returns false where there is no memory; there is nothing to end then. */
bool layout_plan(struct layout *layout, const struct answer *answer,
                 const struct writer_format *writer);

/* The same, and takes the memory of the measures out of the budget. */
bool layout_begin(struct layout *layout, const struct answer *answer,
                  const struct writer_format *writer);

/* Whether each block must be given to layout_measure before any is written. */
bool layout_wants_measures(const struct layout *layout);

/* Measures one block; several threads may measure different blocks at once. */
void layout_measure(struct layout *layout, size_t block);

/* Once, when all have been measured and before any is written. */
void layout_settle(struct layout *layout);

/* The room that layout_write may want for the largest block, and for all of them in one piece. */
size_t layout_block_room(const struct layout *layout);
size_t layout_room(const struct layout *layout);

/* Writes one block. It may touch bytes past its text, as far as the room goes.
 *
 * Returns the length of the text. */
size_t layout_write(const struct layout *layout, size_t block, char *out);

void layout_end(struct layout *layout);

#endif
