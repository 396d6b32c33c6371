"""`python -m benchmarks [--full] [--instances DIR]`: measure, print the tables, write benchmarks/RESULTS.md.

The short run takes about ten minutes; `--counties` measures only those named: FAMILY:TEACHERS, FAMILY:TEACHERS:SEED, or
the path of a county's folder or workbook.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import registry
from benchmarks.assignment import known_values, read_instance
from benchmarks.one import measure
from benchmarks.process import proof, row, solved
from benchmarks.registry import FAMILIES, PEERS

RESULTS = Path(__file__).parent / "RESULTS.md"
SAMPLE = Path(__file__).parents[1] / "data" / "counties" / "云川县.xlsx"
TIMES, AT_LEAST, AT_MOST = 10, 10.0, 600.0  # a peer's limit: times our own time, within so many seconds
PATIENCE = 100  # times our own time, in the table that shows what peers need
PATIENT = ("HiGHS MIP", "HiGHS with starts", "HiGHS in groups", "HiGHS after pricing out", "CP-SAT hinted")
PEERS_UP_TO = 1_500_000  # candidates; the peers hold all of them in memory
ASSIGNMENT_PEERS = ("ours", "HiGHS MIP", "CP-SAT")


def main() -> None:
    registry.load()
    peers = [name for name in PEERS if name != "ours"]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every family and size; takes hours")
    parser.add_argument("--counties", nargs="+", metavar="COUNTY", help="only these, such as typical:9000 or a folder")
    parser.add_argument("--peers", nargs="*", choices=peers, default=peers, help="by default all")
    parser.add_argument("--instances", type=Path, help="folder of generalised assignment instances")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for our own solve of a county")
    options = parser.parse_args()
    parts = [_heading(), *_command()]
    parts += _counties(_chosen(options.full, options.counties), options.peers, options.limit)
    parts += _patience([peer for peer in options.peers if peer in PATIENT], options.limit)
    if options.instances:
        parts += _assignment(options.instances, 300.0 if options.full else 20.0)
    RESULTS.write_text("\n".join(parts) + "\n", "utf-8")
    print(f"written: {RESULTS}")


def _heading() -> str:
    names = ("ortools", "highspy", "numpy", "teacher-rotation")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return (
        f"# Results\n\nMeasured {datetime.date.today()} by `python -m benchmarks`; "
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, {platform.machine()}, shared and "
        f"noisy: read ratios, not seconds. Each solve runs in a process of its own; a peer is stopped at {TIMES} "
        f"times our time, at no less than {AT_LEAST:.0f} and no more than {AT_MOST:.0f} seconds. Beyond "
        f"{PEERS_UP_TO:,} candidates we run alone.\n"
    )


def _command() -> Iterator[str]:
    """The whole command on the bundled county, five times."""
    yield f"## The whole command: `rotation plan`, the bundled county of 4,000 teachers\n\n{row('run', 's', 'MB')}"
    yield row("---", "---:", "---:")
    seconds = []
    for i in range(5):
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "rotation", "plan", str(SAMPLE), "--year", "2026", "--out", out]
            begin = time.perf_counter()
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            seconds.append(time.perf_counter() - begin)
            if process.returncode != 0:
                raise RuntimeError(f"status {process.returncode}")
            yield row(i + 1, f"{seconds[-1]:.1f}", f"{usage.ru_maxrss / 1024:.0f}")
    yield row("median", f"{statistics.median(seconds):.1f}", "") + "\n"


def _chosen(full: bool, named: Sequence[str] | None) -> list[str]:
    """The counties to measure: those named, all, or the short list."""
    if named:
        return list(named)
    if full:
        sizes = (1000, 2400, 4000, 9000)
        return [f"{family}:{size}" for family in FAMILIES for size in sizes] + ["typical:20000", "typical:40000"]
    return [f"{family}:1000" for family in FAMILIES] + ["typical:2400"]


HEAD = ("county", "candidates", "peer", "s", "× ours", "MB", "goals proven", "gap of the first not proven")
RULE = ("---", "---:", "---", "---:", "---:", "---:", "---:", "---:")


def _counties(names: Sequence[str], peers: Sequence[str], limit: float) -> Iterator[str]:
    yield f"## Counties\n\n{row(*HEAD)}"
    yield row(*RULE)
    times: dict[str, list[tuple[int, float]]] = {}
    for name in names:
        ours = solved(name, "ours", limit)
        yield _line(name, "ours", ours, ours)
        if ours is None:
            continue
        times.setdefault(name.split(":")[0], []).append((ours["candidates"], ours["seconds"]))
        for peer in peers if ours["candidates"] <= PEERS_UP_TO else ():
            yield _line(name, peer, solved(name, peer, min(AT_MOST, max(AT_LEAST, TIMES * ours["seconds"]))), ours)
    yield ""
    for family, pairs in times.items():
        if len(pairs) > 1:
            candidates, seconds = (np.log([pair[i] for pair in pairs]) for i in (0, 1))
            exponent = np.polyfit(candidates, seconds, 1)[0]
            yield (
                f"- {family}: our time grows as candidates^{exponent:.2f} from {min(pairs)[0]:,} to "
                f"{max(pairs)[0]:,} candidates (least squares over {len(pairs)} counties)."
            )
    yield ""


def _patience(peers: Sequence[str], limit: float) -> Iterator[str]:
    """What the peers that keep to one linear model need where they are let run on."""
    name = "typical:2400"
    ours = solved(name, "ours", limit)
    if ours is None:
        return
    yield f"## Peers let run up to {PATIENCE} times our time\n"
    yield row(*HEAD)
    yield row(*RULE)
    yield _line(name, "ours", ours, ours)
    for peer in peers:
        yield _line(name, peer, solved(name, peer, PATIENCE * ours["seconds"]), ours)
    yield ""


def _line(name: str, peer: str, result: dict[str, Any] | None, ours: dict[str, Any] | None) -> str:
    if result is None:
        line = row(name, "", peer, "stopped", "", "", "", "")
    else:
        ratio = "" if ours is None or result is ours else f"{result['seconds'] / ours['seconds']:.1f}"
        goals, gap = proof(result["answers"], len(result["goals"]))
        line = row(
            name, f"{result['candidates']:,}", peer, f"{result['seconds']:.1f}", ratio,
            f"{result['megabytes']:.0f}", f"{goals}/{len(result['goals'])}", gap,
        )  # fmt: skip
    print(line, flush=True)
    return line


def _assignment(folder: Path, limit: float) -> Iterator[str]:
    """Instances nobody here wrote: the sixty small ones together, the larger ones each beside the peers."""
    known = known_values(folder)
    files = [path for path in sorted(folder.iterdir()) if path.name in known]
    small = [path for path in files if path.name.startswith("gap")]
    at_optimum, begin = 0, time.perf_counter()
    for path in small:
        (value, bound), *_ = measure(read_instance(path), "ours", 120)["answers"] or [(None, None)]
        at_optimum += value == bound == known[path.name]
    seconds = time.perf_counter() - begin
    yield (
        f"## Generalised assignment\n\n{at_optimum} of {len(small)} instances gap1 to gap12 proven at their known "
        f"optima, {seconds:.1f} s for all.\n\n" + row("instance", "known", "peer", "value", "bound", "s")
    )
    yield row("---", "---:", "---", "---:", "---:", "---:")
    for path in (path for path in files if path not in small):
        program, ours = read_instance(path), limit
        for peer in ASSIGNMENT_PEERS:
            result = measure(program, peer, limit if peer == "ours" else min(limit, max(10.0, 10 * ours)))
            value, bound = (*result["answers"][:1], (None, None))[0]
            ours = result["seconds"] if peer == "ours" else ours
            line = row(path.name, known[path.name], peer, value, bound, f"{result['seconds']:.1f}")
            print(line, flush=True)
            yield line
    yield ""


if __name__ == "__main__":
    main()
