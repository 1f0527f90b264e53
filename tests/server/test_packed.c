/* Packed bodies and answers, as clients send and take them: whole, in parts, cut off, and worth far
 * more than they weigh. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* What a bomb is worth (full: 1 GiB and some), and how much more memory it may take. */
static size_t bomb_worth = SANITIZED ? 40000000 : 140000000;
static const char *bomb_limit = SANITIZED ? "32M" : "128M";
#define BOMB_MEMORY 20000.0 /* kibibytes */

/* Enough small requests to see that nobody is held up; more would hold up the bomb. */
#define MEANWHILE 200

static const char *const codings[] = {"gzip", "zstd"};
#define CODINGS (sizeof codings / sizeof codings[0])

/* --- Packing, without the server's means ------------------------------------------------------ */

/* Packs so many bytes: a text, or where that is shorter its last byte again and again. */
static struct text pack_gzip(const char *text, size_t length, size_t worth)
{
    z_stream zlib = {0};
    char more[65536];
    struct text out = {0};

    assert_int_equal(deflateInit2(&zlib, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    memset(more, text[length - 1], sizeof more);
    zlib.next_in = (z_const Bytef *)text;
    zlib.avail_in = (uInt)length;
    for (size_t left = worth - length; zlib.avail_in > 0 || left > 0;) {
        if (zlib.avail_in == 0) {
            zlib.next_in = (z_const Bytef *)more;
            zlib.avail_in = (uInt)(left < sizeof more ? left : sizeof more);
            left -= zlib.avail_in;
        }
        zlib.next_out = (Bytef *)text_reserve(&out, sizeof more);
        zlib.avail_out = sizeof more;
        deflate(&zlib, Z_NO_FLUSH);
        out.length += sizeof more - zlib.avail_out;
    }
    zlib.next_out = (Bytef *)text_reserve(&out, sizeof more);
    zlib.avail_out = sizeof more;
    while (deflate(&zlib, Z_FINISH) != Z_STREAM_END) {
        out.length += sizeof more - zlib.avail_out;
        zlib.next_out = (Bytef *)text_reserve(&out, sizeof more);
        zlib.avail_out = sizeof more;
    }
    out.length += sizeof more - zlib.avail_out;
    deflateEnd(&zlib);
    return out;
}

static void compress_zstd(ZSTD_CCtx *zstd, const char *bytes, size_t count, ZSTD_EndDirective how,
                          struct text *out)
{
    const size_t room = 262144;
    ZSTD_inBuffer in = {bytes, count, 0};
    size_t left;

    do {
        ZSTD_outBuffer to = {text_reserve(out, room), room, 0};

        left = ZSTD_compressStream2(zstd, &to, &in, how);
        assert_false(ZSTD_isError(left));
        out->length += to.pos;
    } while (in.pos < count || (how == ZSTD_e_end && left > 0));
}

static struct text pack_zstd(const char *text, size_t length, size_t worth)
{
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    char more[65536];
    struct text out = {0};

    memset(more, text[length - 1], sizeof more);
    compress_zstd(zstd, text, length, ZSTD_e_continue, &out);
    for (size_t left = worth - length; left > 0;) {
        size_t count = left < sizeof more ? left : sizeof more;

        compress_zstd(zstd, more, count, ZSTD_e_continue, &out);
        left -= count;
    }
    compress_zstd(zstd, NULL, 0, ZSTD_e_end, &out);
    ZSTD_freeCCtx(zstd);
    return out;
}

static struct text pack(const char *coding, const char *text, size_t length, size_t worth)
{
    return strcmp(coding, "gzip") == 0 ? pack_gzip(text, length, worth)
                                       : pack_zstd(text, length, worth);
}

static struct text pack_text(const char *coding, const struct text *text)
{
    return pack(coding, text->bytes, text->length, text->length);
}

/* Unpacks one gzip member, or one frame of zstd: what every client can. */
static struct text unpack(const char *coding, const struct text *packed, size_t length)
{
    struct text out = {0};
    char *to = text_reserve(&out, length + 1);
    z_stream zlib = {
        .next_in = (z_const Bytef *)packed->bytes,
        .avail_in = (uInt)packed->length,
        .next_out = (Bytef *)to,
        .avail_out = (uInt)length,
    };

    if (strcmp(coding, "zstd") == 0) {
        assert_int_equal(ZSTD_findFrameCompressedSize(packed->bytes, packed->length),
                         packed->length);
        assert_int_equal(ZSTD_decompress(to, length, packed->bytes, packed->length), length);
    } else {
        assert_int_equal(inflateInit2(&zlib, 16 + MAX_WBITS), Z_OK);
        assert_int_equal(inflate(&zlib, Z_FINISH), Z_STREAM_END);
        assert_int_equal(zlib.avail_in, 0);
        assert_int_equal(zlib.total_out, length);
        inflateEnd(&zlib);
    }
    out.length = length;
    to[length] = '\0';
    return out;
}

/* --- Bodies ----------------------------------------------------------------------------------- */

static const char *encoding_field(const char *coding)
{
    return strcmp(coding, "gzip") == 0 ? "Content-Encoding: gzip" : "Content-Encoding: zstd";
}

static struct answer post_packed(const struct server *server, const char *name, const char *coding,
                                 const struct text *packed, bool chunked)
{
    return ask(server, &(struct request){.name = name,
                                         .target = "/v1/multiply",
                                         .headers = {JSON_TYPE, encoding_field(coding)},
                                         .body = packed->bytes,
                                         .length = packed->length,
                                         .chunked = chunked});
}

static void say_packed_head(struct raw *raw, const char *coding, size_t length)
{
    raw_say(raw, "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n", JSON_TYPE,
            encoding_field(coding));
    raw_say(raw, "Content-Length: %zu\r\n\r\n", length);
}

static void packed_bodies_are_read_as_plain_ones_are(void **state)
{
    static const size_t sizes[] = {2, 40, 120, 300};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct text body = product_body_of(sizes[i], sizes[i] + 1, sizes[i] + 2, ENTRIES_LONG);
        struct answer plain = post(&shared, NULL, "/v1/multiply", body.bytes);

        for (size_t j = 0; j < 2 * CODINGS; j++) {
            struct text packed = pack_text(codings[j / 2], &body);
            struct answer answer =
                post_packed(&shared, "packed-body", codings[j / 2], &packed, j % 2 == 0);

            assert_status(&answer, 200);
            assert_string_equal(answer.body.bytes, plain.body.bytes);
            answer_free(&answer);
            text_free(&packed);
        }
        answer_free(&plain);
        text_free(&body);
    }
}

static void answer_is_the_same_at_every_split(void **state)
{
    static const size_t parts[] = {37, 127, 1001, 4096, 65537, 131072};
    struct text body = product_body_of(120, 130, 140, ENTRIES_LONG);
    struct answer plain = post(&shared, NULL, "/v1/multiply", body.bytes);

    (void)state;
    for (size_t i = 0; i < 6 * CODINGS; i++) {
        const char *coding = codings[i / 6];
        struct text packed = pack_text(coding, &body);
        struct answer answer;
        struct raw raw;

        raw_open(&raw, &shared);
        say_packed_head(&raw, coding, packed.length);
        raw_send_in_parts(&raw, packed.bytes, packed.length, parts[i % 6]);
        answer = raw_answer(&raw, "POST");
        assert_status(&answer, 200);
        assert_string_equal(answer.body.bytes, plain.body.bytes);
        answer_free(&answer);
        raw_close(&raw);
        text_free(&packed);
    }
    answer_free(&plain);
    text_free(&body);
}

/* A row of zeros times a column of zeros: some kilobytes that unpack to megabytes of numbers. */
static void rows_that_unpack_to_far_more_are_read(void **state)
{
    const size_t inner = SANITIZED ? 500000 : 5000000; /* full or not: 20 MB of text */
    struct text body = {0};

    (void)state;
    text_say(&body, "{\"a\":[[0");
    for (size_t i = 1; i < inner; i++)
        text_add(&body, ",0", 2);
    text_say(&body, "]],\"b\":[0");
    for (size_t i = 1; i < inner; i++)
        text_add(&body, ",0", 2);
    text_say(&body, "]}");
    for (size_t i = 0; i < CODINGS; i++) {
        struct text packed = pack_text(codings[i], &body);
        struct answer answer = post_packed(&shared, "far-more", codings[i], &packed, false);

        assert_true(packed.length < body.length / 100);
        assert_true(answer_is(&answer, "{\"shape\":[1,1],\"product\":[[0]]}\n"));
        answer_free(&answer);
        text_free(&packed);
    }
    text_free(&body);
}

/* --- Bombs ------------------------------------------------------------------------------------ */

/* Small requests that are answered before the connection has something to be read, up to a number:
 * the one event thread has both. */
static size_t answered_meanwhile(const struct server *server, const struct raw *raw)
{
    size_t answered = 0;

    while (answered < MEANWHILE && !raw_readable(raw, 0)) {
        assert_true(multiplies(server));
        answered++;
    }
    return answered;
}

/* Returns how many small requests were answered meanwhile. */
static size_t assert_bomb_is_stopped(const struct server *server, const char *coding, bool chunked)
{
    struct text bomb = pack(coding, " ", 1, bomb_worth);
    bool measures = !SANITIZED && server_forget_peak(server);
    double idle = server_peak(server), took = seconds_now();
    struct answer answer;
    size_t answered;
    struct raw raw;

    raw_open(&raw, server);
    raw_say(&raw, "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n", JSON_TYPE,
            encoding_field(coding));
    raw_say(&raw,
            chunked ? "Transfer-Encoding: chunked\r\n\r\n%zx\r\n" : "Content-Length: %zu\r\n\r\n",
            bomb.length);
    raw_send(&raw, bomb.bytes, bomb.length);
    if (chunked)
        raw_say(&raw, "\r\n0\r\n\r\n");
    answered = answered_meanwhile(server, &raw);
    answer = raw_answer(&raw, "POST");
    took = seconds_now() - took;
    assert_problem(&answer, 413, "body-too-large");
    assert_non_null(strstr(answer.body.bytes, "Unpacked, the body is larger than"));
    print_message("%s%s: %zu bytes worth %zu refused after %.3f s, %+.0f KiB, %zu small requests "
                  "answered meanwhile\n",
                  coding, chunked ? " in chunks" : "", bomb.length, bomb_worth, took,
                  server_peak(server) - idle, answered);
    assert_true(!measures || server_peak(server) - idle < BOMB_MEMORY);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&bomb);
    return answered;
}

