#!/usr/bin/env python3
"""Measures rowcold beside its peers, in turns, on loopback. ./dev bench builds what this runs.

Without options every row is measured at full length; then docs/benchmarks.md, its plots and the
README's figures are written.
"""
import argparse
import dataclasses
import datetime
import os
import resource
import signal
import subprocess
import sys

import machine
import parts
import report
import store
from peers import FAMILIES, SIDES, Missing
from rows import FULL, QUICK, ROWS
from server import Failed, Server

QUICK_PARTS = ("number",)


def say(text):
    print(text, flush=True)


def parse_arguments():
    rows = [row.name for row in ROWS] + list(parts.PARTS)
    sides = list(FAMILIES)
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        epilog=f"rows: {', '.join(rows)}\nsides: {', '.join(sides)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="the main rows against the C++ peer; keeps nothing")
    add("--rows", type=listed(rows), metavar="LIST", help="only these; their figures are kept")
    add("--sides", type=listed(sides), metavar="LIST", help="only these; nothing is kept")
    add("--turns", type=int, metavar="N", help="how often each side is measured (3; --quick: 1)")
    add(
        "--write",
        action="store_true",
        help="write the page from all that is kept, also with --rows",
    )
    add("--report", action="store_true", help="write the page and measure nothing")
    return parser.parse_args()


def listed(known):
    def parse(text):
        names = text.split(",")
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(
                f"unknown: {', '.join(unknown)}; known: {', '.join(known)}"
            )
        return names

    return parse


def plan(options):
    """-> the rows, the parts and the families asked for."""
    wanted = options.rows
    if wanted is None and options.quick:
        wanted = [row.name for row in ROWS if row.quick] + list(QUICK_PARTS)
    families = options.sides or (["rowcold", "cpp", "hello"] if options.quick else None)
    rows = [row for row in ROWS if wanted is None or row.name in wanted]
    return rows, [name for name in parts.PARTS if wanted is None or name in wanted], families


def sides_that_can(rows, families):
    """Those that are wanted and can be run here; of the others a line says why not."""
    wanted = {
        family for row in rows for family in row.families if families is None or family in families
    }
    able, said = [], set()
    for side in SIDES:
        if side.family not in wanted:
            continue
        try:
            side.prepare()
            able.append(side)
        except Missing as reason:
            if side.family not in said:
                say(f"left out: {side.family}: {reason}")
            said.add(side.family)
    return able


def measure_row(row, sides, effort):
    """In turns: a b c, a b c. A side that fails once is left out from then on."""
    figures = {side.name: {} for side in sides}
    failures = {}
    say(f"\n{row.name}: {row.title}")
    for _ in range(effort.turns):
        for side in sides:
            if side.name in failures:
                continue
            try:
                measured = measure_side(row, side, effort)
            except Failed as reason:
                failures[side.name] = str(reason)
                del figures[side.name]
                continue
            for measure, figure in measured.items():
                figures[side.name].setdefault(measure, []).append(figure)
    return {"sides": figures, "failures": failures}


def measure_side(row, side, effort):
    """One turn of one side. Whatever it stumbles over is the side's failure."""
    try:
        with Server(side) as server:
            measured = row.measure(server, effort)
    except (Failed, OSError, ValueError, subprocess.SubprocessError) as error:
        say(f"  {side.name:<10} failed: {error}")
        raise Failed(error) from error
    say(f"  {side.name:<10} {report.line(measured)}")
    return measured


def measure_part(name, effort):
    say(f"\n{name}: {parts.PARTS[name]}")
    try:
        figures = parts.measure(name, effort.rounds)
    except (Missing, Failed) as error:
        say(f"  left out: {error}")
        return None
    for what, sample, value, unit in figures:
        say(f"  {what:<20} {sample:<36} {value:9.2f} {unit}")
    return {"figures": figures}


def measure(options):
    rows, wanted_parts, families = plan(options)
    effort = QUICK if options.quick else FULL
    effort = dataclasses.replace(effort, turns=options.turns or effort.turns)
    sides = sides_that_can(rows, families)
    keeping = not options.quick and not options.sides
    for row in rows:
        of_row = [side for side in sides if row.takes(side)]
        if of_row:
            keep(keeping, row.name, measure_row(row, of_row, effort))
    for name in wanted_parts:
        keep(keeping, name, measure_part(name, effort))


def keep(keeping, name, figures):
    if keeping and figures is not None:
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        store.keep({name: figures | {"date": today, "commit": machine.commit()}})


def plain_environment():
    """No kernel or thread count forced upon a BLAS, no option upon rowcold; many connections."""
    for name in list(os.environ):
        if name.startswith(("OPENBLAS_", "OMP_", "GOTO_", "ROWCOL_")):
            del os.environ[name]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main():
    options = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    plain_environment()
    if not options.report:
        measure(options)
    if options.report or options.write or not (options.quick or options.rows or options.sides):
        report.write(store.load())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nended")
