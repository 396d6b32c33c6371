"""(五) (十三) Rural and weak schools lose no backbone teachers on balance to schools that are neither."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rotation.county.place import Place
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import BY_SCHOOL
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each target: backbone arrivals from others − backbone departures to others ≥ 0."""
    targets = np.flatnonzero(candidates.case.county.schools.target)
    row = np.full(len(candidates.case.county.schools), -1, dtype=np.int32)
    row[targets] = np.arange(len(targets))
    comes = candidates.backbone & ~candidates.from_target
    goes = candidates.backbone & ~candidates.to_target
    return block(
        "target_backbone",
        len(targets),
        over_all(np.where(comes, row[candidates.school], -1)),
        over_all(np.where(goes, row[candidates.origin], -1), -1),
        lower=0,
        school=targets,
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many rural or weak schools lose backbone teachers on balance."""
    target = case.county.schools.target
    gain: Counter[int] = Counter()
    for move in moves:
        if case.backbone[move.teacher] and target[move.origin] != target[move.school]:
            gain[move.school] += 1
            gain[move.origin] -= 1
    return none_broken(Place(school=u) for u in sorted(gain) if target[u] and gain[u] < 0)


CLAUSE = Clause(
    "target_backbone",
    rows=rows,
    check=check,
    told=BY_SCHOOL,
    asks=N_("{place}: no fewer backbone teachers come than go"),
)
