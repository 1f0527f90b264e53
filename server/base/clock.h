/* The monotonic clock. Any thread. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline double clock_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Whole microseconds between two times; 0 where one of them (0) never came. */
static inline uint64_t clock_us_between(double from, double to)
{
    return from > 0 && to > from ? (uint64_t)((to - from) * 1e6) : 0;
}

/* In milliseconds, for deadlines: as old as the kernel's last tick, a few milliseconds, and so a
 * fifth as dear as the exact time. Not to be compared with clock_seconds. */
static inline uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

#endif
