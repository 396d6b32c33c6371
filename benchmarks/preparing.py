"""Preparing side by side: `python -m benchmarks.preparing [TEACHERS]`.

A national export of 50,000 teachers in 40 columns, and 60 workbooks of 70 teachers, from the files to the county's tables
with all that is proposed; beside pandas with calamine, which reads the same files and does no more. Each runs
in a process of its own, in turn, three times; the table shows medians.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rotation.intake.sample import Sample, make_sample
from tests.exports import BASIC, as_workbook, export, roster

ROUNDS = 3
_TIMED = """
import json, sys, time
from pathlib import Path
{imports}
begin = time.perf_counter()
{work}
print(json.dumps(time.perf_counter() - begin))
"""
PEERS = {
    "rotation: read and prepared": _TIMED.format(
        imports="from rotation.intake.mapping.prepared import prepare\nfrom rotation.intake.mapping.record import Codes\n"
        "from rotation.intake.mapping.sources import read_sources\nfrom rotation.rules.packs import load_policy\n"
        "policy = load_policy('nantong-2017')",
        work="sheets, _ = read_sources([Path(sys.argv[1])])\nprepare(sheets, {}, Codes(), policy, 2026)",
    ),
    "rotation: county written as well": _TIMED.format(
        imports="import datetime\nfrom rotation.intake.mapping.prepared import prepare\nfrom rotation.intake.mapping.record import Codes\n"
        "from rotation.intake.mapping.sources import read_sources\nfrom rotation.intake.template import county_workbook\n"
        "from rotation.rules.packs import load_policy\npolicy = load_policy('nantong-2017')",
        work="sheets, _ = read_sources([Path(sys.argv[1])])\nmade = prepare(sheets, {}, Codes(), policy, 2026)\n"
        "county_workbook('x', datetime.date(2026, 9, 1), made.tables)",
    ),
    "pandas + calamine: read": _TIMED.format(
        imports="import pandas",
        work="for file in sorted(Path(sys.argv[1]).iterdir()):\n    pandas.read_excel(file, sheet_name=None, dtype=str, engine='calamine')",
    ),
}  # fmt: skip


def main() -> None:
    teachers = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one", Path(folder) / "many"
        _one_workbook(one, teachers)
        _many_workbooks(many)
        for name, files in (
            (f"{teachers} teachers x {len(BASIC) + 5} columns", one),
            ("60 workbooks of 70 teachers", many),
        ):
            print(f"\n{name}\n\n| | seconds |\n|---|---|")
            for peer, seconds in _medians(files).items():
                print(f"| {peer} | {seconds:.2f} |")


def _medians(files: Path) -> dict[str, float]:
    runs: dict[str, list[float]] = {name: [] for name in PEERS}
    for _ in range(ROUNDS):
        for name, program in PEERS.items():
            done = subprocess.run(
                [sys.executable, "-c", program, str(files)], capture_output=True, check=True, text=True
            )
            runs[name].append(json.loads(done.stdout))
    return {name: statistics.median(seconds) for name, seconds in runs.items()}


def _one_workbook(folder: Path, teachers: int) -> None:
    """The basic table with subject, stage, title, post and backbone in its row, as local systems add them; and the schools."""
    folder.mkdir()
    sample = make_sample(max(6, teachers // 70), teachers)
    sheets = export(sample)
    head, *rows = sheets["教师基本信息"]
    further = ["任教学段", "任教课程", "现任专业技术职务", "行政职务", "骨干称号名称"]
    basic = [[*head, *further]]
    basic += [[*row, t["stage"], t["subject"], f"{t['title']}教师" if t["title"] != "未定级" else "未聘", t["post"], t["backbone"]]
              for row, t in zip(rows, sample.tables["teachers"], strict=True)]  # fmt: skip
    kept = {name: sheets[name] for name in ("教基1001", "优质均衡学校填报", "编制核定")}
    (folder / "导出.xlsx").write_bytes(as_workbook({"教师基本信息": basic, **kept}))


def _many_workbooks(folder: Path) -> None:
    """A workbook for each of sixty schools, its roster without a column of the school, and one of all schools."""
    folder.mkdir()
    sample = make_sample(60, 60 * 70)
    listed = roster(Sample(sample.tables))
    _, head, *rows = listed["教职工花名册"][:-1]
    by_school: dict[str, list[list[object]]] = {}
    for row in rows:
        by_school.setdefault(str(row[1]), []).append([row[0], *row[2:]])
    for school, people in by_school.items():
        sheet = [[f"{school}教职工花名册"], [f"填报单位：{school}"], [head[0], *head[2:]], *people]
        (folder / f"{school}.xlsx").write_bytes(as_workbook({"Sheet1": sheet}))
    (folder / "学校.xlsx").write_bytes(as_workbook({"学校基本情况": listed["学校基本情况"]}))


if __name__ == "__main__":
    main()
