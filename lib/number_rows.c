/* Which variant of reading and writing rows of numbers this processor takes. */
#include "number_rows.h"

#include <rowcol/number.h>

static bool always(void)
{
    return true;
}

#ifdef ROWCOL_NUMBER_AVX512
static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512ifma") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("bmi2");
}
#endif

const struct number_rows rowcol_number_rows[NUMBER_ROWS] = {
    {"portable", always, rowcol_numbers_read_portable, rowcol_numbers_write_portable},
#ifdef ROWCOL_NUMBER_AVX512
    {"avx512", has_avx512, rowcol_numbers_read_avx512, rowcol_numbers_write_avx512},
#endif
};

/* Whoever calls before the choice, as other constructors may, is served too. */
static const struct number_rows *chosen = &rowcol_number_rows[0];

static __attribute__((constructor)) void choose(void)
{
    for (size_t i = 0; i < NUMBER_ROWS; i++) {
        if (rowcol_number_rows[i].supported())
            chosen = &rowcol_number_rows[i];
    }
}

size_t rowcol_numbers_read(const char **text, const char *end, double *values, size_t room)
{
    return chosen->read(text, end, values, room);
}

size_t rowcol_numbers_write(const double *values, size_t count, char *text)
{
    return chosen->write(values, count, text);
}
