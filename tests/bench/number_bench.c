/* Measures number text: nanoseconds a number, both ways, the best of several rounds.
 *
 * usage: number_bench [ROUNDS]
 *
 * The numbers stand in one text with a comma behind each, as in a matrix, and are taken in order.
 * Every way has its turn in every round: rowcol's rows as this processor reads and writes them
 * ("read", "write"), its rows without vectors ("portable") and number by number, and what else
 * there is, std::from_chars and std::to_chars where a C++ compiler was found. Compare only figures
 * of one run. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rowcol/number.h>

#include "figure.h"
#include "number_peer.h"
#include "number_rows.h"

#define NUMBERS 200000
#define LONGEST_PRINTED 32

/* Rounds in which the slowest have no turn, for each in which they have one. */
#define SLOW 8

/* Rows from the shortest to the longest, and how many numbers are at least measured at once. */
#define GROWTH_LEAST 64
#define GROWTH_MOST ((size_t)16 << 20)
#define GROWTH_AT_ONCE ((size_t)64 << 10)
#define GROWTH_ROUNDS 20

typedef size_t write_way(const double *numbers, size_t count, char *text);
typedef double read_way(const char *text, const char *end, double *numbers);

struct sample {
    const char *name;
    double (*draw)(void);
    bool read_printed; /* read what "%.17g" wrote, else the shortest text */
};

/* Keeps results alive. */
static volatile double sink;

static uint64_t random_bits(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}

/* Uniform from -1 to below 1. */
static double draw_uniform(void)
{
    return (double)(random_bits() >> 11) * 0x1p-52 - 1;
}

/* An entry of a product: most have one digit before the point, some two, some none. */
static double draw_product(void)
{
    double sum = 0;

    for (int i = 0; i < 64; i++)
        sum += draw_uniform() * draw_uniform();
    return sum;
}

static double draw_any_exponent(void)
{
    uint64_t bits = random_bits();
    double value;

    memcpy(&value, &bits, sizeof value);
    return value - value == 0 ? value : 0;
}

static double draw_small_whole(void)
{
    return (double)(random_bits() % 199) - 99;
}

static double draw_two_decimals(void)
{
    return (double)((int64_t)(random_bits() % 200000) - 100000) / 100;
}

static double draw_mixed(void)
{
    return random_bits() % 2 ? draw_small_whole() : draw_uniform();
}

static const struct sample samples[] = {
    {"17 digits", draw_uniform, true},
    {"shortest text", draw_uniform, false},
    {"entries of products", draw_product, false},
    {"any exponent", draw_any_exponent, false},
    {"small whole numbers", draw_small_whole, false},
    {"two decimals", draw_two_decimals, false},
    {"17 digits and whole numbers mixed", draw_mixed, false},
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static size_t write_one_by_one(const double *numbers, size_t count, char *text)
{
    char *p = text;

    for (size_t i = 0; i < count; i++) {
        p += rowcol_number_write(numbers[i], p);
        *p++ = ',';
    }
    return (size_t)(p - text);
}

static size_t write_printf(const double *numbers, size_t count, char *text)
{
    char *p = text;

    for (size_t i = 0; i < count; i++)
        p += sprintf(p, "%.17g,", numbers[i]);
    return (size_t)(p - text);
}

static double read_one_by_one(const char *text, const char *end, double *numbers)
{
    double *to = numbers;

    for (; text < end; text++) {
        if (rowcol_number_read(&text, end, to++) != ROWCOL_OK)
            abort();
    }
    return to[-1];
}

/* As a reader of rows is used: what it leaves is read alone. */
static double read_by(number_rows_read *read, const char *text, const char *end, double *numbers)
{
    double *to = numbers;

    for (;;) {
        to += read(&text, end, to, (size_t)(end - text));
        if (text == end)
            return to[-1];
        if (rowcol_number_read(&text, end, to++) != ROWCOL_OK)
            abort();
        text++;
    }
}

static double read_rows(const char *text, const char *end, double *numbers)
{
    return read_by(rowcol_numbers_read, text, end, numbers);
}

static double read_portable(const char *text, const char *end, double *numbers)
{
    return read_by(rowcol_numbers_read_portable, text, end, numbers);
}

static double read_strtod(const char *text, const char *end, double *numbers)
{
    double *to = numbers;

    while (text < end) {
        char *after;

        *to++ = strtod(text, &after);
        text = after + 1;
    }
    return to[-1];
}

static const struct {
    const char *name;
    read_way *read;
    bool slow;
} readers[] = {
    {"read", read_rows, false},
    {"read, portable", read_portable, false},
    {"read, one by one", read_one_by_one, false},
#ifdef NUMBER_PEER
    {"std::from_chars", peer_read, false},
#endif
    {"strtod", read_strtod, true},
};

static const struct {
    const char *name;
    write_way *write;
    bool slow;
} writers[] = {
    {"write", rowcol_numbers_write, false},
    {"write, portable", rowcol_numbers_write_portable, false},
    {"write, one by one", write_one_by_one, false},
#ifdef NUMBER_PEER
    {"std::to_chars", peer_write, false},
#endif
    {"%.17g", write_printf, true},
};

#define READERS (sizeof readers / sizeof *readers)
#define WRITERS (sizeof writers / sizeof *writers)

static void keep_best(double *best, double start)
{
    double taken = seconds() - start;

    if (*best == 0 || taken < *best)
        *best = taken;
}

static void measure_writers(const struct sample *sample, const double *numbers, char *text,
                            int rounds)
{
    double best[WRITERS] = {0};

    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < WRITERS; i++) {
            double start = seconds();

            if (writers[i].slow && round % SLOW != 0)
                continue;
            sink = (double)writers[i].write(numbers, NUMBERS, text);
            keep_best(&best[i], start);
        }
    }
    for (size_t i = 0; i < WRITERS; i++)
        figure(writers[i].name, sample->name, best[i] * 1e9 / NUMBERS, "ns");
}

