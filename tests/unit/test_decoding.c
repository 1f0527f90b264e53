/* Decoding: packed bodies, whole, cut, broken and too large, in parts of any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/decoding.h"

#define BUDGET (64ul * 1024 * 1024)
#define MEBIBYTE (1024ul * 1024)
#define ROOM (4 * MEBIBYTE)

/* Texts that shrink: rows of numbers. */
static char *text_of(size_t length)
{
    char *text = malloc(length + 32);
    size_t at = 0;

    assert_non_null(text);
    for (size_t i = 0; at < length; i++)
        at += (size_t)sprintf(text + at, "%zu.%zu,", i % 97, i * 2654435761u % 1000);
    return text;
}

/* --- Packing, by other means than the server's ------------------------------------------------ */

struct bytes {
    unsigned char *at;
    size_t count;
};

static struct bytes no_bytes(void)
{
    struct bytes bytes = {malloc(ROOM), 0};

    assert_non_null(bytes.at);
    return bytes;
}

static void add(struct bytes *bytes, const void *from, size_t count)
{
    assert_true(bytes->count + count <= ROOM);
    memcpy(bytes->at + bytes->count, from, count);
    bytes->count += count;
}

static void add_gzip(struct bytes *bytes, const char *text, size_t length)
{
    z_stream zlib = {0};

    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = (z_const Bytef *)text;
    zlib.avail_in = (uInt)length;
    zlib.next_out = bytes->at + bytes->count;
    zlib.avail_out = (uInt)(ROOM - bytes->count);
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    bytes->count = ROOM - zlib.avail_out;
    deflateEnd(&zlib);
}

/* A frame with this window, and a sum behind it. */
static void add_zstd(struct bytes *bytes, const char *text, size_t length, int window_log)
{
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    ZSTD_outBuffer out = {bytes->at + bytes->count, ROOM - bytes->count, 0};
    ZSTD_inBuffer in = {text, length, 0};

    assert_non_null(zstd);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1);
    ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_flush); /* so that it does not know the length */
    assert_int_equal(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_end), 0);
    bytes->count += out.pos;
    ZSTD_freeCCtx(zstd);
}

static void add_skippable(struct bytes *bytes, unsigned char length)
{
    const unsigned char frame[8 + 255] = {0x53, 0x2a, 0x4d, 0x18, length, 0, 0, 0, 'x'};

    add(bytes, frame, 8u + length);
}

/* --- A reader that keeps what comes ----------------------------------------------------------- */

static struct {
    char *text;
    size_t length;
    size_t parts;
    size_t fault; /* refuses what comes behind this byte */
    bool ended;
} kept;

static void keep_begin(void *reader, const struct reading *what)
{
    (void)reader, (void)what;
}

static bool keep(void *reader, const char *bytes, size_t count)
{
    (void)reader;
    assert_in_range(count, 1, LIMIT_UNPACKED);
    if (kept.length + count <= ROOM)
        memcpy(kept.text + kept.length, bytes, count);
    kept.length += count;
    kept.parts++;
    return kept.length <= kept.fault;
}

