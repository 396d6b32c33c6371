"""Fewest teachers who are to teach another subject than their main one."""

from __future__ import annotations

import numpy as np

from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, Counted, Measure, by_how_many
from rotation.rules.moves import Moves
from solvers.program import Builder

TITLE = N_("teachers of another subject than their own")
MEASURES = (Measure("other_subject", N_("people who are to teach another subject"), N_("persons"), LESS),)


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Each move to another subject costs 1."""
    other = (candidates.subject != candidates.main_subject).astype(np.int8)
    return Costs([(slice(0, len(candidates)), other)])


def value(case: Case, seed: str, moves: Moves) -> int:
    """How many change their subject."""
    return sum(1 for move in moves if move.subject != case.county.teachers.subject[move.teacher])


def counted(case: Case, moves: Moves) -> Counted:
    """How many change their subject."""
    return {"other_subject": value(case, "", moves)}


def told(case: Case, found: Counted) -> str:
    return say("{count} people are to teach another subject", count=found["other_subject"])


def amount(value: int) -> str:
    return say("{count} people", count=value)


GOAL = Goal(
    "own_subject",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=by_how_many(
        N_("teachers of another subject than their own: {n} more"),
        N_("teachers of another subject than their own: {n} fewer"),
    ),
)
