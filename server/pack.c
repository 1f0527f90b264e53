/* The last step of an answer's text: it is packed where that is wanted and worth it. What can't be
 * packed for want of memory is sent as it is. */
#include <string.h>

#include "base/budget.h"
#include "base/limits.h"
#include "exchange_parts.h"

bool may_be_packed(const struct exchange *exchange, size_t length)
{
    const struct writer_format *writer = exchange->passage.writer;

    return length >= LIMIT_PACK_LEAST && !(writer && writer->dense);
}

const struct coding *coding_wanted(const struct exchange *exchange, size_t length)
{
    const struct packing_wish *wish = &exchange->passage.wish;

    return may_be_packed(exchange, length) || !wish->plain ? wish->coding : NULL;
}

static void pack_here(struct exchange *exchange, const struct coding *coding)
{
    struct http_response *response = &exchange->response;
    struct packed packed = packing_pack(coding, response->text, response->length);

    if (!packed.bytes)
        return;
    budget_free(exchange->text, exchange->text_size);
    exchange->text = packed.bytes;
    exchange->text_size = packed.size;
    exchange->coding = coding;
    response->text = packed.bytes;
    response->length = packed.length;
}

static void pack_on_pool(struct exchange *exchange, const struct coding *coding)
{
    struct http_response *response = &exchange->response;
    const struct output_reader reader = exchange_output_reader(exchange);
    struct output *output = output_pack(response->text, response->length, coding, &reader);

    if (!output)
        return;
    exchange->coding = coding;
    respond_streamed(exchange, output);
}

void pack_text(struct exchange *exchange)
{
    const size_t length = exchange->response.length;
    const struct coding *coding = coding_wanted(exchange, length);

    if (!coding || length == 0)
        return;
    if (length <= LIMIT_INLINE_PACK)
        pack_here(exchange, coding);
    else
        pack_on_pool(exchange, coding);
}

void pack_kept(struct exchange *exchange, struct packed_copies *copies)
{
    struct http_response *response = &exchange->response;
    const struct coding *coding = coding_wanted(exchange, response->length);
    const struct packed_copy *copy =
        coding ? packing_kept(copies, coding, response->text, response->length) : NULL;

    if (!copy)
        return;
    exchange->coding = coding;
    response->text = copy->bytes;
    response->length = copy->length;
}
