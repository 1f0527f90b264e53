/* Number text: what is read is what the grammar and strtod say, at every cut, and what is written
 * reads back. Every variant of reading and writing rows does the same. An input is a text, and by
 * its bytes, eight by eight, a row of doubles. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/number.h>

#include "number_rows.h"

/* The numbers of the longest row that is tried. */
#define MOST_VALUES 600

/* What became of reading: the value's bits count only where it was read. */
struct outcome {
    rowcol_status status;
    size_t place;
    double value;
};

static void check(bool right)
{
    if (!right)
        abort();
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_same(struct outcome a, struct outcome b)
{
    check(a.status == b.status && a.place == b.place);
    check(a.status != ROWCOL_OK || same_bits(a.value, b.value));
}

static bool take_digits(const char *text, size_t size, size_t *i)
{
    size_t first = *i;

    while (*i < size && text[*i] >= '0' && text[*i] <= '9')
        (*i)++;
    return *i > first;
}

static bool take_any_of(const char *set, const char *text, size_t size, size_t *i)
{
    bool there = *i < size && text[*i] && strchr(set, text[*i]);

    *i += there;
    return there;
}

/* RFC 8259, section 6. `*i` ends behind the number or at what can't stand there. */
static bool is_number(const char *text, size_t size, size_t *i)
{
    take_any_of("-", text, size, i);
    if (!take_any_of("0", text, size, i) && !take_digits(text, size, i))
        return false;
    if (take_any_of(".", text, size, i) && !take_digits(text, size, i))
        return false;
    if (!take_any_of("eE", text, size, i))
        return true;
    take_any_of("+-", text, size, i);
    return take_digits(text, size, i);
}

static struct outcome read_by_strtod(const char *text, size_t size)
{
    struct outcome outcome = {.status = ROWCOL_NOT_A_NUMBER};
    char *copy;

    if (!is_number(text, size, &outcome.place))
        return outcome;
    copy = strndup(text, outcome.place);
    check(copy);
    outcome.value = strtod(copy, NULL);
    outcome.status = isinf(outcome.value) ? ROWCOL_OUT_OF_RANGE : ROWCOL_OK;
    free(copy);
    return outcome;
}

static struct outcome read_whole(const char *text, size_t size)
{
    const char *place = text;
    struct outcome outcome = {0};

    outcome.status = rowcol_number_read(&place, text + size, &outcome.value);
    outcome.place = (size_t)(place - text);
    return outcome;
}

static struct outcome read_in_parts(const char *text, size_t size, size_t cut)
{
    rowcol_number_parts number;
    const char *place = text;
    struct outcome outcome = {0};

    rowcol_number_begin(&number);
    outcome.status = rowcol_number_feed(&number, &place, text + cut);
    if (outcome.status == ROWCOL_OK && place == text + cut)
        outcome.status = rowcol_number_feed(&number, &place, text + size);
    if (outcome.status == ROWCOL_OK)
        outcome.status = rowcol_number_end(&number, &outcome.value);
    outcome.place = (size_t)(place - text);
    return outcome;
}

static void check_round_trip(double value)
{
    char text[ROWCOL_NUMBER_ROOM];
    size_t length = rowcol_number_write(value, text);
    struct outcome outcome;

    if (!isfinite(value)) {
        check(length == 0);
        return;
    }
    check(length > 0 && length <= ROWCOL_NUMBER_LONGEST);
    outcome = read_whole(text, length);
    check(outcome.status == ROWCOL_OK && outcome.place == length);
    check(same_bits(outcome.value, value));
}

/* Each number of a row that is read must be what stands there, with its comma. */
static void check_read_rows(const struct number_rows *rows, const char *text, size_t size)
{
    double values[MOST_VALUES];
    const char *end = text + size;
    const char *at = text;
    const char *place = text;
    size_t count = rows->read(&at, end, values, MOST_VALUES);

    for (size_t i = 0; i < count; i++) {
        struct outcome outcome = read_by_strtod(place, (size_t)(end - place));

        check(outcome.status == ROWCOL_OK && same_bits(outcome.value, values[i]));
        place += outcome.place;
        check(place < end && *place == ',');
        place++;
        place += place < end && *place == ' ';
    }
    check(place == at);
}

/* A row is its numbers one by one. */
static void check_write_rows(const struct number_rows *rows, const double *values, size_t count)
{
    char text[ROWCOL_NUMBERS_ROOM(MOST_VALUES)];
    char *expected = malloc(ROWCOL_NUMBERS_ROOM(count));
    size_t length = 0;

    check(expected != NULL);
    for (size_t i = 0; i < count; i++) {
        length += rowcol_number_write(values[i], expected + length);
        expected[length++] = ',';
    }
    check(rows->write(values, count, text) == length && memcmp(text, expected, length) == 0);
    free(expected);
}

static void check_rows(const uint8_t *data, size_t size)
{
    double values[MOST_VALUES];
    size_t count = size / sizeof *values < MOST_VALUES ? size / sizeof *values : MOST_VALUES;

    memcpy(values, data, count * sizeof *values);
    for (size_t i = 0; i < NUMBER_ROWS; i++) {
        if (!rowcol_number_rows[i].supported())
            continue;
        check_read_rows(&rowcol_number_rows[i], (const char *)data, size);
        check_write_rows(&rowcol_number_rows[i], values, count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct outcome outcome = read_whole(text, size);
    uint32_t where = 2166136261; /* FNV-1a: a cut that any change of the input changes */
    double value = 0;

    for (size_t i = 0; i < size; i++)
        where = (where ^ data[i]) * 16777619;
    check_same(outcome, read_by_strtod(text, size));
    check_same(outcome, read_in_parts(text, size, where % (size + 1)));
    if (outcome.status == ROWCOL_OK)
        check_round_trip(outcome.value);
    if (size >= sizeof value) {
        memcpy(&value, data, sizeof value);
        check_round_trip(value);
    }
    check_rows(data, size);
    return 0;
}
