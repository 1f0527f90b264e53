#include "formats/decoding.h"

#include <stdalign.h>

#include "base/budget.h"
#include "base/limits.h"

struct decoding {
    const struct coding *coding;
    const struct reader_format *format; /* of what comes out */
    struct problem *problem;
    size_t limit;
    uint64_t packed;
    uint64_t unpacked;
    size_t rest;  /* of the last part */
    bool failed;  /* what will be answered is certain */
    char *buffer; /* LIMIT_UNPACKED bytes, of the budget; NULL before the first part */
    alignas(max_align_t) char unpacker[UNPACKER_ROOM];
    alignas(max_align_t) char reader[];
};

size_t decoding_size(void)
{
    return sizeof(struct decoding) + reader_largest();
}

uint64_t decoding_unpacked(const void *reader)
{
    const struct decoding *decoding = reader;

    return decoding->unpacked;
}

/* --- Faults ----------------------------------------------------------------------------------- */

/* A fault of the stream is told instead of one of meaning, as a fault of syntax is. */
static void forget_meaning(struct decoding *decoding)
{
    problem_clear(decoding->problem);
}

static void tell_foreign(struct decoding *decoding)
{
    const char *name = decoding->coding->name;

    forget_meaning(decoding);
    if (decoding->coding->unpacker->is_whole(decoding->unpacker))
        problem_set(decoding->problem, PROBLEM_MALFORMED_BODY,
                    "Behind the end of its %s stream the body goes on with something else. Send "
                    "the stream alone, or several one behind the other.",
                    name);
    else
        problem_set(decoding->problem, PROBLEM_MALFORMED_BODY,
                    "Content-Encoding says %s, but the body does not begin as a %s stream does. "
                    "Pack it (%s -c FILE | curl --data-binary @- ...), or leave that header out.",
                    name, name, name);
}

static void tell_broken(struct decoding *decoding, const char *why)
{
    forget_meaning(decoding);
    problem_set(decoding->problem, PROBLEM_MALFORMED_BODY,
                "The %s stream of the body is broken: %s. With curl, send packed files by "
                "--data-binary: -d leaves line ends out.",
                decoding->coding->name, why);
}

static void tell_cut(struct decoding *decoding)
{
    const char *name = decoding->coding->name;

    forget_meaning(decoding);
    if (decoding->packed == 0)
        problem_set(decoding->problem, PROBLEM_MALFORMED_BODY,
                    "The body is empty, but Content-Encoding announces a %s stream.", name);
    else
        problem_set(decoding->problem, PROBLEM_MALFORMED_BODY,
                    "The body is cut off: it ends in the middle of its %s stream, after %llu bytes "
                    "that unpack to %llu.",
                    name, (unsigned long long)decoding->packed,
                    (unsigned long long)decoding->unpacked);
}

static void tell_size(struct decoding *decoding)
{
    forget_meaning(decoding);
    problem_set(decoding->problem, PROBLEM_BODY_TOO_LARGE,
                "Unpacked, the body is larger than the %zu bytes that this server takes.",
                decoding->limit);
    problem_add_new(decoding->problem, "limit", json_integer((json_int_t)decoding->limit));
}

/* Returns false. */
static bool tell(struct decoding *decoding, const struct unpacked *fault)
{
    if (fault->state == UNPACKING_FOREIGN)
        tell_foreign(decoding);
    else if (fault->state == UNPACKING_BROKEN)
        tell_broken(decoding, fault->why);
    else
        budget_refuse(decoding->problem, LIMIT_UNPACKED, fault->wanted);
    return false;
}

/* --- Reading ---------------------------------------------------------------------------------- */

static bool make_buffer(struct decoding *decoding)
{
    if (!decoding->buffer)
        decoding->buffer = budget_allocate(LIMIT_UNPACKED);
    if (!decoding->buffer)
        budget_refuse(decoding->problem, 0, LIMIT_UNPACKED);
    return decoding->buffer != NULL;
}

/* Fills the buffer, as far as what there is does. */
static bool fill(struct decoding *decoding, struct coding_stream *stream)
{
    stream->out = decoding->buffer;
    stream->out_left = LIMIT_UNPACKED;
    do {
        struct unpacked result = decoding->coding->unpacker->unpack(decoding->unpacker, stream);

        if (result.state != UNPACKING_GOES_ON)
            return tell(decoding, &result);
    } while (stream->in_left > 0 && stream->out_left > 0);
    return true;
}

static bool pass_on(struct decoding *decoding, size_t count)
{
    decoding->unpacked += count;
    if (decoding->unpacked > decoding->limit) {
        tell_size(decoding);
        return false;
    }
    return count == 0 || decoding->format->feed(decoding->reader, decoding->buffer, count);
}

/* One buffer, or, where the part is used up by it, as many as what is still held back makes: a
 * block of the coding at most. */
static bool feed(void *reader, const char *bytes, size_t count)
{
    struct decoding *decoding = reader;
    struct coding_stream stream = {.in = bytes, .in_left = count};
    bool good = make_buffer(decoding);

    while (good) {
        good = fill(decoding, &stream) && pass_on(decoding, LIMIT_UNPACKED - stream.out_left);
        if (stream.in_left > 0 || stream.out_left > 0)
            break;
    }
    decoding->rest = stream.in_left;
    decoding->packed += count - stream.in_left;
    decoding->failed = !good;
    return good;
}

static size_t rest(const void *reader)
{
    const struct decoding *decoding = reader;

    return decoding->rest;
}

static bool end(void *reader)
{
    struct decoding *decoding = reader;

    if (decoding->failed)
        return false;
    if (decoding->coding->unpacker->is_whole(decoding->unpacker))
        return decoding->format->end(decoding->reader);
    tell_cut(decoding);
    return false;
}

static void release(void *reader)
{
    struct decoding *decoding = reader;

    decoding->format->release(decoding->reader);
    decoding->coding->unpacker->release(decoding->unpacker);
    budget_free(decoding->buffer, LIMIT_UNPACKED);
    decoding->buffer = NULL;
}

static const struct reader_format decoding_reader = {
    .feed = feed,
    .end = end,
    .release = release,
    .rest = rest,
};

const struct reader_format *decoding_begin(void *reader, const struct coding *coding,
                                           const struct reader_format *format, size_t limit,
                                           const struct reading *reading)
{
    struct decoding *decoding = reader;

    *decoding = (struct decoding){
        .coding = coding,
        .format = format,
        .problem = reading->problem,
        .limit = limit,
    };
    coding->unpacker->begin(decoding->unpacker);
    format->begin(decoding->reader, reading);
    return &decoding_reader;
}
