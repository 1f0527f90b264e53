/* Random operands, the same in every run: splitmix64 (Steele, Lea, Flood 2014). */
#ifndef TESTS_UNIT_DRAW_H
#define TESTS_UNIT_DRAW_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <rowcol/matrix.h>

static uint64_t draw_state;

static inline uint64_t draw(void)
{
    uint64_t z = draw_state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static inline size_t draw_up_to(size_t most)
{
    return 1 + (size_t)(draw() % most);
}

/* A small whole number, negative or not: sums of products of such are exact. */
static inline double draw_whole(void)
{
    return (double)(draw() % 19) - 9;
}

/* Any double with all its digits, from about 1e-9 to 1e9. */
static inline double draw_real(void)
{
    double size = ldexp((double)(draw() >> 11), (int)(draw() % 60) - 83);

    return draw() % 2 == 0 ? size : -size;
}

/* Any bits: also infinities, NaN, and what is too small or too large for most. */
static inline double draw_any(void)
{
    uint64_t bits = draw();
    double number;

    memcpy(&number, &bits, sizeof number);
    return number;
}

/* A matrix of `shape` filled by one of these, to be released; entries NULL where there is no
 * memory. */
static inline rowcol_matrix draw_matrix(rowcol_shape shape, double (*entry)(void))
{
    rowcol_matrix matrix = {0};

    if (rowcol_matrix_create(&matrix, shape) == ROWCOL_OK)
        for (size_t i = 0; i < shape.rows * shape.columns; i++)
            matrix.entries[i] = entry();
    return matrix;
}

/* Whether two doubles are the same: both NaN, or equal with equal signs. */
static inline int same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a == b && !signbit(a) == !signbit(b));
}

#endif
