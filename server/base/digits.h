/* Whole numbers as text, without printf, whose own work is ten times theirs: every small request
 * has a dozen of them in its log line and its fields. Pure. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>

/* The most that digits_write writes where `least` is not larger. */
#define DIGITS_LONGEST 20

/* Writes a number, with zeros in front up to `least` digits. Returns where it ends. */
char *digits_write(char *to, uint64_t value, int least);

/* Writes a number of thousandths: 12345 as "12.345". Returns where it ends. */
char *digits_write_thousandths(char *to, uint64_t thousandths);

#endif
