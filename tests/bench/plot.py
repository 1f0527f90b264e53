"""Plots as SVG, readable on light and on dark pages. Nothing but Python's own library."""
import html
import math

import units

WIDTH = 800
STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f; }
.title { font-weight: 600; }
.note, .tick { fill: #57606a; font-size: 12px; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.bar { fill: #a8b3c0; }
.ours { fill: #0a7f6f; }
.grid { stroke: #d8dee4; stroke-width: 1; }
.line { fill: none; stroke: #8493a5; stroke-width: 2; stroke-linejoin: round; }
.line.ours { stroke: #0a7f6f; stroke-width: 3; fill: none; }
.line.floor { stroke-dasharray: 5 4; }
.dot { fill: #8493a5; }
.dot.ours { fill: #0a7f6f; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.note, .tick { fill: #9aa5b1; }
.bar { fill: #566272; }
.ours, .dot.ours { fill: #2dbfa9; }
.grid { stroke: #30363d; }
.line { stroke: #8593a3; }
.line.ours { stroke: #2dbfa9; }
.dot { fill: #8593a3; }
}
"""


def document(height, title, parts):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def text(x, y, words, kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{html.escape(words)}</text>'


def grid(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="grid"/>'


# Bars: panels one below the other.

BAR, BAR_STEP, PANEL_HEAD, PANEL_GAP = 16, 23, 26, 18
NAMES = 240
LABELS = 110


def bars(title, panels):
    """A panel is (title, note, [(name, value, label, ours)]); its longest bar fills the width."""
    parts, y = [], 8
    for panel, note, rows in panels:
        parts.append(text(0, y + 13, panel, "title"))
        parts.append(text(WIDTH, y + 13, note, "note end"))
        y += PANEL_HEAD
        most = max(value for _, value, _, _ in rows)
        for name, value, label, ours in rows:
            width = max(1.5, (WIDTH - NAMES - LABELS) * value / most)
            parts.append(text(NAMES - 10, y + 13, name, "end"))
            parts.append(
                f'<rect x="{NAMES}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2" '
                f'class="bar{" ours" * ours}"/>'
            )
            parts.append(text(NAMES + width + 7, y + 13, label))
            y += BAR_STEP
        y += PANEL_GAP
    return document(y - PANEL_GAP + 8, title, parts)


# Lines: charts one below the other, sizes from left to right, each twice the last.

CHART, LEFT, RIGHT, CHART_HEAD, CHART_FOOT = 190, 52, 150, 30, 46


def lines(title, charts):
    """A chart is (title, [(name, kind, {size: value})]); kind is "ours", "floor" or nothing."""
    parts, y = [], 8
    for chart, series in charts:
        parts += chart_parts(y, chart, series)
        y += CHART_HEAD + CHART + CHART_FOOT
    return document(y, title, parts)


def chart_parts(y, title, series):
    sizes = sorted({size for _, _, values in series for size in values})
    top = nice_top(max(value for _, _, values in series for value in values.values()))
    low, high = math.log2(sizes[0]), math.log2(sizes[-1])
    base = y + CHART_HEAD + CHART

    def place(size, value):
        return (
            LEFT + (WIDTH - LEFT - RIGHT) * (math.log2(size) - low) / (high - low),
            base - CHART * value / top,
        )

    parts = [text(0, y + 13, title, "title")]
    for step in range(5):
        at = base - CHART * step / 4
        parts += [
            grid(LEFT, at, WIDTH - RIGHT, at),
            text(LEFT - 8, at + 4, f"{top * step / 4:g}", "tick end"),
        ]
    for size in sizes:
        parts.append(text(place(size, 0)[0], base + 20, str(size), "tick middle"))
    parts.append(text(WIDTH - RIGHT + 24, base + 20, "rows and columns", "note"))
    return (
        parts
        + [part for each in series for part in line_parts(place, *each)]
        + end_labels(place, series)
    )


def line_parts(place, name, kind, values):
    points = [place(size, value) for size, value in sorted(values.items())]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="dot {kind}"/>'
        for x, y in points
        if kind != "floor"
    ]
    return [f'<polyline points="{path}" class="line {kind}"/>', *dots]


def end_labels(place, series):
    """Names at the lines' ends, moved apart where they would touch."""
    ends = sorted((place(max(values), values[max(values)])[1], name) for name, _, values in series)
    parts, last = [], -math.inf
    for y, name in ends:
        last = max(y + 4, last + 16)
        parts.append(text(WIDTH - RIGHT + 12, last, name))
    return parts


def nice_top(most):
    """The least of 4, 8, 12, 20, 40, 80, ... that takes it in, so that quarters are round."""
    scale = 10 ** math.floor(math.log10(most)) / 10
    while True:
        for step in (4, 8, 12, 20):
            if step * scale >= most:
                return step * scale
        scale *= 10
