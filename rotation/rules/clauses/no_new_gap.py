"""(十二) No subject of a school becomes short, or shorter than it was: 满足教学需要."""

from __future__ import annotations

import numpy as np

from rotation.county.place import Place
from rotation.language import N_
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import place_by_place
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
        school=np.repeat(np.arange(len(county.schools)), subjects),
        subject=np.tile(np.arange(subjects), len(county.schools)),
    )


def check(case: Case, moves: Moves) -> Finding:
    """How many pairs of school and subject end below both what they had and what they need."""
    county = case.county
    have = after(case, moves)
    return none_broken(
        Place(school=u, subject=k)
        for u in range(len(county.schools))
        for k in range(len(county.subjects))
        if have[u, k] < min(int(county.before[u, k]), int(county.required[u, k]))
    )


CLAUSE = Clause(
    "no_new_gap",
    rows=rows,
    check=check,
    told=place_by_place(N_("no subject of a school becomes short"), N_("{count} subjects of schools become short")),
    asks=N_("{place}: at most {loss} fewer teachers"),
    implied_by="shortage",  # doing without saves a tenth of the time of a plan
)
