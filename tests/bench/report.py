"""Tells what was kept: in docs/benchmarks.md and the README, between markers, and in plots."""
import re
import statistics
import textwrap

import goals
import machine
import matrices
import parts
import plot
import units
from forms import FORMS
from peers import FAMILIES, SIDES, TOP
from rows import GROWTH, ROWS

DOCS = TOP / "docs"
PAGE = DOCS / "benchmarks.md"
README = TOP / "README.md"

OVERVIEW = "rowcold and its peers: small requests, large products, memory, both at once"

ROW = {row.name: row for row in ROWS}
SIDE = {side.name: side for side in SIDES}

# The lines of the table: row, measure, what it is called.
LINES = [
    ("small", "requests/s", "requests a second"),
    ("small", "CPU", "CPU time of one"),
    ("small", "p50", "median"),
    ("small", "p99", "99 of 100 within"),
    ("512", "time", "time"),
    ("512", "CPU", "CPU time"),
    ("512", "memory", "peak memory, of the matrices"),
    ("2000", "time", "time"),
    ("2000", "CPU", "CPU time"),
    ("2000", "memory", "peak memory, of the matrices"),
    *(("forms", f"time in {form.name}", form.name) for form in FORMS),
    ("both", "p99", "99 of 100 within"),
    ("both", "most", "the slowest"),
    ("both", "lost", "lost"),
    ("both", "large", "one of the two large"),
    ("health", "p99", "99 of 100 within"),
    ("idle", "ratio", "time, of its quiet time"),
    ("slow", "ratio", "time, of its quiet time"),
]

# Quotients of these say nothing.
WITHOUT_QUOTIENT = ("lost", "ratio")


class Results:
    """What was kept, as medians over the turns."""

    def __init__(self, kept):
        self.kept = kept

    def median(self, row, side, measure):
        turns = self.kept[row]["sides"][side].get(measure)
        return statistics.median(turns) if turns else None

    def best_side(self, row, family):
        """The family's setting that does best in this row; nothing where none was measured."""
        sides = [
            name for name in self.kept.get(row, {}).get("sides", {}) if SIDE[name].family == family
        ]
        pick = max if ROW[row].most_is_best else min
        return pick(sides, key=lambda name: self.median(row, name, ROW[row].rank), default=None)

    def value(self, row, family, measure):
        side = self.best_side(row, family)
        return None if side is None else self.median(row, side, measure)

    def shown(self, row, family, measure):
        value = self.value(row, family, measure)
        if value is None:
            return ""
        if measure == "memory":
            return units.ratio(value / matrices.bytes_of_matrices(int(row)))
        return units.text(measure, value)

    def families(self):
        return [family for family in FAMILIES if any(self.best_side(row, family) for row in ROW)]

    def part(self, name):
        return self.kept.get(name, {}).get("figures", [])


def line(measured):
    """One measurement, for people who watch."""
    shown = [
        (measure, figure)
        for measure, figure in measured.items()
        if " at " not in measure or measure.startswith("time at ")
    ]
    return "  ".join(f"{measure} {units.text(measure, figure)}" for measure, figure in shown)


# Tables.


