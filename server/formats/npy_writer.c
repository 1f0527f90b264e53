/* application/x-npy: an answer that is one array, as numpy.load reads it. One that is several is a
 * .npz instead. */
#include "formats/layout.h"
#include "formats/npy_array.h"

static void npy_plan(const struct answer *answer, struct layout *layout)
{
    struct numbers numbers = numbers_of(answer, answer_only_array(answer));
    char head[NPY_HEAD_ROOM];

    buffer_add(layout_text(layout), head, npy_write_head(&numbers, head));
    layout_numbers(layout, numbers);
}

static size_t npy_measures(const struct numbers *numbers)
{
    (void)numbers;
    return 0;
}

static size_t npy_room(const struct numbers *numbers, size_t count)
{
    return count * npy_element_size(numbers);
}

static size_t npy_entries(const struct numbers *numbers, size_t first, size_t count,
                          const unsigned char *measures, char *out)
{
    (void)measures;
    return npy_write(numbers, first, count, out);
}

static const struct writer_format *npy_instead(const struct answer *answer)
{
    return answer_only_array(answer) ? &npy_writer : &npz_writer;
}

const struct writer_format npy_writer = {
    .media_type = "application/x-npy",
    .content_type = "application/x-npy",
    .suffix = "npy",
    .any_number = true,
    .typed = true,
    .dense = true,
    .instead = npy_instead,
    .plan = npy_plan,
    .measures = npy_measures,
    .room = npy_room,
    .entries = npy_entries,
};
