"""A case with something altered, and whether there is any plan of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rotation.county.building import edited
from rotation.county.county import Pin
from rotation.county.schema import STAGES
from rotation.explain.arithmetic import shortfalls
from rotation.planning.planner import state_clauses
from rotation.policy.policy import Value
from rotation.rules.candidates import find_candidates, pin_faults
from rotation.rules.case import Case
from solvers.clock import Clock
from solvers.conflict import find_point


def possible(case: Case, clock: Clock) -> bool:
    """Whether any plan meets the clauses of `case`. Raises OutOfTime."""
    candidates = find_candidates(case)
    if pin_faults(candidates) or shortfalls(candidates):
        return False
    point, _ = find_point(state_clauses(candidates), clock)
    clock.check()
    return point is not None


def with_values(case: Case, values: Mapping[str, Value]) -> Case:
    """The case with some values of the policy in place of its own."""
    return replace(case, policy=case.policy.with_values(values))


def without_pins(case: Case, dropped: Sequence[Pin]) -> Case:
    """The case less those pins."""
    gone = {(case.county.teachers.teacher_id[pin.teacher], pin.kind, pin.school_id) for pin in dropped}
    kept = [r for r in case.county.tables["pins"] if (r["teacher_id"], r["kind"], r["school_id"]) not in gone]
    return replace(case, county=edited(case.county, pins=kept))


def with_quotas(case: Case, raised: Mapping[int, int]) -> Case:
    """The case with the staff quotas of some school rows changed."""
    schools = case.county.schools
    to = {(schools.school_id[u], STAGES[schools.stage[u]]): quota for u, quota in raised.items()}
    rows = [
        {**row, "staff_quota": to.get((row["school_id"], row["stage"]), row["staff_quota"])}
        for row in case.county.tables["schools"]
    ]
    return replace(case, county=edited(case.county, schools=rows))
