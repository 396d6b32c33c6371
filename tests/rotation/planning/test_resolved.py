"""A plan on its case: what is counted once for all who tell of it, against counting row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from rotation.errors import BadData
from rotation.planning.figures import DOCUMENT, EXCHANGED, RatioCheck
from rotation.planning.plan import Plan, PlannedMove, PrincipalMove
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case


def test_before_and_after_against_counting_by_ids(small_case: Case, small_plan: Plan) -> None:
    resolved, county = ResolvedPlan(small_case, small_plan), small_case.county
    people = {
        row["teacher_id"]: (row["school_id"], row["stage"], row["subject"])
        for row in county.tables["teachers"]
        if row["post"] != "校长"
    }
    moved = people | {m.teacher_id: (m.to_school_id, m.stage, m.subject) for m in small_plan.moves}
    need = Counter({(r["school_id"], r["stage"], r["subject"]): r["required"] for r in county.tables["demand"]})
    for counts, where, when in ((resolved.before, people, "before"), (resolved.after, moved, "after")):
        have = Counter(where.values())
        for (school_id, stage), u in county.schools.row_of.items():
            for k, subject in enumerate(county.subjects):
                place = school_id, stage, subject
                assert counts.have[u, k] == have[place]
                assert counts.missing[u, k] == max(0, need[place] - have[place])
        assert counts.missing.sum() == small_plan.metrics["shortage"][when]["posts"]
        levels = Counter(where[county.teachers.teacher_id[t]][:2] for t in range(len(county.teachers))
                         if small_case.backbone[t] and not county.teachers.principal[t])  # fmt: skip
        assert counts.backbone == [levels[key] for key in county.schools.row_of]


def test_moves_and_appointments_are_the_plans(small_case: Case, small_plan: Plan) -> None:
    resolved, county = ResolvedPlan(small_case, small_plan), small_case.county
    names = county.teachers.teacher_id
    assert [names[t] for t in resolved.move_of] == [move.teacher_id for move in small_plan.moves]
    assert [county.schools.school_id[m.school] for m in resolved.moves] == [m.to_school_id for m in small_plan.moves]
    assert {names[t]: post for t, post in resolved.post_of.items()} == {
        change.teacher_id: change.to_school_id for change in small_plan.principals
    }


@pytest.mark.parametrize("name", ["teacher_id", "from_school_id", "to_school_id", "subject"])
def test_what_the_county_does_not_have(name: str, small_case: Case, small_plan: Plan) -> None:
    wrong = PlannedMove(**{**vars(small_plan.moves[0]), name: "没有的"})
    resolved = ResolvedPlan(small_case, replace(small_plan, moves=[wrong, *small_plan.moves[1:]]))
    with pytest.raises(BadData, match="没有的"):
        assert resolved.moves


def test_a_school_that_is_not_the_teachers(small_case: Case, small_plan: Plan) -> None:
    first = small_plan.moves[0]
    other = next(m for m in small_plan.moves if m.from_school_id != first.from_school_id and m.stage == first.stage)
    wrong = replace(first, from_school_id=other.from_school_id)
    resolved = ResolvedPlan(small_case, replace(small_plan, moves=[wrong]))
    with pytest.raises(BadData, match=first.teacher_id):
        assert resolved.moves


def test_nor_posts_and_principals(small_case: Case, small_plan: Plan) -> None:
    for name in ("teacher_id", "to_school_id"):
        wrong = PrincipalMove(**{**vars(small_plan.principals[0]), name: "没有的"})
        with pytest.raises(BadData, match="没有的"):
            assert ResolvedPlan(small_case, replace(small_plan, principals=[wrong])).appointed


def test_ratios_are_those_of_plan_json(small_case: Case, small_plan: Plan) -> None:
    told = {(check.asked_by, check.of): check.met for check in ResolvedPlan(small_case, small_plan).ratios}
    for lamp in small_plan.metrics["lamps"]:
        for of in ("exchanged", "backbone"):
            assert told[lamp["id"], of] == lamp[of]


@pytest.mark.parametrize(
    ("part", "whole", "met", "share", "least"),
    [(0, 0, None, None, 0), (15, 100, True, 15.0, 15), (14, 100, False, 14.0, 15), (2, 19, False, 10.52, 3), (3, 19, True, 15.78, 3)],
)  # fmt: skip
def test_a_ratio(part: int, whole: int, met: bool | None, share: float | None, least: int) -> None:
    check = RatioCheck(DOCUMENT, EXCHANGED, part, whole, 15)
    assert (check.met, check.share, check.least) == (met, share, least)
