#include "testing.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Multiply-adds of the second computation of single entries, at most. */
#define WORK_MOST 5e7

/* Enough for "],[" and a number of 17 digits. */
#define ENTRY_ROOM 40

/* splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static double random_entry(enum entries entries, uint64_t *state)
{
    uint64_t bits = random_next(state);

    if (entries == ENTRIES_WHOLE)
        return (double)(bits % 19) - 9;
    return ldexp((double)(bits >> 11), -52) - 1;
}

struct matrix matrix_make(size_t rows, size_t columns, enum entries entries, uint64_t seed)
{
    struct matrix matrix = {rows, columns, calloc(rows * columns, sizeof(double))};

    if (!matrix.entries)
        abort();
    for (size_t i = 0; i < rows * columns; i++)
        matrix.entries[i] = random_entry(entries, &seed);
    return matrix;
}

void matrix_free(struct matrix *matrix)
{
    free(matrix->entries);
    *matrix = (struct matrix){0};
}

void matrix_write(struct text *text, const struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->rows; i++) {
        for (size_t j = 0; j < matrix->columns; j++)
            text->length += (size_t)snprintf(text_reserve(text, ENTRY_ROOM), ENTRY_ROOM, "%s%.17g",
                                             j > 0   ? ","
                                             : i > 0 ? "],["
                                                     : "[[",
                                             matrix->entries[i * matrix->columns + j]);
    }
    text_say(text, "]]");
}

struct text product_body(const struct matrix *a, const struct matrix *b)
{
    struct text body = {0};

    text_say(&body, "{\"a\":");
    matrix_write(&body, a);
    text_say(&body, ",\"b\":");
    matrix_write(&body, b);
    text_say(&body, "}");
    return body;
}

struct text product_body_of(size_t m, size_t k, size_t n, enum entries entries)
{
    struct matrix a = matrix_make(m, k, entries, 1), b = matrix_make(k, n, entries, 2);
    struct text body = product_body(&a, &b);

    matrix_free(&a);
    matrix_free(&b);
    return body;
}

static struct matrix transposed(const struct matrix *matrix)
{
    struct matrix result = {matrix->columns, matrix->rows,
                            calloc(matrix->rows * matrix->columns, sizeof(double))};

    if (!result.entries)
        abort();
    for (size_t i = 0; i < matrix->rows; i++)
        for (size_t j = 0; j < matrix->columns; j++)
            result.entries[j * matrix->rows + i] = matrix->entries[i * matrix->columns + j];
    return result;
}

/* Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1: whatever the
 * order, a sum of n products is off by at most n u / (1 - n u) times the sum of their
 * magnitudes. */
static bool is_close(long double value, long double wanted, size_t n, long double magnitude)
{
    return fabsl(value - wanted) <= (long double)(n + 2) * (DBL_EPSILON / 2) * magnitude;
}

/* One entry, given the second matrix transposed. */
static void assert_entry(double entry, const struct matrix *a, const struct matrix *bt, size_t i,
                         size_t j)
{
    const double *row = a->entries + i * a->columns, *column = bt->entries + j * bt->columns;
    long double sum = 0, magnitude = 0;

    for (size_t k = 0; k < a->columns; k++) {
        long double product = (long double)row[k] * column[k];

        sum += product;
        magnitude += fabsl(product);
    }
    if (!is_close(entry, sum, a->columns, magnitude))
        fail_msg("entry %zu, %zu is %.17g instead of %.17Lg", i + 1, j + 1, entry, sum);
}

/* A vector whose entries differ, so that the product with it tells entries that have changed
 * places. */
static double weight(size_t j)
{
    return (double)(j % 7) + 1;
}

/* Every row: C x = A (B x), Freivalds' check. `bx` is B x, `magnitudes` |B| x. */
static void assert_row(const json_t *row, const struct matrix *a, size_t i, const long double *bx,
                       const long double *magnitudes)
{
    long double sum = 0, wanted = 0, magnitude = 0;

    for (size_t j = 0; j < json_array_size(row); j++)
        sum += (long double)json_number_value(json_array_get(row, j)) * weight(j);
    for (size_t k = 0; k < a->columns; k++) {
        wanted += a->entries[i * a->columns + k] * bx[k];
        magnitude += fabs(a->entries[i * a->columns + k]) * magnitudes[k];
    }
    if (!is_close(sum, wanted, a->columns, magnitude))
        fail_msg("row %zu adds up to %.17Lg instead of %.17Lg", i + 1, sum, wanted);
}

static void assert_rows(const json_t *rows, const struct matrix *a, const struct matrix *b)
{
    long double *bx = calloc(2 * b->rows, sizeof *bx), *magnitudes = bx + b->rows;

    if (!bx)
        abort();
    for (size_t k = 0; k < b->rows; k++) {
        for (size_t j = 0; j < b->columns; j++) {
            bx[k] += (long double)b->entries[k * b->columns + j] * weight(j);
            magnitudes[k] += fabs(b->entries[k * b->columns + j]) * weight(j);
        }
    }
    for (size_t i = 0; i < a->rows; i++)
        assert_row(json_array_get(rows, i), a, i, bx, magnitudes);
    free(bx);
}

static void assert_entries(const json_t *rows, const struct matrix *a, const struct matrix *bt)
{
    size_t m = a->rows, n = bt->rows;
    double all = (double)m * (double)n, work = all * (double)a->columns;
    size_t step = work > WORK_MOST ? (size_t)(work / WORK_MOST) | 1 : 1;

    assert_int_equal(json_array_size(rows), m);
    for (size_t i = 0; i < m; i++)
        assert_int_equal(json_array_size(json_array_get(rows, i)), n);
    for (size_t at = 0; at < m * n; at += step)
        assert_entry(json_number_value(json_array_get(json_array_get(rows, at / n), at % n)), a, bt,
                     at / n, at % n);
    assert_entry(json_number_value(json_array_get(json_array_get(rows, m - 1), n - 1)), a, bt,
                 m - 1, n - 1);
}

void assert_product(const struct answer *answer, const struct matrix *a, const struct matrix *b)
{
    struct matrix bt = transposed(b);
    json_t *json, *shape;

    assert_status(answer, 200);
    json = answer_json(answer);
    shape = json_object_get(json, "shape");
    assert_int_equal(json_integer_value(json_array_get(shape, 0)), a->rows);
    assert_int_equal(json_integer_value(json_array_get(shape, 1)), b->columns);
    assert_entries(json_object_get(json, "product"), a, &bt);
    assert_rows(json_object_get(json, "product"), a, b);
    json_decref(json);
    matrix_free(&bt);
}
