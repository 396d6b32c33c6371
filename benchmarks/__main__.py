"""`python -m benchmarks [--full] [--instances DIR]`: measure, print the tables, write benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import datetime
import json
import math
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

from benchmarks import registry
from benchmarks.assignment import known_values, read_instance
from benchmarks.one import measure
from benchmarks.registry import FAMILIES, PEERS

RESULTS = Path(__file__).parent / "RESULTS.md"
SAMPLE = Path(__file__).parents[1] / "data" / "counties" / "云川县.xlsx"
ASSIGNMENT_PEERS = ("ours", "HiGHS MIP", "CP-SAT")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="every family and size; takes hours")
    parser.add_argument("--instances", type=Path, help="folder of generalised assignment instances")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for our own solve of a county")
    options = parser.parse_args()
    registry.load()
    parts = [_heading(), *_command()]
    parts += _counties(options.full, options.limit)
    if options.instances:
        parts += _assignment(options.instances, 300.0 if options.full else 20.0)
    RESULTS.write_text("\n".join(parts) + "\n", "utf-8")
    print(f"written: {RESULTS}")


def _heading() -> str:
    names = ("ortools", "highspy", "numpy", "teacher-rotation")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return (
        f"# Results\n\nMeasured {datetime.date.today()} by `python -m benchmarks {' '.join(sys.argv[1:])}`; "
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, {platform.machine()}, shared and "
        "noisy: read ratios, not seconds. Each solve runs in a process of its own; a peer is stopped at ten times "
        "our time, and at no less than ten seconds.\n"
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


def _counties(full: bool, limit: float) -> Iterator[str]:
    if full:
        plan = [(family, size) for family in FAMILIES for size in (1000, 2400, 4000, 9000)]
        plan += [("typical", size) for size in (20000, 40000)]
    else:
        plan = [(family, 1000) for family in FAMILIES] + [("typical", 2400)]
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
            seconds = limit if ours is None else max(10.0, 10 * ours["seconds"])
            if peer != "ours" and ours is None:
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
            (n1, t1), (n2, t2) = pairs[0], pairs[-1]
            exponent = math.log(t2 / t1) / math.log(n2 / n1)
            yield f"- {family}: our time grows as candidates^{exponent:.2f} between {n1:,} and {n2:,} candidates."
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
