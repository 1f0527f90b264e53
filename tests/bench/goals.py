"""What rowcol sets out to reach, and whether the figures say that it has."""
import dataclasses

import matrices
import units


@dataclasses.dataclass(frozen=True)
class Goal:
    title: str
    bound: float
    show: object  # figure -> text
    figure: object  # results -> figure, or nothing where it was not measured
    at_least: bool = False

    def reached(self, figure):
        return figure >= self.bound if self.at_least else figure <= self.bound


def quotient(row, measure, family):
    def figure(results):
        ours, theirs = (results.value(row, each, measure) for each in ("rowcold", family))
        return ours / theirs if ours and theirs else None

    return figure


def value(row, measure):
    return lambda results: results.value(row, "rowcold", measure)


def memory(size):
    def figure(results):
        peak = results.value(str(size), "rowcold", "memory")
        return peak and peak / matrices.bytes_of_matrices(size)

    return figure


def number(what, *samples):
    """The worst of the samples."""

    def figure(results):
        measured = [
            ns
            for name, sample, ns, _ in results.part("number")
            if name == what and sample in samples
        ]
        return max(measured, default=None)

    return figure


def growth(values_of):
    """How far a value rises above that of any smaller size."""

    def figure(results):
        values = [value for _, value in sorted(values_of(results).items())]
        rises = [later / min(values[: i + 1]) for i, later in enumerate(values)]
        return max(rises, default=None)

    return figure


def nanoseconds(figure):
    return f"{figure:.1f} ns"


SHORT = ("small whole numbers", "two decimals")

GOALS = [
    Goal(
        "3 x 3: requests a second, of the C++ peer's better setting",
        1,
        units.ratio,
        quotient("small", "requests/s", "cpp"),
        at_least=True,
    ),
    Goal(
        "3 x 3: CPU time, of bare libmicrohttpd's",
        1.2,
        units.ratio,
        quotient("small", "CPU", "hello"),
    ),
    Goal("512 x 512: time, of the C++ peer's", 0.4, units.ratio, quotient("512", "time", "cpp")),
    Goal("2000 x 2000: time, of the C++ peer's", 0.4, units.ratio, quotient("2000", "time", "cpp")),
    Goal("2000 x 2000: peak memory, of the matrices", 1.35, units.ratio, memory(2000)),
    Goal(
        "3 x 3 beside two 2000 x 2000: 99 of 100 within", 5e-3, units.seconds, value("both", "p99")
    ),
    Goal("3 x 3 beside two 2000 x 2000: lost", 0, units.whole, value("both", "lost")),
    Goal("number text, 17 digits: read", 10, nanoseconds, number("read", "17 digits")),
    Goal("number text, 17 digits: write", 9, nanoseconds, number("write", "17 digits")),
    Goal("number text, whole and two decimals: read", 5, nanoseconds, number("read", *SHORT)),
    Goal("number text, whole and two decimals: write", 5, nanoseconds, number("write", *SHORT)),
]


def rows(results, more):
    """Cells of a table: what, the goal, the figure, and whether it is reached."""
    for goal in GOALS + more:
        figure = goal.figure(results)
        if figure is not None:
            bound = f"{'at least' if goal.at_least else 'at most'} {goal.show(goal.bound)}"
            yield [
                goal.title,
                bound,
                goal.show(figure),
                "yes" if goal.reached(figure) else "**no**",
            ]