static bool keep_end(void *reader)
{
    (void)reader;
    kept.ended = true;
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

/* --- Unpacking in parts ----------------------------------------------------------------------- */

static size_t limit = ROOM;

static struct problem problem;
static const struct reading reading = {.problem = &problem};

static const struct coding *named(const char *name)
{
    return coding_named((struct span){name, strlen(name)});
}

/* Feeds as the server does: again what the reader has left. */
static bool feed(const struct reader_format *format, void *reader, const unsigned char *bytes,
                 size_t count)
{
    do {
        unsigned char *copy = malloc(count);
        size_t before = kept.length;
        bool good;

        assert_non_null(copy);
        memcpy(copy, bytes, count);
        good = format->feed(reader, (const char *)copy, count);
        free(copy);
        if (!good)
            return false;
        assert_in_range(kept.length - before, 0, LIMIT_UNPACKED + 256ul * 1024);
        bytes += count - format->rest(reader);
        count = format->rest(reader);
    } while (count > 0);
    return true;
}

/* Unpacks a first part and then parts of `size`. Returns whether it was good to the end. */
static bool unpack(const char *coding, struct bytes packed, size_t first, size_t size)
{
    void *reader = malloc(decoding_size());
    const struct reader_format *format;
    size_t count = first;
    bool good = true;

    assert_non_null(reader);
    memset(reader, 0xaa, decoding_size());
    problem_clear(&problem);
    kept.length = kept.parts = 0;
    kept.fault = SIZE_MAX;
    kept.ended = false;
    format = decoding_begin(reader, named(coding), &keeper, limit, &reading);
    for (size_t at = 0; at < packed.count && good; at += count, count = size) {
        if (count > packed.count - at)
            count = packed.count - at;
        good = count == 0 || feed(format, reader, packed.at + at, count);
    }
    assert_true(format->end(reader) || !good || problem.kind != PROBLEM_NONE);
    good = good && kept.ended;
    assert_int_equal(good, problem.kind == PROBLEM_NONE);
    format->release(reader);
    assert_int_equal(budget_used(), 0);
    free(reader);
    return good;
}

static void assert_kept(const char *text, size_t length)
{
    assert_int_equal(kept.length, length);
    assert_memory_equal(kept.text, text, length);
}

static void assert_refused(enum problem_kind kind, const char *words)
{
    assert_int_equal(problem.kind, kind);
    if (!strstr(problem.detail, words))
        fail_msg("'%s' is not in: %s", words, problem.detail);
    assert_false(kept.ended);
}

/* The streams that every test of small ones takes: one, and several with what may stand between. */
struct sample {
    const char *coding;
    struct bytes packed;
    char *text;
    size_t length;
    size_t ends[4]; /* where it may end before its end */
};

#define SAMPLES 4
static struct sample samples[SAMPLES];

static int make_samples(void **state)
{
    (void)state;
    budget_begin(BUDGET);
    kept.text = malloc(ROOM);
    for (size_t i = 0; i < SAMPLES; i++) {
        struct sample *sample = &samples[i];
        bool several = i % 2;

        *sample = (struct sample){i < 2 ? "gzip" : "zstd", no_bytes(), text_of(300), 300, {0}};
        for (size_t part = 0; part < (several ? 3 : 1); part++) {
            const char *text = sample->text + part * 100;
            size_t length = several ? 100 : 300;

            if (i < 2)
                add_gzip(&sample->packed, text, length);
            else
                add_zstd(&sample->packed, text, length, 17);
            sample->ends[part] = sample->packed.count;
            if (i == 3 && part == 1) {
                add_skippable(&sample->packed, 9);
                sample->ends[3] = sample->packed.count;
            }
        }
    }
    return 0;
}

static int free_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        free(samples[i].packed.at);
        free(samples[i].text);
    }
    free(kept.text);
    problem_clear(&problem);
    return 0;
}

static bool may_end_at(const struct sample *sample, size_t count)
{
    for (size_t i = 0; i < 4; i++)
        if (count == sample->ends[i] && count > 0)
            return true;
    return false;
}

static void codings_have_their_names(void **state)
{
    (void)state;
    for (size_t i = 0; coding_names[i]; i++) {
        assert_non_null(named(coding_names[i]));
        assert_string_equal(named(coding_names[i])->name, coding_names[i]);
        assert_non_null(strstr(CODING_NAMES, coding_names[i]));
        assert_in_range(named(coding_names[i])->unpacker->size, 1, UNPACKER_ROOM);
    }
    assert_ptr_equal(named("X-GZip"), named("gzip"));
    assert_null(named("br"));
    assert_null(named("gzip, zstd"));
    assert_true(coding_is_none(NULL));
    assert_true(coding_is_none(""));
    assert_true(coding_is_none("Identity"));
    assert_false(coding_is_none("gzip"));
}

static void a_stream_may_be_split_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t first = 0; first <= samples[i].packed.count; first++) {
            assert_true(unpack(samples[i].coding, samples[i].packed, first, SIZE_MAX));
            assert_kept(samples[i].text, samples[i].length);
        }
}

static void a_stream_may_come_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        assert_true(unpack(samples[i].coding, samples[i].packed, 1, 1));
        assert_kept(samples[i].text, samples[i].length);
    }
}

static void a_stream_that_is_cut_off_is_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t count = 1; count < samples[i].packed.count; count++) {
            const struct bytes cut = {samples[i].packed.at, count};
            bool whole = may_end_at(&samples[i], count);

            assert_int_equal(unpack(samples[i].coding, cut, 7, 11), whole);
            if (!whole)
                assert_refused(PROBLEM_MALFORMED_BODY, "cut off");
        }
}

static void an_empty_body_is_no_stream(void **state)
{
    unsigned char nothing;

    (void)state;
    assert_false(unpack("gzip", (struct bytes){&nothing, 0}, 1, 1));
    assert_refused(PROBLEM_MALFORMED_BODY, "The body is empty");
}

static void a_flipped_bit_changes_no_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t bit = 0; bit < 8 * samples[i].packed.count; bit++) {
            unsigned char *byte = &samples[i].packed.at[bit / 8];

            *byte ^= (unsigned char)(1u << bit % 8);
            if (unpack(samples[i].coding, samples[i].packed, SIZE_MAX, SIZE_MAX))
                assert_kept(samples[i].text, samples[i].length);
            else
                assert_refused(PROBLEM_MALFORMED_BODY, "");
            *byte ^= (unsigned char)(1u << bit % 8);
        }
}

