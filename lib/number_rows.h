/* The variants of rowcol_numbers_read and rowcol_numbers_write: a portable one, and those for
 * processors that can do more. The build gives the sources of a variant, and no others, the
 * instructions that it needs. */
#ifndef ROWCOL_NUMBER_ROWS_H
#define ROWCOL_NUMBER_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__x86_64__)
#define ROWCOL_NUMBER_AVX512
#endif

typedef size_t number_rows_read(const char **text, const char *end, double *values, size_t room);
typedef size_t number_rows_write(const double *values, size_t count, char *text);

struct number_rows {
    const char *name;
    bool (*supported)(void); /* by this processor */
    number_rows_read *read;
    number_rows_write *write;
};

/* From the portable one to the fastest. */
#ifdef ROWCOL_NUMBER_AVX512
#define NUMBER_ROWS 2
#else
#define NUMBER_ROWS 1
#endif
extern const struct number_rows rowcol_number_rows[NUMBER_ROWS];

number_rows_read rowcol_numbers_read_portable;
number_rows_write rowcol_numbers_write_portable;

#ifdef ROWCOL_NUMBER_AVX512
number_rows_read rowcol_numbers_read_avx512;
number_rows_write rowcol_numbers_write_avx512;
#endif

#endif
