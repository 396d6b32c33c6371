"""No plan for want of backbone teachers: how many more would have to be recognised, at the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rotation.county.building import edited
from rotation.county.schema import BACKBONE_LEVELS
from rotation.planning.planner import state_clauses
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.quota import limits
from solvers.clock import Clock
from solvers.conflict import find_point


def with_more_backbone(candidates: Candidates, clock: Clock) -> tuple[Case, int] | None:
    """The case with the fewest more backbone teachers that counting allows, and how many; None where none are wanting.

    That many are needed whoever they are: the share of the fewest who must move, less the backbone
    teachers who can. Taken are those who move in some plan without the share; whether a plan is
    possible with them is for the caller to find. Raises OutOfTime.
    """
    case = candidates.case
    least, _ = limits(case)
    able = len(np.unique(candidates.teacher[candidates.backbone]))
    wanting = -(-case.policy.number("backbone_share.percent") * least // 100) - able
    if wanting <= 0 or not case.policy.backbone_levels:
        return None
    point, _ = find_point(state_clauses(candidates).without_blocks(("backbone_share",)), clock)
    clock.check()
    if point is None:
        return None
    moving = np.unique(candidates.teacher[(point[: len(candidates)] > 0) & ~candidates.backbone]).tolist()
    return (_recognised(case, moving[:wanting]), wanting) if len(moving) >= wanting else None


def _recognised(case: Case, teachers: Sequence[int]) -> Case:
    """The case in which those teachers hold the lowest level that counts."""
    level = [name for name in BACKBONE_LEVELS if name in case.policy.backbone_levels][-1]
    names = {case.county.teachers.teacher_id[t] for t in teachers}
    rows = [{**row, "backbone": level} if row["teacher_id"] in names else row for row in case.county.tables["teachers"]]
    return replace(case, county=edited(case.county, teachers=rows))
