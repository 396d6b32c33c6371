"""Answers, always, sometimes or never, and least-change plans against every plan there is of tiny counties."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.errors import BadData, NoPlan
from rotation.explain.always import ALWAYS, NEVER, SOMETIMES, how_often
from rotation.explain.amend import amend, with_pins
from rotation.explain.inquiry import COSTS, DRAWN, IMPOSSIBLE, SAME, Answer, Inquiry, barrier
from rotation.planning.planner import Run, make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates
from rotation.rules.case import ELIGIBLE, Case
from solvers.clock import Clock
from tests.counties import YEAR, lively_counties, tiny_counties
from tests.oracle import Move, Oracle, PrincipalOracle, Tables

pytestmark = pytest.mark.slow

MANY = settings(max_examples=35, deadline=None, suppress_health_check=list(HealthCheck))


def planned(drawn: tuple[Tables, Policy, str]) -> tuple[Oracle, Case, Run]:
    """The oracle, the case and its plan; drawn again where there is none."""
    data, policy, seed = drawn
    case = Case(build_county("小县", data), policy, YEAR)
    try:
        run = make_plan(case, seed)
    except (BadData, NoPlan):
        assume(False)
    return Oracle(data, policy.values, YEAR, seed), case, run


def key(values: Sequence[int]) -> list[int]:
    """The goals in the minimising sense."""
    return [*values[:2], -values[2], *values[3:]]


def best(oracle: Oracle, holds: Callable[[tuple[Move, ...]], bool]) -> list[int] | None:
    """The seven goals of the best plan for which `holds` is true."""
    found = [oracle.goals(moves) for moves in oracle.plans() if oracle.holds(moves) and holds(moves)]
    return min(found, key=key, default=None)


def check(answer: Answer, expected: list[int] | None, own: list[int]) -> None:
    event(answer.verdict)
    if expected is None:
        assert answer.verdict == IMPOSSIBLE
        assert answer.text
    elif answer.verdict == SAME:
        assert expected == own
    else:
        assert [line.value for line in answer.goals] == expected
        assert answer.verdict == (DRAWN if expected[:6] == own[:6] else COSTS)


@MANY
@given(lively_counties(), st.data())
def test_every_answer_is_what_brute_force_says(drawn: tuple[Tables, Policy, str], more: st.DataObject) -> None:
    oracle, case, run = planned(drawn)
    inquiry, people = Inquiry(ResolvedPlan(case, run.plan), Clock()), case.county.teachers
    own = [line.value for line in run.plan.goals]
    t = more.draw(st.sampled_from([t for t in range(len(people)) if not people.principal[t]]))
    u = more.draw(st.integers(0, len(case.county.schools) - 1))
    k = more.draw(st.integers(0, len(case.county.subjects) - 1))
    name, post = people.teacher_id[t], case.county.schools.school_id[u]
    stage = ("小学", "初中")[case.county.schools.stage[u]]
    subject = case.county.subjects[k]
    if case.reason[t] == ELIGIBLE:
        check(inquiry.stays(t), best(oracle, lambda moves: name not in {m[0] for m in moves}), own)
        check(inquiry.moves_away(t), best(oracle, lambda moves: name in {m[0] for m in moves}), own)
    there = best(oracle, lambda moves: any(m[0] == name and oracle.to(m) == (post, stage) for m in moves))
    check(inquiry.goes_to(t, u), there, own)
    planned_moves = tuple((m.teacher_id, m.to_school_id, m.subject) for m in run.plan.moves)
    have = oracle.after(planned_moves)[post, stage, subject]
    one_more = best(oracle, lambda moves: oracle.after(moves)[post, stage, subject] > have)
    answer = inquiry.fills(u, k)
    check(answer, one_more, own)


@MANY
@given(tiny_counties(), st.data())
def test_a_barrier_is_named_where_there_is_no_candidate(drawn: tuple[Tables, Policy, str], more: st.DataObject) -> None:
    """The rule named is in force against exactly this move, by the oracle's own words."""
    data, policy, seed = drawn
    case = Case(build_county("小县", data), policy, YEAR)
    oracle, people, schools = Oracle(data, policy.values, YEAR, seed), case.county.teachers, case.county.schools
    t = more.draw(st.integers(0, len(people) - 1))
    u = more.draw(st.integers(0, len(schools) - 1))
    name, row = people.teacher_id[t], (schools.school_id[u], ("小学", "初中")[schools.stage[u]])
    assume(name in oracle.teaching and row not in {oracle.to(m) for m in oracle.candidates(name)})
    rule = barrier(case, t, u)
    event(rule)
    if rule == "eligible":
        assert name not in oracle.pool
    elif rule in ("direction", "reach"):
        looser = Oracle(data, {**policy.values, "direction.on": False, "reach.on": False}, YEAR, seed)
        assert row in {looser.to(m) for m in looser.candidates(name)}
        assert policy.on(rule)
    elif rule == "pins":
        assert any(pin["teacher_id"] == name for pin in data["pins"])
    else:
        assert (rule, row[0]) == ("own", oracle.home(name)[0]) or row[1] != oracle.home(name)[1]


