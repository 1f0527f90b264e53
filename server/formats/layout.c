#include "formats/layout.h"

#include <rowcol/number.h>
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct numbers numbers_of(const struct answer *answer, const struct answer_member *member)
{
    return (struct numbers){
        .matrix = &member->matrix,
        .imaginary = member->imaginary.entries ? &member->imaginary : NULL,
        .form = member->form,
        .whole = member->whole,
        .single = answer->single,
    };
}

size_t numbers_write_one(const struct numbers *numbers, double entry, char *text)
{
    return numbers->single ? rowcol_number_write_single(entry, text)
                           : rowcol_number_write(entry, text);
}

size_t numbers_write(const struct numbers *numbers, const double *entries, size_t count, char *text)
{
    return numbers->single ? rowcol_numbers_write_single(entries, count, text)
                           : rowcol_numbers_write(entries, count, text);
}

struct buffer *layout_text(struct layout *layout)
{
    return &layout->text;
}

/* The text since the one before is that of this part. */
static void end_text(struct layout *layout, struct layout_part *part)
{
    part->text_length = layout->text.length - part->text;
}

void layout_numbers(struct layout *layout, struct numbers numbers)
{
    struct layout_part *part = &layout->parts[layout->runs++];

    end_text(layout, part);
    part->numbers = numbers;
    part->entries = numbers.matrix->shape.rows * numbers.matrix->shape.columns;
    part->first_block = layout->blocks;
    layout->blocks += (part->entries - 1) / LIMIT_BLOCK_ENTRIES + 1;
    layout->measures_size += layout->writer->measures(&part->numbers);
    part[1].text = layout->text.length;
}

/* The last part has no numbers. */
static void end_plan(struct layout *layout)
{
    struct layout_part *last = &layout->parts[layout->runs];

    end_text(layout, last);
    last->first_block = layout->blocks;
    if (layout->runs == 0)
        layout->blocks = 1;
}

/* Shares one zeroed block out to the parts that are to be measured. */
static bool add_measures(struct layout *layout)
{
    unsigned char *next;

    if (layout->measures_size == 0)
        return true;
    layout->measures = budget_allocate(layout->measures_size);
    if (!layout->measures)
        return false;
    memset(layout->measures, 0, layout->measures_size);
    next = layout->measures;
    for (size_t i = 0; i < layout->runs; i++) {
        size_t size = layout->writer->measures(&layout->parts[i].numbers);

        layout->parts[i].measures = size > 0 ? next : NULL;
        next += size;
    }
    return true;
}

bool layout_plan(struct layout *layout, const struct answer *answer,
                 const struct writer_format *writer)
{
    *layout = (struct layout){.writer = writer, .answer = answer};
    buffer_begin(&layout->text, LIMIT_ANSWER_TEXT);
    writer->plan(answer, layout);
    end_plan(layout);
    if (!layout->text.failed)
        return true;
    layout_end(layout);
    return false;
}

bool layout_begin(struct layout *layout, const struct answer *answer,
                  const struct writer_format *writer)
{
    if (!layout_plan(layout, answer, writer))
        return false;
    if (add_measures(layout))
        return true;
    layout_end(layout);
    return false;
}

bool layout_wants_measures(const struct layout *layout)
{
    return layout->measures_size > 0;
}

static const struct layout_part *part_of(const struct layout *layout, size_t block)
{
    const struct layout_part *part = layout->parts;

    while (part->numbers.matrix && part[1].first_block <= block)
        part++;
    return part;
}

void layout_measure(struct layout *layout, size_t block)
{
    const struct layout_part *part = part_of(layout, block);
    size_t first = (block - part->first_block) * LIMIT_BLOCK_ENTRIES;

    if (part->measures)
        layout->writer->measure(&part->numbers, first,
                                smaller(part->entries - first, LIMIT_BLOCK_ENTRIES),
                                part->measures);
}

void layout_settle(struct layout *layout)
{
    if (layout->writer->settle)
        layout->writer->settle(layout);
}

size_t layout_block_room(const struct layout *layout)
{
    size_t most = 0;

    for (size_t i = 0; i < layout->runs; i++) {
        const struct layout_part *part = &layout->parts[i];
        size_t room =
            layout->writer->room(&part->numbers, smaller(part->entries, LIMIT_BLOCK_ENTRIES));

        if (part->text_length + room > most)
            most = part->text_length + room;
    }
    return most + layout->parts[layout->runs].text_length;
}

size_t layout_room(const struct layout *layout)
{
    size_t room = layout->text.length;

    for (size_t i = 0; i < layout->runs; i++)
        room += layout->writer->room(&layout->parts[i].numbers, layout->parts[i].entries);
    return room;
}

static size_t write_text(const struct layout *layout, const struct layout_part *part, char *out)
{
    if (part->text_length > 0)
        memcpy(out, layout->text.bytes + part->text, part->text_length);
    return part->text_length;
}

size_t layout_write(const struct layout *layout, size_t block, char *out)
{
    const struct layout_part *part = part_of(layout, block);
    const struct layout_part *last = &layout->parts[layout->runs];
    char *next = out;

    if (part->numbers.matrix) {
        size_t first = (block - part->first_block) * LIMIT_BLOCK_ENTRIES;
        size_t count = smaller(part->entries - first, LIMIT_BLOCK_ENTRIES);

        if (first == 0)
            next += write_text(layout, part, next);
        next += layout->writer->entries(&part->numbers, first, count, part->measures, next);
    }
    if (block + 1 == layout->blocks)
        next += write_text(layout, last, next);
    return (size_t)(next - out);
}

void layout_end(struct layout *layout)
{
    buffer_free(&layout->text);
    if (layout->measures)
        budget_free(layout->measures, layout->measures_size);
    layout->measures = NULL;
}
