"""`python -m benchmarks [--full] [--instances DIR]`: measure, print the tables, write benchmarks/RESULTS.md.

The short run takes about ten minutes; `--counties` measures only those named.
"""

from __future__ import annotations

import argparse
import datetime
import json
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
from benchmarks.registry import FAMILIES, PEERS

RESULTS = Path(__file__).parent / "RESULTS.md"
SAMPLE = Path(__file__).parents[1] / "data" / "counties" / "云川县.xlsx"
TIMES, AT_LEAST, AT_MOST = 10, 10.0, 600.0  # a peer's limit: times our own time, within so many seconds
PATIENCE = 100  # times our own time that HiGHS gets in the table that shows what it needs
PEERS_UP_TO = 20000  # teachers; the peers hold every candidate in memory
ASSIGNMENT_PEERS = ("ours", "HiGHS MIP", "CP-SAT")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every family and size; takes hours")
    parser.add_argument("--counties", nargs="+", metavar="FAMILY:TEACHERS", help="only these, such as typical:9000")
    parser.add_argument("--instances", type=Path, help="folder of generalised assignment instances")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for our own solve of a county")
    options = parser.parse_args()
    registry.load()
    parts = [_heading(), *_command()]
    parts += _counties(_chosen(options.full, options.counties), options.limit)
    parts += _patience(options.limit)
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
        f"{PEERS_UP_TO:,} teachers we run alone.\n"
    )


def _command() -> Iterator[str]:
    """The whole command on the bundled county, five times."""
    yield f"## The whole command: `rotation plan`, the bundled county of 4,000 teachers\n\n{_row('run', 's', 'MB')}"
    yield _row("---", "---:", "---:")
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
            yield _row(i + 1, f"{seconds[-1]:.1f}", f"{usage.ru_maxrss / 1024:.0f}")
    yield _row("median", f"{statistics.median(seconds):.1f}", "") + "\n"


def _chosen(full: bool, named: Sequence[str] | None) -> list[tuple[str, int]]:
    """The counties to measure: those named, all, or the short list."""
    if named:
        return [(family, int(size)) for family, size in (name.rsplit(":", 1) for name in named)]
    if full:
        sizes = (1000, 2400, 4000, 9000)
        return [(family, size) for family in FAMILIES for size in sizes] + [("typical", 20000), ("typical", 40000)]
    return [(family, 1000) for family in FAMILIES] + [("typical", 2400)]


def _counties(plan: Sequence[tuple[str, int]], limit: float) -> Iterator[str]:
    head = (
        "family",
        "teachers",
        "candidates",
        "peer",
        "s",
        "× ours",
        "MB",
        "goals proven",
        "gap of the first not proven",
    )
    yield f"## Counties\n\n{_row(*head)}"
    yield _row("---", "---:", "---:", "---", "---:", "---:", "---:", "---:", "---:")
    times: dict[str, list[tuple[int, float]]] = {}
    for family, size in plan:
        ours: dict[str, Any] | None = None
        for peer in ("ours", *(name for name in PEERS if name != "ours")):
            seconds = limit if ours is None else min(AT_MOST, max(AT_LEAST, TIMES * ours["seconds"]))
            if peer != "ours" and (ours is None or size > PEERS_UP_TO):
                continue
            result = _in_process(family, size, peer, seconds)
            if peer == "ours" and result is not None:
                ours = result
                times.setdefault(family, []).append((result["candidates"], result["seconds"]))
            line = _line(family, size, peer, result, ours)
            print(line, flush=True)
            yield line
    yield ""
    for family, pairs in times.items():
        if len(pairs) > 1:
            candidates, seconds = (np.log([pair[i] for pair in pairs]) for i in (0, 1))
            exponent = np.polyfit(candidates, seconds, 1)[0]
            yield (
                f"- {family}: our time grows as candidates^{exponent:.2f} from {min(pairs)[0]:,} to "
                f"{max(pairs)[0]:,} candidates (least squares over {len(pairs)} sizes)."
            )
    yield ""


def _patience(limit: float) -> Iterator[str]:
    """What HiGHS as a MIP needs where it is let run on."""
    family, size = "typical", 2400
    ours = _in_process(family, size, "ours", limit)
    if ours is None:
        return
    other = _in_process(family, size, "HiGHS MIP", PATIENCE * ours["seconds"])
    yield f"## HiGHS as a MIP, goal by goal, let run up to {PATIENCE} times our time\n"
    yield _row("family", "teachers", "candidates", "peer", "s", "× ours", "MB", "goals proven", "gap")
    yield _row("---", "---:", "---:", "---", "---:", "---:", "---:", "---:", "---:")
    for peer, result in (("ours", ours), ("HiGHS MIP", other)):
        line = _line(family, size, peer, result, ours)
        print(line, flush=True)
        yield line
    yield ""


def _in_process(family: str, size: int, peer: str, seconds: float) -> dict[str, Any] | None:
    """The measurement of one solve, None if the process died or ran far past its limit."""
    command = [sys.executable, "-m", "benchmarks.one", family, str(size), peer, str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=2 * seconds + 120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _line(family: str, size: int, peer: str, result: dict[str, Any] | None, ours: dict[str, Any] | None) -> str:
    if result is None:
        return _row(family, f"{size:,}", "", peer, "stopped", "", "", "", "")
    ratio = "" if ours is None or result is ours else f"{result['seconds'] / ours['seconds']:.0f}"
    proven, gap = _proof(result["answers"], len(result["goals"]))
    return _row(
        family, f"{size:,}", f"{result['candidates']:,}", peer, f"{result['seconds']:.1f}", ratio,
        f"{result['megabytes']:.0f}", f"{proven}/{len(result['goals'])}", gap,
    )  # fmt: skip


def _proof(answers: Sequence[Sequence[int | None]], goals: int) -> tuple[int, str]:
    """How many goals are proven, and the gap of the first that is not."""
    for i, (value, bound) in enumerate(answers):
        if value is None:
            return i, "no plan"
        if bound is None:
            return i, "no bound"
        if value != bound:
            return i, f"{abs(value - bound) / max(1, abs(value)):.2%}"
    return len(answers), "" if len(answers) == goals else "not reached"


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
        f"optima, {seconds:.1f} s for all.\n\n" + _row("instance", "known", "peer", "value", "bound", "s")
    )
    yield _row("---", "---:", "---", "---:", "---:", "---:")
    for path in (path for path in files if path not in small):
        program, ours = read_instance(path), limit
        for peer in ASSIGNMENT_PEERS:
            result = measure(program, peer, limit if peer == "ours" else min(limit, max(10.0, 10 * ours)))
            value, bound = (*result["answers"][:1], (None, None))[0]
            ours = result["seconds"] if peer == "ours" else ours
            line = _row(path.name, known[path.name], peer, value, bound, f"{result['seconds']:.1f}")
            print(line, flush=True)
            yield line
    yield ""


def _row(*cells: object) -> str:
    return "| " + " | ".join("" if cell is None else str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    main()
