"""Counts that no school has are faults; what is beyond exact reckoning is bad data, not a wrong plan."""

from __future__ import annotations

import re

import pytest

from rotation.county.building import build_county
from rotation.county.schema import TABLES, Column, Kind
from rotation.errors import BadData
from rotation.intake.cells import Unreadable, read_cell
from rotation.planning.planner import make_plan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import LAX, YEAR, school, tables, teacher
from tests.helpers import ROOT
from tests.oracle import Oracle, Tables

COUNTS = [column for table in TABLES for column in table.columns if column.kind is Kind.COUNT]


@pytest.mark.parametrize("column", COUNTS, ids=lambda column: column.name)
def test_each_count_has_a_limit_with_two_sides(column: Column) -> None:
    """The limit itself is no fault, one more is, and is told with the limit, however it is typed."""
    assert read_cell(column, str(column.most), {}) == column.most
    for value in (str(column.most + 1), float(column.most + 1), "999999999", "9" * 400):
        with pytest.raises(Unreadable, match=str(column.most) if len(str(value)) < 12 else "整数"):
            read_cell(column, value, {})


def test_the_limits_are_in_the_document() -> None:
    document = (ROOT / "docs" / "formats.md").read_text("utf-8")
    for column in COUNTS:
        assert re.search(rf"{column.header}\D*[^.;]*{column.most:,}", document), column.header


def county_of(*pupils: int) -> Tables:
    schools = [school(name, pupils=count) for name, count in zip("ABC", pupils, strict=True)]
    people = [
        teacher(str(i), "ABC"[i % 3], backbone="骨干教师" if i % 2 else None, subject="语文" if i < 4 else "数学")
        for i in range(6)
    ]
    return tables(schools, people, {("A", "语文"): 2, ("B", "数学"): 1})


@pytest.mark.parametrize("pupils", [(1, 20_000, 20_000), (20_000, 1, 1), (1, 1, 20_000), (20_000, 20_000, 19_999)])
def test_within_the_limits_the_plan_is_the_enumerations(pupils: tuple[int, int, int]) -> None:
    data = county_of(*pupils)
    policy = load_policy("nantong-2017").with_values({**LAX, "quota.lower": 20, "quota.upper": 40})
    best = Oracle(data, policy.values, YEAR, "2026").best()
    assert best is not None
    plan = make_plan(Case(build_county("县", data), policy, YEAR), "2026").plan
    assert plan.optimal
    assert [goal.value for goal in plan.goals] == list(best[0])


@pytest.mark.parametrize("pupils", [(1, 10**9 - 1, 1), (1, 10**15, 10**15), (10**15, 1, 1)])
def test_beyond_them_there_is_no_plan_but_a_sentence(pupils: tuple[int, int, int]) -> None:
    policy = load_policy("nantong-2017").with_values({**LAX, "quota.lower": 20, "quota.upper": 40})
    with pytest.raises(BadData, match="9,007,199,254,740,992"):
        make_plan(Case(build_county("县", county_of(*pupils)), policy, YEAR), "2026")
