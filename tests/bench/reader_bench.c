/* Measures the readers of text, JSON and CSV: nanoseconds a number, the best of several rounds.
 *
 * usage: reader_bench [ROUNDS]
 *
 * Each body is one matrix, read in chunks as large as libmicrohttpd's. Beside it stands what
 * rowcol_number_read alone takes for the same numbers, the commas passed over by one addition, into
 * a new matrix of the right size, which no reader can do without (fresh pages are a good part of
 * it). The difference is what the grammar and the growing cost. Compare only figures of one
 * run. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/number.h>

#include "base/budget.h"
#include "base/clock.h"
#include "figure.h"
#include "formats/reader.h"

#define ENTRIES ((size_t)1 << 20)
#define CHUNK ((size_t)128 * 1024)
#define LONGEST_PRINTED 40

struct sample {
    const char *name;
    size_t (*print)(char *text);
};

struct layout {
    const char *name;
    size_t columns;
    const char *comma;
    const char *next_row;
    bool csv;
};

struct body {
    const struct reader_format *format;
    char *text;
    size_t length;
    char *numbers; /* without rows, each with one comma behind it */
    size_t numbers_length;
};

static uint64_t random_bits(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

static size_t print_17_digits(char *text)
{
    return (size_t)sprintf(text, "%.17g", (double)(random_bits() >> 11) * 0x1p-52 - 1);
}

static size_t print_whole(char *text)
{
    return (size_t)sprintf(text, "%d", (int)(random_bits() % 199) - 99);
}

static size_t print_two_decimals(char *text)
{
    return (size_t)sprintf(text, "%.2f", ((double)(random_bits() % 200000) - 100000) / 100);
}

static const struct sample samples[] = {
    {"17 digits", print_17_digits},
    {"whole numbers", print_whole},
    {"two decimals", print_two_decimals},
};

static const struct layout layouts[] = {
    {"1024 columns, compact", 1024, ",", "],[", false},
    {"1024 columns, \", \"", 1024, ", ", "], [", false},
    {"16 columns, indented", 16, ", ", "],\n    [", false},
    {"a number a line", 1024, ",\n      ", "],\n    [", false},
    {"64 columns, compact", 64, ",", "],[", false},
    {"16 columns, compact", 16, ",", "],[", false},
    {"8 columns, compact", 8, ",", "],[", false},
    {"4 columns, compact", 4, ",", "],[", false},
    {"2 columns, compact", 2, ",", "],[", false},
    {"1 column, compact", 1, ",", "],[", false},
    {"1024 columns, CSV", 1024, ",", "\n", true},
    {"16 columns, CSV", 16, ",", "\r\n", true},
    {"2 columns, CSV", 2, ",", "\n", true},
    {"64 columns, CSV with semicolons", 64, ";", "\n", true},
};

static char *append(char *to, const char *text)
{
    size_t length = strlen(text);

    memcpy(to, text, length);
    return to + length;
}

static struct body make_body(const struct sample *sample, const struct layout *layout)
{
    struct body body = {.format = layout->csv ? &csv_reader : &json_reader,
                        .text = malloc(ENTRIES * LONGEST_PRINTED),
                        .numbers = malloc(ENTRIES * LONGEST_PRINTED)};
    char *to = body.text;
    char *number = body.numbers;

    if (body.text == NULL || number == NULL)
        exit(EXIT_FAILURE);
    to = append(to, layout->csv ? "" : "{\"a\":[[");
    for (size_t i = 0; i < ENTRIES; i++) {
        size_t length = sample->print(number);

        if (i > 0)
            to = append(to, i % layout->columns == 0 ? layout->next_row : layout->comma);
        memcpy(to, number, length);
        to += length;
        number += length;
        *number++ = ',';
    }
    to = append(to, layout->csv ? "\n" : "]]}\n");
    body.length = (size_t)(to - body.text);
    body.numbers_length = (size_t)(number - body.numbers);
    return body;
}

/* Seconds for the whole body. */
static double read_body(const struct body *body)
{
    const struct reader_format *format = body->format;
    static const struct field list[] = {{.name = "a", .kind = FIELD_MATRIX, .required = true}};
    struct fields fields = {.list = list, .count = 1};
    struct problem problem = {.kind = PROBLEM_NONE};
    struct reading reading;
    void *reader = malloc(format->size);
    double start = clock_seconds();

    if (reader == NULL || !reading_begin(&reading, format, "", &fields, &problem))
        exit(EXIT_FAILURE);
    format->begin(reader, &reading);
    for (size_t at = 0; at < body->length; at += CHUNK) {
        size_t left = body->length - at;

        if (!format->feed(reader, body->text + at, left < CHUNK ? left : CHUNK))
            exit(EXIT_FAILURE);
    }
    if (!format->end(reader))
        exit(EXIT_FAILURE);
    format->release(reader);
    free(reader);
    fields_release(&fields);
    return clock_seconds() - start;
}

/* Seconds for the numbers alone. */
static double read_numbers(const struct body *body)
{
    const char *at = body->numbers;
    const char *end = body->numbers + body->numbers_length;
    double start = clock_seconds();
    rowcol_matrix matrix = {.entries = NULL};

    if (rowcol_matrix_create(&matrix, (rowcol_shape){1, ENTRIES}) != ROWCOL_OK)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < ENTRIES; i++, at++)
        if (rowcol_number_read(&at, end, &matrix.entries[i]) != ROWCOL_OK)
            exit(EXIT_FAILURE);
    rowcol_matrix_release(&matrix);
    return clock_seconds() - start;
}

static double best(double (*measured)(const struct body *), const struct body *body, int rounds)
{
    double least = measured(body);

    for (int i = 1; i < rounds; i++) {
        double now = measured(body);

        if (now < least)
            least = now;
    }
    return least;
}

static void measure(const struct sample *sample, const struct layout *layout, int rounds)
{
    struct body body = make_body(sample, layout);
    double whole = best(read_body, &body, rounds);
    double alone = best(read_numbers, &body, rounds);

    char name[80];

    snprintf(name, sizeof name, "%s, %s", sample->name, layout->name);
    figure("reader", name, whole / ENTRIES * 1e9, "ns");
    figure("number alone", name, alone / ENTRIES * 1e9, "ns");
    free(body.text);
    free(body.numbers);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 10;

    budget_begin((size_t)1 << 30);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        for (size_t j = 0; j < sizeof layouts / sizeof layouts[0]; j++)
            measure(&samples[i], &layouts[j], rounds);
    return EXIT_SUCCESS;
}
