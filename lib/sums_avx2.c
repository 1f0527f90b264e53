/* Compiled for processors with AVX2 and FMA (x86-64-v3): four sums at once. */
#if defined(__x86_64__)
#define LANE_BYTES 32
#include "sums_loops.h"

const struct summing rowcol_summing_avx2 = {dot, add_multiple};
#else
typedef int rowcol_nothing_here; /* a translation unit must declare something */
#endif
