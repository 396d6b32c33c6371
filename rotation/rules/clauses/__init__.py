"""The clauses: what every plan must meet. One file each, which says everything of its clause.

The table is the order in which a plan is told of them.
"""

from __future__ import annotations

from rotation.policy.policy import Policy
from rotation.rules.clauses import (
    backbone_share,
    no_new_gap,
    one_move,
    pins,
    quota,
    senior_posts,
    staffing,
    target_backbone,
    teams,
    turnover,
)
from rotation.rules.clauses.clause import Clause

CLAUSES: dict[str, Clause] = {
    clause.id: clause
    for clause in (
        one_move.CLAUSE,
        quota.CLAUSE,
        backbone_share.CLAUSE,
        staffing.CLAUSE,
        no_new_gap.CLAUSE,
        turnover.CLAUSE,
        target_backbone.CLAUSE,
        senior_posts.CLAUSE,
        pins.CLAUSE,
        teams.CLAUSE,
    )
}


def stated(policy: Policy) -> list[Clause]:
    """The clauses there are in the policy's pack, in force or not."""
    return [clause for clause in CLAUSES.values() if clause.id in policy.rules]
