"""Reading side by side: `python -m benchmarks.reading [TEACHERS]`.

A county of 50,000 teachers in 20 columns, read and checked by this program, against pandas with openpyxl
and pandas with calamine reading the sheet of teachers and no more. Each runs in a process of its own,
in turn, five times; the table shows medians and ratios.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rotation.intake.sample import Sample, as_workbook, make_sample

ROUNDS = 5
_TIMED = """
import json, sys, time
path = sys.argv[1]
{imports}
begin = time.perf_counter()
{work}
seconds = time.perf_counter() - begin
print(json.dumps(seconds))
"""
PEERS = {
    "rotation: read and checked": _TIMED.format(
        imports="from pathlib import Path\nfrom rotation.intake.read import read_county\n"
        "from rotation.rules.packs import load_policy\npolicy = load_policy('nantong-2017')",
        work="found = read_county(Path(path), policy, 2026)",
    ),
    "pandas + openpyxl: read": _TIMED.format(
        imports="import pandas",
        work="found = pandas.read_excel(path, sheet_name='教师', dtype=str, header=1, engine='openpyxl')",
    ),
    "pandas + calamine: read": _TIMED.format(
        imports="import pandas",
        work="found = pandas.read_excel(path, sheet_name='教师', dtype=str, header=1, engine='calamine')",
    ),
}


def main() -> None:
    teachers = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    made = make_sample(max(6, teachers // 70), teachers)
    only = Sample({name: rows if name in ("schools", "teachers") else [] for name, rows in made.tables.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "county.xlsx"
        path.write_bytes(as_workbook(only))
        runs: dict[str, list[float]] = {name: [] for name in PEERS}
        for _ in range(ROUNDS):
            for name, program in PEERS.items():
                done = subprocess.run(
                    [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
                )
                runs[name].append(json.loads(done.stdout))
    own = statistics.median(runs["rotation: read and checked"])
    print(f"{teachers} teachers, medians of {ROUNDS}\n\n| reader | s | ratio |\n| --- | ---: | ---: |")
    for name, found in runs.items():
        print(f"| {name} | {statistics.median(found):.2f} | {statistics.median(found) / own:.1f} |")


if __name__ == "__main__":
    main()
