"""(十二) No subject of a school becomes short, or shorter than it was: 满足教学需要."""

from __future__ import annotations

import numpy as np

from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.moves import Finding, Moves, after, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each school and subject: arrivals − departures ≥ min(before, demand) − before."""
    county = candidates.case.county
    subjects = len(county.subjects)
    slack = np.maximum(0, county.before - county.required)
    return block(
        "no_new_gap",
        slack.size,
        over_all(candidates.school * subjects + candidates.subject),
        over_all(candidates.origin * subjects + candidates.main_subject, -1),
        lower=-slack.ravel(),
        labels={
            "school": np.repeat(np.arange(len(county.schools)), subjects),
            "subject": np.tile(np.arange(subjects), len(county.schools)),
        },
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many pairs of school and subject end below both what they had and what they need."""
    county = case.county
    have = after(case, moves)
    return none_broken(
        (u, k)
        for u in range(len(county.schools))
        for k in range(len(county.subjects))
        if have[u, k] < min(int(county.before[u, k]), int(county.required[u, k]))
    )
