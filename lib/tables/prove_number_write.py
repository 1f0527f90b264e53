#!/usr/bin/env python3
"""Proves in whole numbers that number_write.c finds the shortest, nearest text of every double, and
of every float.

number_write.c decides by a fraction F and a half interval H of 64 bits that are cut off: in units
of 2**-64, F is less than 1 + 2**-9 below the true fraction f and H less than 1 + 2**-9 below the
true h. So a decision can only be wrong where what is compared comes within a few units of equal.
For each power of two, `near_misses` finds every significand for which that happens; there are
few, and for each the C code's arithmetic is repeated here and compared with the truth in fractions.
Where both sides are exactly equal there may be many significands; the rounding of F and H is then
the same for all, which is asserted.

usage: prove_number_write.py (a second or two; fails by an assertion)
"""

from collections import namedtuple
from fractions import Fraction

from make_number_tables import binary_exponent, constant, entry

ONE = 1 << 64
CUT = Fraction(1, 1 << 9)

LOG10_OF_2 = constant("number_shortest.h", "LOG10_OF_2")
LOG10_OF_4_THIRDS = constant("number_shortest.h", "LOG10_OF_4_THIRDS")
DIGIT_MAKE_UP = constant("number_shortest.h", "DIGIT_MAKE_UP")

# Exponents, and the significand's top bit: normal numbers have `top` to 2 * top - 1.
Binary = namedtuple("Binary", "name first_q last_q top")
DOUBLE = Binary("double", -1074, 971, 1 << 52)
FLOAT = Binary("float", -149, 104, 1 << 23)


# What number_write.c computes.


def log_interval(q, power_of_two):
    return (q * LOG10_OF_2 - (LOG10_OF_4_THIRDS if power_of_two else 0)) >> 20


def scale(c, q, exponent):
    power = entry(exponent)
    shift = q + binary_exponent(exponent) + 11
    assert 7 <= shift <= 11 and c << shift < ONE
    word = c << shift
    product = word * (power >> 64) + (word * (power % ONE) >> 64)
    return product >> 74, (product >> 10) % ONE, (power >> 64) >> (11 - shift)


def nearest_digit(fraction):
    return (fraction * 10 + (1 << 63) + (-1 if fraction == 1 << 62 else DIGIT_MAKE_UP)) >> 64


def written(c, q, power_of_two):
    """The decimal that number_write.c makes, in units of 10**k."""
    k = log_interval(q, power_of_two)
    whole, fraction, half = scale(c, q, -(k + 1))
    if power_of_two:
        below = half // 2
        if fraction <= below:
            return whole * 10
        if fraction + half >= ONE:
            return whole * 10 + 10
        least = ((fraction - below) * 10 + ONE - 1) >> 64
        return whole * 10 + max(nearest_digit(fraction), least)
    half += ~c & 1
    if fraction < half:
        return whole * 10
    if fraction + half >= ONE:
        return whole * 10 + 10
    return whole * 10 + nearest_digit(fraction)


# What is true.


def power(base, exponent):
    return Fraction(base) ** exponent


def shortest(c, q, power_of_two):
    """The shortest and nearest decimal in units of 10**k, by the definition."""
    unit = power(10, log_interval(q, power_of_two))
    value = c * power(2, q) / unit
    low = (c - Fraction(1, 4 if power_of_two else 2)) * power(2, q) / unit
    high = (c + Fraction(1, 2)) * power(2, q) / unit
    assert 1 <= high - low < 10

    def inside(number):
        return low <= number <= high if c % 2 == 0 else low < number < high

    tens = value // 10 * 10
    for candidate in (tens, tens + 10):
        if inside(candidate):
            return candidate
    candidates = [n for n in range(tens, tens + 11) if inside(n)]
    return min(candidates, key=lambda n: (abs(n - value), n % 2))


# Significands near a decision.


