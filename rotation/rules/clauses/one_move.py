"""Nobody moves twice: Σ x ≤ 1 for each teacher."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rotation.county.place import Place
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import BY_TEACHER
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each teacher who has a candidate: moves ≤ 1."""
    teachers, row = np.unique(candidates.teacher, return_inverse=True)
    return block("one_move", len(teachers), over_all(row.astype(np.int32)), upper=1, teacher=teachers)


def check(case: Case, moves: Moves) -> Finding:
    """How many teachers move more than once."""
    times = Counter(move.teacher for move in moves)
    return none_broken(Place(teacher=teacher) for teacher, count in sorted(times.items()) if count > 1)


CLAUSE = Clause("one_move", rows=rows, check=check, told=BY_TEACHER, asks=N_("nobody moves twice"), defines=True)