static void a_wrong_sum_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i += 2) {
        size_t place = samples[i].packed.count - (i == 0 ? 8 : 4);

        samples[i].packed.at[place] ^= 1;
        assert_false(unpack(samples[i].coding, samples[i].packed, 5, 5));
        assert_refused(PROBLEM_MALFORMED_BODY, "is broken: ");
        samples[i].packed.at[place] ^= 1;
    }
}

static void what_follows_the_last_stream_is_told(void **state)
{
    static const char *const behind[] = {"\n", "{}", "\x1f", "\x1f\x8c", "\x28\xb5\x2f\xfe"};

    (void)state;
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t j = 0; j < 5; j++) {
            size_t count = samples[i].packed.count;

            add(&samples[i].packed, behind[j], strlen(behind[j]));
            assert_false(unpack(samples[i].coding, samples[i].packed, 5, 5));
            assert_refused(PROBLEM_MALFORMED_BODY,
                           i < 2 && j == 2 ? "cut off" : "Behind the end of its");
            samples[i].packed.count = count;
        }
}

static void a_body_that_is_not_packed_is_told(void **state)
{
    static const char *const names[] = {"gzip", "zstd"};
    char text[] = "{\"a\":[[1]]}";

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_false(unpack(names[i], (struct bytes){(unsigned char *)text, sizeof text}, 4, 4));
        assert_refused(PROBLEM_MALFORMED_BODY, "does not begin as a");
        assert_false(unpack(names[i], samples[i == 0 ? 2 : 0].packed, 4, 4));
        assert_refused(PROBLEM_MALFORMED_BODY, "does not begin as a");
    }
}

static void noise_is_refused(void **state)
{
    static const unsigned char heads[2][4] = {{0x1f, 0x8b, 8, 0}, {0x28, 0xb5, 0x2f, 0xfd}};
    unsigned char noise[400];
    uint64_t random = 1;

    (void)state;
    for (size_t round = 0; round < 2000; round++) {
        for (size_t i = 0; i < sizeof noise; i++) {
            random = random * UINT64_C(6364136223846793005) + 1;
            noise[i] = (unsigned char)(random >> 56);
        }
        if (round % 4 > 0)
            memcpy(noise, heads[round % 2], 4);
        unpack(round % 2 ? "zstd" : "gzip", (struct bytes){noise, round % sizeof noise}, 50, 50);
    }
}

static void a_long_text_comes_in_buffers(void **state)
{
    const size_t length = 3000001;
    char *text = text_of(length);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bytes packed = no_bytes();

        if (i == 0)
            add_gzip(&packed, text, length);
        else
            add_zstd(&packed, text, length, 23);
        assert_true(unpack(i == 0 ? "gzip" : "zstd", packed, 1000, 1000));
        assert_kept(text, length);
        assert_true(unpack(i == 0 ? "gzip" : "zstd", packed, SIZE_MAX, SIZE_MAX));
        assert_kept(text, length);
        assert_in_range(kept.parts, length / LIMIT_UNPACKED, length / LIMIT_UNPACKED * 2);
        free(packed.at);
    }
    free(text);
}

static void a_bomb_is_stopped_one_buffer_beyond_the_limit(void **state)
{
    char *zeros = calloc(1, ROOM);

    (void)state;
    assert_non_null(zeros);
    for (size_t i = 0; i < 2; i++) {
        struct bytes packed = no_bytes();

        if (i == 0)
            add_gzip(&packed, zeros, ROOM);
        else
            add_zstd(&packed, zeros, ROOM, 20);
        limit = MEBIBYTE;
        assert_false(unpack(i == 0 ? "gzip" : "zstd", packed, 10, SIZE_MAX));
        assert_refused(PROBLEM_BODY_TOO_LARGE, "Unpacked, the body is larger than the 1048576");
        assert_int_equal(json_integer_value(json_object_get(problem.members, "limit")), MEBIBYTE);
        assert_in_range(kept.length, 0, MEBIBYTE);
        limit = ROOM;
        assert_true(unpack(i == 0 ? "gzip" : "zstd", packed, 10, SIZE_MAX));
        free(packed.at);
    }
    free(zeros);
}

static void windows_are_those_that_http_allows(void **state)
{
    struct bytes packed = no_bytes();

    (void)state;
    add_zstd(&packed, samples[0].text, 300, 24);
    assert_false(unpack("zstd", packed, 3, 3));
    assert_refused(PROBLEM_MALFORMED_BODY, "more than the 8 MiB that HTTP allows");
    packed.count = 0;
    add_zstd(&packed, samples[0].text, 300, 23);
    assert_true(unpack("zstd", packed, 3, 3));
    free(packed.at);
}

