/* Packing: what Accept-Encoding asks for, and texts that are packed in one piece. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/budget.h"
#include "base/limits.h"
#include "formats/packing.h"

#define BUDGET (64ul * 1024 * 1024)
#define LONGEST 1000000ul

static void each_wish_is_met_by_what_fits_it_best(void **state)
{
    static const struct {
        const char *header;
        const char *coding; /* "": none */
        bool plain;
    } wishes[] = {
        {NULL, "", true},
        {"", "", true},
        {"gzip", "gzip", true},
        {"zstd", "zstd", true},
        {"x-gzip", "gzip", true},
        {"GZIP", "gzip", true},
        {"br", "", true},
        {"identity", "", true},
        {"gzip, deflate, br, zstd", "zstd", true}, /* browsers */
        {"gzip, deflate", "gzip", true},
        {"zstd, gzip", "zstd", true},
        {"gzip;q=1.0, zstd;q=0.5", "gzip", true},
        {"gzip;q=0.2,zstd;q=0.3", "zstd", true},
        {"gzip ; q=0.2 , zstd\t;q=.3", "zstd", true},
        {"gzip;q=0", "", true},
        {"gzip;q=0, zstd", "zstd", true},
        {"zstd;q=0, gzip;q=0.001", "gzip", true},
        {"gzip;q=0.000", "", true},
        {"*", "zstd", true},
        {"*;q=0", "", false},
        {"*, zstd;q=0", "gzip", true},
        {"*;q=0.1, gzip", "gzip", true},
        {"*;q=0, gzip", "gzip", false},
        {"*;q=0, identity", "", true},
        {"*;q=0, identity;q=0.1", "", true},
        {"identity;q=0", "", false},
        {"identity;q=0, *", "zstd", false},
        {"identity;q=0, gzip", "gzip", false},
        {"gzip;q=0, zstd;q=0, identity;q=0", "", false},
        {"gzip;q=0.5, identity", "", true},
        {"gzip;q=0.5, identity;q=0.5", "gzip", true},
        {"gzip;q=2, zstd;q=0.1", "zstd", true}, /* what is no weight is no wish */
        {"gzip;q=x", "", true},
        {"gzip;level=9", "gzip", true},
        {",, gzip ,,", "gzip", true},
        {"gzip/9", "", true},
        {"\"gzip\"", "", true},
        {"gzip zstd", "", true},
        {"gzip;q=\"1\"", "", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct packing_wish wish = packing_wished(wishes[i].header);
        const char *coding = wish.coding ? wish.coding->name : "";

        if (strcmp(coding, wishes[i].coding) != 0 || wish.plain != wishes[i].plain)
            fail_msg("'%s' is met by '%s'%s", wishes[i].header, coding, wish.plain ? "" : " only");
    }
}

static char text[LONGEST];

static void assert_unpacks(const struct coding *coding, const char *bytes, size_t count,
                           size_t length)
{
    static char unpacked[LONGEST + 1];
    z_stream zlib = {
        .next_in = (z_const Bytef *)bytes,
        .avail_in = (uInt)count,
        .next_out = (Bytef *)unpacked,
        .avail_out = sizeof unpacked,
    };

    if (strcmp(coding->name, "zstd") == 0) {
        assert_int_equal(ZSTD_decompress(unpacked, sizeof unpacked, bytes, count), length);
    } else {
        assert_int_equal(inflateInit2(&zlib, 16 + MAX_WBITS), Z_OK);
        assert_int_equal(inflate(&zlib, Z_FINISH), Z_STREAM_END);
        assert_int_equal(zlib.avail_in, 0);
        assert_int_equal(zlib.total_out, length);
        inflateEnd(&zlib);
    }
    assert_memory_equal(unpacked, text, length);
}

static void fill_text(size_t kind)
{
    uint64_t random = 7;

    for (size_t i = 0; i < LONGEST; i++) {
        random = random * UINT64_C(6364136223846793005) + 1;
        text[i] = kind == 0   ? (char)('0' + (random >> 33) % 10)
                  : kind == 1 ? (char)(random >> 56) /* grows */
                              : ' ';
    }
}

