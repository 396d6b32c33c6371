"""(十三) (十四) Most moves from schools that are no targets to rural and weak ones, backbone double."""

from __future__ import annotations

import numpy as np

from rotation.candidates import Candidates
from rotation.case import Case
from rotation.moves import Moves
from solvers.program import Builder


def state(candidates: Candidates, seed: str, builder: Builder) -> None:
    """Each such move counts 1, that of a backbone teacher 2; maximised."""
    gains = np.where(candidates.to_target & ~candidates.from_target, 1 + candidates.backbone, 0)
    builder.add_goal("rural", [(slice(0, len(candidates)), gains.astype(np.int8))], maximise=True)


def value(case: Case, seed: str, moves: Moves) -> int:
    """The moves that count, each by its weight."""
    target = case.county.schools.target
    return sum(
        1 + int(case.backbone[move.teacher]) for move in moves if target[move.school] and not target[move.origin]
    )