static void a_dictionary_is_not_here(void **state)
{
    unsigned char frame[] = {0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 1, 9, 0, 0, 'x'};

    (void)state;
    assert_false(unpack("zstd", (struct bytes){frame, sizeof frame}, 1, 1));
    assert_refused(PROBLEM_MALFORMED_BODY, "with a dictionary, which is not here");
}

/* The same that is given, for as long as it fits: libzstd's own, against what is reserved. */
static void what_zstd_takes_is_reserved_before(void **state)
{
    (void)state;
    for (int window_log = 10; window_log <= 23; window_log++) {
        void *reader = malloc(decoding_size());
        ZSTD_DStream *zstd = ZSTD_createDStream();
        struct bytes packed = no_bytes();
        ZSTD_outBuffer out = {kept.text, ROOM, 0};
        const struct reader_format *format;
        ZSTD_inBuffer in;

        add_zstd(&packed, samples[0].text, 300, window_log);
        in = (ZSTD_inBuffer){packed.at, 30, 0};
        ZSTD_decompressStream(zstd, &out, &in);
        format = decoding_begin(reader, named("zstd"), &keeper, limit, &reading);
        assert_true(format->feed(reader, (const char *)packed.at, 30));
        assert_in_range(budget_used(), LIMIT_UNPACKED + ZSTD_sizeof_DStream(zstd),
                        2 * MEBIBYTE + (1ul << window_log));
        format->release(reader);
        assert_int_equal(budget_used(), 0);
        ZSTD_freeDStream(zstd);
        free(packed.at);
        free(reader);
    }
}

static void too_little_memory_is_told_at_every_step(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        bool good = false;

        for (size_t room = 0; !good; room += 4096) {
            budget_begin(room);
            good = unpack(samples[i].coding, samples[i].packed, 5, 100);
            if (!good)
                assert_int_equal(problem.kind, PROBLEM_BODY_TOO_LARGE);
        }
        assert_kept(samples[i].text, samples[i].length);
    }
    budget_begin(BUDGET);
}

static void a_reader_that_has_had_enough_ends_it(void **state)
{
    void *reader = malloc(decoding_size());
    const struct reader_format *format;

    (void)state;
    kept.length = 0;
    kept.fault = 0;
    kept.ended = false;
    format = decoding_begin(reader, named("gzip"), &keeper, limit, &reading);
    assert_false(format->feed(reader, (const char *)samples[0].packed.at, samples[0].packed.count));
    assert_false(format->end(reader));
    assert_false(kept.ended);
    assert_int_equal(problem.kind, PROBLEM_NONE); /* it is the reader that tells */
    format->release(reader);
    free(reader);
}

static void a_broken_stream_is_told_before_what_it_means(void **state)
{
    const struct bytes cut = {samples[0].packed.at, samples[0].packed.count - 1};
    void *reader = malloc(decoding_size());
    const struct reader_format *format;

    (void)state;
    kept.length = 0;
    kept.fault = SIZE_MAX;
    format = decoding_begin(reader, named("gzip"), &keeper, limit, &reading);
    problem_set(&problem, PROBLEM_RAGGED_ROWS, "The second row is short.");
    assert_true(format->feed(reader, (const char *)cut.at, cut.count));
    assert_false(format->end(reader));
    assert_int_equal(problem.kind, PROBLEM_MALFORMED_BODY);
    format->release(reader);
    problem_clear(&problem);
    free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codings_have_their_names),
        cmocka_unit_test(a_stream_may_be_split_anywhere),
        cmocka_unit_test(a_stream_may_come_byte_by_byte),
        cmocka_unit_test(a_stream_that_is_cut_off_is_malformed),
        cmocka_unit_test(an_empty_body_is_no_stream),
        cmocka_unit_test(a_flipped_bit_changes_no_number),
        cmocka_unit_test(a_wrong_sum_is_told),
        cmocka_unit_test(what_follows_the_last_stream_is_told),
        cmocka_unit_test(a_body_that_is_not_packed_is_told),
        cmocka_unit_test(noise_is_refused),
        cmocka_unit_test(a_long_text_comes_in_buffers),
        cmocka_unit_test(a_bomb_is_stopped_one_buffer_beyond_the_limit),
        cmocka_unit_test(windows_are_those_that_http_allows),
        cmocka_unit_test(a_dictionary_is_not_here),
        cmocka_unit_test(what_zstd_takes_is_reserved_before),
        cmocka_unit_test(too_little_memory_is_told_at_every_step),
        cmocka_unit_test(a_reader_that_has_had_enough_ends_it),
        cmocka_unit_test(a_broken_stream_is_told_before_what_it_means),
    };

    return cmocka_run_group_tests(tests, make_samples, free_samples);
}
