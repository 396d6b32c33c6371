"""(十三) At least 15 % of those eligible move, and (assumed) at most 20 %: 教师每年不低于符合交流条件15%."""

from __future__ import annotations

import numpy as np

from rotation.language import N_, say
from rotation.policy.policy import Threshold
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.moves import Finding, Moves
from rotation.rules.rows import block, over_all
from solvers.program import Block


def limits(case: Case) -> tuple[int, int]:
    """The least and the greatest number of moves: 不低于 rounds up, and the least never exceeds the greatest."""
    least = -(-case.policy.number("quota.lower") * case.pool // 100)
    return least, max(least, case.policy.number("quota.upper") * case.pool // 100)


def rows(candidates: Candidates) -> Block:
    """One row: ceil(lower·E/100) ≤ moves ≤ max(that, floor(upper·E/100)), E the number of the eligible."""
    least, greatest = limits(candidates.case)
    everyone = np.zeros(len(candidates), dtype=np.int8)
    return block("quota", 1, over_all(everyone), lower=least, upper=greatest)


def check(case: Case, moves: Moves) -> Finding:
    """Moves against the least number. No movers fail it; nobody eligible makes it void."""
    least, greatest = limits(case)
    if case.pool == 0:
        return Finding(least, len(moves), None if not moves else False)
    return Finding(least, len(moves), least <= len(moves) <= greatest)


def told(case: Case, found: Finding) -> tuple[str, str]:
    low, high = limits(case)
    return say("{low} to {high} of {pool} eligible", low=low, high=high, pool=case.pool), say(
        "{count} people", count=found.actual
    )


CLAUSE = Clause(
    "quota",
    rows=rows,
    check=check,
    told=told,
    asks=N_("from {least} to {most} teachers are exchanged"),
    thresholds=(
        # A lower least lowers the greatest with it, where that stands at the least: fewer may move, then.
        Threshold("lower", N_("least share exchanged"), "%", 0, 200, looser="lower", even=False),
        Threshold("upper", N_("greatest share exchanged"), "%", 0, 200, looser="higher"),
    ),
)
