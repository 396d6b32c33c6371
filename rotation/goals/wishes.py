"""Least reluctance and best ranks: a willing teacher to a school wished for costs nothing."""

from __future__ import annotations

import numpy as np

from rotation.candidates import Candidates
from rotation.case import Case
from rotation.moves import Moves
from solvers.program import Builder

RELUCTANCE = {"自愿": 0, "服从安排": 10, "不愿": 50}
# A school not listed costs as much as the last rank that counts, so that listing one never makes
# its teacher less likely to be sent there, and listing none is no advantage.
LAST_RANK = 11


def state(candidates: Candidates, seed: str, builder: Builder) -> None:
    """Each move costs the teacher's reluctance and the wish's rank."""
    county = candidates.case.county
    reluctance = np.array([RELUCTANCE[word] for word in county.teachers.willingness], dtype=np.int16)
    cost = reluctance[candidates.teacher] + np.int16(LAST_RANK - 1)
    first = np.searchsorted(candidates.teacher, np.arange(len(county.teachers) + 1))
    for teacher, ranks in county.wishes.items():
        for j in range(first[teacher], first[teacher + 1]):
            rank = ranks.get(county.schools.school_id[candidates.school[j]])
            if rank is not None:
                cost[j] = reluctance[teacher] + min(rank, LAST_RANK) - 1
    builder.add_goal("wishes", [(slice(0, len(candidates)), cost)])


def value(case: Case, seed: str, moves: Moves) -> int:
    """What the moves cost in reluctance and ranks."""
    county = case.county
    total = 0
    for move in moves:
        ranks = county.wishes.get(move.teacher, {})
        rank = min(ranks.get(county.schools.school_id[move.school], LAST_RANK), LAST_RANK)
        total += RELUCTANCE[county.teachers.willingness[move.teacher]] + rank - 1
    return total
