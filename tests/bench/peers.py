"""The sides of a comparison: rowcold, and what people would pick instead (peers/).

A family is one program. Where its best setting (how many threads) depends on the load, each setting
is a side, and the report takes the better.
"""
import dataclasses
import functools
import os
import pathlib
import shlex
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
PEERS = TOP / "tests/bench/peers"
BUILT = TOP / "build/bench"
ROWCOLD = TOP / "build/release/rowcold"

CORES = len(os.sched_getaffinity(0))
DEBIAN_PYTHON = "/usr/bin/python3"


class Missing(Exception):
    """A side that can't take part here, and why."""


@dataclasses.dataclass(frozen=True)
class Side:
    name: str  # on the command line, and in what is kept
    family: str
    command: object  # port -> list of words
    prepare: object  # raises Missing
    path: str = "/multiply"
    multiplies: bool = True
    setting: str = ""  # where a family has several
    all_cores: bool = True


FAMILIES = {
    "rowcold": "rowcold",
    "cpp": "C++: Beast, simdjson, OpenBLAS",
    "fastapi": "FastAPI, numpy",
    "node-blas": "Node, OpenBLAS",
    "node": "Node alone",
    "hello": "libmicrohttpd, no work",
}


def packages_of(library):
    try:
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", library],
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError:
        raise Missing("no pkg-config") from None
    except subprocess.CalledProcessError:
        raise Missing(f"no {library} for development") from None
    return shlex.split(flags.stdout)


@functools.cache
def compiled(source, compiler, *libraries):
    """Builds a peer of one file, unless that is done."""
    source = PEERS / source
    program = BUILT / source.stem
    if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
        return
    flags = [flag for library in libraries for flag in packages_of(library)]
    BUILT.mkdir(parents=True, exist_ok=True)
    if not shutil.which(compiler[0]):
        raise Missing(f"no {compiler[0]}")
    run = subprocess.run(
        [*compiler, source, "-o", program, *flags, "-pthread"], capture_output=True, text=True
    )
    if run.returncode != 0:
        errors = [line for line in run.stderr.splitlines() if "error" in line]
        raise Missing(f"does not compile: {(errors or ['no reason given'])[0]}")


def prepare_rowcold():
    if not ROWCOLD.exists():
        raise Missing("build/release/rowcold is not built")


def prepare_cpp():
    compiled(
        "cpp_peer.cpp",
        ("c++", "-std=c++20", "-O3", "-march=native", "-DNDEBUG"),
        "openblas",
        "simdjson",
    )


def prepare_hello():
    compiled("hello.c", ("cc", "-std=c17", "-O2", "-D_GNU_SOURCE"), "libmicrohttpd")


def prepare_fastapi():
    modules = "fastapi, uvicorn, numpy, uvloop, httptools"
    for needs in (modules, "orjson"), (modules, "ujson"):
        run = subprocess.run(
            [DEBIAN_PYTHON, "-c", f"import {', '.join(needs)}"], capture_output=True, text=True
        )
        if run.returncode == 0:
            return
    raise Missing(run.stderr.strip().splitlines()[-1])


def prepare_node():
    if not shutil.which("node"):
        raise Missing("no node")


def prepare_node_blas():
    prepare_node()
    if not (PEERS / "node_modules/koffi").exists():
        raise Missing("no koffi: npm ci --prefix tests/bench/peers")


def rowcold(port):
    return [ROWCOLD, "--listen", f"127.0.0.1:{port}"]


def fastapi(port):
    app = [DEBIAN_PYTHON, "-B", "-m", "uvicorn", "--app-dir", PEERS, "fastapi_peer:app"]
    options = "--loop uvloop --http httptools --no-access-log --log-level warning"
    return [
        *app,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(CORES),
        *options.split(),
    ]


def node(kind):
    program = ["node", "--max-old-space-size=8192", PEERS / "node_peer.mjs"]
    return lambda port: [*program, str(port), kind]


def threads(program, count):
    return lambda port: [BUILT / program, str(port), str(count)]


def with_threads(program, **what):
    """A side with one thread, and one with as many as there are cores."""
    return [
        Side(
            name=f"{what['family']}-{count}",
            command=threads(program, count),
            setting="1 thread" if count == 1 else f"{count} threads",
            all_cores=count == CORES,
            **what,
        )
        for count in sorted({1, CORES})
    ]


SIDES = [
    Side("rowcold", "rowcold", rowcold, prepare_rowcold, path="/v1/multiply"),
    *with_threads("cpp_peer", family="cpp", prepare=prepare_cpp),
    Side("fastapi", "fastapi", fastapi, prepare_fastapi),
    Side("node-blas", "node-blas", node("blas"), prepare_node_blas),
    Side("node", "node", node("plain"), prepare_node),
    *with_threads("hello", family="hello", prepare=prepare_hello, multiplies=False),
]
