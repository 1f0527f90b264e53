#ifndef FIGURE_H
#define FIGURE_H

#include <stdio.h>

/* What a benchmark of this folder prints: a line a figure, and nothing else on standard output.
 * bench.py lays them out for people and keeps them for docs/benchmarks.md.
 *
 * what, sample   what is measured, of which numbers or shape; no tabs
 * unit           "ns" is nanoseconds a number */
static inline void figure(const char *what, const char *sample, double value, const char *unit)
{
    printf("%s\t%s\t%.2f\t%s\n", what, sample, value, unit);
    fflush(stdout);
}

#endif
