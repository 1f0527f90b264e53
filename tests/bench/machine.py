"""What the figures were measured on."""
import os
import pathlib
import platform
import re
import shutil
import subprocess

from peers import CORES, DEBIAN_PYTHON, ROWCOLD, TOP

PACKAGES = (
    "libmicrohttpd-dev",
    "libopenblas0-pthread",
    "libboost-dev",
    "libsimdjson-dev",
    "python3-fastapi",
    "python3-uvicorn",
    "python3-numpy",
    "python3-orjson",
    "python3-ujson",
    "wrk",
)


def output(*command):
    """Standard output of a command, also of one that found only some of what it was asked for."""
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=TOP).stdout.strip()
    except OSError:
        return ""


def commit():
    return output("git", "rev-parse", "--short", "HEAD")


def processor():
    found = re.search(
        r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE
    )
    return found[1] if found else platform.machine()


def cores():
    words = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}
    return words.get(CORES, f"{CORES} cores")


def memory():
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def system():
    names = dict(line.rstrip().split("=", 1) for line in open("/etc/os-release") if "=" in line)
    return (
        f"{names['PRETTY_NAME'].strip(chr(34))}, Linux {platform.release()}, {platform.machine()}"
    )


def versions():
    """-> (what, version) of everything that takes part."""
    found = [("rowcol", output(ROWCOLD, "--version").split()[-1:] or ["not built"])]
    listed = output(
        "dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Status}\n", *PACKAGES
    )
    for name, version, status in (line.split() for line in listed.splitlines()):
        if status == "installed":
            found.append((name, [version]))
    found.append(("gcc", [output("cc", "-dumpfullversion")]))
    if shutil.which("node"):
        found.append(("node", [output("node", "--version").lstrip("v")]))
    found.append(("python", [output(DEBIAN_PYTHON, "--version").split()[-1]]))
    return [(name, version[0]) for name, version in found]


def describe():
    return (
        f"{processor()}, {cores()}, {memory()} of memory, {system()}. "
        + ", ".join(f"{name} {version}" for name, version in versions())
        + "."
    )
