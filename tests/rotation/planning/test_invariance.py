"""The same answer every time: neither the form of the data nor the run changes a byte of plan.json."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from rotation.county.schema import TABLES
from rotation.intake.read import read_county
from rotation.planning.plan import Plan
from rotation.planning.planner import make_plan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy

pytestmark = pytest.mark.slow

YEAR = 2026


def plan_of(path: Path, threads: int = 1) -> str:
    policy = load_policy("nantong-2017")
    return make_plan(Case(read_county(path, policy, YEAR).county, policy, YEAR), "2026", threads=threads).plan.to_json()


def rewritten(folder: Path, target: Path, *, seed: int, chinese: bool, encoding: str) -> Path:
    """The county's tables with rows and columns shuffled, headers in either language."""
    rng = random.Random(seed)
    target.mkdir(parents=True)
    for table in TABLES:
        file = folder / f"{table.name}.csv"
        if not file.exists():
            continue
        header, *rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        rng.shuffle(rows)
        order = list(range(len(header)))
        rng.shuffle(order)
        names = {column.name: column.header for column in table.columns}
        with (target / file.name).open("w", encoding=encoding, newline="") as out:
            writer = csv.writer(out)
            writer.writerow([names[header[i]] if chinese else header[i] for i in order])
            writer.writerows([row[i] for i in order] for row in rows)
    return target


@pytest.mark.parametrize(
    ("seed", "chinese", "encoding"), [(1, True, "utf-8"), (2, False, "gb18030"), (3, True, "utf-8-sig")]
)
def test_rows_columns_and_encoding(
    small_folder: Path, small_plan: Plan, tmp_path: Path, seed: int, chinese: bool, encoding: str
) -> None:
    other = rewritten(small_folder, tmp_path / "小县", seed=seed, chinese=chinese, encoding=encoding)
    assert plan_of(other) == small_plan.to_json()


def test_workbook_or_folder(small_workbook: Path, small_plan: Plan) -> None:
    assert plan_of(small_workbook) == small_plan.to_json()


def test_threads_and_runs(small_folder: Path, small_plan: Plan) -> None:
    assert plan_of(small_folder, threads=2) == plan_of(small_folder) == small_plan.to_json()


def test_another_seed_changes_only_ties(small_folder: Path, small_plan: Plan) -> None:
    policy = load_policy("nantong-2017")
    other = make_plan(Case(read_county(small_folder, policy, YEAR).county, policy, YEAR), "另一个").plan
    assert [g.value for g in other.goals[:-1]] == [g.value for g in small_plan.goals[:-1]]