static void measure_readers(const struct sample *sample, const char *text, const char *end,
                            double *numbers, int rounds)
{
    double best[READERS] = {0};

    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < READERS; i++) {
            double start = seconds();

            if (readers[i].slow && round % SLOW != 0)
                continue;
            sink = readers[i].read(text, end, numbers);
            keep_best(&best[i], start);
        }
    }
    for (size_t i = 0; i < READERS; i++)
        figure(readers[i].name, sample->name, best[i] * 1e9 / NUMBERS, "ns");
}

static void measure(const struct sample *sample, double *numbers, char *text, int rounds)
{
    size_t length;

    for (size_t i = 0; i < NUMBERS; i++)
        numbers[i] = sample->draw();
    measure_writers(sample, numbers, text, rounds);
    length = sample->read_printed ? write_printf(numbers, NUMBERS, text)
                                  : rowcol_numbers_write(numbers, NUMBERS, text);
    text[length] = '\0';
    measure_readers(sample, text, text + length, numbers, rounds);
}

static void measure_growth(double *numbers, char *text, size_t count)
{
    size_t turns = count < GROWTH_AT_ONCE ? GROWTH_AT_ONCE / count : 1;
    int rounds = count < GROWTH_MOST ? GROWTH_ROUNDS : 2;
    double write_best = 0;
    double read_best = 0;
    size_t length = 0;
    char name[64];

    for (int round = 0; round < rounds; round++) {
        double start = seconds();

        for (size_t turn = 0; turn < turns; turn++)
            length = rowcol_numbers_write(numbers, count, text);
        keep_best(&write_best, start);
        start = seconds();
        for (size_t turn = 0; turn < turns; turn++)
            sink = read_rows(text, text + length, numbers);
        keep_best(&read_best, start);
    }
    snprintf(name, sizeof name, "a row of %zu of 17 digits", count);
    figure("read", name, read_best * 1e9 / (double)(count * turns), "ns");
    figure("write", name, write_best * 1e9 / (double)(count * turns), "ns");
}

static bool measure_all_growth(void)
{
    double *numbers = malloc(GROWTH_MOST * sizeof *numbers);
    char *text = malloc(ROWCOL_NUMBERS_ROOM(GROWTH_MOST));
    bool enough = numbers != NULL && text != NULL;

    for (size_t i = 0; enough && i < GROWTH_MOST; i++)
        numbers[i] = draw_uniform();
    if (enough) /* the kernel's part of new memory is not number text's */
        memset(text, 0, ROWCOL_NUMBERS_ROOM(GROWTH_MOST));
    for (size_t count = GROWTH_LEAST; enough && count <= GROWTH_MOST; count *= 64)
        measure_growth(numbers, text, count);
    free(text);
    free(numbers);
    return enough;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 10;
    double *numbers = malloc(NUMBERS * sizeof *numbers);
    char *text = malloc(NUMBERS * LONGEST_PRINTED + ROWCOL_NUMBER_ROOM);

    if (numbers == NULL || text == NULL)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        measure(&samples[i], numbers, text, rounds);
    free(text);
    free(numbers);
    return measure_all_growth() ? EXIT_SUCCESS : EXIT_FAILURE;
}
