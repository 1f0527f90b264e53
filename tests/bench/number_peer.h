/* Number text of the C++ standard library, to measure beside ours. */
#ifndef NUMBER_PEER_H
#define NUMBER_PEER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads numbers with a comma behind each up to `end`. Returns the last. */
double peer_read(const char *text, const char *end, double *numbers);

/* Writes numbers with a comma behind each. Returns the length. */
size_t peer_write(const double *numbers, size_t count, char *text);

#ifdef __cplusplus
}
#endif
#endif
