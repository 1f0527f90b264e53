"""Figures as text: three digits, since more are noise."""
import re


def three_digits(value):
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:#.3g}".rstrip(".")


def seconds(value):
    if value < 1e-3:
        return f"{three_digits(value * 1e6)} us"
    if value < 1:
        return f"{three_digits(value * 1e3)} ms"
    return f"{three_digits(value)} s"


def size(value):
    return f"{three_digits(value / 2**20)} MiB"


def ratio(value):
    return f"{value:.2f}"


def whole(value):
    return f"{value:,.0f}"


MEASURES = {
    "requests/s": three_digits,
    "CPU": seconds,
    "p50": seconds,
    "p99": seconds,
    "most": seconds,
    "p99 alone": seconds,
    "time": seconds,
    "large": seconds,
    "memory": size,
    "ratio": ratio,
    "requests": whole,
    "lost": whole,
}


def text(measure, value):
    """A measure's name may end in ` at SIZE`, or in ` in FORM`."""
    return MEASURES[re.split(" (?:at|in) ", measure)[0]](value)