/* Were the event thread held up, the first small request would be answered after the bomb, and no
 * second one before; where a machine is slow to begin with the first, once in many is enough. */
static void assert_holds_up_nobody(const struct server *server, const char *coding, bool chunked)
{
    size_t answered = 0;

    for (size_t tries = 0; tries < 20 && answered < 2; tries++)
        answered = assert_bomb_is_stopped(server, coding, chunked);
    assert_true(answered >= 2);
}

static void a_bomb_is_stopped_and_holds_up_nobody(void **state)
{
    struct server server = server_start(OPTIONS("--max-body", bomb_limit, "--event-threads", "1"));

    (void)state;
    assert_true(multiplies(&server));
    for (size_t i = 0; i < 2 * CODINGS; i++)
        assert_holds_up_nobody(&server, codings[i / 2], i % 2);
    assert_true(multiplies(&server));
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 1e6);
    server_stop(&server);
}

static bool holds_blocks(const struct server *server)
{
    return metric(server, "rowcol_memory_reserved_bytes") > 5e5;
}

static void a_client_that_leaves_ends_the_unpacking(void **state)
{
    struct server server = server_start(NULL);

    (void)state;
    for (size_t i = 0; i < CODINGS; i++) {
        struct text bomb = pack(codings[i], " ", 1, bomb_worth);
        struct raw raw;

        raw_open(&raw, &server);
        say_packed_head(&raw, codings[i], bomb.length);
        raw_send(&raw, bomb.bytes, bomb.length - 3);
        WAIT_UNTIL(holds_blocks(&server));
        raw_reset(&raw);
        WAIT_UNTIL(!holds_blocks(&server));
        text_free(&bomb);
    }
    assert_true(multiplies(&server));
    server_stop(&server);
}