def first_hit(a, modulus, low, high, limit):
    """The least x in 0 .. limit with low <= a * x mod modulus <= high, or None.

    Euclid's way: a * x - modulus * y lies in the window, so modulus * y does modulo a."""
    if low == 0:
        return 0
    if 2 * a > modulus:
        a, low, high = modulus - a, modulus - high, modulus - low
    if a == 0:
        return None
    x = -(-low // a)
    if a * x > high:
        most = (a * limit - low) // modulus
        if most < 1:
            return None
        y = first_hit(modulus % a, a, -high % a, -low % a, most)
        if y is None:
            return None
        x = -(-(low + modulus * y) // a)
    return x if x <= limit else None


def hits(slope, start, first, last, low, high):
    """All x in first .. last for which the fraction of slope * x + start is in low .. high."""
    modulus = (slope.denominator * start.denominator)
    a = int(slope * modulus) % modulus
    low, high = -(-low * modulus // 1), high * modulus // 1  # ceiling, floor
    x = first
    while x <= last and low <= high:
        offset = (a * x + int(start * modulus)) % modulus
        window_low, window_high = (low - offset) % modulus, (high - offset) % modulus
        if window_low > window_high:
            window_low = 0
        step = first_hit(a, modulus, window_low, window_high, last - x)
        if step is None:
            return
        yield x + step
        x += step + 1


def near_misses(slope, start, first, last, units):
    """All x for which slope * x + start is near a whole number, but none."""
    smallest = Fraction(1, slope.denominator * start.denominator)
    width = Fraction(units, ONE)
    if smallest > width:
        return
    yield from hits(slope, start, first, last, smallest, width)
    yield from hits(slope, start, first, last, 1 - width, 1 - smallest)


def check_exact_ends(q, exponent, last):
    """Where an end of the interval is itself the shorter decimal, F and H are cut off alike."""
    step = power(2, q - 1) * power(10, exponent)
    if step.denominator % 2 == 0 or step.denominator > 2 * last + 1:
        return 0
    half = step * ONE
    assert half // 1 == scale(1, q, exponent)[2]
    assert CUT <= half % 1 <= 1 - CUT
    return 1


def check_exact_digits(q, exponent, first, last):
    """Where ten times the fraction ends in exactly .5, nothing is cut off from F."""
    step = 10 * power(2, q) * power(10, exponent)
    if step.denominator % 2 != 0 or step.denominator > 2 * last:
        return 0
    assert step.denominator & (step.denominator - 1) == 0
    assert 0 <= exponent <= 55 and q + exponent + 64 >= 0
    return 1


def check_power_of_two(q, top):
    regular, irregular = (log_interval(q, p) for p in (False, True))
    assert power(10, regular) <= power(2, q) < power(10, regular + 1)
    assert power(10, irregular) <= Fraction(3, 4) * power(2, q) < power(10, irregular + 1)
    assert written(top, q, True) == shortest(top, q, True), f"{top} * 2**{q}"


def check_significands(q, first, last):
    exponent = -(log_interval(q, False) + 1)
    step = power(2, q) * power(10, exponent)
    half = Fraction(1, 2)
    near = {
        *near_misses(step, -half * step, first, last, 4),
        *near_misses(step, half * step, first, last, 4),
        *near_misses(10 * step, half, first, last, 16),
    }
    wrong = [c for c in near if written(c, q, False) != shortest(c, q, False)]
    assert not wrong, f"{wrong} * 2**{q}"
    exact = check_exact_ends(q, exponent, last) + check_exact_digits(q, exponent, first, last)
    return len(near), exact


def prove(kind):
    near = exact = 0
    for q in range(kind.first_q, kind.last_q + 1):
        check_power_of_two(q, kind.top)
        first = 1 if q == kind.first_q else kind.top + 1
        counts = check_significands(q, first, 2 * kind.top - 1)
        near += counts[0]
        exact += counts[1]
    print(f"{kind.name}: {kind.last_q - kind.first_q + 1} powers of two, {near} significands near "
          f"a decision, {exact} powers of two with exact ones: all decided rightly")


if __name__ == "__main__":
    prove(DOUBLE)
    prove(FLOAT)
