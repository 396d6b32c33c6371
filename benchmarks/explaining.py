"""Answers beside plans, in turns, whole processes: `python -m benchmarks.explaining [TURNS]`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNTY = Path(__file__).parent.parent / "data" / "counties" / "云川县.xlsx"


def seconds(*arguments: object) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "rotation", *map(str, arguments)], capture_output=True, check=True)
    return time.perf_counter() - begin


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        seconds("plan", COUNTY, "--year", 2026, "--out", folder)
        mover = json.loads(plan.read_text("utf-8"))["moves"][0]["teacher_id"]
        asked = {
            "one teacher": ("explain", COUNTY, plan, "--teacher", mover),
            "everybody": ("explain", COUNTY, plan, "--all"),
            "least changes": ("repair", COUNTY, plan, "--drop", mover, "--out", f"{folder}/repair"),
        }
        took: dict[str, list[float]] = {name: [] for name in ("a plan", *asked)}
        for _ in range(turns):
            took["a plan"].append(seconds("plan", COUNTY, "--year", 2026, "--out", folder))
            for name, arguments in asked.items():
                took[name].append(seconds(*arguments))
    whole = statistics.median(took["a plan"])
    for name, times in took.items():
        middle = statistics.median(times)
        print(f"{name:14} {middle:6.1f} s  {middle / whole:5.2f} of a plan")


if __name__ == "__main__":
    main()
