#!/usr/bin/env python3
"""Makes number_tables.c: the powers of ten that number text is read and written with.

Every entry is exact integer arithmetic: 10**e = (entry + theta) * 2**(floor(e log2 10) - 127) with
0 <= theta < 1, so an entry is the power's first 128 bits, cut off. The same table serves both ways.

usage: make_number_tables.py > number_tables.c
       make_number_tables.py --check number_tables.c    fails if the file is not what would be made
"""

import sys

# Reading: below 10**-342 a 64-bit significand rounds to zero, above 10**308 it is out of range.
# Writing: 2**-1074 is scaled by 10**323 and 2**971 by 10**-293 (see number_write.c).
FIRST, LAST = -342, 323

HEAD = """\
/* Made by lib/tables/make_number_tables.py; change that, not this. */
#include "number_tables.h"

const struct power_of_ten rowcol_powers_of_ten[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1] = {"""


def entry(exponent):
    """The first 128 bits of 10**exponent, and the binary exponent that number_tables.h derives."""
    binary = (exponent * 217706) >> 16
    if exponent >= 0:
        numerator, denominator = 10**exponent, 1
    else:
        numerator, denominator = 1, 10**-exponent
    shift = 127 - binary
    if shift >= 0:
        bits = (numerator << shift) // denominator
    else:
        bits = numerator // (denominator << -shift)
    assert bits >> 127 == 1, f"217706 / 65536 is not near enough to log2 10 for {exponent}"
    return bits


def table():
    """The text of number_tables.c."""
    lines = [HEAD]
    for exponent in range(FIRST, LAST + 1):
        bits = entry(exponent)
        lines.append(f"    {{0x{bits >> 64:016x}, 0x{bits & (2**64 - 1):016x}}}, /* {exponent} */")
    lines.append("};\n")
    return "\n".join(lines)


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        with open(sys.argv[2], encoding="ascii") as file:
            if file.read() != table():
                sys.exit(f"{sys.argv[2]} is not what {sys.argv[0]} makes")
    else:
        sys.stdout.write(table())


if __name__ == "__main__":
    main()
