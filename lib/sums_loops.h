/* The loops of sums.h, for a file that is compiled for one kind of processor, with LANE_BYTES. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "sums.h"

/* As many doubles as a register of this kind of processor holds; and as many such sums as are kept
 * apart, so that none waits for the one before. */
#define LANES (LANE_BYTES / sizeof(double))
#define KEPT 4
typedef double lanes __attribute__((vector_size(LANE_BYTES)));
typedef int64_t lane_bits __attribute__((vector_size(LANE_BYTES)));

static inline lanes load(const double *from)
{
    lanes loaded;

    memcpy(&loaded, from, sizeof loaded);
    return loaded;
}

static inline lanes size_of(lanes entries)
{
    return (lanes)((lane_bits)entries & ((lane_bits){0} + INT64_MAX));
}

static struct sum dot(const double *row, struct vector x, size_t count)
{
    lanes values[KEPT] = {{0}};
    lanes sizes[KEPT] = {{0}};
    struct sum sum = {0, 0};
    size_t i = 0;

    for (; i + KEPT * LANES <= count; i += KEPT * LANES) {
        for (size_t kept = 0; kept < KEPT; kept++) {
            lanes entries = load(row + i + kept * LANES);

            values[kept] += entries * load(x.values + i + kept * LANES);
            sizes[kept] += size_of(entries) * load(x.sizes + i + kept * LANES);
        }
    }
    for (; i < count; i++) {
        sum.value += row[i] * x.values[i];
        sum.size += fabs(row[i]) * x.sizes[i];
    }
    for (size_t kept = 0; kept < KEPT; kept++) {
        for (size_t lane = 0; lane < LANES; lane++) {
            sum.value += values[kept][lane];
            sum.size += sizes[kept][lane];
        }
    }
    return sum;
}

static void add_multiple(const double *row, struct sum factor, size_t count,
                         double *restrict values, double *restrict sizes)
{
    for (size_t i = 0; i < count; i++) {
        values[i] += row[i] * factor.value;
        sizes[i] += fabs(row[i]) * factor.size;
    }
}
