"""What is measured. A row is a load: it gives a figure for each of its measures, side by side."""
import dataclasses
import statistics
import time

import forms
import load
import matrices
from server import Failed

SMALL_CONNECTIONS = 64
IDLE = 10_000
SLOW = 200
GROWTH = (64, 128, 256, 512, 1000, 2000, 4000)


@dataclasses.dataclass(frozen=True)
class Effort:
    turns: int
    seconds: float  # for one measurement, at least
    repeats: int  # of a large request, at most
    rounds: int  # of a part's benchmark


FULL = Effort(turns=3, seconds=2, repeats=10, rounds=10)
QUICK = Effort(turns=1, seconds=1, repeats=3, rounds=2)


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    title: str
    families: tuple
    measure: object  # (server, effort) -> {measure: figure}
    rank: str  # the measure that decides which setting of a family is the better one
    most_is_best: bool = False
    quick: bool = False
    all_settings: bool = False  # of a family; else the one that uses all cores

    def takes(self, side):
        return side.family in self.families and (side.all_cores or self.all_settings)


def small(server, effort):
    load.wrk(server, matrices.SMALL, SMALL_CONNECTIONS, 1)
    before = server.cpu_seconds()
    requests, seconds, p50, p99, errors = load.wrk(
        server, matrices.SMALL, SMALL_CONNECTIONS, round(effort.seconds)
    )
    return {
        "requests/s": requests / seconds,
        "CPU": (server.cpu_seconds() - before) / requests,
        "p50": p50,
        "p99": p99,
        "lost": errors,
    }


def times(client, body, effort):
    """Seconds of request after request."""
    taken = []
    while not taken or (len(taken) < effort.repeats and sum(taken) < effort.seconds):
        taken.append(client.time(body))
    return taken


def one_size(server, client, memory, size, effort):
    body = matrices.body(size)
    memory.restart()
    matrices.check(size, client.post(body))
    before = server.cpu_seconds()
    taken = times(client, body, effort)
    return {
        "time": statistics.median(taken),
        "CPU": (server.cpu_seconds() - before) / len(taken),
        "memory": memory.peak(),
    }


def large(size):
    def measure(server, effort):
        with load.Client(server) as client:
            return one_size(server, client, server.watch_memory(), size, effort)

    return measure


def growth(server, effort):
    """From small to large, so that no size finds memory that a larger one left behind."""
    memory, figures = server.watch_memory(), {}
    effort = dataclasses.replace(effort, seconds=effort.seconds / 2)
    with load.Client(server) as client:
        for size in GROWTH:
            for measure, figure in one_size(server, client, memory, size, effort).items():
                figures[f"{measure} at {size}"] = figure
    return figures


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def beside_two_large(server, effort, request):
    """Requests at a steady rate: first alone, then beside two 2000 x 2000 at any time."""
    alone = until(time.monotonic() + effort.seconds / 3)
    quiet = load.Paced(server, request).run(alone)
    busy = [load.Busy(server, matrices.body(2000)) for _ in range(2)]
    enough = until(time.monotonic() + effort.seconds)

    def finished():
        if enough():
            for each in busy:
                each.end()
        return not any(each.running() for each in busy)

    beside = load.Paced(server, request).run(finished)
    for each in busy:
        if each.error:
            raise Failed(f"2000 x 2000 beside small ones: {each.error}")
    if not quiet.seconds or not beside.seconds:
        raise Failed("no small request was answered")
    return {
        "p50": percentile(beside.seconds, 0.5),
        "p99": percentile(beside.seconds, 0.99),
        "most": max(beside.seconds),
        "p99 alone": percentile(quiet.seconds, 0.99),
        "lost": beside.lost,
        "requests": len(beside.seconds),
        "large": statistics.median(seconds for each in busy for seconds in each.seconds),
    }


def every_form(server, effort):
    """The same product of 2000 x 2000 in each form: its time."""
    figures = {}
    for form in forms.FORMS:
        body = form.body(2000)
        with load.Client(server, form.headers) as client:
            matrices.check(2000, client.post(body), form.entries)
            figures[f"time in {form.name}"] = statistics.median(times(client, body, effort))
    return figures


def until(deadline):
    return lambda: time.monotonic() > deadline


def both(server, effort):
    request = load.request_head("POST", server.path, len(matrices.SMALL)) + matrices.SMALL
    return beside_two_large(server, effort, request)


def health(server, effort):
    return beside_two_large(server, effort, load.request_head("GET", "/healthz", None))


def beside(clients, count):
    """A large request beside such clients, against its time without them."""

    def measure(server, effort):
        body = matrices.body(2000)
        with load.Client(server) as client:
            matrices.check(2000, client.post(body))
            quiet = statistics.median(times(client, body, effort))
            with clients(server, count):
                crowded = statistics.median(times(client, body, effort))
        return {"ratio": crowded / quiet, "time": crowded}

    return measure


# What the product is computed with makes no difference to small requests: one Node is enough.
SMALL = ("rowcold", "cpp", "fastapi", "node", "hello")
LARGE = ("rowcold", "cpp", "fastapi", "node-blas")
BESIDE = ("rowcold", "cpp")

ROWS = [
    Row(
        "small",
        f"3 x 3 on {SMALL_CONNECTIONS} connections",
        SMALL,
        small,
        "requests/s",
        most_is_best=True,
        quick=True,
        all_settings=True,
    ),
    Row("512", "512 x 512", (*LARGE, "node"), large(512), "time", quick=True),
    Row("2000", "2000 x 2000", LARGE, large(2000), "time", quick=True),
    Row("forms", "2000 x 2000 in other forms", ("rowcold",), every_form, "time in JSON"),
    Row("both", "3 x 3 beside two 2000 x 2000", LARGE, both, "p99", quick=True, all_settings=True),
    Row("health", "/healthz beside two 2000 x 2000", ("rowcold",), health, "p99"),
    Row("growth", "from 64 x 64 to 4000 x 4000", BESIDE, growth, "time at 2000"),
    Row(
        "idle",
        f"2000 x 2000 beside {IDLE:,} idle connections",
        BESIDE,
        beside(load.idle_clients, IDLE),
        "ratio",
    ),
    Row(
        "slow",
        f"2000 x 2000 beside {SLOW} slow clients",
        BESIDE,
        beside(load.slow_clients, SLOW),
        "ratio",
    ),
]