static void texts_of_any_kind_and_length_come_back(void **state)
{
    static const size_t lengths[] = {1, 2, 100, 1023, 1024, 65535, 65536, 65537, LONGEST};

    (void)state;
    for (size_t i = 0; i < 27 * CODINGS; i++) {
        const struct coding *coding = &codings[i / 27];
        size_t length = lengths[i % 9];
        struct packed packed;

        fill_text(i / 9 % 3);
        packed = packing_pack(coding, text, length);
        assert_non_null(packed.bytes);
        assert_in_range(packed.length, 1, packed.size);
        assert_unpacks(coding, packed.bytes, packed.length, length);
        budget_free(packed.bytes, packed.size);
        assert_int_equal(budget_used(), 0);
    }
}

static void numbers_take_about_half(void **state)
{
    (void)state;
    fill_text(0);
    for (size_t i = 0; i < CODINGS; i++) {
        struct packed packed = packing_pack(&codings[i], text, LONGEST);

        assert_in_range(packed.length, LONGEST * 41 / 100, LONGEST * 52 / 100);
        budget_free(packed.bytes, packed.size);
    }
}

static void without_memory_nothing_is_packed_and_nothing_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODINGS; i++) {
        struct packed_copies copies = {0};
        struct packed packed = {0};

        for (size_t room = 0; !packed.bytes; room += 10000) {
            assert_in_range(room, 0, 4ul * 1024 * 1024);
            budget_begin(room);
            assert_int_equal(budget_used(), 0);
            packed = packing_pack(&codings[i], text, 100000);
            if (!packed.bytes)
                assert_null(packing_kept(&copies, &codings[i], text, 100000));
        }
        budget_free(packed.bytes, packed.size);
        budget_begin(BUDGET);
    }
}

static void a_copy_is_made_once_for_each_coding(void **state)
{
    struct packed_copies copies = {0};

    (void)state;
    fill_text(0);
    for (size_t i = 0; i < CODINGS; i++) {
        const struct packed_copy *copy = packing_kept(&copies, &codings[i], text, 5000);

        assert_non_null(copy);
        assert_ptr_equal(packing_kept(&copies, &codings[i], text, 5000), copy);
        assert_unpacks(&codings[i], copy->bytes, copy->length, 5000);
    }
    assert_int_equal(budget_used(), 0);
    for (size_t i = 0; i < CODINGS; i++)
        free((void *)(uintptr_t)packing_kept(&copies, &codings[i], text, 5000));
}

static void what_zstd_takes_is_reserved_before(void **state)
{
    static const size_t lengths[] = {CODING_LENGTH_UNKNOWN, 1, 1024, 100000, LONGEST, 1ul << 30};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        void *zstd = zstd_packer.create(1, lengths[i]);

        assert_non_null(zstd);
        assert_in_range(ZSTD_sizeof_CCtx(zstd), 1, budget_used());
        zstd_packer.release(zstd);
        assert_int_equal(budget_used(), 0);
    }
}

/* Once created it takes nothing more: by then the status has been sent. */
static void packing_takes_no_memory_on_its_way(void **state)
{
    char *out = malloc(2 * LONGEST);

    (void)state;
    assert_non_null(out);
    fill_text(0);
    for (size_t i = 0; i < CODINGS; i++) {
        const struct packer_format *packer = codings[i].packer;
        void *state_of = packer->create(2, CODING_LENGTH_UNKNOWN);
        size_t used = budget_used();
        size_t size = i == 1 ? ZSTD_sizeof_CCtx(state_of) : 0;

        for (size_t block = 0; block < 20; block++) {
            const struct pack_block piece = {text, 50000, block % 2, block == 0, block == 19};

            packer->join(state_of, &piece, out,
                         packer->pack ? packer->pack(state_of, &piece, out) : 0);
            assert_int_equal(budget_used(), used);
            assert_int_equal(i == 1 ? ZSTD_sizeof_CCtx(state_of) : 0, size);
        }
        packer->release(state_of);
    }
    free(out);
}

static int begin_budget(void **state)
{
    (void)state;
    budget_begin(BUDGET);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wish_is_met_by_what_fits_it_best),
        cmocka_unit_test(texts_of_any_kind_and_length_come_back),
        cmocka_unit_test(numbers_take_about_half),
        cmocka_unit_test(without_memory_nothing_is_packed_and_nothing_kept),
        cmocka_unit_test(a_copy_is_made_once_for_each_coding),
        cmocka_unit_test(what_zstd_takes_is_reserved_before),
        cmocka_unit_test(packing_takes_no_memory_on_its_way),
    };

    return cmocka_run_group_tests(tests, begin_budget, NULL);
}
