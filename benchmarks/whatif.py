"""Scenarios and many counties, measured: `python -m benchmarks.whatif sweep | kill | batch [COUNTIES]`.

`sweep`: twenty values of one threshold in one run, beside twenty plans made cold. `kill`: 24 scenarios of the bundled
county killed five times at random moments and resumed, with each executor, against an undisturbed run, byte for byte;
with dask also one worker killed twice. `batch`: counties of 1,500 to 9,000 teachers by one worker and by two.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.families.typical import schools_for

COUNTY = Path(__file__).parent.parent / "data" / "counties" / "云川县.xlsx"
SWEEP = '[sweeps.s]\nset = { "turnover.percent" = [%s] }\n'
MANY = """
[scenarios.a]
set = { "backbone_share.percent" = 20 }
[scenarios.b]
leave = [{ count = 100 }]
[scenarios.c]
pupils = [{ factor = 1.1, location = "城区" }]
[sweeps.s]
set = { "quota.lower" = [14, 15, 16, 17], "turnover.percent" = [15, 18, 20, 22, 25] }
"""


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "rotation", *map(str, arguments)]


def timed(*arguments: object) -> float:
    begin = time.perf_counter()
    subprocess.run(command(*arguments), capture_output=True, check=True)
    return time.perf_counter() - begin


def sweep() -> None:
    values = list(range(13, 33))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "s.toml"
        file.write_text(SWEEP % ", ".join(map(str, values)), "utf-8")
        together = timed("whatif", COUNTY, file, "--year", 2026, "--out", f"{folder}/s", "--executor", "serial")
        cold = [
            timed("plan", COUNTY, "--year", 2026, "--out", f"{folder}/p", "--set", f"turnover.percent={value}")
            for value in values
        ]
    print(f"20 scenarios and the base in one run, serially: {together:.1f} s")
    print(
        f"20 plans made cold: {sum(cold):.1f} s, median {statistics.median(cold):.1f} s; ratio {together / sum(cold):.2f}"
    )


def plans(folder: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in folder.glob("*/plan.json")}


def kill() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, whole = Path(folder) / "s.toml", Path(folder) / "whole"
        file.write_text(MANY, "utf-8")
        begin = timed("whatif", COUNTY, file, "--year", 2026, "--out", whole, "--executor", "serial")
        expected = plans(whole)
        print(f"{len(expected)} scenarios undisturbed, serially: {begin:.1f} s")
        moments = random.Random(2026)
        for executor in ("serial", "dask"):
            out = Path(folder) / executor
            run = command("whatif", COUNTY, file, "--year", 2026, "--out", out, "--executor", executor, "--workers", 2)
            for _ in range(5):
                process = subprocess.Popen(
                    run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
                )
                time.sleep(moments.uniform(3, 25))
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            kept = len(plans(out))
            process = subprocess.Popen(
                run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            for _ in range(2 if executor == "dask" else 0):
                time.sleep(8)
                _kill_worker(process.pid)
            status = process.wait()
            same = plans(out) == expected
            print(f"{executor}: killed five times ({kept} kept), resumed: status {status}, same bytes: {same}")


def _kill_worker(group: int) -> None:
    """One process spawned for a worker: the last of the group whose command says so."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line = (path / "cmdline").read_bytes()
            if os.getpgid(int(path.name)) == group and b"spawn_main" in line:
                found.append(int(path.name))
        except (OSError, ValueError):
            continue
    if found:
        os.kill(max(found), signal.SIGKILL)
        print(f"  killed worker {max(found)}")


def batch(count: int) -> None:
    sizes = [1500, 2000, 2500, 3000, 4000, 6000, 9000]
    weights = [30, 20, 16, 12, 12, 7, 3]
    chosen = random.Random(1).choices(sizes, weights, k=count)
    with tempfile.TemporaryDirectory() as folder:
        for i, teachers in enumerate(chosen):
            path = Path(folder) / "counties" / f"县{i:03}"
            timed("sample", path, "--schools", schools_for(teachers), "--teachers", teachers, "--seed", i)
        took = {}
        for workers in (1, 2):
            out = Path(folder) / f"out{workers}"
            begin = time.perf_counter()
            done = subprocess.run(
                command("batch", Path(folder) / "counties", "--year", 2026, "--out", out, "--executor", "dask",
                        "--workers", workers, "--time-limit", 120),
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            took[workers] = time.perf_counter() - begin
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            data = json.loads((out / "batch.json").read_text("utf-8"))["counties"]
            planned = sum(each["status"] == "planned" for each in data)
            print(
                f"{workers} workers: {took[workers]:.0f} s, {took[workers] / count:.1f} s a county, {planned} planned,"
                f" status {done.returncode}, largest process {peak:.0f} MB",
                flush=True,
            )
    print(f"{count} counties, {sum(chosen):,} teachers; efficiency of two workers {took[1] / 2 / took[2]:.2f}")


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "batch":
        batch(int(sys.argv[2]) if len(sys.argv) > 2 else 100)
    elif what in ("sweep", "kill"):
        {"sweep": sweep, "kill": kill}[what]()
    else:
        sys.exit(__doc__)
