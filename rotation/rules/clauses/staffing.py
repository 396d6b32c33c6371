"""(十二) Nobody is sent into a school beyond its staff quota; (assumed) no school loses over 5 % net in a year."""

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
    """One row for each school: −floor(loss_percent·staff/100) ≤ arrivals − departures ≤ max(0, quota − staff)."""
    county, policy = candidates.case.county, candidates.case.policy
    free = np.maximum(0, county.schools.staff_quota - county.staff)
    loss = policy.number("staffing.loss_percent") * county.staff // 100
    return block(
        "staffing",
        len(county.schools),
        over_all(candidates.school),
        over_all(candidates.origin, -1),
        lower=-loss,
        upper=free,
        school=np.arange(len(county.schools)),
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many schools gain more than their free posts or lose more than they may."""
    county = case.county
    gain = Counter(move.school for move in moves)
    gain.subtract(move.origin for move in moves)
    percent = case.policy.number("staffing.loss_percent")
    broken = []
    for u in range(len(county.schools)):
        staff = int(county.staff[u])
        free = max(0, int(county.schools.staff_quota[u]) - staff)
        if not -(percent * staff // 100) <= gain[u] <= free:
            broken.append(Place(school=u))
    return none_broken(broken)


CLAUSE = Clause(
    "staffing",
    rows=rows,
    check=check,
    told=BY_SCHOOL,
    asks=N_("{place}: at most {most} more, at most {loss} fewer staff"),
    thresholds=(Threshold("loss_percent", N_("greatest net loss of a school"), "%", 0, 200, looser="higher"),),
)
