"""The planner against every plan there is: brute force on tiny counties."""

from __future__ import annotations

from hypothesis import HealthCheck, event, given, settings

from rotation.candidates import find_candidates
from rotation.case import Case
from rotation.county import build_county
from rotation.errors import BadData, NoPlan
from rotation.planner import make_plan
from rotation.policy import Policy
from tests.counties import YEAR, tiny_counties
from tests.oracle import Oracle, PrincipalOracle, Tables

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
        assert any(not oracle.candidates(i) for i in forced)
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
    assert [goal.value for goal in plan.principal_goals] == values
    assert {move.teacher_id: move.to_school_id for move in plan.principals} == changes
