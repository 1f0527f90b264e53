/* Large products: right against a second computation, the same at every split of the body, and
 * within the memory of their matrices. */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Peak memory may be so many times the three matrices. */
#define MEMORY_FACTOR 1.35

static size_t size = SANITIZED ? 500 : 1000; /* full: 2000 */
static bool measures_memory;
static void assert_product_of(const char *name, size_t m, size_t k, size_t n, enum entries entries)
{
    struct matrix a = matrix_make(m, k, entries, 1), b = matrix_make(k, n, entries, 2);
    struct text body = product_body(&a, &b);
    struct answer answer = post(&shared, name, "/v1/multiply", body.bytes);

    assert_product(&answer, &a, &b);
    answer_free(&answer);
    text_free(&body);
    matrix_free(&a);
    matrix_free(&b);
}

static void large_product_of_long_numbers_is_right(void **state)
{
    double idle, matrices = 3.0 * 8 * (double)(size * size) / 1024;

    (void)state;
    measures_memory = measures_memory && server_forget_peak(&shared);
    idle = server_peak(&shared);
    assert_product_of("large-product", size, size, size, ENTRIES_LONG);
    if (measures_memory) {
        double factor = (server_peak(&shared) - idle) / matrices;

        print_message("peak memory: %.3f times the three matrices\n", factor);
        assert_true(factor <= MEMORY_FACTOR);
    }
}

static void large_product_of_whole_numbers_is_exact(void **state)
{
    (void)state;
    assert_product_of("large-product-of-whole-numbers", 600, 700, 800, ENTRIES_WHOLE);
}

static void oblong_products_are_right(void **state)
{
    (void)state;
    assert_product_of("wide", 1, 3, 200000, ENTRIES_WHOLE);
    assert_product_of("tall", 200000, 3, 1, ENTRIES_WHOLE);
    assert_product_of("one-column", 3000, 700, 1, ENTRIES_LONG);
    assert_product_of("one-row", 1, 700, 3000, ENTRIES_LONG);
    assert_product_of("inner", 1, 300000, 1, ENTRIES_WHOLE);
    assert_product_of("outer", 700, 1, 900, ENTRIES_LONG);
    assert_product_of("flat", 3, 2000, 5, ENTRIES_LONG);
}

/* Around the places where blocks of text or panels end. */
static void products_around_the_sizes_of_blocks_are_right(void **state)
{
    static const size_t sizes[] = {63, 64, 65, 90, 91, 127, 128, 129, 255, 256, 257};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        assert_product_of("around-a-block", sizes[i], 17, sizes[i], ENTRIES_WHOLE);
    assert_product_of("entries-of-one-block", 1, 2, 8192, ENTRIES_LONG);
    assert_product_of("entries-of-one-block-and-one", 8193, 2, 1, ENTRIES_LONG);
    assert_product_of("columns-of-one-panel-and-one", 2, 3, 1025, ENTRIES_LONG);
}

static struct answer post_in_parts(const struct text *body, size_t part)
{
    struct answer answer;
    struct raw raw;

    raw_open(&raw, &shared);
    raw_say_multiply_head(&raw, body->length);
    raw_send_in_parts(&raw, body->bytes, body->length, part);
    answer = raw_answer(&raw, "POST");
    assert_true(answer.complete);
    raw_close(&raw);
    return answer;
}

static void answer_is_the_same_at_every_split(void **state)
{
    static const size_t parts[] = {37, 127, 1001, 4096, 65537, 131072, 1000003};
    struct text body = product_body_of(120, 130, 140, ENTRIES_LONG);
    struct answer whole = post(&shared, "same-at-every-split", "/v1/multiply", body.bytes);

    (void)state;
    assert_status(&whole, 200);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct answer answer = post_in_parts(&body, parts[i]);

        assert_status(&answer, 200);
        assert_string_equal(answer.body.bytes, whole.body.bytes);
        answer_free(&answer);
    }
    answer_free(&whole);
    text_free(&body);
}

static void answer_is_the_same_in_chunks(void **state)
{
    struct text body = product_body_of(120, 130, 140, ENTRIES_LONG);
    struct answer whole = post(&shared, NULL, "/v1/multiply", body.bytes);
    struct answer chunked = ask(&shared, &(struct request){.name = "body-in-chunks",
                                                           .target = "/v1/multiply",
                                                           .headers = {JSON_TYPE},
                                                           .body = body.bytes,
                                                           .length = body.length,
                                                           .chunked = true});

    (void)state;
    assert_status(&chunked, 200);
    assert_string_equal(chunked.body.bytes, whole.body.bytes);
    answer_free(&whole);
    answer_free(&chunked);
    text_free(&body);
}

