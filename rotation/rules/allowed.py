"""What makes a move possible at all, whatever the plan: who is eligible, and to which schools.

These rules have no rows: they decide which candidates there are (rotation.rules.case, rotation.rules.candidates).
Here they are declared, and counted plainly for the audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from rotation.county.county import Bools
from rotation.county.place import Place
from rotation.county.schema import NAMED_SCHOOL
from rotation.language import N_
from rotation.policy.policy import Threshold
from rotation.rules.candidates import distance_km
from rotation.rules.case import Case
from rotation.rules.declared import BY_TEACHER, Checked, Declared
from rotation.rules.moves import Finding, Move, Moves, none_broken


def _broken_by(moves: Iterable[Move]) -> Finding:
    return none_broken(Place(teacher=move.teacher) for move in moves)


def _eligible(case: Case, moves: Moves) -> Finding:
    return _broken_by(move for move in moves if not case.eligible[move.teacher])


def _qualification(case: Case, moves: Moves) -> Finding:
    """Moves to another stage, to the own school, or to teach a subject that is not the teacher's."""
    schools, people = case.county.schools, case.county.teachers
    return _broken_by(
        move
        for move in moves
        if schools.stage[move.school] != schools.stage[move.origin]
        or schools.school_id[move.school] == schools.school_id[move.origin]
        or move.subject not in (people.subject[move.teacher], *people.others[move.teacher])
    )


def _named(case: Case, move: Move) -> bool:
    """Whether a pin names the school moved to: neither direction nor reach applies then."""
    school_id = case.county.schools.school_id[move.school]
    return case.policy.on("pins") and any(
        pin.teacher == move.teacher and pin.kind == NAMED_SCHOOL and pin.school_id == school_id
        for pin in case.county.pins
    )


def _direction(case: Case, moves: Moves) -> Finding:
    schools = case.county.schools
    return _broken_by(
        move
        for move in moves
        if schools.tier[move.school] > schools.tier[move.origin]
        and not schools.weak[move.school]
        and not _named(case, move)
    )


def _reach(case: Case, moves: Moves) -> Finding:
    most = case.policy.number("reach.max_km")
    return _broken_by(
        move
        for move in moves
        if distance_km(case, np.array([move.teacher]), np.array([move.school]))[0, 0] > most and not _named(case, move)
    )


def _years(case: Case) -> Iterable[int]:
    """Whoever has served so many years is eligible up to that number, and no longer under one more."""
    return {int(years) for years in case.years_served[_eligible_without(case, "service.min_years")]}


def _months(case: Case) -> Iterable[int]:
    """Whoever has so many months left is eligible below that number, and no longer under it."""
    return {int(months) - 1 for months in case.months_left[_eligible_without(case, "retirement.min_months")]}


def _eligible_without(case: Case, key: str) -> Bools:
    return replace(case, policy=case.policy.with_values({key: 0})).eligible


def _kilometres(case: Case) -> Iterable[int]:
    """Up to the farthest school of anybody eligible."""
    km = distance_km(case, np.flatnonzero(case.eligible), np.arange(len(case.county.schools)))
    return range(int(np.ceil(km.max(initial=0.0))))


SERVICE = Declared(
    "service",
    group="eligibility",
    thresholds=(Threshold("min_years", N_("least years at the school"), "年", 0, 100, looser="either"),),
    worth={"min_years": _years},
)
RETIREMENT = Declared(
    "retirement",
    group="eligibility",
    thresholds=(Threshold("min_months", N_("least months to retirement"), "个月", 0, 1200, looser="either"),),
    worth={"min_months": _months},
)
ELIGIBLE = Checked[Moves](
    "eligible",
    group=None,
    check=_eligible,
    told=BY_TEACHER,
    title=N_("those who move are eligible"),
    rests_on=("service", "retirement"),
)
QUALIFICATION = Checked[Moves](
    "qualification", group=None, check=_qualification, told=BY_TEACHER, title=N_("stage and subject fit"), rests_on=()
)
DIRECTION = Checked[Moves]("direction", group="candidates", switch=True, check=_direction, told=BY_TEACHER)
REACH = Checked[Moves](
    "reach",
    group="candidates",
    switch=True,
    check=_reach,
    told=BY_TEACHER,
    thresholds=(Threshold("max_km", N_("greatest distance"), "公里", 0, 30_000, looser="higher"),),
    worth={"max_km": _kilometres},
)
WHO = (SERVICE, RETIREMENT)
WHERE = (DIRECTION, REACH)
CHECKS = (ELIGIBLE, QUALIFICATION, *WHERE)
