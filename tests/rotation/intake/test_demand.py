"""Posts derived from classes, against a count by hand and the national frame."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.intake.demand import derive_demand, share_out
from rotation.intake.read import read_county
from rotation.intake.sample import as_workbook, make_sample
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Curriculum
from rotation.report.workbook import workbook
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.helpers import corpus_file

POLICY = load_policy("nantong-2017")


@pytest.fixture
def curriculum() -> Curriculum:
    assert POLICY.curriculum is not None
    return POLICY.curriculum


def school(**values: object) -> dict[str, object]:
    return {"school_id": "1", "stage": "小学", "location": "城区", "pupils": 1000, "classes": 24, **values}


def test_the_table_lies_in_the_national_frame(curriculum: Curriculum) -> None:
    """26 periods a week in years 1 and 2, 30 in 3 to 6, 34 in 7 to 9: 9522 over nine years."""
    weeks = {"小学": [26, 26, 30, 30, 30, 30], "初中": [34, 34, 34]}
    for stage, expected in weeks.items():
        years = zip(*curriculum.stages[stage].periods.values(), strict=True)
        assert [sum(year) for year in years] == expected
    assert sum(35 * week for week in weeks["小学"]) + 35 * 34 * 2 + 33 * 34 == 9522


def test_a_school_by_hand(curriculum: Curriculum) -> None:
    """24 primary classes: mathematics 24 × 25/6 ÷ 15 = 6.67 posts before class teachers and shared subjects."""
    stage = curriculum.stages["小学"]
    exact = {k: Fraction(24 * sum(p), 6 * stage.loads.get(k, stage.load)) for k, p in stage.periods.items()}
    assert exact["数学"] == Fraction(20, 3)
    rows = {row["subject"]: row["required"] for row in derive_demand([school()], curriculum)}
    assert sum(rows.values()) == int(sum(exact.values()) + 12 + Fraction(1, 2))
    kept = {k: v for k, v in exact.items() if k not in ("劳动", "综合实践")}
    for subject, posts in kept.items():
        assert abs(rows.get(subject, 0) - sum(rows.values()) * posts / sum(kept.values())) < 1
    assert "综合实践" not in rows


def test_small_rural_schools_count_classes(curriculum: Curriculum) -> None:
    village = school(location="乡村", pupils=90, classes=6)
    assert sum(row["required"] for row in derive_demand([village], curriculum)) == 12


@given(st.integers(0, 200), st.dictionaries(st.text(max_size=3), st.fractions(0, 50), max_size=8))
def test_shares_are_whole_and_near(whole: int, weights: dict[str, Fraction]) -> None:
    parts = share_out(whole, weights)
    total = sum(weights.values())
    assert sum(parts.values()) == (whole if total else 0)
    for name, part in parts.items():
        assert abs(part - (Fraction(whole) * weights[name] / total if total else Fraction(0))) < 1


def test_derived_demand_fed_back_is_the_same_county() -> None:
    reading = read_county(corpus_file("no_demand_but_classes"), POLICY, 2026)
    assert reading.county.demand_derived
    given = {(row["school_id"], row["stage"], row["subject"]): row["required"] for row in reading.derived}
    assert given["001", "小学", "语文"] > 1
    county = reading.county
    assert county.required.sum() == sum(given.values())


def test_a_plan_on_derived_demand_says_so(tmp_path: Path) -> None:
    made = make_sample(12, 240, "derived")
    made.tables["demand"] = []
    path = tmp_path / "county.xlsx"
    path.write_bytes(as_workbook(made))
    case = Case(read_county(path, POLICY, 2026).county, POLICY, 2026)
    plan = make_plan(case, "2026").plan
    assert plan.metrics["demand_derived"] is True
    book = openpyxl.load_workbook(io.BytesIO(workbook(ResolvedPlan(case, plan))))
    assert any("由班级数推算" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
