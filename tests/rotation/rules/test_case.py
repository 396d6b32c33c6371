"""Who is eligible: statutory dates, completed years, and the first reason why not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.county.retirement import retirement_month
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import school, tables, teacher
from tests.oracle import retires


@pytest.mark.parametrize(
    ("birth", "gender", "month"),
    [
        ((1966, 9), "男", (2027, 3)),
        ((1971, 5), "女", (2026, 10)),
        ((1976, 9), "男", (2039, 9)),
        ((1990, 1), "男", (2053, 1)),
        ((1964, 12), "男", (2024, 12)),
        ((1969, 12), "女", (2024, 12)),
        ((1985, 6), "女", (2043, 6)),
    ],
)
def test_statutory_retirement(birth: tuple[int, int], gender: str, month: tuple[int, int]) -> None:
    """Known dates of the national rule: 60 or 55 years and a month for every four, up to 63 and 58."""
    found = retirement_month(np.array([birth[0] * 12 + birth[1]]), [gender])[0]
    assert found == month[0] * 12 + month[1]


@given(st.integers(1950, 2005), st.integers(1, 12), st.sampled_from(("男", "女")))
def test_retirement_equals_the_oracle(year: int, month: int, gender: str) -> None:
    assert retirement_month(np.array([year * 12 + month]), [gender])[0] == retires(
        year * 10000 + month * 100 + 1, gender
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"post": "校长", "ethics": "不合格"}, "principal"),
        ({"ethics": "不合格", "exemption": "孕期"}, "ethics"),
        ({"exemption": "借调援派", "joined": 20250901}, "exemption"),
        ({"joined": 20200901}, ""),
        ({"joined": 20200902, "birth": 19660901}, "service"),
        ({"birth": 19740301}, "retirement"),
        ({"post": "副校长"}, ""),
    ],
)
def test_first_reason(changes: dict[str, Any], reason: str) -> None:
    case = Case(
        build_county("县", tables([school("A")], [teacher("1", "A", **changes)])), load_policy("nantong-2017"), 2026
    )
    assert case.reason == (reason,)


@pytest.mark.parametrize(("least", "reason"), [(58, ""), (59, "retirement")])
def test_months_left_must_be_more(least: int, reason: str) -> None:
    """A woman born 1975-04 retires 2031-08, 59 months after 2026-09: more than 58, not more than 59."""
    policy = load_policy("nantong-2017").with_values({"retirement.min_months": least})
    data = tables([school("A")], [teacher("1", "A", birth=19750401)])
    case = Case(build_county("县", data), policy, 2026)
    assert case.months_left.tolist() == [59]
    assert case.reason == (reason,)


def test_backbone_needs_level_and_ethics() -> None:
    people = [
        teacher("1", "A", backbone="骨干教师"),
        teacher("2", "A", backbone="骨干教师", ethics="不合格"),
        teacher("3", "A", backbone="教学能手"),
    ]
    case = Case(build_county("县", tables([school("A")], people)), load_policy("nantong-2017"), 2026)
    assert case.backbone.tolist() == [True, False, False]
