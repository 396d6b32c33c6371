"""(十三) At least 15 % of those who move are backbone teachers: 骨干教师交流轮岗不低于交流总数的15%."""

from __future__ import annotations

import numpy as np

from rotation.language import N_
from rotation.policy.policy import Threshold
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import at_least_share
from rotation.rules.moves import Finding, Moves
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row, in integers: Σ (100·[backbone] − percent) ≥ 0."""
    percent = candidates.case.policy.number("backbone_share.percent")
    weight = np.where(candidates.backbone, 100 - percent, -percent).astype(np.int16)
    everyone = np.zeros(len(candidates), dtype=np.int8)
    return block("backbone_share", 1, over_all(everyone, weight), lower=0)


def check(case: Case, moves: Moves) -> Finding:
    """Backbone teachers moved against the share of all moved, rounded up; void where nobody moves."""
    backbone = sum(1 for move in moves if case.backbone[move.teacher])
    percent = case.policy.number("backbone_share.percent")
    required = -(-percent * len(moves) // 100)
    return Finding(required, backbone, 100 * backbone >= percent * len(moves) if moves else None)


CLAUSE = Clause(
    "backbone_share",
    rows=rows,
    check=check,
    told=at_least_share(lambda case: case.policy.number("backbone_share.percent"), N_("of those who move")),
    asks=N_("backbone teachers have their share"),
    thresholds=(Threshold("percent", N_("least share of backbone teachers"), "%", 0, 200, looser="lower"),),
)
