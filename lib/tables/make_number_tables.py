#!/usr/bin/env python3
"""Makes number_tables.c: the powers of ten that number text is read and written with.

Every entry is exact integer arithmetic: 10**e = (entry + theta) * 2**(floor(e log2 10) - 127) with
0 <= theta < 1, so an entry is the power's first 128 bits, cut off. The same table serves both ways.

usage: make_number_tables.py > number_tables.c
       make_number_tables.py --check number_tables.c    fails if the file is not what would be made
"""

import re
import sys
from pathlib import Path

LIB = Path(__file__).resolve().parent.parent


def constant(file, name):
    """A number that a C file defines: each fact stands once."""
    return int(re.search(rf"#define {name} \(?(-?\d+)", (LIB / file).read_text("ascii"))[1])


FIRST = constant("number_tables.h", "POWER_OF_TEN_FIRST")
LAST = constant("number_tables.h", "POWER_OF_TEN_LAST")
LOG2_OF_10 = constant("number_tables.h", "LOG2_OF_10")

HEAD = """\
/* Made by lib/tables/make_number_tables.py; change that, not this. */
#include "number_tables.h"

const struct power_of_ten rowcol_powers_of_ten[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1] = {"""


def binary_exponent(exponent):
    """What number_tables.h computes as floor(exponent * log2(10))."""
    return (exponent * LOG2_OF_10) >> 16


def entry(exponent):
    """The first 128 bits of 10**exponent."""
    binary = binary_exponent(exponent)
    if exponent >= 0:
        numerator, denominator = 10**exponent, 1
    else:
        numerator, denominator = 1, 10**-exponent
    shift = 127 - binary
    if shift >= 0:
        bits = (numerator << shift) // denominator
    else:
        bits = numerator // (denominator << -shift)
    assert bits >> 127 == 1, f"LOG2_OF_10 is not near enough for {exponent}"
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
