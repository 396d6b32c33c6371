"""The planner against every plan there is: brute force on tiny counties."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.errors import BadData, NoPlan, Stopped
from rotation.planning.audit import audit
from rotation.planning.planner import make_plan
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from solvers.clock import Clock, OutOfTime
from tests.counties import YEAR, lively_counties, tiny_counties
from tests.oracle import Oracle, PrincipalOracle, Tables

pytestmark = pytest.mark.slow

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(tiny_counties())
def test_equals_brute_force(drawn: tuple[Tables, Policy, str]) -> None:
    """All seven goals, the moves themselves and the principals' five goals, or the same refusal."""
    data, policy, seed = drawn
    oracle = Oracle(data, policy.values, YEAR, seed)
    case = Case(build_county("小县", data), policy, YEAR)
    assert {case.county.teachers.teacher_id[t]: r for t, r in enumerate(case.reason)} == {
        i: oracle.reason(i) for i in oracle.people
    }
    candidates = find_candidates(case)
    county = case.county
    assert {
        (county.teachers.teacher_id[t], county.schools.school_id[u], county.subjects[k])
        for t, u, k in zip(candidates.teacher, candidates.school, candidates.subject, strict=True)
    } == {move for i in oracle.people for move in oracle.candidates(i)}
    expected = oracle.best()
    try:
        plan = make_plan(case, seed).plan
    except BadData:
        event("bad pins")
        forced = {
            p["teacher_id"] for p in data["pins"] if p["kind"] in ("必须交流", "指定学校")
        } & oracle.teaching.keys()
        out = not policy.on("principals") and any(
            p["kind"] in ("必须交流", "指定学校") and p["teacher_id"] not in oracle.teaching for p in data["pins"]
        )
        assert out or any(not oracle.candidates(i) for i in forced)
        return
    except NoPlan:
        event("no plan")
        assert expected is None
        return
    assert expected is not None
    event(f"{len(expected[1])} moves")
    assert plan.optimal
    assert [goal.value for goal in plan.goals] == expected[0]
    assert [goal.bound for goal in plan.goals] == expected[0]
    assert sorted((m.teacher_id, m.to_school_id, m.subject) for m in plan.moves) == expected[1]
    values, changes = PrincipalOracle(oracle).best()
    assert [goal.value for goal in plan.principal_goals] == (values if policy.on("principals") else [])
    assert {move.teacher_id: move.to_school_id for move in plan.principals} == changes


@SLOW
@given(lively_counties(), st.integers(1, 12))
def test_stopped_early_a_plan_stands_its_recount(drawn: tuple[Tables, Policy, str], checks: int) -> None:
    """However early the clock stops, the plan states what counting says, and proves nothing that is not so."""
    data, policy, seed = drawn
    case = Case(build_county("小县", data), policy, YEAR)
    clock, left = Clock(), [checks]

    def check(self: Clock) -> None:
        left[0] -= 1
        if left[0] == 0:
            clock.stop()
            raise OutOfTime

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clock, "check", check)
        try:
            plan = make_plan(case, seed, clock).plan
        except (BadData, NoPlan, Stopped):
            return
    event("optimal" if plan.optimal else "feasible")
    result = audit(case, plan)
    assert result.passed, (result.broken, result.misstated)
    best = make_plan(case, seed).plan
    for line, optimum in zip(plan.goals, best.goals, strict=True):
        if not line.proven:
            break
        assert line.value == optimum.value