static void too_little_memory_for_a_window_is_told(void **state)
{
    struct server server = server_start(OPTIONS("--max-memory", "4M"));
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    struct text packed = {0};
    struct answer answer;

    (void)state;
    ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, 23);
    compress_zstd(zstd, SMALL_BODY, strlen(SMALL_BODY), ZSTD_e_flush, &packed);
    compress_zstd(zstd, NULL, 0, ZSTD_e_end, &packed);
    ZSTD_freeCCtx(zstd);
    answer = post_packed(&server, "window-over-the-memory", "zstd", &packed, false);
    assert_problem(&answer, 413, "body-too-large");
    answer_free(&answer);
    answer = post_packed(&shared, NULL, "zstd", &packed, false);
    assert_true(answer_is(&answer, SMALL_ANSWER));
    answer_free(&answer);
    text_free(&packed);
    server_stop(&server);
}

static void what_was_unpacked_is_in_the_log(void **state)
{
    struct server server = server_start(OPTIONS("--log-format", "json"));
    const struct text body = {.bytes = (char *)(uintptr_t)SMALL_BODY, .length = strlen(SMALL_BODY)};
    struct text packed = pack_text("gzip", &body);
    struct answer answer = post_packed(&server, NULL, "gzip", &packed, false);
    char field[64];

    (void)state;
    answer_free(&answer);
    snprintf(field, sizeof field, "\"bytes_unpacked\":%zu", body.length);
    WAIT_UNTIL(server_logged(&server, field));
    text_free(&packed);
    server_stop(&server);
}

