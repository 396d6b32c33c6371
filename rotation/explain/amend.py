"""A plan repaired with the fewest changes: somebody drops out, an objection is accepted.

Fewest changes first, proven; among plans with so few the seven goals decide, in their order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rotation.county.building import edited
from rotation.county.county import Record
from rotation.county.schema import MUST_MOVE, MUST_STAY, NAMED_SCHOOL
from rotation.errors import BadData, NoPlan, Stopped
from rotation.explain.inquiry import Change
from rotation.language import say
from rotation.planning.plan import Plan, bounded
from rotation.planning.planner import make_plan, plan_of, state_program
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.candidates import Candidates, find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.rules.moves import Move
from rotation.rules.principal_goals import state_posts
from rotation.rules.principals import Principals
from solvers.clock import Clock, OutOfTime
from solvers.lexicographic import Solution, solve
from solvers.program import Goal, Program
from solvers.relaxation import Infeasible

# For each kind of pin the kinds of a new one that override it.
_CONTRADICTS = {MUST_STAY: {MUST_MOVE, NAMED_SCHOOL}, MUST_MOVE: {MUST_STAY}, NAMED_SCHOOL: {MUST_STAY, NAMED_SCHOOL}}


@dataclass(frozen=True)
class Amended:
    """The plan made on the case with the new pins, and what changed: teachers, then principals.

    `proven` says that no plan meeting the new pins changes fewer, `settled` that of those with so few
    none is better.
    """

    resolved: ResolvedPlan
    changes: Sequence[Change]
    principals: Sequence[tuple[int, str | None, str | None]]
    proven: bool
    settled: bool


@dataclass(frozen=True)
class Repinned:
    """A case with other pins than before: the rows of the table 指定 that came, and those that went."""

    case: Case
    added: Sequence[Record]
    removed: Sequence[Record]


def with_pins(case: Case, pins: Sequence[Record], dropped: Collection[str]) -> Repinned:
    """The case with `pins` added and a pin to stay for each teacher of `dropped`.

    A new pin overrides the teacher's former ones where they contradict it: whoever stays has no pin
    to move, whoever must move has none to stay.
    """
    county = case.county
    stay = {pin["teacher_id"] for pin in pins if pin["kind"] == MUST_STAY}
    leaving = sorted(set(dropped) - stay)
    added = [*pins, *({"teacher_id": t, "kind": MUST_STAY, "school_id": None, "reason": None} for t in leaving)]
    kinds: dict[str, set[str]] = {}
    for pin in added:
        kinds.setdefault(pin["teacher_id"], set()).add(pin["kind"])
    kept: list[Record] = []
    removed: list[Record] = []
    for pin in county.tables.get("pins", ()):
        contradicted = kinds.get(pin["teacher_id"], set()) & _CONTRADICTS.get(pin["kind"], set())
        (removed if contradicted else kept).append(pin)
    return Repinned(replace(case, county=edited(county, pins=[*kept, *added])), added, removed)


def amend(earlier: ResolvedPlan, case: Case, clock: Clock) -> Amended:
    """The plan on `case` that changes least of the `earlier` one.

    A change is a teacher who does otherwise: moves who stayed, stays who moved, or moves elsewhere
    or to teach another subject. The two cases have the same teachers and schools. Raises BadData
    for pins that ask for the impossible, NoPlan, Stopped.
    """
    candidates = find_candidates(case)
    faults = pin_faults(candidates)
    if faults:
        raise BadData(say("{count} pins ask for the impossible; nothing was written", count=len(faults)), faults)
    plan, former, posts = earlier.plan, earlier.move_of, earlier.post_of
    principals = Principals(case)
    choices = principals.choices
    away = np.array([post != posts.get(t, principals.own[t]) for t, post in choices], dtype=np.int64)
    try:
        heads = solve(_first(state_posts(principals, plan.seed), away, 0), clock)
        people = solve(_first(state_program(candidates, plan.seed), *_changes(candidates, former)), clock)
    except Infeasible:
        raise NoPlan(say("no plan can meet these clauses together")) from None
    except OutOfTime:
        raise Stopped(say("stopped before a first plan was found")) from None
    fewest = [solution.goals[0] for solution in (people, heads)]
    made = plan_of(candidates, plan.seed, _less_first(people), principals, _less_first(heads))
    fresh = _made_anew(case, plan.seed, clock)
    record: dict[str, Any] = {
        "of": plan.input_sha256,
        "changes": sum(line.value for line in fewest),
        "proven": all(line.proven for line in fewest),
        "settled": made.optimal,
        "fresh": fresh and {
            "goals": [line.record() for line in fresh.goals],
            "principal_goals": [line.record() for line in fresh.principal_goals],
        },
    }  # fmt: skip
    made = replace(
        made,
        goals=bounded(made.goals, fresh.goals if fresh else None),
        principal_goals=bounded(made.principal_goals, fresh.principal_goals if fresh else None),
        repair=record,
    )
    amended = ResolvedPlan(case, made)
    after, then = amended.move_of, amended.post_of
    changes = [Change(t, former.get(t), after.get(t)) for t in _differ(former, after)]
    heads_changed = [(t, posts.get(t), then.get(t)) for t in _differ(posts, then)]
    return Amended(amended, changes, heads_changed, record["proven"], record["settled"])


def _made_anew(case: Case, seed: str, clock: Clock) -> Plan | None:
    """The best plan of `case`, against which the price of few changes is told; None where time is out."""
    try:
        return make_plan(case, seed, clock).plan
    except Stopped:
        return None


def _changes(candidates: Candidates, former: Mapping[int, Move]) -> tuple[Any, int]:
    """Costs over the candidates and a constant that add up to how many teachers do otherwise."""
    cost = np.ones(len(candidates), dtype=np.int64)
    columns = zip(candidates.teacher.tolist(), candidates.school.tolist(), candidates.subject.tolist(), strict=True)
    for j, (t, u, k) in enumerate(columns):
        if t in former:
            cost[j] = -1 if (former[t].school, former[t].subject) == (u, k) else 0
    return cost, len(former)


def _first(program: Program, cost: Any, constant: int) -> Program:
    """The program with a goal before all others: `cost` on its first columns."""
    whole = np.zeros(program.columns, dtype=np.int64)
    whole[: len(cost)] = cost
    return replace(program, goals=(Goal("changes", whole, constant), *program.goals))


def _less_first(solution: Solution) -> Solution:
    return replace(solution, goals=solution.goals[1:])


def _differ(before: Mapping[int, Any], after: Mapping[int, Any]) -> list[int]:
    return [t for t in sorted(before.keys() | after.keys()) if before.get(t) != after.get(t)]
