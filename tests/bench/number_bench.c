/* Measures number text: nanoseconds a number, both ways, the best of several rounds.
 *
 * usage: number_bench [ROUNDS]
 *
 * The numbers stand in one text with commas between, as in a matrix, and are taken in order; strtod
 * and "%.17g" beside them are the yardstick. Compare only figures of one run. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rowcol/number.h>

#define NUMBERS 200000
#define LONGEST_PRINTED 32

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

static const struct sample samples[] = {
    {"17 digits", draw_uniform, true},          {"shortest text", draw_uniform, false},
    {"any exponent", draw_any_exponent, false}, {"small whole numbers", draw_small_whole, false},
    {"two decimals", draw_two_decimals, false},
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static size_t write_ours(const double *numbers, char *text)
{
    char *p = text;

    for (size_t i = 0; i < NUMBERS; i++) {
        p += rowcol_number_write(numbers[i], p);
        *p++ = ',';
    }
    *p = '\0';
    return (size_t)(p - text);
}

static size_t write_printf(const double *numbers, char *text)
{
    char *p = text;

    for (size_t i = 0; i < NUMBERS; i++)
        p += sprintf(p, "%.17g,", numbers[i]);
    return (size_t)(p - text);
}

static void read_ours(const char *text, size_t length)
{
    const char *end = text + length;
    double sum = 0;

    for (; text < end; text++) {
        double value;

        if (rowcol_number_read(&text, end, &value) != ROWCOL_OK)
            abort();
        sum += value;
    }
    sink = sum;
}

static void read_strtod(const char *text, size_t length)
{
    const char *end = text + length;
    double sum = 0;

    while (text < end) {
        char *after;

        sum += strtod(text, &after);
        text = after + 1;
    }
    sink = sum;
}

static double time_write(size_t (*write)(const double *, char *), const double *numbers, char *text,
                         int rounds)
{
    double best = 1e9;

    for (int round = 0; round < rounds; round++) {
        double start = seconds();

        sink = (double)write(numbers, text);

        double taken = seconds() - start;

        best = taken < best ? taken : best;
    }
    return best * 1e9 / NUMBERS;
}

static double time_read(void (*read)(const char *, size_t), const char *text, size_t length,
                        int rounds)
{
    double best = 1e9;

    for (int round = 0; round < rounds; round++) {
        double start = seconds();

        read(text, length);

        double taken = seconds() - start;

        best = taken < best ? taken : best;
    }
    return best * 1e9 / NUMBERS;
}

static void measure(const struct sample *sample, double *numbers, char *text, char *printed,
                    int rounds)
{
    for (size_t i = 0; i < NUMBERS; i++)
        numbers[i] = sample->draw();

    double printf_time = time_write(write_printf, numbers, printed, rounds / 8 + 1);
    double write_time = time_write(write_ours, numbers, text, rounds);
    const char *to_read = sample->read_printed ? printed : text;
    size_t length = strlen(to_read);
    double read_time = time_read(read_ours, to_read, length, rounds);
    double strtod_time = time_read(read_strtod, to_read, length, rounds / 8 + 1);

    printf("%-24s %8.1f %8.1f %8.1f %10.1f\n", sample->name, read_time, strtod_time, write_time,
           printf_time);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 40;
    double *numbers = malloc(NUMBERS * sizeof *numbers);
    char *text = malloc(NUMBERS * ROWCOL_NUMBER_ROOM);
    char *printed = malloc(NUMBERS * LONGEST_PRINTED);

    if (numbers == NULL || text == NULL || printed == NULL)
        return EXIT_FAILURE;
    printf("ns a number                  read   strtod    write     %%.17g\n");
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        measure(&samples[i], numbers, text, printed, rounds);
    free(printed);
    free(text);
    free(numbers);
    return EXIT_SUCCESS;
}
