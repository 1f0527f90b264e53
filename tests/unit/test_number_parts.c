/* Number text that arrives in parts: cut anywhere, it is read as if it had come in one piece. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rowcol/number.h>

static const char *const numbers[] = {
    "0",
    "-0",
    "7",
    "-12",
    "0.5",
    "-0.25",
    "1e5",
    "1E+5",
    "1e-05",
    "-3.141592653589793e-7",
    "1234567890123456789",
    "0.12345678901234567",
    "-123456789.123456789",
    "1.7976931348623157e308",
    "2.2250738585072011e-308",
    "5e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "9007199254740993",
    "9007199254740993.0000000000000000000000000000000000000000000000000000000001",
    "123456789012345678901234567890123456789012345678901234567890",
    "0.000000000000000000000000001e27",
    "1e400",
    "-1e99999999999999999999999999",
    "1e-99999999999999999999999999",
    "0e99999999999999999",
};

static const char *const broken[] = {
    "-", "1.", "1e", "1e+", "-0.", "+1", ".5", "1.e5", "1e+-1", "--1", "1..2", "x", "1ex", "-a",
};

struct outcome {
    rowcol_status status;
    size_t place;
    uint64_t bits;
};

static struct outcome read_whole(const char *text)
{
    const char *p = text;
    double value = 0;
    struct outcome outcome;

    outcome.status = rowcol_number_read(&p, text + strlen(text), &value);
    outcome.place = (size_t)(p - text);
    memcpy(&outcome.bits, &value, sizeof value);
    return outcome;
}

/* Feeds text from `from` to `to` out of memory of its own; false once the number is over. */
static bool feed_part(rowcol_number_parts *number, const char *text, size_t from, size_t to,
                      struct outcome *outcome)
{
    size_t length = to - from;
    char *part = malloc(length + 1);

    assert_non_null(part);
    memcpy(part, text + from, length);

    const char *p = part;

    outcome->status = rowcol_number_feed(number, &p, part + length);
    outcome->place = from + (size_t)(p - part);
    free(part);
    return outcome->status == ROWCOL_OK && outcome->place == to;
}

static struct outcome read_parts(const char *text, const size_t *cuts, size_t count)
{
    rowcol_number_parts number;
    struct outcome outcome = {ROWCOL_OK, 0, 0};
    double value = 0;
    size_t from = 0;
    bool more = true;

    rowcol_number_begin(&number);
    for (size_t i = 0; more && i < count; from = cuts[i], i++)
        more = feed_part(&number, text, from, cuts[i], &outcome);
    if (more)
        feed_part(&number, text, from, strlen(text), &outcome);
    if (outcome.status == ROWCOL_OK)
        outcome.status = rowcol_number_end(&number, &value);
    memcpy(&outcome.bits, &value, sizeof value);
    return outcome;
}

static void assert_same_in_parts(const char *text, const size_t *cuts, size_t count)
{
    struct outcome whole = read_whole(text);
    struct outcome parts = read_parts(text, cuts, count);

    if (whole.status != parts.status || whole.place != parts.place || whole.bits != parts.bits)
        fail_msg("\"%s\" cut at %zu: %s at %zu, in one piece %s at %zu", text, cuts[0],
                 rowcol_status_name(parts.status), parts.place, rowcol_status_name(whole.status),
                 whole.place);
}

static void assert_same_at_every_cut(const char *text)
{
    size_t length = strlen(text);

    for (size_t first = 0; first <= length; first++) {
        for (size_t second = first; second <= length; second++) {
            size_t cuts[] = {first, second};

            assert_same_in_parts(text, cuts, 2);
        }
    }
}

static void a_number_may_be_cut_at_any_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_same_at_every_cut(numbers[i]);
}

static void a_number_may_come_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t cuts[128];
        size_t count = strlen(numbers[i]);

        for (size_t place = 0; place < count; place++)
            cuts[place] = place;
        assert_same_in_parts(numbers[i], cuts, count);
    }
}