/* Wherever it is read: by the thread that receives, or by the pool while more arrives. */
static void faults_anywhere_in_a_large_body_are_told_with_their_place(void **state)
{
    struct text body = product_body_of(200, 200, 200, ENTRIES_LONG);

    (void)state;
    for (size_t place = 1000; place < body.length; place += body.length / 7) {
        struct answer answer;
        char before, column[32];

        place += strcspn(body.bytes + place, "],");
        before = body.bytes[place];
        body.bytes[place] = '?';
        snprintf(column, sizeof column, "\"column\":%zu,", place + 1);
        answer = post(&shared, "fault-in-a-large-body", "/v1/multiply", body.bytes);
        assert_status(&answer, 400);
        assert_non_null(strstr(answer.body.bytes, column));
        answer_free(&answer);
        body.bytes[place] = before;
    }
    text_free(&body);
}

static void client_that_ends_its_side_after_a_large_body_gets_its_answer(void **state)
{
    struct text body = product_body_of(200, 200, 200, ENTRIES_LONG);
    struct answer answer;
    struct raw raw;

    (void)state;
    raw_open(&raw, &shared);
    raw_say_multiply_head(&raw, body.length);
    raw_send(&raw, body.bytes, body.length);
    raw_half_close(&raw);
    answer = raw_answer(&raw, "POST");
    assert_true(answer.complete);
    assert_status(&answer, 200);
    answer_free(&answer);
    raw_close(&raw);
    text_free(&body);
}

static void clients_that_leave_in_a_large_body_leave_nothing_behind(void **state)
{
    struct text body = product_body_of(300, 300, 300, ENTRIES_LONG);

    (void)state;
    for (size_t i = 1; i <= 8; i++) {
        struct raw raw;

        raw_open(&raw, &shared);
        raw_say_multiply_head(&raw, body.length);
        raw_send(&raw, body.bytes, body.length / 9 * i);
        raw_reset(&raw);
    }
    WAIT_UNTIL(metric(&shared, "rowcol_requests_active") == 1);
    WAIT_UNTIL(metric(&shared, "rowcol_jobs") == 0);
    text_free(&body);
}

static void text_of_a_large_product_has_its_rows(void **state)
{
    struct text body = product_body_of(150, 10, 160, ENTRIES_WHOLE);
    struct answer answer =
        ask(&shared, &(struct request){.name = "large-text",
                                       .target = "/v1/multiply",
                                       .headers = {JSON_TYPE, "Accept: text/plain"},
                                       .body = body.bytes,
                                       .length = body.length});
    size_t rows = 0, width = 0;

    (void)state;
    assert_status(&answer, 200);
    for (const char *line = answer.body.bytes; *line; line += width + 1) {
        assert_true(rows == 0 || strcspn(line, "\n") == width);
        width = strcspn(line, "\n");
        rows++;
    }
    assert_int_equal(rows, 150);
    answer_free(&answer);
    text_free(&body);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_product_of_long_numbers_is_right),
        cmocka_unit_test(large_product_of_whole_numbers_is_exact),
        cmocka_unit_test(oblong_products_are_right),
        cmocka_unit_test(products_around_the_sizes_of_blocks_are_right),
        cmocka_unit_test(answer_is_the_same_at_every_split),
        cmocka_unit_test(answer_is_the_same_in_chunks),
        cmocka_unit_test(faults_anywhere_in_a_large_body_are_told_with_their_place),
        cmocka_unit_test(client_that_ends_its_side_after_a_large_body_gets_its_answer),
        cmocka_unit_test(clients_that_leave_in_a_large_body_leave_nothing_behind),
        cmocka_unit_test(text_of_a_large_product_has_its_rows),
    };

    if (testing_begin(argc, argv)) {
        size = 2000;
        measures_memory = !SANITIZED;
        return cmocka_run_group_tests_name("large", ((struct CMUnitTest[]){tests[0]}), share_server,
                                           stop_shared_server);
    }
    return cmocka_run_group_tests_name("large", tests, share_server, stop_shared_server);
}
