/* The portable variant, and which one this processor takes. */
#define LANE_BYTES 16
#include "sums_loops.h"

const struct summing rowcol_summing_portable = {dot, add_multiple};

const struct summing *rowcol_summing(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
        return &rowcol_summing_avx2;
#endif
    return &rowcol_summing_portable;
}
