"""Shortest ways: the sum of the distances in hundreds of metres."""

from __future__ import annotations

import numpy as np

from rotation.candidates import Candidates, distance_km
from rotation.case import Case
from rotation.geography import tenths
from rotation.moves import Moves
from solvers.program import Builder


def state(candidates: Candidates, seed: str, builder: Builder) -> None:
    """Each move costs its distance."""
    builder.add_goal("commute", [(slice(0, len(candidates)), candidates.tenths)])


def value(case: Case, seed: str, moves: Moves) -> int:
    """The distances of the moves added up."""
    return sum(
        int(tenths(distance_km(case, np.array([move.teacher]), np.array([move.school])))[0, 0]) for move in moves
    )