static void what_follows_the_number_is_left_in_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[128];

        snprintf(text, sizeof text, "%s, 5]", numbers[i]);
        assert_same_at_every_cut(text);
    }
}

static void a_broken_number_is_refused_at_the_same_place_in_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[128];

        assert_same_at_every_cut(broken[i]);
        snprintf(text, sizeof text, "%s, 5]", broken[i]);
        assert_same_at_every_cut(text);
    }
}

static void an_empty_part_changes_nothing(void **state)
{
    rowcol_number_parts number;
    const char *text = "12";
    const char *p = text;
    double value;

    (void)state;
    rowcol_number_begin(&number);
    assert_int_equal(rowcol_number_feed(&number, &p, p), ROWCOL_OK);
    assert_int_equal(rowcol_number_feed(&number, &p, p + 1), ROWCOL_OK);
    assert_int_equal(rowcol_number_feed(&number, &p, p), ROWCOL_OK);
    assert_int_equal(rowcol_number_feed(&number, &p, p + 1), ROWCOL_OK);
    assert_ptr_equal(p, text + 2);
    assert_int_equal(rowcol_number_end(&number, &value), ROWCOL_OK);
    assert_true(value == 12);
}

static void nothing_at_all_is_no_number(void **state)
{
    rowcol_number_parts number;
    double value = 99;

    (void)state;
    rowcol_number_begin(&number);
    assert_int_equal(rowcol_number_end(&number, &value), ROWCOL_NOT_A_NUMBER);
    assert_true(value == 99);
}

static void one_object_reads_many_numbers(void **state)
{
    rowcol_number_parts number;

    (void)state;
    for (int i = -50; i < 50; i++) {
        char text[32];
        double value = 0;

        snprintf(text, sizeof text, "%d.5e%d", i, -i);

        const char *p = text;

        rowcol_number_begin(&number);
        assert_int_equal(rowcol_number_feed(&number, &p, text + strlen(text)), ROWCOL_OK);
        assert_int_equal(rowcol_number_end(&number, &value), ROWCOL_OK);
        assert_true(value == strtod(text, NULL));
    }
}

/* 2^53 + 1 lies halfway between two doubles; what lifts it off comes 100 million digits on. */
static void a_hundred_million_digits_fit_in_one_object(void **state)
{
    static char zeros[100000];
    rowcol_number_parts number;
    const char *whole = "9007199254740993.";
    const char *one = "1";
    double value;

    (void)state;
    memset(zeros, '0', sizeof zeros);
    rowcol_number_begin(&number);
    assert_int_equal(rowcol_number_feed(&number, &whole, whole + strlen(whole)), ROWCOL_OK);
    for (int i = 0; i < 1000; i++) {
        const char *p = zeros;

        assert_int_equal(rowcol_number_feed(&number, &p, zeros + sizeof zeros), ROWCOL_OK);
        assert_ptr_equal(p, zeros + sizeof zeros);
    }
    assert_int_equal(rowcol_number_feed(&number, &one, one + 1), ROWCOL_OK);
    assert_int_equal(rowcol_number_end(&number, &value), ROWCOL_OK);
    assert_true(value == 9007199254740994);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_may_be_cut_at_any_byte),
        cmocka_unit_test(a_number_may_come_byte_by_byte),
        cmocka_unit_test(what_follows_the_number_is_left_in_every_cut),
        cmocka_unit_test(a_broken_number_is_refused_at_the_same_place_in_every_cut),
        cmocka_unit_test(an_empty_part_changes_nothing),
        cmocka_unit_test(nothing_at_all_is_no_number),
        cmocka_unit_test(one_object_reads_many_numbers),
        cmocka_unit_test(a_hundred_million_digits_fit_in_one_object),
    };

    return cmocka_run_group_tests_name("number_parts", tests, NULL, NULL);
}
