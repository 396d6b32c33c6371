"""Each clause: its rows against its plain count on random plans, and a case where it alone decides."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.planning.planner import make_plan
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.packs import load_policy
from solvers.program import Builder
from tests.counties import LAX, YEAR, deciding, random_moves, tiny_counties
from tests.oracle import Oracle, Tables

SLOW = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("clause", CLAUSES)
def test_rows_bear_the_clauses_name(clause: str, small_case: Case) -> None:
    """By it diagnosis finds what the rows ask for."""
    assert CLAUSES[clause].rows(find_candidates(small_case)).name == CLAUSES[clause].id == clause


@pytest.mark.slow
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


@pytest.mark.parametrize("clause", CLAUSES)
def test_alone_decides(clause: str) -> None:
    """Without the clause the best plan breaks it and nothing else; with it the plan is another."""
    data, changes = deciding()[clause]
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
