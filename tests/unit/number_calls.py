#!/usr/bin/env python3
"""Number text must not depend on the locale, whichever locales are installed: so it must not call
anything that knows of them. Fails if an object of number text calls more than memcpy and its like.

usage: number_calls.py NM ARCHIVE
"""

import re
import subprocess
import sys

ALLOWED = {"memcpy", "memmove", "memset", "_GLOBAL_OFFSET_TABLE_"}
OWN = re.compile(r"rowcol_\w+")
# What compilers add by themselves: for sanitizers, for hardening, to ask what the processor can do.
ADDED = re.compile(r"__(asan|ubsan|tsan|sanitizer|stack_chk|cpu)_\w+|__mem\w+_chk")


def undefined_symbols(nm, archive):
    """Pairs of object and the name of a symbol that it lacks."""
    listing = subprocess.run([nm, "--undefined-only", archive], check=True, capture_output=True,
                             text=True).stdout
    member = None
    for line in listing.splitlines():
        if line.endswith(":"):
            member = line[:-1]
        elif line.strip():
            yield member, line.split()[-1]


def main():
    nm, archive = sys.argv[1:]
    seen, wrong = set(), []
    for member, symbol in undefined_symbols(nm, archive):
        if not re.match(r"(number_\w+|decimal)\.", member):
            continue
        seen.add(member)
        if symbol not in ALLOWED and not OWN.fullmatch(symbol) and not ADDED.fullmatch(symbol):
            wrong.append(f"{member} calls {symbol}")
    assert len(seen) >= 3, f"objects of number text in {archive}: {seen}"
    assert not wrong, "; ".join(wrong)
    print(f"{', '.join(sorted(seen))} call only each other and {', '.join(sorted(ALLOWED))}")


if __name__ == "__main__":
    main()