@MANY
@given(lively_counties())
def test_always_sometimes_or_never_over_all_best_plans(drawn: tuple[Tables, Policy, str]) -> None:
    oracle, case, run = planned(drawn)
    own = [line.value for line in run.plan.goals]
    movers = [
        {m[0] for m in moves} for moves in oracle.plans() if oracle.holds(moves) and oracle.goals(moves)[:5] == own[:5]
    ]
    expected = {
        name: ALWAYS
        if all(name in moved for moved in movers)
        else SOMETIMES
        if any(name in moved for moved in movers)
        else NEVER
        for name in oracle.pool
    }
    found = how_often(find_candidates(case), run.plan, Clock())
    assert {case.county.teachers.teacher_id[t]: kind for t, kind in found.items()} == expected
    event(str(sorted(set(expected.values()))))


@MANY
@given(lively_counties(), st.data())
def test_repair_changes_least(drawn: tuple[Tables, Policy, str], more: st.DataObject) -> None:
    """Fewest changes first, then the seven goals, teachers and principals alike."""
    oracle, case, run = planned(drawn)
    people = case.county.teachers
    dropped = more.draw(st.lists(st.sampled_from(people.teacher_id), min_size=1, max_size=2, unique=True))
    then = with_pins(case, [], dropped).case
    data: Tables = {**oracle.tables, "pins": [dict(pin) for pin in then.county.tables["pins"]]}
    later = Oracle(data, oracle.params, YEAR, oracle.seed)
    former = {m.teacher_id: (m.to_school_id, m.subject) for m in run.plan.moves}

    def changes(moves: tuple[Move, ...]) -> int:
        now = {m[0]: (m[1], m[2]) for m in moves}
        return sum(former.get(name) != now.get(name) for name in former.keys() | now.keys())

    found = [(changes(moves), key(later.goals(moves)), moves) for moves in later.plans() if later.holds(moves)]
    try:
        amended = amend(ResolvedPlan(case, run.plan), then, Clock())
    except (BadData, NoPlan):
        event("no plan")
        forced = {
            p["teacher_id"] for p in data["pins"] if p["kind"] in ("必须交流", "指定学校")
        } & later.teaching.keys()
        assert not found or any(not later.candidates(i) for i in forced)
        return
    fewest, goals, moves = min(found)
    event(f"{fewest} changes")
    assert amended.proven
    assert len(amended.changes) == fewest
    assert key([line.value for line in amended.resolved.plan.goals]) == goals
    assert sorted((m.teacher_id, m.to_school_id, m.subject) for m in amended.resolved.plan.moves) == sorted(moves)
    heads = PrincipalOracle(later)
    held = {i: t["school_id"] for i, t in heads.heads.items()}
    before = {**held, **{m.teacher_id: m.to_school_id for m in run.plan.principals}}
    now = {**held, **{m.teacher_id: m.to_school_id for m in amended.resolved.plan.principals}}
    assert all(now[i] in heads.options(i) for i in held)
    assert len(amended.principals) == sum(before[i] != now[i] for i in held)


def test_where_the_draw_alone_decides_it_says_so() -> None:
    """A county whose two best plans differ in the draw alone: both teachers stand in some, and are told so."""
    from tests.counties import school, tables, teacher

    data = tables(
        [school("A", staff_quota=3), school("B", location="乡村")],
        [teacher("T1", "A"), teacher("T2", "A"), teacher("T3", "B"), teacher("T4", "B"), teacher("T5", "B")],
        {("A", "语文"): 1, ("B", "语文"): 4},
    )
    from rotation.rules.packs import load_policy

    policy = load_policy("nantong-2017").with_values(
        {"backbone_share.percent": 0, "staffing.loss_percent": 100, "turnover.percent": 50, "quota.upper": 20}
    )
    case = Case(build_county("小县", data), policy, YEAR)
    plan = make_plan(case, "2026").plan
    assert len(plan.moves) == 1
    found = how_often(find_candidates(case), plan, Clock())
    assert sorted(found.values()) == [NEVER, NEVER, NEVER, SOMETIMES, SOMETIMES]
    mover = case.county.teacher_index[plan.moves[0].teacher_id]
    answer = Inquiry(ResolvedPlan(case, plan), Clock()).stays(mover)
    assert answer.verdict == DRAWN
    assert len(answer.changes) == 1