/* --- Answers ---------------------------------------------------------------------------------- */

static const char *accept_field(const char *coding)
{
    return strcmp(coding, "gzip") == 0 ? "Accept-Encoding: gzip" : "Accept-Encoding: zstd";
}

static void assert_packed(const struct answer *answer, const char *coding,
                          const struct answer *plain)
{
    struct text unpacked = unpack(coding, &answer->body, plain->body.length);

    assert_status(answer, 200);
    assert_string_equal(answer_header(answer, "Content-Encoding"), coding);
    assert_non_null(strstr(answer_header(answer, "Vary"), "Accept-Encoding"));
    assert_string_equal(unpacked.bytes, plain->body.bytes);
    assert_true(answer->body.length < plain->body.length);
    text_free(&unpacked);
}

static void answers_of_every_size_are_packed(void **state)
{
    static const size_t sizes[] = {10, 25, 64, 65, 90, 91, 200, 500};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct text body = product_body_of(sizes[i], 3, sizes[i], ENTRIES_LONG);
        struct answer plain = post(&shared, NULL, "/v1/multiply", body.bytes);

        for (size_t j = 0; j < CODINGS; j++) {
            struct answer answer =
                ask(&shared, &(struct request){.name = "packed-answer",
                                               .target = "/v1/multiply",
                                               .headers = {JSON_TYPE, accept_field(codings[j])},
                                               .body = body.bytes,
                                               .length = body.length});

            assert_packed(&answer, codings[j], &plain);
            answer_free(&answer);
        }
        answer_free(&plain);
        text_free(&body);
    }
}

static struct answer get_packed(const char *method, const char *target, const char *coding,
                                const char *condition)
{
    return ask(&shared, &(struct request){.name = "packed-page",
                                          .method = method,
                                          .target = target,
                                          .headers = {accept_field(coding), condition}});
}

static void pages_and_lessons_are_packed_too(void **state)
{
    static const char *const targets[] = {"/",
                                          "/docs",
                                          "/openapi.yaml",
                                          "/assets/style.css",
                                          "/v1/practice?seed=7",
                                          "/v1/practice?seed=7&answers=true"};

    (void)state;
    for (size_t i = 0; i < CODINGS * 6; i++) {
        const char *coding = codings[i / 6], *target = targets[i % 6];
        struct answer plain = get(&shared, NULL, target);
        struct answer answer = get_packed("GET", target, coding, NULL);
        struct answer head = get_packed("HEAD", target, coding, NULL);

        assert_packed(&answer, coding, &plain);
        assert_string_equal(answer_header(&head, "Content-Encoding"), coding);
        assert_null(answer_header(&plain, "Content-Encoding"));
        answer_free(&plain);
        answer_free(&answer);
        answer_free(&head);
    }
}

static void what_is_small_or_a_problem_is_left_alone(void **state)
{
    static const char *const headers[] = {JSON_TYPE, "Accept-Encoding: gzip, zstd"};
    struct request request = {.name = "not-packed",
                              .target = "/v1/multiply",
                              .headers = {headers[0], headers[1]},
                              .body = SMALL_BODY,
                              .length = strlen(SMALL_BODY)};
    struct answer answer = ask(&shared, &request);

    (void)state;
    assert_true(answer_is(&answer, SMALL_ANSWER));
    assert_null(answer_header(&answer, "Content-Encoding"));
    answer_free(&answer);
    request.body = "{\"a\":";
    request.length = 5;
    answer = ask(&shared, &request);
    assert_problem(&answer, 400, "malformed-json");
    assert_null(answer_header(&answer, "Content-Encoding"));
    answer_free(&answer);
}

