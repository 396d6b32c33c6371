"""(Assumed) No school sends away more than 20 % of its staff, rounded up, in one year."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rotation.county.place import Place
from rotation.language import N_
from rotation.policy.policy import Threshold
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import BY_SCHOOL
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each school: departures ≤ ceil(percent·staff/100)."""
    county = candidates.case.county
    most = -(-candidates.case.policy.number("turnover.percent") * county.staff // 100)
    return block(
        "turnover",
        len(most),
        over_all(candidates.origin),
        upper=most,
        school=np.arange(len(most)),
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many schools send away more than they may."""
    percent = case.policy.number("turnover.percent")
    gone = Counter(move.origin for move in moves)
    return none_broken(
        Place(school=u) for u in sorted(gone) if gone[u] > -(-percent * int(case.county.staff[u]) // 100)
    )


CLAUSE = Clause(
    "turnover",
    rows=rows,
    check=check,
    told=BY_SCHOOL,
    asks=N_("{place}: at most {most} leave"),
    thresholds=(Threshold("percent", N_("greatest share that leaves a school"), "%", 0, 200, looser="higher"),),
)
