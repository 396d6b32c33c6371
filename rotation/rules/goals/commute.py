"""Shortest ways: the sum of the distances in hundreds of metres."""

from __future__ import annotations

import statistics

import numpy as np

from rotation.county.geography import tenths
from rotation.language import N_, say
from rotation.rules.candidates import Candidates, distance_km
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import LESS, Counted, Measure
from rotation.rules.moves import Moves
from solvers.program import Builder

TITLE = N_("ways to the new school")
MEASURES = (
    Measure("total_km", N_("all ways together"), N_("km"), LESS, 1),
    Measure("median_km", N_("median way"), N_("km"), LESS, 1),
    Measure("longest_km", N_("longest way"), N_("km"), LESS, 1),
)


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Each move costs its distance."""
    return Costs([(slice(0, len(candidates)), candidates.tenths)])


def ways(case: Case, moves: Moves) -> list[int]:
    """Each move's distance in hundreds of metres."""
    return [int(tenths(distance_km(case, np.array([move.teacher]), np.array([move.school])))[0, 0]) for move in moves]


def value(case: Case, seed: str, moves: Moves) -> int:
    """The distances of the moves added up."""
    return sum(ways(case, moves))


def counted(case: Case, moves: Moves) -> Counted:
    """The ways in km: together, the median one, the longest."""
    far = ways(case, moves)
    if not far:
        return {"total_km": 0.0, "median_km": None, "longest_km": None}
    return {"total_km": sum(far) / 10, "median_km": statistics.median(far) / 10, "longest_km": max(far) / 10}


def told(case: Case, found: Counted) -> str:
    if found["median_km"] is None:
        return say("nobody moves")
    return say("{total} km together, half of the ways up to {median} km, the longest {longest} km",
               total=found["total_km"], median=found["median_km"], longest=found["longest_km"])  # fmt: skip


def amount(value: int) -> str:
    return say("{km} km", km=value / 10)


def beside(value: int, other: int) -> str:
    text = N_("ways together: {n} km longer") if value > other else N_("ways together: {n} km shorter")
    return say(text, n=f"{abs(value - other) / 10:.1f}")


GOAL = Goal(
    "commute",
    title=TITLE,
    sense=LESS,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=beside,
    breaks_ties=True,
)