def table(heads, rows):
    figure = re.compile(r"([\d.,]+( us| ms| s)?)?")
    figures = [all(figure.fullmatch(row[i]) for row in rows) for i in range(len(heads))]
    lines = [heads, ["---:" if right else "---" for right in figures], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main_table(results):
    families = results.families()
    rows, last = [], None
    for row, measure, title in LINES:
        if results.value(row, "rowcold", measure) is None:
            continue
        load = ROW[row].title if row != last else ""
        figures = [results.shown(row, family, measure) for family in families]
        rows.append([load, title, *figures, quotient(results, row, measure)])
        last = row
    return table(["load", "", *(FAMILIES[family] for family in families), "rowcold : C++"], rows)


def quotient(results, row, measure):
    ours, theirs = results.value(row, "rowcold", measure), results.value(row, "cpp", measure)
    return "" if not theirs or measure in WITHOUT_QUOTIENT else units.ratio(ours / theirs)


def settings(results):
    """Where a family was measured in several settings, which of them the table shows."""
    told = []
    for row in (row for row in ROWS if row.all_settings):
        for family in results.families():
            side = results.best_side(row.name, family)
            if side and sum(each.family == family for each in SIDES) > 1:
                told.append(f"{FAMILIES[family]} has {SIDE[side].setting} in {row.title}")
    return f"Of several settings the better is shown: {'; '.join(told)}." if told else ""


def failures(results):
    """Of a side that died, hung or answered wrongly the table has no figure: this says why."""
    return "\n".join(
        f"- {side} failed in {row}: {reason}"
        for row, kept in results.kept.items()
        for side, reason in kept.get("failures", {}).items()
    )


def summary(results):
    return "\n\n".join(filter(None, [main_table(results), settings(results), failures(results)]))


def numbers_of(size):
    """Read and written."""
    return 3 * size * size


def growth_values(results, family, measure):
    values = {size: results.value("growth", family, f"{measure} at {size}") for size in GROWTH}
    return {size: value for size, value in values.items() if value is not None}


def nanoseconds_a_number(results, family):
    return {
        size: seconds * 1e9 / numbers_of(size)
        for size, seconds in growth_values(results, family, "time").items()
    }


def dgemm_nanoseconds(results):
    seconds = {int(sample.split()[0]): value / 1e3 for _, sample, value, _ in results.part("dgemm")}
    return {size: seconds[size] * 1e9 / numbers_of(size) for size in GROWTH if size in seconds}


def memory_multiples(results, family):
    """Below 256 x 256 a connection's buffers outweigh the matrices: the quotient says nothing."""
    return {
        size: value / matrices.bytes_of_matrices(size)
        for size, value in growth_values(results, family, "memory").items()
        if size >= 256
    }


def growth(results):
    columns = [
        nanoseconds_a_number(results, "rowcold"),
        dgemm_nanoseconds(results),
        nanoseconds_a_number(results, "cpp"),
        memory_multiples(results, "rowcold"),
        memory_multiples(results, "cpp"),
    ]
    heads = [
        "rows and columns",
        "rowcold, ns a number",
        "BLAS alone",
        "C++, ns a number",
        "rowcold, peak memory of the matrices",
        "C++",
    ]
    return table(
        heads,
        [
            [
                str(size),
                *(units.three_digits(column[size]) if size in column else "" for column in columns),
            ]
            for size in GROWTH
        ],
    )


def text_and_transport(results):
    """Nanoseconds a number without the product."""
    product = dgemm_nanoseconds(results)
    whole = nanoseconds_a_number(results, "rowcold")
    return {size: whole[size] - product[size] for size in whole if size in product}


GROWTH_GOALS = [
    goals.Goal(
        "64 x 64 to 4000 x 4000: rise of the time a number, BLAS left out",
        1.3,
        units.ratio,
        goals.growth(text_and_transport),
    ),
    goals.Goal(
        "256 x 256 to 4000 x 4000: rise of the peak memory, of the matrices",
        1.3,
        units.ratio,
        goals.growth(lambda results: memory_multiples(results, "rowcold")),
    ),
]


def goals_table(results):
    return table(["", "goal", "measured", "reached"], list(goals.rows(results, GROWTH_GOALS)))


def part_table(results, name):
    figures = results.part(name)
    whats = list(dict.fromkeys((what, unit) for what, _, _, unit in figures))
    samples = list(dict.fromkeys(sample for _, sample, _, _ in figures))
    at = {(what, sample): units.three_digits(value) for what, sample, value, _ in figures}
    heads = [parts.PARTS[name], *(f"{what}, {unit}" for what, unit in whats)]
    return table(
        heads, [[sample, *(at.get((what, sample), "") for what, _ in whats)] for sample in samples]
    )


def part_tables(results):
    return "\n\n".join(
        part_table(results, name) for name in parts.PARTS if name != "dgemm" and results.part(name)
    )


def where_and_when(results):
    dates = sorted({kept["date"] for kept in results.kept.values()})
    commits = sorted({kept["commit"] for kept in results.kept.values()})
    when = " to ".join(dates[:1] + dates[1:][-1:])
    return f"Measured on {when} at {', '.join(commits)}: {machine.describe()}"


# Plots.


def panel(results, title, note, row, measure):
    rows = []
    for family in results.families():
        value = results.value(row, family, measure)
        if value is not None:
            rows.append(
                (FAMILIES[family], value, results.shown(row, family, measure), family == "rowcold")
            )
    return title, note, rows


def overview_plot(results):
    panels = [
        panel(
            results,
            "Small requests a second",
            "3 x 3, 64 connections; more is better",
            "small",
            "requests/s",
        ),
        panel(
            results, "Time of 2000 x 2000", "164 MB in, 76 MB out; less is better", "2000", "time"
        ),
        panel(
            results,
            "Peak memory of 2000 x 2000",
            "times the three matrices; less is better",
            "2000",
            "memory",
        ),
        panel(
            results,
            "Small requests while two 2000 x 2000 run",
            "99 of 100 within; less is better",
            "both",
            "p99",
        ),
    ]
    return plot.bars(OVERVIEW, [each for each in panels if each[2]])


def growth_plot(results):
    time = [
        ("rowcold", "ours", nanoseconds_a_number(results, "rowcold")),
        ("C++ peer", "", nanoseconds_a_number(results, "cpp")),
        ("BLAS alone", "floor", dgemm_nanoseconds(results)),
    ]
    memory = [
        ("rowcold", "ours", memory_multiples(results, "rowcold")),
        ("C++ peer", "", memory_multiples(results, "cpp")),
    ]
    charts = [
        ("Nanoseconds a number, in and out", [each for each in time if each[2]]),
        ("Peak memory, times the three matrices", [each for each in memory if each[2]]),
    ]
    return plot.lines("Growth from 64 x 64 to 4000 x 4000", [each for each in charts if each[1]])


# The README: one chart, three sentences.


def readme(results):
    def of(row, family, measure):
        return results.shown(row, family, measure) or "(not measured)"

    sentences = f"""
On {machine.cores()} that the clients share, rowcold answers {of("small", "rowcold", "requests/s")}
products of 3 x 3 a second; a C++ server of Boost.Beast, simdjson and OpenBLAS answers
{of("small", "cpp", "requests/s")}, and one on rowcold's HTTP library that does no work at all
{of("small", "hello", "requests/s")}. A product of 2000 x 2000, with 17 digits a number, takes
{of("2000", "rowcold", "time")} and {of("2000", "rowcold", "memory")} times the memory of the
matrices; the C++ server takes {of("2000", "cpp", "time")} and {of("2000", "cpp", "memory")} times,
FastAPI with numpy {of("2000", "fastapi", "time")} and {of("2000", "fastapi", "memory")} times.
While two such products run, 99 of 100 small requests are answered within
{of("both", "rowcold", "p99")}:
{of("both", "cpp", "p99")} in C++, {of("both", "fastapi", "p99")} with FastAPI."""
    return f"![{OVERVIEW}](docs/benchmarks-overview.svg)\n\n" + textwrap.fill(
        sentences.strip(), 150
    )


# Files.


def put(text, name, content):
    """Replaces what stands between the markers of that name."""
    begin, end = f"<!-- bench: {name} -->", f"<!-- bench: end of {name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"no place for {name}: the markers are missing")
    return pattern.sub(lambda _: f"{begin}\n{content}\n{end}", text)


def write(kept):
    if "small" not in kept or "2000" not in kept:
        raise SystemExit("measure the rows small and 2000 first: the page is about them")
    results = Results(kept)
    page = PAGE.read_text()
    for name, content in (
        ("machine", where_and_when(results)),
        ("summary", summary(results)),
        ("goals", goals_table(results)),
        ("growth", growth(results)),
        ("parts", part_tables(results)),
    ):
        page = put(page, name, content)
    PAGE.write_text(page)
    README.write_text(put(README.read_text(), "readme", readme(results)))
    (DOCS / "benchmarks-overview.svg").write_text(overview_plot(results))
    (DOCS / "benchmarks-growth.svg").write_text(growth_plot(results))
    print(f"written: {PAGE.relative_to(TOP)}, its plots, and the README's figures")