static void the_smallest_is_packed_for_whoever_refuses_plain_answers(void **state)
{
    static const char body[] = "{\"a\":[[1]]}";
    struct answer answer = ask(&shared, &(struct request){.name = "packed-answer-of-few-bytes",
                                                          .target = "/v1/trace",
                                                          .headers = {JSON_TYPE, "Accept-Encoding: "
                                                                                 "identity;q=0, "
                                                                                 "gzip"},
                                                          .body = body,
                                                          .length = sizeof body - 1});

    (void)state;
    assert_status(&answer, 200);
    assert_string_equal(answer_header(&answer, "Content-Encoding"), "gzip");
    assert_string_equal(answer_header(&answer, "Vary"), "Accept, Accept-Encoding");
    answer_free(&answer);
}

static void a_tag_is_of_the_coding(void **state)
{
    static const char *const targets[] = {"/openapi.yaml", "/assets/style.css"};

    (void)state;
    for (size_t i = 0; i < 2 * CODINGS; i++) {
        const char *coding = codings[i / 2], *other = codings[1 - i / 2], *target = targets[i % 2];
        struct answer answer = get_packed("GET", target, coding, NULL);
        char condition[128];

        snprintf(condition, sizeof condition, "If-None-Match: W/\"x\", %s",
                 answer_header(&answer, "ETag"));
        answer_free(&answer);
        answer = get_packed("GET", target, coding, condition);
        assert_status(&answer, 304);
        assert_non_null(strstr(answer_header(&answer, "Vary"), "Accept-Encoding"));
        assert_null(answer_header(&answer, "Content-Encoding"));
        answer_free(&answer);
        answer = get_packed("GET", target, other, condition);
        assert_status(&answer, 200);
        answer_free(&answer);
        answer = ask(&shared, &(struct request){.target = target, .headers = {condition}});
        assert_status(&answer, 200);
        answer_free(&answer);
    }
}

static void a_client_that_leaves_a_packed_answer_takes_nothing_along(void **state)
{
    struct server server = server_start(NULL);
    struct text body = product_body_of(SANITIZED ? 500 : 1500, 1, 1500, ENTRIES_LONG);

    (void)state;
    for (size_t i = 0; i < 4 * CODINGS; i++) {
        struct raw raw;

        raw_open_narrow(&raw, &server, 4096);
        raw_say(&raw, "POST /v1/multiply HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n", JSON_TYPE,
                accept_field(codings[i % CODINGS]));
        raw_say(&raw, "Content-Length: %zu\r\n\r\n", body.length);
        raw_send(&raw, body.bytes, body.length);
        assert_true(raw_readable(&raw, PATIENCE));
        raw_reset(&raw);
    }
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 1e6);
    assert_true(multiplies(&server));
    text_free(&body);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_bodies_are_read_as_plain_ones_are),
        cmocka_unit_test(answer_is_the_same_at_every_split),
        cmocka_unit_test(rows_that_unpack_to_far_more_are_read),
        cmocka_unit_test(a_bomb_is_stopped_and_holds_up_nobody),
        cmocka_unit_test(a_client_that_leaves_ends_the_unpacking),
        cmocka_unit_test(too_little_memory_for_a_window_is_told),
        cmocka_unit_test(what_was_unpacked_is_in_the_log),
        cmocka_unit_test(answers_of_every_size_are_packed),
        cmocka_unit_test(pages_and_lessons_are_packed_too),
        cmocka_unit_test(what_is_small_or_a_problem_is_left_alone),
        cmocka_unit_test(the_smallest_is_packed_for_whoever_refuses_plain_answers),
        cmocka_unit_test(a_tag_is_of_the_coding),
        cmocka_unit_test(a_client_that_leaves_a_packed_answer_takes_nothing_along),
    };

    if (testing_begin(argc, argv)) {
        bomb_worth = (size_t)1 << 30 | 1000000;
        bomb_limit = "1G";
    }
    return cmocka_run_group_tests(tests, share_server, stop_shared_server);
}
