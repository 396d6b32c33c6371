"""Decisions made by hand hold: who must move moves, to the school named where one is named.

Pins that forbid (不得交流, 排除学校, and any school but the named one) leave no candidate at all, so
the rows state the pins that command.
"""

from __future__ import annotations

import numpy as np

from rotation.county.place import Place
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import place_by_place
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each teacher who must move: Σ x ≥ 1."""
    case = candidates.case
    principal = case.county.teachers.principal
    forced = sorted(
        {
            pin.teacher
            for pin in case.county.pins
            if pin.kind in (MUST_MOVE, NAMED_SCHOOL) and not principal[pin.teacher]
        }
    )
    row = np.full(len(case.county.teachers), -1, dtype=np.int32)
    row[forced] = np.arange(len(forced))
    return block(
        "pins",
        len(forced),
        over_all(row[candidates.teacher]),
        lower=1,
        teacher=np.array(forced, dtype=np.int64),
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many pins are not kept, those of principals apart."""
    county = case.county
    to: dict[int, list[str]] = {}
    for move in moves:
        to.setdefault(move.teacher, []).append(county.schools.school_id[move.school])
    kept = {
        MUST_MOVE: lambda schools, named: bool(schools),
        MUST_STAY: lambda schools, named: not schools,
        NAMED_SCHOOL: lambda schools, named: bool(schools) and set(schools) == {named},
        EXCLUDED_SCHOOL: lambda schools, named: named not in schools,
    }
    pins = [pin for pin in county.pins if not county.teachers.principal[pin.teacher]]
    broken = [
        Place(teacher=pin.teacher, pin=pin.kind)
        for pin in pins
        if not kept[pin.kind](to.get(pin.teacher, []), pin.school_id)
    ]
    return none_broken(broken, applies=bool(pins))


CLAUSE = Clause(
    "pins",
    rows=rows,
    check=check,
    told=place_by_place(N_("every pin is kept"), N_("{count} pins are not kept")),
    asks=N_("{place}: must move"),
    narrows=True,
)
