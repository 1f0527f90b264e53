"""The parts alone: a program each, which prints what it measures as figure.h says."""
import array
import ctypes
import random
import statistics
import subprocess
import sys
import time

from peers import CORES, TOP, Missing
from server import Failed

PROGRAMS = TOP / "build/release/tests/bench"

LIBRARY = TOP / "build/release/lib/librowcol.so"

PARTS = {
    "number": "number text",
    "reader": "the JSON reader",
    "writer": "the writers",
    "pool": "the pool",
    "dgemm": "BLAS alone",
}

DGEMM_SIZES = (64, 128, 256, 512, 1000, 2000, 4000)
ROW_MAJOR, AS_IT_IS = 101, 111


def measure(name, rounds):
    """-> lists of what, sample, value, unit."""
    if name == "dgemm":
        command = [sys.executable, __file__, str(rounds)]
    else:
        command = [PROGRAMS / f"{name}_bench", str(rounds)]
        if not command[0].exists():
            raise Missing(f"{command[0].name} is not built")
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise Failed(f"ended with {run.returncode} {run.stderr.strip()}")
    figures = [line.split("\t") for line in run.stdout.splitlines()]
    if not figures or any(len(fields) != 4 for fields in figures):
        raise Failed(f"prints what figure.h does not: {run.stdout.splitlines()[:1]}")
    return [[what, sample, float(value), unit] for what, sample, value, unit in figures]


def dgemm_seconds(blas, size, rounds):
    draw = random.Random(size).random
    row = array.array("d", (draw() for _ in range(size)))
    a, b, c = row * size, row * size, row * size
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        blas.cblas_dgemm(
            ROW_MAJOR,
            AS_IT_IS,
            AS_IT_IS,
            size,
            size,
            size,
            ctypes.c_double(1),
            address(a),
            size,
            address(b),
            size,
            ctypes.c_double(0),
            address(c),
            size,
        )
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def address(entries):
    return ctypes.c_void_p(entries.buffer_info()[0])


def main():
    """The product alone, by the BLAS and the kernel that rowcold takes: a floor."""
    ctypes.CDLL(LIBRARY).rowcol_blas_choose_kernel()
    blas = ctypes.CDLL("libblas.so.3")
    for size in DGEMM_SIZES:
        seconds = dgemm_seconds(blas, size, int(sys.argv[1]))
        print(f"dgemm, {CORES} threads", f"{size} x {size}", f"{seconds * 1e3:.3f}", "ms", sep="\t")


if __name__ == "__main__":
    main()
