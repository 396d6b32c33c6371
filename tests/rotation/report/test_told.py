"""What is said of a plan to an officer: every goal in its unit, every rule in words, the integers on one sheet alone."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from rotation.planning.audit import Audit
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import parameter_title, setting_words
from rotation.report.plan_page import plan_page
from rotation.report.summary import audit_part, plan_summary
from rotation.report.words import clause_words, county_name, differing, goal_words, natural, principal_goal_words
from rotation.report.workbook import workbook
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.moves import Finding
from rotation.rules.principal_goals import PRINCIPAL_GOALS


def test_words_and_figures_are_of_the_same_numbers(small_case: Case, small_plan: Plan) -> None:
    """What is counted for the words is what plan.json states, counted apart."""
    moves = ResolvedPlan(small_case, small_plan).moves
    found: dict[str, Any] = {
        key: value for goal in GOALS.values() for key, value in goal.counted(small_case, moves).items()
    }
    metrics = small_plan.metrics
    values = {line.id: line.value for line in small_plan.goals}
    assert found["short_after"] == metrics["shortage"]["after"]["posts"]
    assert found["short_weighted"] == values["shortage"]
    assert {stage: found[f"cv.{stage}"] for stage in metrics["backbone_cv"]} == {
        stage: cv["after"] for stage, cv in metrics["backbone_cv"].items()
    }
    assert found["to_targets"] + found["to_targets_backbone"] == values["rural"]
    target, backbone = small_case.county.schools.target, small_case.backbone
    lost = sum(bool(backbone[m.teacher]) for m in moves if target[m.origin] and not target[m.school])
    assert found["backbone_gained"] == found["to_targets_backbone"] - lost
    assert found["other_subject"] == values["own_subject"]
    assert found["first_wishes"] == metrics["wishes"].get("1", 0)
    assert found["no_wish"] == metrics["wishes"].get("none", 0) + metrics["wishes"].get("unlisted", 0)
    will = [small_case.county.teachers.willingness[m.teacher] for m in moves]
    assert [found[key] for key in ("willing", "complying", "unwilling")] == [
        will.count(word) for word in ("自愿", "服从安排", "不愿")
    ]
    assert found["total_km"] == values["commute"] / 10
    for goal in GOALS.values():
        counted = goal.counted(small_case, moves)
        text = goal.told(small_case, counted)
        assert all(measure.id in counted for measure in goal.measures)
        for measure in goal.measures:
            value = counted[measure.id]
            assert value is None or f"{value:.{measure.decimals}f}" in text or measure.id == "to_targets", (
                text,
                measure,
            )


@pytest.mark.slow
def test_no_integer_of_the_solver_but_on_the_technical_sheet(small_case: Case, small_plan: Plan) -> None:
    """The spread's and the draw's sums mean nothing to anybody: not in tables, pages or on the terminal."""
    raw = {str(line.value) for line in (*small_plan.goals, *small_plan.principal_goals) if line.value > 99_999}
    raw |= {str(line.value) for line in small_plan.goals if line.id == "commute"}
    assert len(raw) >= 3
    book = openpyxl.load_workbook(io.BytesIO(workbook(ResolvedPlan(small_case, small_plan))))
    cells = {sheet.title: {str(c.value) for row in sheet for c in row if c.value is not None} for sheet in book}
    assert raw <= cells["技术参数"]
    assert set(small_plan.parameters) <= cells["技术参数"]
    said = plan_page(ResolvedPlan(small_case, small_plan)) + "".join(
        str(cell) for table in plan_summary(ResolvedPlan(small_case, small_plan)) for row in table.rows for cell in row
    )
    for number in raw:
        assert number not in said
        assert not any(number in text for title, texts in cells.items() if title != "技术参数" for text in texts)
    assert "百米" not in said
    assert "界" not in said


def test_what_has_no_before_is_not_shown_as_before(small_case: Case, small_plan: Plan) -> None:
    """Under "before" and "after" stand figures of before and after, not two figures of the plan."""
    effect = {row[0]: row[1:] for row in plan_summary(ResolvedPlan(small_case, small_plan))[1].rows}
    way, principals = small_plan.metrics["commute_km"], small_plan.metrics["principals"]
    assert effect["通勤公里数：中位／最远"] == [None, f"{way['median']}／{way['longest']}"]
    assert effect["校长：到届／交流"] == [None, f"{principals['due']}／{principals['moved']}"]
    nobody = replace(small_plan, metrics={**small_plan.metrics, "commute_km": {"median": None, "longest": None}})
    assert ["通勤公里数：中位／最远", None, None] in plan_summary(ResolvedPlan(small_case, nobody))[1].rows


def test_what_is_not_proven_says_by_how_much_in_the_goals_unit(small_case: Case, small_plan: Plan) -> None:
    resolved = ResolvedPlan(small_case, small_plan)
    moves, appointed = resolved.moves, resolved.appointed
    principals = resolved.principals
    for line in small_plan.goals:
        words = goal_words(small_case, replace(line, proven=False, bound=line.value - 30), moves)
        unit = {
            "shortage": "加权 30 个岗位", "balance": "差异系数平方和 0.0000003", "rural": "30 人次",
            "own_subject": "30 人", "wishes": "30 分", "commute": "3.0 公里",
        }.get(line.id)  # fmt: skip
        assert ("最多还可改进" not in words) if unit is None else f"最多还可改进{unit}" in words, words
        assert "最多还可改进" not in goal_words(small_case, line, moves)
    for line in small_plan.principal_goals:
        assert principal_goal_words(principals, replace(line, proven=True), appointed)
    assert {line.id for line in small_plan.principal_goals} == set(PRINCIPAL_GOALS)
    commute = next(line for line in small_plan.principal_goals if line.id == "commute")
    assert f"{commute.value / 10} 公里" in principal_goal_words(principals, commute, appointed)


@pytest.mark.parametrize("broken", [0, 3])
def test_clauses_in_words(small_case: Case, small_plan: Plan, broken: int) -> None:
    """No 要求 0 / 实际 0: who or what breaks a rule, and how many."""
    for line in small_plan.clauses:
        if line.id in ("quota", "backbone_share", "national_exchange", "national_backbone"):
            asked, counted = clause_words(small_case, line)
            assert str(line.required) in asked
            assert str(line.actual) in counted
            continue
        asked, counted = clause_words(small_case, replace(line, actual=broken, satisfied=not broken))
        assert asked == ""
        assert ("3 " in counted) if broken else not any(character.isdigit() for character in counted), counted
        assert counted
    text = [
        cell
        for row in audit_part(small_case, Audit([(line, Finding(0, 0, True)) for line in small_plan.clauses], ())).rows
        for cell in row
    ]
    assert "0" not in text
    assert not any(name in text for name in ("one_move", "no_new_gap"))


def test_every_parameter_has_words(small_case: Case) -> None:
    policy = small_case.policy
    for key in policy.values:
        rule, _, short = key.partition(".")
        if short == "on":
            assert policy.rules[rule].title in setting_words(policy, key, False)
            assert policy.rules[rule].title in parameter_title(policy, key)
        else:
            assert rule not in setting_words(policy, key, 7)
            assert "7" in setting_words(policy, key, 7)


def test_the_order_in_which_people_count() -> None:
    assert sorted(["10", "2", "A10", "1", "A9"], key=natural) == ["A9", "A10", "1", "2", "10"]
    for name in ("海清县（marked）", "海清县(marked)", "海清县-marked", "海清县 marked"):
        assert county_name(name) == "海清县"
    assert county_name("海清县") == "海清县"
    assert county_name("07-海清县") == county_name("2、海清县") == "海清县"
    assert county_name("2026海清县") == "2026海清县"
    assert county_name("marked") == "marked"


def test_two_texts_are_cut_down_to_what_differs() -> None:
    one = "满足第一志愿 0 人、其他志愿 2 人；自愿 27 人，服从安排 54 人，不愿而被安排 0 人"
    assert differing(one, one.replace("27", "26").replace("54", "55")) == (
        "自愿 27 人、服从安排 54 人",
        "自愿 26 人、服从安排 55 人",
    )
    assert differing(one, one) == (one, one)
    assert differing(one, "差 10 分") == (one, "差 10 分")
