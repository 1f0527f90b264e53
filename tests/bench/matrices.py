"""Bodies to post, and whether the product that came back is right.

A large body repeats a pool of rows: that is quick to write down, and no reader or writer can tell.
"""
import functools
import json
import math
import random

SMALL = b'{"a":[[1,2,3],[4,5,6],[7,8,10]],"b":[[0.5,-1,2],[3.25,4,1e-3],[7,0.1,9]]}'

POOL = 500
ENTRIES_CHECKED = 50


class Operands:
    """Two n x n matrices of numbers uniform in [-1, 1], of 17 digits."""

    def __init__(self, size):
        draw = random.Random(size).uniform
        self.size = size
        self.pool = [[draw(-1, 1) for _ in range(size)] for _ in range(min(2 * size, POOL))]

    def row_of_a(self, i):
        return self.pool[i % len(self.pool)]

    def row_of_b(self, i):
        return self.pool[(self.size + i) % len(self.pool)]

    def text(self):
        texts = [",".join(["%.17g" % entry for entry in row]) for row in self.pool]
        rows = [texts[i % len(texts)] for i in range(2 * self.size)]
        a, b = "],[".join(rows[: self.size]), "],[".join(rows[self.size :])
        return f'{{"a":[[{a}]],"b":[[{b}]]}}'.encode()

    def entry(self, i, j):
        """Of the product, from exactly rounded sums."""
        row = self.row_of_a(i)
        return math.fsum(row[k] * self.row_of_b(k)[j] for k in range(self.size))


@functools.lru_cache(maxsize=2)
def operands(size):
    return Operands(size)


@functools.lru_cache(maxsize=2)
def body(size):
    return operands(size).text()


def bytes_of_matrices(size):
    return 3 * size * size * 8


def entries_of_json(answer, size):
    """The entry in row i, column j."""
    rows = answer.partition(b'"product":')[2].split(b"],[")
    if len(rows) != size:
        raise ValueError(f"{len(rows)} rows, not {size}")

    def entry(i, j):
        entries = rows[i].strip(b"[]}\n ").split(b",")
        if len(entries) != size:
            raise ValueError(f"{len(entries)} entries in row {i + 1}, not {size}")
        return float(entries[j])

    return entry


def check(size, answer, entries=entries_of_json):
    """Raises ValueError unless entries drawn at random are those of the product."""
    expected, given = operands(size), entries(answer, size)
    for _ in range(ENTRIES_CHECKED):
        i, j = random.randrange(size), random.randrange(size)
        if not same(given(i, j), expected.entry(i, j)):
            raise ValueError(f"wrong in row {i + 1}, column {j + 1}")


def check_small(answer):
    asked, product = json.loads(SMALL), json.loads(answer)["product"]
    a, b = asked["a"], asked["b"]
    for i, row in enumerate(product):
        for j, entry in enumerate(row):
            if not same(entry, math.fsum(a[i][k] * b[k][j] for k in range(3))):
                raise ValueError(f"wrong in row {i + 1}, column {j + 1}")


def same(given, exact):
    return math.isclose(given, exact, rel_tol=1e-9, abs_tol=1e-11)
