/* Content codings: whatever comes, unpacking ends, comes to the same however the body is cut, and
 * says what zlib and libzstd say of the whole; and what is packed unpacks to what it was. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/decoding.h"
#include "formats/packing.h"

/* What a body may unpack to: a few inputs are bombs. */
#define LIMIT ((size_t)1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* What came of a body. */
struct outcome {
    bool good;
    enum problem_kind kind;
    size_t length;
    char *text; /* LIMIT bytes */
};

static struct outcome *now;

static void keep_begin(void *reader, const struct reading *reading)
{
    (void)reader, (void)reading;
}

static bool keep(void *reader, const char *bytes, size_t count)
{
    (void)reader;
    check(count > 0 && count <= LIMIT_UNPACKED && now->length + count <= LIMIT, "too much comes");
    memcpy(now->text + now->length, bytes, count);
    now->length += count;
    return true;
}

static bool keep_end(void *reader)
{
    (void)reader;
    return true;
}

static void keep_release(void *reader)
{
    (void)reader;
}

static const struct reader_format keeper = {
    .begin = keep_begin,
    .feed = keep,
    .end = keep_end,
    .release = keep_release,
};

/* Feeds a copy that is exactly as long, and again what is left of it. */
static bool feed(const struct reader_format *format, void *reader, const uint8_t *data, size_t size)
{
    while (size > 0) {
        char *copy = malloc(size);
        bool good;

        check(copy != NULL, "no memory");
        memcpy(copy, data, size);
        good = format->feed(reader, copy, size);
        free(copy);
        if (!good)
            return false;
        data += size - format->rest(reader);
        size = format->rest(reader);
    }
    return true;
}

static void unpack(struct outcome *outcome, const struct coding *coding, const uint8_t *data,
                   size_t size, size_t part)
{
    struct problem problem = {0};
    struct reading reading = {.problem = &problem};
    void *reader = malloc(decoding_size());
    const struct reader_format *format;
    size_t used = budget_used();

    *outcome = (struct outcome){.good = true, .text = malloc(LIMIT)};
    check(reader && outcome->text, "no memory");
    now = outcome;
    format = decoding_begin(reader, coding, &keeper, LIMIT, &reading);
    for (size_t at = 0; at < size && outcome->good; at += part)
        outcome->good = feed(format, reader, data + at, size - at < part ? size - at : part);
    outcome->good = format->end(reader);
    format->release(reader);
    outcome->kind = problem.kind;
    check(outcome->good == (problem.kind == PROBLEM_NONE), "a fault is not told");
    check(budget_used() == used, "memory is kept");
    problem_clear(&problem);
    free(reader);
}

/* Of a broken block libzstd gives more or less before it says so: whether the limit comes before
 * that depends on the cut. */
static bool is_torn(enum problem_kind a, enum problem_kind b)
{
    return (a == PROBLEM_BODY_TOO_LARGE && b == PROBLEM_MALFORMED_BODY) ||
           (b == PROBLEM_BODY_TOO_LARGE && a == PROBLEM_MALFORMED_BODY);
}

static void check_cut(const struct outcome *whole, const struct coding *coding, const uint8_t *data,
                      size_t size, size_t part)
{
    struct outcome cut;

    unpack(&cut, coding, data, size, part);
    check(cut.good == whole->good, "it matters where the body is cut");
    check(cut.kind == whole->kind || is_torn(cut.kind, whole->kind), "the faults differ");
    check(!whole->good ||
              (cut.length == whole->length && memcmp(cut.text, whole->text, cut.length) == 0),
          "the text depends on where the body is cut");
    free(cut.text);
}

/* What zlib makes of the first member alone. */
static void check_gzip(const struct outcome *whole, const uint8_t *data, size_t size)
{
    z_stream zlib = {.next_in = (z_const Bytef *)data, .avail_in = (uInt)size};
    Bytef *text = malloc(LIMIT);
    bool good;

    check(text && inflateInit2(&zlib, 16 + MAX_WBITS) == Z_OK, "no memory");
    zlib.next_out = text;
    zlib.avail_out = (uInt)LIMIT;
    good = inflate(&zlib, Z_FINISH) == Z_STREAM_END;
    if (whole->good)
        check(good && memcmp(text, whole->text, zlib.total_out) == 0, "zlib says otherwise");
    else if (good && zlib.avail_in == 0)
        check(whole->kind == PROBLEM_BODY_TOO_LARGE, "zlib takes what we refuse");
    inflateEnd(&zlib);
    free(text);
}

static void check_zstd(const struct outcome *whole, const uint8_t *data, size_t size)
{
    char *text = malloc(LIMIT);
    size_t length;

    check(text != NULL, "no memory");
    length = ZSTD_decompress(text, LIMIT, data, size);
    if (whole->good && size > 0)
        check(length == whole->length && memcmp(text, whole->text, length) == 0,
              "libzstd says otherwise");
    free(text);
}

static void check_packing(const struct coding *coding, const uint8_t *data, size_t size)
{
    struct packed packed = packing_pack(coding, (const char *)data, size);
    struct outcome back;

    check(packed.bytes && packed.length <= packed.size, "no memory, or too little");
    unpack(&back, coding, (const uint8_t *)packed.bytes, packed.length, packed.length);
    check(back.good && back.length == size && memcmp(back.text, data, size) == 0,
          "it does not come back");
    free(back.text);
    budget_free(packed.bytes, packed.size);
}

/* The first byte says which coding. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct coding *coding;
    struct outcome whole;

    if (size < 2 || size > LIMIT)
        return 0;
    coding = &codings[*data % CODINGS];
    check_packing(coding, data, size);
    data++;
    size--;
    unpack(&whole, coding, data, size, size);
    check_cut(&whole, coding, data, size, 1 + size / 3);
    if (size < 4096)
        check_cut(&whole, coding, data, size, 1);
    if (strcmp(coding->name, "gzip") == 0)
        check_gzip(&whole, data, size);
    else
        check_zstd(&whole, data, size);
    free(whole.text);
    return 0;
}
