"""Each clause: its rows against its plain count on random plans, and a case where it alone decides."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.planning.planner import make_plan
from rotation.policy.policy import Policy
from rotation.rules.candidates import Candidates, find_candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.moves import Move
from rotation.rules.packs import load_policy
from solvers.program import Builder
from tests.counties import YEAR, school, tables, teacher, tiny_counties
from tests.oracle import Oracle, Tables

SLOW = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
LAX = {
    "quota.lower": 0, "quota.upper": 200, "backbone_share.percent": 0, "staffing.loss_percent": 100,
    "turnover.percent": 100,
}  # fmt: skip


def random_moves(
    candidates: Candidates, rng: random.Random, *, once: bool = False
) -> tuple[npt.NDArray[np.int64], list[Move]]:
    """Some candidates at random, as a point of the program and as moves; `once`: one a teacher at most."""
    size = len(candidates)
    chosen = sorted(rng.sample(range(size), min(size, rng.choice((0, 1, 2, 3, 5)))))
    if once:
        chosen = sorted({int(candidates.teacher[j]): j for j in chosen}.values())
    point = np.zeros(size, dtype=np.int64)
    point[chosen] = 1
    columns = (candidates.teacher, candidates.origin, candidates.school, candidates.subject)
    return point, [Move(*(int(column[j]) for column in columns)) for j in chosen]


@pytest.mark.parametrize("clause", CLAUSES)
def test_rows_bear_the_clauses_name(clause: str, small_case: Case) -> None:
    """By it diagnosis finds what the rows ask for."""
    assert CLAUSES[clause].rows(find_candidates(small_case)).name == CLAUSES[clause].id == clause


@SLOW
@given(tiny_counties(most_plans=10**9), st.randoms(use_true_random=False))
def test_rows_agree_with_check_and_oracle(drawn: tuple[Tables, Policy, str], rng: random.Random) -> None:
    """Feasible or not, every clause's rows, its plain count and the oracle say the same."""
    data, policy, seed = drawn
    case = Case(build_county("小县", data), policy, YEAR)
    candidates = find_candidates(case)
    point, moves = random_moves(candidates, rng)
    county = case.county
    written = tuple(
        (county.teachers.teacher_id[m.teacher], county.schools.school_id[m.school], county.subjects[m.subject])
        for m in moves
    )
    broken = Oracle(data, policy.values, YEAR, seed).broken(written)
    for name, clause in CLAUSES.items():
        builder = Builder()
        builder.add_columns(np.zeros(len(point), dtype=np.int64), np.ones(len(point), dtype=np.int64))
        builder.add_block(clause.rows(candidates))
        holds = builder.program().feasible(point)
        finding = clause.check(case, moves)
        if name == "teams" and "one_move" in broken:
            continue  # a team's rows count on nobody moving twice
        assert holds == (finding.satisfied is not False), name
        assert holds == (name not in broken), name
        assert bool(finding.where) == (not holds) or name in ("quota", "backbone_share")


def cases() -> dict[str, tuple[Tables, dict[str, Any]]]:
    """For each clause a county and settings in which dropping it alone makes a better plan possible."""
    exempt = {"exemption": "哺乳期"}
    town = [school("A"), school("B"), school("C")]

    def a(i: int, **changes: Any) -> dict[str, Any]:
        return teacher(f"A{i}", "A", **changes)

    quiet = [a(i, **exempt) for i in range(5, 9)]
    return {
        "one_move": (
            tables(town, [a(1, other_subjects=("数学",)), *quiet], {("B", "语文"): 1, ("C", "数学"): 1}),
            {},
        ),
        "quota": (tables(town, [a(1), a(2)]), {"quota.lower": 50}),
        "backbone_share": (
            tables(town, [a(1, willingness="自愿"), a(2, backbone="骨干教师", willingness="不愿")], {("B", "语文"): 1}),
            {"backbone_share.percent": 50},
        ),
        "staffing": (tables([school("A"), school("B", staff_quota=1)], [a(1), a(2)], {("B", "语文"): 2}), {}),
        "no_new_gap": (
            tables(
                [school("A"), school("B", location="乡村", weak=True)],
                [a(1)],
                {("A", "语文"): 1, ("B", "语文"): 1},
            ),
            {},
        ),
        "turnover": (tables(town, [a(1), a(2), *quiet[:3]], {("B", "语文"): 2}), {"turnover.percent": 20}),
        "target_backbone": (
            tables([school("A", weak=True), school("B")], [a(1, backbone="特级教师")], {("B", "语文"): 1}),
            {},
        ),
        "senior_posts": (
            tables(
                [school("A"), school("B", senior_posts=0)],
                [a(1, title="高级", willingness="自愿"), a(2, willingness="不愿")],
                {("B", "语文"): 1},
            ),
            {},
        ),
        "pins": (
            tables(
                town,
                [a(1), a(2)],
                pins=[{"teacher_id": "A1", "kind": "必须交流", "school_id": None, "reason": None}],
            ),
            {},
        ),
        "teams": (
            tables(
                [school("A"), school("B", staff_quota=1)],
                [a(1), a(2)],
                {("B", "语文"): 1},
                teams=[{"team": "团", "teacher_id": i} for i in ("A1", "A2")],
            ),
            {},
        ),
    }


@pytest.mark.parametrize("clause", CLAUSES)
def test_alone_decides(clause: str) -> None:
    """Without the clause the best plan breaks it and nothing else; with it the plan is another."""
    data, changes = cases()[clause]
    policy = load_policy("nantong-2017").with_values({**LAX, **changes})
    without = policy.with_values({f"{clause}.on": False})
    oracle = Oracle(data, without.values, YEAR, "2026")
    free = oracle.best()
    assert free is not None
    assert oracle.broken(tuple(free[1])) == {clause}
    bound = Oracle(data, policy.values, YEAR, "2026").best()
    assert bound is not None
    assert bound[1] != free[1]
    county = build_county("小县", data)
    for pack, (values, moves) in ((without, free), (policy, bound)):
        plan = make_plan(Case(county, pack, YEAR), "2026").plan
        assert [goal.value for goal in plan.goals] == values
        assert sorted((m.teacher_id, m.to_school_id, m.subject) for m in plan.moves) == moves
