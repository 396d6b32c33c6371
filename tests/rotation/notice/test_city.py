"""The city's summary of several counties' plans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rotation.errors import AuditFailed, UsageFault
from rotation.notice.city import city_notice, county_lines, find_plans
from rotation.planning.plan import Plan
from rotation.rules.packs import load_policy
from tests.helpers import DAY
from tests.published import Published


@pytest.fixture
def plans(published: Published, small_plan: Plan, tmp_path: Path) -> Path:
    for name, plan in (("甲县", published.listed.plan), ("乙县", small_plan)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.json").write_text(replace(plan, county=name).to_json(), "utf-8")
    return tmp_path


def test_totals_are_the_counties(plans: Path, published: Published) -> None:
    policy = load_policy("nantong-2017")
    found = find_plans(plans)
    lines = county_lines(found, policy, {"甲县": published.listed.case})
    assert [(line.plan.county, line.recounted) for line in lines] == [("乙县", False), ("甲县", True)]
    document = city_notice(lines, policy, published.office, published.period, DAY, None)
    *rows, total = document.annexes[0].rows
    assert int(total[2]) == sum(int(row[2]) for row in rows)
    assert int(total[3]) == sum(int(row[3]) for row in rows) == sum(len(plan.moves) for plan in found)
    text = "".join(block.text for block in document.blocks)
    assert f"拟交流{total[3]}人" in text
    assert "仅核对方案自身各项数字的有：乙县。" in text


def test_different_years_are_refused(plans: Path) -> None:
    path = plans / "甲县" / "plan.json"
    path.write_text(path.read_text("utf-8").replace('"year": 2026', '"year": 2025'), "utf-8")
    with pytest.raises(UsageFault, match="2025"):
        find_plans(plans)


def test_one_county_twice_is_refused(plans: Path) -> None:
    (plans / "丙").mkdir()
    (plans / "丙" / "plan.json").write_text((plans / "甲县" / "plan.json").read_text("utf-8"), "utf-8")
    with pytest.raises(UsageFault, match="甲县"):
        find_plans(plans)


def test_no_plans_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        find_plans(tmp_path)


def test_a_plan_that_does_not_add_up_is_refused(plans: Path) -> None:
    path = plans / "乙县" / "plan.json"
    data = json.loads(path.read_text("utf-8"))
    data["moves"].pop()
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(AuditFailed, match="乙县"):
        county_lines(find_plans(plans), load_policy("nantong-2017"), {})


def test_a_plan_from_other_data_is_refused(plans: Path, published: Published, small_plan: Plan) -> None:
    wrong = replace(published.listed.plan, county="甲县", moves=published.listed.plan.moves[1:])
    with pytest.raises(AuditFailed, match="甲县"):
        county_lines([wrong], load_policy("nantong-2017"), {"甲县": published.listed.case})
